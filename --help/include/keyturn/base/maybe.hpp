/// @file keyturn/base/maybe.hpp A value that may not be there; what std::optional is to plain values, at a fraction of the time to compile.
#ifndef KEYTURN_BASE_MAYBE_HPP


#include <keyturn/config/abi.hpp>

#include <type_traits>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// A `T` that can be made from nothing, or none. `*` and `->` without one give a `T` made from nothing.
template <class T>
class Maybe {
 public:
  /** @cond */constexpr Maybe() = default;/** @endcond */
  /// Holds that value.
  constexpr Maybe(T value) : value_{std::move(value)}, has_value_{true} {}
  /// Holds that value from now on.
  template <class U>
  requires std::is_same_v<std::remove_cvref_t<U>, T>
  constexpr Maybe& operator=(U&& value) {
                                    
                      
                 
  }

  /// Whether there is one.
  constexpr bool has_value() const noexcept {                    }
  /** Whether there is one. */ constexpr explicit operator bool() const noexcept {                    }
  /// The value; a `T` made from nothing if there is none.
  constexpr T& operator*() noexcept {                }
  /** The value; a `T` made from nothing if there is none. */ constexpr const T& operator*() const noexcept {                }
  /** The value; a `T` made from nothing if there is none. */ constexpr T* operator->() noexcept {                 }
  /** The value; a `T` made from nothing if there is none. */ constexpr const T* operator->() const noexcept {                 }
  /// The value, or `other`.
  constexpr T value_or(T other) const {                                                }
  /// None from now on.
  constexpr void reset() {                  }

  /** @cond */friend bool operator==(const Maybe&, const Maybe&) = default;/** @endcond */

 private:
  T value_{};
  bool has_value_ = false;
};

KEYTURN_NAMESPACE_END

#endif
