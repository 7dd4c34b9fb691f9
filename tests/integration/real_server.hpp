// The example auth server inside the test, with clocks that the test moves and a folder that goes away with it.
#ifndef KEYTURN_TESTS_INTEGRATION_REAL_SERVER_HPP
#define KEYTURN_TESTS_INTEGRATION_REAL_SERVER_HPP

#include <keyturn/keyturn.hpp>

#include "auth_server/auth_server.hpp"

#include <boost/test/unit_test.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <memory>

namespace real_server {

using namespace std::chrono_literals;
using keyturn::Errc;
using keyturn::example::AuthServer, keyturn::example::AuthServerConfig;

// The system's clocks, moved on together by the test: on the client's side and on the server's.
class Time {
 public:
  void advance(std::chrono::seconds span) { *offset_ += span.count(); }
  std::chrono::seconds offset() const { return std::chrono::seconds{*offset_}; }

 private:
  std::shared_ptr<std::atomic<long long>> offset_ = std::make_shared<std::atomic<long long>>(0);
};

struct Shifted : keyturn::Hosted {
  // Waits on the clock that the test has moved.
  class Condition {
   public:
    explicit Condition(Shifted& platform) : time_{platform.time} {}
    void wait(Mutex& mutex) { condition_.wait(mutex); }
    void wait_until(Mutex& mutex, keyturn::TimePoint until) { condition_.wait_until(mutex, until - time_.offset()); }
    void notify_all() noexcept { condition_.notify_all(); }

   private:
    Time time_;
    Hosted::Condition condition_;
  };

  Time time;
  keyturn::TimePoint now() const { return Hosted::now() + time.offset(); }
  keyturn::WallTime wall() const { return Hosted::wall() + time.offset(); }
};

struct Directory {
  Directory() {
    char name[] = "/tmp/keyturn-integration-XXXXXX";
    BOOST_REQUIRE(::mkdtemp(name) != nullptr);
    path = name;
  }
  ~Directory() { std::filesystem::remove_all(path); }
  std::string path;
};

// Keeps a port on which nobody listens, so that no other program's server answers there.
class DeadPort {
 public:
  explicit DeadPort(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
    const int yes = 1;
    ::setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    BOOST_REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  }
  DeadPort(const DeadPort&) = delete;
  DeadPort& operator=(const DeadPort&) = delete;
  ~DeadPort() { ::close(socket_); }

 private:
  int socket_;
};

struct Server {
  Time time, server_time;
  Directory directory;
  AuthServer server{configuration()};

  Server() { BOOST_REQUIRE(server.add_user("ada", "lovelace")); }

  AuthServerConfig configuration(unsigned short port = 0) {
    AuthServerConfig config;
    config.port = port;
    config.access_ttl = 60s;
    config.refresh_ttl = 3600s;
    config.database = directory.path + "/tokens.sqlite";
    config.clock = [time = server_time] { return keyturn::Hosted{}.wall() + time.offset(); };
    return config;
  }

  void pass(std::chrono::seconds span) {
    time.advance(span);
    server_time.advance(span);
  }
};

}  // namespace real_server

#endif
