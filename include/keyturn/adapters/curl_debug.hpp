// What libcurl says about its work, without the secrets that stand in it; nothing of it is in programs that do not ask.
#ifndef KEYTURN_ADAPTERS_CURL_DEBUG_HPP
#define KEYTURN_ADAPTERS_CURL_DEBUG_HPP

#include <keyturn/base/callback.hpp>
#include <keyturn/model/header_fields.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// What a piece of text is; the numbers are those of libcurl's curl_infotype.
enum class CurlPiece { words, header_in, header_out, body_in, body_out };

/// Whether a field of that name never holds a secret. All others show their length alone: besides Authorization, Cookie
/// and Set-Cookie, an API may have a field of its own for a key, and Location may hold a code.
inline bool is_harmless_field(std::string_view name) {
  for (const std::string_view harmless : {":authority",
                                          ":method",
                                          ":path",
                                          ":scheme",
                                          ":status",
                                          "Accept",
                                          "Accept-Encoding",
                                          "Age",
                                          "Allow",
                                          "Alt-Svc",
                                          "Cache-Control",
                                          "Connection",
                                          "Content-Encoding",
                                          "Content-Length",
                                          "Content-Type",
                                          "Date",
                                          "Expect",
                                          "Host",
                                          "Keep-Alive",
                                          "Proxy-Connection",
                                          "Retry-After",
                                          "Server",
                                          "Transfer-Encoding",
                                          "Upgrade",
                                          "User-Agent",
                                          "Vary",
                                          "Via"})
    if (equal_ignoring_case(name, harmless)) return true;
  return false;
}

/// The text with "?..." for the query of each URL in it.
inline std::string without_queries(std::string_view text) {
  std::string shown;
  for (std::size_t query = text.find('?'); query != text.npos; query = text.find('?')) {
    shown.append(text.substr(0, query)).append("?...");
    const std::size_t end = text.find_first_of(" '\"", query);
    text = end == text.npos ? std::string_view{} : text.substr(end);
  }
  return shown.append(text);
}

/// "name: [N bytes]"; a name that is none is not shown either.
inline std::string name_and_size(std::string_view name, std::string_view value) {
  std::string shown;
  if (!name.empty() && name.find(' ') == name.npos) shown.append(name).append(": ");
  return shown.append("[").append(std::to_string(value.size())).append(" bytes]");
}

/// What may be shown of "name: value".
inline std::string shown_field(std::string_view name, std::string_view value) {
  if (!is_harmless_field(name)) return name_and_size(name, value);
  return std::string{name}.append(": ").append(without_queries(value));
}

/// Whether a token may stand in the text: a bad server echoes one wherever it likes. Tokens are long words.
inline bool may_hold_token(std::string_view text) {
  std::size_t length = 0;
  for (const char c : text)
    if (length = std::string_view{" ,;:\""}.find(c) == std::string_view::npos ? length + 1 : 0; length > 16)
      return true;
  return false;
}

/// Of one line of a header: the request line without its query, the status line without its phrase, or a field. Of
/// what is none of them, such as the second line of a folded field, the length alone.
inline std::string shown_header_line(std::string_view line, bool received) {
  const std::size_t space = line.find(' '), end = line.rfind(' '), colon = line.find(':');
  if (received && line.starts_with("HTTP/")) return std::string{line.substr(0, space <= 8 ? space + 4 : 8)};
  if (!received && space < colon && space < end && line.substr(end + 1).starts_with("HTTP/"))
    return without_queries(line);
  if (colon == line.npos) return name_and_size({}, line);
  const std::string_view name = line.substr(0, colon), value = trim(line.substr(colon + 1));
  return received && may_hold_token(value) ? name_and_size(name, value) : shown_field(name, value);
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

/// Calls `hear(line)` for each line that may be told of what libcurl says: "* " and words of its own, "> " and "< " with
/// what is sent and received, of bodies the size. `cut` is false before a handle's first piece: a long header goes out in
/// several, and is not told from the middle of a line.
template <class Hear>
void tell_lines(CurlPiece what, std::string_view bytes, bool& cut, Hear& hear) {
  const char* const mark = what == CurlPiece::words                                     ? "* "
                           : what == CurlPiece::header_in || what == CurlPiece::body_in ? "< "
                                                                                        : "> ";
  const auto tell = [&](const std::string& text) {
    const std::string line = mark + text;
    hear(std::string_view{line});
  };
  if (what == CurlPiece::body_in || what == CurlPiece::body_out)
    return tell("[" + std::to_string(bytes.size()) + " bytes of body]");
  bool from_middle = what == CurlPiece::header_out && std::exchange(cut, !bytes.ends_with('\n'));
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    const bool folded = bytes.front() == ' ' || bytes.front() == '\t';
    std::string_view line = trim(bytes.substr(0, end));
    bytes = end == bytes.npos ? std::string_view{} : bytes.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (std::exchange(from_middle, false) || line.empty()) continue;
    tell(what == CurlPiece::words ? shown_words(line)
         : folded                 ? name_and_size({}, line)
                                  : shown_header_line(line, what == CurlPiece::header_in));
  }
}

}  // namespace detail

/// A host's function for what libcurl says: called with one line at a time, a `std::string_view`. Copies share it.
class CurlDebug {
 public:
  CurlDebug() = default;
  /// Calls `hear` from several threads at once, where several send.
  template <class Hear>
  requires(!std::is_same_v<Hear, CurlDebug> && std::is_invocable_v<Hear&, std::string_view>) CurlDebug(Hear hear)
      : tell_{[hear = std::move(hear)](detail::CurlPiece what, std::string_view bytes, bool& cut) mutable {
          detail::tell_lines(what, bytes, cut, hear);
        }} {}

  /// Whether there is one to call.
  explicit operator bool() const noexcept { return static_cast<bool>(tell_); }

  /// For the transport: one piece of what libcurl says. `cut` belongs to the handle, and begins as false.
  void operator()(detail::CurlPiece what, std::string_view bytes, bool& cut) const { tell_(what, bytes, cut); }

 private:
  Callback<void(detail::CurlPiece, std::string_view, bool&)> tell_;
};

KEYTURN_NAMESPACE_END

#endif
