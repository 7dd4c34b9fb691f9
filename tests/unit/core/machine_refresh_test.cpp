#include <keyturn/core/machine_refresh.hpp>

#include "expired_session.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn_tests;
using namespace std::chrono_literals;
using core::Phase;

BOOST_AUTO_TEST_SUITE(core_machine_refresh)

BOOST_AUTO_TEST_CASE(a_refresh_with_a_storage_of_our_own) {
  Expired script{false};
  BOOST_CHECK_EQUAL(script.ask(1), "draw");
  BOOST_CHECK_EQUAL(script.drawn(), "save g1 refresh-1 intent");
  BOOST_CHECK_EQUAL(script.saved(), "send refresh-1");
  BOOST_CHECK_EQUAL(script.renewed(tokens(2)), "save g2 refresh-2");
  BOOST_CHECK_EQUAL(script.saved(), "publish access-2, complete 1 access-2, tell refreshed");
  BOOST_TEST(script.outstanding.empty());
}

BOOST_AUTO_TEST_CASE(a_refresh_with_a_shared_storage) {
  Expired script{true};
  BOOST_CHECK_EQUAL(script.ask(1), "draw");
  BOOST_CHECK_EQUAL(script.drawn(), "lock 30000ms");
  BOOST_CHECK_EQUAL(script.locked(), "load");
  BOOST_CHECK_EQUAL(script.loaded(), "save g1 refresh-1 intent");
  BOOST_CHECK_EQUAL(script.saved(), "send refresh-1");
  BOOST_CHECK_EQUAL(script.renewed(tokens(2)), "load");
  BOOST_CHECK_EQUAL(script.loaded(), "save g2 refresh-2");
  BOOST_CHECK_EQUAL(script.saved(), "publish access-2, unlock, complete 1 access-2, tell refreshed");
  BOOST_TEST(script.outstanding.empty());
}

BOOST_AUTO_TEST_CASE(the_key_in_storage_is_the_key_that_goes_out) {
  Expired script{false};
  script.sending();
  const auto first = script.outstanding.front().get<action::SendRefresh>()->key;
  BOOST_TEST((script.stored().intent == first));
  script.unavailable();
  script.pass(2s);
  script.ask(2);
  BOOST_TEST((script.outstanding.front().get<action::SendRefresh>()->key == first));
  script.renewed(tokens(2)), script.saved();
  BOOST_TEST(!script.stored().intent.has_value());
}

BOOST_AUTO_TEST_CASE(an_intent_found_in_storage_is_carried_out_with_its_key) {
  for (const bool shared : {false, true}) {
    Expired before{shared};
    before.sending();
    const auto key = before.outstanding.front().get<action::SendRefresh>()->key;
    Script script{shared};
    script.record = before.record;
    script.now = before.now;
    script.ask(1);
    BOOST_CHECK_EQUAL(script.loaded(), "publish access-1, draw");
    script.drawn();
    if (shared) script.locked(), script.loaded();
    BOOST_TEST_REQUIRE((script.machine.phase() == Phase::sending));
    BOOST_TEST((script.outstanding.front().get<action::SendRefresh>()->key == key));
  }
}

BOOST_AUTO_TEST_CASE(an_intent_that_cannot_be_stored_is_carried_out_all_the_same) {
  Expired script{false};
  script.ask(1), script.drawn();
  BOOST_CHECK_EQUAL(script.unsaved(), "send refresh-1, tell storage_failed storage_failed");
  script.renewed(tokens(2));
  BOOST_CHECK_EQUAL(script.saved(), "publish access-2, complete 1 access-2, tell storage_recovered, tell refreshed");
}

