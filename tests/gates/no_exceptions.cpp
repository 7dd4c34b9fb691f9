// A whole life of a session on the core alone: built without exceptions and RTTI, linked with nothing.
#include <keyturn/core.hpp>

#include <cstdio>
#include <string>
#include <vector>

namespace {

/// A server in one function: any password logs in, "at-1" is dead from the start, and a refresh brings "at-2".
struct Wire {
  keyturn::Result<keyturn::Response> send(const keyturn::Request& request) {
    if (request.url.ends_with("/login")) return keyturn::Response{.status = 200, .body = "1"};
    if (request.url.ends_with("/refresh")) return keyturn::Response{.status = 200, .body = "2"};
    if (request.url.ends_with("/logout")) return keyturn::Response{.status = 204};
    auto sent = request.headers.get("Authorization");
    if (!sent || *sent != "Bearer at-2") return keyturn::Response{.status = 401};
    return keyturn::Response{.status = 200, .body = "notes"};
  }
};

/// The smallest protocol: the answer's body is the number of the pair.
struct Numbered {
  static constexpr std::string_view base = "https://api.example.com";
  static keyturn::Request post(const char* path) {
    return {.method = "POST", .url = std::string{base} + path, .auth = keyturn::Auth::none};
  }
  std::string_view api_base() const { return base; }
  keyturn::Result<keyturn::Request> login_request(const keyturn::Password&) const { return post("/login"); }
  keyturn::Result<keyturn::Request> refresh_request(const keyturn::TokenSet&) const { return post("/refresh"); }
  std::vector<keyturn::Request> logout_requests(const keyturn::TokenSet&) const { return {post("/logout")}; }
  keyturn::Result<keyturn::TokenSet> read_tokens(const keyturn::Response& answer) const {
    keyturn::TokenSet tokens;
    tokens.access_token = keyturn::Secret{std::string_view{"at-" + answer.body}};
    tokens.refresh_token = keyturn::Secret{std::string_view{"rt-" + answer.body}};
    tokens.expires_in = std::chrono::seconds{900};
    return tokens;
  }
  keyturn::Verdict refresh_verdict(const keyturn::Response& answer) const {
    return answer.status == 200 ? keyturn::Verdict::renewed : keyturn::Verdict::transient;
  }
};

int fail(const char* what) {
  std::printf("%s\n", what);
  return 1;
}

}  // namespace

int main() {
  int ended = 0;
  keyturn::AuthClient client{Wire{}, keyturn::MemoryStorage{}, Numbered{}};
  client.on_logout([&](keyturn::LogoutReason) { ++ended; });
  if (client.logged_in()) return fail("logged in before the login");
  if (!client.login(keyturn::Password{"ada", "lovelace"})) return fail("the login failed");
  auto answer = client.get("/notes");
  if (!answer || answer->status != 200 || answer->body != "notes") return fail("the call was not renewed and replayed");
  if (!client.logout() || ended != 1 || client.logged_in()) return fail("the logout did not log out");
  answer = client.get("/notes");
  if (answer || answer.error().code != keyturn::Errc::not_logged_in) return fail("a call without a session went out");
  return 0;
}
