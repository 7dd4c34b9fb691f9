// One API request of an asynchronous client: get a token, send, and after a 401 once more with a newer one.
#ifndef KEYTURN_DRIVE_ASYNC_REQUEST_HPP
#define KEYTURN_DRIVE_ASYNC_REQUEST_HPP

#include <keyturn/core/exchange.hpp>
#include <keyturn/drive/async_call.hpp>
#include <keyturn/model/event.hpp>
#include <keyturn/model/input.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// The steps of `AuthClient::send`. Each ends by asking the machine, by sending, or by finishing the call.
template <class Driver>
class AsyncRequest final : public CompletingCall<Driver, Response> {
  using Base = CompletingCall<Driver, Response>;

 public:
  AsyncRequest(Driver& driver, Request request, Completion<Response> done)
      : Base{driver, std::move(done)}, request_{std::move(request)}, repeatable_{request_.body.repeatable()} {}

  void start(const core::Origins& origins, TimePoint began) {
    const auto wants_token = core::prepare(request_, origins, driver_.options());
    if (!wants_token) return end(wants_token.error());
    if (request_.timeout.count() <= 0) request_.timeout = driver_.options().request_timeout;
    deadline_ = later(began, request_.timeout);
    if (!*wants_token) return send_bare();
    if (const Snapshot* fresh = driver_.fresh_token(began)) return send(*fresh);
    driver_.ask(*this, input::Ask{.waiter = this->id(), .deadline = deadline_}, began);
  }

  void granted(AsyncOutcome&& outcome) override {
    if (unauthorized_) return replay(std::move(outcome));
    if (!outcome.error) {
      if (has_time()) send(*outcome.token);
      return;
    }
    const bool bare = request_.auth == Auth::optional && outcome.error->code == Errc::not_logged_in;
    if (!bare) return end(std::move(*outcome.error));
    if (has_time()) send_bare();
  }

  void answered(Result<Response>&& answer) override {
    if (!answer || !core::is_unauthorized(*answer) || !authorized_ || unauthorized_) return end(std::move(answer));
    unauthorized_ = std::move(*answer);
    driver_.ask(*this,
                input::Ask{.waiter = this->id(), .deadline = deadline_, .epoch = epoch_, .refused = generation_});
  }

  void cancel(Error&& error) override {
    Base::cancel(std::move(error));
    forget();
  }

 private:
  // A body that cannot be produced twice is not replayed, but the next call has a new token already.
  void replay(AsyncOutcome&& outcome) {
    const bool over = outcome.error && outcome.error->code == Errc::session_ended;
    if (!repeatable_ && !over) return end(*std::move(unauthorized_));
    if (outcome.error) return end(std::move(*outcome.error));
    driver_.tell(Event{.kind = Event::Kind::replayed, .epoch = epoch_, .generation = outcome.token->generation});
    if (has_time()) send(*outcome.token);
  }

  // Gives the request what is left of the call's time; nothing: the call is over.
  bool has_time() {
    const TimePoint time = driver_.platform().now();
    request_.timeout = milliseconds_left(deadline_, time);
    if (time >= deadline_) end(Error{.code = Errc::timed_out, .detail = "no time was left to send the request"});
    return time < deadline_;
  }

  void send(const Snapshot& token) {
    authorized_ = true;
    epoch_ = token.epoch;
    generation_ = token.generation;
    Request request = for_the_wire();
    core::attach(request, token);
    driver_.send(*this, std::move(request), deadline_);
  }

  void send_bare() { driver_.send(*this, for_the_wire(), deadline_); }

  Request for_the_wire() {
    return repeatable_ ? request_ : std::move(request_);  // what may be sent again is kept
  }

  void end(Result<Response> result) {
    forget();
    Base::end(std::move(result));
  }

  // A transport may hold on to a call that is over.
  void forget() {
    request_ = Request{};
    unauthorized_.reset();
  }

  using Base::driver_;
  Request request_;
  bool repeatable_;
  TimePoint deadline_{};
  std::uint64_t epoch_ = 0, generation_ = 0;
  bool authorized_ = false;
  Maybe<Response> unauthorized_{};  // the 401 that was answered first
};

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif
