// Talks to the example auth server's routes without sockets, on a clock that the test sets.
#ifndef KEYTURN_TESTS_EXAMPLES_AUTH_SERVER_CONVERSATION_HPP
#define KEYTURN_TESTS_EXAMPLES_AUTH_SERVER_CONVERSATION_HPP

#include "auth_server/api.hpp"

#include <boost/beast/http/field.hpp>
#include <boost/beast/http/verb.hpp>
#include <nlohmann/json.hpp>

#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace keyturn::example {

using boost::beast::http::field;
using boost::beast::http::verb;
using nlohmann::json;
using namespace std::chrono_literals;

// A folder of its own, gone with the test.
struct TemporaryFolder {
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "keyturn-server-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    path = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  std::string file(const char* name) const { return (path / name).string(); }
  std::filesystem::path path;
};

struct Answer {
  unsigned status;
  json body;  // null if there is none
  HttpResponse response;

  std::string text(const char* member) const { return body.value(member, std::string{}); }
  std::string error() const { return text("error"); }
  std::string header(field name) const { return std::string{response[name]}; }
};

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Conversation {
  explicit Conversation(Rotation rotation = {}, std::string database = ":memory:") {
    config.rotation = rotation;
    config.database = std::move(database);
    config.clock = [this] { return now; };
    start();
    api->add_user("ada", "lovelace");
  }

  void start() {
    api.reset();
    api = std::make_unique<Api>(config);
  }

  Answer send(verb method, const std::string& target, const std::string& body = {}, const Headers& headers = {}) {
    HttpRequest request{method, target, 11};
    for (const auto& [name, value] : headers) request.insert(name, value);
    request.body() = body;
    HttpResponse response = api->answer(request);
    json read = json::parse(response.body(), nullptr, false);
    return {response.result_int(), read.is_discarded() ? json{} : read, std::move(response)};
  }

  Answer post(const std::string& path, const json& body, const Headers& headers = {}) {
    return send(verb::post, path, body.dump(), headers);
  }
  Answer login(const std::string& name = "ada", const std::string& password = "lovelace") {
    return post("/login", {{"username", name}, {"password", password}});
  }
  Answer refresh(const std::string& token) { return post("/refresh", {{"refresh_token", token}}); }
  Answer refresh(const std::string& token, const std::string& key) {
    return post("/refresh", {{"refresh_token", token}}, {{"Idempotency-Key", key}});
  }
  Answer me(const std::string& access_token) {
    return send(verb::get, "/me", {}, {{"Authorization", "Bearer " + access_token}});
  }
  Answer verify(const std::string& token) { return post("/verify", {{"token", token}}); }

  // What an outsider may try to see whether a session lives, without changing it.
  bool alive(const Answer& pair) { return verify(pair.text("refresh_token")).body.at("active").get<bool>(); }

  void pass(std::chrono::milliseconds time) { now += time; }
  Counters counters() const { return api->metrics().counters(); }

  ServerTime now{std::chrono::sys_days{std::chrono::year{2030} / 5 / 6} + 7h + 8min + 9s};
  AuthServerConfig config;
  std::unique_ptr<Api> api;
};

inline bool same_pair(const Answer& one, const Answer& other) {
  return one.status == 200 && other.status == 200 && one.body.at("access_token") == other.body.at("access_token") &&
         one.body.at("refresh_token") == other.body.at("refresh_token");
}

}  // namespace keyturn::example

#endif
