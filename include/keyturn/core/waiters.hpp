// The calls that wait for a token, in the order in which they came.
#ifndef KEYTURN_CORE_WAITERS_HPP
#define KEYTURN_CORE_WAITERS_HPP

#include <keyturn/base/list.hpp>
#include <keyturn/base/maybe.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/model/action.hpp>

#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace core {

/// One waiting call. Without `restore` it wants a token.
struct Waiter {
  WaiterId id{};
  TimePoint deadline{};
  Maybe<std::uint64_t> epoch{};  // the session it belongs to; nothing: it was not known when the call came
  Maybe<std::uint64_t> above{};  // wants a token of a later generation than this
  bool renew = false;            // wants a later one than whatever there is when the call is first looked at
  bool restore = false;          // only wants to know whether there is a session
  unsigned reads{};              // of storage, begun before the call came: a later one was read for it, too
};

class Waiters {
 public:
  void add(const Waiter& waiter) {
    earliest_ = earlier(earliest_, waiter.deadline);
    waiters_.emplace(waiter);
  }

  /// Takes out those for which `predicate` holds, in order.
  template <class Predicate>
  List<Waiter> take_if(Predicate&& predicate) {
    List<Waiter> taken;
    waiters_.remove_if([&](const Waiter& waiter) {
      if (!predicate(waiter)) return false;
      taken.emplace(waiter);
      return true;
    });
    return taken;
  }

  template <class Predicate>
  bool any_of(Predicate&& predicate) const {
    for (const Waiter& waiter : waiters_)
      if (predicate(waiter)) return true;
    return false;
  }

  List<Waiter> take_all() { return std::move(waiters_); }

  /// Takes out those whose deadline has passed.
  List<Waiter> take_overdue(TimePoint time) {
    if (time < earliest_) return {};
    auto overdue = take_if([&](const Waiter& waiter) { return waiter.deadline <= time; });
    earliest_ = TimePoint::max();
    for (const Waiter& waiter : waiters_) earliest_ = earlier(earliest_, waiter.deadline);
    return overdue;
  }

  /// When to look for overdue ones; not after the earliest deadline.
  TimePoint earliest() const { return waiters_.empty() ? TimePoint::max() : earliest_; }
  bool empty() const { return waiters_.empty(); }
  std::size_t size() const { return waiters_.size(); }

 private:
  List<Waiter> waiters_;
  TimePoint earliest_ = TimePoint::max();
};

}  // namespace core

KEYTURN_NAMESPACE_END

#endif
