// P5: between stale and expired one caller refreshes and all others go out at once with the token that is still valid.
#include "promise.hpp"

using namespace promise;

BOOST_AUTO_TEST_SUITE(p05_valid_token)

BOOST_AUTO_TEST_CASE_TEMPLATE(while_one_refreshes_early_all_others_go_out_with_the_valid_token, S, Storages) {
  ThreadScene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.grow_stale();
  Gate refresh;
  std::atomic<int> with_old{0};
  scene.server.before([&](const Request& request) {
    if (is_for(request, "/refresh")) return refresh.pass();
    if (request.headers.get("Authorization") == "Bearer access-1") ++with_old;
  });
  std::string carried;
  std::thread carrier{[&] { carried = outcome(client.get("/me")); }};
  refresh.wait_for_arrival();
  const auto results = together(32, [&](unsigned) { return outcome(client.get("/me")); });
  BOOST_TEST(how_many(results, "200") == 32u);
  BOOST_TEST(with_old == (decltype(client)::early_refresh_holds_up_its_caller ? 32 : 33));
  BOOST_TEST(outcome(client.access_token()) == "access-1");
  refresh.open();
  carrier.join();
  client.settle();
  BOOST_TEST(carried == "200");
  BOOST_TEST(scene.server.counts().refreshes == 1u);
  BOOST_TEST(outcome(client.access_token()) == "access-2");
}

BOOST_AUTO_TEST_CASE(a_burst_on_a_stale_token_causes_one_refresh) {
  ThreadScene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.grow_stale();
  const auto results = together(64, [&](unsigned) { return outcome(client.access_token()); });
  BOOST_TEST(how_many(results, "access-1") + how_many(results, "access-2") == 64u);
  client.settle();
  BOOST_TEST(how_many(results, "access-2") >= (decltype(client)::early_refresh_holds_up_its_caller ? 1u : 0u));
  BOOST_TEST(scene.server.counts().refreshes == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_fresh_token_is_not_refreshed_and_an_expired_one_not_used, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.clock.advance(88s);
  BOOST_TEST(outcome(client.access_token()) == "access-1");
  BOOST_TEST(scene.server.counts().refreshes == 0u);
  scene.clock.advance(13s);
  BOOST_TEST(outcome(client.access_token()) == "access-2");
  BOOST_TEST(scene.server.counts().refused_calls == 0u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(if_the_early_refresh_fails_for_now_its_caller_goes_out_with_the_valid_token, S,
                              Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.grow_stale();
  scene.server.instead("/refresh", 100, Response{.status = 503});
  const auto before = scene.clock.now();
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(outcome(client.access_token()) == "access-1");
  BOOST_TEST((scene.clock.now() == before));
  BOOST_TEST(scene.journal.count("POST:/refresh") == 1u);
  scene.clock.advance(6s);
  BOOST_TEST(outcome(client.get("/me")) == "refresh_unavailable 503");
}

// The lock of the storage is somebody else's for as long as one likes: no reason to wait while the token is valid.
BOOST_AUTO_TEST_CASE(a_stale_token_is_used_while_another_process_holds_the_lock) {
  Scene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.grow_stale();
  scene.storage.hold();
  BOOST_TEST(outcome(client.access_token()) == "access-1");
  BOOST_TEST(outcome(client.get("/me")) == "200");
}

// Nor is a pair that could not be saved: the call that tries to save it again does not wait for the lock.
BOOST_AUTO_TEST_CASE(a_late_save_does_not_keep_its_call_waiting_for_the_lock) {
  Scene<> scene;
  auto client = scene.client();
  scene.storage.fail(Op::save, 1);
  BOOST_REQUIRE(client.login());
  scene.clock.advance(1s);
  scene.storage.hold();
  const auto before = scene.clock.now();
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST((scene.clock.now() == before));
}

// The auth server hangs until the transport gives up; the token is still good for a while then.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_stale_token_is_used_although_the_auth_server_hangs, S, Storages) {
  Scene<S> scene;
  FakeAuthServer server{{.access_ttl = 1000s, .wall = [clock = scene.clock] { return clock.wall(); }}};
  Client<S> client{server, scene.storage, Manual{scene.clock}};
  BOOST_REQUIRE(client.login());
  scene.clock.advance(945s);
  server.before([&](const Request& request) {
    if (is_for(request, "/refresh")) scene.clock.advance(request.timeout);
  });
  server.instead("/refresh", 1, Error{.code = Errc::no_answer});
  BOOST_TEST(outcome(client.get("/me")) == "200");
}

BOOST_AUTO_TEST_CASE(an_explicit_refresh_waits_although_the_token_is_valid) {
  Scene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  BOOST_REQUIRE(client.refresh());
  BOOST_TEST(outcome(client.access_token()) == "access-2");
}

BOOST_AUTO_TEST_CASE(a_valid_token_without_a_refresh_token_is_used_to_its_end) {
  Scene<OwnMemory> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.adopt({.access_token = "only", .expires_in = 100s}));
  scene.grow_stale();
  BOOST_TEST(outcome(client.access_token()) == "only");
  BOOST_TEST(scene.journal.count("logout:no_refresh_token") == 0u);
  scene.clock.advance(5s);
  BOOST_TEST(outcome(client.access_token()) == "session_ended 401");
}

// Nobody is logged out by accident: a token that is still good goes on, also if somebody wants a newer one.
BOOST_AUTO_TEST_CASE(an_explicit_refresh_without_a_refresh_token_does_not_end_a_session_that_is_valid) {
  Scene<OwnMemory> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.adopt({.access_token = "only", .expires_in = 100s}));
  BOOST_TEST(outcome(client.refresh()) != "session_ended 401");
  BOOST_TEST(client.logged_in());
  BOOST_TEST(outcome(client.access_token()) == "only");
}

BOOST_AUTO_TEST_SUITE_END()
