#include "dialect.hpp"

#include "memory.hpp"

#include <keyturn/drive/auth_exchange.hpp>

namespace simulation {

using keyturn::Request;
using keyturn::Response;
using keyturn::Result;

namespace {

keyturn::JsonApiConfig json(const Plan& plan) {
  return {.base_url = std::string{api_base},
          .unknown_outcome = unknown_outcome(plan.rotation, plan.waits_if_lost, plan.window)};
}

keyturn::OAuth2Config oauth2(const Plan& plan) {
  return {.token_endpoint = "https://auth.test/token",
          .revocation_endpoint = "https://auth.test/revoke",
          .api_base = std::string{api_base},
          .client_id = "app",
          .sends_idempotency_key = true,
          .unknown_outcome = unknown_outcome(plan.rotation, plan.waits_if_lost, plan.window)};
}

// Of a flat JSON object or of a form; nothing in either needs to be unescaped.
std::string_view value_in(std::string_view body, std::string_view name) {
  const bool is_json = body.starts_with('{');
  for (std::size_t at = body.find(name); at != body.npos; at = body.find(name, at + 1)) {
    const std::string_view rest = body.substr(at + name.size());
    const std::string_view before = is_json ? "\"" : "&", between = is_json ? "\":\"" : "=";
    const bool begins = at == 0 ? !is_json : body[at - 1] == before.front();
    if (begins && rest.starts_with(between))
      return rest.substr(between.size(), rest.substr(between.size()).find(before.front()));
  }
  return {};
}

}  // namespace

StandardProtocol::StandardProtocol(const Plan& plan) {
  [[maybe_unused]] static const bool begun = [] {  // simdjson keeps what it makes when it is first used
    const LastingMemory lasting;
    return keyturn::SimdjsonCodec{}.read("{}", {}, {}).has_value();
  }();
  if (plan.dialect == Dialect::oauth2)
    oauth2_ = std::make_shared<const keyturn::BasicOAuth2<keyturn::SimdjsonCodec>>(oauth2(plan));
  else
    json_ = std::make_shared<const keyturn::BasicJsonApi<keyturn::SimdjsonCodec>>(json(plan));
}

keyturn::UnknownOutcome StandardProtocol::unknown_outcome() const {
  return oauth2_ ? oauth2_->unknown_outcome() : json_->unknown_outcome();
}
Result<Request> StandardProtocol::login_request(const keyturn::Password& grant) const {
  return oauth2_ ? oauth2_->login_request(grant) : json_->login_request(grant);
}
Result<Request> StandardProtocol::refresh_request(const keyturn::TokenSet& tokens) const {
  return oauth2_ ? oauth2_->refresh_request(tokens) : json_->refresh_request(tokens);
}
std::vector<Request> StandardProtocol::logout_requests(const keyturn::TokenSet& tokens) const {
  return oauth2_ ? oauth2_->logout_requests(tokens) : json_->logout_requests(tokens);
}
Result<keyturn::TokenSet> StandardProtocol::read_tokens(const Response& answer) const {
  return oauth2_ ? oauth2_->read_tokens(answer) : json_->read_tokens(answer);
}
keyturn::Verdict StandardProtocol::refresh_verdict(const Response& answer) const {
  return oauth2_ ? oauth2_->refresh_verdict(answer) : json_->refresh_verdict(answer);
}
// JsonApi leaves this to the driver's default.
bool StandardProtocol::confirms_logout(const Response& answer) const {
  if (oauth2_) return oauth2_->confirms_logout(answer);
  return keyturn::is_success(answer.status) || answer.status == 401;
}
keyturn::Error StandardProtocol::error_of(const Response& answer) const {
  return oauth2_ ? oauth2_->error_of(answer) : json_->error_of(answer);
}

Said said_in(const Request& request) {
  using To = Message::To;
  const std::string_view url = request.url, body = request.body.view().value_or("");
  const auto authorization = request.headers.get("Authorization");
  Said said{.to = url.starts_with(api_base) ? To::api : To::abroad};
  if (authorization && authorization->starts_with("Bearer ")) said.access_token = authorization->substr(7);
  const bool of_form = url == "https://auth.test/token";
  if (url.ends_with("/login") || (of_form && body.starts_with("grant_type=password"))) said.to = To::login;
  if (url.ends_with("/refresh") || (of_form && !body.starts_with("grant_type=password"))) said.to = To::refresh;
  if (url.ends_with("/logout") || url == "https://auth.test/revoke") said.to = To::logout;
  if (said.to == To::api || said.to == To::abroad) return said;

  const bool in_own_words = !of_form && url.starts_with(auth_base) && !url.ends_with("/revoke");
  if (said.to == To::login) {
    said.password = in_own_words ? body : value_in(body, "password");
    return said;
  }
  std::string_view token = in_own_words ? body : value_in(body, "refresh_token");
  if (token.empty()) token = value_in(body, "token");
  if (token.starts_with('a'))
    said.access_token = token;
  else
    said.refresh_token = token;
  return said;
}

std::string body_of(Dialect dialect, const Answer& answer) {
  const std::string lives = answer.lives >= 0 ? std::to_string(answer.lives) : "";
  const auto text = [](char kind, Token token) { return text_of(kind, token); };
  if (dialect == Dialect::own) {
    if (!answer.has_tokens) return answer.text;
    return "ok " + text('a', answer.access) + " " + (answer.has_refresh ? text('r', answer.refresh) : "-") + " " +
           (lives.empty() ? "-" : lives) + " .";
  }
  if (answer.has_tokens)
    return R"({"token_type":"Bearer","access_token":")" + text('a', answer.access) + '"' +
           (lives.empty() ? "" : ",\"expires_in\":" + lives) +
           (answer.has_refresh ? ",\"refresh_token\":\"" + text('r', answer.refresh) + '"' : "") + '}';
  const std::string_view word = answer.text;
  if (word.empty()) return {};
  const bool in_json = dialect == Dialect::json;
  const char* const error = in_json && word == "expired"      ? "refresh_token_expired"
                            : in_json && word == "superseded" ? "superseded"
                                                              : "invalid_grant";
  return std::string{"{\"error\":\""} + error + "\"}";
}

}  // namespace simulation
