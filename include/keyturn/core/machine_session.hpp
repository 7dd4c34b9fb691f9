// Bodies of the machine: the session lane, where sessions begin and end, and what follows an end.
#ifndef KEYTURN_CORE_MACHINE_SESSION_HPP
#define KEYTURN_CORE_MACHINE_SESSION_HPP

#include <keyturn/core/machine.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace core {

template <Sharing sharing>
void BasicMachine<sharing>::enqueue(SessionJob&& job) {
  job.job = ++last_job_;
  jobs_.push(std::move(job));
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
      job.step = SessionJob::Step::reading;
      return load(job.job);
    case SessionJob::Kind::install:
      job.step = SessionJob::Step::drawing;
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
  if (session_job_is(turn.job, SessionJob::Step::waiting)) begin_job();
}

template <Sharing sharing>
void BasicMachine<sharing>::need_restore() {
  if (!jobs_.empty()) return;  // whatever runs there settles the state, or its end comes back here
  enqueue(SessionJob{.kind = SessionJob::Kind::restore});
}

template <Sharing sharing>
void BasicMachine<sharing>::restored(const Result<std::optional<Secret>>& loaded) {
  const auto there = read_session(loaded);
  auto waiting = waiters_.take_all();
  if (!there) {
    for (const Waiter& waiter : waiting) fail(waiter.id, there.error());
    if (there.error().code != Errc::storage_corrupt) tell(Event::Kind::storage_failed).error = there.error();
  }
  for (Waiter& waiter : waiting) {
    if (!there) break;
    waiter.read_again = true;
    waiters_.add(waiter);
  }
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
  enqueue(SessionJob{.kind = SessionJob::Kind::look});
}

