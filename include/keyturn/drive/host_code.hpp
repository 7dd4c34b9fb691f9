// What a driver does around code that is not its own: an exception that comes out of it stops nothing.
#ifndef KEYTURN_DRIVE_HOST_CODE_HPP
#define KEYTURN_DRIVE_HOST_CODE_HPP

#include <keyturn/base/result.hpp>
#include <keyturn/config/features.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// `call()`, with an exception that host code lets out turned into `otherwise`: the machine must get its answer.
template <class T, class Call>
Result<T> guarded([[maybe_unused]] Errc otherwise, Call&& call) {
#if KEYTURN_HAS_EXCEPTIONS
  try {
    return call();
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

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif
