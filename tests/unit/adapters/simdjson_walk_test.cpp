#include <keyturn/adapters/simdjson_walk.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <string>
#include <vector>

using keyturn::Errc;
using keyturn::Field;
using keyturn::Result;
using keyturn::SimdjsonCodec;

static_assert(keyturn::Codec<SimdjsonCodec> && std::is_empty_v<SimdjsonCodec>);

BOOST_AUTO_TEST_SUITE(simdjson_walk)

using Kind = Field::Kind;

struct Read {
  Result<void> result;
  std::vector<Field> fields;
};

Read read(std::string_view json, std::vector<std::string_view> paths) {
  std::vector<Field> fields(paths.size());
  for (Field& field : fields) field = {.kind = Kind::text, .number = 7, .boolean = true, .text = "left over"};
  auto result = SimdjsonCodec{}.read(json, paths, fields);
  return {std::move(result), std::move(fields)};
}

Field at(std::string_view json, std::string_view path) {
  auto done = read(json, {path});
  BOOST_TEST_CONTEXT(json << " at " << path) BOOST_TEST(done.result.has_value());
  return done.fields.front();
}

bool is_accepted(std::string_view json, std::string_view path = "a") {
  const auto done = read(json, {path});
  if (!done.result) {
    BOOST_TEST((done.result.error().code == Errc::bad_answer));
    BOOST_TEST((done.fields.front().kind == Kind::missing));
    BOOST_TEST(done.fields.front().text.empty());
  }
  return done.result.has_value();
}

BOOST_AUTO_TEST_CASE(says_what_stands_at_a_path) {
  BOOST_TEST((at(R"({})", "a").kind == Kind::missing));
  BOOST_TEST((at(R"({"b":1})", "a").kind == Kind::missing));
  BOOST_TEST((at(R"({"a":null})", "a").kind == Kind::null));
  BOOST_TEST((at(R"({"a":{}})", "a").kind == Kind::object));
  BOOST_TEST((at(R"({"a":[]})", "a").kind == Kind::array));
  BOOST_TEST((at(R"({"a":true})", "a").kind == Kind::boolean));
  BOOST_TEST(at(R"({"a":true})", "a").boolean);
  BOOST_TEST(!at(R"({"a":false})", "a").boolean);
  BOOST_TEST((at(R"({"a":12})", "a").kind == Kind::number));
  BOOST_TEST((at(R"({"a":"x"})", "a").kind == Kind::text));
  BOOST_TEST(at(R"({"a":"x"})", "a").text == "x");
  BOOST_TEST((at(R"({"a":""})", "a").kind == Kind::text));
}

BOOST_AUTO_TEST_CASE(nothing_of_an_earlier_read_stays_in_a_field) {
  const Field field = at(R"({"b":1})", "a");
  BOOST_TEST(field.text.empty());
  BOOST_TEST(field.number == 0);
  BOOST_TEST(!field.boolean);
}

BOOST_AUTO_TEST_CASE(paths_lead_through_objects_and_arrays) {
  constexpr std::string_view json =
      R"({"errors":[{"code":"zero"},{"extensions":{"code":"one"}}],"data":{"a":{"b":"deep"}},
    "list":[[1,2],[3,[4]]],"0":"member"})";
  BOOST_TEST(at(json, "errors.0.code").text == "zero");
  BOOST_TEST(at(json, "errors.1.extensions.code").text == "one");
  BOOST_TEST(at(json, "data.a.b").text == "deep");
  BOOST_TEST(at(json, "list.1.1.0").number == 4);
  BOOST_TEST(at(json, "0").text == "member");
  BOOST_TEST((at(json, "data.a").kind == Kind::object));
  BOOST_TEST((at(json, "list.0").kind == Kind::array));
  for (const auto path : {"errors.2", "errors.00", "errors.-1", "errors.code", "errors.0.code.x", "data.a.b.c",
                          "data.b", "list.1.1.1", "dat", "", ".", "data..a", "errors.0x0", "Data.a"})
    BOOST_TEST_CONTEXT(path) BOOST_TEST((at(json, path).kind == Kind::missing));
}

