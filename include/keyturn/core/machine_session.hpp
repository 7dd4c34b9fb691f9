// Bodies of the machine: the session lane, where sessions begin and end, and what follows an end.
#ifndef KEYTURN_CORE_MACHINE_SESSION_HPP
#define KEYTURN_CORE_MACHINE_SESSION_HPP

#include <keyturn/core/machine.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace core {

template <Sharing sharing>
KEYTURN_ONCE typename BasicMachine<sharing>::SessionJob& BasicMachine<sharing>::add_to(List<Shared<SessionJob>>& jobs) {
  jobs.push(share<SessionJob>());
  jobs.last()->job = ++last_job_;
  return *jobs.last();
}

template <Sharing sharing>
typename BasicMachine<sharing>::SessionJob& BasicMachine<sharing>::enqueue(typename SessionJob::Kind kind,
                                                                           WaiterId waiter, TimePoint deadline) {
  SessionJob& job = add_to(jobs_);
  job.kind = kind;
  job.waiter = waiter;
  job.deadline = deadline;
  return job;
}

template <Sharing sharing>
void BasicMachine<sharing>::begin_if_first() {
  if (jobs_.size() == 1) begin_job();
}

template <Sharing sharing>
void BasicMachine<sharing>::begin_job() {
  SessionJob& job = running();
  switch (job.kind) {
    case SessionJob::Kind::restore:
      if (state_ != State::unread) return finish_job();
      [[fallthrough]];
    case SessionJob::Kind::look:
      job.step = Step::reading;
      ++reads_;
      return load(job.job);
    case SessionJob::Kind::install:
      job.step = Step::drawing;
      return draw(job.job);
    case SessionJob::Kind::logout:
      return begin_logout();
  }
}

// The lane is free: the next job begins, and calls that waited for the state to settle are looked at again.
template <Sharing sharing>
void BasicMachine<sharing>::finish_job() {
  if (shared() && running().lock != 0) unlock(running().lock);
  jobs_.remove_first();
  if (!jobs_.empty()) actions_.push(action::Turn{running().job, running().waiter});
  settle_all();
  if (std::exchange(changed_, false)) on(input::Changed{});
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Turn&& turn) {
  if (session_job_is(turn.job, Step::waiting)) return begin_job();
  SessionJob* const end = ending(turn.job, Step::waiting);
  if (end == nullptr) return;
  end->step = end->next;
  const auto timeout = longer(milliseconds_left(end->deadline, present()), std::chrono::milliseconds{1});
  revoke(end->job, std::move(end->tokens), timeout);
}

template <Sharing sharing>
void BasicMachine<sharing>::need_restore() {
  if (!jobs_.empty()) return;  // whatever runs there settles the state, or its end comes back here
  enqueue(SessionJob::Kind::restore, {}, {});
  begin_job();
}

template <Sharing sharing>
void BasicMachine<sharing>::restored(const Result<std::optional<Secret>>& loaded) {
  const auto there = read_session(loaded);
  if (!there)
    for (const Waiter& waiter : waiters_.take_all()) fail(waiter.id, there.error());
  if (!there && there.error().code != Errc::storage_corrupt) tell(Event::Kind::storage_failed).error = there.error();
  finish_job();
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Changed&&) {
  changed_ = shared() && !jobs_.empty();  // what that has read may be old already
  if (shared() && state_ == State::live) look();
}

// Whether others have changed the session meanwhile; the end of any other work in this lane settles the calls as well.
template <Sharing sharing>
void BasicMachine<sharing>::look() {
  if (!jobs_.empty()) return;
  enqueue(SessionJob::Kind::look, {}, {});
  begin_job();
}

// A refresh that runs looks for itself, under the lock, unless it fails.
template <Sharing sharing>
void BasicMachine<sharing>::looked(const Result<std::optional<Secret>>& loaded) {
  const bool pauses = lane_.phase == Phase::pausing;
  overlooked_ = !pauses && lane_.phase != Phase::idle;
  if (state_ == State::live && !overlooked_) {
    Maybe<SessionRecord> record;
    const Stored stored = compare(loaded, record);
    note_stored(loaded);
    const bool over = stored == Stored::gone || stored == Stored::foreign;
    if (pauses && (over || stored == Stored::newer)) finish_lane(Signal::dropped);
    if (over) end_elsewhere(stored);
    if (stored == Stored::newer) adopt_stored(std::move(*record));
  }
  finish_job();
}

