// An auth server's own dialect, written out: here with nlohmann's JSON, for the example auth server. What matters is the
// class. Where only names, paths or error words differ, `JsonApiConfig` says so in data, and no class is needed.
#include "small/print.hpp"

#include <keyturn/keyturn.hpp>

#include <nlohmann/json.hpp>

using namespace keyturn::example;
using keyturn::Errc, keyturn::Error, keyturn::Request, keyturn::Response, keyturn::Result, keyturn::Secret,
    keyturn::TokenSet, keyturn::Verdict;
using nlohmann::json;

namespace {

// Pure translation: no state, no I/O. The client adds limits and the Idempotency-Key, and wipes the messages after use;
// what nlohmann copied on the way stays in memory.
class NotesProtocol {
 public:
  explicit NotesProtocol(std::string server) : server_{std::move(server)} {}

  std::string_view api_base() const { return server_; }

  Result<Request> login_request(const keyturn::Password& who) const {
    return post("/login", {{"username", who.username}, {"password", who.password.view()}});
  }

  Result<Request> refresh_request(const TokenSet& tokens) const {
    return post("/refresh", {{"refresh_token", tokens.refresh_token.view()}});
  }

  std::vector<Request> logout_requests(const TokenSet& tokens) const {
    const auto request = post("/logout", {{"refresh_token", tokens.refresh_token.view()}});
    return request ? std::vector{*request} : std::vector<Request>{};
  }

  Result<TokenSet> read_tokens(const Response& answer) const {
    const json body = json::parse(answer.body, nullptr, false);
    TokenSet tokens{.access_token = Secret{text(body, "access_token")},
                    .refresh_token = Secret{text(body, "refresh_token")}};
    if (tokens.access_token.empty() && tokens.refresh_token.empty())
      return Error{.code = Errc::bad_answer, .detail = "there are no tokens in the answer"};
    const auto lifetime = body.find("expires_in");
    if (lifetime != body.end() && lifetime->is_number_integer())
      tokens.expires_in = std::chrono::seconds{lifetime->get<std::int64_t>()};
    return tokens;
  }

  // Only what the server names ends a session: a proxy's 401, a 500 or a torn answer never do.
  Verdict refresh_verdict(const Response& answer) const {
    if (answer.status == 200 && read_tokens(answer)) return Verdict::renewed;
    const std::string reason = error_word(answer);
    if (reason == "refresh_token_expired") return Verdict::expired;
    if (reason == "superseded") return Verdict::superseded;
    const bool dead =
        reason == "invalid_refresh_token" || reason == "refresh_token_revoked" || reason == "refresh_token_reused";
    return dead ? Verdict::refused : Verdict::transient;
  }

  // Optional: what the user is told when a login is refused.
  Error error_of(const Response& answer) const {
    const std::string reason = error_word(answer);
    return {.code = reason == "invalid_credentials" ? Errc::login_refused : Errc::server_refused,
            .status = answer.status,
            .detail = reason.empty() ? "the server gives no reason" : "the server says " + reason};
  }

 private:
  static std::string text(const json& object, const char* member) {
    const auto found = object.find(member);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
  }

  static std::string error_word(const Response& answer) {
    return text(json::parse(answer.body, nullptr, false), "error");
  }

  Result<Request> post(const char* path, const json& members) const try {
    Request request{.method = "POST", .url = path, .body = members.dump()};
    request.headers.add("Content-Type", "application/json");
    return request;
  } catch (const json::exception&) {  // whose text would show a byte of the password
    return Error{.code = Errc::bad_request, .detail = "what goes to the auth server is not UTF-8"};
  }

  std::string server_;
};

static_assert(keyturn::explain_protocol<NotesProtocol>());

}  // namespace

int main(int count, char** arguments) {
  keyturn::AuthClient client{keyturn::CurlTransport{}, keyturn::MemoryStorage{},
                             NotesProtocol{server_of(count, arguments)}};
  print_events(client);
  if (auto done = client.login(keyturn::Password{"ada", "byron"}); !done) failed("login as ada byron", done.error());
  if (auto done = client.login(keyturn::Password{"ada", "lovelace"}); !done) return failed("login", done.error());
  if (auto done = client.refresh(); !done) return failed("refresh", done.error());
  const auto notes = client.get("/notes");
  if (!notes) return failed("GET /notes", notes.error());
  print("GET /notes", notes->status, notes->body);
  if (auto done = client.logout(); !done) return failed("logout", done.error());
  std::puts("logged out");
}
