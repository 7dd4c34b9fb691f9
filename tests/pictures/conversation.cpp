// Plays the life of a session against the example auth server, and prints what each takes from the other, a line a message:
// FROM > TO: what. The server's own look into its token store is seen at its database.
#include <keyturn/keyturn.hpp>

#include "auth_server/auth_server.hpp"

#include <sqlite3.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace {

using keyturn::Request, keyturn::Response, keyturn::Result, keyturn::Secret;

constexpr const char *user = "User", *app = "Client App", *server = "Auth Server", *store = "Token Store";

void say(std::string_view from, std::string_view to, std::string_view what) {
  static std::mutex mutex;
  const std::lock_guard guard{mutex};
  std::printf("%.*s > %.*s: %.*s\n", static_cast<int>(from.size()), from.data(), static_cast<int>(to.size()), to.data(),
              static_cast<int>(what.size()), what.data());
}

// What a text has of the secrets that went by, each called by the order in which it was first seen.
class Names {
 public:
  // Tokens of an answer: the members that a client reads.
  void learn(const std::string& json) {
    learn(access_, json, "\"access_token\":\"");
    learn(refresh_, json, "\"refresh_token\":\"");
  }
  std::string in(std::string_view text) const { return named(access_, "AT ", text) + named(refresh_, "RT ", text); }

 private:
  using Seen = std::vector<std::string>;
  static void learn(Seen& seen, const std::string& json, std::string_view before) {
    const auto found = json.find(before);
    if (found == std::string::npos) return;
    const auto begin = found + before.size();
    seen.push_back(json.substr(begin, json.find('"', begin) - begin));
  }
  static std::string named(const Seen& seen, std::string_view kind, std::string_view text) {
    std::string names;
    for (std::size_t i = 0; i < seen.size(); ++i)
      if (text.find(seen[i]) != std::string_view::npos) names += ", " + std::string{kind} + std::to_string(i + 1);
    return names;
  }
  Seen access_, refresh_;
};

// libcurl, with what goes through it told.
struct ToldTransport {
  Names* names;
  keyturn::CurlTransport inner{};

  Result<Response> send(const Request& request) {
    std::string what = request.method + request.url.substr(request.url.find('/', 8)).insert(0, " ");
    std::string secrets{request.body.view().value_or("")};
    if (secrets.find("\"password\"") != std::string::npos) what += ", name and password";
    for (const keyturn::Header& field : request.headers) secrets += field.value;
    what += names->in(secrets);
    if (request.headers.get("Idempotency-Key")) what += ", key";
    say(app, server, what);
    auto answer = inner.send(request);
    if (!answer) std::exit(1);
    names->learn(answer->body);
    say(server, app, std::to_string(answer->status) + names->in(answer->body));
    return answer;
  }
};

struct ToldStorage {
  keyturn::MemoryStorage inner{};

  Result<std::optional<Secret>> load(std::string_view account) { return inner.load(account); }
  Result<void> save(std::string_view account, const Secret& record) {
    const auto read = keyturn::core::decode(record.view());
    if (!read) std::exit(1);
    say(app, app, read->intent ? "stores the intent: key" : "stores pair " + std::to_string(read->generation));
    return inner.save(account, record);
  }
  Result<void> erase(std::string_view account) {
    say(app, app, "erases the session");
    return inner.erase(account);
  }
};

// What the server's statements are about; it makes others, which say nothing of tokens.
constexpr std::pair<std::string_view, const char*> statements[] = {
    {"INSERT INTO sessions", "new session, digests of the pair"},
    {"SELECT s.id, u.id, u.name", "whose AT is that, and is it alive?"},
    {"UPDATE refresh_tokens SET spent_at", "this RT is spent"},
    {"UPDATE sessions SET generation", "digests of the new pair"},
    {"UPDATE sessions SET revoked_at", "the session is over"},
};

int told(unsigned, void*, void*, void* text) {
  const std::string_view sql{static_cast<const char*>(text)};
  for (const auto& [begin, what] : statements)
    if (sql.starts_with(begin)) say(server, store, what);
  return 0;
}

extern "C" int listen_to(sqlite3* database, char**, const struct sqlite3_api_routines*) {
  return sqlite3_trace_v2(database, SQLITE_TRACE_STMT, told, nullptr);
}

void part(const char* title) { std::printf("== %s\n", title); }

}  // namespace

int main() {
  using namespace std::chrono_literals;
  sqlite3_auto_extension(reinterpret_cast<void (*)()>(listen_to));
  std::atomic<int> passed{0};  // seconds, on the server's clock
  keyturn::example::AuthServerConfig config;
  config.clock = [&passed] { return keyturn::Hosted{}.wall() + std::chrono::seconds{passed}; };
  keyturn::example::AuthServer auth_server{config};
  auth_server.add_user("ada", "lovelace");

  Names names;
  keyturn::AuthClient client{ToldTransport{&names}, ToldStorage{}, keyturn::JsonApi{auth_server.url()}};
  client.on_logout([](keyturn::LogoutReason) { say(app, user, "please log in again"); });
  const auto read_notes = [&] {
    say(user, app, "my notes");
    const auto notes = client.get("/notes");
    if (!notes || notes->status != 200) std::exit(1);
    say(app, user, "the notes");
  };

  part("Log in");
  say(user, app, "name and password");
  if (!client.login(keyturn::Password{"ada", "lovelace"})) return 1;
  say(app, user, "welcome");

  part("A call");
  read_notes();

  part("A call whose access token has died");
  passed = 901;
  read_notes();

  part("Log out");
  say(user, app, "log out");
  if (!client.logout()) return 1;
}
