#include <keyturn/adapters/sealed_storage.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/adapters/file_storage.hpp>
#include <keyturn/builtin/memory_storage.hpp>
#include <keyturn/testing/check_storage.hpp>

#include <unit/temporary_directory.hpp>
#if defined(KEYTURN_TESTS_HAVE_REDIS)
#include <keyturn/adapters/redis_storage.hpp>

#include <unit/adapters/redis_server.hpp>
#endif

using namespace std::chrono_literals;
using keyturn::Errc;
using keyturn::FileStorage;
using keyturn::MemoryStorage;
using keyturn::SealedStorage;
using keyturn::Secret;

static_assert(keyturn::Storage<SealedStorage<MemoryStorage>> && !keyturn::SharedStorage<SealedStorage<MemoryStorage>>);
static_assert(keyturn::SharedStorage<SealedStorage<FileStorage>>);

BOOST_AUTO_TEST_SUITE(sealed_storage)

Secret key(char letter = 'k') { return Secret{std::string_view{std::string(32, letter)}}; }

Secret record(std::uint64_t generation) {
  keyturn::core::SessionRecord made;
  made.session_id.fill(std::byte{7});
  made.generation = generation;
  made.tokens.refresh_token = "the refresh token";
  return keyturn::core::encode(made);
}

struct Fixture {
  MemoryStorage inner;
  SealedStorage<MemoryStorage> storage{inner, key()};

  std::string sealed(std::string_view account = "ada") { return std::string{(**inner.load(account)).view()}; }
  void put(std::string_view bytes, std::string_view account = "ada") {
    BOOST_TEST_REQUIRE(inner.save(account, Secret{bytes}).has_value());
  }
  void check_closed(std::string_view why, std::string_view account = "ada") {
    const auto loaded = storage.load(account);
    BOOST_TEST_REQUIRE(!loaded.has_value());
    BOOST_TEST_REQUIRE((loaded.error().code == Errc::storage_corrupt));
    BOOST_TEST(loaded.error().detail.find(why) != std::string::npos, loaded.error().detail);
  }
};

BOOST_FIXTURE_TEST_CASE(gives_back_what_was_saved_and_shows_nothing_of_it_to_the_other_storage, Fixture) {
  for (const std::uint64_t generation : {std::uint64_t{3}, std::uint64_t{1} << 63}) {
    const Secret saved = record(generation);
    BOOST_TEST(storage.save("ada", saved).has_value());
    BOOST_TEST((**storage.load("ada") == saved));
    BOOST_TEST(sealed().find("the refresh token") == std::string::npos);
    BOOST_TEST(sealed().size() == saved.size() + 74);
    const auto peek = keyturn::core::peek(sealed());
    BOOST_TEST_REQUIRE(peek.has_value());
    BOOST_TEST((*peek == *keyturn::core::peek(saved.view())));
  }
}

BOOST_FIXTURE_TEST_CASE(the_same_record_never_looks_the_same, Fixture) {
  BOOST_TEST(storage.save("ada", record(1)).has_value());
  const std::string first = sealed();
  BOOST_TEST(storage.save("ada", record(1)).has_value());
  BOOST_TEST(sealed() != first);
}

BOOST_FIXTURE_TEST_CASE(a_record_cut_short_at_any_byte_or_changed_in_any_bit_is_corrupt, Fixture) {
  BOOST_TEST(storage.save("ada", record(1)).has_value());
  const std::string whole = sealed();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    put(whole.substr(0, size));
    check_closed("sealed storage: ");
  }
  put(whole + '\0');
  check_closed("does not open");
  std::string changed = whole;
  for (std::size_t i = 0; i < whole.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      changed[i] = static_cast<char>(whole[i] ^ (1 << bit));
      put(changed);
      check_closed("sealed storage: ");
      changed[i] = whole[i];
    }
  put(whole);
  BOOST_TEST((**storage.load("ada") == record(1)));
}

