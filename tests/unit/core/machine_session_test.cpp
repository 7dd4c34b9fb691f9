#include <keyturn/core/machine_session.hpp>

#include "machine_script.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn_tests;
using namespace std::chrono_literals;
using core::Phase;

namespace {

// Answers one step of a running refresh, which brings `tokens(2)`.
void step(Script& script) {
  switch (script.machine.phase()) {
    case Phase::drawing:
      script.drawn();
      break;
    case Phase::locking:
      script.locked();
      break;
    case Phase::last_look:
    case Phase::loading:
    case Phase::looking:
    case Phase::comparing:
      script.loaded();
      break;
    case Phase::saving_intent:
    case Phase::saving:
      script.saved();
      break;
    case Phase::sending:
      script.renewed(tokens(2));
      break;
    case Phase::erasing:
      script.erased();
      break;
    default:
      break;
  }
}

// Every lock that was taken is released, once.
struct LockCount {
  Script& script;
  std::set<JobId> held{};
  void after() {
    for (const Action& action : script.last)
      if (const auto* unlock = action.get<action::Unlock>()) BOOST_TEST(held.erase(unlock->job) == 1u);
  }
  void locked() {
    held.insert(job_of(*std::find_if(script.outstanding.begin(), script.outstanding.end(),
                                     [](const Action& a) { return a.is<action::Lock>(); })));
    script.locked();
    after();
  }
};

// Answers what is outstanding in a given order, keeping count of the locks; one lock at a time, as a storage gives it.
void settle(Script& script, LockCount& locks, bool newest_first) {
  for (unsigned guard = 0; !script.outstanding.empty() && guard < 100; ++guard) {
    std::size_t index = newest_first ? script.outstanding.size() - 1 : 0;
    if (script.outstanding[index].is<action::Lock>() && !locks.held.empty())
      for (std::size_t i = 0; i < script.outstanding.size(); ++i)
        if (!script.outstanding[i].is<action::Lock>()) index = i;
    const Action next = script.outstanding[index];
    if (next.is<action::Lock>()) locks.held.empty() ? locks.locked() : void(script.busy());
    if (next.is<action::Draw>()) script.drawn();
    if (next.is<action::Load>()) script.loaded();
    if (next.is<action::Save>()) script.saved();
    if (next.is<action::Erase>()) script.erased();
    if (next.is<action::SendRefresh>()) script.renewed(tokens(3));
    if (next.is<action::Revoke>()) script.revoked();
    if (next.is<action::CallLogout>()) script.told();
    if (next.is<action::Turn>()) script.turn();
    if (!next.is<action::Lock>()) locks.after();
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(core_machine_session)

BOOST_AUTO_TEST_CASE(a_login_with_a_storage_of_our_own) {
  Script script{false};
  BOOST_CHECK_EQUAL(script.install(1, tokens(1)), "draw");
  BOOST_CHECK_EQUAL(script.drawn(), "publish nothing, save g1 refresh-1");
  BOOST_CHECK_EQUAL(script.ask(2), "");
  BOOST_CHECK_EQUAL(script.saved(), "publish access-1, complete 1 logged in, complete 2 access-1, tell logged_in");
}

BOOST_AUTO_TEST_CASE(a_login_with_a_shared_storage) {
  Script script{true};
  BOOST_CHECK_EQUAL(script.install(1, tokens(1)), "draw");
  BOOST_CHECK_EQUAL(script.drawn(), "lock 30000ms");
  BOOST_CHECK_EQUAL(script.locked(), "load");
  BOOST_CHECK_EQUAL(script.loaded(), "publish nothing, save g1 refresh-1");
  BOOST_CHECK_EQUAL(script.saved(), "publish access-1, complete 1 logged in, unlock, tell logged_in");
}

BOOST_AUTO_TEST_CASE(a_login_that_gets_no_lock_saves_all_the_same) {
  Script script{true};
  script.install(1, tokens(1)), script.drawn();
  BOOST_CHECK_EQUAL(script.busy(), "load");
  BOOST_CHECK_EQUAL(script.loaded(), "publish nothing, save g1 refresh-1");
  BOOST_CHECK_EQUAL(script.saved(), "publish access-1, complete 1 logged in, tell logged_in");
}

BOOST_AUTO_TEST_CASE(a_login_that_cannot_be_saved_is_used_from_memory) {
  Script script{false};
  script.install(1, tokens(1)), script.drawn();
  BOOST_CHECK_EQUAL(script.unsaved(),
                    "publish access-1, complete 1 logged in, tell storage_failed storage_failed, tell logged_in");
  script.pass(1s);
  BOOST_CHECK_EQUAL(script.ask(2), "complete 2 access-1, save g1 refresh-1");
}

BOOST_AUTO_TEST_CASE(a_login_without_randomness_fails_and_leaves_the_session) {
  Script script{false};
  script.begin();
  script.install(1, tokens(2));
  BOOST_CHECK_EQUAL(script.drawn(false), "complete 1 unsupported");
  BOOST_CHECK_EQUAL(script.ask(2), "complete 2 access-1");
}

BOOST_AUTO_TEST_CASE(each_session_has_an_id_of_its_own) {
  Script script{false};
  script.begin();
  const auto first = script.stored().session_id;
  script.begin(tokens(2));
  BOOST_TEST((script.stored().session_id != first));
}

BOOST_AUTO_TEST_CASE(a_login_over_a_live_session_ends_its_calls_without_a_callback) {
  Script script{false};
  script.begin().pass(101s);
  script.ask(1);
  script.install(2, tokens(5));
  script.drawn();
  BOOST_CHECK_EQUAL(script.drawn(), "complete 1 session_ended, publish nothing");
  BOOST_CHECK_EQUAL(script.saved(), "save g1 refresh-5");
  BOOST_CHECK_EQUAL(script.saved(), "publish access-5, complete 2 logged in, tell logged_in");
}

BOOST_AUTO_TEST_CASE(a_login_takes_over_the_lock_that_a_refresh_holds) {
  Script script{true};
  script.begin().pass(101s);
  script.ask(1);
  script.drawn(), script.locked(), script.loaded(), script.saved();
  script.install(2, tokens(5));
  BOOST_CHECK_EQUAL(script.drawn(), "load");
  BOOST_CHECK_EQUAL(script.loaded(), "complete 1 session_ended, publish nothing, save g1 refresh-5");
  BOOST_CHECK_EQUAL(script.saved(), "publish access-5, complete 2 logged in, unlock, tell logged_in");
  BOOST_CHECK_EQUAL(script.renewed(tokens(2)), "revoke refresh-2 and access-2, tell stale_result_dropped");
}

BOOST_AUTO_TEST_CASE(a_login_that_waits_for_the_lock_of_its_own_refresh_keeps_it_while_it_saves) {
  Script script{true};
  script.begin().pass(101s);
  script.ask(1);
  script.drawn();
  const JobId refresh = job_of(script.outstanding.front());
  script.install(2, tokens(5));
  script.drawn();
  script.feed(input::Locked{refresh, {}});
  script.outstanding.erase(script.outstanding.begin());
  script.loaded(), script.saved();
  BOOST_TEST((script.machine.phase() == Phase::sending));
  BOOST_CHECK_EQUAL(script.busy(), "load");
  BOOST_CHECK_EQUAL(script.loaded(), "complete 1 session_ended, publish nothing, save g1 refresh-5");
  BOOST_CHECK_EQUAL(script.saved(), "publish access-5, complete 2 logged in, unlock, tell logged_in");
}

BOOST_AUTO_TEST_CASE(what_a_refresh_brought_is_revoked_when_the_login_that_replaces_it_is_saved) {
  for (const bool works : {true, false}) {
    Script script{false};
    script.begin();
    script.renew(1), script.drawn(), script.saved();
    script.install(2, tokens(3)), script.renewed(tokens(2));
    // Should the process die now, storage has the old session, which the server must still know.
    BOOST_CHECK_EQUAL(script.drawn(), "complete 1 session_ended, publish nothing, tell stale_result_dropped");
    BOOST_CHECK_EQUAL(script.saved(), "save g1 refresh-3");
    if (works)
      BOOST_CHECK_EQUAL(script.saved(),
                        "publish access-3, complete 2 logged in, revoke refresh-2 and access-2, tell logged_in");
    else
      BOOST_TEST(script.unsaved().find("revoke") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_late_answer_to_a_replaced_session_is_revoked_when_the_login_is_saved) {
  Script script{false};
  script.begin();
  script.renew(1), script.drawn(), script.saved();
  script.install(2, tokens(3)), script.drawn();
  BOOST_CHECK_EQUAL(script.renewed(tokens(2)), "tell stale_result_dropped");
  BOOST_CHECK_EQUAL(script.saved(),
                    "publish access-3, complete 2 logged in, revoke refresh-2 and access-2, tell logged_in");
}

BOOST_AUTO_TEST_CASE(a_late_answer_to_a_replaced_session_revokes_nothing_that_storage_still_holds) {
  for (const bool shared : {false, true}) {
    Script script{shared};
    script.begin();
    script.renew(1), script.drawn();
    if (shared) script.locked(), script.loaded();
    script.saved();
    script.install(2, tokens(3)), script.drawn();
    if (shared) script.loaded();
    BOOST_TEST(script.unsaved().find("logged in") != std::string::npos);
    BOOST_CHECK_EQUAL(script.renewed(tokens(2)), "tell stale_result_dropped");
  }
}

BOOST_AUTO_TEST_CASE(nor_when_the_session_in_its_place_was_renewed_and_never_saved) {
  Script script{false};
  script.begin();
  script.renew(1), script.drawn(), script.saved();
  const JobId late = script.take<action::SendRefresh>().job;
  script.install(2, tokens(3)), script.drawn(), script.unsaved();
  script.renew(3), script.drawn(), script.unsaved(), script.renewed(tokens(4)), script.unsaved();
  const RefreshAnswer answer{.verdict = Verdict::renewed, .tokens = tokens(2), .timing = script.timing()};
  BOOST_CHECK_EQUAL(script.feed(input::Answered{late, answer}), "tell stale_result_dropped");
}

BOOST_AUTO_TEST_CASE(a_late_answer_is_revoked_where_storage_holds_nothing_of_that_session) {
  Script script{true};
  script.begin();
  script.renew(1), script.drawn(), script.locked(), script.loaded(), script.saved();
  script.record.reset();
  script.install(2, tokens(3)), script.drawn(), script.loaded(), script.unsaved();
  BOOST_CHECK_EQUAL(script.renewed(tokens(2)), "revoke refresh-2 and access-2, tell stale_result_dropped");
}

BOOST_AUTO_TEST_CASE(a_logout_erases_then_tells_then_revokes) {
  Script script{false};
  script.begin();
  BOOST_CHECK_EQUAL(script.logout(1), "publish nothing, erase, tell logged_out requested");
  BOOST_CHECK_EQUAL(script.ask(2), "complete 2 not_logged_in");
  BOOST_CHECK_EQUAL(script.erased(), "call logout requested");
  BOOST_CHECK_EQUAL(script.told(), "turn of 1");
  BOOST_CHECK_EQUAL(script.turn(), "revoke refresh-1 and access-1");
  BOOST_CHECK_EQUAL(script.revoked(), "complete 1 done");
}

BOOST_AUTO_TEST_CASE(a_logout_of_a_shared_storage_looks_again_if_it_had_no_lock) {
  Script script{true};
  script.begin();
  BOOST_CHECK_EQUAL(script.logout(1), "publish nothing, lock 0ms, tell logged_out requested");
  BOOST_CHECK_EQUAL(script.busy(), "load");
  const auto before = script.record;
  BOOST_CHECK_EQUAL(script.loaded(), "erase");
  BOOST_CHECK_EQUAL(script.erased(), "call logout requested");
  BOOST_CHECK_EQUAL(script.told(), "turn of 1");
  BOOST_CHECK_EQUAL(script.turn(), "revoke refresh-1 and access-1");
  BOOST_CHECK_EQUAL(script.revoked(), "lock 10000ms");
  script.record = before;  // the refresher that held the lock has put it back
  script.rotate_elsewhere(2);
  BOOST_CHECK_EQUAL(script.locked(), "load");
  BOOST_CHECK_EQUAL(script.loaded(), "erase");
  BOOST_CHECK_EQUAL(script.erased(), "unlock, turn of 1");
  BOOST_CHECK_EQUAL(script.turn(), "revoke refresh-2 and access-2");
  BOOST_CHECK_EQUAL(script.revoked(), "complete 1 done");
  BOOST_TEST(!script.record.has_value());
}

BOOST_AUTO_TEST_CASE(a_logout_says_what_it_could_not_do) {
  Script busy{true};
  busy.begin();
  busy.logout(1), busy.busy(), busy.loaded(), busy.erased(), busy.told(), busy.turn(), busy.revoked();
  BOOST_CHECK_EQUAL(busy.busy(), "complete 1 storage_busy");

  Script offline{false};
  offline.begin();
  offline.logout(1), offline.erased(), offline.told(), offline.turn();
  BOOST_CHECK_EQUAL(offline.revoked(Error{.code = Errc::not_sent}), "complete 1 not_sent");

  Script stuck{false};
  stuck.begin();
  stuck.logout(1);
  BOOST_CHECK_EQUAL(stuck.unerased(), "tell storage_failed storage_failed, call logout requested");
  stuck.told(), stuck.turn();
  BOOST_CHECK_EQUAL(stuck.revoked(Error{.code = Errc::not_sent}), "complete 1 storage_failed");
}

BOOST_AUTO_TEST_CASE(a_logout_without_a_session_sends_nothing) {
  Script script{false};
  BOOST_CHECK_EQUAL(script.logout(1), "load");
  BOOST_CHECK_EQUAL(script.loaded(), "complete 1 done");
  BOOST_CHECK_EQUAL(script.logout(2), "complete 2 done");
}

BOOST_AUTO_TEST_CASE(a_logout_reads_a_session_that_was_not_read_yet) {
  Script before{false};
  before.begin();
  Script script{false};
  script.record = before.record;
  script.logout(1);
  BOOST_CHECK_EQUAL(script.loaded(), "publish access-1, publish nothing, erase, tell logged_out requested");
}

BOOST_AUTO_TEST_CASE(a_logout_removes_a_record_that_nobody_can_read) {
  Script script{false};
  script.record.emplace("no record");
  script.logout(1);
  BOOST_CHECK_EQUAL(script.loaded(), "publish nothing, erase");
  BOOST_CHECK_EQUAL(script.erased(), "complete 1 done");
}

BOOST_AUTO_TEST_CASE(an_expired_access_token_is_not_sent_to_be_revoked) {
  Script script{false};
  script.begin().pass(101s);
  script.logout(1), script.erased();
  BOOST_CHECK_EQUAL(script.told(), "turn of 1");
  BOOST_CHECK_EQUAL(script.turn(), "revoke refresh-1");
}

BOOST_AUTO_TEST_CASE(a_logout_leaves_another_session_alone_and_takes_what_it_was_to_replace) {
  Script foreign{true};
  foreign.begin();
  foreign.log_in_elsewhere(9);
  foreign.logout(1), foreign.locked();
  BOOST_CHECK_EQUAL(foreign.loaded(), "unlock, call logout requested");
  BOOST_TEST(foreign.record.has_value());

  Script unsaved{true};
  unsaved.begin();
  unsaved.install(1, tokens(2));
  unsaved.drawn(), unsaved.locked(), unsaved.loaded(), unsaved.unsaved();
  unsaved.logout(2), unsaved.locked();
  BOOST_CHECK_EQUAL(unsaved.loaded(), "erase");
}

BOOST_AUTO_TEST_CASE(what_a_logout_took_with_it_is_erased_again_if_a_refresher_has_put_it_back) {
  Script script{true};
  script.begin();
  script.install(1, tokens(2));
  script.drawn(), script.locked(), script.loaded(), script.unsaved();
  script.logout(2), script.busy();
  const auto before = script.record;
  BOOST_CHECK_EQUAL(script.loaded(), "erase");
  script.erased(), script.told(), script.turn(), script.revoked();
  script.record = before;  // the refresher that held the lock knows nothing of the login
  script.rotate_elsewhere(3);
  script.locked();
  BOOST_CHECK_EQUAL(script.loaded(), "erase");
  BOOST_CHECK_EQUAL(script.erased(), "unlock, turn of 2");
  BOOST_CHECK_EQUAL(script.turn(), "revoke refresh-3 and access-3");
  BOOST_CHECK_EQUAL(script.revoked(), "complete 2 done");
}

BOOST_AUTO_TEST_CASE(a_failing_look_does_not_make_a_stranger_of_the_session_to_be_replaced) {
  Script script{true};
  script.begin();
  script.install(1, tokens(2));
  script.drawn(), script.locked(), script.unreadable(), script.unsaved();
  script.pass(1s);
  script.ask(2), script.locked();
  BOOST_CHECK_EQUAL(script.loaded(), "save g1 refresh-2");
}

BOOST_AUTO_TEST_CASE(the_session_lane_works_in_order) {
  Script script{false};
  script.install(1, tokens(1));
  script.drawn();
  script.logout(2);
  script.install(3, tokens(3));
  BOOST_CHECK_EQUAL(script.saved(), "publish access-1, complete 1 logged in, turn of 2, tell logged_in");
  BOOST_CHECK_EQUAL(script.turn(), "publish nothing, erase, tell logged_out requested");
  BOOST_CHECK_EQUAL(script.erased(), "turn of 3, call logout requested");
  BOOST_CHECK_EQUAL(script.turn(), "draw");
  script.drawn();
  BOOST_CHECK_EQUAL(script.saved(), "publish access-3, complete 3 logged in, tell logged_in");
  script.told(), script.turn();
  BOOST_CHECK_EQUAL(script.revoked(), "complete 2 done");
  BOOST_CHECK_EQUAL(script.ask(4), "complete 4 access-3");
}

BOOST_AUTO_TEST_CASE(a_logout_overtakes_a_login_that_waits_for_the_lock) {
  Script script{true};
  script.install(1, tokens(1));
  script.drawn();
  script.install(2, tokens(2));
  BOOST_CHECK_EQUAL(script.logout(3),
                    "complete 1 session_ended, revoke refresh-1 and access-1, complete 2 session_ended, "
                    "revoke refresh-2 and access-2, load, tell stale_result_dropped, tell stale_result_dropped");
  BOOST_CHECK_EQUAL(script.locked(), "unlock");
  BOOST_CHECK_EQUAL(script.loaded(), "complete 3 done");
  BOOST_TEST(!script.record);
}

BOOST_AUTO_TEST_CASE(a_logout_overtakes_a_login_before_its_random_numbers_and_its_turn) {
  Script script{false};
  script.install(1, tokens(1));
  BOOST_CHECK_EQUAL(script.logout(2),
                    "complete 1 session_ended, revoke refresh-1 and access-1, load, "
                    "tell stale_result_dropped");
  BOOST_CHECK_EQUAL(script.drawn(), "");
  script.install(3, tokens(3));
  BOOST_CHECK_EQUAL(script.loaded(), "complete 2 done, turn of 3");
  BOOST_CHECK_EQUAL(script.logout(4),
                    "complete 3 session_ended, revoke refresh-3 and access-3, complete 4 done, "
                    "tell stale_result_dropped");
  BOOST_CHECK_EQUAL(script.turn(), "");
}

BOOST_AUTO_TEST_CASE(a_session_that_ends_under_a_refresh_at_any_step_leaves_nothing_behind) {
  for (const bool shared : {false, true})
    for (const bool login : {false, true})
      for (const bool newest_first : {false, true})
        for (unsigned steps = 0; steps < 9; ++steps) {
          Script script{shared};
          script.begin().pass(101s);
          LockCount locks{script};
          script.ask(1);
          for (unsigned i = 0; i < steps && script.machine.phase() != Phase::idle; ++i)
            script.machine.phase() == Phase::locking ? locks.locked() : (step(script), locks.after());
          login ? script.install(2, tokens(7)) : script.logout(2);
          locks.after();
          settle(script, locks, newest_first);
          BOOST_TEST_CONTEXT("shared " << shared << ", login " << login << ", newest first " << newest_first
                                       << ", step " << steps) {
            BOOST_TEST(script.outstanding.empty());
            BOOST_TEST(locks.held.empty());
            BOOST_TEST((script.machine.phase() == Phase::idle));
            BOOST_TEST(script.machine.info(script.now.steady).logged_in == login);
            BOOST_TEST(script.record.has_value() == login);
            if (login) BOOST_TEST((script.stored().tokens.refresh_token == Secret{"refresh-7"}));
          }
        }
}

BOOST_AUTO_TEST_CASE(tokens_that_a_refresh_brought_are_revoked_with_the_logout) {
  Script script{true};
  script.begin().pass(101s);
  script.ask(1);
  script.drawn(), script.locked(), script.loaded(), script.saved();
  script.renewed(tokens(2));
  script.logout(2);
  script.loaded(), script.loaded(), script.erased();
  BOOST_CHECK_EQUAL(script.told(), "complete 1 session_ended, turn of 2");
  BOOST_CHECK_EQUAL(script.turn(), "revoke refresh-2 and access-2");
}

BOOST_AUTO_TEST_CASE(a_change_while_the_session_is_read_or_begun_is_looked_at_afterwards) {
  Script script{true};
  script.record = Script{true}.begin().record;
  script.ask(1);
  BOOST_CHECK_EQUAL(script.feed(input::Changed{}), "");
  BOOST_CHECK_EQUAL(script.loaded(), "publish access-1, complete 1 access-1, load");  // it may have been read before
  script.rotate_elsewhere(2);
  BOOST_CHECK_EQUAL(script.loaded(), "publish access-2, tell found_newer");
  script.install(2, tokens(3));
  script.drawn(), script.locked(), script.loaded();
  BOOST_CHECK_EQUAL(script.feed(input::Changed{}), "");
  BOOST_CHECK_EQUAL(script.saved(), "publish access-3, complete 2 logged in, unlock, load, tell logged_in");
}

BOOST_AUTO_TEST_CASE(a_change_while_a_refresh_is_at_the_server_is_looked_at_again_if_that_fails) {
  for (const bool last_attempt : {false, true}) {
    Script script{true, {.refresh_attempts = last_attempt ? 1u : 3u}};
    script.begin().pass(95s);
    script.ask(1);
    script.drawn(), script.locked(), script.loaded(), script.saved();
    script.record.reset();
    BOOST_CHECK_EQUAL(script.feed(input::Changed{}), "load");
    BOOST_CHECK_EQUAL(script.loaded(), "complete 1 access-1");
    BOOST_CHECK_EQUAL(script.unavailable(), "unlock, load, tell refresh_failed server_refused");
    BOOST_CHECK_EQUAL(script.loaded(),
                      "publish nothing, tell logged_out logged_out_elsewhere, call logout logged_out_elsewhere");
  }
}

BOOST_AUTO_TEST_CASE(a_change_that_a_refresh_was_to_look_at_is_of_no_interest_to_the_next_session) {
  Script script{true};
  script.begin().pass(95s);
  script.ask(1);
  script.drawn(), script.locked(), script.loaded(), script.saved();
  script.feed(input::Changed{});
  script.loaded();
  script.install(2, tokens(2));
  script.drawn(), script.loaded(), script.saved();
  BOOST_CHECK_EQUAL(script.feed(input::Answered{999, {}}), "");
}

BOOST_AUTO_TEST_CASE(a_change_by_others_is_looked_at_at_once) {
  Script script{true};
  script.begin();
  BOOST_CHECK_EQUAL(script.feed(input::Changed{}), "load");
  BOOST_CHECK_EQUAL(script.loaded(), "");
  script.rotate_elsewhere(2);
  script.feed(input::Changed{});
  BOOST_CHECK_EQUAL(script.loaded(), "publish access-2, tell found_newer");
  script.feed(input::Changed{});
  BOOST_CHECK_EQUAL(script.unreadable(), "");
  BOOST_CHECK_EQUAL(script.ask(1), "complete 1 access-2");
  script.record.reset();
  script.feed(input::Changed{});
  BOOST_CHECK_EQUAL(script.loaded(),
                    "publish nothing, tell logged_out logged_out_elsewhere, call logout logged_out_elsewhere");
}

BOOST_AUTO_TEST_CASE(a_change_during_a_look_is_looked_at_too_and_one_during_a_refresh_by_the_refresh) {
  Script script{true};
  script.begin();
  script.feed(input::Changed{});
  BOOST_CHECK_EQUAL(script.feed(input::Changed{}), "");
  BOOST_CHECK_EQUAL(script.loaded(), "load");
  BOOST_CHECK_EQUAL(script.loaded(), "");
  script.pass(101s);
  script.ask(1), script.drawn();
  script.rotate_elsewhere(2);
  BOOST_CHECK_EQUAL(script.feed(input::Changed{}), "load");
  BOOST_CHECK_EQUAL(script.loaded(), "");
  script.locked();
  BOOST_CHECK_EQUAL(script.loaded(), "publish access-2, unlock, complete 1 access-2, tell found_newer");
}

BOOST_AUTO_TEST_CASE(changes_mean_nothing_without_a_session_or_to_a_storage_of_our_own) {
  BOOST_CHECK_EQUAL(Script{true}.feed(input::Changed{}), "");
  Script script{false};
  BOOST_CHECK_EQUAL(script.begin().feed(input::Changed{}), "");
}

BOOST_AUTO_TEST_SUITE_END()
