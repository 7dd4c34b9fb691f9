// First in, first out: what std::deque is to the machine and its drivers, at a fraction of the code.
#ifndef KEYTURN_BASE_QUEUE_HPP
#define KEYTURN_BASE_QUEUE_HPP

#include <keyturn/config/abi.hpp>

#include <cstddef>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// Items leave in the order in which they came. Gives its room back only when it dies, or is moved from.
template <class T>
class Queue {
 public:
  bool empty() const noexcept { return taken_ == items_.size(); }
  std::size_t size() const noexcept { return items_.size() - taken_; }

  void push(T item) { items_.push_back(std::move(item)); }

  /// Takes out the first one. There must be one.
  T pop() {
    T first = std::move(items_[taken_++]);
    if (empty()) {
      items_.clear();
      taken_ = 0;
    } else if (taken_ > 64 && taken_ > items_.size() / 2) {  // else a queue that never empties would grow for ever
      drop_taken();
    }
    return first;
  }

  /// Takes out those for which `predicate` holds. Whether there were any.
  template <class Predicate>
  bool remove_if(Predicate&& predicate) {
    drop_taken();
    return std::erase_if(items_, predicate) > 0;
  }

  auto begin() const { return items_.begin() + static_cast<std::ptrdiff_t>(taken_); }
  auto end() const { return items_.end(); }

 private:
  void drop_taken() {
    items_.erase(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(taken_));
    taken_ = 0;
  }

  std::vector<T> items_;
  std::size_t taken_ = 0;  // at the front, moved from
};

KEYTURN_NAMESPACE_END

#endif
