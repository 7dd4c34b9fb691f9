#include <keyturn/core/machine_calls.hpp>

#include "machine_script.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn_tests;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(core_machine_calls)

BOOST_AUTO_TEST_CASE(the_first_call_reads_the_session) {
  Script first{false};
  first.begin();
  Script script{false};
  script.record = first.record;
  BOOST_CHECK_EQUAL(script.ask(1), "load");
  BOOST_CHECK_EQUAL(script.ask(2), "");
  BOOST_CHECK_EQUAL(script.restore(3), "");
  BOOST_CHECK_EQUAL(script.loaded(),
                    "publish access-1, complete 1 access-1, complete 2 access-1, complete 3 logged in");
  BOOST_CHECK_EQUAL(script.ask(4), "complete 4 access-1");
  BOOST_CHECK_EQUAL(script.restore(5), "complete 5 logged in");
}

BOOST_AUTO_TEST_CASE(without_a_session_a_call_is_told_so) {
  Script script{false};
  script.restore(1);
  BOOST_CHECK_EQUAL(script.loaded(), "complete 1 done");
  BOOST_CHECK_EQUAL(script.ask(2), "complete 2 not_logged_in");
  BOOST_CHECK_EQUAL(script.restore(3), "complete 3 done");
}

BOOST_AUTO_TEST_CASE(a_shared_storage_is_read_again_while_there_is_no_session) {
  Script script{true};
  BOOST_CHECK_EQUAL(script.ask(1), "load");
  BOOST_CHECK_EQUAL(script.loaded(), "complete 1 not_logged_in");
  Script elsewhere{true};
  elsewhere.begin();
  script.record = elsewhere.record;
  BOOST_CHECK_EQUAL(script.ask(2), "load");
  BOOST_CHECK_EQUAL(script.loaded(), "publish access-1, complete 2 access-1");
}

BOOST_AUTO_TEST_CASE(a_call_is_not_told_what_was_read_before_it_came) {
  Script elsewhere{true};
  elsewhere.begin();
  Script script{true};
  BOOST_CHECK_EQUAL(script.ask(1), "load");
  BOOST_CHECK_EQUAL(script.ask(2), "");
  BOOST_CHECK_EQUAL(script.ask(3), "");
  BOOST_CHECK_EQUAL(script.loaded(), "complete 1 not_logged_in, load");
  script.record = elsewhere.record;
  BOOST_CHECK_EQUAL(script.loaded(), "publish access-1, complete 2 access-1, complete 3 access-1");
}

BOOST_AUTO_TEST_CASE(a_fresh_token_serves_at_once_and_a_stale_one_serves_all_but_one) {
  Script script{false};
  script.begin().pass(50s);
  BOOST_CHECK_EQUAL(script.ask(1), "complete 1 access-1");
  script.pass(45s);
  BOOST_CHECK_EQUAL(script.ask(2), "draw");
  BOOST_CHECK_EQUAL(script.ask(3), "complete 3 access-1");
  BOOST_CHECK_EQUAL(script.drawn(), "save g1 refresh-1 intent");
  BOOST_CHECK_EQUAL(script.saved(), "send refresh-1 with access-1");
  BOOST_CHECK_EQUAL(script.unavailable(), "complete 2 access-1, tell refresh_failed server_refused");
}

BOOST_AUTO_TEST_CASE(an_expired_token_serves_nobody) {
  Script script{false};
  script.begin().pass(100s);
  BOOST_CHECK_EQUAL(script.ask(1), "draw");
  BOOST_CHECK_EQUAL(script.ask(2), "");
}

// Else it would stay with that attempt beyond its deadline: the next one that waits carries it.
BOOST_AUTO_TEST_CASE(a_call_whose_own_time_is_up_begins_no_attempt) {
  Script script{false};
  script.begin().pass(101s);
  script.ask(1, 5s), script.ask(2, 20s);
  script.drawn(), script.saved(), script.unavailable(3s);
  script.pass(5s);
  BOOST_CHECK_EQUAL(script.feed(input::Tick{1, script.now.steady}), "complete 1 timed_out");
  BOOST_CHECK_EQUAL(script.feed(input::Tick{2, script.deadline(15s)}), "send refresh-1");
}