// Makes the session in storage the present one. Whether there is one; the error leaves everything unread.
template <Sharing sharing>
Result<bool> BasicMachine<sharing>::read_session(const Result<std::optional<Secret>>& loaded) {
  if (!loaded) return loaded.error();  // what was known of storage before is still the best guess
  knows_stored_ = false;
  if (!*loaded) {
    note_stored(nullptr);
    state_ = State::absent;
    return false;
  }
  auto record = decode((*loaded)->view());
  if (!record) return std::move(record).error();
  note_stored(&record->session_id);
  if (over_ && is_same(record->session_id, *over_)) {
    state_ = State::absent;
    return false;
  }
  if (record->session_id != session_.id) ++epoch_;  // else it was read anew, memory having run out
  session_ = from_record(std::move(*record), moment_, options_.leeway, jitter_.next());
  intent_saved_ = session_.intent.has_value();
  unsaved_ = false;
  save_again_at_ = TimePoint::max();
  state_ = State::live;
  publish();
  return true;
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Install&& install) {
  SessionJob& job = enqueue(SessionJob::Kind::install, install.waiter, install.deadline);
  job.tokens = std::move(install.tokens);
  job.timing = install.timing;
  begin_if_first();
}

// With the lock or without: what is there now must be known, so that a save which fails here can be told from somebody
// else's session later.
template <Sharing sharing>
void BasicMachine<sharing>::install_locked() {
  SessionJob& job = running();
  job.step = Step::looking;
  load(job.job);
}

// A login replaces the session whose refresh runs: what that has brought already is of no use to anybody.
template <Sharing sharing>
JobId BasicMachine<sharing>::detach_for_install() {
  TokenSet newest;
  const JobId lock = detach_lane(newest);
  running().step = Step::looking;
  if (!newest.refresh_token.empty() || !newest.access_token.empty()) revoke_stale(std::move(newest));
  return lock;
}

// From here on the old session is history; a refresh of it that still runs changes nothing any more.
template <Sharing sharing>
void BasicMachine<sharing>::install_save() {
  SessionJob& job = running();
  const JobId lock = detach_for_install();
  if (job.lock == 0)
    job.lock = lock;  // what kept the lock from this login may have been the refresh that ends with it
  else if (lock != 0)
    unlock(lock);
  for (const Waiter& waiter : take_of_session()) fail(waiter.id, Errc::session_ended, "a login replaced the session");
  forget_session(State::installing);
  window_.clear();

  Session before;
  before.id = job.session;
  session_ = next_generation(before, std::move(job.tokens), job.timing, options_.leeway, jitter_.next());
  job.step = Step::saving;
  save(job.job, session_);
}

template <Sharing sharing>
void BasicMachine<sharing>::installed(const Result<void>& saved) {
  SessionJob& job = running();
  note_saved(saved, session_.id);
  state_ = State::live;
  publish();
  tell(Event::Kind::logged_in);
  complete(job.waiter).logged_in = true;
  if (saved)
    for (TokenSet& tokens : job.stale) revoke(++last_job_, std::move(tokens), options_.logout_timeout);
  finish_job();
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Logout&& logout) {
  overtake_logins();
  enqueue(SessionJob::Kind::logout, logout.waiter, logout.deadline);
  begin_if_first();
}

// A logout does not stand behind a login that may wait long for the lock: that login is over before it began.
template <Sharing sharing>
void BasicMachine<sharing>::overtake_logins() {
  jobs_.remove_if([&](const Shared<SessionJob>& held) {
    SessionJob& job = *held;
    if (job.kind != SessionJob::Kind::install || job.step > Step::locking) return false;
    if (job.step == Step::drawing) orphans_.push({job.job, Phase::drawing});
    if (job.step == Step::locking) orphans_.push({job.job, Phase::locking});
    fail(job.waiter, Errc::session_ended, "a logout came before the login was through");
    // Not as what is stale: that looks at the job that runs, which may have been taken out just now.
    tell(Event::Kind::stale_result_dropped);
    revoke(++last_job_, std::move(job.tokens), options_.logout_timeout);
    return true;
  });
}

template <Sharing sharing>
void BasicMachine<sharing>::begin_logout() {
  SessionJob& job = running();
  if (state_ == State::unread || (state_ == State::absent && shared())) {
    job.step = Step::reading;
    return load(job.job);
  }
  if (state_ == State::absent) return logout_nothing();
  // Memory first: from here on the tokens are of no use here, whatever storage and network do.
  job.had_session = true;
  job.session = session_.id;
  job.epoch = epoch_;
  over_ = session_.id;
  if (unsaved_ && knows_stored_) job.replaced = stored_;
  job.generation = session_.generation;
  const bool usable = session_.usable(present());
  job.tokens = std::move(session_.tokens);
  if (!usable) job.tokens.access_token = Secret{};
  job.lock = detach_lane(job.tokens);
  for (const Waiter& waiter : take_of_session()) job.ended.push(waiter.id);
  tell(Event::Kind::logged_out).reason = LogoutReason::requested;
  forget_session(State::absent);

  if (!shared() || job.lock != 0) return logout_erase();
  job.step = Step::locking;
  lock(job.job, std::chrono::milliseconds{0});
}

// There is no session; but the record of one that could not be erased when it ended may be there still.
template <Sharing sharing>
void BasicMachine<sharing>::logout_nothing() {
  SessionJob& job = running();
  if (over_ && stored_is(*over_)) {
    job.step = Step::erasing;
    return erase(job.job);
  }
  complete(job.waiter);
  finish_job();
}

