// Bodies of the machine: the calls that wait, and what its lanes share.
#ifndef KEYTURN_CORE_MACHINE_CALLS_HPP
#define KEYTURN_CORE_MACHINE_CALLS_HPP

#include <keyturn/core/machine.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace core {

template <Sharing sharing>
void BasicMachine<sharing>::handle(Input&& input, Moment moment) {
  moment_ = moment;
#if KEYTURN_HAS_EXCEPTIONS
  if (unpublished_) publish();
  unpublished_ = false;
#endif
  input.visit([&](auto& in) KEYTURN_INLINE_LAMBDA { on(std::move(in)); });
}

template <Sharing sharing>
Maybe<Action> BasicMachine<sharing>::next_action() {
  List<Action>& from = actions_.empty() ? tellings_ : actions_;
  if (from.empty()) return {};
  return from.pop();
}

template <Sharing sharing>
void BasicMachine<sharing>::start_over() noexcept {
  const bool ending = !jobs_.empty() && running().kind == SessionJob::Kind::logout;
  if (ending && over_ == running().session) over_.reset();
  last_over_ = last_job_;
  const bool sent = lane_.phase >= Phase::sending && lane_.phase <= Phase::saving && !lane_.save_only;
  if (sent && session_.intent) session_.intent->may_be_done = true;  // the answer is lost
  waiters_ = {};
  clear_lane();
  orphans_.clear(), jobs_.clear(), endings_.clear();
  storage_waits_for_.reset();
  storage_queue_.clear(), actions_.clear(), tellings_.clear();
  changed_ = overlooked_ = false;
  unpublished_ = state_ == State::live && unsaved_ && !session_.tokens.refresh_token.empty();
  if (!unpublished_) state_ = State::unread;
}

template <Sharing sharing>
TimePoint BasicMachine<sharing>::next_deadline() const {
  const TimePoint resume = lane_.phase == Phase::pausing && !waiters_.empty() ? lane_.resume_at : TimePoint::max();
  return earlier(resume, waiters_.earliest());
}

