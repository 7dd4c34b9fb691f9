// Several hosts on one switch, each a network namespace. They have no names, and are gone with the last process in them.
#ifndef KEYTURN_TESTS_HOSTS_NETWORK_HPP
#define KEYTURN_TESTS_HOSTS_NETWORK_HPP

#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace hosts {

using Strings = std::vector<std::string>;

// Runs a program to its end. Throws if it does not end well.
inline void run(Strings words) {
  std::vector<char*> arguments;
  std::string all;
  for (std::string& word : words) arguments.push_back(word.data()), all.append(word).append(" ");
  arguments.push_back(nullptr);
  pid_t id = 0;
  int status = ::posix_spawnp(&id, arguments[0], nullptr, nullptr, arguments.data(), environ);
  if (status == 0) ::waitpid(id, &status, 0);
  if (status != 0) throw std::runtime_error{"this did not end well: " + all};
}

class Namespace {
 public:
  // Throws std::system_error without the right to make one.
  Namespace() {
    int number = 0;
    std::thread{[&] {
      if (::unshare(CLONE_NEWNET) == 0) file_ = ::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
      number = errno;
    }}.join();
    if (file_ < 0) throw std::system_error{number, std::generic_category(), "unshare"};
  }
  Namespace(Namespace&& other) noexcept : file_{std::exchange(other.file_, -1)} {}
  Namespace& operator=(Namespace&&) = delete;
  ~Namespace() {
    if (file_ >= 0) ::close(file_);
  }

  std::string path() const { return "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(file_); }

  // The words in front of a command that is to run in there, and to die with this program.
  Strings before() const { return {"setpriv", "--pdeathsig", "KILL", "nsenter", "--net=" + path()}; }

  void run(Strings words) const {
    Strings all = before();
    all.insert(all.end(), words.begin(), words.end());
    hosts::run(std::move(all));
  }

  // Calls on a thread that is in there.
  template <class Work>
  void inside(Work work) const {
    std::thread{[&] {
      if (::setns(file_, CLONE_NEWNET) == 0) work();
    }}.join();
  }

 private:
  int file_ = -1;
};

// Why there cannot be a network; empty: there can.
inline std::string why_not() {
  try {
    const Namespace probe;
    probe.run({"ip", "link", "set", "lo", "up"});
    return {};
  } catch (const std::exception& error) {
    return error.what();
  }
}

class Network {
 public:
  explicit Network(unsigned count) {
    switch_.run({"ip", "link", "add", "switch", "type", "bridge"});
    switch_.run({"ip", "link", "set", "switch", "up"});
    for (unsigned i = 0; i < count; ++i) {
      Namespace& host = hosts_.emplace_back();
      switch_.run({"ip", "link", "add", port(i), "type", "veth", "peer", "name", "eth0", "netns", host.path()});
      switch_.run({"ip", "link", "set", port(i), "master", "switch", "up"});
      host.run({"ip", "link", "set", "lo", "up"});
      host.run({"ip", "address", "add", address(i) + "/24", "dev", "eth0"});
      host.run({"ip", "link", "set", "eth0", "up"});
    }
  }

  const Namespace& host(unsigned number) const { return hosts_[number]; }
  static std::string address(unsigned host) { return "10.77.0." + std::to_string(host + 1); }

  // Pulls the cable of that host, and puts it in again.
  void cut(unsigned host) { switch_.run({"ip", "link", "set", port(host), "down"}); }
  void mend(unsigned host) { switch_.run({"ip", "link", "set", port(host), "up"}); }

 private:
  static std::string port(unsigned host) { return "port" + std::to_string(host); }

  Namespace switch_;
  std::vector<Namespace> hosts_;
};

}  // namespace hosts

#endif
