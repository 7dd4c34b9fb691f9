#include <keyturn/drive/async.hpp>

#include "async_scene.hpp"
#include "leasing_storage.hpp"
#include "locking_storage.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace keyturn_tests;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(drive_async)

BOOST_AUTO_TEST_CASE(a_long_chain_of_calls_that_are_answered_at_once_does_not_recurse) {
  for (const bool refreshes : {false, true}) {
    AsyncScene<> here{{.refresh_budget = {.count = 1'000'000}}};
    here.wire().at_once(answering_all());
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
