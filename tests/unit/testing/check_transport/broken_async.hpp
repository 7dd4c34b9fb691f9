// Asynchronous transports that are good but for one thing.
#ifndef KEYTURN_TESTS_UNIT_TESTING_CHECK_TRANSPORT_BROKEN_ASYNC_HPP
#define KEYTURN_TESTS_UNIT_TESTING_CHECK_TRANSPORT_BROKEN_ASYNC_HPP

#include <keyturn/adapters/curl_multi.hpp>

#include <unit/testing/check_transport/broken.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

using keyturn::Callback;
using keyturn::Completion;
using keyturn::CurlMultiTransport;
using keyturn::PolledCurlMultiTransport;

/// Functions around a good one; those that are empty change nothing.
template <class Good>
struct BrokenAsync {
  std::string check{};  ///< The one check that must find it.
  Callback<void(Good&, Request, Completion<Response>)> send{};
  Callback<void(Good&, std::chrono::milliseconds, Callback<void()>)> wake_after{};
  Callback<std::optional<std::chrono::milliseconds>(Good&)> poll{};
  Callback<void(std::unique_ptr<Good>)> end{};
};

template <class Good>
class BrokenAsyncTransport {
 public:
  explicit BrokenAsyncTransport(BrokenAsync<Good> broken)
      : broken_{std::move(broken)}, good_{std::make_unique<Good>()} {}
  BrokenAsyncTransport(BrokenAsyncTransport&&) = default;
  ~BrokenAsyncTransport() {
    if (good_ && broken_.end) broken_.end(std::move(good_));
  }

  void send(Request request, Completion<Response> done) {
    if (broken_.send) return broken_.send(*good_, std::move(request), std::move(done));
    good_->send(std::move(request), std::move(done));
  }
  void wake_after(std::chrono::milliseconds delay, Callback<void()> work) requires keyturn::WakingTransport<Good> {
    if (broken_.wake_after) return broken_.wake_after(*good_, delay, std::move(work));
    good_->wake_after(delay, std::move(work));
  }
  std::optional<std::chrono::milliseconds> poll() requires keyturn::PolledTransport<Good> {
    return broken_.poll ? broken_.poll(*good_) : good_->poll();
  }

 private:
  BrokenAsync<Good> broken_;
  std::unique_ptr<Good> good_;
};

using BrokenThreaded = BrokenAsync<CurlMultiTransport>;
using BrokenPolled = BrokenAsync<PolledCurlMultiTransport>;

template <class Good>
keyturn::testing::CheckReport check_broken(const BrokenAsync<Good>& broken) {
  return keyturn::testing::check_transport(BrokenAsyncTransport<Good>{broken});
}

/// What the group finds of a good transport.
template <class Group, class Good>
keyturn::testing::CheckReport check_good() {
  Good good;
  keyturn::testing::CheckReport group;
  Group{keyturn::testing::checks::AsyncUse{good}}.run(group);
  return group;
}

/// A completion that does `act` before it passes the result on.
template <class F>
Completion<Response> around(Completion<Response> done, F act) {
  return [done = std::move(done), act = std::move(act)](Result<Response> result) {
    act(result);
    done(std::move(result));
  };
}

#endif
