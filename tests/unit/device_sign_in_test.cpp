#include <keyturn/device_sign_in.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/adapters/simdjson.hpp>
#include <keyturn/auth_client.hpp>
#include <keyturn/builtin/memory_storage.hpp>
#include <keyturn/protocol/oauth2.hpp>
#include <keyturn/testing/manual.hpp>
#include <keyturn/testing/scripted_transport.hpp>

#include <thread>

using namespace keyturn;
using namespace std::chrono_literals;
using testing::Manual;
using testing::ManualClock;
using testing::ScriptedTransport;
using OAuth2 = BasicOAuth2<SimdjsonCodec>;

BOOST_AUTO_TEST_SUITE(device_sign_in)

static_assert(DeviceProtocol<OAuth2>);

const OAuth2 protocol{{.token_endpoint = "https://login.example/token",
                       .device_authorization_endpoint = "https://login.example/device",
                       .api_base = "https://api.example",
                       .client_id = "console",
                       .scope = "notes"}};

Response answer(int status, std::string body) { return {.status = status, .headers = {}, .body = std::move(body)}; }

Response codes(int expires_in = 600) {
  return answer(200, R"({"device_code":"the-device-code","user_code":"WDJB-MJHT","verification_uri":)"
                     R"("https://login.example/go","interval":5,"expires_in":)" +
                         std::to_string(expires_in) + "}");
}

Response error(const char* name, int status = 400) {
  return answer(status, R"({"error":")" + std::string{name} + R"("})");
}

Response tokens() {
  return answer(200, R"({"access_token":"a","refresh_token":"r","token_type":"Bearer","expires_in":900})");
}

// The blocking form, on a clock that a wait moves on.
struct Fixture {
  ManualClock clock;
  ScriptedTransport transport;
  DeviceSignIn<ScriptedTransport, OAuth2, Manual> sign_in{transport, protocol, {}, Manual{clock}};
  std::vector<TimePoint> asked;

  // The answer to the next request, and when it is asked for.
  Fixture& next(Result<Response> what, std::chrono::seconds takes = 0s) {
    transport.answer([=, this](const Request&) {
      asked.push_back(clock.now());
      clock.advance(takes);
      return what;
    });
    return *this;
  }
  std::vector<long> gaps() const {
    std::vector<long> seconds;
    for (std::size_t i = 1; i < asked.size(); ++i)
      seconds.push_back(std::chrono::duration_cast<std::chrono::seconds>(asked[i] - asked[i - 1]).count());
    return seconds;
  }
  Error end() {
    BOOST_TEST_REQUIRE(sign_in.begin().has_value());
    const auto result = sign_in.wait();
    BOOST_TEST_REQUIRE(!result.has_value());
    return result.error();
  }
};

BOOST_FIXTURE_TEST_CASE(codes_are_shown_and_tokens_come_when_the_user_is_done, Fixture) {
  next(codes()).next(error("authorization_pending")).next(tokens());
  const auto shown = sign_in.begin();
  BOOST_TEST_REQUIRE(shown.has_value());
  BOOST_TEST(shown->user_code == "WDJB-MJHT");
  BOOST_TEST(shown->verification_uri == "https://login.example/go");
  const auto got = sign_in.wait();
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST((got->access_token == Secret{"a"}));
  BOOST_TEST((got->refresh_token == Secret{"r"}));

  const auto seen = transport.seen();
  BOOST_TEST_REQUIRE(seen.size() == 3u);
  BOOST_TEST(seen[0].request.url == "https://login.example/device");
  BOOST_TEST(seen[1].request.url == "https://login.example/token");
  BOOST_TEST(seen[1].body.find("device_code=the-device-code") != std::string::npos);
  for (const auto& each : seen) {
    BOOST_TEST(each.request.at_most_once);
    BOOST_TEST((each.request.timeout == 30s));
    BOOST_TEST(each.request.max_response == 1u << 20);
  }
}

BOOST_FIXTURE_TEST_CASE(it_polls_to_the_letter, Fixture) {
  next(codes())
      .next(error("authorization_pending"))
      .next(error("slow_down"))
      .next(error("slow_down"))
      .next(error("authorization_pending"))
      .next(tokens());
  BOOST_TEST(sign_in.begin().has_value());
  BOOST_TEST(sign_in.wait().has_value());
  BOOST_TEST((gaps() == std::vector<long>{5, 5, 10, 15, 15}));
}

