#include <keyturn/protocol/authorization.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <string>

using namespace keyturn;

BOOST_AUTO_TEST_SUITE(authorization)

const OAuth2Config config{.issuer = "https://id.example.test",
                          .authorization_endpoint = "https://id.example.test/authorize",
                          .client_id = "app 1",
                          .scope = "openid offline_access"};
const AuthorizationRequest request{.redirect_uri = "http://127.0.0.1:4711/cb",
                                   .state = "s+1",
                                   .code_challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"};

std::string with(auto change) {
  OAuth2Config changed = config;
  AuthorizationRequest asked = request;
  change(changed, asked);
  const auto url = authorization_url(changed, asked);
  return url ? *url : std::string{to_string(url.error().code)} + ": " + url.error().detail;
}

BOOST_AUTO_TEST_CASE(the_url_asks_for_a_code_with_pkce) {
  BOOST_TEST(*authorization_url(config, request) ==
             "https://id.example.test/authorize?response_type=code&client_id=app+1"
             "&redirect_uri=http%3A%2F%2F127.0.0.1%3A4711%2Fcb&scope=openid+offline_access&state=s%2B1"
             "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256");
  BOOST_TEST(with([](auto& c, auto& r) {
               c.authorization_endpoint += "?tenant=7";
               c.scope = "";
               r = {.state = "s", .code_challenge = r.code_challenge, .nonce = "n", .scope = "own"};
               r.extra = {{"prompt", "login"}, {"hint", "a&b"}};
             }) ==
             "https://id.example.test/authorize?tenant=7&response_type=code&client_id=app+1&scope=own&state=s"
             "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&nonce=n"
             "&prompt=login&hint=a%26b");
}

BOOST_AUTO_TEST_CASE(what_is_missing_or_wrong_is_named) {
  BOOST_TEST(with([](auto& c, auto&) { c.authorization_endpoint = ""; }) ==
             "bad_request: not in the configuration: authorization_endpoint");
  BOOST_TEST(with([](auto& c, auto&) { c.authorization_endpoint = "/authorize"; }) ==
             "bad_request: authorization_endpoint: URL: it does not begin with https:// or http://");
  BOOST_TEST(with([](auto& c, auto&) { c.authorization_endpoint = "http://id.example.test/"; }) ==
             "insecure_url: plain http: authorization_endpoint");
  BOOST_TEST(with([](auto& c, auto&) {
               c.authorization_endpoint = "http://127.0.0.1:1/";
             }).starts_with("http://127.0.0.1:1/?"));
  BOOST_TEST(with([](auto& c, auto&) { c.authorization_endpoint += "#f"; }) ==
             "bad_request: it has a fragment: authorization_endpoint");
  BOOST_TEST(with([](auto& c, auto&) { c.client_id = ""; }) == "bad_request: not in the configuration: client_id");
  BOOST_TEST(with([](auto&, auto& r) { r.state = ""; }) == "bad_request: a sign-in without a state");
  for (const auto challenge :
       {"", "short", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM="})
    BOOST_TEST(with([&](auto&, auto& r) { r.code_challenge = challenge; }) ==
               "bad_request: the code challenge is not 43 characters of base64url");
  for (const auto name : {"state", "client_id", "code_challenge_method", "response_type"})
    BOOST_TEST(with([&](auto&, auto& r) {
                 r.extra = {{name, "x"}};
               }) == std::string{"bad_request: extra parameter given twice: "} + name);
}

BOOST_AUTO_TEST_CASE(a_callback_is_read_from_a_query_a_target_and_a_url) {
  for (const std::string before : {"", "?", "/?", "/cb?", "http://127.0.0.1:4711/cb?", "https://app.example.test?"}) {
    const auto answer =
        *read_callback(before + "code=a%2Bb&state=s%26&iss=https%3A%2F%2Fid.example.test&other=1#f?code=2");
    BOOST_TEST(answer.code == "a+b");
    BOOST_TEST(answer.state == "s&");
    BOOST_TEST(answer.iss == "https://id.example.test");
    BOOST_TEST(answer.error.empty());
  }
  const auto refused = *read_callback("error=access_denied&error_description=The+user+said+no&state=s");
  BOOST_TEST(refused.error == "access_denied");
  BOOST_TEST(refused.error_description == "The user said no");
  for (const auto none : {"", "/", "/favicon.ico", "?", "http://127.0.0.1:4711/cb", "code"})
    BOOST_TEST(read_callback(none)->code.empty());
  BOOST_TEST(read_callback("code=a?b")->code == "a?b");
}

BOOST_AUTO_TEST_CASE(a_callback_that_is_ambiguous_or_garbled_is_refused) {
  for (const auto name : {"code", "state", "iss", "error", "error_description"}) {
    const std::string twice = std::string{name} + "=1&" + name + "=1";
    const auto answer = read_callback(twice);
    BOOST_TEST_REQUIRE(!answer);
    BOOST_TEST((answer.error().code == Errc::bad_answer));
    BOOST_TEST(answer.error().detail == std::string{"a callback says twice: "} + name);
  }
  BOOST_TEST(read_callback("x=1&x=2&code=c")->code == "c");
  BOOST_TEST((read_callback("code=%zz").error().code == Errc::bad_answer));
}

std::string checked(AuthorizationAnswer answer, bool must_name_issuer = false, std::string issuer = config.issuer) {
  OAuth2Config changed = config;
  changed.iss_in_callbacks = must_name_issuer;
  changed.issuer = std::move(issuer);
  const auto code = check_callback(changed, "s1", answer);
  return code ? *code : std::string{to_string(code.error().code)} + ": " + code.error().detail;
}

BOOST_AUTO_TEST_CASE(only_the_answer_to_this_sign_in_is_believed) {
  BOOST_TEST(checked({.code = "c", .state = "s1"}) == "c");
  BOOST_TEST(checked({.code = "c", .state = "s1", .iss = "https://id.example.test"}, true) == "c");
  for (const auto state : {"", "s", "s2", "S1", "s1 "})
    BOOST_TEST(checked({.code = "c", .state = state}) == "bad_answer: a callback with another state");
  BOOST_TEST((check_callback(config, "", {.code = "c"}).error().code == Errc::bad_answer));
  for (const auto iss : {"https://id.example.test/", "https://ID.example.test", "https://evil.test"})
    BOOST_TEST(checked({.code = "c", .state = "s1", .iss = iss}) == "bad_answer: a callback of another issuer");
  BOOST_TEST(checked({.code = "c", .state = "s1"}, true) == "bad_answer: a callback without the issuer");
  BOOST_TEST(checked({.code = "c", .state = "s1", .iss = "https://any.test"}, false, "") == "c");
  BOOST_TEST(checked({.code = "c", .state = "s1", .iss = "https://any.test"}, true, "") ==
             "bad_answer: a callback of another issuer");
  BOOST_TEST(checked({.state = "s1"}) == "bad_answer: a callback without a code");
}

BOOST_AUTO_TEST_CASE(a_refusal_is_the_servers_only_if_it_is_the_answer_to_this_sign_in) {
  BOOST_TEST(checked({.state = "s1", .error = "access_denied"}) ==
             "login_refused: the auth server refused the sign-in: access_denied");
  BOOST_TEST(checked({.code = "c", .state = "s1", .error = "<script>"}) ==
             "login_refused: the auth server refused the sign-in");
  BOOST_TEST(checked({.state = "s2", .error = "access_denied"}) == "bad_answer: a callback with another state");
  BOOST_TEST(checked({.state = "s1", .iss = "https://evil.test", .error = "access_denied"}) ==
             "bad_answer: a callback of another issuer");
}

BOOST_AUTO_TEST_SUITE_END()
