#include <keyturn/base/shared.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <array>
#include <thread>
#include <type_traits>
#include <utility>

using keyturn::Holders;
using keyturn::share;
using keyturn::Shared;

namespace {

// Counts how many of them have died.
struct Mortal : Holders {
  explicit Mortal(int& count) : deaths{count} {}
  Mortal(const Mortal&) = default;
  virtual ~Mortal() { ++deaths; }
  int& deaths;
};
struct Special final : Mortal {
  using Mortal::Mortal;
  ~Special() override { deaths += 10; }
};

static_assert(std::is_convertible_v<Shared<Special>, Shared<Mortal>>);
static_assert(std::is_convertible_v<Shared<Mortal>, Shared<const Mortal>>);
static_assert(!std::is_constructible_v<Shared<Special>, Shared<Mortal>>);
static_assert(!std::is_convertible_v<Mortal*, Shared<Mortal>>, "who holds what must be said");
static_assert(sizeof(Shared<Mortal>) == sizeof(Mortal*));

}  // namespace

BOOST_AUTO_TEST_SUITE(base_shared)

BOOST_AUTO_TEST_CASE(the_last_holder_deletes) {
  int deaths = 0;
  auto first = share<Mortal>(deaths);
  {
    const Shared<Mortal> second = first;
    BOOST_TEST((second == first));
    first = nullptr;
    BOOST_TEST(!first);
    BOOST_TEST(deaths == 0);
  }
  BOOST_TEST(deaths == 1);
}

BOOST_AUTO_TEST_CASE(a_move_hands_the_holding_over) {
  int deaths = 0;
  auto first = share<Mortal>(deaths);
  Mortal* const object = first.get();
  auto second = std::move(first);
  BOOST_TEST((first == nullptr));
  BOOST_TEST(second.get() == object);
  second = *&second;
  BOOST_TEST(deaths == 0);
  second = share<Mortal>(deaths);
  BOOST_TEST(deaths == 1);
}

BOOST_AUTO_TEST_CASE(a_holder_of_the_base_deletes_the_whole_object) {
  int deaths = 0;
  {
    Shared<const Mortal> base;
    {
      const auto special = share<Special>(deaths);
      base = special;
    }
    BOOST_TEST(deaths == 0);
  }
  BOOST_TEST(deaths == 11);
}

BOOST_AUTO_TEST_CASE(an_object_may_be_held_anew_by_those_who_have_its_address) {
  int deaths = 0;
  {
    auto first = share<Mortal>(deaths);
    const Shared<Mortal> again{first.get()};
    first = nullptr;
    BOOST_TEST(deaths == 0);
  }
  BOOST_TEST(deaths == 1);
}

BOOST_AUTO_TEST_CASE(a_released_reference_counts_until_it_is_adopted) {
  int deaths = 0;
  auto first = share<Mortal>(deaths);
  Mortal* const given = first.release();
  BOOST_TEST(!first);
  first = nullptr;
  BOOST_TEST(deaths == 0);
  (void)Shared<Mortal>::adopt(given);
  BOOST_TEST(deaths == 1);
  BOOST_TEST(!Shared<Mortal>::adopt(nullptr));
}

BOOST_AUTO_TEST_CASE(a_copy_of_the_object_has_holders_of_its_own) {
  int deaths = 0;
  auto first = share<Mortal>(deaths);
  const auto more = first;
  {
    const Mortal copy = *first;
    BOOST_TEST(deaths == 0);
    const auto other = share<Mortal>(copy);
  }
  BOOST_TEST(deaths == 2);
  BOOST_TEST((first == more));
}

BOOST_AUTO_TEST_CASE(holders_come_and_go_on_many_threads) {
  int deaths = 0;
  {
    auto first = share<Mortal>(deaths);
    std::array<std::thread, 4> threads;
    for (std::thread& thread : threads)
      thread = std::thread{[held = first] {
        for (int i = 0; i < 10'000; ++i) {
          const Shared<Mortal> copy = held;
          const Shared<const Mortal> other = copy;
        }
      }};
    first = nullptr;
    for (std::thread& thread : threads) thread.join();
  }
  BOOST_TEST(deaths == 1);
}

BOOST_AUTO_TEST_SUITE_END()
