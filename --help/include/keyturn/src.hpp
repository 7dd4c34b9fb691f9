/// @file keyturn/src.hpp The one unit of a program that is compiled with KEYTURN_SEPARATE_COMPILATION=1 in all its units: it includes this header
/// and no other of keyturn's before it, and is linked with libcurl and simdjson.
#ifndef KEYTURN_SRC_HPP


#ifdef KEYTURN_CONFIG_FEATURES_HPP
#error "<keyturn/src.hpp> comes first in a unit of its own"
#endif
#undef KEYTURN_SEPARATE_COMPILATION



#include <keyturn/keyturn.hpp>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {
#if defined(__ELF__)
thread_local char one_way_to_compile_in_a_program = 0;
#endif
}/** @endcond */  // namespace detail

/** @cond */namespace core {
template class BasicMachine<Sharing::never>;
template class BasicMachine<Sharing::maybe>;
}/** @endcond */  // namespace core

KEYTURN_NAMESPACE_END

#endif
