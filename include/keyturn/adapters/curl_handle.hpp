// A libcurl handle with its connections: set up once, told for each request what differs from the one before.
#ifndef KEYTURN_ADAPTERS_CURL_HANDLE_HPP
#define KEYTURN_ADAPTERS_CURL_HANDLE_HPP

#include <keyturn/adapters/curl_exchange.hpp>
#include <keyturn/adapters/curl_options.hpp>
#include <keyturn/base/maybe.hpp>
#include <keyturn/base/result.hpp>
#include <keyturn/base/time.hpp>

#if KEYTURN_HARDENED_SECRETS
#include <keyturn/adapters/curl_memory.hpp>
#endif

#include <algorithm>
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
#if KEYTURN_HARDENED_SECRETS
  static const bool started =
      curl_global_init_mem(CURL_GLOBAL_DEFAULT, &CurlMemory::take, &CurlMemory::give_back, &CurlMemory::resize,
                           &CurlMemory::copy, &CurlMemory::take_zeros) == CURLE_OK;
#else
  static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
#endif
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
  ~CurlHandle() {
    curl_easy_cleanup(easy_);
    curl_url_cleanup(target_);
  }

  /// A handle with everything set that is the same for all requests. `unsupported` if this libcurl cannot do what must
  /// not be missing, such as the check of certificates. `options` must outlive it.
  static Result<std::unique_ptr<CurlHandle>> open(const CurlOptions& options) {
    if (!is_one_line(options.user_agent)) return {Errc::bad_request, "the user agent has more than one line"};
    std::unique_ptr<CurlHandle> handle{new CurlHandle{options}};
    if (handle->easy_ == nullptr || handle->target_ == nullptr) return {Errc::not_sent, "libcurl could not be started"};
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
    if (auto ready = begin(request, limits, timeout); !ready) return std::move(ready.error());
    return finish(curl_easy_perform(easy_));
  }

  /// The same in two halves, for those who run `easy()` themselves. `request` must outlive the transfer, which ends with
  /// `finish`, or with the handle.
  Result<void> begin(const Request& request, CurlLimits limits, std::chrono::milliseconds timeout) {
    if (auto ready = prepare(request, timeout); !ready) return ready;
    // A kept connection may turn out to be dead only after the request went out on it. libcurl would send any request
    // again; here only those may be that ask and do not act (RFC 9110, sections 9.2.1 and 9.2.2).
    const std::string_view method = request.method;
    const bool resend =
        !request.at_most_once && request.body.view() && (method == "GET" || method == "HEAD" || method == "OPTIONS");
    exchange_.emplace(request, limits, resend, answer_lines_);
    said_[0] = '\0';
    healthy_ = false;
    return {};
  }

  /// What became of the transfer that ended with `code`. Throws what the host's functions threw.
  Result<Response> finish(CURLcode code) {
    struct Ended {  // the exchange points into the request, also where an exception comes out
      std::optional<CurlExchange>& exchange;
      ~Ended() { exchange.reset(); }
    } const ended{exchange_};
    release(exchange_->request());
    healthy_ = code == CURLE_OK;
    if (healthy_) return exchange_->finish(code, {}, *timeout_, true);

    curl_off_t elapsed = 0;
    long sent = 0;
    curl_easy_getinfo(easy_, CURLINFO_TOTAL_TIME_T, &elapsed);
    curl_easy_getinfo(easy_, CURLINFO_REQUEST_SIZE, &sent);
    return exchange_->finish(code, std::chrono::milliseconds{(elapsed + 999) / 1000}, *timeout_, sent > 0, said_);
  }

  /// From now on the transfer calls none of the host's functions; libcurl gives it up when it next would.
  void cancel() noexcept {
    if (exchange_) exchange_->cancel();
  }

  /// For those who run it themselves. Its private pointer is theirs.
  CURL* easy() const noexcept { return easy_; }

  /// Whether the last exchange left the handle and its connections in order.
  bool healthy() const noexcept { return healthy_; }

 private:
  enum class Shape { get, head, post, upload };  // the four ways in which libcurl sends a request

  explicit CurlHandle(const CurlOptions& options)
      : options_{options},
        easy_{start_curl() ? curl_easy_init() : nullptr},
        target_{curl_url()},
        headers_{options.user_agent} {}

  /// Remembers the first failure of several settings.
  struct Settings {
    CURL* easy;
    CURLcode code = CURLE_OK;
    void operator+=(CURLcode next) {
      if (code == CURLE_OK) code = next;
    }
    KEYTURN_ONCE void set(CURLoption option, long value) { *this += curl_easy_setopt(easy, option, value); }
    KEYTURN_ONCE void set(CURLoption option, const void* value) { *this += curl_easy_setopt(easy, option, value); }
  };

  CURLcode set_up() {
    Settings all{easy_};
    all.set(CURLOPT_NOSIGNAL, 1L);
    all.set(CURLOPT_ERRORBUFFER, said_);
    all.set(CURLOPT_FOLLOWLOCATION, 0L);
#if LIBCURL_VERSION_NUM >= 0x075500
    all.set(CURLOPT_PROTOCOLS_STR, "http,https");
#else
    all.set(CURLOPT_PROTOCOLS, static_cast<long>(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
    all.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    all.set(CURLOPT_NOPROXY, "*");  // the environment's are not asked for either
    if (options_.proxy.empty()) {   // else libcurl copies what it would trust of one for each request
      curl_easy_setopt(easy_, CURLOPT_PROXY_CAINFO, static_cast<const char*>(nullptr));
      curl_easy_setopt(easy_, CURLOPT_PROXY_CAPATH, static_cast<const char*>(nullptr));
    } else {
      all.set(CURLOPT_PROXY, options_.proxy.c_str());
      // for the proxy itself; servers get a header line, which costs libcurl half as much
      if (!options_.user_agent.empty()) all.set(CURLOPT_USERAGENT, options_.user_agent.c_str());
    }
    all.set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(options_.connect_timeout));

    all.set(CURLOPT_SSL_VERIFYPEER, 1L);
    all.set(CURLOPT_SSL_VERIFYHOST, 2L);
    all.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!options_.ca_file.empty() || !options_.ca_path.empty()) {  // the one alone would add to libcurl's default
      all.set(CURLOPT_CAINFO, options_.ca_file.empty() ? nullptr : options_.ca_file.c_str());
      const CURLcode path =
          curl_easy_setopt(easy_, CURLOPT_CAPATH, options_.ca_path.empty() ? nullptr : options_.ca_path.c_str());
      if (!options_.ca_path.empty()) all += path;  // a TLS library without such folders has none to leave out
    }

    all += curl_easy_setopt(easy_, CURLOPT_PREREQFUNCTION, &CurlHandle::on_begin);
    all.set(CURLOPT_PREREQDATA, this);
    all += curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &CurlHandle::on_header);
    all.set(CURLOPT_HEADERDATA, this);
    all += curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &CurlHandle::on_body);
    all.set(CURLOPT_WRITEDATA, this);
    all += curl_easy_setopt(easy_, CURLOPT_READFUNCTION, &CurlHandle::on_read);
    all.set(CURLOPT_READDATA, this);
    all += curl_easy_setopt(easy_, CURLOPT_SEEKFUNCTION, &CurlHandle::on_seek);

    if (options_.debug) {
      all += curl_easy_setopt(easy_, CURLOPT_DEBUGFUNCTION, &CurlHandle::on_debug);
      all.set(CURLOPT_DEBUGDATA, this);
      all.set(CURLOPT_VERBOSE, 1L);
    }

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
    const std::string_view method = request.method;  // unlike a string, it compares lengths first
    const auto body = request.body.view();
    const bool has_body = !body || !body->empty() || method == "POST" || method == "PUT" || method == "PATCH";
    if (method == "CONNECT") return {Errc::unsupported, "CONNECT is no request for a server"};
    if (method != "GET" && !is_http_token(method)) return {Errc::bad_request, "the method is no token"};
    if (method == "HEAD" && has_body) return {Errc::unsupported, "HEAD carries no body"};
    if (url_ != request.url)
      if (auto taken = go_to(request.url); !taken) return taken;
    if (!headers_.holds(request.headers, has_body)) {
      if (!headers_.set(request.headers, has_body))
        return {Errc::bad_request, "a header's name is no token, or its value holds CR, LF or NUL"};
      curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_.get());
    }

    Settings all{easy_};
    if (!timeout_ || timeout != *timeout_) {
      all.set(CURLOPT_TIMEOUT_MS, milliseconds(timeout));
      timeout_ = timeout;
    }
    if (request.at_most_once != fresh_) {
      fresh_ = request.at_most_once;
      all.set(CURLOPT_FRESH_CONNECT, fresh_ ? 1L : 0L);
      all.set(CURLOPT_FORBID_REUSE, fresh_ ? 1L : 0L);
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
      all += method == "HEAD" ? choose_shape(Shape::head, request.method, "HEAD")
                              : choose_shape(Shape::get, request.method, "GET");
    }
    if (all.code == CURLE_OK) return {};
    healthy_ = false;  // some of it is set and some is not
    return {Errc::not_sent, curl_easy_strerror(all.code)};
  }

  Result<void> go_to(const std::string& url) {
    const std::size_t length = origin_length(url);
    if (!is_one_line(url) || (length == 0 && !is_absolute_url(url)))
      return {Errc::bad_request, "the URL is not absolute"};
    if (length == 0) return {Errc::unsupported, "the URL is neither https nor http"};
    url_.clear();  // stays so if libcurl refuses the URL and keeps the one before
    origin_length_ = 0;
    // Taken apart here, libcurl does not do it for each request.
    if (const CURLUcode code = curl_url_set(target_, CURLUPART_URL, url.c_str(), CURLU_DISALLOW_USER);
        code != CURLUE_OK)
      return {Errc::bad_request, curl_url_strerror(code)};
    // It loses the zone of an IPv6 address there, but not in the text, which it needs for what goes out again as well.
    const bool has_zone = std::string_view{url}.substr(0, length).find('%') != std::string_view::npos;
    if (curl_easy_setopt(easy_, CURLOPT_URL, url.c_str()) != CURLE_OK ||
        curl_easy_setopt(easy_, CURLOPT_CURLU, has_zone ? nullptr : target_) != CURLE_OK)
      return {Errc::bad_request, "libcurl takes no such URL"};
    if (!options_.proxy.empty()) {
      // Requests to this machine never go through a proxy: over plain http they may carry a token.
      const auto origin = origin_of(url);
      const bool direct = origin && is_loopback(*origin);
      if (curl_easy_setopt(easy_, CURLOPT_NOPROXY, direct ? "*" : "") != CURLE_OK)
        return {Errc::not_sent, "the proxy could not be set"};
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
    Settings all{easy_};
    if (shape != shape_) {
      all.set(CURLOPT_HTTPGET, 1L);  // takes every other shape back
      if (shape == Shape::head) all.set(CURLOPT_NOBODY, 1L);
      if (shape == Shape::post) all.set(CURLOPT_POST, 1L);
      if (shape == Shape::upload) all.set(CURLOPT_UPLOAD, 1L);
      shape_ = shape;
    }
    const std::string_view custom = method == usual ? std::string_view{} : std::string_view{method};
    if (custom != custom_method_) {
      all.set(CURLOPT_CUSTOMREQUEST, custom.empty() ? nullptr : method.c_str());
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
  static int on_debug(CURL*, curl_infotype kind, char* bytes, std::size_t size, void* handle) noexcept {
    static_assert(static_cast<int>(CurlPiece::words) == CURLINFO_TEXT &&
                  static_cast<int>(CurlPiece::body_out) == CURLINFO_DATA_OUT);
    if (kind > CURLINFO_DATA_OUT) return 0;  // TLS records
    CurlHandle& h = self(handle);
#if KEYTURN_HAS_EXCEPTIONS
    try {
      h.options_.debug(static_cast<CurlPiece>(kind), {bytes, size}, h.debug_cut_);
    } catch (...) {  // libcurl's frames are in between
    }
#else
    h.options_.debug(static_cast<CurlPiece>(kind), {bytes, size}, h.debug_cut_);
#endif
    return 0;
  }
  /// libcurl asks to start a body over only to send it again.
  static int on_seek(void*, curl_off_t, int) { return CURL_SEEKFUNC_FAIL; }

  const CurlOptions& options_;
  CURL* const easy_;
  CURLU* const target_;                   // url_ in its parts
  std::string answer_lines_;              // room for exchange_
  std::optional<CurlExchange> exchange_;  // the one that runs
  char said_[CURL_ERROR_SIZE] = "";       // about what went wrong, by libcurl
  CurlHeaderList headers_;
  std::string url_, custom_method_;
  std::size_t origin_length_ = 0;  // of url_
  Maybe<std::chrono::milliseconds> timeout_;
  Shape shape_ = Shape::get;
  bool fresh_ = false;
  bool debug_cut_ = false;
  bool healthy_ = true;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