BOOST_FIXTURE_TEST_CASE(the_pause_begins_when_the_answer_is_there, Fixture) {
  next(codes(), 3s).next(error("authorization_pending"), 7s).next(tokens());
  BOOST_TEST(sign_in.begin().has_value());
  BOOST_TEST(sign_in.wait().has_value());
  BOOST_TEST((gaps() == std::vector<long>{3 + 5, 7 + 5}));
}

BOOST_FIXTURE_TEST_CASE(a_network_that_is_away_is_no_reason_to_give_up, Fixture) {
  Response busy = error("temporarily_unavailable", 503);
  busy.headers.add("Retry-After", "50");
  next(codes()).next(Error{.code = Errc::timed_out}).next(Error{.code = Errc::not_sent}).next(busy).next(tokens());
  BOOST_TEST(sign_in.begin().has_value());
  BOOST_TEST(sign_in.wait().has_value());
  BOOST_TEST((gaps() == std::vector<long>{5, 10, 20, 50}));
}

BOOST_FIXTURE_TEST_CASE(when_the_codes_expire_nobody_asks_any_more, Fixture) {
  next(codes(12)).next(error("authorization_pending")).next(error("authorization_pending"));
  BOOST_TEST((end().code == Errc::timed_out));
  BOOST_TEST((clock.now() - asked.front() == 12s));
  BOOST_TEST(asked.size() == 3u);
}

BOOST_AUTO_TEST_CASE(what_ends_it_says_why) {
  const auto ends_with = [](Response last) {
    Fixture fixture;
    fixture.next(codes()).next(std::move(last));
    return fixture.end();
  };
  BOOST_TEST((ends_with(error("expired_token")).code == Errc::timed_out));
  BOOST_TEST((ends_with(error("access_denied")).code == Errc::login_refused));
  BOOST_TEST((ends_with(error("invalid_client", 401)).code == Errc::login_refused));
  BOOST_TEST((ends_with(answer(200, "<html>")).code == Errc::bad_answer));
}

BOOST_FIXTURE_TEST_CASE(without_codes_there_is_nothing_to_wait_for, Fixture) {
  BOOST_TEST((sign_in.wait().error().code == Errc::bad_request));
  next(error("unauthorized_client"));
  BOOST_TEST(!sign_in.begin().has_value());
  BOOST_TEST((sign_in.wait().error().code == Errc::bad_request));
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_asked_is_said_and_nothing_is_sent, Fixture) {
  const OAuth2 none{{.token_endpoint = "https://login.example/token", .client_id = "console"}};
  DeviceSignIn other{transport, none, {}, Manual{clock}};
  BOOST_TEST((other.begin().error().code == Errc::bad_request));
  const OAuth2 plain{{.device_authorization_endpoint = "http://login.example/device", .client_id = "console"}};
  DeviceSignIn insecure{transport, plain, {}, Manual{clock}};
  BOOST_TEST((insecure.begin().error().code == Errc::insecure_url));
  BOOST_TEST(transport.seen().empty());
}

