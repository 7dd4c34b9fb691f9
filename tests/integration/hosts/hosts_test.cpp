// One session on many hosts: each rotation once, cables that are pulled, a Redis server that goes away.
#include "fleet.hpp"

namespace {

using namespace hosts;

constexpr std::size_t all_processes = host_count * processes_per_host;

// All have the same pair, and it is good. Moves the clocks on until nobody is in a back-off any more.
std::size_t different_pairs(Fleet& fleet, std::vector<Process>& processes) {
  std::size_t good = 0;
  for (int tries = 0; tries < 20 && good < all_processes; ++tries) {
    fleet.expire_tokens();
    good = count_of(ask_all(processes, "get /me"), "ok 200");
  }
  BOOST_TEST(good == all_processes);
  const auto pairs = ask_all(processes, "token");
  BOOST_TEST(count_of(pairs, "ok ") == all_processes, pairs[0]);
  return std::set<std::string>{pairs.begin(), pairs.end()}.size();
}

// Moves the clocks on, so that back-offs pass sooner and tokens expire now and then, until it is told to stop.
std::jthread hurry(Fleet& fleet) {
  return std::jthread{[&](const std::stop_token& stop) {
    for (; !stop.stop_requested(); std::this_thread::sleep_for(50ms)) fleet.advance(1s);
  }};
}

// The time of a call runs out by the clock that is moved. A short time for each attempt, so that a lease of somebody who
// is cut off does not last long.
const Strings patient{"--request-timeout", "360000000", "--lock-patience", "360000000", "--refresh-timeout", "3000"};

void await_rotations(Fleet& fleet, std::size_t more) {
  const std::size_t before = fleet.seen().rotations;
  wait_until([&] { return fleet.seen().rotations >= before + more; });
}

// What each said at the end of "persist"; the sum of the refreshes that failed for now.
std::size_t await_all(std::vector<Process>& processes) {
  std::size_t failed = 0;
  for (Process& one : processes) {
    const std::string answer = one.answer();
    BOOST_TEST(answer.starts_with("ok "), answer);
    if (answer.starts_with("ok ")) failed += std::stoul(answer.substr(3));
  }
  return failed;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(one_session_on_many_hosts)

BOOST_AUTO_TEST_CASE(processes_whose_token_expires_at_once_rotate_once) {
  const std::size_t rounds = is_long() ? 100 : 10;
  Fleet fleet{"strict"};
  auto processes = fleet.start();
  std::size_t good = 0;
  for (std::size_t round = 0; round < rounds; ++round) {
    fleet.expire_tokens();
    good += count_of(ask_all(processes, "get /me"), "ok 200");
  }
  const auto pairs = ask_all(processes, "token");
  const std::size_t different = std::set<std::string>{pairs.begin(), pairs.end()}.size();
  const Seen seen = fleet.seen();
  BOOST_TEST(good == rounds * all_processes);
  BOOST_TEST(seen.rotations == rounds);
  BOOST_TEST(seen.presentations == rounds);
  BOOST_TEST(seen.most_of_one == 1u);
  BOOST_TEST(seen.harm() == 0u);
  BOOST_TEST(count_of(pairs, "ok ") == all_processes);
  BOOST_TEST(different == 1u);
  report(host_count, " hosts, ", all_processes, " processes, ", rounds, " rounds, calls that went well ", good, " of ",
         rounds * all_processes, ", ", seen, ", different pairs at the end ", different);
}

BOOST_AUTO_TEST_CASE(processes_that_refresh_as_fast_as_they_can_present_no_refresh_token_twice) {
  const std::size_t times = is_long() ? 100 : 5;
  Fleet fleet{"strict"};
  auto processes = fleet.start();
  const auto answers = ask_all(processes, "loop " + std::to_string(times));
  BOOST_TEST(count_of(answers, "ok ") == all_processes);
  const std::size_t different = different_pairs(fleet, processes);
  const Seen seen = fleet.seen();
  BOOST_TEST(seen.rotations >= times);
  BOOST_TEST(seen.presentations == seen.rotations);
  BOOST_TEST(seen.most_of_one == 1u);
  BOOST_TEST(seen.harm() == 0u);
  BOOST_TEST(different == 1u);
  report(all_processes, " processes, ", times, " refreshes each, ", seen, ", different pairs at the end ", different);
}

BOOST_AUTO_TEST_CASE(a_host_that_is_cut_off_uses_its_valid_token_then_waits_and_finds_the_session_again) {
  Fleet fleet{"strict"};
  auto processes = fleet.start({"--request-timeout", "5000"});
  fleet.network().cut(first_host);
  const auto ask_cut_off = [&] {
    std::vector<std::string> answers;
    for (unsigned i = 0; i < processes_per_host; ++i) processes[i].tell("access");
    for (unsigned i = 0; i < processes_per_host; ++i) answers.push_back(processes[i].answer());
    return answers;
  };
  const auto valid = ask_cut_off();
  fleet.expire_tokens();
  const auto expired = ask_cut_off();
  std::size_t good = 0;
  for (unsigned i = processes_per_host; i < all_processes; ++i) good += processes[i].ask("get /me") == "ok 200" ? 1 : 0;
  fleet.network().mend(first_host);
  const std::size_t different = different_pairs(fleet, processes);
  const Seen seen = fleet.seen();
  BOOST_TEST(count_of(valid, "ok 1") == processes_per_host, valid[0]);
  BOOST_TEST(count_of(expired, "error refresh_unavailable") == processes_per_host, expired[0]);
  BOOST_TEST(good == all_processes - processes_per_host);
  BOOST_TEST(different == 1u);
  BOOST_TEST(seen.presentations == seen.rotations);
  BOOST_TEST(seen.harm() == 0u);
  report("cut off, with a valid token ", count_of(valid, "ok"), " of ", processes_per_host, " used it, with none ",
         count_of(expired, "error refresh_unavailable"), " were told to wait; the others went on ", good, " of ",
         all_processes - processes_per_host, "; ", seen, ", different pairs at the end ", different);
}

// From here on a request or its answer may be lost in mid-air, which no client survives where every second presentation
// counts as theft: the server knows the key of a rotation.

BOOST_AUTO_TEST_CASE(cables_that_are_pulled_while_all_refresh_lose_no_session) {
  const std::size_t times = is_long() ? 100 : 20;
  Fleet fleet{"idempotent"};
  auto processes = fleet.start(patient);
  std::size_t cuts = 0, failed = 0;
  {
    const auto hurrying = hurry(fleet);
    for (Process& one : processes) one.tell("persist " + std::to_string(times));
    for (unsigned host = 0; host < first_host + host_count; ++host) {
      fleet.network().cut(host);
      ++cuts;
      // Without the auth server or Redis nobody gets any further.
      if (host >= first_host)
        await_rotations(fleet, 1);
      else
        std::this_thread::sleep_for(500ms);
      fleet.network().mend(host);
      if (host < first_host) await_rotations(fleet, 1);
    }
    failed = await_all(processes);
  }
  const std::size_t different = different_pairs(fleet, processes);
  const Seen seen = fleet.seen();
  BOOST_TEST(seen.harm() == 0u);
  BOOST_TEST(different == 1u);
  report(all_processes, " processes, ", times, " refreshes each, ", cuts, " cables pulled, refreshes put off ", failed,
         ", ", seen, ", different pairs at the end ", different);
}

BOOST_AUTO_TEST_CASE(a_redis_server_that_is_stopped_or_killed_and_started_again_loses_no_session) {
  const std::size_t times = is_long() ? 100 : 20;
  Fleet fleet{"idempotent"};
  auto processes = fleet.start(patient);
  std::size_t ends = 0, failed = 0;
  {
    const auto hurrying = hurry(fleet);
    for (Process& one : processes) one.tell("persist " + std::to_string(times));
    for (const int signal : {SIGTERM, SIGKILL, SIGKILL}) {
      await_rotations(fleet, 1);
      fleet.end_redis(signal);
      ++ends;
      fleet.start_redis();
    }
    failed = await_all(processes);
  }
  // And once more for longer: a valid token is used, and without one nothing is presented.
  fleet.end_redis(SIGTERM);
  const std::size_t valid = count_of(ask_all(processes, "access"), "ok ");
  const std::size_t before = fleet.seen().presentations;
  fleet.expire_tokens();
  const std::size_t waiting = count_of(ask_all(processes, "access"), "error refresh_unavailable");
  BOOST_TEST(fleet.seen().presentations == before);
  fleet.start_redis();
  const std::size_t different = different_pairs(fleet, processes);
  const Seen seen = fleet.seen();
  BOOST_TEST(valid == all_processes);
  BOOST_TEST(waiting == all_processes);
  BOOST_TEST(seen.harm() == 0u);
  BOOST_TEST(different == 1u);
  report(all_processes, " processes, ", times, " refreshes each, Redis ended ", ends + 1, " times, refreshes put off ",
         failed, ", without Redis a valid token used by ", valid, ", without one waiting ", waiting, ", ", seen,
         ", different pairs at the end ", different);
}

BOOST_AUTO_TEST_SUITE_END()
