// An answer as it comes from WinHTTP: what is checked of it, and what is made of it.
#ifndef KEYTURN_ADAPTERS_WINHTTP_ANSWER_HPP
#define KEYTURN_ADAPTERS_WINHTTP_ANSWER_HPP

#include <keyturn/adapters/winhttp/handle.hpp>
#include <keyturn/base/result.hpp>
#include <keyturn/base/secret.hpp>
#include <keyturn/model/options.hpp>
#include <keyturn/model/request.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Of one request, which must outlive it.
class WinHttpAnswer {
 public:
  WinHttpAnswer(const Request& request, std::size_t max_header_bytes)
      : request_{request},
        max_body_{request.max_response > 0 ? request.max_response : Options{}.max_response},
        max_header_{max_header_bytes} {}
  WinHttpAnswer(const WinHttpAnswer&) = delete;
  WinHttpAnswer& operator=(const WinHttpAnswer&) = delete;
  ~WinHttpAnswer() {
    if (request_.at_most_once) wipe(response_.body);
  }

  /// What WinHTTP has of status and header.
  Result<void> read_head(HINTERNET request) {
    DWORD size = 0;  // bytes
    WinHttpQueryHeaders(request, WINHTTP_QUERY_RAW_HEADERS_CRLF, WINHTTP_HEADER_NAME_BY_INDEX, nullptr, &size,
                        WINHTTP_NO_HEADER_INDEX);
    std::wstring wide(size / sizeof(wchar_t), L'\0');
    if (wide.empty() || !WinHttpQueryHeaders(request, WINHTTP_QUERY_RAW_HEADERS_CRLF, WINHTTP_HEADER_NAME_BY_INDEX,
                                             wide.data(), &size, WINHTTP_NO_HEADER_INDEX))
      return {Errc::bad_answer, "the answer has no header"};
    std::string text;
    text.reserve(wide.size());
    // Bytes beyond ASCII are replaced: WinHTTP has read them in a code page of its own.
    for (const wchar_t c : std::wstring_view{wide}.substr(0, size / sizeof(wchar_t)))
      text += c < 0x80 ? static_cast<char>(c) : '?';
    wipe_wide(wide);
    auto read = read_lines(text);
    if (request_.at_most_once) wipe(text);
    return read;
  }

  bool is_interim() const { return response_.status < 200; }

  /// Whether nothing follows the header, whatever that says (RFC 9112, section 6.3).
  bool has_no_body() const { return request_.method == "HEAD" || response_.status == 204 || response_.status == 304; }

  /// The next bytes of the body.
  Result<void> body(std::string_view bytes) {
    received_ += bytes.size();
    if (request_.on_data && is_success(response_.status)) {
      if (request_.on_data(bytes)) return {};
      return {Errc::cancelled, "on_data said stop"};
    }
    if (bytes.size() > max_body_ - response_.body.size())
      return {Errc::bad_answer, "the answer's body is over the limit"};
    make_room(bytes.size());
    response_.body += bytes;
    return {};
  }

  /// WinHTTP has no more of the body. It does not say whether that was all.
  Result<void> end() const {
    if (response_.headers.get("Transfer-Encoding")) return {};
    const auto length = response_.headers.get("Content-Length");
    if (!length || received_ >= number_of(*length)) return {};
    return {Errc::no_answer, "the answer ended before its length"};
  }

  Response take() { return std::move(response_); }

 private:
  /// "HTTP/1.1 200 OK" and the fields, each with a line end.
  Result<void> read_lines(std::string_view text) {
    if (text.size() > max_header_) return {Errc::bad_answer, "the answer's header is over the limit"};
    const std::string_view first = text.substr(0, text.find("\r\n"));
    const std::size_t space = first.find(' ');
    const std::string_view digits =
        space == first.npos ? first : first.substr(space + 1, first.find(' ', space + 1) - space - 1);
    if (!first.starts_with("HTTP/") || digits.size() != 3 || digits.find_first_not_of("0123456789") != digits.npos ||
        digits.front() == '0')
      return {Errc::bad_answer, "the answer has no status"};
    response_.status = static_cast<int>(number_of(digits));

    std::string lines;
    lines.reserve(text.size());
    text.remove_prefix(std::min(text.size(), first.size() + 2));
    while (!text.empty()) {
      const std::string_view line = text.substr(0, text.find("\r\n"));
      if (!line.empty()) lines.append(line).push_back('\n');
      text.remove_prefix(std::min(text.size(), line.size() + 2));
    }
    response_.headers = Headers::of_lines(lines);
    if (request_.at_most_once) wipe(lines);
    return {};
  }

  /// 0 if it is none.
  static std::uint64_t number_of(std::string_view digits) {
    std::uint64_t number = 0;
    for (const char c : digits) {
      if (!is_digit(c) || number > UINT64_MAX / 10 - 1) return 0;
      number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return number;
  }

  /// So that nothing of an auth server's answer stays where the text stood before: it holds tokens.
  void make_room(std::size_t more) {
    std::string& text = response_.body;
    if (text.size() + more <= text.capacity()) return;
    std::string larger;
    larger.reserve(std::max(text.size() + more, text.capacity() * 2));
    larger.append(text);
    if (request_.at_most_once) wipe(text);
    text = std::move(larger);
  }

  const Request& request_;
  const std::size_t max_body_, max_header_;
  Response response_;
  std::uint64_t received_ = 0;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