BOOST_AUTO_TEST_CASE(a_late_401_does_not_refresh) {
  Script script{false};
  script.begin().pass(101s);
  script.ask(1);
  script.settle(2);
  BOOST_CHECK_EQUAL(script.ask_newer_than(2, 1), "complete 2 access-2, tell late_401");
  BOOST_CHECK_EQUAL(script.ask_newer_than(3, 2), "publish nothing, draw");
  BOOST_CHECK_EQUAL(script.ask_newer_than(4, 1), "tell late_401");
  script.settle(3);
}

BOOST_AUTO_TEST_CASE(a_refused_token_is_withdrawn_once_it_is_the_current_one) {
  Script script{false};
  script.begin();
  const std::uint64_t epoch = script.machine.info(script.now.steady).epoch;
  BOOST_CHECK_EQUAL(script.feed(input::Refused{epoch, 0}), "");
  BOOST_CHECK_EQUAL(script.feed(input::Refused{epoch + 1, 1}), "");
  BOOST_CHECK_EQUAL(script.feed(input::Refused{epoch, 1}), "publish nothing");
  BOOST_CHECK_EQUAL(script.ask(1), "draw");
}

BOOST_AUTO_TEST_CASE(a_call_of_another_session_is_not_served) {
  Script script{false};
  script.begin();
  const std::uint64_t before = script.machine.info(script.now.steady).epoch;
  script.begin(tokens(7));
  BOOST_CHECK_EQUAL(script.feed(input::Ask{.waiter = 1, .deadline = script.deadline(), .epoch = before}),
                    "complete 1 session_ended");
}

BOOST_AUTO_TEST_CASE(one_refresh_serves_all_who_wait_and_each_in_its_time) {
  Script script{false};
  script.begin().pass(101s);
  script.ask(1, 2s);
  script.ask(2, 30s);
  script.renew(3);
  script.drawn();
  script.pass(2s);
  BOOST_CHECK_EQUAL(script.tick(), "complete 1 timed_out");
  BOOST_CHECK_EQUAL(script.saved(), "send refresh-1");
  script.renewed(tokens(2));
  BOOST_CHECK_EQUAL(script.saved(), "publish access-2, complete 2 access-2, complete 3 access-2, tell refreshed");
}

BOOST_AUTO_TEST_CASE(a_call_whose_time_is_up_while_it_renews_early_gets_the_valid_token) {
  Script script{false};
  script.begin().pass(95s);
  BOOST_CHECK_EQUAL(script.ask(1, 2s), "draw");
  script.pass(2s);
  BOOST_CHECK_EQUAL(script.tick(), "complete 1 access-1");
}

BOOST_AUTO_TEST_CASE(storage_that_cannot_be_read_is_no_end_of_the_session) {
  Script script{false};
  script.ask(1), script.restore(2);
  BOOST_CHECK_EQUAL(script.unreadable(),
                    "complete 1 storage_failed, complete 2 storage_failed, tell storage_failed storage_failed");
  script.ask(3);
  BOOST_CHECK_EQUAL(script.unreadable(Errc::storage_corrupt), "complete 3 storage_corrupt");
  script.record.emplace("no record");
  script.ask(4);
  BOOST_CHECK_EQUAL(script.loaded(), "complete 4 storage_corrupt");
  BOOST_CHECK_EQUAL(script.ask(5), "load");
}

BOOST_AUTO_TEST_CASE(storage_is_asked_one_thing_at_a_time) {
  Script script{true};
  script.begin().pass(101s);
  script.ask(1);
  script.drawn(), script.locked();
  BOOST_CHECK_EQUAL(script.logout(2), "publish nothing, tell logged_out requested");
  BOOST_CHECK_EQUAL(script.loaded(), "load");
}

