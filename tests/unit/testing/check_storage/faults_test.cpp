#include <keyturn/testing/check_storage.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/builtin/memory_storage.hpp>
#include <keyturn/testing/flaky_storage.hpp>
#include <unit/testing/check_storage/finds_alone.hpp>
#include <unit/testing/check_storage/shared_memory.hpp>

using keyturn::Errc;
using keyturn::MemoryStorage;
using keyturn::Result;
using keyturn::Secret;
using keyturn::testing::check_storage;
using keyturn::testing::CheckReport;
using keyturn::testing::FlakyStorage;

namespace {

using Loaded = Result<std::optional<Secret>>;

/// A storage that cannot lock, so that nothing is checked but what this is about.
struct Breakable : private SharedMemory {
  using SharedMemory::erase;
  using SharedMemory::load;
  using SharedMemory::place;
  using SharedMemory::save;

 protected:
  using SharedMemory::failed;

  bool broken() const {
    const std::lock_guard lock{place->mutex};
    return place->broken;
  }
  void put(std::string_view account, std::string_view record) {
    const std::lock_guard lock{place->mutex};
    place->records.insert_or_assign(std::string{account}, Secret{record});
  }
  void drop(std::string_view account) {
    const std::lock_guard lock{place->mutex};
    place->records.erase(std::string{account});
  }
  bool has(std::string_view account) {
    const std::lock_guard lock{place->mutex};
    return place->records.contains(std::string{account});
  }
};

template <class S>
CheckReport check_with_faults() {
  S storage;
  const auto set = [place = storage.place](bool broken) {
    const std::lock_guard lock{place->mutex};
    place->broken = broken;
  };
  return check_storage([&] { return storage; }, [set] { set(true); }, [set] { set(false); });
}

struct ClaimsToHaveSaved : Breakable {
  Result<void> save(std::string_view account, const Secret& record) {
    return broken() ? Result<void>{} : Breakable::save(account, record);
  }
};

struct CallsItCorrupt : Breakable {
  Result<void> save(std::string_view account, const Secret& record) {
    auto saved = Breakable::save(account, record);
    if (!saved) saved.error().code = Errc::storage_corrupt;
    return saved;
  }
};

struct RemovesBeforeItWrites : Breakable {
  Result<void> save(std::string_view account, const Secret& record) {
    drop(account);
    return Breakable::save(account, record);
  }
};

struct WritesAndThenFails : Breakable {
  Result<void> save(std::string_view account, const Secret& record) {
    if (broken()) put(account, record.view());
    return Breakable::save(account, record);
  }
};

struct BeginsAFile : Breakable {
  Result<void> save(std::string_view account, const Secret& record) {
    if (!has(account)) put(account, "");
    return Breakable::save(account, record);
  }
};

struct TakesBrokenForEmpty : Breakable {
  Loaded load(std::string_view account) { return broken() ? Loaded{} : Breakable::load(account); }
};

struct ClaimsToHaveErased : Breakable {
  Result<void> erase(std::string_view account) {
    static_cast<void>(Breakable::erase(account));
    return {};
  }
};

struct GivesUpForGood : Breakable {
  Result<void> save(std::string_view account, const Secret& record) {
    if (gave_up) return failed();
    auto saved = Breakable::save(account, record);
    gave_up = !saved;
    return saved;
  }
  bool gave_up = false;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(check_storage_faults)

BOOST_AUTO_TEST_CASE(good_storages_pass) {
  const auto report = check_with_faults<Breakable>();
  BOOST_CHECK_MESSAGE(report, report);
}

BOOST_AUTO_TEST_CASE(a_flaky_storage_breaks_as_one_should) {
  FlakyStorage<MemoryStorage> storage;
  const auto report =
      check_storage([&] { return storage; }, [&] { storage.fail_at(1, {.lasting = true}); }, [&] { storage.heal(); });
  BOOST_CHECK_MESSAGE(report, report);
  BOOST_CHECK(report.find("a failed save leaves the old record"));
}

BOOST_AUTO_TEST_CASE(a_flaky_storage_that_saves_and_says_that_it_failed_is_found) {
  FlakyStorage<MemoryStorage> storage;
  const auto report =
      check_storage([&] { return storage; }, [&] { storage.fail_at(1, {.lasting = true, .after_work = true}); },
                    [&] { storage.heal(); });
  BOOST_CHECK(!report.find("a failed save leaves the old record")->passed);
}

BOOST_AUTO_TEST_CASE(without_a_way_to_break_the_place_it_is_not_checked) {
  const auto report = check_storage(users_of<Breakable>());
  BOOST_CHECK(report);
  BOOST_CHECK(report.find("a failed save leaves the old record") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_failure_that_is_not_told_or_told_wrongly) {
  finds_alone(check_with_faults<ClaimsToHaveSaved>(), "a save that cannot be done is reported");
  finds_alone(check_with_faults<CallsItCorrupt>(), "a save that cannot be done is reported");
}

BOOST_AUTO_TEST_CASE(a_save_that_is_neither_all_nor_nothing) {
  finds_alone(check_with_faults<RemovesBeforeItWrites>(), "a failed save leaves the old record");
  finds_alone(check_with_faults<BeginsAFile>(), "a failed save leaves nothing where there was nothing");
  BOOST_CHECK(check_with_faults<WritesAndThenFails>().failed().size() == 2);
}

BOOST_AUTO_TEST_CASE(a_load_that_takes_broken_for_empty) {
  finds_alone(check_with_faults<TakesBrokenForEmpty>(), "a broken place is not an empty one");
}

BOOST_AUTO_TEST_CASE(an_erase_that_only_says_so) {
  finds_alone(check_with_faults<ClaimsToHaveErased>(), "an erase that succeeds has erased");
}

BOOST_AUTO_TEST_CASE(a_storage_that_does_not_come_back) {
  finds_alone(check_with_faults<GivesUpForGood>(), "a mended place works again");
}

BOOST_AUTO_TEST_SUITE_END()
