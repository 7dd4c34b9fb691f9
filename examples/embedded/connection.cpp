#include "embedded/connection.hpp"

#include "embedded/board.hpp"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <limits>
#include <memory>
#include <utility>

namespace keyturn::example::embedded {
namespace {

Error broken() { return {.code = Errc::no_answer, .detail = "the connection broke"}; }

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK; }

int make_socket(const addrinfo& address) {
  const int socket = ::socket(address.ai_family, address.ai_socktype, address.ai_protocol);
  if (socket < 0) return -1;
  ::fcntl(socket, F_SETFD, FD_CLOEXEC);
  ::fcntl(socket, F_SETFL, O_NONBLOCK);
  return socket;
}

}  // namespace

Result<Connection> Connection::open(const Origin& origin, TimePoint deadline) {
  std::string host = origin.host;
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), std::to_string(origin.port).c_str(), &wanted, &found) != 0)
    return Error{.code = Errc::not_sent, .detail = "the server's name has no address"};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses{found, &::freeaddrinfo};

  for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
    Connection connection{make_socket(*address), deadline};
    if (connection.socket_ < 0) continue;
    if (::connect(connection.socket_, address->ai_addr, address->ai_addrlen) != 0) {
      if (errno != EINPROGRESS) continue;
      if (auto connected = connection.wait(POLLOUT); !connected) return connected.error();
      int error = 0;
      socklen_t size = sizeof error;
      if (::getsockopt(connection.socket_, SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0) continue;
    }
    return connection;
  }
  return Error{.code = Errc::not_sent, .detail = "the server takes no connection"};
}

Connection::Connection(Connection&& other) noexcept
    : socket_{std::exchange(other.socket_, -1)}, deadline_{other.deadline_} {}

Connection::~Connection() {
  if (socket_ >= 0) ::close(socket_);
}

Result<void> Connection::write(std::string_view bytes) {
  while (!bytes.empty()) {
    // Also while there is always room: a server that reads slowly must not hold the call.
    if (auto ready = wait(POLLOUT); !ready) return ready.error();
    const ssize_t written = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (written < 0 && !would_block() && errno != EINTR) return broken();
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<std::size_t> Connection::read(std::span<char> into) {
  for (;;) {
    if (auto ready = wait(POLLIN); !ready) return ready.error();
    const ssize_t got = ::recv(socket_, into.data(), into.size(), 0);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (!would_block() && errno != EINTR) return broken();
  }
}

// Until something can be read or written, or the connection has broken, which the next call then says.
Result<void> Connection::wait(short event) {
  for (;;) {
    const auto left = milliseconds_left(deadline_, now()).count();
    if (left == 0) return Error{.code = Errc::timed_out, .detail = "the server took too long"};
    pollfd look{.fd = socket_, .events = event, .revents = 0};
    if (::poll(&look, 1, left > 60'000 ? 60'000 : static_cast<int>(left)) > 0) return {};
  }
}

}  // namespace keyturn::example::embedded
