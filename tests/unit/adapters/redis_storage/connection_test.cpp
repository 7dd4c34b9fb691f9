#include <keyturn/adapters/redis_storage/connection.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/adapters/redis_server.hpp>

#include <mutex>

using namespace std::chrono_literals;
using keyturn::Errc;
using keyturn::RedisOptions;
using keyturn::Secret;
using keyturn::detail::RedisConnection;

BOOST_AUTO_TEST_SUITE(redis_connection)

BOOST_AUTO_TEST_CASE(asks_and_is_answered_with_any_bytes) {
  RedisServer server;
  const auto options = server.options();
  const auto connection = RedisConnection::open(options);
  BOOST_TEST_REQUIRE(connection.has_value());
  std::string bytes;
  for (int i = 0; i < 200'000; ++i) bytes += static_cast<char>(i * 7);
  BOOST_TEST((*connection)->ask({"SET", "key", bytes}).has_value());
  const auto answer = (*connection)->ask({"GET", "key"});
  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST((keyturn::detail::redis_text(**answer) == bytes));
  BOOST_TEST((*(*connection)->ask({"GET", "no key"}))->type == REDIS_REPLY_NIL);
  BOOST_TEST((*connection)->usable());
}

BOOST_AUTO_TEST_CASE(a_refusal_is_quoted_and_the_connection_goes_on) {
  RedisServer server;
  const auto options = server.options();
  const auto connection = RedisConnection::open(options);
  BOOST_TEST_REQUIRE(connection.has_value());
  check_refused((*connection)->ask({"GET"}), Errc::storage_failed, server.socket + ": GET: ERR wrong number");
  BOOST_TEST((*connection)->ask({"LPUSH", "list", "x"}).has_value());
  check_refused((*connection)->ask({"GET", "list"}), Errc::storage_corrupt, "WRONGTYPE");
  BOOST_TEST((*connection)->usable());
  BOOST_TEST((*connection)->ask({"PING"}).has_value());
}

BOOST_AUTO_TEST_CASE(logs_in_with_a_password_or_with_a_name_too) {
  RedisServer server{{"--requirepass", "sesame"}};
  server.admin.password = "sesame";
  BOOST_TEST(server({"ACL", "SETUSER", "ada", "on", ">lovelace", "~*", "&*", "+@all"}) == "OK");
  auto options = server.options();
  const auto ask = [&] {
    auto connection = RedisConnection::open(options);
    if (!connection) return keyturn::Result<keyturn::detail::RedisReply>{std::move(connection).error()};
    return (*connection)->ask({"PING"});
  };
  check_refused(ask(), Errc::storage_failed, "NOAUTH");
  options.password = "sesame";
  BOOST_TEST(ask().has_value());
  options.username = "ada";
  check_refused(ask(), Errc::storage_failed, "AUTH: WRONGPASS");
  options.password = "lovelace";
  BOOST_TEST(ask().has_value());
  options.password = "wrong-secret";
  const auto refused = ask();
  BOOST_TEST(refused.error().detail.find("wrong-secret") == std::string::npos, refused.error().detail);
}

BOOST_AUTO_TEST_CASE(selects_the_database) {
  RedisServer server;
  auto options = server.options();
  options.database = 3;
  BOOST_TEST((*RedisConnection::open(options))->ask({"SET", "key", "three"}).has_value());
  BOOST_TEST(server({"GET", "key"}) == "nil");
  options.database = 1000;
  check_refused(RedisConnection::open(options), Errc::storage_failed, "SELECT: ERR");
}

BOOST_AUTO_TEST_CASE(a_server_that_repeats_what_it_was_told_gives_no_secret_away) {
  RudeServer server{[](int fd, int) {
    (void)RudeServer::read(fd);
    RudeServer::write(fd, "-ERR unknown command 'AUTH', with args beginning with: 'sesame' \r\n");
  }};
  auto options = server.options();
  options.password = "sesame";
  const auto connection = RedisConnection::open(options);
  check_refused(connection, Errc::storage_failed, "ERR unknown command 'AUTH'");
  BOOST_TEST(connection.error().detail.find("sesame") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_server_that_never_answers_is_given_up_at_the_time_limit) {
  RudeServer server{[](int fd, int) {
    while (!RudeServer::read(fd).empty()) RudeServer::write(fd, "$10\r\nhalf");
  }};
  auto options = server.options();
  options.time_limit = 20ms;
  const auto connection = RedisConnection::open(options);
  BOOST_TEST_REQUIRE(connection.has_value());
  check_refused((*connection)->ask({"GET", "key"}), Errc::storage_failed, "no answer within the time limit");
  BOOST_TEST((*connection)->late());
  BOOST_TEST((*connection)->sent());
  BOOST_TEST(!(*connection)->usable());
}

BOOST_AUTO_TEST_CASE(a_server_that_takes_nothing_in_is_given_up_too_and_the_command_was_not_carried_out) {
  std::mutex mutex;
  RudeServer server{[&](int, int) { const std::lock_guard wait{mutex}; }};
  const std::lock_guard hold{mutex};
  auto options = server.options();
  options.time_limit = 20ms;
  const auto connection = RedisConnection::open(options);
  BOOST_TEST_REQUIRE(connection.has_value());
  check_refused((*connection)->ask({"SET", "key", std::string(32 << 20, 'x')}), Errc::storage_failed,
                "takes nothing in");
  BOOST_TEST(!(*connection)->sent());
}

BOOST_AUTO_TEST_CASE(what_is_not_the_protocol_of_redis_is_said_to_be_that) {
  RudeServer server{[](int fd, int) {
    (void)RudeServer::read(fd);
    RudeServer::write(fd, "HTTP/1.1 400 Bad Request\r\n\r\n");
  }};
  const auto options = server.options();
  const auto connection = RedisConnection::open(options);
  check_refused((*connection)->ask({"PING"}), Errc::storage_failed, "not the protocol of Redis");
}

BOOST_AUTO_TEST_CASE(a_connection_that_the_server_closed_is_known_to_be_of_no_use) {
  RedisServer server;
  const auto options = server.options();
  const auto connection = RedisConnection::open(options);
  BOOST_TEST((*connection)->usable());
  server.stop();
  BOOST_TEST(!(*connection)->usable());
  BOOST_TEST(!(*connection)->ask({"PING"}).has_value());
  BOOST_TEST(!(*connection)->late());
}

BOOST_AUTO_TEST_CASE(an_answer_is_wiped_with_all_that_is_in_it) {
  char first[] = "first", second[] = "second";
  redisReply texts[2] = {}, whole = {};
  texts[0].str = first, texts[0].len = 5, texts[1].str = second, texts[1].len = 6;
  redisReply* parts[] = {&texts[0], &texts[1], nullptr};
  whole.elements = 3, whole.element = parts;
  keyturn::detail::RedisReplyEnd::wipe_texts(whole);
  BOOST_TEST((std::string_view{first, 5} == std::string(5, '\0')));
  BOOST_TEST((std::string_view{second, 6} == std::string(6, '\0')));
}

BOOST_AUTO_TEST_CASE(what_came_of_an_answer_that_broke_off_is_wiped_too) {
  const std::unique_ptr<redisReader, keyturn::detail::RedisReaderEnd> reader{redisReaderCreate()};
  const std::string_view half = "*2\r\n$5\r\nfirst\r\n$9\r\nsec";
  BOOST_TEST(redisReaderFeed(reader.get(), half.data(), half.size()) == REDIS_OK);
  void* whole = nullptr;
  BOOST_TEST(redisReaderGetReply(reader.get(), &whole) == REDIS_OK);
  BOOST_TEST_REQUIRE((whole == nullptr && reader->reply != nullptr));
  keyturn::detail::RedisReaderEnd::wipe_read(*reader);
  BOOST_TEST((std::string_view{reader->buf, half.size()} == std::string(half.size(), '\0')));
  const auto& first = *static_cast<redisReply*>(reader->reply)->element[0];
  BOOST_TEST((std::string_view{first.str, 5} == std::string(5, '\0')));
}

BOOST_AUTO_TEST_SUITE_END()
