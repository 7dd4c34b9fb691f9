#include <keyturn/adapters/redis_storage/client.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/adapters/redis_server.hpp>

#include <set>

using namespace std::chrono_literals;
using keyturn::Errc;
using keyturn::detail::RedisClient;
using Repeat = keyturn::detail::RedisClient::Repeat;

BOOST_AUTO_TEST_SUITE(redis_client)

constexpr std::string_view ping[] = {"PING"};

BOOST_AUTO_TEST_CASE(one_command_after_another_goes_over_one_connection) {
  RedisServer server;
  RedisClient client{server.options()};
  BOOST_TEST_REQUIRE(client.ask(ping, Repeat::never).has_value());
  const int before = server.connections();
  for (int i = 0; i < 20; ++i) BOOST_TEST(client.ask(ping, Repeat::never).has_value());
  BOOST_TEST(server.connections() == before + 1);  // the one that asks
}

BOOST_AUTO_TEST_CASE(a_server_that_was_started_again_is_found_again_without_an_error) {
  RedisServer server;
  RedisClient client{server.options()};
  BOOST_TEST(client.ask(ping, Repeat::never).has_value());
  server.stop();
  check_refused(client.ask(ping, Repeat::harmless), Errc::storage_failed, server.socket);
  server.start();
  BOOST_TEST(client.ask(ping, Repeat::never).has_value());
  server.stop();
  server.start();
  BOOST_TEST(client.ask(ping, Repeat::never).has_value());
}

BOOST_AUTO_TEST_CASE(a_command_whose_answer_was_lost_goes_out_again_only_where_that_is_harmless) {
  RudeServer server{[](int fd, int number) {
    (void)RudeServer::read(fd);
    if (number > 0) RudeServer::write(fd, "+PONG\r\n");
  }};
  RedisClient careful{server.options()};
  check_refused(careful.ask(ping, Repeat::never), Errc::storage_failed, "it may have been carried out");
  BOOST_TEST(server.count() == 1);

  RudeServer other{[](int fd, int number) {
    (void)RudeServer::read(fd);
    if (number > 0) RudeServer::write(fd, "+PONG\r\n");
  }};
  RedisClient free{other.options()};
  BOOST_TEST(free.ask(ping, Repeat::harmless).has_value());
  BOOST_TEST(other.count() == 2);
}

BOOST_AUTO_TEST_CASE(a_server_that_hangs_is_not_asked_twice) {
  RudeServer server{[](int fd, int) {
    while (!RudeServer::read(fd).empty())
      ;
  }};
  auto options = server.options();
  options.time_limit = 20ms;
  RedisClient client{options};
  check_refused(client.ask(ping, Repeat::harmless), Errc::storage_failed, "no answer within the time limit");
  BOOST_TEST(server.count() <= 1);
}

BOOST_AUTO_TEST_CASE(options_that_make_no_sense_fail_each_command_and_nothing_is_sent) {
  RudeServer server{[](int, int) {}};
  auto options = server.options();
  options.database = -1;
  RedisClient client{options};
  check_refused(client.ask(ping, Repeat::never), Errc::storage_failed, "database");
  BOOST_TEST(server.count() == 0);
}

BOOST_AUTO_TEST_CASE(what_is_held_is_let_go_by_its_owner_value_alone) {
  RedisClient client{{}};
  BOOST_TEST(client.held("lock").empty());
  client.hold("lock", "first");
  client.hold("lock", "second");
  client.let_go("lock", "first");
  BOOST_TEST(client.held("lock") == "second");
  client.let_go("lock", "second");
  BOOST_TEST(client.held("lock").empty());
}

BOOST_AUTO_TEST_CASE(random_texts_have_160_bits_and_differ) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) seen.insert(keyturn::detail::redis_random());
  BOOST_TEST(seen.size() == 100u);
  for (const auto& text : seen) BOOST_TEST(text.size() == 40u);
}

BOOST_AUTO_TEST_CASE(many_threads_ask_at_once) {
  RedisServer server;
  RedisClient client{server.options()};
  std::atomic<int> answers{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      for (int round = 0; round < 50; ++round) {
        const std::string text = std::to_string(round);
        const std::string_view echo[] = {"ECHO", text};
        const auto answer = client.ask(echo, Repeat::never);
        if (answer && keyturn::detail::redis_text(**answer) == text) ++answers;
      }
    });
  for (auto& thread : threads) thread.join();
  BOOST_TEST(answers == 400);
}

BOOST_AUTO_TEST_CASE(a_child_made_by_fork_is_somebody_else_with_connections_of_its_own) {
  RedisServer server;
  RedisClient client{server.options()};
  BOOST_TEST(client.ask(ping, Repeat::never).has_value());
  client.hold("lock", "owner");
  const std::string id = client.id();
  const pid_t child = ::fork();
  if (child == 0) {
    const std::string_view ask[] = {"ECHO", "child"};
    bool good = client.id() != id && client.held("lock").empty();
    for (int round = 0; round < 20; ++round) {
      const auto answer = client.ask(ask, Repeat::never);
      good = good && answer && keyturn::detail::redis_text(**answer) == "child";
    }
    ::_exit(good ? 0 : 1);
  }
  const std::string_view ask[] = {"ECHO", "parent"};
  for (int round = 0; round < 20; ++round) {
    const auto answer = client.ask(ask, Repeat::never);
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(keyturn::detail::redis_text(**answer) == "parent");
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  BOOST_TEST(status == 0);
  BOOST_TEST(client.ask(ping, Repeat::never).has_value());
  BOOST_TEST(client.held("lock") == "owner");
  BOOST_TEST(client.id() == id);
}

BOOST_AUTO_TEST_SUITE_END()
