// All that decides how a machine goes on, as bytes: two machines whose bytes are equal do the same from then on, whatever
// is fed to them.
//
// Every member is named, so that a new one does not compile until it stands here. Left out is what decides nothing: texts
// of errors, how long a refresh takes, and the past of the refresh window, which the search has no use for (its window is
// 0). Names of jobs count from the last one, as the machine does: it compares them, and makes new ones by adding 1.
//
// After each step the machine's times are moved so that it is the same moment again, which a machine that reads no clock
// cannot tell. Those that are past are set to that moment, as the machine only asks whether they are; those to come are
// rounded up, so that a wait of a millisecond brings no deadline nearer; and a back-off is always of one millisecond, which
// is what jitter may make of it. The search chooses itself who goes on first.
#ifndef KEYTURN_TESTS_EXHAUSTIVE_MACHINE_STATE_HPP
#define KEYTURN_TESTS_EXHAUSTIVE_MACHINE_STATE_HPP

#include <keyturn/core/machine.hpp>

#include <cassert>
#include <string>

KEYTURN_NAMESPACE_BEGIN

namespace core {

class StateBytes {
 public:
  explicit StateBytes(JobId last_job, unsigned reads = 0) : last_job_{last_job}, reads_{reads} {}

  const std::string& bytes() const { return bytes_; }
  /// Which of the search's keys occur, a bit for each.
  std::uint64_t keys() const { return keys_; }

  template <class... Parts>
  void all(const Parts&... parts) {
    (put(parts), ...);
  }

  template <class T>
  requires(std::is_integral_v<T> || std::is_enum_v<T>) void put(T value) {
    const auto wide = static_cast<std::uint64_t>(value);
    bytes_.append(reinterpret_cast<const char*>(&wide), sizeof wide);
  }
  template <class Rep, class Period>
  void put(std::chrono::duration<Rep, Period> span) {
    put(span.count());
  }
  template <class Clock, class Duration>
  void put(std::chrono::time_point<Clock, Duration> time) {
    put(time.time_since_epoch());
  }
  void put(std::string_view text) {
    put(text.size());
    bytes_ += text;
  }
  void put(const std::string& text) { put(std::string_view{text}); }
  void put(const Secret& secret) { put(secret.view()); }
  void put(const RandomBytes& id) { bytes_.append(reinterpret_cast<const char*>(id.data()), id.size()); }
  void key(const IntentKey& key) {
    put(key);
    keys_ |= std::uint64_t{1} << std::to_integer<unsigned>(key[0]);
  }
  void job(JobId job) { put(job == 0 ? 0 : 1 + std::uint64_t{last_job_ - job}); }
  template <class A, class B>
  void put(const std::pair<A, B>& pair) {
    all(pair.first, pair.second);
  }
  template <class T>
  void put(const Maybe<T>& maybe) {
    put(maybe.has_value());
    if (maybe) put(*maybe);
  }
  template <class T>
  void put(const Rare<T>& rare) {
    put(rare.has_value());
    if (rare) put(*rare);
  }
  template <class T>
  void put(const std::optional<T>& maybe) {
    put(maybe.has_value());
    if (maybe) put(*maybe);
  }
  template <class T>
  void put(const List<T>& list) {
    put(list.size());
    for (const T& item : list) put(item);
  }

  void put(const Error& error) { put(error.code); }
  void put(const SnapshotPin& pin) {
    put(static_cast<bool>(pin));
    if (pin) all(pin->authorization.value, pin->epoch, pin->generation);  // its times are for those who call
  }
  void put(const TokenSet& tokens) {
    const auto& [access, refresh, id, type, scope, expires_in, refresh_expires_in, expires_at, refresh_expires_at] =
        tokens;
    all(access, refresh, id, type, scope, expires_in, refresh_expires_in, expires_at, refresh_expires_at);
  }
  void put(const Session& session) {
    const auto& [id, generation, tokens, access_expires, refresh_expires, lifetime, stale_from, offset, intent,
                 refused] = session;
    all(id, generation, tokens, access_expires, refresh_expires, lifetime, stale_from, offset, refused);
    put(intent.has_value());
    if (!intent) return;
    const auto& [intent_key, since, may_be_done] = *intent;
    key(intent_key);
    all(since, may_be_done);
  }
  void put(const AnswerTiming& timing) {
    const auto& [sent, received, date] = timing;
    all(sent.steady, sent.wall, received.steady, received.wall, date);
  }
  void put(const RefreshAnswer& answer) {
    const auto& [verdict, tokens, error, timing] = answer;
    all(verdict, tokens, error, timing);
  }
  void put(const Waiter& waiter) {
    const auto& [id, deadline, epoch, above, renew, restore, reads] = waiter;
    all(id, deadline, epoch, above, renew, restore, reads == reads_);
  }
  void put(const Waiters& waiters) {
    all(waiters.size(), waiters.earliest());
    (void)waiters.any_of([&](const Waiter& waiter) {
      put(waiter);
      return false;
    });
  }

