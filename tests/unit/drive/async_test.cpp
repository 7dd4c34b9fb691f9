#include <keyturn/drive/async.hpp>

#include "async_scene.hpp"
#include "leasing_storage.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <functional>
#include <future>
#include <stdexcept>
#include <thread>

using namespace keyturn_tests;
using namespace std::chrono_literals;

namespace {

// A storage whose lock the test can hold, as another process would, and whose operations it can hold up.
struct LockingStorage {
  struct Shared {
    MemoryStorage memory{};
    std::atomic<bool> locked{false}, throws{false};
    std::atomic<int> tries{0};
    Callback<void()> before_load{};
  };
  struct Lock {
    std::shared_ptr<Shared> held;
    explicit Lock(std::shared_ptr<Shared> of) : held{std::move(of)} {}
    Lock(Lock&&) noexcept = default;
    Lock& operator=(Lock&&) = delete;
    ~Lock() {
      if (held) held->locked = false;
    }
  };
  std::shared_ptr<Shared> shared = std::make_shared<Shared>();

  void check() const {
    if (shared->throws) throw std::runtime_error{"storage"};
  }
  Result<std::optional<Secret>> load(std::string_view account) {
    if (const auto before = shared->before_load) before();
    return check(), shared->memory.load(account);
  }
  Result<void> save(std::string_view account, const Secret& record) {
    return check(), shared->memory.save(account, record);
  }
  Result<void> erase(std::string_view account) { return check(), shared->memory.erase(account); }
  Result<Lock> lock(std::string_view, std::chrono::milliseconds patience) {
    check();
    ++shared->tries;
    if (patience.count() != 0) throw std::logic_error{"the asynchronous client must not block"};
    if (shared->locked.exchange(true)) return Error{.code = Errc::storage_busy};
    return Lock{shared};
  }
};
static_assert(SharedStorage<LockingStorage>);

// Everything is answered inside `send`; tokens live `seconds`.
Wire::AtOnce server(int seconds = 100) {
  return [next = std::make_shared<std::atomic<int>>(2), seconds](const Request& request) -> Result<Response> {
    if (request.url.ends_with("/refresh") || request.url.ends_with("/login")) return granted((*next)++, seconds);
    return Response{.status = 200};
  };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(drive_async)

// --- completions, wherever they come from ---

BOOST_AUTO_TEST_CASE(a_long_chain_of_calls_that_are_answered_at_once_does_not_recurse) {
  for (const bool refreshes : {false, true}) {
    AsyncScene<> here{{.refresh_budget = {.count = 1'000'000}}};
    here.wire().at_once(server());
    int left = 100'000;
    std::function<void(Result<Response>)> again = [&](Result<Response> answer) {
      if (!answer) return;
      if (refreshes && left % 10 == 0) here.expire();
      if (--left > 0) here.client->get("/notes", again);
    };
    here.client->get("/notes", again);
    BOOST_TEST(left == 0);
    BOOST_TEST(here.wire().sent() == (refreshes ? 110'000u : 100'000u));
  }
}

BOOST_AUTO_TEST_CASE(late_answers_find_nobody) {
  AsyncScene<> here;
  const Note note = here.get({.url = "/notes", .timeout = 5s});
  const Wire::Call call = here.wire().take();
  here.clock.advance(5s);
  (void)here.client->poll();
  BOOST_TEST(note == "timed_out");
  call.done(Response{.status = 200});
  BOOST_TEST(note == "timed_out");
  const Note other = here.get();
  const Wire::Call orphan = here.wire().take();
  here.client.reset();
  BOOST_TEST(other == "cancelled");
  orphan.done(Response{.status = 200});
  BOOST_TEST(other == "cancelled");
}

BOOST_AUTO_TEST_CASE(the_first_answer_counts_and_one_that_is_dropped_is_no_answer) {
  AsyncScene<> here;
  const Note repeated = here.get();
  const Wire::Call call = here.wire().take();
  call.done(Response{.status = 200});
  call.done(Response{.status = 500});
  BOOST_TEST(repeated == "200");
  const Note dropped = here.get();
  (void)here.wire().take();
  BOOST_TEST(dropped == "no_answer");
}

BOOST_AUTO_TEST_CASE(answers_of_an_earlier_request_do_not_end_a_later_one) {
  AsyncScene<> here;
  const Note note = here.get();
  const Wire::Call first = here.wire().take();
  first.done(Response{.status = 401});
  here.wire().answer(granted(2));
  first.done(Response{.status = 200});
  BOOST_TEST(note == "");
  here.wire().answer(204);
  BOOST_TEST(note == "204");
}

// --- one thing at a time, and nobody held up ---

BOOST_AUTO_TEST_CASE(completions_run_one_at_a_time_none_inside_another) {
  AsyncScene<> here;
  here.wire().at_once(server());
  int inside = 0, deepest = 0, ended = 0;
  std::function<void(Result<Response>)> work = [&](Result<Response>) {
    deepest = std::max(deepest, ++inside);
    if (++ended < 10) here.client->get("/notes", work);
    --inside;
  };
  here.client->get("/notes", work);
  BOOST_TEST(ended == 10);
  BOOST_TEST(deepest == 1);
}

BOOST_AUTO_TEST_CASE(the_session_can_be_asked_and_replaced_at_once_also_from_callbacks) {
  AsyncScene<FreeTransport, LockingStorage> here{{}, false};
  std::string heard;
  TokenSet tokens = *PlainProtocol{}.read_tokens(granted(5));
  here.client->get("/notes", [&](Result<Response> result) {
    heard += text(result) + " ";
    heard += here.client->logged_in() ? "in " : "out ";
    heard += here.client->adopt(tokens).has_value() ? "adopted " : "no ";
    heard += here.client->session().logged_in ? "in " : "out ";
  });
  BOOST_TEST(heard == "not_logged_in out adopted in ");
  heard.clear();
  here.client->on_logout([&](LogoutReason) {
    heard += here.client->logged_in() ? "in " : "out ";
    heard += here.client->adopt(tokens).has_value() ? "adopted " : "no ";
    heard += here.client->session().logged_in ? "in " : "out ";
  });
  const Note note = here.logout();
  BOOST_TEST(heard == "out adopted in ");
  here.wire().answer(200);
  BOOST_TEST(note == "ok");
}

BOOST_AUTO_TEST_CASE(callbacks_may_call_the_client) {
  AsyncScene<> here;
  here.wire().at_once(server());
  std::string heard;
  here.client->on_logout([&](LogoutReason) {
    heard += "logout ";
    here.client->login(Password{"ada", "x"}, [&](Result<void> result) { heard += "login " + text(result) + " "; });
  });
  here.client->logout([&](Result<void> result) { heard += "out " + text(result); });
  BOOST_TEST(heard == "logout login ok out ok");
  BOOST_TEST(here.token() == "access-2");
}

// No transport should, but one that does must not wait for itself.
BOOST_AUTO_TEST_CASE(a_transport_that_asks_the_client_inside_send_is_not_kept_waiting) {
  AsyncScene<> here;
  std::string heard;
  here.wire().at_once([&](const Request& request) -> std::optional<Result<Response>> {
    if (!request.url.ends_with("/refresh")) return std::nullopt;
    heard += here.client->logged_in() ? "in " : "out ";
    heard += text(here.client->adopt(*PlainProtocol{}.read_tokens(granted(7))));
    return std::nullopt;
  });
  here.expire();
  (void)here.token();
  BOOST_TEST(heard == "in storage_busy");
  BOOST_TEST(here.token() == "access-7");
}

BOOST_AUTO_TEST_CASE(an_early_refresh_holds_up_nobody) {
  AsyncScene<> here;
  here.clock.advance(95s);
  const Note first = here.get(), second = here.get();
  BOOST_TEST((here.wire().requests() == std::vector<std::string>{"GET /notes", "POST /refresh", "GET /notes"}));
  here.wire().answer(200);
  BOOST_TEST(first == "200");
  here.wire().answer(granted(2));
  here.wire().answer(200);
  BOOST_TEST(second == "200");
  BOOST_TEST(here.token() == "access-2");
}

BOOST_AUTO_TEST_CASE(events_come_in_the_order_in_which_things_happened) {
  AsyncScene<> here;
  here.wire().at_once([first = true](const Request& request) mutable -> Result<Response> {
    if (request.url.ends_with("/refresh")) return granted(2);
    return Response{.status = std::exchange(first, false) ? 401 : 200};
  });
  BOOST_TEST(here.get() == "200");
  BOOST_TEST((here.events == std::vector{Event::Kind::refreshed, Event::Kind::replayed}));
}

BOOST_AUTO_TEST_CASE(a_slow_storage_holds_up_those_alone_who_need_it) {
  AsyncScene<FreeTransport, LockingStorage> here;
  std::promise<void> loading, go_on;
  here.storage.shared->before_load = [&] {
    loading.set_value();
    go_on.get_future().wait();
  };
  here.clock.advance(95s);  // an early refresh looks into the storage
  const Note before = here.get({.url = "/public", .auth = Auth::none});
  const Wire::Call answered_meanwhile = here.wire().take();
  auto refresher = std::async(std::launch::async, [&] { return *here.token(); });
  loading.get_future().wait();
  answered_meanwhile.done(Response{.status = 200});
  BOOST_TEST(before == "200");
  const Note during = here.get();
  here.wire().answer(200);
  BOOST_TEST(during == "200");
  here.storage.shared->before_load = {};
  go_on.set_value();
  BOOST_TEST(refresher.get() == "access-1");
}

// --- polled transports ---

BOOST_AUTO_TEST_CASE(with_a_polled_transport_everything_happens_inside_poll) {
  AsyncScene<FramedTransport> here;
  here.wire().at_once(server());
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
  here.wire().at_once(server());
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
  here.wire().at_once(server());
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

// --- time ---

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

// --- the lock of a shared storage ---

BOOST_AUTO_TEST_CASE(a_lock_that_somebody_holds_is_tried_again_without_blocking) {
  AsyncScene<FreeTransport, LockingStorage> here;
  here.expire();
  here.storage.shared->locked = true;
  here.storage.shared->tries = 0;
  const Note note = here.get();
  for (int i = 0; i < 20; ++i) {
    const auto next = here.client->poll();
    BOOST_REQUIRE(next.has_value());
    BOOST_TEST((*next > 0ms && *next <= 100ms));
    here.clock.advance(*next);
  }
  BOOST_TEST(here.storage.shared->tries == 20);
  here.storage.shared->locked = false;
  (void)here.client->poll();
  here.wire().answer(granted(2));
  here.wire().answer(200);
  BOOST_TEST(note == "200");
  BOOST_TEST(!here.storage.shared->locked);
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

BOOST_AUTO_TEST_CASE(patience_with_a_lock_ends) {
  AsyncScene<FreeTransport, LockingStorage> here{{.request_timeout = 60s, .lock_patience = 2s}};
  here.expire();
  here.storage.shared->locked = true;
  const Note note = here.get();
  auto waited = 0ms;
  while (note == "") {
    const auto next = here.client->poll();
    if (note != "") break;
    BOOST_REQUIRE(next.has_value());
    waited += *next;
    here.clock.advance(*next);
  }
  BOOST_TEST((waited == 2s));
  BOOST_TEST(note == "refresh_unavailable");
}

BOOST_AUTO_TEST_CASE(a_logout_overtakes_a_login_that_waits_for_the_lock) {
  AsyncScene<FreeTransport, LockingStorage> here;
  here.storage.shared->locked = true;
  const Note login = here.login();
  here.wire().answer(granted(7));
  BOOST_TEST(login == "");
  const Note logout = here.logout();
  BOOST_TEST(login == "session_ended");
  BOOST_TEST(!here.client->logged_in());
  BOOST_TEST(!here.storage.shared->memory.load("default")->has_value());
  while (here.wire().waiting() > 0) here.wire().answer(200);
  here.clock.advance(20s);
  (void)here.client->poll();
  BOOST_TEST(logout == "storage_busy");
}

BOOST_AUTO_TEST_CASE(while_a_login_waits_for_the_lock_the_session_cannot_be_told) {
  AsyncScene<FreeTransport, LockingStorage> here{{}, false};
  here.storage.shared->locked = true;
  const Note login = here.login();
  here.wire().answer(granted(7));
  BOOST_TEST((here.client->restore().error().code == Errc::storage_busy));
  here.storage.shared->locked = false;
  here.clock.advance(1s);
  (void)here.client->poll();
  BOOST_TEST(login == "ok");
  BOOST_TEST(here.client->logged_in());
}

// --- host code that throws ---

BOOST_AUTO_TEST_CASE(exceptions_of_the_transport_are_lost_answers) {
  AsyncScene<> here;
  here.wire().at_once([](const Request&) -> Result<Response> { throw std::runtime_error{"transport"}; });
  BOOST_TEST(here.get() == "no_answer");
  here.expire();
  const Note note = here.get();
  here.wire().at_once({});
  here.clock.advance(1s);
  (void)here.client->poll();
  here.wire().answer(granted(2));
  here.wire().answer(200);
  BOOST_TEST(note == "200");
}

BOOST_AUTO_TEST_CASE(exceptions_of_storage_are_failures_of_it) {
  AsyncScene<FreeTransport, LockingStorage> here{{}, false};
  here.storage.shared->throws = true;
  BOOST_TEST((here.client->restore().error().code == Errc::storage_failed));
  BOOST_TEST(here.get() == "storage_failed");
  TokenSet tokens = *PlainProtocol{}.read_tokens(granted(1));
  BOOST_TEST(here.client->adopt(tokens).has_value());
  BOOST_TEST(here.token() == "access-1");
}

BOOST_AUTO_TEST_CASE(exceptions_of_callbacks_and_completions_stop_nothing) {
  AsyncScene<> here;
  here.client->on_event([](const Event&) { throw std::runtime_error{"event"}; });
  here.client->on_logout([](LogoutReason) { throw std::runtime_error{"logout"}; });
  here.wire().at_once(server());
  here.client->get("/notes", [](Result<Response>) { throw std::runtime_error{"completion"}; });
  BOOST_TEST(here.get() == "200");
  BOOST_TEST(here.logout() == "ok");
}

// --- many threads ---

BOOST_AUTO_TEST_CASE(many_threads_complete_every_call_once) {
  constexpr int threads = 8, calls = 200;
  Wire wire;
  wire.at_once(
      [next = std::make_shared<std::atomic<int>>(2)](const Request& request) -> std::optional<Result<Response>> {
        if (request.url.ends_with("/refresh")) return granted((*next)++);
        if (next->load() % 3 == 0) return std::nullopt;
        return Response{.status = request.url.ends_with("/refused") && *next < 6 ? 401 : 200};
      });
  AuthClient client{FreeTransport{wire}, MemoryStorage{}, PlainProtocol{},
                    Options{.refresh_budget = {.count = 100'000}}, Hosted{}};
  BOOST_TEST(client.adopt(*PlainProtocol{}.read_tokens(granted(1))).has_value());
  std::atomic<int> started{0}, ended{0}, twice{0};
  std::atomic<bool> done{false};
  std::thread answering{[&] {
    while (!done || wire.waiting() > 0)
      if (wire.waiting() > 0) wire.answer(200);
  }};
  std::vector<std::thread> hammering;
  for (int t = 0; t < threads; ++t)
    hammering.emplace_back([&, t] {
      for (int i = 0; i < calls; ++i) {
        ++started;
        const auto once = [&, fired = std::make_shared<std::atomic<bool>>(false)](auto) {
          if (fired->exchange(true)) ++twice;
          ++ended;
        };
        if ((i + t) % 7 == 0)
          client.refresh(once);
        else if ((i + t) % 5 == 0)
          client.access_token(once);
        else
          client.get(i % 2 != 0 ? "/notes" : "/refused", once);
        if (i % 50 == 0) (void)client.session();
        if (i % 60 == 0) (void)client.poll();
      }
    });
  for (std::thread& thread : hammering) thread.join();
  done = true;
  answering.join();
  (void)client.poll();
  BOOST_TEST(ended == started);
  BOOST_TEST(twice == 0);
}

BOOST_AUTO_TEST_CASE(a_thread_that_asks_at_once_waits_for_the_one_that_reads) {
  AsyncScene<FreeTransport, LockingStorage> here{{}, false};
  std::promise<void> loading, go_on;
  here.storage.shared->before_load = [&] {
    loading.set_value();
    go_on.get_future().wait();
    here.storage.shared->before_load = {};
  };
  auto first = std::async(std::launch::async, [&] { return here.client->logged_in(); });
  loading.get_future().wait();
  auto second = std::async(std::launch::async, [&] { return here.client->logged_in(); });
  const Note note = here.get();
  BOOST_TEST(note == "");
  (void)here.client->poll();  // time alone ends nothing that asks at once
  go_on.set_value();
  BOOST_TEST(!first.get());
  BOOST_TEST(!second.get());
  BOOST_TEST(note == "not_logged_in");
}

// --- what is left behind ---

BOOST_AUTO_TEST_CASE(a_call_that_ended_keeps_nothing) {
  AsyncScene<> here;
  const auto kept = std::make_shared<int>();
  here.client->send({.url = "/notes", .on_data = [kept](std::string_view) { return true; }},
                    [kept](Result<Response>) {});
  const Completion<Response> done = here.wire().take().done;
  BOOST_TEST(kept.use_count() > 1);
  done(Response{.status = 200});
  BOOST_TEST(kept.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(a_lock_that_can_lapse_outlasts_each_attempt_or_nothing_is_sent) {
  AsyncScene<FreeTransport, LeasingStorage> scene;
  scene.expire();
  *scene.storage.lapsed = true;
  scene.refresh();
  BOOST_TEST(scene.wire().sent() == 0u);
  BOOST_TEST(scene.storage.extensions->empty());
  *scene.storage.lapsed = false;
  scene.clock.advance(2s);
  (void)scene.client->poll();
  BOOST_TEST(scene.wire().sent() == 1u);
  BOOST_TEST_REQUIRE(scene.storage.extensions->size() == 1u);
  BOOST_TEST((scene.storage.extensions->front() > 30s));
}

BOOST_AUTO_TEST_CASE(what_others_change_is_seen_without_a_call) {
  AsyncScene<FreeTransport, LeasingStorage> scene;
  scene.storage.rotate_elsewhere(*PlainProtocol{}.read_tokens(granted(2)));
  BOOST_TEST((scene.events == std::vector{Event::Kind::found_newer}));
  BOOST_TEST(scene.token() == "access-2");
  scene.client.reset();
  BOOST_TEST(!*scene.storage.changed);
}

BOOST_AUTO_TEST_CASE(a_protocol_may_forbid_to_ask_again_while_the_token_is_valid) {
  for (const auto rule : {UnknownOutcome::Rule::repeat, UnknownOutcome::Rule::wait}) {
    testing::ManualClock clock;
    FreeTransport transport;
    PlainProtocol protocol;
    protocol.after_lost.rule = rule;
    AuthClient<FreeTransport, MemoryStorage, PlainProtocol, testing::Manual> client{
        transport, {}, protocol, {}, testing::Manual{clock}};
    BOOST_TEST(client.adopt(*protocol.read_tokens(granted(1))).has_value());
    clock.advance(95s);
    Note early, later;
    client.access_token(early);
    transport.wire.answer(Error{.code = Errc::no_answer});
    clock.advance(2s);
    client.access_token(later);
    BOOST_TEST(early == "access-1");
    BOOST_TEST(later == "access-1");
    BOOST_TEST(transport.wire.sent() == (rule == UnknownOutcome::Rule::wait ? 1u : 2u));
  }
}

BOOST_AUTO_TEST_SUITE_END()
