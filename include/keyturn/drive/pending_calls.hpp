// The calls of an asynchronous client that are under way, and which of them wait for an answer of the transport.
#ifndef KEYTURN_DRIVE_PENDING_CALLS_HPP
#define KEYTURN_DRIVE_PENDING_CALLS_HPP

#include <keyturn/base/list.hpp>
#include <keyturn/drive/async_call.hpp>

#include <cstdint>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// Calls that are pending no more, first in, first out. Needs no memory. Not safe for several threads at once.
class CallQueue {
 public:
  CallQueue() = default;
  CallQueue(const CallQueue&) = delete;
  CallQueue& operator=(const CallQueue&) = delete;
  ~CallQueue() {
    while (!empty()) (void)pop();
  }

  void push(Shared<AsyncCall> call) noexcept {
    AsyncCall* const added = call.release();
    added->after_ = nullptr;
    (first_ != nullptr ? last_->after_ : first_) = added;
    last_ = added;
    ++size_;
  }

  /// There must be one.
  [[nodiscard]] Shared<AsyncCall> pop() noexcept {
    --size_;
    return Shared<AsyncCall>::adopt(std::exchange(first_, first_->after_));
  }

  bool empty() const { return first_ == nullptr; }
  std::size_t size() const { return size_; }

 private:
  AsyncCall *first_ = nullptr, *last_ = nullptr;  // each held once from here
  std::size_t size_ = 0;
};

/// Not safe for several threads at once.
class PendingCalls {
 public:
  /// A request that is at the transport for a call.
  struct Sending {
    Shared<AsyncCall> call;
    std::uint64_t number;
  };

  PendingCalls() = default;
  PendingCalls(const PendingCalls&) = delete;
  PendingCalls& operator=(const PendingCalls&) = delete;
  ~PendingCalls() { (void)take_all(); }

  void add(Shared<AsyncCall> call) {
    AsyncCall* const added = call.release();
    added->before_ = last_;
    (last_ != nullptr ? last_->after_ : first_) = added;
    last_ = added;
  }

  /// Takes out a call that has its result; null if it was taken out before.
  [[nodiscard]] Shared<AsyncCall> take(AsyncCall& call) {
    if (std::exchange(call.finished_, true)) return nullptr;
    (call.before_ != nullptr ? call.before_->after_ : first_) = call.after_;
    (call.after_ != nullptr ? call.after_->before_ : last_) = call.before_;
    return Shared<AsyncCall>::adopt(&call);
  }

  [[nodiscard]] List<Shared<AsyncCall>> take_all() {
    List<Shared<AsyncCall>> calls;
    while (first_ != nullptr) calls.push(take(*first_));
    return calls;
  }

  /// Takes out those that wait for the machine.
  void take_asking(CallQueue& into) noexcept {
    for (AsyncCall *call = first_, *after; call != nullptr; call = after) {
      after = call->after_;
      if (call->asks_) into.push(take(*call));
    }
  }

  bool is_taken(const AsyncCall& call) const { return call.finished_; }

  /// Whether the call waits for the machine.
  void set_asking(AsyncCall& call, bool asks) { call.asks_ = asks; }

  /// A request goes out, whose answer is waited for until `due`, or for `spare` from when it was found late: its number,
  /// by which the answer is known.
  std::uint64_t begin_sending(AsyncCall& call, TimePoint due, std::chrono::milliseconds spare = {}) {
    call.sending_ = ++last_sending_;
    call.due_ = due;
    call.spare_ = spare;
    overdue_at_ = std::min(overdue_at_, due);
    return call.sending_;
  }

  /// There is an answer to that request. False: nobody waits for it any more.
  [[nodiscard]] bool end_sending(AsyncCall& call, std::uint64_t number) {
    if (call.sending_ != number) return false;
    call.sending_ = 0;
    return true;
  }

  /// Not before then can a request be overdue.
  TimePoint overdue_at() const { return overdue_at_; }

  /// What is overdue: a transport that has kept a request for too long has lost it.
  [[nodiscard]] List<Sending> find_overdue(TimePoint time) {
    List<Sending> overdue;
    if (time < overdue_at_) return overdue;
    TimePoint next = TimePoint::max();
    for (AsyncCall* call = first_; call != nullptr; call = call->after_) {
      if (call->sending_ == 0) continue;
      if (call->due_ <= time && call->spare_.count() == 0) {
        overdue.push({Shared<AsyncCall>{call}, call->sending_});
        continue;
      }
      if (call->due_ <= time) call->due_ = later(time, std::exchange(call->spare_, {}));
      next = std::min(next, call->due_);
    }
    overdue_at_ = next;
    return overdue;
  }

 private:
  AsyncCall *first_ = nullptr, *last_ = nullptr;  // each held once from here
  TimePoint overdue_at_ = TimePoint::max();
  std::uint64_t last_sending_ = 0;
};

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif
