#include <keyturn/concepts/protocol.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <string>

using namespace keyturn;

BOOST_AUTO_TEST_SUITE(protocol)

struct Least {
  std::string_view api_base() const { return "https://api.example.test"; }
  Result<Request> refresh_request(const TokenSet&) const { return Request{}; }
  std::vector<Request> logout_requests(const TokenSet&) const { return {}; }
  Result<TokenSet> read_tokens(const Response&) const { return TokenSet{}; }
  Verdict refresh_verdict(const Response&) const { return Verdict::transient; }
};
struct WithLogin : Least {
  std::string api_base() const { return "https://api.example.test"; }
  Result<Request> login_request(const Password&) const { return Request{}; }
};
struct Changing : Least {
  Result<Request> refresh_request(const TokenSet&) { return Request{}; }
};
struct OneLogout : Least {
  Request logout_requests(const TokenSet&) const { return {}; }
};

BOOST_AUTO_TEST_CASE(the_concepts_ask_for_what_their_tables_say) {
  static_assert(Protocol<Least> && Protocol<WithLogin>);
  static_assert(!Protocol<Changing> && !Protocol<OneLogout> && !Protocol<int>);
  static_assert(!Grants<Least, Password> && Grants<WithLogin, Password> && !Grants<WithLogin, TokenSet>);
  BOOST_TEST((Least{}.refresh_verdict({}) == Verdict::transient));
}

BOOST_AUTO_TEST_SUITE_END()