template <Sharing sharing>
SessionInfo BasicMachine<sharing>::info(TimePoint time) const {
  SessionInfo info;
  info.logged_in = state_ == State::live;
  info.epoch = epoch_;
  info.generation = session_.generation;
  if (info.logged_in && session_.access_expires)
    info.expires_in =
        std::chrono::seconds{keyturn::detail::divided(left(*session_.access_expires, time).count(), 1'000'000'000)};
  if (info.logged_in) info.scope = session_.tokens.scope;
  info.refreshing = lane_.phase != Phase::idle && !lane_.save_only;
  return info;
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Ask&& ask) {
  Waiter waiter{.id = ask.waiter,
                .deadline = ask.deadline,
                .epoch = ask.epoch,
                .above = ask.refused,
                .renew = ask.renew,
                .reads = reads_};
  if (ask.refused && state_ == State::live && (!ask.epoch || *ask.epoch == epoch_)) {
    if (*ask.refused < session_.generation)
      tell(Event::Kind::late_401);
    else
      on(input::Refused{epoch_, *ask.refused});
  }
  settle(waiter);
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Restore&& restore) {
  Waiter waiter{.id = restore.waiter, .deadline = restore.deadline, .restore = true, .reads = reads_};
  settle(waiter);
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Refused&& refused) {
  if (state_ != State::live || refused.epoch != epoch_ || refused.generation != session_.generation) return;
  session_.access_refused = true;
  actions_.push(action::Publish{});
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Tick&& tick) {
  for (const Waiter& waiter : waiters_.take_overdue(present()))
    serves(waiter) ? complete_with_token(waiter.id)
                   : fail(waiter.id, Errc::timed_out, "no token within the call's time");
  // A call whose own time is up begins no new attempt: the next one that waits does.
  const bool due = lane_.phase == Phase::pausing && present() >= lane_.resume_at && !waiters_.empty();
  if (due && tick.deadline > present()) resume(tick.waiter, tick.deadline);
}

// Completes the call if that can be done now; else it waits, and what it waits for is under way.
template <Sharing sharing>
void BasicMachine<sharing>::settle(Waiter& waiter) {
  const bool settled = jobs_.empty();  // nobody waits for a login that waits for the lock
  // What others have written by now may be newer than a read which had begun before the call.
  if (state_ == State::absent && shared() && settled && !waiter.epoch && waiter.reads == reads_) state_ = State::unread;
  if (waiter.epoch && *waiter.epoch != epoch_) return end_late(waiter);
  if (state_ == State::live && !waiter.restore) return settle_live(waiter);
  if (waiter.restore && (state_ == State::live || state_ == State::absent)) {
    complete(waiter.id).logged_in = state_ == State::live;
    return;
  }
  if (state_ == State::absent) return fail(waiter.id, Errc::not_logged_in, "there is no session: log in first");
  waiters_.add(waiter);
  if (state_ == State::unread) need_restore();
}

template <Sharing sharing>
void BasicMachine<sharing>::settle_live(Waiter& waiter) {
  const TimePoint time = present();
  waiter.epoch = epoch_;
  if (waiter.renew && !waiter.above) waiter.above = session_.generation;
  const bool serves_now = serves(waiter);
  const bool resumes = lane_.phase == Phase::pausing && time >= lane_.resume_at;
  // A call that needs no refresh leaves it to those who wait for one, but not for long: they may be in a callback.
  const bool leaves_it = !waiters_.empty() && time < later(lane_.resume_at, first_back_off);
  const bool stale =
      !leaves_it && time >= session_.stale_from && !session_.tokens.refresh_token.empty() && !holds_back();
  const bool wants_refresh = !serves_now || stale;

  if (wants_refresh && (resumes || (lane_.phase == Phase::idle && may_begin_refresh(serves_now)))) {
    const bool waits = !serves_now || early_refresh_ == EarlyRefresh::holds_up_its_caller;
    const WaiterId carrier = waits ? waiter.id : WaiterId{};
    const TimePoint deadline = waits ? waiter.deadline : TimePoint::max();
    if (waits)
      waiters_.add(waiter);
    else
      complete_with_token(waiter.id);
    return resumes ? resume(carrier, deadline) : begin_refresh(carrier, deadline);
  }
  if (serves_now) {
    complete_with_token(waiter.id);
    if (unsaved_ && time >= save_again_at_ && lane_.phase == Phase::idle) begin_late_save();
    return;
  }
  const bool blocked = lane_.phase == Phase::idle && time < blocked_until_;
  const bool too_long = lane_.phase == Phase::pausing && lane_.resume_at > waiter.deadline;
  const bool can_look = shared() && (jobs_.empty() || running().kind == SessionJob::Kind::look);
  if ((blocked || too_long) && can_look && waiter.reads == reads_) {  // another process may have had more luck
    waiters_.add(waiter);
    return look();
  }
  if (blocked || too_long) {
    last_error_.retry_after = milliseconds_left(blocked ? blocked_until_ : lane_.resume_at, time);
    return fail(waiter.id, last_error_);
  }
  if (lane_.phase == Phase::idle) return fail(waiter.id, storm());
  waiters_.add(waiter);
}

template <Sharing sharing>
Error BasicMachine<sharing>::storm() const {
  Error error = make_error(Errc::refresh_storm, "too many refreshes in the window");
  error.retry_after = window_.wait(options_.refresh_budget, present());
  return error;
}

template <Sharing sharing>
void BasicMachine<sharing>::settle_all() {
  for (Waiter& waiter : waiters_.take_all()) settle(waiter);
}

// Whether the present token is what the call wants.
template <Sharing sharing>
bool BasicMachine<sharing>::serves(const Waiter& waiter) const {
  return state_ == State::live && session_.usable(present()) && (!waiter.above || session_.generation > *waiter.above);
}

// The calls that wait under the present session.
template <Sharing sharing>
List<Waiter> BasicMachine<sharing>::take_of_session() {
  return waiters_.take_if([&](const Waiter& waiter) { return waiter.epoch == epoch_; });
}

// Whether nobody waits for more than the present token.
template <Sharing sharing>
bool BasicMachine<sharing>::all_served() const {
  return !waiters_.any_of([&](const Waiter& waiter) { return !serves(waiter); });
}

// The session that the call began under is over. If its logout callback has not run yet, the call waits for that.
template <Sharing sharing>
void BasicMachine<sharing>::end_late(const Waiter& waiter) {
  if (!jobs_.empty() && running().epoch == waiter.epoch) return running().ended.push(waiter.id);
  for (const auto& end : endings_)
    if (end->epoch == waiter.epoch && end->step == Step::telling) return end->ended.push(waiter.id);
  fail(waiter.id, Errc::session_ended, "the session that the call began under is over");
}

// Of the bytes drawn, the first half names things; the second is for the jitter.
template <Sharing sharing>
RandomBytes BasicMachine<sharing>::first_half(const std::array<std::byte, 32>& drawn) {
  RandomBytes half{};
  for (std::size_t i = 0; i < half.size(); ++i) half[i] = drawn[i];
  return half;
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Drawn&& drawn) {
  if (orphan_result(drawn.job, Signal::drawn)) return;
  const bool of_lane = drawn.job == lane_.job && lane_.phase == Phase::drawing;
  if (!of_lane && !session_job_is(drawn.job, Step::drawing)) return;
  if (drawn.bytes) {
    std::uint32_t seed = 0;
    for (std::size_t i = 16; i < 20; ++i) seed = seed << 8 | std::to_integer<std::uint32_t>((*drawn.bytes)[i]);
    jitter_.seed(seed);
  }
  if (of_lane) return lane_drawn(std::move(drawn));
  SessionJob& job = running();
  if (!drawn.bytes) {
    fail(job.waiter, Errc::unsupported, "the system's random generator failed");
    return finish_job();
  }
  job.session = first_half(*drawn.bytes);
  if (!shared()) return install_save();
  if (lane_.holds_lock) {
    job.lock = detach_for_install();
    return install_locked();
  }
  job.step = Step::locking;
  const auto patience = shorter(options_.lock_patience, milliseconds_left(job.deadline, present()));
  lock(job.job, patience);
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Locked&& locked) {
  if (!shared()) return;
  const bool ours = locked.result.has_value() && !locked.passed_on;
  if (orphan_result(locked.job, Signal::locked, ours)) return;
  if (locked.job == lane_.job && lane_.phase == Phase::locking) return lane_locked(std::move(locked));
  if (session_job_is(locked.job, Step::locking)) {
    running().lock = ours ? running().job : 0;
    return running().kind == SessionJob::Kind::install ? install_locked() : logout_erase();
  }
  SessionJob* const end = ending(locked.job, Step::locking);
  if (end == nullptr) return;
  if (!ours) {
    end->other_error =
        make_error(locked.result.error().code,
                   "logged out, but without the lock of the shared storage: ", locked.result.error().detail);
    return finish_ending(*end);
  }
  end->step = Step::looking;
  load(end->job);
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Loaded&& loaded) {
  if (!takes_storage_result(loaded.job, Signal::loaded)) return;
  if (orphan_result(loaded.job, Signal::loaded)) return storage_done();
  if (shared() && loaded.job == lane_.job && accepts(lane_.phase, Signal::loaded)) {
    lane_loaded(std::move(loaded));
  } else if (session_job_is(loaded.job, Step::reading)) {
    if (running().kind == SessionJob::Kind::restore)
      restored(loaded.result);
    else
      shared() && running().kind == SessionJob::Kind::look ? looked(loaded.result) : logout_read(loaded.result);
  } else if (shared() && session_job_is(loaded.job, Step::looking)) {
    note_stored(loaded.result);
    running().kind == SessionJob::Kind::install ? install_save() : logout_looked(loaded.result);
  } else if (shared()) {
    if (SessionJob* const end = ending(loaded.job, Step::looking)) ending_looked(*end, loaded.result);
  }
  storage_done();
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Saved&& saved) {
  if (!takes_storage_result(saved.job, Signal::saved)) return;
  if (orphan_result(saved.job, Signal::saved)) return storage_done();
  if (saved.job == lane_.job && accepts(lane_.phase, Signal::saved))
    lane_saved(std::move(saved));
  else if (session_job_is(saved.job, Step::saving))
    installed(saved.result);
  storage_done();
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Erased&& erased) {
  if (!takes_storage_result(erased.job, Signal::erased)) return;
  if (orphan_result(erased.job, Signal::erased)) return storage_done();
  if (erased.result)
    note_stored(nullptr);
  else
    tell(Event::Kind::storage_failed).error = erased.result.error();
  if (erased.job == lane_.job && lane_.phase == Phase::erasing) {
    if (!erased.result) over_ = session_.id;
    end_refused(Signal::erased);
    settle_all();
  } else if (session_job_is(erased.job, Step::erasing)) {
    if (!erased.result) running().storage_error = make_error(Errc::storage_failed, "", erased.result.error().detail);
    logged_out();
  } else if (shared()) {
    if (SessionJob* const end = ending(erased.job, Step::erasing)) {
      end->storage_error.reset();
      if (!erased.result) end->storage_error = make_error(Errc::storage_failed, "", erased.result.error().detail);
      unlock(end->job);
      revoke_of(*end, Step::revoking_again);
    }
  }
  storage_done();
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Answered&& answered) {
  if (orphan_result(answered.job, Signal::answered, false, &answered.answer)) return;
  if (answered.job != lane_.job || lane_.phase != Phase::sending) return;
  lane_answered(std::move(answered.answer));
  const bool rests = lane_.phase == Phase::idle || lane_.phase == Phase::pausing;
  if (rests && std::exchange(overlooked_, false)) on(input::Changed{});
}

// What a record is to the session in memory.
template <Sharing sharing>
typename BasicMachine<sharing>::Stored BasicMachine<sharing>::compare(const Result<std::optional<Secret>>& loaded,
                                                                      Maybe<SessionRecord>& record) const {
  if (!loaded) return loaded.error().code == Errc::storage_corrupt ? Stored::corrupt : Stored::unreadable;
  const bool unseen = !knows_stored_ || !stored_;
  if (!*loaded) return unsaved_ && unseen ? Stored::same : Stored::gone;
  auto decoded = decode((*loaded)->view());
  if (!decoded) return Stored::corrupt;
  // A record that was there before this session could be saved is no other session: it is what we mean to replace.
  if (!is_same(decoded->session_id, session_.id))
    return unsaved_ && stored_is(decoded->session_id) ? Stored::same : Stored::foreign;
  record = std::move(*decoded);
  // Two processes may have rotated from one pair; then that of the one which could save counts.
  const bool rival =
      record->generation == session_.generation && !(record->tokens.refresh_token == session_.tokens.refresh_token);
  return rival || record->generation > session_.generation ? Stored::newer : Stored::same;
}

template <Sharing sharing>
void BasicMachine<sharing>::note_stored(const Result<std::optional<Secret>>& loaded) {
  if (!loaded) return;  // what was known before is still the best guess
  if (!*loaded) return note_stored(nullptr);
  const auto seen = peek((*loaded)->view());
  knows_stored_ = false;
  if (seen) note_stored(&seen->session_id);
}

// The record in storage is this session's; null: there is none.
template <Sharing sharing>
void BasicMachine<sharing>::note_stored(const SessionId* id) {
  knows_stored_ = true;
  stored_ = Maybe<SessionId>{};
  if (id != nullptr) stored_ = *id;
}

template <Sharing sharing>
void BasicMachine<sharing>::note_saved(const Result<void>& result, const SessionId& id) {
  if (!result) {
    unsaved_ = true;  // first: kept also if there is no memory to tell of it
    save_again_at_ = later(present(), back_off_limit(++save_failures_));
    tell(Event::Kind::storage_failed).error = result.error();
    return;
  }
  note_stored(&id);
  save_failures_ = 0;
  save_again_at_ = TimePoint::max();
  if (std::exchange(unsaved_, false)) tell(Event::Kind::storage_recovered);
}

template <Sharing sharing>
void BasicMachine<sharing>::forget_session(State then) {
  session_ = Session{};
  token_ = SnapshotPin{};
  state_ = then;
  ++epoch_;
  intent_saved_ = unsaved_ = false;
  save_failures_ = failures_ = 0;
  save_again_at_ = TimePoint::max();
  blocked_until_ = TimePoint::min();
  actions_.push(action::Publish{});
}

// The session is over, by other means than a logout here. Calls under it end after the logout callback.
template <Sharing sharing>
void BasicMachine<sharing>::end_session(LogoutReason reason, Error&& error, State then) {
  SessionJob& end = add_to(endings_);
  end.step = Step::telling;
  end.epoch = epoch_;
  end.why = std::move(error);
  end.why.code = Errc::session_ended;
  for (const Waiter& waiter : take_of_session()) end.ended.push(waiter.id);
  tell(Event::Kind::logged_out).reason = reason;
  tellings_.push(action::CallLogout{end.job, reason});
  forget_session(then);
}

}  // namespace core

KEYTURN_NAMESPACE_END

#endif
