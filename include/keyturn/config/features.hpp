// What the compiler was asked for, as switches that the rest of the headers read.
#ifndef KEYTURN_CONFIG_FEATURES_HPP
#define KEYTURN_CONFIG_FEATURES_HPP

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
#define KEYTURN_HAS_EXCEPTIONS 1
#define KEYTURN_EXCEPTIONS_TAG
#else
#define KEYTURN_HAS_EXCEPTIONS 0
#define KEYTURN_EXCEPTIONS_TAG _noexcept
#endif

#endif
