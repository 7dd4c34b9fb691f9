/// @file keyturn/adapters/curl.hpp Sends HTTP with libcurl: the transport of desktop and server programs.
#ifndef KEYTURN_ADAPTERS_CURL_HPP


#include <keyturn/adapters/curl_options.hpp>
#include <keyturn/concepts/transport.hpp>

#include <utility>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {
class CurlHandlePool;
}/** @endcond */  // namespace detail

/// A blocking transport on libcurl 7.80 or later. Keeps connections open between requests and speaks HTTP/2 over TLS
/// where the server has it. Certificates are always verified, TLS is 1.2 or later, and the environment's proxies, netrc
/// files and cookies are not used. Header values and bodies are written to no log; `CurlOptions::debug` tells the rest.
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
/// of `at_most_once` requests at once. Copies inside libcurl, the TLS library and the kernel are out of reach; with
/// KEYTURN_HARDENED_SECRETS=1 libcurl's are in hardened memory, unless the program has started libcurl before.
///
/// **Signals and exit.** libcurl is started at first use (`curl_global_init`) and left running. It raises no signals,
/// but a libcurl before 7.87 may cause SIGPIPE over TLS: programs with one should ignore that signal.
class CurlTransport {
 public:
  /// Connects to nothing yet.
  explicit CurlTransport(CurlOptions options = {});
  /** @cond */CurlTransport(CurlTransport&& other) noexcept : pool_{std::exchange(other.pool_, nullptr)} {}/** @endcond */
  /** @cond */CurlTransport& operator=(CurlTransport other) noexcept {
    std::swap(pool_, other.pool_);
    return *this;
  }/** @endcond */
  /** @cond */~CurlTransport();/** @endcond */

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
  Result<Response> send(const Request& request);

 private:
  detail::CurlHandlePool* pool_;
};

static_assert(BlockingTransport<CurlTransport>);

KEYTURN_NAMESPACE_END

#if KEYTURN_HAS_BODIES
#include <keyturn/adapters/curl_send.hpp>
#endif

#endif
