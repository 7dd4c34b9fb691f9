// The auth server on real sockets, with clients that are big, slow, broken, many, or at once.
#include "client.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <future>
#include <set>
#include <thread>
#include <vector>

using namespace keyturn::example;
using namespace std::chrono_literals;

namespace {

AuthServerConfig impatient() {
  AuthServerConfig config;
  config.http.head_timeout = 50ms;
  config.http.body_timeout = 50ms;
  config.http.idle_timeout = 50ms;
  return config;
}

bool accepts(unsigned short port) {
  try {
    const Client client{port};
    return true;
  } catch (const boost::system::system_error&) {
    return false;
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sockets)

BOOST_AUTO_TEST_CASE(the_flow_runs_over_one_connection) {
  RunningServer running;
  auto client = running.connect();
  const auto pair = body_of(client.send(post("/login", R"({"username":"ada","password":"lovelace"})")).read());
  const std::string bearer = "Authorization: Bearer " + pair.at("access_token").get<std::string>() + "\r\n";
  BOOST_TEST(body_of(client.send(get("/me", bearer)).read()).at("username") == "ada");
  BOOST_TEST(client.send(post("/notes", R"({"text":"x"})", bearer)).read().result_int() == 201u);
  const auto out = client.send(post("/logout", "", bearer)).read();
  BOOST_TEST(out.result_int() == 204u);
  BOOST_TEST(out.count("Content-Length") == 0u);
  const auto refused = client.send(get("/me", bearer)).read();
  BOOST_TEST(refused.result_int() == 401u);
  BOOST_TEST(refused.count("Date") == 1u);
  BOOST_TEST(running.server.requests() == 5u);
  BOOST_TEST(running.server.requests("GET", "/me", 401) == 1u);
}

BOOST_AUTO_TEST_CASE(it_listens_on_ipv6_too) {
  AuthServerConfig config;
  config.address = "::1";
  try {
    RunningServer running{config};
    BOOST_TEST(running.server.url() == "http://[::1]:" + std::to_string(running.server.port()));
    Client client{running.server.port(), "::1"};
    BOOST_TEST(client.send(get("/health")).read().result_int() == 200u);
  } catch (const std::system_error&) {
    BOOST_TEST_MESSAGE("this machine has no IPv6");
  }
}

BOOST_AUTO_TEST_CASE(a_port_in_use_is_an_error_and_not_a_wait) {
  const RunningServer running;
  AuthServerConfig config;
  config.port = running.server.port();
  BOOST_CHECK_THROW(AuthServer{config}, std::system_error);
}

BOOST_AUTO_TEST_CASE(a_body_over_64_KiB_is_413_and_the_connection_ends) {
  const RunningServer running;
  const auto expect_413 = [&](const std::string& bytes) {
    auto client = running.connect();
    client.send(bytes);
    BOOST_TEST(client.read().result_int() == 413u);
    client.stop_sending();
    BOOST_TEST(client.closed());
  };
  const std::string over(64 * 1024 + 1, 'x');
  expect_413(post("/login", over));
  expect_413(post("/login", std::string(5'000'000, 'x')));
  expect_413("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n");
  expect_413("POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n10001\r\n" + over);
  BOOST_TEST(running.ask(post("/login", std::string(64 * 1024, 'x'))).result_int() == 400u);
}

BOOST_AUTO_TEST_CASE(headers_over_32_KiB_are_431_and_a_16_KiB_token_is_fine) {
  const RunningServer running;
  for (const std::string& bytes :
       {get("/health", "X-Big: " + std::string(33 * 1024, 'x') + "\r\n"), get("/" + std::string(33 * 1024, 'x')),
        get("/health", "X-Endless: " + std::string(1'000'000, 'x'))})
    BOOST_TEST(running.ask(bytes).result_int() == 431u);
  std::string many;
  for (int line = 0; line < 4000; ++line) many += "X-" + std::to_string(line) + ": y\r\n";
  BOOST_TEST(running.ask(get("/health", many)).result_int() == 431u);
  const std::string token = "Authorization: Bearer " + std::string(16 * 1024, 'x') + "\r\n";
  BOOST_TEST(running.ask(get("/me", token)).result_int() == 401u);
}

BOOST_AUTO_TEST_CASE(a_slow_sender_is_408_and_an_idle_one_is_closed_without_a_word) {
  const RunningServer running{impatient()};
  for (const char* bytes :
       {"G", "GET /health HTTP/1.1\r\nHost:", "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc",
        "POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"}) {
    auto client = running.connect();
    client.send(bytes);
    const auto answer = client.read();
    BOOST_TEST(answer.result_int() == 408u);
    BOOST_TEST(!answer.keep_alive());
    client.stop_sending();
    BOOST_TEST(client.closed());
  }
  auto idle = running.connect();
  BOOST_TEST(idle.closed());
  auto used = running.connect();
  BOOST_TEST(used.send(get("/health")).read().result_int() == 200u);
  BOOST_TEST(used.closed());
  BOOST_TEST(running.healthy());
}

BOOST_AUTO_TEST_CASE(who_drips_bytes_does_not_get_more_time_by_it) {
  const RunningServer running{impatient()};
  auto client = running.connect();
  std::jthread dripping{[&client](const std::stop_token& stop) {
    client.send("GET /health HTTP/1.1\r\nX: ");
    while (!stop.stop_requested()) {
      client.send("x");
      std::this_thread::sleep_for(5ms);
    }
  }};
  BOOST_TEST(client.read().result_int() == 408u);
}

BOOST_AUTO_TEST_CASE(garbage_is_400_and_never_more) {
  const RunningServer running;
  for (const std::string& bytes :
       {std::string{"\r\n\r\n\r\n"}, std::string{"hello\r\n\r\n"},
        std::string{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", 9} + "\r\n",
        std::string{"GET /health HTTP/9.9\r\nHost: x\r\n\r\n"}, std::string{"GET  HTTP/1.1\r\nHost: x\r\n\r\n"},
        std::string{"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"}, std::string{"GET /health HTTP/1.1\r\nHost x\r\n\r\n"},
        std::string{"GET /health HTTP/1.1\r\n\r\n"}, std::string{"GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"},
        std::string{"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"},
        std::string{"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"},
        std::string{
            "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        std::string{"POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"},
        std::string(100, '\0')}) {
    const auto answer = running.ask(bytes);
    BOOST_TEST(answer.result_int() == 400u, bytes);
    BOOST_TEST(body_of(answer).at("error") == "bad_request");
    BOOST_TEST(!answer.keep_alive());
  }
  BOOST_TEST(running.healthy());
}

BOOST_AUTO_TEST_CASE(pipelined_requests_are_answered_in_order) {
  const RunningServer running;
  auto client = running.connect();
  client.send(get("/health") + get("/nowhere") + post("/login", "{}") + get("/health", "Connection: close\r\n"));
  for (const unsigned status : {200u, 404u, 400u, 200u}) BOOST_TEST(client.read().result_int() == status);
  client.stop_sending();
  BOOST_TEST(client.closed());
}

BOOST_AUTO_TEST_CASE(a_request_that_arrives_byte_by_byte_is_understood) {
  const RunningServer running;
  auto client = running.connect();
  for (const char byte : post("/login", R"({"username":"ada","password":"lovelace"})")) client.send({&byte, 1});
  BOOST_TEST(client.read().result_int() == 200u);
}

BOOST_AUTO_TEST_CASE(who_stops_sending_still_gets_the_answer) {
  const RunningServer running;
  auto whole = running.connect();
  whole.send(get("/health")).stop_sending();
  BOOST_TEST(whole.read().result_int() == 200u);
  BOOST_TEST(whole.closed());
  auto half = running.connect();
  half.send("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc").stop_sending();
  BOOST_TEST(half.read().result_int() == 400u);
  BOOST_TEST(half.closed());
}

BOOST_AUTO_TEST_CASE(who_asks_whether_to_send_the_body_is_told) {
  const RunningServer running;
  const std::string body = R"({"username":"ada","password":"lovelace"})";
  const std::string length = "Content-Length: " + std::to_string(body.size()) + "\r\n";
  auto client = running.connect();
  client.send("POST /login HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n" + length + "\r\n");
  BOOST_TEST(client.read().result_int() == 100u);
  BOOST_TEST(client.send(body).read().result_int() == 200u);
  BOOST_TEST(running.ask(post("/login", body, "Expect: something\r\n")).result_int() == 417u);
}

BOOST_AUTO_TEST_CASE(an_answer_to_HEAD_has_no_body) {
  const RunningServer running;
  auto client = running.connect();
  client.send("HEAD /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  boost::beast::http::response_parser<boost::beast::http::string_body> parser;
  parser.skip(true);
  const auto answer = client.read(parser);
  BOOST_TEST(answer.result_int() == 405u);
  BOOST_TEST(answer["Allow"] == "GET");
  client.stop_sending();
  BOOST_TEST(client.rest().empty());
}

BOOST_AUTO_TEST_CASE(old_clients_are_answered_and_closed) {
  const RunningServer running;
  auto client = running.connect();
  BOOST_TEST(client.send("GET /health HTTP/1.0\r\n\r\n").read().result_int() == 200u);
  client.stop_sending();
  BOOST_TEST(client.closed());
}

BOOST_AUTO_TEST_CASE(beyond_its_limit_of_connections_the_longest_idle_ones_are_closed) {
  AuthServerConfig config;
  config.http.connections = 8;
  config.http.idle_grace = 0ms;
  const RunningServer running{config};
  std::vector<Client> idle;
  for (int number = 0; number < 40; ++number) {
    idle.emplace_back(running.server.port());
    BOOST_TEST(idle.back().send(get("/health")).read().result_int() == 200u);
  }
  for (std::size_t number = 0; number < 32; ++number) BOOST_TEST(idle[number].closed());
  BOOST_TEST(running.healthy());
}

BOOST_AUTO_TEST_CASE(sixteen_refreshes_at_once_with_one_key_are_one_rotation) {
  const RunningServer running;
  const auto pair = running.login();
  const std::string request =
      post("/refresh", nlohmann::json{{"refresh_token", pair.at("refresh_token")}}.dump(), "Idempotency-Key: one\r\n");
  std::vector<nlohmann::json> answers(16);
  {
    std::vector<std::jthread> threads;
    for (auto& answer : answers) threads.emplace_back([&] { answer = body_of(running.ask(request)); });
  }
  std::set<std::string> access_tokens, refresh_tokens;
  for (const auto& answer : answers) {
    access_tokens.insert(answer.value("access_token", "none"));
    refresh_tokens.insert(answer.value("refresh_token", "none"));
  }
  BOOST_TEST(access_tokens.size() == 1u);
  BOOST_TEST(refresh_tokens.size() == 1u);
  BOOST_TEST(!access_tokens.contains("none"));
  const Counters counters = running.server.counters();
  BOOST_TEST(counters.rotations == 1u);
  BOOST_TEST(counters.replays == 15u);
  BOOST_TEST(counters.reuse_revocations == 0u);
}

BOOST_AUTO_TEST_CASE(logins_do_not_hold_up_other_requests_and_beyond_a_limit_wait_for_a_better_time) {
  AuthServerConfig config;
  config.http.waiting_logins = 2;
  const RunningServer running{config};
  std::vector<Client> clients;
  for (int number = 0; number < 12; ++number) {
    clients.emplace_back(running.server.port());
    clients.back().send(post("/login", R"({"username":"ada","password":"lovelace"})"));
  }
  BOOST_TEST(running.healthy());
  unsigned refused = 0;
  for (Client& client : clients) {
    const auto answer = client.read();
    if (answer.result_int() == 200) continue;
    BOOST_TEST(answer.result_int() == 503u);
    BOOST_TEST(answer.count("Retry-After") == 1u);
    ++refused;
  }
  BOOST_TEST(refused >= 1u);
  BOOST_TEST(refused <= 10u);
}

BOOST_AUTO_TEST_CASE(stop_is_quick_whatever_the_clients_do_and_may_be_repeated) {
  RunningServer running;
  std::vector<Client> clients;
  for (const std::string& bytes : {std::string{}, std::string{"GET /he"}, get("/health"),
                                   std::string{"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc"},
                                   post("/login", R"({"username":"ada","password":"lovelace"})")}) {
    clients.emplace_back(running.server.port());
    clients.back().send(bytes);
  }
  const auto began = std::chrono::steady_clock::now();
  running.server.stop();
  running.server.stop();
  const auto took = std::chrono::steady_clock::now() - began;
  BOOST_TEST((took < 1s));
  for (Client& client : clients) BOOST_TEST(client.closed());
  BOOST_CHECK_THROW(running.connect(), boost::system::system_error);
}

BOOST_AUTO_TEST_CASE(a_running_request_is_answered_before_the_server_stops) {
  AuthServerConfig config;
  std::promise<void> in_the_middle, go_on;
  std::atomic<bool> hold{false};
  config.clock = [&] {
    if (hold.exchange(false)) {
      in_the_middle.set_value();
      go_on.get_future().wait();
    }
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  };
  RunningServer running{config};
  auto client = running.connect();
  hold = true;
  client.send(get("/me"));
  in_the_middle.get_future().wait();
  std::jthread stopping{[&] { running.server.stop(); }};
  while (accepts(running.server.port())) std::this_thread::yield();
  go_on.set_value();
  const auto answer = client.read();
  BOOST_TEST(answer.result_int() == 401u);
  BOOST_TEST(!answer.keep_alive());
  BOOST_TEST(client.closed());
}

BOOST_AUTO_TEST_SUITE_END()
