// The header lines of a request in the form that libcurl takes, kept between requests and wiped when they change.
#ifndef KEYTURN_ADAPTERS_CURL_HEADER_LIST_HPP
#define KEYTURN_ADAPTERS_CURL_HEADER_LIST_HPP

#include <keyturn/base/list.hpp>
#include <keyturn/base/secret.hpp>
#include <keyturn/model/headers.hpp>

#if !__has_include(<curl/curl.h>)
#error "keyturn needs libcurl: install libcurl4-openssl-dev (Debian), or use <keyturn/core.hpp> with your own transport"
#include <stop_here_see_the_error_above>
#endif
#include <curl/curl.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Whether `text` is a token (RFC 9110, section 5.6.2): what a method or a field name is made of.
constexpr bool is_http_token(std::string_view text) {
  for (const char c : text)
    if (!is_alpha(c) && !is_digit(c) && std::string_view{"!#$%&'*+-.^_`|~"}.find(c) == std::string_view::npos)
      return false;
  return !text.empty();
}

/// Whether `text` may stand in a header line: it has no CR, LF or NUL.
constexpr bool is_one_line(std::string_view text) {
  for (const char c : text)
    if (c == '\r' || c == '\n' || c == '\0') return false;
  return true;
}

/// One list of header lines. All lines stand in one buffer that is wiped before it is written anew and when the list
/// dies; setting the same lines again costs a comparison and no allocation. Content-Length and Transfer-Encoding are
/// left out, because the body says them. Neither copied nor moved; for one thread at a time.
class CurlHeaderList {
 public:
  /// `user_agent` stands in every list whose headers name none, unless it is empty. It must outlive the list.
  explicit CurlHeaderList(std::string_view user_agent = {}) : user_agent_{user_agent} {}
  CurlHeaderList(const CurlHeaderList&) = delete;
  CurlHeaderList& operator=(const CurlHeaderList&) = delete;
  ~CurlHeaderList() { clear(); }

  /// Whether the list is what `set` would make of these.
  bool holds(const Headers& headers, bool with_body) const {
    std::size_t count = 0;
    const bool same = each_line(headers, with_body, [&](const Line& line) {
      if (count == nodes_.size()) return false;
      const std::size_t begin = begins_.begin()[count];
      return line.stands_in(std::string_view{text_}.substr(begin, begins_.begin()[++count] - begin - 1));
    });
    return same && count == nodes_.size();
  }

  /// Takes these headers. `with_body` takes out what libcurl adds to bodies by itself: a form's Content-Type, and an
  /// Expect that delays them. False, with nothing changed, if a name is no token or a value holds CR, LF or NUL.
  [[nodiscard]] bool set(const Headers& headers, bool with_body) {
    for (const Header& field : headers)
      if (!is_http_token(field.name) || !is_one_line(field.value)) return false;
    clear();
    std::size_t size = 0;
    each_line(headers, with_body, [&](const Line& line) { return size += line.size() + 1, true; });
    text_.reserve(size);  // so that the buffer does not move while it is written, and leaves no copies
    each_line(headers, with_body, [&](const Line& line) {
      begins_.push(text_.size());
      nodes_.push({text_.data() + text_.size(), nullptr});
      text_.append(line.name).append(line.separator).append(line.value).push_back('\0');
      return true;
    });
    begins_.push(text_.size());
    for (curl_slist& node : nodes_) node.next = &node == &nodes_.last() ? nullptr : &node + 1;
    return true;
  }

  /// Wipes the lines. What libcurl was given before must not be used any more.
  void clear() noexcept {
    wipe(text_);
    begins_.clear();
    nodes_.clear();
  }

  /// For CURLOPT_HTTPHEADER; valid until the next change. Null if there are no lines.
  curl_slist* get() noexcept { return nodes_.empty() ? nullptr : nodes_.begin(); }

 private:
  struct Line {
    std::string_view name, separator, value;
    std::size_t size() const { return name.size() + separator.size() + value.size(); }
    bool stands_in(std::string_view text) const {
      return text.size() == size() && text.starts_with(name) && text.substr(name.size()).starts_with(separator) &&
             text.ends_with(value);
    }
  };

  /// Calls `take(line)` for each line, until it says false.
  template <class Take>
  bool each_line(const Headers& headers, bool with_body, Take&& take) const {
    using Given = std::remove_reference_t<Take>;
    return each_line(headers, with_body, &take,
                     [](void* given, const Line& line) { return (*static_cast<Given*>(given))(line); });
  }
  KEYTURN_ONCE bool each_line(const Headers& headers, bool with_body, void* given,
                              bool (*take_given)(void* given, const Line& line)) const {
    const auto take = [&](const Line& line) { return take_given(given, line); };
    bool has_type = false, has_expect = false, has_agent = user_agent_.empty();
    for (const Header& field : headers) {
      const std::string_view name = field.name;
      if (name.size() == 14 && equal_ignoring_case(name, "Content-Length")) continue;
      if (name.size() == 17 && equal_ignoring_case(name, "Transfer-Encoding")) continue;
      has_type = has_type || (name.size() == 12 && equal_ignoring_case(name, "Content-Type"));
      has_agent = has_agent || (name.size() == 10 && equal_ignoring_case(name, "User-Agent"));
      has_expect = has_expect || (name.size() == 6 && equal_ignoring_case(name, "Expect"));
      const std::string_view value = trim(field.value);
      // libcurl takes "Name:" as "leave it out" and "Name;" as "send it with an empty value"
      if (!take(Line{name, value.empty() ? ";" : ": ", value})) return false;
    }
    if (!has_agent && !take(Line{"User-Agent", ": ", user_agent_})) return false;
    if (!with_body) return true;
    return (has_type || take(Line{"Content-Type", ":", ""})) && (has_expect || take(Line{"Expect", ":", ""}));
  }

  const std::string_view user_agent_;
  std::string text_;          // every line with a NUL behind it
  List<std::size_t> begins_;  // of the lines, and the end of the last
  List<curl_slist> nodes_;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
