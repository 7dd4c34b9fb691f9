/// @file keyturn/adapters/curl_options.hpp What a host may choose for the libcurl transport.
#ifndef KEYTURN_ADAPTERS_CURL_OPTIONS_HPP


#include <keyturn/adapters/curl_debug.hpp>
#include <keyturn/base/time.hpp>

#include <cstddef>
#include <string>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {
/// "keyturn/" and the version.
inline std::string default_user_agent() {
                                                                                                                 
                                               
}
}/** @endcond */  // namespace detail

/// How `CurlTransport` connects. There is no option that turns the check of certificates off.
struct CurlOptions {
  /// Certificates to trust, a PEM file. If this and `ca_path` are empty: libcurl's own default.
  std::string ca_file{};
  std::string ca_path{};  /**< More of them, a folder of hashed files. Beside what these two hold nothing is trusted. */
  /// Where requests go through, as libcurl writes it: `http://proxy.example:3128`. Empty: straight to the server. The
  /// variables `http_proxy`, `all_proxy`, `no_proxy` and their like are not read: a token takes no way that the host
  /// did not choose. https goes through the proxy by CONNECT; requests to this machine never take it.
  std::string proxy{};
  std::chrono::milliseconds connect_timeout{
      10'000};                               ///< For name, connection and TLS; the request's own time counts too.
  std::size_t max_idle_connections = 16;     ///< Handles kept for the next request, each with its connections.
  std::size_t max_header_bytes = 64u << 10;  ///< Of one answer: all its header blocks and trailers together.
  bool http2 = true;                         ///< Over TLS, where the server has it; else HTTP/1.1.
  std::string user_agent = detail::default_user_agent();  /**< Empty: none. A request's own User-Agent goes before it. */
  /// For the search for a fault: a function of a `std::string_view` that gets, line by line, what libcurl says about its
  /// work and the headers that go over the wire. Empty: libcurl is not asked. Nothing secret is in the lines: of a field
  /// that is not known to be harmless (Authorization, Cookie, Set-Cookie, Idempotency-Key, Location, one of the host's own)
  /// they tell the length alone, as of every body, and of what a server says with a word of more than 16 characters; they
  /// have no query of a URL, and of TLS records nothing. Hosts, paths and names of fields they do have. Called on the
  /// threads that send, on several at once with `CurlTransport`, until the transport is gone; must not call the transport.
  /// What it throws is lost.
  CurlDebug debug{};
};

KEYTURN_NAMESPACE_END

#endif
