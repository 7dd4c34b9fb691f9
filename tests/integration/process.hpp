// A program that runs, at the other end of a socket.
#ifndef KEYTURN_TESTS_INTEGRATION_PROCESS_HPP
#define KEYTURN_TESTS_INTEGRATION_PROCESS_HPP

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace integration {

// Killed by its destructor. Nothing of the test is open in it but its own end of the socket.
class Process {
 public:
  // The path of a program, or its name, and its arguments.
  explicit Process(std::vector<std::string> words) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);

    int ends[2] = {-1, -1};
    BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    const int number = ::posix_spawnp(&id_, arguments[0], &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    socket_ = ends[0];
    if (number != 0) id_ = 0;
    BOOST_REQUIRE_EQUAL(number, 0);
  }
  Process(Process&& other) noexcept
      : id_{std::exchange(other.id_, 0)}, socket_{std::exchange(other.socket_, -1)}, read_{std::move(other.read_)} {}
  Process& operator=(Process&&) = delete;
  ~Process() {
    if (id_ != 0) kill();
    if (socket_ >= 0) ::close(socket_);
  }

  void tell(const std::string& command) {
    const std::string line = command + '\n';
    BOOST_REQUIRE(::send(socket_, line.data(), line.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(line.size()));
  }

  // The next line of what it says. Fails the test if none comes within a minute.
  std::string answer() {
    const auto until = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    for (;;) {
      if (const auto end = read_.find('\n'); end != read_.npos) {
        const std::string line = read_.substr(0, end);
        read_.erase(0, end + 1);
        return line;
      }
      BOOST_REQUIRE_MESSAGE(hear(until), "the process says nothing more");
    }
  }

  // All that it says until it ends, within a minute.
  std::string rest() {
    const auto until = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    while (hear(until)) continue;
    return std::exchange(read_, {});
  }

  std::string ask(const std::string& command) {
    tell(command);
    return answer();
  }

  // Each returns when it has happened.
  void kill() {
    ::kill(id_, SIGKILL);
    ::waitpid(std::exchange(id_, 0), nullptr, 0);
  }
  void stop() {
    ::kill(id_, SIGSTOP);
    ::waitpid(id_, nullptr, WUNTRACED);
  }
  void go_on() {
    ::kill(id_, SIGCONT);
    ::waitpid(id_, nullptr, WCONTINUED);
  }

 private:
  bool hear(std::chrono::steady_clock::time_point until) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd readable{.fd = socket_, .events = POLLIN, .revents = 0};
    const int ready = left.count() > 0 ? ::poll(&readable, 1, static_cast<int>(left.count())) : 0;
    char bytes[4096];
    const ssize_t size = ready > 0 ? ::recv(socket_, bytes, sizeof bytes, 0) : 0;
    if (size > 0) read_.append(bytes, static_cast<std::size_t>(size));
    return size > 0;
  }

  pid_t id_ = 0;
  int socket_ = -1;
  std::string read_;
};

}  // namespace integration

#endif
