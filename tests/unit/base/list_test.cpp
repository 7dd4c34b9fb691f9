#include <sanitized.hpp>

#include <keyturn/base/list.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <memory>
#include <new>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

using keyturn::List;

namespace {

using Texts = List<std::string>;
using ShortTexts = List<std::string, 2>;
using KindsOfTexts = std::tuple<Texts, ShortTexts>;

template <class Texts>
Texts texts(const std::string& letters) {
  Texts made;
  for (const char letter : letters) made.push(std::string(40, letter));  // too long to stand in the string itself
  return made;
}

std::string letters(const auto& texts) {
  std::string found;
  for (const std::string& text : texts) found += text.at(39);
  return found;
}

// Counts how many of them there are.
struct Counted {
  explicit Counted(int& count) : alive{&count} { ++*alive; }
  Counted(const Counted& other) : alive{other.alive} { ++*alive; }
  Counted& operator=(const Counted&) = default;
  ~Counted() { --*alive; }
  int* alive;
};

static_assert(std::is_nothrow_move_constructible_v<Texts> && std::is_nothrow_move_assignable_v<Texts>);
static_assert(std::is_nothrow_move_constructible_v<ShortTexts> && std::is_nothrow_move_assignable_v<ShortTexts>);

}  // namespace

BOOST_AUTO_TEST_SUITE(base_list)

BOOST_AUTO_TEST_CASE_TEMPLATE(what_comes_first_goes_first, Texts, KindsOfTexts) {
  Texts list = texts<Texts>("abc");
  BOOST_TEST(list.size() == 3u);
  BOOST_TEST(list.pop() == std::string(40, 'a'));
  list.push(std::string(40, 'd'));
  BOOST_TEST(letters(list) == "bcd");
  while (!list.empty()) (void)list.pop();
  BOOST_TEST((list.begin() == list.end()));
}

BOOST_AUTO_TEST_CASE(a_queue_that_stays_short_uses_its_room_again) {
  List<int> list;
  for (int i = 0; i < 4; ++i) list.push(i);
  std::set<const int*> places;
  for (int i = 0; i < 1'000; ++i) {
    BOOST_TEST(list.pop() == i);
    list.push(i + 4);
    places.insert(list.begin());
  }
  BOOST_TEST(list.size() == 4u);
  BOOST_TEST(places.size() < 20u);
}

BOOST_AUTO_TEST_CASE(items_are_made_in_place) {
  struct Fixed {
    int a, b;
    Fixed(int first, int second) : a{first}, b{second} {}
    Fixed(Fixed&& other) noexcept : a{other.a}, b{other.b + 100} {}
  };
  List<Fixed> list;
  list.emplace(1, 2);
  BOOST_TEST(list.begin()->a == 1);
  BOOST_TEST(list.begin()->b == 2);
  struct Plain {
    int number;
    std::string text;
  };
  List<Plain> plain;
  plain.emplace(7, "seven");
  BOOST_TEST(plain.begin()->text == "seven");
}

BOOST_AUTO_TEST_CASE(the_first_items_of_a_short_list_stand_within_it_wherever_it_goes) {
  const auto holds = [](const ShortTexts& list) {
    const auto here = reinterpret_cast<std::uintptr_t>(&list), item = reinterpret_cast<std::uintptr_t>(list.begin());
    return item > here && item < here + sizeof list;
  };
  ShortTexts list = texts<ShortTexts>("ab");
  BOOST_TEST(holds(list));
  const ShortTexts copy = list;
  BOOST_TEST(holds(copy));
  ShortTexts moved = std::move(list);
  BOOST_TEST(holds(moved));
  BOOST_TEST(list.empty());
  moved.push(std::string(40, 'c'));
  BOOST_TEST(!holds(moved));
  const std::string* const first = moved.begin();
  std::swap(list, moved);
  BOOST_TEST(list.begin() == first);
  BOOST_TEST(letters(list) == "abc");
  BOOST_TEST(letters(moved) == "");
  moved = copy;
  std::swap(list, moved);
  BOOST_TEST(holds(list));
  BOOST_TEST(letters(list) == "ab");
  BOOST_TEST(letters(moved) == "abc");
}

