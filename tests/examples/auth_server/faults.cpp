// X-Fault: what a client's tests may ask for, and that nobody can where it is not allowed.
#include "client.hpp"

#include "auth_server/faults.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <vector>

using namespace keyturn::example;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

AuthServerConfig with_faults() {
  AuthServerConfig config;
  config.allow_faults = true;
  return config;
}

std::string fault(const std::string& what) { return "X-Fault: " + what + "\r\n"; }

std::string refresh(const json& pair, const std::string& headers = {}) {
  return post("/refresh", json{{"refresh_token", pair.at("refresh_token")}}.dump(),
              "Idempotency-Key: key\r\n" + headers);
}

// What comes before the connection ends; the client ends its half so that the server need not wait for it.
std::string all_of(Client client, const std::string& bytes) {
  client.send(bytes).stop_sending();
  return client.rest();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(faults)

BOOST_AUTO_TEST_CASE(drop_after_commit_acts_and_ends_the_connection_without_a_byte) {
  const RunningServer running{with_faults()};
  const json pair = running.login();
  BOOST_TEST(all_of(running.connect(), refresh(pair, fault("drop-after-commit"))).empty());
  BOOST_TEST(running.server.counters().rotations == 1u);
  BOOST_TEST(running.server.counters().fault_drops_after_commit == 1u);
  const auto again = running.ask(refresh(pair));
  BOOST_TEST(again.result_int() == 200u);
  BOOST_TEST(body_of(again).at("refresh_token") != pair.at("refresh_token"));
  BOOST_TEST(running.server.counters().rotations == 1u);
  BOOST_TEST(running.server.counters().replays == 1u);
}

BOOST_AUTO_TEST_CASE(drop_before_ends_the_connection_and_does_nothing) {
  const RunningServer running{with_faults()};
  const json pair = running.login();
  BOOST_TEST(all_of(running.connect(), refresh(pair, fault("drop-before"))).empty());
  BOOST_TEST(running.server.counters().refresh_requests == 0u);
  BOOST_TEST(running.server.counters().fault_drops_before == 1u);
  BOOST_TEST(running.server.requests("POST", "/refresh") == 0u);
  BOOST_TEST(running.server.presentations().empty());
  BOOST_TEST(running.ask(refresh(pair)).result_int() == 200u);
}

BOOST_AUTO_TEST_CASE(a_status_is_answered_instead_of_acting_and_the_connection_goes_on) {
  const RunningServer running{with_faults()};
  const json pair = running.login();
  auto client = running.connect();
  for (const unsigned status : {200u, 299u, 400u, 401u, 409u, 429u, 500u, 503u, 599u}) {
    const auto answer = client.send(refresh(pair, fault("status=" + std::to_string(status)))).read();
    BOOST_TEST(answer.result_int() == status);
    BOOST_TEST((body_of(answer) == json{{"error", "fault"}}));
    BOOST_TEST(answer.keep_alive());
  }
  for (const unsigned status : {204u, 304u}) {
    const auto answer = client.send(refresh(pair, fault("status=" + std::to_string(status)))).read();
    BOOST_TEST(answer.result_int() == status);
    BOOST_TEST(answer.body().empty());
  }
  BOOST_TEST(running.server.counters().fault_statuses == 11u);
  BOOST_TEST(running.server.counters().refresh_requests == 0u);
  BOOST_TEST(client.send(refresh(pair)).read().result_int() == 200u);
}

BOOST_AUTO_TEST_CASE(a_delay_holds_back_the_answer_and_nothing_else) {
  const RunningServer running{with_faults()};
  const json pair = running.login();
  auto client = running.connect();
  const auto began = std::chrono::steady_clock::now();
  client.send(refresh(pair, fault("delay=300")));
  while (running.server.counters().fault_delays == 0) BOOST_REQUIRE(running.healthy());
  BOOST_TEST(running.server.counters().rotations == 1u);
  BOOST_TEST(client.read().result_int() == 200u);
  BOOST_TEST((std::chrono::steady_clock::now() - began >= 300ms));
  BOOST_TEST(client.send(get("/health", fault("delay=0"))).read().result_int() == 200u);
}

BOOST_AUTO_TEST_CASE(many_delayed_answers_hold_no_thread_and_no_stop) {
  RunningServer running{with_faults()};
  std::vector<Client> waiting;
  for (int number = 0; number < 50; ++number) {
    waiting.emplace_back(running.server.port());
    waiting.back().send(get("/health", fault("delay=60000")));
  }
  while (running.server.counters().fault_delays < 50) BOOST_REQUIRE(running.healthy());
  BOOST_TEST(running.healthy());
  const auto began = std::chrono::steady_clock::now();
  running.server.stop();
  BOOST_TEST((std::chrono::steady_clock::now() - began < 500ms));
  for (Client& client : waiting) BOOST_TEST(client.closed());
}

BOOST_AUTO_TEST_CASE(a_fault_that_does_not_exist_is_400_and_does_nothing) {
  const RunningServer running{with_faults()};
  const json pair = running.login();
  for (const char* what : {"", "drop", "Drop-Before", "drop-before ,delay=1", "delay", "delay=", "delay=-1", "delay=1s",
                           "delay= 5", "status=", "status=199", "status=100", "status=600", "status=2000",
                           "status=99999999999999999999", "status=abc", "status=-200"}) {
    const auto answer = running.ask(refresh(pair, fault(what)));
    BOOST_TEST(answer.result_int() == 400u, what);
    BOOST_TEST(body_of(answer).at("detail").get<std::string>().find("X-Fault") != std::string::npos);
  }
  BOOST_TEST(running.ask(refresh(pair, fault("drop-before") + fault("drop-before"))).result_int() == 400u);
  BOOST_TEST(running.server.counters().refresh_requests == 0u);
}

BOOST_AUTO_TEST_CASE(a_delay_is_a_minute_at_most) {
  HttpRequest request;
  for (const char* what : {"delay=60000", "delay=60001", "delay=4294967296", "delay=99999999999999999999"}) {
    request.set("X-Fault", what);
    const Fault fault = read_fault(request);
    BOOST_TEST((fault.kind == Fault::Kind::delay), what);
    BOOST_TEST((fault.delay == 60s), what);
  }
}

BOOST_AUTO_TEST_CASE(without_the_option_the_header_means_nothing) {
  const RunningServer running;
  json pair = running.login();
  auto client = running.connect();
  for (const char* what : {"drop-after-commit", "drop-before", "delay=60000", "status=503", "nonsense"}) {
    const auto answer = client.send(refresh(pair, fault(what))).read();
    BOOST_TEST(answer.result_int() == 200u, what);
    pair = body_of(answer);
  }
  const Counters counters = running.server.counters();
  BOOST_TEST(counters.rotations == 5u);
  BOOST_TEST(counters.fault_drops_before + counters.fault_drops_after_commit == 0u);
  BOOST_TEST(counters.fault_delays + counters.fault_statuses == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