BOOST_AUTO_TEST_CASE(an_intent_that_could_not_be_stored_is_stored_before_the_next_attempt) {
  for (const bool shared : {false, true}) {
    Expired script{shared};
    script.ask(1), script.drawn();
    if (shared) script.locked(), script.loaded();
    script.unsaved();
    const auto key = script.outstanding.front().get<action::SendRefresh>()->key;
    script.unavailable();
    script.pass(2s);
    const std::string next = script.ask(2);
    if (shared) script.locked();
    BOOST_CHECK_EQUAL(shared ? script.loaded() : next, "save g1 refresh-1 intent");
    BOOST_CHECK_EQUAL(script.saved(), "send refresh-1, tell storage_recovered");
    BOOST_TEST((script.stored().intent == key));
    BOOST_TEST((script.outstanding.front().get<action::SendRefresh>()->key == key));
  }
}

BOOST_AUTO_TEST_CASE(an_intent_that_was_never_sent_gives_way_to_one_in_storage) {
  Expired script{true};
  script.ask(1), script.drawn(), script.locked(), script.loaded(), script.unsaved();
  script.answered(Verdict::transient, {.code = Errc::not_sent});  // the lock was lost
  core::SessionRecord elsewhere = script.stored();
  elsewhere.intent = IntentKey{std::byte{0x77}};
  elsewhere.intent_since = script.now.wall;
  script.store(elsewhere);
  script.pass(2s);
  script.ask(2), script.locked();
  BOOST_CHECK_EQUAL(script.loaded(), "send refresh-1");
  BOOST_TEST((script.outstanding.front().get<action::SendRefresh>()->key == *elsewhere.intent));
}

BOOST_AUTO_TEST_CASE(a_newer_pair_in_storage_is_adopted_and_nothing_is_sent) {
  Expired script{true};
  script.rotate_elsewhere(2);
  script.ask(1), script.drawn(), script.locked();
  BOOST_CHECK_EQUAL(script.loaded(), "publish access-2, unlock, complete 1 access-2, tell found_newer");
}

BOOST_AUTO_TEST_CASE(a_newer_pair_that_has_expired_is_refreshed) {
  Expired script{true};
  script.rotate_elsewhere(2, 0s);
  script.ask(1), script.drawn(), script.locked();
  BOOST_CHECK_EQUAL(script.loaded(), "publish access-2, save g2 refresh-2 intent, tell found_newer");
  BOOST_CHECK_EQUAL(script.saved(), "send refresh-2");
}

BOOST_AUTO_TEST_CASE(a_session_that_is_gone_or_replaced_has_ended_elsewhere) {
  Expired gone{true};
  gone.record.reset();
  gone.ask(1), gone.drawn(), gone.locked();
  BOOST_CHECK_EQUAL(gone.loaded(),
                    "unlock, publish nothing, tell logged_out logged_out_elsewhere, call logout logged_out_elsewhere");
  BOOST_CHECK_EQUAL(gone.told(), "complete 1 session_ended");

  Expired replaced{true};
  replaced.log_in_elsewhere(9);
  const auto before = replaced.record;
  replaced.ask(1), replaced.drawn(), replaced.locked();
  BOOST_CHECK_EQUAL(replaced.loaded(),
                    "unlock, publish nothing, tell logged_out logged_out_elsewhere, call logout logged_out_elsewhere");
  BOOST_CHECK_EQUAL(replaced.told(), "complete 1 session_ended");
  BOOST_TEST((replaced.record == before));
  BOOST_CHECK_EQUAL(replaced.ask(2), "load");
  BOOST_CHECK_EQUAL(replaced.loaded(), "publish access-9, complete 2 access-9");
}

BOOST_AUTO_TEST_CASE(new_tokens_of_a_session_that_is_gone_are_revoked_and_not_saved) {
  Expired script{true};
  script.sending();
  script.renewed(tokens(2));
  script.record.reset();
  BOOST_CHECK_EQUAL(script.loaded(),
                    "revoke refresh-2 and access-2, unlock, publish nothing, tell stale_result_dropped, "
                    "tell logged_out logged_out_elsewhere, call logout logged_out_elsewhere");
  BOOST_TEST(!script.record.has_value());
}

