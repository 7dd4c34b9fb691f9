#include <keyturn/auth_client.hpp>
#include <keyturn/builtin/memory_storage.hpp>
#include <keyturn/builtin/single_thread.hpp>
#include <keyturn/testing/scripted_transport.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include "drive/plain_protocol.hpp"

using namespace std::chrono_literals;
using keyturn::SingleThread;
using keyturn::TimePoint;
using keyturn::WallTime;

static_assert(keyturn::Platform<SingleThread> && keyturn::OneThread<SingleThread::Mutex>);

namespace {

TimePoint fixed_time() { return TimePoint{3s}; }
WallTime fixed_day() { return WallTime{7ms}; }
bool no_generator(std::span<std::byte>) { return false; }

}  // namespace

BOOST_AUTO_TEST_SUITE(single_thread)

BOOST_AUTO_TEST_CASE(plain_functions_serve) {
  const SingleThread platform{fixed_time, fixed_day, no_generator};
  BOOST_CHECK(platform.now() == TimePoint{3s});
  BOOST_CHECK(platform.wall() == WallTime{7ms});
  BOOST_TEST(!platform.random({}));
}

BOOST_AUTO_TEST_CASE(callables_serve_and_copies_share_them) {
  auto ticks = 0ms;
  SingleThread platform{[&] { return TimePoint{++ticks}; }, fixed_day,
                        [](std::span<std::byte> bytes) {
                          for (std::byte& byte : bytes) byte = std::byte{7};
                          return true;
                        }};
  const SingleThread copy = platform;
  BOOST_CHECK(platform.now() == TimePoint{1ms});
  BOOST_CHECK(copy.now() == TimePoint{2ms});
  std::array<std::byte, 2> bytes{};
  BOOST_TEST(copy.random(bytes));
  BOOST_CHECK(bytes[1] == std::byte{7});
}

BOOST_AUTO_TEST_CASE(a_call_waits_for_the_next_try_by_asking_for_the_time_alone) {
  using namespace keyturn_tests;
  auto ticks = 0ms;
  testing::ScriptedTransport transport;
  AuthClient client{
      transport, MemoryStorage{}, PlainProtocol{}, Options{},
      SingleThread{[&] { return TimePoint{++ticks}; }, fixed_day, [](std::span<std::byte>) { return true; }}};
  transport.answer(granted(1));
  BOOST_TEST(client.login(Password{"ada", "lovelace"}).has_value());
  Response busy{.status = 503};
  busy.headers.add("Retry-After", "2");
  transport.answer(Response{.status = 401}).answer(busy).answer(granted(2)).answer(Response{.status = 200});
  const auto before = ticks;
  const auto answer = client.get("/notes");
  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST(answer->status == 200);
  BOOST_CHECK(ticks - before >= 2s);
}

BOOST_AUTO_TEST_CASE(without_a_generator_there_is_no_session) {
  using namespace keyturn_tests;
  testing::ScriptedTransport transport;
  AuthClient client{transport, MemoryStorage{}, PlainProtocol{}, Options{},
                    SingleThread{fixed_time, fixed_day, no_generator}};
  transport.answer(granted(1));
  const auto done = client.login(Password{"ada", "lovelace"});
  BOOST_TEST_REQUIRE(!done.has_value());
  BOOST_CHECK(done.error().code == Errc::unsupported);
  BOOST_TEST(!client.logged_in());
}

BOOST_AUTO_TEST_SUITE_END()
