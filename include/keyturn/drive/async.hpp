// The driver for asynchronous transports: whoever brings an answer, an input or the time carries on what it allows.
#ifndef KEYTURN_DRIVE_ASYNC_HPP
#define KEYTURN_DRIVE_ASYNC_HPP

#include <keyturn/concepts/transport.hpp>
#include <keyturn/core/machine.hpp>
#include <keyturn/drive/async_call.hpp>
#include <keyturn/drive/auth_exchange.hpp>
#include <keyturn/drive/held_locks.hpp>
#include <keyturn/drive/local_work.hpp>
#include <keyturn/drive/mutex_guard.hpp>
#include <keyturn/drive/published.hpp>
#include <keyturn/drive/storage_watch.hpp>

#include <deque>
#include <memory>
#include <variant>
#include <vector>

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
    std::vector<AsyncCall::List> cancelled;  // the machine may still name them
    do cancelled.push_back(cancel_pending());
    while (call_host(link_), !cancelled.back().empty());
    const Guard guard{link_->mutex};
    link_->driver = nullptr;
  }

  /// Takes a call in. From here on it ends in `finish`, or in `cancel` when the client dies.
  void begin(std::shared_ptr<AsyncCall> call) {
    const Guard guard{link_->mutex};
    call->place_ = pending_.insert(pending_.end(), call);
  }

  /// The call has its result: its host is told when nothing else is under way.
  void finish(AsyncCall& call) {
    const Guard guard{link_->mutex};
    if (call.finished_) return;
    call.finished_ = true;
    completions_.waiting.push_back(std::move(*call.place_));
    pending_.erase(call.place_);
  }

  /// Hands a request to the transport; `answered` follows, at `due` at the latest.
  void send(AsyncCall& call, Request request, TimePoint due) {
    std::uint64_t number = 0;
    {
      const Guard guard{link_->mutex};
      if (over_) return;  // it is cancelled soon
      call.sending_ = number = ++last_sending_;
      call.due_ = due;
      overdue_at_ = std::min(overdue_at_, due);
      sent_ = true;
    }
    Completion<Response> done{[link = link_, self = call.shared_from_this(), number](Result<Response> answer) {
      enter(link, [&](Async& driver) { driver.arrive(self, number, std::move(answer)); });
    }};
    shielded([&] { transport_.send(std::move(request), std::move(done)); });
  }

  /// Gives the machine an input, lets the calls go on that this ends, and works off what is queued.
  void feed(Input input) {
    const std::shared_ptr<Link> link = link_;
    listen();
    const Moment moment = read_clocks(platform_);
    std::vector<std::pair<std::shared_ptr<AsyncCall>, AsyncOutcome>> ended;
    {
      const Guard guard{link->mutex};
      machine_.handle(std::move(input), moment);
      while (auto action = machine_.next_action()) take(std::move(*action), ended);
    }
    for (auto& [call, outcome] : ended) call->granted(std::move(outcome));
    if (!polled) work(link);
  }

  /// Works off what is queued, unless that waits for `poll()`.
  void work() {
    if (!polled) work(link_);
  }

  /// Feeds an input and carries on until the machine has answered it, or can do no more without waiting: then nothing.
  template <class Make>
  std::optional<AsyncOutcome> at_once(Make&& make) {
    const void* const me = this_thread<Mutex>();  // which may be inside a transport or a storage that calls the client
    auto call = std::make_shared<WaitedCall>(*this);
    begin(call);
    feed(make(call->id()));
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
  std::optional<std::chrono::milliseconds> poll() {
    const std::shared_ptr<Link> link = link_;
    if (!begin_poll()) return std::chrono::milliseconds{0};
    std::optional<std::chrono::milliseconds> next;
    if constexpr (polled) next = transport_.poll();
    pass_time();
    if (!carry_on(link)) return std::nullopt;
    return end_poll(next);
  }

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
    actions_.emplace_back(action::Tell{std::move(event)});
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
  using Telling = std::variant<Event, action::CallLogout>;

  static constexpr bool polled = PolledTransport<T>;
  static constexpr unsigned rounds_at_once = 8;  // a host that starts a new call in each completion gets its frame back
  static constexpr std::chrono::milliseconds first_lock_pause{5}, longest_lock_pause{100};

  // What outlives the driver, for answers that come late. Its mutex is the driver's.
  struct Link {
    Mutex mutex;
    Async* driver = nullptr;
  };

  // What the host is to be told, by one thread at a time.
  template <class Item>
  struct Queue {
    std::deque<Item> waiting{};
    const void* by = nullptr;  // the thread that tells
  };

  // A lock that somebody else holds.
  struct LockWait {
    JobId job;
    TimePoint until, again;
    std::chrono::milliseconds pause;
  };

  // A call that a thread waits for.
  struct WaitedCall final : AsyncCall {
    explicit WaitedCall(Async& by) : driver{by} {}
    void granted(AsyncOutcome&& what) override {
      {
        const Guard guard{driver.link_->mutex};
        outcome.emplace(std::move(what));
        driver.changed_.notify_all();
      }
      driver.finish(*this);
    }
    Async& driver;
    std::optional<AsyncOutcome> outcome{};
  };

  // A refresh at the auth server.
  struct RefreshCall final : AsyncCall {
    RefreshCall(Async& by, JobId of) : driver{by}, job{of} {}
    void answered(Result<Response>&& answer) override {
      timing.received = read_clocks(driver.platform_);
      driver.feed(input::Answered{job, read_refresh(driver.protocol_, std::move(answer), timing)});
      driver.finish(*this);
    }
    Async& driver;
    JobId job;
    AnswerTiming timing{};
  };

  // The requests of one revocation, one after another within one time limit; the first failure is what is reported.
  struct RevokeCall final : AsyncCall {
    RevokeCall(Async& by, JobId of, TimePoint until) : driver{by}, job{of}, deadline{until} {}
    void go_on() {
      while (!requests.empty()) {
        auto request = ready(std::move(requests.front()), driver.protocol_.api_base(), driver.options_,
                             milliseconds_left(deadline, driver.platform_.now()));
        requests.pop_front();
        if (request) return driver.send(*this, std::move(*request), deadline);
        if (result) result = request.error();
      }
      driver.feed(input::Revoked{job, std::move(result)});
      driver.finish(*this);
    }
    void answered(Result<Response>&& answer) override {
      if (result) result = read_logout(answer);
      if (answer) wipe_message(*answer);
      go_on();
    }
    Async& driver;
    JobId job;
    TimePoint deadline;
    std::deque<Request> requests{};
    Result<void> result{};
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
  static void enter(const std::shared_ptr<Link>& link, Work&& work) {
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

  void arrive(const std::shared_ptr<AsyncCall>& call, std::uint64_t number, Result<Response> answer) {
    {
      const Guard guard{link_->mutex};
      if (call->sending_ != number) return;  // it came too late
      call->sending_ = 0;
    }
    call->answered(std::move(answer));
    work();
  }

  // Under the mutex: what needs no host code is done at once.
  void take(Action action, std::vector<std::pair<std::shared_ptr<AsyncCall>, AsyncOutcome>>& ended) {
    if (auto* publish = std::get_if<action::Publish>(&action)) return published_.store(std::move(publish->snapshot));
    auto* complete = std::get_if<action::Complete>(&action);
    if (complete == nullptr) return actions_.push_back(std::move(action));
    AsyncCall& call = AsyncCall::of(complete->waiter);
    if (call.finished_) return;  // cancelled
    ended.emplace_back(call.shared_from_this(),
                       AsyncOutcome{std::move(complete->token), std::move(complete->error), complete->logged_in});
  }

  static void work(const std::shared_ptr<Link>& link) {
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

  void queue(std::shared_ptr<AsyncCall> call) {
    const Guard guard{link_->mutex};
    completions_.waiting.push_back(std::move(call));
  }
  void queue(Telling telling) {
    const Guard guard{link_->mutex};
    tellings_.waiting.push_back(std::move(telling));
  }

  // What is queued, and what comes of it. False: the client was destroyed meanwhile.
  bool carry_on(const std::shared_ptr<Link>& link) {
    for (unsigned round = 0; round < rounds_at_once; ++round) {
      pump();
      if (!call_host(link)) return false;
      if (!work_left()) break;
    }
    return true;
  }

  // The machine's actions, in order, until nothing is left that can be done without waiting; unless somebody is at it.
  // False: that is this thread, further up.
  bool pump() {
    const void* const me = this_thread<Mutex>();
    link_->mutex.lock();
    if (pumped_by_ != nullptr) {
      const bool nested = pumped_by_ == me;
      link_->mutex.unlock();
      return !nested;
    }
    pumped_by_ = me;
    while (!actions_.empty()) {
      Action action = std::move(actions_.front());
      actions_.pop_front();
      link_->mutex.unlock();
      std::visit([&](auto& a) { carry_out(a); }, action);
      link_->mutex.lock();
    }
    pumped_by_ = nullptr;
    changed_.notify_all();
    link_->mutex.unlock();
    return true;
  }

  // The host's completions one at a time, and its callbacks one at a time: a callback that waits for nothing can be
  // waited for. False: the client was destroyed by one of them.
  static bool call_host(const std::shared_ptr<Link>& link) {
    return call_each(link, &Async::completions_) && call_each(link, &Async::tellings_) &&
           call_each(link, &Async::completions_);
  }

  template <class Queue>
  static bool call_each(const std::shared_ptr<Link>& link, Queue Async::*queue) {
    link->mutex.lock();
    Async* const driver = link->driver;
    if (driver == nullptr || (driver->*queue).by != nullptr) return link->mutex.unlock(), driver != nullptr;
    (driver->*queue).by = this_thread<Mutex>();
    // A frame tells what is there by now; what comes of it waits for the next round.
    auto left = polled && !driver->over_ ? (driver->*queue).waiting.size() : std::size_t(-1);
    for (; left > 0 && !(driver->*queue).waiting.empty(); --left) {
      const auto work = std::move((driver->*queue).waiting.front());
      (driver->*queue).waiting.pop_front();
      link->mutex.unlock();
      driver->tell_host(work);
      link->mutex.lock();
      if (link->driver == nullptr) return link->mutex.unlock(), false;
      const JobId told = told_job(work);
      if (told == 0) continue;
      link->mutex.unlock();
      driver->feed(input::Told{told});
      link->mutex.lock();
      if (link->driver == nullptr) return link->mutex.unlock(), false;
    }
    (driver->*queue).by = nullptr;
    link->mutex.unlock();
    return true;
  }

  static JobId told_job(const std::shared_ptr<AsyncCall>&) { return 0; }
  static JobId told_job(const Telling& telling) {
    const auto* logout = std::get_if<action::CallLogout>(&telling);
    return logout != nullptr ? logout->job : 0;
  }

  void tell_host(const std::shared_ptr<AsyncCall>& call) {
    shielded([&] { call->tell_host(); });
  }
  void tell_host(const Telling& telling) {
    std::visit([&](const auto& what) { tell_host(what); }, telling);
  }
  void tell_host(const Event& event) {
    if (const auto callback = copy_of(on_event_)) shielded([&] { callback(event); });
  }
  void tell_host(const action::CallLogout& what) {
    if (const auto callback = copy_of(on_logout_)) shielded([&] { callback(what.reason); });
  }

  template <class C>
  C copy_of(const C& callback) {
    const Guard guard{link_->mutex};
    return callback;
  }

  void carry_out(action::Draw& draw) { feed(perform(platform_, draw)); }
  void carry_out(action::Load& load) { feed(perform(storage_, options_.account, load)); }
  void carry_out(action::Save& save) { feed(perform(storage_, options_.account, save)); }
  void carry_out(action::Erase& erase) { feed(perform(storage_, options_.account, erase)); }
  void carry_out(action::Turn& turn) { feed(input::Turn{turn.job}); }

  void carry_out(action::Lock& lock) {
    const TimePoint time = platform_.now();
    try_lock({lock.job, later(time, lock.patience), time, first_lock_pause});
  }

  // Tries once; if somebody else holds it, again after a pause, as long as there is time.
  void try_lock(LockWait wait) {
    if constexpr (SharedStorage<S>) {
      auto got = take_lock(storage_, options_.account, std::chrono::milliseconds{0});
      const TimePoint time = platform_.now();
      if (!got && got.error().code == Errc::storage_busy && time < wait.until) {
        wait.again = std::min(later(time, wait.pause), wait.until);
        wait.pause = std::min(wait.pause * 2, longest_lock_pause);
        const Guard guard{link_->mutex};
        return lock_waits_.push_back(wait);
      }
      Result<void> result;
      if (!got) result = std::move(got.error());
      if (got) {
        auto held = std::make_shared<typename S::Lock>(*std::move(got));
        const Guard guard{link_->mutex};
        locks_.keep(wait.job, std::move(held));
      }
      feed(input::Locked{wait.job, std::move(result)});
    }
  }

  void carry_out(action::Unlock& unlock) {
    if constexpr (SharedStorage<S>) {
      typename HeldLocks<S>::Held held;  // released outside the mutex
      const Guard guard{link_->mutex};
      held = locks_.take(unlock.job);
    }
  }

  void carry_out(action::SendRefresh& refresh) {
    auto call = std::make_shared<RefreshCall>(*this, refresh.job);
    begin(call);
    auto request = refresh_request(protocol_, refresh, options_);
    if (auto lasts = lock_outlasts(refresh); !lasts && request) request = std::move(lasts.error());
    call->timing.sent = read_clocks(platform_);
    if (!request) return call->answered(request.error());
    send(*call, std::move(*request), later(call->timing.sent.steady, refresh.timeout));
  }

  Result<void> lock_outlasts(const action::SendRefresh& refresh) {
    if constexpr (SharedStorage<S>) {
      typename HeldLocks<S>::Held lock;
      {
        const Guard guard{link_->mutex};
        lock = locks_.find(refresh.job);
      }
      return outlast(lock, refresh.timeout);
    }
    return {};
  }

  void carry_out(action::Revoke& revoke) {
    auto call = std::make_shared<RevokeCall>(*this, revoke.job, later(platform_.now(), revoke.timeout));
    begin(call);
    call->result = guarded<void>(Errc::unsupported, [&]() -> Result<void> {
      for (Request& request : protocol_.logout_requests(revoke.tokens)) call->requests.push_back(std::move(request));
      return {};
    });
    call->go_on();
  }

  void carry_out(action::Tell& what) { queue(Telling{std::move(what.event)}); }
  void carry_out(action::CallLogout& what) { queue(Telling{what}); }

  // Done in take():
  void carry_out(action::Publish&) {}
  void carry_out(action::Complete&) {}

  // What is due by now: locks to be tried again, overdue requests, the machine's own deadlines.
  void pass_time() {
    const TimePoint time = platform_.now();
    std::vector<LockWait> again;
    std::vector<std::pair<std::shared_ptr<AsyncCall>, std::uint64_t>> overdue;
    {
      const Guard guard{link_->mutex};
      if (time >= overdue_at_) take_overdue(time, overdue);
      std::erase_if(lock_waits_, [&](const LockWait& wait) {
        const bool due = wait.again <= time;
        if (due) again.push_back(wait);
        return due;
      });
    }
    for (const LockWait& wait : again) try_lock(wait);
    for (const auto& [call, number] : overdue)
      arrive(call, number, Error{.code = Errc::timed_out, .detail = "no answer within the request's time"});
    feed(input::Tick{});
  }

  bool is_due() {
    const TimePoint time = platform_.now();
    const Guard guard{link_->mutex};
    return next_deadline() <= time;
  }

  // Under the mutex: a transport that has kept a request for too long has lost it.
  void take_overdue(TimePoint time, std::vector<std::pair<std::shared_ptr<AsyncCall>, std::uint64_t>>& overdue) {
    overdue_at_ = TimePoint::max();
    for (const auto& call : pending_) {
      if (call->sending_ == 0) continue;
      if (call->due_ <= time)
        overdue.emplace_back(call, call->sending_);
      else
        overdue_at_ = std::min(overdue_at_, call->due_);
    }
  }

  // Under the mutex.
  TimePoint next_deadline() const {
    TimePoint next = std::min(machine_.next_deadline(), overdue_at_);
    for (const LockWait& wait : lock_waits_) next = std::min(next, wait.again);
    return next;
  }

  // Has the transport wake us when something is due, if it can.
  void arm() {
    if constexpr (WakingTransport<T>) {
      const TimePoint time = platform_.now();
      TimePoint next;
      {
        const Guard guard{link_->mutex};
        next = next_deadline();
        if (next >= wake_at_) return;
        wake_at_ = next;
      }
      const auto delay = std::max(milliseconds_left(next, time), std::chrono::milliseconds{0});
      shielded([&] {
        transport_.wake_after(delay, [link = link_, next] { enter(link, [&](Async& driver) { driver.wake(next); }); });
      });
    }
  }

  void wake(TimePoint at) {
    {
      const Guard guard{link_->mutex};
      if (wake_at_ != at) return;  // an earlier one has done it
      wake_at_ = TimePoint::max();
    }
    pass_time();
  }

  bool begin_poll() {
    const void* const me = this_thread<Mutex>();
    const Guard guard{link_->mutex};
    if (polling_ || completions_.by == me || tellings_.by == me) return false;
    polling_ = true;
    sent_ = false;
    return true;
  }

  std::optional<std::chrono::milliseconds> end_poll(std::optional<std::chrono::milliseconds> next) {
    const TimePoint time = platform_.now();
    const Guard guard{link_->mutex};
    polling_ = false;
    if ((polled && sent_) || has_work()) return std::chrono::milliseconds{0};
    if (const TimePoint deadline = next_deadline(); deadline != TimePoint::max()) {
      const auto span = std::max(milliseconds_left(deadline, time), std::chrono::milliseconds{0});
      if (!next || span < *next) next = span;
    }
    return next;
  }

  // Under the mutex.
  bool has_work() const { return !actions_.empty() || !completions_.waiting.empty() || !tellings_.waiting.empty(); }

  bool work_left() {
    const Guard guard{link_->mutex};
    return has_work();
  }

  AsyncCall::List cancel_pending() {
    AsyncCall::List calls;
    {
      const Guard guard{link_->mutex};
      calls.swap(pending_);
      for (const auto& call : calls) call->finished_ = true;
    }
    for (const auto& call : calls) {
      call->cancel();
      queue(call);
    }
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
  std::shared_ptr<Link> link_ = std::make_shared<Link>();
  Condition changed_ = make_condition(platform_);
  core::Machine machine_;
  Published<Mutex> published_;
  HeldLocks<S> locks_;
  Callback<void(LogoutReason)> on_logout_;
  Callback<void(const Event&)> on_event_;

  AsyncCall::List pending_;
  std::deque<Action> actions_;
  Queue<std::shared_ptr<AsyncCall>> completions_;
  Queue<Telling> tellings_;
  std::vector<LockWait> lock_waits_;
  TimePoint overdue_at_ = TimePoint::max(), wake_at_ = TimePoint::max();
  std::uint64_t last_sending_ = 0;
  unsigned inside_ = 0;
  const void* pumped_by_ = nullptr;  // the thread that carries out actions
  bool polling_ = false, sent_ = false, over_ = false, listens_ = false;

  StorageWatch<S> watch_;
  T transport_;  // dies first: its threads call back
};

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif
