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

BOOST_AUTO_TEST_CASE(a_refresh_token_that_is_never_rotated_keeps_its_key) {
  DPoPState state{"https://auth.example.com/token"};
  const SharedProofKey key = made();
  const Secret refresh = token(1000);
  for (int i = 0; i < 100; ++i) {
    const Secret access = token(i);
    state.hold(key, {&refresh});
    state.hold(key, {&access});
    BOOST_TEST((state.by_token(refresh) == key));
  }
}

BOOST_AUTO_TEST_CASE(a_token_has_the_key_that_it_was_seen_with_last) {
  DPoPState state{"https://auth.example.com/token"};
  const SharedProofKey first = made(), second = made();
  const Secret shared = token(1), of_first = token(2);
  state.hold(first, {&of_first, &shared});
  state.hold(second, {&shared});
  BOOST_TEST((state.by_token(of_first) == first));
  BOOST_TEST((state.by_token(shared) == second));
}

BOOST_AUTO_TEST_CASE(each_servers_clock_is_its_own) {
  DPoPState state{"https://auth.example.com/token"};
  state.keep_offset("api a:443", std::chrono::hours{-30});
  BOOST_TEST(state.offset("api a:443").count() == -30 * 3600 * 1000);
  BOOST_TEST(state.offset("auth a:443").count() == 0);
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
