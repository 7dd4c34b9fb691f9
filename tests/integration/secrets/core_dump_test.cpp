// A client with a real session dies with a core dump: built with KEYTURN_HARDENED_SECRETS=1, neither the password nor a
// refresh token is in it. The same program without that shows that the search would find them.
#include "integration/long_form.hpp"
#include "integration/real_server.hpp"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <array>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using real_server::Directory, real_server::Server;

const std::string password = "mark-password-" + std::string(24, 'p');

std::string content_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

// The program, with a session of its own, in a folder of its own.
class Holder {
 public:
  Holder(const char* program, const Server& server) {
    std::array<int, 2> in{}, out{};
    BOOST_REQUIRE(::pipe2(in.data(), O_CLOEXEC) == 0 && ::pipe2(out.data(), O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, in[0], 0);
    ::posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    ::posix_spawn_file_actions_addchdir_np(&actions, folder_.path.c_str());
    std::string words[]{program, folder_.path + "/session", server.server.url()};
    char* const arguments[]{words[0].data(), words[1].data(), words[2].data(), nullptr};
    const int failed = ::posix_spawn(&process_, program, &actions, nullptr, arguments, environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    to_ = in[1];
    from_ = out[0];
    BOOST_REQUIRE(failed == 0);
    const std::string typed = "00" + std::to_string(password.size()) + password;
    BOOST_REQUIRE(::write(to_, typed.data(), typed.size()) == static_cast<ssize_t>(typed.size()));
    for (char c = 0; ::read(from_, &c, 1) == 1 && c != '\n';) said_ += c;
  }
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;
  ~Holder() {
    die();
    ::close(from_);
  }

  const std::string& said() const { return said_; }

  // The access token and the refresh token of its session.
  std::array<std::string, 2> tokens() const {
    const std::string record = content_of(folder_.path + "/session/default.session");
    std::array<std::string, 2> tokens;
    for (const std::string kind : {"kat_", "krt_"}) {
      const auto at = record.find(kind);
      BOOST_REQUIRE(at != record.npos);
      tokens[kind == "krt_"] = record.substr(at, 47);
    }
    return tokens;
  }

  // As the kernel writes it, or else as gdb does; nothing: neither can.
  std::optional<std::string> core_dump() {
    const std::string pattern = content_of("/proc/sys/kernel/core_pattern");
    if (pattern.starts_with('|') || pattern.find('/') != pattern.npos) {
      const std::string command = "gcore -o " + folder_.path + "/core " + std::to_string(process_) + " >/dev/null 2>&1";
      if (std::system(command.c_str()) != 0) return std::nullopt;
    }
    die();
    for (const auto& file : fs::directory_iterator{folder_.path})
      if (file.is_regular_file()) return content_of(file.path());
    return std::nullopt;
  }

 private:
  void die() {
    if (process_ == 0) return;
    ::close(to_);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
  }

  Directory folder_;
  pid_t process_ = 0;
  int to_ = -1, from_ = -1;
  std::string said_;
};

std::size_t count(std::string_view text, std::string_view wanted) {
  std::size_t found = 0;
  for (auto at = text.find(wanted); at != text.npos; at = text.find(wanted, at + 1)) ++found;
  return found;
}

struct Found {
  std::string said;
  std::size_t password, refresh_token, access_token;
};

// How often each is in the core dump of the program that is the argument of that number behind --.
std::optional<Found> search(int program) {
  const auto& suite = boost::unit_test::framework::master_test_suite();
  BOOST_REQUIRE(suite.argc > program);
  Server server;
  BOOST_REQUIRE(server.server.add_user("eve", password));
  Holder holder{suite.argv[program], server};
  const auto [access, refresh] = holder.tokens();
  const auto core = holder.core_dump();
  if (!core) {
    BOOST_TEST_MESSAGE("SKIPPED: the kernel hands core dumps to another program, and gdb's gcore cannot make one");
    return std::nullopt;
  }
  const Found found{holder.said(), count(*core, password), count(*core, refresh), count(*core, access)};
  long_form::report(found.said, ": ", core->size(), " bytes of core dump with the password ", found.password,
                    ", the refresh token ", found.refresh_token, ", the access token ", found.access_token, " times");
  return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(a_core_dump)

BOOST_AUTO_TEST_CASE(of_a_hardened_program_holds_neither_password_nor_refresh_token) {
  const auto found = search(2);
  if (!found) return;
  BOOST_TEST(found->said.starts_with("hardened 1 "));
  BOOST_TEST(found->password == 0u);
  BOOST_TEST(found->refresh_token == 0u);
}

BOOST_AUTO_TEST_CASE(of_an_ordinary_program_holds_both) {
  const auto found = search(1);
  if (!found) return;
  BOOST_TEST(found->said == "ordinary");
  BOOST_TEST(found->password > 0u);
  BOOST_TEST(found->refresh_token > 0u);
}

BOOST_AUTO_TEST_SUITE_END()
