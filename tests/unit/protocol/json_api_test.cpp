#include <keyturn/protocol/json_api.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/adapters/simdjson.hpp>
#include <unit/freed_memory.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace keyturn;
using namespace std::chrono_literals;

using Api = BasicJsonApi<SimdjsonCodec>;
static_assert(Protocol<Api> && Grants<Api, Password> && !Grants<Api, TokenSet>);

BOOST_AUTO_TEST_SUITE(json_api)

const Api plain{"https://api.example.test"};

std::string body(const Request& request) { return std::string{request.body.view().value_or("no text")}; }
std::string header(const Request& request, std::string_view name) {
  return std::string{request.headers.get(name).value_or("none")};
}
Response answer(int status, std::string text) { return {.status = status, .headers = {}, .body = std::move(text)}; }

Api directus() {
  return Api{JsonApiConfig{.base_url = "https://d.example.test/",
                           .login_path = "/auth/login",
                           .refresh_path = "auth/refresh",
                           .logout_path = "/auth/logout",
                           .sends = {.username = "email"},
                           .reads = {.access_token = "data.access_token",
                                     .refresh_token = "data.refresh_token",
                                     .expires = "data.expires",
                                     .error = "errors.0.extensions.code"},
                           .expires_unit = ExpiryUnit::milliseconds,
                           .login_extra = {{"mode", "json"}},
                           .refresh_extra = {{"mode", "json"}},
                           .definitive_errors = {"INVALID_CREDENTIALS"},
                           .expired_error = "TOKEN_EXPIRED"}};
}
Api strapi() {
  return Api{JsonApiConfig{.base_url = "https://s.example.test/api",
                           .sends = {.username = "identifier"},
                           .reads = {.access_token = "jwt", .refresh_token = "refreshToken", .error = "error.name"},
                           .definitive_errors = {"UnauthorizedError"}}};
}
Api firebase() {
  return Api{JsonApiConfig{.base_url = "https://f.example.test",
                           .reads = {.access_token = "idToken",
                                     .refresh_token = "refreshToken",
                                     .expires = "expiresIn",
                                     .error = "error.message"},
                           .definitive_errors = {"TOKEN_EXPIRED", "USER_DISABLED", "INVALID_REFRESH_TOKEN"}}};
}
Api cookies() {
  return Api{JsonApiConfig{
      .base_url = "https://c.example.test", .refresh_extra = {{"client", "app"}}, .refresh_token_cookie = "rt"}};
}

BOOST_AUTO_TEST_CASE(requests_are_posts_of_json_that_carry_no_session) {
  for (const auto& request : {*plain.login_request({"ada", "lovelace"}), *plain.refresh_request({.refresh_token = "r"}),
                              plain.logout_requests({.refresh_token = "r"}).at(0)}) {
    BOOST_TEST(request.method == "POST");
    BOOST_TEST((request.auth == Auth::none));
    BOOST_TEST(request.at_most_once);
    BOOST_TEST(header(request, "content-type") == "application/json");
    BOOST_TEST(header(request, "accept") == "application/json");
    BOOST_TEST(header(request, "authorization") == "none");
    BOOST_TEST(request.body.repeatable());
  }
}

BOOST_AUTO_TEST_CASE(login_sends_name_password_and_constants) {
  BOOST_TEST(plain.login_request({"ada", "lovelace"})->url == "https://api.example.test/login");
  BOOST_TEST(body(*plain.login_request({"ada", "lovelace"})) == R"({"username":"ada","password":"lovelace"})");
  const auto request = *directus().login_request({"a\"da", "\\\n"});
  BOOST_TEST(request.url == "https://d.example.test/auth/login");
  BOOST_TEST(body(request) == R"({"email":"a\"da","password":"\\\u000a","mode":"json"})");
}

BOOST_AUTO_TEST_CASE(credentials_that_are_not_utf8_are_refused_unsent) {
  for (const auto& bad : {Password{"a\xff", "p"}, Password{"ada", "p\xff"}}) {
    const auto request = plain.login_request(bad);
    BOOST_TEST_REQUIRE(!request);
    BOOST_TEST((request.error().code == Errc::bad_request));
  }
}

