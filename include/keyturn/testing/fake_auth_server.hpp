// An auth server with an API behind it, in memory, as a transport: the whole flow of login, use, refresh and logout in
// a test.
#ifndef KEYTURN_TESTING_FAKE_AUTH_SERVER_HPP
#define KEYTURN_TESTING_FAKE_AUTH_SERVER_HPP

#include <keyturn/builtin/hosted.hpp>
#include <keyturn/concepts/codec.hpp>
#include <keyturn/concepts/transport.hpp>
#include <keyturn/protocol/form.hpp>
#include <keyturn/testing/http_date.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// What happens to a refresh token that is presented again.
enum class Rotation {
  idempotent,  ///< With the key of the newest rotation: the same pair again; of an older one: superseded; else theft.
  strict,      ///< Always theft: the whole family is revoked.
  none,        ///< Refresh tokens do not rotate: the answer has no new one.
};

/// What a fake auth server is to be like.
struct FakeAuthServerConfig {
  std::string origin = "https://api.example.test";      ///< What URLs of requests must begin with; else `not_sent`.
  std::string username = "ada", password = "lovelace";  ///< The one user.
  std::string code = "code";  ///< OAuth 2.0: what it takes as authorization code and as device code.
  std::chrono::seconds access_ttl{900}, refresh_ttl{2'592'000};  ///< How long tokens live.
  Rotation rotation = Rotation::idempotent;                      ///< What it does with a spent refresh token.
  Callback<WallTime()> wall = [] { return Hosted{}.wall(); };    ///< The server's clock.
};

/// Speaks the dialect of the example auth server: `/login`, `/refresh`, `/logout`, and OAuth 2.0: `/token`, `/revoke`, for
/// any client; a request that is a form is answered as OAuth 2.0 has it. Behind the access token are `/me` and `/notes`.
/// Copies share one server. Safe for many threads; blocks only if the `before` function does. The codec is a
/// parameter so that firmware tests with its own; `FakeAuthServer` of <keyturn/testing.hpp> takes simdjson's.
template <Codec C>
class BasicFakeAuthServer {
 public:
  /// The same for every codec.
  using Config = FakeAuthServerConfig;

  /// What the server has seen and done: the truth that a test counts by.
  struct Counts {
    /// `refreshes`: all requests for one. `rotations`: new pairs. `replays`: the same pair again. `superseded`: answers that
    /// say so. `calls` and `refused_calls`: requests with an access token that works, and with one that does not, or none.
    unsigned logins = 0, refreshes = 0, rotations = 0, replays = 0, superseded = 0, revoked_families = 0, logouts = 0,
             calls = 0, refused_calls = 0;
  };

  /// Nobody is logged in yet.
  explicit BasicFakeAuthServer(Config config = {}) : shared_{std::make_shared<Shared>(std::move(config))} {}

  /// What it has seen and done so far.
  Counts counts() const {
    return locked([](Shared& s) { return s.counts; });
  }
  /// The bodies that were POSTed to `/notes`, in order.
  std::vector<std::string> notes() const {
    return locked([](Shared& s) { return s.notes; });
  }
  /// Families whose tokens still work.
  std::size_t live_sessions() const {
    return locked([](Shared& s) {
      return static_cast<std::size_t>(
          std::count_if(s.families.begin(), s.families.end(), [](const Family& f) { return !f.revoked; }));
    });
  }

  /// All access tokens stop working, as after a key change; refresh tokens go on.
  void kill_access_tokens() {
    locked([](Shared& s) {
      for (Family& f : s.families) f.access_dead = true;
      return 0;
    });
  }
  /// The session of these tokens is over at the server, as after a password change.
  void revoke_sessions() {
    locked([](Shared& s) {
      for (Family& f : s.families) f.revoked = true;
      return 0;
    });
  }
  /// The next `count` answers to `path` are lost after the server has acted: `no_answer`.
  void lose_answers(std::string path, unsigned count) {
    locked([&](Shared& s) {
      s.lost[std::move(path)] = count;
      return 0;
    });
  }
  /// The next `count` requests to `path` get this result instead of an answer, and the server does not see them.
  void instead(std::string path, unsigned count, Result<Response> result) {
    locked([&](Shared& s) {
      s.replaced.insert_or_assign(std::move(path), std::pair{count, std::move(result)});
      return 0;
    });
  }
  /// Called with each request before the server acts, without a lock: a test holds a request there, or calls the
  /// client.
  void before(Callback<void(const Request&)> function) {
    locked([&](Shared& s) {
      s.before = std::move(function);
      return 0;
    });
  }

