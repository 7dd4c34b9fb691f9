#include <keyturn/protocol/discovery.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/adapters/simdjson.hpp>

#include <string>

using namespace keyturn;

BOOST_AUTO_TEST_SUITE(discovery)

std::string urls(std::string_view issuer) {
  const auto both = discovery_urls(issuer);
  return both ? (*both)[0] + " " + (*both)[1] : std::string{to_string(both.error().code)} + ": " + both.error().detail;
}

BOOST_AUTO_TEST_CASE(a_document_is_looked_for_in_two_places) {
  BOOST_TEST(urls("https://h.test") ==
             "https://h.test/.well-known/oauth-authorization-server https://h.test/.well-known/openid-configuration");
  BOOST_TEST(urls("https://h.test/") == urls("https://h.test"));
  BOOST_TEST(urls("https://h.test/t1") ==
             "https://h.test/.well-known/oauth-authorization-server/t1 "
             "https://h.test/t1/.well-known/openid-configuration");
  BOOST_TEST(urls("https://h.test:8443/a/b/") ==
             "https://h.test:8443/.well-known/oauth-authorization-server/a/b "
             "https://h.test:8443/a/b/.well-known/openid-configuration");
  BOOST_TEST(urls("http://127.0.0.1:4711").starts_with("http://127.0.0.1:4711/.well-known/"));
}

BOOST_AUTO_TEST_CASE(what_is_no_issuer_is_named) {
  BOOST_TEST(urls("") == "bad_request: issuer : URL: it does not begin with https:// or http://");
  BOOST_TEST(urls("id.example.test") == "bad_request: issuer id.example.test: URL: it does not begin with https:// or http://");
  BOOST_TEST(urls("http://h.test") == "insecure_url: issuer http://h.test: plain http");
  for (const auto issuer : {"https://h.test?x=1", "https://h.test/#f"})
    BOOST_TEST(urls(issuer) == std::string{"bad_request: issuer "} + issuer + ": it has a query or a fragment");
}

BOOST_AUTO_TEST_CASE(it_is_asked_for_without_any_secret_and_within_limits) {
  const Request request = discovery_request("https://h.test/x");
  BOOST_TEST(request.method == "GET");
  BOOST_TEST((request.auth == Auth::none));
  BOOST_TEST((request.timeout == std::chrono::seconds{10}));
  BOOST_TEST(request.max_response == 1u << 20);
  BOOST_TEST(request.headers.get("Accept").value() == "application/json");
}

Result<OAuth2Config> read(std::string_view issuer, std::string body, int status = 200) {
  return read_discovery(SimdjsonCodec{}, issuer, {.status = status, .headers = {}, .body = std::move(body)});
}
std::string told(const Result<OAuth2Config>& config) {
  return config ? "ok" : std::string{to_string(config.error().code)} + ": " + config.error().detail;
}

BOOST_AUTO_TEST_CASE(the_endpoints_are_read) {
  const auto config = *read("https://accounts.example.test", R"({"issuer":"https://accounts.example.test",
    "authorization_endpoint":"https://accounts.example.test/auth","token_endpoint":"https://other.example.com/token",
    "revocation_endpoint":"https://other.example.com/revoke","userinfo_endpoint":"https://api.example.com/me",
    "device_authorization_endpoint":"https://other.example.com/device","unknown":[{"x":1}],
    "authorization_response_iss_parameter_supported":true,"scopes_supported":["openid"]})");
  BOOST_TEST(config.issuer == "https://accounts.example.test");
  BOOST_TEST(config.authorization_endpoint == "https://accounts.example.test/auth");
  BOOST_TEST(config.token_endpoint == "https://other.example.com/token");
  BOOST_TEST(config.revocation_endpoint == "https://other.example.com/revoke");
  BOOST_TEST(config.device_authorization_endpoint == "https://other.example.com/device");
  BOOST_TEST(config.userinfo_endpoint == "https://api.example.com/me");
  BOOST_TEST(config.iss_in_callbacks);
  BOOST_TEST(config.client_id.empty());
  BOOST_TEST(config.api_base.empty());

  const auto least = *read("https://h.test", R"({"issuer":"https://h.test","token_endpoint":"https://h.test/t",
    "revocation_endpoint":null})");
  BOOST_TEST(least.revocation_endpoint.empty());
  BOOST_TEST(!least.iss_in_callbacks);
}

BOOST_AUTO_TEST_CASE(an_issuer_is_compared_byte_for_byte) {
  for (const auto other :
       {"https://h.test/", "https://H.test", "https://h.test:443", "HTTPS://h.test", "https://evil.test", ""})
    BOOST_TEST(told(read("https://h.test", std::string{R"({"token_endpoint":"https://h.test/t","issuer":")"} + other +
                                               "\"}")) == "bad_answer: the document is another issuer's",
               other);
  for (const auto none :
       {R"({"token_endpoint":"https://h.test/t"})", R"({"token_endpoint":"https://h.test/t","issuer":7})"})
    BOOST_TEST(told(read("https://h.test", none)) == "bad_answer: the document is another issuer's");
}

BOOST_AUTO_TEST_CASE(endpoints_that_cannot_be_used_are_named) {
  const auto with = [](std::string member, std::string issuer = "https://h.test") {
    return told(read(issuer, R"({"issuer":")" + issuer + R"(",)" + member + "}"));
  };
  BOOST_TEST(with(R"("token_endpoint":"http://h.test/t")") == "bad_answer: plain http: token_endpoint");
  BOOST_TEST(with(R"("token_endpoint":"http://127.0.0.1/t")") == "bad_answer: plain http: token_endpoint");
  BOOST_TEST(with(R"("token_endpoint":"http://127.0.0.1:1/t")", "http://127.0.0.1:1") == "ok");
  BOOST_TEST(with(R"("token_endpoint":"/t")") == "bad_answer: token_endpoint: URL: it does not begin with https:// or http://");
  BOOST_TEST(with(R"("token_endpoint":["https://h.test/t"])") == "bad_answer: it is no string: token_endpoint");
  BOOST_TEST(with(R"("x":1)") == "bad_answer: it is missing: token_endpoint");
  BOOST_TEST(with(R"("token_endpoint":"https://h.test/t","revocation_endpoint":"https://a@h.test/")") ==
             "bad_answer: revocation_endpoint: URL: it holds user info");
}

BOOST_AUTO_TEST_CASE(what_is_no_document_is_refused) {
  for (const int status : {301, 404, 500}) {
    const auto answer = read("https://h.test", "{}", status);
    BOOST_TEST(told(answer) == "server_refused: answered with status " + std::to_string(status));
    BOOST_TEST(answer.error().status == status);
  }
  for (const auto text : {"", "[]", "<html>", R"({"issuer":"https://h.test","issuer":"https://h.test"})"})
    BOOST_TEST(told(read("https://h.test", text)).starts_with("bad_answer: "), text);
}

BOOST_AUTO_TEST_SUITE_END()
