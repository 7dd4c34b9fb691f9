// The example auth server inside the test, with clocks that the test moves and a folder that goes away with it.
#ifndef KEYTURN_TESTS_INTEGRATION_REAL_SERVER_HPP
#define KEYTURN_TESTS_INTEGRATION_REAL_SERVER_HPP

#include <keyturn/keyturn.hpp>

#include <integration/shifted.hpp>

#include "auth_server/auth_server.hpp"

#include <boost/test/unit_test.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>

namespace real_server {

using namespace std::chrono_literals;
using integration::Shifted, integration::Time;
using keyturn::Errc;
using keyturn::example::AuthServer, keyturn::example::AuthServerConfig;

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
