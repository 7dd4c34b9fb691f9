// Bodies of the machine: the session lane, where sessions begin and end, and what follows an end.
#ifndef KEYTURN_CORE_MACHINE_SESSION_HPP
#define KEYTURN_CORE_MACHINE_SESSION_HPP

#include <keyturn/core/machine.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace core {

template <Sharing sharing>
void BasicMachine<sharing>::enqueue(SessionJob job, Moment moment) {
  job.job = ++last_job_;
  if (job_) return jobs_.push(std::move(job));
  job_ = std::move(job);
  begin_job(moment);
}

template <Sharing sharing>
void BasicMachine<sharing>::begin_job(Moment moment) {
  switch (job_->kind) {
    case SessionJob::Kind::restore:
      if (state_ != State::unread) return finish_job(moment);
      [[fallthrough]];
    case SessionJob::Kind::look:
      job_->step = SessionJob::Step::reading;
      return use_storage(action::Load{job_->job});
    case SessionJob::Kind::install:
      job_->step = SessionJob::Step::drawing;
      actions_.push(action::Draw{job_->job});
      return;
    case SessionJob::Kind::logout:
      return begin_logout(moment);
  }
}

// The lane is free: the next job begins, and calls that waited for the state to settle are looked at again.
template <Sharing sharing>
void BasicMachine<sharing>::finish_job(Moment moment) {
  if (job_->lock != 0) actions_.push(action::Unlock{job_->lock});
  job_.reset();
  if (!jobs_.empty()) {
    job_ = jobs_.pop();
    actions_.push(action::Turn{job_->job, job_->waiter});
  }
  settle_all(moment);
  if (std::exchange(changed_, false)) on(input::Changed{}, moment);
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Turn&& turn, Moment moment) {
  if (session_job_is(turn.job, SessionJob::Step::waiting)) begin_job(moment);
}

template <Sharing sharing>
void BasicMachine<sharing>::need_restore(Moment moment) {
  if (job_ || !jobs_.empty()) return;  // whatever runs there settles the state, or its end comes back here
  enqueue(SessionJob{.kind = SessionJob::Kind::restore}, moment);
}

template <Sharing sharing>
void BasicMachine<sharing>::restored(const Result<std::optional<Secret>>& loaded, Moment moment) {
  const auto there = read_session(loaded, moment);
  auto waiting = waiters_.take_all();
  if (!there) {
    for (const Waiter& waiter : waiting) complete(waiter.id, there.error());
    if (there.error().code != Errc::storage_corrupt) tell(Event::Kind::storage_failed, there.error());
  }
  for (Waiter& waiter : waiting) {
    if (!there) break;
    waiter.read_again = true;
    waiters_.add(std::move(waiter));
  }
  finish_job(moment);
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Changed&&, Moment moment) {
  changed_ = shared() && (job_ || !jobs_.empty());  // what that has read may be old already
  if (shared() && state_ == State::live) look(moment);
}

// Whether others have changed the session meanwhile; the end of any other work in this lane settles the calls as well.
template <Sharing sharing>
void BasicMachine<sharing>::look(Moment moment) {
  if (job_ || !jobs_.empty()) return;
  enqueue(SessionJob{.kind = SessionJob::Kind::look}, moment);
}

// A refresh that runs looks for itself, under the lock, unless it fails.
template <Sharing sharing>
void BasicMachine<sharing>::looked(const Result<std::optional<Secret>>& loaded, Moment moment) {
  for (Waiter& waiter : waiters_.take_all()) {
    waiter.read_again = true;
    waiters_.add(std::move(waiter));
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
    if (stored == Stored::newer) adopt_stored(std::move(*record), moment);
  }
  finish_job(moment);
}

// Makes the session in storage the present one. Whether there is one; the error leaves everything unread.
template <Sharing sharing>
Result<bool> BasicMachine<sharing>::read_session(const Result<std::optional<Secret>>& loaded, Moment moment) {
  note_stored(loaded);
  if (!loaded) return loaded.error();
  if (!*loaded) {
    state_ = State::absent;
    return false;
  }
  auto record = decode((*loaded)->view());
  if (!record) return record.error();
  if (record->session_id == over_) {
    state_ = State::absent;
    return false;
  }
  session_ = from_record(std::move(*record), moment, options_.leeway, jitter_.next());
  intent_saved_ = session_.intent.has_value();
  state_ = State::live;
  ++epoch_;
  publish();
  return true;
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Install&& install, Moment moment) {
  SessionJob job{.kind = SessionJob::Kind::install, .waiter = install.waiter, .deadline = install.deadline};
  job.tokens = std::move(install.tokens);
  job.timing = install.timing;
  enqueue(std::move(job), moment);
}

// With the lock or without: what is there now must be known, so that a save which fails here can be told from somebody
// else's session later.
template <Sharing sharing>
void BasicMachine<sharing>::install_locked(Moment) {
  job_->step = SessionJob::Step::looking;
  use_storage(action::Load{job_->job});
}

// A login replaces the session whose refresh runs: what that has brought already is of no use to anybody.
template <Sharing sharing>
JobId BasicMachine<sharing>::detach_for_install() {
  TokenSet newest;
  const JobId lock = detach_lane(newest);
  job_->step = SessionJob::Step::looking;
  if (!newest.refresh_token.empty() || !newest.access_token.empty()) revoke_stale(std::move(newest));
  return lock;
}

// From here on the old session is history; a refresh of it that still runs changes nothing any more.
template <Sharing sharing>
void BasicMachine<sharing>::install_save(Moment moment) {
  const JobId lock = detach_for_install();
  if (job_->lock == 0)
    job_->lock = lock;  // what kept the lock from this login may have been the refresh that ends with it
  else if (lock != 0)
    actions_.push(action::Unlock{lock});
  for (const Waiter& waiter : waiters_.take_if([&](const Waiter& w) { return w.epoch == epoch_; }))
    complete(waiter.id, Error{.code = Errc::session_ended, .detail = "a login replaced the session"});
  forget_session(State::installing);
  window_.clear();

  Session before;
  before.id = job_->session;
  session_ = next_generation(before, std::move(job_->tokens), job_->timing, options_.leeway, jitter_.next());
  job_->step = SessionJob::Step::saving;
  use_storage(action::Save{job_->job, encode(to_record(session_, moment))});
}

template <Sharing sharing>
void BasicMachine<sharing>::installed(const Result<void>& saved, Moment moment) {
  note_saved(saved, session_.id, moment);
  state_ = State::live;
  publish();
  tell(Event::Kind::logged_in);
  complete(job_->waiter, {}, true);
  if (saved)
    for (TokenSet& tokens : job_->stale)
      actions_.push(action::Revoke{++last_job_, std::move(tokens), options_.logout_timeout});
  finish_job(moment);
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Logout&& logout, Moment moment) {
  overtake_logins();
  enqueue(SessionJob{.kind = SessionJob::Kind::logout, .waiter = logout.waiter, .deadline = logout.deadline}, moment);
}

// A logout does not stand behind a login that may wait long for the lock: that login is over before it began.
template <Sharing sharing>
void BasicMachine<sharing>::overtake_logins() {
  const auto overtaken = [](const SessionJob& job) { return job.kind == SessionJob::Kind::install; };
  for (const SessionJob& job : jobs_)
    if (overtaken(job)) give_up_login(job);
  jobs_.remove_if(overtaken);
  if (!job_ || !overtaken(*job_) || job_->step > SessionJob::Step::locking) return;
  if (job_->step == SessionJob::Step::drawing) orphans_.push({job_->job, Phase::drawing});
  if (job_->step == SessionJob::Step::locking) orphans_.push({job_->job, Phase::locking});
  give_up_login(*job_);
  job_.reset();
}

template <Sharing sharing>
void BasicMachine<sharing>::give_up_login(const SessionJob& login) {
  complete(login.waiter, Error{.code = Errc::session_ended, .detail = "a logout came before the login was through"});
  revoke_stale(login.tokens);
}

template <Sharing sharing>
void BasicMachine<sharing>::begin_logout(Moment moment) {
  if (state_ == State::unread || (state_ == State::absent && shared())) {
    job_->step = SessionJob::Step::reading;
    return use_storage(action::Load{job_->job});
  }
  if (state_ == State::absent) return logout_nothing(moment);
  // Memory first: from here on the tokens are of no use here, whatever storage and network do.
  job_->had_session = true;
  job_->session = session_.id;
  job_->epoch = epoch_;
  over_ = session_.id;
  if (unsaved_ && known_stored_) job_->replaced = *known_stored_;
  job_->generation = session_.generation;
  const bool usable = session_.usable(moment.steady);
  job_->tokens = session_.tokens;
  if (!usable) job_->tokens.access_token = Secret{};
  TokenSet newest;
  job_->lock = detach_lane(newest);
  if (!newest.refresh_token.empty() || !newest.access_token.empty()) job_->tokens = std::move(newest);
  for (const Waiter& waiter : waiters_.take_if([&](const Waiter& w) { return w.epoch == epoch_; }))
    job_->ended.push(waiter.id);
  tellings_.push(action::Tell{Event{.kind = Event::Kind::logged_out,
                                    .epoch = epoch_,
                                    .generation = session_.generation,
                                    .reason = LogoutReason::requested}});
  forget_session(State::absent);

  if (!shared() || job_->lock != 0) return logout_erase(moment);
  job_->step = SessionJob::Step::locking;
  actions_.push(action::Lock{job_->job, std::chrono::milliseconds{0}});
}

