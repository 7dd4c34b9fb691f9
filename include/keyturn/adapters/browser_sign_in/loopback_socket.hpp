// The sockets that wait for the browser, on the loopback address alone; for POSIX systems.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_LOOPBACK_SOCKET_HPP
#define KEYTURN_ADAPTERS_BROWSER_SIGN_IN_LOOPBACK_SOCKET_HPP

#include <keyturn/adapters/browser_sign_in/options.hpp>
#include <keyturn/base/result.hpp>

#include <cerrno>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// A socket that never blocks, raises no SIGPIPE, and is closed by its destructor and in programs that are started.
class LoopbackSocket {
 public:
  LoopbackSocket() = default;
  /// Takes a socket over, and sets it up.
  explicit LoopbackSocket(int fd) noexcept : fd_{fd} {
    if (fd_ < 0) return;
    ::fcntl(fd_, F_SETFD, FD_CLOEXEC);
    ::fcntl(fd_, F_SETFL, O_NONBLOCK);
#if defined(SO_NOSIGPIPE)
    const int on = 1;
    ::setsockopt(fd_, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
  }
  LoopbackSocket(LoopbackSocket&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
  LoopbackSocket& operator=(LoopbackSocket other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~LoopbackSocket() {
    if (fd_ >= 0) ::close(fd_);
  }

  explicit operator bool() const noexcept { return fd_ >= 0; }
  int fd() const noexcept { return fd_; }

  /// As recv(2) and send(2): -1 with EAGAIN instead of waiting.
  ssize_t receive(std::span<char> into) const { return ::recv(fd_, into.data(), into.size(), 0); }
  ssize_t send(std::string_view bytes) const {
#if defined(MSG_NOSIGNAL)
    return ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
#else
    return ::send(fd_, bytes.data(), bytes.size(), 0);
#endif
  }

  /// The next connection; empty with errno if there is none.
  LoopbackSocket accept() const {
#if defined(SOCK_CLOEXEC) && defined(SOCK_NONBLOCK)
    return LoopbackSocket{::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)};
#else
    return LoopbackSocket{::accept(fd_, nullptr, nullptr)};
#endif
  }

 private:
  int fd_ = -1;
};

/// A socket that listens, and the host and port that lead to it.
struct LoopbackListening {
  LoopbackSocket socket{};
  std::string authority{};  ///< As in a URL, such as 127.0.0.1:49152.
};

/// Listens at one address; port 0: one that the system chooses. `unsupported` with the system's word for why not.
inline Result<LoopbackListening> listen_at_loopback(bool ipv6, std::uint16_t port) {
  std::string authority = ipv6 ? "[::1]:" : "127.0.0.1:";
  const auto failed = [&](int number) {
    return make_error(Errc::unsupported, "cannot wait for the browser at ",
                      authority + std::to_string(port) + ": " + std::generic_category().message(number));
  };
#if defined(SOCK_CLOEXEC)
  constexpr int kind = SOCK_STREAM | SOCK_CLOEXEC;
#else
  constexpr int kind = SOCK_STREAM;
#endif
  LoopbackSocket socket{::socket(ipv6 ? AF_INET6 : AF_INET, kind, 0)};
  if (!socket) return failed(errno);
  const int on = 1;
  // What is left of an earlier sign-in at the same port; two that listen at once are refused all the same.
  if (port != 0) ::setsockopt(socket.fd(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);

  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(port);
  v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  v6.sin6_addr = in6addr_loopback;
  auto* const address = ipv6 ? reinterpret_cast<sockaddr*>(&v6) : reinterpret_cast<sockaddr*>(&v4);
  socklen_t size = ipv6 ? sizeof v6 : sizeof v4;
  if (::bind(socket.fd(), address, size) != 0 || ::listen(socket.fd(), SOMAXCONN) != 0 ||
      ::getsockname(socket.fd(), address, &size) != 0)
    return failed(errno);
  const unsigned chosen = ntohs(ipv6 ? v6.sin6_port : v4.sin_port);
  if (chosen == 80)
    authority.pop_back();  // browsers leave it out (RFC 9110, section 4.2.3)
  else
    authority += std::to_string(chosen);
  return LoopbackListening{std::move(socket), std::move(authority)};
}

inline Result<LoopbackListening> listen_at_loopback(LoopbackAddress address, std::uint16_t port) {
  if (address == LoopbackAddress::ipv6) return listen_at_loopback(true, port);
  auto first = listen_at_loopback(false, port);
  if (first || address == LoopbackAddress::ipv4) return first;
  auto second = listen_at_loopback(true, port);
  if (!second) return first;  // what is wrong with the usual one is of more use
  return second;
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
