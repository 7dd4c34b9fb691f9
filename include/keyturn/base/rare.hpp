// A value that is there at times only, and takes a pointer's room when it is not.
#ifndef KEYTURN_BASE_RARE_HPP
#define KEYTURN_BASE_RARE_HPP

#include <keyturn/config/abi.hpp>

#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// A `T` on the heap, or none. Copies have values of their own. `*` and `->` without one are undefined.
template <class T>
class Rare {
 public:
  Rare() = default;
  /// Holds that value. Allocates.
  Rare(T value) : value_{new T{std::move(value)}} {}
  Rare(const Rare& other) : value_{other ? new T{*other} : nullptr} {}
  Rare(Rare&& other) noexcept : value_{other.value_} { other.value_ = nullptr; }
  Rare& operator=(Rare other) noexcept {
    T* const before = value_;
    value_ = other.value_;
    other.value_ = before;
    return *this;
  }
  ~Rare() { delete value_; }

  /// Whether there is one.
  bool has_value() const noexcept { return value_ != nullptr; }
  explicit operator bool() const noexcept { return has_value(); }
  /// The value; undefined if there is none.
  T& operator*() noexcept { return *value_; }
  const T& operator*() const noexcept { return *value_; }
  T* operator->() noexcept { return value_; }
  const T* operator->() const noexcept { return value_; }

 private:
  T* value_ = nullptr;
};

KEYTURN_NAMESPACE_END

#endif
