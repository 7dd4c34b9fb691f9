// The calls of an asynchronous client that are under way, and which of them wait for an answer of the transport.
#ifndef KEYTURN_DRIVE_PENDING_CALLS_HPP
#define KEYTURN_DRIVE_PENDING_CALLS_HPP

#include <keyturn/drive/async_call.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// Not safe for several threads at once.
class PendingCalls {
 public:
  /// A request that is at the transport for a call.
  struct Sending {
    std::shared_ptr<AsyncCall> call;
    std::uint64_t number;
  };

  void add(std::shared_ptr<AsyncCall> call) {
    AsyncCall& added = *call;
    added.place_ = calls_.insert(calls_.end(), std::move(call));
  }

  /// Takes out a call that has its result; null if it was taken out before.
  [[nodiscard]] std::shared_ptr<AsyncCall> take(AsyncCall& call) {
    if (std::exchange(call.finished_, true)) return nullptr;
    std::shared_ptr<AsyncCall> taken = std::move(*call.place_);
    calls_.erase(call.place_);
    return taken;
  }

  [[nodiscard]] AsyncCall::List take_all() {
    for (const auto& call : calls_) call->finished_ = true;
    return std::exchange(calls_, {});
  }

  bool is_taken(const AsyncCall& call) const { return call.finished_; }

  /// A request goes out, whose answer is waited for until `due`: its number, by which the answer is known.
  std::uint64_t begin_sending(AsyncCall& call, TimePoint due) {
    call.sending_ = ++last_sending_;
    call.due_ = due;
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
  [[nodiscard]] std::vector<Sending> find_overdue(TimePoint time) {
    std::vector<Sending> overdue;
    if (time < overdue_at_) return overdue;
    overdue_at_ = TimePoint::max();
    for (const auto& call : calls_) {
      if (call->sending_ == 0) continue;
      if (call->due_ <= time)
        overdue.push_back({call, call->sending_});
      else
        overdue_at_ = std::min(overdue_at_, call->due_);
    }
    return overdue;
  }

 private:
  AsyncCall::List calls_;
  TimePoint overdue_at_ = TimePoint::max();
  std::uint64_t last_sending_ = 0;
};

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif
