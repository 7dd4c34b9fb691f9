// The socket that a connection to Redis is made of: every wait has a deadline, and another thread can end it.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_SOCKET_HPP
#define KEYTURN_ADAPTERS_REDIS_STORAGE_SOCKET_HPP

#include <keyturn/adapters/redis_storage/options.hpp>
#include <keyturn/base/result.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/builtin/hosted.hpp>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <span>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

enum class Waited { ready, late, interrupted };

/// libhiredis has sockets of its own, but those raise SIGPIPE, live on in programs that are started, and count a time
/// limit anew with each piece of an answer.
class RedisSocket {
 public:
  RedisSocket() = default;
  /// `interrupt`: a descriptor that ends every wait when it can be read; -1: none.
  RedisSocket(int fd, int interrupt) : fd_{fd}, interrupt_{interrupt} {}
  RedisSocket(RedisSocket&& other) noexcept
      : fd_{std::exchange(other.fd_, -1)}, interrupt_{std::exchange(other.interrupt_, -1)} {}
  RedisSocket& operator=(RedisSocket other) noexcept {
    std::swap(fd_, other.fd_);
    std::swap(interrupt_, other.interrupt_);
    return *this;
  }
  /// Sends nothing: a child made by fork lets go of its parent's connection in this way.
  ~RedisSocket() {
    if (fd_ >= 0) ::close(fd_);
  }

  /// Connects. `storage_failed` says what went wrong at the last address that was tried.
  static Result<RedisSocket> connect(const RedisOptions& options, int interrupt, TimePoint deadline) {
    return options.unix_socket.empty() ? connect_to_host(options, interrupt, deadline)
                                       : connect_to_path(options, interrupt, deadline);
  }

  /// Waits for `events` of poll(2), until `deadline`.
  Waited wait(short events, TimePoint deadline) const {
    for (;;) {
      pollfd waited[] = {{.fd = fd_, .events = events, .revents = 0},
                         {.fd = interrupt_, .events = POLLIN, .revents = 0}};
      const auto span = std::min(milliseconds_left(deadline, Hosted{}.now()), std::chrono::milliseconds{60'000});
      const int count = ::poll(waited, 2, static_cast<int>(span.count()));
      if (count > 0 && waited[1].revents != 0) return Waited::interrupted;
      if (count > 0) return Waited::ready;
      if (count < 0 && errno != EINTR) return Waited::ready;  // the next call on the socket says what it is
      if (Hosted{}.now() >= deadline) return Waited::late;
    }
  }

  /// As send(2): never SIGPIPE, and -1 with EAGAIN instead of waiting.
  ssize_t send(std::string_view bytes) const {
#if defined(MSG_NOSIGNAL)
    return ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
#else
    return ::send(fd_, bytes.data(), bytes.size(), 0);
#endif
  }

  /// As recv(2), without waiting.
  ssize_t receive(std::span<char> into) const { return ::recv(fd_, into.data(), into.size(), 0); }

  int fd() const { return fd_; }

 private:
  static std::string text_of(int number) { return std::generic_category().message(number); }

  static RedisSocket open(int family, int interrupt) {
    RedisSocket socket{::socket(family, SOCK_STREAM, 0), interrupt};
    if (socket.fd_ < 0) return socket;
    ::fcntl(socket.fd_, F_SETFD, FD_CLOEXEC);
    ::fcntl(socket.fd_, F_SETFL, O_NONBLOCK);
    [[maybe_unused]] constexpr int on = 1;
    if (family != AF_UNIX) ::setsockopt(socket.fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
#if defined(SO_NOSIGPIPE)
    ::setsockopt(socket.fd_, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
    return socket;
  }

  /// Empty: it is connected; else why not.
  std::string try_address(const sockaddr* address, socklen_t size, TimePoint deadline) const {
    if (fd_ < 0) return text_of(errno);
    if (::connect(fd_, address, size) == 0) return {};
    if (errno != EINPROGRESS && errno != EINTR) return text_of(errno);
    switch (wait(POLLOUT, deadline)) {
      case Waited::late:
        return "no connection within the time limit";
      case Waited::interrupted:
        return "interrupted";
      case Waited::ready:
        break;
    }
    int number = 0;
    socklen_t length = sizeof number;
    if (::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &number, &length) != 0) number = errno;
    return number == 0 ? std::string{} : text_of(number);
  }

  static Result<RedisSocket> connect_to_path(const RedisOptions& options, int interrupt, TimePoint deadline) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (options.unix_socket.size() >= sizeof address.sun_path)
      return redis_error(options, "the path is too long for a socket");
    options.unix_socket.copy(address.sun_path, options.unix_socket.size());
    RedisSocket socket = open(AF_UNIX, interrupt);
    const auto why = socket.try_address(reinterpret_cast<const sockaddr*>(&address), sizeof address, deadline);
    if (!why.empty()) return redis_error(options, why);
    return socket;
  }

  static Result<RedisSocket> connect_to_host(const RedisOptions& options, int interrupt, TimePoint deadline) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int number = ::getaddrinfo(options.host.c_str(), std::to_string(options.port).c_str(), &hints, &found);
    if (number != 0) return redis_error(options, ::gai_strerror(number));
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> addresses{found, ::freeaddrinfo};
    std::string why;
    for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
      RedisSocket socket = open(each->ai_family, interrupt);
      why = socket.try_address(each->ai_addr, each->ai_addrlen, deadline);
      if (why.empty()) return socket;
    }
    return redis_error(options, why);
  }

  int fd_ = -1, interrupt_ = -1;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
