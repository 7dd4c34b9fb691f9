/// @file keyturn/base/result.hpp A value or an error: the interface of std::expected<T, Error> for C++20.
#ifndef KEYTURN_BASE_RESULT_HPP


#include <keyturn/base/error.hpp>

#include <cstdlib>
#include <exception>
#include <new>
#include <optional>
#include <type_traits>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// Thrown by `Result::value()` on an error, where exceptions exist.
class BadResult : public std::exception {
 public:
  /// Carries that error.
  explicit BadResult(Error error) : error_{std::move(error)} {}
  /// The error in the place of the value that was asked for. Valid as long as this object.
  const Error& error() const noexcept {                }
  /// The name of its code. Static storage.
  const char* what() const noexcept override {                                       }

 private:
  Error error_;
};

template <class T>
class Result;

/** @cond */namespace detail {
/// Never the value of a `Result`.
template <class T>
inline constexpr bool stands_for_itself = false;
template <class T>
inline constexpr bool stands_for_itself<Result<T>> = true;
template <>
inline constexpr bool stands_for_itself<Error> = true;

[[noreturn]] inline void bad_result([[maybe_unused]] const Error& error) {
                          
                         
     
               
      
}
}/** @endcond */  // namespace detail

/// Holds a `T`, or the `Error` that stands in its place. Implicitly built from either, or from the parts of an error.
/// `value()` on an error throws `BadResult`, or aborts where there are no exceptions; `*` and `->` on an error, and
/// `error()` on a value, are undefined.
template <class T>
class [[nodiscard]] Result {
 public:
  /// As with `std::expected`.
  using value_type = T;
  /** As with `std::expected`. */ using error_type = Error;

  /// A `T` made from nothing.
  Result() requires requires { T(); } : value_{}, has_value_{true} {
  }
  /// The error, or one of that code with that text for people.
  [[gnu::always_inline]] Result(const Error& error) : error_{error}, has_value_{false} {}
  /** The error, or one of that code with that text for people. */ [[gnu::always_inline]] Result(Error&& error) : error_{std::move(error)}, has_value_{false} {}
  /** The error, or one of that code with that text for people. */ [[gnu::always_inline]] Result(Errc code, const char* text)
      : error_{detail::make_error(code, text)}, has_value_{false} {}
  /// The value: whatever a `T` can be made from implicitly.
  template <class U = T>
  requires(!detail::stands_for_itself<std::remove_cvref_t<U>>) && requires(U&& value, void (&take)(T)) {
    take(static_cast<U&&>(value));
  }
  Result(U&& value) : value_(std::forward<U>(value)), has_value_{true} {}

  /** @cond */Result(const Result& other) requires requires(const T& value) { T(value); } : has_value_{other.has_value_} {
    take(other);
  }/** @endcond */
  /** @cond */Result(Result&& other) noexcept : has_value_{other.has_value_} { take(std::move(other)); }/** @endcond */
  /// The error from now on, whatever it held.
  template <class E>
  requires std::is_same_v<std::remove_cvref_t<E>, Error> KEYTURN_ONCE Result& operator=(E&& error) {
                                       
             
                                                               
                       
                 
  }
  /** @cond */Result& operator=(Result other) noexcept {
    let_go();
    has_value_ = other.has_value_;
    take(std::move(other));
    return *this;
  }/** @endcond */
  /** @cond */~Result() { let_go(); }/** @endcond */

  /// Whether it holds a value.
  bool has_value() const noexcept {                    }
  /** Whether it holds a value. */ explicit operator bool() const noexcept {                    }

  /// The value; undefined on an error.
  T& operator*() & noexcept {                }
  /** The value; undefined on an error. */ const T& operator*() const& noexcept {                }
  /** The value; undefined on an error. */ T&& operator*() && noexcept {                           }
  /** The value; undefined on an error. */ T* operator->() noexcept {                 }
  /** The value; undefined on an error. */ const T* operator->() const noexcept {                 }

  /// The value; on an error throws `BadResult`, or aborts where there are no exceptions.
  T& value() & {                         }
  /** The value; on an error throws `BadResult`, or aborts where there are no exceptions. */ const T& value() const& {                         }
  /** The value; on an error throws `BadResult`, or aborts where there are no exceptions. */ T&& value() && {                                    }

  /// The error; undefined on a value.
  Error& error() & noexcept {                }
  /** The error; undefined on a value. */ const Error& error() const& noexcept {                }
  /** The error; undefined on a value. */ Error&& error() && noexcept {                           }

  /// The value, or `other` in its place.
  template <class U>
  T value_or(U&& other) const& {
                                                                         
  }
  /** The value, or `other` in its place. */ template <class U>
  T value_or(U&& other) && {
                                                                                    
  }

