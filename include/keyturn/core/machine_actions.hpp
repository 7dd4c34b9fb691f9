// Bodies of the machine: how it asks its driver for things, and of storage one thing at a time.
#ifndef KEYTURN_CORE_MACHINE_ACTIONS_HPP
#define KEYTURN_CORE_MACHINE_ACTIONS_HPP

#include <keyturn/core/machine.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace core {

// A call that is over is no carrier any more: its name may be another's soon.
template <Sharing sharing>
action::Complete& BasicMachine<sharing>::complete(WaiterId waiter) {
  if (lane_.carrier == waiter) lane_.carrier = {};
  actions_.emplace(action::Complete{waiter, {}, {}, false});
  return *actions_.last().get<action::Complete>();
}

template <Sharing sharing>
void BasicMachine<sharing>::complete_with_token(WaiterId waiter) {
  action::Complete& done = complete(waiter);
  done.token = token_;
  done.logged_in = true;
}

template <Sharing sharing>
void BasicMachine<sharing>::fail(WaiterId waiter, const Error& error) {
  complete(waiter).error = error;
}

template <Sharing sharing>
void BasicMachine<sharing>::fail(WaiterId waiter, Errc code, const char* detail) {
  complete(waiter).error = make_error(code, detail);
}

template <Sharing sharing>
void BasicMachine<sharing>::serve_or_fail(const Waiter& waiter, const Error& error) {
  serves(waiter) ? complete_with_token(waiter.id) : fail(waiter.id, error);
}

template <Sharing sharing>
void BasicMachine<sharing>::publish() {
  if (state_ != State::live || session_.tokens.access_token.empty() || session_.access_refused) {
    actions_.push(action::Publish{});
    return;
  }
  token_ = render(session_, epoch_, earlier(session_.stale_from, save_again_at_));
  actions_.push(action::Publish{token_});
}

template <Sharing sharing>
Event& BasicMachine<sharing>::tell(Event::Kind kind) {
  tellings_.push(action::Tell{});
  Event& event = tellings_.last().get<action::Tell>()->event;
  event.kind = kind;
  event.epoch = epoch_;
  event.generation = session_.generation;
  return event;
}

template <Sharing sharing>
void BasicMachine<sharing>::draw(JobId job) {
  actions_.push(action::Draw{job});
}

template <Sharing sharing>
void BasicMachine<sharing>::lock(JobId job, std::chrono::milliseconds patience, WaiterId waiter) {
  actions_.push(action::Lock{job, patience, waiter});
}

template <Sharing sharing>
void BasicMachine<sharing>::unlock(JobId job) {
  actions_.push(action::Unlock{job});
}

template <Sharing sharing>
void BasicMachine<sharing>::load(JobId job) {
  use_storage(action::Load{job});
}

template <Sharing sharing>
void BasicMachine<sharing>::save(JobId job, const Session& session) {
  use_storage(action::Save{job, encode(to_record(session, moment_))});
}

template <Sharing sharing>
void BasicMachine<sharing>::erase(JobId job) {
  use_storage(action::Erase{job});
}

template <Sharing sharing>
void BasicMachine<sharing>::revoke(JobId job, TokenSet&& tokens, std::chrono::milliseconds timeout) {
  actions_.push(action::Revoke{job, std::move(tokens), timeout});
}

// Whose result an action on storage will bring, and of what kind.
template <Sharing sharing>
typename BasicMachine<sharing>::Awaited BasicMachine<sharing>::awaited_of(const Action& action) {
  if (const auto* load = action.get<action::Load>()) return {load->job, Signal::loaded};
  if (const auto* save = action.get<action::Save>()) return {save->job, Signal::saved};
  return {action.get<action::Erase>()->job, Signal::erased};
}

// One thing at a time: what comes while storage is busy waits its turn.
template <Sharing sharing>
void BasicMachine<sharing>::use_storage(Action&& action) {
  if (storage_waits_for_) return storage_queue_.push(std::move(action));
  storage_waits_for_ = awaited_of(action);
  actions_.push(std::move(action));
}

template <Sharing sharing>
bool BasicMachine<sharing>::takes_storage_result(JobId job, Signal kind) {
  if (!storage_waits_for_ || storage_waits_for_->job != job || storage_waits_for_->kind != kind) return false;
  storage_waits_for_.reset();
  return true;
}

// After a storage result was dealt with: whoever handled it may have gone on with storage; else the next in line may.
template <Sharing sharing>
void BasicMachine<sharing>::storage_done() {
  if (storage_waits_for_ || storage_queue_.empty()) return;
  use_storage(storage_queue_.pop());
}

}  // namespace core

KEYTURN_NAMESPACE_END

#endif
