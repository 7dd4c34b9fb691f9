#include <keyturn/adapters/redis_storage.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/testing/check_storage.hpp>

#include <unit/adapters/redis_server.hpp>

#include <condition_variable>
#include <limits>
#include <mutex>

using namespace std::chrono_literals;
using keyturn::Errc;
using keyturn::RedisStorage;
using keyturn::Secret;

static_assert(keyturn::SharedStorage<RedisStorage>);

BOOST_AUTO_TEST_SUITE(redis_storage)

struct Fixture {
  RedisServer server;
  RedisStorage mine{server.options()}, other{server.options()};

  std::string loaded(RedisStorage& storage) {
    const auto record = storage.load("ada");
    if (!record) return "error: " + record.error().detail;
    return *record ? std::string{(*record)->view()} : "nothing";
  }
};

Secret record(std::uint64_t generation, unsigned char session = 1, const char* token = "access") {
  keyturn::core::SessionRecord made;
  made.session_id[0] = std::byte{session};
  made.generation = generation;
  made.tokens.access_token = token;
  return keyturn::core::encode(made);
}

BOOST_FIXTURE_TEST_CASE(keeps_to_the_concept_of_a_shared_storage, Fixture) {
  const auto make = [&] { return RedisStorage{server.options()}; };
  const auto report = keyturn::testing::check_storage(
      make,
      [&] {
        server({"CONFIG", "SET", "min-replicas-to-write", "1"});
      },
      [&] {
        server({"CONFIG", "SET", "min-replicas-to-write", "0"});
      });
  BOOST_TEST(static_cast<bool>(report), report.text());
}

BOOST_FIXTURE_TEST_CASE(a_save_under_a_lost_lease_changes_nothing, Fixture) {
  BOOST_TEST(mine.save("ada", "first").has_value());
  auto held = mine.lock("ada", 0ms);
  BOOST_TEST(mine.save("ada", "second").has_value());
  BOOST_TEST(server({"PEXPIRE", "keyturn:{ada}:lock", "0"}) == "1");
  check_refused(mine.save("ada", "third"), Errc::storage_busy, "the lease was lost");
  check_refused(mine.erase("ada"), Errc::storage_busy, "the lease was lost");
  const auto taken = other.lock("ada", 0ms);
  BOOST_TEST(taken.has_value());
  check_refused(mine.save("ada", "third"), Errc::storage_busy, "the lease was lost");
  check_refused(mine.erase("ada"), Errc::storage_busy, "the lease was lost");
  BOOST_TEST(loaded(mine) == "second");
  BOOST_TEST(other.save("ada", "theirs").has_value());
  { const auto gone = *std::move(held); }
  // Who holds nothing saves and erases all the same, as a login or logout must.
  BOOST_TEST(mine.save("ada", "mine").has_value());
  BOOST_TEST(mine.erase("ada").has_value());
}

BOOST_FIXTURE_TEST_CASE(a_lower_generation_of_the_same_session_never_replaces_a_higher_one, Fixture) {
  constexpr std::uint64_t beyond_doubles = (1ull << 53) + 1, largest = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t before = 0;
  for (const std::uint64_t generation :
       {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{10}, beyond_doubles, beyond_doubles + 1, largest}) {
    BOOST_TEST(mine.save("ada", record(generation)).has_value());
    check_refused(other.save("ada", record(before)), Errc::storage_busy, "newer");
    BOOST_TEST(other.save("ada", record(generation, 1, "same generation")).has_value());
    BOOST_TEST((loaded(mine) == record(generation, 1, "same generation").view()));
    before = generation;
  }
  // Another session, or bytes that are no session record, have no order.
  BOOST_TEST(other.save("ada", record(1, 2)).has_value());
  BOOST_TEST(other.save("ada", "opaque").has_value());
  BOOST_TEST(other.save("ada", record(1)).has_value());
  BOOST_TEST(other.erase("ada").has_value());
  BOOST_TEST(other.save("ada", record(0)).has_value());
}

BOOST_FIXTURE_TEST_CASE(what_is_no_record_is_corrupt_and_a_save_moves_it_aside, Fixture) {
  server({"SET", "keyturn:{ada}", "a text"});
  check_refused(mine.load("ada"), Errc::storage_corrupt, "WRONGTYPE");
  BOOST_TEST(mine.save("ada", "new").has_value());
  BOOST_TEST(loaded(mine) == "new");
  BOOST_TEST(server({"GET", "keyturn:{ada}:corrupt"}) == "a text");
  BOOST_TEST(mine.erase("ada").has_value());
  server({"HSET", "keyturn:{ada}", "field", "value"});
  check_refused(mine.load("ada"), Errc::storage_corrupt, "keyturn:{ada} has no record in it");
  BOOST_TEST(mine.save("ada", record(1)).has_value());
  BOOST_TEST(server({"HGETALL", "keyturn:{ada}:corrupt"}) == "field value");
  server({"DEL", "keyturn:{ada}"});
  server({"RPUSH", "keyturn:{ada}", "x"});
  BOOST_TEST(mine.erase("ada").has_value());
  BOOST_TEST(loaded(mine) == "nothing");
}