template <Sharing sharing>
void BasicMachine<sharing>::logout_erase() {
  SessionJob& job = running();
  job.step = shared() ? Step::looking : Step::erasing;
  shared() ? load(job.job) : erase(job.job);
}

template <Sharing sharing>
void BasicMachine<sharing>::logout_read(const Result<std::optional<Secret>>& loaded) {
  SessionJob& job = running();
  const auto there = read_session(loaded);
  if (there && *there) return begin_logout();
  if (there) return logout_nothing();
  // What cannot be read can still be removed; its tokens, unknown here, live on at the server, and that is said.
  if (there.error().code != Errc::storage_corrupt) job.storage_error = there.error();
  forget_session(State::absent);
  job.step = Step::erasing;
  erase(job.job);
}

template <Sharing sharing>
void BasicMachine<sharing>::logout_looked(const Result<std::optional<Secret>>& loaded) {
  SessionJob& job = running();
  auto record = loaded && *loaded ? decode((*loaded)->view()) : Result<SessionRecord>{Error{}};
  const bool same = record && is_same(record->session_id, job.session);
  const bool nothing_of_ours = loaded && (!*loaded || (record && !same && record->session_id != job.replaced));
  if (nothing_of_ours) return logged_out();
  if (same && record->generation > job.generation) job.tokens = tokens_to_revoke(std::move(*record), moment_);
  job.step = Step::erasing;
  erase(job.job);
}

// Erased: the lane is free, and what follows goes on beside it.
template <Sharing sharing>
void BasicMachine<sharing>::logged_out() {
  SessionJob& job = running();
  if (!job.had_session) {
    complete(job.waiter).error = std::move(job.storage_error);
    return finish_job();
  }
  endings_.push(jobs_.first());
  job.job = ++last_job_;
  job.step = Step::telling;
  job.why = make_error(Errc::session_ended, "logged out");
  job.look_again = shared() && (job.lock == 0 || job.storage_error);  // a lock that lapsed may be had anew
  tellings_.push(action::CallLogout{job.job, LogoutReason::requested});
  finish_job();
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Told&& told) {
  SessionJob* const end = ending(told.job, Step::telling);
  if (end == nullptr) return;
  for (const WaiterId waiter : end->ended) fail(waiter, end->why);
  if (end->kind != SessionJob::Kind::logout) return finish_ending(*end);
  revoke_of(*end, Step::revoking);
}

// The server may be slow, and what was erased may have been so for another call, whose time that is not.
template <Sharing sharing>
void BasicMachine<sharing>::revoke_of(SessionJob& ending, Step step) {
  ending.step = Step::waiting;
  ending.next = step;
  actions_.push(action::Turn{ending.job, ending.waiter});
}

template <Sharing sharing>
void BasicMachine<sharing>::ending_looked(SessionJob& ending, const Result<std::optional<Secret>>& loaded) {
  auto record = loaded && *loaded ? decode((*loaded)->view()) : Result<SessionRecord>{Error{}};
  if (record && (is_same(record->session_id, ending.session) || record->session_id == ending.replaced)) {
    ending.tokens = tokens_to_revoke(std::move(*record), moment_);
    ending.step = Step::erasing;
    return erase(ending.job);
  }
  if (!loaded) ending.storage_error = make_error(Errc::storage_failed, "", loaded.error().detail);
  unlock(ending.job);
  finish_ending(ending);
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Revoked&& revoked) {
  SessionJob* const end = ending(revoked.job);
  if (end == nullptr || (end->step != Step::revoking && end->step != Step::revoking_again)) return;
  if (!revoked.result) end->other_error = std::move(revoked.result.error());
  if (shared() && end->step == Step::revoking && end->look_again) {
    end->step = Step::locking;
    lock(end->job, milliseconds_left(end->deadline, present()));
  } else {
    finish_ending(*end);
  }
}

template <Sharing sharing>
void BasicMachine<sharing>::finish_ending(SessionJob& ending) {
  if (ending.kind == SessionJob::Kind::logout) {
    complete(ending.waiter).error = std::move(ending.storage_error ? ending.storage_error : ending.other_error);
  }
  const JobId job = ending.job;
  endings_.remove_if([&](const Shared<SessionJob>& e) { return e->job == job; });
}

template <Sharing sharing>
typename BasicMachine<sharing>::SessionJob* BasicMachine<sharing>::ending(JobId job) {
  for (const auto& ending : endings_)
    if (ending->job == job) return ending.get();
  return nullptr;
}

template <Sharing sharing>
typename BasicMachine<sharing>::SessionJob* BasicMachine<sharing>::ending(JobId job, Step step) {
  SessionJob* const found = ending(job);
  return found != nullptr && found->step == step ? found : nullptr;
}

}  // namespace core

KEYTURN_NAMESPACE_END

#endif
