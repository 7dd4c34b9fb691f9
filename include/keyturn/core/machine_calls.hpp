// Bodies of the machine: the calls that wait, and what its lanes share.
#ifndef KEYTURN_CORE_MACHINE_CALLS_HPP
#define KEYTURN_CORE_MACHINE_CALLS_HPP

#include <keyturn/core/machine.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace core {

template <Sharing sharing>
void BasicMachine<sharing>::handle(Input input, Moment moment) {
  input.visit([&](auto& in) { on(std::move(in), moment); });
}

template <Sharing sharing>
std::optional<Action> BasicMachine<sharing>::next_action() {
  List<Action>& from = actions_.empty() ? tellings_ : actions_;
  if (from.empty()) return std::nullopt;
  return from.pop();
}

template <Sharing sharing>
TimePoint BasicMachine<sharing>::next_deadline() const {
  const TimePoint resume = lane_.phase == Phase::pausing && !waiters_.empty() ? lane_.resume_at : TimePoint::max();
  return std::min(resume, waiters_.earliest());
}

template <Sharing sharing>
SessionInfo BasicMachine<sharing>::info(TimePoint time) const {
  SessionInfo info;
  info.logged_in = state_ == State::live;
  info.epoch = epoch_;
  info.generation = session_.generation;
  if (info.logged_in && session_.access_expires)
    info.expires_in = std::chrono::floor<std::chrono::seconds>(left(*session_.access_expires, time));
  info.refreshing = lane_.phase != Phase::idle && !lane_.save_only;
  return info;
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Ask&& ask, Moment moment) {
  Waiter waiter{
      .id = ask.waiter, .deadline = ask.deadline, .epoch = ask.epoch, .above = ask.refused, .renew = ask.renew};
  if (ask.refused && state_ == State::live && (!ask.epoch || *ask.epoch == epoch_)) {
    if (*ask.refused < session_.generation)
      tell(Event::Kind::late_401);
    else
      on(input::Refused{epoch_, *ask.refused}, moment);
  }
  settle(std::move(waiter), moment);
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Restore&& restore, Moment moment) {
  settle(Waiter{.id = restore.waiter, .deadline = restore.deadline, .restore = true}, moment);
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Refused&& refused, Moment) {
  if (state_ != State::live || refused.epoch != epoch_ || refused.generation != session_.generation) return;
  session_.access_refused = true;
  actions_.push(action::Publish{});
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Tick&& tick, Moment moment) {
  for (const Waiter& waiter : waiters_.take_overdue(moment.steady)) {
    if (serves(waiter, moment.steady))
      complete_with_token(waiter.id);
    else
      complete(waiter.id, Error{.code = Errc::timed_out, .detail = "no token within the call's time"});
  }
  // A call whose own time is up begins no new attempt: the next one that waits does.
  const bool due = lane_.phase == Phase::pausing && moment.steady >= lane_.resume_at && !waiters_.empty();
  if (due && tick.deadline > moment.steady) resume(tick.waiter, tick.deadline, moment);
}

// Completes the call if that can be done now; else it waits, and what it waits for is under way.
template <Sharing sharing>
void BasicMachine<sharing>::settle(Waiter waiter, Moment moment) {
  const bool settled = !job_ && jobs_.empty();  // nobody waits for a login that waits for the lock
  if (state_ == State::absent && shared() && settled && !waiter.epoch && !waiter.read_again) state_ = State::unread;
  if (waiter.epoch && *waiter.epoch != epoch_) return end_late(waiter);
  if (state_ == State::live && !waiter.restore) return settle_live(std::move(waiter), moment);
  if (state_ == State::live) return complete(waiter.id, {}, true);
  if (state_ == State::absent && waiter.restore) return complete(waiter.id, {}, false);
  if (state_ == State::absent)
    return complete(waiter.id, Error{.code = Errc::not_logged_in, .detail = "there is no session: log in first"});
  waiters_.add(std::move(waiter));
  if (state_ == State::unread) need_restore(moment);
}

