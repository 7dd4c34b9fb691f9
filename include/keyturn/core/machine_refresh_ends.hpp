// Bodies of the machine: how a refresh ends that brings no pair of its own: one was adopted, it was refused, it failed for
// now, or its session is over.
#ifndef KEYTURN_CORE_MACHINE_REFRESH_ENDS_HPP
#define KEYTURN_CORE_MACHINE_REFRESH_ENDS_HPP

#include <keyturn/core/machine.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace core {

template <Sharing sharing>
void BasicMachine<sharing>::end_refused(Signal on) {
  const LogoutReason reason = lane_.reason;
  finish_lane(on);
  end_session(reason, std::move(last_error_), State::absent);
}

// Another process saved a newer pair of this session: it is as good as a refresh of our own.
template <Sharing sharing>
void BasicMachine<sharing>::adopt_stored(SessionRecord&& record) {
  session_ = from_record(std::move(record), moment_, options_.leeway, jitter_.next());
  intent_saved_ = session_.intent.has_value();
  unsaved_ = false;
  save_failures_ = failures_ = 0;
  save_again_at_ = TimePoint::max();
  blocked_until_ = TimePoint::min();
  publish();
  tell(Event::Kind::found_newer);
}

template <Sharing sharing>
void BasicMachine<sharing>::lane_ends_elsewhere(Signal on, Stored stored) {
  finish_lane(on);
  end_elsewhere(stored);
}

template <Sharing sharing>
void BasicMachine<sharing>::end_elsewhere(Stored stored) {
  end_session(LogoutReason::logged_out_elsewhere, make_error({}, "logged out or logged in anew in another process"),
              stored == Stored::foreign ? State::unread : State::absent);
}

// A rotation may be done already, and the server is not to be asked again as long as there is another way.
template <Sharing sharing>
bool BasicMachine<sharing>::holds_back() const {
  using Rule = UnknownOutcome::Rule;
  if (!session_.intent || !session_.intent->may_be_done || !session_.usable(present())) return false;
  const bool in_window = present() < later(session_.intent->since, unknown_outcome_.window);
  return unknown_outcome_.rule == Rule::wait || (unknown_outcome_.rule == Rule::repeat_within && !in_window);
}

// An attempt failed for now: the lock goes, the intent stays, and the next attempt waits.
template <Sharing sharing>
void BasicMachine<sharing>::attempt_failed(Signal on, const Error& error) {
  Event& failed = tell(Event::Kind::refresh_failed);
  failed.error = error;
  failed.took = present() - lane_.began;
  const auto pause = longer(back_off(++failures_, jitter_.next()), honoured(error.retry_after));
  last_error_ = make_error(Errc::refresh_unavailable, to_string(error.code).data(), error.detail.empty() ? "" : ": ");
  last_error_.detail += error.detail;
  last_error_.status = error.status;
  last_error_.retry_after = milliseconds_around(pause);
  const TimePoint again = later(present(), pause);
  // Asking again changes nothing before somebody else does something.
  const bool lasts = error.code == Errc::login_refused || error.code == Errc::bad_request;
  // Not sent, or refused by an answer: the token is not spent. Anything else leaves that open.
  if (on == Signal::answered && !lasts && error.code != Errc::not_sent && error.code != Errc::server_refused)
    session_.intent->may_be_done = true;
  const bool wait = holds_back() && all_served();
  if (++lane_.attempts >= options_.refresh_attempts || wait || lasts) {
    blocked_until_ = again;
    finish_lane(on);
    return fail_waiters(last_error_);
  }
  unlock_lane();
  lane_.resume_at = again;
  lane_.lock_until = later(again, options_.lock_patience);
  go(on, Phase::pausing);
  for (const Waiter& waiter : waiters_.take_if([&](const Waiter& w) { return serves(w) || w.deadline < again; }))
    serve_or_fail(waiter, last_error_);
}

// Everyone who waits gets the same error, or the token that is still valid.
template <Sharing sharing>
void BasicMachine<sharing>::fail_waiters(const Error& error) {
  for (const Waiter& waiter : waiters_.take_all()) serve_or_fail(waiter, error);
}

// The session is over while its refresh runs: the result will find nobody. Says under which name the lock is still
// held, 0 if it is not; hands over tokens that the server has given and storage has not.
template <Sharing sharing>
JobId BasicMachine<sharing>::detach_lane(TokenSet& newest) {
  if (lane_.phase == Phase::idle) return 0;
  const JobId lock = std::exchange(lane_.holds_lock, false) ? lane_.job : 0;
  TokenSet* given = nullptr;
  if (shared() && lane_.phase == Phase::looking) given = &lane_.answer->tokens;
  if (lane_.phase == Phase::saving && !lane_.save_only) given = &lane_.next->tokens;
  if (given != nullptr && !(given->refresh_token.empty() && given->access_token.empty())) newest = std::move(*given);
  const bool never_begun =
      storage_queue_.remove_if([&](const Action& queued) { return awaited_of(queued).job == lane_.job; });
  if (lane_.phase != Phase::pausing && !never_begun) orphans_.push({lane_.job, lane_.phase});
  overlooked_ = false;
  clear_lane();
  return lock;
}

// Whether the result is that of an orphan, which is settled with it.
template <Sharing sharing>
bool BasicMachine<sharing>::orphan_result(JobId job, Signal on, bool got_lock, RefreshAnswer* answer) {
  const auto awaits = [&](const Orphan& orphan) { return orphan.job == job && accepts(orphan.phase, on); };
  if (!orphans_.remove_if(awaits)) return false;
  if (got_lock) unlock(job);
  if (answer != nullptr && answer->verdict == Verdict::renewed) revoke_stale(std::move(answer->tokens));
  return true;
}

template <Sharing sharing>
void BasicMachine<sharing>::revoke_stale(TokenSet&& tokens) {
  tell(Event::Kind::stale_result_dropped);
  // If the process dies before a login is saved, the session that it replaces is still there, and must be alive.
  if (!jobs_.empty() && running().kind == SessionJob::Kind::install && running().step >= SessionJob::Step::looking)
    return running().stale.push(std::move(tokens));
  // Nor when it could not be saved, unless storage is known to hold no other.
  if (unsaved_ && !(knows_stored_ && (!stored_ || stored_is(session_.id)))) return;
  revoke(++last_job_, std::move(tokens), options_.logout_timeout);
}

}  // namespace core

KEYTURN_NAMESPACE_END

#endif
