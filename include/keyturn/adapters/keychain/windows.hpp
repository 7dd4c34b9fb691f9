// Keeps the key of an app in the Credential Manager of Windows. Tried under Wine 8, never on Windows itself.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_WINDOWS_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_WINDOWS_HPP

#include <keyturn/adapters/keychain/options.hpp>
#include <keyturn/adapters/keychain/time_limit.hpp>
#include <keyturn/base/result.hpp>
#include <keyturn/base/secret.hpp>
#include <keyturn/builtin/hosted.hpp>

#if defined(_WIN32)

#include <optional>
#include <string>
#include <string_view>

// The order matters: it needs what builtin/hosted.hpp includes.
#include <wincred.h>

KEYTURN_NAMESPACE_BEGIN

/// The key of one app as a generic credential `keyturn:APP`, which stays on this machine. Windows encrypts it with what it
/// knows of the user (DPAPI), so that other users cannot read it, and a copy of the disk alone is not enough; every program
/// of this user can. Where an administrator resets the user's password, it may be lost.
///
/// No window is ever shown. Each call runs on a thread of its own, and blocks up to the time limit. All errors are
/// `storage_failed`, a missing logon session (as services may have) and a key of more than 2560 bytes among them. Link
/// `advapi32`.
class WindowsKeychain {
 public:
  /// For the key of `app`. Asks nobody yet.
  explicit WindowsKeychain(std::string_view app, KeychainOptions options = {})
      : target_{"keyturn:" + std::string{app}}, options_{options} {}

  /// The key; `nullopt`: there certainly is none. `storage_failed`: nobody can tell for now. Blocks up to the time limit.
  Result<std::optional<Secret>> load() {
    return detail::within_time_limit(detail::keychain_time_limit(options_), [self = *this] { return self.find(); });
  }

  /// Stores the key, in place of one before it. `storage_failed`: the keychain has not taken it, or not yet, if
  /// the time limit is over. Blocks that long at most.
  Result<void> save(const Secret& key) {
    return detail::within_time_limit(detail::keychain_time_limit(options_),
                                     [self = *this, key] { return self.put(key); });
  }

 private:
  /// Empty if the app's name is no UTF-8.
  std::wstring wide_target() const {
    const int bytes = static_cast<int>(target_.size());
    const int size = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, target_.data(), bytes, nullptr, 0);
    std::wstring wide(static_cast<std::size_t>(size), L'\0');
    MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, target_.data(), bytes, wide.data(), size);
    return wide;
  }

  Result<std::optional<Secret>> find() const {
    const std::wstring target = wide_target();
    if (target.empty()) return not_utf8();
    CREDENTIALW* found = nullptr;
    if (!CredReadW(target.c_str(), CRED_TYPE_GENERIC, 0, &found)) {
      const DWORD number = GetLastError();
      if (number == ERROR_NOT_FOUND) return std::optional<Secret>{};
      return failed("give", number);
    }
    char* const bytes = reinterpret_cast<char*>(found->CredentialBlob);
    Secret key{std::string_view{bytes, found->CredentialBlobSize}};
    wipe(bytes, found->CredentialBlobSize);
    CredFree(found);
    return std::optional<Secret>{std::move(key)};
  }

  Result<void> put(Secret key) const {
    std::wstring target = wide_target();
    if (target.empty()) return not_utf8();
    // CRED_MAX_CREDENTIAL_BLOB_SIZE, which is another number in older headers; beyond it Windows says "bad data".
    constexpr std::size_t most = 2560;
    if (key.size() > most) return {Errc::storage_failed, "the Credential Manager takes no key of more than 2560 bytes"};
    CREDENTIALW credential{};
    credential.Type = CRED_TYPE_GENERIC;
    credential.TargetName = target.data();
    credential.CredentialBlobSize = static_cast<DWORD>(key.size());
    credential.CredentialBlob = reinterpret_cast<BYTE*>(const_cast<char*>(key.view().data()));  // it is only read
    credential.Persist = CRED_PERSIST_LOCAL_MACHINE;
    if (!CredWriteW(&credential, 0)) return failed("take", GetLastError());
    return {};
  }

  static Error not_utf8() { return {.code = Errc::storage_failed, .detail = "the name of the app is no UTF-8"}; }

  Error failed(std::string_view verb, DWORD number) const {
    std::string text = "the Credential Manager did not ";
    text.append(verb).append(" the key ").append(target_).append(": ");
    if (number == ERROR_NO_SUCH_LOGON_SESSION)
      text += "the user of this process has not logged on to Windows, as it is with some services";
    else
      text.append("Windows error ").append(std::to_string(number));
    return {.code = Errc::storage_failed, .detail = std::move(text)};
  }

  std::string target_;
  KeychainOptions options_;
};

KEYTURN_NAMESPACE_END

#endif  // _WIN32

#endif
