#include <keyturn/adapters/keychain/time_limit.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <stdexcept>

using namespace std::chrono_literals;
using keyturn::Errc;
using keyturn::Result;
using keyturn::detail::within_time_limit;

BOOST_AUTO_TEST_SUITE(keychain_within_time_limit)

BOOST_AUTO_TEST_CASE(gives_what_the_call_comes_to_which_runs_on_another_thread) {
  const auto here = std::this_thread::get_id();
  const Result<bool> elsewhere =
      within_time_limit(20s, [here]() -> Result<bool> { return std::this_thread::get_id() != here; });
  BOOST_TEST_REQUIRE(elsewhere.has_value());
  BOOST_TEST(*elsewhere);
  const Result<void> failed = within_time_limit(20s, []() -> Result<void> { return {Errc::storage_corrupt, "why"}; });
  BOOST_TEST((failed == keyturn::Error{.code = Errc::storage_corrupt, .detail = "why"}));
  BOOST_CHECK_THROW((void)within_time_limit(20s, []() -> Result<void> { throw std::bad_alloc{}; }), std::bad_alloc);
}

BOOST_AUTO_TEST_CASE(does_not_wait_for_a_call_that_hangs_and_leaves_it_what_it_uses) {
  std::promise<void> release, over;
  const auto used = std::make_shared<int>(7);
  const Result<int> hung =
      within_time_limit(20ms, [released = release.get_future().share(), &over, used]() -> Result<int> {
        released.wait();
        const int value = *used;
        over.set_value();
        return value;
      });
  BOOST_TEST_REQUIRE(!hung.has_value());
  BOOST_TEST((hung.error().code == Errc::storage_failed));
  BOOST_TEST(hung.error().detail.starts_with("the keychain: no answer within 20 ms; try again"));
  release.set_value();
  over.get_future().wait();
}

BOOST_AUTO_TEST_SUITE_END()
