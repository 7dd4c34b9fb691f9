// Generated from include/keyturn/testing.hpp by tests/gates/single_header.py; change the headers there and run it again.

#include "core.hpp"

// <keyturn/adapters/curl_header_list.hpp>
// The header lines of a request in the form that libcurl takes, kept between requests and wiped when they change.
#ifndef KEYTURN_ADAPTERS_CURL_HEADER_LIST_HPP
#define KEYTURN_ADAPTERS_CURL_HEADER_LIST_HPP

#include <curl/curl.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

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

/// `text` without the white space around it that HTTP does not count.
constexpr std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// One list of header lines. All lines stand in one buffer that is wiped before it is written anew and when the list
/// dies; setting the same lines again costs a comparison and no allocation. Content-Length and Transfer-Encoding are
/// left out, because the body says them. Neither copied nor moved; for one thread at a time.
class CurlHeaderList {
 public:
  CurlHeaderList() = default;
  CurlHeaderList(const CurlHeaderList&) = delete;
  CurlHeaderList& operator=(const CurlHeaderList&) = delete;
  ~CurlHeaderList() { clear(); }

  /// Whether the list is what `set` would make of these.
  bool holds(const Headers& headers, bool with_body) const {
    std::size_t count = 0;
    const bool same = each_line(headers, with_body, [&](const Line& line) {
      if (count == nodes_.size()) return false;
      const std::size_t begin = begins_[count];
      return line.stands_in(std::string_view{text_}.substr(begin, begins_[++count] - begin - 1));
    });
    return same && count == nodes_.size();
  }

  /// Takes these headers. `with_body` takes out what libcurl adds to bodies by itself: a form's Content-Type, and an
  /// Expect that delays them. False, with nothing changed, if a name is no token or a value holds CR, LF or NUL.
  [[nodiscard]] bool set(const Headers& headers, bool with_body) {
    for (const Header& field : headers)
      if (!is_http_token(field.name) || !is_one_line(field.value)) return false;
    clear();
    std::size_t size = 0, count = 0;
    each_line(headers, with_body, [&](const Line& line) { return size += line.size() + 1, ++count, true; });
    text_.reserve(size);  // so that the buffer does not move while it is written, and leaves no copies
    begins_.reserve(count + 1);
    nodes_.reserve(count);
    each_line(headers, with_body, [&](const Line& line) {
      begins_.push_back(text_.size());
      text_.append(line.name).append(line.separator).append(line.value).push_back('\0');
      return true;
    });
    begins_.push_back(text_.size());
    for (std::size_t i = 0; i < count; ++i) {
      nodes_.push_back({text_.data() + begins_[i], nullptr});
      if (i > 0) nodes_[i - 1].next = &nodes_[i];
    }
    return true;
  }

  /// Wipes the lines. What libcurl was given before must not be used any more.
  void clear() noexcept {
    wipe(text_);
    begins_.clear();
    nodes_.clear();
  }

  /// For CURLOPT_HTTPHEADER; valid until the next change. Null if there are no lines.
  curl_slist* get() noexcept { return nodes_.empty() ? nullptr : nodes_.data(); }

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
  static bool each_line(const Headers& headers, bool with_body, Take&& take) {
    bool has_type = false, has_expect = false;
    for (const Header& field : headers) {
      const std::string_view name = field.name;
      if (name.size() == 14 && equal_ignoring_case(name, "Content-Length")) continue;
      if (name.size() == 17 && equal_ignoring_case(name, "Transfer-Encoding")) continue;
      has_type = has_type || (name.size() == 12 && equal_ignoring_case(name, "Content-Type"));
      has_expect = has_expect || (name.size() == 6 && equal_ignoring_case(name, "Expect"));
      const std::string_view value = trim(field.value);
      // libcurl takes "Name:" as "leave it out" and "Name;" as "send it with an empty value"
      if (!take(Line{name, value.empty() ? ";" : ": ", value})) return false;
    }
    if (!with_body) return true;
    return (has_type || take(Line{"Content-Type", ":", ""})) && (has_expect || take(Line{"Expect", ":", ""}));
  }

  std::string text_;                 // every line with a NUL behind it
  std::vector<std::size_t> begins_;  // of the lines, and the end of the last
  std::vector<curl_slist> nodes_;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/curl_exchange.hpp>
// One request and its answer, as libcurl's callbacks see them.
#ifndef KEYTURN_ADAPTERS_CURL_EXCHANGE_HPP
#define KEYTURN_ADAPTERS_CURL_EXCHANGE_HPP

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
};

/// Gives libcurl the body of one request, takes the answer apart, and makes a result of both. libcurl calls it on the
/// thread that sends. Exceptions of the host's reader and `on_data` are kept here while libcurl's frames unwind, and go
/// on from `finish`.
class CurlExchange {
 public:
  /// `request` must outlive the exchange. `resend` allows libcurl to send the request again on a fresh connection if a
  /// kept one turns out to be dead.
  CurlExchange(const Request& request, CurlLimits limits, bool resend)
      : request_{request}, limits_{limits}, unsent_{request.body.length()}, resend_{resend} {}
  CurlExchange(const CurlExchange&) = delete;
  CurlExchange& operator=(const CurlExchange&) = delete;
  ~CurlExchange() {
    if (request_.at_most_once) wipe(response_.body);
  }

  /// Before each time that the request goes out; false stops it.
  bool begin() noexcept {
    if (begun_ && !resend_) return false;
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
      append(bytes);
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

  /// The end: the answer, or what went wrong. Throws what the host's functions threw. `timeout` is the request's.
  Result<Response> finish(CURLcode code, std::chrono::milliseconds elapsed, std::chrono::milliseconds timeout,
                          bool any_bytes_sent) {
#if KEYTURN_HAS_EXCEPTIONS
    if (thrown_ != nullptr) std::rethrow_exception(thrown_);
#endif
    if (stopped_) return *std::move(stopped_);
    // libcurl wanted to send once more after a complete answer, such as a 417: the answer counts
    if (code == CURLE_ABORTED_BY_CALLBACK && header_complete_) code = CURLE_OK;
    if (code != CURLE_OK)
      return Error{.code = errc_of(code, elapsed, timeout, any_bytes_sent), .detail = curl_easy_strerror(code)};
    if (!header_complete_) return Error{.code = Errc::no_answer, .detail = "the answer ended in its header"};
    return std::move(response_);
  }

 private:
  template <class R, class F>
  R guarded(R failed, F&& f) noexcept {
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
      if (!response_.headers.empty()) (response_.headers.end() - 1)->value.append(" ").append(trim(line));
      return true;
    }
    const std::size_t colon = line.find(':');
    if (colon == line.npos) return stop(Errc::bad_answer, "the answer's header has a line without a colon");
    response_.headers.add(std::string{trim(line.substr(0, colon))}, std::string{trim(line.substr(colon + 1))});
    return true;
  }

  bool end_of_block() {
    if (response_.status == 0) return stop(Errc::bad_answer, "the answer has no status");
    header_complete_ = response_.status >= 200;
    if (!header_complete_) response_ = {};  // 1xx: the answer itself is yet to come
    return true;
  }

