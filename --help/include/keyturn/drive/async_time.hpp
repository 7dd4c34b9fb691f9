// Bodies of the asynchronous driver: what is due, and who wakes it.
#ifndef KEYTURN_DRIVE_ASYNC_TIME_HPP


#include <keyturn/drive/async.hpp>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace drive {

/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
auto Async<T, S, P, E>::poll() -> Maybe<Pause> {
  const Shared<Link> link = link_;
  if (!begin_poll()) return std::chrono::milliseconds{0};
  Maybe<Pause> next;
  if constexpr (polled)
    if (const auto wanted = mended([&] { return transport_.poll(); }, [&] { end_poll({}); })) next = *wanted;
  pass_time();
  if (!carry_on(link)) return {};
  return end_poll(next);
}/** @endcond */

/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
bool Async<T, S, P, E>::begin_poll() {
  const void* const me = this_thread<Mutex>();
  const Guard guard{link_->mutex};
  if (polling_ || completions_.by == me || tellings_.by == me) return false;
  polling_ = true;
  sent_ = false;
  return true;
}/** @endcond */

/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
auto Async<T, S, P, E>::end_poll(Maybe<Pause> next) -> Maybe<Pause> {
  const TimePoint time = platform_.now();
  const Guard guard{link_->mutex};
  polling_ = false;
  // What another thread is at comes no sooner for being asked after in circles.
  if ((polled && sent_) || has_work()) return std::chrono::milliseconds{pumped_by_ == nullptr ? 0 : 1};
  if (const TimePoint deadline = next_deadline(); deadline != TimePoint::max()) {
    const auto span = std::max(milliseconds_left(deadline, time), std::chrono::milliseconds{0});
    if (!next || span < *next) next = span;
  }
  return next;
}/** @endcond */

// What is due by now: locks to be tried again, overdue requests, the machine's own deadlines.
/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::pass_time() {
  const TimePoint time = platform_.now();
  const auto look = [&] {
    List<LockWait> again;
    List<PendingCalls::Sending> overdue;
    {
      const Guard guard{link_->mutex};
      again = lock_waits_.take_due(time);
      overdue = pending_.find_overdue(time);
    }
    for (const auto& [call, number] : overdue)
      arrive(call, number, Error{.code = Errc::timed_out, .detail = "answer overdue"});
    for (const LockWait& wait : again) try_lock(wait);
  };
  contained(look, [&] { start_over(); });
  feed(input::Tick{});
}/** @endcond */

/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
bool Async<T, S, P, E>::is_due() {
  link_->mutex.lock();
  const TimePoint next = next_deadline();
  link_->mutex.unlock();
  return next != TimePoint::max() && next <= platform_.now();
}/** @endcond */

// Under the mutex.
/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
TimePoint Async<T, S, P, E>::next_deadline() const {
  return std::min(machine_.next_deadline(), std::min(pending_.overdue_at(), lock_waits_.next_due()));
}/** @endcond */

// Has the transport wake us when something is due, if it can.
/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::arm() {
  if constexpr (WakingTransport<T>) {
    const TimePoint time = platform_.now();
    TimePoint next;
    {
      const Guard guard{link_->mutex};
      next = next_deadline();
      if (next == TimePoint::max()) return;
      if (next >= wake_at_ && wake_at_ > time) return;  // an overdue timer may sleep for as long as the system did
      wake_at_ = next;
    }
    const auto delay = std::max(milliseconds_left(next, time), std::chrono::milliseconds{0});
    const auto wake = [&] {
      transport_.wake_after(delay, [link = link_, next] { enter(link, [&](Async& driver) { driver.wake(next); }); });
    };
    contained(wake, [&] {
      link_->mutex.lock();
      wake_at_ = TimePoint::max();
      link_->mutex.unlock();
      start_over();  // nobody would wake those who wait
    });
  }
}/** @endcond */

/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::wake(TimePoint at) {
  {
    const Guard guard{link_->mutex};
    if (wake_at_ != at) return;  // an earlier one has done it
    wake_at_ = TimePoint::max();
  }
  pass_time();
}/** @endcond */

}/** @endcond */  // namespace drive

KEYTURN_NAMESPACE_END

#endif