// A refresh that runs looks for itself, under the lock, unless it fails.
template <Sharing sharing>
void BasicMachine<sharing>::looked(const Result<std::optional<Secret>>& loaded) {
  for (Waiter& waiter : waiters_.take_all()) {
    waiter.read_again = true;
    waiters_.add(waiter);
  }
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
  known_stored_.reset();
  if (!*loaded) {
    known_stored_ = Maybe<SessionId>{};
    state_ = State::absent;
    return false;
  }
  auto record = decode((*loaded)->view());
  if (!record) return record.error();
  known_stored_ = Maybe<SessionId>{record->session_id};
  if (record->session_id == over_) {
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
  SessionJob job{.kind = SessionJob::Kind::install, .waiter = install.waiter, .deadline = install.deadline};
  job.tokens = std::move(install.tokens);
  job.timing = install.timing;
  enqueue(std::move(job));
}

// With the lock or without: what is there now must be known, so that a save which fails here can be told from somebody
// else's session later.
template <Sharing sharing>
void BasicMachine<sharing>::install_locked() {
  SessionJob& job = running();
  job.step = SessionJob::Step::looking;
  load(job.job);
}

// A login replaces the session whose refresh runs: what that has brought already is of no use to anybody.
template <Sharing sharing>
JobId BasicMachine<sharing>::detach_for_install() {
  TokenSet newest;
  const JobId lock = detach_lane(newest);
  running().step = SessionJob::Step::looking;
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
  job.step = SessionJob::Step::saving;
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
  enqueue(SessionJob{.kind = SessionJob::Kind::logout, .waiter = logout.waiter, .deadline = logout.deadline});
}

// A logout does not stand behind a login that may wait long for the lock: that login is over before it began.
template <Sharing sharing>
void BasicMachine<sharing>::overtake_logins() {
  jobs_.remove_if([&](SessionJob& job) {
    if (job.kind != SessionJob::Kind::install || job.step > SessionJob::Step::locking) return false;
    if (job.step == SessionJob::Step::drawing) orphans_.push({job.job, Phase::drawing});
    if (job.step == SessionJob::Step::locking) orphans_.push({job.job, Phase::locking});
    fail(job.waiter, Errc::session_ended, "a logout came before the login was through");
    revoke_stale(std::move(job.tokens));
    return true;
  });
}

template <Sharing sharing>
void BasicMachine<sharing>::begin_logout() {
  SessionJob& job = running();
  if (state_ == State::unread || (state_ == State::absent && shared())) {
    job.step = SessionJob::Step::reading;
    return load(job.job);
  }
  if (state_ == State::absent) return logout_nothing();
  // Memory first: from here on the tokens are of no use here, whatever storage and network do.
  job.had_session = true;
  job.session = session_.id;
  job.epoch = epoch_;
  over_ = session_.id;
  if (unsaved_ && known_stored_) job.replaced = *known_stored_;
  job.generation = session_.generation;
  const bool usable = session_.usable(present());
  job.tokens = std::move(session_.tokens);
  if (!usable) job.tokens.access_token = Secret{};
  job.lock = detach_lane(job.tokens);
  for (const Waiter& waiter : take_of_session()) job.ended.push(waiter.id);
  tell(Event::Kind::logged_out).reason = LogoutReason::requested;
  forget_session(State::absent);

  if (!shared() || job.lock != 0) return logout_erase();
  job.step = SessionJob::Step::locking;
  lock(job.job, std::chrono::milliseconds{0});
}

// There is no session; but the record of one that could not be erased when it ended may be there still.
template <Sharing sharing>
void BasicMachine<sharing>::logout_nothing() {
  SessionJob& job = running();
  if (over_ && known_stored_ && *known_stored_ == over_) {
    job.step = SessionJob::Step::erasing;
    return erase(job.job);
  }
  complete(job.waiter);
  finish_job();
}

template <Sharing sharing>
void BasicMachine<sharing>::logout_erase() {
  SessionJob& job = running();
  job.step = shared() ? SessionJob::Step::looking : SessionJob::Step::erasing;
  shared() ? load(job.job) : erase(job.job);
}

template <Sharing sharing>
void BasicMachine<sharing>::logout_read(const Result<std::optional<Secret>>& loaded) {
  SessionJob& job = running();
  const auto there = read_session(loaded);
  if (there && *there) return begin_logout();
  if (there) return logout_nothing();
  // What cannot be read can still be removed; its tokens, unknown here, live on at the server, and that is said.
  if (there.error().code != Errc::storage_corrupt) job.error = there.error();
  forget_session(State::absent);
  job.step = SessionJob::Step::erasing;
  erase(job.job);
}

template <Sharing sharing>
void BasicMachine<sharing>::logout_looked(const Result<std::optional<Secret>>& loaded) {
  SessionJob& job = running();
  auto record = loaded && *loaded ? decode((*loaded)->view()) : Result<SessionRecord>{Error{}};
  const bool same = record && record->session_id == job.session;
  const bool nothing_of_ours = loaded && (!*loaded || (record && !same && record->session_id != job.replaced));
  if (nothing_of_ours) return logged_out();
  if (same && record->generation > job.generation) job.tokens = tokens_to_revoke(std::move(*record), moment_);
  job.step = SessionJob::Step::erasing;
  erase(job.job);
}

// Erased: the lane is free, and what follows goes on beside it.
template <Sharing sharing>
void BasicMachine<sharing>::logged_out() {
  SessionJob& job = running();
  if (!job.had_session) {
    complete(job.waiter).error = std::move(job.error);
    return finish_job();
  }
  Ending end;
  end.job = ++last_job_;
  end.epoch = job.epoch.value_or(0);
  end.ended = std::move(job.ended);
  end.error = make_error(Errc::session_ended, "logged out");
  end.logout = job.waiter;
  end.deadline = job.deadline;
  end.tokens = std::move(job.tokens);
  end.session = job.session;
  end.look_again = shared() && (job.lock == 0 || job.error);  // a lock that lapsed may be had anew
  end.storage_error = std::move(job.error);
  tellings_.push(action::CallLogout{end.job, LogoutReason::requested});
  endings_.push(std::move(end));
  finish_job();
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Told&& told) {
  Ending* end = ending(told.job);
  if (end == nullptr || end->step != Ending::Step::telling) return;
  for (const WaiterId waiter : end->ended) fail(waiter, end->error);
  if (!end->logout) return finish_ending(*end);
  revoke_of(*end, Ending::Step::revoking);
}

template <Sharing sharing>
void BasicMachine<sharing>::revoke_of(Ending& ending, typename Ending::Step step) {
  ending.step = step;
  const auto timeout = std::max(milliseconds_left(ending.deadline, present()), std::chrono::milliseconds{1});
  revoke(ending.job, std::move(ending.tokens), timeout);
}

template <Sharing sharing>
void BasicMachine<sharing>::ending_looked(Ending& ending, const Result<std::optional<Secret>>& loaded) {
  auto record = loaded && *loaded ? decode((*loaded)->view()) : Result<SessionRecord>{Error{}};
  if (record && record->session_id == ending.session) {
    ending.tokens = tokens_to_revoke(std::move(*record), moment_);
    ending.step = Ending::Step::erasing;
    return erase(ending.job);
  }
  if (!loaded) ending.storage_error = make_error(Errc::storage_failed, "", loaded.error().detail);
  unlock(ending.job);
  finish_ending(ending);
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Revoked&& revoked) {
  Ending* end = ending(revoked.job);
  if (end == nullptr || (end->step != Ending::Step::revoking && end->step != Ending::Step::revoking_again)) return;
  if (!revoked.result) end->revoke_error = revoked.result.error();
  if (shared() && end->step == Ending::Step::revoking && end->look_again) {
    end->step = Ending::Step::locking;
    lock(end->job, milliseconds_left(end->deadline, present()));
  } else {
    finish_ending(*end);
  }
}

template <Sharing sharing>
void BasicMachine<sharing>::finish_ending(Ending& ending) {
  if (ending.logout) {
    std::optional<Error> error = std::move(ending.storage_error);
    if (!error) error = std::move(ending.busy_error);
    if (!error) error = std::move(ending.revoke_error);
    complete(*ending.logout).error = std::move(error);
  }
  const JobId job = ending.job;
  endings_.remove_if([&](const Ending& e) { return e.job == job; });
}

template <Sharing sharing>
typename BasicMachine<sharing>::Ending* BasicMachine<sharing>::ending(JobId job) {
  for (Ending& ending : endings_)
    if (ending.job == job) return &ending;
  return nullptr;
}

}  // namespace core

KEYTURN_NAMESPACE_END

#endif