BOOST_FIXTURE_TEST_CASE(others_are_told_of_a_save_and_an_erase_and_oneself_is_not, Fixture) {
  std::mutex mutex;
  std::condition_variable changed;
  std::string heard;
  const auto hear = [&](char who) {
    return [&, who] {
      const std::lock_guard lock{mutex};
      heard += who;
      changed.notify_all();
    };
  };
  const auto expect = [&](std::string_view all) {
    std::unique_lock lock{mutex};
    changed.wait_for(lock, 30s, [&] { return heard.size() >= all.size(); });
    BOOST_TEST(heard == all);
  };
  const RedisStorage copy = mine;
  const auto my_watch = mine.watch("ada", hear('m')), their_watch = other.watch("ada", hear('o'));
  server.await_listeners("keyturn:{ada}:changed", "2");
  BOOST_TEST(mine.save("ada", "x").has_value());
  expect("o");
  BOOST_TEST(other.erase("ada").has_value());
  expect("om");
  BOOST_TEST(other.erase("ada").has_value());                   // nothing there: nothing to tell
  BOOST_TEST(RedisStorage{copy}.save("ada", "x").has_value());  // a copy is the same user
  expect("omo");
  BOOST_TEST(mine.save("bob", "x").has_value());
  BOOST_TEST(other.save("ada", "x").has_value());
  expect("omom");
}

BOOST_FIXTURE_TEST_CASE(a_user_who_may_not_publish_saves_all_the_same, Fixture) {
  BOOST_TEST(server({"ACL", "SETUSER", "ada", "on", ">lovelace", "~*", "resetchannels", "+@all"}) == "OK");
  auto options = server.options();
  options.username = "ada";
  options.password = "lovelace";
  RedisStorage storage{options};
  BOOST_TEST(storage.save("ada", "x").has_value());
  BOOST_TEST((*storage.load("ada"))->view() == "x");
  BOOST_TEST(storage.erase("ada").has_value());
}

BOOST_AUTO_TEST_CASE(a_save_whose_answer_was_lost_is_no_success_and_is_not_sent_again) {
  RudeServer server{[](int fd, int) { (void)RudeServer::read(fd); }};
  RedisStorage storage{server.options()};
  const auto saved = storage.save("ada", "a secret record");
  check_refused(saved, Errc::storage_failed, "may have been carried out");
  BOOST_TEST(saved.error().detail.find("a secret record") == std::string::npos);
  check_refused(storage.erase("ada"), Errc::storage_failed, "may have been carried out");
  BOOST_TEST(server.count() == 2);
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_none_is_neither_an_empty_place_nor_a_success) {
  for (const char* said : {"+OK\r\n", ":0\r\n", "$-1\r\n", "*-1\r\n"}) {
    RudeServer server{[said](int fd, int) {
      while (!RudeServer::read(fd).empty()) RudeServer::write(fd, said);
    }};
    RedisStorage storage{server.options()};
    check_refused(storage.load("ada"), Errc::storage_failed, "HGETALL");
    check_refused(storage.save("ada", "new"), Errc::storage_failed, "EVAL");
    check_refused(storage.erase("ada"), Errc::storage_failed, "EVAL");
    check_refused(storage.lock("ada", 0ms), Errc::storage_failed, "EVAL");
  }
}

BOOST_FIXTURE_TEST_CASE(waiting_for_the_lock_holds_up_nobody, Fixture) {
  const auto held = other.lock("ada", 0ms);
  bool taken = false;
  std::thread waiting{[&] { taken = mine.lock("ada", 300ms).has_value(); }};
  for (int i = 0; i < 20; ++i) BOOST_TEST(mine.save("ada", "x").has_value());
  BOOST_TEST(loaded(mine) == "x");
  waiting.join();
  BOOST_TEST(!taken);
}

BOOST_FIXTURE_TEST_CASE(a_server_that_is_away_is_an_error_and_one_that_is_back_is_used, Fixture) {
  BOOST_TEST(mine.save("ada", "x").has_value());
  server.stop();
  check_refused(mine.load("ada"), Errc::storage_failed, server.socket);
  check_refused(mine.save("ada", "y"), Errc::storage_failed, server.socket);
  check_refused(mine.erase("ada"), Errc::storage_failed, server.socket);
  check_refused(mine.lock("ada", 0ms), Errc::storage_failed, server.socket);
  server.start();
  BOOST_TEST(loaded(mine) == "nothing");  // this server keeps nothing on a disk
  BOOST_TEST(mine.save("ada", "y").has_value());
}

BOOST_AUTO_TEST_CASE(another_machine_without_tls_is_not_spoken_with) {
  keyturn::RedisOptions options;
  options.host = "203.0.113.1";
  RedisStorage storage{options};
  check_refused(storage.load("ada"), Errc::storage_failed, "trusted_network");
  check_refused(storage.save("ada", "x"), Errc::storage_failed, "trusted_network");
  check_refused(storage.lock("ada", 0ms), Errc::storage_failed, "trusted_network");
}

BOOST_FIXTURE_TEST_CASE(a_child_made_by_fork_saves_without_the_locks_of_its_parent, Fixture) {
  const auto held = mine.lock("ada", 0ms);
  const pid_t child = ::fork();
  if (child == 0) {
    const bool saved = mine.save("ada", "child").has_value();
    const auto locked = mine.lock("ada", 0ms);
    ::_exit(saved && !locked && locked.error().code == Errc::storage_busy ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  BOOST_TEST(status == 0);
  BOOST_TEST(loaded(mine) == "child");
  BOOST_TEST(mine.save("ada", "parent").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
