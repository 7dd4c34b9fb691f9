// A value or an error: the interface of std::expected<T, Error> for C++20.
#ifndef KEYTURN_BASE_RESULT_HPP
#define KEYTURN_BASE_RESULT_HPP

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
  const Error& error() const noexcept { return error_; }
  /// The name of its code. Static storage.
  const char* what() const noexcept override { return to_string(error_.code).data(); }

 private:
  Error error_;
};

template <class T>
class Result;

namespace detail {
/// Never the value of a `Result`.
template <class T>
inline constexpr bool stands_for_itself = false;
template <class T>
inline constexpr bool stands_for_itself<Result<T>> = true;
template <>
inline constexpr bool stands_for_itself<Error> = true;

[[noreturn]] inline void bad_result([[maybe_unused]] const Error& error) {
#if KEYTURN_HAS_EXCEPTIONS
  throw BadResult{error};
#else
  std::abort();
#endif
}
}  // namespace detail

/// Holds a `T`, or the `Error` that stands in its place. Implicitly built from either, or from the parts of an error.
/// `value()` on an error throws `BadResult`, or aborts where there are no exceptions; `*` and `->` on an error, and
/// `error()` on a value, are undefined.
template <class T>
class [[nodiscard]] Result {
 public:
  /// As with `std::expected`.
  using value_type = T;
  using error_type = Error;

  /// A `T` made from nothing.
  Result() requires requires { T(); } : value_{}, has_value_{true} {
  }
  /// The error, or one of that code with that text for people.
  [[gnu::always_inline]] Result(const Error& error) : error_{error}, has_value_{false} {}
  [[gnu::always_inline]] Result(Error&& error) : error_{std::move(error)}, has_value_{false} {}
  [[gnu::always_inline]] Result(Errc code, const char* text)
      : error_{detail::make_error(code, text)}, has_value_{false} {}
  /// The value: whatever a `T` can be made from implicitly.
  template <class U = T>
  requires(!detail::stands_for_itself<std::remove_cvref_t<U>>) && requires(U&& value, void (&take)(T)) {
    take(static_cast<U&&>(value));
  }
  Result(U&& value) : value_(std::forward<U>(value)), has_value_{true} {}

  Result(const Result& other) requires requires(const T& value) { T(value); } : has_value_{other.has_value_} {
    take(other);
  }
  Result(Result&& other) noexcept : has_value_{other.has_value_} { take(std::move(other)); }
  /// The error from now on, whatever it held.
  template <class E>
  requires std::is_same_v<std::remove_cvref_t<E>, Error> KEYTURN_ONCE Result& operator=(E&& error) {
    Error made{std::forward<E>(error)};
    let_go();
    ::new (static_cast<void*>(&error_)) Error(std::move(made));
    has_value_ = false;
    return *this;
  }
  Result& operator=(Result other) noexcept {
    let_go();
    has_value_ = other.has_value_;
    take(std::move(other));
    return *this;
  }
  ~Result() { let_go(); }

  /// Whether it holds a value.
  bool has_value() const noexcept { return has_value_; }
  explicit operator bool() const noexcept { return has_value_; }

  /// The value; undefined on an error.
  T& operator*() & noexcept { return value_; }
  const T& operator*() const& noexcept { return value_; }
  T&& operator*() && noexcept { return std::move(value_); }
  T* operator->() noexcept { return &value_; }
  const T* operator->() const noexcept { return &value_; }

  /// The value; on an error throws `BadResult`, or aborts where there are no exceptions.
  T& value() & { return check(), **this; }
  const T& value() const& { return check(), **this; }
  T&& value() && { return check(), *std::move(*this); }

  /// The error; undefined on a value.
  Error& error() & noexcept { return error_; }
  const Error& error() const& noexcept { return error_; }
  Error&& error() && noexcept { return std::move(error_); }

  /// The value, or `other` in its place.
  template <class U>
  T value_or(U&& other) const& {
    return has_value() ? **this : static_cast<T>(std::forward<U>(other));
  }
  template <class U>
  T value_or(U&& other) && {
    return has_value() ? *std::move(*this) : static_cast<T>(std::forward<U>(other));
  }

  /// Makes a value of `args` and holds it, whatever it held; if that throws, all stays as it was.
  template <class... Args>
  T& emplace(Args&&... args) {
    Result made{std::in_place, std::forward<Args>(args)...};
    *this = std::move(made);
    return value_;
  }

  /// `f(value)`, which returns another `Result`, or this error.
  template <class F>
  auto and_then(F&& f) & {
    return and_then_(*this, std::forward<F>(f));
  }
  template <class F>
  auto and_then(F&& f) const& {
    return and_then_(*this, std::forward<F>(f));
  }
  template <class F>
  auto and_then(F&& f) && {
    return and_then_(std::move(*this), std::forward<F>(f));
  }

  /// A `Result` of what `f(value)` returns, or this error.
  template <class F>
  auto transform(F&& f) & {
    return transform_(*this, std::forward<F>(f));
  }
  template <class F>
  auto transform(F&& f) const& {
    return transform_(*this, std::forward<F>(f));
  }
  template <class F>
  auto transform(F&& f) && {
    return transform_(std::move(*this), std::forward<F>(f));
  }

