/// @file keyturn/sign_in.hpp The umbrella with everything of oauth2.hpp and the sign-in in the browser; link crypto.
#ifndef KEYTURN_SIGN_IN_HPP


#include <keyturn/oauth2.hpp>

#include <keyturn/adapters/browser_sign_in.hpp>

#endif
