// P14: wrong clocks do not matter: lifetimes count on a steady clock, and the server's Date corrects the wall clock.
#include "promise.hpp"

using namespace promise;

namespace {

// The server's clock is right, whatever the client's is set to.
template <class S>
struct TwoClocks {
  static constexpr auto year = std::chrono::hours{24 * 365};
  ManualClock clock;
  Journal journal;
  std::chrono::system_clock::time_point right = clock.wall();
  TimePoint start = clock.now();
  FakeAuthServer server{
      {.access_ttl = 100s, .wall = [this] { return std::chrono::floor<std::chrono::milliseconds>(time()); }}};
  S storage{clock, journal};

  std::chrono::system_clock::time_point time() const {
    return right + std::chrono::duration_cast<std::chrono::system_clock::duration>(clock.now() - start);
  }
  Client<S> client() { return {Wire{server, journal}, storage, Manual{clock}, {}, journal}; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(p14_wrong_clocks)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_wall_clock_that_jumps_while_the_client_runs_changes_nothing, S, Storages) {
  for (const auto jump : {-TwoClocks<S>::year, TwoClocks<S>::year}) {
    TwoClocks<S> scene;
    auto client = scene.client();
    BOOST_REQUIRE(client.login());
    scene.clock.set_wall(scene.time() + jump);
    scene.clock.advance(80s);
    BOOST_TEST(outcome(client.get("/me")) == "200");
    BOOST_TEST(scene.server.counts().refreshes == 0u);
    scene.clock.set_wall(scene.time() - jump);
    scene.clock.advance(21s);
    BOOST_TEST(outcome(client.get("/me")) == "200");
    BOOST_TEST(scene.server.counts().refreshes == 1u);
    BOOST_TEST(scene.server.counts().refused_calls == 0u);
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_clock_that_is_wrong_all_the_time_is_corrected_by_the_servers_date, S, Storages) {
  for (const auto wrong : {-TwoClocks<S>::year, TwoClocks<S>::year}) {
    TwoClocks<S> scene;
    scene.clock.set_wall(scene.time() + wrong);
    {
      auto client = scene.client();
      BOOST_REQUIRE(client.login());
    }
    BOOST_TEST((std::chrono::abs(*scene.storage.decoded().access_expires - scene.time() - 100s) <= 1s));
    scene.clock.advance(50s);
    auto client = scene.client();
    BOOST_TEST(outcome(client.get("/me")) == "200");
    BOOST_TEST(scene.server.counts().refreshes == 0u);
    scene.clock.advance(51s);
    BOOST_TEST(outcome(client.get("/me")) == "200");
    BOOST_TEST(scene.server.counts().refreshes == 1u);
    BOOST_TEST(scene.server.counts().refused_calls == 0u);
  }
}

// A clock set back between two runs must not make a token seem fresh for a year; one set on costs a refresh at most.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_wall_clock_that_jumps_between_save_and_restart_logs_nobody_out, S, Storages) {
  for (const auto jump : {-TwoClocks<S>::year, TwoClocks<S>::year}) {
    TwoClocks<S> scene;
    {
      auto client = scene.client();
      BOOST_REQUIRE(client.login());
    }
    scene.clock.set_wall(scene.time() + jump);
    auto client = scene.client();
    BOOST_TEST(outcome(client.get("/me")) == "200");
    const auto expires = client.session().expires_in;
    BOOST_REQUIRE(expires.has_value());
    BOOST_TEST(expires->count() <= 100);
    scene.clock.advance(101s);
    BOOST_TEST(outcome(client.get("/me")) == "200");
    BOOST_TEST(scene.server.counts().refused_calls == 0u);
    BOOST_TEST(client.logged_in());
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_time_between_save_and_restart_counts, S, Storages) {
  TwoClocks<S> scene;
  {
    auto client = scene.client();
    BOOST_REQUIRE(client.login());
  }
  scene.clock.advance(60s);
  auto client = scene.client();
  BOOST_REQUIRE(client.logged_in());
  const auto expires = client.session().expires_in.value_or(0s).count();
  BOOST_TEST(expires <= 40);
  BOOST_TEST(expires >= 38);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_lifetime_counts_from_before_the_request_was_sent, S, Storages) {
  TwoClocks<S> scene;
  auto client = scene.client();
  const auto slow = [&](const char* path) {
    scene.server.before({});
    scene.server.before([&scene, path](const Request& request) {
      if (is_for(request, path)) scene.clock.advance(20s);
    });
  };
  slow("/login");
  BOOST_REQUIRE(client.login());
  BOOST_TEST(client.session().expires_in.value_or(0s).count() == 80);
  slow("/refresh");
  BOOST_REQUIRE(client.refresh());
  BOOST_TEST(client.session().expires_in.value_or(0s).count() == 80);
}

#ifndef KEYTURN_PROMISES_OAUTH2
BOOST_AUTO_TEST_CASE(absolute_expiries_are_taken_relative_to_the_servers_date) {
  ManualClock clock;
  ScriptedTransport script;
  JsonApiConfig config{.base_url = origin, .expires_unit = ExpiryUnit::unix_seconds};
  Client<OwnMemory> client{script, OwnMemory{}, Manual{clock}, {}, {}, JsonApi{config}};
  Response answer{.status = 200, .body = R"({"access_token":"a","refresh_token":"r","expires_in":784111877})"};
  answer.headers.add("Date", "Sun, 06 Nov 1994 08:49:37 GMT");  // 784111777
  script.answer(answer);
  BOOST_REQUIRE(client.login());
  BOOST_TEST(client.session().expires_in.value_or(0s).count() == 100);
}
#endif

BOOST_AUTO_TEST_CASE_TEMPLATE(the_refresh_tokens_own_expiry_is_only_a_hint_and_the_server_is_asked, S, Storages) {
  TwoClocks<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  const auto refresh_token = scene.storage.refresh_token();
  BOOST_REQUIRE(client.adopt({.refresh_token = Secret{std::string_view{refresh_token}}, .refresh_expires_in = 1s}));
  scene.clock.advance(60s);
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(scene.server.counts().refreshes == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_reason_is_expired_if_the_verdict_or_the_own_expiry_says_so, S, Storages) {
  struct Case {
    const char* error;
    bool passed;
    LogoutReason reason;
  };
  for (const Case& c : {Case{"refresh_token_expired", false,
                             has_own_words ? LogoutReason::refresh_token_expired : LogoutReason::refresh_token_refused},
                        Case{"refresh_token_expired", true, LogoutReason::refresh_token_expired},
                        Case{"invalid_grant", true, LogoutReason::refresh_token_expired},
                        Case{"invalid_grant", false, LogoutReason::refresh_token_refused}}) {
    BOOST_TEST_CONTEXT(c.error << (c.passed ? ", passed" : "")) {
      TwoClocks<S> scene;
      auto client = scene.client();
      BOOST_REQUIRE(client.adopt({.refresh_token = "refresh", .refresh_expires_in = 50s}));
      if (c.passed) scene.clock.advance(50s);
      scene.server.instead("/refresh", 1,
                           Response{.status = 401, .body = R"({"error":")" + std::string{c.error} + "\"}"});
      BOOST_TEST(outcome(client.get("/me")) == "session_ended 401");
      BOOST_TEST(scene.journal.count(std::string{"logout:"} + name(c.reason)) == 1u);
      BOOST_TEST(scene.journal.count("POST:/refresh") == 1u);
    }
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_refresh_tokens_expiry_survives_a_restart, S, Storages) {
  TwoClocks<S> scene;
  {
    auto client = scene.client();
    BOOST_REQUIRE(client.adopt({.refresh_token = "refresh", .refresh_expires_in = 50s}));
  }
  scene.clock.advance(60s);
  auto client = scene.client();
  scene.server.instead("/refresh", 1, Response{.status = 401, .body = R"({"error":"invalid_grant"})"});
  BOOST_TEST(outcome(client.get("/me")) == "session_ended 401");
  BOOST_TEST(scene.journal.count("logout:refresh_token_expired") == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
