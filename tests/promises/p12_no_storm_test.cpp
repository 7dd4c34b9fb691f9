// P12: a few refreshes in a window, however broken the other side is; early ones are spread; a burst fails alike.
#include "promise.hpp"

#include <set>

using namespace promise;

BOOST_AUTO_TEST_SUITE(p12_no_storm)

BOOST_AUTO_TEST_CASE_TEMPLATE(five_refreshes_in_30_s_and_then_calls_without_a_valid_token_fail, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  const auto first = scene.clock.now();
  for (int i = 0; i < 5; ++i) {
    scene.server.kill_access_tokens();
    BOOST_TEST(outcome(client.get("/me")) == "200");
    scene.clock.advance(1s);
  }
  scene.server.kill_access_tokens();
  const auto storm = client.get("/me");
  BOOST_TEST(outcome(storm) == "refresh_storm");
  BOOST_TEST(scene.server.counts().refreshes == 5u);
  BOOST_REQUIRE(!storm);
  BOOST_TEST(storm.error().retry_after.count() == 25'000);
  BOOST_TEST(client.logged_in());
  scene.clock.advance_to(first + 30s - 1ms);
  BOOST_TEST(outcome(client.get("/me")) == "refresh_storm");
  scene.clock.advance(1ms);
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(scene.server.counts().refreshes == 6u);
}

BOOST_AUTO_TEST_CASE(calls_with_a_valid_token_go_on_in_a_storm) {
  Scene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  for (int i = 0; i < 5; ++i) BOOST_REQUIRE(client.refresh());
  BOOST_TEST(outcome(client.refresh()) == "refresh_storm");
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(scene.server.counts().refreshes == 5u);
}

BOOST_AUTO_TEST_CASE(a_server_that_refuses_every_token_sees_five_refreshes_and_no_more) {
  Scene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.server.before([&](const Request& request) {
    if (is_for(request, "/me")) scene.server.kill_access_tokens();
  });
  for (int i = 0; i < 50; ++i) (void)client.get("/me");
  BOOST_TEST(scene.server.counts().refreshes == 5u);
}

BOOST_AUTO_TEST_CASE(a_refresh_counts_once_however_many_attempts_it_took) {
  Scene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  const auto before = scene.clock.now();
  for (int i = 0; i < 5; ++i) {
    scene.server.lose_answers("/refresh", 1);
    scene.server.kill_access_tokens();
    BOOST_TEST(outcome(client.get("/me")) == "200");
  }
  BOOST_TEST((scene.clock.now() - before < 30s));
  BOOST_TEST(scene.server.counts().refreshes == 10u);
  BOOST_TEST(outcome(client.refresh()) == "refresh_storm");
}

BOOST_AUTO_TEST_CASE(pairs_adopted_from_storage_do_not_count) {
  Scene<> scene;
  auto client = scene.client(), second = scene.other();
  BOOST_REQUIRE(client.login());
  BOOST_REQUIRE(second.logged_in());
  for (int i = 0; i < 5; ++i) {
    BOOST_REQUIRE(second.refresh());
    BOOST_REQUIRE(client.refresh());
  }
  BOOST_TEST(scene.journal.count("event:found_newer") == 5u);
  BOOST_TEST(scene.server.counts().refreshes == 5u);
  for (int i = 0; i < 5; ++i) BOOST_TEST(outcome(client.refresh()) == "ok");
  BOOST_TEST(outcome(client.refresh()) == "refresh_storm");
}

BOOST_AUTO_TEST_CASE(a_login_empties_the_window) {
  Scene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  for (int i = 0; i < 5; ++i) BOOST_REQUIRE(client.refresh());
  BOOST_TEST(outcome(client.refresh()) == "refresh_storm");
  BOOST_REQUIRE(client.login());
  for (int i = 0; i < 5; ++i) BOOST_TEST(outcome(client.refresh()) == "ok");
}

BOOST_AUTO_TEST_CASE(the_budget_is_the_hosts_to_set) {
  Scene<> scene;
  auto client = scene.client({.refresh_budget = {.count = 2, .window = 10s}});
  BOOST_REQUIRE(client.login());
  for (int i = 0; i < 2; ++i) BOOST_TEST(outcome(client.refresh()) == "ok");
  BOOST_TEST(outcome(client.refresh()) == "refresh_storm");
  scene.clock.advance(10s);
  BOOST_TEST(outcome(client.refresh()) == "ok");
}

// When a token of that lifetime is first renewed, counted from its login, in steps of a thousandth of the lifetime.
BOOST_AUTO_TEST_CASE(leeway_is_a_tenth_of_the_lifetime_and_a_minute_at_most_with_jitter) {
  for (const auto lifetime : {10s, 100s, 3600s, 86'400s}) {
    BOOST_TEST_CONTEXT("lifetime " << lifetime.count() << " s") {
      const std::chrono::nanoseconds leeway =
          std::min<std::chrono::nanoseconds>(std::chrono::nanoseconds{lifetime} / 10, 60s);
      std::set<std::int64_t> moments;
      for (int run = 0; run < 12; ++run) {
        Scene<OwnMemory> scene;
        ScriptedTransport script;
        Client<OwnMemory> client{script, scene.storage, Manual{scene.clock}};
        BOOST_REQUIRE(client.adopt({.access_token = "first", .refresh_token = "refresh", .expires_in = lifetime}));
        const auto began = scene.clock.now();
        script.answer(Response{.status = 200, .body = R"({"access_token":"second","expires_in":1000})"});
        scene.clock.advance(lifetime - leeway - leeway / 10 - 1ms);
        BOOST_TEST(outcome(client.access_token()) == "first");
        while (outcome(client.access_token()) == "first") scene.clock.advance(leeway / 500);
        const auto moment = scene.clock.now() - began;
        BOOST_TEST((moment <= lifetime - leeway + leeway / 500));
        moments.insert(moment.count());
      }
      BOOST_TEST(moments.size() >= 6u);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_short_lived_token_is_not_refreshed_at_every_call) {
  Scene<> scene;
  FakeAuthServer server{{.access_ttl = 5s, .wall = [clock = scene.clock] { return clock.wall(); }}};
  Client<> client{server, scene.storage, Manual{scene.clock}, {.leeway = 60s}};
  BOOST_REQUIRE(client.login());
  for (int i = 0; i < 20; ++i) {
    BOOST_TEST(outcome(client.get("/me")) == "200");
    scene.clock.advance(100ms);
  }
  BOOST_TEST(server.counts().refreshes == 0u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(all_requests_of_a_failed_burst_get_the_same_error, S, Storages) {
  ThreadScene<S> scene;
  auto client = scene.client({.refresh_attempts = 1});
  BOOST_REQUIRE(client.login());
  scene.expire();
  Response down{.status = 503, .body = "down"};
  down.headers.add("Retry-After", "120");
  scene.server.instead("/refresh", 100, down);
  const auto results = together(32, [&](unsigned) {
    const auto got = client.get("/me");
    return outcome(got) + (got ? "" : " " + got.error().detail);
  });
  BOOST_TEST(how_many(results, results[0]) == 32u);
  BOOST_TEST(results[0].starts_with("refresh_unavailable 503"));
  BOOST_TEST(scene.journal.count("POST:/refresh") == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
