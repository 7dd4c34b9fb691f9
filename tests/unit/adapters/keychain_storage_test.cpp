#include <keyturn/adapters/keychain_storage.hpp>

#include <boost/test/unit_test.hpp>

#include <keyturn/adapters/simdjson.hpp>
#include <keyturn/keychain.hpp>
#include <keyturn/protocol/json_api.hpp>
#include <keyturn/testing/check_storage.hpp>
#include <keyturn/testing/fake_auth_server.hpp>

#include <unit/adapters/keyring.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>

using namespace std::chrono_literals;
using keyturn::Errc;
using keyturn::Error;
using keyturn::FileStorage;
using keyturn::KeychainStorage;
using keyturn::Result;
using keyturn::Secret;

BOOST_AUTO_TEST_SUITE(keychain_storage)

static_assert(keyturn::SharedStorage<KeychainStorage>);

// What a keychain keeps, and how it feels.
struct Vault {
  std::mutex mutex;
  std::optional<Secret> key, on_its_way{};
  bool locked = false, late = false;
  int loads = 0, saves = 0;
};
struct FakeKeychain {
  Vault* vault;

  Result<std::optional<Secret>> load() {
    const std::lock_guard lock{vault->mutex};
    ++vault->loads;
    if (vault->locked) return {Errc::storage_failed, "locked"};
    return vault->key;
  }
  Result<void> save(const Secret& key) {
    const std::lock_guard lock{vault->mutex};
    ++vault->saves;
    if (vault->locked) return {Errc::storage_failed, "locked"};
    if (vault->late) return vault->on_its_way = key, Error{.code = Errc::storage_failed, .detail = "no answer for now"};
    vault->key = key;
    return {};
  }
};
using Storage = keyturn::BasicKeychainStorage<FileStorage, keyturn::SealedStorage, FakeKeychain>;

struct Fixture {
  TemporaryDirectory directory;
  Vault vault;
  Storage storage = another();

  Storage another() { return {FileStorage{directory.path}, FakeKeychain{&vault}}; }
  std::string file() const { return read_file(directory / "ada.session"); }
};

BOOST_FIXTURE_TEST_CASE(a_record_comes_back_and_is_not_to_be_read_in_the_file, Fixture) {
  const Secret large{std::string_view{std::string(16 * 1024, 't')}};
  BOOST_TEST(storage.save("ada", large).has_value());
  BOOST_TEST((**storage.load("ada") == large));
  BOOST_TEST((**another().load("ada") == large));
  BOOST_TEST(file().find("tttttttt") == std::string::npos);
  BOOST_TEST(vault.key->size() == 32u);
}

BOOST_FIXTURE_TEST_CASE(the_keychain_is_asked_once_and_not_at_each_rotation, Fixture) {
  BOOST_TEST(storage.save("ada", "1").has_value());
  BOOST_TEST(vault.loads == 1);
  for (int i = 0; i < 5; ++i) {
    BOOST_TEST(storage.save("ada", "2").has_value());
    BOOST_TEST((**storage.load("ada") == Secret{"2"}));
  }
  BOOST_TEST(vault.loads == 1);
  BOOST_TEST(vault.saves == 1);
}

BOOST_FIXTURE_TEST_CASE(without_a_record_a_locked_keychain_is_not_asked, Fixture) {
  vault.locked = true;
  BOOST_TEST(!storage.load("ada")->has_value());
  BOOST_TEST(storage.erase("ada").has_value());
  BOOST_TEST(storage.lock("ada", 0ms).has_value());
  BOOST_TEST(vault.loads == 0);
}

BOOST_FIXTURE_TEST_CASE(a_locked_keychain_is_an_error_for_now_that_changes_nothing, Fixture) {
  BOOST_TEST(storage.save("ada", "1").has_value());
  const std::string before = file();
  vault.locked = true;
  auto next = another();
  const Error locked{.code = Errc::storage_failed, .detail = "locked"};
  BOOST_TEST((next.load("ada") == locked));
  BOOST_TEST((next.save("ada", "2") == locked));
  BOOST_TEST((next.save("bob", "2") == locked));
  BOOST_TEST(file() == before);
  BOOST_TEST((**storage.load("ada") == Secret{"1"}), "who has the key goes on");
  BOOST_TEST(storage.save("ada", "2").has_value());
  vault.locked = false;
  BOOST_TEST((**next.load("ada") == Secret{"2"}));
}

