#include <keyturn/model/answer.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(answer)

// An answer that nobody judged must not end a session.
BOOST_AUTO_TEST_CASE(an_answer_is_transient_until_it_is_judged) {
  const keyturn::RefreshAnswer answer;
  BOOST_TEST((answer.verdict == keyturn::Verdict::transient));
  BOOST_TEST(answer.tokens.access_token.empty());
  BOOST_TEST(answer.tokens.refresh_token.empty());
  BOOST_TEST(!answer.timing.server_date);
}

BOOST_AUTO_TEST_SUITE_END()
