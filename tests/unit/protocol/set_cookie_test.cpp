#include <keyturn/protocol/set_cookie.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace keyturn::detail;
using keyturn::Headers;

BOOST_AUTO_TEST_SUITE(set_cookie)

std::string cookie(const std::vector<std::string>& values) {
  Headers headers;
  headers.add("Content-Type", "rt=wrong");
  headers.add("Cookie", "rt=wrong");
  bool lower_case = false;
  for (const auto& value : values) headers.add((lower_case = !lower_case) ? "set-cookie" : "Set-Cookie", value);
  return std::string{cookie_value(headers, "rt")};
}

BOOST_AUTO_TEST_CASE(the_value_of_that_name_is_found) {
  BOOST_TEST(cookie({}).empty());
  BOOST_TEST(cookie({"rt=abc"}) == "abc");
  BOOST_TEST(cookie({"rt=abc; HttpOnly; Secure; Path=/; SameSite=Strict; Max-Age=3600"}) == "abc");
  BOOST_TEST(cookie({"other=1", "rt=abc", "last=2"}) == "abc");
  BOOST_TEST(cookie({"  rt \t=  abc\t ;x"}) == "abc");
  BOOST_TEST(cookie({"rt=a=b=="}) == "a=b==");
  BOOST_TEST(cookie({"rt=\"quoted\""}) == "\"quoted\"");
  BOOST_TEST(cookie({"rt=a,b"}) == "a,b");
}

BOOST_AUTO_TEST_CASE(names_are_compared_whole_and_with_case) {
  for (const auto value : {"RT=abc", "xrt=abc", "rtx=abc", "rt", "rt;=abc", "=rt", "x=rt=abc", "x; rt=abc", ""})
    BOOST_TEST(cookie({value}).empty(), value);
}

BOOST_AUTO_TEST_CASE(a_deleted_cookie_is_none) {
  for (const auto value : {"rt=", "rt=;Path=/", "rt=gone; Max-Age=0", "rt=gone;max-age=0",
                           "rt=gone; Max-Age = 0 ; Path=/", "rt=gone; Path=/; Max-Age=-1", "rt=gone; Max-Age=000"})
    BOOST_TEST(cookie({value}).empty(), value);
  for (const auto value :
       {"rt=abc; Max-Age=10", "rt=abc; Max-Age=", "rt=abc; Max-Age", "rt=abc; X-Max-Age=0", "rt=abc;"})
    BOOST_TEST(cookie({value}) == "abc", value);
}

BOOST_AUTO_TEST_CASE(the_last_one_that_sets_a_value_counts) {
  BOOST_TEST(cookie({"rt=one", "rt=two"}) == "two");
  BOOST_TEST(cookie({"rt=; Path=/old; Max-Age=0", "rt=new; Path=/"}) == "new");
  BOOST_TEST(cookie({"rt=new; Path=/", "rt=; Path=/old; Max-Age=0"}) == "new");
}

BOOST_AUTO_TEST_CASE(values_that_would_break_a_header_are_no_values) {
  for (const std::string_view text : {"", "a;b", "a\r\nb", "a\nb", "a\x7f", "\x01", " a", "a ", "a\xc3\xbc"})
    BOOST_TEST(!is_cookie_value(text));
  for (const std::string_view text : {"a", "a b", "a=b", "\"a\"", "a.b-c_d~!*'()"}) BOOST_TEST(is_cookie_value(text));
}

BOOST_AUTO_TEST_CASE(pieces_are_joined_in_one_buffer_outside_the_string_object) {
  std::string text = joined({"a", "=", "b"});
  BOOST_TEST(text == "a=b");
  const char* const where = text.data();
  const std::string moved = std::move(text);
  BOOST_TEST((moved.data() == where));
  BOOST_TEST(joined({}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
