// A value that may not be there; what std::optional is to plain values, at a fraction of the time to compile.
#ifndef KEYTURN_BASE_MAYBE_HPP
#define KEYTURN_BASE_MAYBE_HPP

#include <keyturn/config/abi.hpp>

#include <type_traits>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// A `T` that can be made from nothing, or none. `*` and `->` without one give a `T` made from nothing.
template <class T>
class Maybe {
 public:
  constexpr Maybe() = default;
  /// Holds that value.
  constexpr Maybe(T value) : value_{std::move(value)}, has_value_{true} {}
  /// Holds that value from now on.
  template <class U>
  requires std::is_same_v<std::remove_cvref_t<U>, T>
  constexpr Maybe& operator=(U&& value) {
    value_ = std::forward<U>(value);
    has_value_ = true;
    return *this;
  }

  /// Whether there is one.
  constexpr bool has_value() const noexcept { return has_value_; }
  constexpr explicit operator bool() const noexcept { return has_value_; }
  /// The value; a `T` made from nothing if there is none.
  constexpr T& operator*() noexcept { return value_; }
  constexpr const T& operator*() const noexcept { return value_; }
  constexpr T* operator->() noexcept { return &value_; }
  constexpr const T* operator->() const noexcept { return &value_; }
  /// The value, or `other`.
  constexpr T value_or(T other) const { return has_value_ ? value_ : std::move(other); }
  /// None from now on.
  constexpr void reset() { *this = Maybe{}; }

  friend bool operator==(const Maybe&, const Maybe&) = default;

 private:
  T value_{};
  bool has_value_ = false;
};

KEYTURN_NAMESPACE_END

#endif
