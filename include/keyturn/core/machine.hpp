// The heart of keyturn: one session's state machine. No I/O, no threads, no clock, no randomness.
//
// A driver feeds it inputs with the time, and carries out the actions that it hands out; results come back as inputs:
//
//     machine.handle(input);
//     while (auto action = machine.next_action()) …
//     machine.next_deadline();   // when to feed input::Tick at the latest
//
// Two lanes of work run side by side. The refresh lane follows the table of transitions.hpp: one refresh at a time, or
// the saving of a pair that could not be saved before. The session lane begins and ends sessions: restore, install,
// logout, one after another. When a session ends under a running refresh, that refresh is an orphan: its result changes
// nothing, and tokens that it brings are revoked. Storage is asked one thing at a time.
#ifndef KEYTURN_CORE_MACHINE_HPP
#define KEYTURN_CORE_MACHINE_HPP

#include <keyturn/base/list.hpp>
#include <keyturn/core/session.hpp>
#include <keyturn/core/transitions.hpp>
#include <keyturn/core/waiters.hpp>
#include <keyturn/model/input.hpp>
#include <keyturn/model/unknown_outcome.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace core {

using keyturn::detail::make_error;

/// A refresh while the token is still valid: with a blocking transport the call that begins it carries it out and goes
/// out afterwards; with an asynchronous one nobody needs to wait for it.
enum class EarlyRefresh : unsigned char { holds_up_its_caller, holds_up_nobody };

/// Whether others may use the records of the storage too, so that it must be able to lock.
enum class Sharing {
  never,  ///< Known when the program is built: what it takes to share is left out of it.
  maybe,  ///< Said to the constructor.
};

/// Not safe for use by several threads at once: a driver guards it, and holds no lock while it carries out actions.
template <Sharing sharing>
class BasicMachine {
 public:
  /// `shared_storage`: the storage can lock, and others use its records too.
  BasicMachine(Options options, bool shared_storage, EarlyRefresh early_refresh = EarlyRefresh::holds_up_its_caller,
               UnknownOutcome unknown_outcome = {})
      : early_refresh_{early_refresh},
        shared_{shared_storage},
        unknown_outcome_{unknown_outcome},
        options_{std::move(options)} {}

  /// Takes note of what happened at `moment`. A result that nothing waits for is refused and changes nothing.
  void handle(Input&& input, Moment moment);

  /// The next thing to do, handed out once, in an order that must be kept by whoever fed the input; nothing: no more.
  Maybe<Action> next_action();

  /// To be called when an exception, for want of memory, came out of `handle` or `next_action`, or kept a driver from
  /// carrying out an action: goes on as after a restart, with the session that storage holds, or the present one if it
  /// could not be saved. Whoever waited is forgotten, a logout that did not get to its end has not happened. Needs no
  /// memory.
  void start_over() noexcept;

  /// Whether the action was handed out before `start_over`: nobody waits for its result.
  bool is_over(JobId job) const { return job <= last_over_; }

  /// When to feed a `Tick` at the latest; `TimePoint::max()`: no need.
  TimePoint next_deadline() const;

  /// A look at the session as far as it was read.
  SessionInfo info(TimePoint time) const;

  /// Where the refresh lane stands.
  Phase phase() const { return lane_.phase; }

  const Options& options() const { return options_; }

 private:
  friend struct MachineState;  // tests/exhaustive/ tells equal machines by all that they hold

  enum class State : unsigned char {
    unread,      // storage was not read yet, or another session was found there
    absent,      // there is no session
    installing,  // a new session is being saved; nobody sees it yet
    live,
  };

  // The result of an action on storage.
  struct Awaited {
    JobId job = 0;
    Signal kind{};
  };

  // What a record in storage is to the session in memory.
  enum class Stored : unsigned char { same, newer, gone, foreign, corrupt, unreadable };

  // One run of the refresh lane.
  struct Lane {
    Phase phase = Phase::idle;
    bool save_only = false, holds_lock = false, counted = false, asked_again = false;
    bool urgent = false;  // somebody's token is dead, so the lock is worth waiting for
    LogoutReason reason = LogoutReason::refresh_token_refused;
    JobId job = 0;
    unsigned attempts = 0;
    WaiterId carrier{};            // the call whose thread carries it out
    Rare<RefreshAnswer> answer{};  // shared storage is looked at before it is used
    Rare<Session> next{};          // the new pair until it is saved
    TimePoint carrier_deadline = TimePoint::max();
    TimePoint began{}, resume_at{}, lock_until{};
    IntentKey key{};  // for a new intent
  };

  // A refresh whose session is over: where it stood tells which result is still to come.
  struct Orphan {
    JobId job = 0;
    Phase phase = Phase::idle;
  };

  // One piece of work of the session lane; and what follows the end of a session: the callback, the calls that ended
  // with it, and for a logout the revocation.
  struct SessionJob : Holders {
    enum class Kind : unsigned char { restore, look, install, logout } kind{};
    enum class Step : unsigned char {
      waiting,
      drawing,
      locking,
      reading,
      looking,
      saving,
      erasing,
      telling,
      revoking,
      revoking_again
    } step = Step::waiting, next{};  // next: once the call that waits for it has its turn
    bool had_session = false;  // logout
    bool look_again = false;   // logout: another process may have put the session back
    JobId job = 0;
    JobId lock = 0;  // under which name the lock is held; 0: not held
    WaiterId waiter{};
    TimePoint deadline{};
    TokenSet tokens{};  // install: the new ones; logout: those to revoke
    AnswerTiming timing{};
    SessionId session{};           // logout: which one
    Maybe<std::uint64_t> epoch{};  // of the session that ends
    Maybe<SessionId> replaced{};   // logout: what storage holds instead, if this session was never saved over it
    List<WaiterId> ended{};
    Error why{};             // what those get
    List<TokenSet> stale{};  // install: of the session it replaces, to be revoked when that is in storage no more
    std::optional<Error> storage_error{}, other_error{};  // of a logout; the first counts
    std::uint64_t generation = 0;
  };
  using Step = typename SessionJob::Step;

  bool shared() const { return sharing == Sharing::maybe && shared_; }
  TimePoint present() const { return moment_.steady; }
  SessionJob& running() { return *jobs_.first(); }

  void on(input::Ask&& ask);
  void on(input::Restore&& restore);
  void on(input::Install&& install);
  void on(input::Logout&& logout);
  void on(input::Refused&& refused);
  void on(input::Tick&& tick);
  void on(input::Drawn&& drawn);
  void on(input::Locked&& locked);
  void on(input::Loaded&& loaded);
  void on(input::Saved&& saved);
  void on(input::Erased&& erased);
  void on(input::Answered&& answered);
  void on(input::Revoked&& revoked);
  void on(input::Told&& told);
  void on(input::Turn&& turn);
  void on(input::Changed&& changed);

  // machine_actions.hpp: what the driver is asked for
  action::Complete& complete(WaiterId waiter);
  void complete_with_token(WaiterId waiter);
  void fail(WaiterId waiter, const Error& error);
  void fail(WaiterId waiter, Errc code, const char* detail);
  void serve_or_fail(const Waiter& waiter, const Error& error);
  void publish();
  Event& tell(Event::Kind kind);
  void draw(JobId job);
  void lock(JobId job, std::chrono::milliseconds patience, WaiterId waiter = {});
  void unlock(JobId job);
  void load(JobId job);
  void save(JobId job, const Session& session);
  void erase(JobId job);
  void revoke(JobId job, TokenSet&& tokens, std::chrono::milliseconds timeout);
  static Awaited awaited_of(const Action& action);
  void use_storage(Action&& action);
  bool takes_storage_result(JobId job, Signal kind);
  void storage_done();

  // machine_calls.hpp: calls, and what all parts share
  void settle(Waiter& waiter);
  void settle_live(Waiter& waiter);
  void settle_all();
  bool serves(const Waiter& waiter) const;
  bool all_served() const;
  List<Waiter> take_of_session();
  Error storm() const;
  void end_late(const Waiter& waiter);
  static RandomBytes first_half(const std::array<std::byte, 32>& drawn);
  Stored compare(const Result<std::optional<Secret>>& loaded, Maybe<SessionRecord>& record) const;
  void note_stored(const Result<std::optional<Secret>>& loaded);
  void note_stored(const SessionId* id);
  bool stored_is(const SessionId& id) const { return knows_stored_ && stored_ && is_same(*stored_, id); }
  void note_saved(const Result<void>& result, const SessionId& id);
  void end_session(LogoutReason reason, Error&& error, State then);
  void forget_session(State then);