BOOST_AUTO_TEST_CASE(many_paths_are_read_at_once) {
  const auto done =
      read(R"({"a":{"b":1,"c":"two"},"d":[3],"e":{"b":null}})", {"a.b", "d.0", "a", "a.c", "x", "e.b", "a.b"});
  BOOST_TEST_REQUIRE(done.result.has_value());
  BOOST_TEST(done.fields[0].number == 1);
  BOOST_TEST(done.fields[1].number == 3);
  BOOST_TEST((done.fields[2].kind == Kind::object));
  BOOST_TEST(done.fields[3].text == "two");
  BOOST_TEST((done.fields[4].kind == Kind::missing));
  BOOST_TEST((done.fields[5].kind == Kind::null));
  BOOST_TEST(done.fields[6].number == 1);
  BOOST_TEST(read("{}", {}).result.has_value());
}

BOOST_AUTO_TEST_CASE(escapes_are_undone) {
  BOOST_TEST(at(R"({"a":"\"\\\/\b\f\n\r\t\u0041\u00e9\u20ac\ud83d\ude00"})", "a").text ==
             "\"\\/\b\f\n\r\tA\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
  BOOST_TEST(at(R"({"\u0061":"x"})", "a").text == "x");
  BOOST_TEST(at(R"({"a":"x\u0000y"})", "a").text == (std::string{"x\0y", 3}));
}

