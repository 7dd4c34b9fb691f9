// The driver for blocking transports: the threads that call are the threads that work.
#ifndef KEYTURN_DRIVE_BLOCKING_HPP
#define KEYTURN_DRIVE_BLOCKING_HPP

#include <keyturn/base/atomic.hpp>
#include <keyturn/base/list.hpp>
#include <keyturn/base/mutex_guard.hpp>
#include <keyturn/concepts/platform.hpp>
#include <keyturn/concepts/protocol.hpp>
#include <keyturn/concepts/storage.hpp>
#include <keyturn/concepts/transport.hpp>
#include <keyturn/core/machine.hpp>
#include <keyturn/drive/auth_exchange.hpp>
#include <keyturn/drive/held_locks.hpp>
#include <keyturn/drive/host_code.hpp>
#include <keyturn/drive/local_work.hpp>
#include <keyturn/drive/published.hpp>
#include <keyturn/drive/storage_watch.hpp>

#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// Runs a machine for many threads. Each thread that feeds it carries out what its own input brought, without a lock;
/// a call that waits does so for its result alone, and one of those who wait keeps the time.
template <BlockingTransport T, Storage S, Protocol P, Platform E>
class Blocking {
 public:
  Blocking(T transport, S storage, P protocol, Options&& options, E platform)
      : transport_{std::move(transport)},
        storage_{std::move(storage)},
        protocol_{std::move(protocol)},
        platform_{std::move(platform)},
        machine_{std::move(options), SharedStorage<S>, core::EarlyRefresh::holds_up_its_caller,
                 unknown_outcome(protocol_)} {}

  struct Outcome;
  static WaiterId name_of(const Outcome* outcome) { return reinterpret_cast<WaiterId>(outcome); }

  /// What a call waited for. It stays where it is until then: that is its name.
  struct Outcome {
    WaiterId waiter() const { return name_of(this); }
    bool done = false, logged_in = false;
    bool may_carry = false;  // it waits for a token, and has time left: it carries what is due
    bool carried = false;    // its thread has sent a refresh
    unsigned life = 0;       // of the machine that knows the call
    JobId turn = 0;          // session work of this call that may begin
    SnapshotPin token{};
    std::optional<Error> error{};
  };

  /// Feeds the input that begins the call of that outcome, and works and waits until it is over.
  void call(Outcome& outcome, TimePoint deadline, Input&& input) {
    run(std::move(input), &outcome);
    wait(outcome, deadline);
  }

  /// The same for a call that no deadline ends here, and that wants nothing back.
  Result<void> finish(Outcome& outcome, Input&& input) {
    call(outcome, TimePoint::max(), std::move(input));
    if (outcome.error) return std::move(*outcome.error);
    return {};
  }

  /// `carried`: set if this thread sent a refresh meanwhile, which may have taken longer than the call has.
  Result<SnapshotPin> token(input::Ask&& ask, bool* carried = nullptr) {
    Outcome outcome;
    outcome.may_carry = true;
    ask.waiter = outcome.waiter();
    call(outcome, ask.deadline, Input{ask});
    if (carried != nullptr) *carried = outcome.carried;
    if (outcome.error) return std::move(*outcome.error);
    return std::move(outcome.token);
  }

  /// Feeds one input and carries out what it brings, and what that brings, until nothing is left for this thread.
  /// `own`: the call of this thread. An exception means that there was no memory, and that the machine has started over.
  void run(Input&& input, Outcome* own = nullptr) {
    listen();
    mended([&] { return work_off(std::move(input), own); }, [&] { start_over(); });
  }

  /// The published token if it is fresh at `time`, found without a lock. Valid until this thread's next call of any
  /// client.
  KEYTURN_IN_ONE_PIECE const Snapshot* fresh_token(TimePoint time) {
    const Snapshot* snapshot = published_.find();
    return snapshot != nullptr && time < snapshot->fresh_until ? snapshot : nullptr;
  }

