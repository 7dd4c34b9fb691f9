// Generated from include/keyturn/sign_in.hpp by tests/gates/single_header.py; change the headers there and run it again.

#include "oauth2.hpp"

// <keyturn/adapters/browser_sign_in/options.hpp>
// What a host may choose about a sign-in in the browser.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_OPTIONS_HPP
#define KEYTURN_ADAPTERS_BROWSER_SIGN_IN_OPTIONS_HPP

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// Where the browser's answer is waited for. Never the name localhost, which may lead elsewhere (RFC 8252, section
/// 8.3).
enum class LoopbackAddress {
  any,   ///< 127.0.0.1; on a system without it [::1].
  ipv4,  ///< 127.0.0.1
  ipv6,  ///< [::1]
};

/// What a host may choose about a `BrowserSignIn`.
struct BrowserSignInOptions {
  std::chrono::milliseconds timeout{300'000};      ///< How long the user may take, from `begin` on.
  LoopbackAddress address = LoopbackAddress::any;  ///< Where it listens.
  /// 0: a free port that the system chooses, which servers must accept for native apps (RFC 8252, section 7.3). Another
  /// one for servers that compare the whole redirect URI.
  std::uint16_t port = 0;
  std::string path = "/";  ///< The path of the redirect URI, for the same servers.
  /// For an app that is given the answer in another way, such as by a URL scheme of its own (RFC 8252, section 7.1), or
  /// through the user's hands: no port is opened, and `answer` takes it. Empty: a loopback address, as above.
  std::string redirect_uri{};
  /// Opens the URL instead of the system's own way, and says whether that worked. Called on the thread that calls
  /// `open_browser`; must not block.
  Callback<Result<void>(const std::string& url)> open_browser{};
  std::string scope{};                                       ///< Empty: that of the configuration.
  std::vector<std::pair<std::string, std::string>> extra{};  ///< Parameters such as prompt, login_hint, resource.
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/builtin/hosted.hpp>
// The platform of desktop and server systems: the system's clocks, its random generator, the standard library's
// threads.
#ifndef KEYTURN_BUILTIN_HOSTED_HPP
#define KEYTURN_BUILTIN_HOSTED_HPP

#include <mutex>

#if defined(_WIN32)
#ifndef NOMINMAX
#error "define NOMINMAX before including keyturn on Windows: its min and max macros break the standard library"
#endif
// It brings windows.h, which by itself would bring an older winsock.h that does not go with it.
#include <winsock2.h>
// The order matters: bcrypt.h needs windows.h.
#include <bcrypt.h>
#else
#include <time.h>
#include <unistd.h>
#if defined(__linux__)
#include <errno.h>
#include <pthread.h>
#include <sys/random.h>
#else
#include <stdlib.h>
#endif
#endif
#if !defined(__linux__)
#include <condition_variable>
#endif

KEYTURN_NAMESPACE_BEGIN

namespace detail {
#if defined(__linux__)
/// What std::condition_variable is; its header alone is a third of what keyturn's take to compile.
class WakeSignal {
 public:
  WakeSignal() {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&condition_, &attributes);
    pthread_condattr_destroy(&attributes);
  }
  WakeSignal(const WakeSignal&) = delete;
  WakeSignal& operator=(const WakeSignal&) = delete;
  ~WakeSignal() { pthread_cond_destroy(&condition_); }

  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) noexcept {
    timespec until{};
    clock_gettime(CLOCK_MONOTONIC, &until);
    const auto nanoseconds = span.count() + until.tv_nsec;
    until.tv_sec += static_cast<time_t>(nanoseconds / 1'000'000'000);
    until.tv_nsec = static_cast<long>(nanoseconds % 1'000'000'000);
    pthread_cond_timedwait(&condition_, mutex.native_handle(), &until);
  }

  void notify_all() noexcept { pthread_cond_broadcast(&condition_); }

 private:
  pthread_cond_t condition_;
};
#else
class WakeSignal {
 public:
  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) {
    std::unique_lock lock{mutex, std::adopt_lock};
    condition_.wait_for(lock, span);
    lock.release();
  }

  void notify_all() noexcept { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};
#endif
}  // namespace detail

/// The default platform. Stateless; every copy is as good as the other.
class Hosted {
 public:
  /// As std::mutex is.
  using Mutex = std::mutex;

  /// As std::condition_variable is, on the steady clock of this platform.
  class Condition {
   public:
    /// Blocks until it is woken, half a minute at most; may wake early. `mutex` is locked by the caller, and again when it
    /// returns.
    void wait(Mutex& mutex) { wait_for(mutex, longest_sleep); }

    /// The same, and wakes at `time` at the latest. The system's waiting clock stands still while the machine sleeps, so a long
    /// wait is cut into slices.
    void wait_until(Mutex& mutex, TimePoint time) {
      wait_for(mutex, std::min(left(time, Hosted{}.now()), longest_sleep));
    }

    /// Wakes all that wait.
    void notify_all() noexcept { signal_.notify_all(); }

   private:
    static constexpr std::chrono::nanoseconds longest_sleep = std::chrono::seconds{30};

    void wait_for(Mutex& mutex, std::chrono::nanoseconds span) { signal_.wait_for(mutex, span); }

    detail::WakeSignal signal_;
  };

  /// A clock that runs on during suspend: CLOCK_BOOTTIME, GetTickCount64 on Windows, in steps of 10 to 16 ms there,
  /// CLOCK_MONOTONIC_RAW's elder CLOCK_MONOTONIC on macOS, which counts sleep there.
  TimePoint now() const noexcept {
#if defined(_WIN32)
    return TimePoint{std::chrono::milliseconds{GetTickCount64()}};
#else
#if defined(CLOCK_BOOTTIME)
    constexpr clockid_t clock = CLOCK_BOOTTIME;
#else
    constexpr clockid_t clock = CLOCK_MONOTONIC;
#endif
    timespec time{};
    clock_gettime(clock, &time);
    return TimePoint{std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec}};
#endif
  }

  /// The time of day of the system.
  WallTime wall() const noexcept {
#if defined(CLOCK_REALTIME_COARSE)
    timespec time{};  // a few milliseconds are nothing to what is measured by it
    clock_gettime(CLOCK_REALTIME_COARSE, &time);
    return WallTime{std::chrono::seconds{time.tv_sec} + std::chrono::milliseconds{time.tv_nsec / 1'000'000}};
#else
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
#endif
  }

  /// From the system's generator; false only where that fails.
  bool random(std::span<std::byte> bytes) const noexcept {
#if defined(_WIN32)
    return BCryptGenRandom(nullptr, reinterpret_cast<PUCHAR>(bytes.data()), static_cast<ULONG>(bytes.size()),
                           BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0;
#elif defined(__linux__)
    for (std::size_t filled = 0; filled < bytes.size();) {
      const ssize_t got = getrandom(bytes.data() + filled, bytes.size() - filled, 0);
      if (got < 0 && errno != EINTR) return false;
      if (got > 0) filled += static_cast<std::size_t>(got);
    }
    return true;
#else
    arc4random_buf(bytes.data(), bytes.size());
    return true;
#endif
  }
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/browser_sign_in/pkce.hpp>
// The random texts of a sign-in in the browser, and the proof that whoever redeems the code is who asked for it.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_PKCE_HPP
#define KEYTURN_ADAPTERS_BROWSER_SIGN_IN_PKCE_HPP

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#if !__has_include(<openssl/evp.h>)
#error "sign_in.hpp needs OpenSSL: install libssl-dev (Debian)"
#include <stop_here_see_the_error_above>
#endif
#include <openssl/evp.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// 32 bytes as 43 characters that need no escape in a URL (RFC 4648, section 5, without padding).
inline Secret url_safe(std::span<const unsigned char, 32> bytes) {
  std::array<unsigned char, 45> text{};  // 44, and a zero
  EVP_EncodeBlock(text.data(), bytes.data(), static_cast<int>(bytes.size()));
  Secret safe{43, [&](char* into) {
                for (std::size_t i = 0; i < 43; ++i) {
                  const char c = static_cast<char>(text[i]);
                  into[i] = c == '+' ? '-' : c == '/' ? '_' : c;
                }
              }};
  wipe(reinterpret_cast<char*>(text.data()), text.size());
  return safe;
}

/// A text that nobody can guess: 256 bits of the system's generator. A state, or a code verifier (RFC 7636, section
/// 4.1). `unsupported` where the generator fails.
inline Result<Secret> unguessable_text() {
  std::array<unsigned char, 32> bytes{};
  if (!Hosted{}.random(std::as_writable_bytes(std::span{bytes})))
    return make_error(Errc::unsupported, "the system has no random numbers");
  Secret text = url_safe(bytes);
  wipe(reinterpret_cast<char*>(bytes.data()), bytes.size());
  return text;
}

/// The challenge that goes out for a verifier: S256 (RFC 7636, section 4.2). `unsupported` where libcrypto has no
/// SHA-256.
inline Result<Secret> code_challenge(std::string_view verifier) {
  std::array<unsigned char, 32> hash{};
  unsigned size = 0;
  if (EVP_Digest(verifier.data(), verifier.size(), hash.data(), &size, EVP_sha256(), nullptr) != 1 ||
      size != hash.size())
    return make_error(Errc::unsupported, "libcrypto has no SHA-256");
  return url_safe(hash);
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/browser_sign_in/redirect_page.hpp>
// What the browser is answered at the redirect URI: small pages that need nothing from anywhere else.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_REDIRECT_PAGE_HPP
#define KEYTURN_ADAPTERS_BROWSER_SIGN_IN_REDIRECT_PAGE_HPP

#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

enum class RedirectPage {
  done,         ///< The code is here; the app goes on.
  failed,       ///< The auth server's answer ends the sign-in without a code.
  refused,      ///< Not the answer that is waited for, such as one of an earlier sign-in.
  not_found,    ///< Any other path.
  not_allowed,  ///< Any other method than GET.
  malformed,    ///< No request that a browser would send.
  too_long,     ///< More than a head may have.
};

/// What becomes of a request: the page that it is answered with, and whether nothing more is waited for.
struct RedirectVerdict {
  RedirectPage page = RedirectPage::refused;
  bool last = false;
};

/// The style of the pages, which stands between the two tags of `<style>` byte for byte.
inline constexpr std::string_view redirect_page_style =
    ":root{color-scheme:light "
    "dark;--back:#f4f5f7;--card:#fff;--text:#1c2230;--soft:#5b6472;--line:#e3e6eb;--good:#1f8a4c;"
    "--bad:#b3541e}"
    "@media(prefers-color-scheme:dark){:root{--back:#14171c;--card:#1e232b;--text:#eef1f5;--soft:#a3adba;--line:#"
    "2d343f;"
    "--good:#4cc38a;--bad:#f0a36b}}"
    "*{box-sizing:border-box}"
    "body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--back);color:var(--"
    "text);"
    "font:16px/1.5 system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",sans-serif}"
    "main{max-width:26rem;padding:40px 36px;text-align:center;background:var(--card);border:1px solid var(--line);"
    "border-radius:16px;box-shadow:0 8px 30px rgba(0,0,0,.06)}"
    "svg{width:56px;height:56px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:"
    "round}"
    ".good{color:var(--good)}.bad{color:var(--bad)}"
    "h1{margin:16px 0 8px;font-size:1.35rem;font-weight:600}"
    "p{margin:0;color:var(--soft);text-wrap:balance}";

/// The Content-Security-Policy's name for it: SHA-256 in Base64.
inline constexpr std::string_view redirect_page_style_hash = "hQBs/lyTrIYBr54a0HxPxcXekgbkpBCINGbNXwNEFtQ=";

inline std::string redirect_html(bool good, std::string_view title, std::string_view text) {
  std::string html =
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>";
  html.append(title).append("</title><style>").append(redirect_page_style).append("</style></head><body><main>");
  html += good ? "<svg class=\"good\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><circle cx=\"12\" cy=\"12\" r=\"10\"/>"
                 "<path d=\"m8 12.5 2.8 2.8L16.2 9.6\"/></svg>"
               : "<svg class=\"bad\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><circle cx=\"12\" cy=\"12\" r=\"10\"/>"
                 "<path d=\"M12 7.5v5.5m0 3.5v.01\"/></svg>";
  html.append("<h1>").append(title).append("</h1><p>").append(text).append("</p></main></body></html>\n");
  return html;
}

/// A whole answer of HTTP/1.1. Nothing of the request stands in it. The page may load nothing, run nothing, stand in no
/// frame and tell nobody where it was; it is kept in no cache.
inline std::string redirect_answer(RedirectPage page) {
  std::string_view status;
  std::string body;
  switch (page) {
    case RedirectPage::done:
      status = "200 OK";
      body = redirect_html(true, "All set", "You can close this page and go back to the app.");
      break;
    case RedirectPage::failed:
      status = "200 OK";
      body = redirect_html(false, "Not signed in", "You can close this page. The app says what happened.");
      break;
    case RedirectPage::refused:
      status = "400 Bad Request";
      body = redirect_html(false, "Not what the app waits for",
                           "This page may belong to an earlier sign-in. Please go back to the app.");
      break;
    case RedirectPage::not_found:
      status = "404 Not Found";
      break;
    case RedirectPage::not_allowed:
      status = "405 Method Not Allowed\r\nAllow: GET";
      break;
    case RedirectPage::malformed:
      status = "400 Bad Request";
      break;
    case RedirectPage::too_long:
      status = "431 Request Header Fields Too Large";
      break;
  }
  std::string answer{"HTTP/1.1 "};
  answer.append(status).append("\r\nConnection: close\r\nCache-Control: no-store\r\nContent-Length: ");
  answer.append(std::to_string(body.size()));
  if (!body.empty()) {
    answer.append("\r\nContent-Type: text/html; charset=utf-8\r\nX-Content-Type-Options: nosniff");
    answer.append("\r\nReferrer-Policy: no-referrer\r\nX-Frame-Options: DENY\r\nContent-Security-Policy: ");
    answer.append("default-src 'none'; style-src 'sha256-").append(redirect_page_style_hash);
    answer.append("'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  }
  return answer.append("\r\n\r\n").append(body);
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/browser_sign_in/flow.hpp>
// One sign-in in the browser, from its URL to its code, with the time as an argument.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_FLOW_HPP
#define KEYTURN_ADAPTERS_BROWSER_SIGN_IN_FLOW_HPP

#if !defined(_WIN32)

// <keyturn/adapters/browser_sign_in/loopback_socket.hpp>
// The sockets that wait for the browser, on the loopback address alone; for POSIX systems.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_LOOPBACK_SOCKET_HPP
#define KEYTURN_ADAPTERS_BROWSER_SIGN_IN_LOOPBACK_SOCKET_HPP

#include <cerrno>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// A socket that never blocks, raises no SIGPIPE, and is closed by its destructor and in programs that are started.
class LoopbackSocket {
 public:
  LoopbackSocket() = default;
  /// Takes a socket over, and sets it up.
  explicit LoopbackSocket(int fd) noexcept : fd_{fd} {
    if (fd_ < 0) return;
    ::fcntl(fd_, F_SETFD, FD_CLOEXEC);
    ::fcntl(fd_, F_SETFL, O_NONBLOCK);
#if defined(SO_NOSIGPIPE)
    const int on = 1;
    ::setsockopt(fd_, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
  }
  LoopbackSocket(LoopbackSocket&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
  LoopbackSocket& operator=(LoopbackSocket other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~LoopbackSocket() {
    if (fd_ >= 0) ::close(fd_);
  }

  explicit operator bool() const noexcept { return fd_ >= 0; }
  int fd() const noexcept { return fd_; }

  /// As recv(2) and send(2): -1 with EAGAIN instead of waiting.
  ssize_t receive(std::span<char> into) const { return ::recv(fd_, into.data(), into.size(), 0); }
  ssize_t send(std::string_view bytes) const {
#if defined(MSG_NOSIGNAL)
    return ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
#else
    return ::send(fd_, bytes.data(), bytes.size(), 0);
#endif
  }

  /// The next connection; empty with errno if there is none.
  LoopbackSocket accept() const {
#if defined(SOCK_CLOEXEC) && defined(SOCK_NONBLOCK)
    return LoopbackSocket{::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)};
#else
    return LoopbackSocket{::accept(fd_, nullptr, nullptr)};
#endif
  }

 private:
  int fd_ = -1;
};

/// A socket that listens, and the host and port that lead to it.
struct LoopbackListening {
  LoopbackSocket socket{};
  std::string authority{};  ///< As in a URL, such as 127.0.0.1:49152.
};

/// Listens at one address; port 0: one that the system chooses. `unsupported` with the system's word for why not.
inline Result<LoopbackListening> listen_at_loopback(bool ipv6, std::uint16_t port) {
  std::string authority = ipv6 ? "[::1]:" : "127.0.0.1:";
  const auto failed = [&](int number) {
    return make_error(Errc::unsupported, "cannot wait for the browser at ",
                      authority + std::to_string(port) + ": " + std::generic_category().message(number));
  };
#if defined(SOCK_CLOEXEC)
  constexpr int kind = SOCK_STREAM | SOCK_CLOEXEC;
#else
  constexpr int kind = SOCK_STREAM;
#endif
  LoopbackSocket socket{::socket(ipv6 ? AF_INET6 : AF_INET, kind, 0)};
  if (!socket) return failed(errno);
  const int on = 1;
  // What is left of an earlier sign-in at the same port; two that listen at once are refused all the same.
  if (port != 0) ::setsockopt(socket.fd(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);

  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(port);
  v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  v6.sin6_addr = in6addr_loopback;
  auto* const address = ipv6 ? reinterpret_cast<sockaddr*>(&v6) : reinterpret_cast<sockaddr*>(&v4);
  socklen_t size = ipv6 ? sizeof v6 : sizeof v4;
  if (::bind(socket.fd(), address, size) != 0 || ::listen(socket.fd(), SOMAXCONN) != 0 ||
      ::getsockname(socket.fd(), address, &size) != 0)
    return failed(errno);
  const unsigned chosen = ntohs(ipv6 ? v6.sin6_port : v4.sin_port);
  if (chosen == 80)
    authority.pop_back();  // browsers leave it out (RFC 9110, section 4.2.3)
  else
    authority += std::to_string(chosen);
  return LoopbackListening{std::move(socket), std::move(authority)};
}

inline Result<LoopbackListening> listen_at_loopback(LoopbackAddress address, std::uint16_t port) {
  if (address == LoopbackAddress::ipv6) return listen_at_loopback(true, port);
  auto first = listen_at_loopback(false, port);
  if (first || address == LoopbackAddress::ipv4) return first;
  auto second = listen_at_loopback(true, port);
  if (!second) return first;  // what is wrong with the usual one is of more use
  return second;
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/browser_sign_in/redirect_request.hpp>
// Reads the one kind of request that a browser sends to the redirect URI: a GET without a body.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_REDIRECT_REQUEST_HPP
#define KEYTURN_ADAPTERS_BROWSER_SIGN_IN_REDIRECT_REQUEST_HPP

#include <cstddef>
#include <optional>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// What was asked, as views into the bytes that were read.
struct RedirectRequest {
  std::string_view method{}, path{}, query{};  ///< `query` without its question mark.
  std::string_view host{};                     ///< As the Host field has it.
};

/// Visible ASCII alone, from a slash on: no absolute form, no authority, nothing that a browser would have encoded.
constexpr bool is_origin_form(std::string_view target) {
  if (!target.starts_with('/')) return false;
  for (const char c : target)
    if (c <= ' ' || c >= 0x7f || c == '#') return false;
  return true;
}

constexpr bool is_field_value(std::string_view text) {
  for (const char c : text)
    if ((c >= 0 && c < ' ' && c != '\t') || c == 0x7f) return false;
  return true;
}

/// Takes the line up to CR LF off the front of `rest`.
constexpr std::string_view take_crlf_line(std::string_view& rest) {
  const std::string_view line = rest.substr(0, rest.find("\r\n"));
  rest.remove_prefix(line.size() + 2);
  return line;
}

/// The head of a request, from its first byte to the empty line that ends it and no further (RFC 9112, sections 2 to
/// 5). Nothing for what is not exactly one head of HTTP/1.0 or 1.1 with one Host and no body: bare line ends, folded
/// lines, blanks before a colon, control characters, absolute targets and fragments among it.
constexpr std::optional<RedirectRequest> read_redirect_request(std::string_view head) {
  if (head.find("\r\n\r\n") != head.size() - 4 || head.size() < 4) return std::nullopt;
  head.remove_suffix(2);
  RedirectRequest request;

  std::string_view line = take_crlf_line(head);
  request.method = line.substr(0, line.find(' '));
  if (!core::detail::is_http_token(request.method) || request.method.size() == line.size()) return std::nullopt;
  line.remove_prefix(request.method.size() + 1);
  const std::string_view target = line.substr(0, line.find(' '));
  if (!is_origin_form(target) || target.size() == line.size()) return std::nullopt;
  line.remove_prefix(target.size() + 1);
  if (line != "HTTP/1.1" && line != "HTTP/1.0") return std::nullopt;
  request.path = target.substr(0, target.find('?'));
  if (request.path.size() < target.size()) request.query = target.substr(request.path.size() + 1);

  bool has_host = false;
  while (!head.empty()) {
    const std::string_view field = take_crlf_line(head);
    const std::string_view name = field.substr(0, field.find(':'));
    if (!core::detail::is_http_token(name) || name.size() == field.size()) return std::nullopt;
    const std::string_view value = trim(field.substr(name.size() + 1));
    if (!is_field_value(value)) return std::nullopt;
    if (equal_ignoring_case(name, "Transfer-Encoding")) return std::nullopt;
    if (equal_ignoring_case(name, "Content-Length") && value != "0") return std::nullopt;
    if (!equal_ignoring_case(name, "Host")) continue;
    if (has_host) return std::nullopt;
    has_host = true;
    request.host = value;
  }
  if (!has_host) return std::nullopt;
  return request;
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/browser_sign_in/redirect_listener.hpp>
// Waits at the redirect URI for the one request that brings the answer, and lets nobody else get in its way.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_REDIRECT_LISTENER_HPP
#define KEYTURN_ADAPTERS_BROWSER_SIGN_IN_REDIRECT_LISTENER_HPP

#include <array>
#include <cerrno>
#include <chrono>
#include <list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <poll.h>
#include <sys/socket.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// A listening socket and the connections that came in. Browsers open some that they do not use, and others may connect
/// too: so each connection has its own bytes and its own time, one request, and gives way when there are too many. Not
/// safe for use from several threads.
///
/// A server library would be a dependency of every desktop app, for one GET.
class RedirectListener {
 public:
  static constexpr std::size_t max_head = 8192, max_connections = 32;
  static constexpr std::chrono::seconds max_time{10};

  RedirectListener(LoopbackListening listening, std::string path)
      : socket_{std::move(listening.socket)}, authority_{std::move(listening.authority)}, path_{std::move(path)} {}
  RedirectListener(RedirectListener&&) noexcept = default;

  std::string redirect_uri() const { return "http://" + authority_ + path_; }

  /// Does what can be done without waiting. `judge(query)` gives a `RedirectVerdict` on each GET of the path that names
  /// this host. After the last one everything is closed, and true returned; the system still delivers the page.
  template <class Judge>
  bool serve(TimePoint now, Judge&& judge) {
    accept(now);
    for (auto it = connections_.begin(); it != connections_.end();) {
      const Step step = it->until <= now ? Step::over : go_on(*it, judge);
      if (step == Step::last) return close(), true;
      it = step == Step::over ? connections_.erase(it) : std::next(it);
    }
    // The oldest go first, but only when what all of them had sent was looked at.
    while (connections_.size() > max_connections) connections_.pop_front();
    return false;
  }

  /// Waits until there may be something to do, or that time is over.
  void wait(std::chrono::milliseconds at_most) const {
    std::vector<pollfd> waited;
    // Without a free descriptor the socket would be ready all the time, and no connection could be taken.
    if (socket_ && !out_of_descriptors_) waited.push_back({.fd = socket_.fd(), .events = POLLIN, .revents = 0});
    for (const Connection& each : connections_)
      waited.push_back(
          {.fd = each.socket.fd(), .events = each.to_send().empty() ? short{POLLIN} : short{POLLOUT}, .revents = 0});
    ::poll(waited.data(), static_cast<nfds_t>(waited.size()), static_cast<int>(at_most.count()));
  }

  void close() {
    connections_.clear();
    socket_ = {};
  }

 private:
  struct Connection {
    LoopbackSocket socket;
    TimePoint until;
    std::string head{}, answer{};
    std::size_t sent = 0;

    Connection(LoopbackSocket taken, TimePoint end) : socket{std::move(taken)}, until{end} { head.reserve(max_head); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() { wipe(head); }  // there is a code in it

    std::string_view to_send() const { return std::string_view{answer}.substr(sent); }
  };
  enum class Step { more, over, last };

  void accept(TimePoint now) {
    out_of_descriptors_ = false;
    // A bound for each call, so that nobody keeps the host's frame here by connecting again and again.
    for (std::size_t i = 0; i < max_connections; ++i) {
      LoopbackSocket taken = socket_.accept();
      if (taken) {
        connections_.emplace_back(std::move(taken), later(now, max_time));
        continue;
      }
      if (errno == EINTR || errno == ECONNABORTED) continue;
      out_of_descriptors_ = errno != EAGAIN && errno != EWOULDBLOCK;
      if (out_of_descriptors_ && !connections_.empty()) connections_.pop_front();
      return;
    }
  }

  template <class Judge>
  Step go_on(Connection& connection, Judge&& judge) {
    if (!connection.answer.empty()) return send(connection);
    const Step read = receive(connection);
    const std::size_t end = connection.head.find("\r\n\r\n");
    if (end == connection.head.npos && connection.head.size() < max_head) return read;
    const RedirectVerdict verdict =
        end == connection.head.npos ? RedirectVerdict{RedirectPage::too_long} : verdict_on(connection.head, judge);
    connection.answer = redirect_answer(verdict.page);
    wipe(connection.head);
    const Step sent = send(connection);
    return verdict.last ? Step::last : sent;
  }

  template <class Judge>
  RedirectVerdict verdict_on(std::string_view head, Judge&& judge) const {
    const auto request = read_redirect_request(head);
    // Another name that leads here is how a web page would reach this port (DNS rebinding).
    if (!request || !equal_ignoring_case(request->host, authority_)) return {RedirectPage::malformed};
    if (request->path != path_) return {RedirectPage::not_found};
    if (request->method != "GET") return {RedirectPage::not_allowed};
    return judge(request->query);
  }

  static Step receive(Connection& connection) {
    std::array<char, 2048> bytes;
    while (connection.head.size() < max_head) {
      const std::size_t room = std::min(bytes.size(), max_head - connection.head.size());
      const auto got = connection.socket.receive({bytes.data(), room});
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return wipe(bytes.data(), bytes.size()), Step::more;
      if (got <= 0) return wipe(bytes.data(), bytes.size()), Step::over;
      connection.head.append(bytes.data(), static_cast<std::size_t>(got));
    }
    wipe(bytes.data(), bytes.size());
    return Step::more;
  }

  /// Once all is sent, what the other side still sends is read and dropped until it closes: a connection that is closed
  /// with bytes unread takes the answer back.
  static Step send(Connection& connection) {
    while (!connection.to_send().empty()) {
      const auto sent = connection.socket.send(connection.to_send());
      if (sent < 0 && errno == EINTR) continue;
      if (sent < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? Step::more : Step::over;
      connection.sent += static_cast<std::size_t>(sent);
      if (connection.to_send().empty()) ::shutdown(connection.socket.fd(), SHUT_WR);
    }
    std::array<char, 2048> bytes;
    for (int i = 0; i < 16; ++i) {
      const auto got = connection.socket.receive(bytes);
      if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK)) return Step::over;
      if (got < 0) break;
    }
    return Step::more;
  }

  LoopbackSocket socket_;
  std::string authority_, path_;
  std::list<Connection> connections_;
  bool out_of_descriptors_ = false;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

#endif

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Who knows the state is whom the auth server answered: an answer without it is somebody else's, is refused, and
/// changes nothing (RFC 9700, section 2.1). With it, the first answer is the last. Not safe for use from several
/// threads.
class BrowserFlow {
 public:
  static Result<BrowserFlow> begin(OAuth2Config config, const BrowserSignInOptions& options, TimePoint now) {
    BrowserFlow flow{std::move(config), later(now, saturated(options.timeout))};
    auto state = unguessable_text();
    if (!state) return std::move(state).error();
    auto verifier = unguessable_text();
    if (!verifier) return std::move(verifier).error();
    const auto challenge = code_challenge(verifier->view());
    if (!challenge) return challenge.error();
    flow.state_ = *std::move(state);
    flow.verifier_ = *std::move(verifier);

    flow.redirect_uri_ = options.redirect_uri;
    if (auto opened = flow.listen(options); !opened) return std::move(opened).error();
    auto url = authorization_url(flow.config_, {.redirect_uri = flow.redirect_uri_,
                                                .state = std::string{flow.state_.view()},
                                                .code_challenge = std::string{challenge->view()},
                                                .scope = options.scope,
                                                .extra = options.extra});
    if (!url) return std::move(url).error();
    flow.url_ = *std::move(url);
    return flow;
  }

  const std::string& url() const { return url_; }
  const std::string& redirect_uri() const { return redirect_uri_; }

  /// Does what can be done without waiting. The result comes once; from then on there is only an error that says so.
  /// When there is one, no port is open.
  std::optional<Result<AuthorizationCode>> step(TimePoint now) {
    if (over_)
      return Result<AuthorizationCode>{make_error(Errc::bad_request, "this sign-in is over: begin another one")};
#if !defined(_WIN32)
    if (!result_ && listener_) listener_->serve(now, [this](std::string_view query) { return judge(query); });
#endif
    if (!result_ && now >= deadline_) result_ = Result<AuthorizationCode>{too_late()};
    if (!result_) return std::nullopt;
    close();
    return std::exchange(result_, std::nullopt);
  }

  /// Takes what the user or the system brought: the whole URL that the browser was sent back to, or its code alone. An
  /// error that changes nothing, if it is not the answer to this sign-in.
  Result<void> take(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    text = text.substr(0, text.find_last_not_of(blanks) + 1);
    if (over_ || result_) return make_error(Errc::bad_request, "this sign-in is over: begin another one");
    if (text.empty()) return make_error(Errc::bad_request, "there is no code in what was pasted");
    if (text.find("://") == text.npos && text.find_first_of("?& \t\r\n") == text.npos) {
      result_ = granted(std::string{text});  // PKCE binds it to this sign-in
      return {};
    }
    text = text.substr(0, text.find('#'));
    const bool has_query = redirect_uri_.find('?') != redirect_uri_.npos;
    if (!text.starts_with(redirect_uri_) || !text.substr(redirect_uri_.size()).starts_with(has_query ? '&' : '?'))
      return make_error(Errc::bad_request, "what was pasted is neither a code nor a URL that begins with ",
                        redirect_uri_ + (has_query ? '&' : '?'));
    if (judge(text.substr(redirect_uri_.size() + 1)).last) return {};
    return make_error(Errc::bad_answer,
                      "what was pasted is not the answer to this sign-in: copy the URL of the page that "
                      "the browser shows now");
  }

  void cancel() {
    if (!over_) result_ = Result<AuthorizationCode>{make_error(Errc::cancelled, "the sign-in was cancelled")};
  }

  /// Waits until there may be something to do, for `at_most`, and never beyond the end of the sign-in.
  void wait(TimePoint now, std::chrono::milliseconds at_most) const {
#if !defined(_WIN32)
    at_most = std::min(at_most, milliseconds_left(deadline_, now));
    if (listener_)
      listener_->wait(at_most);
    else
      ::poll(nullptr, 0, static_cast<int>(at_most.count()));
#else
    ::Sleep(static_cast<DWORD>(std::min(at_most, milliseconds_left(deadline_, now)).count()));
#endif
  }

 private:
  BrowserFlow(OAuth2Config config, TimePoint deadline) : config_{std::move(config)}, deadline_{deadline} {}

  Result<void> listen([[maybe_unused]] const BrowserSignInOptions& options) {
    if (!redirect_uri_.empty()) return {};
#if defined(_WIN32)
    return make_error(Errc::unsupported,
                      "keyturn cannot wait for the browser on this system yet: set "
                      "BrowserSignInOptions::redirect_uri");
#else
    if (!is_origin_form(options.path) || options.path.find('?') != options.path.npos)
      return make_error(Errc::bad_request,
                        "the path of the redirect URI must begin with a slash and hold no query: ", options.path);
    auto listening = listen_at_loopback(options.address, options.port);
    if (!listening) return std::move(listening).error();
    listener_.emplace(*std::move(listening), options.path);
    redirect_uri_ = listener_->redirect_uri();
    return {};
#endif
  }

  RedirectVerdict judge(std::string_view query) {
    auto answer = read_callback(query);
    if (!answer || Secret{std::string_view{answer->state}} != state_) {
      ++strangers_;
      return {RedirectPage::refused};
    }
    auto code = check_callback(config_, state_.view(), *answer);
    wipe(answer->code);
    result_ = code ? granted(*std::move(code)) : Result<AuthorizationCode>{std::move(code).error()};
    return {code ? RedirectPage::done : RedirectPage::failed, true};
  }

  Result<AuthorizationCode> granted(std::string code) const {
    return AuthorizationCode{std::move(code), redirect_uri_, std::string{verifier_.view()}};
  }

  Error too_late() const {
    Error error = make_error(Errc::timed_out, "nobody came back from the browser in time");
    if (strangers_ > 0)
      error.detail += "; answers that were not to this sign-in, and were refused: " + std::to_string(strangers_);
    return error;
  }

  void close() {
    over_ = true;
    state_ = {};
    verifier_ = {};
#if !defined(_WIN32)
    listener_.reset();
#endif
  }

  OAuth2Config config_;
  TimePoint deadline_;
  Secret state_, verifier_;
  std::string redirect_uri_, url_;
#if !defined(_WIN32)
  std::optional<RedirectListener> listener_;
#endif
  std::optional<Result<AuthorizationCode>> result_;
  std::size_t strangers_ = 0;
  bool over_ = false;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/browser_sign_in/system_browser.hpp>
// Opens a URL in the browser that the user has chosen, as a program of its own that knows nothing of this one.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_SYSTEM_BROWSER_HPP
#define KEYTURN_ADAPTERS_BROWSER_SIGN_IN_SYSTEM_BROWSER_HPP

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#if defined(_WIN32)
#ifndef NOMINMAX
#error "define NOMINMAX before including keyturn on Windows: its min and max macros break the standard library"
#endif
#include <windows.h>
// The order matters: shellapi.h needs windows.h.
#include <shellapi.h>
#else
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/syscall.h>
#endif
#endif

KEYTURN_NAMESPACE_BEGIN

namespace detail {

#if defined(_WIN32)

inline Result<void> start_browser(const std::string& url) {
  // Holds visible ASCII alone, so that it is what it is in any code page.
  if (reinterpret_cast<INT_PTR>(::ShellExecuteA(nullptr, "open", url.c_str(), nullptr, nullptr, SW_SHOWNORMAL)) > 32)
    return {};
  return make_error(Errc::unsupported, "the browser could not be opened");
}

#else

inline constexpr const char* browser_opener =
#if defined(__APPLE__)
    "/usr/bin/open";
#else
    "xdg-open";
#endif

/// Whether there is somewhere for a browser to appear; a text browser in nobody's terminal serves nobody.
inline bool has_display() {
#if defined(__APPLE__)
  return true;
#else
  for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "BROWSER"})
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0') return true;
  return false;
#endif
}

// From here on to exec only calls that are safe in a child of a program with threads (POSIX, fork).

inline void close_from(int first) noexcept {
#if defined(SYS_close_range)
  if (::syscall(SYS_close_range, static_cast<unsigned>(first), ~0u, 0u) == 0) return;
#endif
  rlimit limit{};
  constexpr rlim_t enough = 1 << 20;  // without a limit it would take minutes
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur > enough) limit.rlim_cur = enough;
  for (int fd = first; fd < static_cast<int>(limit.rlim_cur); ++fd) ::close(fd);
}

/// Becomes the opener, or writes to `report` why not.
[[noreturn]] inline void become_opener(const char* url, int report) noexcept {
  ::setsid();  // Ctrl-C at the app's terminal is not for the browser
  // The report stands at 3, and goes with exec; all else that is open here is no business of the browser's.
  if (report != 3) ::dup2(report, 3);
  const int nothing = ::open("/dev/null", O_RDWR);
  for (int fd = 0; fd < 3; ++fd)
    if (nothing != fd) ::dup2(nothing, fd);
  ::fcntl(3, F_SETFD, FD_CLOEXEC);
  close_from(4);
  ::signal(SIGPIPE, SIG_DFL);
  ::signal(SIGCHLD, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::execlp(browser_opener, browser_opener, url, static_cast<char*>(nullptr));
  const int number = errno;
  [[maybe_unused]] const auto written = ::write(3, &number, sizeof number);
  ::_exit(127);
}

/// The opener is a child of a child that ends at once, so that nobody has to wait for it.
inline Result<void> start_browser(const std::string& url) {
  if (!has_display())
    return make_error(Errc::unsupported,
                      "there is no display to open a browser on (none of DISPLAY, WAYLAND_DISPLAY, "
                      "BROWSER is set)");
  const auto failed = [](int number) {
    return make_error(Errc::unsupported, browser_opener,
                      " could not be started: " + std::generic_category().message(number));
  };
  int report[2];
#if defined(__linux__)
  if (::pipe2(report, O_CLOEXEC) != 0) return failed(errno);
#else
  if (::pipe(report) != 0) return failed(errno);
  for (const int end : report) ::fcntl(end, F_SETFD, FD_CLOEXEC);
#endif
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);  // no handler of the host's runs in the children
  const pid_t child = ::fork();
  if (child == 0) {
    const pid_t opener = ::fork();
    if (opener == 0) become_opener(url.c_str(), report[1]);
    const int number = errno;
    if (opener < 0) [[maybe_unused]]
      const auto written = ::write(report[1], &number, sizeof number);
    ::_exit(0);
  }
  const int number = child < 0 ? errno : 0;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  ::close(report[1]);
  while (child > 0 && ::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
  int why = number;
  while (why == 0 && ::read(report[0], &why, sizeof why) < 0 && errno == EINTR) {  // nothing: exec took the other end
  }
  ::close(report[0]);
  if (why != 0) return failed(why);
  return {};
}

#endif

/// Opens an http or https URL: with xdg-open, `open` on macOS, ShellExecute on Windows. No shell reads it, and the
/// program inherits no descriptor; its output goes nowhere. Returns when it runs, which takes some milliseconds.
/// `unsupported` where there is no display or the opener is missing; that the opener itself finds no browser stays
/// unknown.
inline Result<void> open_system_browser(const std::string& url) {
  if (auto origin = origin_of(url); !origin) return std::move(origin).error();
  return start_browser(url);
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/browser_sign_in.hpp>
// Signs in through the user's own browser, as native apps should (RFC 8252), and brings back the code that a login
// takes.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_HPP
#define KEYTURN_ADAPTERS_BROWSER_SIGN_IN_HPP

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// One sign-in in the browser: authorization code with PKCE (RFC 7636, S256 alone), a state, and the check of `iss`
/// (RFC 9207). It brings an `AuthorizationCode`; what turns it into a session is `client.login(code)`, so that the
/// app's transport and its promises hold there too.
///
///     auto sign_in = keyturn::BrowserSignIn::begin(config);
///     if (!sign_in) return fail(sign_in.error());
///     if (auto opened = sign_in->open_browser(); !opened) show(sign_in->url());
///     …
///     if (auto code = sign_in->poll())                      // once a frame
///       *code ? start_login(**code) : show(code->error());
///
/// From `begin` on it listens at the loopback address, and there alone. Only a GET of the redirect URI with the right
/// Host field and the right state is an answer, and the first one is the last. All else gets an error page and changes
/// nothing, however much of it comes: programs that do not know the state can neither end the sign-in nor slip in a
/// code of theirs. When the result is there, and when the object dies, no port is open.
///
/// The browser sees a small page that loads nothing and repeats nothing of its URL. The code stays in its address bar;
/// it is of no use without the verifier, which never leaves this object but with the code.
///
/// What it cannot hide: while the browser starts, its URL stands in the system's list of processes. Another user of the
/// machine who looks there knows the state, and may end the sign-in or answer it with an account of their own; they
/// cannot redeem the code.
///
/// **Threads.** For one thread at a time, but for `cancel`, which may be called from any. Nothing blocks but `wait`.
/// POSIX; on Windows only with `BrowserSignInOptions::redirect_uri` for now.
class BrowserSignIn {
 public:
  /// Opens the port and makes the URL; does not open the browser. Needs `authorization_endpoint` and `client_id`, and
  /// `issuer` for the check. Errors: `bad_request` and `insecure_url` for a configuration that cannot be;
  /// `unsupported`, with the system's reason, if no port can be had or there are no random numbers.
  static Result<BrowserSignIn> begin(OAuth2Config config, BrowserSignInOptions options = {}) {
    auto flow = detail::BrowserFlow::begin(std::move(config), options, Hosted{}.now());
    if (!flow) return std::move(flow).error();
    return BrowserSignIn{share<State>(*std::move(flow), std::move(options.open_browser))};
  }

  /// What the user's browser is to show; holds nothing that is secret for longer than this sign-in.
  const std::string& url() const { return state_->flow.url(); }
  /// Where it comes back to.
  const std::string& redirect_uri() const { return state_->flow.redirect_uri(); }

  /// Opens the URL by `BrowserSignInOptions::open_browser`, or with xdg-open (`open` on macOS, ShellExecute on
  /// Windows): no shell reads it, and the program inherits no descriptor. Takes some milliseconds. `unsupported`, with
  /// the reason, where there is no display or nothing that opens browsers. The sign-in goes on in any case, so that the
  /// host can show the URL; it should do that anyhow, for an opener that finds no browser tells nobody.
  Result<void> open_browser() {
    return state_->open_browser ? state_->open_browser(url()) : detail::open_system_browser(url());
  }

  /// What came of it, once; nothing as long as the user is not done. `login_refused`: the server or the user said no.
  /// `bad_answer`: the answer has the state, but is not the server's own (another `iss`, RFC 9207) or has no code.
  /// `timed_out`: nobody came back in time; the detail says how many wrong answers came instead. `cancelled`. Later
  /// calls give `bad_request`.
  std::optional<Result<AuthorizationCode>> poll() {
    if (state_->cancelled.load()) state_->flow.cancel();
    return state_->flow.step(Hosted{}.now());
  }

  /// The same as soon as it is there. Blocks until then; `cancel` ends it within 100 ms.
  Result<AuthorizationCode> wait() {
    for (;;) {
      if (auto result = poll()) return *std::move(result);
      state_->flow.wait(Hosted{}.now(), std::chrono::milliseconds{100});
    }
  }

  /// Takes the answer in another way, such as from the user's clipboard where the browser runs on another machine: the
  /// whole URL that it was sent back to, or the code alone. `poll` then has the result. An error, after which the
  /// sign-in goes on, for anything that is not the answer to it: `bad_request` or `bad_answer`, with a text for the
  /// user.
  Result<void> answer(std::string_view pasted) { return state_->flow.take(pasted); }

  /// The next `poll`, or the `wait` that runs, gives `cancelled`, and the port is closed.
  void cancel() noexcept { state_->cancelled.store(true); }

 private:
  struct State : Holders {
    State(detail::BrowserFlow begun, Callback<Result<void>(const std::string&)> opener)
        : flow{std::move(begun)}, open_browser{std::move(opener)} {}
    detail::BrowserFlow flow;
    Callback<Result<void>(const std::string&)> open_browser;
    Atomic<bool> cancelled{false};
  };
  explicit BrowserSignIn(Shared<State> state) : state_{std::move(state)} {}

  Shared<State> state_;
};

/// Opens the browser and waits until the user is done, for `BrowserSignInOptions::timeout` at most. The errors of
/// `BrowserSignIn`; also of `open_browser`, at once. Who wants to cancel it uses `BrowserSignIn` itself.
inline Result<AuthorizationCode> sign_in_with_browser(OAuth2Config config, BrowserSignInOptions options = {}) {
  auto sign_in = BrowserSignIn::begin(std::move(config), std::move(options));
  if (!sign_in) return std::move(sign_in).error();
  if (auto opened = sign_in->open_browser(); !opened) return std::move(opened).error();
  return sign_in->wait();
}

KEYTURN_NAMESPACE_END

#endif

// <keyturn/sign_in.hpp>
// The umbrella with everything of oauth2.hpp and the sign-in in the browser; link crypto.
#ifndef KEYTURN_SIGN_IN_HPP
#define KEYTURN_SIGN_IN_HPP

#endif
