#include <keyturn/protocol/www_authenticate.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <string>

using namespace keyturn;

BOOST_AUTO_TEST_SUITE(www_authenticate)

/// "Scheme(token68){name=value;}" of each challenge, or the name of the error.
std::string read(std::string_view value) {
  const auto challenges = read_challenges(value);
  if (!challenges) return std::string{to_string(challenges.error().code)};
  std::string text;
  for (const Challenge& challenge : *challenges) {
    text += challenge.scheme + '(' + challenge.token68 + "){";
    for (const auto& [name, content] : challenge.parameters) text += name + '=' + content + ';';
    text += '}';
  }
  return text;
}

BOOST_AUTO_TEST_CASE(challenges_are_read_as_the_standard_has_them) {
  BOOST_TEST(read("") == "");
  BOOST_TEST(read("Bearer") == "Bearer(){}");
  BOOST_TEST(read("Bearer realm=\"api\", error=\"invalid_token\"") == "Bearer(){realm=api;error=invalid_token;}");
  BOOST_TEST(read("bearer error=insufficient_scope,scope=\"notes:read notes:write\"") ==
             "bearer(){error=insufficient_scope;scope=notes:read notes:write;}");
  BOOST_TEST(read("Basic realm=\"a,b\", Bearer error=\"invalid_token\"") ==
             "Basic(){realm=a,b;}Bearer(){error=invalid_token;}");
  BOOST_TEST(read("Negotiate, Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\", Basic realm=simple") ==
             "Negotiate(){}Newauth(){realm=apps;type=1;title=Login to \"apps\";}Basic(){realm=simple;}");
  BOOST_TEST(read("Negotiate YII==, Bearer") == "Negotiate(YII==){}Bearer(){}");
  BOOST_TEST(read("X a=") == "X(a=){}");
  BOOST_TEST(read("X a/b+c") == "X(a/b+c){}");
  BOOST_TEST(read(" , ,Bearer , , realm = \"x\" ,, error\t=\te , ") == "Bearer(){realm=x;error=e;}");
  BOOST_TEST(read("DPoP algs=\"ES256\", error=\"use_dpop_nonce\"") == "DPoP(){algs=ES256;error=use_dpop_nonce;}");
  BOOST_TEST(read("Bearer x=\"\"") == "Bearer(){x=;}");
}

BOOST_AUTO_TEST_CASE(what_is_not_well_formed_is_refused) {
  for (const auto value : {"=", "\"x\"", "Bearer a=\"\", a=1", "Bearer realm=\"x", "Bearer realm=\"x\\",
                           "Bearer realm=\"x\"y", "Bearer a=1, a=2", "Bearer A=1, a=\"2\"", "Bearer @",
                           "Bearer a=1 b=2", "Bearer: a=1", "Bearer =x", "Bearer a b"})
    BOOST_TEST(read(value) == "bad_answer", value);
  BOOST_TEST(read_challenges("Bearer canary=\"").error().detail.find("canary") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_challenge_is_found_among_others_without_regard_to_case) {
  Headers headers;
  headers.add("WWW-Authenticate", "Bearer realm=\"broken");
  headers.add("Content-Type", "Bearer error=no");
  headers.add("www-authenticate", "Basic realm=x, BEARER Error=\"insufficient_scope\", scope=\"notes\"");
  const auto found = find_challenge(headers, "Bearer");
  BOOST_TEST_REQUIRE(static_cast<bool>(found));
  BOOST_TEST(found->get("error") == "insufficient_scope");
  BOOST_TEST(found->get("SCOPE") == "notes");
  BOOST_TEST(found->get("realm") == "");
  BOOST_TEST(!find_challenge(headers, "DPoP"));
  BOOST_TEST(!find_challenge({}, "Bearer"));
}

BOOST_AUTO_TEST_SUITE_END()
