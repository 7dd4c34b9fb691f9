// The calls that an asynchronous client makes at the auth server for its machine: a refresh, a revocation.
#ifndef KEYTURN_DRIVE_ASYNC_AUTH_CALLS_HPP
#define KEYTURN_DRIVE_ASYNC_AUTH_CALLS_HPP

#include <keyturn/base/list.hpp>
#include <keyturn/concepts/platform.hpp>
#include <keyturn/drive/async_call.hpp>
#include <keyturn/drive/auth_exchange.hpp>
#include <keyturn/model/input.hpp>

#include <type_traits>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// A refresh at the auth server. The transport ends it: its answer may have come while the host slept, or it may have
/// gone out only afterwards, and an answer given up is a pair lost. A transport that has lost it gets as long again.
template <class Driver>
class RefreshCall final : public AsyncCall {
 public:
  RefreshCall(Driver& driver, JobId job) : driver_{driver}, job_{job} {}

  /// Sends the request, or hands on why there is none.
  void start(Result<Request> request, std::chrono::milliseconds timeout) {
    timing_.sent = read_clocks(driver_.platform());
    if (!request) return answered(request.error());
    driver_.send(*this, std::move(*request), later(timing_.sent.steady, timeout), timeout);
  }

  void answered(Result<Response>&& answer) override {
    timing_.received = read_clocks(driver_.platform());
    driver_.feed(input::Answered{job_, read_refresh(driver_.protocol(), std::move(answer), timing_)});
    driver_.finish(*this);
  }

 private:
  Driver& driver_;
  JobId job_;
  AnswerTiming timing_{};
};

/// The requests of one revocation, one after another within one time limit; the first failure is what is reported.
template <class Driver>
class RevokeCall final : public AsyncCall {
 public:
  RevokeCall(Driver& driver, JobId job, TimePoint deadline) : driver_{driver}, job_{job}, deadline_{deadline} {}

  void start(const TokenSet& tokens) {
    result_ = guarded<void>(Errc::unsupported, [&]() -> Result<void> {
      for (Request& request : driver_.protocol().logout_requests(tokens)) requests_.push(std::move(request));
      return {};
    });
    go_on();
  }

  void answered(Result<Response>&& answer) override {
    auto goes_on = guarded<bool>(Errc::unsupported, [&] { return take(answer); });
    if (!goes_on && result_) result_ = std::move(goes_on.error());
    if (answer) wipe_message(*answer);
    if (!goes_on || *goes_on) go_on();
  }

 private:
  static constexpr bool confirms = ConfirmsLogout<std::remove_cvref_t<decltype(std::declval<Driver&>().protocol())>>;

  // Whether the request is done with.
  Result<bool> take(const Result<Response>& answer) {
    if constexpr (confirms) {
      if (std::exchange(resting_, false)) {
        send(again_.pop());
        return false;
      }
      if (rests(answer)) return false;
    }
    auto read = read_logout(driver_.protocol(), answer);
    if (result_) result_ = std::move(read);
    return true;
  }

  void go_on() {
    auto sent = guarded<bool>(Errc::not_sent, [&] { return send_next(); });
    if (sent && *sent) return;
    if (!sent && result_) result_ = std::move(sent.error());
    driver_.feed(input::Revoked{job_, std::move(result_)});
    driver_.finish(*this);
  }

  Result<bool> send_next() {
    while (!requests_.empty()) {
      auto request = ready(requests_.pop(), driver_.protocol().api_base(), driver_.options(), time_left());
      if (request) {
        send(std::move(*request));
        return true;
      }
      if (result_) result_ = request.error();
    }
    return false;
  }

  void send(Request request) {
    if constexpr (confirms) {
      request.timeout = std::max(time_left(), std::chrono::milliseconds{1});
      again_.clear();
      again_.push(request);
    }
    driver_.send(*this, std::move(request), deadline_);
  }

  // Whether the server wants to be left alone for a while, and there is time to ask it again.
  bool rests(const Result<Response>& answer) {
    const auto pause = revocation_pause(answer, driver_.platform().wall());
    const TimePoint until = later(driver_.platform().now(), pause);
    if (pause.count() == 0 || until >= deadline_) return false;
    resting_ = true;
    driver_.rest(*this, until);
    return true;
  }

  std::chrono::milliseconds time_left() const { return milliseconds_left(deadline_, driver_.platform().now()); }

  Driver& driver_;
  JobId job_;
  TimePoint deadline_;
  List<Request> requests_{};
  List<Request> again_{};  // one at most: what was sent last
  Result<void> result_{};
  bool resting_ = false;
};

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif
