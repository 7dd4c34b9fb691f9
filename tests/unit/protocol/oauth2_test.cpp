#include <keyturn/protocol/oauth2.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/adapters/simdjson.hpp>
#include <unit/freed_memory.hpp>

#include <optional>
#include <string>
#include <vector>

using namespace keyturn;
using namespace std::chrono_literals;

using OAuth2 = BasicOAuth2<SimdjsonCodec>;
static_assert(explain_protocol<OAuth2>());
static_assert(Grants<OAuth2, AuthorizationCode> && Grants<OAuth2, DeviceCode> && Grants<OAuth2, ClientCredentials> &&
              Grants<OAuth2, Password> && Grants<OAuth2, RefreshToken> && !Grants<OAuth2, TokenSet>);

BOOST_AUTO_TEST_SUITE(oauth2)

OAuth2Config server() {
  return {.issuer = "https://id.example.test",
          .token_endpoint = "https://id.example.test/token",
          .revocation_endpoint = "https://id.example.test/revoke",
          .device_authorization_endpoint = "https://id.example.test/device",
          .api_base = "https://api.example.test",
          .client_id = "app",
          .scope = "openid notes"};
}
const OAuth2 plain{server()};

OAuth2 with(auto change) {
  OAuth2Config config = server();
  change(config);
  return OAuth2{config};
}
OAuth2 confidential(ClientAuth auth) {
  return with([&](auto& c) {
    c.client_auth = auth;
    c.client_secret = "s:1";
  });
}

std::string body(const Request& request) { return std::string{request.body.view().value_or("no text")}; }
std::string header(const Request& request, std::string_view name) {
  return std::string{request.headers.get(name).value_or("none")};
}
Response answer(int status, std::string text) { return {.status = status, .headers = {}, .body = std::move(text)}; }
std::string told(const Error& error) { return std::string{to_string(error.code)} + ": " + error.detail; }

