#include <keyturn/drive/local_work.hpp>

#include <keyturn/builtin/memory_storage.hpp>
#include <keyturn/testing/flaky_storage.hpp>
#include <keyturn/testing/manual.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <stdexcept>

using namespace keyturn;

namespace {

struct ThrowingStore {
  Result<std::optional<Secret>> load(std::string_view) { throw std::runtime_error{"load"}; }
  Result<void> save(std::string_view, const Secret&) { throw std::runtime_error{"save"}; }
  Result<void> erase(std::string_view) { throw std::runtime_error{"erase"}; }
  struct Lock {};
  Result<Lock> lock(std::string_view, std::chrono::milliseconds) { throw std::runtime_error{"lock"}; }
};

struct NoGenerator : testing::Manual {
  using Manual::Manual;
  bool throws = false;
  bool random(std::span<std::byte>) {
    if (throws) throw std::runtime_error{"random"};
    return false;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(drive_local_work)

BOOST_AUTO_TEST_CASE(random_numbers_come_under_the_name_of_the_work) {
  testing::Manual platform{testing::ManualClock{}};
  const auto drawn = *drive::perform(platform, action::Draw{7}).get<input::Drawn>();
  BOOST_TEST(drawn.job == 7u);
  BOOST_TEST(drawn.bytes.has_value());
  const auto next = *drive::perform(platform, action::Draw{8}).get<input::Drawn>();
  BOOST_TEST((*next.bytes != *drawn.bytes));
}

BOOST_AUTO_TEST_CASE(a_generator_that_fails_or_throws_draws_nothing) {
  NoGenerator platform{testing::ManualClock{}};
  for (const bool throws : {false, true}) {
    platform.throws = throws;
    BOOST_TEST(!drive::perform(platform, action::Draw{7}).get<input::Drawn>()->bytes.has_value());
  }
}

BOOST_AUTO_TEST_CASE(storage_is_asked_for_the_account) {
  MemoryStorage storage;
  const auto saved = *drive::perform(storage, "ada", action::Save{1, "bytes"}).get<input::Saved>();
  BOOST_TEST(saved.job == 1u);
  BOOST_TEST(saved.result.has_value());
  const auto loaded = *drive::perform(storage, "ada", action::Load{2}).get<input::Loaded>();
  BOOST_TEST(loaded.job == 2u);
  BOOST_TEST((loaded.result.value() == Secret{"bytes"}));
  BOOST_TEST(!drive::perform(storage, "bob", action::Load{3}).get<input::Loaded>()->result->has_value());
  const auto erased = *drive::perform(storage, "ada", action::Erase{4}).get<input::Erased>();
  BOOST_TEST(erased.job == 4u);
  BOOST_TEST(!storage.load("ada")->has_value());
}

BOOST_AUTO_TEST_CASE(what_storage_says_is_handed_on) {
  testing::FlakyStorage storage{MemoryStorage{}};
  storage.fail_at(1, {.error = {.code = Errc::storage_corrupt}});
  const auto loaded = *drive::perform(storage, "ada", action::Load{1}).get<input::Loaded>();
  BOOST_TEST((loaded.result.error().code == Errc::storage_corrupt));
}

BOOST_AUTO_TEST_CASE(a_storage_that_throws_has_failed) {
  ThrowingStore storage;
  const auto loaded = *drive::perform(storage, "ada", action::Load{1}).get<input::Loaded>();
  BOOST_TEST((loaded.result.error().code == Errc::storage_failed));
  const auto saved = *drive::perform(storage, "ada", action::Save{1, "bytes"}).get<input::Saved>();
  BOOST_TEST((saved.result.error().code == Errc::storage_failed));
  const auto erased = *drive::perform(storage, "ada", action::Erase{1}).get<input::Erased>();
  BOOST_TEST((erased.result.error().code == Errc::storage_failed));
  BOOST_TEST((drive::take_lock(storage, "ada", {}).error().code == Errc::storage_failed));
}

BOOST_AUTO_TEST_CASE(a_lock_is_made_to_outlast_what_is_sent_under_it) {
  struct Lease {
    std::chrono::milliseconds asked{0};
    bool throws = false;
    Result<void> extend(std::chrono::milliseconds span) {
      if (throws) throw std::runtime_error{"extend"};
      asked = span;
      if (span > std::chrono::minutes{1}) return Error{.code = Errc::storage_busy, .detail = "lapsed"};
      return {};
    }
  };
  const auto lease = share<drive::HeldLock<Lease>>(Lease{});
  BOOST_TEST(drive::outlast(lease, std::chrono::seconds{30}).has_value());
  BOOST_TEST((lease->lock.asked > std::chrono::seconds{30}));
  const auto lapsed = drive::outlast(lease, std::chrono::minutes{2});
  BOOST_TEST((lapsed.error().code == Errc::not_sent));
  BOOST_TEST(lapsed.error().detail == "the lock of the shared storage: lapsed");
  (void)drive::outlast(lease, std::chrono::milliseconds::max());
  BOOST_TEST((lease->lock.asked > std::chrono::hours{24}));
  lease->lock.throws = true;
  BOOST_TEST((drive::outlast(lease, std::chrono::seconds{30}).error().code == Errc::not_sent));
  BOOST_TEST(
      (drive::outlast(Shared<drive::HeldLock<Lease>>{}, std::chrono::seconds{30}).error().code == Errc::not_sent));
  BOOST_TEST(drive::outlast(share<drive::HeldLock<ThrowingStore::Lock>>(ThrowingStore::Lock{}), std::chrono::hours{1})
                 .has_value());
}

BOOST_AUTO_TEST_SUITE_END()
