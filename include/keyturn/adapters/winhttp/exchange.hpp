// One request and its answer over WinHTTP, step by step.
#ifndef KEYTURN_ADAPTERS_WINHTTP_EXCHANGE_HPP
#define KEYTURN_ADAPTERS_WINHTTP_EXCHANGE_HPP

#include <keyturn/adapters/winhttp/answer.hpp>
#include <keyturn/adapters/winhttp/call.hpp>
#include <keyturn/adapters/winhttp/handle.hpp>
#include <keyturn/adapters/winhttp/options.hpp>
#include <keyturn/base/url.hpp>
#include <keyturn/core/exchange.hpp>
#include <keyturn/model/options.hpp>
#include <keyturn/model/request.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Used once, on the thread that waits for the answer.
class WinHttpExchange {
 public:
  /// Both must outlive the exchange.
  WinHttpExchange(const Request& request, const WinHttpOptions& options)
      : request_{request},
        options_{options},
        timeout_{request.timeout.count() > 0 ? request.timeout : Options{}.request_timeout},
        deadline_{later(Hosted{}.now(), timeout_)},
        answer_{request, options.max_header_bytes},
        unsent_{request.body.length()} {}
  WinHttpExchange(const WinHttpExchange&) = delete;
  WinHttpExchange& operator=(const WinHttpExchange&) = delete;
  ~WinHttpExchange() {
    if (call_) call_->close();
  }

  Result<Response> run(const WinHttpSessions& sessions) {
    if (auto ready = check(); !ready) return std::move(ready).error();
    if (auto ready = open(sessions); !ready) return std::move(ready).error();
    if (auto sent = send(); !sent) return std::move(sent).error();
    if (auto come = receive_head(); !come) return std::move(come).error();
    if (auto come = receive_body(); !come) return std::move(come).error();
    return answer_.take();
  }

 private:
  bool has_body() const {
    const auto bytes = request_.body.view();
    return !bytes || !bytes->empty();
  }
  bool in_chunks() const { return !request_.body.length(); }

  Result<void> check() const {
    if (auto fields = core::check_fields(request_); !fields) return fields;
    if (request_.method == "CONNECT") return {Errc::unsupported, "CONNECT is no request for a server"};
    if (request_.method == "HEAD" && has_body()) return {Errc::unsupported, "HEAD carries no body"};
    for (const Header& field : request_.headers)
      if (!is_ascii(field.value)) return {Errc::unsupported, "WinHTTP would rewrite a header with bytes beyond ASCII"};
    return {};
  }

  /// Everything up to the first step that may take time.
  Result<void> open(const WinHttpSessions& sessions) {
    const auto origin = origin_of(request_.url);
    if (!origin) return origin.error();
    const HINTERNET session = sessions.to(*origin);
    if (session == nullptr) return {Errc::not_sent, "WinHTTP could not be started"};
    connection_ = WinHttpHandle{WinHttpConnect(session, widened(origin->host).c_str(), origin->port, 0)};
    if (!connection_) return failure(GetLastError());
    WinHttpHandle request{WinHttpOpenRequest(
        connection_.get(), widened(request_.method).c_str(), target().c_str(), nullptr, WINHTTP_NO_REFERER,
        WINHTTP_DEFAULT_ACCEPT_TYPES,
        (origin->secure ? WINHTTP_FLAG_SECURE : 0) | WINHTTP_FLAG_ESCAPE_DISABLE | WINHTTP_FLAG_ESCAPE_DISABLE_QUERY)};
    if (!request) return failure(GetLastError());
    if (!set_up(request.get(), *origin)) return failure(GetLastError());

    const bool asks = request_.method == "GET" || request_.method == "HEAD" || request_.method == "OPTIONS";
    call_ = Shared<WinHttpCall>{new WinHttpCall{asks && !request_.at_most_once && request_.body.view().has_value()}};
    if (!WinHttpCall::attach(call_, std::move(request))) return {Errc::not_sent, "WinHTTP tells nothing of its work"};
    return {};
  }

  /// Path and query, without the fragment.
  std::wstring target() const {
    const std::string_view url = request_.url;
    const std::size_t begin = std::min(url.find_first_of("/?#", url.find("://") + 3), url.size());
    const std::string_view text = url.substr(begin, url.find('#') - begin);
    return text.starts_with('/') ? widened(text) : L'/' + widened(text);
  }

