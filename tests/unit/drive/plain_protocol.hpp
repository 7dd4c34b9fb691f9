// A dialect without JSON, for tests of the drivers: "ACCESS REFRESH SECONDS" in the body of an answer.
#ifndef KEYTURN_TESTS_DRIVE_PLAIN_PROTOCOL_HPP
#define KEYTURN_TESTS_DRIVE_PLAIN_PROTOCOL_HPP

#include <keyturn/concepts/protocol.hpp>
#include <keyturn/model/unknown_outcome.hpp>

#include <sstream>

namespace keyturn_tests {

using namespace keyturn;

struct PlainProtocol {
  std::string base = "https://api.example.test";
  bool sends_key = true;
  UnknownOutcome after_lost{};

  std::string_view api_base() const { return base; }
  bool idempotency_key() const { return sends_key; }
  UnknownOutcome unknown_outcome() const { return after_lost; }
  Result<Request> login_request(const Password& grant) const {
    return Request{
        .method = "POST", .url = "/login", .body = grant.username + " " + std::string{grant.password.view()}};
  }
  Result<Request> refresh_request(const TokenSet& tokens) const {
    return Request{.method = "POST", .url = "/refresh", .body = std::string{tokens.refresh_token.view()}};
  }
  std::vector<Request> logout_requests(const TokenSet& tokens) const {
    return {Request{.method = "POST", .url = "/logout", .body = std::string{tokens.refresh_token.view()}}};
  }
  Result<TokenSet> read_tokens(const Response& answer) const {
    std::istringstream text{answer.body};
    std::string access, refresh;
    long seconds = 0;
    if (!(text >> access >> refresh >> seconds)) return Error{.code = Errc::bad_answer, .detail = "no tokens"};
    TokenSet tokens;
    tokens.access_token = Secret{std::string_view{access}};
    tokens.refresh_token = Secret{std::string_view{refresh}};
    tokens.expires_in = std::chrono::seconds{seconds};
    return tokens;
  }
  Verdict refresh_verdict(const Response& answer) const {
    if (is_success(answer.status)) return Verdict::renewed;
    return answer.status == 401 ? Verdict::refused : Verdict::transient;
  }
};

inline Response granted(int number, int seconds = 100) {
  const std::string text = std::to_string(number);
  return {.status = 200, .body = "access-" + text + " refresh-" + text + " " + std::to_string(seconds)};
}

}  // namespace keyturn_tests

#endif
