// Bodies of the asynchronous driver: the machine's actions, carried out one after another.
#ifndef KEYTURN_DRIVE_ASYNC_ACTIONS_HPP


#include <keyturn/drive/async.hpp>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace drive {

// The machine's actions, in order, until nothing is left that can be done without waiting; unless somebody is at it.
// False: that is this thread, further up.
/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
bool Async<T, S, P, E>::pump() {
  const void* const me = this_thread<Mutex>();
  link_->mutex.lock();
  if (pumped_by_ != nullptr) {
    const bool nested = pumped_by_ == me;
    link_->mutex.unlock();
    return !nested;
  }
  pumped_by_ = me;
  while (!actions_.empty()) {
    Action action = actions_.pop();
    link_->mutex.unlock();
    contained([&] { action.visit([&](auto& a) { carry_out(a); }); }, [&] { start_over(); });
    link_->mutex.lock();
  }
  pumped_by_ = nullptr;
  changed_.notify_all();
  link_->mutex.unlock();
  return true;
}/** @endcond */

/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::carry_out(action::Lock& lock) {
  try_lock({.job = lock.job, .until = later(platform_.now(), lock.patience)});
}/** @endcond */

// Tries once; if somebody else holds it, again after a pause, as long as there is time.
/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::try_lock(LockWait wait) {
  if constexpr (SharedStorage<S>) {
    auto got = take_lock(storage_, options_.account, std::chrono::milliseconds{0});
    const TimePoint time = platform_.now();
    if (!got && got.error().code == Errc::storage_busy && time < wait.until) {
      const Guard guard{link_->mutex};
      return lock_waits_.put_off(wait, time);
    }
    Result<void> result;
    if (!got) result = std::move(got.error());
    if (got) {
      auto held = share<HeldLock<typename S::Lock>>(*std::move(got));
      const Guard guard{link_->mutex};
      if (machine_.is_over(wait.job)) return;
      locks_.keep(wait.job, std::move(held));
    }
    feed(input::Locked{wait.job, std::move(result)});
  }
}/** @endcond */

/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::carry_out(action::Unlock& unlock) {
  if constexpr (SharedStorage<S>) {
    typename HeldLocks<S>::Held held;  // released outside the mutex
    const Guard guard{link_->mutex};
    held = locks_.take(unlock.job);
  }
}/** @endcond */

/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::carry_out(action::SendRefresh& refresh) {
  auto request = refresh_request(protocol_, refresh, options_);
  if (auto lasts = lock_outlasts(refresh); !lasts && request) request = std::move(lasts.error());
  auto call = share<RefreshCall<Async>>(*this, refresh.job);
  begin(call);
  call->start(std::move(request), refresh.timeout);
}/** @endcond */

/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
Result<void> Async<T, S, P, E>::lock_outlasts(const action::SendRefresh& refresh) {
  if constexpr (SharedStorage<S>) {
    typename HeldLocks<S>::Held lock;
    {
      const Guard guard{link_->mutex};
      lock = locks_.find(refresh.job);
    }
    return outlast(lock, refresh.timeout);
  }
  return {};
}/** @endcond */

/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::carry_out(action::Revoke& revoke) {
  auto call = share<RevokeCall<Async>>(*this, revoke.job, later(platform_.now(), revoke.timeout));
  begin(call);
  call->start(revoke.tokens);
}/** @endcond */

}/** @endcond */  // namespace drive

KEYTURN_NAMESPACE_END

#endif