BOOST_FIXTURE_TEST_CASE(another_generation_or_account_or_key_does_not_open_it, Fixture) {
  BOOST_TEST(storage.save("ada", record(1)).has_value());
  const std::string whole = sealed();
  const auto head = keyturn::core::sealed_head({keyturn::core::peek(whole)->session_id, 2});
  put(std::string{head.data(), head.size()} + whole.substr(head.size()));
  check_closed("does not open");
  put(whole, "bob");
  check_closed("another account", "bob");
  put(whole, "");
  check_closed("another account", "");
  put(whole);
  SealedStorage<MemoryStorage> other{inner, key('K')};
  BOOST_TEST((other.load("ada").error().code == Errc::storage_corrupt));
}

BOOST_FIXTURE_TEST_CASE(a_record_that_was_never_sealed_is_corrupt, Fixture) {
  put(record(1).view());
  check_closed("never sealed");
  put("");
  check_closed("never sealed");
}

BOOST_FIXTURE_TEST_CASE(a_record_that_does_not_open_is_kept_aside_when_a_save_replaces_it, Fixture) {
  put("somebody else's");
  BOOST_TEST(storage.save("ada", record(1)).has_value());
  BOOST_TEST(sealed("ada.not-opened") == "somebody else's");
  BOOST_TEST((**storage.load("ada") == record(1)));
}

BOOST_AUTO_TEST_CASE(a_key_of_a_wrong_size_fails_each_call) {
  const TemporaryDirectory temporary;
  for (const std::size_t size : {0u, 31u, 33u, 64u}) {
    SealedStorage<FileStorage> storage{FileStorage{temporary.path}, Secret{std::string_view{std::string(size, 'k')}}};
    const auto check = [&](const keyturn::Error& error) {
      BOOST_TEST((error.code == Errc::storage_failed));
      BOOST_TEST(error.detail == "sealed storage: its key must have 32 bytes, and has " + std::to_string(size));
    };
    check(storage.load("ada").error());
    check(storage.save("ada", "x").error());
    check(storage.erase("ada").error());
    check(storage.lock("ada", 0ms).error());
  }
}

BOOST_AUTO_TEST_CASE(around_files_it_keeps_to_the_concept_of_a_shared_storage) {
  const TemporaryDirectory temporary;
  const auto report = keyturn::testing::check_storage([&] {
    return SealedStorage<FileStorage>{FileStorage{temporary / "state"}, key()};
  });
  BOOST_TEST(static_cast<bool>(report), report.text());
}

#if defined(KEYTURN_TESTS_HAVE_REDIS)
BOOST_AUTO_TEST_CASE(around_redis_it_keeps_to_the_concept_and_generations_are_compared) {
  RedisServer server;
  const auto make = [&] { return SealedStorage{keyturn::RedisStorage{server.options()}, key()}; };
  const auto report = keyturn::testing::check_storage(make);
  BOOST_TEST(static_cast<bool>(report), report.text());

  auto storage = make();
  BOOST_TEST(storage.save("ada", record(2)).has_value());
  check_refused(storage.save("ada", record(1)), Errc::storage_busy, "newer");
  BOOST_TEST((**storage.load("ada") == record(2)));
  BOOST_TEST(storage.lock("ada", 0ms)->extend(1s).has_value());
  std::atomic<bool> changed{false};
  {
    const auto watching = storage.watch("ada", [&] { changed = true; });
    server.await_listeners("keyturn:{ada}:changed", "1");
    BOOST_TEST(make().save("ada", record(3)).has_value());
    while (!changed) std::this_thread::yield();
  }
}

BOOST_AUTO_TEST_CASE(what_is_kept_aside_may_be_older_than_what_was_there) {
  RedisServer server;
  for (const std::uint64_t generation : {std::uint64_t{2}, std::uint64_t{1}}) {
    server({"DEL", "keyturn:{ada}"});
    SealedStorage other{keyturn::RedisStorage{server.options()}, key('K')};
    BOOST_TEST(other.save("ada", record(generation)).has_value());
    SealedStorage storage{keyturn::RedisStorage{server.options()}, key()};
    BOOST_TEST(storage.save("ada", "mine").has_value());
    const auto aside = keyturn::RedisStorage{server.options()}.load("ada.not-opened");
    BOOST_TEST_REQUIRE((aside && *aside));
    BOOST_TEST(keyturn::core::peek((*aside)->view())->generation == generation);
  }
}
#endif

BOOST_AUTO_TEST_SUITE_END()