  /// Whether there is a token that can still be sent, fresh or not.
  bool has_valid_token(TimePoint time) {
    const Snapshot* snapshot = published_.find();
    return snapshot != nullptr && time < snapshot->valid_until;
  }

  /// Sends a request to the auth server.
  Result<Response> post(const Result<Request>& request) {
    if (!request) return request.error();
    return guarded<Response>(Errc::no_answer, [&] { return transport_.send(*request); });
  }

  SessionInfo info() {
    const TimePoint time = platform_.now();
    const Guard guard{mutex_};
    return machine_.info(time);
  }

  void on_logout(Callback<void(LogoutReason)> callback) {
    const Guard guard{mutex_};
    on_logout_ = std::move(callback);
  }
  void on_event(Callback<void(const Event&)> callback) {
    const Guard guard{mutex_};
    on_event_ = std::move(callback);
  }
  void tell(const Event& event) {
    if (const auto callback = copy_of(on_event_)) shielded([&] { callback(event); });
  }

  T& transport() { return transport_; }
  S& storage() { return storage_; }
  const P& protocol() const { return protocol_; }
  E& platform() { return platform_; }
  const Options& options() const { return machine_.options(); }

 private:
  using Mutex = typename E::Mutex;
  using Condition = typename E::Condition;
  using Guard = MutexGuard<Mutex>;

  // What one thread has to do, what is done at once first. A thread that waits for the network holds up nothing of
  // storage, and one that waits for the lock holds up nothing that its holder has to do. The host is told when nothing
  // is left that its callbacks could need when they call the client again; revocations, for which nobody waits but a
  // logout, come last.
  struct Work {
    enum Kind { quick, network, locks, tellings, revocations, kinds };
    List<Action> queues[kinds];
    Outcome* own = nullptr;  // the call of this thread
    unsigned life = 0;
    TimePoint refresh_ends = TimePoint::max();  // if this thread has sent one: then at the latest

    void add(Action&& action) { queues[kind_of(action)].push(std::move(action)); }

    static Kind kind_of(const Action& action) {
      if (action.is<action::SendRefresh>()) return network;
      if (action.is<action::Revoke>()) return revocations;
      if (action.is<action::Lock>()) return locks;
      return action.is<action::Tell>() || action.is<action::CallLogout>() ? tellings : quick;
    }

    List<Action>* next() {
      for (List<Action>& queue : queues)
        if (!queue.empty()) return &queue;
      return nullptr;
    }
  };

  // From the first work on: construction starts nothing.
  void listen() {
    if constexpr (WatchableStorage<S> && !OneThread<Mutex>) {
      {
        const Guard guard{mutex_};
        if (std::exchange(listens_, true)) return;
      }
      watch_.begin(storage_, options().account, [this] { run(input::Changed{}); });
    }
  }

  void work_off(Input&& input, Outcome* own) {
    Work work;
    work.own = own;
    feed(std::move(input), work);
    while (List<Action>* queue = work.next()) {
      Action action = queue->pop();
      if (work.life != life_.load()) break;  // nobody wants it any more
      action.visit([&](auto& a) { carry_out(a, work); });
    }
  }

  // There was no memory: what is under way is given up. The machine knows no call any more, and who waits sees that.
  void start_over() noexcept {
    [[maybe_unused]] HeldLocks<S> held;  // released outside the mutex
    {
      const Guard guard{mutex_};
      machine_.start_over();
      published_.store({});
      std::swap(held, locks_);
      life_.add(1);
    }
    changed_.notify_all();
  }

  void feed(Input&& input, Work& work) {
    const Moment moment = read_clocks(platform_);
    bool wake = false;
    {
      const Guard guard{mutex_};
      const unsigned life = life_.load();
      if (work.life == 0) work.life = life;
      if (work.life != life) return;
      if (work.own != nullptr && work.own->life == 0) work.own->life = life;
      const TimePoint deadline = machine_.next_deadline();
      machine_.handle(std::move(input), moment);
      while (auto action = machine_.next_action()) wake |= take(std::move(*action), work);
      wake |= machine_.next_deadline() < deadline;
    }
    if (wake) changed_.notify_all();
  }

