#include <keyturn/protocol/servers.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/adapters/simdjson.hpp>
#include <keyturn/protocol/json_api.hpp>
#include <keyturn/protocol/oauth2.hpp>

#include <set>
#include <string>
#include <vector>

using namespace keyturn;
using Rule = UnknownOutcome::Rule;

BOOST_AUTO_TEST_SUITE(servers)

constexpr auto renewed = Verdict::renewed, refused = Verdict::refused, expired = Verdict::expired,
               transient = Verdict::transient;

/// An answer to a refresh, what it means, and what is in it: "AT|RT|seconds it lives|seconds the RT lives".
struct Shape {
  int status;
  std::string body;
  Verdict verdict;
  std::string tokens{};
};

std::string tokens_in(const auto& protocol, const Response& answer) {
  const auto read = protocol.read_tokens(answer);
  if (!read) return {};
  const auto seconds = [](const auto& span) { return span ? std::to_string(span->count()) : std::string{}; };
  return std::string{read->access_token.view()} + '|' + std::string{read->refresh_token.view()} + '|' +
         seconds(read->expires_in) + '|' + seconds(read->refresh_expires_in);
}

void check(const auto& protocol, const std::vector<Shape>& shapes) {
  for (const Shape& shape : shapes) BOOST_TEST_CONTEXT(shape.status << ' ' << shape.body) {
      const Response answer{.status = shape.status, .headers = {}, .body = shape.body};
      BOOST_CHECK(protocol.refresh_verdict(answer) == shape.verdict);
      if (shape.verdict == renewed) BOOST_TEST(tokens_in(protocol, answer) == shape.tokens);
    }
}

BasicOAuth2<SimdjsonCodec> oauth2(std::string_view name) {
  return BasicOAuth2<SimdjsonCodec>{
      *with_facts_of(name, OAuth2Config{.token_endpoint = "https://id.example.test/token", .client_id = "app"})};
}
BasicJsonApi<SimdjsonCodec> json(std::string_view name) {
  return BasicJsonApi<SimdjsonCodec>{*json_api_of(name, "https://id.example.test")};
}
std::string body(const Request& request) { return std::string{request.body.view().value_or("no text")}; }

BOOST_AUTO_TEST_CASE(okta) {
  check(oauth2("okta"),
        {{200, R"({"token_type":"Bearer","expires_in":3600,"access_token":"a","refresh_token":"r","scope":"openid"})",
          renewed, "a|r|3600|"},
         {200, R"({"token_type":"Bearer","expires_in":3600,"access_token":"a","scope":"openid"})", renewed, "a||3600|"},
         {400, R"({"error":"invalid_grant","error_description":"The refresh token is invalid or expired."})", refused},
         {401, R"({"error":"invalid_client"})", transient},
         {429, R"({"errorCode":"E0000047","errorSummary":"API call exceeded rate limit"})", transient}});
  BOOST_TEST((oauth2("okta").unknown_outcome().rule == Rule::repeat_within));
  BOOST_TEST((oauth2("okta").unknown_outcome().window == std::chrono::seconds{30}));
}

BOOST_AUTO_TEST_CASE(google) {
  check(oauth2("google"),
        {{200, R"({"access_token":"a","expires_in":3599,"scope":"openid","token_type":"Bearer","id_token":"i"})",
          renewed, "a||3599|"},
         {400, R"({"error":"invalid_grant","error_description":"Token has been expired or revoked."})", refused},
         {400, R"({"error":"invalid_grant","error_description":"Bad Request"})", refused},
         {401, R"({"error":"invalid_client","error_description":"Unauthorized"})", transient}});
  BOOST_TEST((oauth2("google").unknown_outcome().rule == Rule::repeat));
}

BOOST_AUTO_TEST_CASE(hydra) {
  check(
      oauth2("hydra"),
      {{200, R"({"access_token":"a","expires_in":3599,"refresh_token":"r","scope":"offline","token_type":"bearer"})",
        renewed, "a|r|3599|"},
       {400, R"({"error":"invalid_grant","error_description":"The refresh token was already used."})", refused},
       // Two at once: "please retry".
       {400, R"({"error":"invalid_request","error_description":"concurrent transactions: please retry"})", transient}});
  BOOST_TEST((oauth2("hydra").unknown_outcome().rule == Rule::wait));
}

