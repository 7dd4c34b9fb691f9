// One TCP connection with one deadline over all that is done with it. The file to replace where the network stack is
// not POSIX's, and the place for TLS.
#ifndef KEYTURN_EXAMPLES_EMBEDDED_CONNECTION_HPP
#define KEYTURN_EXAMPLES_EMBEDDED_CONNECTION_HPP

#include <keyturn/core.hpp>

#include <string>

namespace keyturn::example::embedded {

/// Owns its socket. For one thread at a time. Every call blocks until `deadline` at the latest, and says `timed_out` then.
class Connection {
 public:
  /// Tries each address of the host in turn. `not_sent` if none takes the connection. The system's resolver alone knows no
  /// deadline: a network stack whose resolver does is given it here.
  static Result<Connection> open(const Origin& origin, TimePoint deadline);

  Connection(Connection&& other) noexcept;
  Connection& operator=(Connection&&) = delete;
  ~Connection();

  /// All of it. `no_answer` if the other end has gone: it may have seen a part.
  Result<void> write(std::string_view bytes);

  /// What is there, at least one byte; 0: the other end has closed. `no_answer` if the connection broke.
  Result<std::size_t> read(std::span<char> into);

 private:
  Connection(int socket, TimePoint deadline) : socket_{socket}, deadline_{deadline} {}
  Result<void> wait(short event);

  int socket_;
  TimePoint deadline_;
};

}  // namespace keyturn::example::embedded

#endif