  // Under the mutex: what needs no host code is done at once. Whether somebody must wake.
  bool take(Action&& action, Work& work) {
    if (auto* publish = action.get<action::Publish>()) {
      published_.store(std::move(publish->snapshot));
      return false;
    }
    if (auto* complete = action.get<action::Complete>()) {
      auto& outcome = *reinterpret_cast<Outcome*>(complete->waiter);
      outcome.token = std::move(complete->token);
      outcome.error = std::move(complete->error);
      outcome.logged_in = complete->logged_in;
      return outcome.done = true;
    }
    if (const auto* turn = action.get<action::Turn>()) {
      reinterpret_cast<Outcome*>(turn->waiter)->turn = turn->job;
      return true;
    }
    work.add(std::move(action));
    return false;
  }

  // Until the call is over.
  void wait(Outcome& outcome, TimePoint deadline) {
    TimePoint patience = deadline;
    mutex_.lock();
    while (!outcome.done) {
      if (outcome.life != life_.load()) {
        outcome.error = out_of_memory(Errc::refresh_unavailable);
        break;
      }
      if (const JobId turn = std::exchange(outcome.turn, 0); turn != 0) {
        mutex_.unlock();
        run(input::Turn{turn}, &outcome);
        mutex_.lock();
        continue;
      }
      const bool keeps_time = outcome.may_carry && !std::exchange(time_is_kept_, true);
      const TimePoint until = keeps_time ? earlier(patience, machine_.next_deadline()) : patience;
      if (until == TimePoint::max())
        changed_.wait(mutex_);
      else
        changed_.wait_until(mutex_, until);
      if (keeps_time) time_is_kept_ = false;
      const bool done = outcome.done || outcome.life != life_.load();
      mutex_.unlock();
      const TimePoint time = platform_.now();
      if (time >= patience) outcome.may_carry = false;
      if (keeps_time && (done || !outcome.may_carry)) changed_.notify_all();  // somebody else keeps the time now
      if (!done && time >= until) {
        run(input::Tick{outcome.waiter(), patience}, &outcome);
        // Told of its deadline, a call waits only for what must come before it may return, such as the logout callback.
        if (!outcome.may_carry) patience = TimePoint::max();
      }
      mutex_.lock();
    }
    mutex_.unlock();
  }

  void carry_out(action::Draw& draw, Work& work) { feed(perform(platform_, draw), work); }
  void carry_out(action::Load& load, Work& work) { feed(perform(storage_, options().account, load), work); }
  void carry_out(action::Save& save, Work& work) { feed(perform(storage_, options().account, save), work); }
  void carry_out(action::Erase& erase, Work& work) { feed(perform(storage_, options().account, erase), work); }

  void carry_out(action::Lock& lock, Work& work) {
    if constexpr (SharedStorage<S>) {
      // Whoever waits for it has time of its own; this thread, whose own call may be over, has none for others.
      const bool of_another = lock.waiter != WaiterId{} && lock.waiter != name_of(work.own);
      input::Locked locked{lock.job, {}, of_another};
      if (!of_another) {
        auto got = take_lock(storage_, options().account, lock.patience);
        if (!got) {
          locked.result = std::move(got.error());
        } else {
          auto held = share<HeldLock<typename S::Lock>>(*std::move(got));
          const Guard guard{mutex_};
          if (machine_.is_over(lock.job)) return;
          locks_.keep(lock.job, std::move(held));
        }
      }
      feed(std::move(locked), work);
    }
  }

  void carry_out(action::Unlock& unlock, Work&) {
    if constexpr (SharedStorage<S>) {
      typename HeldLocks<S>::Held held;  // released outside the mutex
      const Guard guard{mutex_};
      held = locks_.take(unlock.job);
    }
  }

