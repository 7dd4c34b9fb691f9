// Many processes on one session, and a server that forgives nothing: a refresh token presented twice ends the session.
#include "shared_session.hpp"

namespace {

using namespace processes;

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
};

constexpr unsigned count = 16;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_storm_of_processes, Strict)

BOOST_AUTO_TEST_CASE(processes_that_ask_in_step_rotate_once_a_round) {
  const unsigned rounds = is_long() ? 100 : 10;
  auto processes = start(count);
  unsigned good = 0;
  for (unsigned number = 0; number < rounds; ++number) good += round(processes, number) ? 1 : 0;
  const auto pairs = ask_all(processes, "token");
  const auto presentations = server.presentations();

  BOOST_TEST(good == rounds);
  BOOST_TEST(server.counters().rotations == rounds);
  BOOST_TEST(presentations.size() == rounds);
  BOOST_TEST(most_presented(presentations) == 1u);
  BOOST_TEST(server.counters().reuse_revocations == 0u);
  BOOST_TEST(all_are(pairs, *pairs.begin()));
  BOOST_TEST(pairs.begin()->starts_with("ok "));
  report(count, " processes, ", good, " of ", rounds, " rounds without an error, ", server.counters().rotations,
         " rotations, ", presentations.size(), " refresh tokens presented, each at most ",
         most_presented(presentations), " times, ", server.counters().reuse_revocations, " families revoked, ",
         std::set<std::string>{pairs.begin(), pairs.end()}.size(), " pair at the end");
}

BOOST_AUTO_TEST_SUITE_END()
