// A server on this machine that sends exactly the bytes a test tells it to, and keeps what it was sent.
#ifndef KEYTURN_TESTS_UNIT_ADAPTERS_LOOPBACK_SERVER_HPP
#define KEYTURN_TESTS_UNIT_ADAPTERS_LOOPBACK_SERVER_HPP

#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace loopback {

namespace asio = boost::asio;
using asio::ip::tcp;

/// A certificate for the name localhost that nobody has signed, made anew by `openssl` and removed at the end.
class Certificate {
 public:
  Certificate() {
    std::string name = (std::filesystem::temp_directory_path() / "keyturn-curl-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    folder_ = name;
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost "
        "-addext subjectAltName=DNS:localhost -keyout " +
        key() + " -out " + file() + " 2>/dev/null";
    if (std::system(command.c_str()) != 0) std::abort();
  }
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;
  ~Certificate() { std::filesystem::remove_all(folder_); }

  std::string file() const { return folder_ + "/certificate.pem"; }
  std::string key() const { return folder_ + "/key.pem"; }

 private:
  std::string folder_;
};

/// `openssl s_server` with that certificate, as a process of its own: answers each GET with a page, over TLS.
class TlsServer {
 public:
  explicit TlsServer(const Certificate& certificate) {
    const std::string file = certificate.file(), key = certificate.key();
    int output[2];
    if (::pipe2(output, O_CLOEXEC) != 0) std::abort();
    process_ = ::fork();
    if (process_ == 0) {
      ::dup2(::open("/dev/null", O_RDWR), 0);
      ::dup2(output[1], 1);
      ::dup2(0, 2);
      ::execlp("openssl", "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", file.c_str(), "-key", key.c_str(),
               "-www", static_cast<char*>(nullptr));
      ::_exit(127);
    }
    ::close(output[1]);
    std::string said;  // "ACCEPT 127.0.0.1:PORT", once it listens
    for (char c = 0; !said.ends_with('\n') || said.find("ACCEPT") == said.npos; said += c)
      if (::read(output[0], &c, 1) != 1) std::abort();
    output_ = output[0];
    port_ = said.substr(said.rfind(':') + 1, said.size() - said.rfind(':') - 2);
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;
  ~TlsServer() {
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
    ::close(output_);
  }

  std::string url(std::string_view host = "localhost") const {
    return "https://" + std::string{host} + ':' + port_ + '/';
  }

 private:
  pid_t process_ = -1;
  int output_ = -1;
  std::string port_;
};

/// What came in.
struct Received {
  int connection = 0;  ///< From 1, in the order in which they were accepted.
  std::string head{};  ///< Up to and with the empty line.
  std::string body{};  ///< As it came, chunks and all.

  std::string line() const { return head.substr(0, head.find("\r\n")); }
  bool has_line(std::string_view text) const { return head.find("\r\n" + std::string{text} + "\r\n") != head.npos; }
};

class Server;

/// One connection, on a thread of its own. Everything blocks; reading ends when the other side is gone.
class Connection {
 public:
  int number() const { return number_; }

  /// The next request as a whole; false if the other side closed.
  bool read() { return read_head() && read_body(); }
  /// The head of the next request alone.
  bool read_head();
  /// The body that belongs to it.
  bool read_body();
  /// Whatever came first, for what is no HTTP; empty if nothing comes any more.
  std::string read_some() {
    more();
    return std::exchange(buffer_, {});
  }
  const Received& request() const { return request_; }

  /// False if the other side is gone.
  bool write(std::string_view bytes) {
    boost::system::error_code failed;
    asio::write(socket_, asio::buffer(bytes), failed);
    return !failed;
  }

  /// Blocks until the other side closes.
  void wait_for_close() {
    while (more()) buffer_.clear();
  }

  /// Cuts the connection with a reset.
  void reset();

 private:
  friend class Server;
  Connection(Server& server, tcp::socket socket, int number)
      : server_{server}, socket_{std::move(socket)}, number_{number} {}

  bool more() {
    char bytes[16384];
    boost::system::error_code failed;
    const std::size_t size = socket_.read_some(asio::buffer(bytes), failed);
    buffer_.append(bytes, size);
    return !failed;
  }
  bool take(std::size_t size, std::string& into) {
    while (buffer_.size() < size)
      if (!more()) return false;
    into += buffer_.substr(0, size);
    buffer_.erase(0, size);
    return true;
  }

