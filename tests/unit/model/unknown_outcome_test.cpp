#include <keyturn/model/unknown_outcome.hpp>

#include "../core/machine_script.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn_tests;
using namespace std::chrono_literals;
using Rule = UnknownOutcome::Rule;

namespace {

// A refresh begun while the token was still valid, whose answer was lost.
struct Lost : Script {
  explicit Lost(UnknownOutcome rule, bool shared = false)
      : Script{shared, {}, core::EarlyRefresh::holds_up_its_caller, rule} {
    begin().pass(95s);
    ask(1);
    drawn();
    if (shared) locked(), loaded();
    saved();
    BOOST_CHECK_EQUAL(answered(Verdict::transient, {.code = Errc::no_answer}),
                      std::string{shared ? "unlock, " : ""} + "complete 1 access-1, tell refresh_failed no_answer");
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(model_unknown_outcome)

BOOST_AUTO_TEST_CASE(by_default_the_server_is_asked_again_at_once) {
  Lost script{{}};
  script.pass(2s);
  BOOST_CHECK_EQUAL(script.ask(2), "send refresh-1 with access-1");
}

BOOST_AUTO_TEST_CASE(the_spent_token_rests_as_long_as_the_access_token_is_valid) {
  for (const bool shared : {false, true}) {
    Lost script{{.rule = Rule::wait}, shared};
    script.pass(2s);
    BOOST_CHECK_EQUAL(script.ask(2), "complete 2 access-1");
    BOOST_TEST(!script.machine.info(script.now.steady).refreshing);
    script.pass(4s);
    BOOST_TEST(script.ask(3).starts_with("draw"));
    script.drawn();
    if (shared) script.locked(), script.loaded();
    BOOST_TEST((script.machine.phase() == core::Phase::sending));
  }
}

BOOST_AUTO_TEST_CASE(a_refused_access_token_ends_the_wait_and_so_does_the_host) {
  for (const bool by_host : {false, true}) {
    Lost script{{.rule = Rule::wait}};
    script.pass(2s);
    BOOST_CHECK_EQUAL(by_host ? script.renew(2) : script.ask_newer_than(2, 1),
                      by_host ? "draw" : "publish nothing, draw");
    BOOST_CHECK_EQUAL(script.drawn(), by_host ? "send refresh-1 with access-1" : "send refresh-1");
  }
}

BOOST_AUTO_TEST_CASE(within_its_window_the_server_is_asked_and_after_it_not) {
  Lost script{{.rule = Rule::repeat_within, .window = 3s}};
  script.pass(2s);
  BOOST_CHECK_EQUAL(script.ask(2), "send refresh-1 with access-1");
  script.answered(Verdict::transient, {.code = Errc::no_answer});
  script.pass(2s);
  BOOST_CHECK_EQUAL(script.ask(3), "complete 3 access-1");
}

BOOST_AUTO_TEST_CASE(what_was_surely_not_carried_out_is_tried_again) {
  for (const Errc code : {Errc::not_sent, Errc::server_refused}) {
    Script script{false, {}, core::EarlyRefresh::holds_up_its_caller, {.rule = Rule::wait}};
    script.begin().pass(95s);
    script.ask(1), script.drawn(), script.saved();
    script.answered(Verdict::transient, {.code = code});
    script.pass(2s);
    BOOST_CHECK_EQUAL(script.ask(2), "send refresh-1 with access-1");
  }
}

BOOST_AUTO_TEST_CASE(a_process_that_finds_an_open_rotation_keeps_to_the_rule_too) {
  Lost before{{.rule = Rule::wait}, true};
  Script script{true, {}, core::EarlyRefresh::holds_up_its_caller, {.rule = Rule::wait}};
  script.record = before.record;
  script.now = before.now;
  script.ask(1);
  BOOST_CHECK_EQUAL(script.loaded(), "publish access-1, complete 1 access-1");

  Script within{true, {}, core::EarlyRefresh::holds_up_its_caller, {.rule = Rule::repeat_within, .window = 3s}};
  within.record = before.record;
  within.now = before.now;
  within.pass(2s);
  within.ask(1);
  BOOST_CHECK_EQUAL(within.loaded(), "publish access-1, draw");

  Script late{true, {}, core::EarlyRefresh::holds_up_its_caller, {.rule = Rule::repeat_within, .window = 3s}};
  late.record = before.record;
  late.now = before.now;
  late.pass(4s);
  late.ask(1);
  BOOST_CHECK_EQUAL(late.loaded(), "publish access-1, complete 1 access-1");
}

BOOST_AUTO_TEST_SUITE_END()
