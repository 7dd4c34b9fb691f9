// What a Windows program may include, after the system's own header and its macros (far, near, small, ERROR and their like).
#include <winsock2.h>

#include <keyturn/winhttp.hpp>

#include <keyturn/adapters/keychain/system.hpp>
#include <keyturn/adapters/keychain_storage.hpp>
#include <keyturn/device_sign_in.hpp>
#include <keyturn/protocol/discovery.hpp>
#include <keyturn/protocol/oauth2.hpp>
#include <keyturn/protocol/servers.hpp>
#include <keyturn/testing/check_storage.hpp>
#include <keyturn/testing/check_transport.hpp>
#include <keyturn/testing/fake_auth_server.hpp>
#include <keyturn/testing/flaky_storage.hpp>
#include <keyturn/testing/loopback_server.hpp>
#include <keyturn/testing/manual.hpp>
#include <keyturn/testing/scripted_transport.hpp>
