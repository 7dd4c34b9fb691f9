// What a browser, or somebody who poses as one, sends to the redirect URI.
#ifndef KEYTURN_TESTS_UNIT_ADAPTERS_BROWSER_HPP
#define KEYTURN_TESTS_UNIT_ADAPTERS_BROWSER_HPP

#include <keyturn/base/url.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <string_view>

namespace browser {

/// A connection to a port of 127.0.0.1 or [::1]. What it sends goes through at once, as the system buffers it.
class Tab {
 public:
  explicit Tab(const keyturn::Origin& origin) {
    const bool ipv6 = origin.host == "[::1]";
    fd_ = ::socket(ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(origin.port);
    v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(origin.port);
    v6.sin6_addr = in6addr_loopback;
    connected_ = ::connect(fd_, ipv6 ? reinterpret_cast<sockaddr*>(&v6) : reinterpret_cast<sockaddr*>(&v4),
                           ipv6 ? sizeof v6 : sizeof v4) == 0;
  }
  explicit Tab(std::string_view url) : Tab{*keyturn::origin_of(url)} {}
  Tab(const Tab&) = delete;
  Tab& operator=(const Tab&) = delete;
  ~Tab() { ::close(fd_); }

  bool connected() const { return connected_; }
  bool send(std::string_view bytes) const {
    return ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }
  bool get(std::string_view target) const { return send(request(target)); }

  /// What a browser would send to that port.
  std::string request(std::string_view target) const {
    sockaddr_storage to{};
    socklen_t size = sizeof to;
    ::getpeername(fd_, reinterpret_cast<sockaddr*>(&to), &size);
    const bool ipv6 = to.ss_family == AF_INET6;
    const auto port =
        ipv6 ? reinterpret_cast<sockaddr_in6&>(to).sin6_port : reinterpret_cast<sockaddr_in&>(to).sin_port;
    return "GET " + std::string{target} + " HTTP/1.1\r\nHost: " + (ipv6 ? "[::1]:" : "127.0.0.1:") +
           std::to_string(ntohs(port)) + "\r\nAccept: text/html\r\n\r\n";
  }

  /// All that came until the other side closed; waits for that for 10 s at most.
  std::string answer() const {
    std::string text;
    char bytes[4096];
    pollfd look{.fd = fd_, .events = POLLIN, .revents = 0};
    while (::poll(&look, 1, 10'000) > 0) {
      const auto got = ::recv(fd_, bytes, sizeof bytes, 0);
      if (got <= 0) break;
      text.append(bytes, static_cast<std::size_t>(got));
    }
    return text;
  }
  /// What there is, without waiting for the end.
  std::string so_far() const {
    char bytes[4096];
    const auto got = ::recv(fd_, bytes, sizeof bytes, MSG_DONTWAIT);
    return got > 0 ? std::string(bytes, static_cast<std::size_t>(got)) : std::string{};
  }
  bool closed() const {
    char byte;
    return ::recv(fd_, &byte, 1, MSG_DONTWAIT) == 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
  }

 private:
  int fd_ = -1;
  bool connected_ = false;
};

inline bool answers(std::string_view url) { return Tab{url}.connected(); }

}  // namespace browser

#endif