BOOST_AUTO_TEST_CASE(another_thread_may_cancel_the_wait) {
  ScriptedTransport transport;
  transport.answer(codes()).then([](const Request&) { return error("authorization_pending"); });
  DeviceSignIn sign_in{transport, protocol};  // on the system's clock: it would sleep for 5 s
  BOOST_TEST(sign_in.begin().has_value());
  std::thread other{[&] { sign_in.cancel(); }};
  BOOST_TEST((sign_in.wait().error().code == Errc::cancelled));
  other.join();
  BOOST_TEST(transport.seen().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_client_adopts_what_it_brings_and_lends_transport_and_protocol) {
  ScriptedTransport transport;
  ManualClock clock;
  transport.answer(codes()).answer(tokens()).answer(answer(200, "notes"));
  AuthClient client{transport, MemoryStorage{}, protocol, Options{}, Manual{clock}};
  DeviceSignIn sign_in{client.transport(), client.protocol(), {}, Manual{clock}};
  BOOST_TEST(sign_in.begin().has_value());
  auto got = sign_in.wait();
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST(client.adopt(*std::move(got)).has_value());
  BOOST_TEST(client.get("/notes")->body == "notes");
  BOOST_TEST(*transport.seen().back().request.headers.get("Authorization") == "Bearer a");
}

// An asynchronous transport that answers when the test says so.
struct LateTransport {
  struct Call {
    Request request;
    Completion<Response> done;
  };
  void send(Request request, Completion<Response> done) { calls.push_back({std::move(request), std::move(done)}); }
  std::optional<std::chrono::milliseconds> poll() {
    ++polls;
    return std::nullopt;
  }
  std::vector<Call> calls;
  int polls = 0;
};

struct AsyncFixture {
  ManualClock clock;
  LateTransport transport;
  DeviceSignIn<LateTransport, OAuth2, Manual> sign_in{transport, protocol, {}, Manual{clock}};

  void answer_with(Result<Response> what) {
    BOOST_TEST_REQUIRE(transport.calls.size() == 1u);
    auto call = std::move(transport.calls.front());
    transport.calls.clear();
    call.done(std::move(what));
  }
  bool quiet() { return !sign_in.poll() && transport.calls.empty(); }
};

BOOST_FIXTURE_TEST_CASE(polled_it_asks_when_it_is_time_and_never_waits, AsyncFixture) {
  BOOST_TEST(!sign_in.poll().has_value());
  BOOST_TEST(!sign_in.codes().has_value());
  BOOST_TEST(transport.calls.size() == 1u);
  BOOST_TEST(!sign_in.poll().has_value());
  BOOST_TEST(transport.calls.size() == 1u);
  BOOST_TEST(transport.polls == 2);
  answer_with(codes());
  BOOST_TEST(quiet());
  BOOST_TEST_REQUIRE(sign_in.codes().has_value());
  BOOST_TEST(sign_in.codes()->user_code == "WDJB-MJHT");
  clock.advance(5s - 1ms);
  BOOST_TEST(quiet());
  clock.advance(1ms);
  BOOST_TEST(!quiet());
  answer_with(error("slow_down"));
  BOOST_TEST(quiet());
  clock.advance(9s);
  BOOST_TEST(quiet());
  clock.advance(1s);
  BOOST_TEST(!quiet());
  answer_with(tokens());
  const auto got = sign_in.poll();
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST_REQUIRE(got->has_value());
  BOOST_TEST(((*got)->access_token == Secret{"a"}));
  BOOST_TEST((sign_in.poll()->error().code == Errc::bad_request));
}

BOOST_FIXTURE_TEST_CASE(polled_it_ends_with_the_codes, AsyncFixture) {
  sign_in.poll();
  answer_with(codes(12));
  BOOST_TEST(quiet());
  clock.advance(12s);
  const auto end = sign_in.poll();
  BOOST_TEST_REQUIRE(end.has_value());
  BOOST_TEST((end->error().code == Errc::timed_out));
  BOOST_TEST(transport.calls.empty());
}

BOOST_FIXTURE_TEST_CASE(polled_it_says_why_there_are_no_codes, AsyncFixture) {
  sign_in.poll();
  answer_with(Error{.code = Errc::not_sent});
  BOOST_TEST((sign_in.poll()->error().code == Errc::not_sent));
}

BOOST_FIXTURE_TEST_CASE(polled_it_can_be_cancelled, AsyncFixture) {
  sign_in.poll();
  answer_with(codes());
  BOOST_TEST(quiet());
  sign_in.cancel();
  clock.advance(5s);
  BOOST_TEST((sign_in.poll()->error().code == Errc::cancelled));
  BOOST_TEST(transport.calls.empty());
}

BOOST_AUTO_TEST_CASE(an_answer_that_comes_after_its_end_is_forgotten) {
  LateTransport transport;
  {
    ManualClock clock;
    DeviceSignIn sign_in{transport, protocol, {}, Manual{clock}};
    sign_in.poll();
  }
  transport.calls.front().done(codes());
}

BOOST_AUTO_TEST_SUITE_END()