BOOST_AUTO_TEST_CASE(items_need_not_be_copyable) {
  List<std::unique_ptr<int>> list;
  for (int i = 0; i < 20; ++i) list.push(std::make_unique<int>(i));
  BOOST_TEST(*list.pop() == 0);
  BOOST_TEST(*list.begin()[18] == 19);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(those_that_are_taken_out_leave_the_others_in_order, Texts, KindsOfTexts) {
  Texts list = texts<Texts>("abcdef");
  (void)list.pop();
  BOOST_TEST(list.remove_if([](const std::string& text) { return text[0] == 'b' || text[0] == 'e'; }));
  BOOST_TEST(letters(list) == "cdf");
  BOOST_TEST(!list.remove_if([](const std::string&) { return false; }));
  BOOST_TEST(letters(list) == "cdf");
  BOOST_TEST(list.remove_if([](const std::string&) { return true; }));
  BOOST_TEST(list.empty());
  BOOST_TEST(!list.remove_if([](const std::string&) { return true; }));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_copy_is_another_list_and_a_move_leaves_an_empty_one, Texts, KindsOfTexts) {
  Texts list = texts<Texts>("abc");
  (void)list.pop();
  Texts copy = list;
  BOOST_TEST((copy == list));
  copy.push(std::string(40, 'd'));
  BOOST_TEST((copy != list));
  BOOST_TEST(letters(list) == "bc");
  const Texts moved = std::move(list);
  BOOST_TEST(letters(moved) == "bc");
  BOOST_TEST(list.empty());
  list = copy;
  BOOST_TEST(letters(list) == "bcd");
  list = moved;
  list = *&list;
  BOOST_TEST(letters(list) == "bc");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(lists_are_equal_when_their_items_are_wherever_these_stand, Texts, KindsOfTexts) {
  Texts a = texts<Texts>("abc"), b = texts<Texts>("xabc");
  BOOST_TEST((a != b));
  (void)b.pop();
  BOOST_TEST((a == b));
  BOOST_TEST((Texts{} == Texts{}));
  BOOST_TEST((texts<Texts>("ab") != texts<Texts>("ac")));
}

using KindsOfCounted = std::tuple<List<Counted>, List<Counted, 1>, List<Counted, 20>>;
BOOST_AUTO_TEST_CASE_TEMPLATE(each_item_dies_once, Items, KindsOfCounted) {
  int alive = 0;
  {
    Items list;
    for (int i = 0; i < 10; ++i) list.emplace(alive);
    BOOST_TEST(alive == 10);
    (void)list.pop();
    BOOST_TEST(alive == 9);
    int number = 0;
    list.remove_if([&](const Counted&) { return ++number % 3 == 0; });
    BOOST_TEST(alive == 6);
    Items copy = list;
    BOOST_TEST(alive == 12);
    copy.clear();
    BOOST_TEST(alive == 6);
    copy.emplace(alive);
    list = std::move(copy);
    BOOST_TEST(alive == 1);
  }
  BOOST_TEST(alive == 0);
}

BOOST_AUTO_TEST_CASE(a_copy_that_fails_halfway_leaves_nothing_behind) {
  struct Fails {
    Counted counted;
    int* copies_left;
    Fails(int& alive, int& left) : counted{alive}, copies_left{&left} {}
    Fails(const Fails& other) : counted{other.counted}, copies_left{other.copies_left} {
      if ((*copies_left)-- == 0) throw std::runtime_error{"no more"};
    }
    Fails(Fails&&) noexcept = default;
  };
  int alive = 0, left = 2;
  List<Fails> list;
  for (int i = 0; i < 4; ++i) list.emplace(alive, left);
  BOOST_CHECK_THROW(List<Fails>{list}, std::runtime_error);
  BOOST_TEST(alive == 4);
}

BOOST_AUTO_TEST_CASE(a_predicate_that_throws_has_taken_out_what_it_wanted_before_and_no_more) {
  int alive = 0;
  List<Counted> list;
  for (int i = 0; i < 5; ++i) list.emplace(alive);
  int looked_at = 0;
  const auto wanted = [&](const Counted&) {
    if (++looked_at == 4) throw std::runtime_error{"no more"};
    return looked_at % 2 == 0;
  };
  BOOST_CHECK_THROW(list.remove_if(wanted), std::runtime_error);
  BOOST_TEST(list.size() == 4u);
  BOOST_TEST(alive == 4);
}

// The sanitizers stop the program when memory runs out.
#if !defined(KEYTURN_SANITIZED)
BOOST_AUTO_TEST_CASE(no_memory_leaves_the_list_as_it_was) {
  struct Huge {
    Huge() {}
    char bytes[std::size_t{1} << 46];
  };
  List<Huge> list;
  for (int i = 0; i < 2; ++i) BOOST_CHECK_THROW(list.emplace(), std::bad_alloc);
  BOOST_TEST(list.empty());
}
#endif

BOOST_AUTO_TEST_SUITE_END()
