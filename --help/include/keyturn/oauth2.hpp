/// @file keyturn/oauth2.hpp The umbrella with everything of keyturn.hpp and OAuth 2.0.
#ifndef KEYTURN_OAUTH2_HPP


#include <keyturn/keyturn.hpp>

#include <keyturn/device_sign_in.hpp>
#include <keyturn/drive/discover.hpp>
#include <keyturn/protocol/oauth2.hpp>
#include <keyturn/protocol/servers.hpp>
#include <keyturn/protocol/www_authenticate.hpp>

KEYTURN_NAMESPACE_BEGIN

/// OAuth 2.0, its answers read with simdjson.
using OAuth2 = BasicOAuth2<SimdjsonCodec>;

/// What an issuer tells about itself (RFC 8414, OpenID Connect Discovery), for the caller to keep: its endpoints. Client,
/// scope and API are for the caller to fill in. Blocks for two requests at most, ten seconds each.
///
/// Errors name the URL: `bad_request` for an issuer that is none, `insecure_url` for one on plain http that is not this
/// machine, `server_refused` where there is no document, `bad_answer` for one that cannot be read, has endpoints that
/// cannot be used, or is another issuer's; and the transport's.
template <BlockingTransport T>
Result<OAuth2Config> discover(T& transport, std::string_view issuer) {
                                                             
}

/// The same for an asynchronous transport, which completes as it always does: inside its `poll()`, if it has one. It must
/// outlive that.
template <AsyncTransport T>
void discover(T& transport, std::string_view issuer, Completion<OAuth2Config> done) {
                                                                                         
}

KEYTURN_NAMESPACE_END

#endif