BOOST_AUTO_TEST_CASE(long_strings_come_whole) {
  const std::string text(100'000, 't');
  BOOST_TEST(at(R"({"pad":[)" + std::string(1000, '1') + R"(],"a":")" + text + R"("})", "a").text == text);
}

BOOST_AUTO_TEST_CASE(numbers_come_as_doubles_however_large) {
  const auto number = [](std::string_view text) {
    return at(R"({"a":)" + std::string{text} + R"(,"b":1})", "a").number;
  };
  BOOST_TEST(number("0") == 0);
  BOOST_TEST(number("-0") == 0);
  BOOST_TEST(number("3600") == 3600);
  BOOST_TEST(number("3600.5") == 3600.5);
  BOOST_TEST(number("3.6e3") == 3600);
  BOOST_TEST(number("36E+2") == 3600);
  BOOST_TEST(number("-1") == -1);
  BOOST_TEST(number("9007199254740993") == 9007199254740992.0);
  BOOST_TEST(number("9223372036854775807") == 9223372036854775808.0);
  BOOST_TEST(number("18446744073709551615") == 18446744073709551616.0);
  BOOST_TEST(number("18446744073709551616") == 18446744073709551616.0);
  BOOST_TEST(number("123456789012345678901234567890") == 123456789012345678901234567890.0);
  BOOST_TEST(std::isinf(number("1e400")));
  BOOST_TEST(number("1e400") > 0);
  BOOST_TEST(number("-1e400") < 0);
  BOOST_TEST(number("1e-400") == 0);
  BOOST_TEST(number("1e99999999999999999999") > 1e308);
  BOOST_TEST(number("1e-99999999999999999999") == 0);
  BOOST_TEST(number("0e400") == 0);
  BOOST_TEST(number("-0.0e99999999999999999999") == 0);
}

BOOST_AUTO_TEST_CASE(numbers_that_nobody_asked_for_do_no_harm) {
  for (const auto text : {"1e400", "123456789012345678901234567890", "-1e99999999999999999999", "1e-400"})
    BOOST_TEST(at(R"({"b":)" + std::string{text} + R"(,"a":"x"})", "a").text == "x");
}

BOOST_AUTO_TEST_CASE(only_one_object_will_do) {
  for (const std::string_view json : {"",
                                      " ",
                                      "\n",
                                      "null",
                                      "true",
                                      "1",
                                      "\"x\"",
                                      "[]",
                                      "[{}]",
                                      "{",
                                      "}",
                                      "{}{}",
                                      "{} {}",
                                      "{},",
                                      "{}x",
                                      "x{}",
                                      "{}]",
                                      "{}\"",
                                      "[{}",
                                      "{}}",
                                      "{{}}",
                                      "<html></html>",
                                      "\xef\xbb\xbf",
                                      "\xff\xfe{\0}\0",
                                      "{}\xef\xbb\xbf",
                                      "\xef\xbb\xbf\xef\xbb\xbf{}",
                                      " \xef\xbb\xbf{}",
                                      "NaN",
                                      "callback({})",
                                      ")]}',\n{}"})
    BOOST_TEST_CONTEXT(json) BOOST_TEST(!is_accepted(json));
  BOOST_TEST(!is_accepted(std::string_view{"{}\0", 3}));
  BOOST_TEST(!is_accepted(std::string_view{"\0{}", 3}));
  for (const std::string_view json : {"{}", " \t\r\n{ \t\r\n} \t\r\n", "\xef\xbb\xbf{}", "\xef\xbb\xbf {\"a\":1}\n"})
    BOOST_TEST_CONTEXT(json) BOOST_TEST(is_accepted(json));
}

BOOST_AUTO_TEST_CASE(what_is_no_json_is_refused_wherever_it_stands) {
  for (const std::string_view value : {"",
                                       "x",
                                       "tru",
                                       "truee",
                                       "True",
                                       "nul",
                                       "nulll",
                                       "fals",
                                       "01",
                                       "-01",
                                       "1.",
                                       ".5",
                                       "+1",
                                       "-",
                                       "1e",
                                       "1e+",
                                       "1.e5",
                                       "0x10",
                                       "1_000",
                                       "Infinity",
                                       "-Infinity",
                                       "NaN",
                                       "--1",
                                       "1 2",
                                       "'x'",
                                       "\"",
                                       "\"x",
                                       "\"\\x\"",
                                       "\"\\u12\"",
                                       "\"\\u12g4\"",
                                       "\"\\\"",
                                       "\"a\nb\"",
                                       "\"a\tb\"",
                                       "[",
                                       "[1",
                                       "[1,",
                                       "[1,]",
                                       "[,1]",
                                       "[,]",
                                       "[1 2]",
                                       "[1:2]",
                                       "[\"a\":1]",
                                       "[}",
                                       "{",
                                       "{\"x\"",
                                       "{\"x\":",
                                       "{\"x\":1",
                                       "{\"x\":1,",
                                       "{\"x\":1,}",
                                       "{,}",
                                       "{\"x\"}",
                                       "{\"x\",1}",
                                       "{x:1}",
                                       "{1:1}",
                                       "{\"x\":1 \"y\":2}",
                                       "{\"x\":1]",
                                       "{]",
                                       "{\"x\"::1}",
                                       "{\"x\":1,,\"y\":2}",
                                       "/**/1",
                                       "1//",
                                       "\x01",
                                       "1\x01",
                                       "\xc2\xa0"
                                       "1"})
    for (const std::string_view name : {"a", "other"}) BOOST_TEST_CONTEXT(name << ": " << value) {
        BOOST_TEST(!is_accepted(R"({")" + std::string{name} + R"(":)" + std::string{value} + "}"));
        BOOST_TEST(!is_accepted(R"({"b":"c",")" + std::string{name} + R"(":[1,)" + std::string{value} + R"(],"d":1})"));
      }
}

BOOST_AUTO_TEST_CASE(every_prefix_of_a_document_is_refused) {
  constexpr std::string_view json = R"({"a":{"b":[1,-2.5e3,"x\u0041",true,false,null,{}]},"c":"d"})";
  BOOST_TEST(is_accepted(json));
  for (std::size_t size = 0; size < json.size(); ++size)
    BOOST_TEST_CONTEXT(json.substr(0, size)) BOOST_TEST(!is_accepted(json.substr(0, size)));
}

BOOST_AUTO_TEST_CASE(no_change_of_a_byte_crashes) {
  constexpr std::string_view json = R"({"a":{"b":[1,"x\u0041",true,null,{}]},"a.b":"d"})";
  for (std::size_t i = 0; i < json.size(); ++i)
    for (int c = 0; c < 256; ++c) {
      std::string changed{json};
      changed[i] = static_cast<char>(c);
      (void)is_accepted(changed, "a.b.1");
    }
}

BOOST_AUTO_TEST_CASE(members_that_are_asked_for_stand_once) {
  BOOST_TEST(!is_accepted(R"({"a":1,"a":1})"));
  BOOST_TEST(!is_accepted(R"({"a":"x","b":1,"a":null})"));
  BOOST_TEST(!is_accepted(R"({"a":"x","\u0061":"y"})"));
  BOOST_TEST(!is_accepted(R"({"a":{"b":1},"a":{"c":1}})", "a.b"));
  BOOST_TEST(!is_accepted(R"({"a":{"b":1,"b":2}})", "a.b"));
  BOOST_TEST(!is_accepted(R"({"a":1,"a":{"b":1}})", "a.b"));
  BOOST_TEST(is_accepted(R"({"a":1,"b":1,"b":2})"));
  BOOST_TEST(is_accepted(R"({"a":1,"A":2})"));
  BOOST_TEST(is_accepted(R"({"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]})"));
}

