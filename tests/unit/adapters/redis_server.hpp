// The other end of the tests of Redis: a redis-server of the test's own, and servers that behave as none should.
#ifndef KEYTURN_TESTS_UNIT_ADAPTERS_REDIS_SERVER_HPP
#define KEYTURN_TESTS_UNIT_ADAPTERS_REDIS_SERVER_HPP

#include <keyturn/adapters/redis_storage/connection.hpp>
#include <keyturn/base/callback.hpp>

#include <arpa/inet.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unit/temporary_directory.hpp>

#include <atomic>
#include <cstdlib>
#include <initializer_list>
#include <stdexcept>
#include <thread>

extern char** environ;

/// A redis-server on a socket in a directory of its own; both are gone when this dies.
class RedisServer {
  TemporaryDirectory directory_;

 public:
  const std::string socket = directory_ / "socket";
  keyturn::RedisOptions admin = options();  ///< What `operator()` logs in with.

  explicit RedisServer(std::vector<std::string> arguments = {}) : arguments_{std::move(arguments)} { start(); }
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;
  ~RedisServer() { stop(); }

  void start() {
    std::vector<std::string> words;
#if defined(__linux__)
    words = {"setpriv", "--pdeathsig", "KILL"};  // it dies with this program, too
#endif
    for (const auto* const word : {"redis-server", "--port", "0", "--save", "", "--appendonly", "no", "--unixsocket"})
      words.push_back(word);
    words.insert(words.end(), {socket, "--dir", directory_.path, "--logfile", directory_ / "log"});
    words.insert(words.end(), arguments_.begin(), arguments_.end());
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    if (::posix_spawnp(&process_, argv[0], nullptr, nullptr, argv.data(), environ) != 0)
      throw std::runtime_error{"redis-server cannot be started; tests/run installs it"};
    // It is there when it takes connections.
    while (::waitpid(process_, nullptr, WNOHANG) == 0) {
      if (keyturn::detail::RedisSocket::connect(options(), -1, keyturn::TimePoint::max())) return;
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    process_ = 0;
    throw std::runtime_error{"redis-server does not start: " + read_file(directory_ / "log")};
  }

  void stop() {
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
    ::unlink(socket.c_str());
  }

  /// With a time limit that holds on a slow machine too.
  keyturn::RedisOptions options() const {
    keyturn::RedisOptions options;
    options.unix_socket = socket;
    options.time_limit = std::chrono::seconds{10};
    return options;
  }

  /// Carries out a command as somebody who is no keyturn; the answer as text, an array as its parts in a row.
  std::string operator()(std::initializer_list<std::string_view> words) {
    auto connection = keyturn::detail::RedisConnection::open(admin);
    if (!connection) return "error: " + connection.error().detail;
    const auto reply = (*connection)->ask(words);
    return reply ? text_of(**reply) : "error: " + reply.error().detail;
  }

  /// How many connections there have been, this question's own among them.
  int connections() {
    const std::string said = (*this)({"INFO", "stats"}), name = "total_connections_received:";
    return std::stoi(said.substr(said.find(name) + name.size()));
  }

  /// Waits until as many listen to that channel.
  void await_listeners(std::string_view channel, std::string_view count) {
    const std::string wanted = std::string{channel} + ' ' + std::string{count};
    for (int tries = 0; tries < 2000 && (*this)({"PUBSUB", "NUMSUB", channel}) != wanted; ++tries)
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }

 private:
  static std::string text_of(const redisReply& reply) {
    if (reply.type == REDIS_REPLY_INTEGER) return std::to_string(reply.integer);
    if (reply.type == REDIS_REPLY_NIL) return "nil";
    std::string text{keyturn::detail::redis_text(reply)};
    for (std::size_t i = 0; i < reply.elements; ++i) {
      if (i > 0) text += ' ';
      text += text_of(*reply.element[i]);
    }
    return text;
  }

  std::vector<std::string> arguments_;
  pid_t process_ = 0;
};

/// Accepts connections on a port of this machine, and does with each, one after another, what the test says.
class RudeServer {
 public:
  /// `serve(fd, number)`: the connection, closed afterwards, and how many came before it.
  explicit RudeServer(keyturn::Callback<void(int, int)> serve) : serve_{std::move(serve)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
      throw std::runtime_error{"no port to listen on"};
    port_ = ntohs(address.sin_port);
    thread_ = std::thread{[this] {
      for (int fd = 0; (fd = ::accept(listener_, nullptr, nullptr)) >= 0;) {
        serve_(fd, count_++);
        ::close(fd);
      }
    }};
  }
  RudeServer(const RudeServer&) = delete;
  RudeServer& operator=(const RudeServer&) = delete;
  ~RudeServer() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }

  keyturn::RedisOptions options() const {
    keyturn::RedisOptions options;
    options.port = port_;
    options.time_limit = std::chrono::seconds{10};
    return options;
  }
  int count() const { return count_; }

  /// The bytes of one command, or nothing if the other side closed.
  static std::string read(int fd) {
    std::string bytes(64 * 1024, '\0');
    const ssize_t size = ::recv(fd, bytes.data(), bytes.size(), 0);
    bytes.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return bytes;
  }
  static void write(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t size = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (size <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(size));
    }
  }

 private:
  keyturn::Callback<void(int, int)> serve_;
  int listener_ = -1, port_ = 0;
  std::atomic<int> count_{0};
  std::thread thread_;
};

/// What an error is, and that its text names what it is about.
template <class T>
void check_refused(const keyturn::Result<T>& result, keyturn::Errc code, std::string_view named) {
  BOOST_TEST_REQUIRE(!result.has_value());
  BOOST_TEST((result.error().code == code), to_string(result.error().code));
  BOOST_TEST(result.error().detail.find(named) != std::string::npos, result.error().detail);
}

#endif
