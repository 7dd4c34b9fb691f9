/// @file keyturn/base/callback.hpp A copyable holder of any callable, for the functions that a host hands over.
#ifndef KEYTURN_BASE_CALLBACK_HPP


#include <keyturn/base/shared.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// Of a signature such as `void(int)`; see `Callback<R(Args...)>`.
template <class Signature>
class Callback;

/// Holds any callable of that signature, move-only ones too. Copies share the one callable, and it is called through
/// const. Copying and destroying are safe from any thread; calls are as safe as the callable is. Calling an empty one
/// is undefined: ask `operator bool` first.
template <class R, class... Args>
class Callback<R(Args...)> {
 public:
  /** @cond */Callback() = default;/** @endcond */
  /// Empty.
  Callback(std::nullptr_t) {}
  /// Holds a copy of `f`, or what was moved out of it. Allocates.
  template <class F>
  requires(!std::is_same_v<std::remove_cvref_t<F>, Callback>) && requires(std::decay_t<F>& f, Args&&... args) {
    static_cast<R>(f(static_cast<Args&&>(args)...));
  }
  Callback(F&& f) : held_{new Holder<std::decay_t<F>>{std::forward<F>(f)}} {}

  /// Whether there is one to call.
  explicit operator bool() const noexcept {                                  }
  /// Calls it. It may change its own state, which all copies share.
  R operator()(Args... args) const {                                                  }

 private:
  struct Base : Holders {
    /** @cond */virtual ~Base() = default;/** @endcond */
    virtual R call(Args... args) = 0;
  };
  template <class F>
  struct Holder final : Base {
    explicit Holder(auto&& f) : function{std::forward<decltype(f)>(f)} {}
    R call(Args... args) override {                                                               }
    F function;
  };

  Shared<Base> held_;
};

KEYTURN_NAMESPACE_END

#endif
