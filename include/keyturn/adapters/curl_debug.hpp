// What libcurl says about its work, without the secrets that stand in it.
#ifndef KEYTURN_ADAPTERS_CURL_DEBUG_HPP
#define KEYTURN_ADAPTERS_CURL_DEBUG_HPP

#include <keyturn/adapters/curl_header_list.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Whether a field of that name never holds a secret. All others show their length alone: besides Authorization, Cookie
/// and Set-Cookie, an API may have a field of its own for a key, and Location may hold a code.
inline bool is_harmless_field(std::string_view name) {
  constexpr std::string_view harmless[] = {":authority",
                                           ":method",
                                           ":path",
                                           ":scheme",
                                           ":status",
                                           "Accept",
                                           "Accept-Encoding",
                                           "Age",
                                           "Allow",
                                           "Alt-Svc",
                                           "Connection",
                                           "Cache-Control",
                                           "Content-Encoding",
                                           "Content-Length",
                                           "Date",
                                           "Expect",
                                           "Host",
                                           "Content-Type",
                                           "Keep-Alive",
                                           "Proxy-Connection",
                                           "Server",
                                           "User-Agent",
                                           "Retry-After",
                                           "Transfer-Encoding",
                                           "Upgrade",
                                           "Vary",
                                           "Via"};
  return std::any_of(std::begin(harmless), std::end(harmless),
                     [name](std::string_view other) { return equal_ignoring_case(name, other); });
}

/// The text with "?..." for the query of each URL in it.
inline std::string without_queries(std::string_view text) {
  std::string shown;
  for (std::size_t query = text.find('?'); query != text.npos; query = text.find('?')) {
    shown.append(text.substr(0, query)).append("?...");
    text.remove_prefix(std::min(text.find_first_of(" '\"", query), text.size()));
  }
  return shown.append(text);
}

/// What may be shown of "name: value". A name that is none is not shown either.
inline std::string shown_field(std::string_view name, std::string_view value) {
  std::string shown;
  if (is_harmless_field(name)) return shown.append(name).append(": ").append(without_queries(value));
  if (is_http_token(name)) shown.append(name).append(": ");
  return shown.append("[").append(std::to_string(value.size())).append(" bytes]");
}

/// Of one line of a header: the request line without its query, the status line without its phrase, or a field. Of
/// what is none of them, such as the second line of a folded field, the length alone.
inline std::string shown_header_line(std::string_view line) {
  const std::size_t space = line.find(' '), end = line.rfind(' '), colon = line.find(':');
  if (line.starts_with("HTTP/")) return std::string{line.substr(0, space <= 8 ? space + 4 : 8)};
  if (space < colon && space < end && line.substr(end + 1).starts_with("HTTP/")) return without_queries(line);
  if (colon == line.npos) return shown_field({}, line);
  return shown_field(line.substr(0, colon), trim(line.substr(colon + 1)));
}

/// Of libcurl's own words. With HTTP/2 it names the fields that it sends, as "[name: value]".
inline std::string shown_words(std::string_view text) {
  for (std::size_t open = text.find('['); open != text.npos; open = text.find('[', open + 1)) {
    const std::size_t colon = text.find(": ", open + 1), close = text.find(']', open);
    if (colon > close || colon == text.npos) continue;
    const std::string_view name = text.substr(open + 1, colon - open - 1);
    return without_queries(text.substr(0, open + 1)) + shown_field(name, text.substr(colon + 2));
  }
  return without_queries(text);
}

/// Makes lines of what libcurl hands to a CURLOPT_DEBUGFUNCTION: "* " and words of its own, "> " and "< " with what is
/// sent and received. Of bodies it tells the size, and of TLS records nothing.
class CurlDebugLines {
 public:
  /// Calls `say(line)` for each line that may be shown.
  template <class Say>
  void take(curl_infotype kind, std::string_view bytes, const Say& say) {
    if (kind == CURLINFO_DATA_OUT || kind == CURLINFO_DATA_IN)
      return tell(say, kind == CURLINFO_DATA_OUT ? "> " : "< ", "[" + std::to_string(bytes.size()) + " bytes of body]");
    if (kind != CURLINFO_TEXT && kind != CURLINFO_HEADER_OUT && kind != CURLINFO_HEADER_IN) return;
    if (kind == CURLINFO_HEADER_OUT && std::exchange(cut_, !bytes.ends_with('\n')))  // goes on in the middle of a line
      bytes.remove_prefix(std::min(bytes.find('\n'), bytes.size()));
    while (!bytes.empty()) {
      const std::size_t end = std::min(bytes.find('\n'), bytes.size());
      const bool folded = bytes.front() == ' ' || bytes.front() == '\t';
      std::string_view line = trim(bytes.substr(0, end));
      if (line.ends_with('\r')) line.remove_suffix(1);
      bytes.remove_prefix(std::min(end + 1, bytes.size()));
      if (line.empty()) continue;
      if (kind == CURLINFO_TEXT)
        tell(say, "* ", shown_words(line));
      else
        tell(say, kind == CURLINFO_HEADER_OUT ? "> " : "< ", folded ? shown_field({}, line) : shown_header_line(line));
    }
  }

 private:
  template <class Say>
  static void tell(const Say& say, const char* mark, const std::string& text) {
    const std::string line = mark + text;
    say(std::string_view{line});
  }

  bool cut_ = false;  // libcurl sends a long header in pieces
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
