// Who is signed in.
#ifndef KEYTURN_EXAMPLES_SIGN_IN_WHO_HPP
#define KEYTURN_EXAMPLES_SIGN_IN_WHO_HPP

#include "sign_in/ways.hpp"

#include <string>

namespace keyturn::example::sign_in {

// What the server's userinfo endpoint says of the owner of the access token (OpenID Connect Core, section 5.3), as a
// line for a terminal. An ID token is not looked at: what stands in one is worth nothing before its signature is
// checked, which is no task of this library's, while this answer comes from the server itself.
Result<std::string> who_is_signed_in(Client& client);

}  // namespace keyturn::example::sign_in

#endif
