#include <keyturn/base/rare.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>

using keyturn::Rare;

BOOST_AUTO_TEST_SUITE(base_rare)

BOOST_AUTO_TEST_CASE(there_is_a_value_or_none) {
  Rare<std::string> text;
  BOOST_TEST(!text.has_value());
  BOOST_TEST(!text);
  text = std::string{"here"};
  BOOST_TEST(text.has_value());
  BOOST_TEST(*text == "here");
  BOOST_TEST(text->size() == 4u);
  *text += " and there";
  BOOST_TEST(*std::as_const(text) == "here and there");
  BOOST_TEST(std::as_const(text)->size() == 14u);
  text = {};
  BOOST_TEST(!text);
}

BOOST_AUTO_TEST_CASE(a_copy_has_a_value_of_its_own) {
  Rare<std::string> one{std::string{"one"}};
  Rare<std::string> copy = one;
  *copy = "other";
  BOOST_TEST(*one == "one");
  one = copy;
  BOOST_TEST(*one == "other");
  one = std::as_const(one);
  BOOST_TEST(*one == "other");
  const Rare<std::string> none;
  one = none;
  BOOST_TEST(!one);
  BOOST_TEST(*copy == "other");
}

BOOST_AUTO_TEST_CASE(what_is_moved_from_has_none) {
  Rare<std::string> one{std::string{"one"}};
  const Rare<std::string> taken = std::move(one);
  BOOST_TEST(!one);
  BOOST_TEST(*taken == "one");
}

BOOST_AUTO_TEST_CASE(takes_a_pointers_room) { static_assert(sizeof(Rare<char[100]>) == sizeof(void*)); }

BOOST_AUTO_TEST_SUITE_END()
