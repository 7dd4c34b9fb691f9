#include <keyturn/protocol/device_polling.hpp>

#include <boost/test/unit_test.hpp>

using namespace keyturn;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(device_polling)

using Kind = DevicePoll::Kind;

// The codes came at `start`, and live for ten minutes.
struct Fixture {
  const TimePoint start{1h};
  TimePoint now = start;
  DevicePolling polling{DeviceAuthorization{.expires_in = 600s, .interval = 5s}, start, start};

  // Waits for the next poll, says how long that took, and answers it.
  std::chrono::nanoseconds gap(DevicePoll poll) {
    const auto waited = polling.next() - now;
    now = polling.next();
    BOOST_TEST_REQUIRE(!polling.late(now));
    BOOST_TEST(!polling.answered(std::move(poll), now).has_value());
    return waited;
  }
  std::chrono::nanoseconds gap(Errc error) {
    const auto waited = polling.next() - now;
    now = polling.next();
    BOOST_TEST(!polling.failed({.code = error}, now).has_value());
    return waited;
  }
  Error end(DevicePoll poll) {
    const auto result = polling.answered(std::move(poll), now);
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST_REQUIRE(!result->has_value());
    return result->error();
  }
};

BOOST_FIXTURE_TEST_CASE(pending_is_asked_again_after_the_interval, Fixture) {
  for (int i = 0; i < 3; ++i) BOOST_TEST((gap({.kind = Kind::pending}) == 5s));
}

BOOST_FIXTURE_TEST_CASE(slow_down_adds_five_seconds_for_good, Fixture) {
  BOOST_TEST((gap({.kind = Kind::pending}) == 5s));
  BOOST_TEST((gap({.kind = Kind::slow_down}) == 5s));
  BOOST_TEST((gap({.kind = Kind::slow_down}) == 10s));
  BOOST_TEST((gap({.kind = Kind::pending}) == 15s));
  BOOST_TEST((gap({.kind = Kind::pending}) == 15s));
}

BOOST_FIXTURE_TEST_CASE(a_longer_interval_that_comes_with_slow_down_counts_and_a_shorter_one_does_not, Fixture) {
  gap({.kind = Kind::slow_down, .interval = 25s});
  BOOST_TEST((gap({.kind = Kind::slow_down, .interval = 1s}) == 25s));
  BOOST_TEST((gap({.kind = Kind::slow_down, .interval = 86'400s}) == 30s));
  BOOST_TEST((gap({.kind = Kind::pending}) == 60s));
}

BOOST_FIXTURE_TEST_CASE(an_answer_that_does_not_come_doubles_the_pause_up_to_a_minute, Fixture) {
  BOOST_TEST((gap(Errc::timed_out) == 5s));
  BOOST_TEST((gap(Errc::not_sent) == 10s));
  BOOST_TEST((gap(Errc::no_answer) == 20s));
  BOOST_TEST((gap(Errc::bad_answer) == 40s));
  BOOST_TEST((gap(Errc::timed_out) == 60s));
  BOOST_TEST((gap({.kind = Kind::pending}) == 60s));
}

BOOST_FIXTURE_TEST_CASE(a_pause_that_the_server_made_longer_than_a_minute_is_not_made_shorter, Fixture) {
  gap({.kind = Kind::slow_down, .interval = 60s});
  gap({.kind = Kind::slow_down});
  BOOST_TEST((gap(Errc::timed_out) == 65s));
  BOOST_TEST((gap({.kind = Kind::pending}) == 65s));
}

BOOST_FIXTURE_TEST_CASE(a_server_in_trouble_is_given_twice_the_pause_or_what_it_asks_for, Fixture) {
  gap({.kind = Kind::transient});
  BOOST_TEST((gap({.kind = Kind::transient, .error = {.retry_after = 90s}}) == 10s));
  BOOST_TEST((gap({.kind = Kind::pending}) == 90s));
  BOOST_TEST((gap({.kind = Kind::pending}) == 20s));
}

BOOST_FIXTURE_TEST_CASE(tokens_end_it, Fixture) {
  auto result = polling.answered({.kind = Kind::done, .tokens = {.access_token = "a"}}, now);
  BOOST_TEST_REQUIRE(result.has_value());
  BOOST_TEST_REQUIRE(result->has_value());
  BOOST_TEST(((*result)->access_token == Secret{"a"}));
}

BOOST_FIXTURE_TEST_CASE(refusals_end_it_with_the_servers_reason, Fixture) {
  const Error denied{.code = Errc::login_refused, .status = 400, .detail = "access_denied"};
  BOOST_TEST((end({.kind = Kind::denied, .error = denied}) == denied));
  const Error failed{.code = Errc::server_refused, .status = 401, .detail = "invalid_client"};
  BOOST_TEST((end({.kind = Kind::failed, .error = failed}) == failed));
  BOOST_TEST((end({.kind = Kind::expired}).code == Errc::timed_out));
}

BOOST_FIXTURE_TEST_CASE(what_asking_again_does_not_mend_ends_it, Fixture) {
  for (const Errc code : {Errc::bad_request, Errc::insecure_url, Errc::unsupported, Errc::cancelled}) {
    const auto result = polling.failed({.code = code}, now);
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST((result->error().code == code));
  }
}

BOOST_FIXTURE_TEST_CASE(nobody_asks_when_the_codes_have_expired, Fixture) {
  BOOST_TEST(!polling.late(start + 600s - 1ns));
  BOOST_TEST(polling.late(start + 600s));
  // The last wait ends with them.
  now = start + 598s;
  BOOST_TEST(!polling.answered({.kind = Kind::pending}, now).has_value());
  BOOST_TEST((polling.next() == start + 600s));
}

BOOST_FIXTURE_TEST_CASE(after_a_sleep_of_the_machine_there_is_one_poll, Fixture) {
  now += 300s;
  BOOST_TEST((polling.next() < now));
  BOOST_TEST(!polling.answered({.kind = Kind::pending}, now).has_value());
  BOOST_TEST((polling.next() == now + 5s));
}

BOOST_AUTO_TEST_CASE(the_life_of_the_codes_counts_from_the_question_and_the_pause_from_the_answer) {
  const TimePoint asked{1h}, received = asked + 20s;
  const DevicePolling polling{DeviceAuthorization{.expires_in = 60s, .interval = 5s}, asked, received};
  BOOST_TEST((polling.next() == received + 5s));
  BOOST_TEST(polling.late(asked + 60s));
}

BOOST_AUTO_TEST_SUITE_END()
