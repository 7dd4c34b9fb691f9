// Checks what the two asynchronous libcurl transports promise beyond what testing::check_transport looks at.
#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include "adapters/http2_server.hpp"
#include "adapters/loopback_server.hpp"

#include <keyturn/adapters/curl_multi.hpp>
#include <keyturn/testing/check_transport/async_use.hpp>

#include <boost/test/unit_test.hpp>

#include <mutex>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

namespace {

using namespace std::chrono_literals;
using keyturn::CurlMultiOptions;
using keyturn::CurlMultiTransport;
using keyturn::Errc;
using keyturn::PolledCurlMultiTransport;
using keyturn::Request;
using keyturn::Response;
using keyturn::Result;
using keyturn::testing::checks::AsyncOutcome;
using keyturn::testing::checks::AsyncUse;
using loopback::Connection;
using loopback::Server;

using Both = std::tuple<CurlMultiTransport, PolledCurlMultiTransport>;

Request get(std::string url) { return {.url = std::move(url), .timeout = 30s, .max_response = 1u << 20}; }
Request once(std::string url) {
  Request request = get(std::move(url));
  request.at_most_once = true;
  return request;
}

void silence(Connection& c) { c.read(), c.wait_for_close(); }

Errc code_of(const Result<Response>& result) {
  BOOST_TEST_REQUIRE(!result.has_value());
  return result.error().code;
}

using Outcomes = std::vector<std::shared_ptr<const AsyncOutcome>>;

/// Starts so many calls and waits for all of them; how many were answered.
int answered(const AsyncUse& use, const Request& request, int count) {
  Outcomes outcomes;
  for (int i = 0; i < count; ++i) outcomes.push_back(use.start(request));
  int number = 0;
  for (const auto& outcome : outcomes) number += use.wait_for(*outcome, 60s).has_value();
  return number;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(adapters_curl_multi)

BOOST_AUTO_TEST_CASE_TEMPLATE(ten_thousand_calls_wait_for_a_few_connections, T, Both) {
  Server server{loopback::answer(loopback::ok("x"))};
  T transport{CurlMultiOptions{.max_connections_per_host = 4}};
  Request request = get(server.url());
  request.timeout = 5min;
  BOOST_TEST(answered(AsyncUse{transport}, request, 10'000) == 10'000);
  BOOST_TEST(server.accepted() <= 4);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_timeout_covers_waiting_for_a_turn, T, Both) {
  Server server{silence};
  T transport{CurlMultiOptions{.max_connections_per_host = 1}};
  const AsyncUse use{transport};
  const auto first = use.start(get(server.url("/first")));
  use.wait_until([&] { return !server.requests().empty(); }, 10s);
  Request second = get(server.url("/second"));
  second.timeout = 30ms;
  BOOST_TEST((code_of(use.send_and_wait(second)) == Errc::timed_out));
  BOOST_TEST(server.requests().size() == 1u);
  BOOST_TEST(!use.look([&] { return first->done; }));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_call_that_waited_has_only_what_is_left_of_its_time, T, Both) {
  Server server{silence};
  T transport{CurlMultiOptions{.max_connections_per_host = 1}};
  const AsyncUse use{transport};
  Request first = get(server.url()), second = first;
  first.timeout = 50ms;
  second.timeout = 100ms;
  const auto begin = std::chrono::steady_clock::now();
  const auto one = use.start(first), two = use.start(second);
  BOOST_TEST((code_of(use.wait_for(*one)) == Errc::timed_out));
  BOOST_TEST((code_of(use.wait_for(*two)) == Errc::timed_out));
  const auto took = std::chrono::steady_clock::now() - begin;
  BOOST_TEST((took >= 100ms));
  BOOST_TEST((took < 900ms));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_auth_request_waits_for_no_call, T, Both) {
  Server server{[](Connection& c) {
    if (c.read() && c.request().line() == "GET /auth HTTP/1.1") c.write(loopback::ok("new"));
    c.wait_for_close();
  }};
  T transport{CurlMultiOptions{.max_connections = 1, .max_connections_per_host = 1}};
  const AsyncUse use{transport};
  Outcomes calls;
  for (int i = 0; i < 10; ++i) calls.push_back(use.start(get(server.url("/call"))));
  BOOST_TEST(use.send_and_wait(once(server.url("/auth")))->body == "new");
  for (const auto& call : calls) BOOST_TEST(!use.look([&] { return call->done; }));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(connections_are_kept_but_not_those_of_auth_requests, T, Both) {
  Server server{loopback::answer(loopback::ok("x"))};
  T transport;
  const AsyncUse use{transport};
  for (int i = 0; i < 5; ++i) BOOST_TEST(use.send_and_wait(get(server.url())).has_value());
  BOOST_TEST(server.accepted() == 1);
  for (int i = 0; i < 2; ++i) BOOST_TEST(use.send_and_wait(once(server.url())).has_value());
  BOOST_TEST(server.accepted() == 3);
  BOOST_TEST(use.send_and_wait(get(server.url())).has_value());
  BOOST_TEST(server.last().connection == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(over_http2_calls_share_a_connection, T, Both) {
  const loopback::Certificate certificate;
  loopback::Http2Server server{certificate};
  T transport{CurlMultiOptions{.curl = {.ca_file = certificate.file()}}};
  const AsyncUse use{transport};
  BOOST_TEST(use.send_and_wait(get(server.url())).has_value());
  server.together = 50;  // it answers none before all have come
  BOOST_TEST(answered(use, get(server.url()), 50) == 50);
  BOOST_TEST(server.accepted() == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(first_calls_wait_to_see_whether_they_may_share_a_connection, T, Both) {
  const loopback::Certificate certificate;
  loopback::Http2Server server{certificate};
  server.together = 5;
  T transport{CurlMultiOptions{.curl = {.ca_file = certificate.file()}}};
  BOOST_TEST(answered(AsyncUse{transport}, get(server.url()), 5) == 5);
  BOOST_TEST(server.accepted() == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(over_http2_an_auth_request_takes_a_connection_of_its_own, T, Both) {
  const loopback::Certificate certificate;
  loopback::Http2Server server{certificate};
  T transport{CurlMultiOptions{.curl = {.ca_file = certificate.file()}}};
  const AsyncUse use{transport};
  BOOST_TEST(use.send_and_wait(get(server.url())).has_value());
  BOOST_TEST(use.send_and_wait(once(server.url())).has_value());
  BOOST_TEST(server.accepted() == 2);
  BOOST_TEST(use.send_and_wait(get(server.url())).has_value());
  BOOST_TEST(server.accepted() == 2);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_host_that_asks_hears_what_goes_over_the_wire_without_its_secrets, T, Both) {
  Server server{loopback::answer(loopback::ok("mark-answer"))};
  std::mutex mutex;
  std::string heard;
  {
    T transport{CurlMultiOptions{.curl = {.debug = [&](std::string_view line) {
                                   const std::lock_guard lock{mutex};
                                   heard.append(line) += '\n';
                                 }}}};
    const AsyncUse use{transport};
    Request request = get(server.url("/x?code=mark-query"));
    request.headers.add("Authorization", "Bearer mark-access");
    BOOST_TEST(use.send_and_wait(std::move(request)).has_value());
  }
  BOOST_TEST(heard.find("> GET /x?... HTTP/1.1\n") != heard.npos);
  BOOST_TEST(heard.find("> Authorization: [18 bytes]\n") != heard.npos);
  BOOST_TEST(heard.find("mark") == heard.npos, heard);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_the_requests_own_functions_throw_cancels_it_alone, T, Both) {
  Server server{loopback::answer(loopback::ok("x"))};
  T transport;
  const AsyncUse use{transport};
  Request reading = get(server.url()), writing = reading;
  reading.on_data = [](std::string_view) -> bool { throw std::runtime_error{"on_data"}; };
  writing.method = "POST";
  writing.body = keyturn::Body::stream([]() -> keyturn::Reader { throw std::runtime_error{"make"}; });
  BOOST_TEST((code_of(use.send_and_wait(reading)) == Errc::cancelled));
  BOOST_TEST((code_of(use.send_and_wait(writing)) == Errc::cancelled));
  BOOST_TEST(use.send_and_wait(get(server.url())).has_value());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_destructor_cancels_each_call_once_and_what_is_sent_meanwhile_too, T, Both) {
  Server server{silence};
  std::vector<Errc> ended;
  {
    T transport;
    const auto record = [&](const Result<Response>& result) { ended.push_back(code_of(result)); };
    for (int i = 0; i < 20; ++i)
      transport.send(get(server.url()), [&, record](const Result<Response>& result) {
        record(result);
        transport.send(get(server.url()), record);
      });
    AsyncUse{transport}.wait_until([&] { return server.requests().size() >= 8; }, 10s);
  }
  BOOST_TEST((ended == std::vector<Errc>(40, Errc::cancelled)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(it_may_be_moved_while_calls_are_open, T, Both) {
  Server server{loopback::answer(loopback::ok("x"))};
  T first;
  std::atomic<int> ended{0};
  first.send(get(server.url()), [&](const Result<Response>& result) { ended += result.has_value(); });
  T second = std::move(first);
  BOOST_TEST(AsyncUse{second}.send_and_wait(get(server.url())).has_value());
  AsyncUse{second}.wait_until([&] { return ended == 1; }, 10s);
  BOOST_TEST(ended == 1);
  T third;
  third = std::move(second);
  BOOST_TEST(AsyncUse{third}.send_and_wait(get(server.url())).has_value());
}

/// A transport that one of its own calls destroys, and what is called afterwards.
template <class T>
struct Doomed {
  Server server{[](Connection& c) {
    if (!c.read() || !c.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\nfirst")) return;
    while (c.write("more")) std::this_thread::yield();
  }};
  std::unique_ptr<T> transport = std::make_unique<T>();
  std::atomic<int> ended{0}, late{0};
  std::atomic<bool> gone{false};

  void destroy() {
    transport.reset();
    gone = true;
  }
  /// Destroys it in on_data, or in the completion that follows when on_data has said stop.
  void run(bool in_on_data) {
    T& there = *transport;
    constexpr int calls = 6;         // as many as run at once
    for (int i = calls; i-- > 0;) {  // the one that destroys it comes last
      Request request = get(server.url());
      request.on_data = [this, i, in_on_data](std::string_view) {
        late += gone;
        if (i > 0) return true;
        if (in_on_data) destroy();
        return in_on_data;
      };
      there.send(std::move(request), [this, i, in_on_data](const Result<Response>& result) {
        late += gone;
        ended += !result && result.error().code == Errc::cancelled;
        if (i == 0 && !in_on_data) destroy();
      });
    }
    const auto end = std::chrono::steady_clock::now() + 20s;
    while (!gone && std::chrono::steady_clock::now() < end) {
      if constexpr (keyturn::PolledTransport<T>)
        there.poll();
      else
        std::this_thread::yield();
    }
    BOOST_TEST(gone);
    BOOST_TEST(ended == calls);
    BOOST_TEST(late == 0);
  }
};

BOOST_AUTO_TEST_CASE_TEMPLATE(on_data_may_destroy_the_transport, T, Both) { Doomed<T>{}.run(true); }
BOOST_AUTO_TEST_CASE_TEMPLATE(a_completion_may_destroy_the_transport, T, Both) { Doomed<T>{}.run(false); }

BOOST_AUTO_TEST_SUITE_END()