  void append(std::string_view bytes) {
    std::string& text = response_.body;
    const std::size_t needed = text.size() + bytes.size();
    if (needed > text.capacity()) {
      std::string larger;
      larger.reserve(std::max({needed, text.capacity() * 2, static_cast<std::size_t>(announced_)}));
      larger.append(text);
      if (request_.at_most_once) wipe(text);  // the answer of an auth server: tokens
      text = std::move(larger);
    }
    text += bytes;
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

// <keyturn/adapters/curl_options.hpp>
// What a host may choose for the libcurl transport.
#ifndef KEYTURN_ADAPTERS_CURL_OPTIONS_HPP
#define KEYTURN_ADAPTERS_CURL_OPTIONS_HPP

#include <chrono>
#include <cstddef>
#include <string>

KEYTURN_NAMESPACE_BEGIN

namespace detail {
/// "keyturn/" and the version.
inline std::string default_user_agent() {
  return "keyturn/" + std::to_string(KEYTURN_VERSION_MAJOR) + '.' + std::to_string(KEYTURN_VERSION_MINOR) + '.' +
         std::to_string(KEYTURN_VERSION_PATCH);
}
}  // namespace detail

/// How `CurlTransport` connects. There is no option that turns the check of certificates off.
struct CurlOptions {
  std::string ca_file{};  ///< Certificates to trust, a PEM file; empty: libcurl's own default.
  std::string ca_path{};  ///< The same as a folder of hashed files; empty: libcurl's own default.
  /// Where requests go through, as libcurl writes it: `http://proxy.example:3128`. Empty: straight to the server. The
  /// variables `http_proxy`, `all_proxy`, `no_proxy` and their like are not read: a token takes no way that the host
  /// did not choose. https goes through the proxy by CONNECT; requests to this machine never take it.
  std::string proxy{};
  std::chrono::milliseconds connect_timeout{
      10'000};                               ///< For name, connection and TLS; the request's own time counts too.
  std::size_t max_idle_connections = 16;     ///< Handles kept for the next request, each with its connections.
  std::size_t max_header_bytes = 64u << 10;  ///< Of one answer: all its header blocks and trailers together.
  bool http2 = true;                         ///< Over TLS, where the server has it; else HTTP/1.1.
  std::string user_agent = detail::default_user_agent();  ///< Empty: none. A request's own User-Agent goes before it.
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/curl_handle.hpp>
// A libcurl handle with its connections: set up once, told for each request what differs from the one before.
#ifndef KEYTURN_ADAPTERS_CURL_HANDLE_HPP
#define KEYTURN_ADAPTERS_CURL_HANDLE_HPP

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#if LIBCURL_VERSION_NUM < 0x075000
#error "keyturn needs libcurl 7.80 or later: older ones cannot be kept from sending a request twice"
#endif

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Starts libcurl once in this process, at the first call, from whichever thread. It is never shut down: that is for
/// the program, which knows who else uses libcurl.
inline bool start_curl() {
  static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return started;
}

/// How many bytes of `url` are its scheme, host and port; 0 if it is no http or https URL.
constexpr std::size_t origin_length(std::string_view url) {
  const std::size_t scheme = url.find(':');
  if (scheme == url.npos || !url.substr(scheme).starts_with("://")) return 0;
  if (!equal_ignoring_case(url.substr(0, scheme), "https") && !equal_ignoring_case(url.substr(0, scheme), "http"))
    return 0;
  std::size_t end = scheme + 3;
  while (end < url.size() && url[end] != '/' && url[end] != '?' && url[end] != '#') ++end;
  return end;
}

/// For one request at a time, on any thread.
class CurlHandle {
 public:
  CurlHandle(const CurlHandle&) = delete;
  CurlHandle& operator=(const CurlHandle&) = delete;
  ~CurlHandle() { curl_easy_cleanup(easy_); }

  /// A handle with everything set that is the same for all requests. `unsupported` if this libcurl cannot do what must
  /// not be missing, such as the check of certificates. `options` must outlive it.
  static Result<std::unique_ptr<CurlHandle>> open(const CurlOptions& options) {
    if (!is_one_line(options.user_agent)) return refusal(Errc::bad_request, "the user agent has more than one line");
    std::unique_ptr<CurlHandle> handle{new CurlHandle{options}};
    if (handle->easy_ == nullptr) return refusal(Errc::not_sent, "libcurl could not be started");
    if (const CURLcode code = handle->set_up(); code != CURLE_OK)
      return Error{.code = Errc::unsupported, .detail = std::string{"libcurl: "} + curl_easy_strerror(code)};
    return handle;
  }

  /// Whether the request before this went to the same origin, so that there is likely a connection to it.
  bool last_went_to(std::string_view url) const {
    const std::string_view origin = std::string_view{url_}.substr(0, origin_length_);
    if (origin.empty() || !url.starts_with(origin)) return false;
    return url.size() == origin.size() || url[origin.size()] == '/' || url[origin.size()] == '?' ||
           url[origin.size()] == '#';
  }

  /// One request and its answer. Blocks until it is done. A handle is good for another request only if `healthy()`.
  Result<Response> exchange(const Request& request, CurlLimits limits, std::chrono::milliseconds timeout) {
    if (auto ready = prepare(request, timeout); !ready) return std::move(ready.error());
    // A kept connection may turn out to be dead only after the request went out on it. libcurl would send any request
    // again; here only those may be that ask and do not act (RFC 9110, sections 9.2.1 and 9.2.2).
    const bool resend = !request.at_most_once && request.body.view() &&
                        (request.method == "GET" || request.method == "HEAD" || request.method == "OPTIONS");
    CurlExchange exchange{request, limits, resend};
    exchange_ = &exchange;
    healthy_ = false;
    const CURLcode code = curl_easy_perform(easy_);
    exchange_ = nullptr;
    release(request);
    healthy_ = code == CURLE_OK;
    if (healthy_) return exchange.finish(code, {}, timeout, true);

    curl_off_t elapsed = 0;
    long sent = 0;
    curl_easy_getinfo(easy_, CURLINFO_TOTAL_TIME_T, &elapsed);
    curl_easy_getinfo(easy_, CURLINFO_REQUEST_SIZE, &sent);
    return exchange.finish(code, std::chrono::ceil<std::chrono::milliseconds>(std::chrono::microseconds{elapsed}),
                           timeout, sent > 0);
  }

  /// Whether the last exchange left the handle and its connections in order.
  bool healthy() const noexcept { return healthy_; }

 private:
  enum class Shape { get, head, post, upload };  // the four ways in which libcurl sends a request

  explicit CurlHandle(const CurlOptions& options)
      : options_{options}, easy_{start_curl() ? curl_easy_init() : nullptr} {}

  /// Remembers the first failure of several settings.
  struct Settings {
    CURLcode code = CURLE_OK;
    void operator+=(CURLcode next) {
      if (code == CURLE_OK) code = next;
    }
  };

  CURLcode set_up() {
    Settings all;
    all += curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
    all += curl_easy_setopt(easy_, CURLOPT_FOLLOWLOCATION, 0L);
#if LIBCURL_VERSION_NUM >= 0x075500
    all += curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    all += curl_easy_setopt(easy_, CURLOPT_PROTOCOLS, static_cast<long>(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
    all += curl_easy_setopt(easy_, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    all += curl_easy_setopt(easy_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    // An empty text, unlike none, keeps the environment's proxy out.
    all += curl_easy_setopt(easy_, CURLOPT_PROXY, options_.proxy.c_str());
    all += curl_easy_setopt(easy_, CURLOPT_NOPROXY, "");
    all += curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(options_.connect_timeout));
    if (!options_.user_agent.empty()) all += curl_easy_setopt(easy_, CURLOPT_USERAGENT, options_.user_agent.c_str());

    all += curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYPEER, 1L);
    all += curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYHOST, 2L);
    all += curl_easy_setopt(easy_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!options_.ca_file.empty()) all += curl_easy_setopt(easy_, CURLOPT_CAINFO, options_.ca_file.c_str());
    if (!options_.ca_path.empty()) all += curl_easy_setopt(easy_, CURLOPT_CAPATH, options_.ca_path.c_str());

    all += curl_easy_setopt(easy_, CURLOPT_PREREQFUNCTION, &CurlHandle::on_begin);
    all += curl_easy_setopt(easy_, CURLOPT_PREREQDATA, this);
    all += curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &CurlHandle::on_header);
    all += curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
    all += curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &CurlHandle::on_body);
    all += curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
    all += curl_easy_setopt(easy_, CURLOPT_READFUNCTION, &CurlHandle::on_read);
    all += curl_easy_setopt(easy_, CURLOPT_READDATA, this);
    all += curl_easy_setopt(easy_, CURLOPT_SEEKFUNCTION, &CurlHandle::on_seek);

    // Without these two the promises hold all the same, so it does not matter if this libcurl refuses them.
    const long version = options_.http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1;
    curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, version);
#if LIBCURL_VERSION_NUM >= 0x075700
    curl_easy_setopt(easy_, CURLOPT_QUICK_EXIT,
                     1L);  // past the deadline it does not wait for the name's resolver thread
#endif
    return all.code;
  }

  /// Sets what differs from the request before. Refuses what is malformed before anything is changed.
  Result<void> prepare(const Request& request, std::chrono::milliseconds timeout) {
    const auto body = request.body.view();
    const bool has_body =
        !body || !body->empty() || request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
    if (request.method == "CONNECT") return refusal(Errc::unsupported, "CONNECT is no request for a server");
    if (request.method != "GET" && !is_http_token(request.method))
      return refusal(Errc::bad_request, "the method is no token");
    if (request.method == "HEAD" && has_body) return refusal(Errc::unsupported, "HEAD carries no body");
    if (url_ != request.url)
      if (auto taken = go_to(request.url); !taken) return taken;
    if (!headers_.holds(request.headers, has_body)) {
      if (!headers_.set(request.headers, has_body))
        return refusal(Errc::bad_request, "a header's name is no token, or its value holds CR, LF or NUL");
      curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_.get());
    }

    Settings all;
    if (timeout != timeout_) {
      all += curl_easy_setopt(easy_, CURLOPT_TIMEOUT_MS, milliseconds(timeout));
      timeout_ = timeout;
    }
    if (request.at_most_once != fresh_) {
      fresh_ = request.at_most_once;
      all += curl_easy_setopt(easy_, CURLOPT_FRESH_CONNECT, fresh_ ? 1L : 0L);
      all += curl_easy_setopt(easy_, CURLOPT_FORBID_REUSE, fresh_ ? 1L : 0L);
    }

    if (!body) {
      all += choose_shape(Shape::upload, request.method, "PUT");
      const auto length = request.body.length();
      all +=
          curl_easy_setopt(easy_, CURLOPT_INFILESIZE_LARGE, length ? static_cast<curl_off_t>(*length) : curl_off_t{-1});
    } else if (has_body) {
      all += choose_shape(Shape::post, request.method, "POST");
      all += curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body->size()));
      all += curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, body->data());
    } else {
      all += request.method == "HEAD" ? choose_shape(Shape::head, request.method, "HEAD")
                                      : choose_shape(Shape::get, request.method, "GET");
    }
    if (all.code == CURLE_OK) return {};
    healthy_ = false;  // some of it is set and some is not
    return refusal(Errc::not_sent, curl_easy_strerror(all.code));
  }

  static Error refusal(Errc code, std::string_view why) { return {.code = code, .detail = std::string{why}}; }

  Result<void> go_to(const std::string& url) {
    const std::size_t length = origin_length(url);
    if (!is_one_line(url) || (length == 0 && !is_absolute_url(url)))
      return refusal(Errc::bad_request, "the URL is not absolute");
    if (length == 0) return refusal(Errc::unsupported, "the URL is neither https nor http");
    url_.clear();  // stays so if libcurl refuses the URL and keeps the one before
    origin_length_ = 0;
    if (const CURLcode code = curl_easy_setopt(easy_, CURLOPT_URL, url.c_str()); code != CURLE_OK)
      return refusal(Errc::bad_request, curl_easy_strerror(code));
    if (!options_.proxy.empty()) {
      // Requests to this machine never go through a proxy: over plain http they may carry a token.
      const auto origin = origin_of(url);
      const bool direct = origin && is_loopback(*origin);
      if (curl_easy_setopt(easy_, CURLOPT_PROXY, direct ? "" : options_.proxy.c_str()) != CURLE_OK)
        return refusal(Errc::not_sent, "the proxy could not be set");
    }
    url_ = url;
    origin_length_ = length;
    return {};
  }

  /// Takes back what points into the request, and wipes what an auth request leaves.
  void release(const Request& request) noexcept {
    if (shape_ == Shape::post) curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, static_cast<const char*>(nullptr));
    if (!request.at_most_once) return;
    curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, static_cast<curl_slist*>(nullptr));
    headers_.clear();
  }

  /// `usual` is the method that libcurl uses for that shape by itself.
  CURLcode choose_shape(Shape shape, const std::string& method, std::string_view usual) {
    Settings all;
    if (shape != shape_) {
      all += curl_easy_setopt(easy_, CURLOPT_HTTPGET, 1L);  // takes every other shape back
      if (shape == Shape::head) all += curl_easy_setopt(easy_, CURLOPT_NOBODY, 1L);
      if (shape == Shape::post) all += curl_easy_setopt(easy_, CURLOPT_POST, 1L);
      if (shape == Shape::upload) all += curl_easy_setopt(easy_, CURLOPT_UPLOAD, 1L);
      shape_ = shape;
    }
    const std::string_view custom = method == usual ? std::string_view{} : std::string_view{method};
    if (custom != custom_method_) {
      all += curl_easy_setopt(easy_, CURLOPT_CUSTOMREQUEST, custom.empty() ? nullptr : method.c_str());
      custom_method_ = custom;
    }
    return all.code;
  }

  /// As libcurl takes it: 0 would mean no limit.
  static long milliseconds(std::chrono::milliseconds time) {
    return static_cast<long>(std::clamp<std::chrono::milliseconds::rep>(time.count(), 1, 2'000'000'000));
  }

  static CurlHandle& self(void* handle) { return *static_cast<CurlHandle*>(handle); }

  static int on_begin(void* handle, char*, char*, int, int) {
    return self(handle).exchange_->begin() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
  }
  static std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* handle) {
    return self(handle).exchange_->header({bytes, size * count}) ? size * count : 0;
  }
  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* handle) {
    CurlHandle& h = self(handle);
    if (h.exchange_->body_is_new()) {
      curl_off_t length = 0;
      if (curl_easy_getinfo(h.easy_, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length) == CURLE_OK && length > 0)
        h.exchange_->expect_body(static_cast<std::uint64_t>(length));
    }
    // not 0 for "stop": a body may come in pieces of 0 bytes
    return h.exchange_->body({bytes, size * count}) ? size * count : size * count + 1;
  }
  static std::size_t on_read(char* into, std::size_t size, std::size_t count, void* handle) {
    return self(handle).exchange_->read({into, size * count});
  }
  /// libcurl asks to start a body over only to send it again.
  static int on_seek(void*, curl_off_t, int) { return CURL_SEEKFUNC_FAIL; }

  const CurlOptions& options_;
  CURL* const easy_;
  CurlExchange* exchange_ = nullptr;  // the one that runs
  CurlHeaderList headers_;
  std::string url_, custom_method_;
  std::size_t origin_length_ = 0;  // of url_
  std::optional<std::chrono::milliseconds> timeout_;
  Shape shape_ = Shape::get;
  bool fresh_ = false;
  bool healthy_ = true;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/curl_handle_pool.hpp>
