// P7: the logout callback runs once for each session that ends, in its place; every call completes once, in its time.
#include "promise.hpp"

using namespace promise;

BOOST_AUTO_TEST_SUITE(p07_once)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_burst_on_a_refused_session_calls_back_once_and_all_calls_end_with_it, S, Storages) {
  ThreadScene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.server.revoke_sessions();
  scene.expire();
  std::atomic<int> callbacks{0};
  client.when_logged_out([&](LogoutReason) { ++callbacks; });
  const auto results = together(64, [&](unsigned) {
    const std::string result = outcome(client.get("/me"));
    return callbacks == 1 || result == "not_logged_in" ? result : "before the callback: " + result;
  });
  BOOST_TEST(how_many(results, ended_by_refusal) + how_many(results, "not_logged_in") == 64u);
  BOOST_TEST(callbacks == 1);
  BOOST_TEST(scene.journal.count("event:logged_out") == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_callback_runs_after_the_erase_and_before_the_call_returns, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.server.revoke_sessions();
  scene.expire();
  client.when_logged_out([&](LogoutReason reason) {
    BOOST_TEST((reason == LogoutReason::refresh_token_refused));
    BOOST_TEST(!scene.storage.record().has_value());
    BOOST_TEST(!client.logged_in());
    if constexpr (SharedStorage<S>) BOOST_TEST(!scene.storage.is_locked());
  });
  BOOST_TEST(outcome(client.get("/me")) == ended_by_refusal);
  BOOST_TEST(scene.journal.count("logout:refresh_token_refused") == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_callback_that_throws_takes_no_result_from_anybody, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  client.hear([](const Event&) { throw 1; });
  client.when_logged_out([](LogoutReason) { throw 2; });
  BOOST_TEST(outcome(client.login()) == "ok");
  scene.expire();
  BOOST_TEST(outcome(client.get("/me")) == "200");
  scene.server.revoke_sessions();
  scene.expire();
  BOOST_TEST(outcome(client.get("/me")) == ended_by_refusal);
  BOOST_TEST(outcome(client.login()) == "ok");
  BOOST_TEST(outcome(client.logout()) == "ok");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(no_limit_is_no_limit, S, Storages) {
  constexpr auto none = std::chrono::milliseconds::max();
  Scene<S> scene;
  auto client =
      scene.client({.request_timeout = none, .refresh_timeout = none, .logout_timeout = none, .lock_patience = none});
  BOOST_TEST(outcome(client.login()) == "ok");
  scene.expire();
  BOOST_TEST(outcome(client.get("/me")) == "200");
  scene.grow_stale();
  BOOST_TEST(outcome(client.send({.url = "/me", .timeout = none})) == "200");
  scene.server.kill_access_tokens();
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(outcome(client.logout()) == "ok");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_call_without_a_limit_goes_on_after_an_attempt_that_failed, S, Storages) {
  Scene<S> scene;
  auto client = scene.client({.request_timeout = std::chrono::milliseconds::max()});
  BOOST_REQUIRE(client.login());
  scene.expire();
  scene.server.instead("/refresh", 1, Response{.status = 503});
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(scene.journal.count("POST:/refresh") == 2u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_callback_may_log_in_again, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.server.revoke_sessions();
  scene.expire();
  client.when_logged_out([&](LogoutReason) {
    BOOST_TEST(outcome(client.login()) == "ok");
    BOOST_TEST(outcome(client.get("/me")) == "200");
  });
  BOOST_TEST(outcome(client.get("/me")) == ended_by_refusal);
  BOOST_TEST(client.logged_in());
  BOOST_TEST(outcome(client.get("/me")) == "200");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_callback_of_a_logout_may_log_in_again, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  client.when_logged_out([&](LogoutReason) { BOOST_TEST(outcome(client.login()) == "ok"); });
  BOOST_TEST(outcome(client.logout()) == "ok");
  BOOST_TEST(client.logged_in());
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(scene.server.live_sessions() == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(each_session_has_its_own_callback, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  for (int i = 0; i < 3; ++i) {
    BOOST_REQUIRE(client.login());
    BOOST_REQUIRE(client.logout());
    BOOST_REQUIRE(client.logout());
  }
  BOOST_TEST(scene.journal.count("logout:requested") == 3u);
}

BOOST_AUTO_TEST_CASE(two_logouts_at_once_call_back_once) {
  ThreadScene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  const auto results = together(8, [&](unsigned) { return outcome(client.logout()); });
  BOOST_TEST(how_many(results, "ok") == 8u);
  BOOST_TEST(scene.journal.count("logout:requested") == 1u);
  BOOST_TEST(scene.journal.count("POST:/logout") == revocations);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(those_who_wait_return_after_the_callback, S, Storages) {
  ThreadScene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.server.revoke_sessions();
  scene.expire();
  Gate refresh;
  scene.server.before([&](const Request& request) {
    if (is_for(request, "/refresh")) refresh.pass();
  });
  std::atomic<bool> over{false};
  client.when_logged_out([&](LogoutReason) {
    std::this_thread::sleep_for(50ms);  // long enough for those who do not wait to give themselves away
    over = true;
  });
  std::atomic<int> after{0};
  const auto call = [&] { after += outcome(client.get("/me")).starts_with("session_ended") && over; };
  std::thread carrier{call};
  refresh.wait_for_arrival();
  std::vector<Caller> callers;
  for (int i = 0; i < 4; ++i) callers.emplace_back(call);
  for (Caller& caller : callers) caller.wait_until_in();
  refresh.open();
  carrier.join();
  callers.clear();
  client.settle();
  BOOST_TEST(after == 5);
}

// A call whose 401 comes while the callback runs belongs to the same session: it returns after the callback.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_call_answered_401_during_the_callback_returns_after_it, S, Storages) {
  for (const bool asked_for : {true, false}) {
    ThreadScene<S> scene;
    auto client = scene.client();
    BOOST_REQUIRE(client.login());
    Gate sent, callback;
    std::atomic<bool> over{false};
    scene.server.before([&](const Request& request) {
      if (is_for(request, "/notes")) sent.pass();
    });
    client.when_logged_out([&](LogoutReason) {
      callback.pass();
      over = true;
    });
    std::string result;
    bool was_over = false;
    std::thread late{[&] {
      result = outcome(client.get("/notes"));
      was_over = over;
    }};
    sent.wait_for_arrival();
    scene.server.revoke_sessions();
    std::thread ending{[&] { asked_for ? (void)client.logout() : (void)client.get("/me"); }};
    callback.wait_for_arrival();
    sent.open();
    std::this_thread::sleep_for(50ms);  // long enough for a call that does not wait to give itself away
    callback.open();
    ending.join();
    late.join();
    client.settle();
    BOOST_TEST(result.starts_with("session_ended"));
    BOOST_TEST(was_over);
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_call_answered_401_during_the_erase_returns_after_the_callback, S, Storages) {
  ThreadScene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  Gate sent, erase;
  std::atomic<bool> over{false};
  scene.server.before([&](const Request& request) {
    if (is_for(request, "/notes")) sent.pass();
  });
  scene.storage.before([&](Op op) {
    if (op == Op::erase) erase.pass();
  });
  client.when_logged_out([&](LogoutReason) { over = true; });
  std::string result, logout;
  bool was_over = false;
  std::thread late{[&] {
    result = outcome(client.get("/notes"));
    was_over = over;
  }};
  sent.wait_for_arrival();
  scene.server.kill_access_tokens();
  std::thread ending{[&] { logout = outcome(client.logout()); }};
  erase.wait_for_arrival();
  sent.open();
  std::this_thread::sleep_for(50ms);  // long enough for a call that does not wait to give itself away
  erase.open();
  ending.join();
  late.join();
  client.settle();
  BOOST_TEST(result == "session_ended");
  BOOST_TEST(logout == "ok");
  BOOST_TEST(was_over);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(those_who_wait_keep_their_deadlines_while_the_carrier_hangs, S, Storages) {
  ThreadScene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.expire();
  Gate refresh;
  scene.server.before([&](const Request& request) {
    if (is_for(request, "/refresh")) refresh.pass();
  });
  std::string carried;
  std::thread carrier{[&] { carried = outcome(client.get("/me")); }};
  refresh.wait_for_arrival();
  const auto results = together(8, [&](unsigned i) {
    return outcome(client.send({.url = "/me", .timeout = std::chrono::milliseconds{20 + 10 * i}}));
  });
  BOOST_TEST(how_many(results, "timed_out") == 8u);
  refresh.open();
  carrier.join();
  client.settle();
  BOOST_TEST(carried == "200");
  BOOST_TEST(scene.server.counts().refreshes == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(between_attempts_the_refresh_is_handed_over, S, Storages) {
  ThreadScene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.expire();
  Response busy{.status = 503};
  busy.headers.add("Retry-After", "1");
  scene.server.instead("/refresh", 1, busy);
  // The first caller has no time to wait for the second attempt; the next call that has carries it.
  BOOST_TEST(outcome(client.send({.url = "/me", .timeout = 500ms})).starts_with("refresh_unavailable"));
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(scene.journal.count("POST:/refresh") == 2u);
  BOOST_TEST(scene.server.counts().refreshes == 1u);
}

#ifndef KEYTURN_PROMISES_ASYNC  // whose callers keep no time
// Whoever waits for the callback of the session that is over may be the one who keeps the time for the next session's calls.
BOOST_AUTO_TEST_CASE_TEMPLATE(the_time_is_kept_by_another_when_the_one_who_did_has_none_left, S, Storages) {
  ThreadScene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  Gate sent, callback;
  scene.server.before([&](const Request& request) {
    if (is_for(request, "/notes")) sent.pass();
  });
  client.when_logged_out([&](LogoutReason) { callback.pass(); });
  Caller late{[&] { (void)client.send({.url = "/notes", .timeout = 300ms}); }};
  sent.wait_for_arrival();
  scene.server.kill_access_tokens();
  std::thread ending{[&] { (void)client.logout(); }};
  callback.wait_for_arrival();
  sent.open();  // it is answered 401
  late.wait_until_in();
  BOOST_REQUIRE(client.login());
  scene.server.kill_access_tokens();
  Response busy{.status = 503};
  busy.headers.add("Retry-After", "1");
  scene.server.instead("/refresh", 1, busy);
  BOOST_TEST(outcome(client.get("/me")) == "200");
  callback.open();
  ending.join();
  late.join();
}
#endif

BOOST_AUTO_TEST_CASE(a_call_without_time_left_begins_no_attempt_for_others) {
  Scene<OwnMemory> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.expire();
  scene.server.instead("/refresh", 1, Response{.status = 503});
  const auto began = scene.clock.now();
  (void)client.send({.url = "/me", .timeout = 1500ms});
  BOOST_TEST((scene.clock.now() - began <= 1500ms));
}

BOOST_AUTO_TEST_CASE(a_deadline_that_goes_by_between_two_looks_at_the_clock_ends_the_call) {
  Scene<OwnMemory> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.expire();
  scene.server.instead("/refresh", 2, Response{.status = 503});
  int failed = 0;
  client.hear([&](const Event& event) {
    if (event.kind == Event::Kind::refresh_failed && ++failed == 2) scene.clock.advance(60s);
  });
  BOOST_TEST(outcome(client.get("/me")) == "timed_out");
}

// Whatever the order, nothing waits for something that is queued behind it: then only a time limit would end the wait.
BOOST_AUTO_TEST_CASE_TEMPLATE(of_calls_logins_and_logouts_in_any_order_each_completes_soon, S, Storages) {
  for (int round = 0; round < 4; ++round) {
    ThreadScene<S> scene;
    auto client = scene.client({.refresh_budget = {.count = 1000}});
    BOOST_REQUIRE(client.login());
    std::atomic<int> ended{0}, callbacks{0};
    client.hear([&](const Event& event) { ended += event.kind == Event::Kind::logged_out; });
    client.when_logged_out([&](LogoutReason) { ++callbacks; });
    const auto results = together(16, [&](unsigned thread) {
      std::chrono::nanoseconds longest{0};
      for (unsigned i = 0; i < 12; ++i) {
        const auto began = scene.clock.now();
        switch ((thread + i) % 8) {
          case 0:
            (void)client.login();
            break;
          case 1:
            (void)client.logout();
            break;
          case 2:
            (void)client.refresh();
            break;
          case 3:
            scene.server.kill_access_tokens();
            break;
          case 4:
            scene.server.lose_answers("/refresh", 1);
            break;
          default:
            (void)client.get("/me");
        }
        longest = std::max(longest, scene.clock.now() - began);
      }
      return std::string{longest < 8s ? "soon" : "late"};
    });
    BOOST_TEST(how_many(results, "soon") == 16u);
    BOOST_TEST(callbacks == ended);
    BOOST_TEST(outcome(client.login()) == "ok");
    BOOST_TEST(outcome(client.get("/me")) == "200");
  }
}

BOOST_AUTO_TEST_SUITE_END()
