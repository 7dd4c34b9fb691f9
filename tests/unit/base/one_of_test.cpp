#include <keyturn/base/one_of.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

using keyturn::OneOf;

namespace {

using Shown = OneOf<int, std::string, std::shared_ptr<int>>;

static_assert(!std::is_constructible_v<Shown, double> && !std::is_constructible_v<Shown, const char*>,
              "nothing is converted on the way in");
static_assert(std::is_nothrow_move_constructible_v<Shown> && std::is_nothrow_move_assignable_v<Shown>);
static_assert(alignof(OneOf<char, long double>) == alignof(long double));

std::string text(const Shown& shown) {
  std::string text;
  shown.visit([&]<class T>(const T& value) {
    if constexpr (std::is_same_v<T, int>) text += "number " + std::to_string(value);
    if constexpr (std::is_same_v<T, std::string>) text += "text " + value;
    if constexpr (std::is_same_v<T, std::shared_ptr<int>>) text += "pointer to " + std::to_string(*value);
  });
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(base_one_of)

BOOST_AUTO_TEST_CASE(made_from_nothing_it_holds_the_first) {
  BOOST_TEST_REQUIRE(Shown{}.is<int>());
  BOOST_TEST(*Shown{}.get<int>() == 0);
}

BOOST_AUTO_TEST_CASE(holds_one_and_says_which) {
  Shown shown = 7;
  BOOST_TEST(shown.is<int>());
  BOOST_TEST(!shown.is<std::string>());
  BOOST_TEST(*shown.get<int>() == 7);
  BOOST_TEST(shown.get<std::string>() == nullptr);
  *shown.get<int>() = 8;
  BOOST_TEST(*std::as_const(shown).get<int>() == 8);
  shown = std::string{"now a text"};
  BOOST_TEST(shown.get<int>() == nullptr);
  BOOST_TEST(*shown.get<std::string>() == "now a text");
}

BOOST_AUTO_TEST_CASE(visiting_shows_the_value_once_as_what_it_is) {
  BOOST_TEST(text(7) == "number 7");
  BOOST_TEST(text(std::string{"x"}) == "text x");
  BOOST_TEST(text(std::make_shared<int>(3)) == "pointer to 3");
  Shown shown = std::string{"a"};
  shown.visit([](auto& value) {
    if constexpr (std::is_same_v<decltype(value), std::string&>) value += "b";
  });
  BOOST_TEST(text(shown) == "text ab");
}

BOOST_AUTO_TEST_CASE(copies_are_values_of_their_own) {
  const std::string longer(100, 'x');
  const Shown first = longer;
  Shown second = first;
  *second.get<std::string>() += "y";
  BOOST_TEST(*first.get<std::string>() == longer);
  second = first;
  BOOST_TEST(*second.get<std::string>() == longer);
  second = *&second;
  BOOST_TEST(*second.get<std::string>() == longer);
}

BOOST_AUTO_TEST_CASE(a_move_takes_the_value_along) {
  OneOf<int, std::unique_ptr<int>> first = std::make_unique<int>(5);
  const int* const where = first.get<std::unique_ptr<int>>()->get();
  OneOf<int, std::unique_ptr<int>> second = std::move(first);
  BOOST_TEST(second.get<std::unique_ptr<int>>()->get() == where);
  BOOST_TEST((*first.get<std::unique_ptr<int>>() == nullptr));
  first = 3;
  first = std::move(second);
  BOOST_TEST(first.get<std::unique_ptr<int>>()->get() == where);
}

BOOST_AUTO_TEST_CASE(what_is_held_dies_once_when_another_takes_its_place_and_at_the_end) {
  const auto held = std::make_shared<int>(1);
  {
    Shown shown = held;
    const Shown copy = shown;
    BOOST_TEST(held.use_count() == 3);
    shown = 7;
    BOOST_TEST(held.use_count() == 2);
    shown = copy;
    BOOST_TEST(held.use_count() == 3);
    shown = Shown{held};
    BOOST_TEST(held.use_count() == 3);
  }
  BOOST_TEST(held.use_count() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
