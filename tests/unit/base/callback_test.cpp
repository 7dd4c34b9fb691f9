#include <keyturn/base/callback.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using keyturn::Callback;

BOOST_AUTO_TEST_SUITE(callback)

int twice(int i) { return 2 * i; }

BOOST_AUTO_TEST_CASE(holds_any_callable_of_its_signature) {
  struct Object {
    int operator()(int i) { return i + 1; }
  };
  BOOST_TEST(Callback<int(int)>{twice}(3) == 6);
  BOOST_TEST(Callback<int(int)>{Object{}}(3) == 4);
  BOOST_TEST(Callback<int(int)>{std::function<long(long)>{[](long l) { return l; }}}(3) == 3);
  static_assert(!std::is_constructible_v<Callback<int(int)>, std::string>);
  static_assert(!std::is_constructible_v<Callback<int(int)>, void (*)(int)>);
}

BOOST_AUTO_TEST_CASE(results_may_be_dropped_and_converted) {
  int calls = 0;
  const Callback<void(int)> drops = [&](int i) { return calls += i; };
  drops(2);
  BOOST_TEST(calls == 2);
  const Callback<std::string()> converts = [] { return "text"; };
  BOOST_TEST(converts() == "text");
}

BOOST_AUTO_TEST_CASE(move_only_callables_and_arguments_pass) {
  const Callback<int(std::unique_ptr<int>)> sum = [own = std::make_unique<int>(40)](std::unique_ptr<int> p) {
    return *own + *p;
  };
  const auto copy = sum;
  BOOST_TEST(copy(std::make_unique<int>(2)) == 42);
}

BOOST_AUTO_TEST_CASE(references_stay_references) {
  const Callback<void(int&)> add = [](int& i) { ++i; };
  int i = 0;
  add(i);
  BOOST_TEST(i == 1);
}

BOOST_AUTO_TEST_CASE(copies_share_one_callable) {
  const Callback<int()> count = [n = 0]() mutable { return ++n; };
  const auto copy = count;
  BOOST_TEST(count() == 1);
  BOOST_TEST(copy() == 2);
}

BOOST_AUTO_TEST_CASE(an_empty_one_says_so) {
  Callback<void()> empty, null = nullptr;
  BOOST_TEST(!empty);
  BOOST_TEST(!null);
  Callback<void()> full = [] {};
  empty = full;
  BOOST_TEST(!!empty);
  full = nullptr;
  BOOST_TEST(!full);
  BOOST_TEST(!!empty);
  const Callback<void()> moved = std::move(empty);
  BOOST_TEST(!!moved);
  BOOST_TEST(!empty);  // NOLINT(bugprone-use-after-move): promised
}

BOOST_AUTO_TEST_CASE(the_callable_dies_with_the_last_copy) {
  const auto held = std::make_shared<int>(1);
  {
    const Callback<int()> one = [held] { return *held; };
    auto two = one;
    const auto& same = two;
    two = same;
    BOOST_TEST(held.use_count() == 2);
  }
  BOOST_TEST(held.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(copies_may_be_made_and_destroyed_on_any_thread) {
  std::atomic<int> calls{0};
  const auto held = std::make_shared<int>(0);
  {
    const Callback<void()> shared = [&calls, held] { ++calls; };
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&shared] {
        for (int round = 0; round < 1000; ++round) {
          const auto copy = shared;
          copy();
        }
      });
    for (auto& thread : threads) thread.join();
  }
  BOOST_TEST(calls == 4000);
  BOOST_TEST(held.use_count() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