  // machine_refresh.hpp, machine_refresh_ends.hpp: the refresh lane
  bool may_begin_refresh(bool has_token) const;
  bool holds_back() const;
  void begin_refresh(WaiterId carrier, TimePoint deadline);
  void begin_late_save();
  void resume(WaiterId carrier, TimePoint deadline);
  void draw_again(Signal on);
  void go(Signal on, Phase to);
  void finish_lane(Signal on);
  void clear_lane();
  void attempt(Signal on);
  void proceed(Signal on);
  void send(Signal on);
  void lane_drawn(input::Drawn&& drawn);
  void lane_locked(input::Locked&& locked);
  void lane_loaded(input::Loaded&& loaded);
  bool was_outrun(const SessionRecord& record) const;
  void last_look_done(Stored stored, Maybe<SessionRecord>&& record);
  void loading_done(Stored stored, Maybe<SessionRecord>&& record, const Result<std::optional<Secret>>& loaded);
  void looking_done(Stored stored, Maybe<SessionRecord>&& record);
  void comparing_done(Stored stored, Maybe<SessionRecord>&& record);
  void lane_saved(input::Saved&& saved);
  void new_pair_saved(const Result<void>& result);
  void end_refused(Signal on);
  void lane_answered(RefreshAnswer&& answer);
  void clear_storage(Signal on);
  void save_new_pair(Signal on, RefreshAnswer&& answer);
  void adopt_stored(SessionRecord&& record);
  void attempt_failed(Signal on, const Error& error);
  void fail_waiters(const Error& error);
  void lane_ends_elsewhere(Signal on, Stored stored);
  void end_elsewhere(Stored stored);
  void unlock_lane();
  JobId detach_lane(TokenSet& newest);
  JobId detach_for_install();
  bool orphan_result(JobId job, Signal on, bool got_lock = false, RefreshAnswer* answer = nullptr);

  // machine_session.hpp: the session lane and the endings
  SessionJob& add_to(List<Shared<SessionJob>>& jobs);
  SessionJob& enqueue(typename SessionJob::Kind kind, WaiterId waiter, TimePoint deadline);
  void begin_if_first();
  void begin_job();
  void finish_job();
  void need_restore();
  void look();
  void looked(const Result<std::optional<Secret>>& loaded);
  void restored(const Result<std::optional<Secret>>& loaded);
  Result<bool> read_session(const Result<std::optional<Secret>>& loaded);
  void install_locked();
  void install_save();
  void installed(const Result<void>& saved);
  void overtake_logins();
  void begin_logout();
  void logout_erase();
  void logout_read(const Result<std::optional<Secret>>& loaded);
  void logout_looked(const Result<std::optional<Secret>>& loaded);
  void logout_nothing();
  void logged_out();
  void ending_looked(SessionJob& ending, const Result<std::optional<Secret>>& loaded);
  void revoke_of(SessionJob& ending, Step step);
  void finish_ending(SessionJob& ending);
  SessionJob* ending(JobId job, Step step);
  SessionJob* ending(JobId job);
  bool session_job_is(JobId job, Step step) { return !jobs_.empty() && running().job == job && running().step == step; }
  void revoke_stale(TokenSet&& tokens);

  // What is small comes first: processors reach it with shorter instructions.
  State state_ = State::unread;
  EarlyRefresh early_refresh_;
  bool shared_;
  bool intent_saved_ = false, unsaved_ = false;
  bool changed_ = false;       // the record, while other work was going on here
  bool overlooked_ = false;    // what a look found, as a refresh was running that looks for itself
  bool knows_stored_ = false;  // whether it is known what storage holds
  bool unpublished_ = false;   // the session, as there was no memory
  JobId last_job_ = 0, last_over_ = 0;
  unsigned failures_ = 0, save_failures_ = 0;
  unsigned reads_ = 0;  // of the session in storage, begun so far
  Jitter jitter_;
  SnapshotPin token_{};
  List<Orphan> orphans_;           // until their last result has come
  List<Shared<SessionJob>> jobs_;  // the first one runs
  List<Shared<SessionJob>> endings_;
  List<Action> storage_queue_, actions_, tellings_;
  RefreshWindow window_;
  Lane lane_{};
  Waiters waiters_;

  Moment moment_{};  // of the input that is being handled
  std::uint64_t epoch_ = 0;
  Session session_{};
  TimePoint blocked_until_ = TimePoint::min(), save_again_at_ = TimePoint::max();
  Error last_error_{};  // why the last attempt failed, or was not made
  Maybe<Awaited> storage_waits_for_{};
  Maybe<SessionId> stored_{};  // whose record storage holds; nothing: there is none
  Maybe<SessionId> over_{};    // ended here; what storage may still hold of it is no session any more
  UnknownOutcome unknown_outcome_;
  Options options_;
};

using Machine = BasicMachine<Sharing::maybe>;

}  // namespace core

KEYTURN_NAMESPACE_END

#if KEYTURN_HAS_BODIES
#include <keyturn/core/machine_actions.hpp>
#include <keyturn/core/machine_calls.hpp>
#include <keyturn/core/machine_refresh.hpp>
#include <keyturn/core/machine_refresh_ends.hpp>
#include <keyturn/core/machine_session.hpp>
#endif

#endif
