// The program keyturn-auth-server: its command line, its one line of output, and how it ends.
#include "tls_client.hpp"

#include "auth_server/options.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>

using namespace keyturn::example;

namespace {

std::string program() {
  const auto& suite = boost::unit_test::framework::master_test_suite();
  BOOST_REQUIRE_MESSAGE(suite.argc > 1, "the path of keyturn-auth-server must follow --");
  return suite.argv[1];
}

// The program as a process, with its three streams in files.
class Process {
 public:
  explicit Process(std::vector<std::string> arguments, const std::string& input = {}) {
    std::ofstream{folder_.file("input")} << input;
    arguments.insert(arguments.begin(), program());
    std::vector<char*> pointers;
    for (auto& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, folder_.file("input").c_str(), O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, folder_.file("output").c_str(), O_CREAT | O_WRONLY, 0600);
    posix_spawn_file_actions_addopen(&files, 2, folder_.file("error").c_str(), O_CREAT | O_WRONLY, 0600);
    const int code = ::posix_spawn(&id_, pointers[0], &files, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    BOOST_REQUIRE_EQUAL(code, 0);
  }
  ~Process() {
    if (id_ > 0) end(SIGKILL);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  int end(int signal) {
    ::kill(id_, signal);
    return status();
  }

  // Its exit status, or 1000 and the signal that ended it.
  int status() {
    int state = 0;
    ::waitpid(id_, &state, 0);
    id_ = 0;
    return WIFEXITED(state) ? WEXITSTATUS(state) : 1000 + WTERMSIG(state);
  }

  std::string output() const { return read("output"); }
  std::string error() const { return read("error"); }

  // Waits until it says that it listens.
  std::string url() const {
    const std::string start = "listening on ";
    for (int attempt = 0; attempt < 2000; ++attempt) {
      const std::string line = output();
      if (line.starts_with(start) && line.ends_with('\n'))
        return line.substr(start.size(), line.size() - start.size() - 1);
      std::this_thread::sleep_for(5ms);
    }
    BOOST_FAIL("the server does not listen: " << error());
    return {};
  }

  Client connect() const {
    const std::string address = url();
    return Client{static_cast<unsigned short>(std::stoi(address.substr(address.rfind(':') + 1)))};
  }

 private:
  std::string read(const char* name) const {
    std::ifstream file{folder_.file(name)};
    return {std::istreambuf_iterator<char>{file}, {}};
  }

  TemporaryFolder folder_;
  pid_t id_ = 0;
};

int login_status(const Process& process, const std::string& name, const std::string& password) {
  const json body{{"username", name}, {"password", password}};
  return static_cast<int>(process.connect().send(post("/login", body.dump())).read().result_int());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(program_and_options)

BOOST_AUTO_TEST_CASE(it_says_where_it_listens_and_a_signal_ends_it_cleanly) {
  for (const int signal : {SIGTERM, SIGINT}) {
    Process process{{"--listen", "127.0.0.1:0", "--demo"}};
    BOOST_TEST(login_status(process, "ada", "lovelace") == 200);
    BOOST_TEST(process.url().starts_with("http://127.0.0.1:"));
    auto kept_alive = process.connect();
    BOOST_TEST(kept_alive.send(get("/health")).read().result_int() == 200u);
    BOOST_TEST(process.end(signal) == 0);
    BOOST_TEST(process.output() == "listening on " + process.url() + "\n");
    BOOST_TEST(process.error().empty());
  }
}

BOOST_AUTO_TEST_CASE(a_user_added_from_standard_input_can_log_in) {
  const TemporaryFolder folder;
  const std::string file = folder.file("server.db");
  BOOST_TEST((Process{{"--add-user", "eve", "--database", file}, "a secret with spaces\n"}.status() == 0));
  Process again{{"--add-user=eve", "--database=" + file}, "another\n"};
  BOOST_TEST(again.status() == 1);
  BOOST_TEST(again.error().find("'eve'") != std::string::npos);
  BOOST_TEST((Process{{"--add-user", "bob", "--database", file}, "\n"}.status() == 1));
  Process process{{"--listen", "127.0.0.1:0", "--database", file}};
  BOOST_TEST(login_status(process, "eve", "a secret with spaces") == 200);
  BOOST_TEST(login_status(process, "eve", "another") == 401);
}

BOOST_AUTO_TEST_CASE(a_killed_server_forgets_nothing_that_it_answered) {
  const TemporaryFolder folder;
  const std::vector<std::string> arguments{"--listen", "127.0.0.1:0", "--demo", "--database", folder.file("server.db")};
  auto process = std::make_unique<Process>(arguments);
  json pair = body_of(process->connect().send(post("/login", R"({"username":"ada","password":"lovelace"})")).read());
  for (int turn = 0; turn < 3; ++turn) {
    const std::string request =
        post("/refresh", json{{"refresh_token", pair.at("refresh_token")}}.dump(), "Idempotency-Key: key\r\n");
    const json next = body_of(process->connect().send(request).read());
    BOOST_TEST(process->end(SIGKILL) == 1000 + SIGKILL);
    process = std::make_unique<Process>(arguments);
    BOOST_TEST(body_of(process->connect().send(request).read()).at("refresh_token") == next.at("refresh_token"));
    pair = next;
  }
}

BOOST_AUTO_TEST_CASE(a_bad_option_is_named_and_ends_it_with_2) {
  const std::vector<std::vector<std::string>> bad{{"--listen", "8080"},
                                                  {"--listen", "127.0.0.1:65536"},
                                                  {"--listen", "::1:8080"},
                                                  {"--listen", "example.com:80"},
                                                  {"--access-ttl", "0"},
                                                  {"--access-ttl", "soon"},
                                                  {"--refresh-ttl", "-5"},
                                                  {"--refresh-ttl", "99999999999999999999"},
                                                  {"--rotation", "sometimes"},
                                                  {"--rotation", "window:"},
                                                  {"--rotation", "window:0"},
                                                  {"--database", ""},
                                                  {"--add-user", "eve"},
                                                  {"--demo", "--demo"},
                                                  {"--acces-ttl", "5"},
                                                  {"--tls-key", "key.pem"},
                                                  {"--tls-certificate", "c"},
                                                  {"--tls-key", "", "--tls-certificate", "c"},
                                                  {"--listen"}};
  for (const auto& arguments : bad) {
    Process process{arguments};
    BOOST_TEST_CONTEXT(arguments.back()) {
      BOOST_TEST(process.status() == 2);
      BOOST_TEST(process.error().find(arguments.front()) != std::string::npos, process.error());
      BOOST_TEST(process.output().empty());
    }
  }
  Process stray{{"start"}};
  BOOST_TEST(stray.status() == 2);
  BOOST_TEST(stray.error().find("start") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_had_is_named_and_ends_it_with_1) {
  const RunningServer running;
  const std::string taken = "127.0.0.1:" + std::to_string(running.server.port());
  Process second{{"--listen", taken}};
  BOOST_TEST(second.status() == 1);
  BOOST_TEST(second.error().find(taken) != std::string::npos, second.error());
  Process lost{{"--listen", "127.0.0.1:0", "--database", "/nonexistent/server.db"}};
  BOOST_TEST(lost.status() == 1);
  BOOST_TEST(lost.error().find("/nonexistent/server.db") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(with_a_certificate_it_speaks_https_and_a_bad_one_is_named) {
  const TemporaryFolder folder;
  const Certificate certificate{folder}, other{folder, "other"};
  Process process{{"--listen", "127.0.0.1:0", "--demo", "--allow-faults", "--tls-certificate", certificate.certificate,
                   "--tls-key", certificate.key}};
  const std::string url = process.url();
  BOOST_REQUIRE(url.starts_with("https://127.0.0.1:"));
  const auto port = static_cast<unsigned short>(std::stoi(url.substr(url.rfind(':') + 1)));
  TlsClient client{port, certificate};
  BOOST_TEST(client.send(get("/presentations")).read().result_int() == 200u);
  BOOST_TEST(client.send(get("/health", "X-Fault: status=418\r\n")).read().result_int() == 418u);
  BOOST_TEST(process.end(SIGTERM) == 0);
  BOOST_TEST(process.error().empty());
  for (const std::string& key : {other.key, folder.file("missing"), certificate.certificate}) {
    Process fails{{"--listen", "127.0.0.1:0", "--tls-certificate", certificate.certificate, "--tls-key", key}};
    BOOST_TEST(fails.status() == 1);
    BOOST_TEST(fails.error().find(key) != std::string::npos, fails.error());
    BOOST_TEST(fails.output().empty());
  }
}

BOOST_AUTO_TEST_CASE(help_names_every_option) {
  Process process{{"--help"}};
  BOOST_TEST(process.status() == 0);
  for (const char* option : {"--listen", "--database", "--access-ttl", "--refresh-ttl", "--rotation", "--add-user",
                             "--demo", "--verbose", "--help", "--allow-faults", "--tls-certificate", "--tls-key"})
    BOOST_TEST(process.output().find(option) != std::string::npos, option);
}

BOOST_AUTO_TEST_CASE(options_mean_what_they_say) {
  const char* const arguments[] = {"server",          "--listen=[::1]:0", "--access-ttl=3",
                                   "--refresh-ttl=9", "--rotation",       "window:30"};
  const Options options = read_options(6, arguments);
  BOOST_TEST(options.server.address == "::1");
  BOOST_TEST((options.server.access_ttl == 3s));
  BOOST_TEST((options.server.refresh_ttl == 9s));
  BOOST_TEST((options.server.rotation.mode == Rotation::Mode::window));
  BOOST_TEST((options.server.rotation.window == 30s));
  const char* const tests[] = {"server", "--allow-faults", "--tls-certificate=a.pem", "--tls-key", "a.key"};
  const Options for_tests = read_options(5, tests);
  BOOST_TEST(for_tests.server.allow_faults);
  BOOST_TEST(for_tests.server.tls_certificate == "a.pem");
  BOOST_TEST(for_tests.server.tls_key == "a.key");
  const char* const none[] = {"server"};
  const Options defaults = read_options(1, none);
  BOOST_TEST(defaults.server.address == "127.0.0.1");
  BOOST_TEST(defaults.server.port == 8080);
  BOOST_TEST(!defaults.server.allow_faults);
  BOOST_TEST(defaults.server.tls_certificate.empty());
  BOOST_TEST((defaults.server.access_ttl == 900s));
  BOOST_TEST((defaults.server.refresh_ttl == 2592000s));
  BOOST_TEST((defaults.server.rotation.mode == Rotation::Mode::idempotent));
}

BOOST_AUTO_TEST_SUITE_END()
