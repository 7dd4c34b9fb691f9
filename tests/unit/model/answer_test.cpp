#include <keyturn/model/answer.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn;

BOOST_AUTO_TEST_SUITE(model_answer)

BOOST_AUTO_TEST_CASE(an_answer_that_nobody_filled_in_ends_no_session) {
  const RefreshAnswer answer;
  BOOST_TEST((answer.verdict == Verdict::transient));
  BOOST_TEST(answer.tokens.access_token.empty());
  BOOST_TEST(answer.tokens.refresh_token.empty());
  BOOST_TEST(answer.error.status == 0);
  BOOST_TEST(!answer.timing.server_date.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
