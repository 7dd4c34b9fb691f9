// Checks that the lines of an answer are the fields they say, whoever looks first and in which way.
#include <keyturn/model/header_fields.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <array>
#include <string>
#include <thread>
#include <utility>

namespace {

using keyturn::Header;
using keyturn::detail::HeaderFields;

constexpr std::string_view lines = "A:  b c \t\nEmpty:\na: d\nLong: a value that is longer than any small string\n";

std::string all(const HeaderFields& fields) {
  std::string text;
  for (const Header& field : fields.all()) text += field.name + '=' + field.value + ';';
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(model_header_fields)

BOOST_AUTO_TEST_CASE(lines_become_fields_in_their_order) {
  BOOST_TEST(all(HeaderFields{lines}) == "A=b c;Empty=;a=d;Long=a value that is longer than any small string;");
  BOOST_TEST(all(HeaderFields{"URL: http://x:1/\n"}) == "URL=http://x:1/;");
  BOOST_TEST(all(HeaderFields{""}) == "");
}

BOOST_AUTO_TEST_CASE(what_is_no_line_is_skipped_and_the_last_needs_no_end) {
  BOOST_TEST(all(HeaderFields{"\nno colon\nA: 1\n\nB: 2"}) == "A=1;B=2;");
}

BOOST_AUTO_TEST_CASE(get_says_the_same_before_and_after_they_are_taken_apart) {
  const HeaderFields fields{lines};
  for (const bool taken_apart : {false, true}) {
    BOOST_TEST(fields.get("a").value() == "b c");
    BOOST_TEST(fields.get("EMPTY").value() == "");
    BOOST_TEST(!fields.get("Lon").has_value());
    if (!taken_apart) BOOST_TEST(fields.all().size() == 4u);
  }
}

BOOST_AUTO_TEST_CASE(a_value_stays_where_it_is_while_others_look) {
  HeaderFields fields{lines};
  const std::string_view value = fields.get("Long").value();
  BOOST_TEST(fields.all().size() == 4u);
  const HeaderFields moved = std::move(fields);
  BOOST_TEST(moved.all().size() == 4u);
  BOOST_TEST(value == "a value that is longer than any small string");
}

BOOST_AUTO_TEST_CASE(changes_count_from_then_on) {
  HeaderFields fields{lines};
  fields.all().begin()->value = "new";
  fields.all().push({"Z", "z"});
  BOOST_TEST(fields.get("A").value() == "new");
  BOOST_TEST(fields.get("z").value() == "z");
}

BOOST_AUTO_TEST_CASE(copies_and_moves_carry_all_and_leave_nothing_behind) {
  for (const bool taken_apart : {false, true}) {
    HeaderFields fields{lines};
    if (taken_apart) (void)fields.all().pop();
    const std::string expected = all(HeaderFields{fields});
    HeaderFields copy{fields};
    copy.all().clear();
    HeaderFields moved{std::move(fields)};
    BOOST_TEST(all(fields) == "");
    fields = std::move(moved);
    BOOST_TEST(all(moved) == "");
    BOOST_TEST(all(fields) == expected);
    copy.swap(fields);
    BOOST_TEST(all(copy) == expected);
    BOOST_TEST(all(fields) == "");
  }
}

BOOST_AUTO_TEST_CASE(threads_may_look_at_the_same_fields_at_once) {
  const HeaderFields fields{lines};
  std::array<const Header*, 4> seen{};
  {
    std::array<std::thread, 4> threads;
    for (std::size_t i = 0; i < threads.size(); ++i)
      threads[i] = std::thread{[&, i] { seen[i] = fields.get("a") ? fields.all().begin() : nullptr; }};
    for (auto& thread : threads) thread.join();
  }
  for (const Header* const first : seen) BOOST_TEST(first == fields.all().begin());
}

BOOST_AUTO_TEST_CASE(wiping_reaches_the_values_in_either_form) {
  HeaderFields list;
  list.all().push({"A", "secret"});
  HeaderFields parted{"A: secret\n"};
  BOOST_TEST(parted.all().size() == 1u);
  for (HeaderFields* const fields : {&list, &parted}) {
    fields->wipe_values();
    BOOST_TEST(fields->get("A").value() == "");
  }
}

BOOST_AUTO_TEST_SUITE_END()
