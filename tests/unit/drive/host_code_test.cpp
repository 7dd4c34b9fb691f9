#include <keyturn/drive/host_code.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <new>
#include <stdexcept>

using namespace keyturn;

BOOST_AUTO_TEST_SUITE(drive_host_code)

BOOST_AUTO_TEST_CASE(a_result_comes_through_as_it_is) {
  BOOST_TEST(drive::guarded<int>(Errc::unsupported, [] { return Result<int>{7}; }).value() == 7);
  const auto refused =
      drive::guarded<int>(Errc::unsupported, []() -> Result<int> { return Error{.code = Errc::not_sent}; });
  BOOST_TEST((refused.error().code == Errc::not_sent));
}

// The text of an exception may hold anything, a token included: it goes nowhere.
BOOST_AUTO_TEST_CASE(an_exception_becomes_the_error_that_the_caller_names) {
  const auto thrown =
      drive::guarded<int>(Errc::storage_failed, []() -> Result<int> { throw std::runtime_error{"the secret is 42"}; });
  BOOST_TEST((thrown.error().code == Errc::storage_failed));
  BOOST_TEST(thrown.error().detail.find("42") == std::string::npos);
  const auto odd = drive::guarded<void>(Errc::bad_answer, []() -> Result<void> { throw 42; });
  BOOST_TEST((odd.error().code == Errc::bad_answer));
}

// The error must not need what there is none of.
BOOST_AUTO_TEST_CASE(a_lack_of_memory_is_said_in_a_text_that_needs_none) {
  const auto thrown = drive::guarded<int>(Errc::storage_failed, []() -> Result<int> { throw std::bad_alloc{}; });
  BOOST_TEST((thrown.error().code == Errc::storage_failed));
  BOOST_TEST(thrown.error().detail == "out of memory");
  BOOST_TEST(thrown.error().detail.size() <= std::string{}.capacity());
}

BOOST_AUTO_TEST_CASE(what_an_exception_leaves_half_done_is_mended_before_it_goes_on_or_stays) {
  int mended = 0;
  const auto mend = [&] { ++mended; };
  BOOST_TEST(drive::mended([] { return 7; }, mend) == 7);
  BOOST_TEST(mended == 0);
  BOOST_CHECK_THROW(drive::mended([] { throw std::bad_alloc{}; }, mend), std::bad_alloc);
  BOOST_TEST(mended == 1);
  drive::contained([] { throw std::bad_alloc{}; }, mend);
  BOOST_TEST(mended == 2);
  drive::contained([] {}, mend);
  BOOST_TEST(mended == 2);
}

BOOST_AUTO_TEST_CASE(a_callback_that_throws_harms_nobody) {
  int calls = 0;
  drive::shielded([&] {
    ++calls;
    throw std::runtime_error{"callback"};
  });
  drive::shielded([&] { ++calls; });
  BOOST_TEST(calls == 2);
}

BOOST_AUTO_TEST_SUITE_END()
