// A script for the tests of the machine that begin with a dead access token.
#ifndef KEYTURN_TESTS_UNIT_CORE_EXPIRED_SESSION_HPP
#define KEYTURN_TESTS_UNIT_CORE_EXPIRED_SESSION_HPP

#include "machine_script.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

namespace keyturn_tests {

using namespace std::chrono_literals;

/// A session whose access token has expired.
struct Expired : Script {
  explicit Expired(bool shared, Options options = {}) : Script{shared, std::move(options)} { begin().pass(101s); }

  // A refresh for call 1, brought to the point where the auth server is asked.
  Expired& sending() {
    ask(1);
    drawn();
    if (!outstanding.empty() && outstanding.front().is<action::Lock>()) locked(), loaded();
    saved();
    BOOST_TEST_REQUIRE((machine.phase() == core::Phase::sending));
    return *this;
  }
};

}  // namespace keyturn_tests

#endif
