// The server's conversations: takes a request, gives its answer. It knows no sockets.
#ifndef KEYTURN_EXAMPLES_AUTH_SERVER_API_HPP
#define KEYTURN_EXAMPLES_AUTH_SERVER_API_HPP

#include "auth_server/config.hpp"
#include "auth_server/database.hpp"
#include "auth_server/metrics.hpp"
#include "auth_server/passwords.hpp"
#include "auth_server/throttle.hpp"
#include "auth_server/token_store.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <nlohmann/json_fwd.hpp>

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::example {

using HttpStatus = boost::beast::http::status;
using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;
using HttpResponse = boost::beast::http::response<boost::beast::http::string_body>;

// Safe on many threads; one call occupies its thread until the answer is committed.
class Api {
 public:
  explicit Api(const AuthServerConfig& config);  // throws DatabaseError

  HttpResponse answer(const HttpRequest& request);

  // The answer to a request that could not be read, or for which there is no room now.
  HttpResponse refuse(const HttpRequest& request, HttpStatus status, std::string_view error,
                      std::string_view detail = {});

  // The answer that a client's tests asked for.
  HttpResponse play_fault(const HttpRequest& request, HttpStatus status);
  void count_fault(std::uint64_t Counters::*fault) { metrics_.count(fault); }
  bool allows_faults() const { return allow_faults_; }

  // True for what costs a password hash, so that it can wait in a queue of its own.
  static bool is_slow(const HttpRequest& request);

  // False: the name is taken. Throws std::invalid_argument for a name or password that nobody can log in with.
  bool add_user(std::string_view name, std::string_view password);

  const Metrics& metrics() const { return metrics_; }
  std::vector<Presentation> presentations() { return store_.presentations(); }

 private:
  struct Route;
  enum class Carrier { json, cookie };  // how a refresh token travels
  struct RefreshToken;
  const Route* find_route(std::string_view path) const;
  HttpResponse route(const HttpRequest& request);
  HttpResponse call(const Route& route, const HttpRequest& request);
  void complete(const HttpRequest& request, HttpResponse& response);

  HttpResponse login(const HttpRequest& request);
  HttpResponse refresh(const HttpRequest& request);
  HttpResponse logout(const HttpRequest& request);
  HttpResponse verify(const HttpRequest& request);
  HttpResponse me(const HttpRequest& request);
  HttpResponse list_notes(const HttpRequest& request);
  HttpResponse add_note(const HttpRequest& request);
  HttpResponse health(const HttpRequest& request);
  HttpResponse show_metrics(const HttpRequest& request);
  HttpResponse show_presentations(const HttpRequest& request);

  AccessGrant authorize(const HttpRequest& request);
  static std::optional<RefreshToken> given_refresh_token(const HttpRequest& request);
  HttpResponse token_answer(const IssuedPair& pair, Carrier carrier, ServerTime now) const;
  void purge_now_and_then(ServerTime now);

  std::function<ServerTime()> clock_;
  std::function<void(std::string_view)> log_;
  bool allow_faults_, secure_cookies_;
  Database database_;
  TokenStore store_;
  Passwords passwords_;
  LoginThrottle throttle_;
  Metrics metrics_;
  std::atomic<ServerTime::rep> next_purge_{0};
};

}  // namespace keyturn::example

#endif
