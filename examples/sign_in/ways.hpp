// The ways to sign in, as a console shows them.
#ifndef KEYTURN_EXAMPLES_SIGN_IN_WAYS_HPP
#define KEYTURN_EXAMPLES_SIGN_IN_WAYS_HPP

#include "sign_in/options.hpp"

namespace keyturn::example::sign_in {

using Client = AuthClient<CurlTransport, FileStorage, OAuth2>;

// From now on Ctrl-C ends a sign-in with Errc::cancelled.
void catch_interrupts();

// Signs in the way that the options say, and says on the output what the user has to do. The client then has a session.
Result<void> sign_in(Client& client, const Options& options);

}  // namespace keyturn::example::sign_in

#endif