  /// This value, or `f(error)`, which returns a `Result<T>`.
  template <class F>
  Result or_else(F&& f) const& {
    return has_value() ? *this : std::forward<F>(f)(error());
  }
  template <class F>
  Result or_else(F&& f) && {
    return has_value() ? std::move(*this) : std::forward<F>(f)(std::move(error()));
  }

  /// This value, or the error that `f(error)` returns.
  template <class F>
  Result transform_error(F&& f) const& {
    return has_value() ? *this : Result{std::forward<F>(f)(error())};
  }
  template <class F>
  Result transform_error(F&& f) && {
    return has_value() ? std::move(*this) : Result{std::forward<F>(f)(std::move(error()))};
  }

  /// Equal values, or equal errors; a value equals no error.
  friend bool operator==(const Result& a, const Result& b) requires requires(const T& t) { t == t; }
  { return a.has_value_ == b.has_value_ && (a.has_value_ ? a.value_ == b.value_ : a.error_ == b.error_); }
  friend bool operator==(const Result& a, const Error& error) { return !a && a.error() == error; }

 private:
  template <class... Args>
  explicit Result(std::in_place_t, Args&&... args) : value_(std::forward<Args>(args)...), has_value_{true} {}

  // Fills the empty union with what stands in the other's.
  template <class Other>
  void take(Other&& other) {
    if (has_value_)
      ::new (static_cast<void*>(&value_)) T(std::forward<Other>(other).value_);
    else
      ::new (static_cast<void*>(&error_)) Error(std::forward<Other>(other).error_);
  }
  void let_go() noexcept {
    if (has_value_)
      value_.~T();
    else
      error_.~Error();
  }

  void check() const {
    if (!has_value()) detail::bad_result(error());
  }
  template <class Self, class F>
  static auto and_then_(Self&& self, F&& f) {
    using Next = std::remove_cvref_t<std::invoke_result_t<F, decltype(*std::forward<Self>(self))>>;
    return self.has_value() ? std::forward<F>(f)(*std::forward<Self>(self)) : Next{std::forward<Self>(self).error()};
  }
  template <class Self, class F>
  static auto transform_(Self&& self, F&& f) {
    using Value = std::remove_cvref_t<std::invoke_result_t<F, decltype(*std::forward<Self>(self))>>;
    if (!self.has_value()) return Result<Value>{std::forward<Self>(self).error()};
    if constexpr (std::is_void_v<Value>) {
      std::forward<F>(f)(*std::forward<Self>(self));
      return Result<Value>{};
    } else {
      return Result<Value>{std::forward<F>(f)(*std::forward<Self>(self))};
    }
  }

  union {
    T value_;
    Error error_;
  };
  bool has_value_;
};

/// Success without a value, or the `Error`.
template <>
class [[nodiscard]] Result<void> {
 public:
  /// As with `std::expected`.
  using value_type = void;
  using error_type = Error;

  Result() = default;
  /// The error, or one of that code with that text for people.
  [[gnu::always_inline]] Result(const Error& error) : error_{error} {}
  [[gnu::always_inline]] Result(Error&& error) : error_{std::move(error)} {}
  [[gnu::always_inline]] Result(Errc code, const char* text) : error_{detail::make_error(code, text)} {}

  /// Whether it is a success.
  bool has_value() const noexcept { return !error_.has_value(); }
  explicit operator bool() const noexcept { return has_value(); }
  /// Nothing, as there is no value.
  void operator*() const noexcept {}
  /// On an error throws `BadResult`, or aborts where there are no exceptions.
  void value() const {
    if (!has_value()) detail::bad_result(error());
  }
  /// A success from now on.
  void emplace() noexcept { error_.reset(); }

  /// The error; undefined on a success.
  Error& error() & noexcept { return *error_; }
  const Error& error() const& noexcept { return *error_; }
  Error&& error() && noexcept { return std::move(*error_); }

  /// `f()`, which returns another `Result`, or this error.
  template <class F>
  auto and_then(F&& f) const {
    using Next = std::remove_cvref_t<std::invoke_result_t<F>>;
    return has_value() ? std::forward<F>(f)() : Next{error()};
  }
  /// A `Result` of what `f()` returns, or this error.
  template <class F>
  auto transform(F&& f) const {
    using Value = std::remove_cvref_t<std::invoke_result_t<F>>;
    if (!has_value()) return Result<Value>{error()};
    if constexpr (std::is_void_v<Value>) {
      std::forward<F>(f)();
      return Result<Value>{};
    } else {
      return Result<Value>{std::forward<F>(f)()};
    }
  }
  /// This success, or `f(error)`, which returns a `Result<void>`.
  template <class F>
  Result or_else(F&& f) const {
    return has_value() ? *this : std::forward<F>(f)(error());
  }
  /// This success, or the error that `f(error)` returns.
  template <class F>
  Result transform_error(F&& f) const {
    return has_value() ? *this : Result{std::forward<F>(f)(error())};
  }

  friend bool operator==(const Result&, const Result&) = default;
  /// Whether it is that error.
  friend bool operator==(const Result& a, const Error& error) { return !a && a.error() == error; }

 private:
  std::optional<Error> error_;
};

KEYTURN_NAMESPACE_END

#endif
