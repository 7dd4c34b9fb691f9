#include <keyturn/drive/async_time.hpp>

#include "async_scene.hpp"
#include "locking_storage.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace keyturn_tests;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(drive_async_time)

BOOST_AUTO_TEST_CASE(with_a_polled_transport_everything_happens_inside_poll) {
  AsyncScene<FramedTransport> here;
  here.wire().at_once(answering_all());
  const Note note = here.get(), refused = here.get({.method = "no word", .url = "/"}), token = here.token();
  BOOST_TEST(note == "");
  BOOST_TEST(refused == "");
  BOOST_TEST(token == "");
  (void)here.client->poll();
  BOOST_TEST(note == "200");
  BOOST_TEST(refused == "bad_request");
  BOOST_TEST(token == "access-1");
  const Note logout = here.logout();
  BOOST_TEST(here.reasons.empty());
  while (logout == "") BOOST_REQUIRE(here.client->poll().has_value());
  BOOST_TEST(here.reasons.size() == 1u);
  BOOST_TEST(logout == "ok");
}

BOOST_AUTO_TEST_CASE(poll_from_inside_a_completion_does_nothing) {
  AsyncScene<FramedTransport> here;
  here.wire().at_once(answering_all());
  std::string order;
  here.client->get("/notes", [&](Result<Response>) {
    order += "[";
    (void)here.client->poll();
    order += "]";
  });
  here.client->get("/notes", [&](Result<Response>) { order += "."; });
  (void)here.client->poll();
  BOOST_TEST(order == "[].");
}

// Also where completions come from the transport: what is due is not done inside them.
BOOST_AUTO_TEST_CASE(poll_from_inside_a_completion_does_nothing_without_a_polled_transport_either) {
  AsyncScene<> here;
  const Note late = here.get({.url = "/notes", .timeout = 5s});
  const Wire::Call slow = here.wire().take();
  std::string inside;
  here.client->get("/notes", [&](Result<Response>) {
    here.clock.advance(5s);
    BOOST_TEST((here.client->poll() == 0ms));
    inside = *late;
  });
  here.wire().answer(200);
  BOOST_TEST(inside == "");
  BOOST_TEST(late == "");
  (void)here.client->poll();
  BOOST_TEST(late == "timed_out");
}

// What another thread is at cannot be hurried: a loop that came again at once would go round in circles.
BOOST_AUTO_TEST_CASE(poll_does_not_come_again_at_once_for_what_another_thread_is_at) {
  struct SlowStorage : LockingStorage {
    std::shared_ptr<std::function<void()>> meanwhile = std::make_shared<std::function<void()>>();
    Result<Lock> lock(std::string_view account, std::chrono::milliseconds patience) {
      if (*meanwhile) std::exchange(*meanwhile, nullptr)();
      return LockingStorage::lock(account, patience);
    }
  };
  AsyncScene<FramedTransport, SlowStorage> here;
  std::optional<std::chrono::milliseconds> inside;
  *here.storage.meanwhile = [&] {
    const std::jthread loop{[&] {
      const Note logout = here.logout();  // there is something to revoke
      inside = here.client->poll();
    }};
  };
  BOOST_TEST(!here.client->adopt(*PlainProtocol{}.read_tokens(granted(2))).has_value());
  BOOST_TEST((inside == 1ms));
  (void)here.client->poll();
  BOOST_TEST(here.wire().requests().back() == "POST /logout");
}

BOOST_AUTO_TEST_CASE(poll_says_when_to_call_again) {
  AsyncScene<> here;
  BOOST_TEST((here.client->poll() == std::nullopt));
  const Note note = here.get({.url = "/notes", .timeout = 5s});
  BOOST_TEST((here.client->poll() == 5s));
  here.clock.advance(2s);
  BOOST_TEST((here.client->poll() == 3s));
  here.clock.advance(2999ms);
  BOOST_TEST((here.client->poll() == 1ms));
  here.clock.advance(1ms);
  BOOST_TEST((here.client->poll() == std::nullopt));
  BOOST_TEST(note == "timed_out");
}

