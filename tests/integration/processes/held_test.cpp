// A refresh that stands still in one process, and what the others do meanwhile: use their token, give up in time, log
// out, log in.
#include "shared_session.hpp"

#include <filesystem>

namespace {

using namespace processes;

struct Held : SharedSession {
  Held() : SharedSession{Rotation::Mode::strict} {}

  // Begins a refresh that stays in the server until gate.open().
  void begin_refresh(Process& process, Gate::Place place) {
    hold_refresh(place);
    process.tell("refresh");
    gate.wait_until_held();
  }

  bool something_is_stored() const { return std::filesystem::exists(directory.path + "/session/default.session"); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_refresh_that_stands_still, Held)

BOOST_AUTO_TEST_CASE(a_process_that_is_stopped_in_its_refresh_holds_up_only_those_without_a_token) {
  auto processes = start(5, {"--request-timeout", "1000", "--lock-patience", "1000"});
  Process holder = std::move(processes.back());
  processes.pop_back();
  time.advance(40s);
  begin_refresh(holder, Gate::Place::work);
  holder.stop();

  const auto with_a_token = ask_all(processes, "get /me");
  BOOST_TEST(all_are(with_a_token, "ok 200"));

  time.advance(21s);  // the old token has expired; the new one, which is 21 s old, has not
  const auto asked = std::chrono::steady_clock::now();
  const auto without = ask_all(processes, "get /me");
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - asked);
  BOOST_TEST(all_are(without, "error refresh_unavailable 0"), *without.begin());
  BOOST_TEST(took.count() < 5'000);
  BOOST_TEST(server.counters().refresh_requests == 1u);

  gate.open();  // the answer reaches a process that does not run
  BOOST_TEST(all_are(ask_all(processes, "get /me"), "error refresh_unavailable 0"));
  holder.go_on();
  BOOST_TEST(holder.answer() == "ok");
  processes.push_back(std::move(holder));
  BOOST_TEST(all_are(ask_all(processes, "get /me"), "ok 200"));
  const auto pairs = ask_all(processes, "token");
  BOOST_TEST(all_are(pairs, *pairs.begin()));
  BOOST_TEST(server.counters().refresh_requests == 1u);
  BOOST_TEST(server.counters().rotations == 1u);
  BOOST_TEST(server.counters().reuse_revocations == 0u);
  report("served by the valid token ", with_a_token.count("ok 200"), " of 4, refresh_unavailable ",
         without.count("error refresh_unavailable 0"), " of 4 after ", took.count(),
         " ms (deadline 1000 ms), rotations ", server.counters().rotations, ", refresh requests ",
         server.counters().refresh_requests);
}

BOOST_AUTO_TEST_CASE(a_logout_elsewhere_ends_the_session_that_is_refreshed_and_revokes_its_new_tokens) {
  auto processes = start(2);
  Process &refresher = processes[0], &leaver = processes[1];
  begin_refresh(refresher, Gate::Place::answer);
  leaver.tell("logout");
  wait_until([&] { return server.counters().logouts == 1; });  // it erases before it revokes
  BOOST_TEST(!something_is_stored());
  gate.open();

  BOOST_TEST(refresher.answer() == "error session_ended 0");
  BOOST_TEST(leaver.answer() == "ok");
  BOOST_TEST(refresher.ask("reasons") == "ok logged_out_elsewhere");
  BOOST_TEST(leaver.ask("reasons") == "ok requested");
  for (Process& one : processes) {
    BOOST_TEST(one.ask("session").starts_with("ok logged out"));
    BOOST_TEST(one.ask("get /me") == "error not_logged_in 0");
  }
  BOOST_TEST(!something_is_stored());
  BOOST_TEST(server.counters().logouts == 2u);  // the old pair's and the new pair's
  BOOST_TEST(server.counters().rotations == 1u);
  report("rotations ", server.counters().rotations, ", pairs revoked by logout ", server.counters().logouts,
         ", record in storage ", something_is_stored());
}

BOOST_AUTO_TEST_CASE(a_login_elsewhere_replaces_the_session_that_is_refreshed) {
  auto processes = start(2, {"--lock-patience", "300"});
  Process &refresher = processes[0], &newcomer = processes[1];
  begin_refresh(refresher, Gate::Place::answer);
  BOOST_TEST(newcomer.ask("login ada lovelace") == "ok");
  gate.open();

  BOOST_TEST(refresher.answer() == "error session_ended 0");
  BOOST_TEST(refresher.ask("reasons") == "ok logged_out_elsewhere");
  BOOST_TEST(newcomer.ask("reasons") == "ok");
  BOOST_TEST(all_are(ask_all(processes, "get /me"), "ok 200"));
  const auto pairs = ask_all(processes, "token");
  BOOST_TEST(all_are(pairs, *pairs.begin()));
  BOOST_TEST(pairs.begin()->ends_with(" 1"), *pairs.begin());  // the login's own pair
  BOOST_TEST(server.counters().logins == 2u);
  BOOST_TEST(server.counters().rotations == 1u);
  BOOST_TEST(server.counters().logouts == 1u);  // the refreshed pair's
  report("logins ", server.counters().logins, ", rotations ", server.counters().rotations, ", pairs revoked by logout ",
         server.counters().logouts, ", the new session stays: ", *pairs.begin());
}

BOOST_AUTO_TEST_SUITE_END()
