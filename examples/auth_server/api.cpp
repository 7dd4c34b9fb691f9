#include "auth_server/api.hpp"

#include "auth_server/cookies.hpp"
#include "auth_server/json_body.hpp"
#include "auth_server/responses.hpp"

#include <sodium.h>
#include <boost/asio/ip/address.hpp>
#include <boost/beast/http/field.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace keyturn::example {
namespace {

using boost::beast::http::field;
using boost::beast::http::verb;
using nlohmann::json;

constexpr std::size_t longest_name = 256;
constexpr std::size_t longest_idempotency_key = 255;
constexpr std::chrono::seconds busy_wait{1};
constexpr std::chrono::minutes purge_interval{1};

// Thrown by a route that needs a live access token and has none.
struct Unauthorized {};

std::function<ServerTime()> clock_or_system(std::function<ServerTime()> clock) {
  if (clock) return clock;
  return [] { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); };
}

bool is_loopback(const std::string& address) {
  boost::system::error_code error;
  const auto read = boost::asio::ip::make_address(address, error);
  return !error && read.is_loopback();
}

std::chrono::seconds whole_seconds_up(std::chrono::milliseconds wait) {
  return std::chrono::ceil<std::chrono::seconds>(wait);
}

std::int64_t seconds_left(ServerTime until, ServerTime now) {
  return std::max<std::int64_t>(std::chrono::floor<std::chrono::seconds>(until - now).count(), 0);
}

std::int64_t unix_seconds(ServerTime time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

std::optional<std::string_view> idempotency_key(const HttpRequest& request) {
  const auto [first, last] = request.equal_range("Idempotency-Key");
  if (first == last) return std::nullopt;
  const std::string_view key{first->value().data(), first->value().size()};
  if (std::next(first) != last) throw BadRequest{"Idempotency-Key: comes twice"};
  if (key.empty() || key.size() > longest_idempotency_key)
    throw BadRequest{"Idempotency-Key: must have 1 to 255 bytes"};
  return key;
}

}  // namespace

struct Api::RefreshToken {
  std::string text;
  Carrier carrier;
};

struct Api::Route {
  std::string_view path;
  verb method;
  HttpResponse (Api::*handler)(const HttpRequest&);
  verb second_method = verb::unknown;
  HttpResponse (Api::*second_handler)(const HttpRequest&) = nullptr;
  bool for_tests = false;  // there with --allow-faults alone
};

const Api::Route* Api::find_route(std::string_view path) const {
  static constexpr std::array routes{
      Route{"/login", verb::post, &Api::login},
      Route{"/refresh", verb::post, &Api::refresh},
      Route{"/logout", verb::post, &Api::logout},
      Route{"/verify", verb::post, &Api::verify},
      Route{"/me", verb::get, &Api::me},
      Route{"/notes", verb::get, &Api::list_notes, verb::post, &Api::add_note},
      Route{"/health", verb::get, &Api::health},
      Route{"/metrics", verb::get, &Api::show_metrics},
      Route{"/presentations", verb::get, &Api::show_presentations, verb::unknown, nullptr, true},
  };
  const auto found = std::find_if(routes.begin(), routes.end(), [path](const Route& r) { return r.path == path; });
  return found == routes.end() || (found->for_tests && !allow_faults_) ? nullptr : &*found;
}

Api::Api(const AuthServerConfig& config)
    : clock_{clock_or_system(config.clock)},
      log_{config.log},
      allow_faults_{config.allow_faults},
      secure_cookies_{!is_loopback(config.address)},
      database_{config.database, config.database_patience},
      store_{database_, {config.access_ttl, config.refresh_ttl, config.rotation, config.keep_ended}} {}

HttpResponse Api::answer(const HttpRequest& request) {
  HttpResponse response = route(request);
  complete(request, response);
  return response;
}

HttpResponse Api::refuse(const HttpRequest& request, HttpStatus status, std::string_view error,
                         std::string_view detail) {
  HttpResponse response = status == HttpStatus::service_unavailable ? try_later(status, error, busy_wait)
                                                                    : error_response(status, error, detail);
  complete(request, response);
  return response;
}

HttpResponse Api::play_fault(const HttpRequest& request, HttpStatus status) {
  metrics_.count(&Counters::fault_statuses);
  HttpResponse response = error_response(status, "fault");
  if (status == HttpStatus::no_content || status == HttpStatus::not_modified) response.body().clear();
  complete(request, response);
  return response;
}

bool Api::is_slow(const HttpRequest& request) { return request.method() == verb::post && path_of(request) == "/login"; }

