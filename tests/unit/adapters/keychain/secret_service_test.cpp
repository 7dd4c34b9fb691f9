#include <keyturn/adapters/keychain/secret_service.hpp>

#include <boost/test/unit_test.hpp>

#include <unit/adapters/keyring.hpp>

#include <atomic>
#include <cstdlib>
#include <thread>

using namespace std::chrono_literals;
using keyturn::Errc;
using keyturn::Secret;
using keyturn::SecretServiceKeychain;

BOOST_AUTO_TEST_SUITE(keychain_secret_service, *boost::unit_test::precondition(&Keyring::is_there))

const Secret key{std::string_view{"0123456789abcdef\0001234567\xff\xfe abcdef", 32}};

/// A time limit that holds on a slow machine too.
SecretServiceKeychain keychain(std::string_view app = "notes") {
  return SecretServiceKeychain{app, {.time_limit = 20s}};
}

void check_failed(const keyturn::Error& error, std::string_view why) {
  BOOST_TEST((error.code == Errc::storage_failed));
  BOOST_TEST(error.detail.find(why) != std::string::npos, error.detail);
}
void check_fails(SecretServiceKeychain asked, std::string_view why) {
  const auto loaded = asked.load();
  BOOST_TEST_REQUIRE(!loaded.has_value());
  check_failed(loaded.error(), why);
  const auto saved = asked.save(key);
  BOOST_TEST_REQUIRE(!saved.has_value());
  check_failed(saved.error(), why);
}

BOOST_AUTO_TEST_CASE(gives_back_the_key_that_was_saved_after_a_restart_of_the_keyring_too) {
  Keyring keyring;
  BOOST_TEST(!keychain().load()->has_value());
  BOOST_TEST(keychain().save("another key").has_value());
  BOOST_TEST(keychain().save(key).has_value());
  BOOST_TEST((**keychain().load() == key));
  BOOST_TEST(!keychain("another app").load()->has_value());
  keyring.start(true);
  BOOST_TEST((**keychain().load() == key));
}

BOOST_AUTO_TEST_CASE(a_locked_keyring_is_an_error_that_says_what_to_do_whether_or_not_it_has_the_key) {
  Keyring keyring;
  keyring.start(false);
  check_fails(keychain(), "it is locked; unlock it");
  keyring.start(true);
  BOOST_TEST(keychain().save(key).has_value());
  keyring.start(false);
  check_fails(keychain(), "it is locked; unlock it");
  keyring.start(true);
  BOOST_TEST((**keychain().load() == key));
}

BOOST_AUTO_TEST_CASE(a_window_that_cannot_open_or_was_closed_leaves_it_locked) {
  Keyring keyring;
  keyring.start(false);
  check_fails(SecretServiceKeychain{"notes", {.may_prompt = true, .time_limit = 20s}}, "it is locked; unlock it");
}

BOOST_AUTO_TEST_CASE(without_a_session_there_is_no_keyring) {
  const TemporaryDirectory runtime;
  const ScopedVariable address{"DBUS_SESSION_BUS_ADDRESS", nullptr};
  {
    const ScopedVariable directory{"XDG_RUNTIME_DIR", nullptr};
    check_fails(keychain(), "there is no D-Bus session, as over SSH or in a container");
  }
  const ScopedVariable directory{"XDG_RUNTIME_DIR", runtime.path.c_str()};
  check_fails(keychain(), "there is no D-Bus session");
  const ScopedVariable nobody{"DBUS_SESSION_BUS_ADDRESS", ("unix:path=" + runtime / "bus").c_str()};
  check_fails(keychain(), "there is no D-Bus session");
}

BOOST_AUTO_TEST_CASE(the_session_of_the_runtime_directory_is_found) {
  Keyring keyring;
  const ScopedVariable address{"DBUS_SESSION_BUS_ADDRESS", nullptr};
  const ScopedVariable directory{"XDG_RUNTIME_DIR", keyring.directory.path.c_str()};
  BOOST_TEST(keychain().save(key).has_value());
  BOOST_TEST((**keychain().load() == key));
}

BOOST_AUTO_TEST_CASE(a_session_without_a_keyring_is_an_error_that_says_so) {
  const BusSession session;
  check_fails(keychain(), "this D-Bus session has none; install and start one");
}

