// A host app with keyturn inside that does what it is told, a word at a time.
#ifndef KEYTURN_TESTS_PROCESSES_HOST_APP_HPP
#define KEYTURN_TESTS_PROCESSES_HOST_APP_HPP

#include "waiting_client.hpp"

#include <spawn.h>

#include <functional>
#include <iostream>
#include <mutex>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace processes {

struct Settings {
  std::string server, ca_file, clock;
  Without without = Without::nothing;
  keyturn::Options options;
};

inline constexpr const char* commands =
    "Commands, a line each; the answer is one line, \"ok …\" or \"error CODE STATUS\":\n"
    "  login NAME PASSWORD, logout, refresh   what the client's functions of that name do\n"
    "  get PATH            ok and the status\n"
    "  session             ok and whether there is one, its generation and epoch\n"
    "  token               ok, a hash of the access token in use and the refresh token in storage, the generation\n"
    "  access              ok and the generation of the access token that a call would use\n"
    "  reasons             ok and why sessions ended here, the oldest first\n"
    "  loop COUNT          refreshes that often, with a GET /me after every third; ok and how many answers were 200 "
    "and 401\n"
    "  persist FILE        refreshes until that file is there; ok, how many refreshes went well and how many did not; "
    "an error if the session ends\n"
    "  rotate              says \"rotating\", then refreshes until it is killed or the session is over\n"
    "  fault TEXT          asks the server for that fault (X-Fault) with every refresh from now on; without TEXT: no "
    "more\n"
    "  lock, unlock        takes the storage's lock itself, without patience, and lets it go\n"
    "  child               starts a program that sleeps; ok and its process id\n";

template <class Client, keyturn::SharedStorage S>
class HostApp {
 public:
  HostApp(const Settings& settings, S storage)
      : account_{settings.options.account},
        client_{keyturn::CurlOptions{.ca_file = settings.ca_file}, std::move(storage),
                Dialect{settings.server, settings.without, fault_}, settings.options,
                Moved{MovedTime{settings.clock}}} {
    client_.on_logout([this](keyturn::LogoutReason reason) {
      const std::lock_guard lock{mutex_};
      reasons_.append(" ").append(to_string(reason));
    });
  }

  // Carries out one command; its answer.
  std::string obey(const std::string& line) {
    std::istringstream words{line};
    std::string command, first, second;
    words >> command >> first >> second;
    if (command == "login") return done(client_.login(keyturn::Password{first, keyturn::Secret{second}}));
    if (command == "logout") return done(client_.logout());
    if (command == "refresh") return done(client_.refresh());
    if (command == "get") return get(first);
    if (command == "session") return session();
    if (command == "token") return token();
    if (command == "access") return access();
    if (command == "reasons") return reasons();
    if (command == "loop") return loop(std::stoi(first));
    if (command == "persist") return persist(first);
    if (command == "rotate") return rotate();
    if (command == "fault") return fault_ = first, "ok";
    if (command == "lock") return lock();
    if (command == "unlock") return lock_.reset(), "ok";
    if (command == "child") return child();
    return "error: '" + command + "' is not known";
  }

 private:
  static std::string failure(const keyturn::Error& error) {
    return "error " + std::string{to_string(error.code)} + ' ' + std::to_string(error.status);
  }

  static std::string done(const keyturn::Result<void>& result) { return result ? "ok" : failure(result.error()); }

  std::string get(const std::string& path) {
    const auto answer = client_.get(path);
    return answer ? "ok " + std::to_string(answer->status) : failure(answer.error());
  }

  std::string session() {
    const keyturn::SessionInfo info = client_.session();
    return std::string{"ok "} + (info.logged_in ? "logged in" : "logged out") + ", generation " +
           std::to_string(info.generation) + ", epoch " + std::to_string(info.epoch);
  }

  std::string token() {
    const auto token = client_.access_token();
    if (!token) return failure(token.error());
    const auto bytes = client_.storage().load(account_);
    if (!bytes) return failure(bytes.error());
    if (!*bytes) return "error: nothing is stored";
    const auto record = keyturn::core::decode((*bytes)->view());
    if (!record) return failure(record.error());
    std::string pair{token->value()};
    pair.append(" ").append(record->tokens.refresh_token.view());
    return "ok " + std::to_string(std::hash<std::string>{}(pair)) + ' ' + std::to_string(token->generation());
  }

  std::string access() {
    const auto token = client_.access_token();
    return token ? "ok " + std::to_string(token->generation()) : failure(token.error());
  }

  std::string loop(int count) {
    unsigned answered = 0, refused = 0;
    for (int i = 1; i <= count; ++i) {
      if (const auto renewed = client_.refresh(); !renewed) return failure(renewed.error());
      if (i % 3 != 0) continue;
      const auto answer = client_.get("/me");
      if (!answer) return failure(answer.error());
      if (answer->status == 200) ++answered;
      if (answer->status == 401) ++refused;  // twice: others rotate faster than a request travels
    }
    return "ok " + std::to_string(answered) + ' ' + std::to_string(refused);
  }

  static bool is_over(keyturn::Errc code) {
    return code == keyturn::Errc::session_ended || code == keyturn::Errc::not_logged_in;
  }

  std::string persist(const std::string& end) {
    unsigned good = 0, failed = 0;
    while (::access(end.c_str(), F_OK) != 0) {
      const auto renewed = client_.refresh();
      if (!renewed && is_over(renewed.error().code)) return done(renewed);
      ++(renewed ? good : failed);
      if (!renewed) std::this_thread::sleep_for(std::chrono::milliseconds{20});  // in a back-off it says so at once
    }
    return "ok " + std::to_string(good) + ' ' + std::to_string(failed);
  }

  std::string rotate() {
    std::cout << "rotating" << std::endl;
    for (;;) {
      const auto renewed = client_.refresh();
      if (!renewed && is_over(renewed.error().code)) return done(renewed);
    }
  }

  std::string reasons() {
    const std::lock_guard lock{mutex_};
    return "ok" + reasons_;
  }

  std::string lock() {
    auto lock = client_.storage().lock(account_, std::chrono::milliseconds{0});
    if (!lock) return failure(lock.error());
    lock_.emplace(*std::move(lock));
    return "ok";
  }

  static std::string child() {
    std::string name = "sleep", time = "600";
    char* const arguments[] = {name.data(), time.data(), nullptr};
    pid_t id = 0;
    if (const int number = ::posix_spawnp(&id, "sleep", nullptr, nullptr, arguments, environ); number != 0)
      return "error: " + std::generic_category().message(number);
    return "ok " + std::to_string(id);
  }

  std::string account_, fault_;
  std::mutex mutex_;  // callbacks may come on other threads
  std::string reasons_;
  Client client_;
  std::optional<typename S::Lock> lock_;
};

}  // namespace processes

#endif
