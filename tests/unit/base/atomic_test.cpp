#include <keyturn/base/atomic.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <array>
#include <thread>
#include <type_traits>

using keyturn::Atomic;

namespace {

template <class Work>
void on_four_threads(Work work) {
  std::array<std::thread, 4> threads;
  for (std::thread& thread : threads) thread = std::thread{work};
  for (std::thread& thread : threads) thread.join();
}

static_assert(!std::is_copy_constructible_v<Atomic<int>> && !std::is_copy_assignable_v<Atomic<int>>);

}  // namespace

BOOST_AUTO_TEST_SUITE(base_atomic)

BOOST_AUTO_TEST_CASE(is_nothing_until_something_is_stored) {
  Atomic<int*> pointer;
  BOOST_TEST(pointer.load() == nullptr);
  int number = 1;
  pointer.store(&number);
  BOOST_TEST(pointer.load() == &number);
  BOOST_TEST(Atomic<unsigned>{7}.load() == 7u);
}

BOOST_AUTO_TEST_CASE(changes_say_what_was_there_before) {
  Atomic<unsigned> number{5};
  BOOST_TEST(number.add(2) == 5u);
  BOOST_TEST(number.exchange(1) == 7u);
  BOOST_TEST(number.add(-1u) == 1u);
  BOOST_TEST(number.load() == 0u);
}

BOOST_AUTO_TEST_CASE(a_value_is_replaced_only_if_it_is_the_expected_one) {
  Atomic<int> number{1};
  int expected = 2;
  BOOST_TEST(!number.compare_exchange(expected, 3));
  BOOST_TEST(expected == 1);
  BOOST_TEST(number.load() == 1);
  BOOST_TEST(number.compare_exchange(expected, 3));
  BOOST_TEST(number.load() == 3);
}

BOOST_AUTO_TEST_CASE(enumerations_may_be_shared_too) {
  enum class Step { begun, done };
  Atomic<Step> step{Step::begun};
  Step expected = Step::begun;
  BOOST_TEST(step.compare_exchange(expected, Step::done));
  BOOST_TEST((step.exchange(Step::begun) == Step::done));
  step.store(Step::done);
  BOOST_TEST((step.load() == Step::done));
}

BOOST_AUTO_TEST_CASE(no_addition_of_any_thread_is_lost) {
  Atomic<unsigned> sum{0};
  on_four_threads([&] {
    for (unsigned i = 0; i < 10'000; ++i) sum.add(1);
  });
  BOOST_TEST(sum.load() == 40'000u);
}

BOOST_AUTO_TEST_CASE(one_thread_wins_an_exchange) {
  Atomic<int> place{0}, winners{0};
  on_four_threads([&] {
    int expected = 0;
    if (place.compare_exchange(expected, 1)) winners.add(1);
  });
  BOOST_TEST(winners.load() == 1);
}

BOOST_AUTO_TEST_CASE(who_sees_what_was_stored_sees_what_was_written_before) {
  Atomic<bool> ready{false};
  int written = 0, seen = 0;
  std::thread reader{[&] {
    while (!ready.load()) std::this_thread::yield();
    seen = written;
  }};
  written = 7;
  ready.store(true);
  reader.join();
  BOOST_TEST(seen == 7);
}

BOOST_AUTO_TEST_SUITE_END()