BOOST_AUTO_TEST_CASE(a_pair_that_another_process_saved_ends_a_long_wait) {
  Expired script{true};
  script.sending();
  script.ask(2, 7200s);
  script.unavailable(600s);
  BOOST_TEST((script.machine.phase() == Phase::pausing));
  script.rotate_elsewhere(2);
  BOOST_CHECK_EQUAL(script.ask(3), "load");
  BOOST_CHECK_EQUAL(script.loaded(), "publish access-2, complete 2 access-2, complete 3 access-2, tell found_newer");
  BOOST_TEST((script.machine.phase() == Phase::idle));
}

BOOST_AUTO_TEST_CASE(each_rotation_has_a_key_of_its_own_also_one_of_a_pair_adopted_between_attempts) {
  Expired script{true};
  script.sending();
  const auto first = script.outstanding.front().get<action::SendRefresh>()->key;
  script.ask(2, 7200s);
  script.unavailable(600s);
  script.rotate_elsewhere(2);
  script.pass(700s);
  script.tick(), script.locked();
  BOOST_CHECK_EQUAL(script.loaded(), "publish access-2, unlock, draw, tell found_newer");
  script.drawn(), script.locked(), script.loaded();
  BOOST_CHECK_EQUAL(script.saved(), "send refresh-2");
  BOOST_TEST((script.outstanding.front().get<action::SendRefresh>()->key != first));
}

BOOST_AUTO_TEST_CASE(retry_after_is_kept_and_a_call_with_less_time_fails_at_once) {
  Expired script{false};
  script.sending();
  script.ask(2, 120s);
  BOOST_CHECK_EQUAL(script.unavailable(60s), "complete 1 refresh_unavailable, tell refresh_failed server_refused");
  BOOST_TEST((script.last.front().get<action::Complete>()->error->retry_after == 60s));
  BOOST_CHECK_EQUAL(script.ask(3, 30s), "complete 3 refresh_unavailable");
  BOOST_CHECK_EQUAL(script.ask(4, 70s), "");
  BOOST_TEST((script.machine.next_deadline() <= script.deadline(60s)));
  script.pass(60s);
  BOOST_CHECK_EQUAL(script.tick(), "send refresh-1");
}

BOOST_AUTO_TEST_CASE(a_pause_that_nobody_waited_out_ends_with_the_next_call) {
  Expired script{true};
  script.sending();
  script.unavailable();
  script.pass(30s);
  BOOST_CHECK_EQUAL(script.tick(), "complete 1 timed_out");
  script.pass(600s);
  BOOST_CHECK_EQUAL(script.tick(), "");
  BOOST_CHECK_EQUAL(script.ask(2), "lock 30000ms");
}

BOOST_AUTO_TEST_CASE(an_answer_without_an_access_token_is_saved_and_refreshed_once_more) {
  Expired script{false};
  script.sending();
  TokenSet poor = tokens(2);
  poor.access_token = Secret{};
  BOOST_CHECK_EQUAL(script.renewed(poor), "save g2 refresh-2");
  BOOST_CHECK_EQUAL(script.saved(), "publish nothing, draw");
  script.drawn();
  BOOST_CHECK_EQUAL(script.saved(), "send refresh-2");
  poor.refresh_token = "refresh-3";
  script.renewed(poor);
  BOOST_CHECK_EQUAL(script.saved(), "publish nothing, complete 1 refresh_unavailable");
  BOOST_TEST((script.stored().tokens.refresh_token == Secret{"refresh-3"}));
}

BOOST_AUTO_TEST_CASE(an_answer_without_any_token_is_unreadable) {
  Expired script{false};
  script.sending();
  BOOST_CHECK_EQUAL(script.renewed(TokenSet{}), "tell refresh_failed bad_answer");
}

BOOST_AUTO_TEST_CASE(an_answer_without_a_refresh_token_keeps_the_old_one) {
  Expired script{false};
  script.sending();
  TokenSet set = tokens(2);
  set.refresh_token = Secret{};
  BOOST_CHECK_EQUAL(script.renewed(std::move(set)), "save g2 refresh-1");
}