// Idle libcurl handles, kept so that the next request finds a connection that is open already.
#ifndef KEYTURN_ADAPTERS_CURL_HANDLE_POOL_HPP
#define KEYTURN_ADAPTERS_CURL_HANDLE_POOL_HPP

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Safe from all threads. The lock is held for a look at the list, never while libcurl does anything. Handles that are
/// out must come back, or die, before the pool does.
class CurlHandlePool {
 public:
  explicit CurlHandlePool(CurlOptions options) : options_{std::move(options)} {}

  const CurlOptions& options() const noexcept { return options_; }

  /// The handle used last for the origin of `url`, else the one used last, else a new one.
  Result<std::unique_ptr<CurlHandle>> take(std::string_view url) {
    if (auto kept = take_idle(url)) return kept;
    return CurlHandle::open(options_);
  }

  /// Keeps a handle for the next request, if there is room for it and it is healthy; else its connections are closed.
  void give_back(std::unique_ptr<CurlHandle> handle) {
    if (!handle->healthy()) return;
    const std::lock_guard lock{mutex_};
    if (idle_.size() < options_.max_idle_connections) idle_.push_back(std::move(handle));
  }

  std::size_t idle() const {
    const std::lock_guard lock{mutex_};
    return idle_.size();
  }

 private:
  std::unique_ptr<CurlHandle> take_idle(std::string_view url) {
    const std::lock_guard lock{mutex_};
    if (idle_.empty()) return nullptr;
    std::size_t chosen = idle_.size();
    while (chosen > 0 && !idle_[chosen - 1]->last_went_to(url)) --chosen;
    if (chosen > 0) std::swap(idle_[chosen - 1], idle_.back());
    auto handle = std::move(idle_.back());
    idle_.pop_back();
    return handle;
  }

  const CurlOptions options_;
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<CurlHandle>> idle_;  // the one used last at the end
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/curl.hpp>
// Sends HTTP with libcurl: the transport of desktop and server programs.
#ifndef KEYTURN_ADAPTERS_CURL_HPP
#define KEYTURN_ADAPTERS_CURL_HPP

#include <memory>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// A blocking transport on libcurl 7.80 or later. Keeps connections open between requests and speaks HTTP/2 over TLS
/// where the server has it. Certificates are always verified, TLS is 1.2 or later, and the environment's proxies, netrc
/// files and cookies are not used. Header values and bodies are written to no log.
///
/// **Threads.** `send` may be called from any number of threads at once, and from inside `on_data` and body readers:
/// each call has a connection of its own. The transport may be moved or destroyed only while no call is in it. It must
/// not be used on both sides of a `fork`.
///
/// **Once.** A request goes out once, and every answer, a redirect included, is handed back. The one exception: a GET,
/// HEAD or OPTIONS without a streamed body goes out again on a new connection if a kept one turns out to be dead, which
/// repeats no act. `at_most_once` takes this exception away too, on a fresh connection that is not kept.
///
/// **Bodies.** In memory they are sent from where they are. Streams are read on the calling thread; with a length at
/// most that many bytes are read, without one HTTP/1.1 sends chunks. Content-Length and Transfer-Encoding among the
/// headers are left out, for the body alone says them. Nothing waits for "100 Continue" unless the request itself has
/// an Expect. No compression is asked for; if the request's headers do, the body is handed over as it came.
///
/// **Secrets.** The header lines of a handle are wiped when other ones take their place and when the handle dies; those
/// of `at_most_once` requests at once. Copies inside libcurl, the TLS library and the kernel are out of reach.
///
/// **Signals and exit.** libcurl is started at first use (`curl_global_init`) and left running. It raises no signals,
/// but a libcurl before 7.87 may cause SIGPIPE over TLS: programs with one should ignore that signal.
class CurlTransport {
 public:
  explicit CurlTransport(CurlOptions options = {})
      : pool_{std::make_unique<detail::CurlHandlePool>(std::move(options))} {}

  /// Sends one request and waits for its answer, for `request.timeout` at most; any status is an answer. A timeout or
  /// `max_response` of 0 or less stands for the default of `Options`. Errors, with a short text that names no URL:
  ///  - `bad_request`: a malformed URL (user info is), method or header; nothing was sent;
  ///  - `unsupported`: a scheme other than http and https, CONNECT, a HEAD with a body; nothing was sent;
  ///  - `not_sent`: the name, the connection, the proxy or TLS failed, also for `connect_timeout`: the server saw
  ///  nothing;
  ///  - `no_answer`: it went out, but no complete answer came, or the body's reader broke its word on the length;
  ///  - `timed_out`: past the timeout, at whatever stage;
  ///  - `bad_answer`: no HTTP, or a header over `max_header_bytes` or a body over `max_response`;
  ///  - `cancelled`: `on_data` returned false.
  /// What a reader or `on_data` throws comes out of here, after the transfer is cut off.
  Result<Response> send(const Request& request) {
    auto handle = pool_->take(request.url);
    if (!handle) return std::move(handle.error());
    const detail::CurlLimits limits{.body = request.max_response > 0 ? request.max_response : Options{}.max_response,
                                    .header = pool_->options().max_header_bytes};
    auto answer =
        (*handle)->exchange(request, limits, request.timeout.count() > 0 ? request.timeout : Options{}.request_timeout);
    pool_->give_back(std::move(*handle));
    return answer;
  }

