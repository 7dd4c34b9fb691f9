#include <keyturn/protocol/client_auth.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/freed_memory.hpp>

using namespace keyturn;

BOOST_AUTO_TEST_SUITE(client_auth)

std::string base64(std::string_view bytes) {
  std::string out;
  detail::append_base64(out, bytes);
  return out;
}

BOOST_AUTO_TEST_CASE(base64_is_that_of_the_standard) {
  // RFC 4648, section 10.
  BOOST_TEST(base64("").empty());
  BOOST_TEST(base64("f") == "Zg==");
  BOOST_TEST(base64("fo") == "Zm8=");
  BOOST_TEST(base64("foo") == "Zm9v");
  BOOST_TEST(base64("foob") == "Zm9vYg==");
  BOOST_TEST(base64("fooba") == "Zm9vYmE=");
  BOOST_TEST(base64("foobar") == "Zm9vYmFy");
  BOOST_TEST(base64("\xfb\xff\xfe") == "+//+");
}

BOOST_AUTO_TEST_CASE(id_and_secret_are_form_encoded_before_base64) {
  // RFC 6749, section 2.3.1: the example; then "app:1:a:b%+é" would be ambiguous unencoded.
  BOOST_TEST(basic_authorization("s6BhdRkqt3", "7Fjfp0ZBr1KtDRbnfVdmIw") ==
             "Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3");
  BOOST_TEST(basic_authorization("app:1", "a:b%+\xc3\xa9") == "Basic " + base64("app%3A1:a%3Ab%25%2B%C3%A9"));
  BOOST_TEST(basic_authorization("app", "") == "Basic " + base64("app:"));
}

BOOST_AUTO_TEST_CASE(no_secret_is_left_in_memory_that_was_given_back) {
  const std::string secret(40, 'k');
  std::string header;
  header.reserve(200);
  BOOST_TEST(blocks_freed_with(secret, [&] { header = basic_authorization("app", secret); }) == 0);
  BOOST_TEST(header.starts_with("Basic "));
}

BOOST_AUTO_TEST_SUITE_END()
