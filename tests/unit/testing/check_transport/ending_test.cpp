#include <keyturn/testing/check_transport/ending.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/testing/check_transport/broken_async.hpp>

#include <atomic>
#include <mutex>

using keyturn::testing::checks::AsyncUse;
using keyturn::testing::checks::TransportEnding;

namespace {

/// The calls of one transport, and what it leaves behind.
struct Legacy {
  std::mutex mutex;
  std::vector<Completion<Response>> open;
  std::atomic<int> count{0};
  std::atomic<bool> ending{false};
  std::unique_ptr<CurlMultiTransport> alive;
};

/// Waits for all answers before it goes.
BrokenThreaded patient() {
  const auto legacy = std::make_shared<Legacy>();
  return {.check = "its destructor waits for no server",
          .send =
              [legacy](CurlMultiTransport& good, Request request, Completion<Response> done) {
                ++legacy->count;
                good.send(std::move(request), around(std::move(done), [legacy](const Result<Response>&) {
                            --legacy->count;
                            legacy->count.notify_all();
                          }));
              },
          .end =
              [legacy](const std::unique_ptr<CurlMultiTransport>&) {
                for (int count = legacy->count; count > 0; count = legacy->count) legacy->count.wait(count);
              }};
}

/// Somebody else holds the completions, and calls none.
BrokenThreaded forgetful() {
  const auto legacy = std::make_shared<Legacy>();
  return {.check = "its destructor ends every call",
          .send =
              [legacy](CurlMultiTransport& good, Request request, Completion<Response> done) {
                good.send(std::move(request), [=](Result<Response> result) {
                  if (!legacy->ending) return done(std::move(result));
                  const std::lock_guard lock{legacy->mutex};
                  legacy->open.push_back(done);
                });
              },
          .end = [legacy](const std::unique_ptr<CurlMultiTransport>&) { legacy->ending = true; }};
}

/// Ends the calls, and lets their transfers go on.
BrokenThreaded restless() {
  const auto legacy = std::make_shared<Legacy>();
  return {.check = "nothing is called after its destruction",
          .send =
              [legacy](CurlMultiTransport& good, Request request, Completion<Response> done) {
                if (goes_to(request, "/ending")) {
                  const std::lock_guard lock{legacy->mutex};
                  legacy->open.push_back(done);
                }
                good.send(std::move(request), std::move(done));
              },
          .end =
              [legacy](std::unique_ptr<CurlMultiTransport> good) {
                const std::lock_guard lock{legacy->mutex};
                for (const auto& done : legacy->open) done(Error{.code = Errc::cancelled});
                legacy->alive = std::move(good);
              }};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(check_transport_ending)

BOOST_AUTO_TEST_CASE(each_check_is_there_for_a_reason) {
  std::optional<CurlMultiTransport> good{std::in_place};
  keyturn::testing::CheckReport group;
  TransportEnding{AsyncUse{*good}, [&] { good.reset(); }}.run(group);
  BOOST_TEST(!good.has_value());
  each_found_alone(group, std::vector<BrokenThreaded>{patient(), forgetful(), restless()},
                   check_broken<CurlMultiTransport>);
}

BOOST_AUTO_TEST_CASE(a_transport_that_is_only_lent_is_left_alone) {
  keyturn::testing::CheckReport report;
  TransportEnding{std::nullopt, {}}.run(report);
  BOOST_TEST(report.passed());
  for (const auto& check : report.checks()) BOOST_TEST(check.seen.starts_with("skipped"));
}

BOOST_AUTO_TEST_SUITE_END()