// There is no session; but the record of one that could not be erased when it ended may be there still.
template <Sharing sharing>
void BasicMachine<sharing>::logout_nothing(Moment moment) {
  if (over_ && known_stored_ && *known_stored_ == over_) {
    job_->step = SessionJob::Step::erasing;
    return use_storage(action::Erase{job_->job});
  }
  complete(job_->waiter);
  finish_job(moment);
}

template <Sharing sharing>
void BasicMachine<sharing>::logout_erase(Moment) {
  job_->step = shared() ? SessionJob::Step::looking : SessionJob::Step::erasing;
  if (shared())
    use_storage(action::Load{job_->job});
  else
    use_storage(action::Erase{job_->job});
}

template <Sharing sharing>
void BasicMachine<sharing>::logout_loaded(const Result<std::optional<Secret>>& loaded, Moment moment) {
  if (job_->step == SessionJob::Step::reading) {
    const auto there = read_session(loaded, moment);
    if (there && *there) return begin_logout(moment);
    if (there) return logout_nothing(moment);
    // What cannot be read can still be removed; its tokens, unknown here, live on at the server, and that is said.
    if (there.error().code != Errc::storage_corrupt) job_->error = there.error();
    forget_session(State::absent);
    job_->step = SessionJob::Step::erasing;
    return use_storage(action::Erase{job_->job});
  }
  auto record = loaded && *loaded ? decode((*loaded)->view()) : Result<SessionRecord>{Error{}};
  const bool same = record && record->session_id == job_->session;
  const bool nothing_of_ours = loaded && (!*loaded || (record && !same && record->session_id != job_->replaced));
  if (nothing_of_ours) return logged_out(moment);
  if (same && record->generation > job_->generation) job_->tokens = tokens_to_revoke(std::move(*record), moment);
  job_->step = SessionJob::Step::erasing;
  use_storage(action::Erase{job_->job});
}

// Erased: the lane is free, and what follows goes on beside it.
template <Sharing sharing>
void BasicMachine<sharing>::logged_out(Moment moment) {
  if (!job_->had_session) {
    complete(job_->waiter, std::move(job_->error));
    return finish_job(moment);
  }
  Ending end;
  end.job = ++last_job_;
  end.epoch = job_->epoch.value_or(0);
  end.ended = std::move(job_->ended);
  end.error = Error{.code = Errc::session_ended, .detail = "logged out"};
  end.logout = job_->waiter;
  end.deadline = job_->deadline;
  end.tokens = std::move(job_->tokens);
  end.session = job_->session;
  end.look_again = shared() && (job_->lock == 0 || job_->error);  // a lock that lapsed may be had anew
  end.storage_error = std::move(job_->error);
  tellings_.push(action::CallLogout{end.job, LogoutReason::requested});
  endings_.push(std::move(end));
  finish_job(moment);
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Told&& told, Moment moment) {
  Ending* end = ending(told.job);
  if (end == nullptr || end->step != Ending::Step::telling) return;
  for (const WaiterId waiter : end->ended) complete(waiter, end->error);
  if (!end->logout) return finish_ending(*end);
  end->step = Ending::Step::revoking;
  const auto timeout = std::max(milliseconds_left(end->deadline, moment.steady), std::chrono::milliseconds{1});
  actions_.push(action::Revoke{end->job, std::move(end->tokens), timeout});
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Revoked&& revoked, Moment moment) {
  Ending* end = ending(revoked.job);
  if (end == nullptr || (end->step != Ending::Step::revoking && end->step != Ending::Step::revoking_again)) return;
  if (!revoked.result) end->revoke_error = revoked.result.error();
  if (end->step == Ending::Step::revoking && end->look_again) {
    end->step = Ending::Step::locking;
    actions_.push(action::Lock{end->job, milliseconds_left(end->deadline, moment.steady)});
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
    complete(*ending.logout, std::move(error));
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
