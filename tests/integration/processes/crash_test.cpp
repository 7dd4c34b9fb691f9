// Processes that die in the middle, and what they leave to the others.
#include "shared_session.hpp"

#include <filesystem>
#include <random>

namespace {

using namespace processes;

struct Idempotent : SharedSession {
  Idempotent() : SharedSession{Rotation::Mode::idempotent} {}

  // Dies when the server has rotated, and before it sees the new pair.
  void die_before_the_answer(Process& process) {
    hold_refresh(Gate::Place::answer);
    process.tell("refresh");
    gate.wait_until_held();
    process.kill();
    gate.open();
  }

  std::size_t temporary_files() const {
    std::size_t found = 0;
    for (const auto& entry : std::filesystem::directory_iterator{directory.path + "/session"})
      found += entry.path().extension() == ".tmp" ? 1 : 0;
    return found;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(processes_that_die, Idempotent)

BOOST_AUTO_TEST_CASE(an_intent_found_at_the_start_is_carried_out_with_its_key) {
  auto processes = start(1);
  die_before_the_answer(processes[0]);

  Process next = start();
  BOOST_TEST(next.ask("get /me") == "ok 200");
  BOOST_TEST(next.ask("session") == "ok logged in, generation 2, epoch 1");
  const auto shown = server.presentations();
  BOOST_REQUIRE_EQUAL(shown.size(), 2u);
  BOOST_TEST((shown[0].outcome == RefreshOutcome::rotated));
  BOOST_TEST((shown[1].outcome == RefreshOutcome::replayed));
  BOOST_TEST(shown[0].token == shown[1].token);
  BOOST_TEST((shown[0].idempotency_key && shown[0].idempotency_key == shown[1].idempotency_key));
  BOOST_TEST(server.counters().reuse_revocations == 0u);
  report("presentations ", shown.size(), " of one refresh token under one key, rotations ", server.counters().rotations,
         ", replays ", server.counters().replays, ", families revoked ", server.counters().reuse_revocations);
}

BOOST_AUTO_TEST_CASE(without_the_intent_a_crash_before_the_answer_loses_the_session) {
  auto processes = start(1, {"--without", "intent"});
  die_before_the_answer(processes[0]);

  Process next = start({"--without", "intent"});
  BOOST_TEST(next.ask("refresh") == "error session_ended 401");
  BOOST_TEST(server.counters().reuse_revocations == 1u);
  report("families revoked ", server.counters().reuse_revocations);
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_lost_is_asked_for_again_by_another_process) {
  auto processes = start(2, {"--attempts", "1"});
  BOOST_TEST(processes[0].ask("fault drop-after-commit") == "ok");
  BOOST_TEST(processes[0].ask("refresh") == "error refresh_unavailable 0");
  BOOST_TEST(processes[1].ask("get /me") == "ok 200");
  time.advance(2s);  // past the first one's back-off
  BOOST_TEST(processes[0].ask("get /me") == "ok 200");
  BOOST_TEST(server.counters().replays == 1u);
  BOOST_TEST(server.counters().rotations == 1u);
  BOOST_TEST(server.counters().reuse_revocations == 0u);
  report("rotations ", server.counters().rotations, ", replays ", server.counters().replays);
}

BOOST_AUTO_TEST_CASE(without_the_key_a_lost_answer_loses_the_session) {
  auto processes = start(2, {"--attempts", "1", "--without", "key"});
  BOOST_TEST(processes[0].ask("fault drop-after-commit") == "ok");
  BOOST_TEST(processes[0].ask("refresh") == "error refresh_unavailable 0");
  BOOST_TEST(processes[1].ask("refresh") == "error session_ended 401");
  BOOST_TEST(server.counters().reuse_revocations == 1u);
  report("families revoked ", server.counters().reuse_revocations);
}

BOOST_AUTO_TEST_CASE(a_lock_dies_with_its_process_and_no_child_inherits_it) {
  auto processes = start(2);
  Process &holder = processes[0], &other = processes[1];
  BOOST_REQUIRE_EQUAL(holder.ask("lock"), "ok");
  const std::string child = holder.ask("child");
  BOOST_REQUIRE_MESSAGE(child.starts_with("ok "), child);
  BOOST_TEST(other.ask("lock") == "error storage_busy 0");

  holder.kill();
  const std::string after = other.ask("lock");
  const int child_ended = ::kill(std::stoi(child.substr(3)), SIGKILL);
  BOOST_TEST(after == "ok");
  BOOST_TEST(child_ended == 0);  // it was there until now
  BOOST_TEST(other.ask("unlock") == "ok");
  report("with its holder dead and the holder's child alive, another process takes the lock at once: ", after);
}

BOOST_AUTO_TEST_CASE(a_process_that_dies_while_it_holds_the_lock_to_refresh_holds_up_nobody) {
  auto processes = start(2, {"--lock-patience", "1000"});
  hold_refresh(Gate::Place::work);
  processes[0].tell("refresh");
  gate.wait_until_held();
  processes[0].kill();
  // Its request is in the server still, and is done after the other's.
  BOOST_TEST(processes[1].ask("refresh") == "ok");
  gate.open();
  wait_until([&] { return server.presentations().size() == 2; });
  BOOST_TEST(processes[1].ask("get /me") == "ok 200");
  BOOST_TEST(server.counters().rotations == 1u);
  BOOST_TEST(server.counters().replays == 1u);
  BOOST_TEST(server.counters().reuse_revocations == 0u);
  report("rotations ", server.counters().rotations, ", replays ", server.counters().replays);
}

BOOST_AUTO_TEST_CASE(a_session_outlives_kills_at_any_moment) {
  const unsigned kills = is_long() ? 2'000 : 100, at_a_time = 4;
  const char* const given = std::getenv("KEYTURN_TESTS_SEED");
  const auto seed = given != nullptr ? std::stoul(given) : std::random_device{}();
  std::mt19937 random{static_cast<std::mt19937::result_type>(seed)};
  std::uniform_int_distribution<int> microseconds{0, 8'000};
  std::size_t most_left = 0, left = 0, swept = 0, survived = 0;
  start(1);

  for (unsigned killed = 0; killed < kills; killed += at_a_time) {
    std::vector<Process> processes;
    for (unsigned i = 0; i < at_a_time; ++i) {
      processes.push_back(start());
      processes.back().tell("rotate");
    }
    for (Process& one : processes) BOOST_REQUIRE_EQUAL(one.answer(), "rotating");
    for (Process& one : processes) {
      std::this_thread::sleep_for(std::chrono::microseconds{microseconds(random)});
      one.kill();
      most_left = std::max(most_left, temporary_files());
    }
    left += temporary_files();
    Process fresh = start();
    const bool there = fresh.ask("session").starts_with("ok logged in");
    swept += temporary_files() == 0 ? 1 : 0;
    const bool alive = there && fresh.ask("get /me") == "ok 200" && fresh.ask("token").starts_with("ok ");
    survived += alive ? 1 : 0;
    BOOST_REQUIRE_MESSAGE(alive, "the session is lost; KEYTURN_TESTS_SEED=" << seed);
  }
  BOOST_TEST(survived == kills / at_a_time, "KEYTURN_TESTS_SEED=" << seed);
  BOOST_TEST(swept == kills / at_a_time, "KEYTURN_TESTS_SEED=" << seed);
  BOOST_TEST(most_left <= 1u, "KEYTURN_TESTS_SEED=" << seed);
  BOOST_TEST(server.counters().reuse_revocations == 0u, "KEYTURN_TESTS_SEED=" << seed);
  const auto counters = server.counters();
  report("KEYTURN_TESTS_SEED=", seed, ", kills ", kills, ", the session lived ", survived, " of ", kills / at_a_time,
         " times, rotations ", counters.rotations, ", replays ", counters.replays, ", superseded ", counters.superseded,
         ", families revoked ", counters.reuse_revocations, ", temporary files left by kills ", left,
         ", at most at once ", most_left, ", none at the next start ", swept, " times");
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

struct Unforgiving : SharedSession {
  Unforgiving() : SharedSession{Rotation::Mode::strict} {}
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(what_no_client_can_mend, Unforgiving)

BOOST_AUTO_TEST_CASE(a_strict_server_whose_answer_was_lost_ends_the_session_and_says_so) {
  auto processes = start(2, {"--attempts", "1"});
  BOOST_TEST(processes[0].ask("fault drop-after-commit") == "ok");
  BOOST_TEST(processes[0].ask("refresh") == "error refresh_unavailable 0");
  BOOST_TEST(processes[1].ask("refresh") == "error session_ended 401");
  BOOST_TEST(processes[1].ask("reasons") == "ok refresh_token_refused");
  BOOST_TEST(server.counters().reuse_revocations == 1u);
  report("rotations ", server.counters().rotations, ", families revoked ", server.counters().reuse_revocations);
}

BOOST_AUTO_TEST_SUITE_END()