BOOST_AUTO_TEST_CASE(poll_comes_again_at_once_for_what_it_sent_and_else_when_the_transport_wants) {
  AsyncScene<FramedTransport> here;
  here.expire();
  const Note note = here.get();
  BOOST_TEST((here.client->poll() == 0ms));  // the refresh went out
  BOOST_TEST((here.client->poll() == 1s));   // the transport's own wish
  here.transport.answer(granted(2));
  BOOST_TEST((here.client->poll() == 0ms));
  here.transport.answer(200);
  (void)here.client->poll();
  BOOST_TEST(note == "200");
}

BOOST_AUTO_TEST_CASE(a_host_that_always_starts_a_new_call_gets_its_frame_back) {
  AsyncScene<FramedTransport> here;
  here.wire().at_once(answering_all());
  bool stop = false;
  int count = 0;
  std::function<void(Result<Response>)> again = [&](Result<Response>) {
    ++count;
    if (!stop && count < 1'000'000) here.client->get("/notes", again);
  };
  here.client->get("/notes", again);
  BOOST_TEST((here.client->poll() == 0ms));
  BOOST_TEST(count > 0);
  BOOST_TEST(count < 100);
  stop = true;
  while (here.client->poll() == 0ms) {
  }
}

BOOST_AUTO_TEST_CASE(a_transport_that_wakes_keeps_all_deadlines_without_poll) {
  AsyncScene<keyturn_tests::WakingTransport> here;
  const Note slow = here.get({.url = "/notes", .timeout = 50s}), quick = here.get({.url = "/notes", .timeout = 5s});
  const auto pass = [&](std::chrono::nanoseconds span) {
    here.clock.advance(span);
    for (const Wire::Timer& timer : here.wire().take_timers()) {
      if (timer.delay <= span)
        timer.work();
      else
        here.transport.wake_after(timer.delay - std::chrono::ceil<std::chrono::milliseconds>(span), timer.work);
    }
  };
  pass(5s);
  BOOST_TEST(quick == "timed_out");
  BOOST_TEST(slow == "");
  for (int i = 0; i < 9; ++i) pass(5s);
  BOOST_TEST(slow == "timed_out");
  BOOST_TEST(here.wire().take_timers().size() <= 1u);
}

BOOST_AUTO_TEST_CASE(a_timer_that_fires_late_early_or_after_the_client_harms_nobody) {
  AsyncScene<keyturn_tests::WakingTransport> here;
  const Note note = here.get({.url = "/notes", .timeout = 5s});
  const auto timers = here.wire().take_timers();
  BOOST_TEST(timers.size() == 1u);
  here.clock.advance(1s);
  timers[0].work();  // too early: another one is asked for
  BOOST_TEST(note == "");
  const auto again = here.wire().take_timers();
  BOOST_TEST(again.size() == 1u);
  BOOST_TEST((again[0].delay == 4s));
  here.clock.advance(100s);
  again[0].work();
  BOOST_TEST(note == "timed_out");
  here.client.reset();
  timers[0].work();
}

BOOST_AUTO_TEST_CASE(a_timer_that_slept_while_the_clock_ran_on_keeps_nobody_waiting) {
  AsyncScene<keyturn_tests::WakingTransport> here;
  const Note before = here.get({.url = "/notes", .timeout = 5s});
  const auto asleep = here.wire().take_timers();
  BOOST_TEST(asleep.size() == 1u);
  here.clock.advance(60s);  // the system was suspended, and its timers with it
  const Note after = here.get({.url = "/notes", .timeout = 5s});
  const auto awake = here.wire().take_timers();
  BOOST_TEST_REQUIRE(awake.size() == 1u);
  BOOST_TEST((awake[0].delay == 0ms));
  awake[0].work();
  BOOST_TEST(before == "timed_out");
  BOOST_TEST(after == "");
  asleep[0].work();
  BOOST_TEST(after == "");
}

