// The driver for asynchronous transports: whoever brings an answer, an input or the time carries on what it allows.
#ifndef KEYTURN_DRIVE_ASYNC_HPP
#define KEYTURN_DRIVE_ASYNC_HPP

#include <keyturn/base/list.hpp>
#include <keyturn/base/mutex_guard.hpp>
#include <keyturn/concepts/transport.hpp>
#include <keyturn/core/machine.hpp>
#include <keyturn/drive/async_auth_calls.hpp>
#include <keyturn/drive/held_locks.hpp>
#include <keyturn/drive/local_work.hpp>
#include <keyturn/drive/lock_waits.hpp>
#include <keyturn/drive/pending_calls.hpp>
#include <keyturn/drive/published.hpp>
#include <keyturn/drive/storage_watch.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// Names the calling thread, for as long as it lives.
template <class Mutex>
const void* this_thread() {
  if constexpr (OneThread<Mutex>) {
    static constexpr char here{};
    return &here;
  } else {
    static thread_local char here{};
    return &here;
  }
}

/// Runs a machine without ever waiting. Calls go on where their answer or their token came; the machine's other actions
/// are queued, and so is what the host is to be told: one thread at a time, the one that finds nobody at it, works off
/// each queue. So nothing recurses however many answers come from inside `send`, the host's callbacks run one at a time,
/// and no lock is held meanwhile. Nobody calls the host while it carries out actions: a callback may take its time, and
/// may want actions carried out. With a polled transport both queues wait for `poll()`.
template <AsyncTransport T, Storage S, Protocol P, Platform E>
class Async {
 public:
  /// For how long nobody needs to call `poll()`.
  using Pause = std::chrono::milliseconds;

  Async(T transport, S storage, P protocol, Options options, E platform)
      : storage_{std::move(storage)},
        protocol_{std::move(protocol)},
        options_{std::move(options)},
        platform_{std::move(platform)},
        machine_{options_, SharedStorage<S>, core::EarlyRefresh::holds_up_nobody, unknown_outcome(protocol_)},
        transport_{std::move(transport)} {
    link_->driver = this;
  }

  Async(const Async&) = delete;
  Async& operator=(const Async&) = delete;

  /// Hands over what is finished, then completes everything that is pending with `cancelled` (P17). Answers that come
  /// later find nobody.
  ~Async() {
    watch_.end();
    wait_for_others();
    over_ = true;                              // from here on nobody else comes in
    completions_.by = tellings_.by = nullptr;  // where one is set, this runs inside that callback
    link_->mutex.unlock();
    do carry_on(link_);
    while (work_left());
    List<List<Shared<AsyncCall>>> cancelled;  // the machine may still name them
    for (auto calls = cancel_pending(); call_host(link_), !calls.empty(); calls = cancel_pending())
      cancelled.push(std::move(calls));
    const Guard guard{link_->mutex};
    link_->driver = nullptr;
  }

  /// Takes in a call that has its result already.
  void hand_over(Shared<AsyncCall> call) { queue(std::move(call)); }

  /// Takes a call in. From here on it ends in `finish`, or in `cancel` when the client dies.
  void begin(Shared<AsyncCall> call) {
    const Guard guard{link_->mutex};
    pending_.add(std::move(call));
  }

  /// The call has its result: its host is told when nothing else is under way.
  void finish(AsyncCall& call) {
    const Guard guard{link_->mutex};
    if (auto finished = pending_.take(call)) completions_.waiting.push(std::move(finished));
  }

  /// Hands a request to the transport; `answered` follows, at `due` at the latest, or `spare` after it was found late.
  void send(AsyncCall& call, Request request, TimePoint due, std::chrono::milliseconds spare = {}) {
    std::uint64_t number = 0;
    {
      const Guard guard{link_->mutex};
      if (over_) return;  // it is cancelled soon
      number = pending_.begin_sending(call, due, spare);
      sent_ = true;
    }
    Completion<Response> done{[link = link_, self = Shared<AsyncCall>{&call}, number](Result<Response> answer) {
      enter(link, [&](Async& driver) { driver.arrive(self, number, std::move(answer)); });
    }};
    shielded([&] { transport_.send(std::move(request), std::move(done)); });
  }

  /// Sends nothing: `answered` follows at that time.
  void rest(AsyncCall& call, TimePoint until) {
    const Guard guard{link_->mutex};
    if (!over_) pending_.begin_sending(call, until);
  }

