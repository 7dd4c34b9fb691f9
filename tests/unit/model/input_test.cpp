#include <keyturn/model/input.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn;

BOOST_AUTO_TEST_SUITE(model_input)

BOOST_AUTO_TEST_CASE(a_call_asks_for_any_valid_token_unless_it_says_more) {
  const input::Ask ask{.waiter = 1, .deadline = TimePoint{}};
  BOOST_TEST(!ask.epoch.has_value());
  BOOST_TEST(!ask.refused.has_value());
  BOOST_TEST(!ask.renew);
}

BOOST_AUTO_TEST_CASE(a_tick_needs_no_caller) {
  const input::Tick tick;
  BOOST_TEST(tick.waiter == 0u);
  BOOST_TEST((tick.deadline == TimePoint::max()));
}

BOOST_AUTO_TEST_CASE(results_name_the_job_that_they_answer) {
  const Input input = input::Loaded{9, std::optional<Secret>{Secret{"record"}}};
  BOOST_TEST(input.get<input::Loaded>()->job == 9u);
  BOOST_TEST((**input.get<input::Loaded>()->result == Secret{"record"}));
  const Input failed = input::Saved{9, Error{.code = Errc::storage_failed}};
  BOOST_TEST(!failed.get<input::Saved>()->result.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