 private:
  std::unique_ptr<detail::CurlHandlePool> pool_;
};

static_assert(BlockingTransport<CurlTransport>);

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/file_storage.hpp>
// Keeps session records in files, one per account, safe against crashes, other processes and other users.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_HPP

#include <cstdlib>
#include <string>
#include <string_view>

#if !defined(_WIN32)

// <keyturn/adapters/file_storage/posix.hpp>
// The few file operations that `FileStorage` is made of, each with the checks that make it safe; for POSIX systems.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_POSIX_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_POSIX_HPP

#include <cerrno>
#include <chrono>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

inline Error file_error(std::string_view action, std::string_view path, std::string_view why) {
  std::string text{action};
  text.append(" ").append(path).append(": ").append(why);
  return {.code = Errc::storage_failed, .detail = std::move(text)};
}

inline Error file_error(std::string_view action, std::string_view path, int number) {
  return file_error(action, path, std::generic_category().message(number));
}

/// Calls again what a signal interrupted.
template <class Call>
auto uninterrupted(Call&& call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

/// An open file; closed by its destructor.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int number) noexcept : number_{number} {}
  FileDescriptor(FileDescriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
  FileDescriptor& operator=(FileDescriptor other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~FileDescriptor() {
    if (number_ >= 0) ::close(number_);
  }

  explicit operator bool() const noexcept { return number_ >= 0; }
  int get() const noexcept { return number_; }

  /// For files that were written: some systems report a failed write only here. A close that a signal interrupted has
  /// closed all the same.
  bool close_checked() noexcept { return ::close(std::exchange(number_, -1)) == 0 || errno == EINTR; }

 private:
  int number_ = -1;
};

/// Waits until the bytes are on the disk, beyond its cache on macOS.
inline bool sync_file(int file) {
#if defined(F_FULLFSYNC)
  if (uninterrupted([=] { return ::fcntl(file, F_FULLFSYNC); }) >= 0) return true;
#endif
  return uninterrupted([=] { return ::fsync(file); }) == 0;
}

/// The same for the names in a directory; some file systems cannot, and say EINVAL.
inline bool sync_directory(int directory) { return sync_file(directory) || errno == EINVAL; }

/// Why a file is not for us alone; empty if it is. A file with no name left was replaced a moment ago, and is whole.
inline std::string_view unsafe_file(const struct stat& status) {
  if (!S_ISREG(status.st_mode)) return "it is not a regular file";
  if (status.st_uid != ::geteuid()) return "it belongs to another user";
  if ((status.st_mode & 077) != 0) return "other users may access it (its mode should be 0600)";
  if (status.st_nlink > 1) return "it has a second name (a hard link)";
  return {};
}

/// The same for a directory, which others may read but not change.
inline std::string_view unsafe_directory(const struct stat& status) {
  if (status.st_uid != ::geteuid() && status.st_uid != 0) return "it belongs to another user";
  if ((status.st_mode & 022) != 0 && (status.st_mode & S_ISVTX) == 0)
    return "other users may write to it (its mode should be 0700)";
  return {};
}

/// Makes a directory and those above it, 0700, and waits until their names are on the disk.
inline Result<void> make_directories(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0) {
    if (errno == EEXIST) return {};
    const int number = errno;
    const std::size_t slash = path.find_last_of('/');
    if (number != ENOENT || slash == path.npos || slash == 0) return file_error("cannot create", path, number);
    if (auto above = make_directories(path.substr(0, slash)); !above) return above;
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return file_error("cannot create", path, errno);
  }
  const std::size_t slash = path.find_last_of('/');
  const std::string parent = slash == path.npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  const FileDescriptor directory{::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!directory || !sync_directory(directory.get())) return file_error("cannot write", parent, errno);
  return {};
}

/// Opens a directory that nobody else may change. A symbolic link to one is followed, once: all that comes after
/// happens in the real directory. An empty descriptor: there is none.
inline Result<FileDescriptor> open_directory(const std::string& path) {
  FileDescriptor directory{uninterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); })};
  if (!directory) {
    if (errno == ENOENT) return FileDescriptor{};
    return file_error("cannot open", path, errno);
  }
  struct stat status = {};
  if (::fstat(directory.get(), &status) != 0) return file_error("cannot open", path, errno);
  if (const auto why = unsafe_directory(status); !why.empty()) return file_error("will not use", path, why);
  return directory;
}

/// An exclusive `flock` on a file of its own. Its destructor releases it.
class FileLock {
 public:
  FileLock(FileLock&&) noexcept = default;
  FileLock& operator=(FileLock other) noexcept {
    std::swap(file_, other.file_);
    std::swap(owner_, other.owner_);
    return *this;
  }
  /// A child made by fork holds the same lock: it lets go of its copy, and only the process that took it unlocks.
  ~FileLock() {
    if (file_ && owner_ == ::getpid()) ::flock(file_.get(), LOCK_UN);
  }

  /// Takes the lock, or gives `storage_busy` after `patience`. The file is made if need be, and never removed or
  /// renamed. `path` is for error texts. Blocks by sleeping up to 20 ms at a time; reads the system's steady clock.
  static Result<FileLock> take(int directory, const std::string& name, const std::string& path,
                               std::chrono::milliseconds patience) {
    const auto start = Hosted{}.now();
    long nap = 1'000'000;  // nanoseconds
    for (;;) {
      FileDescriptor file{uninterrupted([&] {
        return ::openat(directory, name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY,
                        0600);
      })};
      if (!file) return file_error("cannot open", path, errno);
      struct stat opened = {}, named = {};
      if (::fstat(file.get(), &opened) != 0) return file_error("cannot open", path, errno);
      if (const auto why = unsafe_file(opened); !why.empty()) return file_error("will not use", path, why);

      bool replaced = false;
      if (uninterrupted([&] { return ::flock(file.get(), LOCK_EX | LOCK_NB); }) == 0) {
        // Somebody may have removed the file between open and flock: then others lock another file of that name.
        if (::fstatat(directory, name.c_str(), &named, AT_SYMLINK_NOFOLLOW) == 0 && named.st_ino == opened.st_ino &&
            named.st_dev == opened.st_dev)
          return FileLock{std::move(file)};
        replaced = true;
      } else if (errno != EWOULDBLOCK) {
        return file_error("cannot lock", path, errno);
      }
      if (Hosted{}.now() - start >= patience) {
        Error error = file_error("cannot lock", path, "another process or client holds it");
        error.code = Errc::storage_busy;
        return error;
      }
      if (replaced) continue;
      const timespec pause{.tv_sec = 0, .tv_nsec = nap};
      ::nanosleep(&pause, nullptr);
      nap = nap < 10'000'000 ? nap * 2 : 20'000'000;
    }
  }

 private:
  explicit FileLock(FileDescriptor file) noexcept : file_{std::move(file)}, owner_{::getpid()} {}

  FileDescriptor file_;
  pid_t owner_;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/file_storage/record.hpp>
// The bytes of one file of `FileStorage`: a frame around the record that tells a whole file from a torn or foreign one.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_RECORD_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_RECORD_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

// magic (8) | version | length of the record | CRC-32C of everything else; the three numbers are 32 bits, little
// endian.
inline constexpr std::string_view file_magic = "keyturn\n";
inline constexpr std::uint32_t file_version = 1;
inline constexpr std::size_t file_header_size = 20;
inline constexpr std::size_t largest_file = 256 * 1024;

inline constexpr auto crc32c_table = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ (value & 1 ? 0x82f63b78u : 0u);
    table[i] = value;
  }
  return table;
}();

/// CRC-32C (RFC 3720, appendix B.4) of two pieces in a row.
constexpr std::uint32_t crc32c(std::string_view first, std::string_view second = {}) {
  std::uint32_t value = 0xffffffffu;
  for (const std::string_view piece : {first, second})
    for (const char c : piece) value = value >> 8 ^ crc32c_table[(value ^ static_cast<unsigned char>(c)) & 0xff];
  return ~value;
}

constexpr void put_number(std::span<char> into, std::uint32_t number) {
  for (std::size_t i = 0; i < 4; ++i) into[i] = static_cast<char>(number >> (8 * i) & 0xff);
}

constexpr std::uint32_t get_number(std::string_view from) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i)
    number |= static_cast<std::uint32_t>(static_cast<unsigned char>(from[i])) << (8 * i);
  return number;
}

/// The file for a record of at most `largest_file - file_header_size` bytes.
inline Secret frame_record(std::string_view record) {
  return Secret{file_header_size + record.size(), [record](std::span<char> into) {
                  file_magic.copy(into.data(), 8);
                  put_number(into.subspan(8), file_version);
                  put_number(into.subspan(12), static_cast<std::uint32_t>(record.size()));
                  put_number(into.subspan(16), crc32c({into.data(), 16}, record));
                  record.copy(into.data() + file_header_size, record.size());
                }};
}

