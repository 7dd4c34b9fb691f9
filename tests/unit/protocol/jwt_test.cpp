#include <keyturn/protocol/jwt.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/adapters/simdjson.hpp>

#include <limits>
#include <string>

using keyturn::detail::decode_base64url;
using keyturn::detail::whole_part;

BOOST_AUTO_TEST_SUITE(jwt)

std::string encode(std::string_view bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  unsigned bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) text += alphabet[bits >> (count - 6) & 63];
  }
  if (count > 0) text += alphabet[bits << (6 - count) & 63];
  return text;
}

long long expiry(std::string_view token) {
  const auto moment = keyturn::jwt_expiry(keyturn::SimdjsonCodec{}, token);
  return moment ? moment->time_since_epoch().count() : -1;
}
long long expiry_of_payload(std::string_view payload) { return expiry("e30." + encode(payload) + ".c2ln"); }

BOOST_AUTO_TEST_CASE(base64url_is_decoded) {
  BOOST_TEST(decode_base64url("")->empty());
  BOOST_TEST(decode_base64url("Zg")->view() == "f");
  BOOST_TEST(decode_base64url("Zm8")->view() == "fo");
  BOOST_TEST(decode_base64url("Zm9v")->view() == "foo");
  BOOST_TEST(decode_base64url("-_-_")->view() == "\xfb\xff\xbf");
  for (const auto text : {"Z", "Zm9vZ", "Zg==", "Zm+v", "Zm/v", "Zm v", "Zm.v", "Zm9\xc3"})
    BOOST_TEST(!decode_base64url(text), text);
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  for (std::size_t size = 0; size <= all.size(); ++size)
    BOOST_TEST(decode_base64url(encode(all.substr(0, size)))->view() == all.substr(0, size));
}

BOOST_AUTO_TEST_CASE(exp_is_read_from_the_payload) {
  BOOST_TEST(expiry_of_payload(R"({"exp":1700000000})") == 1700000000);
  BOOST_TEST(expiry_of_payload(R"({"sub":"ada","exp":1700000000.9,"iat":1})") == 1700000000);
  BOOST_TEST(expiry("eyJhbGciOiJub25lIn0.eyJleHAiOjE3MDAwMDAwMDB9.") == 1700000000);
}

BOOST_AUTO_TEST_CASE(other_tokens_have_no_expiry) {
  for (const auto token :
       {"", "opaque", "a.b", "a.b.c", "a.b.c.d", "..", "a..c", "a.e30.c", "a.eyJleHAiOjF9", "a.eyJleHAiOjF9.c.d.e"})
    BOOST_TEST(expiry(token) == -1, token);
  for (const auto payload : {R"({})", R"({"exp":null})", R"({"exp":"1700000000"})", R"({"exp":true})", R"([1])",
                             R"({"exp":1,"exp":2})", R"({"exp":)", "", "\xff"})
    BOOST_TEST(expiry_of_payload(payload) == -1, payload);
}

BOOST_AUTO_TEST_CASE(moments_are_clamped) {
  BOOST_TEST(expiry_of_payload(R"({"exp":-1})") == 0);
  BOOST_TEST(expiry_of_payload(R"({"exp":0})") == 0);
  BOOST_TEST(expiry_of_payload(R"({"exp":1e400})") == 4102444800);
  BOOST_TEST(expiry_of_payload(R"({"exp":-1e400})") == 0);
  BOOST_TEST(expiry_of_payload(R"({"exp":9223372036854775807})") == 4102444800);
}

BOOST_AUTO_TEST_CASE(the_whole_part_of_a_number_is_read_from_its_bits) {
  using limits = std::numeric_limits<double>;
  for (const double number :
       {0.0, 0.999, 1.0, 1.5, 2.0, 3599.9999, 4102444800.25, 4503599627370497.5, 9007199254740991.0})
    BOOST_TEST(whole_part(number) == static_cast<std::int64_t>(number));
  for (const double number : {-0.0, -1.0, -limits::infinity(), limits::denorm_min(), limits::quiet_NaN()})
    BOOST_TEST(whole_part(number) == 0);
  for (const double number : {9007199254740992.0, 1e300, limits::max(), limits::infinity()})
    BOOST_TEST(whole_part(number) == std::int64_t{1} << 53);
}

BOOST_AUTO_TEST_SUITE_END()
