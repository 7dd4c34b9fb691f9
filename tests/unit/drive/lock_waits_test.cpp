#include <keyturn/drive/lock_waits.hpp>

#include "async_scene.hpp"
#include "locking_storage.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <vector>

using namespace keyturn_tests;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(drive_lock_waits)

BOOST_AUTO_TEST_CASE(pauses_grow_to_a_tenth_of_a_second_and_end_with_patience) {
  const TimePoint began{};
  drive::LockWaits waits;
  drive::LockWait wait{.job = 7, .until = began + 250ms};
  std::vector<std::chrono::nanoseconds> tries;
  for (TimePoint time = began; time < wait.until;) {
    waits.put_off(wait, time);
    time = waits.next_due();
    BOOST_TEST(waits.take_due(time - 1ns).empty());
    const auto due = waits.take_due(time);
    BOOST_TEST_REQUIRE(due.size() == 1u);
    wait = *due.begin();
    tries.push_back(time - began);
  }
  BOOST_TEST((tries == std::vector<std::chrono::nanoseconds>{5ms, 15ms, 35ms, 75ms, 155ms, 250ms}));
  BOOST_TEST((waits.next_due() == TimePoint::max()));
}

BOOST_AUTO_TEST_CASE(a_lock_that_somebody_holds_is_tried_again_without_blocking) {
  AsyncScene<FreeTransport, LockingStorage> here;
  here.expire();
  here.storage.shared->locked = true;
  here.storage.shared->tries = 0;
  const Note note = here.get();
  for (int i = 0; i < 20; ++i) {
    const auto next = here.client->poll();
    BOOST_REQUIRE(next.has_value());
    BOOST_TEST((*next > 0ms && *next <= 100ms));
    here.clock.advance(*next);
  }
  BOOST_TEST(here.storage.shared->tries == 20);
  here.storage.shared->locked = false;
  (void)here.client->poll();
  here.wire().answer(granted(2));
  here.wire().answer(200);
  BOOST_TEST(note == "200");
  BOOST_TEST(!here.storage.shared->locked);
}

BOOST_AUTO_TEST_CASE(patience_with_a_lock_ends) {
  AsyncScene<FreeTransport, LockingStorage> here{{.request_timeout = 60s, .lock_patience = 2s}};
  here.expire();
  here.storage.shared->locked = true;
  const Note note = here.get();
  auto waited = 0ms;
  while (note == "") {
    const auto next = here.client->poll();
    if (note != "") break;
    BOOST_REQUIRE(next.has_value());
    waited += *next;
    here.clock.advance(*next);
  }
  BOOST_TEST((waited == 2s));
  BOOST_TEST(note == "refresh_unavailable");
}

BOOST_AUTO_TEST_SUITE_END()
