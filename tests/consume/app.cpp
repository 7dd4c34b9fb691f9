// The small program of all ways in: a login, a call, a logout.
#include <keyturn/keyturn.hpp>

#include <cstdio>
#include <string>

struct MadeUpServer {
  keyturn::Result<keyturn::Response> send(const keyturn::Request& request) {
    if (request.url.ends_with("/login"))
      return keyturn::Response{.status = 200, .body = R"({"access_token":"a","refresh_token":"r","expires_in":900})"};
    const std::string token{request.headers.get("Authorization").value_or("nothing")};
    return keyturn::Response{.status = 200, .body = "sent with " + token};
  }
};

int main() {
  keyturn::AuthClient client{MadeUpServer{}, keyturn::MemoryStorage{}, keyturn::JsonApi{"https://api.example.com"}};
  if (!client.login(keyturn::Password{"ada", "lovelace"})) return 1;
  auto notes = client.get("/notes");
  if (!notes || !client.logout()) return 1;
  std::printf("%s, then %s\n", notes->body.c_str(), client.logged_in() ? "logged in" : "logged out");
}