BOOST_FIXTURE_TEST_CASE(a_logout_works_with_a_locked_keychain_and_leaves_the_key, Fixture) {
  BOOST_TEST(storage.save("ada", "1").has_value());
  vault.locked = true;
  BOOST_TEST(another().erase("ada").has_value());
  BOOST_TEST(!another().load("ada")->has_value());
  BOOST_TEST(vault.key.has_value());
}

BOOST_FIXTURE_TEST_CASE(a_record_whose_key_is_gone_is_corrupt_and_a_login_moves_it_aside, Fixture) {
  BOOST_TEST(storage.save("ada", "1").has_value());
  const Secret lost = **FileStorage{directory.path}.load("ada");
  vault.key.reset();
  auto next = another();
  const auto loaded = next.load("ada");
  BOOST_TEST_REQUIRE(!loaded.has_value());
  BOOST_TEST((loaded.error().code == Errc::storage_corrupt));
  BOOST_TEST(loaded.error().detail == "the key of this session is not in the keychain any more; log in again");
  BOOST_TEST(next.save("ada", "2").has_value());
  BOOST_TEST((**another().load("ada") == Secret{"2"}));
  BOOST_TEST((**FileStorage{directory.path}.load("ada.not-opened") == lost));
}

BOOST_FIXTURE_TEST_CASE(who_holds_an_old_key_finds_the_new_one, Fixture) {
  BOOST_TEST(storage.save("ada", "1").has_value());
  vault.key.reset();
  BOOST_TEST(another().save("ada", "2").has_value());
  BOOST_TEST((**storage.load("ada") == Secret{"2"}));
  // The same where the record went meanwhile, and the old key has nothing to fail at.
  vault.key.reset();
  BOOST_TEST(another().save("ada", "3").has_value());
  BOOST_TEST(another().erase("ada").has_value());
  BOOST_TEST(storage.save("ada", "4").has_value());
  BOOST_TEST((**another().load("ada") == Secret{"4"}));
}

BOOST_FIXTURE_TEST_CASE(a_record_that_was_never_sealed_is_corrupt_and_says_so, Fixture) {
  BOOST_TEST(FileStorage{directory.path}.save("ada", "plain").has_value());
  const auto loaded = storage.load("ada");
  BOOST_TEST_REQUIRE(!loaded.has_value());
  BOOST_TEST((loaded.error().code == Errc::storage_corrupt));
  BOOST_TEST(loaded.error().detail == "this session was never sealed, as FileStorage leaves them; log in again");
  BOOST_TEST(vault.loads == 0);
  BOOST_TEST(storage.save("ada", "2").has_value());
  BOOST_TEST((**another().load("ada") == Secret{"2"}));
}

// As if the process had ended before it came to the file.
struct NoFiles : FileStorage {
  using FileStorage::FileStorage;
  Result<void> save(std::string_view, const Secret&) { return {Errc::storage_failed, "the process is over"}; }
};

BOOST_FIXTURE_TEST_CASE(a_crash_between_key_and_file_leaves_a_key_that_the_next_one_uses, Fixture) {
  keyturn::BasicKeychainStorage<NoFiles, keyturn::SealedStorage, FakeKeychain> first{NoFiles{directory.path},
                                                                                     FakeKeychain{&vault}};
  BOOST_TEST(!first.save("ada", "1").has_value());
  BOOST_TEST(!another().load("ada")->has_value());
  const Secret left = vault.key.value();
  BOOST_TEST(storage.save("ada", "1").has_value());
  BOOST_TEST((*vault.key == left));
  BOOST_TEST(vault.saves == 1);
  BOOST_TEST((**another().load("ada") == Secret{"1"}));
}

