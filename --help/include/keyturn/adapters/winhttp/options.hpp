// What a host may choose for the WinHTTP transport.
#ifndef KEYTURN_ADAPTERS_WINHTTP_OPTIONS_HPP


#include <keyturn/base/time.hpp>

#include <cstddef>
#include <string>

KEYTURN_NAMESPACE_BEGIN

/// How `WinHttpTransport` connects. There is no option that turns the check of certificates off.
struct WinHttpOptions {
  /// Where requests go through, as WinHTTP writes it: `proxy.example:3128`. Empty: straight to the server; what the system
  /// has set is not read. https goes through the proxy by CONNECT; requests to this machine never take it.
  std::string proxy{};
  std::chrono::milliseconds connect_timeout{10'000};  ///< For name and connection; the request's own time counts too.
  std::size_t max_header_bytes = 64u << 10;           ///< Of one answer.
  bool http2 = true;                                  /**< Over TLS, where server and Windows have it; else HTTP/1.1. */
  /// Empty: none. A request's own User-Agent goes before it.
  std::string user_agent = "keyturn/" + std::to_string(KEYTURN_VERSION_MAJOR) + '.' +
                           std::to_string(KEYTURN_VERSION_MINOR) + '.' + std::to_string(KEYTURN_VERSION_PATCH);
};

KEYTURN_NAMESPACE_END

#endif