template <Sharing sharing>
void BasicMachine<sharing>::settle_live(Waiter waiter, Moment moment) {
  const TimePoint time = moment.steady;
  waiter.epoch = epoch_;
  if (waiter.renew && !waiter.above) waiter.above = session_.generation;
  const bool serves_now = serves(waiter, time);
  const bool resumes = lane_.phase == Phase::pausing && time >= lane_.resume_at;
  const bool stale = time >= session_.stale_from && !session_.tokens.refresh_token.empty() && !holds_back(time);
  const bool wants_refresh = !serves_now || stale;

  if (wants_refresh && (resumes || (lane_.phase == Phase::idle && may_begin_refresh(time, serves_now)))) {
    const bool waits = !serves_now || early_refresh_ == EarlyRefresh::holds_up_its_caller;
    const WaiterId carrier = waits ? waiter.id : WaiterId{};
    const TimePoint deadline = waits ? waiter.deadline : TimePoint::max();
    if (waits)
      waiters_.add(std::move(waiter));
    else
      complete_with_token(waiter.id);
    return resumes ? resume(carrier, deadline, moment) : begin_refresh(carrier, deadline, moment);
  }
  if (serves_now) {
    complete_with_token(waiter.id);
    if (unsaved_ && time >= save_again_at_ && lane_.phase == Phase::idle) begin_late_save(moment);
    return;
  }
  const bool blocked = lane_.phase == Phase::idle && time < blocked_until_;
  const bool too_long = lane_.phase == Phase::pausing && lane_.resume_at > waiter.deadline;
  const bool can_look = shared() && (!job_ || job_->kind == SessionJob::Kind::look);
  if ((blocked || too_long) && can_look && !waiter.read_again) {  // another process may have had more luck
    waiters_.add(std::move(waiter));
    return look(moment);
  }
  if (blocked || too_long) {
    Error error = last_error_;
    error.retry_after = milliseconds_left(blocked ? blocked_until_ : lane_.resume_at, time);
    return complete(waiter.id, std::move(error));
  }
  if (lane_.phase == Phase::idle)
    return complete(waiter.id, Error{.code = Errc::refresh_storm,
                                     .retry_after = window_.wait(time),
                                     .detail = "too many refreshes in the window"});
  waiters_.add(std::move(waiter));
}

template <Sharing sharing>
void BasicMachine<sharing>::settle_all(Moment moment) {
  for (Waiter& waiter : waiters_.take_all()) settle(std::move(waiter), moment);
}

// Whether the present token is what the call wants.
template <Sharing sharing>
bool BasicMachine<sharing>::serves(const Waiter& waiter, TimePoint time) const {
  return state_ == State::live && session_.usable(time) && (!waiter.above || session_.generation > *waiter.above);
}

// Whether nobody waits for more than the present token.
template <Sharing sharing>
bool BasicMachine<sharing>::all_served(TimePoint time) const {
  return !waiters_.any_of([&](const Waiter& waiter) { return !serves(waiter, time); });
}

// The session that the call began under is over. If its logout callback has not run yet, the call waits for that.
template <Sharing sharing>
void BasicMachine<sharing>::end_late(const Waiter& waiter) {
  if (job_ && job_->epoch == waiter.epoch) return job_->ended.push(waiter.id);
  for (Ending& end : endings_)
    if (end.epoch == *waiter.epoch && end.step == Ending::Step::telling) return end.ended.push(waiter.id);
  complete(waiter.id, Error{.code = Errc::session_ended, .detail = "the session that the call began under is over"});
}

// A call that is over is no carrier any more: its name may be another's soon.
template <Sharing sharing>
void BasicMachine<sharing>::complete(WaiterId waiter, std::optional<Error> error, bool logged_in) {
  if (lane_.carrier == waiter) lane_.carrier = {};
  actions_.push(action::Complete{waiter, {}, std::move(error), logged_in});
}

template <Sharing sharing>
void BasicMachine<sharing>::complete_with_token(WaiterId waiter) {
  if (lane_.carrier == waiter) lane_.carrier = {};
  actions_.push(action::Complete{waiter, token_, {}, true});
}

template <Sharing sharing>
void BasicMachine<sharing>::publish() {
  if (state_ != State::live || session_.tokens.access_token.empty() || session_.access_refused) {
    actions_.push(action::Publish{});
    return;
  }
  token_ = render(session_, epoch_, std::min(session_.stale_from, save_again_at_));
  actions_.push(action::Publish{token_});
}

template <Sharing sharing>
void BasicMachine<sharing>::tell(Event::Kind kind, std::optional<Error> error) {
  tellings_.push(
      action::Tell{Event{.kind = kind, .epoch = epoch_, .generation = session_.generation, .error = std::move(error)}});
}

// Whose result an action on storage will bring, and of what kind.
template <Sharing sharing>
std::pair<JobId, Signal> BasicMachine<sharing>::awaited_of(const Action& action) {
  if (const auto* load = action.get<action::Load>()) return {load->job, Signal::loaded};
  if (const auto* save = action.get<action::Save>()) return {save->job, Signal::saved};
  return {action.get<action::Erase>()->job, Signal::erased};
}

// One thing at a time: what comes while storage is busy waits its turn.
template <Sharing sharing>
void BasicMachine<sharing>::use_storage(Action action) {
  if (storage_waits_for_) return storage_queue_.push(std::move(action));
  storage_waits_for_ = awaited_of(action);
  actions_.push(std::move(action));
}

template <Sharing sharing>
bool BasicMachine<sharing>::takes_storage_result(JobId job, Signal kind) {
  if (storage_waits_for_ != Maybe<std::pair<JobId, Signal>>{std::pair{job, kind}}) return false;
  storage_waits_for_.reset();
  return true;
}

// After a storage result was dealt with: whoever handled it may have gone on with storage; else the next in line may.
template <Sharing sharing>
void BasicMachine<sharing>::storage_done() {
  if (storage_waits_for_ || storage_queue_.empty()) return;
  use_storage(storage_queue_.pop());
}

// Of the bytes drawn, the first half names things; the second is for the jitter.
template <Sharing sharing>
RandomBytes BasicMachine<sharing>::first_half(const std::array<std::byte, 32>& drawn) {
  RandomBytes half{};
  for (std::size_t i = 0; i < half.size(); ++i) half[i] = drawn[i];
  return half;
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Drawn&& drawn, Moment moment) {
  if (orphan_result(drawn.job, Signal::drawn)) return;
  const bool of_lane = drawn.job == lane_.job && lane_.phase == Phase::drawing;
  if (!of_lane && !session_job_is(drawn.job, SessionJob::Step::drawing)) return;
  if (drawn.bytes) {
    std::uint64_t seed = 0;
    for (std::size_t i = 16; i < 24; ++i) seed = seed << 8 | static_cast<std::uint64_t>((*drawn.bytes)[i]);
    jitter_.seed(seed);
  }
  if (of_lane) return lane_drawn(std::move(drawn), moment);
  if (!drawn.bytes) {
    complete(job_->waiter, Error{.code = Errc::unsupported, .detail = "the system's random generator failed"});
    return finish_job(moment);
  }
  job_->session = first_half(*drawn.bytes);
  if (!shared()) return install_save(moment);
  if (lane_.holds_lock) {
    job_->lock = detach_for_install();
    return install_locked(moment);
  }
  job_->step = SessionJob::Step::locking;
  const auto patience = std::min(options_.lock_patience, milliseconds_left(job_->deadline, moment.steady));
  actions_.push(action::Lock{job_->job, patience});
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Locked&& locked, Moment moment) {
  const bool ours = locked.result.has_value();
  if (orphan_result(locked.job, Signal::locked, ours)) return;
  if (locked.job == lane_.job && lane_.phase == Phase::locking) return lane_locked(std::move(locked), moment);
  if (session_job_is(locked.job, SessionJob::Step::locking)) {
    job_->lock = ours ? job_->job : 0;
    return job_->kind == SessionJob::Kind::install ? install_locked(moment) : logout_erase(moment);
  }
  Ending* end = ending(locked.job);
  if (end == nullptr || end->step != Ending::Step::locking) return;
  if (!ours) {
    end->busy_error =
        Error{.code = locked.result.error().code,
              .detail = "logged out, but without the lock of the shared storage: " + locked.result.error().detail};
    return finish_ending(*end);
  }
  end->step = Ending::Step::looking;
  use_storage(action::Load{end->job});
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Loaded&& loaded, Moment moment) {
  if (!takes_storage_result(loaded.job, Signal::loaded)) return;
  if (orphan_result(loaded.job, Signal::loaded)) return storage_done();
  if (loaded.job == lane_.job && accepts(lane_.phase, Signal::loaded)) {
    lane_loaded(std::move(loaded), moment);
  } else if (session_job_is(loaded.job, SessionJob::Step::reading)) {
    if (job_->kind == SessionJob::Kind::restore)
      restored(loaded.result, moment);
    else
      job_->kind == SessionJob::Kind::look ? looked(loaded.result, moment) : logout_loaded(loaded.result, moment);
  } else if (session_job_is(loaded.job, SessionJob::Step::looking)) {
    note_stored(loaded.result);
    job_->kind == SessionJob::Kind::install ? install_save(moment) : logout_loaded(loaded.result, moment);
  } else if (Ending* end = ending(loaded.job); end != nullptr && end->step == Ending::Step::looking) {
    auto record = loaded.result && *loaded.result ? decode((*loaded.result)->view()) : Result<SessionRecord>{Error{}};
    if (record && record->session_id == end->session) {
      end->tokens = tokens_to_revoke(std::move(*record), moment);
      end->step = Ending::Step::erasing;
      use_storage(action::Erase{end->job});
    } else {
      if (!loaded.result)
        end->storage_error = Error{.code = Errc::storage_failed, .detail = loaded.result.error().detail};
      actions_.push(action::Unlock{end->job});
      finish_ending(*end);
    }
  }
  storage_done();
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Saved&& saved, Moment moment) {
  if (!takes_storage_result(saved.job, Signal::saved)) return;
  if (orphan_result(saved.job, Signal::saved)) return storage_done();
  if (saved.job == lane_.job && accepts(lane_.phase, Signal::saved))
    lane_saved(std::move(saved), moment);
  else if (session_job_is(saved.job, SessionJob::Step::saving))
    installed(saved.result, moment);
  storage_done();
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Erased&& erased, Moment moment) {
  if (!takes_storage_result(erased.job, Signal::erased)) return;
  if (orphan_result(erased.job, Signal::erased)) return storage_done();
  if (erased.result)
    known_stored_ = Maybe<SessionId>{};
  else
    tell(Event::Kind::storage_failed, erased.result.error());
  if (erased.job == lane_.job && lane_.phase == Phase::erasing) {
    if (!erased.result) over_ = session_.id;
    end_refused(Signal::erased);
    settle_all(moment);
  } else if (session_job_is(erased.job, SessionJob::Step::erasing)) {
    if (!erased.result) job_->error = Error{.code = Errc::storage_failed, .detail = erased.result.error().detail};
    logged_out(moment);
  } else if (Ending* end = ending(erased.job); end != nullptr && end->step == Ending::Step::erasing) {
    end->storage_error.reset();
    if (!erased.result)
      end->storage_error = Error{.code = Errc::storage_failed, .detail = erased.result.error().detail};
    actions_.push(action::Unlock{end->job});
    end->step = Ending::Step::revoking_again;
    actions_.push(
        action::Revoke{end->job, std::move(end->tokens),
                       std::max(milliseconds_left(end->deadline, moment.steady), std::chrono::milliseconds{1})});
  }
  storage_done();
}