  /// Gives the machine an input, lets the calls go on that this ends, and works off what is queued. Without memory for
  /// that the machine starts over, and who waits for it is told.
  void feed(Input input) { feed(std::move(input), platform_.now(), nullptr); }

  /// The same with an input that says what the call wants.
  void ask(AsyncCall& call, Input input) { feed(std::move(input), platform_.now(), &call); }

  /// The same for who has just looked what time it is.
  void ask(AsyncCall& call, Input input, TimePoint time) { feed(std::move(input), time, &call); }

  /// Does `step` of a call. Without memory for it, the call ends with `code`.
  template <class Step>
  void proceed(AsyncCall& call, Errc code, Step&& step) {
    contained(step, [&] { fail(call, code); });
  }

  /// Works off what is queued, unless that waits for `poll()`.
  void work() {
    if (!polled) work(link_);
  }

  /// The same for who has just looked what time it is.
  void work(TimePoint time) {
    if (polled) return;
    link_->mutex.lock();
    const bool idle = rests(time);
    link_->mutex.unlock();
    if (!idle) work(link_);
  }

  /// Feeds an input and carries on until the machine has answered it, or can do no more without waiting: then nothing.
  template <class Make>
  Maybe<AsyncOutcome> at_once(Make&& make) {
    const void* const me = this_thread<Mutex>();  // which may be inside a transport or a storage that calls the client
    auto call = share<WaitedCall>(*this);
    begin(call);
    ask(*call, make(call->id()));
    for (;;) {
      {
        const Guard guard{link_->mutex};
        while (!call->outcome && pumped_by_ != nullptr && pumped_by_ != me) changed_.wait(link_->mutex);
        if (call->outcome || actions_.empty() || pumped_by_ == me) break;
      }
      pump();
    }
    work();
    const Guard guard{link_->mutex};
    return std::move(call->outcome);
  }

  /// Drives timers and a polled transport; does nothing from inside a completion. When to call again at the latest.
  Maybe<Pause> poll();

  const Snapshot* fresh_token(TimePoint time) {
    const Snapshot* snapshot = published_.find();
    return snapshot != nullptr && time < snapshot->fresh_until ? snapshot : nullptr;
  }

  SessionInfo info() {
    const TimePoint time = platform_.now();
    const Guard guard{link_->mutex};
    return machine_.info(time);
  }

  void on_logout(Callback<void(LogoutReason)> callback) {
    const Guard guard{link_->mutex};
    on_logout_ = std::move(callback);
  }
  void on_event(Callback<void(const Event&)> callback) {
    const Guard guard{link_->mutex};
    on_event_ = std::move(callback);
  }
  /// After what the machine has told already.
  void tell(Event event) {
    const Guard guard{link_->mutex};
    shielded([&] { actions_.push(action::Tell{std::move(event)}); });
  }

  T& transport() { return transport_; }
  S& storage() { return storage_; }
  const P& protocol() const { return protocol_; }
  E& platform() { return platform_; }
  const Options& options() const { return options_; }

 private:
  using Mutex = typename E::Mutex;
  using Condition = typename E::Condition;
  using Guard = MutexGuard<Mutex>;
  using Telling = OneOf<Event, action::CallLogout>;

  static constexpr bool polled = PolledTransport<T>;
  static constexpr unsigned rounds_at_once = 8;  // a host that starts a new call in each completion gets its frame back

  // What outlives the driver, for answers that come late. Its mutex is the driver's.
  struct Link : Holders {
    Mutex mutex{};
    Async* driver = nullptr;
  };

  // A call that the machine is done with and that goes on.
  struct Ended {
    Shared<AsyncCall> call;
    AsyncOutcome outcome;
  };

  // What the host is to be told, by one thread at a time.
  template <class Item>
  struct ToldByOne {
    std::conditional_t<std::is_same_v<Item, Shared<AsyncCall>>, CallQueue, List<Item>> waiting{};
    const void* by = nullptr;  // the thread that tells
  };

  // A call that a thread waits for.
  struct WaitedCall final : AsyncCall {
    explicit WaitedCall(Async& by) : driver{by} {}
    bool ends_with(AsyncOutcome& what) override {
      outcome = std::move(what);
      driver.changed_.notify_all();
      return true;
    }
    void cancel(Error&& error) override {
      const Guard guard{driver.link_->mutex};
      AsyncOutcome what{.error = std::move(error)};
      ends_with(what);
    }
    Async& driver;
    Maybe<AsyncOutcome> outcome{};
  };

