// An answer to a refresh: the letter of a dialect and a status in the first line, a Set-Cookie value in the second, the
// body behind them.
#include "fuzz.hpp"

#include <keyturn/adapters/simdjson.hpp>
#include <keyturn/core/session.hpp>
#include <keyturn/protocol/json_api.hpp>

using namespace keyturn;
using keyturn_fuzz::expect;
using Api = BasicJsonApi<SimdjsonCodec>;

static JsonApiConfig dialect(char letter) {
  JsonApiConfig config{.base_url = "https://api.example.com"};
  if (letter == 'm') config.expires_unit = ExpiryUnit::milliseconds;
  if (letter == 'u') config.expires_unit = ExpiryUnit::unix_seconds;
  if (letter == 'c') config.refresh_token_cookie = "session";
  if (letter == 'n') {
    config.reads = {.access_token = "data.access_token",
                    .refresh_token = "data.refresh_token",
                    .error = "errors.0.extensions.code"};
    config.bare_401_is_definitive = false;
  }
  return config;
}

static int status_of(std::string_view digits) {
  int status = 0;
  for (const char c : digits.substr(0, 3)) status = detail::is_digit(c) ? status * 10 + (c - '0') : status;
  return status;
}

static void expect_usable(const Api& api, const TokenSet& tokens) {
  expect(!tokens.access_token.empty() || !tokens.refresh_token.empty(), "an answer with tokens has a token");
  expect(tokens.access_token.empty() || core::is_sendable_token(tokens.access_token.view()),
         "an access token can stand in a header");
  expect(core::is_sendable_token(tokens.token_type), "a token type can stand in a header");
  constexpr std::chrono::seconds longest = std::chrono::hours{24 * 3653};
  for (const auto& lifetime : {tokens.expires_in, tokens.refresh_expires_in})
    expect(!lifetime || (*lifetime >= std::chrono::seconds{0} && *lifetime <= longest), "a lifetime is clamped");
  if (const auto request = api.refresh_request(tokens)) {
    expect(origin_of(request->url).has_value(), "a refresh goes to the auth server");
    for (const Header& field : request->headers) expect(core::is_header_value(field.value), "a header is one line");
  }
  api.logout_requests(tokens);
}

void fuzz(std::string_view input) {
  std::string_view head = keyturn_fuzz::take_line(input);
  const char letter = head.empty() ? ' ' : head.front();
  const Api api{dialect(letter)};
  Response answer{.status = status_of(head.substr(std::min<std::size_t>(head.size(), 1)))};
  answer.headers.add("Set-Cookie", std::string{keyturn_fuzz::take_line(input)});
  answer.body = input;

  const auto tokens = api.read_tokens(answer);
  if (tokens)
    expect_usable(api, *tokens);
  else
    expect(tokens.error().code == Errc::bad_answer, "an answer without tokens is a bad answer");

  const Verdict verdict = api.refresh_verdict(answer);
  const bool success = answer.status >= 200 && answer.status < 300;
  expect((verdict == Verdict::renewed) == (success && tokens.has_value()), "tokens in a 2xx renew, and nothing else");
  if (answer.status == 408 || answer.status == 429 || answer.status >= 500)
    expect(verdict == Verdict::transient, "a server in trouble ends no session");
  if (verdict == Verdict::refused || verdict == Verdict::expired || verdict == Verdict::superseded)
    expect(SimdjsonCodec{}.read(input, {}, {}).has_value(), "a session ends by a JSON object alone");
}
