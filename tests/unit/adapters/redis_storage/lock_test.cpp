#include <keyturn/adapters/redis_storage/lock.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/adapters/redis_server.hpp>

using namespace std::chrono_literals;
using keyturn::Errc;
using keyturn::detail::RedisClient;
using keyturn::detail::RedisLock;

BOOST_AUTO_TEST_SUITE(redis_lock)

struct Fixture {
  RedisServer server;
  std::shared_ptr<RedisClient> mine = std::make_shared<RedisClient>(server.options());
  std::shared_ptr<RedisClient> other = std::make_shared<RedisClient>(server.options());

  long left() { return std::stol(server({"PTTL", "lock"})); }
  std::optional<RedisLock> take(const std::shared_ptr<RedisClient>& client) {
    auto taken = RedisLock::take(client, "lock", 0ms);
    BOOST_TEST_REQUIRE(taken.has_value());
    return std::optional<RedisLock>{*std::move(taken)};
  }
};

BOOST_FIXTURE_TEST_CASE(it_is_a_lease_with_a_random_owner, Fixture) {
  auto held = take(mine);
  const std::string owner = server({"GET", "lock"});
  BOOST_TEST(owner.size() == 40u);
  BOOST_TEST(mine->held("lock") == owner);
  BOOST_TEST(left() <= 10'000);
  BOOST_TEST(left() > 0);
  check_refused(RedisLock::take(other, "lock", 0ms), Errc::storage_busy, "holds lock");
  check_refused(RedisLock::take(other, "lock", 15ms), Errc::storage_busy, "holds lock");
  held.reset();
  BOOST_TEST(server({"EXISTS", "lock"}) == "0");
  BOOST_TEST(mine->held("lock").empty());
  held = take(other);
  BOOST_TEST(server({"GET", "lock"}) != owner);
}

BOOST_FIXTURE_TEST_CASE(a_lease_that_ended_is_taken_over_and_the_old_holder_releases_nothing, Fixture) {
  auto old = take(mine);
  BOOST_TEST(server({"PEXPIRE", "lock", "0"}) == "1");
  auto held = take(other);
  const std::string owner = server({"GET", "lock"});
  check_refused(old->extend(60s), Errc::storage_busy, "the lease was lost");
  old.reset();
  BOOST_TEST(server({"GET", "lock"}) == owner);
  check_refused(RedisLock::take(mine, "lock", 0ms), Errc::storage_busy, "lock");
}

BOOST_FIXTURE_TEST_CASE(extending_never_shortens, Fixture) {
  auto held = take(mine);
  BOOST_TEST(held->extend(100s).has_value());
  BOOST_TEST(left() > 90'000);
  BOOST_TEST(held->extend(1s).has_value());
  BOOST_TEST(left() > 90'000);
  server({"PERSIST", "lock"});
  BOOST_TEST(held->extend(1s).has_value());
  BOOST_TEST(left() == -1);
}

BOOST_FIXTURE_TEST_CASE(a_lost_lease_cannot_be_extended, Fixture) {
  auto held = take(mine);
  server({"DEL", "lock"});
  check_refused(held->extend(1s), Errc::storage_busy, "the lease was lost");
  BOOST_TEST(server({"EXISTS", "lock"}) == "0");
  server.stop();
  check_refused(held->extend(1s), Errc::storage_failed, server.socket);
}

BOOST_FIXTURE_TEST_CASE(a_taker_whose_answer_was_lost_finds_that_it_has_the_lock, Fixture) {
  const auto first =
      mine->run(keyturn::detail::redis_take_script, {"lock"}, {"us", "50000"}, RedisClient::Repeat::never);
  const auto again =
      mine->run(keyturn::detail::redis_take_script, {"lock"}, {"us", "90000"}, RedisClient::Repeat::never);
  const auto them =
      mine->run(keyturn::detail::redis_take_script, {"lock"}, {"them", "90000"}, RedisClient::Repeat::never);
  BOOST_TEST((first == std::string{"done"}));
  BOOST_TEST((again == std::string{"done"}));
  BOOST_TEST((them == std::string{"held"}));
  BOOST_TEST(left() > 50'000);
}

BOOST_FIXTURE_TEST_CASE(whoever_waits_gets_it_when_it_is_free, Fixture) {
  std::atomic<int> held_times{0}, together{0};
  std::atomic<bool> inside{false};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      const auto client = std::make_shared<RedisClient>(server.options());
      for (int round = 0; round < 5; ++round) {
        const auto held = RedisLock::take(client, "lock", 60s);
        if (!held) continue;
        if (inside.exchange(true)) ++together;
        ++held_times;
        inside = false;
      }
    });
  for (auto& thread : threads) thread.join();
  BOOST_TEST(held_times == 20);
  BOOST_TEST(together == 0);
}

BOOST_FIXTURE_TEST_CASE(moving_it_hands_it_on, Fixture) {
  auto first = take(mine);
  RedisLock second = *std::move(first);
  first.reset();
  BOOST_TEST(server({"EXISTS", "lock"}) == "1");
  auto another = RedisLock::take(mine, "another", 0ms);
  second = *std::move(another);
  BOOST_TEST(server({"EXISTS", "lock"}) == "0");
  BOOST_TEST(server({"EXISTS", "another"}) == "1");
}

BOOST_FIXTURE_TEST_CASE(it_outlives_all_else_and_dies_on_any_thread, Fixture) {
  auto held = take(mine);
  mine.reset();
  std::thread{[lock = *std::move(held)] {}}.join();
  BOOST_TEST(server({"EXISTS", "lock"}) == "0");
}

BOOST_FIXTURE_TEST_CASE(a_child_made_by_fork_neither_releases_nor_extends_it, Fixture) {
  auto held = take(mine);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto extended = held->extend(60s);
    held.reset();
    ::_exit(!extended && extended.error().code == Errc::storage_busy ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  BOOST_TEST(status == 0);
  BOOST_TEST(server({"EXISTS", "lock"}) == "1");
  BOOST_TEST(left() <= 10'000);
  BOOST_TEST(held->extend(60s).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
