// Checks what a host may choose for libcurl, and what it is without a choice.
#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <keyturn/adapters/curl_options.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(adapters_curl_options)

BOOST_AUTO_TEST_CASE(the_defaults_are_safe) {
  const keyturn::CurlOptions options;
  BOOST_TEST(options.ca_file.empty());
  BOOST_TEST(options.ca_path.empty());
  BOOST_TEST(options.proxy.empty());
  BOOST_TEST((options.connect_timeout == std::chrono::seconds{10}));
  BOOST_TEST(options.max_idle_connections == 16u);
  BOOST_TEST(options.max_header_bytes == 65536u);
  BOOST_TEST(options.http2);
}

BOOST_AUTO_TEST_CASE(the_user_agent_names_the_version) {
  BOOST_TEST(keyturn::CurlOptions{}.user_agent == "keyturn/" + std::to_string(KEYTURN_VERSION_MAJOR) + '.' +
                                                      std::to_string(KEYTURN_VERSION_MINOR) + '.' +
                                                      std::to_string(KEYTURN_VERSION_PATCH));
}

BOOST_AUTO_TEST_CASE(designated_initialisers_name_what_differs) {
  const keyturn::CurlOptions options{.proxy = "http://proxy.example:3128", .http2 = false};
  BOOST_TEST(options.proxy == "http://proxy.example:3128");
  BOOST_TEST(!options.http2);
}

BOOST_AUTO_TEST_SUITE_END()
