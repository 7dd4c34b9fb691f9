// A proxy on loopback between a client and a server, which cuts a connection at the byte that a test names.
#ifndef KEYTURN_TESTS_INTEGRATION_FAULTS_CUTTING_PROXY_HPP
#define KEYTURN_TESTS_INTEGRATION_FAULTS_CUTTING_PROXY_HPP

#include <boost/test/unit_test.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace faults {

// What is to befall one connection.
struct Cut {
  enum class Where { nowhere, in_request, in_answer, whole_answer };
  Where where = Where::nowhere;
  std::size_t after = 0;  // so many bytes pass, and then it ends
  bool reset = false;     // with an RST instead of a FIN
  // For a whole answer, what the client gets instead before the FIN; nothing: this answer is left alone.
  std::function<std::optional<std::string>(std::string_view)> instead{};
};

class Socket {
 public:
  explicit Socket(int number = -1) : number_{number} {}
  Socket(Socket&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
  Socket& operator=(Socket other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Socket() {
    if (number_ >= 0) ::close(number_);
  }
  int get() const { return number_; }

  void reset() {
    const linger now{1, 0};
    ::setsockopt(number_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    *this = Socket{};
  }
  void send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t n = ::send(number_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
  }
  // Empty: the other side has ended it.
  std::string receive() const {
    std::array<char, 16384> bytes;
    const ssize_t n = ::recv(number_, bytes.data(), bytes.size(), 0);
    return n <= 0 ? std::string{} : std::string{bytes.data(), static_cast<std::size_t>(n)};
  }

 private:
  int number_;
};

// Serves from construction to destruction, on a thread of its own.
class CuttingProxy {
 public:
  explicit CuttingProxy(unsigned short to)
      : to_{to}, listening_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}, end_{::eventfd(0, EFD_CLOEXEC)} {
    sockaddr_in address = loopback(0);
    BOOST_REQUIRE(::bind(listening_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    BOOST_REQUIRE(::listen(listening_.get(), 64) == 0);
    socklen_t size = sizeof address;
    ::getsockname(listening_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::thread{[this] { serve(); }};
  }
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;
  ~CuttingProxy() {
    ::eventfd_write(end_.get(), 1);
    thread_.join();
  }

  const std::string& url() const { return url_; }

  // For the next connection that is made.
  void arm(Cut cut) {
    const std::lock_guard lock{mutex_};
    armed_ = std::move(cut);
    struck_.reset();
  }

  // All that came from both sides so far.
  std::string heard() {
    const std::lock_guard lock{mutex_};
    return heard_;
  }

  // What the client had sent when its connection was cut; nothing: it was not.
  std::optional<std::string> struck() {
    const std::lock_guard lock{mutex_};
    armed_ = Cut{};
    return struck_;
  }

 private:
  struct Connection {
    Socket client, server;
    Cut cut;
    std::string request{}, answer{};
    bool over = false;
  };

  static sockaddr_in loopback(unsigned short port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }

  void serve() {
    for (;;) {
      std::vector<pollfd> waiting{{end_.get(), POLLIN, 0}, {listening_.get(), POLLIN, 0}};
      for (const Connection& one : connections_) {
        waiting.push_back({one.client.get(), POLLIN, 0});
        waiting.push_back({one.server.get(), POLLIN, 0});
      }
      if (::poll(waiting.data(), waiting.size(), -1) < 0) continue;
      if (waiting[0].revents != 0) return;
      std::size_t i = 2;
      for (Connection& one : connections_) {
        if (waiting[i++].revents != 0) from_client(one);
        if (waiting[i++].revents != 0 && !one.over) from_server(one);
      }
      connections_.remove_if([](const Connection& one) { return one.over; });
      if (waiting[1].revents != 0) accept();
    }
  }

  void accept() {
    Connection one{Socket{::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC)},
                   Socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}, take_cut()};
    const sockaddr_in address = loopback(to_);
    const int yes = 1;
    for (const Socket* side : {&one.client, &one.server})
      ::setsockopt(side->get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (::connect(one.server.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return;
    if (one.cut.where == Cut::Where::in_request && one.cut.after == 0) {
      note(one);
      return end(one);
    }
    connections_.push_back(std::move(one));
  }

  Cut take_cut() {
    const std::lock_guard lock{mutex_};
    return std::exchange(armed_, Cut{});
  }

  void from_client(Connection& one) {
    pass(one, one.client, one.server, one.request, one.cut.where == Cut::Where::in_request);
  }

  void from_server(Connection& one) {
    if (one.cut.where != Cut::Where::whole_answer)
      return pass(one, one.server, one.client, one.answer, one.cut.where == Cut::Where::in_answer);
    const std::string bytes = receive(one.server);
    one.answer += bytes;
    if (bytes.empty()) one.over = true;
    if (!is_whole(one.answer)) return;
    const auto instead = one.cut.instead(one.answer);
    if (instead) note(one);
    one.client.send(instead.value_or(one.answer));
    if (instead) return end(one);
    one.cut = Cut{};
  }

  void pass(Connection& one, const Socket& from, const Socket& to, std::string& so_far, bool cuts) {
    const std::string bytes = receive(from);
    if (bytes.empty()) {
      one.over = true;
      return;
    }
    const std::size_t room = cuts ? one.cut.after - so_far.size() : bytes.size();
    const bool ends = cuts && room <= bytes.size();
    so_far += bytes.substr(0, room);
    if (ends) note(one);
    to.send(std::string_view{bytes}.substr(0, room));
    if (ends) end(one);
  }

  std::string receive(const Socket& from) {
    const std::string bytes = from.receive();
    const std::lock_guard lock{mutex_};
    heard_ += bytes;
    return bytes;
  }

  // Before the last bytes go: whoever has them may ask.
  void note(const Connection& one) {
    const std::lock_guard lock{mutex_};
    struck_ = one.request;
  }

  static void end(Connection& one) {
    if (one.cut.reset) {
      one.client.reset();
      one.server.reset();
    }
    one.over = true;
  }

  static bool is_whole(std::string_view answer) {
    const auto head = answer.find("\r\n\r\n");
    const auto length = answer.find("Content-Length: ");
    if (head == answer.npos || length == answer.npos) return false;
    std::size_t size = 0;
    std::from_chars(answer.data() + length + 16, answer.data() + head, size);
    return answer.size() >= head + 4 + size;
  }

  unsigned short to_;
  Socket listening_, end_;
  std::string url_;
  std::mutex mutex_;
  Cut armed_;
  std::optional<std::string> struck_;
  std::string heard_;
  std::list<Connection> connections_;  // of the thread alone
  std::thread thread_;
};

}  // namespace faults

#endif
