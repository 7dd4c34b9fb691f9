// What OAuth 2.0 adds: sessions that renew themselves, tokens brought along, servers that want to be left alone.
#include "promise.hpp"

#ifdef KEYTURN_PROMISES_OAUTH2

using namespace promise;

namespace {

// Each request at the auth server, as "path body", in order.
template <class S>
std::shared_ptr<std::vector<std::string>> listen(Scene<S>& scene) {
  auto heard = std::make_shared<std::vector<std::string>>();
  scene.server.before([heard](const Request& request) {
    if (request.method == "POST")
      heard->push_back(request.url.substr(origin.size()) + ' ' + std::string{request.body.view().value_or("")});
  });
  return heard;
}

Response busy(const char* retry_after) {
  Response answer{.status = 503, .headers = {}, .body = {}};
  if (retry_after != nullptr) answer.headers.add("Retry-After", retry_after);
  return answer;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(oauth2)

BOOST_AUTO_TEST_CASE_TEMPLATE(client_credentials_renew_themselves, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login_with(ClientCredentials{}));
  const auto heard = listen(scene);
  scene.expire();
  BOOST_TEST(outcome(client.get("/me")) == "200");
  scene.server.kill_access_tokens();
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(heard->size() == 2u);
  for (const std::string& request : *heard) BOOST_TEST(request == "/login grant_type=client_credentials&client_id=app");
  BOOST_TEST(scene.journal.text().find("logout:") == std::string::npos);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(so_do_those_that_another_process_began, S, Storages) {
  Scene<S> scene;
  {
    auto client = scene.client();
    BOOST_REQUIRE(client.login_with(ClientCredentials{}));
  }
  scene.expire();
  auto client = scene.other();
  BOOST_TEST(outcome(client.get("/me")) == "200");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(their_logout_revokes_the_one_token_there_is, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login_with(ClientCredentials{}));
  const auto heard = listen(scene);
  BOOST_TEST(outcome(client.logout()) == "ok");
  BOOST_TEST(*heard == std::vector<std::string>{"/logout token=access-1&token_type_hint=access_token&client_id=app"});
}

// A user's session must not become the client's own.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_users_session_without_a_refresh_token_ends_with_its_access_token, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  scene.server.instead("/login", 1, Response{.status = 200, .body = R"({"access_token":"a","expires_in":100})"});
  BOOST_REQUIRE(client.login_with(AuthorizationCode{.code = "code"}));
  const auto heard = listen(scene);
  scene.expire();
  BOOST_TEST(outcome(client.get("/me")) == "session_ended 401");
  BOOST_TEST(heard->empty());
  BOOST_TEST(scene.journal.count("logout:no_refresh_token") == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(each_grant_begins_a_session, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_TEST(outcome(client.login_with(AuthorizationCode{"code", "http://127.0.0.1:1/", "verifier"})) == "ok");
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(outcome(client.login_with(DeviceCode{"code"})) == "ok");
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(outcome(client.login_with(AuthorizationCode{.code = "stolen"})) == "login_refused 400");
  BOOST_TEST(outcome(client.get("/me")) == "200");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_refresh_token_brought_along_stays_if_the_server_gives_no_other, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  const std::string answer = R"({"access_token":"a","expires_in":100,"scope":"openid"})";
  scene.server.instead("/login", 1, Response{.status = 200, .body = answer});
  scene.server.instead("/refresh", 1, Response{.status = 200, .body = answer});
  BOOST_REQUIRE(client.login_with(RefreshToken{"from elsewhere"}));
  BOOST_TEST(scene.storage.refresh_token() == "from elsewhere");
  BOOST_TEST(client.session().scope == "openid");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_scope_that_was_narrowed_stays_narrow, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  const auto answer = [](std::string scope) {
    return Response{.status = 200, .body = R"({"access_token":"a","refresh_token":"r","expires_in":100)" + scope + "}"};
  };
  scene.server.instead("/login", 1, answer(R"(,"scope":"openid notes")"));
  BOOST_REQUIRE(client.login());
  BOOST_TEST(client.session().scope == "openid notes");
  scene.server.instead("/refresh", 1, answer(R"(,"scope":"openid")"));
  BOOST_REQUIRE(client.refresh());
  BOOST_TEST(client.session().scope == "openid");
  scene.server.instead("/refresh", 1, answer(""));
  BOOST_REQUIRE(client.refresh());
  BOOST_TEST(client.session().scope == "openid");
  BOOST_REQUIRE(client.logout());
  BOOST_TEST(client.session().scope == "");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_client_that_is_unknown_is_told_so_once_and_nobody_is_logged_out, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  const auto heard = listen(scene);
  scene.server.instead("/refresh", 9, Response{.status = 401, .body = R"({"error":"invalid_client"})"});
  scene.expire();
  const auto answer = client.get("/me");
  BOOST_TEST(outcome(answer) == "refresh_unavailable 401");
  BOOST_TEST(answer.error().detail.find("invalid_client") != std::string::npos);
  BOOST_TEST(heard->size() == 1u);
  BOOST_TEST(client.logged_in());
  BOOST_TEST(scene.journal.text().find("logout:") == std::string::npos);
  scene.server.instead("/refresh", 0, Response{});
  scene.clock.advance(2s);
  BOOST_TEST(outcome(client.get("/me")) == "200");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_busy_server_is_asked_again_to_revoke_when_it_says, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  const auto heard = listen(scene);
  scene.server.instead("/logout", 2, busy("2"));
  const auto before = scene.clock.now();
  BOOST_TEST(outcome(client.logout()) == "ok");
  BOOST_TEST((scene.clock.now() - before == 4s));
  BOOST_REQUIRE(heard->size() == 4u);
  for (int i = 0; i < 3; ++i) BOOST_TEST((*heard)[0] == (*heard)[static_cast<std::size_t>(i)]);
  BOOST_TEST((*heard)[0].find("refresh_token") != std::string::npos);
  BOOST_TEST((*heard)[3].find("access_token") != std::string::npos);
  BOOST_TEST(scene.server.live_sessions() == 0u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(but_no_longer_than_a_logout_may_take, S, Storages) {
  for (const char* wait : {"60", "10", "0", static_cast<const char*>(nullptr)}) {
    Scene<S> scene;
    auto client = scene.client();
    BOOST_REQUIRE(client.login());
    scene.server.instead("/logout", 1, busy(wait));
    const auto before = scene.clock.now();
    BOOST_TEST(outcome(client.logout()) == "server_refused 503");
    BOOST_TEST((scene.clock.now() == before));
    BOOST_TEST(!client.logged_in());
  }
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.server.instead("/logout", 99, busy("3"));
  const auto before = scene.clock.now();
  BOOST_TEST(outcome(client.logout()) == "server_refused 503");
  BOOST_TEST((scene.clock.now() - before == 9s));
}

BOOST_AUTO_TEST_SUITE_END()

#endif