bool Api::add_user(std::string_view name, std::string_view password) {
  if (name.empty() || name.size() > longest_name) throw std::invalid_argument{"a name has 1 to 256 bytes"};
  const bool printable = std::none_of(name.begin(), name.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
  if (!printable) throw std::invalid_argument{"a name has no control characters"};
  if (password.empty() || password.size() > Passwords::longest)
    throw std::invalid_argument{"a password has 1 to 1024 bytes"};
  return store_.add_user(name, passwords_.hash(password));
}

HttpResponse Api::route(const HttpRequest& request) {
  const Route* route = find_route(path_of(request));
  if (route == nullptr) return error_response(HttpStatus::not_found, "not_found");
  const bool known = request.method() == route->method ||
                     (request.method() == route->second_method && route->second_handler != nullptr);
  if (known) return call(*route, request);
  HttpResponse response = error_response(HttpStatus::method_not_allowed, "method_not_allowed");
  std::string allowed{to_string(route->method)};
  if (route->second_handler != nullptr) allowed += ", " + std::string{to_string(route->second_method)};
  response.set(field::allow, allowed);
  return response;
}

HttpResponse Api::call(const Route& route, const HttpRequest& request) {
  try {
    const auto handler = request.method() == route.method ? route.handler : route.second_handler;
    return (this->*handler)(request);
  } catch (const BadRequest& fault) {
    return error_response(HttpStatus::bad_request, "bad_request", fault.what());
  } catch (const Unauthorized&) {
    return invalid_access_token();
  } catch (const DatabaseError&) {
    return try_later(HttpStatus::service_unavailable, "temporarily_unavailable", busy_wait);
  } catch (const std::bad_alloc&) {
    return try_later(HttpStatus::service_unavailable, "temporarily_unavailable", busy_wait);
  } catch (const std::exception&) {
    return error_response(HttpStatus::internal_server_error, "internal_error");
  }
}

// Labels come from fixed sets: what a stranger sends must not make the counters grow.
void Api::complete(const HttpRequest& request, HttpResponse& response) {
  response.set(field::date, http_date(clock_()));
  const auto path = path_of(request);
  const std::string_view known_path = find_route(path) != nullptr ? path : "other";
  constexpr std::array known_methods{verb::get,     verb::head,    verb::post, verb::put,
                                     verb::delete_, verb::options, verb::patch};
  const bool known = std::find(known_methods.begin(), known_methods.end(), request.method()) != known_methods.end();
  const std::string method = known ? std::string{to_string(request.method())} : "other";
  metrics_.count_request(method, known_path, response.result_int());
  if (log_) log_(method + ' ' + std::string{known_path} + ' ' + std::to_string(response.result_int()));
  if (response.result() != HttpStatus::no_content) response.prepare_payload();  // a 204 has no Content-Length
}

// The body goes before the cookie: who sends both means the one that the request was made with.
std::optional<Api::RefreshToken> Api::given_refresh_token(const HttpRequest& request) {
  const auto cookie = refresh_cookie(request);
  if (!request.body().empty() || !cookie) {
    auto token = optional_text(read_object(request.body()), "refresh_token");
    if (token) return RefreshToken{*std::move(token), Carrier::json};
  }
  if (!cookie) return std::nullopt;
  return RefreshToken{std::string{*cookie}, Carrier::cookie};
}

HttpResponse Api::token_answer(const IssuedPair& pair, Carrier carrier, ServerTime now) const {
  const auto refresh_life = seconds_left(pair.refresh_expires_at, now);
  json body{{"access_token", pair.tokens.access_token},
            {"token_type", "Bearer"},
            {"expires_in", seconds_left(pair.access_expires_at, now)},
            {"refresh_expires_in", refresh_life}};
  if (carrier == Carrier::json) body["refresh_token"] = pair.tokens.refresh_token;
  HttpResponse response = json_response(HttpStatus::ok, body);
  if (carrier == Carrier::cookie)
    response.set(field::set_cookie,
                 set_refresh_cookie(pair.tokens.refresh_token, std::chrono::seconds{refresh_life}, secure_cookies_));
  response.set(field::cache_control, "no-store");
  return response;
}

// Before a request's own work, never after it: should it fail, nothing that was committed goes unanswered.
void Api::purge_now_and_then(ServerTime now) {
  auto due = next_purge_.load();
  if (now.time_since_epoch().count() < due) return;
  const auto next = (now + purge_interval).time_since_epoch().count();
  if (next_purge_.compare_exchange_strong(due, next)) store_.purge(now);
}

HttpResponse Api::login(const HttpRequest& request) {
  const json body = read_object(request.body());
  const std::string name = required_text(body, "username");
  std::string password = required_text(body, "password");
  const std::string mode = optional_text(body, "mode").value_or("json");
  if (mode != "json" && mode != "cookie") throw BadRequest{"mode: must be json or cookie"};
  if (name.size() > longest_name) throw BadRequest{"username: has more than 256 bytes"};
  if (password.size() > Passwords::longest) throw BadRequest{"password: has more than 1024 bytes"};
  const ServerTime now = clock_();
  const auto wait = throttle_.wait(name, now);
  if (wait.count() > 0) return try_later(HttpStatus::too_many_requests, "too_many_attempts", whole_seconds_up(wait));

  const auto user = store_.find_user(name);
  const bool right = user && passwords_.verify(user->password_hash, password);
  if (!user) passwords_.verify_for_nobody(password);
  if (!right) {
    throttle_.failed(name, now);
    metrics_.count(&Counters::login_failures);
    return refused_credentials("invalid_credentials");
  }
  throttle_.succeeded(name);
  if (passwords_.outdated(user->password_hash)) store_.change_password(user->id, passwords_.hash(password));
  sodium_memzero(password.data(), password.size());
  purge_now_and_then(now);
  const IssuedPair pair = store_.open_session(user->id, now);
  metrics_.count(&Counters::logins);
  return token_answer(pair, mode == "cookie" ? Carrier::cookie : Carrier::json, now);
}

HttpResponse Api::refresh(const HttpRequest& request) {
  metrics_.count(&Counters::refresh_requests);
  const auto token = given_refresh_token(request);
  if (!token) throw BadRequest{"refresh_token: is missing"};
  const auto key = idempotency_key(request);
  const ServerTime now = clock_();
  purge_now_and_then(now);
  const RefreshResult result = store_.refresh(token->text, key, now);
  switch (result.outcome) {
    case RefreshOutcome::rotated:
      metrics_.count(&Counters::rotations);
      return token_answer(result.pair, token->carrier, now);
    case RefreshOutcome::replayed:
      metrics_.count(&Counters::replays);
      return token_answer(result.pair, token->carrier, now);
    case RefreshOutcome::superseded: {
      metrics_.count(&Counters::superseded);
      HttpResponse response = error_response(HttpStatus::conflict, "superseded");
      response.set(field::cache_control, "no-store");
      return response;
    }
    case RefreshOutcome::unknown:
      return refused_credentials("invalid_refresh_token");
    case RefreshOutcome::expired:
      return refused_credentials("refresh_token_expired");
    case RefreshOutcome::revoked:
      return refused_credentials("refresh_token_revoked");
    case RefreshOutcome::reused:
      break;
  }
  metrics_.count(&Counters::reuse_revocations);
  return refused_credentials("refresh_token_reused");
}

HttpResponse Api::logout(const HttpRequest& request) {
  const bool has_cookie = refresh_cookie(request).has_value();
  const auto refresh_token = request.body().empty() && !has_cookie ? std::nullopt : given_refresh_token(request);
  const ServerTime now = clock_();
  if (const auto access_token = bearer_token(request)) store_.revoke(*access_token, now);
  if (refresh_token) store_.revoke(refresh_token->text, now);
  metrics_.count(&Counters::logouts);
  HttpResponse response{HttpStatus::no_content, 11};
  if (has_cookie) response.set(field::set_cookie, set_refresh_cookie({}, {}, secure_cookies_));
  return response;
}

HttpResponse Api::verify(const HttpRequest& request) {
  const std::string token = required_text(read_object(request.body()), "token");
  const auto live = store_.look_up(token, clock_());
  json body{{"active", live.has_value()}};
  if (live) {
    body["username"] = live->username;
    body["token_type"] = live->is_access_token ? "Bearer" : "refresh_token";
    body["iat"] = unix_seconds(live->issued_at);
    body["exp"] = unix_seconds(live->expires_at);
  }
  HttpResponse response = json_response(HttpStatus::ok, body);
  response.set(field::cache_control, "no-store");
  return response;
}

AccessGrant Api::authorize(const HttpRequest& request) {
  const auto token = bearer_token(request);
  auto grant = token ? store_.use_access_token(*token, clock_()) : std::nullopt;
  if (!grant) throw Unauthorized{};
  return *std::move(grant);
}

HttpResponse Api::me(const HttpRequest& request) {
  return json_response(HttpStatus::ok, {{"username", authorize(request).username}});
}

HttpResponse Api::list_notes(const HttpRequest& request) {
  json notes = json::array();
  for (const Note& note : store_.notes(authorize(request).user_id))
    notes.push_back({{"id", note.id}, {"text", note.text}});
  return json_response(HttpStatus::ok, {{"notes", std::move(notes)}});
}

HttpResponse Api::add_note(const HttpRequest& request) {
  const AccessGrant grant = authorize(request);
  const auto note = store_.add_note(grant.user_id, required_text(read_object(request.body()), "text"));
  if (!note) return error_response(HttpStatus::conflict, "too_many_notes");
  return json_response(HttpStatus::created, {{"id", note->id}, {"text", note->text}});
}

HttpResponse Api::health(const HttpRequest&) { return json_response(HttpStatus::ok, {{"status", "ok"}}); }

HttpResponse Api::show_metrics(const HttpRequest&) {
  HttpResponse response{HttpStatus::ok, 11};
  response.set(field::content_type, "text/plain; version=0.0.4; charset=utf-8");
  response.body() = metrics_.text();
  return response;
}

HttpResponse Api::show_presentations(const HttpRequest&) {
  json rows = json::array();
  for (const Presentation& shown : store_.presentations()) {
    json row{{"time", shown.at.time_since_epoch().count()},
             {"token", shown.token},
             {"session", nullptr},
             {"rotation", nullptr},
             {"idempotency_key", nullptr},
             {"outcome", to_string(shown.outcome)}};
    if (shown.session) row["session"] = *shown.session;
    if (shown.rotation) row["rotation"] = *shown.rotation;
    if (shown.idempotency_key) row["idempotency_key"] = *shown.idempotency_key;
    rows.push_back(std::move(row));
  }
  return json_response(HttpStatus::ok, {{"presentations", std::move(rows)}});
}

}  // namespace keyturn::example
