#include <keyturn/drive/awaitable.hpp>

#include "async_scene.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <functional>
#include <thread>

using namespace keyturn_tests;
using namespace std::chrono_literals;

// g++ before 13 destroys an aggregate with strings twice that is written out inside a co_await expression, such as
// `client.send({.url = …})` (https://gcc.gnu.org/bugzilla/show_bug.cgi?id=98401): here such things have a name first.

namespace {

// A coroutine that runs at once, and that its owner may destroy while it waits.
struct Task {
  struct promise_type {
    bool* finished = nullptr;
    Task get_return_object() { return Task{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  explicit Task(std::coroutine_handle<promise_type> h) : handle{h} {}
  Task(Task&& other) noexcept : handle{std::exchange(other.handle, nullptr)} {}
  Task& operator=(Task&& other) noexcept {
    std::swap(handle, other.handle);
    return *this;
  }
  ~Task() { destroy(); }
  void destroy() {
    if (handle) std::exchange(handle, nullptr).destroy();
  }
  bool done() const { return handle && handle.done(); }
  std::coroutine_handle<promise_type> handle;
};

template <class Client>
Task get_note(Client& client, Note note) {
  note(co_await client.get("/notes"));
}
template <class Client>
Task token(Client& client, Note note) {
  note(co_await client.access_token());
}

// What a test's own `start` keeps.
struct Later {
  std::optional<Completion<int>> done{};
  int started = 0;
  auto operator()() {
    return awaitable<int>([this](Completion<int> completion) {
      ++started;
      done = std::move(completion);
    });
  }
};

Task wait_for(Later& later, std::vector<int>& results) {
  const auto result = co_await later();
  results.push_back(result.value_or(-1));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(drive_awaitable)

BOOST_AUTO_TEST_CASE(nothing_happens_before_co_await) {
  Later later;
  {
    const auto unused = later();
    BOOST_TEST(later.started == 0);
  }
  std::vector<int> results;
  const Task task = wait_for(later, results);
  BOOST_TEST(later.started == 1);
  BOOST_TEST(!task.done());
  (*later.done)(7);
  BOOST_TEST(task.done());
  BOOST_TEST((results == std::vector{7}));
}

BOOST_AUTO_TEST_CASE(a_result_that_is_there_at_once_does_not_suspend) {
  std::vector<int> results;
  const auto loop = [](std::vector<int>& into) -> Task {
    for (int i = 0; i < 100'000; ++i) {
      const auto result = co_await awaitable<int>([i](Completion<int> done) { done(i); });
      into.push_back(*result);
    }
  };
  const Task task = loop(results);
  BOOST_TEST(task.done());
  BOOST_TEST(results.size() == 100'000u);
  BOOST_TEST(results.back() == 99'999);
}

BOOST_AUTO_TEST_CASE(a_completion_that_is_dropped_or_repeated_resumes_once) {
  Later later;
  std::vector<int> results;
  const Task dropped = wait_for(later, results);
  later.done.reset();
  BOOST_TEST(dropped.done());
  const Task repeated = wait_for(later, results);
  (*later.done)(1);
  (*later.done)(2);
  BOOST_TEST((results == std::vector{-1, 1}));
}

BOOST_AUTO_TEST_CASE(a_coroutine_that_was_destroyed_is_not_resumed) {
  Later later;
  std::vector<int> results;
  Task task = wait_for(later, results);
  task.destroy();
  (*later.done)(7);
  BOOST_TEST(results.empty());
}

// While the call starts, completions of others may run, and one of them may end this very coroutine.
BOOST_AUTO_TEST_CASE(a_coroutine_may_be_destroyed_while_its_call_starts) {
  std::optional<Task> task;
  std::function<void()> on_start;
  std::optional<Completion<int>> kept;
  bool resumed = false;
  const auto coroutine = [](auto& first, auto& start, auto& keep, bool& flag) -> Task {
    (void)co_await awaitable<int>([&](Completion<int> done) { first = std::move(done); });
    (void)co_await awaitable<int>([&](Completion<int> done) {
      keep = std::move(done);
      start();
    });
    flag = true;
  };
  std::optional<Completion<int>> first;
  task.emplace(coroutine(first, on_start, kept, resumed));
  on_start = [&] { task->destroy(); };
  (*first)(1);
  BOOST_TEST(!resumed);
  (*kept)(7);
  BOOST_TEST(!resumed);
}

BOOST_AUTO_TEST_CASE(a_completion_from_another_thread_resumes_there_or_here_but_once) {
  for (int i = 0; i < 1000; ++i) {
    std::atomic<int> resumed{0};
    std::thread other;
    const auto coroutine = [](std::thread& thread, std::atomic<int>& count) -> Task {
      const auto result = co_await awaitable<int>(
          [&thread](Completion<int> done) { thread = std::thread{[done = std::move(done)] { done(7); }}; });
      count += *result;
    };
    const Task task = coroutine(other, resumed);
    other.join();
    BOOST_REQUIRE(resumed == 7);
    BOOST_REQUIRE(task.done());
  }
}

BOOST_AUTO_TEST_CASE(every_call_has_an_awaitable_form) {
  AsyncScene<> here{{}, false};
  here.wire().at_once([](const Request& request) -> std::optional<Result<Response>> {
    if (request.url.ends_with("/login")) return granted(1);
    if (request.url.ends_with("/refresh")) return granted(2);
    return Response{.status = 200, .body = request.method + std::string{request.body.view().value_or("")}};
  });
  std::string heard;
  const auto all = [](auto& client, std::string& text) -> Task {
    const auto say = [&](const Result<Response>& result) { text += result->body + " "; };
    const Password grant{"ada", "lovelace"};
    const Result<void> in = co_await client.login(grant);
    text += in ? "in " : "no ";
    const Result<AccessToken> first = co_await client.access_token();
    text += std::string{first->value()} + " ";
    const Result<void> refreshed = co_await client.refresh();
    text += refreshed ? "refreshed " : "no ";
    Request request{.url = "/a"};
    say(co_await client.send(std::move(request)));
    say(co_await client.get("/a"));
    say(co_await client.del("/a"));
    Body one{"1"}, two{"2"}, three{"3"};
    say(co_await client.post("/a", one));
    say(co_await client.put("/a", two, "text/plain"));
    say(co_await client.patch("/a", three));
    const Result<void> out = co_await client.logout();
    text += out ? "out" : "no";
  };
  const Task task = all(*here.client, heard);
  BOOST_TEST(task.done());
  BOOST_TEST(heard == "in access-1 refreshed GET GET DELETE POST1 PUT2 PATCH3 out");
}

BOOST_AUTO_TEST_CASE(destroying_one_waiting_coroutine_harms_nobody_else) {
  AsyncScene<> here;
  here.expire();
  Note first, second, third;
  Task one = get_note(*here.client, first);
  const Task two = get_note(*here.client, second);
  const Task three = token(*here.client, third);
  BOOST_TEST(here.wire().requests().size() == 1u);  // the refresh, which the first one began
  one.destroy();
  here.wire().answer(granted(2));
  BOOST_TEST(third == "access-2");
  while (here.wire().waiting() > 0) here.wire().answer(200);
  BOOST_TEST(first == "");
  BOOST_TEST(second == "200");
  BOOST_TEST(three.done());
  BOOST_TEST(two.done());
}

BOOST_AUTO_TEST_CASE(a_loop_of_calls_that_are_answered_at_once_does_not_recurse) {
  AsyncScene<> here;
  here.wire().at_once([](const Request&) { return Response{.status = 200}; });
  int count = 0;
  const auto loop = [](auto& client, int& answers) -> Task {
    for (int i = 0; i < 100'000; ++i) {
      const auto answer = co_await client.get("/notes");
      if (answer && answer->status == 200) ++answers;
    }
  };
  const Task task = loop(*here.client, count);
  BOOST_TEST(task.done());
  BOOST_TEST(count == 100'000);
}

BOOST_AUTO_TEST_CASE(a_loop_with_a_polled_transport_goes_on_in_poll) {
  AsyncScene<FramedTransport> here;
  here.wire().at_once([](const Request&) { return Response{.status = 200}; });
  int count = 0;
  const auto loop = [](auto& client, int& answers) -> Task {
    for (int i = 0; i < 10'000; ++i) {
      const auto answer = co_await client.get("/notes");
      if (answer && answer->status == 200) ++answers;
    }
  };
  const Task task = loop(*here.client, count);
  BOOST_TEST(count == 0);
  while (!task.done()) BOOST_REQUIRE((here.client->poll() == 0ms || task.done()));
  BOOST_TEST(count == 10'000);
}

BOOST_AUTO_TEST_SUITE_END()
