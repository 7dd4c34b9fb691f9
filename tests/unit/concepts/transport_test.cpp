#include <keyturn/concepts/transport.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

using namespace keyturn;

BOOST_AUTO_TEST_SUITE(transport)

struct Blocking {
  Result<Response> send(const Request&) { return Response{.status = 200}; }
};
struct Asynchronous {
  void send(Request, Completion<Response> done) { done(Response{.status = 200}); }
};
struct Both : Blocking, Asynchronous {
  using Asynchronous::send;
  using Blocking::send;
};
struct Polled : Asynchronous {
  std::optional<std::chrono::milliseconds> poll() { return {}; }
};
struct Waking : Asynchronous {
  void wake_after(std::chrono::milliseconds, Callback<void()>) {}
};
struct OddlyPolled : Asynchronous {
  void poll() {}
};
struct Plain {
  Response send(const Request&) { return {}; }
};

BOOST_AUTO_TEST_CASE(the_concepts_ask_for_what_their_table_says) {
  static_assert(BlockingTransport<Blocking> && !AsyncTransport<Blocking> && Transport<Blocking>);
  static_assert(!BlockingTransport<Asynchronous> && AsyncTransport<Asynchronous> && Transport<Asynchronous>);
  static_assert(BlockingTransport<Both> && AsyncTransport<Both>);
  static_assert(!Transport<Plain> && !Transport<int>);
  static_assert(PolledTransport<Polled> && !PolledTransport<Asynchronous> && !PolledTransport<OddlyPolled>);
  static_assert(WakingTransport<Waking> && !WakingTransport<Asynchronous> && !WakingTransport<Polled>);
  static_assert(explain_transport<Polled>() && explain_transport<Waking>() && explain_transport<Both>());
  BOOST_TEST(Blocking{}.send({})->status == 200);
}

/// What became of a call.
struct Outcome {
  int calls = 0;
  std::optional<Result<int>> last;
  Completion<int> completion() {
    return [this](Result<int> result) {
      ++calls;
      last = std::move(result);
    };
  }
};

BOOST_AUTO_TEST_CASE(the_first_call_counts_and_later_ones_do_nothing) {
  Outcome outcome;
  const auto done = outcome.completion();
  done(1);
  done(2);
  done(Error{.code = Errc::timed_out});
  BOOST_TEST(outcome.calls == 1);
  BOOST_TEST(outcome.last->value_or(0) == 1);
}

BOOST_AUTO_TEST_CASE(it_counts_how_often_it_was_called) {
  Outcome outcome;
  const auto done = outcome.completion();
  const auto copy = done;
  BOOST_TEST(done.calls() == 0u);
  done(1);
  copy(2);
  BOOST_TEST(done.calls() == 2u);
  BOOST_TEST(outcome.calls == 1);
}

BOOST_AUTO_TEST_CASE(one_that_is_dropped_uncalled_ends_with_no_answer) {
  Outcome outcome;
  { const auto done = outcome.completion(); }
  BOOST_TEST(outcome.calls == 1);
  BOOST_TEST((outcome.last->error().code == Errc::no_answer));
}

BOOST_AUTO_TEST_CASE(only_the_last_copy_ends_the_call) {
  Outcome outcome;
  std::optional<Completion<int>> one = outcome.completion();
  std::optional<Completion<int>> two = *one;
  Completion<int> three = std::move(*one);
  one.reset();
  two.reset();
  BOOST_TEST(outcome.calls == 0);
  three(3);
  BOOST_TEST(outcome.calls == 1);
  BOOST_TEST(outcome.last->value_or(0) == 3);
}

BOOST_AUTO_TEST_CASE(assigning_drops_what_was_held) {
  Outcome first, second;
  Completion<int> done = first.completion();
  done = second.completion();
  BOOST_TEST(first.calls == 1);
  BOOST_TEST(second.calls == 0);
  done(2);
  BOOST_TEST(second.calls == 1);
}

BOOST_AUTO_TEST_CASE(move_only_callables_and_results_pass) {
  int got = 0;
  const Completion<std::unique_ptr<int>> done =
      [&, own = std::make_unique<int>(1)](Result<std::unique_ptr<int>> result) { got = *own + **result; };
  done(std::make_unique<int>(2));
  BOOST_TEST(got == 3);
}

BOOST_AUTO_TEST_CASE(copies_may_be_called_from_many_threads_and_one_wins) {
  for (int round = 0; round < 100; ++round) {
    std::atomic<int> calls{0};
    {
      const Completion<int> done = [&](const Result<int>&) { ++calls; };
      std::vector<std::thread> threads;
      for (int i = 0; i < 4; ++i) threads.emplace_back([done, i] { done(i); });
      for (auto& thread : threads) thread.join();
    }
    BOOST_TEST(calls == 1);
  }
}

BOOST_AUTO_TEST_CASE(the_callable_dies_with_the_last_copy) {
  const auto held = std::make_shared<int>(0);
  {
    const Completion<int> done = [held](const Result<int>&) {};
    const auto copy = done;
    copy(1);
    BOOST_TEST(held.use_count() == 2);
  }
  BOOST_TEST(held.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(a_completion_may_return_what_nobody_may_ignore) {
  const Completion<void> done{[](Result<void> result) { return result; }};
  done({});
  BOOST_TEST(done.calls() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
