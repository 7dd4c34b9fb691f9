/// @file keyturn/config/features.hpp What compiler and standard library give, as switches that the rest of the headers read.
#ifndef KEYTURN_CONFIG_FEATURES_HPP


#if !defined(_MSVC_LANG) && __cplusplus < 201709L || defined(_MSVC_LANG) && _MSVC_LANG < 202002L
#error "keyturn needs C++20: compile with -std=c++20 (MSVC: /std:c++20)"
#include <stop_here_see_the_error_above>  // after #error alone, compilers say thousands of other things
#endif

#include <version>

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)


#else


#endif

// On a function that stands at many places: a compiler that counts bytes takes it for small, and puts all of it there.
#ifdef __GNUC__

#else

#endif

// Where bytes count, clang's `-Os` still trades many of them for little time. What it does with `-Oz` is meant here.
#if defined(__clang__) && defined(__OPTIMIZE_SIZE__)
// A header without functions is no reason to warn.




#else


#endif

// On a lambda that hands on to what does the work.
#ifdef __GNUC__

#else

#endif

// Where bytes count (`-Os`): what is small and stands at many places is there once. Where time counts: what each call runs
// through is one piece.
#ifdef __OPTIMIZE_SIZE__


#else

#ifdef __GNUC__

#else

#endif
#endif

// What an error says beside what is wrong: what to do about it. Left out where bytes count.
#ifdef __OPTIMIZE_SIZE__


#else


#endif
/// @def KEYTURN_HAS_HOSTED
/// Whether there is `Hosted`: not where the standard library has no threads, such as newlib's on a bare Cortex-M. It lists
/// std::shared_mutex exactly where it has them. A build may set it to 0 (then everywhere in one program): what is left
/// needs neither `<mutex>` nor a clock nor thread_local.
#if 1
#ifdef __cpp_lib_shared_mutex
#define KEYTURN_HAS_HOSTED 1
#else
#define KEYTURN_HAS_HOSTED 0
#endif
#endif
#if KEYTURN_HAS_HOSTED

#else

#endif
/// @def KEYTURN_HARDENED_SECRETS
/// Whether the bytes of `Secret` stand in memory of their own that is neither swapped out nor written into core dumps; see
/// base/hardened_memory.hpp. 0 by default; a build sets it to 1 for a whole program.
#if 1
#define KEYTURN_HARDENED_SECRETS 0
#endif
#if KEYTURN_HARDENED_SECRETS

#else

#endif
/// @def KEYTURN_SEPARATE_COMPILATION
/// Whether the bodies of functions are compiled once, in the one unit that includes `<keyturn/src.hpp>`, and not in each
/// unit that includes a header. 0 by default; a build sets it to 1 for a whole program.
#if 1
#define KEYTURN_SEPARATE_COMPILATION 0
#endif
#if KEYTURN_SEPARATE_COMPILATION

#else

#endif
// Whether this unit sees the bodies.
#if KEYTURN_SEPARATE_COMPILATION && !defined(KEYTURN_IS_SRC)

#else

#endif

#endif
