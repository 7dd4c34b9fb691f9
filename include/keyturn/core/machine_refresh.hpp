// Bodies of the machine: the refresh lane. Each step is a row of the table in transitions.hpp.
#ifndef KEYTURN_CORE_MACHINE_REFRESH_HPP
#define KEYTURN_CORE_MACHINE_REFRESH_HPP

#include <keyturn/core/machine.hpp>

#include <cassert>

KEYTURN_NAMESPACE_BEGIN

namespace core {

// With a shared storage, a call without a token looks there even when no refresh is left in the window: another process
// may have rotated.
template <Sharing sharing>
bool BasicMachine<sharing>::may_begin_refresh(bool has_token) const {
  return present() >= blocked_until_ &&
         (window_.allows(options_.refresh_budget, present()) || (shared() && !has_token));
}

template <Sharing sharing>
void BasicMachine<sharing>::begin_refresh(WaiterId carrier, TimePoint deadline) {
  lane_.job = ++last_job_;
  lane_.carrier = carrier;
  lane_.carrier_deadline = deadline;
  lane_.began = present();
  lane_.lock_until = later(present(), options_.lock_patience);
  go(Signal::needed, Phase::drawing);
  draw(lane_.job);
}

// A pair that could not be saved: tried again, beside the calls that use it.
template <Sharing sharing>
void BasicMachine<sharing>::begin_late_save() {
  lane_.job = ++last_job_;
  lane_.save_only = true;
  lane_.began = present();
  lane_.lock_until = later(present(), options_.lock_patience);
  attempt(Signal::save_due);
}

template <Sharing sharing>
void BasicMachine<sharing>::resume(WaiterId carrier, TimePoint deadline) {
  lane_.carrier = carrier;
  lane_.carrier_deadline = deadline;
  if (present() >= lane_.lock_until) lane_.lock_until = later(present(), options_.lock_patience);
  attempt(Signal::resumed);
}

// The same run goes on with another pair, whose rotation has a key of its own.
template <Sharing sharing>
void BasicMachine<sharing>::draw_again(Signal on) {
  unlock_lane();
  lane_.attempts = 0;
  go(on, Phase::drawing);
  draw(lane_.job);
}

template <Sharing sharing>
void BasicMachine<sharing>::go(Signal on, Phase to) {
  assert(allows(lane_.phase, on, to));
  (void)on;
  lane_.phase = to;
}

template <Sharing sharing>
void BasicMachine<sharing>::finish_lane(Signal on) {
  unlock_lane();
  go(on, Phase::idle);
  clear_lane();
}

template <Sharing sharing>
void BasicMachine<sharing>::clear_lane() {
  lane_ = Lane{};
}

template <Sharing sharing>
void BasicMachine<sharing>::unlock_lane() {
  if (shared() && std::exchange(lane_.holds_lock, false)) unlock(lane_.job);
}

// One attempt begins: with the lock, where there is one. As long as everybody has a valid token, nobody waits for it.
template <Sharing sharing>
void BasicMachine<sharing>::attempt(Signal on) {
  lane_.urgent = !all_served();
  if (!shared()) return proceed(on);
  go(on, Phase::locking);
  const TimePoint until = lane_.urgent ? earlier(lane_.lock_until, lane_.carrier_deadline) : present();
  lock(lane_.job, milliseconds_left(until, present()), lane_.carrier);
}

// Nothing newer is in storage: what this run of the lane is for.
template <Sharing sharing>
void BasicMachine<sharing>::proceed(Signal on) {
  if (lane_.save_only) {
    go(on, Phase::saving);
    return save(lane_.job, session_);
  }
  if (holds_back() && all_served()) {
    finish_lane(on);
    return settle_all();
  }
  if (session_.tokens.refresh_token.empty()) {
    last_error_ = make_error(Errc::refresh_unavailable, "there is no refresh token");
    if (session_.usable(present())) {
      finish_lane(on);
      return fail_waiters(last_error_);
    }
    lane_.reason = LogoutReason::no_refresh_token;
    last_error_.status = 401;
    return clear_storage(on);
  }
  if (!lane_.counted && !window_.allows(options_.refresh_budget, present())) {
    finish_lane(on);
    return fail_waiters(storm());
  }
  if (intent_saved_) return send(on);
  if (!session_.intent) session_.intent = Intent{.key = lane_.key, .since = present()};
  go(on, Phase::saving_intent);
  save(lane_.job, session_);
}

template <Sharing sharing>
void BasicMachine<sharing>::send(Signal on) {
  go(on, Phase::sending);
  if (!std::exchange(lane_.counted, true)) window_.note(options_.refresh_budget, present());
  TokenSet tokens = session_.tokens;
  if (!session_.usable(present())) tokens.access_token = Secret{};
  // Never less than its own limit, however little time the call has that carries it: an answer given up is a pair lost.
  actions_.push(action::SendRefresh{lane_.job, std::move(tokens), session_.intent->key, options_.refresh_timeout});
}

template <Sharing sharing>
void BasicMachine<sharing>::lane_drawn(input::Drawn&& drawn) {
  if (!drawn.bytes) {
    const Error error = make_error(Errc::refresh_unavailable, "the system's random generator failed");
    tell(Event::Kind::refresh_failed).error = error;
    finish_lane(Signal::drawn);
    return fail_waiters(error);
  }
  lane_.key = first_half(*drawn.bytes);
  attempt(Signal::drawn);
}

template <Sharing sharing>
void BasicMachine<sharing>::lane_locked(input::Locked&& locked) {
  if (locked.passed_on) {
    lane_.resume_at = present();
    return go(Signal::locked, Phase::pausing);
  }
  if (locked.result) {
    lane_.holds_lock = true;
    go(Signal::locked, Phase::loading);
    return load(lane_.job);
  }
  if (lane_.save_only) {
    save_again_at_ = later(present(), back_off_limit(++save_failures_));
    publish();
    finish_lane(Signal::locked);
    return settle_all();
  }
  last_error_ = std::move(locked.result.error());
  go(Signal::locked, Phase::last_look);
  load(lane_.job);
}

template <Sharing sharing>
void BasicMachine<sharing>::lane_loaded(input::Loaded&& loaded) {
  Maybe<SessionRecord> record;
  const Stored stored = compare(loaded.result, record);
  note_stored(loaded.result);
  overlooked_ = false;
  if (!loaded.result) tell(Event::Kind::storage_failed).error = loaded.result.error();
  switch (lane_.phase) {
    case Phase::last_look:
      return last_look_done(stored, std::move(record));
    case Phase::loading:
      return loading_done(stored, std::move(record), loaded.result);
    case Phase::looking:
      return looking_done(stored, std::move(record));
    default:
      return comparing_done(stored, std::move(record));
  }
}

// The lock could not be had: a newer pair of its holder will do, else this call has to give up for now. Never a refresh
// without the lock.
template <Sharing sharing>
void BasicMachine<sharing>::last_look_done(Stored stored, Maybe<SessionRecord>&& record) {
  if (stored == Stored::gone || stored == Stored::foreign) return lane_ends_elsewhere(Signal::loaded, stored);
  if (stored == Stored::newer) adopt_stored(std::move(*record));
  if (stored == Stored::newer && session_.usable(present())) {
    finish_lane(Signal::loaded);
    return settle_all();
  }
  const Error error = make_error(Errc::refresh_unavailable, "the lock of the shared storage: ", last_error_.detail);
  if (lane_.urgent) tell(Event::Kind::refresh_failed).error = error;
  const bool time_is_over = present() >= lane_.lock_until || lane_.carrier_deadline >= lane_.lock_until;
  if (last_error_.code != Errc::storage_busy || (lane_.urgent && time_is_over)) {
    finish_lane(Signal::loaded);
    return fail_waiters(error);
  }
  // Only the carrier's time is up, or it needs no lock: the others have more patience, and so has a carrier whose token was
  // refused meanwhile.
  const auto has_enough = [&](const Waiter& w) { return w.id == lane_.carrier && (lane_.urgent || serves(w)); };
  for (const Waiter& waiter : waiters_.take_if(has_enough)) serve_or_fail(waiter, error);
  if (waiters_.empty()) return finish_lane(Signal::loaded);
  last_error_ = error;
  lane_.resume_at = present();
  go(Signal::loaded, Phase::pausing);
}

// Another process has begun the rotation after this one could not: nothing was sent with the key here, and may have been with
// the other.
template <Sharing sharing>
bool BasicMachine<sharing>::was_outrun(const SessionRecord& record) const {
  return !is_same(*record.intent, session_.intent->key) && !session_.intent->may_be_done;
}

template <Sharing sharing>
void BasicMachine<sharing>::loading_done(Stored stored, Maybe<SessionRecord>&& record,
                                         const Result<std::optional<Secret>>& loaded) {
  if (stored == Stored::gone || stored == Stored::foreign) return lane_ends_elsewhere(Signal::loaded, stored);
  if (stored == Stored::unreadable && lane_.save_only) {
    note_saved(loaded.error(), session_.id);
    publish();
    finish_lane(Signal::loaded);
    return settle_all();
  }
  if (stored == Stored::unreadable) return attempt_failed(Signal::loaded, loaded.error());
  if (stored == Stored::newer) {
    adopt_stored(std::move(*record));
    if (lane_.save_only || (session_.usable(present()) && !session_.intent)) {
      finish_lane(Signal::loaded);
      return settle_all();
    }
    if (lane_.attempts > 0 && !session_.intent)
      return draw_again(Signal::loaded);  // the key went out with the old pair
  } else if (record && record->generation == session_.generation && record->intent &&
             (lane_.attempts == 0 || !session_.intent || was_outrun(*record))) {
    session_.intent = intent_of(*record, moment_);
    intent_saved_ = true;
  } else if (!record || !session_.intent || !record->intent || !is_same(*record->intent, session_.intent->key)) {
    intent_saved_ = false;
  }
  proceed(Signal::loaded);
}

template <Sharing sharing>
void BasicMachine<sharing>::lane_answered(RefreshAnswer&& answer) {
  const bool has_tokens = is_sendable_token(answer.tokens.access_token.view()) || !answer.tokens.refresh_token.empty();
  if (answer.verdict == Verdict::renewed && has_tokens) {
    if (!shared()) return save_new_pair(Signal::answered, std::move(answer));
    lane_.answer = std::move(answer);
    go(Signal::answered, Phase::looking);
    return load(lane_.job);
  }
  if (answer.verdict == Verdict::renewed || answer.verdict == Verdict::transient) {
    if (answer.verdict == Verdict::renewed)
      answer.error = make_error(Errc::bad_answer, "the refresh answer holds no usable token");
    return attempt_failed(Signal::answered, answer.error);
  }
  const bool time_is_over = session_.refresh_expires && present() >= *session_.refresh_expires;
  lane_.reason = answer.verdict == Verdict::expired || time_is_over ? LogoutReason::refresh_token_expired
                                                                    : LogoutReason::refresh_token_refused;
  last_error_ = std::move(answer.error);
  clear_storage(Signal::answered);
}

template <Sharing sharing>
void BasicMachine<sharing>::clear_storage(Signal on) {
  go(on, shared() ? Phase::comparing : Phase::erasing);
  shared() ? load(lane_.job) : erase(lane_.job);
}

// Has new tokens, under the lock: are they still wanted?
template <Sharing sharing>
void BasicMachine<sharing>::looking_done(Stored stored, Maybe<SessionRecord>&& record) {
  if (stored == Stored::gone || stored == Stored::foreign) {
    revoke_stale(std::move(lane_.answer->tokens));
    return lane_ends_elsewhere(Signal::loaded, stored);
  }
  if (stored != Stored::newer) return save_new_pair(Signal::loaded, std::move(*lane_.answer));
  adopt_stored(std::move(*record));
  finish_lane(Signal::loaded);
  settle_all();
}

template <Sharing sharing>
void BasicMachine<sharing>::save_new_pair(Signal on, RefreshAnswer&& answer) {
  lane_.next = next_generation(session_, std::move(answer.tokens), answer.timing, options_.leeway, jitter_.next());
  go(on, Phase::saving);
  save(lane_.job, *lane_.next);
}

template <Sharing sharing>
void BasicMachine<sharing>::lane_saved(input::Saved&& saved) {
  if (lane_.phase == Phase::saving && !lane_.save_only) return new_pair_saved(saved.result);
  note_saved(saved.result, session_.id);
  if (lane_.save_only) {
    intent_saved_ = session_.intent.has_value() && saved.result.has_value();
    publish();
    finish_lane(Signal::saved);
    return settle_all();
  }
  intent_saved_ = saved.result.has_value();
  send(Signal::saved);
}

template <Sharing sharing>
void BasicMachine<sharing>::new_pair_saved(const Result<void>& result) {
  session_ = std::move(*lane_.next);
  intent_saved_ = false;
  note_saved(result, session_.id);
  publish();
  if (session_.tokens.access_token.empty()) {
    if (std::exchange(lane_.asked_again, true)) {
      const auto wait = back_off(++failures_, jitter_.next());
      blocked_until_ = later(present(), wait);
      last_error_ = make_error(Errc::refresh_unavailable, "the auth server gives no usable access token");
      last_error_.retry_after = milliseconds_around(wait);
      finish_lane(Signal::saved);
      return fail_waiters(last_error_);
    }
    lane_.counted = false;
    return draw_again(Signal::saved);
  }
  failures_ = 0;
  blocked_until_ = TimePoint::min();
  tell(Event::Kind::refreshed).took = present() - lane_.began;
  finish_lane(Signal::saved);
  // Also a token that lives no longer than its own journey serves those who waited for it once.
  for (const Waiter& waiter : waiters_.take_all()) complete_with_token(waiter.id);
}

// The session is over: only a record that holds its present pair is removed.
template <Sharing sharing>
void BasicMachine<sharing>::comparing_done(Stored stored, Maybe<SessionRecord>&& record) {
  if (stored == Stored::foreign) return lane_ends_elsewhere(Signal::loaded, stored);
  if (stored == Stored::unreadable)  // a newer pair may be there: nobody is logged out for a disk that hiccups
    return attempt_failed(Signal::loaded, make_error(Errc::storage_failed, "storage cannot be read"));
  if (stored == Stored::same && record) {
    go(Signal::loaded, Phase::erasing);
    return erase(lane_.job);
  }
  if (stored == Stored::newer) {
    adopt_stored(std::move(*record));
    if (session_.usable(present())) {
      finish_lane(Signal::loaded);
      return settle_all();
    }
    return draw_again(Signal::loaded);
  }
  if (stored == Stored::gone) lane_.reason = LogoutReason::logged_out_elsewhere;
  end_refused(Signal::loaded);
}

}  // namespace core

KEYTURN_NAMESPACE_END

#endif
