#include <keyturn/testing/fake_auth_server.hpp>

#include <keyturn/adapters/simdjson.hpp>
#include <keyturn/core/http_time.hpp>
#include <keyturn/testing/manual.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn;
using namespace std::chrono_literals;
using testing::Rotation;

namespace {

using Server = testing::BasicFakeAuthServer<SimdjsonCodec>;
static_assert(BlockingTransport<Server>);

// A server on a clock of its own, and the conversations with it as text.
struct Talk {
  explicit Talk(Rotation rotation = Rotation::idempotent)
      : server{{.access_ttl = 100s, .refresh_ttl = 1'000s, .rotation = rotation, .wall = [clock = clock] {
                  return clock.wall();
                }}} {}

  testing::ManualClock clock{};
  Server server;

  Result<Response> post(std::string path, std::string body, std::string key = {}, std::string access = {}) {
    Request request{.method = "POST", .url = "https://api.example.test" + path, .body = std::move(body)};
    if (!key.empty()) request.headers.add("Idempotency-Key", key);
    if (!access.empty()) request.headers.add("Authorization", "Bearer " + access);
    return server.send(request);
  }
  std::string refresh(std::string token, std::string key = {}) {
    const auto answer = post("/refresh", R"({"refresh_token":")" + token + "\"}", key);
    return answer
               ? std::to_string(answer->status) + " " + text(*answer, answer->status == 200 ? "refresh_token" : "error")
               : std::string{to_string(answer.error().code)};
  }
  std::string login() { return text(*post("/login", R"({"username":"ada","password":"lovelace"})"), "access_token"); }
  int me(const std::string& access) {
    Request request{.url = "https://api.example.test/me"};
    request.headers.add("Authorization", "Bearer " + access);
    return server.send(request)->status;
  }
  static std::string text(const Response& answer, std::string_view path) {
    Field field;
    const auto read = SimdjsonCodec{}.read(answer.body, std::span{&path, 1}, std::span{&field, 1});
    return read ? field.text : "?";
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(testing_fake_auth_server)

BOOST_AUTO_TEST_CASE(login_gives_tokens_to_the_one_user) {
  Talk talk;
  const auto refused = talk.post("/login", R"({"username":"ada","password":"wrong"})");
  BOOST_TEST(refused->status == 401);
  BOOST_TEST(Talk::text(*refused, "error") == "invalid_credentials");
  BOOST_TEST(talk.login() == "access-1");
  BOOST_TEST(talk.me("access-1") == 200);
  BOOST_TEST(talk.me("access-2") == 401);
  BOOST_TEST(talk.server.counts().logins == 1u);
  BOOST_TEST(talk.server.counts().calls == 1u);
  BOOST_TEST(talk.server.counts().refused_calls == 1u);
  BOOST_TEST(talk.server.live_sessions() == 1u);
}

BOOST_AUTO_TEST_CASE(answers_carry_the_servers_date) {
  Talk talk;
  const auto answer = talk.post("/login", "{}");
  BOOST_TEST((core::server_date(answer->headers) == talk.clock.wall()));
}

BOOST_AUTO_TEST_CASE(access_tokens_expire_and_refresh_brings_new_ones) {
  Talk talk;
  talk.login();
  talk.clock.advance(100s);
  BOOST_TEST(talk.me("access-1") == 401);
  BOOST_TEST(talk.refresh("refresh-1", "key") == "200 refresh-2");
  BOOST_TEST(talk.me("access-2") == 200);
  BOOST_TEST(talk.server.counts().rotations == 1u);
  talk.clock.advance(1'000s);
  BOOST_TEST(talk.refresh("refresh-2") == "401 refresh_token_expired");
  BOOST_TEST(talk.refresh("other") == "401 invalid_refresh_token");
}

BOOST_AUTO_TEST_CASE(idempotent_rotation_repeats_with_its_key_and_sees_theft_without) {
  Talk talk;
  talk.login();
  BOOST_TEST(talk.refresh("refresh-1", "one") == "200 refresh-2");
  BOOST_TEST(talk.refresh("refresh-1", "one") == "200 refresh-2");
  BOOST_TEST(talk.server.counts().replays == 1u);
  BOOST_TEST(talk.refresh("refresh-2", "two") == "200 refresh-3");
  BOOST_TEST(talk.refresh("refresh-1", "one") == "409 superseded");
  BOOST_TEST(talk.server.counts().superseded == 1u);
  BOOST_TEST(talk.refresh("refresh-2", "three") == "401 refresh_token_reused");
  BOOST_TEST(talk.refresh("refresh-3", "four") == "401 refresh_token_revoked");
  BOOST_TEST(talk.server.counts().revoked_families == 1u);
  BOOST_TEST(talk.server.live_sessions() == 0u);
}

BOOST_AUTO_TEST_CASE(strict_rotation_takes_any_reuse_for_theft) {
  Talk talk{Rotation::strict};
  talk.login();
  BOOST_TEST(talk.refresh("refresh-1", "one") == "200 refresh-2");
  BOOST_TEST(talk.refresh("refresh-1", "one") == "401 refresh_token_reused");
}

BOOST_AUTO_TEST_CASE(without_rotation_the_refresh_token_stays_and_answers_have_none) {
  Talk talk{Rotation::none};
  talk.login();
  for (unsigned i = 0; i < 3; ++i) BOOST_TEST(talk.refresh("refresh-1").starts_with("200"));
  BOOST_TEST(talk.refresh("refresh-1") == "200 ");
  BOOST_TEST(talk.me("access-5") == 200);
}

BOOST_AUTO_TEST_CASE(logout_ends_the_session_of_either_token) {
  for (const bool by_access : {false, true}) {
    Talk talk;
    talk.login();
    const auto answer = by_access ? talk.post("/logout", "{}", {}, "access-1")
                                  : talk.post("/logout", R"({"refresh_token":"refresh-1"})");
    BOOST_TEST(answer->status == 204);
    BOOST_TEST(talk.server.live_sessions() == 0u);
    BOOST_TEST(talk.me("access-1") == 401);
    BOOST_TEST(talk.refresh("refresh-1") == "401 refresh_token_revoked");
  }
}

BOOST_AUTO_TEST_CASE(a_logout_without_tokens_ends_nobodys_session) {
  Talk talk;
  talk.login();
  BOOST_TEST(talk.post("/logout", "{}")->status == 204);
  BOOST_TEST(talk.server.live_sessions() == 1u);
}

BOOST_AUTO_TEST_CASE(notes_are_kept_behind_the_access_token) {
  Talk talk;
  const std::string access = talk.login();
  BOOST_TEST(talk.post("/notes", "hello", {}, "nobody")->status == 401);
  BOOST_TEST(talk.post("/notes", "hello", {}, access)->status == 201);
  BOOST_TEST((talk.server.notes() == std::vector<std::string>{"hello"}));
  BOOST_TEST(talk.post("/elsewhere", "", {}, access)->status == 404);
}

BOOST_AUTO_TEST_CASE(tokens_can_be_killed_and_sessions_revoked) {
  Talk talk;
  talk.login();
  talk.server.kill_access_tokens();
  BOOST_TEST(talk.me("access-1") == 401);
  BOOST_TEST(talk.refresh("refresh-1") == "200 refresh-2");
  BOOST_TEST(talk.me("access-2") == 200);
  talk.server.revoke_sessions();
  BOOST_TEST(talk.me("access-2") == 401);
  BOOST_TEST(talk.refresh("refresh-2") == "401 refresh_token_revoked");
}

BOOST_AUTO_TEST_CASE(answers_are_lost_after_the_server_has_acted_or_replaced_before) {
  Talk talk;
  talk.login();
  talk.server.lose_answers("/refresh", 1);
  BOOST_TEST(talk.refresh("refresh-1", "one") == "no_answer");
  BOOST_TEST(talk.server.counts().rotations == 1u);
  BOOST_TEST(talk.refresh("refresh-1", "one") == "200 refresh-2");
  talk.server.instead("/refresh", 2, Response{.status = 503});
  BOOST_TEST(talk.refresh("refresh-2").starts_with("503"));
  talk.server.instead("/refresh", 1, Error{.code = Errc::not_sent});
  BOOST_TEST(talk.refresh("refresh-2") == "not_sent");
  BOOST_TEST(talk.server.counts().rotations == 1u);
  BOOST_TEST(talk.refresh("refresh-2") == "200 refresh-3");
}

BOOST_AUTO_TEST_CASE(before_is_called_without_a_lock_and_copies_share_one_server) {
  Talk talk;
  unsigned calls = 0;
  talk.server.before([&, copy = talk.server](const Request&) { calls += copy.counts().logins + 1; });
  Server copy = talk.server;
  talk.login();
  talk.login();
  BOOST_TEST(calls == 3u);
  BOOST_TEST(copy.counts().logins == 2u);
  copy.before({});
}

BOOST_AUTO_TEST_CASE(another_origin_is_no_host_and_a_stream_gets_the_body) {
  Talk talk;
  BOOST_TEST((talk.server.send({.url = "https://elsewhere.test/login"}).error().code == Errc::not_sent));
  Request request{.url = "https://api.example.test/me"};
  request.headers.add("Authorization", "Bearer " + talk.login());
  std::string streamed;
  request.on_data = [&](std::string_view part) { return streamed += part, true; };
  const auto answer = talk.server.send(request);
  BOOST_TEST(answer->body.empty());
  BOOST_TEST(streamed == R"({"username":"ada"})");
  request.on_data = [](std::string_view) { return false; };
  BOOST_TEST((talk.server.send(request).error().code == Errc::cancelled));
}

BOOST_AUTO_TEST_CASE(forms_are_answered_as_oauth2_has_it) {
  Talk talk;
  const auto token = [&](std::string form) {
    const auto answer = *talk.post("/token", std::move(form));
    return std::to_string(answer.status) + " " + Talk::text(answer, "access_token") + " " +
           Talk::text(answer, "refresh_token") + Talk::text(answer, "error");
  };
  BOOST_TEST(token("grant_type=password&username=ada&password=lovelace") == "200 access-1 refresh-1");
  BOOST_TEST(token("grant_type=authorization_code&code=code") == "200 access-2 refresh-2");
  BOOST_TEST(token("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=code") ==
             "200 access-3 refresh-3");
  BOOST_TEST(token("grant_type=client_credentials") == "200 access-4 ");
  BOOST_TEST(token("grant_type=authorization_code&code=wrong") == "400  invalid_grant");
  BOOST_TEST(token("grant_type=password&username=ada&password=byron") == "400  invalid_grant");
  BOOST_TEST(token("grant_type=refresh_token&refresh_token=refresh-1") == "200 access-5 refresh-5");
  BOOST_TEST(token("grant_type=refresh_token&refresh_token=refresh-1") == "400  invalid_grant");
  BOOST_TEST(talk.server.counts().revoked_families == 1u);
}

BOOST_AUTO_TEST_CASE(a_revoked_refresh_token_takes_its_access_token_along_and_an_access_token_goes_alone) {
  Talk talk;
  (void)talk.post("/token", "grant_type=authorization_code&code=code");
  (void)talk.post("/token", "grant_type=authorization_code&code=code");
  BOOST_TEST(talk.post("/revoke", "token=refresh-1")->status == 200);
  BOOST_TEST(talk.me("access-1") == 401);
  BOOST_TEST(talk.me("access-2") == 200);
  BOOST_TEST(talk.post("/revoke", "token=access-2")->status == 200);
  BOOST_TEST(talk.me("access-2") == 401);
  BOOST_TEST(talk.post("/token", "grant_type=refresh_token&refresh_token=refresh-2")->status == 200);
  BOOST_TEST(talk.post("/revoke", "token=unknown")->status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
