// The program whose system calls fail, as the tests see it: started, spoken to, and asked what became of the fault.
#ifndef KEYTURN_TESTS_INTEGRATION_FAULTS_PROCESS_HPP
#define KEYTURN_TESTS_INTEGRATION_FAULTS_PROCESS_HPP

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <string>
#include <vector>

namespace faults {

// What the shim is told; see shim.cpp.
struct Fault {
  std::string kind = "pass";
  unsigned first = 1, times = 0;
  int number = 0;

  bool kills() const { return kind.starts_with("die"); }
};

// What the shim says: the calls that were counted, and which of them the fault struck.
struct Report {
  std::vector<std::string> calls, struck;
};

// The arguments behind --: the program and the shim.
inline const char* argument(int index) {
  const auto& suite = boost::unit_test::framework::master_test_suite();
  BOOST_REQUIRE(suite.argc > index);
  return suite.argv[index];
}

class Process {
 public:
  // Its session is in `folder`; faults strike what is in `below`.
  Process(const std::string& below, const std::string& folder, const std::string& url, const Fault& fault)
      : report_{::memfd_create("report", MFD_CLOEXEC)} {
    std::array<int, 2> in{}, out{};
    BOOST_REQUIRE(report_ >= 0);
    BOOST_REQUIRE(::pipe2(in.data(), O_CLOEXEC) == 0);
    BOOST_REQUIRE(::pipe2(out.data(), O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, in[0], 0);
    ::posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    ::posix_spawn_file_actions_adddup2(&actions, report_, report_number);
    std::vector<std::string> settings{std::string{"LD_PRELOAD="} + argument(2), "KEYTURN_FAULT_BELOW=" + below,
                                      "KEYTURN_FAULT_REPORT=" + std::to_string(report_number),
                                      "KEYTURN_FAULT=" + fault.kind + ' ' + std::to_string(fault.first) + ' ' +
                                          std::to_string(fault.times) + ' ' + std::to_string(fault.number)};
    std::vector<std::string> words{argument(1), folder, url};
    const int failed =
        ::posix_spawn(&process_, argument(1), &actions, nullptr, pointers(words).data(), pointers(settings).data());
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    to_ = in[1];
    from_ = out[0];
    BOOST_REQUIRE(failed == 0);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() {
    if (process_ != 0) end();
    ::close(from_);
    ::close(report_);
  }

  // The answer; empty if the process died over it.
  std::string ask(std::string command) {
    command += '\n';
    if (::write(to_, command.data(), command.size()) != static_cast<ssize_t>(command.size())) return {};
    std::string answer;
    for (char c = 0; ::read(from_, &c, 1) == 1; answer += c)
      if (c == '\n') return answer;
    return {};
  }

  void require(const std::string& command, const std::string& answer = "ok") {
    BOOST_TEST_CONTEXT("the program was told: " << command) BOOST_TEST_REQUIRE(ask(command) == answer);
  }

  // Lets it end; the signal that ended it, or 0.
  int end() {
    ::close(to_);
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = 0;
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  }

  Report report() const {
    std::string text(static_cast<std::size_t>(::lseek(report_, 0, SEEK_END)), '\0');
    BOOST_REQUIRE(::pread(report_, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()));
    Report report;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) {
      const bool struck = line.ends_with('!');
      if (struck) line.pop_back();
      report.calls.push_back(line);
      if (struck) report.struck.push_back(line);
    }
    return report;
  }

 private:
  static constexpr int report_number = 9;

  static std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
  }

  int report_;
  pid_t process_ = 0;
  int to_ = -1, from_ = -1;
};

}  // namespace faults

#endif