template <Sharing sharing>
void BasicMachine<sharing>::on(input::Answered&& answered, Moment moment) {
  if (orphan_result(answered.job, Signal::answered, false, &answered.answer)) return;
  if (answered.job == lane_.job && lane_.phase == Phase::sending) lane_answered(std::move(answered.answer), moment);
  const bool rests = lane_.phase == Phase::idle || lane_.phase == Phase::pausing;
  if (rests && std::exchange(overlooked_, false)) on(input::Changed{}, moment);
}

// What a record is to the session in memory.
template <Sharing sharing>
typename BasicMachine<sharing>::Stored BasicMachine<sharing>::compare(const Result<std::optional<Secret>>& loaded,
                                                                      Maybe<SessionRecord>& record) const {
  if (!loaded) return loaded.error().code == Errc::storage_corrupt ? Stored::corrupt : Stored::unreadable;
  const bool unseen = !known_stored_ || !*known_stored_;
  if (!*loaded) return unsaved_ && unseen ? Stored::same : Stored::gone;
  auto decoded = decode((*loaded)->view());
  if (!decoded) return Stored::corrupt;
  // A record that was there before this session could be saved is no other session: it is what we mean to replace.
  if (decoded->session_id != session_.id)
    return unsaved_ && known_stored_ && *known_stored_ == decoded->session_id ? Stored::same : Stored::foreign;
  record = std::move(*decoded);
  // Two processes may have rotated from one pair; then that of the one which could save counts.
  const bool rival =
      record->generation == session_.generation && !(record->tokens.refresh_token == session_.tokens.refresh_token);
  return rival || record->generation > session_.generation ? Stored::newer : Stored::same;
}

template <Sharing sharing>
void BasicMachine<sharing>::note_stored(const Result<std::optional<Secret>>& loaded) {
  if (!loaded) return;  // what was known before is still the best guess
  known_stored_.reset();
  if (!*loaded)
    known_stored_ = Maybe<SessionId>{};
  else if (const auto seen = peek((*loaded)->view()))
    known_stored_ = Maybe<SessionId>{seen->session_id};
}

template <Sharing sharing>
void BasicMachine<sharing>::note_saved(const Result<void>& result, const SessionId& id, Moment moment) {
  if (!result) {
    tell(Event::Kind::storage_failed, result.error());
    unsaved_ = true;
    save_again_at_ = later(moment.steady, back_off_limit(++save_failures_));
    return;
  }
  known_stored_ = Maybe<SessionId>{id};
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
void BasicMachine<sharing>::end_session(LogoutReason reason, Error error, State then) {
  Ending end;
  end.job = ++last_job_;
  end.epoch = epoch_;
  end.error = std::move(error);
  end.error.code = Errc::session_ended;
  for (const Waiter& waiter : waiters_.take_if([&](const Waiter& w) { return w.epoch == epoch_; }))
    end.ended.push(waiter.id);
  tellings_.push(action::Tell{
      Event{.kind = Event::Kind::logged_out, .epoch = epoch_, .generation = session_.generation, .reason = reason}});
  tellings_.push(action::CallLogout{end.job, reason});
  endings_.push(std::move(end));
  forget_session(then);
}

}  // namespace core

KEYTURN_NAMESPACE_END

#endif
