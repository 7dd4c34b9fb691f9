#include <keyturn/testing/check_storage.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/testing/check_storage/finds_alone.hpp>
#include <unit/testing/check_storage/shared_memory.hpp>

using namespace std::chrono_literals;
using keyturn::Errc;
using keyturn::Result;
using keyturn::Secret;
using keyturn::testing::check_storage;

static_assert(keyturn::SharedStorage<SharedMemory>);

namespace {

using std::chrono::milliseconds;
using Loaded = Result<std::optional<Secret>>;

struct LocksAgainForItself : SharedMemory {
  Result<Lock> lock(std::string_view account, milliseconds patience) {
    if (is_locked(account) && !is_locked_by_another(account)) return Lock{nullptr, "", Slip::none};
    return SharedMemory::lock(account, patience);
  }
};

struct SaysFailedForBusy : SharedMemory {
  Result<Lock> lock(std::string_view account, milliseconds patience) {
    auto taken = SharedMemory::lock(account, patience);
    if (!taken) taken.error().code = Errc::storage_failed;
    return taken;
  }
};

template <Slip slip>
struct HasAWrongLock : SharedMemory {
  Result<Lock> lock(std::string_view account, milliseconds patience) { return lock_with(account, patience, slip); }
};

struct LocksForAllAccounts : SharedMemory {
  Result<Lock> lock(std::string_view, milliseconds patience) { return SharedMemory::lock("all", patience); }
};

struct UnlocksBySaving : SharedMemory {
  Result<void> save(std::string_view account, const Secret& record) {
    {
      const std::lock_guard lock{place->mutex};
      place->holders.erase(std::string{account});
    }
    return SharedMemory::save(account, record);
  }
};

struct WaitsForever : SharedMemory {
  Result<Lock> lock(std::string_view account, milliseconds patience) {
    return SharedMemory::lock(account, patience > 0ms ? 1h : 0ms);
  }
};

struct GivesUpEarly : SharedMemory {
  Result<Lock> lock(std::string_view account, milliseconds patience) {
    return SharedMemory::lock(account, patience == 100ms ? 10ms : patience);
  }
};

struct LooksOnceAndThenWaits : SharedMemory {
  Result<Lock> lock(std::string_view account, milliseconds patience) {
    auto taken = SharedMemory::lock(account, 0ms);
    if (!taken) std::this_thread::sleep_for(patience);
    return taken;
  }
};

struct LocksForLoad : SharedMemory {
  Loaded load(std::string_view account) {
    std::unique_lock lock{place->mutex};
    place->released.wait(lock, [&] {
      const auto holder = place->holders.find(std::string{account});
      return holder == place->holders.end() || holder->second == this;
    });
    lock.unlock();
    return SharedMemory::load(account);
  }
};

struct LocksForErase : SharedMemory {
  Result<void> erase(std::string_view account) {
    if (is_locked_by_another(account)) return busy();
    return SharedMemory::erase(account);
  }
};

struct RemembersWhatItSaved : SharedMemory {
  Loaded load(std::string_view account) {
    return saved && account == "keyturn-check" ? Loaded{saved} : SharedMemory::load(account);
  }
  Result<void> save(std::string_view account, const Secret& record) {
    if (account == "keyturn-check") saved = record;
    return SharedMemory::save(account, record);
  }
  Result<void> erase(std::string_view account) {
    saved.reset();
    return SharedMemory::erase(account);
  }
  std::optional<Secret> saved;
};

struct SavesInTwoSteps : SharedMemory {
  Result<void> save(std::string_view account, const Secret& record) {
    static_cast<void>(SharedMemory::save(account, Secret{record.view().substr(0, record.size() / 2)}));
    std::this_thread::sleep_for(1ms);
    return SharedMemory::save(account, record);
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(check_storage_shared)

BOOST_AUTO_TEST_CASE(good_storages_pass) {
  const auto report = check_storage(users_of<SharedMemory>());
  BOOST_CHECK_MESSAGE(report, report);
  BOOST_CHECK(report.find("one user sees what another saves"));
}

BOOST_AUTO_TEST_CASE(a_lock_that_keeps_nobody_out) {
  finds_alone(check_storage(users_of<LocksAgainForItself>()), "the lock keeps another user out");
  finds_alone(check_storage(users_of<SaysFailedForBusy>()), "the lock keeps another user out");
}

BOOST_AUTO_TEST_CASE(a_lock_that_dies_wrongly) {
  finds_alone(check_storage(users_of<HasAWrongLock<Slip::released_late>>()), "the lock is released when it dies");
  finds_alone(check_storage(users_of<HasAWrongLock<Slip::released_by_moved_from>>()), "the lock can be moved");
  finds_alone(check_storage(users_of<UnlocksBySaving>()), "the lock is held through save and erase");
}

BOOST_AUTO_TEST_CASE(a_lock_that_belongs_to_a_thread) {
  finds_alone(check_storage(users_of<HasAWrongLock<Slip::kept_on_another_thread>>()),
              "the lock can die on another thread");
}

BOOST_AUTO_TEST_CASE(one_lock_for_all_accounts) {
  finds_alone(check_storage(users_of<LocksForAllAccounts>()), "each account has a lock of its own");
}

BOOST_AUTO_TEST_CASE(a_wrong_patience) {
  finds_alone(check_storage(users_of<WaitsForever>()), "lock waits no longer than its patience");
  finds_alone(check_storage(users_of<GivesUpEarly>()), "lock waits as long as its patience");
  finds_alone(check_storage(users_of<LooksOnceAndThenWaits>()), "a lock that comes free is taken");
}

BOOST_AUTO_TEST_CASE(calls_that_want_the_lock) {
  finds_alone(check_storage(users_of<LocksForLoad>()), "load needs no lock");
  finds_alone(check_storage(users_of<LocksForErase>()), "erase needs no lock");
}

BOOST_AUTO_TEST_CASE(what_others_do_is_not_seen) {
  finds_alone(check_storage(users_of<RemembersWhatItSaved>()), "one user sees what another saves");
}

BOOST_AUTO_TEST_CASE(a_save_that_others_see_half_done) {
  finds_alone(check_storage(users_of<SavesInTwoSteps>()), "a reader never sees half a save");
}

BOOST_AUTO_TEST_SUITE_END()
