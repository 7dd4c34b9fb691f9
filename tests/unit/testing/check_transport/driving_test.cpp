#include <keyturn/testing/check_transport/driving.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/testing/check_transport/broken_async.hpp>

using namespace std::chrono_literals;
using keyturn::testing::checks::Happening;
using keyturn::testing::checks::TransportDriving;
using Wait = std::optional<std::chrono::milliseconds>;

namespace {

/// Waits in each poll while a certain call is open.
BrokenPolled blocking() {
  const auto open = std::make_shared<int>(0);
  return {.check = "poll does not block",
          .send =
              [open](PolledCurlMultiTransport& good, Request request, Completion<Response> done) {
                if (!goes_to(request, "/no-block")) return good.send(std::move(request), std::move(done));
                ++*open;
                good.send(std::move(request), around(std::move(done), [open](const Result<Response>&) { --*open; }));
              },
          .poll =
              [open](PolledCurlMultiTransport& good) {
                if (*open > 0) Happening{}.wait(100ms);
                return good.poll();
              }};
}

/// Does all that is due, and says another time.
BrokenPolled saying(Callback<Wait(Wait)> say) {
  return {.check = "poll says when to call again",
          .poll = [say](PolledCurlMultiTransport& good) { return say(good.poll()); }};
}

/// Completes on a thread of its own.
BrokenPolled elsewhere() {
  const auto threads = std::make_shared<std::vector<std::future<void>>>();
  return {.check = "completions come inside poll or send",
          .send = [threads](PolledCurlMultiTransport& good, Request request, Completion<Response> done) {
            if (!goes_to(request, "/inside")) return good.send(std::move(request), std::move(done));
            good.send(std::move(request), [=](Result<Response> result) {
              threads->push_back(std::async(std::launch::async, [done, result = std::move(result)] {
                Happening{}.wait(5ms);  // until the poll has returned
                done(result);
              }));
            });
          }};
}

/// Calls `wake` with the good transport instead of its `wake_after`.
BrokenThreaded waking(std::string check,
                      Callback<void(CurlMultiTransport&, std::chrono::milliseconds, Callback<void()>)> wake) {
  return {.check = std::move(check), .wake_after = std::move(wake)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(check_transport_driving)

BOOST_AUTO_TEST_CASE(each_check_on_poll_is_there_for_a_reason) {
  each_found_alone(
      check_good<TransportDriving, PolledCurlMultiTransport>(),
      std::vector<BrokenPolled>{blocking(), saying([](Wait) { return std::nullopt; }), saying([](Wait) { return 0ms; }),
                                saying([](Wait wait) { return wait ? Wait{1h} : wait; }), elsewhere()},
      check_broken<PolledCurlMultiTransport>);
}

BOOST_AUTO_TEST_CASE(each_check_on_wake_after_is_there_for_a_reason) {
  each_found_alone(check_good<TransportDriving, CurlMultiTransport>(),
                   std::vector<BrokenThreaded>{
                       waking("wake_after does not call early", [](CurlMultiTransport& good, auto delay,
                                                                   auto work) { good.wake_after(delay / 2, work); }),
                       waking("wake_after calls once",
                              [](CurlMultiTransport& good, auto delay, auto work) {
                                good.wake_after(delay, work);
                                good.wake_after(delay * 2, work);
                              }),
                       waking("wake_after calls in time",
                              [](CurlMultiTransport& good, auto delay, auto work) {
                                good.wake_after(delay < 300ms ? delay : delay + 2200ms, work);
                              })},
                   check_broken<CurlMultiTransport>);
}

BOOST_AUTO_TEST_SUITE_END()
