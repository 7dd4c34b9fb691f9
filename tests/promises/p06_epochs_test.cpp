// P6: what belongs to one session never touches another: late refreshes, calls in flight, records of other sessions.
#include "promise.hpp"

using namespace promise;

namespace {

// The refresh of a client is held at the server while the test goes on.
template <class S>
struct Held : ThreadScene<S> {
  Client<S, Leaping> client = this->ThreadScene<S>::client();
  Gate gate;
  std::string carried;
  std::thread carrier;

  Held() {
    BOOST_REQUIRE(client.login());
    this->expire();
    this->server.before([this](const Request& request) {
      if (is_for(request, "/refresh") && !std::exchange(held, true)) gate.pass();
    });
    carrier = std::thread{[this] { carried = outcome(client.get("/me")); }};
    gate.wait_for_arrival();
  }
  void finish() {
    gate.open();
    carrier.join();
    client.settle();
  }

 private:
  bool held = false;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(p06_epochs)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_refresh_that_ends_after_logout_changes_nothing_and_its_tokens_are_revoked, S,
                              Storages) {
  Held<S> scene;
  scene.server.instead("/logout", 1, Error{.code = Errc::no_answer});  // else the refresh would bring nothing
  BOOST_TEST(outcome(scene.client.logout()) == "no_answer");
  BOOST_TEST(!scene.client.logged_in());
  scene.finish();
  BOOST_TEST(scene.carried == "session_ended");
  BOOST_TEST(!scene.client.logged_in());
  BOOST_TEST(!scene.storage.record().has_value());
  BOOST_TEST(scene.server.live_sessions() == 0u);
  BOOST_TEST(scene.journal.count("POST:/logout") == 1 + revocations);
  BOOST_TEST(scene.journal.count("event:stale_result_dropped") == 1u);
  BOOST_TEST(scene.journal.count("event:refreshed") == 0u);
  BOOST_TEST(scene.journal.count("logout:requested") == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_refresh_that_ends_after_another_login_changes_nothing, S, Storages) {
  Held<S> scene;
  BOOST_TEST(outcome(scene.client.login()) == "ok");
  const auto calls = scene.server.counts().calls;
  BOOST_TEST(outcome(scene.client.access_token()) == "access-2");
  scene.finish();
  BOOST_TEST(scene.carried == "session_ended");
  BOOST_TEST(scene.server.counts().calls == calls);  // it was not replayed under the new session
  BOOST_TEST(outcome(scene.client.access_token()) == "access-2");
  BOOST_TEST(outcome(scene.client.get("/me")) == "200");
  BOOST_TEST(scene.storage.refresh_token() == "refresh-2");
  BOOST_TEST(scene.journal.count("event:stale_result_dropped") == 1u);
  BOOST_TEST(scene.journal.count("event:logged_out") == 0u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(calls_that_wait_end_with_the_session_that_they_began_under, S, Storages) {
  Held<S> scene;
  std::vector<Caller> callers;
  std::atomic<int> ended{0};
  for (int i = 0; i < 4; ++i)
    callers.emplace_back([&] { ended += outcome(scene.client.get("/me")) == "session_ended"; });
  for (Caller& caller : callers) caller.wait_until_in();
  BOOST_TEST(outcome(scene.client.logout()) == "ok");
  callers.clear();
  BOOST_TEST(ended == 4);
  scene.finish();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_request_answered_401_after_another_login_is_not_replayed, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.server.kill_access_tokens();
  bool first = true;
  scene.server.before([&](const Request& request) {
    if (is_for(request, "/notes") && std::exchange(first, false)) BOOST_TEST(outcome(client.login()) == "ok");
  });
  BOOST_TEST(outcome(client.post("/notes", "of the first user")) == "session_ended");
  BOOST_TEST(scene.server.notes().empty());
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(scene.server.counts().refreshes == 0u);
}

BOOST_AUTO_TEST_CASE(a_login_replaces_a_live_session_without_callback_or_revocation) {
  Scene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  const auto epoch = client.session().epoch;
  const auto id = scene.storage.decoded().session_id;
  BOOST_REQUIRE(client.login());
  BOOST_TEST(client.session().epoch == epoch + 1);
  BOOST_TEST((scene.storage.decoded().session_id != id));
  BOOST_TEST(scene.journal.count("POST:/logout") == 0u);
  BOOST_TEST(scene.journal.text().find("logout:") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_refused_login_leaves_the_session_as_it_was) {
  Scene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  BOOST_TEST(outcome(client.login("wrong")) == refused_login);
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(client.session().epoch == 1u);
}

BOOST_AUTO_TEST_CASE(the_record_of_another_session_is_left_alone_and_serves_the_next_call) {
  Scene<> scene;
  auto client = scene.client(), second = scene.other();
  BOOST_REQUIRE(client.login());
  BOOST_REQUIRE(second.login());
  scene.expire();
  scene.journal.clear();
  BOOST_TEST(outcome(client.get("/me")) == "session_ended");
  BOOST_TEST(scene.journal.count("logout:logged_out_elsewhere") == 1u);
  BOOST_TEST(scene.journal.count("POST:/refresh") == 0u);
  BOOST_TEST(scene.storage.refresh_token() == "refresh-2");
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(scene.storage.refresh_token() == "refresh-3");
}

BOOST_AUTO_TEST_CASE(another_session_saved_while_the_refresh_was_under_way_is_left_alone) {
  Scene<> scene;
  auto client = scene.client(), second = scene.other();
  BOOST_REQUIRE(client.login());
  scene.expire();
  scene.server.before([&](const Request& request) {
    if (!is_for(request, "/refresh")) return;
    scene.server.before({});
    BOOST_TEST(second.login().has_value());
  });
  BOOST_TEST(outcome(client.get("/me")) == "session_ended");
  BOOST_TEST(scene.storage.refresh_token() == "refresh-2");
  BOOST_TEST(scene.journal.count("logout:logged_out_elsewhere") == 1u);
  BOOST_TEST(scene.server.live_sessions() == 1u);  // what the refresh brought was revoked
  BOOST_TEST(outcome(client.get("/me")) == "200");
}

BOOST_AUTO_TEST_CASE(a_logout_in_another_process_while_the_refresh_was_under_way_is_kept) {
  Scene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.expire();
  scene.server.before([&](const Request& request) {
    if (is_for(request, "/refresh")) scene.storage.put(std::nullopt);
  });
  BOOST_TEST(outcome(client.get("/me")) == "session_ended");
  BOOST_TEST(!scene.storage.record().has_value());
  BOOST_TEST(scene.server.live_sessions() == 0u);
  BOOST_TEST(outcome(client.get("/me")) == "not_logged_in");
}

BOOST_AUTO_TEST_CASE(a_refused_refresh_does_not_clear_the_record_of_another_session) {
  Scene<> scene;
  auto client = scene.client(), second = scene.other();
  BOOST_REQUIRE(client.login());
  scene.expire();
  scene.server.revoke_sessions();
  scene.server.before([&](const Request& request) {
    if (!is_for(request, "/refresh")) return;
    scene.server.before({});
    BOOST_TEST(second.login().has_value());
  });
  BOOST_TEST(outcome(client.get("/me")) == "session_ended");
  BOOST_TEST(scene.storage.refresh_token() == "refresh-2");
  BOOST_TEST(outcome(client.get("/me")) == "200");
}

BOOST_AUTO_TEST_CASE(each_login_and_each_logout_begins_an_epoch) {
  Scene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  const auto first = client.session().epoch;
  BOOST_REQUIRE(client.refresh());
  BOOST_TEST(client.session().epoch == first);
  BOOST_REQUIRE(client.logout());
  BOOST_TEST(client.session().epoch == first + 1);
  BOOST_REQUIRE(client.login());
  BOOST_TEST(client.session().epoch == first + 2);
}

BOOST_AUTO_TEST_SUITE_END()
