/// @file keyturn/config/abi.hpp The inline namespace that keeps two versions of keyturn apart when they meet in one program.
#ifndef KEYTURN_CONFIG_ABI_HPP


#include <keyturn/config/features.hpp>
#include <keyturn/config/version.hpp>

/// @namespace keyturn
/// All that is public, within an inline namespace that names the version and the options that matter: two versions may meet
/// in one program. Results are values: nothing throws on its own account but `std::bad_alloc`, and `Result::value` on an
/// error.








// Everything public stands between these two, so that its link names carry the version and the options that matter.









// Units that compile the bodies themselves and units that do not must not meet in one program. The two ways define one
// name as two kinds of variable, which the linker refuses.
#if defined(__ELF__) && KEYTURN_HAS_HOSTED && KEYTURN_HAS_BODIES
KEYTURN_NAMESPACE_BEGIN
/** @cond */namespace detail {
#if KEYTURN_SEPARATE_COMPILATION
extern thread_local char one_way_to_compile_in_a_program;
#else
[[gnu::used]] inline char one_way_to_compile_in_a_program = 0;
#endif
}/** @endcond */  // namespace detail
KEYTURN_NAMESPACE_END
#endif

#endif
