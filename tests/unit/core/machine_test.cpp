#include <keyturn/core/machine.hpp>

#include "machine_script.hpp"
#include "machine_walk.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn_tests;
using namespace std::chrono_literals;
using core::Phase;

namespace {

// Walks of so many steps each, over seeds that tell where to look when one breaks a rule.
void walk(std::uint64_t first_seed, unsigned walks, const Weather& weather, unsigned steps = 250) {
  for (std::uint64_t seed = first_seed; seed < first_seed + walks; ++seed) {
    const std::string fault = Walk{seed, weather}.run(steps);
    BOOST_TEST_CONTEXT("seed " << seed) BOOST_REQUIRE_MESSAGE(fault.empty(), fault);
  }
}

// Whether this kind of result is what the action asks for.
bool is_asked_for(const Input& result, const Action& by) {
  return (result.is<input::Drawn>() && by.is<action::Draw>()) ||
         (result.is<input::Locked>() && by.is<action::Lock>()) ||
         (result.is<input::Loaded>() && by.is<action::Load>()) ||
         (result.is<input::Saved>() && by.is<action::Save>()) ||
         (result.is<input::Erased>() && by.is<action::Erase>()) ||
         (result.is<input::Answered>() && by.is<action::SendRefresh>()) ||
         (result.is<input::Revoked>() && by.is<action::Revoke>()) ||
         (result.is<input::Told>() && by.is<action::CallLogout>());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(core_machine)

BOOST_AUTO_TEST_CASE(hands_out_nothing_before_it_is_asked) {
  core::Machine machine{Options{}, false};
  BOOST_TEST(!machine.next_action());
  BOOST_TEST((machine.next_deadline() == TimePoint::max()));
  BOOST_TEST((machine.phase() == Phase::idle));
  const SessionInfo info = machine.info(TimePoint{1h});
  BOOST_TEST(!info.logged_in);
  BOOST_TEST(!info.refreshing);
  BOOST_TEST(!info.expires_in.has_value());
}

BOOST_AUTO_TEST_CASE(info_follows_the_session) {
  Script script{false};
  script.begin();
  script.pass(40s);
  SessionInfo info = script.machine.info(script.now.steady);
  BOOST_TEST(info.logged_in);
  BOOST_TEST(info.generation == 1u);
  BOOST_TEST((info.expires_in == 60s));
  BOOST_TEST(!info.refreshing);
  script.pass(61s);
  script.ask(1);
  info = script.machine.info(script.now.steady);
  BOOST_TEST(info.refreshing);
  BOOST_TEST((info.expires_in == 0s));
}

BOOST_AUTO_TEST_CASE(wakes_for_the_earliest_deadline_and_for_the_end_of_a_pause) {
  Script script{false};
  script.begin();
  script.pass(101s);
  script.ask(1, 20s);
  script.ask(2, 5s);
  BOOST_TEST((script.machine.next_deadline() == script.deadline(5s)));
  script.pass(5s);
  BOOST_CHECK_EQUAL(script.tick(), "complete 2 timed_out");
  BOOST_TEST((script.machine.next_deadline() == script.deadline(15s)));
  script.drawn(), script.saved();
  BOOST_CHECK_EQUAL(script.unavailable(3s), "tell refresh_failed server_refused");
  BOOST_TEST((script.machine.next_deadline() == script.deadline(3s)));
  script.pass(3s);
  BOOST_CHECK_EQUAL(script.tick(), "send refresh-1");
}

BOOST_AUTO_TEST_CASE(a_result_that_nothing_waits_for_changes_nothing) {
  const auto wrong = [](JobId job) {
    return std::vector<Input>{input::Drawn{job, {}},
                              input::Locked{job, {}},
                              input::Loaded{job, std::optional<Secret>{}},
                              input::Saved{job, {}},
                              input::Erased{job, {}},
                              input::Answered{job, {.verdict = Verdict::refused}},
                              input::Revoked{job, Error{.code = Errc::not_sent}},
                              input::Told{job}};
  };
  for (const bool shared : {false, true}) {
    Script script{shared};
    script.begin().pass(101s);
    script.ask(1);
    // At each step of a refresh and of the logout after it: any job that is not there, and the right job's other results.
    for (unsigned step = 0; step < 40; ++step) {
      if (script.machine.phase() == Phase::idle && script.outstanding.empty()) {
        if (step > 20) break;
        step = 20;
        script.logout(2);
      }
      BOOST_TEST_REQUIRE(!script.outstanding.empty());
      const Action next = script.outstanding.front();
      const Phase phase = script.machine.phase();
      for (const JobId job : {JobId{0}, job_of(next), JobId{1'000}})
        for (Input& input : wrong(job)) {
          if (job == job_of(next) && is_asked_for(input, next)) continue;
          BOOST_TEST(script.feed(std::move(input)).empty());
          BOOST_TEST((script.machine.phase() == phase));
        }
      if (next.is<action::Draw>()) script.drawn();
      if (next.is<action::Lock>()) script.locked();
      if (next.is<action::Load>()) script.loaded();
      if (next.is<action::Save>()) script.saved();
      if (next.is<action::Erase>()) script.erased();
      if (next.is<action::SendRefresh>()) script.renewed(tokens(2));
      if (next.is<action::Revoke>()) script.revoked();
      if (next.is<action::CallLogout>()) script.told();
      if (next.is<action::Turn>()) script.turn();
    }
    BOOST_TEST(script.outstanding.empty());
    BOOST_TEST(!script.record.has_value());
  }
}

BOOST_AUTO_TEST_CASE(a_repeated_result_changes_nothing) {
  Script script{false};
  script.begin().pass(101s);
  script.ask(1);
  const JobId job = job_of(script.outstanding.front());
  script.drawn();
  BOOST_TEST(script.feed(input::Drawn{job, {}}).empty());
  script.saved();
  BOOST_TEST(script.feed(input::Saved{job, {}}).empty());
  script.renewed(tokens(2));
  BOOST_TEST(script.feed(input::Answered{job, {.verdict = Verdict::refused}}).empty());
  BOOST_CHECK_EQUAL(script.saved(), "publish access-2, complete 1 access-2, tell refreshed");
  BOOST_TEST(script.feed(input::Saved{job, {}}).empty());
}

BOOST_AUTO_TEST_CASE(walks_in_fair_weather) {
  walk(1'000, 40, {});
  walk(2'000, 40, {.shared = true});
}

BOOST_AUTO_TEST_CASE(walks_with_lost_answers_and_crashes) {
  walk(3'000, 60, {.lost_answers = 30, .crashes = 50});
  walk(4'000, 80, {.shared = true, .processes = 2, .busy_locks = 10, .lost_answers = 30, .crashes = 50});
}

BOOST_AUTO_TEST_CASE(walks_with_failing_storage_and_randomness) {
  Weather weather{.failing_storage = 25,
                  .failing_random = 5,
                  .busy_locks = 20,
                  .lost_answers = 20,
                  .refusals = 10,
                  .poor_answers = 15};
  walk(5'000, 80, weather);
  weather.shared = true;
  walk(6'000, 120, weather);
}

BOOST_AUTO_TEST_CASE(walks_with_a_server_that_refuses) {
  Weather weather{.lost_answers = 20, .refusals = 10, .poor_answers = 15};
  walk(7'000, 60, weather);
  weather.shared = true;
  weather.processes = 2;
  walk(8'000, 80, weather);
}

BOOST_AUTO_TEST_CASE(walks_with_every_rule_for_unknown_outcomes) {
  using Rule = UnknownOutcome::Rule;
  for (const auto early : {core::EarlyRefresh::holds_up_its_caller, core::EarlyRefresh::holds_up_nobody})
    for (const UnknownOutcome rule : {UnknownOutcome{Rule::wait}, UnknownOutcome{Rule::repeat_within, 3s}}) {
      Weather weather{.lost_answers = 40, .early_refresh = early, .unknown_outcome = rule};
      walk(11'000, 20, weather);
      weather.shared = true;
      weather.processes = 2;
      walk(12'000, 40, weather);
    }
}

BOOST_AUTO_TEST_CASE(walks_where_others_change_much) {
  walk(13'000, 80, {.shared = true, .processes = 3, .unavailable = 40, .lost_answers = 20, .changes = 30}, 60);
}

BOOST_AUTO_TEST_CASE(walks_where_everything_goes_wrong) {
  Weather weather{.failing_storage = 15,
                  .failing_random = 5,
                  .busy_locks = 20,
                  .lost_answers = 20,
                  .refusals = 10,
                  .poor_answers = 15,
                  .crashes = 20,
                  .tampering = 60};
  walk(9'000, 80, weather);
  weather.shared = true;
  weather.processes = 2;
  walk(10'000, 120, weather);
}

BOOST_AUTO_TEST_SUITE_END()
