#include <keyturn/adapters/redis_storage/watch.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/adapters/redis_server.hpp>

#include <condition_variable>
#include <mutex>

using namespace std::chrono_literals;
using keyturn::detail::RedisClient;
using keyturn::detail::RedisWatch;

BOOST_AUTO_TEST_SUITE(redis_watch)

/// Counts calls; waits for them.
class Calls {
 public:
  void operator()() {
    const std::lock_guard lock{mutex_};
    ++count_;
    changed_.notify_all();
  }
  int count() {
    const std::lock_guard lock{mutex_};
    return count_;
  }
  bool reach(int count) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, 30s, [&] { return count_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
};

struct Fixture {
  RedisServer server;
  std::shared_ptr<RedisClient> client = std::make_shared<RedisClient>(server.options());
  Calls calls;

  RedisWatch watch() {
    return RedisWatch{client, "channel", [this] { calls(); }};
  }
};

BOOST_FIXTURE_TEST_CASE(calls_for_what_others_say_and_not_for_what_we_say, Fixture) {
  const auto watching = watch();
  server.await_listeners("channel", "1");
  BOOST_TEST(server({"PUBLISH", "channel", client->id()}) == "1");
  BOOST_TEST(server({"PUBLISH", "channel", "somebody"}) == "1");
  BOOST_TEST(calls.reach(1));
  BOOST_TEST(server({"PUBLISH", "channel", client->id()}) == "1");
  BOOST_TEST(server({"PUBLISH", "channel", "somebody"}) == "1");
  BOOST_TEST(calls.reach(2));
  BOOST_TEST(calls.count() == 2);
}

BOOST_FIXTURE_TEST_CASE(connects_again_and_calls_once_because_something_may_have_been_missed, Fixture) {
  const auto watching = watch();
  server.await_listeners("channel", "1");
  server.stop();
  server.start();
  BOOST_TEST(calls.reach(1));
  BOOST_TEST(server({"PUBLISH", "channel", "somebody"}) == "1");
  BOOST_TEST(calls.reach(2));
  BOOST_TEST(calls.count() == 2);
}

BOOST_FIXTURE_TEST_CASE(a_server_that_is_not_there_at_first_is_found_later, Fixture) {
  server.stop();
  const auto watching = watch();
  server.start();
  BOOST_TEST(calls.reach(1));
}

BOOST_FIXTURE_TEST_CASE(ends_at_once_wherever_its_thread_is, Fixture) {
  const auto start = keyturn::Hosted{}.now();
  for (int i = 0; i < 20; ++i) {
    const auto watching = watch();
  }
  {
    const auto watching = watch();
    server.await_listeners("channel", "1");
  }
  server.stop();
  for (int i = 0; i < 5; ++i) {
    const auto watching = watch();
  }
  auto options = server.options();
  RudeServer silent{[](int fd, int) {
    while (!RudeServer::read(fd).empty())
      ;
  }};
  {
    const RedisWatch watching{std::make_shared<RedisClient>(silent.options()), "channel", [] {}};
  }
  BOOST_TEST((keyturn::Hosted{}.now() - start < 8s));  // the time limit is 10 s
}

BOOST_FIXTURE_TEST_CASE(a_callback_may_end_its_own_watch, Fixture) {
  std::optional<RedisWatch> watching;
  watching.emplace(client, "channel", [&] {
    watching.reset();
    calls();
  });
  server.await_listeners("channel", "1");
  server({"PUBLISH", "channel", "somebody"});
  BOOST_TEST(calls.reach(1));
  server.await_listeners("channel", "0");
  BOOST_TEST(calls.count() == 1);
}

BOOST_FIXTURE_TEST_CASE(where_it_is_not_wanted_or_cannot_work_it_does_nothing, Fixture) {
  auto options = server.options();
  options.watch = false;
  const RedisWatch unwanted{std::make_shared<RedisClient>(options), "channel", [&] { calls(); }};
  options.watch = true;
  options.database = -1;
  const RedisWatch impossible{std::make_shared<RedisClient>(options), "channel", [&] { calls(); }};
  const auto wanted = watch();
  server.await_listeners("channel", "1");
  BOOST_TEST(server({"PUBLISH", "channel", "somebody"}) == "1");
}

BOOST_FIXTURE_TEST_CASE(moving_it_hands_it_on, Fixture) {
  auto first = watch();
  RedisWatch second = std::move(first);
  server.await_listeners("channel", "1");
  second = watch();
  server.await_listeners("channel", "1");
  server({"PUBLISH", "channel", "somebody"});
  BOOST_TEST(calls.reach(1));
}

BOOST_FIXTURE_TEST_CASE(a_child_made_by_fork_has_no_part_in_it, Fixture) {
  std::optional<RedisWatch> watching;
  watching.emplace(client, "channel", [this] { calls(); });
  server.await_listeners("channel", "1");
  const pid_t child = ::fork();
  if (child == 0) {
    watching.reset();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  BOOST_TEST(status == 0);
  BOOST_TEST(server({"PUBLISH", "channel", "somebody"}) == "1");
  BOOST_TEST(calls.reach(1));
}

BOOST_AUTO_TEST_SUITE_END()
