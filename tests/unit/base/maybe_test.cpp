#include <keyturn/base/maybe.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>

using keyturn::Maybe;

BOOST_AUTO_TEST_SUITE(base_maybe)

BOOST_AUTO_TEST_CASE(there_is_a_value_or_none) {
  Maybe<std::string> text;
  BOOST_TEST(!text.has_value());
  BOOST_TEST(!text);
  text = std::string{"here"};
  BOOST_TEST(text.has_value());
  BOOST_TEST(*text == "here");
  BOOST_TEST(text->size() == 4u);
  *text += " and there";
  BOOST_TEST(*std::as_const(text) == "here and there");
}

BOOST_AUTO_TEST_CASE(without_a_value_there_is_one_made_from_nothing) {
  const Maybe<int> number;
  BOOST_TEST(*number == 0);
  BOOST_TEST(number.value_or(7) == 7);
  BOOST_TEST(Maybe<int>{3}.value_or(7) == 3);
}

BOOST_AUTO_TEST_CASE(what_is_reset_keeps_nothing_of_the_value) {
  Maybe<std::string> text{"secret"};
  text.reset();
  BOOST_TEST(!text);
  BOOST_TEST(*text == "");
  text = std::string{"again"};
  text = {};
  BOOST_TEST(!text);
}

BOOST_AUTO_TEST_CASE(none_equals_none_and_no_value) {
  BOOST_TEST((Maybe<int>{} == Maybe<int>{}));
  BOOST_TEST((Maybe<int>{} != Maybe<int>{0}));
  BOOST_TEST((Maybe<int>{2} == 2));
  BOOST_TEST((Maybe<int>{2} != 3));
}

BOOST_AUTO_TEST_CASE(inner_and_outer_none_are_different) {
  Maybe<Maybe<int>> known;
  BOOST_TEST(!known);
  known = Maybe<int>{};
  BOOST_TEST(known.has_value());
  BOOST_TEST(!known->has_value());
}

BOOST_AUTO_TEST_CASE(is_there_for_the_compiler) {
  constexpr Maybe<int> three{3}, none;
  static_assert(three && *three == 3 && !none && none.value_or(4) == 4);
}

BOOST_AUTO_TEST_SUITE_END()