BOOST_AUTO_TEST_CASE(refresh_sends_the_refresh_token_alone) {
  const auto request = *plain.refresh_request({.access_token = "a", .refresh_token = "r\"1"});
  BOOST_TEST(request.url == "https://api.example.test/refresh");
  BOOST_TEST(body(request) == R"({"refresh_token":"r\"1"})");
  BOOST_TEST(body(*directus().refresh_request({.refresh_token = "r"})) == R"({"refresh_token":"r","mode":"json"})");
  BOOST_TEST(directus().refresh_request({.refresh_token = "r"})->url == "https://d.example.test/auth/refresh");
  BOOST_TEST((plain.refresh_request({.access_token = "a"}).error().code == Errc::bad_request));
  BOOST_TEST((plain.refresh_request({.refresh_token = "\xff"}).error().code == Errc::bad_request));
}

BOOST_AUTO_TEST_CASE(logout_sends_what_there_is) {
  const auto both = plain.logout_requests({.access_token = "a", .refresh_token = "r"});
  BOOST_TEST(both.size() == 1u);
  BOOST_TEST(both.at(0).url == "https://api.example.test/logout");
  BOOST_TEST(body(both.at(0)) == R"({"refresh_token":"r"})");
  BOOST_TEST(header(both.at(0), "authorization") == "Bearer a");
  BOOST_TEST(body(plain.logout_requests({.access_token = "a"}).at(0)) == "{}");
  BOOST_TEST(header(plain.logout_requests({.refresh_token = "r"}).at(0), "authorization") == "none");
  const Api extra{JsonApiConfig{.base_url = "https://x.test", .logout_extra = {{"all", "yes"}}}};
  BOOST_TEST(body(extra.logout_requests({.refresh_token = "r"}).at(0)) == R"({"refresh_token":"r","all":"yes"})");
  BOOST_TEST(body(extra.logout_requests({}).at(0)) == R"({"all":"yes"})");
}

BOOST_AUTO_TEST_CASE(tokens_that_cannot_be_sent_are_left_out_of_a_logout) {
  const auto request = plain.logout_requests({.access_token = "a\r\nX: y", .refresh_token = "\xff"}).at(0);
  BOOST_TEST(header(request, "authorization") == "none");
  BOOST_TEST(body(request) == "{}");
}

BOOST_AUTO_TEST_CASE(a_cookie_carries_the_refresh_token_to_refresh_and_logout_alone) {
  const TokenSet tokens{.access_token = "a", .refresh_token = "r=1"};
  const auto refresh = *cookies().refresh_request(tokens);
  BOOST_TEST(header(refresh, "cookie") == "rt=r=1");
  BOOST_TEST(body(refresh) == R"({"client":"app"})");
  const auto logout = cookies().logout_requests(tokens).at(0);
  BOOST_TEST(header(logout, "cookie") == "rt=r=1");
  BOOST_TEST(body(logout) == "{}");
  BOOST_TEST(header(*cookies().login_request({"a", "b"}), "cookie") == "none");
  BOOST_TEST(header(cookies().logout_requests({}).at(0), "cookie") == "none");
  for (const auto bad : {"a;b", "a\r\nb", "a\xff"}) {
    BOOST_TEST((cookies().refresh_request({.refresh_token = bad}).error().code == Errc::bad_request));
    BOOST_TEST(header(cookies().logout_requests({.refresh_token = bad}).at(0), "cookie") == "none");
  }
}