BOOST_FIXTURE_TEST_CASE(a_key_that_is_not_kept_seals_nothing, Fixture) {
  vault.locked = true;
  BOOST_TEST(!storage.save("ada", "1").has_value());
  BOOST_TEST(file().empty());
  vault.locked = false;
  vault.key = "too short";
  BOOST_TEST((storage.save("ada", "1").error().code == Errc::storage_failed));
  BOOST_TEST(file().empty());
  vault.key.reset();
  BOOST_TEST(storage.save("ada", "1").has_value());
  BOOST_TEST((**another().load("ada") == Secret{"1"}));
}

BOOST_FIXTURE_TEST_CASE(a_keychain_that_takes_a_key_later_than_it_may_has_the_one_that_is_used, Fixture) {
  vault.late = true;
  BOOST_TEST((storage.save("ada", "1").error().code == Errc::storage_failed));
  vault.late = false;
  BOOST_TEST(storage.save("ada", "1").has_value());
  vault.key = vault.on_its_way;
  BOOST_TEST((**another().load("ada") == Secret{"1"}));
}

BOOST_FIXTURE_TEST_CASE(a_key_in_hand_outlives_the_keychain, Fixture) {
  BOOST_TEST(storage.save("ada", "1").has_value());
  vault.key.reset();
  BOOST_TEST(storage.save("bob", "2").has_value());
  BOOST_TEST((**storage.load("ada") == Secret{"1"}));
  BOOST_TEST((**another().load("ada") == Secret{"1"}));
}

BOOST_FIXTURE_TEST_CASE(a_save_that_waits_too_long_for_another_ones_key_has_failed, Fixture) {
  const auto making = FileStorage{directory.path}.lock("keychain-key", 0ms);
  BOOST_REQUIRE(making.has_value());
  BOOST_TEST((storage.save("ada", "1").error().code == Errc::storage_failed));
}

BOOST_FIXTURE_TEST_CASE(who_log_in_at_once_make_one_key, Fixture) {
  std::vector<std::thread> threads;
  std::atomic<int> saved{0};
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&, i] {
      if (another().save("user" + std::to_string(i), "1")) ++saved;
    });
  for (auto& thread : threads) thread.join();
  BOOST_TEST(saved == 8);
  BOOST_TEST(vault.saves == 1);
  for (int i = 0; i < 8; ++i) BOOST_TEST((**another().load("user" + std::to_string(i)) == Secret{"1"}));
}

BOOST_FIXTURE_TEST_CASE(keeps_to_the_concept_of_a_shared_storage, Fixture) {
  const auto report = keyturn::testing::check_storage([&] { return another(); });
  BOOST_TEST(static_cast<bool>(report), report.text());
}

#if !defined(_WIN32) && !defined(__APPLE__)
// The same on a real keyring.
struct RealFixture {
  Keyring keyring;
  TemporaryDirectory directory;

  KeychainStorage storage() const {
    return {FileStorage{directory.path}, keyturn::SystemKeychain{"notes", {.time_limit = 20s}}};
  }
};
const auto with_keyring = boost::unit_test::precondition(&Keyring::is_there);

BOOST_FIXTURE_TEST_CASE(on_a_keyring_it_keeps_to_the_concept_with_records_of_any_size, RealFixture, *with_keyring) {
  const auto report = keyturn::testing::check_storage([&] { return storage(); });
  BOOST_TEST(static_cast<bool>(report), report.text());
  const Secret large{std::string_view{std::string(16 * 1024, 't')}};
  BOOST_TEST(storage().save("ada", large).has_value());
  keyring.start(true);
  BOOST_TEST((**storage().load("ada") == large));
  keyring.remove_key();
  BOOST_TEST((storage().load("ada").error().code == Errc::storage_corrupt));
}

BOOST_FIXTURE_TEST_CASE(for_app_keeps_files_and_key_under_one_name, RealFixture, *with_keyring) {
  const ScopedVariable state{"XDG_STATE_HOME", directory.path.c_str()};
  BOOST_TEST(KeychainStorage::for_app("notes", {.time_limit = 20s}).save("ada", "1").has_value());
  BOOST_TEST(std::filesystem::exists(directory / "notes/ada.session"));
  BOOST_TEST((**KeychainStorage::for_app("notes", {.time_limit = 20s}).load("ada") == Secret{"1"}));
  BOOST_TEST((**keyturn::SystemKeychain("notes", {.time_limit = 20s}).load()).size() == 32u);
}

