// An answer of a token endpoint: "f" for a form and a status in the first line, the body behind it.
#include "fuzz.hpp"

#include <keyturn/adapters/simdjson.hpp>
#include <keyturn/core/session.hpp>
#include <keyturn/protocol/oauth2.hpp>

using namespace keyturn;
using keyturn_fuzz::expect;

static int status_of(std::string_view digits) {
  int status = 0;
  for (const char c : digits.substr(0, 3)) status = detail::is_digit(c) ? status * 10 + (c - '0') : status;
  return status;
}

static const BasicOAuth2<SimdjsonCodec> api{OAuth2Config{.token_endpoint = "https://id.example.test/token",
                                                         .revocation_endpoint = "https://id.example.test/revoke",
                                                         .client_id = "app"}};

static void expect_usable(const TokenSet& tokens) {
  expect(!tokens.access_token.empty() || !tokens.refresh_token.empty(), "an answer with tokens has a token");
  expect(tokens.access_token.empty() || core::is_sendable_token(tokens.access_token.view()),
         "an access token can stand in a header");
  expect(tokens.token_type == "Bearer", "a token of another type is not used");
  expect(tokens.refresh_token != api.implied_tokens(ClientCredentials{}).refresh_token,
         "no answer makes a user's session the client's own");
  if (const auto request = api.refresh_request(tokens))
    expect(request->body.view()->starts_with("grant_type=refresh_token&refresh_token="),
           "it is refreshed as it should");
  for (const Request& request : api.logout_requests(tokens))
    expect(origin_of(request.url).has_value(), "a revocation goes to the auth server");
}

void fuzz(std::string_view input) {
  std::string_view head = keyturn_fuzz::take_line(input);
  const bool form = head.starts_with('f');
  Response answer{.status = status_of(head.substr(form)), .headers = {}, .body = std::string{input}};
  answer.headers.add("Content-Type", form ? "application/x-www-form-urlencoded" : "application/json");

  const auto tokens = api.read_tokens(answer);
  if (tokens) expect_usable(*tokens);
  const Verdict verdict = api.refresh_verdict(answer);
  expect((verdict == Verdict::renewed) == (is_success(answer.status) && tokens.has_value()),
         "tokens in a 2xx renew, and nothing else");
  if (verdict == Verdict::refused) {
    expect(answer.status != 408 && answer.status != 429 && answer.status < 500, "a server in trouble ends no session");
    expect(api.error_of(answer).detail.ends_with(": invalid_grant"), "a session ends by the one word alone");
  }
  const DevicePoll poll = api.read_device_poll(answer);
  if (poll.kind == DevicePoll::Kind::done) expect_usable(poll.tokens);
  if (const auto device = api.read_device_authorization(answer)) {
    expect(origin_of(device->verification_uri).has_value(), "a user is sent to a URL");
    expect(detail::is_visible_ascii(device->user_code), "a code can be shown");
    expect(device->interval >= std::chrono::seconds{1}, "polls are no flood");
  }
}