BOOST_AUTO_TEST_CASE(the_refresh_token_is_read_from_its_cookie_and_nowhere_else) {
  Response login = answer(200, R"({"access_token":"a","refresh_token":"from body"})");
  BOOST_TEST(cookies().read_tokens(login)->refresh_token.empty());
  login.headers.add("Set-Cookie", "rt=from-cookie; HttpOnly; Path=/refresh");
  BOOST_TEST(cookies().read_tokens(login)->refresh_token.view() == "from-cookie");
  BOOST_TEST(plain.read_tokens(login)->refresh_token.view() == "from body");

  Response only = answer(200, "{}");
  only.headers.add("Set-Cookie", "rt=r");
  BOOST_TEST(cookies().read_tokens(only)->refresh_token.view() == "r");
  BOOST_TEST(cookies().read_tokens(only)->access_token.empty());
  BOOST_TEST((cookies().refresh_verdict(only) == Verdict::renewed));

  Response deleted = answer(200, "{}");
  deleted.headers.add("Set-Cookie", "rt=gone; Max-Age=0");
  BOOST_TEST((cookies().read_tokens(deleted).error().code == Errc::bad_answer));
}

/// Tokens in a body: "AT|RT", or the name of the error.
std::string tokens(const Api& api, std::string text) {
  const auto read = api.read_tokens(answer(200, std::move(text)));
  if (!read) return std::string{to_string(read.error().code)};
  return std::string{read->access_token.view()} + '|' + std::string{read->refresh_token.view()};
}

BOOST_AUTO_TEST_CASE(tokens_are_where_the_configuration_says) {
  BOOST_TEST(tokens(plain, R"({"access_token":"a","refresh_token":"r"})") == "a|r");
  BOOST_TEST(tokens(directus(), R"({"data":{"access_token":"a","refresh_token":"r","expires":900000}})") == "a|r");
  BOOST_TEST(tokens(strapi(), R"({"jwt":"a","user":{"id":1,"username":"ada"}})") == "a|");
  BOOST_TEST(tokens(firebase(), R"({"idToken":"a","refreshToken":"r","expiresIn":"3600"})") == "a|r");
  BOOST_TEST(tokens(plain, R"({"data":{"access_token":"a"}})") == "bad_answer");
}

BOOST_AUTO_TEST_CASE(a_rotated_refresh_token_is_never_lost) {
  for (const auto text : {R"({"access_token":"a"})", R"({"access_token":"a","refresh_token":null})",
                          R"({"access_token":"a","refresh_token":""})"})
    BOOST_TEST(tokens(plain, text) == "a|", text);
  for (const auto text :
       {R"({"refresh_token":"r"})", R"({"access_token":"","refresh_token":"r"})",
        R"({"access_token":null,"refresh_token":"r"})", R"({"access_token":17,"refresh_token":"r"})",
        R"({"access_token":{},"refresh_token":"r"})", R"({"access_token":"a b","refresh_token":"r"})",
        R"({"access_token":"a\r\nX: y","refresh_token":"r"})", R"({"access_token":"a\u0000","refresh_token":"r"})",
        R"({"access_token":"\u00fc","refresh_token":"r"})",
        R"({"access_token":"a","token_type":"no word","refresh_token":"r"})",
        R"({"access_token":"a","token_type":7,"refresh_token":"r"})"})
    BOOST_TEST(tokens(plain, text) == "|r", text);
  BOOST_TEST(tokens(plain, R"({"access_token":"a","refresh_token":"any \" \u00fc\n text"})") ==
             "a|any \" \xc3\xbc\n text");
  BOOST_TEST(
      tokens(plain, R"({"access_token":"a","refresh_token":"r","expires_in":{"odd":1},"x":1e400,"name":"\ud83d"})") ==
      "a|r");
}

