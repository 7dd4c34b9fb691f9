// A number or pointer that threads share; what std::atomic is, whose header is dearer to compile than all of base/.
#ifndef KEYTURN_BASE_ATOMIC_HPP
#define KEYTURN_BASE_ATOMIC_HPP

#include <keyturn/config/abi.hpp>

#if KEYTURN_HAS_HOSTED && !defined(__GNUC__)
#include <atomic>
#endif

KEYTURN_NAMESPACE_BEGIN

/// Loads acquire, stores release, and what does both does both. Where there are no threads it is the plain value.
template <class T>
class Atomic {
 public:
  constexpr Atomic() = default;
  /// Not yet shared: no other thread may see it before its construction is over.
  constexpr explicit Atomic(T value) : value_{value} {}
  Atomic(const Atomic&) = delete;
  Atomic& operator=(const Atomic&) = delete;

#if !KEYTURN_HAS_HOSTED
  T load() const noexcept { return value_; }
  void store(T value) noexcept { value_ = value; }
  T exchange(T value) noexcept {
    const T before = value_;
    value_ = value;
    return before;
  }
  T add(T summand) noexcept { return exchange(value_ + summand); }
  bool compare_exchange(T& expected, T value) noexcept {
    if (value_ == expected) return value_ = value, true;
    return expected = value_, false;
  }

 private:
  T value_{};
#elif defined(__GNUC__)
  // The forms that take addresses are for enumerations too, with clang.
  /// What it is now.
  T load() const noexcept {
    T value;
    __atomic_load(&value_, &value, __ATOMIC_ACQUIRE);
    return value;
  }
  /// Makes it `value`.
  void store(T value) noexcept { __atomic_store(&value_, &value, __ATOMIC_RELEASE); }
  /// Makes it `value`, and gives what it was before.
  T exchange(T value) noexcept {
    T before;
    __atomic_exchange(&value_, &value, &before, __ATOMIC_ACQ_REL);
    return before;
  }
  /// Adds, and gives what it was before.
  T add(T summand) noexcept { return __atomic_fetch_add(&value_, summand, __ATOMIC_ACQ_REL); }
  /// Puts `value` where `expected` is; else false, and `expected` is what is there.
  bool compare_exchange(T& expected, T value) noexcept {
    return __atomic_compare_exchange(&value_, &expected, &value, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
  }

 private:
  alignas(sizeof(T)) T value_{};
#else
  T load() const noexcept { return value_.load(std::memory_order_acquire); }
  void store(T value) noexcept { value_.store(value, std::memory_order_release); }
  T exchange(T value) noexcept { return value_.exchange(value, std::memory_order_acq_rel); }
  T add(T summand) noexcept { return value_.fetch_add(summand, std::memory_order_acq_rel); }
  bool compare_exchange(T& expected, T value) noexcept { return value_.compare_exchange_strong(expected, value); }

 private:
  std::atomic<T> value_{};
#endif
};

KEYTURN_NAMESPACE_END

#endif
