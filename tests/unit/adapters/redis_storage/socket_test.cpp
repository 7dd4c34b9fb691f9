#include <keyturn/adapters/redis_storage/socket.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/adapters/redis_server.hpp>

using namespace std::chrono_literals;
using keyturn::Errc;
using keyturn::Hosted;
using keyturn::later;
using keyturn::TimePoint;
using keyturn::detail::RedisSocket;
using keyturn::detail::Waited;

BOOST_AUTO_TEST_SUITE(redis_socket)

TimePoint soon(std::chrono::milliseconds span) { return later(Hosted{}.now(), span); }

struct Pipe {
  Pipe() { BOOST_TEST_REQUIRE(::pipe(ends) == 0); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    for (const int end : ends) ::close(end);
  }
  int ends[2];
};

BOOST_AUTO_TEST_CASE(carries_bytes_both_ways) {
  RudeServer server{[](int fd, int) { RudeServer::write(fd, "you said " + RudeServer::read(fd)); }};
  for (const char* const host : {"127.0.0.1", "localhost"}) {
    auto options = server.options();
    options.host = host;
    const auto socket = RedisSocket::connect(options, -1, soon(10s));
    BOOST_TEST_REQUIRE(socket.has_value());
    BOOST_TEST(socket->send("hello") == 5);
    BOOST_TEST((socket->wait(POLLIN, soon(10s)) == Waited::ready));
    char bytes[32];
    BOOST_TEST((std::string_view{bytes, static_cast<std::size_t>(socket->receive(bytes))} == "you said hello"));
  }
}

BOOST_AUTO_TEST_CASE(where_nobody_listens_there_is_an_error_that_names_the_place) {
  keyturn::RedisOptions options;
  options.port = 1;
  check_refused(RedisSocket::connect(options, -1, soon(10s)), Errc::storage_failed, "127.0.0.1:1: Connection refused");
  options.unix_socket = "/nowhere/redis";
  check_refused(RedisSocket::connect(options, -1, soon(10s)), Errc::storage_failed, "/nowhere/redis: No such file");
  options.unix_socket = std::string(200, 'x');
  check_refused(RedisSocket::connect(options, -1, soon(10s)), Errc::storage_failed, "too long");
  options.unix_socket.clear();
  options.host = "name.invalid";
  check_refused(RedisSocket::connect(options, -1, soon(10s)), Errc::storage_failed, "name.invalid");
}

BOOST_AUTO_TEST_CASE(a_wait_ends_at_its_deadline_or_when_it_is_interrupted) {
  RudeServer server{[&](int fd, int) { (void)RudeServer::read(fd); }};
  const Pipe stop;
  const auto socket = RedisSocket::connect(server.options(), stop.ends[0], soon(10s));
  BOOST_TEST_REQUIRE(socket.has_value());
  BOOST_TEST((socket->wait(POLLIN, TimePoint::min()) == Waited::late));
  BOOST_TEST((socket->wait(POLLIN, soon(5ms)) == Waited::late));
  std::thread interrupter{[&] { (void)!::write(stop.ends[1], "", 1); }};
  BOOST_TEST((socket->wait(POLLIN, soon(60s)) == Waited::interrupted));
  interrupter.join();
}

BOOST_AUTO_TEST_CASE(writing_to_one_that_the_other_side_closed_is_an_error_and_no_signal) {
  RudeServer server{[](int, int) {}};
  const auto socket = RedisSocket::connect(server.options(), -1, soon(10s));
  BOOST_TEST_REQUIRE(socket.has_value());
  BOOST_TEST((socket->wait(POLLIN, soon(10s)) == Waited::ready));
  char byte[1];
  BOOST_TEST(socket->receive(byte) == 0);
  ssize_t last = 0;
  for (int i = 0; i < 100 && last >= 0; ++i) last = socket->send("x");  // the first is answered with a reset
  BOOST_TEST(last == -1);
}

BOOST_AUTO_TEST_CASE(programs_that_are_started_do_not_inherit_it) {
  RudeServer server{[](int fd, int) { (void)RudeServer::read(fd); }};
  const auto socket = RedisSocket::connect(server.options(), -1, soon(10s));
  BOOST_TEST_REQUIRE(socket.has_value());
  BOOST_TEST((::fcntl(socket->fd(), F_GETFD) & FD_CLOEXEC) != 0);
}

BOOST_AUTO_TEST_SUITE_END()
