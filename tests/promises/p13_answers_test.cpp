// P13: an answer without a refresh token keeps the old one; lifetimes are read in every form that servers give them.
#include "promise.hpp"

using namespace promise;

namespace {

struct Scripted {
  ManualClock clock;
  OwnMemory storage{clock};
  ScriptedTransport script;
  Client<OwnMemory> client{script, storage, Manual{clock}};

  explicit Scripted(const std::string& answer) {
    BOOST_REQUIRE(client.adopt({.refresh_token = "refresh-1"}));
    script.answer(Response{.status = 200, .body = answer});
  }
};

// A JWT whose claims are {"exp":1767225700}: 100 s after the manual clock's first moment, the beginning of 2026.
const std::string jwt = "eyJhbGciOiJub25lIn0.eyJleHAiOjE3NjcyMjU3MDB9.c2lnbmF0dXJl";

}  // namespace

BOOST_AUTO_TEST_SUITE(p13_answers)

BOOST_AUTO_TEST_CASE(an_answer_without_a_refresh_token_keeps_the_old_one) {
  for (const char* answer : {R"({"access_token":"a"})", R"({"access_token":"a","refresh_token":null})",
                             R"({"access_token":"a","refresh_token":""})"}) {
    BOOST_TEST_CONTEXT(answer) {
      Scripted scene{answer};
      BOOST_TEST(outcome(scene.client.access_token()) == "a");
      BOOST_TEST(scene.storage.refresh_token() == "refresh-1");
      scene.script.answer(Response{.status = 200, .body = R"({"access_token":"b","refresh_token":"refresh-2"})"});
      BOOST_REQUIRE(scene.client.refresh());
      BOOST_TEST(scene.script.seen()[1].body.find("refresh-1") != std::string::npos);
      BOOST_TEST(scene.storage.refresh_token() == "refresh-2");
    }
  }
}

BOOST_AUTO_TEST_CASE(a_server_that_does_not_rotate_is_served_for_ever) {
  ManualClock clock;
  FakeAuthServer server{{.access_ttl = 100s, .rotation = Rotation::none, .wall = [clock] { return clock.wall(); }}};
  Client<OwnMemory> client{server, OwnMemory{}, Manual{clock}};
  BOOST_REQUIRE(client.login());
  for (int i = 0; i < 10; ++i) {
    clock.advance(101s);
    BOOST_TEST(outcome(client.get("/me")) == "200");
  }
  BOOST_TEST(server.counts().revoked_families == 0u);
}

