// P4: a definitive answer ends the session, a transient or ambiguous failure keeps it: only the server's word counts.
#include "promise.hpp"

using namespace promise;

namespace {

// A client with an expired token, whose refreshes are answered by a script.
template <class S>
struct Failing : Scene<S> {
  ScriptedTransport script;
  Client<S> client;

  explicit Failing(Options options = {})
      : client{script, this->storage, Manual{this->clock}, std::move(options), this->journal} {
    BOOST_REQUIRE(client.adopt({.refresh_token = "refresh-1"}));
    this->journal.clear();
  }
};

Response reply(int status, std::string body, std::string retry_after = {}) {
  Response answer{.status = status, .body = std::move(body)};
  if (!retry_after.empty()) answer.headers.add("Retry-After", std::move(retry_after));
  return answer;
}

const std::string pair = R"({"access_token":"access","refresh_token":"refresh-2","expires_in":100})";

}  // namespace

BOOST_AUTO_TEST_SUITE(p04_failures)

BOOST_AUTO_TEST_CASE_TEMPLATE(only_the_servers_word_ends_a_session, S, Storages) {
  struct Case {
    int status;
    const char* body;
    bool ends;
    LogoutReason reason = LogoutReason::refresh_token_refused;
  };
  const Case cases[] = {
      {401, R"({"error":"invalid_grant"})", true},
      {400, R"({"error":"invalid_grant"})", true},
      {403, R"({"error":"refresh_token_revoked"})", true},
      {401, R"({"error":"invalid_refresh_token"})", true},
      {401, R"({"error":"refresh_token_reused"})", true},
      {401, R"({"error":"refresh_token_expired"})", true,
       has_own_words ? LogoutReason::refresh_token_expired : LogoutReason::refresh_token_refused},
      {409, R"({"error":"superseded"})", has_own_words},
      {401, R"({})", has_own_words},
      {401, R"({"message":"no"})", has_own_words},
      {401, R"({"error":"temporarily_unavailable"})", false},
      {401, "<html>sign in to the hotel's network</html>", false},
      {401, "", false},
      {400, R"({"error":"invalid_request"})", false},
      {400, "", false},
      {403, "<html>blocked</html>", false},
      {404, R"({})", false},
      {302, "", false},
      {200, "<html>welcome to the hotel's network</html>", false},
      {200, R"({"ok":true})", false},
      {200, R"({"error":"invalid_grant-not"})", false},
      {408, R"({"error":"invalid_grant"})", false},
      {429, R"({"error":"invalid_grant"})", false},
      {500, R"({"error":"invalid_grant"})", false},
      {502, "", false},
      {503, "", false},
      {599, "", false},
  };
  for (const Case& c : cases) {
    BOOST_TEST_CONTEXT(c.status << " " << c.body) {
      Failing<S> scene;
      scene.script.then([&](const Request&) { return Result<Response>{reply(c.status, c.body)}; });
      const auto got = scene.client.access_token();
      if (c.ends) {
        BOOST_TEST(outcome(got) == "session_ended " + std::to_string(c.status));
        BOOST_TEST(scene.script.seen().size() == 1u);
        BOOST_TEST(!scene.client.logged_in());
        BOOST_TEST(!scene.storage.record().has_value());
        BOOST_TEST(scene.journal.count(std::string{"logout:"} + name(c.reason)) == 1u);
      } else {
        BOOST_TEST(outcome(got) == "refresh_unavailable " + std::to_string(c.status));
        BOOST_TEST(scene.script.seen().size() == 3u);
        BOOST_TEST(scene.client.logged_in());
        BOOST_TEST(scene.storage.refresh_token() == "refresh-1");
        scene.clock.advance(61s);
        scene.script.answer(Response{.status = 200, .body = pair});
        BOOST_TEST(outcome(scene.client.access_token()) == "access");
      }
    }
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_not_sent_or_not_answered_keeps_the_session, S, Storages) {
  for (const Errc code : {Errc::not_sent, Errc::no_answer, Errc::timed_out, Errc::bad_answer, Errc::cancelled}) {
    BOOST_TEST_CONTEXT(to_string(code)) {
      Failing<S> scene;
      scene.script.answer(Error{.code = code})
          .answer(Error{.code = code})
          .answer(Response{.status = 200, .body = pair});
      BOOST_TEST(outcome(scene.client.access_token()) == "access");
      const auto seen = scene.script.seen();
      BOOST_REQUIRE(seen.size() == 3u);
      for (const auto& attempt : seen) {
        BOOST_TEST(attempt.body == seen[0].body);
        BOOST_TEST((attempt.request.headers.get("Idempotency-Key") == seen[0].request.headers.get("Idempotency-Key")));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_transport_that_throws_keeps_the_session) {
  Failing<SharedMemory> scene;
  scene.script.then([](const Request&) -> Result<Response> { throw 1; });
  BOOST_TEST(outcome(scene.client.access_token()) == "refresh_unavailable");
  BOOST_TEST(scene.client.logged_in());
}

BOOST_AUTO_TEST_CASE(a_lost_answer_has_storage_read_again_and_a_newer_pair_found_there_is_used) {
  Scene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.expire();
  scene.server.lose_answers("/refresh", 1);
  bool lost = false;
  scene.storage.before([&](Op op) {
    if (op != Op::lock || scene.server.counts().rotations != 1 || std::exchange(lost, true)) return;
    auto second = scene.other();
    BOOST_TEST(outcome(second.get("/me")) == "200");
  });
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(lost);
  BOOST_TEST(scene.journal.count("POST:/refresh") == 1u);
  BOOST_TEST(scene.journal.count("event:found_newer") == 1u);
}

BOOST_AUTO_TEST_CASE(calls_inside_the_back_off_get_the_same_error_at_once) {
  Failing<OwnMemory> scene;
  scene.script.then([](const Request&) { return Result<Response>{reply(503, "")}; });
  const auto first = scene.client.access_token();
  const auto moment = scene.clock.now();
  const auto second = scene.client.access_token();
  BOOST_REQUIRE((!first && !second));
  BOOST_TEST(outcome(second) == "refresh_unavailable 503");
  BOOST_TEST((second.error() == first.error()));
  BOOST_TEST(second.error().retry_after.count() > 0);
  BOOST_TEST((scene.clock.now() == moment));
  BOOST_TEST(scene.script.seen().size() == 3u);
}

// Full jitter: above 0, up to 1 s that doubles to 60 s; and it is spread.
BOOST_AUTO_TEST_CASE(the_back_off_has_full_jitter_from_1_s_doubling_to_60_s) {
  std::vector<std::int64_t> most(10, 0), least(10, INT64_MAX);
  for (int run = 0; run < 60; ++run) {
    Failing<OwnMemory> scene{{.request_timeout = 1h, .refresh_budget = {.count = 100}, .refresh_attempts = 10}};
    std::vector<TimePoint> times;
    scene.script.then([&](const Request&) {
      times.push_back(scene.clock.now());
      return Result<Response>{Error{.code = Errc::not_sent}};
    });
    const auto got = scene.client.access_token();
    BOOST_REQUIRE((!got && times.size() == 10));
    times.push_back(later(scene.clock.now(), got.error().retry_after));
    for (std::size_t i = 0; i < 10; ++i) {
      const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(times[i + 1] - times[i]).count();
      most[i] = std::max(most[i], static_cast<std::int64_t>(wait));
      least[i] = std::min(least[i], static_cast<std::int64_t>(wait));
    }
  }
  const std::int64_t limits[] = {1000, 2000, 4000, 8000, 16'000, 32'000, 60'000, 60'000, 60'000, 60'000};
  for (std::size_t i = 0; i < 10; ++i) {
    BOOST_TEST_CONTEXT("after failure " << i + 1) {
      BOOST_TEST(most[i] <= limits[i] + 1);
      BOOST_TEST(most[i] > limits[i] * 3 / 4);
      BOOST_TEST(least[i] >= 1);
      BOOST_TEST(least[i] < limits[i] / 4);
    }
  }
}

BOOST_AUTO_TEST_CASE(retry_after_is_honoured_in_both_forms_up_to_an_hour) {
  struct Case {
    const char* value;
    std::chrono::milliseconds wait;
  };
  for (const Case& c : {Case{"120", 120s}, Case{"3600", 1h}, Case{"3601", 1h}, Case{"99999999999999999999", 1h},
                        Case{"Thu, 01 Jan 2026 00:05:00 GMT", 5min}, Case{"Sun, 01 Jan 2040 00:00:00 GMT", 1h}}) {
    BOOST_TEST_CONTEXT(c.value) {
      Failing<OwnMemory> scene;
      scene.script.answer(reply(429, "", c.value)).answer(Response{.status = 200, .body = pair});
      const auto refused = scene.client.access_token();
      BOOST_REQUIRE(!refused);
      // A wait that is longer than the call's time fails at once.
      BOOST_TEST((scene.clock.now() == TimePoint{1h}));
      BOOST_TEST(refused.error().retry_after.count() == c.wait.count());
      scene.clock.advance(c.wait - 2ms);
      BOOST_TEST(outcome(scene.client.send({.url = "/x", .timeout = 1ms})) == "refresh_unavailable 429");
      BOOST_TEST(scene.script.seen().size() == 1u);
      scene.clock.advance(2ms);
      BOOST_TEST(outcome(scene.client.access_token()) == "access");
    }
  }
}

BOOST_AUTO_TEST_CASE(a_wait_that_fits_into_the_calls_time_is_waited_for) {
  Failing<OwnMemory> scene;
  scene.script.answer(reply(503, "", "20")).answer(Response{.status = 200, .body = pair});
  BOOST_TEST(outcome(scene.client.access_token()) == "access");
  BOOST_TEST((scene.clock.now() == TimePoint{1h + 20s}));
}

BOOST_AUTO_TEST_CASE(a_success_ends_the_back_off) {
  Failing<OwnMemory> scene{{.request_timeout = 10min}};
  for (int i = 0; i < 2; ++i) scene.script.answer(Error{.code = Errc::not_sent});
  scene.script.answer(Response{.status = 200, .body = pair});
  BOOST_TEST(outcome(scene.client.access_token()) == "access");
  scene.clock.advance(101s);
  scene.script.answer(Error{.code = Errc::not_sent}).answer(Response{.status = 200, .body = pair});
  const auto before = scene.clock.now();
  BOOST_TEST(outcome(scene.client.access_token()) == "access");
  BOOST_TEST((scene.clock.now() - before <= 1s));
}

BOOST_AUTO_TEST_CASE(a_storage_that_cannot_be_read_keeps_the_session) {
  Failing<SharedMemory> scene;
  scene.storage.fail(Op::load);
  BOOST_TEST(outcome(scene.client.access_token()) == "refresh_unavailable");
  BOOST_TEST(scene.script.seen().empty());
  scene.storage.fail(Op::load, 0);
  BOOST_TEST(scene.client.logged_in());
  scene.clock.advance(61s);
  scene.script.answer(Response{.status = 200, .body = pair});
  BOOST_TEST(outcome(scene.client.access_token()) == "access");
}

BOOST_AUTO_TEST_CASE(without_a_refresh_token_a_dead_access_token_ends_the_session) {
  Scene<OwnMemory> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.adopt({.access_token = "unknown-to-the-server"}));
  BOOST_TEST(outcome(client.get("/me")) == "session_ended 401");
  BOOST_TEST(scene.journal.count("logout:no_refresh_token") == 1u);
  BOOST_TEST(scene.server.counts().refreshes == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
