// One request and its answer, as libcurl's callbacks see them.
#ifndef KEYTURN_ADAPTERS_CURL_EXCHANGE_HPP
#define KEYTURN_ADAPTERS_CURL_EXCHANGE_HPP

#include <keyturn/adapters/curl_header_list.hpp>
#include <keyturn/model/options.hpp>
#include <keyturn/model/request.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <span>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// What may come back at most.
struct CurlLimits {
  std::size_t body = 0;    ///< Bytes after any decoding. Does not apply to what `on_data` takes.
  std::size_t header = 0;  ///< Bytes of all header blocks and trailers together.

  /// What the request says, or else the default of `Options`.
  static CurlLimits of(const Request& request, std::size_t header) {
    return {.body = request.max_response > 0 ? request.max_response : Options{}.max_response, .header = header};
  }
};

/// What the request says, or else the default of `Options`.
inline std::chrono::milliseconds timeout_of(const Request& request) {
  return request.timeout.count() > 0 ? request.timeout : Options{}.request_timeout;
}

/// Gives libcurl the body of one request, takes the answer apart, and makes a result of both. libcurl calls it on the
/// thread that sends. Exceptions of the host's reader and `on_data` are kept here while libcurl's frames unwind, and go
/// on from `finish`.
class CurlExchange {
 public:
  /// `request` and `lines` must outlive the exchange. `resend` allows libcurl to send the request again on a fresh
  /// connection if a kept one turns out to be dead. `lines` is room that the next exchange may use again.
  CurlExchange(const Request& request, CurlLimits limits, bool resend, std::string& lines)
      : request_{request}, limits_{limits}, lines_{lines}, unsent_{request.body.length()}, resend_{resend} {
    lines_.clear();
  }
  CurlExchange(const CurlExchange&) = delete;
  CurlExchange& operator=(const CurlExchange&) = delete;
  ~CurlExchange() {
    if (!request_.at_most_once) return;
    wipe(response_.body);
    wipe(lines_);
  }

  const Request& request() const noexcept { return request_; }

  /// Nothing of the host's is called any more.
  void cancel() noexcept { stopped_ = Error{.code = Errc::cancelled}; }

  /// Before each time that the request goes out; false stops it.
  bool begin() noexcept {
    if (stopped_ || (begun_ && !resend_)) return false;
    begun_ = true;
    return true;
  }

  /// The next bytes of a streamed body, never more than its length; CURL_READFUNC_ABORT to stop.
  std::size_t read(std::span<char> into) noexcept {
    return guarded(std::size_t{CURL_READFUNC_ABORT}, [&] {
      if (unsent_) into = into.first(static_cast<std::size_t>(std::min<std::uint64_t>(*unsent_, into.size())));
      if (into.empty()) return std::size_t{0};
      if (!reader_) reader_ = request_.body.open();
      const std::size_t size = reader_(into);
      if (size > into.size() || (size == 0 && unsent_)) {
        stop(Errc::no_answer,
             size == 0 ? "the body ended before its length" : "the body's reader said more than there is room for");
        return std::size_t{CURL_READFUNC_ABORT};
      }
      if (unsent_) *unsent_ -= size;
      return size;
    });
  }

  /// One header line, with its line end; false stops the transfer.
  bool header(std::string_view line) noexcept {
    return guarded(false, [&] {
      if (line.size() > limits_.header - header_bytes_)
        return stop(Errc::bad_answer, "the answer's header is over the limit");
      header_bytes_ += line.size();
      if (header_complete_) return true;  // a trailer
      while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
      if (line.empty()) return end_of_block();
      if (response_.status == 0) return status_line(line);
      return field_line(line);
    });
  }

  /// The next bytes of the answer's body; false stops the transfer.
  bool body(std::string_view bytes) noexcept {
    return guarded(false, [&] {
      if (request_.on_data && is_success(response_.status)) {
        if (request_.on_data(bytes)) return true;
        return stop(Errc::cancelled, "on_data said stop");
      }
      if (bytes.size() > limits_.body - response_.body.size())
        return stop(Errc::bad_answer, "the answer's body is over the limit");
      make_room(response_.body, bytes.size(), announced_);
      response_.body += bytes;
      return true;
    });
  }

  /// Whether none of the body has come yet.
  bool body_is_new() const noexcept { return response_.body.empty() && announced_ == 0; }

  /// How much body the answer announces, so that it is stored without moving. Ignored beyond a megabyte: a server may
  /// lie.
  void expect_body(std::uint64_t size) noexcept {
    announced_ = std::min({size, std::uint64_t{limits_.body}, std::uint64_t{1u << 20}});
  }

  /// The end: the answer, or what went wrong. Throws what the host's functions threw. `timeout` is the request's, `said`
  /// what libcurl wrote into its buffer for errors, or empty.
  Result<Response> finish(CURLcode code, std::chrono::milliseconds elapsed, std::chrono::milliseconds timeout,
                          bool any_bytes_sent, const char* said = "") {
#if KEYTURN_HAS_EXCEPTIONS
    if (thrown_ != nullptr) std::rethrow_exception(thrown_);
#endif
    if (stopped_) return *std::move(stopped_);
    // libcurl wanted to send once more after a complete answer, such as a 417: the answer counts
    if (code == CURLE_ABORTED_BY_CALLBACK && header_complete_) code = CURLE_OK;
    if (code != CURLE_OK) {
      // Before the request goes out libcurl speaks of the connection alone; later maybe of what a server sent.
      Error error{.code = errc_of(code, elapsed, timeout, any_bytes_sent),
                  .detail = !begun_ && *said != '\0' ? said : curl_easy_strerror(code)};
#if KEYTURN_HAS_HINTS
      error.detail += error.code == Errc::timed_out ? "; see Request::timeout and the timeouts of Options" : hint(code);
#endif
      return error;
    }
    if (!header_complete_) return Error{.code = Errc::no_answer, .detail = "the answer ended in its header"};
    return std::move(response_);
  }

