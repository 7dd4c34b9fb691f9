// The other end of the tests of the keychain: a D-Bus session of the test's own, and gnome-keyring in it.
#ifndef KEYTURN_TESTS_UNIT_ADAPTERS_KEYRING_HPP
#define KEYTURN_TESTS_UNIT_ADAPTERS_KEYRING_HPP

#include <boost/test/tree/decorator.hpp>
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <sanitized.hpp>
#include <unit/temporary_directory.hpp>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

extern char** environ;

/// A variable of the environment with another value, or none, while this lives.
class ScopedVariable {
 public:
  ScopedVariable(const char* name, const char* value) : name_{name} {
    if (const char* const before = std::getenv(name); before != nullptr) before_ = before;
    set(value);
  }
  ScopedVariable(const ScopedVariable&) = delete;
  ScopedVariable& operator=(const ScopedVariable&) = delete;
  ~ScopedVariable() { set(before_ ? before_->c_str() : nullptr); }

 private:
  void set(const char* value) const {
    if (value != nullptr)
      ::setenv(name_, value, 1);
    else
      ::unsetenv(name_);
  }

  const char* name_;
  std::optional<std::string> before_;
};

/// A program that ends with the test.
class ChildProcess {
 public:
  /// What it reads is `input`. What it says first, to the file descriptor 3, is waited for if `speaks`.
  ChildProcess(std::vector<std::string> words, const std::string& input, bool speaks = false) {
    words.insert(words.begin(), {"setpriv", "--pdeathsig", "KILL"});
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    int in[2], out[2];
    if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    if (speaks) posix_spawn_file_actions_adddup2(&actions, out[1], 3);
    const int failed = ::posix_spawnp(&process_, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    const bool written = ::write(in[1], input.data(), input.size()) == static_cast<ssize_t>(input.size());
    ::close(in[1]);
    char letter = 0;
    while (speaks && ::read(out[0], &letter, 1) == 1 && letter != '\n') said += letter;
    ::close(out[0]);
    if (failed != 0 || !written || (speaks && said.empty())) throw std::runtime_error{words[3] + " does not start"};
  }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess() { kill(SIGKILL), wait(); }

  void kill(int signal) const {
    if (process_ > 0) ::kill(process_, signal);
  }
  /// Its status, as `waitpid` has it.
  int wait() {
    int status = -1;
    if (process_ > 0) ::waitpid(process_, &status, 0);
    process_ = 0;
    return status;
  }

  std::string said;

 private:
  pid_t process_ = 0;
};

/// A session bus on which nothing is started by itself, and which this process takes for its own while this lives.
class BusSession {
 public:
  BusSession() {
    write_file(directory / "bus.conf",
               "<busconfig><type>session</type><listen>unix:path=" + directory.path +
                   "/bus</listen><policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/><allow "
                   "eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>");
    bus_.emplace(std::vector<std::string>{"dbus-daemon", "--config-file=" + (directory / "bus.conf"), "--nofork",
                                          "--print-address=3"},
                 "", true);
    address_.emplace("DBUS_SESSION_BUS_ADDRESS", bus_->said.c_str());
  }

  /// The bus ends, with all connections to it.
  void end() { bus_.reset(); }

  TemporaryDirectory directory;

 private:
  std::optional<ChildProcess> bus_;
  std::optional<ScopedVariable> address_;
};

/// gnome-keyring with an unlocked collection of its own, in a session of its own.
class Keyring : public BusSession {
 public:
  Keyring() { start(true); }

  /// A keyring that starts without the user's password is locked.
  void start(bool unlocked) {
    stop();
    std::vector<std::string> words{"env",
                                   "HOME=" + directory.path,
                                   "XDG_RUNTIME_DIR=" + directory.path,
                                   "XDG_DATA_HOME=" + directory / "data",
                                   "gnome-keyring-daemon",
                                   "--foreground",
                                   "--components=secrets"};
    if (unlocked) words.push_back("--unlock");
    daemon_.emplace(std::move(words), unlocked ? "password" : "");
    ChildProcess ready{{"gdbus", "wait", "--session", "--timeout", "20", "org.freedesktop.secrets"}, ""};
    if (ready.wait() != 0) throw std::runtime_error{"gnome-keyring does not start"};
  }
  void stop() { daemon_.reset(); }

  /// Until it is told to go on, it is there and says nothing.
  void pause() { daemon_->kill(SIGSTOP); }
  void go_on() { daemon_->kill(SIGCONT); }
  void kill() { daemon_->kill(SIGKILL); }

  /// Its user removes the only key.
  void remove_key() {
    ChildProcess remove{
        {"gdbus", "call", "--session", "--dest", "org.freedesktop.secrets", "--object-path",
         "/org/freedesktop/secrets/collection/login/1", "--method", "org.freedesktop.Secret.Item.Delete"},
        ""};
    if (remove.wait() != 0) throw std::runtime_error{"the key cannot be removed"};
  }

  /// The tests that need it are left out where it is not there, and under the thread sanitizer, which takes the locks of
  /// GLib for none.
  static boost::test_tools::assertion_result is_there(boost::unit_test::test_unit_id) {
    static const bool there = [] {
#if defined(KEYTURN_THREAD_SANITIZED)
      std::fputs("SKIPPED: tests on a keyring, under the thread sanitizer\n", stderr);
      return false;
#else
      for (const std::string name : {"gnome-keyring-daemon", "dbus-daemon", "gdbus", "setpriv"})
        if (std::system(("command -v " + name + " >/dev/null").c_str()) != 0)
          return std::fprintf(stderr, "SKIPPED: tests on a keyring, as there is no %s\n", name.c_str()), false;
      return true;
#endif
    }();
    return there;
  }

 private:
  std::optional<ChildProcess> daemon_;
};

#endif
