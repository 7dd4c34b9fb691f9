/// @file keyturn/keychain.hpp The umbrella with the storage whose files are sealed with a key from the system's keychain.
#ifndef KEYTURN_KEYCHAIN_HPP


#include <keyturn/sealed.hpp>

#include <keyturn/adapters/file_storage.hpp>
#include <keyturn/adapters/keychain/system.hpp>
#include <keyturn/adapters/keychain_storage.hpp>

KEYTURN_NAMESPACE_BEGIN

/// Files like `FileStorage`'s, sealed with a key that the system's keychain keeps: `KeychainStorage::for_app("notes")`.
using KeychainStorage = BasicKeychainStorage<FileStorage, SealedStorage, SystemKeychain>;

KEYTURN_NAMESPACE_END

#endif
