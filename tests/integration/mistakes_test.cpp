// What a newcomer gets wrong in the first hour, and what the library says about it: what is wrong, where, and what to do.
// What goes wrong before anything runs stands in tests/gates/mistakes.py.
#include <keyturn/keyturn.hpp>
#include <keyturn/testing/loopback_server.hpp>

#include <adapters/loopback_server.hpp>
#include <integration/real_server.hpp>

#include <boost/test/unit_test.hpp>

#include <filesystem>

namespace {

using namespace std::chrono_literals;
using namespace keyturn;
using real_server::DeadPort, real_server::Server;
using testing::LoopbackServer;

// An error as a program prints it.
std::string told(const Error& error) { return std::string{to_string(error.code)} + ": " + error.detail; }

template <class T>
std::string told(const Result<T>& result) {
  return result ? "success" : told(result.error());
}

std::string login(JsonApiConfig config, CurlOptions curl = {}, Options options = {},
                  const char* password = "lovelace") {
  AuthClient client{CurlTransport{std::move(curl)}, MemoryStorage{}, JsonApi{std::move(config)}, std::move(options)};
  return told(client.login(Password{"ada", password}));
}

std::string login(const std::string& url) { return login(JsonApiConfig{.base_url = url}); }

// A login at something that answers every request so.
std::string login_answered(int status, std::string_view body) {
  LoopbackServer server{[=](testing::LoopbackConnection& connection) {
    if (!connection.read()) return;
    connection.write("HTTP/1.1 " + std::to_string(status) +
                     " Status\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n");
    connection.write(body);
  }};
  const std::string said = login(server.url(""));
  const auto place = said.find(server.url(""));
  return place == said.npos ? said : said.substr(0, place) + "URL" + said.substr(place + server.url("").size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mistakes)

BOOST_AUTO_TEST_CASE(http_instead_of_https) {
  BOOST_TEST(login("http://api.example.com") ==
             "insecure_url: use https: no password or token goes over plain http to api.example.com");
  Server server;
  AuthClient client{CurlTransport{}, MemoryStorage{}, JsonApi{server.server.url()}};
  BOOST_REQUIRE(client.login(Password{"ada", "lovelace"}));
  BOOST_TEST(told(client.get("http://api.example.com/me")) ==
             "insecure_url: use https: no password or token goes over plain http to api.example.com");
}

BOOST_AUTO_TEST_CASE(a_url_that_is_none) {
  for (const char* url :
       {"", "api.example.com", "localhost:8080", "/api", "https:/api.example.com", "ftp://example.com"})
    BOOST_TEST(login(url) == "bad_request: the auth server's URL: it does not begin with https:// or http://", url);
  BOOST_TEST(login("https://api.example.com /") ==
             "bad_request: the auth server's URL: it holds a space, a backslash, a control or a non-ASCII character");
  BOOST_TEST(login("https://ada:lovelace@api.example.com") == "bad_request: the auth server's URL: it holds user info");
}

BOOST_AUTO_TEST_CASE(slashes_too_many_or_too_few_are_no_mistake) {
  Server server;
  const std::string url = server.server.url();
  BOOST_TEST(login(url + "/") == "success");
  BOOST_TEST(login({.base_url = url, .login_path = "login"}) == "success");
  BOOST_TEST(login({.base_url = url + "/", .login_path = "/login"}) == "success");
}

BOOST_AUTO_TEST_CASE(the_server_does_not_run) {
  std::optional<Server> server{std::in_place};
  const std::string url = server->server.url();
  const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
  server.reset();
  const DeadPort dead{port};
  const std::string said = login(url);
  BOOST_TEST(said.starts_with("not_sent: Failed to connect to 127.0.0.1 port " + std::to_string(port)), said);
  BOOST_TEST(said.ends_with("; is the server running?"), said);
}

BOOST_AUTO_TEST_CASE(a_name_that_nobody_has) {
  const std::string said = login("https://name.invalid");
  BOOST_TEST(said == "not_sent: Could not resolve host: name.invalid; is the name right, and is there a network?");
}

BOOST_AUTO_TEST_CASE(https_to_a_server_that_speaks_http) {
  Server server;
  const std::string said = login("https" + server.server.url().substr(4));
  BOOST_TEST(said.starts_with("not_sent: "), said);
  BOOST_TEST(said.ends_with("; does the server speak https at that port?"), said);
}

BOOST_AUTO_TEST_CASE(a_certificate_that_nobody_trusts) {
  const loopback::Certificate certificate;
  const loopback::TlsServer server{certificate};
  const std::string said = login(server.url());
  BOOST_TEST(said.starts_with("not_sent: SSL certificate problem: self"), said);  // self signed, or self-signed
  BOOST_TEST(said.ends_with(" certificate; a CA of your own goes into CurlOptions::ca_file"), said);
  const std::string nowhere = login({.base_url = server.url()}, {.ca_file = "/nowhere/ca.pem"});
  BOOST_TEST(nowhere.find("/nowhere/ca.pem; see CurlOptions::ca_file") != nowhere.npos, nowhere);
}

BOOST_AUTO_TEST_CASE(a_wrong_password) {
  Server server;
  BOOST_TEST(login({.base_url = server.server.url()}, {}, {}, "wrong") ==
             "login_refused: the auth server answered with status 401; are the credentials right?");
}

BOOST_AUTO_TEST_CASE(another_name_for_the_password_in_the_servers_json) {
  Server server;
  BOOST_TEST(login({.base_url = server.server.url(), .sends = {.password = "pass"}}) ==
             "login_refused: the auth server answered with status 400; are the credentials right?");
}

BOOST_AUTO_TEST_CASE(the_login_is_elsewhere) {
  Server server;
  const std::string url = server.server.url();
  BOOST_TEST(login({.base_url = url, .login_path = "/api/login?key=secret"}) ==
             "login_refused: the auth server answered with status 404; is it at " + url +
                 ", with /api/login and /refresh?");
  for (const int status : {301, 404, 405})
    BOOST_TEST(login_answered(status, "<html>")
                   .ends_with(" status " + std::to_string(status) + "; is it at URL, with /login and /refresh?"),
               status);
}

BOOST_AUTO_TEST_CASE(a_page_instead_of_json) {
  const std::string said = login_answered(200, "<html>Welcome</html>");
  BOOST_TEST(said.starts_with("bad_answer: the answer cannot be read; is this the auth server? JSON: "), said);
  BOOST_TEST(said.find("Welcome") == said.npos, said);
}

BOOST_AUTO_TEST_CASE(tokens_under_another_name) {
  BOOST_TEST(login_answered(200, R"({"token":"canary"})") ==
             "bad_answer: there is no usable token in the answer at JsonReads::access_token, access_token");
}

BOOST_AUTO_TEST_CASE(a_server_of_another_kind) {
  LoopbackServer server{
      [](testing::LoopbackConnection& connection) { connection.write("220 mail.example.com ESMTP\r\n"); }};
  const std::string said = login(server.url(""));
  BOOST_TEST(said.ends_with("; what came is no HTTP"), said);
}

BOOST_AUTO_TEST_CASE(a_server_that_says_nothing) {
  LoopbackServer server{[](testing::LoopbackConnection& connection) { connection.stall(10s); }};
  BOOST_TEST(login({.base_url = server.url("")}, {}, {.request_timeout = 100ms}) ==
             "timed_out: Timeout was reached; see Request::timeout and the timeouts of Options");
}

BOOST_AUTO_TEST_CASE(a_call_before_the_login) {
  AuthClient client{CurlTransport{}, MemoryStorage{}, JsonApi{"https://api.example.com"}};
  BOOST_TEST(told(client.get("/me")) == "not_logged_in: there is no session: log in first");
}

BOOST_AUTO_TEST_CASE(a_call_to_another_server) {
  Server server;
  AuthClient client{CurlTransport{}, MemoryStorage{}, JsonApi{server.server.url()}};
  BOOST_REQUIRE(client.login(Password{"ada", "lovelace"}));
  BOOST_TEST(told(client.get("https://files.example.com/me")) ==
             "origin_not_allowed: not in Options::allowed_origins: https://files.example.com:443");
}

BOOST_AUTO_TEST_CASE(an_allowed_origin_that_is_none) {
  AuthClient client{CurlTransport{}, MemoryStorage{}, JsonApi{"https://api.example.com"},
                    Options{.allowed_origins = {"files.example.com"}}};
  BOOST_TEST(told(client.get("https://files.example.com/me")) ==
             "bad_request: allowed_origins: URL: it does not begin with https:// or http://");
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_written) {
  const std::string said = told(FileStorage{"/sys/keyturn"}.save("ada", "record"));
  BOOST_TEST(said.starts_with("storage_failed: cannot create /sys/keyturn: "), said);
  BOOST_TEST(said.ends_with("; FileStorage needs a folder that this user may write to"), said);
}

BOOST_AUTO_TEST_CASE(a_folder_that_others_may_write) {
  const real_server::Directory directory;
  std::filesystem::permissions(directory.path, std::filesystem::perms::all);
  BOOST_TEST(told(FileStorage{directory.path}.save("ada", "record")) ==
             "storage_failed: will not use " + directory.path +
                 ": other users may write to it (its mode should be 0700)");
}

BOOST_AUTO_TEST_CASE(a_folder_without_a_name) {
  BOOST_TEST(told(FileStorage{""}.save("ada", "record")) == "storage_failed: the directory has no name");
}

// A session that cannot be saved goes on from memory: only the events tell that it will be gone after a restart.
BOOST_AUTO_TEST_CASE(nobody_listens_to_a_storage_that_fails) {
  Server server;
  AuthClient client{CurlTransport{}, FileStorage{"/sys/keyturn"}, JsonApi{server.server.url()}};
  std::string said;
  client.on_event([&said](const Event& event) {
    if (event.kind == Event::Kind::storage_failed && event.error) said = told(*event.error);
  });
  BOOST_REQUIRE(client.login(Password{"ada", "lovelace"}));
  BOOST_TEST(said.starts_with("storage_failed: cannot create /sys/keyturn: "), said);
}

BOOST_AUTO_TEST_SUITE_END()
