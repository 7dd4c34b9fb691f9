// The codec over cJSON reads what the concept says, and is stricter than its library where that matters.
#include "embedded/cjson_codec.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace keyturn;
using example::embedded::CjsonCodec;
using Kind = Field::Kind;

namespace {

struct Read {
  Result<void> result;
  std::vector<Field> fields;
};

Read read(std::string_view json, std::vector<std::string_view> paths) {
  std::vector<Field> fields(paths.size());
  for (Field& field : fields) field = {.kind = Kind::text, .number = 7, .boolean = true, .text = "left over"};
  auto result = CjsonCodec{}.read(json, paths, fields);
  return {std::move(result), std::move(fields)};
}

Field at(std::string_view json, std::string_view path) {
  auto done = read(json, {path});
  BOOST_TEST_CONTEXT(json << " at " << path) BOOST_TEST(done.result.has_value());
  return done.fields.front();
}

bool is_accepted(std::string_view json) {
  const auto done = read(json, {"a"});
  if (!done.result) {
    BOOST_CHECK(done.result.error().code == Errc::bad_answer);
    BOOST_CHECK(done.fields.front().kind == Kind::missing);
    BOOST_TEST(done.fields.front().text.empty());
  }
  return done.result.has_value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cjson_codec)

BOOST_AUTO_TEST_CASE(says_what_stands_at_a_path) {
  BOOST_CHECK(at(R"({})", "a").kind == Kind::missing);
  BOOST_CHECK(at(R"({"a":null})", "a").kind == Kind::null);
  BOOST_CHECK(at(R"({"a":{}})", "a").kind == Kind::object);
  BOOST_CHECK(at(R"({"a":[]})", "a").kind == Kind::array);
  BOOST_TEST(at(R"({"a":true})", "a").boolean);
  BOOST_CHECK(at(R"({"a":false})", "a").kind == Kind::boolean);
  BOOST_TEST(!at(R"({"a":false})", "a").boolean);
  BOOST_TEST(at(R"({"a":3600.5})", "a").number == 3600.5);
  BOOST_TEST(at(R"({"a":"x"})", "a").text == "x");
  BOOST_CHECK(at(R"({"a":""})", "a").kind == Kind::text);
  BOOST_TEST(at(R"({"a":"\"\\\/\u0041\u20ac\ud83d\ude00"})", "a").text == "\"\\/A\xe2\x82\xac\xf0\x9f\x98\x80");
}

BOOST_AUTO_TEST_CASE(paths_lead_through_objects_and_arrays) {
  constexpr std::string_view json =
      R"({"errors":[{"code":"zero"},{"extensions":{"code":"one"}}],"data":{"a":{"b":"deep"}},"list":[[1,2],[3,[4]]]})";
  BOOST_TEST(at(json, "errors.0.code").text == "zero");
  BOOST_TEST(at(json, "errors.1.extensions.code").text == "one");
  BOOST_TEST(at(json, "data.a.b").text == "deep");
  BOOST_TEST(at(json, "list.1.1.0").number == 4);
  for (const auto path : {"errors.2", "errors.00", "errors.-1", "errors.code", "errors.0.code.x", "data.a.b.c",
                          "list.1.1.1", "dat", "", ".", "data..a", "data.", "errors.0x0", "Data.a"})
    BOOST_TEST_CONTEXT(path) BOOST_CHECK(at(json, path).kind == Kind::missing);
}

BOOST_AUTO_TEST_CASE(only_one_object_will_do) {
  for (const std::string_view json :
       {"",         " ",           "null",       "1",         "\"x\"",   "[]",          "[{}]",
        "{",        "}",           "{}{}",       "{},",       "{}x",     "x{}",         "<html></html>",
        "{\"a\":}", "{\"a\":tru}", "{\"a\":1,}", "{\"a\" 1}", "{'a':1}", "{\"a\":\"x}", "NaN"})
    BOOST_TEST_CONTEXT(json) BOOST_TEST(!is_accepted(json));
  BOOST_TEST(!is_accepted(std::string_view{"{}\0", 3}));
  for (const std::string_view json : {"{}", " \t\r\n{ \t\r\n} \t\r\n", "\xef\xbb\xbf{}"})
    BOOST_TEST_CONTEXT(json) BOOST_TEST(is_accepted(json));
}

BOOST_AUTO_TEST_CASE(a_member_that_is_asked_for_and_stands_twice_is_refused) {
  BOOST_TEST(!is_accepted(R"({"a":1,"a":2})"));
  BOOST_TEST(!is_accepted(R"({"a":1,"\u0061":2})"));
  BOOST_TEST(is_accepted(R"({"a":1,"A":2,"b":3,"b":4})"));
  const auto done = read(R"({"a":"canary","b":1,"b":2})", {"a", "b"});
  BOOST_TEST(!done.result.has_value());
  BOOST_TEST(done.fields[0].text.empty());
}

BOOST_AUTO_TEST_CASE(text_that_is_not_utf8_or_holds_nul_is_refused) {
  for (const std::string_view bytes :
       {"\xff", "\xc3", "\xc3\x28", "\xe2\x82", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80", "\\u0000"})
    BOOST_TEST(!is_accepted(R"({"a":")" + std::string{bytes} + R"("})"));
  BOOST_TEST(is_accepted("{\"a\":\"\xc3\xa4\xe2\x82\xac\xed\x9f\xbf\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf\"}"));
}

BOOST_AUTO_TEST_CASE(errors_hold_nothing_of_the_document) {
  for (const std::string_view json : {R"({"a":"canary","a":"canary"})", R"({"canary":canary})", R"({"a":"canary)"}) {
    const auto done = read(json, {"a"});
    BOOST_TEST_REQUIRE(!done.result.has_value());
    BOOST_TEST(done.result.error().detail.find("canary") == std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()