  /// Answers the request as it would come over the wire.
  Result<Response> send(const Request& request) {
    if (const auto function = locked([](Shared& s) { return s.before; })) function(request);
    return locked([&](Shared& s) { return deliver(s, request); });
  }

 private:
  struct Family {
    std::vector<std::string> refresh_tokens;  // the last one is live
    std::vector<std::string> keys;            // keys[i] made refresh_tokens[i + 1]
    std::string access_token;
    WallTime access_expires{}, refresh_expires{};
    bool revoked = false, access_dead = false;
  };
  struct Shared {
    explicit Shared(Config c) : config{std::move(c)} {}
    std::mutex mutex;
    Config config;
    Counts counts;
    std::vector<Family> families;
    std::vector<std::string> notes;
    std::map<std::string, unsigned> lost;
    std::map<std::string, std::pair<unsigned, Result<Response>>> replaced;
    Callback<void(const Request&)> before;
    unsigned serial = 0;
  };

  template <class F>
  auto locked(F&& f) const {
    const std::lock_guard lock{shared_->mutex};
    return f(*shared_);
  }

  static Result<Response> deliver(Shared& s, const Request& request) {
    if (!request.url.starts_with(s.config.origin)) return Error{.code = Errc::not_sent, .detail = "no such host"};
    const std::string path = request.url.substr(s.config.origin.size());
    if (auto found = s.replaced.find(path); found != s.replaced.end() && found->second.first > 0) {
      --found->second.first;
      return found->second.second;
    }
    Response answer = act(s, request, path);
    if (auto& lost = s.lost[path]; lost > 0) {
      --lost;
      return Error{.code = Errc::no_answer, .detail = "the connection was cut"};
    }
    if (request.on_data && is_success(answer.status)) {
      if (!request.on_data(answer.body)) return Error{.code = Errc::cancelled};
      answer.body.clear();
    }
    return answer;
  }

