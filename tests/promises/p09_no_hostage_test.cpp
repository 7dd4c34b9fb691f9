// P9: a caller that gives up neither cancels the refresh nor fails the others.
#include "promise.hpp"

using namespace promise;

BOOST_AUTO_TEST_SUITE(p09_no_hostage)

BOOST_AUTO_TEST_CASE_TEMPLATE(the_carriers_short_patience_does_not_shorten_the_refresh, S, Storages) {
  ThreadScene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.expire();
  Gate refresh;
  std::chrono::milliseconds timeout{0};
  scene.server.before([&](const Request& request) {
    if (!is_for(request, "/refresh")) return;
    timeout = request.timeout;
    refresh.pass();
  });
  std::string carried;
  std::thread carrier{[&] { carried = outcome(client.send({.url = "/me", .timeout = 50ms})); }};
  refresh.wait_for_arrival();
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) threads.emplace_back([&] { good += outcome(client.get("/me")) == "200"; });
  BOOST_TEST(outcome(client.send({.url = "/me", .timeout = 60ms})) == "timed_out");
  refresh.open();
  carrier.join();
  for (auto& thread : threads) thread.join();
  client.settle();
  BOOST_TEST(carried == "timed_out");
  BOOST_TEST(timeout.count() == 30'000);
  BOOST_TEST(good == 8);
  BOOST_TEST(scene.server.counts().refreshes == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(waiters_that_give_up_leave_the_refresh_to_the_others, S, Storages) {
  ThreadScene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.expire();
  Gate refresh;
  scene.server.before([&](const Request& request) {
    if (is_for(request, "/refresh")) refresh.pass();
  });
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  threads.emplace_back([&] { good += outcome(client.get("/me")) == "200"; });
  refresh.wait_for_arrival();
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { good += outcome(client.get("/me")) == "200"; });
  const auto impatient = together(4, [&](unsigned) { return outcome(client.send({.url = "/me", .timeout = 30ms})); });
  BOOST_TEST(how_many(impatient, "timed_out") == 4u);
  refresh.open();
  for (auto& thread : threads) thread.join();
  client.settle();
  BOOST_TEST(good == 5);
  BOOST_TEST(scene.server.counts().refreshes == 1u);
  BOOST_TEST(scene.server.counts().revoked_families == 0u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_a_refresh_brings_is_kept_although_nobody_waits_any_more, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.expire();
  scene.server.before([&](const Request& request) {
    if (is_for(request, "/refresh")) scene.clock.advance(5s);
  });
  BOOST_TEST(outcome(client.send({.url = "/me", .timeout = 1s})) == "timed_out");
  BOOST_TEST(scene.storage.refresh_token() == "refresh-2");
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(scene.server.counts().refreshes == 1u);
}

// Only the time of the one that carries the refresh is up while it waits for the lock; another goes on in its place.
BOOST_AUTO_TEST_CASE(a_carrier_that_gives_up_the_lock_leaves_the_refresh_to_those_with_more_patience) {
  ThreadScene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.expire();
  client.settle();
  scene.storage.hold();
  Gate lock;
  bool first = true;
  scene.storage.before([&](Op op) {
    if (op == Op::lock && std::exchange(first, false)) lock.pass();
  });
  std::string impatient, patient;
  std::thread one{[&] { impatient = outcome(client.send({.url = "/me", .timeout = 100ms})); }};
  lock.wait_for_arrival();
  Caller two{[&] { patient = outcome(client.get("/me")); }};
  two.wait_until_in();
  lock.open();
  one.join();
  BOOST_TEST((impatient == "refresh_unavailable" || impatient == "timed_out"));
  scene.storage.release();
  two.join();
  client.settle();
  BOOST_TEST(patient == "200");
  BOOST_TEST(scene.server.counts().refreshes == 1u);
}

BOOST_AUTO_TEST_CASE(an_early_refresh_has_its_own_time_however_impatient_its_caller_is) {
  ManualClock clock;
  FakeAuthServer server{{.access_ttl = 100s, .wall = [clock] { return clock.wall(); }}};
  std::chrono::milliseconds given{0};
  server.before([&](const Request& request) {
    if (request.url.ends_with("/refresh")) given = request.timeout;
  });
  Client<OwnMemory> client{server, OwnMemory{}, Manual{clock}};
  BOOST_REQUIRE(client.login());
  clock.advance(95s);
  BOOST_TEST(outcome(client.send({.url = "/me", .timeout = 2s})) == "200");
  BOOST_TEST((given == 30s));
}

BOOST_AUTO_TEST_SUITE_END()