  Server& server_;
  tcp::socket socket_;
  int number_;
  std::string buffer_;
  Received request_;
  std::size_t index_ = 0;  // in the server's list
};

using Script = std::function<void(Connection&)>;

/// Answers every request with `bytes`.
inline Script answer(std::string bytes) {
  return [bytes = std::move(bytes)](Connection& c) {
    while (c.read())
      if (!c.write(bytes)) return;
  };
}

/// A complete answer with a body.
inline std::string ok(std::string_view body, std::string_view fields = "") {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string{fields} + "\r\n" +
         std::string{body};
}

/// Listens at a free port, and hands each connection to `take`, on a thread of its own.
class Acceptor {
 public:
  explicit Acceptor(std::function<void(tcp::socket)> take, const char* address = "127.0.0.1")
      : take_{std::move(take)}, acceptor_{context_, tcp::endpoint{asio::ip::make_address(address), 0}} {
    endpoint_ = acceptor_.local_endpoint();
    thread_ = std::thread{[this] { accept(); }};
  }
  Acceptor(const Acceptor&) = delete;
  Acceptor& operator=(const Acceptor&) = delete;
  ~Acceptor() { stop(); }

  const tcp::endpoint& endpoint() const { return endpoint_; }

  /// Takes no more connections, once this has returned.
  void stop() {
    if (stopping_.exchange(true)) return;
    tcp::socket wake{context_};
    boost::system::error_code ignored;
    wake.connect(endpoint_, ignored);
    thread_.join();
  }

 private:
  void accept() {
    for (;;) {
      boost::system::error_code failed;
      tcp::socket socket{context_};
      acceptor_.accept(socket, failed);
      if (stopping_) return;
      if (failed) continue;
      socket.set_option(tcp::no_delay{true}, failed);
      take_(std::move(socket));
    }
  }

  std::function<void(tcp::socket)> take_;
  asio::io_context context_;
  tcp::acceptor acceptor_;
  tcp::endpoint endpoint_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

/// Runs the script for each connection; closes a connection when its script returns.
class Server {
 public:
  explicit Server(Script script, const char* address = "127.0.0.1")
      : script_{std::move(script)}, acceptor_{[this](tcp::socket socket) { take(std::move(socket)); }, address} {}
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server() {
    acceptor_.stop();
    {
      const std::lock_guard lock{mutex_};
      boost::system::error_code ignored;
      for (auto& connection : connections_)
        if (connection->socket_.is_open()) connection->socket_.shutdown(tcp::socket::shutdown_both, ignored);
    }
    for (auto& thread : threads_) thread.join();
    connections_.clear();  // their sockets are the acceptor's
  }

  unsigned short port() const { return acceptor_.endpoint().port(); }
  std::string url(std::string_view path = "/") const {
    const std::string host = acceptor_.endpoint().address().is_v6() ? "[::1]" : "127.0.0.1";
    return "http://" + host + ':' + std::to_string(port()) + std::string{path};
  }

  int accepted() const { return accepted_; }
  std::vector<Received> requests() const {
    const std::lock_guard lock{mutex_};
    return requests_;
  }
  Received last() const { return requests().back(); }

 private:
  friend class Connection;
  void take(tcp::socket socket) {
    const std::lock_guard lock{mutex_};
    connections_.push_back(std::unique_ptr<Connection>{new Connection{*this, std::move(socket), ++accepted_}});
    threads_.emplace_back([this, connection = connections_.back().get()] { serve(*connection); });
  }
  void serve(Connection& connection) {
    script_(connection);
    boost::system::error_code failed;
    const std::lock_guard lock{mutex_};
    if (connection.socket_.is_open()) connection.socket_.shutdown(tcp::socket::shutdown_both, failed);
  }

  Script script_;
  std::atomic<int> accepted_{0};
  mutable std::mutex mutex_;
  std::vector<Received> requests_;
  std::list<std::unique_ptr<Connection>> connections_;
  std::list<std::thread> threads_;
  Acceptor acceptor_;  // the last, for its thread uses the others
};

inline bool Connection::read_head() {
  request_ = {.connection = number_};
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == buffer_.npos)
    if (!more()) return false;
  take(end + 4, request_.head);
  const std::lock_guard lock{server_.mutex_};
  index_ = server_.requests_.size();
  server_.requests_.push_back(request_);
  return true;
}

inline bool Connection::read_body() {
  const auto length = request_.head.find("\r\nContent-Length: ");
  if (request_.head.find("\r\nTransfer-Encoding: chunked\r\n") != request_.head.npos) {
    while (!request_.body.ends_with("0\r\n\r\n"))
      if (!take(1, request_.body)) return false;
  } else if (length != request_.head.npos) {
    if (!take(std::stoul(request_.head.substr(length + 18)), request_.body)) return false;
  }
  const std::lock_guard lock{server_.mutex_};
  server_.requests_[index_].body = request_.body;
  return true;
}

inline void Connection::reset() {
  const std::lock_guard lock{server_.mutex_};
  boost::system::error_code ignored;
  socket_.set_option(asio::socket_base::linger{true, 0}, ignored);
  socket_.close(ignored);
}

}  // namespace loopback

#endif
