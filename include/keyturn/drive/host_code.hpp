// What a driver does about exceptions: one that comes out of code that is not its own stops nothing, and one for want of
// memory leaves nothing half done.
#ifndef KEYTURN_DRIVE_HOST_CODE_HPP
#define KEYTURN_DRIVE_HOST_CODE_HPP

#include <keyturn/base/result.hpp>
#include <keyturn/config/features.hpp>

#include <new>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// That there was no memory. Needs none itself: the text is short enough to stand in the string.
inline Error out_of_memory(Errc code) { return Error{.code = code, .detail = "out of memory"}; }

/// `call()`, with an exception that host code lets out turned into `otherwise`: the machine must get its answer.
template <class T, class Call>
Result<T> guarded([[maybe_unused]] Errc otherwise, Call&& call) {
#if KEYTURN_HAS_EXCEPTIONS
  try {
    return call();
  } catch (const std::bad_alloc&) {
    return out_of_memory(otherwise);
  } catch (...) {
    return {otherwise, "host code threw an exception"};
  }
#else
  return call();
#endif
}

/// The same for a callback: it must not throw, and if it does, nobody else pays for it.
template <class Call>
void shielded(Call&& call) {
  (void)guarded<void>(Errc::unsupported, [&] {
    call();
    return Result<void>{};
  });
}

/// `act()`, with `mend()` before an exception comes out of it.
template <class Act, class Mend>
auto mended(Act&& act, [[maybe_unused]] Mend&& mend) {
#if KEYTURN_HAS_EXCEPTIONS
  try {
    return act();
  } catch (...) {
    mend();
    throw;
  }
#else
  return act();
#endif
}

/// `act()`, and `mend()` instead of an exception.
template <class Act, class Mend>
void contained(Act&& act, [[maybe_unused]] Mend&& mend) {
#if KEYTURN_HAS_EXCEPTIONS
  try {
    act();
  } catch (...) {
    mend();
  }
#else
  act();
#endif
}

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif
