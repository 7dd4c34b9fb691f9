#include <keyturn/testing/check_transport/completing.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/testing/check_transport/broken_async.hpp>

#include <atomic>
#include <mutex>

using namespace std::chrono_literals;

namespace {

/// Completes calls to `target` twice if they end as `when` says.
BrokenThreaded twice(std::string check, std::string target, Callback<bool(const Result<Response>&)> when) {
  return {std::move(check), [=](CurlMultiTransport& good, Request request, Completion<Response> done) {
            const bool broken = goes_to(request, target);
            good.send(std::move(request), around(done, [=](const Result<Response>& result) {
                        if (broken && when(result)) done(result);
                      }));
          }};
}

bool ended_with(const Result<Response>& result, Errc code) { return !result && result.error().code == code; }

std::vector<BrokenThreaded> broken_completing() {
  return {
      {"send does not wait for the answer",
       [](CurlMultiTransport& good, Request request, Completion<Response> done) {
         if (goes_to(request, "/no-wait")) return done(CurlTransport{}.send(request));
         good.send(std::move(request), std::move(done));
       }},
      twice("a call is completed once", "/once", [](const auto& result) { return result.has_value(); }),
      twice("a call is completed once", "/once",
            [](const auto& result) { return ended_with(result, Errc::no_answer); }),
      twice("a call whose time is over is completed once", "/once-in-time",
            [](const auto& result) { return ended_with(result, Errc::timed_out); }),
      twice("a call that on_data stops is completed once", "/once-stopped",
            [](const auto& result) { return ended_with(result, Errc::cancelled); }),
  };
}

/// Has room for so many calls, and drops those beyond.
BrokenThreaded small(std::string check, std::string target, int room) {
  return {std::move(check), [=, open = std::make_shared<std::atomic<int>>(0)](CurlMultiTransport& good, Request request,
                                                                              Completion<Response> done) {
            if (request.url.find(target) == request.url.npos) return good.send(std::move(request), std::move(done));
            if (++*open > room) return static_cast<void>(--*open);
            good.send(std::move(request), around(std::move(done), [open](const Result<Response>&) { --*open; }));
          }};
}

/// Gives every call of many the answer to the one before it.
BrokenThreaded mixed_up_answers() {
  struct Last {
    std::mutex mutex;
    std::string body;
  };
  return {"many calls at once get their own answers",
          [last = std::make_shared<Last>()](CurlMultiTransport& good, Request request, Completion<Response> done) {
            if (request.url.find("/many/") == request.url.npos) return good.send(std::move(request), std::move(done));
            good.send(std::move(request), [=](Result<Response> result) {
              const std::lock_guard lock{last->mutex};
              if (result) std::swap(last->body, result->body);
              done(std::move(result));
            });
          }};
}

/// Refuses what is sent from inside a completion, from the call before the last on.
BrokenThreaded not_again(std::string check, std::string target, int allowed) {
  static thread_local bool inside = false;
  return {std::move(check), [=, left = std::make_shared<std::atomic<int>>(allowed)](
                                CurlMultiTransport& good, Request request, Completion<Response> done) {
            if (inside && goes_to(request, target) && --*left < 0) return done(Error{.code = Errc::unsupported});
            good.send(std::move(request), [done](Result<Response> result) {
              inside = true;
              done(std::move(result));
              inside = false;
            });
          }};
}

BrokenThreaded locked() {
  return {"a completion may wait for another thread's send",
          [mutex = std::make_shared<std::recursive_mutex>()](CurlMultiTransport& good, Request request,
                                                             Completion<Response> done) {
            if (request.url.find("/no-lock") == request.url.npos) return good.send(std::move(request), std::move(done));
            const std::lock_guard lock{*mutex};
            good.send(std::move(request), [=](Result<Response> result) {
              const std::lock_guard held{*mutex};
              done(std::move(result));
            });
          }};
}

BrokenThreaded sleepy() {
  return {"a transport that idles is woken by a send",
          [](CurlMultiTransport& good, Request request, Completion<Response> done) {
            if (!goes_to(request, "/woken")) return good.send(std::move(request), std::move(done));
            good.wake_after(
                1800ms, [&good, request = std::move(request), done = std::move(done)] { good.send(request, done); });
          }};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(check_transport_completing)

BOOST_AUTO_TEST_CASE(each_check_is_there_for_a_reason) {
  auto all = broken_completing();
  all.push_back(small("many calls at once get their own answers", "/many/", 100));
  all.push_back(mixed_up_answers());
  all.push_back(not_again("a completion may send", "/inner", 0));
  all.push_back(not_again("many completions may send", "/chain", 50));
  all.push_back(locked());
  all.push_back(sleepy());
  each_found_alone(check_good<keyturn::testing::checks::TransportCompleting, CurlMultiTransport>(), all,
                   check_broken<CurlMultiTransport>);
}

BOOST_AUTO_TEST_SUITE_END()
