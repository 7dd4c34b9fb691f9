// Login with the mode "cookie": the refresh token is in a cookie, and nowhere else.
#include "conversation.hpp"

#include "auth_server/cookies.hpp"

#include <boost/test/unit_test.hpp>

using namespace keyturn::example;

namespace {

Answer login_for_cookie(Conversation& server) {
  return server.post("/login", {{"username", "ada"}, {"password", "lovelace"}, {"mode", "cookie"}});
}

// The value that Set-Cookie gives to refresh_token.
std::string cookie_of(const Answer& answer) {
  const std::string text = answer.header(field::set_cookie);
  const std::string start = "refresh_token=";
  return text.starts_with(start) ? text.substr(start.size(), text.find(';') - start.size()) : std::string{};
}

Headers with_cookie(const std::string& token, const std::string& key = "key") {
  return {{"Cookie", "refresh_token=" + token}, {"Idempotency-Key", key}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cookies)

BOOST_AUTO_TEST_CASE(the_cookie_alone_has_the_refresh_token) {
  Conversation server;
  const auto answer = login_for_cookie(server);
  BOOST_TEST(answer.status == 200u);
  BOOST_TEST(!answer.body.contains("refresh_token"));
  BOOST_TEST(answer.body.at("refresh_expires_in") == 2592000);
  BOOST_TEST(cookie_of(answer).starts_with("krt_"));
  BOOST_TEST(answer.response.body().find("krt_") == std::string::npos);
  BOOST_TEST(answer.header(field::set_cookie) ==
             "refresh_token=" + cookie_of(answer) + "; HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000");
  BOOST_TEST(answer.header(field::cache_control) == "no-store");
}

BOOST_AUTO_TEST_CASE(it_is_for_TLS_alone_unless_the_server_is_on_loopback) {
  for (const auto& [address, secure] : std::vector<std::pair<std::string, bool>>{{"127.0.0.1", false},
                                                                                 {"127.8.8.8", false},
                                                                                 {"::1", false},
                                                                                 {"0.0.0.0", true},
                                                                                 {"::", true},
                                                                                 {"192.0.2.1", true}}) {
    Conversation server;
    server.config.address = address;
    server.start();
    server.api->add_user("ada", "lovelace");
    const auto answer = login_for_cookie(server);
    BOOST_TEST(answer.header(field::set_cookie).ends_with("; Secure") == secure, address);
    const auto next = server.post("/refresh", json::object(), with_cookie(cookie_of(answer)));
    BOOST_TEST(next.header(field::set_cookie).ends_with("; Secure") == secure, address);
  }
}

BOOST_AUTO_TEST_CASE(other_modes_are_400_and_json_is_as_without_a_mode) {
  Conversation server;
  const auto login_as = [&](const json& mode) {
    return server.post("/login", {{"username", "ada"}, {"password", "lovelace"}, {"mode", mode}});
  };
  for (const json& mode : {json("Cookie"), json(""), json("header"), json(1), json(nullptr), json(true)}) {
    const auto answer = login_as(mode);
    BOOST_TEST(answer.status == 400u, mode.dump());
    BOOST_TEST(answer.text("detail").find("mode") != std::string::npos);
  }
  const auto answer = login_as("json");
  BOOST_TEST(answer.body.contains("refresh_token"));
  BOOST_TEST(answer.header(field::set_cookie).empty());
  BOOST_TEST(server.counters().logins == 1u);
}

BOOST_AUTO_TEST_CASE(refresh_takes_the_cookie_and_answers_with_a_new_one) {
  Conversation server;
  const auto first = login_for_cookie(server);
  server.pass(100s);
  const auto second = server.post("/refresh", json::object(), with_cookie(cookie_of(first)));
  BOOST_TEST(second.status == 200u);
  BOOST_TEST(!second.body.contains("refresh_token"));
  BOOST_TEST(cookie_of(second).starts_with("krt_"));
  BOOST_TEST(cookie_of(second) != cookie_of(first));
  server.pass(50s);
  const auto again = server.send(verb::post, "/refresh", {}, with_cookie(cookie_of(first)));
  BOOST_TEST(cookie_of(again) == cookie_of(second));
  BOOST_TEST(again.body.at("access_token") == second.body.at("access_token"));
  BOOST_TEST(again.header(field::set_cookie).ends_with("; Max-Age=2591950"));
  const auto stolen = server.post("/refresh", json::object(), with_cookie(cookie_of(first), "another"));
  BOOST_TEST(stolen.error() == "refresh_token_reused");
  BOOST_TEST(stolen.header(field::set_cookie).empty());
}

BOOST_AUTO_TEST_CASE(the_body_goes_before_the_cookie) {
  Conversation server;
  const auto by_cookie = login_for_cookie(server);
  const auto by_body = server.login();
  const auto answer =
      server.post("/refresh", {{"refresh_token", by_body.text("refresh_token")}}, with_cookie(cookie_of(by_cookie)));
  BOOST_TEST(answer.text("refresh_token").starts_with("krt_"));
  BOOST_TEST(answer.header(field::set_cookie).empty());
  BOOST_TEST(server.verify(cookie_of(by_cookie)).body.at("active") == true);
  BOOST_TEST(server.post("/refresh", {{"refresh_token", 7}}, with_cookie(cookie_of(by_cookie))).status == 400u);
  BOOST_TEST(server.send(verb::post, "/refresh", "hello", with_cookie(cookie_of(by_cookie))).status == 400u);
}

BOOST_AUTO_TEST_CASE(logout_takes_the_cookie_and_clears_it) {
  Conversation server;
  const auto pair = login_for_cookie(server);
  const auto out = server.post("/logout", json::object(), with_cookie(cookie_of(pair)));
  BOOST_TEST(out.status == 204u);
  BOOST_TEST(out.header(field::set_cookie) == "refresh_token=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0");
  BOOST_TEST(server.me(pair.text("access_token")).status == 401u);
  BOOST_TEST(server.post("/refresh", json::object(), with_cookie(cookie_of(pair))).error() == "refresh_token_revoked");
  const auto empty_body = login_for_cookie(server);
  BOOST_TEST(server.send(verb::post, "/logout", {}, with_cookie(cookie_of(empty_body))).status == 204u);
  BOOST_TEST(server.me(empty_body.text("access_token")).status == 401u);
  BOOST_TEST(server.send(verb::post, "/logout").header(field::set_cookie).empty());
}

BOOST_AUTO_TEST_CASE(the_cookie_is_found_among_others_and_must_be_alone) {
  const auto found = [](const std::vector<std::string>& headers) {
    HttpRequest request;
    for (const std::string& header : headers) request.insert(field::cookie, header);
    return std::string{refresh_cookie(request).value_or("none")};
  };
  BOOST_TEST(found({"refresh_token=a"}) == "a");
  BOOST_TEST(found({"a=b; refresh_token=c=d; e=f"}) == "c=d");
  BOOST_TEST(found({"a=b;refresh_token = c ;"}) == "c");
  BOOST_TEST(found({"a=b", "refresh_token=c"}) == "c");
  BOOST_TEST(found({"refresh_token="}).empty());
  for (const char* other :
       {"", ";", "refresh_token", "xrefresh_token=a", "Refresh_Token=a", "refresh_token2=a", "a=refresh_token"})
    BOOST_TEST(found({other}) == "none", other);
  Conversation server;
  for (const char* path : {"/refresh", "/logout"})
    BOOST_TEST(server.post(path, json::object(), {{"Cookie", "refresh_token=a; refresh_token=b"}}).status == 400u);
  BOOST_TEST(server.post("/refresh", json::object(), with_cookie("")).error() == "invalid_refresh_token");
}

BOOST_AUTO_TEST_SUITE_END()
