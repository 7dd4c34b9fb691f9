// Those who do not mean well: slow, huge and broken senders, and one who guesses passwords.
#ifndef KEYTURN_TESTS_INTEGRATION_LOAD_UNFRIENDLY_HPP
#define KEYTURN_TESTS_INTEGRATION_LOAD_UNFRIENDLY_HPP

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <map>
#include <random>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace load {

// A connection to the server; one that cannot be made, or ends, takes nothing and gives nothing.
class Connection {
 public:
  explicit Connection(unsigned short port) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    const timeval patience{5, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    good_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  Connection(Connection&& other) noexcept
      : socket_{std::exchange(other.socket_, -1)}, good_{std::exchange(other.good_, false)} {}
  Connection& operator=(Connection other) noexcept {
    std::swap(socket_, other.socket_);
    std::swap(good_, other.good_);
    return *this;
  }
  ~Connection() {
    if (socket_ >= 0) ::close(socket_);
  }

  bool send(std::string_view bytes, int flags = 0) {
    while (good_ && !bytes.empty()) {
      const ssize_t size = ::send(socket_, bytes.data(), bytes.size(), flags | MSG_NOSIGNAL);
      good_ = size > 0;
      if (good_) bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return good_;
  }
  // Empty: the end.
  std::string receive() {
    std::array<char, 16384> bytes;
    const ssize_t size = good_ ? ::recv(socket_, bytes.data(), bytes.size(), 0) : 0;
    good_ = size > 0;
    return good_ ? std::string{bytes.data(), static_cast<std::size_t>(size)} : std::string{};
  }

 private:
  int socket_;
  bool good_;
};

inline std::string post(const std::string& path, const std::string& body) {
  return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

// So many connections at once, each with a byte from time to time.
inline void drip(const std::stop_token& stop, unsigned short port, std::size_t count) {
  constexpr std::array<std::string_view, 3> beginnings{
      "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n{", "GET /me HTTP/1.1\r\nX-Slow: ", "G"};
  std::vector<Connection> all;
  while (!stop.stop_requested()) {
    for (std::size_t i = 0; i < count && !stop.stop_requested(); ++i) {
      if (i >= all.size())
        all.emplace_back(port);
      else if (!all[i].send("x", MSG_DONTWAIT))
        all[i] = Connection{port};
      else
        continue;
      all[i].send(beginnings[i % beginnings.size()], MSG_DONTWAIT);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{20});  // that is how slow they are
  }
}

// One bad request after another; how many.
inline unsigned long pester(const std::stop_token& stop, unsigned short port) {
  std::mt19937 random{20260101};
  std::string noise(4096, '\0');
  unsigned long sent = 0;
  for (; !stop.stop_requested(); ++sent) {
    for (char& c : noise) c = static_cast<char>(random());
    const std::array<std::string, 10> bad{
        post("/login", std::string(5'000'000, 'x')),
        "GET /me HTTP/1.1\r\nX-Huge: " + std::string(1'000'000, 'x'),
        noise,
        post("/login", noise),
        post("/refresh", std::string(60'000, '[')),
        post("/refresh", R"({"refresh_token":)" + std::string(30'000, '[') + std::string(30'000, ']') + "}"),
        post("/refresh", R"({"refresh_token":"krt_)" + std::string(60'000, 'x') + "\"}"),
        post("/login", R"({"username":"ada","password":")" + std::string(2'000, 'x') + "\"}"),
        "POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n" + noise,
        "POST /logout HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n"};
    Connection connection{port};
    connection.send(bad[sent % bad.size()]);
    connection.receive();
  }
  return sent;
}

// So many logins with wrong passwords under so many names, some of them on the way at once; how often each status came.
inline std::map<std::string, unsigned> guess(const std::stop_token& stop, unsigned short port, unsigned count,
                                             unsigned names) {
  constexpr unsigned at_once = 50;
  std::map<std::string, unsigned> statuses;
  Connection connection{port};
  for (unsigned tried = 0; tried < count && !stop.stop_requested();) {
    std::string requests;
    for (unsigned i = 0; i < at_once; ++i)
      requests += post("/login", R"({"username":"guess)" + std::to_string((tried + i) % names) +
                                     R"(","password":"wrong)" + std::to_string(tried + i) + "\"}");
    std::string answers;
    unsigned answered = 0;
    if (connection.send(requests))
      for (std::string bytes; answered < at_once && !(bytes = connection.receive()).empty();) {
        answers += bytes;
        for (auto at = answers.find("HTTP/1.1 "); at != answers.npos && answers.size() > at + 12;
             at = answers.find("HTTP/1.1 ")) {
          ++statuses[answers.substr(at + 9, 3)];
          ++answered;
          answers.erase(0, at + 12);
        }
      }
    tried += answered;
    if (answered < at_once) connection = Connection{port};  // the server was started anew
  }
  return statuses;
}

}  // namespace load

#endif
