#include <keyturn/drive/async_auth_calls.hpp>

#include "async_scene.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn_tests;
using namespace std::chrono_literals;

namespace {

// Revokes each token with a request of its own.
struct TwoLogouts : PlainProtocol {
  std::string second = "/logout/refresh";
  std::vector<Request> logout_requests(const TokenSet&) const {
    return {Request{.method = "POST", .url = "/logout/access"}, Request{.method = "POST", .url = second}};
  }
};

// A driver that only writes down what a call asks of it.
struct AuthCallDriver {
  testing::ManualClock clock{};
  testing::Manual by{clock};
  Options set{};
  TwoLogouts how{};
  std::vector<Request> sent{};
  std::vector<TimePoint> due{};
  std::vector<std::chrono::milliseconds> spare{};
  std::vector<Input> fed{};
  int finished = 0;

  testing::Manual& platform() { return by; }
  const Options& options() const { return set; }
  const TwoLogouts& protocol() const { return how; }
  void send(drive::AsyncCall&, Request request, TimePoint until, std::chrono::milliseconds longer = {}) {
    sent.push_back(std::move(request));
    due.push_back(until);
    spare.push_back(longer);
  }
  void feed(Input input) { fed.push_back(std::move(input)); }
  void finish(drive::AsyncCall&) { ++finished; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(drive_async_auth_calls)

BOOST_AUTO_TEST_CASE(a_refresh_hands_on_what_it_brought_and_when) {
  AuthCallDriver driver;
  drive::RefreshCall call{driver, 7};
  call.start(Request{.url = "https://api.example.test/refresh"}, 30s);
  BOOST_TEST_REQUIRE(driver.sent.size() == 1u);
  BOOST_TEST((driver.due.at(0) == later(driver.clock.now(), 30s)));
  BOOST_TEST((driver.spare.at(0) == 30s));
  driver.clock.advance(2s);
  call.answered(granted(2));
  BOOST_TEST_REQUIRE(driver.fed.size() == 1u);
  const auto& answered = *driver.fed[0].get<input::Answered>();
  BOOST_TEST(answered.job == 7u);
  BOOST_TEST((answered.answer.tokens.access_token.view() == "access-2"));
  BOOST_TEST((answered.answer.timing.received.steady - answered.answer.timing.sent.steady == 2s));
  BOOST_TEST(driver.finished == 1);
}

BOOST_AUTO_TEST_CASE(a_refresh_that_cannot_be_sent_is_over_at_once) {
  AuthCallDriver driver;
  drive::RefreshCall call{driver, 7};
  call.start(Error{.code = Errc::not_sent}, 30s);
  BOOST_TEST(driver.sent.empty());
  BOOST_TEST_REQUIRE(driver.fed.size() == 1u);
  BOOST_TEST((driver.fed[0].get<input::Answered>()->answer.error.code == Errc::not_sent));
  BOOST_TEST(driver.finished == 1);
}

BOOST_AUTO_TEST_CASE(the_requests_of_a_revocation_go_out_one_after_another_within_one_time_limit) {
  AuthCallDriver driver;
  const TimePoint deadline = later(driver.clock.now(), 5s);
  drive::RevokeCall call{driver, 7, deadline};
  call.start({});
  BOOST_TEST(driver.sent.size() == 1u);
  BOOST_TEST((driver.sent.at(0).timeout == 5s));
  driver.clock.advance(3s);
  call.answered(Response{.status = 200});
  BOOST_TEST_REQUIRE(driver.sent.size() == 2u);
  BOOST_TEST((driver.sent[1].timeout == 2s));
  BOOST_TEST((driver.due == std::vector{deadline, deadline}));
  BOOST_TEST(driver.fed.empty());
  call.answered(Response{.status = 204});
  BOOST_TEST_REQUIRE(driver.fed.size() == 1u);
  BOOST_TEST(driver.fed[0].get<input::Revoked>()->result.has_value());
  BOOST_TEST(driver.finished == 1);
}

BOOST_AUTO_TEST_CASE(the_first_failure_of_a_revocation_is_reported_and_the_rest_goes_out_all_the_same) {
  for (const bool second_may_go_out : {true, false}) {
    AuthCallDriver driver;
    if (!second_may_go_out) driver.how.second = "http://api.example.test/logout";
    drive::RevokeCall call{driver, 7, TimePoint::max()};
    call.start({});
    call.answered(Response{.status = 500});
    BOOST_TEST(driver.sent.size() == (second_may_go_out ? 2u : 1u));
    if (second_may_go_out) call.answered(Error{.code = Errc::no_answer});
    BOOST_TEST_REQUIRE(driver.fed.size() == 1u);
    BOOST_TEST((driver.fed[0].get<input::Revoked>()->result.error().status == 500));
  }
}

BOOST_AUTO_TEST_SUITE_END()
