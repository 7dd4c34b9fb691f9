#include <keyturn/adapters/keychain/system.hpp>

#include <boost/test/unit_test.hpp>

#include <keyturn/adapters/keychain_storage.hpp>

#include <sanitized.hpp>
#include <unit/adapters/keyring.hpp>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <string>
#include <type_traits>

using keyturn::SystemKeychain;

BOOST_AUTO_TEST_SUITE(keychain_system)

static_assert(keyturn::Keychain<SystemKeychain>);
static_assert(std::is_copy_assignable_v<SystemKeychain> && std::is_nothrow_move_constructible_v<SystemKeychain>);

#if defined(__linux__) && !defined(KEYTURN_THREAD_SANITIZED)  // does not see the locks of libsecret
BOOST_AUTO_TEST_CASE(to_make_one_asks_nobody) {
  const TemporaryDirectory directory;
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  const std::string path = directory / "bus";
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const int bus = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  BOOST_REQUIRE(::bind(bus, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  BOOST_REQUIRE(::listen(bus, 1) == 0);
  const ScopedVariable session{"DBUS_SESSION_BUS_ADDRESS", ("unix:path=" + path).c_str()};

  SystemKeychain keychain{"notes", {.time_limit = std::chrono::milliseconds{50}}};
  BOOST_TEST(::accept(bus, nullptr, nullptr) == -1);
  BOOST_TEST(!keychain.load().has_value());
  const int asked = ::accept(bus, nullptr, nullptr);
  BOOST_TEST(asked != -1);
  ::close(asked);
  ::close(bus);
}
#endif

BOOST_AUTO_TEST_SUITE_END()