BOOST_AUTO_TEST_CASE(text_that_is_not_utf8_is_refused) {
  for (const std::string_view bytes :
       {"\xff", "\xc3", "\xc3\x28", "\xe2\x82", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80"}) {
    BOOST_TEST(!is_accepted(R"({"a":")" + std::string{bytes} + R"("})"));
    BOOST_TEST(!is_accepted(R"({"b":")" + std::string{bytes} + R"("})"));
    BOOST_TEST(!is_accepted(R"({")" + std::string{bytes} + R"(":1})"));
  }
}

BOOST_AUTO_TEST_CASE(half_a_surrogate_pair_harms_only_the_string_that_it_stands_in) {
  BOOST_TEST(at(R"({"name":"\ud83d","a":"x"})", "a").text == "x");
  BOOST_TEST(!is_accepted(R"({"a":"\ud83d"})"));
  BOOST_TEST(!is_accepted(R"({"a":"\ud83dx"})"));
}

BOOST_AUTO_TEST_CASE(nesting_ends_at_32_levels) {
  const auto nested = [](std::size_t levels, char open, char close) {  // beside the root
    return R"({"x":)" + std::string(levels, open) + std::string(levels, close) + R"(,"a":"x"})";
  };
  BOOST_TEST(at(nested(31, '[', ']'), "a").text == "x");
  BOOST_TEST(!is_accepted(nested(32, '[', ']')));
  BOOST_TEST(!is_accepted(nested(100'000, '[', ']')));

  std::string deep = "1";
  for (int i = 0; i < 31; ++i) deep = R"({"a":)" + deep + "}";
  BOOST_TEST(is_accepted(deep));
  BOOST_TEST(is_accepted(R"({"a":)" + deep + "}"));
  BOOST_TEST(!is_accepted(R"({"a":{"a":)" + deep + "}}"));
}

BOOST_AUTO_TEST_CASE(a_large_document_is_read) {
  std::string json = "{";
  for (int i = 0; i < 20'000; ++i) json += R"("member)" + std::to_string(i) + R"(":{"x":[1,2,3]},)";
  json += R"("a":"end"})";
  BOOST_TEST(at(json, "a").text == "end");
}

BOOST_AUTO_TEST_CASE(errors_hold_nothing_of_the_document) {
  for (const std::string_view json :
       {R"({"a":"canary","a":"canary"})", R"({"canary":canary})", R"(canary)", R"({"a":"canary)"}) {
    const auto done = read(json, {"a"});
    BOOST_TEST_REQUIRE(!done.result);
    BOOST_TEST(!done.result.error().detail.empty());
    BOOST_TEST(done.result.error().detail.find("canary") == std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()
