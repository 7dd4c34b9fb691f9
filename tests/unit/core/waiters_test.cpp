#include <keyturn/core/waiters.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn;
using namespace std::chrono_literals;
using core::Waiter;

namespace {
core::Waiters three() {
  core::Waiters waiters;
  waiters.add({.id = 1, .deadline = TimePoint{30s}});
  waiters.add({.id = 2, .deadline = TimePoint{10s}});
  waiters.add({.id = 3, .deadline = TimePoint{20s}});
  return waiters;
}
}  // namespace

BOOST_AUTO_TEST_SUITE(core_waiters)

BOOST_AUTO_TEST_CASE(are_taken_in_the_order_in_which_they_came) {
  core::Waiters waiters = three();
  const auto odd = waiters.take_if([](const Waiter& waiter) { return waiter.id % 2 == 1; });
  BOOST_TEST_REQUIRE(odd.size() == 2u);
  BOOST_TEST(odd.begin()[0].id == 1u);
  BOOST_TEST(odd.begin()[1].id == 3u);
  BOOST_TEST(waiters.size() == 1u);
  const auto rest = waiters.take_all();
  BOOST_TEST_REQUIRE(rest.size() == 1u);
  BOOST_TEST(rest.begin()[0].id == 2u);
  BOOST_TEST(waiters.empty());
}

BOOST_AUTO_TEST_CASE(overdue_ones_are_those_whose_deadline_has_passed) {
  core::Waiters waiters = three();
  BOOST_TEST(waiters.take_overdue(TimePoint{10s} - 1ns).empty());
  const auto overdue = waiters.take_overdue(TimePoint{20s});
  BOOST_TEST_REQUIRE(overdue.size() == 2u);
  BOOST_TEST(overdue.begin()[0].id == 2u);
  BOOST_TEST(overdue.begin()[1].id == 3u);
  BOOST_TEST((waiters.earliest() == TimePoint{30s}));
}

BOOST_AUTO_TEST_CASE(the_earliest_deadline_is_never_missed) {
  core::Waiters waiters;
  BOOST_TEST((waiters.earliest() == TimePoint::max()));
  waiters = three();
  BOOST_TEST((waiters.earliest() == TimePoint{10s}));
  (void)waiters.take_if([](const Waiter& waiter) { return waiter.id == 2; });
  BOOST_TEST((waiters.earliest() <= TimePoint{20s}));
  (void)waiters.take_overdue(TimePoint{10s});
  BOOST_TEST((waiters.earliest() == TimePoint{20s}));
  (void)waiters.take_all();
  BOOST_TEST((waiters.earliest() == TimePoint::max()));
}

BOOST_AUTO_TEST_SUITE_END()
