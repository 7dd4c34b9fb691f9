#include <keyturn/adapters/keychain/secret_service_calls.hpp>

#include <boost/test/unit_test.hpp>

#include <unit/adapters/keyring.hpp>

using keyturn::detail::session_bus_address;

BOOST_AUTO_TEST_SUITE(keychain_secret_service_calls)

BOOST_AUTO_TEST_CASE(the_session_is_where_the_environment_says_or_in_the_runtime_directory) {
  const TemporaryDirectory runtime;
  const ScopedVariable directory{"XDG_RUNTIME_DIR", runtime.path.c_str()};
  const ScopedVariable address{"DBUS_SESSION_BUS_ADDRESS", ""};
  BOOST_TEST(session_bus_address() == "");
  write_file(runtime / "bus", "");
  BOOST_TEST(session_bus_address() == "unix:path=" + runtime / "bus");
  {
    const ScopedVariable relative{"XDG_RUNTIME_DIR", "run"};
    BOOST_TEST(session_bus_address() == "");
  }
  const ScopedVariable named{"DBUS_SESSION_BUS_ADDRESS", "unix:path=/elsewhere"};
  BOOST_TEST(session_bus_address() == "unix:path=/elsewhere");
}

BOOST_AUTO_TEST_CASE(a_path_with_signs_that_mean_something_in_an_address_is_escaped) {
  const TemporaryDirectory temporary;
  const std::string path = temporary / "a,b;c";
  std::filesystem::create_directory(path);
  write_file(path + "/bus", "");
  const ScopedVariable directory{"XDG_RUNTIME_DIR", path.c_str()};
  const ScopedVariable address{"DBUS_SESSION_BUS_ADDRESS", nullptr};
  BOOST_TEST(session_bus_address() == "unix:path=" + temporary / "a%2Cb%3Bc/bus");
}

BOOST_AUTO_TEST_CASE(the_connection_is_not_the_one_that_the_process_shares) {
  const GType type = keyturn::detail::PrivateSecretService::type();
  BOOST_TEST(type == keyturn::detail::PrivateSecretService::type());
  BOOST_TEST(g_type_is_a(type, SECRET_TYPE_SERVICE) != FALSE);
  BOOST_TEST(type != SECRET_TYPE_SERVICE);
}

BOOST_AUTO_TEST_SUITE_END()