  static Response act(Shared& s, const Request& request, std::string_view path) {
    const std::string body = text(request.body);
    const bool refreshes = path == "/refresh" || (path == "/token" && member(body, "grant_type") == "refresh_token");
    if (refreshes) return refresh(s, body, request.headers.get("Idempotency-Key").value_or(""));
    if (path == "/login" || path == "/token") return login(s, body);
    if (path == "/logout" || path == "/revoke") return logout(s, body, bearer(request));
    const Family* family = find_access(s, bearer(request));
    if (family == nullptr) {
      ++s.counts.refused_calls;
      return reply(s, 401, R"({"error":"invalid_token"})");
    }
    ++s.counts.calls;
    if (path == "/me") return reply(s, 200, R"({"username":")" + s.config.username + "\"}");
    if (path != "/notes") return reply(s, 404, R"({"error":"not_found"})");
    if (request.method == "POST") s.notes.push_back(body);
    return reply(s, request.method == "POST" ? 201 : 200, R"({"count":)" + std::to_string(s.notes.size()) + "}");
  }

  static Response login(Shared& s, const std::string& body) {
    const std::string grant = member(body, "grant_type");
    const bool by_client = grant == "client_credentials";
    const bool by_code = grant == "authorization_code" || grant == "urn:ietf:params:oauth:grant-type:device_code";
    const bool known =
        by_code ? member(body, "code") + member(body, "device_code") == s.config.code
                : member(body, "username") == s.config.username && member(body, "password") == s.config.password;
    if (!by_client && !known) return refuse(s, body, "invalid_credentials");
    ++s.counts.logins;
    s.families.push_back({});
    return issue(s, s.families.back(), !by_client);
  }

  static Response refresh(Shared& s, const std::string& body, std::string_view key) {
    ++s.counts.refreshes;
    const std::string token = member(body, "refresh_token");
    for (Family& f : s.families) {
      const auto found = std::find(f.refresh_tokens.begin(), f.refresh_tokens.end(), token);
      if (found == f.refresh_tokens.end()) continue;
      if (f.revoked) return refuse(s, body, "refresh_token_revoked");
      if (s.config.wall() >= f.refresh_expires) return refuse(s, body, "refresh_token_expired");
      if (found + 1 == f.refresh_tokens.end()) {
        ++s.counts.rotations;
        f.keys.emplace_back(key);
        return issue(s, f);
      }
      const auto index = static_cast<std::size_t>(found - f.refresh_tokens.begin());
      if (s.config.rotation == Rotation::idempotent && !key.empty() && f.keys[index] == key) {
        const bool newest = index + 2 == f.refresh_tokens.size();
        ++(newest ? s.counts.replays : s.counts.superseded);
        return newest ? tokens(s, f) : reply(s, 409, R"({"error":"superseded"})");
      }
      f.revoked = true;
      ++s.counts.revoked_families;
      return refuse(s, body, "refresh_token_reused");
    }
    return refuse(s, body, "invalid_refresh_token");
  }

  static Response logout(Shared& s, const std::string& body, std::string_view access) {
    ++s.counts.logouts;
    const std::string token = is_form(body) ? member(body, "token") : member(body, "refresh_token");
    for (Family& f : s.families) {
      const auto& known = f.refresh_tokens;
      f.revoked |= f.access_token == access || std::find(known.begin(), known.end(), token) != known.end();
      f.access_dead |= f.access_token == token;
    }
    return reply(s, is_form(body) ? 200 : 204, "");
  }

  static Response issue(Shared& s, Family& f, bool with_refresh_token = true) {
    const std::string serial = std::to_string(++s.serial);
    f.access_token = "access-" + serial;
    f.access_dead = false;
    f.access_expires = s.config.wall() + s.config.access_ttl;
    f.refresh_expires = s.config.wall() + s.config.refresh_ttl;
    const bool rotates = with_refresh_token && (s.config.rotation != Rotation::none || f.refresh_tokens.empty());
    if (rotates) f.refresh_tokens.push_back("refresh-" + serial);
    return tokens(s, f, rotates);
  }

  static Response tokens(Shared& s, const Family& f, bool with_refresh_token = true) {
    const auto seconds = [&](WallTime end) {
      return std::to_string(std::chrono::floor<std::chrono::seconds>(end - s.config.wall()).count());
    };
    return reply(s, 200,
                 R"({"access_token":")" + f.access_token +
                     (with_refresh_token ? R"(","refresh_token":")" + f.refresh_tokens.back() : std::string{}) +
                     R"(","token_type":"Bearer","expires_in":)" + seconds(f.access_expires) +
                     R"(,"refresh_expires_in":)" + seconds(f.refresh_expires) + "}");
  }

  static Response refuse(Shared& s, const std::string& body, const char* error) {
    if (is_form(body))
      return reply(s, 400, std::string{R"({"error":"invalid_grant","error_description":")"} + error + "\"}");
    return reply(s, 401, std::string{R"({"error":")"} + error + "\"}");
  }

  static Response reply(Shared& s, int status, std::string body) {
    Response answer{.status = status, .body = std::move(body)};
    answer.headers.add("Content-Type", "application/json");
    answer.headers.add("Date", http_date(s.config.wall()));
    if (status == 401) answer.headers.add("WWW-Authenticate", R"(Bearer error="invalid_token")");
    return answer;
  }

  static Family* find_access(Shared& s, std::string_view token) {
    for (Family& f : s.families)
      if (!token.empty() && f.access_token == token && !f.revoked && !f.access_dead &&
          s.config.wall() < f.access_expires)
        return &f;
    return nullptr;
  }

  static std::string_view bearer(const Request& request) {
    std::string_view value = request.headers.get("Authorization").value_or("");
    if (!value.starts_with("Bearer ")) return {};
    return value.substr(7);
  }

  static std::string text(const Body& body) {
    std::string text;
    char buffer[1024];
    const Reader reader = body.open();
    while (const std::size_t size = reader(buffer)) text.append(buffer, size);
    return text;
  }

  static bool is_form(std::string_view body) { return !body.starts_with('{'); }

  static std::string member(const std::string& body, std::string_view name) {
    if (!is_form(body)) {
      Field field;
      const auto read = C{}.read(body, std::span{&name, 1}, std::span{&field, 1});
      return read && field.kind == Field::Kind::text ? field.text : std::string{};
    }
    const auto fields = read_form(body);
    if (fields)
      for (const DecodedField& field : *fields)
        if (field.name == name) return std::string{field.value.view()};
    return {};
  }

  std::shared_ptr<Shared> shared_;
};

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
