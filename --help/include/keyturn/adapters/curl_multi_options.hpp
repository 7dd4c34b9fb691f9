/// @file keyturn/adapters/curl_multi_options.hpp What a host may choose for the asynchronous libcurl transports.
#ifndef KEYTURN_ADAPTERS_CURL_MULTI_OPTIONS_HPP


#include <keyturn/adapters/curl_options.hpp>

KEYTURN_NAMESPACE_BEGIN

/// How `CurlMultiTransport` and `PolledCurlMultiTransport` connect, and how much they do at once. Requests beyond the
/// limits wait their turn, without a connection and without a libcurl handle; their timeout runs meanwhile. A limit of
/// 0 counts as 1.
///
/// Requests with `at_most_once`, those to the auth server, stand in a line of their own, with up to four connections
/// beside these limits: a refresh never waits for the calls that wait for it.
struct CurlMultiOptions {
  CurlOptions curl{};                ///< How each connection is made. Its `max_idle_connections` does not count here.
  std::size_t max_connections = 64;  ///< To all servers together; so many stay open between requests, too.
  std::size_t max_connections_per_host = 8;  /**< To one scheme, host and port. */
  /// Requests that are under way at once to a server that speaks HTTP/2, where they share a connection. It is known
  /// after the first answer.
  std::size_t max_streams_per_host = 100;
};

KEYTURN_NAMESPACE_END

#endif