  /// Makes a value of `args` and holds it, whatever it held; if that throws, all stays as it was.
  template <class... Args>
  T& emplace(Args&&... args) {
                                                            
                            
                  
  }

  /// `f(value)`, which returns another `Result`, or this error.
  template <class F>
  auto and_then(F&& f) & {
                                                
  }
  /** `f(value)`, which returns another `Result`, or this error. */ template <class F>
  auto and_then(F&& f) const& {
                                                
  }
  /** `f(value)`, which returns another `Result`, or this error. */ template <class F>
  auto and_then(F&& f) && {
                                                           
  }

  /// A `Result` of what `f(value)` returns, or this error.
  template <class F>
  auto transform(F&& f) & {
                                                 
  }
  /** A `Result` of what `f(value)` returns, or this error. */ template <class F>
  auto transform(F&& f) const& {
                                                 
  }
  /** A `Result` of what `f(value)` returns, or this error. */ template <class F>
  auto transform(F&& f) && {
                                                            
  }

  /// This value, or `f(error)`, which returns a `Result<T>`.
  template <class F>
  Result or_else(F&& f) const& {
                                                             
  }
  /** This value, or `f(error)`, which returns a `Result<T>`. */ template <class F>
  Result or_else(F&& f) && {
                                                                                   
  }

  /// This value, or the error that `f(error)` returns.
  template <class F>
  Result transform_error(F&& f) const& {
                                                                     
  }
  /** This value, or the error that `f(error)` returns. */ template <class F>
  Result transform_error(F&& f) && {
                                                                                           
  }

  /// Equal values, or equal errors; a value equals no error.
  friend bool operator==(const Result& a, const Result& b) requires requires(const T& t) { t == t; }
  {                                                                                                      }
  /** Equal values, or equal errors; a value equals no error. */ friend bool operator==(const Result& a, const Error& error) {                                  }

 private:
  template <class... Args>
  explicit Result(std::in_place_t, Args&&... args) : value_(std::forward<Args>(args)...), has_value_{true} {}

  // Fills the empty union with what stands in the other's.
  template <class Other>
  void take(Other&& other) {
                   
                                                                               
        
                                                                                   
  }
  void let_go() noexcept {
                   
                  
        
                      
  }

  void check() const {
                                                  
  }
  template <class Self, class F>
  static auto and_then_(Self&& self, F&& f) {
                                                                                                   
                                                                                                                     
  }
  template <class Self, class F>
  static auto transform_(Self&& self, F&& f) {
                                                                                                    
                                                                                  
                                          
                                                    
                             
            
                                                                          
     
  }

  /** @cond */union {
    T value_;
    Error error_;
  };/** @endcond */
  bool has_value_;
};

/// Success without a value, or the `Error`.
template <>
class [[nodiscard]] Result<void> {
 public:
  /// As with `std::expected`.
  using value_type = void;
  /** As with `std::expected`. */ using error_type = Error;

  /** @cond */Result() = default;/** @endcond */
  /// The error, or one of that code with that text for people.
  [[gnu::always_inline]] Result(const Error& error) : error_{error} {}
  /** The error, or one of that code with that text for people. */ [[gnu::always_inline]] Result(Error&& error) : error_{std::move(error)} {}
  /** The error, or one of that code with that text for people. */ [[gnu::always_inline]] Result(Errc code, const char* text) : error_{detail::make_error(code, text)} {}

  /// Whether it is a success.
  bool has_value() const noexcept {                             }
  /** Whether it is a success. */ explicit operator bool() const noexcept {                     }
  /// Nothing, as there is no value.
  void operator*() const noexcept {}
  /// On an error throws `BadResult`, or aborts where there are no exceptions.
  void value() const {
                                                  
  }
  /// A success from now on.
  void emplace() noexcept {                 }

  /// The error; undefined on a success.
  Error& error() & noexcept {                 }
  /** The error; undefined on a success. */ const Error& error() const& noexcept {                 }
  /** The error; undefined on a success. */ Error&& error() && noexcept {                            }

  /// `f()`, which returns another `Result`, or this error.
  template <class F>
  auto and_then(F&& f) const {
                                                              
                                                              
  }
  /// A `Result` of what `f()` returns, or this error.
  template <class F>
  auto transform(F&& f) const {
                                                               
                                                    
                                          
                           
                             
            
                                                 
     
  }
  /// This success, or `f(error)`, which returns a `Result<void>`.
  template <class F>
  Result or_else(F&& f) const {
                                                             
  }
  /// This success, or the error that `f(error)` returns.
  template <class F>
  Result transform_error(F&& f) const {
                                                                     
  }

  /** @cond */friend bool operator==(const Result&, const Result&) = default;/** @endcond */
  /// Whether it is that error.
  friend bool operator==(const Result& a, const Error& error) {                                  }

 private:
  std::optional<Error> error_;
};

KEYTURN_NAMESPACE_END

#endif
