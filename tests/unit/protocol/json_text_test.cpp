#include <keyturn/protocol/json_text.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <initializer_list>
#include <string>

using keyturn::Errc;
using keyturn::json_object;
using keyturn::JsonMember;
using keyturn::List;

BOOST_AUTO_TEST_SUITE(json_text)

List<JsonMember> list(std::initializer_list<JsonMember> members) {
  List<JsonMember> list;
  for (const JsonMember& member : members) list.push(member);
  return list;
}

std::string object(std::initializer_list<JsonMember> members) { return json_object(list(members)).value_or("refused"); }

BOOST_AUTO_TEST_CASE(members_stand_in_order) {
  BOOST_TEST(object({}) == "{}");
  BOOST_TEST(object({{"a", "1"}}) == R"({"a":"1"})");
  BOOST_TEST(object({{"b", "1"}, {"a", "2"}, {"", ""}}) == R"({"b":"1","a":"2","":""})");
}

BOOST_AUTO_TEST_CASE(what_json_does_not_allow_is_escaped) {
  BOOST_TEST(object({{"a\"b", "\\\"/"}}) == R"({"a\"b":"\\\"/"})");
  BOOST_TEST(object({{"a", std::string_view{"\0\x01\n\x1f\x7f", 5}}}) ==
             "{\"a\":\"\\u0000\\u0001\\u000a\\u001f\x7f\"}");
  BOOST_TEST(object({{"a", "\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80"}}) ==
             "{\"a\":\"\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80\"}");
}

BOOST_AUTO_TEST_CASE(text_that_is_not_utf8_is_refused_without_repeating_it) {
  for (const std::string_view text :
       {"\xff", "\x80", "\xc3", "\xc3(", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\xaf", "\xe2\x82", "\xed\xa0\x80",
        "\xed\xbf\xbf", "\xf0\x80\x80\xaf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xf8\x88\x80\x80\x80",
        "canary\xff", "\xf0\x9f\x98"}) {
    const List<JsonMember> as_value = list({{"a", text}}), as_name = list({{text, "a"}});
    for (const auto& members : {as_value, as_name}) {
      const auto result = json_object(members);
      BOOST_TEST_REQUIRE(!result);
      BOOST_TEST((result.error().code == Errc::bad_request));
      BOOST_TEST(result.error().detail.find("canary") == std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_ends_of_each_utf8_length_pass) {
  for (const std::string_view text : {"\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                                      "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"})
    BOOST_TEST(object({{"a", text}}) == R"({"a":")" + std::string{text} + R"("})");
}

BOOST_AUTO_TEST_CASE(the_text_stands_in_one_buffer_outside_the_string_object) {
  const List<JsonMember> members = list({{"a", "b"}});
  auto text = json_object(members);
  const char* const where = text->data();
  const std::string moved = *std::move(text);
  BOOST_TEST((moved.data() == where));

  const std::string large(10'000, '\x01');
  const List<JsonMember> escaped = list({{"a", large}});
  const auto result = json_object(escaped);
  BOOST_TEST(result->size() <= result->capacity());
  BOOST_TEST(result->capacity() < result->size() + 64);  // it never had to grow
}

BOOST_AUTO_TEST_CASE(utf8_is_known_from_other_bytes) {
  for (const auto text : {"", "a", "\xc3\xbc", "\xe2\x82\xac", "\xf0\x9f\x94\x91"})
    BOOST_TEST(keyturn::detail::is_utf8(text), text);
  for (const auto text : {"\xff", "a\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80"})
    BOOST_TEST(!keyturn::detail::is_utf8(text));
}

BOOST_AUTO_TEST_SUITE_END()