BOOST_AUTO_TEST_CASE(a_pair_that_cannot_be_saved_is_used_and_saved_later) {
  Expired script{false};
  script.sending();
  script.renewed(tokens(2));
  BOOST_CHECK_EQUAL(script.unsaved(),
                    "publish access-2, complete 1 access-2, tell storage_failed storage_failed, tell refreshed");
  BOOST_CHECK_EQUAL(script.ask(2), "complete 2 access-2");
  script.pass(1s);
  BOOST_CHECK_EQUAL(script.ask(3), "complete 3 access-2, save g2 refresh-2");
  BOOST_CHECK_EQUAL(script.unsaved(), "publish access-2, tell storage_failed storage_failed");
  script.pass(1s);
  BOOST_CHECK_EQUAL(script.ask(4), "complete 4 access-2");
  script.pass(1s);
  BOOST_CHECK_EQUAL(script.ask(5), "complete 5 access-2, save g2 refresh-2");
  BOOST_CHECK_EQUAL(script.saved(), "publish access-2, tell storage_recovered");
}

BOOST_AUTO_TEST_CASE(a_late_save_that_gets_no_lock_lets_go_of_the_calls_behind_it) {
  for (const bool unreadable : {false, true}) {
    Expired script{true};
    script.sending();
    script.renewed(tokens(2)), script.loaded(), script.unsaved();
    script.pass(1s);
    BOOST_TEST(script.ask(2).starts_with("complete 2 access-2, lock "));
    BOOST_CHECK_EQUAL(script.ask_newer_than(3, 2), "publish nothing");
    if (unreadable) {
      script.locked();
      BOOST_CHECK_EQUAL(
          script.unreadable(),
          "publish nothing, unlock, draw, tell storage_failed storage_failed, tell storage_failed storage_failed");
    } else {
      BOOST_CHECK_EQUAL(script.busy(), "publish nothing, draw");
    }
  }
}

BOOST_AUTO_TEST_CASE(a_late_save_gives_way_to_a_newer_pair) {
  Expired script{true};
  script.sending();
  script.renewed(tokens(2)), script.loaded(), script.unsaved();
  script.rotate_elsewhere(8);
  script.rotate_elsewhere(9);
  script.pass(1s);
  script.ask(2), script.locked();
  BOOST_CHECK_EQUAL(script.loaded(), "publish access-9, unlock, tell found_newer");
}

BOOST_AUTO_TEST_CASE(no_lock_no_refresh) {
  Expired script{true};
  script.ask(1, 50s), script.drawn();
  BOOST_CHECK_EQUAL(script.busy(), "load");
  script.pass(40s);
  BOOST_CHECK_EQUAL(script.loaded(), "complete 1 refresh_unavailable, tell refresh_failed refresh_unavailable");

  Expired lucky{true};
  lucky.ask(1), lucky.drawn(), lucky.busy();
  lucky.rotate_elsewhere(2);
  BOOST_CHECK_EQUAL(lucky.loaded(), "publish access-2, complete 1 access-2, tell found_newer");
}

BOOST_AUTO_TEST_CASE(when_the_carriers_time_is_up_the_others_go_on_waiting_for_the_lock) {
  Expired script{true};
  script.ask(1, 5s), script.drawn();
  script.ask(2, 30s);
  script.pass(5s);
  script.busy();
  BOOST_CHECK_EQUAL(script.loaded(), "complete 1 refresh_unavailable, tell refresh_failed refresh_unavailable");
  BOOST_TEST((script.machine.phase() == Phase::pausing));
  BOOST_CHECK_EQUAL(script.feed(input::Tick{2, script.deadline(25s)}), "lock 25000ms");
}

BOOST_AUTO_TEST_CASE(a_lock_that_is_passed_on_waits_for_a_call_that_has_the_time) {
  Expired script{true};
  script.ask(1), script.drawn();
  BOOST_TEST(script.last.front().get<action::Lock>()->waiter == 1u);
  BOOST_CHECK_EQUAL(script.passed_on(), "");
  BOOST_TEST((script.machine.next_deadline() == script.now.steady));
  BOOST_CHECK_EQUAL(script.feed(input::Tick{1, script.deadline(5s)}), "lock 5000ms");
}

