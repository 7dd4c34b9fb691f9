#include <keyturn/adapters/redis_storage/tls.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/adapters/redis_storage.hpp>

#include <unit/adapters/redis_server.hpp>

using namespace std::chrono_literals;
using keyturn::Errc;
using keyturn::RedisOptions;
using keyturn::RedisStorage;

BOOST_AUTO_TEST_SUITE(redis_tls)

#if KEYTURN_REDIS_TLS

/// A certificate for 127.0.0.1 that its own key has signed, and a port where nobody listens now.
struct Fixture {
  TemporaryDirectory directory;
  std::string certificate = directory / "certificate.pem", key = directory / "key.pem", port;

  Fixture() {
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=redis -addext "
        "subjectAltName=IP:127.0.0.1 -keyout " +
        key + " -out " + certificate + " 2>&1";
    BOOST_TEST_REQUIRE(std::system(command.c_str()) == 0);
    const RudeServer free{[](int, int) {}};
    port = std::to_string(free.options().port);
  }

  std::vector<std::string> arguments() const {
    return {"--tls-port",         port,        "--tls-cert-file",    certificate, "--tls-key-file", key,
            "--tls-ca-cert-file", certificate, "--tls-auth-clients", "no"};
  }
  RedisOptions options() const {
    RedisOptions options;
    options.port = std::stoi(port);
    options.tls = true;
    options.ca_file = certificate;
    options.time_limit = 10s;
    return options;
  }
};

BOOST_FIXTURE_TEST_CASE(a_storage_speaks_tls_with_a_server_whose_certificate_is_right, Fixture) {
  RedisServer server{arguments()};
  RedisStorage storage{options()};
  const std::string large(200'000, 'x');
  for (const std::string& record : {std::string{"x"}, large}) {
    BOOST_TEST_REQUIRE(storage.save("ada", keyturn::Secret{std::string_view{record}}).has_value());
    BOOST_TEST(((*storage.load("ada"))->view() == record));
  }
  BOOST_TEST(server({"HSTRLEN", "keyturn:{ada}", "record"}) == "200000");
  std::atomic<bool> changed{false};
  const auto watching = storage.watch("ada", [&] { changed = true; });
  server.await_listeners("keyturn:{ada}:changed", "1");
  server({"PUBLISH", "keyturn:{ada}:changed", "somebody"});
  while (!changed) std::this_thread::yield();
}

BOOST_FIXTURE_TEST_CASE(one_connection_serves_many_commands, Fixture) {
  RedisServer server{arguments()};
  RedisStorage storage{options()};
  BOOST_TEST(storage.load("ada").has_value());
  const int before = server.connections();
  for (int i = 0; i < 20; ++i) BOOST_TEST(storage.load("ada").has_value());
  BOOST_TEST(server.connections() == before + 1);  // the one that asks
}

BOOST_FIXTURE_TEST_CASE(a_certificate_that_nobody_trusts_or_of_another_host_is_refused, Fixture) {
  RedisServer server{arguments()};
  auto wrong = options();
  wrong.ca_file.clear();
  check_refused(RedisStorage{wrong}.load("ada"), Errc::storage_failed, "TLS: self");
  wrong = options();
  wrong.host = "localhost";  // the certificate is for the address alone
  check_refused(RedisStorage{wrong}.load("ada"), Errc::storage_failed, "TLS: hostname mismatch");
  wrong = options();
  wrong.host = "127.0.0.2";
  check_refused(RedisStorage{wrong}.load("ada"), Errc::storage_failed, "127.0.0.2");
  wrong = options();
  wrong.ca_file = directory / "none.pem";
  check_refused(RedisStorage{wrong}.load("ada"), Errc::storage_failed, "cannot be read");
}

BOOST_FIXTURE_TEST_CASE(a_server_without_tls_or_one_that_never_answers_is_given_up, Fixture) {
  RudeServer plain{[](int fd, int) {
    (void)RudeServer::read(fd);
    RudeServer::write(fd, "-ERR Protocol error\r\n");
  }};
  auto to_plain = options();
  to_plain.port = plain.options().port;
  check_refused(RedisStorage{to_plain}.load("ada"), Errc::storage_failed, "TLS: ");

  RudeServer silent{[](int fd, int) {
    while (!RudeServer::read(fd).empty())
      ;
  }};
  auto to_silent = options();
  to_silent.port = silent.options().port;
  to_silent.time_limit = 20ms;
  check_refused(RedisStorage{to_silent}.load("ada"), Errc::storage_failed, "it takes nothing in");
}

BOOST_FIXTURE_TEST_CASE(a_server_that_was_started_again_is_found_again, Fixture) {
  RedisServer server{arguments()};
  RedisStorage storage{options()};
  BOOST_TEST(storage.save("ada", "x").has_value());
  server.stop();
  BOOST_TEST(!storage.load("ada").has_value());
  server.start();
  BOOST_TEST(storage.save("ada", "y").has_value());
}

#else

BOOST_AUTO_TEST_CASE(there_is_none_here) {
  RedisOptions options;
  options.tls = true;
  check_refused(RedisStorage{options}.load("ada"), Errc::unsupported, "TLS");
}

#endif

BOOST_AUTO_TEST_SUITE_END()
