// P4b: before a refresh is sent, storage holds an intent; a lost answer or a crash anywhere is survived with its key.
#include "promise.hpp"

using namespace promise;

BOOST_AUTO_TEST_SUITE(p04b_lost_answer)

BOOST_AUTO_TEST_CASE_TEMPLATE(the_intent_is_in_storage_before_the_refresh_is_sent, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  bool asked = false;
  scene.server.before([&](const Request& request) {
    if (!is_for(request, "/refresh")) return;
    asked = true;
    const auto record = scene.storage.decoded();
    BOOST_REQUIRE(record.intent.has_value());
    BOOST_TEST(request.headers.get("Idempotency-Key").value_or("") == drive::to_hex(*record.intent));
  });
  BOOST_REQUIRE(client.refresh());
  BOOST_TEST(asked);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_intent_leaves_storage_in_the_write_that_brings_the_new_pair, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  std::vector<std::string> states;
  scene.storage.after(
      [&](Op) { states.push_back(scene.storage.refresh_token() + (scene.storage.decoded().intent ? "+" : "")); });
  BOOST_REQUIRE(client.refresh());
  BOOST_REQUIRE(states.size() == 2u);
  BOOST_TEST(states[0] == "refresh-1+");
  BOOST_TEST(states[1] == "refresh-2");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_lost_answer_is_asked_for_again_with_the_same_key, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.server.lose_answers("/refresh", 2);
  BOOST_REQUIRE(client.refresh());
  BOOST_TEST(scene.server.counts().rotations == 1u);
  BOOST_TEST(scene.server.counts().replays == 2u);
  BOOST_TEST(scene.server.counts().revoked_families == 0u);
  BOOST_TEST(outcome(client.get("/me")) == "200");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_later_call_asks_with_the_key_of_the_failed_refresh, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.server.lose_answers("/refresh", 3);
  BOOST_TEST(outcome(client.refresh()) == "refresh_unavailable");
  scene.clock.advance(10s);
  BOOST_TEST(outcome(client.refresh()) == "ok");
  BOOST_TEST(scene.server.counts().rotations == 1u);
  BOOST_TEST(scene.server.counts().replays == 3u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(each_rotation_has_a_key_of_its_own, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  std::vector<std::string> keys;
  scene.server.before([&](const Request& request) {
    if (is_for(request, "/refresh")) keys.emplace_back(request.headers.get("Idempotency-Key").value_or(""));
  });
  for (int i = 0; i < 3; ++i) BOOST_REQUIRE(client.refresh());
  BOOST_REQUIRE(keys.size() == 3u);
  BOOST_TEST(keys[0].size() == 32u);
  BOOST_TEST(keys[0] != keys[1]);
  BOOST_TEST(keys[1] != keys[2]);
}

// The process dies at one operation after another; each time a new one starts from what storage held at that moment.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_crash_at_any_operation_is_survived, S, Storages) {
  for (const bool lost : {false, true}) {
    for (unsigned crash = 0;; ++crash) {
      Scene<S> scene;
      auto client = scene.client();
      BOOST_REQUIRE(client.login());
      scene.expire();
      if (lost) scene.server.lose_answers("/refresh", 1);
      unsigned operation = 0;
      bool crashed = false;
      const auto step = [&](const char* where) {
        if (operation++ != crash) return;
        crashed = true;
        BOOST_TEST_CONTEXT("crash " << crash << " at " << where << (lost ? ", answer lost" : "")) {
          S left_behind{scene.clock};
          left_behind.put(scene.storage.record());
          auto next = scene.other(left_behind);
          BOOST_TEST(outcome(next.get("/me")) == "200");
          BOOST_TEST(scene.server.counts().rotations == 1u);
          BOOST_TEST(scene.server.counts().revoked_families == 0u);
          BOOST_TEST(!left_behind.decoded().intent.has_value());
        }
        throw 0;  // nothing that follows matters
      };
      scene.storage.before([&](Op op) { step(name(op)); });
      scene.storage.after([&](Op op) { step(name(op)); });
      scene.server.before([&](const Request& request) {
        if (is_for(request, "/refresh") && !crashed) step("request");
      });
      (void)client.get("/me");
      if (!crashed) {
        BOOST_TEST(crash >= 5u);
        break;
      }
    }
  }
}

// The answer is lost, and so is the process.
BOOST_AUTO_TEST_CASE_TEMPLATE(the_next_process_repeats_the_refresh_with_the_key_of_the_last, S, Storages) {
  Scene<S> scene;
  {
    auto client = scene.client({.refresh_attempts = 1});
    BOOST_REQUIRE(client.login());
    scene.expire();
    scene.server.lose_answers("/refresh", 1);
    BOOST_TEST(outcome(client.get("/me")) == "refresh_unavailable");
  }
  auto next = scene.client();
  BOOST_TEST(outcome(next.get("/me")) == "200");
  BOOST_TEST(scene.server.counts().rotations == 1u);
  BOOST_TEST(scene.server.counts().replays == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_open_intent_is_settled_by_the_next_call_even_while_the_token_is_fresh, S, Storages) {
  Scene<S> scene;
  {
    auto client = scene.client({.refresh_attempts = 1});
    BOOST_REQUIRE(client.login());
    scene.server.lose_answers("/refresh", 1);
    (void)client.refresh();
  }
  auto next = scene.client();
  BOOST_TEST(outcome(next.get("/me")) == "200");
  BOOST_TEST(scene.server.counts().replays == 1u);
  BOOST_TEST(scene.storage.refresh_token() == "refresh-2");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_intent_that_cannot_be_stored_is_told_and_the_refresh_sent_all_the_same, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.expire();
  scene.storage.fail(Op::save);
  scene.server.lose_answers("/refresh", 2);
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(scene.server.counts().rotations == 1u);
  BOOST_TEST(scene.server.counts().replays == 2u);
  BOOST_TEST(scene.journal.count("event:storage_failed") >= 1u);
}

BOOST_AUTO_TEST_CASE(two_processes_on_one_lost_rotation_use_one_key) {
  Scene<> scene;
  auto client = scene.client({.refresh_attempts = 1}), second = scene.other();
  BOOST_REQUIRE(client.login());
  BOOST_REQUIRE(second.logged_in());
  scene.expire();
  scene.server.lose_answers("/refresh", 1);
  BOOST_TEST(outcome(client.get("/me")) == "refresh_unavailable");
  BOOST_TEST(outcome(second.get("/me")) == "200");
  BOOST_TEST(scene.server.counts().rotations == 1u);
  BOOST_TEST(scene.server.counts().replays == 1u);
  scene.clock.advance(2s);
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(scene.server.counts().refreshes == 2u);
}

BOOST_AUTO_TEST_CASE(a_thief_without_the_key_is_found_out) {
  Scene<OwnMemory> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  OwnMemory stolen{scene.clock};
  auto record = scene.storage.decoded();
  BOOST_REQUIRE(client.refresh());
  stolen.put(core::encode(record));
  auto thief = scene.other(stolen);
  BOOST_TEST(outcome(thief.refresh()) == ended_by_refusal);
  BOOST_TEST(scene.server.counts().revoked_families == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
