// The socket calls of the loopback server, for POSIX systems and for Windows: here is all in which these two differ.
#ifndef KEYTURN_TESTING_SOCKETS_HPP
#define KEYTURN_TESTING_SOCKETS_HPP

#include <keyturn/base/time.hpp>
#include <keyturn/builtin/hosted.hpp>

#if defined(_WIN32)
#include <ws2tcpip.h>
#else
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

#include <algorithm>
#include <climits>
#include <span>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

#if defined(_WIN32)

using Socket = SOCKET;
inline constexpr Socket no_socket = INVALID_SOCKET;

/// Before the first of all other calls; again does no harm.
inline bool start_sockets() {
  static const bool started = [] {
    WSADATA data;
    return ::WSAStartup(MAKEWORD(2, 2), &data) == 0;
  }();
  return started;
}

inline void close_socket(Socket socket) { ::closesocket(socket); }

/// From now on no call on it blocks.
inline void never_block(Socket socket) {
  u_long on = 1;
  ::ioctlsocket(socket, static_cast<long>(FIONBIO), &on);
}

/// Writing to it when the other side is gone raises no signal.
inline void raise_no_signal(Socket) {}

/// Whether one of `events`, POLLIN or POLLOUT, comes by then.
inline bool wait_for_socket(Socket socket, short events, std::chrono::milliseconds at_most) {
  pollfd look{.fd = socket, .events = events, .revents = 0};
  return ::WSAPoll(&look, 1, static_cast<int>(at_most.count())) > 0;
}

/// How many of the bytes were sent; 0: the other side is gone.
inline std::size_t send_some(Socket socket, std::string_view bytes) {
  const std::size_t size = std::min<std::size_t>(bytes.size(), INT_MAX);
  return static_cast<std::size_t>(std::max(0, ::send(socket, bytes.data(), static_cast<int>(size), 0)));
}

/// How many bytes came; 0: the other side has closed, or is gone.
inline std::size_t receive_some(Socket socket, std::span<char> into) {
  return static_cast<std::size_t>(std::max(0, ::recv(socket, into.data(), static_cast<int>(into.size()), 0)));
}

inline void end_sending(Socket socket) { ::shutdown(socket, SD_SEND); }
/// Wakes who waits for it, too.
inline void end_both_ways(Socket socket) {
  ::shutdown(socket, SD_BOTH);
  ::CancelIoEx(reinterpret_cast<HANDLE>(socket), nullptr);  // a call that waits already may not notice
}

/// The next `close_socket` cuts the connection with a reset.
inline void reset_when_closed(Socket socket) {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&at_once), sizeof at_once);
}

#else

using Socket = int;
inline constexpr Socket no_socket = -1;

inline bool start_sockets() { return true; }

inline void close_socket(Socket socket) { ::close(socket); }

inline void never_block(Socket socket) { ::fcntl(socket, F_SETFL, O_NONBLOCK); }

inline void raise_no_signal([[maybe_unused]] Socket socket) {
#if defined(SO_NOSIGPIPE)
  const int on = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
}

inline bool wait_for_socket(Socket socket, short events, std::chrono::milliseconds at_most) {
  pollfd look{.fd = socket, .events = events, .revents = 0};
  return ::poll(&look, 1, static_cast<int>(at_most.count())) > 0;
}

inline std::size_t send_some(Socket socket, std::string_view bytes) {
#if defined(MSG_NOSIGNAL)
  constexpr int flags = MSG_NOSIGNAL;
#else
  constexpr int flags = 0;  // the socket itself is set to raise no signal
#endif
  return static_cast<std::size_t>(std::max<ssize_t>(0, ::send(socket, bytes.data(), bytes.size(), flags)));
}

inline std::size_t receive_some(Socket socket, std::span<char> into) {
  return static_cast<std::size_t>(std::max<ssize_t>(0, ::recv(socket, into.data(), into.size(), 0)));
}

inline void end_sending(Socket socket) { ::shutdown(socket, SHUT_WR); }
inline void end_both_ways(Socket socket) { ::shutdown(socket, SHUT_RDWR); }

inline void reset_when_closed(Socket socket) {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

#endif

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
