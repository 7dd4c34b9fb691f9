// Waits at the redirect URI for the one request that brings the answer, and lets nobody else get in its way.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_REDIRECT_LISTENER_HPP
#define KEYTURN_ADAPTERS_BROWSER_SIGN_IN_REDIRECT_LISTENER_HPP

#include <keyturn/adapters/browser_sign_in/loopback_socket.hpp>
#include <keyturn/adapters/browser_sign_in/redirect_page.hpp>
#include <keyturn/adapters/browser_sign_in/redirect_request.hpp>
#include <keyturn/base/secret.hpp>
#include <keyturn/base/time.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <poll.h>
#include <sys/socket.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// A listening socket and the connections that came in. Browsers open some that they do not use, and others may connect
/// too: so each connection has its own bytes and its own time, one request, and gives way when there are too many. Not
/// safe for use from several threads.
///
/// A server library would be a dependency of every desktop app, for one GET.
class RedirectListener {
 public:
  static constexpr std::size_t max_head = 8192, max_connections = 32;
  static constexpr std::chrono::seconds max_time{10};

  RedirectListener(LoopbackListening listening, std::string path)
      : socket_{std::move(listening.socket)}, authority_{std::move(listening.authority)}, path_{std::move(path)} {}
  RedirectListener(RedirectListener&&) noexcept = default;

  std::string redirect_uri() const { return "http://" + authority_ + path_; }

  /// Does what can be done without waiting. `judge(query)` gives a `RedirectVerdict` on each GET of the path that names
  /// this host. After the last one everything is closed, and true returned; the system still delivers the page.
  template <class Judge>
  bool serve(TimePoint now, Judge&& judge) {
    accept(now);
    for (auto it = connections_.begin(); it != connections_.end();) {
      const Step step = it->until <= now ? Step::over : go_on(*it, judge);
      if (step == Step::last) return close(), true;
      it = step == Step::over ? connections_.erase(it) : std::next(it);
    }
    // The oldest go first, but only when what all of them had sent was looked at.
    while (connections_.size() > max_connections) connections_.pop_front();
    return false;
  }

  /// Waits until there may be something to do, or that time is over.
  void wait(std::chrono::milliseconds at_most) const {
    std::vector<pollfd> waited;
    // Without a free descriptor the socket would be ready all the time, and no connection could be taken.
    if (socket_ && !out_of_descriptors_) waited.push_back({.fd = socket_.fd(), .events = POLLIN, .revents = 0});
    for (const Connection& each : connections_)
      waited.push_back(
          {.fd = each.socket.fd(), .events = each.to_send().empty() ? short{POLLIN} : short{POLLOUT}, .revents = 0});
    ::poll(waited.data(), static_cast<nfds_t>(waited.size()), static_cast<int>(at_most.count()));
  }

  void close() {
    connections_.clear();
    socket_ = {};
  }

 private:
  struct Connection {
    LoopbackSocket socket;
    TimePoint until;
    std::string head{}, answer{};
    std::size_t sent = 0;

    Connection(LoopbackSocket taken, TimePoint end) : socket{std::move(taken)}, until{end} { head.reserve(max_head); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() { wipe(head); }  // there is a code in it

    std::string_view to_send() const { return std::string_view{answer}.substr(sent); }
  };
  enum class Step { more, over, last };

  void accept(TimePoint now) {
    out_of_descriptors_ = false;
    // A bound for each call, so that nobody keeps the host's frame here by connecting again and again.
    for (std::size_t i = 0; i < max_connections; ++i) {
      LoopbackSocket taken = socket_.accept();
      if (taken) {
        connections_.emplace_back(std::move(taken), later(now, max_time));
        continue;
      }
      if (errno == EINTR || errno == ECONNABORTED) continue;
      out_of_descriptors_ = errno != EAGAIN && errno != EWOULDBLOCK;
      if (out_of_descriptors_ && !connections_.empty()) connections_.pop_front();
      return;
    }
  }

  template <class Judge>
  Step go_on(Connection& connection, Judge&& judge) {
    if (!connection.answer.empty()) return send(connection);
    const Step read = receive(connection);
    const std::size_t end = connection.head.find("\r\n\r\n");
    if (end == connection.head.npos && connection.head.size() < max_head) return read;
    const RedirectVerdict verdict =
        end == connection.head.npos ? RedirectVerdict{RedirectPage::too_long} : verdict_on(connection.head, judge);
    connection.answer = redirect_answer(verdict.page);
    wipe(connection.head);
    const Step sent = send(connection);
    return verdict.last ? Step::last : sent;
  }

  template <class Judge>
  RedirectVerdict verdict_on(std::string_view head, Judge&& judge) const {
    const auto request = read_redirect_request(head);
    // Another name that leads here is how a web page would reach this port (DNS rebinding).
    if (!request || !equal_ignoring_case(request->host, authority_)) return {RedirectPage::malformed};
    if (request->path != path_) return {RedirectPage::not_found};
    if (request->method != "GET") return {RedirectPage::not_allowed};
    return judge(request->query);
  }

  static Step receive(Connection& connection) {
    std::array<char, 2048> bytes;
    while (connection.head.size() < max_head) {
      const std::size_t room = std::min(bytes.size(), max_head - connection.head.size());
      const auto got = connection.socket.receive({bytes.data(), room});
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return wipe(bytes.data(), bytes.size()), Step::more;
      if (got <= 0) return wipe(bytes.data(), bytes.size()), Step::over;
      connection.head.append(bytes.data(), static_cast<std::size_t>(got));
    }
    wipe(bytes.data(), bytes.size());
    return Step::more;
  }

  /// Once all is sent, what the other side still sends is read and dropped until it closes: a connection that is closed
  /// with bytes unread takes the answer back.
  static Step send(Connection& connection) {
    while (!connection.to_send().empty()) {
      const auto sent = connection.socket.send(connection.to_send());
      if (sent < 0 && errno == EINTR) continue;
      if (sent < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? Step::more : Step::over;
      connection.sent += static_cast<std::size_t>(sent);
      if (connection.to_send().empty()) ::shutdown(connection.socket.fd(), SHUT_WR);
    }
    std::array<char, 2048> bytes;
    for (int i = 0; i < 16; ++i) {
      const auto got = connection.socket.receive(bytes);
      if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK)) return Step::over;
      if (got < 0) break;
    }
    return Step::more;
  }

  LoopbackSocket socket_;
  std::string authority_, path_;
  std::list<Connection> connections_;
  bool out_of_descriptors_ = false;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
