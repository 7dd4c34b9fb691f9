#include <keyturn/builtin/memory_storage.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <thread>
#include <vector>

using keyturn::MemoryStorage;
using keyturn::Secret;

static_assert(keyturn::Storage<MemoryStorage> && !keyturn::SharedStorage<MemoryStorage>);

BOOST_AUTO_TEST_SUITE(memory_storage)

BOOST_AUTO_TEST_CASE(gives_back_what_was_saved_last) {
  MemoryStorage storage;
  BOOST_TEST(!storage.load("a")->has_value());
  BOOST_TEST(storage.save("a", "one").has_value());
  BOOST_TEST(storage.save("a", "two").has_value());
  BOOST_TEST((*storage.load("a"))->view() == "two");
}

BOOST_AUTO_TEST_CASE(an_empty_record_is_not_nothing) {
  MemoryStorage storage;
  BOOST_TEST(storage.save("a", Secret{}).has_value());
  BOOST_TEST(storage.load("a")->has_value());
}

BOOST_AUTO_TEST_CASE(accounts_are_apart) {
  MemoryStorage storage;
  BOOST_TEST(storage.save("a", "1").has_value());
  BOOST_TEST(storage.save("A", "2").has_value());
  BOOST_TEST(storage.save("", "3").has_value());
  BOOST_TEST((*storage.load("a"))->view() == "1");
  BOOST_TEST((*storage.load("A"))->view() == "2");
  BOOST_TEST((*storage.load(""))->view() == "3");
}

BOOST_AUTO_TEST_CASE(erasing_twice_is_success) {
  MemoryStorage storage;
  BOOST_TEST(storage.save("a", "1").has_value());
  BOOST_TEST(storage.erase("a").has_value());
  BOOST_TEST(!storage.load("a")->has_value());
  BOOST_TEST(storage.erase("a").has_value());
}

BOOST_AUTO_TEST_CASE(copies_share_one_map) {
  MemoryStorage storage, other;
  auto copy = storage;
  BOOST_TEST(copy.save("a", "1").has_value());
  BOOST_TEST(storage.load("a")->has_value());
  BOOST_TEST(!other.load("a")->has_value());
}

BOOST_AUTO_TEST_CASE(many_threads_may_use_it) {
  MemoryStorage storage;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([storage]() mutable {
      for (int round = 0; round < 500; ++round) {
        (void)storage.save("a", "record");
        const auto record = storage.load("a");
        if (*record && (*record)->view() != "record") std::abort();
        (void)storage.erase("a");
      }
    });
  for (auto& thread : threads) thread.join();
  BOOST_TEST(!storage.load("a")->has_value());
}

BOOST_AUTO_TEST_SUITE_END()