BOOST_AUTO_TEST_CASE(requests_are_posts_of_forms_that_carry_no_session) {
  auto requests = plain.logout_requests({.access_token = "a", .refresh_token = "r"});
  requests.push_back(*plain.login_request(ClientCredentials{}));
  requests.push_back(*plain.device_authorization_request());
  requests.push_back(*plain.refresh_request({.refresh_token = "r"}));
  for (const Request& request : requests) {
    BOOST_TEST(request.method == "POST");
    BOOST_TEST((request.auth == Auth::none));
    BOOST_TEST(request.at_most_once);
    BOOST_TEST(header(request, "content-type") == "application/x-www-form-urlencoded");
    BOOST_TEST(header(request, "accept") == "application/json");
    BOOST_TEST(header(request, "authorization") == "none");
    BOOST_TEST(request.body.repeatable());
    BOOST_TEST(request.url.find('?') == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(each_grant_says_what_its_standard_asks_for) {
  BOOST_TEST(body(*plain.login_request(AuthorizationCode{"c+1", "http://127.0.0.1:1/cb", "v~1"})) ==
             "grant_type=authorization_code&code=c%2B1&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fcb&code_verifier=v%7E1"
             "&client_id=app");
  BOOST_TEST(body(*plain.login_request(AuthorizationCode{.code = "c"})) ==
             "grant_type=authorization_code&code=c&client_id=app");
  BOOST_TEST(body(*plain.login_request(DeviceCode{"d 1"})) ==
             "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=d+1&client_id=app");
  BOOST_TEST(body(*plain.login_request(ClientCredentials{})) ==
             "grant_type=client_credentials&scope=openid+notes&client_id=app");
  BOOST_TEST(body(*plain.login_request(Password{"ad\xc3\xa4", "p&="})) ==
             "grant_type=password&username=ad%C3%A4&password=p%26%3D&scope=openid+notes&client_id=app");
  BOOST_TEST(body(*plain.login_request(RefreshToken{"r 1"})) ==
             "grant_type=refresh_token&refresh_token=r+1&client_id=app");
  BOOST_TEST(body(*plain.device_authorization_request()) == "scope=openid+notes&client_id=app");
  for (const auto& request : {*plain.login_request(DeviceCode{"d"}), *plain.login_request(RefreshToken{"r"})})
    BOOST_TEST(request.url == "https://id.example.test/token");
  BOOST_TEST(plain.device_authorization_request()->url == "https://id.example.test/device");
}

BOOST_AUTO_TEST_CASE(a_token_of_any_bytes_goes_back_as_it_came) {
  BOOST_TEST(body(*plain.refresh_request({.refresh_token = "r\x9d\n"})) ==
             "grant_type=refresh_token&refresh_token=r%9D%0A&client_id=app");
}

BOOST_AUTO_TEST_CASE(a_refresh_asks_for_no_scope) {
  BOOST_TEST(body(*plain.refresh_request({.access_token = "a", .refresh_token = "r", .scope = "openid"})) ==
             "grant_type=refresh_token&refresh_token=r&client_id=app");
}

BOOST_AUTO_TEST_CASE(the_client_says_who_it_is_in_exactly_one_way) {
  const auto basic = *confidential(ClientAuth::basic).refresh_request({.refresh_token = "r"});
  BOOST_TEST(header(basic, "authorization") == "Basic YXBwOnMlM0Ex");
  BOOST_TEST(body(basic) == "grant_type=refresh_token&refresh_token=r");
  const auto post = *confidential(ClientAuth::post).refresh_request({.refresh_token = "r"});
  BOOST_TEST(header(post, "authorization") == "none");
  BOOST_TEST(body(post) == "grant_type=refresh_token&refresh_token=r&client_id=app&client_secret=s%3A1");
  const auto none = *confidential(ClientAuth::none).refresh_request({.refresh_token = "r"});
  BOOST_TEST(header(none, "authorization") == "none");
  BOOST_TEST(body(none) == "grant_type=refresh_token&refresh_token=r&client_id=app");
  for (const auto& request :
       confidential(ClientAuth::basic).logout_requests({.access_token = "a", .refresh_token = "r"}))
    BOOST_TEST(header(request, "authorization") == "Basic YXBwOnMlM0Ex");
}

BOOST_AUTO_TEST_CASE(constant_parameters_go_into_token_requests_alone) {
  const OAuth2 extra = with([](auto& c) { c.extra = {{"resource", "https://api.example.test/"}}; });
  for (const auto& request :
       {*extra.login_request(ClientCredentials{}), *extra.refresh_request({.refresh_token = "r"})})
    BOOST_TEST(body(request).find("&resource=https%3A%2F%2Fapi.example.test%2F&") != std::string::npos);
  for (const auto& request :
       {*extra.device_authorization_request(), extra.logout_requests({.refresh_token = "r"}).at(0)})
    BOOST_TEST(body(request).find("resource") == std::string::npos);
  const OAuth2 twice = with([](auto& c) { c.extra = {{"grant_type", "x"}}; });
  BOOST_TEST(told(twice.login_request(ClientCredentials{}).error()) ==
             "bad_request: extra parameter given twice: grant_type");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_asked_is_refused_unsent_and_named) {
  BOOST_TEST(told(OAuth2{OAuth2Config{}}.login_request(ClientCredentials{}).error()) ==
             "bad_request: not in the configuration: token_endpoint");
  BOOST_TEST(told(OAuth2{OAuth2Config{}}.device_authorization_request().error()) ==
             "bad_request: not in the configuration: device_authorization_endpoint");
  BOOST_TEST(told(with([](auto& c) { c.token_endpoint = "/token"; }).refresh_request({.refresh_token = "r"}).error()) ==
             "bad_request: token_endpoint: URL: it does not begin with https:// or http://");
  BOOST_TEST(told(with([](auto& c) { c.token_endpoint = "http://id.example.test/token"; })
                      .refresh_request({.refresh_token = "r"})
                      .error()) == "insecure_url: plain http: token_endpoint");
  BOOST_TEST(
      with([](auto& c) { c.token_endpoint = "http://localhost:1/token"; }).login_request(DeviceCode{}).has_value());
  BOOST_TEST(told(plain.refresh_request({.access_token = "a"}).error()) ==
             "bad_request: there is no refresh token to send");
  BOOST_TEST(told(plain.login_request(Password{"a", "\xff"}).error()) ==
             "bad_request: user name or password is not UTF-8");
  BOOST_TEST(told(plain.login_request(Password{"\xff", "b"}).error()) ==
             "bad_request: user name or password is not UTF-8");
}

BOOST_AUTO_TEST_CASE(revocation_names_the_refresh_token_first) {
  const auto both = plain.logout_requests({.access_token = "a+", .refresh_token = "r "});
  BOOST_TEST_REQUIRE(both.size() == 2u);
  BOOST_TEST(body(both[0]) == "token=r+&token_type_hint=refresh_token&client_id=app");
  BOOST_TEST(body(both[1]) == "token=a%2B&token_type_hint=access_token&client_id=app");
  for (const auto& request : both) BOOST_TEST(request.url == "https://id.example.test/revoke");
  BOOST_TEST(plain.logout_requests({.refresh_token = "r"}).size() == 1u);
  BOOST_TEST(plain.logout_requests({}).empty());
  BOOST_TEST(with([](auto& c) { c.revocation_endpoint = ""; }).logout_requests({.refresh_token = "r"}).empty());
}

BOOST_AUTO_TEST_CASE(a_revocation_that_cannot_be_sent_holds_no_token_and_goes_nowhere) {
  for (const auto endpoint : {"/revoke", "http://id.example.test/revoke", "https://user@id.example.test/"}) {
    const auto requests =
        with([&](auto& c) { c.revocation_endpoint = endpoint; }).logout_requests({.refresh_token = "r"});
    BOOST_TEST_REQUIRE(requests.size() == 1u);
    BOOST_TEST(is_absolute_url(requests[0].url));  // so it is not resolved below the API
    BOOST_TEST(!(origin_of(requests[0].url) && is_trustworthy(*origin_of(requests[0].url))));
    BOOST_TEST(body(requests[0]).empty());
  }
}

BOOST_AUTO_TEST_CASE(a_logout_is_confirmed_by_success_and_by_a_token_that_cannot_be_revoked) {
  for (const int status : {200, 204}) BOOST_TEST(plain.confirms_logout(answer(status, "any")));
  BOOST_TEST(plain.confirms_logout(answer(400, R"({"error":"unsupported_token_type"})")));
  for (const int status : {302, 400, 401, 404, 503}) BOOST_TEST(!plain.confirms_logout(answer(status, "")));
  BOOST_TEST(!plain.confirms_logout(answer(401, R"({"error":"invalid_client"})")));
}

BOOST_AUTO_TEST_CASE(client_credentials_are_sent_again_instead_of_a_refresh_token) {
  TokenSet session = *plain.read_tokens(answer(200, R"({"access_token":"a","token_type":"Bearer"})"));
  BOOST_TEST(session.refresh_token.empty());
  session.refresh_token = plain.implied_tokens(ClientCredentials{}).refresh_token;
  BOOST_TEST(body(*plain.refresh_request(session)) == body(*plain.login_request(ClientCredentials{})));
  const auto requests = plain.logout_requests(session);
  BOOST_TEST_REQUIRE(requests.size() == 1u);
  BOOST_TEST(body(requests[0]) == "token=a&token_type_hint=access_token&client_id=app");
  // No server can begin such a session.
  Response forged =
      answer(200, R"({"access_token":"a","token_type":"Bearer","refresh_token":"\u0001client_credentials"})");
  BOOST_TEST((plain.read_tokens(forged).error().code == Errc::bad_answer));
  for (const TokenSet& implied : {plain.implied_tokens(AuthorizationCode{}), plain.implied_tokens(DeviceCode{}),
                                  plain.implied_tokens(Password{})})
    BOOST_TEST(implied.refresh_token.empty());
}

BOOST_AUTO_TEST_CASE(an_answer_need_not_repeat_what_was_asked_for) {
  BOOST_TEST(plain.implied_tokens(AuthorizationCode{}).scope == "openid notes");
  BOOST_TEST(plain.implied_tokens(RefreshToken{"r"}).refresh_token.view() == "r");
}

/// "AT|RT|type|scope", or the error.
std::string tokens(const OAuth2& api, std::string text) {
  const auto read = api.read_tokens(answer(200, std::move(text)));
  if (!read) return told(read.error());
  return std::string{read->access_token.view()} + '|' + std::string{read->refresh_token.view()} + '|' +
         read->token_type + '|' + read->scope;
}

BOOST_AUTO_TEST_CASE(tokens_stand_where_the_standard_has_them) {
  const auto all = *plain.read_tokens(
      answer(200, R"({"access_token":"a","token_type":"bearer","expires_in":3600,"refresh_token":"r","scope":"openid",)"
                  R"("id_token":"i","refresh_expires_in":"7200","unknown":[1,{"x":2}]})"));
  BOOST_TEST(all.access_token.view() == "a");
  BOOST_TEST(all.refresh_token.view() == "r");
  BOOST_TEST(all.id_token.view() == "i");
  BOOST_TEST(all.token_type == "Bearer");
  BOOST_TEST(all.scope == "openid");
  BOOST_CHECK(all.expires_in == 3600s);
  BOOST_CHECK(all.refresh_expires_in == 7200s);

  const OAuth2 nested = with([](auto& c) {
    c.reads = {.access_token = "data.at", .refresh_token = "data.rt", .token_type = "kind", .expires = "data.left"};
  });
  BOOST_TEST(tokens(nested, R"({"kind":"Bearer","data":{"at":"a","rt":"r"}})") == "a|r|Bearer|");
}

BOOST_AUTO_TEST_CASE(a_large_access_token_is_an_access_token) {
  const std::string large(16'384, 'x');
  BOOST_TEST(plain.read_tokens(answer(200, R"({"token_type":"Bearer","access_token":")" + large + "\"}"))
                 ->access_token.view() == large);
}

BOOST_AUTO_TEST_CASE(only_a_type_that_is_known_is_used) {
  const auto typed = [](const OAuth2& api, std::string type) {
    return tokens(api, R"({"access_token":"a")" + type + "}");
  };
  for (const auto type : {R"(,"token_type":"Bearer")", R"(,"token_type":"BEARER")", R"(,"token_type":"bearer")"})
    BOOST_TEST(typed(plain, type) == "a||Bearer|");
  for (const auto type : {R"(,"token_type":"DPoP")", R"(,"token_type":"mac")", R"(,"token_type":"N_A")"})
    BOOST_TEST(typed(plain, type) == "bad_answer: the access token is of an unknown type");
  for (const auto type : {"", R"(,"token_type":null)", R"(,"token_type":"")"})
    BOOST_TEST(typed(plain, type) == "bad_answer: the token type is missing");
  BOOST_TEST(typed(plain, R"(,"token_type":7)") == "bad_answer: the token type is no string");

  const OAuth2 lax = with([](auto& c) { c.token_type_aliases = {"", "bot"}; });
  for (const auto type : {"", R"(,"token_type":"Bot")", R"(,"token_type":"bearer")"})
    BOOST_TEST(typed(lax, type) == "a||Bearer|");
  BOOST_TEST(typed(lax, R"(,"token_type":"mac")") == "bad_answer: the access token is of an unknown type");
  const OAuth2 bound = with([](auto& c) { c.token_type = "DPoP"; });
  BOOST_TEST(typed(bound, R"(,"token_type":"dpop")") == "a||DPoP|");
  BOOST_TEST(typed(bound, R"(,"token_type":"Bearer")") == "bad_answer: the access token is of an unknown type");
}

BOOST_AUTO_TEST_CASE(a_rotated_refresh_token_is_never_lost) {
  for (const auto text : {R"({"token_type":"Bearer","refresh_token":"r"})",
                          R"({"access_token":"","token_type":"Bearer","refresh_token":"r"})",
                          R"({"access_token":17,"token_type":"Bearer","refresh_token":"r"})",
                          R"({"access_token":"a","refresh_token":"r"})",
                          R"({"access_token":"a b","token_type":"Bearer","refresh_token":"r"})",
                          R"({"access_token":"a","token_type":"mac","refresh_token":"r"})"})
    BOOST_TEST(tokens(plain, text) == "|r|Bearer|", text);
  for (const auto text : {R"({"access_token":"a","token_type":"Bearer"})",
                          R"({"access_token":"a","token_type":"Bearer","refresh_token":null})",
                          R"({"access_token":"a","token_type":"Bearer","refresh_token":""})"})
    BOOST_TEST(tokens(plain, text) == "a||Bearer|", text);
}

BOOST_AUTO_TEST_CASE(what_holds_no_token_or_names_an_error_brings_none) {
  const std::string types = R"("token_type":"Bearer")";
  for (const std::string& text :
       {std::string{""}, std::string{"[]"}, std::string{"<html>"}, "{" + types + "}",
        R"({"access_token":"",)" + types + "}", R"({"access_token":"a","refresh_token":7,)" + types + "}",
        R"({"access_token":"a","access_token":"b",)" + types + "}", std::string{"access_token=a&token_type=bearer"}})
    BOOST_TEST(tokens(plain, text).starts_with("bad_answer"), text);
  const std::string pair = R"({"access_token":"a","refresh_token":"r",)" + types;
  BOOST_TEST(tokens(plain, pair + R"(,"error":"invalid_grant"})") ==
             "login_refused: the auth server answered with an error: invalid_grant");
  for (const auto error : {R"(,"error":"canary"})", R"(,"error":{"code":1}})", R"(,"error":true})"})
    BOOST_TEST(tokens(plain, pair + error) == "login_refused: the auth server answered with an error");
  for (const auto none : {R"(,"error":null})", R"(,"error":""})"})
    BOOST_TEST(tokens(plain, pair + none) == "a|r|Bearer|");
}

Response form(int status, std::string text, std::string type = "application/x-www-form-urlencoded; charset=utf-8") {
  Response made = answer(status, std::move(text));
  made.headers.add("Content-Type", std::move(type));
  return made;
}

BOOST_AUTO_TEST_CASE(a_form_is_read_where_the_server_says_that_it_is_one) {
  const auto read =
      *plain.read_tokens(form(200, "access_token=a%2B1&expires_in=28800&refresh_token=r&scope=&token_type=bearer"));
  BOOST_TEST(read.access_token.view() == "a+1");
  BOOST_TEST(read.refresh_token.view() == "r");
  BOOST_CHECK(read.expires_in == 28800s);
  BOOST_TEST((plain.refresh_verdict(form(200, "error=invalid_grant&error_description=gone")) == Verdict::refused));
  BOOST_TEST((plain.read_tokens(form(200, "access_token=a&access_token=b&token_type=bearer")).error().code ==
              Errc::bad_answer));
  BOOST_TEST((plain.read_tokens(form(200, "access_token=%&token_type=bearer")).error().code == Errc::bad_answer));
  BOOST_TEST(
      (plain.read_tokens(form(200, R"({"access_token":"a","token_type":"bearer"})")).error().code == Errc::bad_answer));
  BOOST_TEST(plain.read_tokens(form(200, R"({"access_token":"a","token_type":"bearer"})", "text/html")).has_value());
}

BOOST_AUTO_TEST_CASE(a_missing_lifetime_is_that_of_the_token_itself) {
  const std::string jwt = R"({"token_type":"Bearer","access_token":"e30.eyJleHAiOjE3MDAwMDAwMDB9.sig")";
  BOOST_TEST(plain.read_tokens(answer(200, jwt + "}"))->expires_at.value().time_since_epoch().count() == 1700000000);
  BOOST_TEST(!plain.read_tokens(answer(200, jwt + R"(,"expires_in":60})"))->expires_at);
}

constexpr auto renewed = Verdict::renewed, refused = Verdict::refused, transient = Verdict::transient;
const std::string granted = R"({"access_token":"a","token_type":"Bearer","refresh_token":"r"})";

void check(const OAuth2& api, int status, const std::string& text, Verdict expected) {
  BOOST_TEST_CONTEXT(status << ' ' << text) BOOST_CHECK(api.refresh_verdict(answer(status, text)) == expected);
}

BOOST_AUTO_TEST_CASE(only_invalid_grant_ends_a_session) {
  for (const int status : {200, 400, 401, 403, 404})
    check(plain, status, R"({"error":"invalid_grant","error_description":"gone"})", refused);
  for (const int status : {408, 429, 500, 502, 503, 504})
    check(plain, status, R"({"error":"invalid_grant"})", transient);
  for (const auto error :
       {"invalid_request", "invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
        "server_error", "temporarily_unavailable", "slow_down", "use_dpop_nonce", "interaction_required",
        "mfa_required", "consent_required", "login_required", "access_denied", "INVALID_GRANT", "invalid_token"})
    for (const int status : {200, 400, 401, 403})
      check(plain, status, std::string{R"({"error":")"} + error + "\"}", transient);
  for (const int status : {200, 302, 400, 401, 403, 404, 410})
    for (const auto text : {"", "{}", "[]", "<html>Sign in to WiFi</html>", R"({"error":{"code":"invalid_grant"}})",
                            R"({"error":["invalid_grant"]})", R"({"message":"invalid_grant"})", "invalid_grant"})
      check(plain, status, text, transient);
  for (const int status : {200, 201}) check(plain, status, granted, renewed);
  for (const int status : {302, 400, 500}) check(plain, status, granted, transient);
  check(plain, 200, R"({"access_token":"a","token_type":"Bearer","error":"invalid_grant"})", refused);
  check(plain, 200, R"({"refresh_token":"r"})", renewed);
}

BOOST_AUTO_TEST_CASE(what_else_ends_a_session_is_configured) {
  const OAuth2 own = with([](auto& c) {
    c.definitive_errors = {"token_revoked", "TOKEN_EXPIRED"};
    c.definitive_statuses = {404};
    c.reads.error = "error.message";
  });
  check(own, 400, R"({"error":{"code":400,"message":"TOKEN_EXPIRED"}})", refused);
  check(own, 400, R"({"error":{"message":"invalid_grant"}})", transient);
  check(own, 404, "", refused);
  check(own, 404, R"({"error":{"message":"NO_SUCH_PROJECT"}})", transient);
  check(own, 401, "", transient);
}

BOOST_AUTO_TEST_CASE(an_error_is_named_if_it_is_a_word_of_the_standard) {
  const auto error = [](int status, std::string text) { return told(plain.error_of(answer(status, std::move(text)))); };
  BOOST_TEST(error(401, R"({"error":"invalid_client"})") ==
             "login_refused: the auth server answered with status 401: invalid_client");
  BOOST_TEST(error(400, R"({"error":"invalid_request"})") ==
             "server_refused: the auth server answered with status 400: invalid_request");
  BOOST_TEST(error(503, R"({"error":"invalid_client"})").starts_with("server_refused"));
  BOOST_TEST(error(400, R"({"error":"canary"})") == "server_refused: the auth server answered with status 400");
  BOOST_TEST(error(200, "<html>") == "bad_answer: the auth server answered with status 200");
  BOOST_TEST(plain.error_of(answer(418, "")).status == 418);
}

BOOST_AUTO_TEST_CASE(a_device_authorization_is_read) {
  const auto device = *plain.read_device_authorization(
      answer(200, R"({"device_code":"d","user_code":"WDJB-MJHT","verification_uri":"https://id.example.test/device",)"
                  R"("verification_uri_complete":"https://id.example.test/device?c=WDJB","expires_in":1800,)"
                  R"("interval":7})"));
  BOOST_TEST(device.device_code == "d");
  BOOST_TEST(device.user_code == "WDJB-MJHT");
  BOOST_TEST(device.verification_uri == "https://id.example.test/device");
  BOOST_TEST(device.verification_uri_complete == "https://id.example.test/device?c=WDJB");
  BOOST_TEST((device.expires_in == 1800s));
  BOOST_TEST((device.interval == 7s));
  const auto least = *plain.read_device_authorization(
      answer(200, R"({"device_code":"d","user_code":"W","verification_uri":"https://x.test"})"));
  BOOST_TEST(least.verification_uri_complete.empty());
  BOOST_TEST((least.interval == 5s));
}

BOOST_AUTO_TEST_CASE(a_device_authorization_that_cannot_be_shown_is_refused) {
  const auto read = [](int status, std::string text) {
    return told(plain.read_device_authorization(answer(status, std::move(text))).error());
  };
  BOOST_TEST(read(400, R"({"error":"unauthorized_client"})") ==
             "login_refused: the auth server answered with status 400: unauthorized_client");
  BOOST_TEST(read(200, "{}") == "bad_answer: there is no device_code in the answer");
  BOOST_TEST(read(200, R"({"device_code":"d","user_code":"\u001b[2J"})") ==
             "bad_answer: there is no user_code in the answer");
  for (const auto uri : {"7", "\"http://x.test\"", R"~("javascript:alert(1)")~", R"("https://x.test/\u001b")"})
    BOOST_TEST(read(200, std::string{R"({"device_code":"d","user_code":"W","verification_uri":)"} + uri + "}") ==
               "bad_answer: there is no https verification_uri in the answer");
}

BOOST_AUTO_TEST_CASE(a_link_with_the_code_in_it_is_left_out_if_it_is_none) {
  const auto read = [](const std::string& complete) {
    return plain
        .read_device_authorization(answer(200, R"({"device_code":"d","user_code":"W","verification_uri":)"
                                               R"("https://x.test/#/device","verification_uri_complete":)" +
                                                   complete + "}"))
        .value();
  };
  BOOST_TEST(read(R"("https://x.test/#/device?c=W")").verification_uri_complete == "https://x.test/#/device?c=W");
  BOOST_TEST(read("null").verification_uri == "https://x.test/#/device");
  for (const auto bad : {R"("file:///etc/passwd")", R"("http://x.test")", "7"})
    BOOST_TEST(read(bad).verification_uri_complete.empty(), bad);
}

BOOST_AUTO_TEST_CASE(a_poll_says_whether_to_go_on) {
  using Kind = DevicePoll::Kind;
  const auto poll = [](int status, const std::string& text) { return plain.read_device_poll(answer(status, text)); };
  const auto named = [&](int status, const std::string& error) {
    return poll(status, R"({"error":")" + error + "\"}").kind;
  };
  for (const int status : {200, 400, 403, 428}) {  // GitHub says it with 200, Google with 428
    BOOST_TEST((named(status, "authorization_pending") == Kind::pending));
    BOOST_TEST((named(status, "slow_down") == Kind::slow_down));
    BOOST_TEST((named(status, "access_denied") == Kind::denied));
    BOOST_TEST((named(status, "expired_token") == Kind::expired));
    BOOST_TEST((named(status, "invalid_client") == Kind::failed));
    BOOST_TEST((named(status, "temporarily_unavailable") == Kind::transient));
  }
  BOOST_TEST(!poll(400, R"({"error":"slow_down"})").interval);
  BOOST_CHECK(poll(200, R"({"error":"slow_down","interval":20})").interval == 20s);
  BOOST_CHECK(poll(200, R"({"error":"slow_down","interval":9999})").interval == 60s);
  for (const int status : {408, 429, 500, 503}) BOOST_TEST((poll(status, "<html>").kind == Kind::transient));
  for (const int status : {200, 302, 400, 404}) BOOST_TEST((poll(status, "<html>").kind == Kind::failed));
  BOOST_TEST(told(poll(400, R"({"error":"invalid_client"})").error) ==
             "login_refused: the auth server answered with status 400: invalid_client");

  const DevicePoll done = poll(200, granted);
  BOOST_TEST((done.kind == Kind::done));
  BOOST_TEST(done.tokens.access_token.view() == "a");
  BOOST_TEST(done.tokens.scope == "openid notes");
}

BOOST_AUTO_TEST_CASE(no_secret_is_left_in_memory_that_was_given_back) {
  const std::string secret(60, 'k');
  const OAuth2 post = with([&](auto& c) {
    c.client_auth = ClientAuth::post;
    c.client_secret = Secret{secret};
  });
  BOOST_TEST(blocks_freed_with(secret, [&] {
               auto request = post.refresh_request({.refresh_token = Secret{secret}});
               request->headers.keep_secret();
               request->body.keep_secret();
             }) == 0);
  const Response reply = answer(200, R"({"token_type":"Bearer","access_token":")" + secret + "\"}");
  const Response reply_form = form(200, "token_type=bearer&access_token=" + secret + "&refresh_token=" + secret);
  BOOST_TEST(blocks_freed_with(secret, [&] {
               BOOST_CHECK(post.read_tokens(reply).has_value());
               BOOST_CHECK(post.read_tokens(reply_form).has_value());
             }) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