  // From the first work on: construction starts nothing.
  void listen() {
    if constexpr (WatchableStorage<S> && !OneThread<Mutex>) {
      {
        const Guard guard{link_->mutex};
        if (std::exchange(listens_, true)) return;
      }
      watch_.begin(storage_, options_.account,
                   [link = link_] { enter(link, [](Async& driver) { driver.feed(input::Changed{}); }); });
    }
  }

  // Work for a thread that does not belong to the client: the driver lives as long as somebody is inside.
  template <class Work>
  static void enter(const Shared<Link>& link, Work&& work) {
    link->mutex.lock();
    Async* const driver = link->driver != nullptr && !link->driver->over_ ? link->driver : nullptr;
    if (driver != nullptr) ++driver->inside_;
    link->mutex.unlock();
    if (driver == nullptr) return;
    work(*driver);
    const Guard guard{link->mutex};
    if (link->driver == nullptr) return;  // destroyed from inside a callback
    --driver->inside_;
    driver->changed_.notify_all();
  }

  void feed(Input input, TimePoint time, AsyncCall* asks) {
    listen();
    const Moment moment{time, platform_.wall()};
    List<Ended> ended;
    bool idle = false;
    const auto handle = [&] {
      const Guard guard{link_->mutex};
      if (asks != nullptr) pending_.set_asking(*asks, true);
      machine_.handle(std::move(input), moment);
      while (auto action = machine_.next_action()) take(*action, ended);
      idle = ended.empty() && rests(time);
    };
    contained(handle, [&] { start_over(); });
    for (auto& [call, outcome] : ended)
      proceed(*call, Errc::not_sent, [&, &call = call, &outcome = outcome] { call->granted(std::move(outcome)); });
    if (!polled && !idle) work(link_);
  }

  // There was no memory: what is under way is given up. The machine knows no call any more, and those that wait for it
  // end.
  void start_over() noexcept {
    [[maybe_unused]] HeldLocks<S> held;  // released outside the mutex
    CallQueue failed;
    {
      const Guard guard{link_->mutex};
      machine_.start_over();
      published_.store({});
      std::swap(held, locks_);
      actions_.clear();
      lock_waits_.clear();
      pending_.take_asking(failed);
    }
    while (!failed.empty()) end(failed.pop(), out_of_memory(Errc::refresh_unavailable));
  }

  void fail(AsyncCall& call, Errc code) noexcept {
    link_->mutex.lock();
    auto failed = pending_.take(call);
    link_->mutex.unlock();
    if (failed) end(std::move(failed), out_of_memory(code));
  }

  // A call that was taken out.
  void end(Shared<AsyncCall> call, Error&& error) noexcept {
    call->cancel(std::move(error));
    queue(std::move(call));
  }

  void arrive(const Shared<AsyncCall>& call, std::uint64_t number, Result<Response> answer) {
    {
      const Guard guard{link_->mutex};
      if (!pending_.end_sending(*call, number)) return;  // it came too late
    }
    proceed(*call, Errc::no_answer, [&] { call->answered(std::move(answer)); });
    work();
  }

  // Under the mutex: what needs no host code is done at once.
  void take(Action& action, List<Ended>& ended) {
    if (auto* publish = action.get<action::Publish>()) return published_.store(std::move(publish->snapshot));
    auto* complete = action.get<action::Complete>();
    if (complete == nullptr) return actions_.push(std::move(action));
    AsyncCall& call = AsyncCall::of(complete->waiter);
    if (pending_.is_taken(call)) return;  // cancelled
    AsyncOutcome outcome{std::move(complete->token), std::move(complete->error), complete->logged_in};
    if (call.ends_with(outcome)) return completions_.waiting.push(pending_.take(call));
    ended.emplace(Shared<AsyncCall>{&call}, std::move(outcome));
    pending_.set_asking(call, false);
  }

  static void work(Shared<Link> link) {
    Async& driver = *link->driver;
    if (!driver.pump()) return;
    if (!keyturn::WakingTransport<T> && driver.is_due()) driver.pass_time();
    if (call_host(link)) driver.arm();
  }

  // Locks the mutex when no other thread is inside.
  void wait_for_others() {
    link_->mutex.lock();
    while (!polled && inside_ > 0) changed_.wait(link_->mutex);
  }

  void queue(Shared<AsyncCall> call) {
    const Guard guard{link_->mutex};
    completions_.waiting.push(std::move(call));
  }
  void queue(Telling telling) {
    const Guard guard{link_->mutex};
    tellings_.waiting.push(std::move(telling));
  }

