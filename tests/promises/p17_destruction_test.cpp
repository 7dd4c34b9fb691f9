// P17. Destruction is defined. Only an asynchronous client can be destroyed with calls under way, so these tests use it
// directly; they are the same in both programs.
#include "promise.hpp"

#include <coroutine>
#include <deque>
#include <functional>

using namespace promise;

namespace {

// Requests wait until the test answers them.
struct Unanswered {
  struct Call {
    Request request;
    Completion<Response> done;
  };
  std::mutex mutex;
  std::deque<Call> calls;

  Call take() {
    const std::lock_guard lock{mutex};
    Call call = std::move(calls.at(0));
    calls.pop_front();
    return call;
  }
};

struct HoldingTransport {
  std::shared_ptr<Unanswered> held = std::make_shared<Unanswered>();
  void send(Request request, Completion<Response> done) {
    const std::lock_guard lock{held->mutex};
    held->calls.push_back({std::move(request), std::move(done)});
  }
};

struct FramedTransport : HoldingTransport {
  std::shared_ptr<std::deque<Callback<void()>>> ready = std::make_shared<std::deque<Callback<void()>>>();
  std::optional<std::chrono::milliseconds> poll() {
    for (; !ready->empty(); ready->pop_front()) Callback<void()>{ready->front()}();
    return std::nullopt;
  }
  void answer(Result<Response> result) {
    ready->push_back([call = held->take(), result = std::move(result)] { call.done(result); });
  }
};

TokenSet tokens(std::chrono::seconds live = 100s) {
  TokenSet set;
  set.access_token = "access";
  set.refresh_token = "refresh";
  set.expires_in = live;
  return set;
}

template <class T, class S = SharedMemory>
struct Doomed {
  ManualClock clock{};
  T transport{};
  S storage{clock};
  std::vector<std::string> results{};
  std::optional<AuthClient<T, S, Dialect, Manual>> client{std::in_place, transport, storage,
                                                          dialect(),     Options{}, Manual{clock}};

