#include <keyturn/testing/flaky_storage.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/adapters/file_storage.hpp>
#include <keyturn/builtin/memory_storage.hpp>
#include <unit/temporary_directory.hpp>

using namespace std::chrono_literals;
using keyturn::Errc;
using keyturn::Error;
using keyturn::FileStorage;
using keyturn::MemoryStorage;
using keyturn::Secret;
using keyturn::testing::Fault;
using keyturn::testing::FlakyStorage;
using Operation = keyturn::testing::StorageOperation;

static_assert(keyturn::Storage<FlakyStorage<MemoryStorage>>);
static_assert(!keyturn::SharedStorage<FlakyStorage<MemoryStorage>>);
static_assert(keyturn::SharedStorage<FlakyStorage<FileStorage>>);

BOOST_AUTO_TEST_SUITE(flaky_storage)

BOOST_AUTO_TEST_CASE(without_a_fault_it_is_the_storage_inside) {
  FlakyStorage<MemoryStorage> storage;
  BOOST_CHECK(storage.save("ada", "record"));
  BOOST_CHECK(*storage.load("ada").value() == "record");
  BOOST_CHECK(storage.erase("ada"));
  BOOST_CHECK(!storage.load("ada").value());
  BOOST_CHECK(
      (storage.operations() == std::vector{Operation::save, Operation::load, Operation::erase, Operation::load}));
  BOOST_TEST(storage.count(Operation::load) == 2u);
  BOOST_TEST(storage.failures() == 0u);
}

BOOST_AUTO_TEST_CASE(the_nth_operation_from_now_fails_once) {
  FlakyStorage<MemoryStorage> storage;
  BOOST_CHECK(storage.save("ada", "old"));
  storage.fail_at(2);
  BOOST_CHECK(storage.load("ada"));
  const auto saved = storage.save("ada", "new");
  BOOST_REQUIRE(!saved);
  BOOST_CHECK(saved.error().code == Errc::storage_failed);
  BOOST_CHECK(*storage.load("ada").value() == "old");
  BOOST_CHECK(storage.save("ada", "new"));
  BOOST_TEST(storage.failures() == 1u);
}

BOOST_AUTO_TEST_CASE(a_lasting_fault_holds_until_it_is_healed) {
  FlakyStorage<MemoryStorage> storage;
  storage.fail_at(1, {.lasting = true});
  BOOST_CHECK(!storage.load("ada"));
  BOOST_CHECK(!storage.save("ada", "record"));
  BOOST_CHECK(!storage.erase("ada"));
  BOOST_TEST(storage.failures() == 3u);
  storage.heal();
  BOOST_CHECK(!storage.load("ada").value());
}

BOOST_AUTO_TEST_CASE(it_fails_with_the_error_that_it_is_told) {
  FlakyStorage<MemoryStorage> storage;
  const Error error{.code = Errc::storage_corrupt, .detail = "bits fell out"};
  storage.fail_at(1, {.error = error});
  BOOST_CHECK(storage.load("ada") == error);
}

BOOST_AUTO_TEST_CASE(it_can_do_the_work_and_say_that_it_failed) {
  FlakyStorage<MemoryStorage> storage;
  storage.fail_at(1, {.after_work = true});
  BOOST_CHECK(!storage.save("ada", "record"));
  BOOST_CHECK(*storage.load("ada").value() == "record");
  storage.fail_at(1, {.after_work = true});
  BOOST_CHECK(!storage.erase("ada"));
  BOOST_CHECK(!storage.load("ada").value());
}

BOOST_AUTO_TEST_CASE(one_kind_of_operation_alone_can_be_counted) {
  FlakyStorage<MemoryStorage> storage;
  storage.fail_at(2, {.only = Operation::save});
  BOOST_CHECK(storage.save("ada", "first"));
  BOOST_CHECK(storage.load("ada"));
  BOOST_CHECK(storage.erase("ada"));
  BOOST_CHECK(!storage.save("ada", "second"));
}

BOOST_AUTO_TEST_CASE(copies_share_the_count_and_the_fault) {
  FlakyStorage<MemoryStorage> kept;
  auto given = kept;
  kept.fail_at(1);
  BOOST_CHECK(!given.load("ada"));
  BOOST_TEST(kept.failures() == 1u);
  BOOST_CHECK(given.save("ada", "record"));
  BOOST_CHECK(*kept.inner().load("ada").value() == "record");
}

BOOST_AUTO_TEST_CASE(the_lock_can_fail_and_is_not_kept_then) {
  const TemporaryDirectory directory;
  FlakyStorage storage{FileStorage{directory.path}};
  storage.fail_at(1, {.error = {.code = Errc::storage_busy}, .after_work = true});
  const auto busy = storage.lock("ada", 0ms);
  BOOST_REQUIRE(!busy);
  BOOST_CHECK(busy.error().code == Errc::storage_busy);
  const auto held = storage.lock("ada", 0ms);
  BOOST_CHECK(held);
  BOOST_CHECK(!storage.inner().lock("ada", 0ms));
}

BOOST_AUTO_TEST_CASE(a_loop_over_n_visits_every_failure_point) {
  std::vector<Operation> failed;
  for (std::size_t n = 1;; ++n) {
    FlakyStorage storage{MemoryStorage{}};
    storage.fail_at(n);
    static_cast<void>(storage.load("ada") && storage.save("ada", "record") && storage.erase("ada"));
    if (storage.failures() == 0) break;
    failed.push_back(storage.operations().back());
  }
  BOOST_CHECK((failed == std::vector{Operation::load, Operation::save, Operation::erase}));
}

BOOST_AUTO_TEST_SUITE_END()
