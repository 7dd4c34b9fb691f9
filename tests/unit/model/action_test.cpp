#include <keyturn/model/action.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn;

BOOST_AUTO_TEST_SUITE(model_action)

BOOST_AUTO_TEST_CASE(an_action_is_a_plain_value) {
  static_assert(std::is_copy_constructible_v<Action> && std::is_nothrow_move_constructible_v<Action>);
  const Action save = action::Save{7, Secret{"record"}};
  const Action copy = save;
  BOOST_TEST(copy.get<action::Save>()->job == 7u);
  BOOST_TEST((copy.get<action::Save>()->record == Secret{"record"}));
}

BOOST_AUTO_TEST_CASE(a_completion_is_an_error_or_a_token_or_a_plain_success) {
  const action::Complete done{3, {}, {}, true};
  BOOST_TEST(!done.token);
  BOOST_TEST(!done.error.has_value());
  BOOST_TEST(done.logged_in);
  const action::Complete failed{3, {}, Error{.code = Errc::timed_out}, false};
  BOOST_TEST((failed.error->code == Errc::timed_out));
}

BOOST_AUTO_TEST_SUITE_END()
