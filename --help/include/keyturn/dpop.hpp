/// @file keyturn/dpop.hpp The umbrella with everything of core.hpp and sender-constrained tokens (DPoP, RFC 9449); link crypto.
#ifndef KEYTURN_DPOP_HPP


#include <keyturn/core.hpp>

#include <keyturn/adapters/dpop.hpp>

#endif
