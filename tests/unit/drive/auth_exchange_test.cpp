#include <keyturn/drive/auth_exchange.hpp>

#include "plain_protocol.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/freed_memory.hpp>

using namespace keyturn_tests;
using namespace std::chrono_literals;

namespace {
action::SendRefresh refresh() {
  action::SendRefresh what{.job = 1, .tokens{}, .key{}, .timeout = 5s};
  what.tokens.refresh_token = "refresh-1";
  what.key[0] = std::byte{0x0f};
  what.key[15] = std::byte{0xa0};
  return what;
}
AnswerTiming timing() { return {.sent = {TimePoint{1h}, WallTime{}}, .received = {TimePoint{1h}, WallTime{}}}; }
}  // namespace

BOOST_AUTO_TEST_SUITE(drive_auth_exchange)

BOOST_AUTO_TEST_CASE(an_auth_request_is_absolute_limited_and_sent_at_most_once) {
  Options options;
  options.max_token_answer = 99;
  const auto request = drive::refresh_request(PlainProtocol{}, refresh(), options);
  BOOST_TEST_REQUIRE(request.has_value());
  BOOST_TEST(request->url == "https://api.example.test/refresh");
  BOOST_TEST(request->at_most_once);
  BOOST_TEST((request->auth == Auth::none));
  BOOST_TEST((request->timeout == 5s));
  BOOST_TEST(request->max_response == 99u);
  BOOST_TEST(request->headers.get("Idempotency-Key").value() == "0f0000000000000000000000000000a0");
  BOOST_TEST(!drive::refresh_request(PlainProtocol{.sends_key = false}, refresh(), options)
                  ->headers.get("Idempotency-Key")
                  .has_value());
}

BOOST_AUTO_TEST_CASE(a_timeout_is_never_nothing) {
  const auto request = drive::ready(Request{.url = "/x"}, "https://api.example.test", {}, -1s);
  BOOST_TEST((request->timeout == 1ms));
}

BOOST_AUTO_TEST_CASE(passwords_and_tokens_go_over_https_alone) {
  const auto code = [](Request request) {
    const auto ready = drive::ready(std::move(request), "http://api.example.test", {}, 1s);
    return ready ? Errc{} : ready.error().code;
  };
  BOOST_TEST((code({.url = "/login"}) == Errc::insecure_url));
  BOOST_TEST((code({.url = "http://localhost:1/login"}) == Errc{}));
  BOOST_TEST((code({.url = "https://other.test/login"}) == Errc{}));
  BOOST_TEST((code({.url = "gopher://x"}) == Errc::bad_request));
  BOOST_TEST((code({.method = "P OST", .url = "https://other.test"}) == Errc::bad_request));
  BOOST_TEST(
      (drive::ready(Error{.code = Errc::unsupported}, "https://x.test", {}, 1s).error().code == Errc::unsupported));
}

BOOST_AUTO_TEST_CASE(a_refresh_answer_is_read_by_its_verdict) {
  const auto read = [](Result<Response> answer) {
    return drive::read_refresh(PlainProtocol{}, std::move(answer), timing());
  };
  const RefreshAnswer renewed = read(granted(2));
  BOOST_TEST((renewed.verdict == Verdict::renewed));
  BOOST_TEST((renewed.tokens.access_token == Secret{"access-2"}));

  const RefreshAnswer unreadable = read(Response{.status = 200, .body = "<html>"});
  BOOST_TEST((unreadable.verdict == Verdict::transient));
  BOOST_TEST((unreadable.error.code == Errc::bad_answer));
  BOOST_TEST(unreadable.error.status == 200);

  const RefreshAnswer lost = read(Error{.code = Errc::no_answer});
  BOOST_TEST((lost.verdict == Verdict::transient));
  BOOST_TEST((lost.error.code == Errc::no_answer));

  const RefreshAnswer refused = read(Response{.status = 401});
  BOOST_TEST((refused.verdict == Verdict::refused));
  BOOST_TEST(refused.error.status == 401);

  Response busy{.status = 503};
  busy.headers.add("Retry-After", "7");
  busy.headers.add("Date", "Thu, 01 Jan 1970 00:00:09 GMT");
  const RefreshAnswer later = read(std::move(busy));
  BOOST_TEST((later.error.retry_after == 7s));
  BOOST_TEST((later.timing.server_date == WallTime{9s}));
}

BOOST_AUTO_TEST_CASE(a_login_answer_is_tokens_or_one_of_three_errors) {
  const auto read = [](Response answer) {
    AnswerTiming when = timing();
    const auto tokens = drive::read_login(PlainProtocol{}, answer, when);
    BOOST_TEST(answer.body.empty());
    return tokens ? "tokens"
                  : std::string{to_string(tokens.error().code)} + " " + std::to_string(tokens.error().status);
  };
  BOOST_TEST(read(granted(1)) == "tokens");
  BOOST_TEST(read({.status = 200, .body = "welcome"}) == "bad_answer 200");
  for (const int status : {400, 401, 403, 404, 422})
    BOOST_TEST(read({.status = status}) == "login_refused " + std::to_string(status));
  for (const int status : {302, 408, 429, 500, 503})
    BOOST_TEST(read({.status = status}) == "server_refused " + std::to_string(status));
}

BOOST_AUTO_TEST_CASE(a_protocol_that_throws_could_not_read_the_answer) {
  struct Throwing : PlainProtocol {
    Result<Request> refresh_request(const TokenSet&) const { throw 1; }
    Result<TokenSet> read_tokens(const Response&) const { throw 2; }
  };
  struct Blind : PlainProtocol {
    Verdict refresh_verdict(const Response&) const { throw 3; }
  };
  BOOST_TEST((drive::refresh_request(Throwing{}, refresh(), {}).error().code == Errc::bad_request));
  for (const auto& read :
       {drive::read_refresh(Throwing{}, granted(1), timing()), drive::read_refresh(Blind{}, granted(1), timing())}) {
    BOOST_TEST((read.verdict == Verdict::transient));
    BOOST_TEST((read.error.code == Errc::bad_answer));
    BOOST_TEST(read.error.status == 200);
  }
  AnswerTiming time = timing();
  Response answer = granted(1);
  BOOST_TEST((drive::read_login(Throwing{}, answer, time).error().code == Errc::bad_answer));
  BOOST_TEST(answer.body == "");
}

// One that says more than it must.
struct Talkative : PlainProtocol {
  Error error_of(const Response& answer) const { return {.code = Errc::unsupported, .detail = "told " + answer.body}; }
  bool confirms_logout(const Response& answer) const { return answer.status == 400; }
  TokenSet implied_tokens(const Password& grant) const {
    return {.refresh_token = grant.password, .scope = grant.username};
  }
};

BOOST_AUTO_TEST_CASE(a_protocol_may_say_what_a_refusal_means) {
  AnswerTiming time = timing();
  Response refused{.status = 403, .headers = {}, .body = "why"}, broken{.status = 500, .headers = {}, .body = "why"};
  const auto login = drive::read_login(Talkative{}, refused, time);
  BOOST_TEST((login.error().code == Errc::login_refused));
  BOOST_TEST(login.error().detail == "told why");
  BOOST_TEST(login.error().status == 403);
  BOOST_TEST((drive::read_login(Talkative{}, broken, time).error().code == Errc::unsupported));
  const auto refresh = drive::read_refresh(Talkative{}, Response{.status = 400, .headers = {}, .body = "why"}, time);
  BOOST_TEST((refresh.verdict == Verdict::transient));
  BOOST_TEST((refresh.error.code == Errc::unsupported));
  BOOST_TEST(refresh.error.detail == "told why");
  BOOST_TEST(refresh.error.status == 400);
}

BOOST_AUTO_TEST_CASE(a_protocol_may_say_what_a_login_implies) {
  static_assert(drive::Implies<Talkative, Password> && !drive::Implies<Talkative, TokenSet> &&
                !drive::Implies<PlainProtocol, Password>);
  TokenSet silent{.access_token = "a"}, telling{.access_token = "a", .refresh_token = "r", .scope = "s"};
  for (TokenSet* tokens : {&silent, &telling}) drive::fill_in(*tokens, Talkative{}.implied_tokens({"ada", "p"}));
  BOOST_TEST(silent.refresh_token.view() == "p");
  BOOST_TEST(silent.scope == "ada");
  BOOST_TEST(telling.refresh_token.view() == "r");
  BOOST_TEST(telling.scope == "s");
}

BOOST_AUTO_TEST_CASE(a_protocol_may_say_what_confirms_a_logout) {
  static_assert(drive::ConfirmsLogout<Talkative> && !drive::ConfirmsLogout<PlainProtocol>);
  BOOST_TEST(drive::read_logout(Talkative{}, Response{.status = 400}).has_value());
  BOOST_TEST(!drive::read_logout(Talkative{}, Response{.status = 200}).has_value());
}

BOOST_AUTO_TEST_CASE(a_busy_server_says_when_to_ask_again_to_revoke) {
  const auto pause = [](int status, const char* after) {
    Response answer{.status = status, .headers = {}, .body = {}};
    if (after != nullptr) answer.headers.add("Retry-After", after);
    return drive::revocation_pause(answer, WallTime{});
  };
  BOOST_TEST((pause(503, "2") == 2s));
  BOOST_TEST((pause(503, nullptr) == 0s));
  BOOST_TEST((pause(500, "2") == 0s));
  BOOST_TEST((drive::revocation_pause(Error{.code = Errc::not_sent}, WallTime{}) == 0s));
}

BOOST_AUTO_TEST_CASE(a_logout_is_confirmed_by_success_and_by_401) {
  for (const int status : {200, 204, 401})
    BOOST_TEST(drive::read_logout(PlainProtocol{}, Response{.status = status}).has_value());
  for (const int status : {302, 400, 403, 500}) {
    const auto result = drive::read_logout(PlainProtocol{}, Response{.status = status});
    BOOST_TEST((!result && result.error().code == Errc::server_refused && result.error().status == status));
  }
  BOOST_TEST((drive::read_logout(PlainProtocol{}, Error{.code = Errc::not_sent}).error().code == Errc::not_sent));
}

BOOST_AUTO_TEST_CASE(answers_are_wiped) {
  Response answer = granted(1);
  answer.headers.add("Set-Cookie", "token=secret");
  drive::wipe_message(answer);
  BOOST_TEST(answer.body == "");
  BOOST_TEST(!answer.headers.get("Set-Cookie").has_value());
}

BOOST_AUTO_TEST_CASE(header_lines_of_an_answer_are_wiped_too) {
  Response answer{.status = 200,
                  .headers = Headers::of_lines("Set-Cookie: token=a-long-secret-of-the-server; Path=/\n")};
  BOOST_TEST(blocks_freed_with("a-long-secret", [&] { drive::wipe_message(answer); }) == 0);
  BOOST_TEST(answer.headers.empty());
}

BOOST_AUTO_TEST_CASE(what_follows_a_lost_answer_is_the_protocols_word) {
  PlainProtocol careful;
  careful.after_lost.rule = UnknownOutcome::Rule::wait;
  BOOST_TEST((drive::unknown_outcome(careful).rule == UnknownOutcome::Rule::wait));
  struct Silent {};
  BOOST_TEST((drive::unknown_outcome(Silent{}).rule == UnknownOutcome::Rule::repeat));
}

BOOST_AUTO_TEST_SUITE_END()