BOOST_AUTO_TEST_CASE(a_publication_is_fresh_until_the_token_is_stale_or_a_save_is_due) {
  Script script{false};
  const auto fresh_until = [&] {
    for (const Action& action : script.last)
      if (const auto* publish = action.get<action::Publish>(); publish != nullptr && publish->snapshot)
        return publish->snapshot->fresh_until;
    return TimePoint{};
  };
  script.install(1, tokens(1));
  script.drawn(), script.saved();
  BOOST_TEST((fresh_until() <= script.deadline(90s) && fresh_until() >= script.deadline(89s)));
  script.install(2, tokens(2));
  script.drawn();
  BOOST_CHECK_EQUAL(script.unsaved(),
                    "publish access-2, complete 2 logged in, tell storage_failed storage_failed, tell logged_in");
  BOOST_TEST((fresh_until() == script.deadline(1s)));
}

BOOST_AUTO_TEST_CASE(a_storm_is_stopped_and_ends_with_the_window) {
  Script script{false, {.refresh_budget = {.count = 2, .window = 30s}}};
  script.begin();
  for (unsigned generation = 1; generation <= 2; ++generation) {
    script.ask_newer_than(generation, generation);
    script.settle(generation + 1);
  }
  script.pass(5s);
  BOOST_CHECK_EQUAL(script.ask_newer_than(3, 3), "publish nothing, complete 3 refresh_storm");
  const auto& complete = *script.last.back().get<action::Complete>();
  BOOST_TEST((complete.error->retry_after == 25s));
  script.pass(25s);
  BOOST_CHECK_EQUAL(script.ask(4), "draw");
}

BOOST_AUTO_TEST_CASE(a_login_empties_the_window) {
  Script script{false, {.refresh_budget = {.count = 1, .window = 30s}}};
  script.begin();
  script.renew(1), script.settle(2);
  BOOST_CHECK_EQUAL(script.renew(2), "complete 2 refresh_storm");
  script.begin(tokens(5));
  BOOST_CHECK_EQUAL(script.renew(3), "draw");
}

// An allocation failed somewhere under way: the driver says so, and nothing that was handed out counts any more.
BOOST_AUTO_TEST_CASE(after_starting_over_the_session_is_read_from_storage_and_goes_on_under_its_epoch) {
  for (const bool shared : {false, true}) {
    Script script{shared};
    script.begin();
    const std::uint64_t epoch = script.machine.info(script.now.steady).epoch;
    script.pass(101s);
    script.ask(1);
    script.drawn();
    if (shared) script.locked(), script.loaded();
    script.saved();
    const JobId lost = job_of(script.outstanding.front());
    script.machine.start_over();
    BOOST_TEST(script.machine.is_over(lost));
    BOOST_TEST((script.machine.phase() == core::Phase::idle));
    BOOST_TEST((script.machine.next_deadline() == TimePoint::max()));
    BOOST_CHECK_EQUAL(script.renewed(tokens(2)), "");
    BOOST_CHECK_EQUAL(script.ask(2), "load");
    BOOST_TEST(!script.machine.is_over(job_of(script.outstanding.front())));
    BOOST_CHECK_EQUAL(script.loaded(), "publish access-1, draw");
    BOOST_TEST(script.machine.info(script.now.steady).epoch == epoch);
    const IntentKey key = *script.stored().intent;
    script.drawn();
    if (shared) script.locked(), script.loaded();
    BOOST_TEST((script.outstanding.front().get<action::SendRefresh>()->key == key));
    script.renewed(tokens(2));
    script.settle(0);
    BOOST_TEST(script.machine.info(script.now.steady).generation == 2u);
  }
}

BOOST_AUTO_TEST_CASE(starting_over_keeps_a_pair_that_could_not_be_saved) {
  Script script{false};
  script.begin().pass(101s);
  script.ask(1), script.drawn(), script.saved(), script.renewed(tokens(2)), script.unsaved();
  script.machine.start_over();
  BOOST_CHECK_EQUAL(script.ask(2), "publish access-2, complete 2 access-2");
  script.pass(2s);
  BOOST_CHECK_EQUAL(script.ask(3), "complete 3 access-2, save g2 refresh-2");
}

BOOST_AUTO_TEST_CASE(a_logout_that_is_given_up_has_not_happened) {
  Script script{true};
  script.begin();
  script.logout(1);
  script.machine.start_over();
  script.outstanding.clear();
  script.restore(2);
  BOOST_CHECK_EQUAL(script.loaded(), "publish access-1, complete 2 logged in");
  script.logout(3);
  script.settle(0);
  BOOST_TEST(!script.record.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
