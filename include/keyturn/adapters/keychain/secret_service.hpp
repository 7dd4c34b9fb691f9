// Keeps the key of an app in the keyring of a Linux desktop, through libsecret; for systems other than Windows and macOS.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_SECRET_SERVICE_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_SECRET_SERVICE_HPP

#if !defined(_WIN32) && !defined(__APPLE__)

#include <keyturn/adapters/keychain/options.hpp>
#include <keyturn/base/result.hpp>
#include <keyturn/base/secret.hpp>

#include <optional>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// The key of one app in the default collection of the user's Secret Service: GNOME Keyring, KWallet, KeePassXC. There it
/// is called "Key of the saved session of NAME", and has the attribute `application`.
///
/// Each call opens a connection of its own to the D-Bus session that `DBUS_SESSION_BUS_ADDRESS` names, or to the socket
/// `bus` in `XDG_RUNTIME_DIR`, and asks in a main context of its own. No thread's main loop is needed or disturbed, and a
/// bus that ends does not end the program. Blocks up to the time limit, and a second more if that is what it takes to end
/// a call.
///
/// All errors are `storage_failed`. No session, no keyring in it, a collection that is locked or not there, a window that
/// was closed, and silence: in each case the text says so, and what to do. `nullopt` is only what an unlocked collection
/// says, so a locked one never looks like one without the key. A key that is saved replaces the one before it.
class SecretServiceKeychain {
 public:
  /// For the key of `app`. Asks nobody yet.
  explicit SecretServiceKeychain(std::string_view app, KeychainOptions options = {}) : app_{app}, options_{options} {}

  /// The key; `nullopt`: there certainly is none. `storage_failed`: nobody can tell for now. Blocks up to the time limit.
  Result<std::optional<Secret>> load();
  /// Stores the key, in place of one before it. `storage_failed`: the keychain has not taken it. Blocks up to the time limit.
  Result<void> save(const Secret& key);

 private:
  std::string app_;
  KeychainOptions options_;
};

KEYTURN_NAMESPACE_END

#include <keyturn/adapters/keychain/secret_service_calls.hpp>

#endif

#endif
