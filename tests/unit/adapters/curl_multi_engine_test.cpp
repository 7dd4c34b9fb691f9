// Checks the engine step by step: what a step does, and when it wants the next.
#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include "adapters/loopback_server.hpp"

#include <keyturn/adapters/curl_multi_engine.hpp>

#include <boost/test/unit_test.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;
using keyturn::CurlMultiOptions;
using keyturn::Request;
using keyturn::Response;
using keyturn::Result;
using keyturn::detail::CurlMultiEngine;
using loopback::Connection;
using loopback::Server;

Request get(std::string url) { return {.url = std::move(url), .timeout = 20s, .max_response = 1u << 20}; }

struct Fixture {
  std::vector<std::string> ended;  // status or error of each call, in order
  std::shared_ptr<CurlMultiEngine> engine = std::make_shared<CurlMultiEngine>(CurlMultiOptions{});

  void send(Request request) {
    engine->send(std::move(request), [this](const Result<Response>& result) {
      ended.push_back(result ? std::to_string(result->status) : std::string{to_string(result.error().code)});
    });
  }
  /// Steps until so many calls have ended.
  void drive(std::size_t until) {
    for (auto due = engine->step(); ended.size() < until; due = engine->step()) engine->wait(due);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(adapters_curl_multi_engine, Fixture)

BOOST_AUTO_TEST_CASE(nothing_happens_outside_of_a_step) {
  BOOST_TEST(!engine->step().has_value());
  send(get("no URL"));
  BOOST_TEST(ended.empty());
  engine->step();
  BOOST_TEST(ended == std::vector<std::string>{"bad_request"}, boost::test_tools::per_element());
  BOOST_TEST(!engine->step().has_value());
}

BOOST_AUTO_TEST_CASE(it_wants_a_step_while_a_call_is_open_and_none_afterwards) {
  Server server{loopback::answer(loopback::ok("x"))};
  send(get(server.url()));
  BOOST_TEST(engine->step().has_value());
  BOOST_TEST(engine->running());
  drive(1);
  BOOST_TEST(ended.front() == "200");
  BOOST_TEST(!engine->step().has_value());
  BOOST_TEST(!engine->running());
}

BOOST_AUTO_TEST_CASE(a_wait_ends_with_a_call_from_elsewhere) {
  Server server{loopback::answer(loopback::ok("x"))};
  std::thread other{[&] {
    send(get(server.url()));
    engine->wake();
  }};
  drive(1);
  other.join();
  BOOST_TEST(ended.front() == "200");
}

BOOST_AUTO_TEST_CASE(a_wake_before_the_wait_is_not_lost) {
  engine->wake();
  const auto begin = std::chrono::steady_clock::now();
  engine->wait(20s);
  BOOST_TEST((std::chrono::steady_clock::now() - begin < 10s));
}

BOOST_AUTO_TEST_CASE(work_waits_for_its_time_and_runs_once) {
  int worked = 0;
  engine->after(1h, [&] { worked += 100; });
  engine->after(0ms, [&] { ++worked; });
  BOOST_TEST(worked == 0);
  const auto next = engine->step();
  BOOST_TEST(worked == 1);
  BOOST_TEST((next > 59min && next <= 1h));
  engine->step();
  BOOST_TEST(worked == 1);
}

BOOST_AUTO_TEST_CASE(work_for_later_than_there_is_time_never_comes) {
  engine->after(std::chrono::milliseconds::max(), [] {});
  BOOST_TEST((engine->step() > 1h));
}

BOOST_AUTO_TEST_CASE(a_step_inside_a_step_does_nothing) {
  std::optional<std::chrono::milliseconds> inner;
  engine->after(0ms, [&] {
    send(get("no URL"));
    inner = engine->step();
  });
  BOOST_TEST((engine->step() == 0ms));
  BOOST_TEST((inner == 0ms));
  BOOST_TEST(ended.empty());
}

BOOST_AUTO_TEST_CASE(a_completion_that_throws_leaves_the_engine_in_order) {
  engine->send(get("no URL"), [](const Result<Response>&) { throw std::runtime_error{"host"}; });
  send(get("no URL either"));
  BOOST_CHECK_THROW(engine->step(), std::runtime_error);
  drive(1);
  BOOST_TEST(ended.front() == "bad_request");
}

BOOST_AUTO_TEST_CASE(closing_ends_what_is_open_wherever_it_is) {
  Server server{[](Connection& c) { c.read(), c.wait_for_close(); }};
  for (int i = 0; i < 20; ++i) send(get(server.url()));
  engine->step();
  send(get(server.url()));
  engine->after(0ms, [&] { ended.emplace_back("worked"); });
  engine->close();
  BOOST_TEST(ended == std::vector<std::string>(21, "cancelled"), boost::test_tools::per_element());
  BOOST_TEST(!engine->step().has_value());
  BOOST_TEST(ended.size() == 21u);
}

BOOST_AUTO_TEST_CASE(what_is_sent_after_the_end_is_cancelled) {
  engine->close();
  send(get("http://127.0.0.1/"));
  BOOST_TEST(ended == std::vector<std::string>{"cancelled"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(closing_from_inside_ends_the_step) {
  for (int i = 0; i < 3; ++i)
    engine->send(get("no URL"), [this](const Result<Response>& result) {
      ended.emplace_back(to_string(result.error().code));
      engine->close();
    });
  BOOST_TEST(!engine->step().has_value());
  BOOST_TEST(ended == (std::vector<std::string>{"bad_request", "cancelled", "cancelled"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_connections_are_no_more_than_was_said) {
  Server server{loopback::answer(loopback::ok("x"))};
  engine = std::make_shared<CurlMultiEngine>(CurlMultiOptions{.max_connections = 3, .max_connections_per_host = 2});
  for (int i = 0; i < 100; ++i) send(get(server.url()));
  drive(100);
  BOOST_TEST(server.accepted() <= 2);
}

BOOST_AUTO_TEST_SUITE_END()