using Api = keyturn::BasicJsonApi<keyturn::SimdjsonCodec>;
using Server = keyturn::testing::BasicFakeAuthServer<keyturn::SimdjsonCodec>;
using Client = keyturn::AuthClient<Server, KeychainStorage, Api, keyturn::Hosted>;

BOOST_FIXTURE_TEST_CASE(a_client_outlives_restarts_and_a_locked_keyring_without_a_logout, RealFixture, *with_keyring) {
  Server server;
  int logouts = 0;
  {
    Client client{server, storage(), Api{"https://api.example.test"}};
    BOOST_TEST(!client.logged_in());
    BOOST_TEST(client.login(keyturn::Password{"ada", "lovelace"}).has_value());
    server.kill_access_tokens();
    BOOST_TEST(client.get("/notes")->status == 200);
  }
  keyring.start(false);
  {
    Client client{server, storage(), Api{"https://api.example.test"}};
    client.on_logout([&](keyturn::LogoutReason) { ++logouts; });
    const auto restored = client.restore();
    BOOST_TEST_REQUIRE(!restored.has_value());
    BOOST_TEST((restored.error().code == Errc::storage_failed));
    BOOST_TEST(restored.error().detail.find("unlock it") != std::string::npos);
    BOOST_TEST(client.logged_in(), "nobody is shown a login page");
    BOOST_TEST((client.get("/notes").error().code == Errc::storage_failed));
    keyring.start(true);
    BOOST_TEST(client.get("/notes")->status == 200);
    keyring.stop();
    server.kill_access_tokens();
    BOOST_TEST(client.get("/notes")->status == 200, "a rotation needs no keyring");
  }
  keyring.start(true);
  Client client{server, storage(), Api{"https://api.example.test"}};
  client.on_logout([&](keyturn::LogoutReason) { ++logouts; });
  BOOST_TEST(client.get("/notes")->status == 200);
  BOOST_TEST(logouts == 0);
  BOOST_TEST(server.counts().logins == 1u);
  BOOST_TEST(client.logout().has_value());
  BOOST_TEST(!storage().load("default")->has_value());
}

boost::test_tools::assertion_result is_child(boost::unit_test::test_unit_id) {
  return std::getenv("KEYTURN_TESTS_KEYCHAIN_CHILD") != nullptr;
}

BOOST_AUTO_TEST_CASE(child_that_logs_in, *boost::unit_test::precondition(&is_child)) {
  const std::string directory = std::getenv("KEYTURN_TESTS_KEYCHAIN_CHILD");
  KeychainStorage storage{FileStorage{directory}, keyturn::SystemKeychain{"notes", {.time_limit = 20s}}};
  const std::string account = "user" + std::to_string(::getpid());
  BOOST_TEST(storage.save(account, Secret{account}).has_value());
}

BOOST_FIXTURE_TEST_CASE(processes_that_log_in_at_once_have_one_key, RealFixture, *with_keyring) {
  std::vector<std::unique_ptr<ChildProcess>> children;
  const std::string program = std::filesystem::read_symlink("/proc/self/exe");
  for (int i = 0; i < 3; ++i)
    children.push_back(std::make_unique<ChildProcess>(
        std::vector<std::string>{"env", "KEYTURN_TESTS_KEYCHAIN_CHILD=" + directory.path, program,
                                 "--run_test=keychain_storage/child_that_logs_in"},
        ""));
  for (const auto& child : children) BOOST_TEST(child->wait() == 0);
  int records = 0;
  for (const auto& entry : std::filesystem::directory_iterator{directory.path}) {
    if (entry.path().extension() != ".session") continue;
    const std::string account = entry.path().stem();
    const auto record = storage().load(account);
    BOOST_TEST_REQUIRE((record && *record));
    BOOST_TEST((**record == Secret{account}));
    ++records;
  }
  BOOST_TEST(records == 3);
}
#endif

BOOST_AUTO_TEST_SUITE_END()
