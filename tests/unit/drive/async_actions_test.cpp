#include <keyturn/drive/async_actions.hpp>

#include "async_scene.hpp"
#include "leasing_storage.hpp"
#include "locking_storage.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn_tests;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(drive_async_actions)

BOOST_AUTO_TEST_CASE(a_lock_that_can_lapse_outlasts_each_attempt_or_nothing_is_sent) {
  AsyncScene<FreeTransport, LeasingStorage> scene;
  scene.expire();
  *scene.storage.lapsed = true;
  scene.refresh();
  BOOST_TEST(scene.wire().sent() == 0u);
  BOOST_TEST(scene.storage.extensions->empty());
  *scene.storage.lapsed = false;
  scene.clock.advance(2s);
  (void)scene.client->poll();
  BOOST_TEST(scene.wire().sent() == 1u);
  BOOST_TEST_REQUIRE(scene.storage.extensions->size() == 1u);
  BOOST_TEST((scene.storage.extensions->front() > 30s));
}

BOOST_AUTO_TEST_CASE(a_logout_overtakes_a_login_that_waits_for_the_lock) {
  AsyncScene<FreeTransport, LockingStorage> here;
  here.storage.shared->locked = true;
  const Note login = here.login();
  here.wire().answer(granted(7));
  BOOST_TEST(login == "");
  const Note logout = here.logout();
  BOOST_TEST(login == "session_ended");
  BOOST_TEST(!here.client->logged_in());
  BOOST_TEST(!here.storage.shared->memory.load("default")->has_value());
  while (here.wire().waiting() > 0) here.wire().answer(200);
  here.clock.advance(20s);
  (void)here.client->poll();
  BOOST_TEST(logout == "storage_busy");
}

BOOST_AUTO_TEST_CASE(while_a_login_waits_for_the_lock_the_session_cannot_be_told) {
  AsyncScene<FreeTransport, LockingStorage> here{{}, false};
  here.storage.shared->locked = true;
  const Note login = here.login();
  here.wire().answer(granted(7));
  BOOST_TEST((here.client->restore().error().code == Errc::storage_busy));
  here.storage.shared->locked = false;
  here.clock.advance(1s);
  (void)here.client->poll();
  BOOST_TEST(login == "ok");
  BOOST_TEST(here.client->logged_in());
}

BOOST_AUTO_TEST_CASE(exceptions_of_storage_are_failures_of_it) {
  AsyncScene<FreeTransport, LockingStorage> here{{}, false};
  here.storage.shared->throws = true;
  BOOST_TEST((here.client->restore().error().code == Errc::storage_failed));
  BOOST_TEST(here.get() == "storage_failed");
  TokenSet tokens = *PlainProtocol{}.read_tokens(granted(1));
  BOOST_TEST(here.client->adopt(tokens).has_value());
  BOOST_TEST(here.token() == "access-1");
}

BOOST_AUTO_TEST_SUITE_END()
