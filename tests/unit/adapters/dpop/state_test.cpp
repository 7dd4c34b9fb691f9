#include <keyturn/adapters/dpop/state.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using keyturn::Secret;
using keyturn::detail::DPoPState;
using keyturn::detail::ProofKey;
using keyturn::detail::SharedProofKey;

BOOST_AUTO_TEST_SUITE(dpop_state)

SharedProofKey made() { return std::make_shared<const ProofKey>(*ProofKey::generate()); }
Secret token(int number) { return Secret{"token-" + std::to_string(number)}; }

BOOST_AUTO_TEST_CASE(a_key_is_found_by_its_thumbprint_and_by_its_tokens_until_it_is_forgotten) {
  DPoPState state{"https://auth.example.com/token"};
  const SharedProofKey key = made();
  const Secret access = token(1), refresh = token(2), none;
  state.hold(key, {&access, &refresh, &none});
  BOOST_TEST((state.by_thumbprint(key->thumbprint()) == key));
  BOOST_TEST((state.by_token(access) == key));
  BOOST_TEST((state.by_token(refresh) == key));
  BOOST_TEST((state.by_token(none) == nullptr));
  BOOST_TEST((state.by_token(token(3)) == nullptr));
  state.forget(key);
  BOOST_TEST((state.by_token(access) == nullptr));
  BOOST_TEST((state.by_thumbprint(key->thumbprint()) == nullptr));
}

BOOST_AUTO_TEST_CASE(the_key_in_use_stays_however_many_others_come_and_however_often_it_rotates) {
  DPoPState state{"https://auth.example.com/token"};
  const SharedProofKey key = made();
  for (int i = 0; i < 100; ++i) {
    const Secret refresh = token(i);
    state.hold(key, {&refresh});
    state.hold(made(), {});
    BOOST_TEST((state.by_token(refresh) == key));
  }
  BOOST_TEST((state.by_token(token(0)) == nullptr));
}

BOOST_AUTO_TEST_CASE(nonces_are_kept_for_each_place_the_latest_alone) {
  DPoPState state{"https://auth.example.com/token"};
  BOOST_TEST(state.nonce("auth a:443") == "");
  state.keep_nonce("auth a:443", "1");
  state.keep_nonce("api a:443", "2");
  state.keep_nonce("auth a:443", "3");
  BOOST_TEST(state.nonce("auth a:443") == "3");
  BOOST_TEST(state.nonce("api a:443") == "2");
  for (int i = 0; i < 1000; ++i) state.keep_nonce("api " + std::to_string(i), "n");
  BOOST_TEST(state.nonce("api 999") == "n");
}

BOOST_AUTO_TEST_SUITE_END()
