#include <keyturn/core/machine_refresh_ends.hpp>

#include "expired_session.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn_tests;
using namespace std::chrono_literals;
using core::Phase;

BOOST_AUTO_TEST_SUITE(core_machine_refresh_ends)

BOOST_AUTO_TEST_CASE(a_refusal_ends_the_session_with_its_reason) {
  for (const auto& [verdict, reason] : {std::pair{Verdict::refused, "refresh_token_refused"},
                                        {Verdict::expired, "refresh_token_expired"},
                                        {Verdict::superseded, "refresh_token_refused"}}) {
    Expired script{false};
    script.sending();
    script.ask(2);
    BOOST_CHECK_EQUAL(script.answered(verdict), "erase");
    BOOST_CHECK_EQUAL(script.erased(),
                      "publish nothing, tell logged_out " + std::string{reason} + ", call logout " + reason);
    BOOST_CHECK_EQUAL(script.told(), "complete 1 session_ended, complete 2 session_ended");
    BOOST_TEST(script.last.front().get<action::Complete>()->error->status == 401);
    BOOST_CHECK_EQUAL(script.ask(3), "complete 3 not_logged_in");
  }
}

BOOST_AUTO_TEST_CASE(a_refusal_past_the_known_expiry_is_an_expiry) {
  TokenSet set = tokens(1);
  set.refresh_expires_in = 200s;
  Script script{false};
  script.begin(std::move(set)).pass(201s);
  script.ask(1), script.drawn(), script.saved(), script.answered(Verdict::refused);
  BOOST_CHECK_EQUAL(script.erased(),
                    "publish nothing, tell logged_out refresh_token_expired, call logout refresh_token_expired");
}

BOOST_AUTO_TEST_CASE(a_refusal_removes_the_refused_pair_alone) {
  Expired same{true};
  same.sending();
  BOOST_CHECK_EQUAL(same.answered(Verdict::refused), "load");
  BOOST_CHECK_EQUAL(same.loaded(), "erase");
  BOOST_CHECK_EQUAL(
      same.erased(),
      "unlock, publish nothing, tell logged_out refresh_token_refused, call logout refresh_token_refused");

  Expired newer{true};
  newer.sending();
  newer.rotate_elsewhere(2);
  newer.answered(Verdict::refused);
  BOOST_CHECK_EQUAL(newer.loaded(), "publish access-2, unlock, complete 1 access-2, tell found_newer");

  Expired foreign{true};
  foreign.sending();
  foreign.log_in_elsewhere(2);
  foreign.answered(Verdict::refused);
  BOOST_CHECK_EQUAL(foreign.loaded(),
                    "unlock, publish nothing, tell logged_out logged_out_elsewhere, call logout logged_out_elsewhere");
  BOOST_TEST(foreign.record.has_value());
}

BOOST_AUTO_TEST_CASE(without_a_refresh_token_the_session_ends_with_the_access_token) {
  TokenSet set = tokens(1);
  set.refresh_token = Secret{};
  Script script{false};
  script.begin(std::move(set)).pass(95s);
  BOOST_CHECK_EQUAL(script.ask(1), "complete 1 access-1");
  script.pass(5s);
  BOOST_CHECK_EQUAL(script.ask(2), "draw");
  BOOST_CHECK_EQUAL(script.drawn(), "erase");
  BOOST_CHECK_EQUAL(script.erased(), "publish nothing, tell logged_out no_refresh_token, call logout no_refresh_token");
  BOOST_CHECK_EQUAL(script.told(), "complete 2 session_ended");
  BOOST_TEST(script.last.front().get<action::Complete>()->error->status == 401);
}

// A login that was never saved has not taken the place of what storage holds.
BOOST_AUTO_TEST_CASE(without_a_refresh_token_a_session_that_could_not_be_saved_leaves_the_one_in_storage) {
  TokenSet set = tokens(2);
  set.refresh_token = Secret{};
  Script script{true};
  script.begin();
  script.install(1, std::move(set)), script.drawn(), script.locked(), script.loaded(), script.unsaved();
  script.pass(100s);
  script.ask(2), script.drawn(), script.locked(), script.loaded();
  BOOST_CHECK_EQUAL(script.loaded(),
                    "unlock, publish nothing, tell logged_out no_refresh_token, call logout no_refresh_token");
  BOOST_CHECK_EQUAL(script.told(), "complete 2 session_ended");
  BOOST_TEST(script.stored().tokens.refresh_token.view() == "refresh-1");
}

BOOST_AUTO_TEST_CASE(attempts_that_fail_for_now_pause_and_then_give_up) {
  Expired script{true};
  script.sending();
  BOOST_CHECK_EQUAL(script.unavailable(), "unlock, tell refresh_failed server_refused");
  BOOST_TEST((script.machine.phase() == Phase::pausing));
  script.pass(1s);
  BOOST_TEST(script.tick().starts_with("lock "));
  script.locked();
  BOOST_CHECK_EQUAL(script.loaded(), "send refresh-1");
  script.unavailable();
  script.pass(2s);
  script.tick(), script.locked(), script.loaded();
  BOOST_CHECK_EQUAL(script.unavailable(), "unlock, complete 1 refresh_unavailable, tell refresh_failed server_refused");
  const Error error = *script.last[1].get<action::Complete>()->error;
  BOOST_TEST(error.status == 503);
  BOOST_TEST((error.retry_after > 0ms && error.retry_after <= 4s));
  BOOST_CHECK_EQUAL(script.ask(2), "load");
  BOOST_CHECK_EQUAL(script.ask(4), "");
  BOOST_CHECK_EQUAL(script.loaded(), "complete 2 refresh_unavailable, load");  // 4 came when the first read had begun
  BOOST_CHECK_EQUAL(script.loaded(), "complete 4 refresh_unavailable");
  BOOST_CHECK_EQUAL(script.install(5, tokens(5)), "draw");
  BOOST_CHECK_EQUAL(script.ask(6), "complete 6 refresh_unavailable");
  script.pass(4s);
  BOOST_CHECK_EQUAL(script.ask(3), "draw");
}

BOOST_AUTO_TEST_CASE(what_lasts_is_not_asked_twice_by_one_call) {
  for (const Errc code : {Errc::login_refused, Errc::bad_request}) {
    Expired script{false};
    script.sending();
    const std::string name{to_string(code)};
    BOOST_CHECK_EQUAL(script.answered(Verdict::transient, {.code = code, .status = 401, .detail = "invalid_client"}),
                      "complete 1 refresh_unavailable, tell refresh_failed " + name);
    BOOST_TEST(script.last.front().get<action::Complete>()->error->detail == name + ": invalid_client");
    BOOST_TEST((script.machine.phase() == Phase::idle));
    BOOST_CHECK_EQUAL(script.ask(2), "complete 2 refresh_unavailable");
    script.pass(2s);
    BOOST_CHECK_EQUAL(script.ask(3), "draw");  // the session lives
  }
}

BOOST_AUTO_TEST_SUITE_END()