// What session() says of the lifetime after an answer with that expires_in: seconds, or -1 for unknown.
BOOST_AUTO_TEST_CASE(expires_in_may_have_any_form) {
  constexpr std::int64_t ten_years = 10ll * 365 * 24 * 3600;
  struct Case {
    const char* text;
    std::int64_t least, most;
  };
  const Case cases[] = {
      {R"(,"expires_in":100)", 100, 100},
      {R"(,"expires_in":100.9)", 100, 100},
      {R"(,"expires_in":"100")", 100, 100},
      {R"(,"expires_in":1e3)", 1000, 1000},
      {R"(,"expires_in":null)", -1, -1},
      {"", -1, -1},
      {R"(,"expires_in":"soon")", -1, -1},
      {R"(,"expires_in":"")", -1, -1},
      {R"(,"expires_in":true)", -1, -1},
      {R"(,"expires_in":{})", -1, -1},
      {R"(,"expires_in":[100])", -1, -1},
      {R"(,"expires_in":1e300)", ten_years, ten_years + 4 * 86'400},
      {R"(,"expires_in":9223372036854775807)", ten_years, ten_years + 4 * 86'400},
      {R"(,"expires_in":18446744073709551615)", ten_years, ten_years + 4 * 86'400},
      {R"(,"expires_in":"99999999999999999999999999")", ten_years, ten_years + 4 * 86'400},
  };
  for (const Case& c : cases) {
    BOOST_TEST_CONTEXT(c.text) {
      Scripted scene{std::string{R"({"access_token":"a","refresh_token":"r")"} + c.text + "}"};
      BOOST_TEST(outcome(scene.client.access_token()) == "a");
      const auto expires = scene.client.session().expires_in;
      const std::int64_t got = expires ? expires->count() : -1;
      BOOST_TEST(got >= c.least);
      BOOST_TEST(got <= c.most);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_lifetime_of_nothing_serves_its_call_once_and_counts_as_over) {
  for (const char* expires : {"0", "-1", "\"-5\"", "-1e300"}) {
    BOOST_TEST_CONTEXT(expires) {
      Scripted scene{R"({"access_token":"a","refresh_token":"r","expires_in":)" + std::string{expires} + "}"};
      BOOST_TEST(outcome(scene.client.access_token()) == "a");
      BOOST_TEST(scene.script.seen().size() == 1u);
      scene.script.answer(Response{.status = 200, .body = R"({"access_token":"b","expires_in":100})"});
      BOOST_TEST(outcome(scene.client.access_token()) == "b");
      BOOST_TEST(scene.script.seen().size() == 2u);
    }
  }
}

BOOST_AUTO_TEST_CASE(without_a_lifetime_the_exp_of_a_jwt_counts) {
  Scripted scene{R"({"access_token":")" + jwt + R"(","refresh_token":"r"})"};
  BOOST_TEST(outcome(scene.client.access_token()) == jwt);
  BOOST_REQUIRE(scene.client.session().expires_in.has_value());
  BOOST_TEST(scene.client.session().expires_in->count() == 100);
  scene.clock.advance(101s);
  scene.script.answer(Response{.status = 200, .body = R"({"access_token":"next"})"});
  BOOST_TEST(outcome(scene.client.access_token()) == "next");
}

BOOST_AUTO_TEST_CASE(the_answers_own_figure_counts_more_than_the_jwt) {
  Scripted scene{R"({"access_token":")" + jwt + R"(","refresh_token":"r","expires_in":50})"};
  BOOST_TEST(outcome(scene.client.access_token()) == jwt);
  BOOST_TEST(scene.client.session().expires_in.value_or(0s).count() == 50);
}

BOOST_AUTO_TEST_CASE(without_any_lifetime_the_token_is_used_until_a_401) {
  for (const std::string token : {"opaque", "not.a.jwt", "a.eyJzdWIiOiJ4In0.b"}) {
    BOOST_TEST_CONTEXT(token) {
      Scripted scene{R"({"access_token":")" + token + R"(","refresh_token":"r"})"};
      BOOST_TEST(outcome(scene.client.access_token()) == token);
      scene.clock.advance(24h * 365);
      BOOST_TEST(outcome(scene.client.access_token()) == token);
      scene.script.answer(Response{.status = 401})
          .answer(Response{.status = 200, .body = R"({"access_token":"next"})"})
          .answer(Response{.status = 200});
      BOOST_TEST(outcome(scene.client.get("/x")) == "200");
      BOOST_TEST(outcome(scene.client.access_token()) == "next");
    }
  }
}

BOOST_AUTO_TEST_CASE(a_login_without_a_refresh_token_is_a_session_too) {
  ManualClock clock;
  ScriptedTransport script;
  Client<OwnMemory> client{script, OwnMemory{}, Manual{clock}};
  script.answer(Response{.status = 200, .body = R"({"access_token":"a","expires_in":100})"});
  BOOST_TEST(outcome(client.login()) == "ok");
  BOOST_TEST(outcome(client.access_token()) == "a");
}

BOOST_AUTO_TEST_CASE(a_login_answer_without_tokens_is_a_bad_answer) {
  for (const char* body :
       {"{}", "", "<html>", R"({"access_token":null})", R"({"refresh_token":7})", "[]", R"({"access_token":"a)"}) {
    BOOST_TEST_CONTEXT(body) {
      ManualClock clock;
      ScriptedTransport script;
      Client<OwnMemory> client{script, OwnMemory{}, Manual{clock}};
      script.answer(Response{.status = 200, .body = body});
      BOOST_TEST(outcome(client.login()) == "bad_answer 200");
      BOOST_TEST(!client.logged_in());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
