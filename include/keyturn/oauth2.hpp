// The umbrella with everything of keyturn.hpp and OAuth 2.0.
#ifndef KEYTURN_OAUTH2_HPP
#define KEYTURN_OAUTH2_HPP

#include <keyturn/keyturn.hpp>

#include <keyturn/protocol/oauth2.hpp>

KEYTURN_NAMESPACE_BEGIN

/// OAuth 2.0, its answers read with simdjson.
using OAuth2 = BasicOAuth2<SimdjsonCodec>;

KEYTURN_NAMESPACE_END

#endif
