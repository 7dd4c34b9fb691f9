#include <keyturn/model/headers.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <string>

using keyturn::Header;
using keyturn::Headers;

BOOST_AUTO_TEST_SUITE(headers)

std::string all(const Headers& headers) {
  std::string text;
  for (const Header& header : headers) text += header.name + '=' + header.value + ';';
  return text;
}

BOOST_AUTO_TEST_CASE(fields_stay_in_order_and_as_given) {
  Headers headers;
  headers.add("B", "2");
  headers.add("A", "1");
  headers.add("b", "3");
  BOOST_TEST(all(headers) == "B=2;A=1;b=3;");
  BOOST_TEST(headers.size() == 3u);
}

BOOST_AUTO_TEST_CASE(names_compare_without_case) {
  Headers headers;
  headers.add("Content-Type", "text/plain");
  for (const auto name : {"Content-Type", "content-type", "CONTENT-TYPE"}) {
    BOOST_TEST(headers.get(name).has_value());
    BOOST_TEST(headers.get(name).value_or("") == "text/plain");
  }
  BOOST_TEST(!headers.get("Content-Typ"));
  BOOST_TEST(!headers.get(""));
}

BOOST_AUTO_TEST_CASE(get_gives_the_first_of_several) {
  Headers headers;
  headers.add("Set-Cookie", "a=1");
  headers.add("set-cookie", "b=2");
  BOOST_TEST(headers.get("SET-COOKIE").value_or("") == "a=1");
}

BOOST_AUTO_TEST_CASE(set_leaves_one_field_in_the_place_of_the_first) {
  Headers headers;
  headers.add("A", "1");
  headers.add("X", "1");
  headers.add("a", "2");
  headers.add("Y", "1");
  headers.add("A", "3");
  headers.set("a", "4");
  BOOST_TEST(all(headers) == "A=4;X=1;Y=1;");
  headers.set("New", "5");
  BOOST_TEST(all(headers) == "A=4;X=1;Y=1;New=5;");
}

BOOST_AUTO_TEST_CASE(set_takes_a_whole_field) {
  Headers headers;
  const Header field{"A", "1"};
  headers.set(field);
  BOOST_TEST(all(headers) == "A=1;");
  headers.add("B", "2");
  headers.add("a", "3");
  headers.set(Header{"a", "4"});
  BOOST_TEST(all(headers) == "A=4;B=2;");
}

BOOST_AUTO_TEST_CASE(remove_takes_all_of_a_name) {
  Headers headers;
  headers.add("A", "1");
  headers.add("B", "2");
  headers.add("a", "3");
  headers.remove("A");
  BOOST_TEST(all(headers) == "B=2;");
  headers.remove("missing");
  headers.remove("b");
  BOOST_TEST(headers.empty());
}

BOOST_AUTO_TEST_CASE(values_can_be_changed_in_place) {
  Headers headers;
  headers.add("Authorization", "secret");
  for (Header& header : headers) header.value.clear();
  BOOST_TEST(headers.get("authorization").value_or("x").empty());
}

BOOST_AUTO_TEST_CASE(fields_made_of_lines_are_fields_like_any_other) {
  Headers headers = Headers::of_lines("A: 1\nB:2\na: 3\n");
  const Headers copy = headers;
  BOOST_TEST(all(headers) == "A=1;B=2;a=3;");
  headers.set("a", "4");
  headers.add("C", "5");
  headers.remove("B");
  BOOST_TEST(all(headers) == "A=4;C=5;");
  BOOST_TEST(headers.get("a").value_or("") == "4");
  BOOST_TEST(all(copy) == "A=1;B=2;a=3;");
  BOOST_CHECK(copy == Headers::of_lines("A:1\nB:2\na:3\n"));
  BOOST_TEST(Headers::of_lines("").empty());
}

BOOST_AUTO_TEST_CASE(copies_are_equal_until_changed) {
  Headers headers;
  headers.add("A", "1");
  Headers copy = headers;
  BOOST_CHECK(copy == headers);
  copy.add("A", "1");
  BOOST_CHECK(!(copy == headers));
}

BOOST_AUTO_TEST_SUITE_END()