/// The record in a file, a view into it; `storage_corrupt` if it is not exactly what `frame_record` made.
inline Result<std::string_view> unframe_record(std::string_view file) {
  const auto corrupt = [](std::string why) { return Error{.code = Errc::storage_corrupt, .detail = std::move(why)}; };
  if (file.size() < file_header_size || !file.starts_with(file_magic)) return corrupt("it is no session file");
  const std::uint32_t version = get_number(file.substr(8));
  if (version > file_version) return corrupt("a newer keyturn wrote it, in version " + std::to_string(version));
  const std::string_view record = file.substr(file_header_size);
  if (version == 0 || get_number(file.substr(12)) != record.size()) return corrupt("it is torn");
  if (get_number(file.substr(16)) != crc32c(file.substr(0, 16), record)) return corrupt("its checksum is wrong");
  return record;
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

#endif

KEYTURN_NAMESPACE_BEGIN

/// A `SharedStorage` in a directory of the user's own. POSIX; on Windows every call answers `unsupported` for now.
///
/// Files, for an account `ada`: the record `ada.session`; `ada.lock` and `ada.write`, empty, never removed; `ada.tmp`,
/// there only while a save runs or after a crash in one; `ada.corrupt`, the last record that could not be read and that
/// a save moved aside. Names of accounts are percent-encoded down to lower case letters, digits, `-`, `_` and inner
/// dots, so that no two share a file where file systems ignore case; encoded, they may have 200 bytes.
///
/// The directory is made when it is first needed (0700, its parents too). It, and each file (0600), must be the user's
/// own, and no other user's to change: anything else, a symbolic link, a hard link or a FIFO in the file's place among
/// it, is `storage_failed` with a text that names the file and the reason. A symbolic link to a directory is followed
/// once. A file that is torn, foreign or from a newer version is `storage_corrupt`.
///
/// Copies are as good as the original: the object holds only the path. All calls may be made from many threads, by many
/// objects and processes at once; all may block on the disk. Construction does nothing and cannot fail. Records may
/// have up to 250 KiB.
class FileStorage {
 public:
#if defined(_WIN32)
  /// Held until it dies.
  class Lock {};
#else
  /// Held until it dies, on any thread, or until its process does. Children do not inherit it through exec.
  using Lock = detail::FileLock;
#endif

  /// Keeps its files in `directory`; a `std::filesystem::path` will do.
  explicit FileStorage(std::string directory) : directory_{std::move(directory)} {}

  /// Where the system wants an app's state: `$XDG_STATE_HOME/name` or `~/.local/state/name`, on macOS
  /// `~/Library/Application Support/name`, on Windows `%LOCALAPPDATA%\name`. A name that is empty, begins with a dot,
  /// or holds a slash, a backslash or a control character makes every call fail with `storage_failed`; so does a
  /// missing home.
  static FileStorage for_app(std::string_view name) {
    FileStorage storage{std::string{}};
    if (!is_app_name(name)) {
      storage.problem_ = "the name of the app cannot be a directory's name";
      return storage;
    }
    storage.directory_ = state_directory();
    if (storage.directory_.empty()) storage.problem_ = "the system names no home directory";
    storage.directory_.append("/").append(name);
    return storage;
  }

#if defined(_WIN32)
  Result<std::optional<Secret>> load(std::string_view) { return unsupported(); }
  Result<void> save(std::string_view, const Secret&) { return unsupported(); }
  Result<void> erase(std::string_view) { return unsupported(); }
  Result<Lock> lock(std::string_view, std::chrono::milliseconds) { return unsupported(); }
#else
  /// Needs no lock: a save replaces the file as a whole. Removes what a crashed save left behind.
  Result<std::optional<Secret>> load(std::string_view account) {
    auto place = open(account);
    if (!place) return std::move(place).error();
    if (!place->directory) return std::optional<Secret>{};
    sweep(*place);
    return read(*place);
  }

  /// When it returns, the new record is on the disk. Writes a temporary file, waits for the disk, renames it, waits
  /// again.
  Result<void> save(std::string_view account, const Secret& record) {
    if (record.size() > detail::largest_file - detail::file_header_size)
      return failed("the record is too large for a file");
    auto place = open_for_writing(account);
    if (!place) return std::move(place).error();
    auto writing = lock_for_writing(*place);
    if (!writing) return std::move(writing).error();

    if (auto old = read(*place); !old) {
      if (old.error().code != Errc::storage_corrupt) return std::move(old).error();
      if (::renameat(place->fd(), place->file(".session").c_str(), place->fd(), place->file(".corrupt").c_str()) != 0)
        return detail::file_error("cannot move aside", place->path(".session"), errno);
    }
    auto written = write(*place, detail::frame_record(record.view()));
    if (!written) ::unlinkat(place->fd(), place->file(".tmp").c_str(), 0);
    return written;
  }

  /// Removes the record, whatever it is, and what a crashed save left behind; a record that was moved aside stays.
  Result<void> erase(std::string_view account) {
    auto place = open(account);
    if (!place) return std::move(place).error();
    if (!place->directory) return {};
    // A save that is stuck must not keep the user logged in: the record goes first, and once more when the save is
    // done.
    if (auto removed = remove(*place, ".session"); !removed) return removed;
    auto writing = lock_for_writing(*place);
    if (!writing) return std::move(writing).error();
    if (auto removed = remove(*place, ".session"); !removed) return removed;
    if (auto removed = remove(*place, ".tmp"); !removed) return removed;
    if (!detail::sync_directory(place->fd())) return detail::file_error("cannot write", directory_, errno);
    return {};
  }

  /// The one lock of that account, among threads, objects and processes. Waits by sleeping up to 20 ms at a time, on
  /// the steady clock, and gives `storage_busy` after `patience`; 0: tries once. Not needed for `load`, `save` and
  /// `erase`.
  Result<Lock> lock(std::string_view account, std::chrono::milliseconds patience) {
    auto place = open_for_writing(account);
    if (!place) return std::move(place).error();
    return Lock::take(place->fd(), place->file(".lock"), place->path(".lock"), patience);
  }
#endif

 private:
  static bool is_app_name(std::string_view name) {
    for (const char c : name)
      if (static_cast<unsigned char>(c) < ' ' || c == '/' || c == '\\' || c == '\x7f') return false;
    return !name.empty() && !name.starts_with('.');
  }

  static std::string state_directory() {
    const auto variable = [](const char* name) {
      const char* const value = std::getenv(name);
      return std::string{value == nullptr ? "" : value};
    };
#if defined(_WIN32)
    return variable("LOCALAPPDATA");
#else
    const std::string home = variable("HOME");
#if defined(__APPLE__)
    return home.empty() ? home : home + "/Library/Application Support";
#else
    if (auto state = variable("XDG_STATE_HOME"); state.starts_with('/'))
      return state;  // relative ones are to be ignored
    return home.empty() ? home : home + "/.local/state";
#endif
#endif
  }

#if defined(_WIN32)
  static Error unsupported() {
    return {.code = Errc::unsupported, .detail = "FileStorage does not know this system yet"};
  }
#else
  /// An account's files in the open directory.
  struct Place {
    detail::FileDescriptor directory;
    std::string path_of_directory, name;

    int fd() const noexcept { return directory.get(); }
    std::string file(std::string_view suffix) const { return std::string{name}.append(suffix); }
    std::string path(std::string_view suffix) const { return path_of_directory + '/' + file(suffix); }
  };

  static Error failed(std::string why) { return {.code = Errc::storage_failed, .detail = std::move(why)}; }

  /// No two accounts give one name, on no file system. A lone percent sign stands for the empty account.
  static std::string encoded(std::string_view account) {
    if (account.empty()) return "%";
    std::string name;
    for (const char c : account) {
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || (c == '.' && !name.empty())) {
        name += c;
      } else {
        name += '%';
        name += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
        name += "0123456789abcdef"[c & 15];
      }
    }
    return name;
  }

  Result<Place> open(std::string_view account) const {
    if (!problem_.empty()) return failed(problem_);
    if (directory_.find('\0') != directory_.npos) return failed("the path of the directory holds a zero byte");
    Place place{.directory = {}, .path_of_directory = directory_, .name = encoded(account)};
    if (place.name.size() > 200) return failed("the name of the account is too long for a file");
    auto directory = detail::open_directory(directory_);
    if (!directory) return std::move(directory).error();
    place.directory = *std::move(directory);
    return place;
  }

  Result<Place> open_for_writing(std::string_view account) const {
    auto place = open(account);
    if (!place || place->directory) return place;
    if (auto made = detail::make_directories(directory_); !made) return std::move(made).error();
    place = open(account);
    if (place && !place->directory) return failed("somebody removed the directory " + directory_);
    return place;
  }

  /// Keeps savers apart, so that one name for the temporary file is enough and a crash leaves at most one behind. It is
  /// another lock than `lock`, because a save must go through while another process holds that one to refresh. Held for
  /// some milliseconds; a holder that is stopped is waited for no longer than this.
  static Result<Lock> lock_for_writing(const Place& place) {
    auto lock = Lock::take(place.fd(), place.file(".write"), place.path(".write"), std::chrono::seconds{2});
    if (!lock) lock.error().code = Errc::storage_failed;
    return lock;
  }

  /// Tries once: whoever writes at this moment needs its temporary file.
  static void sweep(const Place& place) {
    struct stat status = {};
    if (::fstatat(place.fd(), place.file(".tmp").c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return;
    const auto writing =
        Lock::take(place.fd(), place.file(".write"), place.path(".write"), std::chrono::milliseconds{0});
    if (writing) ::unlinkat(place.fd(), place.file(".tmp").c_str(), 0);
  }

  static Result<void> remove(const Place& place, std::string_view suffix) {
    if (::unlinkat(place.fd(), place.file(suffix).c_str(), 0) == 0 || errno == ENOENT) return {};
    return detail::file_error("cannot remove", place.path(suffix), errno);
  }

  static Result<std::optional<Secret>> read(const Place& place) {
    const std::string path = place.path(".session");
    // Without O_NONBLOCK, a FIFO in the file's place would block here.
    const detail::FileDescriptor file{detail::uninterrupted([&] {
      return ::openat(place.fd(), place.file(".session").c_str(),
                      O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    })};
    if (!file) {
      if (errno == ENOENT) return std::optional<Secret>{};
      if (errno == ELOOP) return detail::file_error("will not use", path, "it is a symbolic link");
      return detail::file_error("cannot open", path, errno);
    }
    struct stat status = {};
    if (::fstat(file.get(), &status) != 0) return detail::file_error("cannot read", path, errno);
    if (const auto why = detail::unsafe_file(status); !why.empty())
      return detail::file_error("will not use", path, why);
    if (status.st_size > static_cast<off_t>(detail::largest_file)) return corrupt(path, "it is too large");

    std::size_t got = 0;
    int number = 0;
    const Secret bytes{static_cast<std::size_t>(status.st_size), [&](std::span<char> into) {
                         while (got < into.size() && number == 0) {
                           const ssize_t n =
                               detail::uninterrupted([&] { return ::read(file.get(), &into[got], into.size() - got); });
                           if (n < 0) number = errno;
                           if (n <= 0) break;
                           got += static_cast<std::size_t>(n);
                         }
                       }};
    if (number != 0) return detail::file_error("cannot read", path, number);
    auto record = detail::unframe_record(bytes.view().substr(0, got));
    if (!record) return corrupt(path, record.error().detail);
    return std::optional<Secret>{Secret{*record}};
  }

  static Error corrupt(std::string_view path, std::string_view why) {
    Error error = detail::file_error("cannot read", path, why);
    error.code = Errc::storage_corrupt;
    return error;
  }

  static Result<void> write(const Place& place, const Secret& bytes) {
    const std::string name = place.file(".tmp"), path = place.path(".tmp");
    if (auto removed = remove(place, ".tmp"); !removed) return removed;
    detail::FileDescriptor file{detail::uninterrupted([&] {
      return ::openat(place.fd(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    })};
    if (!file) return detail::file_error("cannot create", path, errno);
    if (::fchmod(file.get(), 0600) != 0) return detail::file_error("cannot create", path, errno);
    for (std::string_view rest = bytes.view(); !rest.empty();) {
      const ssize_t n = detail::uninterrupted([&] { return ::write(file.get(), rest.data(), rest.size()); });
      if (n < 0) return detail::file_error("cannot write", path, errno);
      rest.remove_prefix(static_cast<std::size_t>(n));
    }
    if (!detail::sync_file(file.get()) || !file.close_checked()) return detail::file_error("cannot write", path, errno);
    if (::renameat(place.fd(), name.c_str(), place.fd(), place.file(".session").c_str()) != 0)
      return detail::file_error("cannot replace", place.path(".session"), errno);
    if (!detail::sync_directory(place.fd())) return detail::file_error("cannot write", place.path_of_directory, errno);
    return {};
  }
#endif

  std::string directory_;
  std::string problem_;  // Why every call must fail; empty: none.
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/simdjson.hpp>
// Reads JSON with simdjson: the codec that the batteries-included umbrella gives to `JsonApi`.
#ifndef KEYTURN_ADAPTERS_SIMDJSON_HPP
#define KEYTURN_ADAPTERS_SIMDJSON_HPP

#include <simdjson.h>

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

constexpr bool is_json_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// RFC 8259, section 6. simdjson reads numbers only where it is asked to, and refuses those that no double can hold.
constexpr bool is_json_number(std::string_view text) {
  std::size_t i = 0;
  const auto digits = [&] {
    const std::size_t start = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
    return i - start;
  };
  if (text.starts_with('-')) ++i;
  const std::size_t first = i;
  const std::size_t whole = digits();
  if (whole == 0 || (whole > 1 && text[first] == '0')) return false;
  if (i < text.size() && text[i] == '.' && (++i, digits() == 0)) return false;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (digits() == 0) return false;
  }
  return i == text.size();
}

/// Whether a string, with its quotes, holds only the escapes of RFC 8259, section 7. Half a surrogate pair passes: some
/// servers cut names in the middle of one, and a string that nobody asked for is no reason to lose the tokens beside
/// it.
constexpr bool has_valid_escapes(std::string_view token) {
  if (token.size() < 2 || token.back() != '"') return false;
  token = token.substr(1, token.size() - 2);
  for (std::size_t i = token.find('\\'); i != token.npos; i = token.find('\\', i)) {
    if (++i == token.size()) return false;
    if (token[i] == 'u') {
      if (token.size() - i < 5) return false;
      if (token.substr(i + 1, 4).find_first_not_of("0123456789abcdefABCDEF") != token.npos) return false;
    } else if (std::string_view{"\"\\/bfnrt"}.find(token[i]) == std::string_view::npos) {
      return false;
    }
    ++i;
  }
  return true;
}

/// One pass over a document that looks at every value, because simdjson's on-demand interface checks only what is read.
class SimdjsonWalk {
 public:
  SimdjsonWalk(const SimdjsonWalk&) = delete;
  SimdjsonWalk& operator=(const SimdjsonWalk&) = delete;

  /// `json` must stand in a buffer with simdjson's padding behind it.
  explicit SimdjsonWalk(simdjson::padded_string_view json) : json_{json} {}

  /// The parser unescapes strings into a buffer of its own, and copies whole blocks while it does.
  ~SimdjsonWalk() {
    if (unescaped_ != nullptr) wipe(std::span{unescaped_, json_.size() + simdjson::SIMDJSON_PADDING});
  }

  simdjson::error_code run(std::span<const std::string_view> paths, std::span<Field> out) {
    Steps steps;
    steps.reserve(paths.size());
    for (std::size_t i = 0; i < paths.size(); ++i)
      if (!paths[i].empty()) steps.push_back({paths[i], &out[i]});

    simdjson::ondemand::document document;
    if (const auto error = parser_.iterate(json_).get(document)) return error;
    simdjson::ondemand::object root;
    if (const auto error = document.get_object().get(root)) return error;
    if (const auto error = walk(root, steps, 1)) return error;
    return document.current_location().error() == simdjson::OUT_OF_BOUNDS ? simdjson::SUCCESS : simdjson::TAPE_ERROR;
  }

 private:
  static constexpr int deepest = 32;

  /// What is left of a path below the container that is walked; nothing left: it ends here.
  struct Step {
    std::string_view path;
    Field* field;
    bool seen = false;
  };
  using Steps = std::vector<Step>;

  simdjson::error_code walk(simdjson::ondemand::object object, Steps& steps, int depth) {
    if (depth > deepest) return simdjson::DEPTH_ERROR;
    for (auto member : object) {
      simdjson::ondemand::field field;
      if (const auto error = std::move(member).get(field)) return error;
      std::string_view name;
      if (const auto error = field.unescaped_key().get(name)) return error;
      remember(name);
      Steps below;
      if (!enter(steps, name, below)) return simdjson::TAPE_ERROR;
      if (const auto error = read(field.value(), below, depth)) return error;
    }
    return simdjson::SUCCESS;
  }

  simdjson::error_code walk(simdjson::ondemand::array array, Steps& steps, int depth) {
    if (depth > deepest) return simdjson::DEPTH_ERROR;
    std::size_t position = 0;
    for (auto element : array) {
      simdjson::ondemand::value value;
      if (const auto error = std::move(element).get(value)) return error;
      Steps below;
      if (!steps.empty()) enter(steps, std::to_string(position++), below);
      if (const auto error = read(value, below, depth)) return error;
    }
    return simdjson::SUCCESS;
  }

  /// Collects in `below` the steps that lead through `name`; false if one did so before.
  static bool enter(Steps& steps, std::string_view name, Steps& below) {
    for (Step& step : steps) {
      if (!step.path.starts_with(name)) continue;
      if (step.path.size() > name.size() && step.path[name.size()] != '.') continue;
      if (std::exchange(step.seen, true)) return false;
      below.push_back({step.path.substr(std::min(step.path.size(), name.size() + 1)), step.field});
    }
    return true;
  }

  simdjson::error_code read(simdjson::ondemand::value value, Steps& steps, int depth) {
    std::string_view token = value.raw_json_token();
    while (!token.empty() && is_json_space(token.back())) token.remove_suffix(1);
    if (token.empty()) return simdjson::TAPE_ERROR;
    switch (token.front()) {
      case '{': {
        end(steps, {.kind = Field::Kind::object});
        simdjson::ondemand::object object;
        if (const auto error = value.get_object().get(object)) return error;
        return walk(object, steps, depth + 1);
      }
      case '[': {
        end(steps, {.kind = Field::Kind::array});
        simdjson::ondemand::array array;
        if (const auto error = value.get_array().get(array)) return error;
        return walk(array, steps, depth + 1);
      }
      case '"':
        return read_text(value, token, steps);
      case 't':
        end(steps, {.kind = Field::Kind::boolean, .boolean = true});
        return literal(token, "true");
      case 'f':
        end(steps, {.kind = Field::Kind::boolean});
        return literal(token, "false");
      case 'n':
        end(steps, {.kind = Field::Kind::null});
        return literal(token, "null");
      default:
        return read_number(value, token, steps);
    }
  }

  simdjson::error_code read_text(simdjson::ondemand::value value, std::string_view token, Steps& steps) {
    if (steps.empty()) {
      if (!has_valid_escapes(token)) return simdjson::STRING_ERROR;
      return value.get_raw_json_string().error();
    }
    std::string_view text;
    if (const auto error = value.get_string().get(text)) return error;
    for (Step& step : steps)
      if (step.path.empty()) {
        step.field->kind = Field::Kind::text;
        step.field->text.assign(text);
      }
    return simdjson::SUCCESS;
  }

  simdjson::error_code read_number(simdjson::ondemand::value value, std::string_view token, Steps& steps) {
    if (!is_json_number(token)) return simdjson::NUMBER_ERROR;
    if (steps.empty()) return simdjson::SUCCESS;
    double number = 0;
    if (value.get_double().get(number) != simdjson::SUCCESS) number = out_of_range(token);
    end(steps, {.kind = Field::Kind::number, .number = number});
    return simdjson::SUCCESS;
  }

  /// What is nearest to a number that simdjson refuses: zero or an infinity.
  static double out_of_range(std::string_view token) {
    const std::size_t exponent = token.find_first_of("eE");
    const bool zero = token.substr(0, exponent).find_first_of("123456789") == token.npos;
    if (zero || (exponent != token.npos && token[exponent + 1] == '-')) return 0;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return token.starts_with('-') ? -infinity : infinity;
  }

  static simdjson::error_code literal(std::string_view token, std::string_view expected) {
    return token == expected ? simdjson::SUCCESS : simdjson::TAPE_ERROR;
  }

  static void end(Steps& steps, const Field& field) {
    for (Step& step : steps)
      if (step.path.empty()) *step.field = field;
    std::erase_if(steps, [](const Step& step) { return step.path.empty(); });
  }

  /// The first name of a document begins at the start of the parser's string buffer.
  void remember(std::string_view name) {
    if (unescaped_ == nullptr)
      unescaped_ = const_cast<char*>(name.data());  // the parser's own buffer, which is not const
  }

  simdjson::padded_string_view json_;
  simdjson::ondemand::parser parser_;
  char* unescaped_ = nullptr;
};

}  // namespace detail

/// The codec over simdjson. Stateless; safe from many threads at once, never blocks, never throws.
///
/// Reads strictly: `bad_answer` for anything but one object (a byte order mark may stand before it, white space around
/// it), for text that is not UTF-8, for nesting beyond 32 levels, and for a member that is asked for and stands twice.
/// A number that no double can hold becomes an infinity; an empty path is `missing`. On an error, every field is
/// `missing`. The copy of the document and the buffer of unescaped strings are wiped before `read` returns; texts in
/// `out` are the caller's to wipe.
class SimdjsonCodec {
 public:
  Result<void> read(std::string_view json, std::span<const std::string_view> paths, std::span<Field> out) const {
    for (Field& field : out) clear(field);
    if (json.starts_with("\xef\xbb\xbf")) json.remove_prefix(3);
    const Secret padded{json.size() + simdjson::SIMDJSON_PADDING,
                        [json](std::span<char> into) { json.copy(into.data(), json.size()); }};
    detail::SimdjsonWalk walk{simdjson::padded_string_view{padded.view().data(), json.size(), padded.size()}};
    if (const auto error = walk.run(paths, out)) {
      for (Field& field : out) clear(field);
      return Error{.code = Errc::bad_answer, .detail = std::string{"JSON: "} + simdjson::error_message(error)};
    }
    return {};
  }

 private:
  static void clear(Field& field) {
    wipe(field.text);
    field = {};
  }
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/keyturn.hpp>
// The umbrella with everything in the box: the client, libcurl, simdjson, file storage.
#ifndef KEYTURN_KEYTURN_HPP
#define KEYTURN_KEYTURN_HPP

KEYTURN_NAMESPACE_BEGIN

/// The JSON dialect, read with simdjson.
using JsonApi = BasicJsonApi<SimdjsonCodec>;

// Here the client has its defaults, so that AuthClient<CurlTransport, FileStorage> can be written out.
template <Transport T, Storage S, Protocol P = JsonApi, Platform E = Hosted>
class AuthClient;

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/fake_auth_server.hpp>
// An auth server with an API behind it, in memory, as a transport: the whole flow of login, use, refresh and logout in
// a test.
#ifndef KEYTURN_TESTING_FAKE_AUTH_SERVER_HPP
#define KEYTURN_TESTING_FAKE_AUTH_SERVER_HPP

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// What happens to a refresh token that is presented again.
enum class Rotation {
  idempotent,  ///< With the key of the newest rotation: the same pair again; of an older one: superseded; else theft.
  strict,      ///< Always theft: the whole family is revoked.
  none,        ///< Refresh tokens do not rotate: the answer has no new one.
};

struct FakeAuthServerConfig {
  std::string origin = "https://api.example.test";
  std::string username = "ada", password = "lovelace";
  std::chrono::seconds access_ttl{900}, refresh_ttl{2'592'000};
  Rotation rotation = Rotation::idempotent;
  Callback<WallTime()> wall = [] { return Hosted{}.wall(); };  ///< The server's clock.
};

/// Speaks the dialect of the example auth server: `/login`, `/refresh`, `/logout`, and behind the access token `/me`
/// and
/// `/notes`. Copies share one server. Safe for many threads; blocks only if the `before` function does. The codec is a
/// parameter so that firmware tests with its own; `FakeAuthServer` of <keyturn/testing.hpp> takes simdjson's.
template <Codec C>
class BasicFakeAuthServer {
 public:
  using Config = FakeAuthServerConfig;

  /// What the server has seen and done: the truth that a test counts by.
  struct Counts {
    unsigned logins = 0, refreshes = 0, rotations = 0, replays = 0, superseded = 0, revoked_families = 0, logouts = 0,
             calls = 0, refused_calls = 0;
  };

  explicit BasicFakeAuthServer(Config config = {}) : shared_{std::make_shared<Shared>(std::move(config))} {}

  Counts counts() const {
    return locked([](Shared& s) { return s.counts; });
  }
  std::vector<std::string> notes() const {
    return locked([](Shared& s) { return s.notes; });
  }
  /// Families whose tokens still work.
  std::size_t live_sessions() const {
    return locked([](Shared& s) {
      return static_cast<std::size_t>(
          std::count_if(s.families.begin(), s.families.end(), [](const Family& f) { return !f.revoked; }));
    });
  }

  /// All access tokens stop working, as after a key change; refresh tokens go on.
  void kill_access_tokens() {
    locked([](Shared& s) {
      for (Family& f : s.families) f.access_dead = true;
      return 0;
    });
  }
  /// The session of these tokens is over at the server, as after a password change.
  void revoke_sessions() {
    locked([](Shared& s) {
      for (Family& f : s.families) f.revoked = true;
      return 0;
    });
  }
  /// The next `count` answers to `path` are lost after the server has acted: `no_answer`.
  void lose_answers(std::string path, unsigned count) {
    locked([&](Shared& s) {
      s.lost[std::move(path)] = count;
      return 0;
    });
  }
  /// The next `count` requests to `path` get this result instead of an answer, and the server does not see them.
  void instead(std::string path, unsigned count, Result<Response> result) {
    locked([&](Shared& s) {
      s.replaced.insert_or_assign(std::move(path), std::pair{count, std::move(result)});
      return 0;
    });
  }
  /// Called with each request before the server acts, without a lock: a test holds a request there, or calls the
  /// client.
  void before(Callback<void(const Request&)> function) {
    locked([&](Shared& s) {
      s.before = std::move(function);
      return 0;
    });
  }

  Result<Response> send(const Request& request) {
    if (const auto function = locked([](Shared& s) { return s.before; })) function(request);
    return locked([&](Shared& s) { return deliver(s, request); });
  }

 private:
  struct Family {
    std::vector<std::string> refresh_tokens;  // the last one is live
    std::vector<std::string> keys;            // keys[i] made refresh_tokens[i + 1]
    std::string access_token;
    WallTime access_expires{}, refresh_expires{};
    bool revoked = false, access_dead = false;
  };
  struct Shared {
    explicit Shared(Config c) : config{std::move(c)} {}
    std::mutex mutex;
    Config config;
    Counts counts;
    std::vector<Family> families;
    std::vector<std::string> notes;
    std::map<std::string, unsigned> lost;
    std::map<std::string, std::pair<unsigned, Result<Response>>> replaced;
    Callback<void(const Request&)> before;
    unsigned serial = 0;
  };

  template <class F>
  auto locked(F&& f) const {
    const std::lock_guard lock{shared_->mutex};
    return f(*shared_);
  }

  static Result<Response> deliver(Shared& s, const Request& request) {
    if (!request.url.starts_with(s.config.origin)) return Error{.code = Errc::not_sent, .detail = "no such host"};
    const std::string path = request.url.substr(s.config.origin.size());
    if (auto found = s.replaced.find(path); found != s.replaced.end() && found->second.first > 0) {
      --found->second.first;
      return found->second.second;
    }
    Response answer = act(s, request, path);
    if (auto& lost = s.lost[path]; lost > 0) {
      --lost;
      return Error{.code = Errc::no_answer, .detail = "the connection was cut"};
    }
    if (request.on_data && is_success(answer.status)) {
      if (!request.on_data(answer.body)) return Error{.code = Errc::cancelled};
      answer.body.clear();
    }
    return answer;
  }

  static Response act(Shared& s, const Request& request, std::string_view path) {
    if (path == "/login") return login(s, text(request.body));
    if (path == "/refresh") return refresh(s, text(request.body), request.headers.get("Idempotency-Key").value_or(""));
    if (path == "/logout") return logout(s, text(request.body), bearer(request));
    const Family* family = find_access(s, bearer(request));
    if (family == nullptr) {
      ++s.counts.refused_calls;
      return reply(s, 401, R"({"error":"invalid_token"})");
    }
    ++s.counts.calls;
    if (path == "/me") return reply(s, 200, R"({"username":")" + s.config.username + "\"}");
    if (path != "/notes") return reply(s, 404, R"({"error":"not_found"})");
    if (request.method == "POST") s.notes.push_back(text(request.body));
    return reply(s, request.method == "POST" ? 201 : 200, R"({"count":)" + std::to_string(s.notes.size()) + "}");
  }

  static Response login(Shared& s, const std::string& body) {
    if (member(body, "username") != s.config.username || member(body, "password") != s.config.password)
      return reply(s, 401, R"({"error":"invalid_credentials"})");
    ++s.counts.logins;
    s.families.push_back({});
    return issue(s, s.families.back());
  }

  static Response refresh(Shared& s, const std::string& body, std::string_view key) {
    ++s.counts.refreshes;
    const std::string token = member(body, "refresh_token");
    for (Family& f : s.families) {
      const auto found = std::find(f.refresh_tokens.begin(), f.refresh_tokens.end(), token);
      if (found == f.refresh_tokens.end()) continue;
      if (f.revoked) return refuse(s, "refresh_token_revoked");
      if (s.config.wall() >= f.refresh_expires) return refuse(s, "refresh_token_expired");
      if (found + 1 == f.refresh_tokens.end()) {
        ++s.counts.rotations;
        f.keys.emplace_back(key);
        return issue(s, f);
      }
      const auto index = static_cast<std::size_t>(found - f.refresh_tokens.begin());
      if (s.config.rotation == Rotation::idempotent && !key.empty() && f.keys[index] == key) {
        const bool newest = index + 2 == f.refresh_tokens.size();
        ++(newest ? s.counts.replays : s.counts.superseded);
        return newest ? tokens(s, f) : reply(s, 409, R"({"error":"superseded"})");
      }
      f.revoked = true;
      ++s.counts.revoked_families;
      return refuse(s, "refresh_token_reused");
    }
    return refuse(s, "invalid_refresh_token");
  }

  static Response logout(Shared& s, const std::string& body, std::string_view access) {
    ++s.counts.logouts;
    const std::string token = member(body, "refresh_token");
    for (Family& f : s.families)
      if (f.access_token == access ||
          std::find(f.refresh_tokens.begin(), f.refresh_tokens.end(), token) != f.refresh_tokens.end())
        f.revoked = true;
    return reply(s, 204, "");
  }

  static Response issue(Shared& s, Family& f) {
    const std::string serial = std::to_string(++s.serial);
    f.access_token = "access-" + serial;
    f.access_dead = false;
    f.access_expires = s.config.wall() + s.config.access_ttl;
    f.refresh_expires = s.config.wall() + s.config.refresh_ttl;
    const bool rotates = s.config.rotation != Rotation::none || f.refresh_tokens.empty();
    if (rotates) f.refresh_tokens.push_back("refresh-" + serial);
    return tokens(s, f, rotates);
  }

  static Response tokens(Shared& s, const Family& f, bool with_refresh_token = true) {
    const auto seconds = [&](WallTime end) {
      return std::to_string(std::chrono::floor<std::chrono::seconds>(end - s.config.wall()).count());
    };
    return reply(s, 200,
                 R"({"access_token":")" + f.access_token +
                     (with_refresh_token ? R"(","refresh_token":")" + f.refresh_tokens.back() : std::string{}) +
                     R"(","token_type":"Bearer","expires_in":)" + seconds(f.access_expires) +
                     R"(,"refresh_expires_in":)" + seconds(f.refresh_expires) + "}");
  }

  static Response refuse(Shared& s, const char* error) {
    return reply(s, 401, std::string{R"({"error":")"} + error + "\"}");
  }

  static Response reply(Shared& s, int status, std::string body) {
    Response answer{.status = status, .body = std::move(body)};
    answer.headers.add("Content-Type", "application/json");
    answer.headers.add("Date", core::format_http_date(s.config.wall()));
    if (status == 401) answer.headers.add("WWW-Authenticate", R"(Bearer error="invalid_token")");
    return answer;
  }

  static Family* find_access(Shared& s, std::string_view token) {
    for (Family& f : s.families)
      if (!token.empty() && f.access_token == token && !f.revoked && !f.access_dead &&
          s.config.wall() < f.access_expires)
        return &f;
    return nullptr;
  }

  static std::string_view bearer(const Request& request) {
    std::string_view value = request.headers.get("Authorization").value_or("");
    if (!value.starts_with("Bearer ")) return {};
    return value.substr(7);
  }

  static std::string text(const Body& body) {
    std::string text;
    char buffer[1024];
    const Reader reader = body.open();
    while (const std::size_t size = reader(buffer)) text.append(buffer, size);
    return text;
  }

  static std::string member(const std::string& json, std::string_view name) {
    Field field;
    const auto read = C{}.read(json, std::span{&name, 1}, std::span{&field, 1});
    return read && field.kind == Field::Kind::text ? field.text : std::string{};
  }

  std::shared_ptr<Shared> shared_;
};

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/manual.hpp>
// A clock that a test moves by hand, and a platform made of it.
#ifndef KEYTURN_TESTING_MANUAL_HPP
#define KEYTURN_TESTING_MANUAL_HPP

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// Time that stands still until the test moves it. Copies share the time. Safe for many threads.
class ManualClock {
 public:
  TimePoint now() const {
    const std::lock_guard lock{shared_->mutex};
    return shared_->steady;
  }

  WallTime wall() const {
    const std::lock_guard lock{shared_->mutex};
    return std::chrono::floor<std::chrono::milliseconds>(shared_->wall);
  }

  /// Moves both clocks on.
  void advance(std::chrono::nanoseconds span) {
    const std::lock_guard lock{shared_->mutex};
    shared_->steady += span;
    shared_->wall += std::chrono::duration_cast<std::chrono::system_clock::duration>(span);
  }

  /// Sets the time of day alone, as a user or a wrong clock would.
  void set_wall(std::chrono::system_clock::time_point time) {
    const std::lock_guard lock{shared_->mutex};
    shared_->wall = time;
  }

  /// Moves both clocks on to `time`; does nothing if that has passed.
  void advance_to(TimePoint time) {
    if (const auto span = left(time, now()); span > span.zero()) advance(span);
  }

 private:
  struct Shared {
    mutable std::mutex mutex;
    TimePoint steady{std::chrono::hours{1}};
    std::chrono::system_clock::time_point wall{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
  };
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

/// A platform whose time is a `ManualClock` and whose random numbers repeat from run to run. A blocking wait for a
/// moment in time advances the clock instead of sleeping, so with a blocking client it is for one thread.
class Manual {
 public:
  using Mutex = std::mutex;

  class Condition {
   public:
    explicit Condition(Manual& platform) : clock_{platform.clock_} {}

    /// Returns at once: with one thread, nobody else could wake it.
    void wait(Mutex&) {}
    void wait_until(Mutex&, TimePoint time) { clock_.advance_to(time); }
    void notify_all() noexcept {}

   private:
    ManualClock clock_;
  };

  explicit Manual(ManualClock clock) : clock_{std::move(clock)} {}

  TimePoint now() const { return clock_.now(); }
  WallTime wall() const { return clock_.wall(); }

  /// SplitMix64. Each platform that is made has a seed of its own, which copies share: no two clients draw the same,
  /// and a program that makes them in the same order draws the same each time.
  bool random(std::span<std::byte> bytes) {
    const std::lock_guard lock{random_->mutex};
    for (std::byte& byte : bytes) {
      std::uint64_t z = (random_->state += 0x9e3779b97f4a7c15u);
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
      z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
      byte = static_cast<std::byte>((z ^ (z >> 31)) & 0xff);
    }
    return true;
  }

 private:
  struct Random {
    std::mutex mutex;
    std::uint64_t state = made.fetch_add(1) << 32;
  };
  static inline std::atomic<std::uint64_t> made{1};
  ManualClock clock_;
  std::shared_ptr<Random> random_ = std::make_shared<Random>();
};

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/scripted_transport.hpp>
// A transport that answers by script and remembers what it was asked.
#ifndef KEYTURN_TESTING_SCRIPTED_TRANSPORT_HPP
#define KEYTURN_TESTING_SCRIPTED_TRANSPORT_HPP

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// Gives the answers of its script in order, one for each request, and keeps the requests with their bodies read.
/// Copies share the script, so a test keeps one and gives the client another. Safe for many threads; blocks only if a
/// scripted function does.
class ScriptedTransport {
 public:
  using Answer = Callback<Result<Response>(const Request&)>;

  /// A request as it came, its body as bytes.
  struct Seen {
    Request request{};
    std::string body{};
  };

  /// The next answer. Returns itself, so that a script reads in one line.
  ScriptedTransport& answer(Result<Response> result) {
    return answer(Answer{[result = std::move(result)](const Request&) { return result; }});
  }

  /// The next answer, made by a function when its turn comes. Called without a lock; it may call the client.
  ScriptedTransport& answer(Answer make) {
    const std::lock_guard lock{shared_->mutex};
    shared_->script.push_back(std::move(make));
    return *this;
  }

  /// What every request gets once the script is over; without it: `not_sent`.
  ScriptedTransport& then(Answer make) {
    const std::lock_guard lock{shared_->mutex};
    shared_->afterwards = std::move(make);
    return *this;
  }

  std::vector<Seen> seen() const {
    const std::lock_guard lock{shared_->mutex};
    return shared_->seen;
  }

  Result<Response> send(const Request& request) {
    Answer make = next(request);
    if (!make)
      return Error{.code = Errc::not_sent,
                   .detail = "the script has no answer for " + request.method + " " + request.url};
    return make(request);
  }

 private:
  Answer next(const Request& request) {
    Seen seen{request, read_all(request.body)};
    const std::lock_guard lock{shared_->mutex};
    shared_->seen.push_back(std::move(seen));
    if (shared_->script.empty()) return shared_->afterwards;
    Answer make = std::move(shared_->script.front());
    shared_->script.pop_front();
    return make;
  }

  static std::string read_all(const Body& body) {
    std::string text;
    char buffer[4096];
    const Reader reader = body.open();
    while (const std::size_t size = reader(buffer)) text.append(buffer, size);
    return text;
  }

  struct Shared {
    mutable std::mutex mutex;
    std::deque<Answer> script;
    Answer afterwards;
    std::vector<Seen> seen;
  };
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing.hpp>
// The umbrella of the test kit, with the fake auth server over simdjson.
#ifndef KEYTURN_TESTING_HPP
#define KEYTURN_TESTING_HPP

KEYTURN_NAMESPACE_BEGIN

namespace testing {
using FakeAuthServer = BasicFakeAuthServer<SimdjsonCodec>;
}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
