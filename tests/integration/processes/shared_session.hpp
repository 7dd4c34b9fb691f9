// What the process tests have in common: the example server, one session, and the processes that share it.
#ifndef KEYTURN_TESTS_PROCESSES_SHARED_SESSION_HPP
#define KEYTURN_TESTS_PROCESSES_SHARED_SESSION_HPP

#include "gate.hpp"
#include "integration/long_form.hpp"
#include "integration/real_server.hpp"
#include "moved_clock.hpp"
#include "process.hpp"

#include <cstdlib>
#include <iostream>
#include <map>
#include <set>
#include <thread>

namespace processes {

using namespace std::chrono_literals;
using keyturn::example::AuthServer, keyturn::example::AuthServerConfig;
using keyturn::example::Presentation, keyturn::example::RefreshOutcome, keyturn::example::Rotation;
using long_form::is_long, long_form::report, long_form::wait_until;
using Strings = std::vector<std::string>;

struct SharedSession {
  real_server::Directory directory;
  MovedTime time{directory.path + "/clock"};
  real_server::Time server_ahead;
  Gate gate;
  AuthServer server;

  explicit SharedSession(Rotation::Mode mode) : server{configuration(mode)} {
    BOOST_REQUIRE(server.add_user("ada", "lovelace"));
  }
  ~SharedSession() { gate.open(); }

  AuthServerConfig configuration(Rotation::Mode mode) {
    AuthServerConfig config;
    config.access_ttl = 60s;
    config.rotation.mode = mode;
    config.allow_faults = true;
    config.clock = [this] {
      const auto now = keyturn::Hosted{}.wall() + time.offset() + server_ahead.offset();
      if (gate.is_closed(Gate::Place::work) && server.counters().refresh_requests > refreshes_before_)
        gate.pass(Gate::Place::work);
      return now;
    };
    config.log = [this](std::string_view line) {
      if (line == "POST /refresh 200") gate.pass(Gate::Place::answer);
    };
    return config;
  }

  // The next refresh stays in the server until gate.open().
  void hold_refresh(Gate::Place place) {
    refreshes_before_ = server.counters().refresh_requests;
    gate.close(place);
  }

  Process start(Strings options = {}) const {
    Strings all{"--server", server.url(), "--storage", storage(), "--clock", directory.path + "/clock"};
    all.insert(all.end(), options.begin(), options.end());
    return Process{std::move(all)};
  }

  // That many, which all know the session; every other one has the asynchronous client.
  std::vector<Process> start(unsigned count, const Strings& options = {}) const {
    std::vector<Process> all;
    for (unsigned i = 0; i < count; ++i) {
      Strings own = options;
      if (i % 2 == 1) own.insert(own.end(), {"--client", "asynchronous"});
      all.push_back(start(own));
    }
    BOOST_REQUIRE_EQUAL(all[0].ask("login ada lovelace"), "ok");
    for (Process& one : all) BOOST_REQUIRE_EQUAL(one.ask("session"), "ok logged in, generation 1, epoch 1");
    return all;
  }

  std::string storage() const { return "file:" + directory.path + "/session"; }

 private:
  std::uint64_t refreshes_before_ = 0;
};

// Says the same to all at once; their answers.
inline std::multiset<std::string> ask_all(std::vector<Process>& processes, const std::string& command) {
  for (Process& one : processes) one.tell(command);
  std::multiset<std::string> answers;
  for (Process& one : processes) answers.insert(one.answer());
  return answers;
}

inline bool all_are(const std::multiset<std::string>& answers, const std::string& one) {
  return answers.count(one) == answers.size();
}

// How often the refresh token was presented that was presented most often.
inline std::size_t most_presented(const std::vector<Presentation>& presentations) {
  std::map<std::string, std::size_t> times;
  std::size_t most = 0;
  for (const Presentation& one : presentations) most = std::max(most, ++times[one.token]);
  return most;
}

}  // namespace processes

#endif
