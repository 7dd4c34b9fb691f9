// The example auth server under load from all sides, killed in the middle and started again: no session is lost, it does
// not crash, and its memory stays bounded.
#include "integration/long_form.hpp"
#include "integration/real_server.hpp"
#include "server_process.hpp"
#include "unfriendly.hpp"

#include <future>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;
using keyturn::AuthClient, keyturn::CurlTransport, keyturn::Errc, keyturn::FileStorage, keyturn::JsonApi,
    keyturn::Options, keyturn::Password;
using load::Process;
using long_form::is_long, long_form::report, long_form::wait_until;

std::string server_program() {
  const auto& suite = boost::unit_test::framework::master_test_suite();
  BOOST_REQUIRE(suite.argc > 1);
  return suite.argv[1];
}

class Server {
 public:
  explicit Server(std::string database) : database_{std::move(database)}, process_{start("0")} {}

  const std::string& url() const { return url_; }
  unsigned short port() const { return static_cast<unsigned short>(std::stoi(url_.substr(url_.rfind(':') + 1))); }
  Process& process() { return process_; }

  void kill_and_start_again() {
    BOOST_TEST(process_.end(SIGKILL) == 1000 + SIGKILL);  // it had not ended by itself
    process_ = start(std::to_string(port()));
  }

 private:
  Process start(const std::string& port) {
    Process process{
        {server_program(), "--demo", "--database", database_, "--listen", "127.0.0.1:" + port, "--access-ttl", "2"}};
    const std::string line = process.line();
    BOOST_REQUIRE(line.starts_with("listening on "));
    url_ = line.substr(13);
    return process;
  }

  std::string database_, url_;
  Process process_;
};

// A user of keyturn who asks again and again.
class User {
 public:
  User(const std::string& folder, const std::string& url)
      : client_{CurlTransport{}, FileStorage{folder}, JsonApi{url},
                Options{.request_timeout = 20s, .refresh_timeout = 10s, .refresh_budget = {.count = 10'000}}} {
    client_.on_logout([this](keyturn::LogoutReason) { ++ended_; });
  }

  void log_in() { BOOST_TEST_REQUIRE(client_.login(Password{"ada", "lovelace"}).has_value()); }

  void use(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      ++(works() ? answers : failures);
      std::this_thread::sleep_for(5ms);  // others want to be served too
    }
  }
  bool works() {
    const auto answer = client_.get("/me");
    return answer && answer->status == 200;
  }
  unsigned ended() const { return ended_; }

  unsigned answers = 0, failures = 0;

 private:
  AuthClient<CurlTransport, FileStorage, JsonApi> client_;
  std::atomic<unsigned> ended_{0};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(a_server_under_load)

BOOST_AUTO_TEST_CASE(loses_no_session_does_not_crash_and_takes_no_more_and_more_memory) {
  const real_server::Directory directory;
  Server server{directory.path + "/users.sqlite"};
  std::vector<std::unique_ptr<User>> users;
  for (int i = 0; i < 6; ++i) {  // the last two share a session
    users.push_back(std::make_unique<User>(directory.path + "/session" + std::to_string(std::min(i, 4)), server.url()));
    if (i < 5) users.back()->log_in();
  }
  const unsigned guesses = is_long() ? 100'000 : 10'000, names = is_long() ? 2'000 : 20;
  const std::string seconds = is_long() ? "120" : "6";
  std::map<std::string, unsigned> statuses;
  unsigned long pestered = 0;
  long rss[3] = {};
  std::string rates;
  {
    std::vector<std::jthread> threads;
    for (auto& user : users) threads.emplace_back([&](const std::stop_token& stop) { user->use(stop); });
    threads.emplace_back([&](const std::stop_token& stop) { load::drip(stop, server.port(), 150); });
    threads.emplace_back([&](const std::stop_token& stop) { pestered = load::pester(stop, server.port()); });
    auto guessing = std::async(std::launch::async, [&] { return load::guess({}, server.port(), guesses, names); });
    for (const int round : {0, 1, 2}) {
      Process wrk{{"wrk", "-t1", "-c64", "-d" + seconds + "s", "--timeout", "10s", "-H",
                   "Authorization: Bearer kat_wrong", server.url() + (round == 1 ? "/health" : "/me")}};
      const std::string said = wrk.rest();
      BOOST_TEST(wrk.end(0) == 0);
      const auto at = said.find("Requests/sec:");
      BOOST_TEST_REQUIRE(at != said.npos);
      rates += said.substr(at + 13, said.find('\n', at) - at - 13);
      rss[round] = server.process().memory("VmRSS");
      BOOST_TEST(server.process().lives());
      if (round == 0) server.kill_and_start_again();
    }
    statuses = guessing.get();
  }

  unsigned answers = 0, failures = 0, tried = 0;
  for (auto& user : users) {
    wait_until([&] { return user->works(); });
    BOOST_TEST(user->ended() == 0u);
    BOOST_TEST(user->answers > 20u);
    answers += user->answers;
    failures += user->failures;
  }
  for (const auto& [status, count] : statuses) {
    BOOST_TEST((status == "401" || status == "429" || status == "503"), status << " came " << count << " times");
    tried += count;
  }
  BOOST_TEST(tried >= guesses);
  BOOST_TEST(statuses["429"] > 0u);
  BOOST_TEST(pestered > 50u);
  // Each of two threads may be at a password hash of 19 MiB, of which not all goes back; all else is small.
  const long most = server.process().memory("VmHWM");
  BOOST_TEST(most < 200'000);
  BOOST_TEST(rss[2] < rss[1] + 60'000);
  BOOST_TEST(server.process().end(SIGTERM) == 0);
  report(answers, " answers for users (", failures, " calls failed for a while), ", tried, " wrong logins (",
         statuses["401"], " times 401, ", statuses["429"], " times 429, ", statuses["503"], " times 503), ", pestered,
         " bad requests, 150 slow senders, wrk's requests a second", rates, "; no session lost; RSS after each round ",
         rss[0], ", ", rss[1], ", ", rss[2], " kB, at most ", most, " kB");
}

BOOST_AUTO_TEST_SUITE_END()
