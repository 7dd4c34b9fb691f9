// Many processes on one session, and a server that forgives nothing: a refresh token presented twice ends the session.
#include "shared_session.hpp"

namespace {

using namespace processes;

constexpr unsigned count = 16;

struct Strict : SharedSession {
  Strict() : SharedSession{Rotation::Mode::strict} {}

  // All are asked at once: for a refresh; for an answer with a token that has expired; for an answer with one that only
  // the server knows to have expired. False: somebody saw an error.
  bool round(std::vector<Process>& processes, unsigned number) {
    if (number % 3 == 1) time.advance(61s);
    if (number % 3 == 2) server_ahead.advance(61s);
    return number % 3 == 0 ? all_are(ask_all(processes, "refresh"), "ok")
                           : all_are(ask_all(processes, "get /me"), "ok 200");
  }

  // In which round the server revoked the family; 0: in none of `most`.
  unsigned round_of_loss(std::vector<Process>& processes, unsigned most) {
    for (unsigned number = 0; number < most; ++number) {
      round(processes, number);
      if (server.counters().reuse_revocations > 0) return number + 1;
    }
    return 0;
  }

  // Moves the clocks on, so that the token has expired, once every 20 rotations, until it is told to stop.
  unsigned expire_tokens(std::stop_token stop) {
    unsigned expiries = 0;
    for (; !stop.stop_requested(); std::this_thread::sleep_for(1ms)) {
      if (server.counters().rotations < 20 * (expiries + 1)) continue;
      time.advance(61s);
      ++expiries;
    }
    return expiries;
  }

  // What must be true of every storm, and in words.
  std::string check(std::vector<Process>& processes) {
    const auto pairs = ask_all(processes, "token");
    const auto presentations = server.presentations();
    const auto rotations = server.counters().rotations, revoked = server.counters().reuse_revocations;
    const auto most = most_presented(presentations);
    const std::set<std::string> different{pairs.begin(), pairs.end()};
    BOOST_TEST(presentations.size() == rotations);
    BOOST_TEST(most == 1u);
    BOOST_TEST(revoked == 0u);
    BOOST_TEST(different.size() == 1u);
    BOOST_TEST(different.begin()->starts_with("ok "), *different.begin());
    return std::to_string(rotations) + " rotations, " + std::to_string(presentations.size()) +
           " presentations, most of one refresh token " + std::to_string(most) + ", families revoked " +
           std::to_string(revoked) + ", different pairs at the end " + std::to_string(different.size());
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_storm_of_processes, Strict)

BOOST_AUTO_TEST_CASE(processes_that_ask_in_step_rotate_once_a_round) {
  const unsigned rounds = is_long() ? 100 : 10;
  auto processes = start(count);
  unsigned good = 0;
  for (unsigned number = 0; number < rounds; ++number) good += round(processes, number) ? 1 : 0;
  const std::string found = check(processes);
  BOOST_TEST(good == rounds);
  BOOST_TEST(server.counters().rotations == rounds);
  report(count, " processes, rounds without an error ", good, " of ", rounds, ", ", found);
}

BOOST_AUTO_TEST_CASE(processes_that_refresh_as_fast_as_they_can_present_no_refresh_token_twice) {
  const unsigned times = is_long() ? 100 : 10;
  // The time of a call runs out by the clock that is moved.
  auto processes = start(count, {"--request-timeout", "360000000", "--lock-patience", "360000000"});
  std::multiset<std::string> answers;
  unsigned expiries = 0;
  {
    const std::jthread expiring{[&](const std::stop_token& stop) { expiries = expire_tokens(stop); }};
    answers = ask_all(processes, "loop " + std::to_string(times));
  }
  // Who was done early knows nothing of the last pair as long as its own seems good.
  BOOST_TEST(round(processes, 1));
  const std::string found = check(processes);
  unsigned served = 0, refused = 0;
  for (const std::string& answer : answers) {
    BOOST_TEST(answer.starts_with("ok "), answer);
    std::istringstream words{answer};
    std::string ok;
    unsigned good = 0, bad = 0;
    words >> ok >> good >> bad;
    served += good;
    refused += bad;
  }
  BOOST_TEST(served + refused == count * (times / 3));
  BOOST_TEST(server.counters().rotations >= times);
  report(count, " processes, ", times, " refreshes each, expired meanwhile ", expiries, ", answers with 200 ", served,
         ", overtaken twice ", refused, ", ", found);
}

BOOST_AUTO_TEST_CASE(without_the_lock_a_storm_loses_the_session) {
  auto processes = start(count, {"--without", "lock"});
  const unsigned lost = round_of_loss(processes, 20);
  BOOST_TEST(lost > 0u);
  report("lost in round ", lost);
}

BOOST_AUTO_TEST_CASE(without_the_look_for_a_newer_pair_a_storm_loses_the_session) {
  auto processes = start(count, {"--without", "reread"});
  const unsigned lost = round_of_loss(processes, 20);
  BOOST_TEST(lost > 0u);
  report("lost in round ", lost);
}

BOOST_AUTO_TEST_SUITE_END()