  /// An action that waits to be carried out.
  void put(const Action& action) {
    action.visit([&]<class A>(const A& what) {
      put(kind_of<A>());
      if constexpr (requires { what.job; }) job(what.job);
      if constexpr (requires { what.record; }) record(what.record);
      if constexpr (requires { what.patience; }) put(what.patience);
      if constexpr (requires { what.tokens; }) put(what.tokens);
      if constexpr (requires { what.key; }) key(what.key);
    });
  }
  void record(const Secret& record) {
    put(record);
    const auto decoded = decode(record.view());
    if (decoded && decoded->intent) key(*decoded->intent);
  }

 private:
  template <class A>
  static constexpr int kind_of() {
    if constexpr (std::is_same_v<A, action::Load>) return 1;
    if constexpr (std::is_same_v<A, action::Save>) return 2;
    if constexpr (std::is_same_v<A, action::Erase>) return 3;
    if constexpr (std::is_same_v<A, action::Lock>) return 4;
    if constexpr (std::is_same_v<A, action::SendRefresh>) return 5;
    if constexpr (std::is_same_v<A, action::Revoke>) return 6;
    return 0;  // carried out at once, and so never waits
  }

  JobId last_job_;
  unsigned reads_;  // as with jobs, only what came before and what after is of weight
  std::string bytes_;
  std::uint64_t keys_ = 0;
};

/// How times look after some time has passed, seen from `now`, which is the same moment always.
struct Moments {
  Moment now{};
  std::chrono::nanoseconds passed{0}, window{0};  // `window`: how long it matters when an intent was made

  static constexpr std::chrono::seconds grid{10};
  static constexpr std::chrono::milliseconds wait{1};

  TimePoint deadline(TimePoint time) const {
    if (time == TimePoint::max()) return time;
    const auto ahead = std::max(later(time, -passed) - now.steady, std::chrono::nanoseconds{0});
    return now.steady + (ahead + grid - std::chrono::nanoseconds{1}) / grid * grid;
  }
  TimePoint soon(TimePoint time) const {
    if (time == TimePoint::max()) return time;
    return later(time, -passed) > now.steady ? now.steady + wait : now.steady;
  }
  TimePoint since(TimePoint time) const {
    const auto ago =
        clamped<std::chrono::nanoseconds>(now.steady - later(time, -passed), std::chrono::nanoseconds{0}, window);
    return now.steady - ago / grid * grid;
  }
  TimePoint of_wall(WallTime time) const { return now.steady + (time - now.wall); }
  WallTime on_wall(TimePoint time) const {
    return now.wall + std::chrono::floor<std::chrono::milliseconds>(time - now.steady);
  }
};

struct MachineState {
  template <Sharing sharing>
  static StateBytes of(const BasicMachine<sharing>& machine) {
    const auto& [state, early_refresh, shared, intent_saved, unsaved, changed, overlooked, knows_stored, unpublished,
                 last_job, last_over, failures, save_failures, reads, jitter, token, orphans, jobs, endings,
                 storage_queue, actions, tellings, window, lane, waiters, moment, epoch, session, blocked_until,
                 save_again_at, last_error, storage_waits_for, stored, over, unknown_outcome, options] = machine;
    assert(actions.empty() && tellings.empty());
    StateBytes to{last_job, reads};
    to.all(state, intent_saved, unsaved, changed, overlooked, knows_stored, unpublished, session, epoch, token, waiters,
           failures, save_failures, blocked_until, save_again_at, last_error, storage_queue, over, stored);
    to.job(last_over);
    put(to, lane);
    to.put(orphans.size());
    for (const auto& [job, phase] : orphans) to.job(job), to.put(phase);
    to.put(jobs.size());
    for (const auto& job : jobs) put(to, *job);
    to.put(endings.size());
    for (const auto& ending : endings) put(to, *ending);
    to.put(storage_waits_for.has_value());
    if (storage_waits_for) to.job(storage_waits_for->job), to.put(storage_waits_for->kind);
    // The same all the time, or, as said above, of no weight.
    (void)options, (void)unknown_outcome, (void)early_refresh, (void)shared, (void)moment, (void)window, (void)jitter;
    return to;
  }