BOOST_AUTO_TEST_CASE(the_answer_to_a_refresh_that_came_while_the_host_slept_is_taken) {
  AsyncScene<keyturn_tests::WakingTransport> here;
  here.expire();
  const Note before = here.get();
  here.clock.advance(1h);  // the answer is with the transport, whose thread comes to the timers first
  for (const Wire::Timer& timer : here.wire().take_timers()) timer.work();
  BOOST_TEST(before == "timed_out");  // the call's own time is over all the same
  here.wire().answer(granted(2, 2 * 3600));
  const Note after = here.get();
  BOOST_TEST(here.wire().last_token() == "Bearer access-2");
  BOOST_TEST((here.wire().requests() == std::vector<std::string>{"POST /refresh", "GET /notes"}));
}

BOOST_AUTO_TEST_CASE(a_refresh_that_goes_out_after_the_host_slept_has_its_time) {
  AsyncScene<keyturn_tests::WakingTransport, LockingStorage> here;
  here.expire();
  here.wire().at_once([&](const Request&) {
    here.clock.advance(1h);  // between the look at the clock and the sending
    return std::nullopt;
  });
  const Note before = here.get();
  here.wire().at_once({});
  const auto wake = [&] {
    for (const Wire::Timer& timer : here.wire().take_timers()) timer.work();
  };
  wake();
  BOOST_TEST(before == "timed_out");
  here.clock.advance(29s);
  wake();
  const Note after = here.get();
  BOOST_TEST(here.storage.shared->locked);
  BOOST_TEST((here.wire().requests() == std::vector<std::string>{"POST /refresh"}));
  here.clock.advance(1s);  // as long as the transport may take: it has lost the request
  wake();
  BOOST_TEST(!here.storage.shared->locked);
  here.clock.advance(1s);
  wake();
  BOOST_TEST((here.wire().requests() == std::vector<std::string>{"POST /refresh", "POST /refresh"}));
}

BOOST_AUTO_TEST_CASE(no_timer_is_asked_for_when_nothing_is_due) {
  AsyncScene<keyturn_tests::WakingTransport> here;
  const Note note = here.get({.url = "/notes", .timeout = 5s});
  const auto late = here.wire().take_timers();
  here.clock.advance(5s);
  (void)here.client->poll();
  BOOST_TEST(note == "timed_out");
  (void)here.client->poll();
  BOOST_TEST(here.wire().take_timers().empty());
  late[0].work();
  BOOST_TEST(here.wire().take_timers().empty());
}

BOOST_AUTO_TEST_CASE(a_pause_between_attempts_ends_by_a_timer) {
  AsyncScene<keyturn_tests::WakingTransport> here;
  here.expire();
  const Note note = here.get();
  here.wire().answer(503);
  BOOST_TEST(here.wire().waiting() == 0u);
  here.clock.advance(1s);  // the first pause is no longer than that
  for (const Wire::Timer& timer : here.wire().take_timers()) timer.work();
  BOOST_TEST(here.wire().waiting() == 1u);
  here.wire().answer(granted(2));
  here.wire().answer(200);
  BOOST_TEST(note == "200");
}

BOOST_AUTO_TEST_CASE(without_timers_what_is_due_is_done_with_the_next_call_or_answer) {
  AsyncScene<FreeTransport, LockingStorage> here;
  here.expire();
  here.storage.shared->locked = true;
  const Note note = here.get();
  const Note slow = here.get({.url = "/public", .auth = Auth::none, .timeout = 5s});
  here.storage.shared->locked = false;
  here.clock.advance(1s);
  const Note next = here.get({.url = "/public", .auth = Auth::none});
  BOOST_TEST(here.wire().requests().back() == "POST /refresh");
  here.clock.advance(4s);
  (void)here.wire().take();
  const Wire::Call answered = here.wire().take();
  answered.done(Response{.status = 200});
  BOOST_TEST(next == "200");
  BOOST_TEST(slow == "no_answer");
  here.wire().answer(granted(2));
  here.wire().answer(200);
  BOOST_TEST(note == "200");
}

BOOST_AUTO_TEST_SUITE_END()
