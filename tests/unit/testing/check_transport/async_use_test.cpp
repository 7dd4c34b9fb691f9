#include <keyturn/testing/check_transport/async_use.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <thread>
#include <vector>

using namespace std::chrono_literals;
using namespace keyturn;
using keyturn::testing::checks::AsyncUse;
using keyturn::testing::checks::Happening;

namespace {

/// Answers inside `send`, on another thread, or never.
struct Direct {
  void send(const Request&, const Completion<Response>& done) { done(Response{.status = 200}); }
};
struct Elsewhere {
  void send(const Request&, Completion<Response> done) {
    threads.emplace_back([done = std::move(done)] { done(Response{.status = 201}); });
  }
  ~Elsewhere() {
    for (auto& thread : threads) thread.join();
  }
  std::vector<std::thread> threads;
};
struct Never {
  void send(const Request&, Completion<Response> done) { kept.push_back(std::move(done)); }
  std::vector<Completion<Response>> kept;
};

/// Answers with the third poll.
struct Polled : Never {
  std::optional<std::chrono::milliseconds> poll() {
    if (++polls < 3 || kept.empty()) return std::nullopt;
    for (const auto& done : std::exchange(kept, {})) done(Response{.status = 202});
    return 0ms;
  }
  int polls = 0;
};

struct Waking : Direct {
  static void wake_after(std::chrono::milliseconds, const Callback<void()>& work) { work(); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(check_transport_async_use)

BOOST_AUTO_TEST_CASE(it_waits_for_completions_wherever_they_come_from) {
  Direct direct;
  BOOST_TEST(AsyncUse{direct}.send_and_wait({.timeout = 10s})->status == 200);
  Elsewhere elsewhere;
  BOOST_TEST(AsyncUse{elsewhere}.send_and_wait({.timeout = 10s})->status == 201);
  Polled polled;
  BOOST_TEST(AsyncUse{polled}.send_and_wait({.timeout = 10s})->status == 202);
  BOOST_TEST(polled.polls >= 3);
}

BOOST_AUTO_TEST_CASE(it_gives_up_on_a_call_that_is_never_completed) {
  Never never;
  const AsyncUse use{never};
  const auto outcome = use.start({});
  const auto result = use.wait_for(*outcome, 10ms);
  BOOST_TEST((result.error().code == Errc::no_answer));
  BOOST_TEST(!outcome->done);
}

BOOST_AUTO_TEST_CASE(it_knows_what_a_transport_has) {
  Direct direct;
  Polled polled;
  Waking waking;
  BOOST_TEST((!AsyncUse{direct}.polled() && !AsyncUse{direct}.waking()));
  BOOST_TEST((AsyncUse{polled}.polled() && AsyncUse{waking}.waking()));
  int worked = 0;
  AsyncUse{waking}.wake_after(1ms, [&] { ++worked; });
  BOOST_TEST(worked == 1);
}

BOOST_AUTO_TEST_CASE(it_sees_where_a_polled_transport_completes) {
  Polled polled;
  const AsyncUse use{polled};
  const auto inside = use.start({});
  static_cast<void>(use.wait_for(*inside, 10s));
  BOOST_TEST((inside->done && !inside->in_the_open));
  const auto outside = use.start({});
  polled.kept.back()(Response{});
  BOOST_TEST((outside->done && outside->in_the_open));
}

BOOST_AUTO_TEST_CASE(what_follows_a_call_runs_before_it_counts_as_done) {
  Direct direct;
  const AsyncUse use{direct};
  std::shared_ptr<const keyturn::testing::checks::AsyncOutcome> inner;
  const auto outer = use.start({}, [&] { inner = use.start({}); });
  BOOST_TEST((outer->done && inner->done));
}

BOOST_AUTO_TEST_CASE(a_happening_is_waited_for_in_vain_or_not) {
  Happening happening;
  BOOST_TEST(!happening.wait(1ms));
  std::thread other{[&] { happening.happened(); }};
  BOOST_TEST(happening.wait(10s));
  other.join();
}

BOOST_AUTO_TEST_SUITE_END()
