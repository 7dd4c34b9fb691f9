// The example auth server as one object, for programs that have it inside: it serves from construction to stop().
#ifndef KEYTURN_EXAMPLES_AUTH_SERVER_AUTH_SERVER_HPP
#define KEYTURN_EXAMPLES_AUTH_SERVER_AUTH_SERVER_HPP

#include "auth_server/config.hpp"
#include "auth_server/database.hpp"
#include "auth_server/metrics.hpp"
#include "auth_server/presentations.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::example {

// Safe on many threads; it has its own for the work.
class AuthServer {
 public:
  // When it returns, the server answers. Throws DatabaseError, TlsError, or std::system_error if it cannot listen
  // there.
  explicit AuthServer(AuthServerConfig config = {});
  ~AuthServer();
  AuthServer(const AuthServer&) = delete;
  AuthServer& operator=(const AuthServer&) = delete;

  unsigned short port() const;
  std::string url() const;  // such as http://127.0.0.1:8080, or https, without a slash at its end

  // False: the name is taken, and keeps its password. Throws std::invalid_argument for a name or password that
  // nobody could log in with, and DatabaseError.
  bool add_user(std::string_view name, std::string_view password);

  // Counted before an answer leaves: what a client has seen is in here.
  Counters counters() const;
  // An empty method or path, or status 0, stands for any.
  std::uint64_t requests(std::string_view method = {}, std::string_view path = {}, unsigned status = 0) const;

  // The refresh tokens that were presented, the oldest first. Throws DatabaseError.
  std::vector<Presentation> presentations() const;

  // Lets running requests finish and closes everything, in less than a second (or `database_patience`, if a request
  // waits for the database). May be called again.
  void stop();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// The same without a server: adds the user to the database that `config` names.
bool add_user_to_database(const AuthServerConfig& config, std::string_view name, std::string_view password);

}  // namespace keyturn::example

#endif
