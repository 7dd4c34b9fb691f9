// Generated from include/keyturn/src.hpp by tests/gates/single_header.py; change the headers there and run it again.
// The one unit of a program that is compiled with KEYTURN_SEPARATE_COMPILATION=1 in all its units: it includes this header
// and no other of keyturn's before it, and is linked with libcurl and simdjson.
#ifndef KEYTURN_SRC_HPP
#define KEYTURN_SRC_HPP

#ifdef KEYTURN_CONFIG_FEATURES_HPP
#error "<keyturn/src.hpp> comes first in a unit of its own"
#endif
#undef KEYTURN_SEPARATE_COMPILATION
#define KEYTURN_SEPARATE_COMPILATION 1
#define KEYTURN_IS_SRC

#include "keyturn.hpp"

KEYTURN_NAMESPACE_BEGIN

namespace detail {
#if defined(__ELF__)
thread_local char one_way_to_compile_in_a_program = 0;
#endif
}  // namespace detail

namespace core {
template class BasicMachine<Sharing::never>;
template class BasicMachine<Sharing::maybe>;
}  // namespace core

KEYTURN_NAMESPACE_END

#endif
