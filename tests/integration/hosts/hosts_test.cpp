// One session on many hosts: each rotation once, cables that are pulled, a Redis server that goes away.
#include "fleet.hpp"

#include <fstream>
#include <sstream>

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

// All processes refresh without a pause until they are told to end. While this lives the clocks are moved on, so that
// back-offs pass sooner and tokens expire now and then.
class Busy {
 public:
  Busy(Fleet& fleet, std::vector<Process>& processes) : fleet_{fleet}, processes_{processes} {
    for (Process& one : processes) one.tell("persist " + fleet.path("end"));
  }

  void await_rotations(std::size_t more) {
    const std::size_t before = fleet_.seen().rotations;
    wait_until([&] { return fleet_.seen().rotations >= before + more; });
  }

  // What all said in the end: how many of their refreshes went well, and how many were put off.
  std::string end() {
    std::ofstream{fleet_.path("end")}.put('\n');
    unsigned good = 0, failed = 0;
    for (Process& one : processes_) {
      std::istringstream words{one.answer()};
      std::string ok;
      unsigned count = 0;
      words >> ok;
      BOOST_TEST(ok == "ok");
      if (words >> count) good += count;
      if (words >> count) failed += count;
    }
    return "refreshes that went well " + std::to_string(good) + ", put off " + std::to_string(failed);
  }

 private:
  Fleet& fleet_;
  std::vector<Process>& processes_;
  std::jthread hurrying_{[this](const std::stop_token& stop) {
    for (; !stop.stop_requested(); std::this_thread::sleep_for(50ms)) fleet_.advance(1s);
  }};
};

// The time of a call runs out by the clock that is moved. A short time for each attempt, so that a lease of somebody who
// is cut off does not last long.
const Strings patient{"--request-timeout", "360000000", "--lock-patience", "360000000", "--refresh-timeout", "3000"};

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

BOOST_AUTO_TEST_CASE(without_the_lock_hosts_lose_the_session) {
  Fleet fleet{"strict"};
  auto processes = fleet.start({"--without", "lock"});
  unsigned rounds = 0;
  for (; rounds < 20 && fleet.seen().harm() == 0; ++rounds) {
    fleet.expire_tokens();
    (void)ask_all(processes, "get /me");
  }
  BOOST_TEST(fleet.seen().harm() > 0u);
  report("lost in round ", rounds);
}

// From here on a request or its answer may be lost in mid-air, which no client survives where every second presentation
// counts as theft: the server knows the key of a rotation.

BOOST_AUTO_TEST_CASE(cables_that_are_pulled_while_all_refresh_lose_no_session) {
  const unsigned cycles = is_long() ? 10 : 1;
  Fleet fleet{"idempotent"};
  auto processes = fleet.start(patient);
  Process impatient = fleet.start_on(first_host, {"--lock-patience", "1000", "--refresh-timeout", "1000"});
  unsigned cuts = 0;
  Busy busy{fleet, processes};
  for (unsigned cycle = 0; cycle < cycles; ++cycle)
    for (unsigned host = 0; host < first_host + host_count; ++host, ++cuts) {
      fleet.network().cut(host);
      if (host < first_host)  // nobody gets any further without the auth server, or without Redis
        wait_until([&] { return impatient.ask("refresh").starts_with("error "); });
      else
        busy.await_rotations(3);
      fleet.network().mend(host);
      busy.await_rotations(3);
    }
  const std::string done = busy.end();
  const std::size_t different = different_pairs(fleet, processes);
  const Seen seen = fleet.seen();
  BOOST_TEST(seen.harm() == 0u);
  BOOST_TEST(different == 1u);
  report(all_processes, " processes, cables pulled ", cuts, ", ", done, ", ", seen, ", different pairs at the end ",
         different);
}

BOOST_AUTO_TEST_CASE(a_redis_server_that_is_stopped_or_killed_and_started_again_loses_no_session) {
  const unsigned cycles = is_long() ? 10 : 1;
  Fleet fleet{"idempotent"};
  auto processes = fleet.start(patient);
  unsigned ends = 0;
  std::string done;
  {
    Busy busy{fleet, processes};
    for (unsigned cycle = 0; cycle < cycles; ++cycle)
      for (const int signal : {SIGTERM, SIGKILL, SIGKILL}) {
        busy.await_rotations(3);
        fleet.end_redis(signal);
        ++ends;
        fleet.start_redis();
      }
    busy.await_rotations(3);
    done = busy.end();
  }
  BOOST_TEST(different_pairs(fleet, processes) == 1u);

  // And once more for longer: a valid token is used, and without one nothing is presented.
  fleet.end_redis(SIGTERM);
  ++ends;
  const std::size_t before = fleet.seen().presentations;
  const std::size_t valid = count_of(ask_all(processes, "access"), "ok ");
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
  report(all_processes, " processes, Redis ended ", ends, " times, ", done, ", without Redis a valid token used by ",
         valid, ", without one waiting ", waiting, ", ", seen, ", different pairs at the end ", different);
}

BOOST_AUTO_TEST_SUITE_END()
