// An auth server and a Redis server on hosts of their own, and one session that the processes of four more hosts share.
#ifndef KEYTURN_TESTS_HOSTS_FLEET_HPP
#define KEYTURN_TESTS_HOSTS_FLEET_HPP

#include <boost/test/unit_test.hpp>

#include "integration/long_form.hpp"
#include "integration/processes/moved_clock.hpp"
#include "integration/processes/process.hpp"
#include "integration/real_server.hpp"
#include "network.hpp"

#include <keyturn/adapters/redis_storage/connection.hpp>

#include <signal.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <thread>

namespace hosts {

using namespace std::chrono_literals;
using long_form::is_long, long_form::report, long_form::wait_until;
using processes::Process;

inline constexpr unsigned auth_host = 0, redis_host = 1, first_host = 2, host_count = 4, processes_per_host = 4;

// A server program on a host, killed by the destructor; what it says goes into a file.
class Program {
 public:
  Program(const Namespace& host, const std::string& output, const Strings& words) {
    Strings all = host.before();
    all.insert(all.end(), words.begin(), words.end());
    std::vector<char*> arguments;
    for (std::string& word : all) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    const int number = ::posix_spawnp(&id_, arguments[0], &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    BOOST_REQUIRE_EQUAL(number, 0);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program() { end(SIGKILL); }

  void end(int signal) {
    if (id_ == 0) return;
    ::kill(id_, signal);
    ::waitpid(std::exchange(id_, 0), nullptr, 0);
  }

 private:
  pid_t id_ = 0;
};

// What the server's log of presented refresh tokens says.
struct Seen {
  std::size_t presentations = 0, rotations = 0, most_of_one = 0;
  std::map<std::string, std::size_t> outcomes{};

  std::size_t harm() const {
    std::size_t sum = 0;
    for (const char* const outcome : {"reused", "revoked", "unknown", "expired"})
      if (const auto found = outcomes.find(outcome); found != outcomes.end()) sum += found->second;
    return sum;
  }
};

inline std::ostream& operator<<(std::ostream& out, const Seen& seen) {
  out << seen.presentations << " presentations, most of one refresh token " << seen.most_of_one << " (";
  const char* between = "";
  for (const auto& [outcome, count] : seen.outcomes) out << std::exchange(between, ", ") << outcome << ' ' << count;
  return out << ')';
}

class Fleet {
 public:
  explicit Fleet(const std::string& rule) : network_{first_host + host_count} {
    const std::string key = directory_.path + "/key.pem", address = Network::address(auth_host);
    run({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=keyturn", "-addext", "subjectAltName=IP:" + address, "-keyout", key, "-out", certificate_});
    const auto& test = boost::unit_test::framework::master_test_suite();
    BOOST_REQUIRE_MESSAGE(test.argc > 2, "the path of keyturn-auth-server must stand second after --");
    auth_.emplace(network_.host(auth_host), directory_.path + "/auth.log",
                  Strings{test.argv[2], "--listen", address + ":8443", "--rotation", rule, "--demo", "--allow-faults",
                          "--tls-certificate", certificate_, "--tls-key", key});
    start_redis();
    wait_until([&] {  // it says so when its user is there
      std::ifstream log{directory_.path + "/auth.log"};
      return std::string{std::istreambuf_iterator<char>{log}, {}}.find("listening on") != std::string::npos;
    });
  }

  Network& network() { return network_; }
  std::string path(const std::string& name) const { return directory_.path + '/' + name; }

  void start_redis() {
    redis_.emplace(
        network_.host(redis_host), directory_.path + "/redis.log",
        Strings{"redis-server", "--bind", Network::address(redis_host), "--port", "6379", "--requirepass", "sesame",
                "--dir", directory_.path, "--save", "", "--appendonly", "yes", "--appendfsync", "always"});
    wait_until([&] { return redis_answers(); });
  }
  void end_redis(int signal) { redis_->end(signal); }

  std::vector<Process> start(const Strings& options = {}) {
    std::vector<Process> all;
    for (unsigned i = 0; i < host_count * processes_per_host; ++i) all.push_back(start_on(host_of(i), options));
    BOOST_REQUIRE_EQUAL(all[0].ask("login ada lovelace"), "ok");
    for (Process& one : all) BOOST_REQUIRE_EQUAL(one.ask("session"), "ok logged in, generation 1, epoch 1");
    return all;
  }
  Process start_on(unsigned host, const Strings& options) {
    Strings all{"--server",  "https://" + Network::address(auth_host) + ":8443",
                "--storage", "redis:sesame@" + Network::address(redis_host) + ":6379",
                "--clock",   directory_.path + "/clock",
                "--ca-file", certificate_};
    all.insert(all.end(), options.begin(), options.end());
    return Process{std::move(all), network_.host(host).before()};
  }
  static unsigned host_of(unsigned process) { return first_host + process / processes_per_host; }

  // Past the life of every access token, by the clients' clocks.
  void expire_tokens() { time_.advance(901s); }
  void advance(std::chrono::seconds span) { time_.advance(span); }

  Seen seen() {
    Seen seen;
    std::map<std::string, std::size_t> times;
    const auto log = nlohmann::json::parse(fetch_presentations());
    for (const auto& row : log.at("presentations")) {
      ++seen.presentations;
      seen.most_of_one = std::max(seen.most_of_one, ++times[row.at("token").get<std::string>()]);
      ++seen.outcomes[row.at("outcome").get<std::string>()];
    }
    seen.rotations = seen.outcomes["rotated"];
    return seen;
  }

 private:
  // Empty as long as the server does not answer.
  std::string fetch_presentations() {
    std::string text;
    network_.host(auth_host).inside([&] {
      keyturn::CurlTransport transport{{.ca_file = certificate_}};
      keyturn::Request request{.url = "https://" + Network::address(auth_host) + ":8443/presentations"};
      request.timeout = 10s;
      request.max_response = 64u << 20;
      if (const auto answer = transport.send(request); answer && answer->status == 200) text = answer->body;
    });
    return text;
  }

  bool redis_answers() {
    bool answers = false;
    network_.host(redis_host).inside([&] {
      keyturn::RedisOptions options;
      options.host = Network::address(redis_host);
      options.password = "sesame";
      const auto connection = keyturn::detail::RedisConnection::open(options);
      answers = connection && (*connection)->ask({"GET", "nothing"});
    });
    return answers;
  }

  real_server::Directory directory_;
  const std::string certificate_ = directory_.path + "/certificate.pem";
  processes::MovedTime time_{directory_.path + "/clock"};
  Network network_;
  std::optional<Program> auth_, redis_;
};

// Says the same to all at once; their answers.
inline std::vector<std::string> ask_all(std::vector<Process>& processes, const std::string& command) {
  for (Process& one : processes) one.tell(command);
  std::vector<std::string> answers;
  for (Process& one : processes) answers.push_back(one.answer());
  return answers;
}

inline std::size_t count_of(const std::vector<std::string>& answers, std::string_view begin) {
  return static_cast<std::size_t>(
      std::count_if(answers.begin(), answers.end(), [&](const auto& answer) { return answer.starts_with(begin); }));
}

}  // namespace hosts

#endif
