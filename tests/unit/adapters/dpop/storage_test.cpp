#include <keyturn/adapters/dpop/storage.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/adapters/file_storage.hpp>
#include <keyturn/builtin/memory_storage.hpp>
#include <keyturn/testing/check_storage.hpp>

#include <unit/temporary_directory.hpp>

using keyturn::DPoPStorage;
using keyturn::Errc;
using keyturn::FileStorage;
using keyturn::MemoryStorage;
using keyturn::Secret;
using keyturn::detail::DPoPState;
using keyturn::detail::ProofKey;
using keyturn::detail::SharedProofKey;

static_assert(keyturn::Storage<DPoPStorage<MemoryStorage>> && !keyturn::SharedStorage<DPoPStorage<MemoryStorage>>);
static_assert(keyturn::SharedStorage<DPoPStorage<FileStorage>>);

BOOST_AUTO_TEST_SUITE(dpop_storage)

std::shared_ptr<DPoPState> new_state() { return std::make_shared<DPoPState>("https://auth.example.com/token"); }

Secret record(std::uint64_t generation, const char* refresh_token) {
  keyturn::core::SessionRecord made;
  made.session_id.fill(std::byte{7});
  made.generation = generation;
  made.tokens.access_token = "the access token";
  made.tokens.refresh_token = refresh_token;
  return keyturn::core::encode(made);
}

struct Fixture {
  MemoryStorage inner;
  std::shared_ptr<DPoPState> state = new_state();
  DPoPStorage<MemoryStorage> storage{inner, state};
  SharedProofKey key = std::make_shared<const ProofKey>(*ProofKey::generate());
  const Secret token = "refresh-1";
  Fixture() { state->hold(key, {&token}); }
};

BOOST_FIXTURE_TEST_CASE(another_process_finds_the_key_with_the_record, Fixture) {
  const Secret saved = record(1, "refresh-1");
  BOOST_TEST_REQUIRE(storage.save("ada", saved).has_value());
  const auto others = new_state();
  DPoPStorage<MemoryStorage> other{inner, others};
  BOOST_TEST((**other.load("ada") == saved));
  BOOST_TEST_REQUIRE((others->by_token("refresh-1") != nullptr));
  BOOST_TEST(others->by_token("refresh-1")->thumbprint() == key->thumbprint());
  BOOST_TEST((others->by_token("the access token") != nullptr));
}

BOOST_FIXTURE_TEST_CASE(the_other_storage_still_sees_session_and_generation, Fixture) {
  const Secret saved = record(5, "refresh-1");
  BOOST_TEST_REQUIRE(storage.save("ada", saved).has_value());
  const auto stored = **inner.load("ada");
  BOOST_TEST((keyturn::core::peek(stored.view()).value() == keyturn::core::peek(saved.view()).value()));
  BOOST_TEST(!(stored == saved));
}

BOOST_FIXTURE_TEST_CASE(a_record_without_a_key_is_kept_as_it_is, Fixture) {
  const Secret saved = record(1, "of another time");
  BOOST_TEST_REQUIRE(storage.save("ada", saved).has_value());
  BOOST_TEST((**inner.load("ada") == saved));
  BOOST_TEST((**storage.load("ada") == saved));
}

BOOST_FIXTURE_TEST_CASE(the_key_that_was_saved_counts_more_than_one_that_the_token_had_before, Fixture) {
  BOOST_TEST_REQUIRE(storage.save("ada", record(1, "refresh-1")).has_value());
  const auto others = new_state();
  const SharedProofKey earlier = std::make_shared<const ProofKey>(*ProofKey::generate());
  others->hold(earlier, {&token});
  DPoPStorage<MemoryStorage> other{inner, others};
  BOOST_TEST_REQUIRE(other.load("ada").has_value());
  BOOST_TEST(others->by_token("refresh-1")->thumbprint() == key->thumbprint());
}

BOOST_FIXTURE_TEST_CASE(a_record_that_was_sealed_before_it_came_here_is_refused, Fixture) {
  const keyturn::core::SealedHead head = keyturn::core::sealed_head({});
  const auto saved = storage.save("ada", Secret{std::string{head.data(), head.size()} + "sealed"});
  BOOST_TEST_REQUIRE(!saved.has_value());
  BOOST_TEST((saved.error().code == Errc::unsupported));
}

BOOST_FIXTURE_TEST_CASE(the_key_goes_when_the_record_is_erased, Fixture) {
  BOOST_TEST_REQUIRE(storage.save("ada", record(1, "refresh-1")).has_value());
  BOOST_TEST_REQUIRE(storage.erase("ada").has_value());
  BOOST_TEST((state->by_token("refresh-1") == nullptr));
  BOOST_TEST(!inner.load("ada")->has_value());
}

BOOST_FIXTURE_TEST_CASE(every_record_that_is_cut_short_or_damaged_is_corrupt, Fixture) {
  BOOST_TEST_REQUIRE(storage.save("ada", record(1, "refresh-1")).has_value());
  const Secret whole = **inner.load("ada");
  const std::size_t magic_end =
      keyturn::detail::RecordWithKey::head_size + keyturn::detail::RecordWithKey::magic.size();
  for (std::size_t size = magic_end; size < whole.size(); ++size) {
    BOOST_TEST_REQUIRE(inner.save("ada", Secret{whole.view().substr(0, size)}).has_value());
    const auto loaded = storage.load("ada");
    BOOST_TEST_REQUIRE(!loaded.has_value());
    BOOST_TEST((loaded.error().code == Errc::storage_corrupt));
  }
  std::string no_key{whole.view()};
  no_key[magic_end + 4] ^= 1;
  BOOST_TEST_REQUIRE(inner.save("eve", Secret{no_key}).has_value());
  DPoPStorage<MemoryStorage> other{inner, new_state()};
  BOOST_TEST((other.load("eve").error().code == Errc::storage_corrupt));
}

BOOST_AUTO_TEST_CASE(it_is_as_good_a_storage_as_the_other) {
  const TemporaryDirectory directory;
  const auto report = keyturn::testing::check_storage([&] {
    return DPoPStorage<FileStorage>{FileStorage{directory.path}, new_state()};
  });
  BOOST_TEST(static_cast<bool>(report), report.text());
}

BOOST_AUTO_TEST_SUITE_END()
