#include <keyturn/drive/async_call.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>

using namespace keyturn;

namespace {

// Counts the calls that are done.
struct CountingDriver {
  int finished = 0;
  void finish(drive::AsyncCall&) { ++finished; }
};

using Call = drive::CompletingCall<CountingDriver, int>;

std::string text(const Result<int>& result) {
  return result ? std::to_string(*result) : std::string{to_string(result.error().code)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(drive_async_call)

BOOST_AUTO_TEST_CASE(a_call_is_found_by_the_name_that_the_machine_knows) {
  CountingDriver driver;
  Call call{driver, [](Result<int>) {}}, other{driver, [](Result<int>) {}};
  BOOST_TEST(&drive::AsyncCall::of(call.id()) == &call);
  BOOST_TEST(call.id() != other.id());
}

BOOST_AUTO_TEST_CASE(the_host_hears_the_result_when_it_is_told) {
  std::string heard;
  CountingDriver driver;
  Call call{driver, [&](Result<int> result) { heard += text(result); }};
  call.end(7);
  BOOST_TEST(driver.finished == 1);
  BOOST_TEST(heard == "");
  call.tell_host();
  BOOST_TEST(heard == "7");
}

BOOST_AUTO_TEST_CASE(a_call_that_is_cancelled_says_so) {
  std::string heard;
  CountingDriver driver;
  Call call{driver, [&](Result<int> result) { heard += text(result); }};
  call.cancel(Error{.code = Errc::cancelled});
  call.tell_host();
  BOOST_TEST(heard == "cancelled");
}

// What the completion holds dies with it, even if somebody still holds the call: a transport that answers late.
BOOST_AUTO_TEST_CASE(a_call_that_ended_keeps_nothing_of_the_host) {
  auto kept = std::make_shared<int>();
  CountingDriver driver;
  Call call{driver, [kept](Result<int>) {}};
  call.end(7);
  BOOST_TEST(kept.use_count() == 2);
  call.tell_host();
  BOOST_TEST(kept.use_count() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
