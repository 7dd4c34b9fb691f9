// P8: logout always works: erase, callback, revocation, in this order; what could not be confirmed is said.
#include "promise.hpp"

using namespace promise;

BOOST_AUTO_TEST_SUITE(p08_logout)

BOOST_AUTO_TEST_CASE_TEMPLATE(erase_comes_before_the_callback_and_that_before_the_revocation, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.journal.clear();
  BOOST_TEST(outcome(client.logout()) == "ok");
  const std::string text = scene.journal.text();
  const auto erase = text.find("erase"), callback = text.find("logout:requested"),
             revocation = text.find("POST:/logout");
  BOOST_REQUIRE(erase != text.npos);
  BOOST_REQUIRE(callback != text.npos);
  BOOST_REQUIRE(revocation != text.npos);
  BOOST_TEST(erase < callback);
  BOOST_TEST(callback < revocation);
  BOOST_TEST(scene.server.live_sessions() == 0u);
  BOOST_TEST(outcome(client.get("/me")) == "not_logged_in");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(memory_is_empty_before_storage_is_touched, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  const auto epoch = client.session().epoch;
  std::string during;
  scene.server.before([&](const Request& request) {
    if (is_for(request, "/me")) during = "sent";
  });
  bool erased = false;
  scene.storage.before([&](Op op) {
    if (op != Op::erase || std::exchange(erased, true)) return;
    during = outcome(client.send({.url = "/me", .timeout = 1ms}));
  });
  BOOST_TEST(outcome(client.logout()) == "ok");
  BOOST_TEST(during != "sent");
  BOOST_TEST(during != "200");
  BOOST_TEST(client.session().epoch > epoch);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_logout_never_refreshes_and_leaves_an_expired_token_at_home, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.expire();
  std::string authorization = "not asked";
  scene.server.before([&](const Request& request) {
    if (is_for(request, "/logout")) authorization = request.headers.get("Authorization").value_or("none");
  });
  BOOST_TEST(outcome(client.logout()) == "ok");
  BOOST_TEST(authorization == "none");
  BOOST_TEST(scene.server.counts().refreshes == 0u);
  BOOST_TEST(scene.server.live_sessions() == 0u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_not_confirmed_is_said_and_the_user_logged_out_all_the_same, S, Storages) {
  const std::pair<Result<Response>, const char*> cases[] = {
      {Error{.code = Errc::not_sent}, "not_sent"},
      {Error{.code = Errc::no_answer}, "no_answer"},
      {Response{.status = 500}, "server_refused 500"},
      {Response{.status = 404}, "server_refused 404"},
      {Response{.status = 302}, "server_refused 302"},
      {Response{.status = 200}, "ok"},
      {Response{.status = 204}, "ok"},
      {Response{.status = 401}, has_own_words ? "ok" : "server_refused 401"},
  };
  for (const auto& [answer, result] : cases) {
    BOOST_TEST_CONTEXT(result) {
      Scene<S> scene;
      auto client = scene.client();
      BOOST_REQUIRE(client.login());
      scene.server.instead("/logout", 1, answer);
      BOOST_TEST(outcome(client.logout()) == result);
      BOOST_TEST(!client.logged_in());
      BOOST_TEST(!scene.storage.record().has_value());
      BOOST_TEST(scene.journal.count("logout:requested") == 1u);
      BOOST_TEST(scene.journal.count("POST:/logout") == revocations);
    }
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(without_a_session_logout_is_a_success_that_sends_nothing, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_TEST(outcome(client.logout()) == "ok");
  BOOST_TEST(scene.journal.count("POST:/logout") == 0u);
  BOOST_TEST(scene.journal.text().find("logout:") == std::string::npos);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_session_that_was_not_read_yet_is_logged_out_too, S, Storages) {
  Scene<S> scene;
  {
    auto earlier = scene.other();
    BOOST_REQUIRE(earlier.login());
  }
  auto client = scene.client();
  BOOST_TEST(outcome(client.logout()) == "ok");
  BOOST_TEST(!scene.storage.record().has_value());
  BOOST_TEST(scene.server.live_sessions() == 0u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_logout_does_not_stand_behind_a_refresh_that_hangs, S, Storages) {
  ThreadScene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.expire();
  Gate refresh;
  scene.server.before([&](const Request& request) {
    if (is_for(request, "/refresh")) refresh.pass();
  });
  std::thread carrier{[&] { (void)client.get("/me"); }};
  refresh.wait_for_arrival();
  BOOST_TEST(outcome(client.logout()) == "ok");
  BOOST_TEST(scene.server.live_sessions() == 0u);
  refresh.open();
  carrier.join();
  client.settle();
  BOOST_TEST(scene.server.live_sessions() == 0u);
}

BOOST_AUTO_TEST_CASE(a_logout_does_not_stand_behind_a_login_that_waits_for_the_lock) {
  ThreadScene<> scene;
  auto client = scene.client({.logout_timeout = 100ms});
  BOOST_REQUIRE(client.login());
  client.settle();
  scene.storage.hold();
  Gate lock;
  scene.storage.before([&](Op op) {
    if (op == Op::lock) lock.arrive();
  });
  std::string login;
  std::thread other{[&] { login = outcome(client.login()); }};
  lock.wait_for_arrival();
  BOOST_TEST(outcome(client.logout()).starts_with("storage_busy"));  // by its own time limit, not by the login's
  BOOST_TEST(!client.logged_in());
  scene.storage.release();
  other.join();
  client.settle();
  BOOST_TEST(login == "session_ended");
  BOOST_TEST(scene.server.live_sessions() == 0u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_revocation_is_bounded_in_time, S, Storages) {
  Scene<S> scene;
  auto client = scene.client({.logout_timeout = 3s});
  BOOST_REQUIRE(client.login());
  std::chrono::milliseconds timeout{0};
  scene.server.before([&](const Request& request) {
    if (is_for(request, "/logout")) timeout = request.timeout;
  });
  BOOST_TEST(outcome(client.logout()) == "ok");
  BOOST_TEST(timeout.count() > 0);
  BOOST_TEST(timeout.count() <= 3000);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_storage_that_cannot_erase_is_reported_above_all_else, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.storage.fail(Op::erase);
  scene.server.instead("/logout", 1, Response{.status = 500});
  BOOST_TEST(outcome(client.logout()) == "storage_failed");
  BOOST_TEST(scene.journal.count("event:storage_failed") >= 1u);
  BOOST_TEST(scene.journal.count("logout:requested") == 1u);
  BOOST_TEST(!client.logged_in());
  BOOST_TEST(outcome(client.get("/me")) == "not_logged_in");
}

// A refresher in another process has looked before our erase, and saves after it.
BOOST_AUTO_TEST_CASE(a_session_that_a_refresher_puts_back_is_erased_again_and_revoked) {
  Scene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  auto newer = scene.storage.decoded();
  ++newer.generation;
  newer.tokens.refresh_token = "put-back";
  scene.storage.hold();
  client.when_logged_out([&](LogoutReason) {
    scene.storage.put(core::encode(newer));
    scene.storage.release();
  });
  std::vector<std::string> revoked;
  scene.server.before([&](const Request& request) {
    const std::string body{request.body.view().value_or("")};
    if (is_for(request, "/logout") && body.find("refresh") != body.npos) revoked.push_back(body);
  });
  BOOST_TEST(outcome(client.logout()) == "ok");
  BOOST_TEST(!scene.storage.record().has_value());
  BOOST_REQUIRE(revoked.size() == 2u);
  BOOST_TEST(revoked[0].find("refresh-1") != std::string::npos);
  BOOST_TEST(revoked[1].find("put-back") != std::string::npos);
  BOOST_TEST(!scene.storage.is_locked());
}

// A lease may end while the refresh that took it is still under way; the logout that came to have it takes another.
BOOST_AUTO_TEST_CASE(a_logout_whose_lock_was_lost_erases_under_another) {
  Scene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  std::string logout;
  scene.server.before([&](const Request& request) {
    if (!is_for(request, "/refresh")) return;
    scene.server.before({});
    scene.storage.release();
    scene.storage.fail(Op::erase, 1, Errc::storage_busy);
    logout = outcome(client.logout());
  });
  BOOST_TEST(outcome(client.refresh()) == "session_ended");
  BOOST_TEST(logout == "ok");
  BOOST_TEST(!scene.storage.record().has_value());
  BOOST_TEST(scene.server.live_sessions() == 0u);
  BOOST_TEST(scene.journal.count("logout:requested") == 1u);
}

BOOST_AUTO_TEST_CASE(a_session_put_back_after_the_logout_is_not_taken_up_again_here) {
  Scene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  const auto record = scene.storage.record();
  scene.storage.hold();
  client.when_logged_out([&](LogoutReason) {
    scene.storage.put(record);
    BOOST_TEST(outcome(client.get("/me")) == "not_logged_in");
  });
  BOOST_TEST(outcome(client.logout()) == "storage_busy");
  BOOST_TEST(outcome(client.get("/me")) == "not_logged_in");
}

BOOST_AUTO_TEST_CASE(the_session_of_somebody_else_found_at_the_second_look_stays) {
  Scene<> scene;
  auto client = scene.client(), second = scene.other();
  BOOST_REQUIRE(client.login());
  scene.storage.hold();
  client.when_logged_out([&](LogoutReason) {
    scene.storage.release();
    BOOST_TEST(second.login().has_value());
  });
  BOOST_TEST(outcome(client.logout()) == "ok");
  BOOST_TEST(scene.storage.refresh_token() == "refresh-2");
  BOOST_TEST(scene.server.live_sessions() == 1u);
}

BOOST_AUTO_TEST_CASE(a_lock_that_cannot_be_had_in_time_is_reported) {
  Scene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.storage.hold();
  const auto before = scene.clock.now();
  BOOST_TEST(outcome(client.logout()) == "storage_busy");
  BOOST_TEST((scene.clock.now() - before <= 10s));
  BOOST_TEST(!scene.storage.record().has_value());
  BOOST_TEST(scene.server.live_sessions() == 0u);
  BOOST_TEST(!client.logged_in());
}

BOOST_AUTO_TEST_CASE(the_newest_tokens_in_storage_are_those_that_are_revoked) {
  Scene<> scene;
  auto client = scene.client(), second = scene.other();
  BOOST_REQUIRE(client.login());
  BOOST_REQUIRE(second.logged_in());
  BOOST_REQUIRE(second.refresh());
  std::string body;
  scene.server.before([&](const Request& request) {
    if (is_for(request, "/logout")) body += request.body.view().value_or("");
  });
  BOOST_TEST(outcome(client.logout()) == "ok");
  BOOST_TEST(body.find("refresh-2") != std::string::npos);
  BOOST_TEST(!scene.storage.record().has_value());
}

BOOST_AUTO_TEST_CASE(their_access_token_stays_at_home_too_if_it_has_expired) {
  Scene<> scene;
  auto client = scene.client(), second = scene.other();
  BOOST_REQUIRE(client.login());
  BOOST_REQUIRE(second.refresh());
  scene.expire();
  std::string authorization = "not asked";
  scene.server.before([&](const Request& request) {
    if (is_for(request, "/logout")) authorization = request.headers.get("Authorization").value_or("none");
  });
  BOOST_TEST(outcome(client.logout()) == "ok");
  BOOST_TEST(authorization == "none");
  BOOST_TEST(scene.server.live_sessions() == 0u);
}

BOOST_AUTO_TEST_CASE(a_session_whose_record_is_corrupt_can_be_logged_out) {
  Scene<> scene;
  scene.storage.put(Secret{"no record"});
  auto client = scene.client();
  BOOST_TEST(outcome(client.logout()) == "ok");
  BOOST_TEST(outcome(client.get("/me")) == "not_logged_in");
}

BOOST_AUTO_TEST_SUITE_END()