BOOST_AUTO_TEST_CASE(what_holds_no_token_is_a_bad_answer) {
  for (const auto text : {"",
                          "{}",
                          "[]",
                          "null",
                          "<html>Sign in to WiFi</html>",
                          R"({"access_token":""})",
                          R"({"access_token":null})",
                          R"({"access_token":1})",
                          R"({"access_token":true})",
                          R"({"access_token":["a"]})",
                          R"({"access_token":{"t":"a"}})",
                          R"({"access_token":"a","refresh_token":1})",
                          R"({"access_token":"a","refresh_token":{}})",
                          R"({"access_token":"a","refresh_token":["r"]})",
                          R"({"access_token":"a","refresh_token":false})",
                          R"({"access_token":"a","access_token":"b"})",
                          R"({"access_token":"a","refresh_token":"r","refresh_token":"s"})",
                          R"({"access_token":"a"} {})",
                          R"({"access_token":"a")",
                          R"({"access_token":"a\n"})",
                          R"({"error":"invalid_grant"})",
                          R"({"access_token":"a","token_type":"two words"})"})
    BOOST_TEST(tokens(plain, text) == "bad_answer", text);
}

BOOST_AUTO_TEST_CASE(errors_repeat_nothing_of_the_answer) {
  for (const auto text :
       {R"({"access_token":"canary\n"})", R"({"access_token":"canary","refresh_token":{"x":"canary"}})", "canary"})
    BOOST_TEST(plain.read_tokens(answer(200, text)).error().detail.find("canary") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_token_type_has_no_case) {
  const auto type = [](std::string text) {
    return plain.read_tokens(answer(200, R"({"access_token":"a")" + text + "}"))->token_type;
  };
  BOOST_TEST(type("") == "Bearer");
  for (const auto text : {"bearer", "BEARER", "Bearer", ""})
    BOOST_TEST(type(R"(,"token_type":")" + std::string{text} + '"') == "Bearer");
  BOOST_TEST(type(R"(,"token_type":null)") == "Bearer");
  BOOST_TEST(type(R"(,"token_type":"DPoP")") == "DPoP");
  BOOST_TEST(type(R"(,"token_type":"mac")") == "mac");
}

std::optional<std::chrono::seconds> lifetime(std::string value, ExpiryUnit unit = ExpiryUnit::seconds) {
  const Api api{JsonApiConfig{.base_url = "https://x.test", .expires_unit = unit}};
  const auto read = api.read_tokens(
      answer(200, R"({"access_token":"a","expires_in":)" + value + R"(,"refresh_expires_in":)" + value + "}"));
  BOOST_TEST_REQUIRE(read.has_value());
  BOOST_TEST((read->expires_in == read->refresh_expires_in));
  BOOST_TEST(!read->expires_at);
  return read->expires_in;
}

BOOST_AUTO_TEST_CASE(lifetimes_are_read_in_every_form) {
  constexpr std::chrono::seconds longest{315'576'000};
  for (const auto& [text, expected] :
       std::vector<std::pair<const char*, std::chrono::seconds>>{{"3600", 3600s},
                                                                 {"3600.0", 3600s},
                                                                 {"3600.9", 3600s},
                                                                 {"\"3600\"", 3600s},
                                                                 {"\"3600.5\"", 3600s},
                                                                 {"3.6e3", 3600s},
                                                                 {"0", 0s},
                                                                 {"-1", 0s},
                                                                 {"\"-1\"", 0s},
                                                                 {"0.5", 0s},
                                                                 {"1e9", longest},
                                                                 {"1e400", longest},
                                                                 {"-1e400", 0s},
                                                                 {"9223372036854775807", longest},
                                                                 {"123456789012345678901234567890", longest},
                                                                 {"\"99999999999999999999999\"", longest},
                                                                 {"1", 1s}})
    BOOST_TEST_CONTEXT(text) BOOST_CHECK(lifetime(text) == expected);
  for (const auto text : {"null", "\"\"", "\"soon\"", "\"1h\"", "\"1e3\"", "\" 5\"", "\"+5\"", "\"NaN\"", "\".5\"",
                          "\"-\"", "true", "{}", "[5]"})
    BOOST_TEST_CONTEXT(text) BOOST_CHECK(!lifetime(text));
  BOOST_CHECK(lifetime("900000", ExpiryUnit::milliseconds) == 900s);
  BOOST_CHECK(lifetime("\"900999\"", ExpiryUnit::milliseconds) == 900s);
  BOOST_CHECK(lifetime("1e400", ExpiryUnit::milliseconds) == longest);
  BOOST_CHECK(lifetime("-5", ExpiryUnit::milliseconds) == 0s);
}

BOOST_AUTO_TEST_CASE(a_missing_lifetime_is_unknown) {
  const auto read = *plain.read_tokens(answer(200, R"({"access_token":"a"})"));
  BOOST_TEST(!read.expires_in);
  BOOST_TEST(!read.expires_at);
  BOOST_TEST(!read.refresh_expires_in);
}

long long moment(const std::string& value) {
  const Api api{JsonApiConfig{.base_url = "https://x.test", .expires_unit = ExpiryUnit::unix_seconds}};
  const auto read = *api.read_tokens(
      answer(200, R"({"access_token":"a","expires_in":)" + value + R"(,"refresh_expires_in":)" + value + "}"));
  BOOST_TEST(!read.expires_in);
  BOOST_TEST((read.expires_at == read.refresh_expires_at));
  return read.expires_at ? read.expires_at->time_since_epoch().count() : -1;
}

BOOST_AUTO_TEST_CASE(a_moment_is_read_as_a_moment) {
  BOOST_TEST(moment("1700000000") == 1700000000);
  BOOST_TEST(moment("\"1700000000.7\"") == 1700000000);
  BOOST_TEST(moment("-5") == 0);
  BOOST_TEST(moment("1e400") == 4102444800);
  BOOST_TEST(moment("null") == -1);
}

BOOST_AUTO_TEST_CASE(a_jwt_says_its_own_end_where_the_answer_says_none) {
  const std::string jwt = R"({"access_token":"e30.eyJleHAiOjE3MDAwMDAwMDB9.sig")";
  const auto silent = *plain.read_tokens(answer(200, jwt + "}"));
  BOOST_TEST(silent.expires_at.value().time_since_epoch().count() == 1700000000);
  const auto odd = *plain.read_tokens(answer(200, jwt + R"(,"expires_in":"soon"})"));
  BOOST_TEST(odd.expires_at.has_value());
  const auto told = *plain.read_tokens(answer(200, jwt + R"(,"expires_in":60})"));
  BOOST_TEST(!told.expires_at);
  BOOST_CHECK(told.expires_in == 60s);
}

struct Case {
  int status;
  std::string body;
  Verdict verdict;
};

void check(const Api& api, const std::vector<Case>& table) {
  for (const auto& row : table) BOOST_TEST_CONTEXT(row.status << ' ' << row.body)
  BOOST_CHECK(api.refresh_verdict(answer(row.status, row.body)) == row.verdict);
}

constexpr auto renewed = Verdict::renewed, refused = Verdict::refused, expired = Verdict::expired,
               superseded = Verdict::superseded, transient = Verdict::transient;
const std::string pair = R"({"access_token":"a","refresh_token":"r"})";
const std::string page = "<!DOCTYPE html><html><title>Sign in to WiFi</title></html>";

BOOST_AUTO_TEST_CASE(only_what_the_server_named_ends_a_session) {
  check(plain, {{200, pair, renewed},
                {201, pair, renewed},
                {299, R"({"access_token":"a"})", renewed},
                {200, R"({"refresh_token":"r"})", renewed},
                {200, R"({"access_token":"a","error":"invalid_grant"})", renewed},
                {200, "{}", transient},
                {200, "", transient},
                {200, page, transient},
                {200, R"({"error":"invalid_grant"})", refused},
                {200, R"({"access_token":1})", transient},
                {204, "", transient},
                {302, pair, transient},
                {302, "", transient},
                {302, page, transient},
                {400, R"({"error":"invalid_grant"})", refused},
                {401, R"({"error":"invalid_grant"})", refused},
                {403, R"({"error":"invalid_grant","error_description":"x"})", refused},
                {404, R"({"error":"invalid_grant"})", refused},
                {401, R"({"error":"invalid_refresh_token"})", refused},
                {401, R"({"error":"refresh_token_revoked"})", refused},
                {401, R"({"error":"refresh_token_reused"})", refused},
                {401, R"({"error":"refresh_token_expired"})", expired},
                {400, R"({"error":"refresh_token_expired"})", expired},
                {409, R"({"error":"superseded"})", superseded},
                {401, R"({"error":"superseded"})", superseded},
                {400, R"({"error":"invalid_request"})", transient},
                {400, R"({"error":"invalid_client"})", transient},
                {401, R"({"error":"invalid_client"})", transient},
                {400, R"({"error":"unsupported_grant_type"})", transient},
                {400, R"({"error":"temporarily_unavailable"})", transient},
                {400, R"({"error":"Invalid_Grant"})", transient},
                {400, R"({"error":"invalid_grant "})", transient},
                {400, R"({"error":{"code":"invalid_grant"}})", transient},
                {400, R"({"error":["invalid_grant"]})", transient},
                {400, R"({"error":400})", transient},
                {400, R"({"message":"invalid_grant"})", transient},
                {400, R"("invalid_grant")", transient},
                {400, R"(["invalid_grant"])", transient},
                {400, "invalid_grant", transient},
                {400, "error=invalid_grant", transient},
                {400, R"({"error":"invalid_grant","error":"invalid_grant"})", transient},
                {400, R"({"error":"invalid_grant")", transient},
                {400, "", transient},
                {403, "{}", transient},
                {403, page, transient},
                {404, "{}", transient},
                {404, page, transient},
                {0, "", transient},
                {-1, pair, transient},
                {100, pair, transient}});
}

BOOST_AUTO_TEST_CASE(a_bare_401_is_a_refusal_unless_it_is_configured_away) {
  const std::vector<std::string> bare{"{}", R"({"message":"Unauthorized"})", R"({"error":null})",
                                      R"({"error":{"x":1}})", R"({"error":401})"};
  const std::vector<std::string> unreadable{"", page, "Unauthorized", "[]", "null", R"({"a":)"};
  const Api wary{JsonApiConfig{.base_url = "https://x.test", .bare_401_is_definitive = false}};
  for (const auto& text : bare) {
    check(plain, {{401, text, refused}, {400, text, transient}, {403, text, transient}});
    check(wary, {{401, text, transient}});
  }
  for (const auto& text : unreadable) {
    check(plain, {{401, text, transient}});
    check(wary, {{401, text, transient}});
  }
  check(plain, {{401, R"({"error":""})", transient}, {401, R"({"error":"Unauthorized"})", transient}});
  check(wary, {{401, R"({"error":"invalid_grant"})", refused}});
}

BOOST_AUTO_TEST_CASE(an_overloaded_or_broken_server_never_ends_a_session) {
  const Api eager{JsonApiConfig{.base_url = "https://x.test", .definitive_statuses = {408, 429, 500, 503}}};
  for (const int status : {408, 429, 500, 501, 502, 503, 504, 520, 599})
    for (const auto& text : {std::string{R"({"error":"invalid_grant"})"}, std::string{R"({"error":"superseded"})"},
                             std::string{"{}"}, page, pair}) {
      check(plain, {{status, text, transient}});
      check(eager, {{status, text, transient}});
    }
}

BOOST_AUTO_TEST_CASE(statuses_that_the_configuration_lists_are_definitive_whatever_the_body) {
  const Api api{JsonApiConfig{.base_url = "https://x.test", .definitive_statuses = {403, 410, 200}}};
  check(api, {{403, "", refused},
              {403, page, refused},
              {410, "gone", refused},
              {403, R"({"error":"something else"})", refused},
              {403, R"({"error":"refresh_token_expired"})", expired},
              {403, R"({"error":"superseded"})", superseded},
              {404, "", transient},
              {200, pair, renewed},
              {200, "{}", refused}});
}

BOOST_AUTO_TEST_CASE(other_dialects_are_data) {
  check(directus(), {{200, R"({"data":{"access_token":"a","refresh_token":"r","expires":900000}})", renewed},
                     {200, pair, transient},
                     {401, R"({"errors":[{"message":"x","extensions":{"code":"INVALID_CREDENTIALS"}}]})", refused},
                     {401, R"({"errors":[{"message":"x","extensions":{"code":"TOKEN_EXPIRED"}}]})", expired},
                     {403, R"({"errors":[{"message":"x","extensions":{"code":"FORBIDDEN"}}]})", transient},
                     {503, R"({"errors":[{"message":"x","extensions":{"code":"SERVICE_UNAVAILABLE"}}]})", transient},
                     {401, R"({"errors":[]})", refused},
                     {400, R"({"errors":[{"extensions":{"code":"INVALID_PAYLOAD"}}]})", transient}});
  check(strapi(), {{200, R"({"jwt":"a","refreshToken":"r"})", renewed},
                   {401, R"({"data":null,"error":{"status":401,"name":"UnauthorizedError","message":"x"}})", refused},
                   {400, R"({"data":null,"error":{"status":400,"name":"ValidationError","message":"x"}})", transient},
                   {429, R"({"data":null,"error":{"status":429,"name":"RateLimitError"}})", transient}});
  check(firebase(), {{200, R"({"idToken":"a","refreshToken":"r","expiresIn":"3600"})", renewed},
                     {400, R"({"error":{"code":400,"message":"TOKEN_EXPIRED","status":"INVALID_ARGUMENT"}})", refused},
                     {400, R"({"error":{"code":400,"message":"USER_DISABLED"}})", refused},
                     {400, R"({"error":{"code":400,"message":"INVALID_GRANT_TYPE"}})", transient},
                     {503, R"({"error":{"code":503,"message":"TOKEN_EXPIRED"}})", transient}});
}

BOOST_AUTO_TEST_CASE(empty_names_in_the_configuration_match_nothing) {
  const Api api{JsonApiConfig{.base_url = "https://x.test", .expired_error = "", .superseded_error = ""}};
  check(api, {{400, R"({"error":""})", transient}, {400, R"({"error":"invalid_grant"})", refused}});
}

BOOST_AUTO_TEST_CASE(no_memory_is_given_back_with_a_secret_in_it) {
  const std::string text = R"({"access_token":"canary-a-0123456789012345678901234567890123456789",)"
                           R"("refresh_token":"canary-r-\u0041-0123456789012345678901234567890123456789"})";
  const Response good = answer(200, text), cut = answer(200, text.substr(0, text.size() - 1));
  const Response twice = answer(200, text.substr(0, text.size() - 1) + R"(,"access_token":"x"})");
  const auto wiped = [](Request request) {
    request.body.keep_secret();
    request.headers.keep_secret();
  };
  BOOST_TEST(blocks_freed_with("canary", [&] {
               const auto read = plain.read_tokens(good);
               (void)plain.refresh_verdict(good);
               (void)plain.read_tokens(cut);
               (void)plain.read_tokens(twice);
               wiped(*plain.refresh_request(*read));
               auto logout = plain.logout_requests(*read);
               wiped(std::move(logout.at(0)));
               wiped(*plain.login_request({"ada", "canary-p-0123456789"}));
             }) == 0);
}

BOOST_AUTO_TEST_CASE(the_base_is_handed_out_as_given) {
  BOOST_TEST(plain.api_base() == "https://api.example.test");
  BOOST_TEST(strapi().login_request({"a", "b"})->url == "https://s.example.test/api/login");
  BOOST_TEST(plain.config().login_path == "/login");
  BOOST_TEST((plain.unknown_outcome().rule == UnknownOutcome::Rule::repeat));
  JsonApiConfig strict{.base_url = "https://s.example.test"};
  strict.unknown_outcome.rule = UnknownOutcome::Rule::wait;
  BOOST_TEST((Api{strict}.unknown_outcome().rule == UnknownOutcome::Rule::wait));
}

BOOST_AUTO_TEST_SUITE_END()
