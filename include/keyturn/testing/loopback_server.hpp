// A server on this machine that sends exactly the bytes a test tells it to, and keeps what it was sent.
#ifndef KEYTURN_TESTING_LOOPBACK_SERVER_HPP
#define KEYTURN_TESTING_LOOPBACK_SERVER_HPP

#include <keyturn/base/callback.hpp>
#include <keyturn/builtin/hosted.hpp>
#include <keyturn/model/headers.hpp>
#include <keyturn/testing/sockets.hpp>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// A request as it came in.
struct ReceivedRequest {
  int connection = 0;              ///< From 1, in the order in which they were accepted.
  std::string method{}, target{};  ///< As in the request line.
  Headers headers{};               ///< In order.
  std::string body{};              ///< Without the marks of its chunks.
};

namespace checks {

/// A socket at a free port of 127.0.0.1, and where it is.
class Listener {
 public:
  explicit Listener(int backlog) {
    if (!start_sockets()) return;
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST;
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo("127.0.0.1", "0", &hints, &found) != 0) return;
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    char port[16] = "0";
    if (::bind(socket_, found->ai_addr, static_cast<socklen_t>(found->ai_addrlen)) == 0 &&
        ::listen(socket_, backlog) == 0 && ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0)
      ::getnameinfo(reinterpret_cast<sockaddr*>(&address), size, nullptr, 0, port, sizeof port, NI_NUMERICSERV);
    port_ = port;
    ::freeaddrinfo(found);
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener() {
    if (socket_ != no_socket) close_socket(socket_);
  }

  Socket socket() const { return socket_; }
  const std::string& port() const { return port_; }

  /// A socket that connects to it, maybe later; `no_socket`: none.
  Socket connect() const {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    const Socket other = ::socket(AF_INET, SOCK_STREAM, 0);
    if (other == no_socket) return no_socket;
    never_block(other);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    static_cast<void>(::connect(other, reinterpret_cast<sockaddr*>(&address), size));
    return other;
  }

 private:
  Socket socket_ = no_socket;
  std::string port_ = "0";
};

}  // namespace checks

class LoopbackServer;

/// One connection, for the thread that its script runs on. Everything blocks; reading ends when the other side is gone.
class LoopbackConnection {
 public:
  /// From 1, in the order in which connections were accepted.
  int number() const { return request_.connection; }

  /// The next request as a whole; false if the other side closed.
  bool read() { return read_head() && read_body(); }
  /// The header of the next request alone.
  bool read_head();
  /// The body that belongs to it.
  bool read_body();
  /// What was read last.
  const ReceivedRequest& request() const { return request_; }

  /// Sends these bytes, and waits until the system has taken them; false if the other side is gone.
  bool write(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::size_t sent = checks::send_some(socket_, bytes);
      if (sent == 0) return false;
      bytes.remove_prefix(sent);
    }
    return true;
  }

  /// Reads and drops what comes until the other side closes; false if it has not by then.
  bool wait_for_close(std::chrono::milliseconds at_most) {
    const TimePoint end = later(Hosted{}.now(), at_most);
    while (checks::wait_for_socket(socket_, POLLIN, milliseconds_left(end, Hosted{}.now())))
      if (!more()) return true;
    return false;
  }

  /// Reads nothing until that time is over, or the server ends.
  void stall(std::chrono::milliseconds time);

  /// Cuts the connection with a reset.
  void reset();

 private:
  friend class LoopbackServer;
  LoopbackConnection(LoopbackServer& server, checks::Socket socket, int number) : server_{server}, socket_{socket} {
    request_.connection = number;
    checks::raise_no_signal(socket_);
  }

  bool more() {
    char bytes[16384];
    const std::size_t got = checks::receive_some(socket_, bytes);
    buffer_.append(bytes, got);
    return got > 0;
  }

  /// Up to and with `end`; empty if the other side closed before.
  std::string take_until(std::string_view end) {
    std::size_t found = 0;
    while ((found = buffer_.find(end)) == buffer_.npos)
      if (!more()) return {};
    return take(found + end.size());
  }

  /// So many bytes, or fewer if the other side closed.
  std::string take(std::size_t size) {
    while (buffer_.size() < size && more()) {
    }
    std::string taken = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return taken;
  }

  bool read_chunks() {
    for (;;) {
      const std::string line = take_until("\r\n");
      if (line.empty()) return false;
      const std::size_t size = std::strtoul(line.c_str(), nullptr, 16);
      const std::string chunk = take(size + 2);
      if (chunk.size() != size + 2) return false;
      request_.body.append(chunk, 0, size);
      if (size == 0) return true;
    }
  }

  LoopbackServer& server_;
  checks::Socket socket_;
  std::string buffer_;
  ReceivedRequest request_;
  std::size_t index_ = 0;  // of the request in the server's list
};

