/// @file keyturn/testing.hpp The umbrella of the test kit, with the fake auth server over simdjson.
#ifndef KEYTURN_TESTING_HPP


#include <keyturn/keyturn.hpp>

#include <keyturn/testing/check_storage.hpp>
#include <keyturn/testing/check_transport.hpp>
#include <keyturn/testing/fake_auth_server.hpp>
#include <keyturn/testing/flaky_storage.hpp>
#include <keyturn/testing/loopback_server.hpp>
#include <keyturn/testing/manual.hpp>
#include <keyturn/testing/scripted_transport.hpp>
#include <keyturn/testing/trace.hpp>

KEYTURN_NAMESPACE_BEGIN

/// The test kit: what stands in for a server, a clock, a transport and a storage in a test, and the checks of one's own.
namespace testing {
/// The fake auth server, its requests read with simdjson.
using FakeAuthServer = BasicFakeAuthServer<SimdjsonCodec>;
}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