// Somebody on the bus under that name who never answers, and counts how often they were asked.
class SilentService {
 public:
  explicit SilentService(const char* name) {
    const int flags = G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION;
    connection_.reset(g_dbus_connection_new_for_address_sync(
        std::getenv("DBUS_SESSION_BUS_ADDRESS"), static_cast<GDBusConnectionFlags>(flags), nullptr, nullptr, nullptr));
    GVariant* const named = g_dbus_connection_call_sync(
        connection_.get(), "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
        g_variant_new("(su)", name, 0u), nullptr, G_DBUS_CALL_FLAGS_NONE, 20'000, nullptr, nullptr);
    g_variant_unref(named);
    filter_ = g_dbus_connection_add_filter(connection_.get(), &swallow, &asked, nullptr);
  }
  SilentService(const SilentService&) = delete;
  SilentService& operator=(const SilentService&) = delete;
  ~SilentService() { g_dbus_connection_remove_filter(connection_.get(), filter_); }

  std::atomic<int> asked{0};

 private:
  static GDBusMessage* swallow(GDBusConnection*, GDBusMessage* message, gboolean incoming, gpointer asked) {
    if (incoming == FALSE || g_dbus_message_get_message_type(message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL)
      return message;
    ++*static_cast<std::atomic<int>*>(asked);
    g_object_unref(message);
    return nullptr;
  }

  keyturn::detail::GlibObject<GDBusConnection> connection_;
  guint filter_ = 0;
};

BOOST_AUTO_TEST_CASE(only_who_may_prompt_makes_a_window_open_and_waits_for_its_user_no_longer_than_was_said) {
  Keyring keyring;
  keyring.start(false);
  const SilentService prompter{"org.gnome.keyring.SystemPrompter"};
  check_fails(keychain(), "it is locked; unlock it");
  BOOST_TEST(prompter.asked == 0);
  // At some time limit the way to the window is made.
  for (auto limit = 250ms; prompter.asked == 0 && limit < 30s; limit *= 2) {
    const auto loaded = SecretServiceKeychain{"notes", {.may_prompt = true, .time_limit = limit}}.load();
    BOOST_TEST_REQUIRE(!loaded.has_value());
    check_failed(loaded.error(), "no answer within " + std::to_string(limit.count()) + " ms; try again");
  }
  BOOST_TEST(prompter.asked > 0);
}

BOOST_AUTO_TEST_CASE(a_keyring_that_never_answers_is_waited_for_as_long_as_was_said) {
  const SecretServiceKeychain hurried{"notes", {.time_limit = 100ms}};
  {
    const BusSession session;
    const SilentService service{"org.freedesktop.secrets"};
    check_fails(hurried, "no answer within 100 ms; try again");
  }
  Keyring keyring;
  keyring.pause();
  check_fails(hurried, "no answer within 100 ms; try again");
  keyring.go_on();
  BOOST_TEST(!keychain().load()->has_value());
}

BOOST_AUTO_TEST_CASE(a_keyring_or_a_bus_that_ends_in_the_middle_is_an_error_and_no_more) {
  for (const bool bus_ends : {false, true}) {
    Keyring keyring;
    BOOST_TEST(keychain().save(key).has_value());
    keyring.pause();
    std::thread end{[&] {
      std::this_thread::sleep_for(50ms);  // either side of the question is a middle
      if (bus_ends)
        keyring.end();
      else
        keyring.kill();
    }};
    const auto loaded = keychain().load();
    end.join();
    BOOST_TEST_REQUIRE(!loaded.has_value());
    check_failed(loaded.error(), "the keyring: ");
    check_fails(keychain(), bus_ends ? "there is no D-Bus session" : "this D-Bus session has none");
  }
}

BOOST_AUTO_TEST_CASE(neither_needs_nor_notices_a_main_loop_and_leaves_nothing_open) {
  Keyring keyring;
  const auto open_files = [] {
    return std::distance(std::filesystem::directory_iterator{"/proc/self/fd"}, std::filesystem::directory_iterator{});
  };
  BOOST_TEST(keychain().save(key).has_value());
  const auto before = open_files();
  bool ran = false;
  GMainContext* const host = g_main_context_default();
  GSource* const idle = g_idle_source_new();
  g_source_set_callback(
      idle, [](gpointer into) -> gboolean { return *static_cast<bool*>(into) = true, G_SOURCE_REMOVE; }, &ran, nullptr);
  g_source_attach(idle, host);
  for (int i = 0; i < 20; ++i) BOOST_TEST((**keychain().load() == key));
  BOOST_TEST(!ran);
  BOOST_TEST(g_main_context_get_thread_default() == nullptr);
  while (g_main_context_iteration(host, FALSE)) continue;
  BOOST_TEST(ran);
  g_source_unref(idle);
  // GLib's own thread closes the connections.
  for (int tries = 0; tries < 2000 && open_files() > before; ++tries) std::this_thread::sleep_for(5ms);
  BOOST_TEST(open_files() <= before);
}

BOOST_AUTO_TEST_CASE(may_be_asked_from_many_threads_at_once) {
  Keyring keyring;
  BOOST_TEST(keychain().save(key).has_value());
  std::atomic<int> right{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      const auto loaded = keychain().load();
      if (loaded && *loaded && **loaded == key) ++right;
    });
  for (auto& thread : threads) thread.join();
  BOOST_TEST(right == 8);
}

BOOST_AUTO_TEST_CASE(a_name_that_is_not_utf_8_is_refused) {
  const BusSession session;
  check_fails(keychain("n\xf6tes"), "the name of the app is not UTF-8");
}

BOOST_AUTO_TEST_SUITE_END()