  /// So much time has passed: what was so far ahead is at `now`.
  template <Sharing sharing>
  static void pass(BasicMachine<sharing>& machine, const Moments& times) {
    machine.jitter_ = Jitter{};
    machine.failures_ = machine.save_failures_ = 0;
    machine.blocked_until_ = times.soon(machine.blocked_until_);
    machine.save_again_at_ = times.soon(machine.save_again_at_);
    machine.lane_.resume_at = times.soon(machine.lane_.resume_at);
    machine.lane_.lock_until = times.deadline(machine.lane_.lock_until);
    machine.lane_.carrier_deadline = times.deadline(machine.lane_.carrier_deadline);
    if (machine.lane_.next) pass(*machine.lane_.next, times);
    pass(machine.session_, times);
    Waiters waiters;
    for (Waiter& waiter : machine.waiters_.take_all()) {
      waiter.deadline = times.deadline(waiter.deadline);
      waiters.add(std::move(waiter));
    }
    machine.waiters_ = std::move(waiters);
    for (auto& job : machine.jobs_) job->deadline = times.deadline(job->deadline);
    for (auto& ending : machine.endings_) ending->deadline = times.deadline(ending->deadline);
    for (Action& action : machine.storage_queue_) pass(action, times);
  }
  static void pass(Action& action, const Moments& times) {
    if (auto* save = action.get<action::Save>()) save->record = pass(save->record, times);
  }
  static Secret pass(const Secret& bytes, const Moments& times) {
    auto record = decode(bytes.view());
    if (!record) return bytes;
    if (record->access_expires)
      record->access_expires = times.on_wall(times.deadline(times.of_wall(*record->access_expires)));
    if (record->intent_since) record->intent_since = times.on_wall(times.since(times.of_wall(*record->intent_since)));
    return encode(*record);
  }

  /// After a machine was copied: from now on it changes its own jobs alone.
  template <Sharing sharing>
  static void own_jobs(BasicMachine<sharing>& machine) {
    using Job = typename BasicMachine<sharing>::SessionJob;
    for (auto& job : machine.jobs_) job = share<Job>(*job);
    for (auto& ending : machine.endings_) ending = share<Job>(*ending);
  }

  template <Sharing sharing>
  static bool is_unsaved(const BasicMachine<sharing>& machine) {
    return machine.unsaved_;
  }

 private:
  static void pass(Session& session, const Moments& times) {
    if (session.access_expires) session.access_expires = times.deadline(*session.access_expires);
    session.stale_from = times.deadline(session.stale_from);
    if (session.intent) session.intent->since = times.since(session.intent->since);
  }

  static void put(StateBytes& to, const auto& part) requires requires { part.lock_until; }
  {
    const auto& [phase, save_only, holds_lock, counted, asked_again, urgent, reason, job, attempts, carrier, answer,
                 next, carrier_deadline, began, resume_at, lock_until, key] = part;
    (void)began;
    to.job(job);
    to.all(carrier, carrier_deadline, resume_at, lock_until, phase, save_only, holds_lock, counted, asked_again, urgent,
           reason, attempts, answer, next);
    to.key(key);
  }
  static void put(StateBytes& to, const auto& part) requires requires { part.had_session; }
  {
    to.job(part.job);
    to.job(part.lock);
    to.all(part.kind, part.step, part.next, part.had_session, part.look_again, part.waiter, part.deadline, part.tokens,
           part.timing, part.session, part.epoch, part.replaced, part.ended, part.why, part.stale, part.storage_error,
           part.other_error, part.generation);
  }
};

/// A machine that is a value.
class CopiedMachine : public Machine {
 public:
  using Machine::Machine;
  CopiedMachine(const CopiedMachine& other) : Machine{other} { MachineState::own_jobs(*this); }
  CopiedMachine(CopiedMachine&&) = default;
  CopiedMachine& operator=(CopiedMachine&&) = default;
  CopiedMachine& operator=(const CopiedMachine& other) { return *this = CopiedMachine{other}; }
};

}  // namespace core

KEYTURN_NAMESPACE_END

#endif
