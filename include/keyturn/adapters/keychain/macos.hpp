// Keeps the key of an app in the keychain of macOS or iOS. Untested: no Mac has compiled or run it yet.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_MACOS_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_MACOS_HPP

#include <keyturn/adapters/keychain/macos_status.hpp>
#include <keyturn/adapters/keychain/options.hpp>
#include <keyturn/adapters/keychain/time_limit.hpp>
#include <keyturn/base/result.hpp>
#include <keyturn/base/secret.hpp>

#if defined(__APPLE__)

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <CoreFoundation/CoreFoundation.h>
#include <Security/Security.h>

KEYTURN_NAMESPACE_BEGIN

/// The key of one app as a generic password: its service is the app's name, its account `keyturn`.
///
/// It stands in the data protection keychain, for this device alone and readable from the first unlock on, where the
/// program has the entitlement `keychain-access-groups`; else in the login keychain, which ties it to the program's
/// signature. There a program that is not signed, or only ad hoc, is asked about at each update: sign with a Developer
/// ID. A key is changed in place, so that a "Always Allow" stays.
///
/// Each call runs on a thread of its own, and blocks up to the time limit. All errors are `storage_failed`; a locked
/// keychain is one of them.
class MacosKeychain {
 public:
  /// For the key of `app`. Asks nobody yet.
  explicit MacosKeychain(std::string_view app, KeychainOptions options = {}) : app_{app}, options_{options} {}

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
  using Status = detail::MacosStatus;

  struct Release {
    void operator()(CFTypeRef object) const noexcept { CFRelease(object); }
  };
  template <class Ref>
  using Owned = std::unique_ptr<std::remove_pointer_t<Ref>, Release>;

  static Owned<CFStringRef> text(std::string_view from) {
    return Owned<CFStringRef>{CFStringCreateWithBytes(kCFAllocatorDefault, reinterpret_cast<const UInt8*>(from.data()),
                                                      static_cast<CFIndex>(from.size()), kCFStringEncodingUTF8, false)};
  }

  static Owned<CFMutableDictionaryRef> dictionary() {
    return Owned<CFMutableDictionaryRef>{CFDictionaryCreateMutable(
        kCFAllocatorDefault, 0, &kCFTypeDictionaryKeyCallBacks, &kCFTypeDictionaryValueCallBacks)};
  }

  /// What names the item; nothing if the app's name is not UTF-8.
  Owned<CFMutableDictionaryRef> item(bool data_protection) const {
    const auto service = text(app_);
    if (!service) return {};
    auto made = dictionary();
    CFDictionarySetValue(made.get(), kSecClass, kSecClassGenericPassword);
    CFDictionarySetValue(made.get(), kSecAttrService, service.get());
    CFDictionarySetValue(made.get(), kSecAttrAccount, CFSTR("keyturn"));
    if (data_protection) CFDictionarySetValue(made.get(), kSecUseDataProtectionKeychain, kCFBooleanTrue);
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"  // what replaces it is for Objective-C alone
    if (!options_.may_prompt) CFDictionarySetValue(made.get(), kSecUseAuthenticationUI, kSecUseAuthenticationUIFail);
#pragma clang diagnostic pop
    return made;
  }

  static Error not_utf8() {
    return {.code = Errc::storage_failed, .detail = "the keychain: the name of the app is not UTF-8"};
  }

  Result<std::optional<Secret>> find() const {
    for (const bool data_protection : {true, false}) {
      const auto query = item(data_protection);
      if (!query) return not_utf8();
      CFDictionarySetValue(query.get(), kSecReturnData, kCFBooleanTrue);
      CFDictionarySetValue(query.get(), kSecMatchLimit, kSecMatchLimitOne);
      CFTypeRef found = nullptr;
      const OSStatus number = SecItemCopyMatching(query.get(), &found);
      const Owned<CFTypeRef> owned{found};
      const auto status = static_cast<Status>(number);
      // One of the two may have been the only one at the time.
      if (status == Status::not_found || status == Status::no_entitlement) continue;
      if (status != Status::success || found == nullptr) return detail::macos_keychain_error(number);
      const auto data = static_cast<CFDataRef>(found);
      return std::optional{Secret{std::string_view{reinterpret_cast<const char*>(CFDataGetBytePtr(data)),
                                                   static_cast<std::size_t>(CFDataGetLength(data))}}};
    }
    return std::optional<Secret>{};
  }

  Result<void> put(const Secret& key) const {
    const Owned<CFDataRef> bytes{CFDataCreate(kCFAllocatorDefault, reinterpret_cast<const UInt8*>(key.view().data()),
                                              static_cast<CFIndex>(key.size()))};
    OSStatus number = 0;
    for (const bool data_protection : {true, false}) {
      const auto query = item(data_protection);
      if (!query) return not_utf8();
      const auto change = dictionary();
      CFDictionarySetValue(change.get(), kSecValueData, bytes.get());
      number = SecItemUpdate(query.get(), change.get());
      if (static_cast<Status>(number) == Status::not_found) {
        CFDictionarySetValue(query.get(), kSecValueData, bytes.get());
        if (data_protection)
          CFDictionarySetValue(query.get(), kSecAttrAccessible, kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly);
        number = SecItemAdd(query.get(), nullptr);
      }
      if (static_cast<Status>(number) != Status::no_entitlement) break;
    }
    if (static_cast<Status>(number) == Status::success) return {};
    return detail::macos_keychain_error(number);
  }

  std::string app_;
  KeychainOptions options_;
};

KEYTURN_NAMESPACE_END

#endif

#endif