  // What is queued, and what comes of it. False: the client was destroyed meanwhile.
  bool carry_on(const Shared<Link>& link) {
    for (unsigned round = 0; round < rounds_at_once; ++round) {
      pump();
      if (!call_host(link)) return false;
      if (!work_left()) break;
    }
    return true;
  }

  // What the host is told; bodies in async_callbacks.hpp.
  static bool call_host(const Shared<Link>& link);
  template <class Item>
  static bool call_each(const Shared<Link>& link, ToldByOne<Item> Async::*queue);
  static JobId told_job(const Shared<AsyncCall>&) { return 0; }
  static JobId told_job(const Telling& telling);
  void tell_host(const Shared<AsyncCall>& call);
  void tell_host(const Telling& telling);
  void tell_host(const Event& event);
  void tell_host(const action::CallLogout& what);
  template <class C>
  C copy_of(const C& callback);

  // The machine's actions; bodies in async_actions.hpp.
  bool pump();
  void carry_out(action::Draw& draw) { feed(perform(platform_, draw)); }
  void carry_out(action::Load& load) { feed(perform(storage_, options_.account, load)); }
  void carry_out(action::Save& save) { feed(perform(storage_, options_.account, save)); }
  void carry_out(action::Erase& erase) { feed(perform(storage_, options_.account, erase)); }
  void carry_out(action::Turn& turn) { feed(input::Turn{turn.job}); }

  void carry_out(action::Lock& lock);
  void try_lock(LockWait wait);
  void carry_out(action::Unlock& unlock);
  void carry_out(action::SendRefresh& refresh);
  Result<void> lock_outlasts(const action::SendRefresh& refresh);
  void carry_out(action::Revoke& revoke);
  void carry_out(action::Tell& what) {
    shielded([&] { queue(Telling{std::move(what.event)}); });
  }
  void carry_out(action::CallLogout& what) { queue(Telling{what}); }

  // Done in take():
  void carry_out(action::Publish&) {}
  void carry_out(action::Complete&) {}

  // Time; bodies in async_time.hpp.
  bool begin_poll();
  Maybe<Pause> end_poll(Maybe<Pause> next);
  void pass_time();
  bool is_due();
  TimePoint next_deadline() const;
  void arm();
  void wake(TimePoint at);

  // Under the mutex: whether `work` would find nothing to do.
  bool rests(TimePoint time) const {
    if (has_work()) return false;
    const TimePoint next = next_deadline();
    if constexpr (WakingTransport<T>) return next == TimePoint::max() || (wake_at_ <= next && wake_at_ > time);
    return next > time;
  }

  // Under the mutex.
  bool has_work() const { return !actions_.empty() || !completions_.waiting.empty() || !tellings_.waiting.empty(); }

  bool work_left() {
    const Guard guard{link_->mutex};
    return has_work();
  }

  List<Shared<AsyncCall>> cancel_pending() {
    List<Shared<AsyncCall>> calls;
    {
      const Guard guard{link_->mutex};
      calls = pending_.take_all();
    }
    for (const auto& call : calls) end(call, Error{.code = Errc::cancelled, .detail = "client is gone"});
    return calls;
  }

  static Condition make_condition(E& platform) {
    if constexpr (std::constructible_from<Condition, E&>)
      return Condition{platform};
    else
      return Condition{};
  }

  S storage_;
  P protocol_;
  Options options_;
  E platform_;
  Shared<Link> link_ = share<Link>();
  Condition changed_ = make_condition(platform_);
  core::BasicMachine<SharedStorage<S> ? core::Sharing::maybe : core::Sharing::never> machine_;
  Published<Mutex> published_;
  HeldLocks<S> locks_;
  Callback<void(LogoutReason)> on_logout_;
  Callback<void(const Event&)> on_event_;

  PendingCalls pending_;
  List<Action> actions_;
  ToldByOne<Shared<AsyncCall>> completions_;
  ToldByOne<Telling> tellings_;
  LockWaits lock_waits_;
  TimePoint wake_at_ = TimePoint::max();
  unsigned inside_ = 0;
  const void* pumped_by_ = nullptr;  // the thread that carries out actions
  bool polling_ = false, sent_ = false, over_ = false, listens_ = false;

  StorageWatch<S> watch_;
  T transport_;  // dies first: its threads call back
};

}  // namespace drive

KEYTURN_NAMESPACE_END

#include <keyturn/drive/async_actions.hpp>
#include <keyturn/drive/async_callbacks.hpp>
#include <keyturn/drive/async_time.hpp>

#endif