BOOST_AUTO_TEST_CASE(supabase) {
  const auto api = json("supabase");
  check(
      api,
      {{200,
        R"({"access_token":"a","token_type":"bearer","expires_in":3600,"expires_at":1700003600,)"
        R"("refresh_token":"r","user":{"id":"u"}})",
        renewed, "a|r|3600|"},
       {400, R"({"code":400,"error_code":"refresh_token_not_found","msg":"Invalid Refresh Token"})", refused},
       {400, R"({"code":400,"error_code":"refresh_token_already_used","msg":"Invalid Refresh Token"})", refused},
       {400, R"({"code":400,"error_code":"session_expired","msg":"Invalid Refresh Token: Session Expired"})", expired},
       {409, R"({"code":409,"error_code":"conflict","msg":"Too many concurrent token refresh requests"})", transient},
       {429, R"({"code":429,"error_code":"over_request_rate_limit","msg":"Request rate limit reached"})", transient},
       {401, R"({"message":"Invalid API key"})", transient}});
  BOOST_TEST(api.refresh_request({.refresh_token = "r"})->url ==
             "https://id.example.test/token?grant_type=refresh_token");
  BOOST_TEST(body(*api.refresh_request({.refresh_token = "r"})) == R"({"refresh_token":"r"})");
  BOOST_TEST(api.login_request({"ada", "p"})->url == "https://id.example.test/token?grant_type=password");
  BOOST_TEST(body(*api.login_request({"ada", "p"})) == R"({"email":"ada","password":"p"})");
  BOOST_TEST(api.logout_requests({.access_token = "a"}).at(0).headers.get("Authorization").value() == "Bearer a");
  BOOST_TEST((api.unknown_outcome().rule == Rule::repeat));
}

BOOST_AUTO_TEST_CASE(directus) {
  const auto api = json("directus");
  check(api,
        {{200, R"({"data":{"access_token":"a","expires":900000,"refresh_token":"r"}})", renewed, "a|r|900|"},
         {401, R"({"errors":[{"message":"Invalid user credentials.","extensions":{"code":"INVALID_CREDENTIALS"}}]})",
          refused},
         {401, R"({"errors":[{"message":"Token expired.","extensions":{"code":"TOKEN_EXPIRED"}}]})", expired},
         {403, R"({"errors":[{"message":"Invalid token.","extensions":{"code":"INVALID_TOKEN"}}]})", transient},
         {503, R"({"errors":[{"extensions":{"code":"SERVICE_UNAVAILABLE"}}]})", transient},
         {401, "{}", transient}});
  BOOST_TEST(body(*api.login_request({"ada", "p"})) == R"({"email":"ada","password":"p","mode":"json"})");
  BOOST_TEST(body(*api.refresh_request({.refresh_token = "r"})) == R"({"refresh_token":"r","mode":"json"})");
  BOOST_TEST(body(api.logout_requests({.refresh_token = "r"}).at(0)) == R"({"refresh_token":"r","mode":"json"})");
  BOOST_TEST(api.logout_requests({}).at(0).url == "https://id.example.test/auth/logout");
  BOOST_TEST((api.unknown_outcome().window == std::chrono::seconds{10}));
}

BOOST_AUTO_TEST_CASE(auth0) {
  check(oauth2("auth0"),
        {{200, R"({"access_token":"a","refresh_token":"r","expires_in":86400,"token_type":"Bearer"})", renewed,
          "a|r|86400|"},
         {403, R"({"error":"invalid_grant","error_description":"Unknown or invalid refresh token."})", refused},
         {429, R"({"error":"too_many_requests"})", transient},
         {403, R"({"error":"access_denied"})", transient}});
}

BOOST_AUTO_TEST_CASE(keycloak) {
  check(oauth2("keycloak"),
        {{200,
          R"({"access_token":"a","expires_in":300,"refresh_expires_in":1800,"refresh_token":"r",)"
          R"("token_type":"Bearer","not-before-policy":0,"session_state":"s"})",
          renewed, "a|r|300|1800"},
         {400, R"({"error":"invalid_grant","error_description":"Maximum allowed refresh token reuse exceeded"})",
          refused},
         {400, R"({"error":"invalid_grant","error_description":"Session not active"})", refused},
         {400, R"({"error":"unauthorized_client"})", transient}});
}

BOOST_AUTO_TEST_CASE(cognito) {
  check(oauth2("cognito"),
        {{200, R"({"id_token":"i","access_token":"a","expires_in":3600,"token_type":"Bearer"})", renewed, "a||3600|"},
         {400, R"({"error":"invalid_grant"})", refused},
         {400, R"({"error":"invalid_client"})", transient}});
}

BOOST_AUTO_TEST_CASE(entra_id) {
  check(oauth2("entra-id"),
        {{200,
          R"({"token_type":"Bearer","expires_in":"3599","ext_expires_in":"3599","access_token":"a",)"
          R"("refresh_token":"r"})",
          renewed, "a|r|3599|"},
         {400, R"({"error":"invalid_grant","suberror":"bad_token","error_codes":[70008]})", refused},
         {400, R"({"error":"interaction_required","suberror":"basic_action"})", transient}});
}

BOOST_AUTO_TEST_CASE(firebase) {
  check(oauth2("firebase"),
        {{200,
          R"({"access_token":"a","expires_in":"3600","token_type":"Bearer","refresh_token":"r","id_token":"i",)"
          R"("user_id":"u","project_id":"1"})",
          renewed, "a|r|3600|"},
         {400, R"({"error":{"code":400,"message":"TOKEN_EXPIRED","status":"INVALID_ARGUMENT"}})", refused},
         {400, R"({"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT"}})", transient},
         {503, R"({"error":{"code":503,"message":"TOKEN_EXPIRED"}})", transient}});
}

BOOST_AUTO_TEST_CASE(github_apps) {
  const auto api = oauth2("github-apps");
  check(api, {{200,
               R"({"access_token":"ghu_a","expires_in":28800,"refresh_token":"ghr_r",)"
               R"("refresh_token_expires_in":15897600,"scope":"","token_type":"bearer"})",
               renewed, "ghu_a|ghr_r|28800|15897600"},
              {200, R"({"error":"bad_refresh_token","error_description":"The refresh token is incorrect or expired."})",
               refused},
              {200, R"({"error":"incorrect_client_credentials"})", transient}});
  BOOST_TEST(with_facts_of("github-apps", {})->token_endpoint == "https://github.com/login/oauth/access_token");
  BOOST_TEST(api.config().token_endpoint == "https://id.example.test/token");  // what the caller says stays
  BOOST_TEST((api.unknown_outcome().rule == Rule::wait));
}

BOOST_AUTO_TEST_CASE(slack) {
  check(oauth2("slack"), {{200,
                           R"({"ok":true,"access_token":"xoxe.xoxb-1","expires_in":43200,"refresh_token":"xoxe-1-r",)"
                           R"("token_type":"bot","scope":"chat:write","team":{"id":"T"}})",
                           renewed, "xoxe.xoxb-1|xoxe-1-r|43200|"},
                          {200, R"({"ok":false,"error":"invalid_refresh_token"})", refused},
                          {200, R"({"ok":false,"error":"ratelimited"})", transient},
                          {400, R"({"error":"invalid_grant"})", refused}});
}

BOOST_AUTO_TEST_CASE(strapi) {
  const auto api = json("strapi");
  check(api, {{200, R"({"jwt":"a"})", renewed, "a|||"},
              {200, R"({"jwt":"a","refreshToken":"r"})", renewed, "a|r||"},
              {401, R"({"data":null,"error":{"status":401,"name":"UnauthorizedError","message":"no"}})", refused},
              {400, R"({"data":null,"error":{"status":400,"name":"ValidationError","message":"no"}})", transient},
              {429, R"({"data":null,"error":{"status":429,"name":"RateLimitError"}})", transient}});
  BOOST_TEST(body(*api.login_request({"ada", "p"})) == R"({"identifier":"ada","password":"p"})");
  BOOST_TEST(body(*api.refresh_request({.refresh_token = "r"})) == R"({"refreshToken":"r"})");
}

// A page of a hotel's network, a gateway that has its own 401, an empty answer: no server's refusal.
BOOST_AUTO_TEST_CASE(no_row_takes_somebody_elses_answer_for_a_refusal) {
  for (const ServerFacts& facts : known_servers)
    for (const int status : {200, 302, 400, 401, 403, 404, 500, 503})
      for (const auto text : {"", "{}", "<html>Sign in</html>", R"({"message":"Unauthorized"})"}) {
        const Response answer{.status = status, .headers = {}, .body = text};
        BOOST_TEST_CONTEXT(facts.name << ' ' << status << ' ' << text)
        BOOST_CHECK((facts.speaks == ServerFacts::Speaks::json
                         ? json(facts.name).refresh_verdict(answer)
                         : oauth2(facts.name).refresh_verdict(answer)) == transient);
      }
}

BOOST_AUTO_TEST_CASE(names_are_known_once_and_the_unknown_are_named) {
  std::set<std::string_view> names;
  for (const ServerFacts& facts : known_servers) BOOST_TEST(names.insert(facts.name).second, facts.name);
  BOOST_TEST(names.size() == 13u);
  BOOST_TEST(with_facts_of("okto", {}).error().detail == "nothing is known of that server: okto");
  BOOST_TEST(with_facts_of("directus", {}).error().detail == "that server speaks the other protocol: directus");
  BOOST_TEST(json_api_of("okta", "").error().detail == "that server speaks the other protocol: okta");
}

BOOST_AUTO_TEST_CASE(what_is_confirmed_stands_first) {
  bool confirmed = true;
  for (const ServerFacts& facts : known_servers) {
    if (!facts.unconfirmed.empty()) confirmed = false;
    BOOST_TEST(confirmed == facts.unconfirmed.empty(), facts.name);
  }
}

BOOST_AUTO_TEST_SUITE_END()