 private:
#if KEYTURN_HAS_HINTS
  /// What to do about it.
  static const char* hint(CURLcode code) {
    switch (code) {
      case CURLE_COULDNT_RESOLVE_HOST:
        return "; is the name right, and is there a network?";
      case CURLE_COULDNT_CONNECT:
        return "; is the server running?";
      case CURLE_SSL_CONNECT_ERROR:
        return "; does the server speak https at that port?";
      case CURLE_PEER_FAILED_VERIFICATION:
        return "; a CA of your own goes into CurlOptions::ca_file";
      case CURLE_SSL_CACERT_BADFILE:
        return "; see CurlOptions::ca_file and ca_path";
      case CURLE_UNSUPPORTED_PROTOCOL:
        return "; what came is no HTTP";
      default:
        break;
    }
    return "";
  }
#endif

  template <class R, class F>
  R guarded(R failed, F&& f) noexcept {
    if (stopped_) return failed;
#if KEYTURN_HAS_EXCEPTIONS
    try {
      return f();
    } catch (...) {
      thrown_ = std::current_exception();
      return failed;
    }
#else
    static_cast<void>(failed);
    return f();
#endif
  }

  bool stop(Errc code, std::string_view why) {
    stopped_ = Error{.code = code, .detail = std::string{why}};
    return false;
  }

  bool status_line(std::string_view line) {
    const std::size_t space = line.find(' ');
    const std::string_view digits = space == line.npos ? std::string_view{} : line.substr(space + 1, 3);
    if (!line.starts_with("HTTP/") || digits.size() != 3 || digits.find_first_not_of("0123456789") != digits.npos ||
        digits.front() == '0')
      return stop(Errc::bad_answer, "the answer has no status");
    response_.status = (digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0');
    return true;
  }

  bool field_line(std::string_view line) {
    if (line.front() == ' ' || line.front() == '\t') {  // obsolete folding: goes on from the line before
      if (lines_.empty()) return true;
      lines_.back() = ' ';
    } else if (line.find(':') == line.npos) {
      return stop(Errc::bad_answer, "the answer's header has a line without a colon");
    }
    line = trim(line);
    make_room(lines_, line.size() + 1, 512);
    lines_.append(line).push_back('\n');
    return true;
  }

  bool end_of_block() {
    if (response_.status == 0) return stop(Errc::bad_answer, "the answer has no status");
    header_complete_ = response_.status >= 200;
    if (header_complete_)
      response_.headers = Headers::of_lines(lines_);
    else
      response_.status = 0;  // 1xx: the answer itself is yet to come
    lines_.clear();
    return true;
  }

  /// For `more` bytes, so that nothing of an auth server's answer stays where the text stood before: it holds tokens.
  void make_room(std::string& text, std::size_t more, std::uint64_t expected) {
    const std::size_t needed = text.size() + more;
    if (needed <= text.capacity()) return;
    std::string larger;
    larger.reserve(std::max({needed, text.capacity() * 2, static_cast<std::size_t>(expected)}));
    larger.append(text);
    if (request_.at_most_once) wipe(text);
    text = std::move(larger);
  }

  Errc errc_of(CURLcode code, std::chrono::milliseconds elapsed, std::chrono::milliseconds timeout,
               bool any_bytes_sent) const {
    if (code == CURLE_OPERATION_TIMEDOUT && (begun_ || elapsed >= timeout)) return Errc::timed_out;
    if (!begun_) {
      switch (code) {
        case CURLE_UNSUPPORTED_PROTOCOL:
          return Errc::unsupported;
        case CURLE_URL_MALFORMAT:
        case CURLE_LOGIN_DENIED:
          return Errc::bad_request;  // user name in the URL
        default:
          return Errc::not_sent;
      }
    }
    constexpr int too_large = 100;  // CURLE_TOO_LARGE, which libcurl has from 8.6 on
    if (static_cast<int>(code) == too_large) return Errc::bad_answer;
    switch (code) {
      case CURLE_SEND_ERROR:
        return any_bytes_sent ? Errc::no_answer : Errc::not_sent;
      case CURLE_UNSUPPORTED_PROTOCOL:  // libcurl's word for an answer that is no HTTP
      case CURLE_WEIRD_SERVER_REPLY:
      case CURLE_BAD_CONTENT_ENCODING:
      case CURLE_FILESIZE_EXCEEDED:
      case CURLE_OUT_OF_MEMORY:
        return Errc::bad_answer;  // and for a header line over its own limit
      default:
        return Errc::no_answer;
    }
  }

  const Request& request_;
  const CurlLimits limits_;
  std::string& lines_;  // of the answer's header, as far as they have come
  Response response_;
  Reader reader_;
  std::optional<std::uint64_t> unsent_;  // of a stream of known length
  std::optional<Error> stopped_;
#if KEYTURN_HAS_EXCEPTIONS
  std::exception_ptr thrown_;
#endif
  std::size_t header_bytes_ = 0;
  std::uint64_t announced_ = 0;
  bool header_complete_ = false;
  bool begun_ = false;
  const bool resend_;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