  Doomed() {
    if (!client->adopt(tokens())) throw std::logic_error{"adopt"};
    (void)client->poll();
  }
  auto note() {
    return [this](auto result) { results.push_back(outcome(result)); };
  }
};

struct Detached {
  struct promise_type {
    Detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};

}  // namespace

BOOST_AUTO_TEST_SUITE(p17_destruction)

BOOST_AUTO_TEST_CASE(every_pending_call_of_every_kind_ends_with_cancelled_once) {
  Doomed<HoldingTransport> here;
  here.clock.advance(90s);
  here.client->get("/sent", here.note());
  here.client->login(Password{"ada", "lovelace"}, here.note());
  here.clock.advance(11s);
  here.client->get("/waits-for-a-token", here.note());
  here.client->access_token(here.note());
  here.client->refresh(here.note());
  here.client->send({.url = "https://elsewhere.test/", .auth = Auth::none}, here.note());
  auto calls = std::exchange(here.transport.held->calls, {});
  BOOST_TEST(calls.size() == 4u);  // two requests, the login, one refresh
  BOOST_TEST(here.results.empty());
  here.client.reset();
  BOOST_TEST(here.results.size() == 6u);
  BOOST_TEST(how_many(here.results, "cancelled") == 6u);
  for (Unanswered::Call& call : calls) call.done(Response{.status = 200});
  calls.clear();
  BOOST_TEST(here.results.size() == 6u);
  BOOST_TEST(!here.storage.is_locked());
}

BOOST_AUTO_TEST_CASE(a_logout_that_waits_for_the_server_is_cancelled_and_the_session_is_gone_all_the_same) {
  Doomed<HoldingTransport> here;
  here.client->logout(here.note());
  here.client.reset();
  BOOST_TEST((here.results == std::vector<std::string>{"cancelled"}));
  BOOST_TEST(!here.storage.record().has_value());
}

BOOST_AUTO_TEST_CASE(what_is_finished_already_is_handed_over_as_it_is) {
  Doomed<FramedTransport> here;
  here.client->get("/answered", here.note());
  here.client->get("/open", here.note());
  here.transport.held->take().done(Response{.status = 200});  // the completion waits for poll()
  BOOST_TEST(here.results.empty());
  here.client.reset();
  BOOST_TEST((here.results == std::vector<std::string>{"200", "cancelled"}));
}

BOOST_AUTO_TEST_CASE(a_refresh_that_was_under_way_goes_on_with_the_next_client) {
  Doomed<HoldingTransport> here;
  here.clock.advance(101s);
  here.client->get("/notes", here.note());
  const auto key = here.transport.held->calls.at(0).request.headers.get("Idempotency-Key");
  BOOST_TEST(key.has_value());
  const std::string first{key.value_or("")};
  here.client.reset();
  here.transport.held->calls.clear();
  here.client.emplace(here.transport, here.storage, dialect(), Options{}, Manual{here.clock});
  here.client->get("/notes", here.note());
  BOOST_TEST(here.transport.held->calls.at(0).request.headers.get("Idempotency-Key").value_or("") == first);
}

BOOST_AUTO_TEST_CASE(waiting_coroutines_resume_inside_the_destructor) {
  Doomed<HoldingTransport> here;
  const auto wait = [](auto& client, std::vector<std::string>& into) -> Detached {
    into.push_back(outcome(co_await client.get("/notes")));
    into.push_back("end");
  };
  wait(*here.client, here.results);
  wait(*here.client, here.results);
  here.client.reset();
  BOOST_TEST((here.results == std::vector<std::string>{"cancelled", "end", "cancelled", "end"}));
}

BOOST_AUTO_TEST_CASE(a_client_may_be_destroyed_inside_a_completion_of_poll) {
  Doomed<FramedTransport> here;
  here.client->get("/first", [&](Result<Response> result) {
    here.results.push_back("first " + outcome(result));
    here.client.reset();
    here.results.push_back("destroyed");
  });
  here.client->get("/second", here.note());
  here.client->access_token(here.note());
  here.transport.answer(Response{.status = 200});
  (void)here.client->poll();
  BOOST_TEST((here.results == std::vector<std::string>{"access", "first 200", "cancelled", "destroyed"}));
}

BOOST_AUTO_TEST_CASE(a_client_may_be_destroyed_inside_the_logout_callback_of_poll) {
  Doomed<FramedTransport> here;
  here.client->on_logout([&](LogoutReason reason) {
    here.results.push_back(name(reason));
    here.client.reset();
  });
  here.client->get("/notes", here.note());
  here.client->logout(here.note());
  for (int i = 0; i < 3 && here.client; ++i) (void)here.client->poll();
  BOOST_TEST(!here.client);
  BOOST_TEST((here.results == std::vector<std::string>{"requested", "cancelled", "cancelled"}));
  BOOST_TEST(!here.storage.record().has_value());
}

BOOST_AUTO_TEST_CASE(a_client_may_be_destroyed_inside_the_event_listener_of_poll) {
  Doomed<FramedTransport> here;
  here.client->on_event([&](const Event&) { here.client.reset(); });
  here.clock.advance(101s);
  here.client->get("/notes", here.note());
  (void)here.client->poll();
  here.transport.answer(Response{.status = 200, .body = R"({"access_token":"a2","refresh_token":"r2"})"});
  (void)here.client->poll();
  BOOST_TEST(!here.client);
  BOOST_TEST((here.results == std::vector<std::string>{"cancelled"}));
  BOOST_TEST(here.storage.refresh_token() == "r2");
}

BOOST_AUTO_TEST_CASE(a_call_that_begins_during_destruction_is_cancelled) {
  Doomed<HoldingTransport> here;
  unsigned more = 5;
  auto& client = *here.client;
  std::function<void(Result<Response>)> again = [&](Result<Response> result) {
    here.results.push_back(outcome(result));
    if (more-- > 0) client.get("/again", again);
  };
  here.client->get("/notes", again);
  const auto open = std::exchange(here.transport.held->calls, {});
  here.client.reset();
  BOOST_TEST(here.results.size() == 6u);
  BOOST_TEST(how_many(here.results, "cancelled") == 6u);
  BOOST_TEST(here.transport.held->calls.empty());
}

// The machine still knows calls that were cancelled a moment ago: what ends the session ends them once more.
BOOST_AUTO_TEST_CASE(the_session_may_be_replaced_or_ended_by_a_completion_during_destruction) {
  for (const bool ends : {false, true}) {
    Doomed<HoldingTransport> here;
    here.clock.advance(101s);
    auto& client = *here.client;
    for (int i = 0; i < 3; ++i)
      client.get("/notes", [&](Result<Response> result) {
        here.results.push_back(outcome(result));
        if (ends)
          client.logout([](Result<void>) {});
        else
          (void)client.adopt(tokens());
        (void)client.session();
      });
    const auto open = std::exchange(here.transport.held->calls, {});
    here.client.reset();
    BOOST_TEST(how_many(here.results, "cancelled") == 3u);
    BOOST_TEST(here.results.size() == 3u);
  }
}

BOOST_AUTO_TEST_CASE(the_destructor_waits_for_a_thread_that_is_inside_a_completion) {
  Doomed<HoldingTransport> here;
  Gate gate;
  std::atomic<bool> left{false};
  here.client->get("/notes", [&](Result<Response>) {
    gate.pass();
    left = true;
  });
  std::thread transport{[call = here.transport.held->take()] { call.done(Response{.status = 200}); }};
  gate.wait_for_arrival();
  std::thread opener{[&] { gate.open(); }};
  here.client.reset();
  BOOST_TEST(left.load());
  opener.join();
  transport.join();
}

BOOST_AUTO_TEST_CASE(answers_may_come_from_threads_while_the_client_dies) {
  for (int round = 0; round < 50; ++round) {
    Doomed<HoldingTransport> here;
    constexpr int count = 40;
    std::atomic<int> ended{0};
    for (int i = 0; i < count; ++i) here.client->get("/notes", [&](Result<Response>) { ++ended; });
    std::barrier start{3};
    const auto answer = [&] {
      start.arrive_and_wait();
      for (int i = 0; i < count / 2; ++i) here.transport.held->take().done(Response{.status = i % 3 == 0 ? 401 : 200});
    };
    std::thread one{answer}, two{answer};
    start.arrive_and_wait();
    here.client.reset();
    BOOST_REQUIRE(ended == count);
    one.join();
    two.join();
    BOOST_REQUIRE(ended == count);
  }
}

BOOST_AUTO_TEST_SUITE_END()
