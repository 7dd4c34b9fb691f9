// The keychain of the system that this is compiled for.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_SYSTEM_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_SYSTEM_HPP

#if defined(__APPLE__)
#include <keyturn/adapters/keychain/macos.hpp>
#elif defined(_WIN32)
#include <keyturn/adapters/keychain/windows.hpp>
#else
#include <keyturn/adapters/keychain/secret_service.hpp>
#endif

KEYTURN_NAMESPACE_BEGIN

/// The keychain of the system that the program is built for.
#if defined(__APPLE__)
using SystemKeychain = MacosKeychain;
#elif defined(_WIN32)
using SystemKeychain = WindowsKeychain;
#else
using SystemKeychain = SecretServiceKeychain;
#endif

KEYTURN_NAMESPACE_END

#endif
