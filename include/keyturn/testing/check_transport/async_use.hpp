// How the checks use an asynchronous transport: they send, drive it if it wants to be driven, and wait for completions.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_ASYNC_USE_HPP
#define KEYTURN_TESTING_CHECK_TRANSPORT_ASYNC_USE_HPP

#include <keyturn/concepts/transport.hpp>
#include <keyturn/testing/check_transport/expectations.hpp>

#include <condition_variable>

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

/// What became of one call.
struct AsyncOutcome {
  bool done = false;
  Result<Response> result = Error{.code = Errc::no_answer, .detail = "the transport did not complete the call"};
  bool in_the_open = false;  ///< Completed while the checks were in no function of the transport.
};

/// Something that happens once, and that another thread waits for.
class Happening {
 public:
  void happened() {
    const std::lock_guard lock{mutex_};
    has_happened_ = true;
    changed_.notify_all();
  }
  /// Whether it happened in that time.
  bool wait(std::chrono::milliseconds at_most) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, at_most, [&] { return has_happened_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool has_happened_ = false;
};

/// All that the checks see of an asynchronous transport. One with `poll` is used by one thread at a time. Copies are the
/// same use; safe from all threads.
class AsyncUse {
 public:
  template <AsyncTransport T>
  explicit AsyncUse(T& transport)
      : state_{std::make_shared<State>()}, send_{[&transport](Request request, Completion<Response> done) {
          transport.send(std::move(request), std::move(done));
        }} {
    if constexpr (PolledTransport<T>) poll_ = [&transport] { return transport.poll(); };
    if constexpr (WakingTransport<T>)
      wake_after_ = [&transport](std::chrono::milliseconds delay, Callback<void()> work) {
        transport.wake_after(delay, std::move(work));
      };
  }

  bool polled() const { return static_cast<bool>(poll_); }
  bool waking() const { return static_cast<bool>(wake_after_); }

  /// Starts a call. `then` runs inside its completion, with nothing locked.
  std::shared_ptr<const AsyncOutcome> start(Request request, Callback<void()> then = {}) const {
    auto [outcome, done] = prepare(std::move(then));
    start(std::move(request), std::move(done));
    return outcome;
  }
  void start(Request request, Completion<Response> done) const {
    const auto inside = enter();
    send_(std::move(request), std::move(done));
  }

  /// An outcome, and the completion that writes it once `then` has run.
  std::pair<std::shared_ptr<const AsyncOutcome>, Completion<Response>> prepare(Callback<void()> then = {}) const {
    auto outcome = std::make_shared<AsyncOutcome>();
    return {outcome, [state = state_, outcome, then = std::move(then)](Result<Response> result) {
              if (then) then();
              const std::lock_guard lock{state->mutex};
              outcome->done = true;
              outcome->result = std::move(result);
              outcome->in_the_open = state->inside == 0;
              state->changed.notify_all();
            }};
  }

  std::optional<std::chrono::milliseconds> poll() const {
    const auto inside = enter();
    return poll_();
  }
  void wake_after(std::chrono::milliseconds delay, Callback<void()> work) const { wake_after_(delay, std::move(work)); }

  /// Looks at outcomes while they stand still.
  template <class F>
  auto look(F&& at_them) const {
    const std::lock_guard lock{state_->mutex};
    return at_them();
  }

  /// Drives the transport, or waits, until `met` holds or that time is over. Whether it holds in the end. `met` is asked
  /// while outcomes stand still.
  template <class F>
  bool wait_until(F&& met, std::chrono::milliseconds at_most) const {
    const TimePoint end = later(Hosted{}.now(), at_most);
    for (;;) {
      if (polled()) poll();
      std::unique_lock lock{state_->mutex};
      if (met()) return true;
      const auto rest = milliseconds_left(end, Hosted{}.now());
      if (rest == rest.zero()) return false;
      // not everything that is waited for is an outcome
      state_->changed.wait_for(lock, std::min(rest, polled() ? between_polls : between_looks));
    }
  }

  /// Lets that time go by, with the transport driven.
  void pass(std::chrono::milliseconds time) const {
    static_cast<void>(wait_until([] { return false; }, time));
  }

  /// What became of a call in that time.
  Result<Response> wait_for(const AsyncOutcome& outcome, std::chrono::milliseconds at_most = in_good_time) const {
    wait_until([&] { return outcome.done; }, at_most);
    return look([&] { return outcome.result; });
  }

  /// Sends and waits, as a blocking transport would; no longer than a little over the request's timeout.
  Result<Response> send_and_wait(const Request& request) const {
    return wait_for(*start(request), request.timeout + at_the_latest);
  }

 private:
  static constexpr std::chrono::milliseconds between_polls{1}, between_looks{10};

  struct State {
    std::recursive_mutex use;  // held in a polled transport; a completion may send
    std::mutex mutex;          // of outcomes and `inside`
    std::condition_variable changed;
    int inside = 0;
  };

  /// One thread in a polled transport, for as long as this lives.
  class Inside {
   public:
    explicit Inside(State& state) : state_{state}, use_{state.use} { add(1); }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;
    ~Inside() { add(-1); }

   private:
    void add(int number) {
      const std::lock_guard lock{state_.mutex};
      state_.inside += number;
    }
    State& state_;
    std::unique_lock<std::recursive_mutex> use_;
  };
  std::unique_ptr<Inside> enter() const { return polled() ? std::make_unique<Inside>(*state_) : nullptr; }

  std::shared_ptr<State> state_;
  Callback<void(Request, Completion<Response>)> send_;
  Callback<std::optional<std::chrono::milliseconds>()> poll_;
  Callback<void(std::chrono::milliseconds, Callback<void()>)> wake_after_;
};

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
