#include <keyturn/core/transitions.hpp>

#include "machine_walk.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn_tests;
using namespace std::chrono_literals;
using core::Phase;
using core::Signal;

BOOST_AUTO_TEST_SUITE(core_transitions)

BOOST_AUTO_TEST_CASE(no_row_stands_twice) {
  Rows rows;
  for (const core::Transition& row : core::transitions) {
    BOOST_TEST(rows.emplace(row.from, row.on, row.to).second);
    BOOST_TEST(!row.when.empty());
  }
}

BOOST_AUTO_TEST_CASE(allows_what_stands_in_the_table_and_nothing_else) {
  static_assert(core::allows(Phase::idle, Signal::needed, Phase::drawing));
  static_assert(!core::allows(Phase::idle, Signal::needed, Phase::sending));
  static_assert(!core::allows(Phase::sending, Signal::saved, Phase::idle));
  unsigned allowed = 0;
  for (unsigned from = 0; from < 12; ++from)
    for (unsigned on = 0; on < 10; ++on) {
      bool any = false;
      for (unsigned to = 0; to < 12; ++to) {
        const bool allows = core::allows(static_cast<Phase>(from), static_cast<Signal>(on), static_cast<Phase>(to));
        allowed += allows;
        any |= allows;
      }
      BOOST_TEST(core::accepts(static_cast<Phase>(from), static_cast<Signal>(on)) == any);
    }
  BOOST_TEST(allowed == core::transitions.size());
}

BOOST_AUTO_TEST_CASE(a_phase_waits_for_one_result_at_a_time) {
  for (unsigned phase = 0; phase < 12; ++phase) {
    unsigned results = 0;
    for (const Signal on :
         {Signal::drawn, Signal::locked, Signal::loaded, Signal::saved, Signal::answered, Signal::erased})
      results += core::accepts(static_cast<Phase>(phase), on);
    const bool waits = static_cast<Phase>(phase) != Phase::idle && static_cast<Phase>(phase) != Phase::pausing;
    BOOST_TEST(results == (waits ? 1u : 0u));
  }
}

BOOST_AUTO_TEST_CASE(every_phase_and_signal_has_its_name) {
  BOOST_TEST(to_string(Phase::idle) == "idle");
  BOOST_TEST(to_string(Phase::last_look) == "last_look");
  BOOST_TEST(to_string(Phase::saving_intent) == "saving_intent");
  BOOST_TEST(to_string(Phase::pausing) == "pausing");
  BOOST_TEST(to_string(Signal::needed) == "needed");
  BOOST_TEST(to_string(Signal::answered) == "answered");
  BOOST_TEST(to_string(Signal::dropped) == "dropped");
  std::set<std::string_view> names;
  for (unsigned phase = 0; phase < 12; ++phase) names.insert(to_string(static_cast<Phase>(phase)));
  BOOST_TEST(names.size() == 12u);
  names.clear();
  for (unsigned signal = 0; signal < 10; ++signal) names.insert(to_string(static_cast<Signal>(signal)));
  BOOST_TEST(names.size() == 10u);
}

// Refused, while another process has saved a newer pair that has expired too.
static Rows rows_of_a_stored_pair_that_has_expired() {
  Script script{true};
  script.begin().pass(101s);
  script.ask(1);
  script.drawn(), script.locked(), script.loaded(), script.saved();
  BOOST_TEST((script.machine.phase() == Phase::sending));
  script.rotate_elsewhere(2, 0s);
  BOOST_CHECK_EQUAL(script.answered(Verdict::superseded), "load");
  BOOST_TEST((script.machine.phase() == Phase::comparing));
  BOOST_CHECK_EQUAL(script.loaded(), "publish access-2, unlock, draw, tell found_newer");
  BOOST_TEST((script.machine.phase() == Phase::drawing));
  return {{Phase::comparing, Signal::loaded, Phase::drawing}};
}

// Another process has saved a newer pair between two attempts, and it has expired too.
static Rows rows_of_a_pair_adopted_between_attempts() {
  Script script{true};
  script.begin().pass(101s);
  script.ask(1, 7200s);
  script.drawn(), script.locked(), script.loaded(), script.saved();
  script.unavailable(600s);
  script.rotate_elsewhere(2, 0s);
  script.pass(601s);
  script.tick(), script.locked();
  BOOST_TEST((script.machine.phase() == Phase::loading));
  BOOST_CHECK_EQUAL(script.loaded(), "publish access-2, unlock, draw, tell found_newer");
  BOOST_TEST((script.machine.phase() == Phase::drawing));
  return {{Phase::loading, Signal::loaded, Phase::drawing}};
}

BOOST_AUTO_TEST_CASE(every_row_is_reached_and_no_other) {
  Rows seen = rows_of_a_stored_pair_that_has_expired();
  seen.merge(rows_of_a_pair_adopted_between_attempts());
  for (std::uint64_t seed = 0; seed < 240; ++seed) {
    Weather weather{.shared = seed % 2 == 1, .failing_storage = 20, .failing_random = 5, .busy_locks = 20};
    weather.lost_answers = 20, weather.refusals = 10, weather.poor_answers = 15;
    weather.tampering = seed % 3 == 0 ? 60 : 0, weather.crashes = seed % 5 == 0 ? 50 : 0;
    Walk walk{seed, weather};
    BOOST_REQUIRE_EQUAL(walk.run(250), "");
    seen.insert(walk.rows().begin(), walk.rows().end());
  }
  for (const core::Transition& row : core::transitions)
    BOOST_TEST(seen.contains({row.from, row.on, row.to}),
               to_string(row.from) << " " << to_string(row.on) << " " << to_string(row.to) << " was not reached");
  for (const auto& [from, on, to] : seen)
    BOOST_TEST(core::allows(from, on, to),
               to_string(from) << " " << to_string(on) << " " << to_string(to) << " is not in the table");
}

BOOST_AUTO_TEST_SUITE_END()
