// P3: a new pair is in storage before anybody sees it; what cannot be saved is used from memory and saved again later.
#include "promise.hpp"

using namespace promise;

BOOST_AUTO_TEST_SUITE(p03_saved_before_seen)

BOOST_AUTO_TEST_CASE_TEMPLATE(nobody_sees_a_pair_before_it_is_saved, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  const auto first = client.access_token();
  BOOST_REQUIRE(first);
  unsigned saves_of_new_pair = 0;
  scene.storage.before([&](Op op) {
    if (op != Op::save || scene.server.counts().rotations == 0) return;
    ++saves_of_new_pair;
    BOOST_TEST(scene.journal.count("event:refreshed") == 0u);
    BOOST_TEST(outcome(client.access_token()) == "access-1");
    BOOST_TEST(client.session().generation == 1u);
  });
  client.hear([&](const Event& event) {
    if (event.kind != Event::Kind::refreshed) return;
    BOOST_TEST(scene.storage.refresh_token() == "refresh-2");
    BOOST_TEST(outcome(client.access_token()) == "access-2");
  });
  BOOST_REQUIRE(client.refresh());
  BOOST_TEST(saves_of_new_pair == 1u);
  BOOST_TEST(scene.journal.count("event:refreshed") == 1u);
}

BOOST_AUTO_TEST_CASE(a_login_is_saved_before_it_is_told) {
  Scene<> scene;
  auto client = scene.client();
  client.hear([&](const Event& event) {
    if (event.kind == Event::Kind::logged_in) BOOST_TEST(scene.storage.refresh_token() == "refresh-1");
  });
  BOOST_REQUIRE(client.login());
  BOOST_TEST(scene.journal.count("event:logged_in") == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_pair_that_cannot_be_saved_is_used_and_told, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.expire();
  scene.storage.fail(Op::save);
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(scene.server.counts().refreshes == 1u);
  BOOST_TEST(scene.journal.count("event:storage_failed") == 2u);  // the intent, the pair
  BOOST_TEST(scene.storage.refresh_token() == "refresh-1");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(saving_is_tried_again_at_the_first_call_after_a_back_off_that_doubles_to_a_minute, S,
                              Storages) {
  Scene<S> scene;
  auto client = scene.client();
  scene.storage.fail(Op::save);
  BOOST_REQUIRE(client.adopt({.access_token = "access", .refresh_token = "refresh"}));
  std::size_t tries = scene.journal.count("save");
  const auto tries_at_a_call = [&] {
    BOOST_TEST(client.access_token().has_value());
    return scene.journal.count("save") - tries;
  };
  for (const auto wait : {1000ms, 2000ms, 4000ms, 8000ms, 16'000ms, 32'000ms, 60'000ms, 60'000ms}) {
    BOOST_TEST_CONTEXT("after " << wait.count() << " ms") {
      scene.clock.advance(wait - 1ms);
      BOOST_TEST(tries_at_a_call() == 0u);
      scene.clock.advance(1ms);
      BOOST_TEST(tries_at_a_call() == 1u);
      tries = scene.journal.count("save");
      BOOST_TEST(tries_at_a_call() == 0u);
    }
  }
  scene.storage.fail(Op::save, 0);
  scene.clock.advance(60s);
  BOOST_TEST(tries_at_a_call() == 1u);
  BOOST_TEST(scene.journal.count("event:storage_recovered") == 1u);
  BOOST_TEST(scene.storage.refresh_token() == "refresh");
  scene.clock.advance(120s);
  BOOST_TEST(tries_at_a_call() == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(saving_is_tried_again_before_every_refresh, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  scene.storage.fail(Op::save, 1);
  BOOST_REQUIRE(client.login());
  BOOST_TEST(!scene.storage.record().has_value());
  bool asked = false;
  scene.server.before([&](const Request& request) {
    if (!is_for(request, "/refresh")) return;
    asked = true;
    BOOST_TEST(scene.storage.refresh_token() == "refresh-1");
  });
  BOOST_REQUIRE(client.refresh());
  BOOST_TEST(asked);
  BOOST_TEST(scene.journal.count("event:storage_recovered") == 1u);
}

BOOST_AUTO_TEST_CASE(a_late_save_compares_first_and_takes_over_a_newer_pair) {
  Scene<> scene;
  auto client = scene.client(), second = scene.other();
  BOOST_REQUIRE(client.login());
  BOOST_REQUIRE(second.logged_in());
  scene.storage.fail(Op::save, 1);  // the intent of the first client
  bool pair = false;
  scene.storage.before([&](Op op) {
    if (op == Op::save && scene.server.counts().rotations == 1 && !std::exchange(pair, true))
      scene.storage.fail(Op::save, 1);
  });
  BOOST_REQUIRE(client.refresh());
  BOOST_TEST(scene.storage.refresh_token() == "refresh-1");
  scene.storage.before({});
  // Another process has the record of old, but learns of the same rotation and of a further one.
  auto record = scene.storage.decoded();
  record.generation = 9;
  record.tokens.access_token = "access-2";
  record.tokens.refresh_token = "refresh-of-another-process";
  scene.storage.put(core::encode(record));
  scene.clock.advance(2s);
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(scene.storage.refresh_token() == "refresh-of-another-process");
  BOOST_TEST(client.session().generation == 9u);
}

BOOST_AUTO_TEST_CASE(a_late_save_that_finds_the_session_gone_ends_it) {
  Scene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.storage.fail(Op::save);
  BOOST_REQUIRE(client.refresh());
  scene.storage.fail(Op::save, 0);
  scene.storage.put(std::nullopt);
  scene.clock.advance(2s);
  BOOST_TEST(outcome(client.get("/me")) == "200");  // the token was handed out before the look into storage
  BOOST_TEST(!client.logged_in());
  BOOST_TEST(scene.journal.count("logout:logged_out_elsewhere") == 1u);
  BOOST_TEST(!scene.storage.record().has_value());
}

// Those that come while a late save waits in vain for the lock are not forgotten.
BOOST_AUTO_TEST_CASE(calls_that_meet_a_late_save_in_trouble_go_on) {
  ThreadScene<> scene;
  auto client = scene.client({.request_timeout = 20s, .lock_patience = 10min});
  BOOST_REQUIRE(client.login());
  scene.storage.fail(Op::save);
  BOOST_REQUIRE(client.refresh());
  scene.storage.fail(Op::save, 0);
  scene.clock.leap(2s);
  Gate gate;
  std::atomic<bool> held{true};
  scene.storage.before([&](Op op) {
    if (op == Op::lock && held.exchange(false)) {
      gate.pass();
      scene.storage.fail(Op::lock, 1, Errc::storage_busy);
    }
  });
  std::string first, other;
  std::thread carrier{[&] { first = outcome(client.get("/me")); }};
  gate.wait_for_arrival();
  scene.server.kill_access_tokens();
  Caller waiter{[&] { other = outcome(client.refresh()); }};
  waiter.wait_until_in();  // while the lock is awaited
  gate.open();
  carrier.join();
  waiter.join();
  client.settle();
  BOOST_TEST(first == "200");
  BOOST_TEST(other == "ok");
  BOOST_TEST(scene.server.counts().refreshes == 2u);
}

namespace {
Response answer(std::string body) { return {.status = 200, .body = std::move(body)}; }
}  // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(a_rotated_refresh_token_is_saved_even_if_its_access_token_is_of_no_use, S, Storages) {
  for (const std::string access : {R"("access_token":null,)", R"("access_token":"",)", R"("access_token":"a\r\nX: y",)",
                                   R"("access_token":"a b",)", R"("access_token":17,)", ""}) {
    BOOST_TEST_CONTEXT(access) {
      Scene<S> scene;
      ScriptedTransport script;
      Client<S> client{script, scene.storage, Manual{scene.clock}, {}, scene.journal};
      BOOST_REQUIRE(client.adopt({.refresh_token = "refresh-1"}));
      script.answer(answer("{" + access + R"("refresh_token":"refresh-2"})"));
      script.answer(ScriptedTransport::Answer{[&](const Request&) {
        BOOST_TEST(scene.storage.refresh_token() == "refresh-2");
        return Result<Response>{answer(R"({"access_token":"good","refresh_token":"refresh-3"})")};
      }});
      BOOST_TEST(outcome(client.access_token()) == "good");
      const auto seen = script.seen();
      BOOST_REQUIRE(seen.size() == 2u);
      BOOST_TEST(seen[1].body.find("refresh-2") != std::string::npos);
      BOOST_TEST(scene.storage.refresh_token() == "refresh-3");
    }
  }
}

BOOST_AUTO_TEST_CASE(only_one_more_refresh_follows_an_answer_without_an_access_token) {
  Scene<OwnMemory> scene;
  ScriptedTransport script;
  Client<OwnMemory> client{script, scene.storage, Manual{scene.clock}, {}, scene.journal};
  BOOST_REQUIRE(client.adopt({.refresh_token = "refresh-1"}));
  script.then([](const Request&) { return Result<Response>{answer(R"({"refresh_token":"next"})")}; });
  BOOST_TEST(outcome(client.access_token()) == "refresh_unavailable");
  BOOST_TEST(script.seen().size() == 2u);
  BOOST_TEST(client.logged_in());
  BOOST_TEST(scene.storage.refresh_token() == "next");
}

BOOST_AUTO_TEST_CASE(a_login_over_a_record_of_old_that_cannot_be_saved_replaces_it_later) {
  Scene<> scene;
  {
    auto earlier = scene.other();
    BOOST_REQUIRE(earlier.login());
  }
  auto client = scene.client();
  scene.storage.fail(Op::save, 1);
  BOOST_REQUIRE(client.login());
  BOOST_TEST(scene.storage.refresh_token() == "refresh-1");
  scene.clock.advance(1s);
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(scene.storage.refresh_token() == "refresh-2");
  BOOST_TEST(scene.journal.count("logout:logged_out_elsewhere") == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
