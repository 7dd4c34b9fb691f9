#include <keyturn/adapters/redis_storage/options.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using keyturn::Errc;
using keyturn::RedisOptions;
using keyturn::detail::redis_problem;

BOOST_AUTO_TEST_SUITE(redis_options)

void check_problem(const RedisOptions& options, std::string_view named, Errc code = Errc::storage_failed) {
  const auto problem = redis_problem(options);
  BOOST_TEST_REQUIRE(problem.has_value());
  BOOST_TEST((problem->code == code), to_string(problem->code));
  BOOST_TEST(problem->detail.find(named) != std::string::npos, problem->detail);
}

BOOST_AUTO_TEST_CASE(as_they_are_they_name_the_server_of_this_machine) {
  BOOST_TEST(!redis_problem({}));
  BOOST_TEST(keyturn::detail::redis_place({}) == "Redis at 127.0.0.1:6379");
  BOOST_TEST(keyturn::detail::redis_place({.unix_socket = "/run/redis"}) == "Redis at /run/redis");
}

BOOST_AUTO_TEST_CASE(another_machine_is_refused_without_tls_unless_the_network_is_trusted) {
  for (const char* const local : {"localhost", "127.0.0.1", "127.8.9.10", "::1"})
    BOOST_TEST(!redis_problem({.host = local}));
  for (const char* const far : {"redis.example.com", "10.0.0.1", "::2", "127.evil.example", "0.0.0.0"}) {
    check_problem({.host = far}, "trusted_network");
    BOOST_TEST(!redis_problem({.host = far, .trusted_network = true}));
    BOOST_TEST(!redis_problem({.host = far, .unix_socket = "/run/redis"}));
  }
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_named) {
  check_problem({.host = ""}, "no host");
  check_problem({.port = 0}, "no port");
  check_problem({.port = 65536}, "no port");
  check_problem({.database = -1}, "database");
  check_problem({.lease = std::chrono::milliseconds{0}}, "lease");
  check_problem({.time_limit = std::chrono::milliseconds{0}}, "time limit");
  check_problem({.username = "ada"}, "without a password");
}

BOOST_AUTO_TEST_CASE(with_tls_another_machine_will_do_and_without_it_here_that_is_said) {
  const RedisOptions options{.host = "redis.example.com", .tls = true};
#if KEYTURN_REDIS_TLS
  BOOST_TEST(!redis_problem(options));
#else
  check_problem(options, "KEYTURN_REDIS_TLS", Errc::unsupported);
#endif
}

BOOST_AUTO_TEST_SUITE_END()
