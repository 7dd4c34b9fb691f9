#include <keyturn/protocol/oauth2_endpoint.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn;

BOOST_AUTO_TEST_SUITE(oauth2_endpoint)

std::string checked(std::string_view url) {
  const auto usable = detail::check_endpoint("token_endpoint", url);
  return usable ? "ok" : std::string{to_string(usable.error().code)} + ": " + usable.error().detail;
}

BOOST_AUTO_TEST_CASE(an_endpoint_is_absolute_and_https_or_on_this_machine) {
  for (const auto url : {"https://id.example.test/token", "https://id.example.test:8443/t?tenant=1",
                         "http://127.0.0.1:1/token", "http://[::1]:1/token", "http://localhost/token"})
    BOOST_TEST(checked(url) == "ok", url);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said_with_its_name) {
  BOOST_TEST(checked("") == "bad_request: not in the configuration: token_endpoint");
  BOOST_TEST(checked("/token") == "bad_request: token_endpoint: URL: it does not begin with https:// or http://");
  BOOST_TEST(checked("https://user@id.example.test/") == "bad_request: token_endpoint: URL: it holds user info");
  BOOST_TEST(checked("http://id.example.test/token") == "insecure_url: plain http: token_endpoint");
  BOOST_TEST(checked("https://id.example.test/token#x") == "bad_request: it has a fragment: token_endpoint");
}

BOOST_AUTO_TEST_SUITE_END()