/// Listens at a free port of 127.0.0.1, and runs its script for each connection on a thread of its own; a connection is
/// closed when its script returns. Speaks no TLS. The destructor cuts what is still open, and waits for all scripts.
///
///     LoopbackServer server{[](LoopbackConnection& connection) {
///       while (connection.read()) connection.write("HTTP/1.1 204 No Content\r\n\r\n");
///     }};
class LoopbackServer {
 public:
  /// What is done with each connection.
  using Script = Callback<void(LoopbackConnection&)>;

  /// Listens from now on.
  explicit LoopbackServer(Script script) : script_{std::move(script)}, thread_{[this] { accept(); }} {}
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;
  ~LoopbackServer() {
    {
      const std::lock_guard lock{mutex_};
      stopping_ = true;
      stopped_.notify_all();
    }
    const checks::Socket wake = listener_.connect();
    thread_.join();
    if (wake != checks::no_socket) checks::close_socket(wake);
    {
      const std::lock_guard lock{mutex_};
      for (const auto& connection : connections_)
        if (connection->socket_ != checks::no_socket) checks::end_both_ways(connection->socket_);
    }
    for (auto& thread : threads_) thread.join();
    for (const auto& connection : connections_)
      if (connection->socket_ != checks::no_socket) checks::close_socket(connection->socket_);
  }

  /// Host and port, as a Host header names them.
  std::string authority() const { return "127.0.0.1:" + listener_.port(); }
  /// The URL of that target there, over plain http.
  std::string url(std::string_view target = "/") const { return "http://" + authority() + std::string{target}; }

  /// How many connections there were.
  int connections() const { return accepted_; }
  /// All requests so far whose header came in whole.
  std::vector<ReceivedRequest> requests() const {
    const std::lock_guard lock{mutex_};
    return requests_;
  }
  /// The last of them; an empty one if there was none.
  ReceivedRequest last() const {
    const std::lock_guard lock{mutex_};
    return requests_.empty() ? ReceivedRequest{} : requests_.back();
  }

 private:
  friend class LoopbackConnection;

  void accept() {
    for (;;) {
      const checks::Socket socket = ::accept(listener_.socket(), nullptr, nullptr);
      const std::lock_guard lock{mutex_};
      if (stopping_) {
        if (socket != checks::no_socket) checks::close_socket(socket);
        return;
      }
      if (socket == checks::no_socket) continue;
      connections_.emplace_back(new LoopbackConnection{*this, socket, ++accepted_});
      threads_.emplace_back([this, connection = connections_.back().get()] {
        script_(*connection);
        const std::lock_guard held{mutex_};
        if (connection->socket_ != checks::no_socket) checks::end_sending(connection->socket_);
      });
    }
  }

  Script script_;
  checks::Listener listener_{SOMAXCONN};
  std::atomic<int> accepted_{0};
  mutable std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::vector<ReceivedRequest> requests_;
  std::list<std::unique_ptr<LoopbackConnection>> connections_;
  std::list<std::thread> threads_;
  std::thread thread_;  // the last, for it uses the others
};

inline bool LoopbackConnection::read_head() {
  const std::string head = take_until("\r\n\r\n");
  if (head.empty()) return false;
  request_ = {.connection = number()};
  const auto end = head.find("\r\n");
  const auto first = head.find(' '), second = head.find(' ', first + 1);
  if (first == head.npos || second == head.npos || second > end) return false;
  request_.method = head.substr(0, first);
  request_.target = head.substr(first + 1, second - first - 1);
  for (std::size_t at = end + 2; at + 2 < head.size();) {
    const auto stop = head.find("\r\n", at), colon = head.find(':', at);
    if (colon > stop) return false;
    const auto value = std::min(head.find_first_not_of(' ', colon + 1), stop);
    request_.headers.add(head.substr(at, colon - at), head.substr(value, stop - value));
    at = stop + 2;
  }
  const std::lock_guard lock{server_.mutex_};
  index_ = server_.requests_.size();
  server_.requests_.push_back(request_);
  return true;
}

inline bool LoopbackConnection::read_body() {
  bool whole = true;
  if (request_.headers.get("Transfer-Encoding")) {
    whole = read_chunks();
  } else if (const auto length = request_.headers.get("Content-Length")) {
    const std::size_t size = std::strtoul(std::string{*length}.c_str(), nullptr, 10);
    request_.body = take(size);
    whole = request_.body.size() == size;
  }
  const std::lock_guard lock{server_.mutex_};
  server_.requests_[index_].body = request_.body;
  return whole;
}

inline void LoopbackConnection::stall(std::chrono::milliseconds time) {
  std::unique_lock lock{server_.mutex_};
  server_.stopped_.wait_for(lock, time, [&] { return server_.stopping_; });
}

inline void LoopbackConnection::reset() {
  const std::lock_guard lock{server_.mutex_};
  checks::reset_when_closed(socket_);
  checks::close_socket(socket_);
  socket_ = checks::no_socket;
}

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
