// The inline namespace that keeps two versions of keyturn apart when they meet in one program.
#ifndef KEYTURN_CONFIG_ABI_HPP
#define KEYTURN_CONFIG_ABI_HPP

#include <keyturn/config/features.hpp>
#include <keyturn/config/version.hpp>

/// @namespace keyturn
/// All that is public, within an inline namespace that names the version and the options that matter: two versions may meet
/// in one program. Results are values: nothing throws on its own account but `std::bad_alloc`, and `Result::value` on an
/// error.

#define KEYTURN_JOIN_(major, minor, exceptions, hosted, hardened) v##major##_##minor##exceptions##hosted##hardened
#define KEYTURN_JOIN(major, minor, exceptions, hosted, hardened) \
  KEYTURN_JOIN_(major, minor, exceptions, hosted, hardened)
#define KEYTURN_ABI_NAMESPACE                                                                            \
  KEYTURN_JOIN(KEYTURN_VERSION_MAJOR, KEYTURN_VERSION_MINOR, KEYTURN_EXCEPTIONS_TAG, KEYTURN_HOSTED_TAG, \
               KEYTURN_HARDENED_TAG)

// Everything public stands between these two, so that its link names carry the version and the options that matter.
#define KEYTURN_NAMESPACE_BEGIN \
  KEYTURN_SMALL_CODE_BEGIN      \
  namespace keyturn {           \
  inline namespace KEYTURN_ABI_NAMESPACE {
#define KEYTURN_NAMESPACE_END \
  }                           \
  }                           \
  KEYTURN_SMALL_CODE_END

// Units that compile the bodies themselves and units that do not must not meet in one program. The two ways define one
// name as two kinds of variable, which the linker refuses.
#if defined(__ELF__) && KEYTURN_HAS_HOSTED && KEYTURN_HAS_BODIES
KEYTURN_NAMESPACE_BEGIN
namespace detail {
#if KEYTURN_SEPARATE_COMPILATION
extern thread_local char one_way_to_compile_in_a_program;
#else
[[gnu::used]] inline char one_way_to_compile_in_a_program = 0;
#endif
}  // namespace detail
KEYTURN_NAMESPACE_END
#endif

#endif
