#include <keyturn/adapters/keychain/system.hpp>

#include <boost/test/unit_test.hpp>

#include <keyturn/adapters/keychain_storage.hpp>

#include <type_traits>

using keyturn::SystemKeychain;

BOOST_AUTO_TEST_SUITE(keychain_system)

static_assert(keyturn::Keychain<SystemKeychain>);
static_assert(std::is_copy_assignable_v<SystemKeychain> && std::is_nothrow_move_constructible_v<SystemKeychain>);

BOOST_AUTO_TEST_CASE(to_make_one_asks_nobody) {
  const SystemKeychain keychain{"notes", {.time_limit = std::chrono::milliseconds{1}}};
  const SystemKeychain unusable{"", {}};
  BOOST_TEST(sizeof keychain == sizeof unusable);
}

BOOST_AUTO_TEST_SUITE_END()
