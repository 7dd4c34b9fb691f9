// Checks what the asynchronous transports do without a choice of the host's.
#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <keyturn/adapters/curl_multi_options.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(adapters_curl_multi_options)

BOOST_AUTO_TEST_CASE(the_defaults_are_kind_to_servers) {
  const keyturn::CurlMultiOptions options;
  BOOST_TEST(options.max_connections == 64u);
  BOOST_TEST(options.max_connections_per_host == 8u);
  BOOST_TEST(options.max_streams_per_host == 100u);
  BOOST_TEST(options.curl.http2);
}

BOOST_AUTO_TEST_CASE(designated_initialisers_name_what_differs) {
  const keyturn::CurlMultiOptions options{.curl = {.http2 = false}, .max_connections_per_host = 2};
  BOOST_TEST(!options.curl.http2);
  BOOST_TEST(options.max_connections_per_host == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
