// Checks the header lines that libcurl is given.
#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <keyturn/adapters/curl_header_list.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using keyturn::Headers;
using keyturn::detail::CurlHeaderList;

std::vector<std::string> lines(CurlHeaderList& list) {
  std::vector<std::string> all;
  for (const curl_slist* node = list.get(); node != nullptr; node = node->next) all.emplace_back(node->data);
  return all;
}

Headers headers(std::initializer_list<keyturn::Header> fields) {
  Headers all;
  for (const auto& field : fields) all.add(field.name, field.value);
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(adapters_curl_header_list)

BOOST_AUTO_TEST_CASE(lines_stand_in_order_and_duplicates_stay) {
  CurlHeaderList list;
  BOOST_TEST(list.set(headers({{"B", "1"}, {"A", "2"}, {"B", "3"}}), false));
  BOOST_TEST(lines(list) == (std::vector<std::string>{"B: 1", "A: 2", "B: 3"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_empty_value_is_written_as_libcurl_wants_it) {
  CurlHeaderList list;
  BOOST_TEST(list.set(headers({{"Empty", ""}, {"Blank", " \t "}, {"Padded", " x y\t"}}), false));
  BOOST_TEST(lines(list) == (std::vector<std::string>{"Empty;", "Blank;", "Padded: x y"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(without_headers_there_is_no_list) {
  CurlHeaderList list;
  BOOST_TEST(list.set({}, false));
  BOOST_TEST(list.get() == nullptr);
  BOOST_TEST(list.holds({}, false));
}

BOOST_AUTO_TEST_CASE(the_framing_is_left_to_the_body) {
  CurlHeaderList list;
  BOOST_TEST(list.set(headers({{"content-length", "7"}, {"Transfer-Encoding", "chunked"}, {"X", "1"}}), false));
  BOOST_TEST(lines(list) == (std::vector<std::string>{"X: 1"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(with_a_body_libcurl_adds_nothing_of_its_own) {
  CurlHeaderList list;
  BOOST_TEST(list.set(headers({{"X", "1"}}), true));
  BOOST_TEST(lines(list) == (std::vector<std::string>{"X: 1", "Content-Type:", "Expect:"}),
             boost::test_tools::per_element());
  BOOST_TEST(list.set(headers({{"content-type", "a/b"}, {"EXPECT", "100-continue"}}), true));
  BOOST_TEST(lines(list) == (std::vector<std::string>{"content-type: a/b", "EXPECT: 100-continue"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_user_agent_goes_along_unless_the_request_names_its_own) {
  CurlHeaderList list{"keyturn/1"};
  BOOST_TEST(list.set(headers({{"X", "1"}}), false));
  BOOST_TEST(lines(list) == (std::vector<std::string>{"X: 1", "User-Agent: keyturn/1"}),
             boost::test_tools::per_element());
  BOOST_TEST(list.holds(headers({{"X", "1"}}), false));
  BOOST_TEST(!list.holds(headers({{"X", "1"}, {"user-agent", "mine"}}), false));
  BOOST_TEST(list.set(headers({{"user-agent", "mine"}}), false));
  BOOST_TEST(lines(list) == (std::vector<std::string>{"user-agent: mine"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(it_knows_what_it_holds) {
  CurlHeaderList list;
  const Headers some = headers({{"A", " 1 "}, {"B", ""}});
  BOOST_TEST(!list.holds(some, false));
  BOOST_TEST(list.set(some, false));
  const curl_slist* const before = list.get();
  BOOST_TEST(list.holds(some, false));
  BOOST_TEST(list.holds(headers({{"A", "1"}, {"B", ""}}), false));
  BOOST_TEST(!list.holds(some, true));
  BOOST_TEST(!list.holds({}, false));
  for (const auto& other : {headers({{"A", "1"}}), headers({{"A", "2"}, {"B", ""}}), headers({{"a", "1"}, {"B", ""}}),
                            headers({{"B", ""}, {"A", "1"}}), headers({{"A", "1"}, {"B", ""}, {"C", "3"}})})
    BOOST_TEST(!list.holds(other, false));
  BOOST_TEST(list.get() == before);
}

BOOST_AUTO_TEST_CASE(one_value_with_a_nul_is_not_taken_for_two_lines) {
  CurlHeaderList list;
  BOOST_TEST(list.set(headers({{"A", "1"}, {"B", "2"}}), false));
  BOOST_TEST(!list.holds(headers({{"A", std::string{"1\0B: 2", 6}}}), false));
}

BOOST_AUTO_TEST_CASE(what_would_forge_a_line_is_refused_and_changes_nothing) {
  CurlHeaderList list;
  BOOST_TEST(list.set(headers({{"A", "1"}}), false));
  for (const std::string& value :
       {std::string{"a\rb"}, std::string{"a\nb"}, std::string{"a\0b", 3}, std::string{"\r\n"}})
    BOOST_TEST(!list.set(headers({{"X", value}}), false));
  for (const std::string& name : {std::string{}, std::string{"a b"}, std::string{"a:"}, std::string{"a;"},
                                  std::string{"a\r\nb"}, std::string{"\xc3\xa4"}})
    BOOST_TEST(!list.set(headers({{name, "1"}}), false));
  BOOST_TEST(list.holds(headers({{"A", "1"}}), false));
}

BOOST_AUTO_TEST_CASE(lines_are_wiped_when_they_go) {
  CurlHeaderList list;
  BOOST_TEST(list.set(headers({{"Authorization", "Bearer secret-that-is-long-enough-for-the-heap"}}), false));
  const char* const line = list.get()->data;
  const std::size_t size = std::string_view{line}.size();
  list.clear();  // keeps the buffer, so the bytes may be looked at
  BOOST_TEST(list.get() == nullptr);
  for (std::size_t i = 0; i < size; ++i) BOOST_TEST_REQUIRE(line[i] == '\0');
}

BOOST_AUTO_TEST_SUITE_END()
