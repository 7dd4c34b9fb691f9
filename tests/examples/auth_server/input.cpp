// Bad input gets an error that names what is wrong, and harms nothing.
#include "conversation.hpp"

#include <boost/test/unit_test.hpp>

using namespace keyturn::example;

namespace {

struct BadBody {
  const char* path;
  std::string body;
  std::string named;  // stands in the detail
};

std::vector<BadBody> bad_bodies() {
  const std::string deep(60'000, '[');
  return {
      {"/login", "", "JSON"},
      {"/login", "hello", "JSON"},
      {"/login", "{", "JSON"},
      {"/login", "{} {}", "JSON"},
      {"/login", R"({"username":"ada","password":"lovelace",})", "JSON"},
      {"/login", R"({"username":"ada","password":"\ud800"})", "JSON"},
      {"/login", "{\"username\":\"ada\",\"password\":\"\xff\"}", "JSON"},
      {"/login", R"({"username":"ada","password":1e999})", "JSON"},
      {"/login", deep, "JSON"},
      {"/login", "[]", "object"},
      {"/login", "null", "object"},
      {"/login", R"("text")", "object"},
      {"/login", "{}", "username"},
      {"/login", R"({"username":"ada"})", "password"},
      {"/login", R"({"password":"lovelace"})", "username"},
      {"/login", R"({"username":1,"password":"lovelace"})", "username"},
      {"/login", R"({"username":"ada","password":null})", "password"},
      {"/login", R"({"username":"ada","password":["lovelace"]})", "password"},
      {"/login", R"({"username":"ada","username":"ada","password":"lovelace"})", "username"},
      {"/login", json{{"username", "ada"}, {"password", std::string(1025, 'x')}}.dump(), "password"},
      {"/login", json{{"username", std::string(257, 'x')}, {"password", "x"}}.dump(), "username"},
      {"/refresh", "", "JSON"},
      {"/refresh", "{}", "refresh_token"},
      {"/refresh", R"({"refresh_token":null})", "refresh_token"},
      {"/refresh", R"({"refresh_token":{}})", "refresh_token"},
      {"/refresh", R"({"refresh_token":"a","refresh_token":"b"})", "refresh_token"},
      {"/logout", "hello", "JSON"},
      {"/logout", R"({"refresh_token":7})", "refresh_token"},
      {"/verify", "{}", "token"},
      {"/verify", R"({"token":true})", "token"},
      {"/notes", "", "JSON"},
      {"/notes", "{}", "text"},
      {"/notes", R"({"text":[]})", "text"},
  };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(input)

BOOST_AUTO_TEST_CASE(a_bad_body_is_answered_with_400_and_named_and_harms_nothing) {
  Conversation server;
  const auto pair = server.login();
  const Headers headers{{"Authorization", "Bearer " + pair.text("access_token")}};
  for (const auto& [path, body, named] : bad_bodies()) {
    const auto refused = server.send(verb::post, path, body, headers);
    BOOST_TEST_CONTEXT(path << ' ' << body.substr(0, 80)) {
      BOOST_TEST(refused.status == 400u);
      BOOST_TEST(refused.error() == "bad_request");
      BOOST_TEST(refused.text("detail").find(named) != std::string::npos, refused.text("detail"));
    }
  }
  BOOST_TEST(server.me(pair.text("access_token")).status == 200u);
  BOOST_TEST(server.alive(pair));
}

BOOST_AUTO_TEST_CASE(members_that_nobody_knows_are_left_alone) {
  Conversation server;
  const auto pair = server.post("/login", {{"username", "ada"}, {"password", "lovelace"}, {"later", {{"a", {1, 2}}}}});
  BOOST_TEST(pair.status == 200u);
}

BOOST_AUTO_TEST_CASE(a_bad_idempotency_key_spends_nothing) {
  Conversation server;
  const auto pair = server.login();
  const json body{{"refresh_token", pair.text("refresh_token")}};
  const std::vector<Headers> bad{{{"Idempotency-Key", ""}},
                                 {{"Idempotency-Key", std::string(256, 'k')}},
                                 {{"Idempotency-Key", "one"}, {"idempotency-key", "two"}}};
  for (const Headers& headers : bad) {
    const auto refused = server.post("/refresh", body, headers);
    BOOST_TEST(refused.status == 400u);
    BOOST_TEST(refused.text("detail").find("Idempotency-Key") != std::string::npos);
  }
  BOOST_TEST(server.post("/refresh", body, {{"Idempotency-Key", std::string(255, 'k')}}).status == 200u);
}

BOOST_AUTO_TEST_CASE(an_unknown_path_is_404) {
  Conversation server;
  for (const char* path : {"/", "/login/", "/Login", "//login", "/notes/1", "*", "login", "/%6cogin"})
    BOOST_TEST(server.send(verb::get, path).status == 404u, path);
}

BOOST_AUTO_TEST_CASE(a_wrong_method_is_405_and_told_the_right_ones) {
  Conversation server;
  struct Case {
    const char* path;
    const char* allowed;
  };
  for (const auto& [path, allowed] :
       {Case{"/login", "POST"}, Case{"/refresh", "POST"}, Case{"/logout", "POST"}, Case{"/verify", "POST"},
        Case{"/me", "GET"}, Case{"/notes", "GET, POST"}, Case{"/health", "GET"}, Case{"/metrics", "GET"}}) {
    for (const verb method : {verb::head, verb::options, verb::put, verb::delete_, verb::patch, verb::trace}) {
      const auto refused = server.send(method, path);
      BOOST_TEST(refused.status == 405u);
      BOOST_TEST(refused.error() == "method_not_allowed");
      BOOST_TEST(refused.header(field::allow) == allowed);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_query_and_an_absolute_target_do_not_hide_the_path) {
  Conversation server;
  for (const char* target : {"/health?x=1", "http://127.0.0.1:8080/health", "http://localhost/health?x"})
    BOOST_TEST(server.send(verb::get, target).status == 200u, target);
}

BOOST_AUTO_TEST_CASE(a_user_that_could_not_log_in_cannot_be_added) {
  Conversation server;
  BOOST_TEST(!server.api->add_user("ada", "another"));
  BOOST_TEST(server.login().status == 200u);
  for (const std::string& name : {std::string{}, std::string(257, 'x'), std::string{"a\nb"}})
    BOOST_CHECK_THROW(server.api->add_user(name, "password"), std::invalid_argument);
  for (const std::string& password : {std::string{}, std::string(1025, 'x')})
    BOOST_CHECK_THROW(server.api->add_user("eve", password), std::invalid_argument);
  BOOST_TEST(server.api->add_user("eve", std::string(1024, 'x')));
  BOOST_TEST(server.login("eve", std::string(1024, 'x')).status == 200u);
}

BOOST_AUTO_TEST_SUITE_END()