  bool set_up(HINTERNET request, const Origin& origin) const {
    const DWORD unwanted = WINHTTP_DISABLE_COOKIES | WINHTTP_DISABLE_REDIRECTS | WINHTTP_DISABLE_AUTHENTICATION |
                           (request_.at_most_once ? DWORD{WINHTTP_DISABLE_KEEP_ALIVE} : 0);
    // WinHTTP's own times end no request before its deadline, but for the connection's.
    const int longest =
        static_cast<int>(std::min<std::chrono::milliseconds::rep>(timeout_.count(), 1'000'000'000) + 1000);
    const int connect =
        static_cast<int>(std::clamp<std::chrono::milliseconds::rep>(options_.connect_timeout.count(), 1, longest));
    const bool all = set_option(request, WINHTTP_OPTION_DISABLE_FEATURE, unwanted) &&
                     WinHttpSetTimeouts(request, connect, connect, longest, longest);
    // Without these the promises hold all the same, so it does not matter if this Windows refuses them.
    set_option(request, WINHTTP_OPTION_RECEIVE_RESPONSE_TIMEOUT, static_cast<DWORD>(longest));
    set_option(request, WINHTTP_OPTION_CONNECT_RETRIES, 1);
    set_option(request, WINHTTP_OPTION_MAX_RESPONSE_HEADER_SIZE,
               static_cast<DWORD>(std::min<std::size_t>(options_.max_header_bytes, MAXDWORD)));
    // Chunks are HTTP/1.1's.
    set_option(request, WINHTTP_OPTION_ENABLE_HTTP_PROTOCOL,
               options_.http2 && !in_chunks() ? WINHTTP_PROTOCOL_FLAG_HTTP2 : 0);
    // A server that asks for a certificate without need gets none.
    if (origin.secure) WinHttpSetOption(request, WINHTTP_OPTION_CLIENT_CERT_CONTEXT, WINHTTP_NO_CLIENT_CERT_CONTEXT, 0);
    return all;
  }

  bool add_headers() {
    for (const Header& field : request_.headers) {
      if (equal_ignoring_case(field.name, "Content-Length") || equal_ignoring_case(field.name, "Transfer-Encoding"))
        continue;
      // WinHTTP has one of these already.
      const bool instead = equal_ignoring_case(field.name, "Host") || equal_ignoring_case(field.name, "User-Agent");
      if (!add_header(field.name, field.value, instead)) return false;
    }
    if (in_chunks()) return add_header("Transfer-Encoding", "chunked", false);
    if (*request_.body.length() <= MAXDWORD) return true;
    return add_header("Content-Length", std::to_string(*request_.body.length()), false);
  }

  bool add_header(std::string_view name, std::string_view value, bool instead) {
    std::wstring line;
    line.reserve(name.size() + value.size() +
                 4);  // so that the text does not move while it grows, and leaves no copies
    append_wide(line, name);
    append_wide(line, ": ");
    append_wide(line, value);
    append_wide(line, "\r\n");
    const DWORD how = WINHTTP_ADDREQ_FLAG_ADD | (instead ? WINHTTP_ADDREQ_FLAG_REPLACE : 0);
    const BOOL added = WinHttpAddRequestHeaders(call_->request(), line.c_str(), static_cast<DWORD>(line.size()), how);
    wipe_wide(line);
    return added != FALSE;
  }

  Result<void> send() {
    if (!add_headers()) return failure(GetLastError());
    const auto length = request_.body.length();
    const DWORD total =
        length && *length <= MAXDWORD ? static_cast<DWORD>(*length) : WINHTTP_IGNORE_REQUEST_TOTAL_LENGTH;
    const auto started = call_->step(deadline_, [&](HINTERNET request) {
      return WinHttpSendRequest(request, WINHTTP_NO_ADDITIONAL_HEADERS, 0, WINHTTP_NO_REQUEST_DATA, 0, total,
                                reinterpret_cast<DWORD_PTR>(call_.get()));
    });
    if (!started) return failure(started.error);
    return has_body() ? send_body() : Result<void>{};
  }

  Result<void> send_body() {
    const Reader reader = request_.body.open();
    for (;;) {
      // A chunk has its size in front of it, at most 4 digits, and a line end behind it (RFC 9112, section 7.1).
      constexpr std::size_t front = 6, back = 2;
      std::span<char> into = call_->buffer().subspan(front, call_->buffer().size() - front - back);
      if (unsent_) into = into.first(static_cast<std::size_t>(std::min<std::uint64_t>(*unsent_, into.size())));
      const std::size_t size = into.empty() ? 0 : reader(into);
      if (size > into.size()) return {Errc::no_answer, "the body's reader said more than there is room for"};
      if (unsent_) {
        if (size == 0)
          return *unsent_ == 0 ? Result<void>{} : Result<void>{Errc::no_answer, "the body ended before its length"};
        *unsent_ -= size;
        if (auto written = write(front, size); !written) return written;
        continue;
      }
      if (auto written = write_chunk(front, size); !written || size == 0) return written;
    }
  }

  Result<void> write_chunk(std::size_t front, std::size_t size) {
    char* const bytes = call_->buffer().data();
    for (std::size_t i = 0; i < 4; ++i) bytes[i] = "0123456789abcdef"[size >> (12 - 4 * i) & 15];
    bytes[4] = bytes[front + size] = '\r';
    bytes[5] = bytes[front + size + 1] = '\n';
    return write(0, front + size + 2);
  }

  /// Sends these bytes of the buffer.
  Result<void> write(std::size_t begin, std::size_t size) {
    while (size > 0) {
      const auto written = call_->step(deadline_, [&](HINTERNET request) {
        return WinHttpWriteData(request, call_->buffer().data() + begin, static_cast<DWORD>(size), nullptr);
      });
      if (!written) return failure(written.error);
      if (written.bytes == 0 || written.bytes > size) return failure(ERROR_WINHTTP_CONNECTION_ERROR);
      begin += written.bytes;
      size -= written.bytes;
    }
    return {};
  }

  Result<void> receive_head() {
    do {
      const auto come =
          call_->step(deadline_, [](HINTERNET request) { return WinHttpReceiveResponse(request, nullptr); });
      if (!come) return failure(come.error);
      if (auto read = answer_.read_head(call_->request()); !read) return read;
    } while (answer_.is_interim());
    return {};
  }

  Result<void> receive_body() {
    if (answer_.has_no_body()) return {};
    for (;;) {
      const auto there =
          call_->step(deadline_, [](HINTERNET request) { return WinHttpQueryDataAvailable(request, nullptr); });
      if (!there) return failure(there.error);
      if (there.bytes == 0) return answer_.end();
      const DWORD size = std::min(there.bytes, static_cast<DWORD>(call_->buffer().size()));
      const auto come = call_->step(deadline_, [&](HINTERNET request) {
        return WinHttpReadData(request, call_->buffer().data(), size, nullptr);
      });
      if (!come) return failure(come.error);
      if (come.bytes == 0) return answer_.end();
      if (auto taken = answer_.body({call_->buffer().data(), come.bytes}); !taken) return taken;
    }
  }

  Error failure(DWORD error) const {
    const bool begun = call_ && call_->begun();
    return {.code = errc_of(error, begun), .detail = text_of(error) + " (WinHTTP error " + std::to_string(error) + ')'};
  }

  Errc errc_of(DWORD error, bool begun) const {
    switch (error) {
      case ERROR_WINHTTP_TIMEOUT:
        return begun || (call_ && call_->late()) ? Errc::timed_out : Errc::not_sent;
      case ERROR_WINHTTP_INVALID_URL:
      case ERROR_WINHTTP_UNRECOGNIZED_SCHEME:
        return Errc::bad_request;
      case ERROR_WINHTTP_NAME_NOT_RESOLVED:
      case ERROR_WINHTTP_CANNOT_CONNECT:
      case ERROR_WINHTTP_SECURE_FAILURE:  // certificates are looked at before anything goes out
      case ERROR_WINHTTP_SECURE_FAILURE_PROXY:
      case ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED:
        return Errc::not_sent;
      case ERROR_WINHTTP_INVALID_SERVER_RESPONSE:  // or none at all
        return call_ && call_->answered() ? Errc::bad_answer : Errc::no_answer;
      case ERROR_WINHTTP_HEADER_COUNT_EXCEEDED:
      case ERROR_WINHTTP_HEADER_SIZE_OVERFLOW:
      case ERROR_WINHTTP_CHUNKED_ENCODING_HEADER_SIZE_OVERFLOW:
        return Errc::bad_answer;
      default:
        return begun ? Errc::no_answer : Errc::not_sent;
    }
  }

  static std::string text_of(DWORD error) {
    switch (error) {
      case ERROR_WINHTTP_TIMEOUT:
        return "it took too long";
      case ERROR_WINHTTP_NAME_NOT_RESOLVED:
        return "the server's name has no address";
      case ERROR_WINHTTP_CANNOT_CONNECT:
        return "the server could not be reached";
      case ERROR_WINHTTP_CONNECTION_ERROR:
        return "the connection was lost";
      case ERROR_WINHTTP_INVALID_SERVER_RESPONSE:
        return "the answer is no HTTP, or there was none";
      case ERROR_WINHTTP_HEADER_SIZE_OVERFLOW:
      case ERROR_WINHTTP_HEADER_COUNT_EXCEEDED:
        return "the answer's header is over the limit";
      case ERROR_WINHTTP_SECURE_FAILURE:
        return "the server's certificate is not to be trusted, or TLS failed";
      default:
        return "it failed";
    }
  }

  const Request& request_;
  const WinHttpOptions& options_;
  const std::chrono::milliseconds timeout_;
  const TimePoint deadline_;
  WinHttpAnswer answer_;
  std::optional<std::uint64_t> unsent_;  // of a body of known length
  WinHttpHandle connection_;
  Shared<WinHttpCall> call_;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
