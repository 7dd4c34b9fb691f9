// A session in keyturn as this unit sees it: `SESSION` is the function's name, and what it returns says which keyturn that was.
#include <keyturn/keyturn.hpp>

#include <string>

namespace {

struct MadeUpServer {
  keyturn::Result<keyturn::Response> send(const keyturn::Request& request) {
    const bool login = request.url.ends_with("/login");
    return keyturn::Response{.status = 200,
                             .body = login ? R"({"access_token":"a","refresh_token":"r","expires_in":900})" : "served"};
  }
};

}  // namespace

std::string SESSION();
std::string SESSION() {
  keyturn::AuthClient client{MadeUpServer{}, keyturn::MemoryStorage{}, keyturn::JsonApi{"https://api.example.com"}};
  if (!client.login(keyturn::Password{"ada", "lovelace"})) return "no login";
  auto answer = client.get("/notes");
  if (!answer || !client.logout()) return "no answer";
  const auto minor = std::to_string(KEYTURN_VERSION_MINOR);
  // The category's name stands in a function that each unit emits, and of which a program keeps one if the names are one.
  return answer->body + " by minor version " + minor + ", category " + keyturn::error_category().name() +
         (KEYTURN_HARDENED_SECRETS ? ", hardened" : "");
}
