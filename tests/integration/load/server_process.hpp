// The example auth server as a program that is started, killed and started again, and the program wrk.
#ifndef KEYTURN_TESTS_INTEGRATION_LOAD_SERVER_PROCESS_HPP
#define KEYTURN_TESTS_INTEGRATION_LOAD_SERVER_PROCESS_HPP

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace load {

class Process {
 public:
  // Its standard output can be read; what it says beside that is lost.
  explicit Process(std::vector<std::string> words) {
    std::array<int, 2> out{};
    BOOST_REQUIRE(::pipe2(out.data(), O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    ::posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const int failed = ::posix_spawnp(&id_, arguments[0], &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(out[1]);
    from_ = out[0];
    BOOST_REQUIRE_MESSAGE(failed == 0, words[0] << " cannot be started");
  }
  Process(Process&& other) noexcept : id_{std::exchange(other.id_, 0)}, from_{std::exchange(other.from_, -1)} {}
  Process& operator=(Process other) noexcept {
    std::swap(id_, other.id_);
    std::swap(from_, other.from_);
    return *this;
  }
  ~Process() {
    if (id_ != 0) end(SIGKILL);
    if (from_ >= 0) ::close(from_);
  }

  std::string line() const {
    std::string line;
    for (char c = 0; ::read(from_, &c, 1) == 1 && c != '\n';) line += c;
    return line;
  }
  std::string rest() const {
    std::string text;
    for (char c = 0; ::read(from_, &c, 1) == 1;) text += c;
    return text;
  }

  bool lives() const { return id_ != 0 && ::waitpid(id_, nullptr, WNOHANG) == 0; }

  // Its exit status, or 1000 and the signal that ended it.
  int end(int signal) {
    if (signal != 0) ::kill(id_, signal);
    int status = 0;
    ::waitpid(std::exchange(id_, 0), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }

  // In kB, by its name in proc(5): VmRSS is what it takes now, VmHWM the most that it ever took.
  long memory(const std::string& name) const {
    std::ifstream status{"/proc/" + std::to_string(id_) + "/status"};
    for (std::string line; std::getline(status, line);)
      if (line.starts_with(name + ':')) return std::stol(line.substr(name.size() + 1));
    return 0;
  }

 private:
  pid_t id_ = 0;
  int from_ = -1;
};

}  // namespace load

#endif
