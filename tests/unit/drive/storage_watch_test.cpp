#include <keyturn/drive/storage_watch.hpp>

#include <keyturn/builtin/memory_storage.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

using namespace keyturn;

namespace {

// Calls when the test says so; knows whether somebody listens.
struct TalkingStorage : MemoryStorage {
  struct Watch {
    TalkingStorage* storage;
    explicit Watch(TalkingStorage& of) : storage{&of} {}
    Watch(Watch&& other) noexcept : storage{std::exchange(other.storage, nullptr)} {}
    Watch& operator=(Watch&&) = delete;
    ~Watch() {
      if (storage != nullptr) storage->changed = {};
    }
  };
  Watch watch(std::string_view account, Callback<void()> call) {
    if (account.empty()) throw std::runtime_error{"no thread"};
    changed = std::move(call);
    return Watch{*this};
  }
  Callback<void()> changed;
};
static_assert(drive::WatchableStorage<TalkingStorage>);
static_assert(!drive::WatchableStorage<MemoryStorage>);

}  // namespace

BOOST_AUTO_TEST_SUITE(drive_storage_watch)

BOOST_AUTO_TEST_CASE(changes_are_heard_until_the_end) {
  TalkingStorage storage;
  int heard = 0;
  {
    drive::StorageWatch<TalkingStorage> watch;
    watch.begin(storage, "ada", [&] { ++heard; });
    storage.changed();
    BOOST_TEST(heard == 1);
    watch.end();
    BOOST_TEST(!storage.changed);
    watch.begin(storage, "ada", [&] { ++heard; });
    BOOST_TEST(!!storage.changed);
  }
  BOOST_TEST(!storage.changed);
}

BOOST_AUTO_TEST_CASE(a_storage_that_cannot_watch_now_is_no_reason_to_fail) {
  TalkingStorage storage;
  drive::StorageWatch<TalkingStorage> watch;
  watch.begin(storage, "", [] {});
  BOOST_TEST(!storage.changed);
}

BOOST_AUTO_TEST_CASE(nothing_is_heard_from_a_storage_that_does_not_speak) {
  MemoryStorage storage;
  drive::StorageWatch<MemoryStorage> watch;
  watch.begin(storage, "ada", [] { BOOST_ERROR("called"); });
  watch.end();
}

BOOST_AUTO_TEST_SUITE_END()
