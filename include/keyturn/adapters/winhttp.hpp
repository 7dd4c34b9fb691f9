// Sends HTTP with WinHTTP: the transport for Windows programs that bring no HTTP library along.
#ifndef KEYTURN_ADAPTERS_WINHTTP_HPP
#define KEYTURN_ADAPTERS_WINHTTP_HPP

#include <keyturn/adapters/winhttp/exchange.hpp>
#include <keyturn/adapters/winhttp/handle.hpp>
#include <keyturn/adapters/winhttp/options.hpp>
#include <keyturn/concepts/transport.hpp>

#include <string>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// A blocking transport on WinHTTP, for Windows 8.1 and later; link `winhttp` and `bcrypt`. Certificates are
/// always verified, against those that Windows trusts; TLS is 1.2 or later, HTTP/2 is spoken where server and Windows have
/// it. Connections are kept between requests. Proxies of the system and the environment, cookies, client certificates and
/// the user's Windows login are not used. Nothing is written to any log.
///
/// **Tried under Wine 8, never on Windows itself**: what the check of a transport finds there stands in tests/README.md.
///
/// **Threads.** `send` may be called from any number of threads at once, and from inside `on_data` and body readers, which
/// run on the calling thread. The transport may be moved or destroyed only while no call is in it.
///
/// **Once.** A request goes out once, and every answer, a redirect included, is handed back. The one exception: a GET, HEAD
/// or OPTIONS without a streamed body may go out again if a kept connection turns out to be dead. `at_most_once` takes this
/// exception away too, and its connection is not kept; the one it goes out on is WinHTTP's choice, and under Wine may be a
/// kept one.
///
/// **Bodies** are handed over in pieces of 16 KiB. With a length at most that many bytes of a stream are read; without one
/// it goes out in chunks. Content-Length and Transfer-Encoding among the headers are left out, for the body alone says
/// them. No compression is asked for; if the request's headers do, the body is handed over as it came.
///
/// **Secrets.** What stands in buffers of its own is wiped. Copies inside WinHTTP, the TLS library and the kernel are out of
/// reach.
class WinHttpTransport {
 public:
  /// Connects to nothing yet.
  explicit WinHttpTransport(WinHttpOptions options = {}) : options_{std::move(options)}, sessions_{options_} {}
  WinHttpTransport(WinHttpTransport&&) noexcept = default;
  WinHttpTransport& operator=(WinHttpTransport&&) noexcept = default;

  /// Sends one request and waits for its answer, for `request.timeout` at most; any status is an answer. A timeout or
  /// `max_response` of 0 or less stands for the default of `Options`. Errors, with a short text that names no URL:
  ///  - `bad_request`: a malformed URL (user info is, and a scheme other than http and https), method or header; nothing was
  ///  sent;
  ///  - `unsupported`: CONNECT, a HEAD with a body, a header with bytes beyond ASCII, which WinHTTP would rewrite; nothing
  ///  was sent;
  ///  - `not_sent`: the name, the connection, the proxy or TLS failed, also for `connect_timeout`: the server saw nothing;
  ///  - `no_answer`: it went out, but no complete answer came, or the body's reader broke its word on the length;
  ///  - `timed_out`: past the timeout, at whatever stage;
  ///  - `bad_answer`: no HTTP, or a header over `max_header_bytes` or a body over `max_response`;
  ///  - `cancelled`: `on_data` returned false.
  /// What a reader or `on_data` throws comes out of here, after the request is cut off.
  Result<Response> send(const Request& request) { return detail::WinHttpExchange{request, options_}.run(sessions_); }

 private:
  WinHttpOptions options_;
  detail::WinHttpSessions sessions_;
};

static_assert(BlockingTransport<WinHttpTransport>);

KEYTURN_NAMESPACE_END

#endif