BOOST_AUTO_TEST_CASE(a_call_whose_token_is_valid_leaves_a_refresh_to_the_one_that_it_holds_up_already) {
  Script script{true};
  script.begin().pass(95s);
  script.ask(2), script.drawn();
  script.passed_on();
  BOOST_CHECK_EQUAL(script.ask(3), "complete 3 access-1");
  BOOST_CHECK_EQUAL(script.feed(input::Tick{2, script.deadline()}), "lock 0ms");
  script.passed_on();
  script.pass(1s);  // call 2 is in a callback of the host, perhaps
  BOOST_CHECK_EQUAL(script.ask(4), "lock 0ms");
}

BOOST_AUTO_TEST_CASE(an_answer_that_nobody_waits_for_makes_a_refresh_that_pauses_look_for_nothing) {
  Expired script{true};
  script.ask(1), script.drawn();
  BOOST_CHECK_EQUAL(script.feed(input::Changed{}), "load");
  BOOST_CHECK_EQUAL(script.loaded(), "");
  script.passed_on();
  BOOST_CHECK_EQUAL(script.feed(input::Answered{12345, {}}), "");
}

BOOST_AUTO_TEST_CASE(a_call_that_bears_the_name_of_a_carrier_that_is_over_is_another) {
  Expired script{true};
  script.ask(1, 5s), script.drawn();
  script.pass(5s);
  BOOST_CHECK_EQUAL(script.tick(), "complete 1 timed_out");
  script.ask(1, 30s);
  script.busy();
  BOOST_CHECK_EQUAL(script.loaded(), "tell refresh_failed refresh_unavailable");
  BOOST_CHECK_EQUAL(script.feed(input::Tick{1, script.deadline(30s)}), "lock 30000ms");
}

BOOST_AUTO_TEST_CASE(an_early_refresh_that_holds_up_nobody_gives_its_caller_the_token_first) {
  Options options;
  Script script{true, options, core::EarlyRefresh::holds_up_nobody};
  script.install(1, tokens(1)), script.settle(1);
  script.pass(95s);
  BOOST_CHECK_EQUAL(script.ask(2), "complete 2 access-1, draw");
  BOOST_CHECK_EQUAL(script.drawn(), "lock 0ms");
  BOOST_CHECK_EQUAL(script.busy(), "load");
  BOOST_CHECK_EQUAL(script.loaded(), "");  // nobody is in need of it: the next call tries again
  BOOST_TEST((script.machine.phase() == Phase::idle));
  BOOST_CHECK_EQUAL(script.ask(3), "complete 3 access-1, draw");
  script.settle(2);
  BOOST_CHECK_EQUAL(script.ask(4), "complete 4 access-2");
}

BOOST_AUTO_TEST_CASE(a_carrier_whose_token_is_refused_while_another_holds_the_lock_waits_for_it) {
  Script script{true};
  script.begin().pass(95s);
  BOOST_CHECK_EQUAL(script.ask(2), "draw");
  BOOST_CHECK_EQUAL(script.drawn(), "lock 0ms");
  script.busy();
  script.feed(input::Refused{script.machine.info(script.now.steady).epoch, 1});
  BOOST_CHECK_EQUAL(script.loaded(), "");
  BOOST_TEST((script.machine.phase() == Phase::pausing));
  BOOST_CHECK_EQUAL(script.feed(input::Tick{2, script.deadline(25s)}), "lock 25000ms");
}

BOOST_AUTO_TEST_CASE(without_randomness_the_call_fails) {
  Expired script{false};
  script.ask(1);
  BOOST_CHECK_EQUAL(script.drawn(false), "complete 1 refresh_unavailable, tell refresh_failed refresh_unavailable");
  BOOST_CHECK_EQUAL(script.ask(2), "draw");
}

BOOST_AUTO_TEST_SUITE_END()