  void carry_out(action::SendRefresh& refresh, Work& work) {
    auto request = refresh_request(protocol_, refresh, options());
    if (auto lasts = lock_outlasts(refresh); !lasts && request) request = std::move(lasts.error());
    AnswerTiming timing{.sent = read_clocks(platform_)};
    work.refresh_ends = later(timing.sent.steady, refresh.timeout);
    if (work.own != nullptr) work.own->carried = true;
    Result<Response> answer = post(request);
    timing.received = read_clocks(platform_);
    feed(input::Answered{refresh.job, read_refresh(protocol_, std::move(answer), timing)}, work);
  }

  Result<void> lock_outlasts(const action::SendRefresh& refresh) {
    if constexpr (SharedStorage<S>) {
      typename HeldLocks<S>::Held lock;
      {
        const Guard guard{mutex_};
        lock = locks_.find(refresh.job);
      }
      return outlast(lock, refresh.timeout);
    }
    return {};
  }

  // All requests of the logout are sent, within the one time limit; the first failure is what is reported. What a refresh
  // brought for a session that is over holds up its carrier no longer than the refresh itself might have (P7).
  void carry_out(action::Revoke& revoke, Work& work) {
    feed(input::Revoked{revoke.job,
                        guarded<void>(Errc::unsupported, [&] { return send_revocation(revoke, work.refresh_ends); })},
         work);
  }

  Result<void> send_revocation(const action::Revoke& revoke, TimePoint latest) {
    const TimePoint deadline = earlier(later(platform_.now(), revoke.timeout), latest);
    Result<void> result;
    for (Request& made : protocol_.logout_requests(revoke.tokens)) {
      Result<Request> request{std::move(made)};
      make_ready(request, protocol_.api_base(), options(), milliseconds_left(deadline, platform_.now()));
      Result<Response> answer = post(request);
      if constexpr (ConfirmsLogout<P>)
        while (rest_before(deadline, revocation_pause(answer, platform_.wall()))) {
          request->timeout = std::max(milliseconds_left(deadline, platform_.now()), std::chrono::milliseconds{1});
          answer = post(request);
        }
      if (result) result = read_logout(protocol_, answer);
      if (answer) wipe_message(*answer);
    }
    return result;
  }

  // Waits that long, if it is over before the deadline.
  bool rest_before(TimePoint deadline, std::chrono::milliseconds pause) {
    const TimePoint until = later(platform_.now(), pause);
    if (pause.count() == 0 || until >= deadline) return false;
    const Guard guard{mutex_};
    while (platform_.now() < until) changed_.wait_until(mutex_, until);
    return true;
  }

  void carry_out(action::Tell& what, Work&) { tell(what.event); }

  void carry_out(action::CallLogout& what, Work& work) {
    if (const auto callback = copy_of(on_logout_)) shielded([&] { callback(what.reason); });
    feed(input::Told{what.job}, work);
  }

  // Done in take():
  void carry_out(action::Publish&, Work&) {}
  void carry_out(action::Turn&, Work&) {}
  void carry_out(action::Complete&, Work&) {}

  template <class C>
  C copy_of(const C& callback) {
    const Guard guard{mutex_};
    return callback;
  }

  static Condition make_condition(E& platform) {
    if constexpr (std::constructible_from<Condition, E&>)
      return Condition{platform};
    else
      return Condition{};
  }

  T transport_;
  S storage_;
  P protocol_;
  E platform_;
  Mutex mutex_;
  Condition changed_ = make_condition(platform_);
  core::BasicMachine<SharedStorage<S> ? core::Sharing::maybe : core::Sharing::never> machine_;
  Published<Mutex> published_;
  HeldLocks<S> locks_;
  Callback<void(LogoutReason)> on_logout_;
  Callback<void(const Event&)> on_event_;
  Atomic<unsigned> life_{1};  // how often the machine has started, under the mutex
  bool time_is_kept_ = false;
  bool listens_ = false;
  StorageWatch<S> watch_;  // dies first: its thread calls back
};

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif
