/// @file keyturn/base/rare.hpp A value that is there at times only, and takes a pointer's room when it is not.
#ifndef KEYTURN_BASE_RARE_HPP


#include <keyturn/config/abi.hpp>

#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// A `T` on the heap, or none. Copies have values of their own. `*` and `->` without one are undefined.
template <class T>
class Rare {
 public:
  /** @cond */Rare() = default;/** @endcond */
  /// Holds that value. Allocates.
  Rare(T value) : value_{new T{std::move(value)}} {}
  /** @cond */Rare(const Rare& other) : value_{other ? new T{*other} : nullptr} {}/** @endcond */
  /** @cond */Rare(Rare&& other) noexcept : value_{other.value_} { other.value_ = nullptr; }/** @endcond */
  /** @cond */Rare& operator=(Rare other) noexcept {
    T* const before = value_;
    value_ = other.value_;
    other.value_ = before;
    return *this;
  }/** @endcond */
  /** @cond */~Rare() { delete value_; }/** @endcond */

  /// Whether there is one.
  bool has_value() const noexcept {                           }
  /** Whether there is one. */ explicit operator bool() const noexcept {                     }
  /// The value; undefined if there is none.
  T& operator*() noexcept {                 }
  /** The value; undefined if there is none. */ const T& operator*() const noexcept {                 }
  /** The value; undefined if there is none. */ T* operator->() noexcept {                }
  /** The value; undefined if there is none. */ const T* operator->() const noexcept {                }

 private:
  T* value_ = nullptr;
};

KEYTURN_NAMESPACE_END

#endif
