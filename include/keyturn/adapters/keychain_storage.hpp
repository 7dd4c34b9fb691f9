// Keeps sealed session records in files, and the key that opens them in a keychain.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_STORAGE_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_STORAGE_HPP

#include <keyturn/adapters/keychain/options.hpp>
#include <keyturn/builtin/hosted.hpp>
#include <keyturn/concepts/storage.hpp>
#include <keyturn/core/session_record.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// Where one app's key is kept. Both calls may block, up to a time limit of their own, and give `storage_failed`, with a
/// text that says what to do, where the keychain is locked, missing or silent; `nullopt` only where there certainly is no
/// key. When `save` returns, the key will be there after a restart.
template <class K>
concept Keychain = requires(K& keychain, const Secret& key) {
  { keychain.load() } -> std::same_as<Result<std::optional<Secret>>>;
  { keychain.save(key) } -> std::same_as<Result<void>>;
};

/// A `SharedStorage` that seals (XChaCha20-Poly1305) what another one keeps, with 32 random bytes that the keychain
/// keeps: one key for all accounts of an app. So the size of a record is no matter to the keychain, and a refresh writes
/// nothing but the file.
///
/// Whoever gets the files without the keychain, from a backup or a stolen disk, cannot read the tokens. It does not
/// protect from programs of the same user, which can ask the keychain too on most systems; from root; from who reads the
/// memory of this process, where the key stays once it was needed; or from who puts an old file back.
///
/// The keychain is asked when a record is read first, and at a save into an empty place: a login. Where it is locked,
/// missing or silent, these calls are `storage_failed`, and the session is neither gone nor replaced; without a record,
/// and to erase one, it is not asked at all. There is no fallback: a host that would rather keep tokens in a plain file
/// says so by using `FileStorage`, and tells its user. A record whose key is gone for good, or one that was never sealed,
/// is `storage_corrupt`: a login keeps it aside, as `SealedStorage` does, and makes a new key if there is none.
///
/// A key is made under a lock of its own, for which a save waits 5 s at most, so that processes that log in at once have one,
/// and is in the keychain before a file needs it. It stays there after a logout. No account may be named `keychain-key`, or end with `.not-opened`.
///
/// One call at a time for each object, apart from `lock`, as the client does it; other objects and processes may share
/// the files. Each load and save may block on the disk, and where the keychain is asked for as long as its options say.
template <SharedStorage Files, template <Storage> class Sealed, Keychain Keys>
class BasicKeychainStorage {
 public:
  /// That of the files.
  using Lock = typename Files::Lock;

  /// Asks neither yet.
  BasicKeychainStorage(Files files, Keys keys) : files_{std::move(files)}, keys_{std::move(keys)} {}

  /// Files where `FileStorage::for_app` has them, and a key under the same name.
  static BasicKeychainStorage for_app(std::string_view name, KeychainOptions options = {}) {
    return {Files::for_app(name), Keys{name, options}};
  }

  /// The record, opened. `storage_failed`: the file, or the keychain, cannot be read for now; `storage_corrupt`: it was never
  /// sealed, or its key is gone for good.
  Result<std::optional<Secret>> load(std::string_view account) {
    if (sealed_) {
      auto record = sealed_->load(account);
      if (record || record.error().code != Errc::storage_corrupt) return record;
      sealed_.reset();  // another process may have made a new key
    }
    auto there = files_.load(account);
    if (!there || !*there) return there;
    if (!(*there)->view().starts_with(core::detail::sealed_magic))
      return {Errc::storage_corrupt, "this session was never sealed, as FileStorage leaves them; log in again"};
    auto key = keys_.load();
    if (!key) return std::move(key).error();
    if (!*key) return {Errc::storage_corrupt, "the key of this session is not in the keychain any more; log in again"};
    if (auto used = use(**std::move(key)); !used) return std::move(used).error();
    return sealed_->load(account);
  }

  /// Seals the record and stores it; makes the key first if there is none. `storage_failed`: nothing has changed.
  Result<void> save(std::string_view account, const Secret& record) {
    // A key in hand is the right one as long as it opens what is there.
    auto there = load(account);
    if (!there && there.error().code != Errc::storage_corrupt) return std::move(there).error();
    if (!there || !*there)
      if (auto used = use_or_make_key(); !used) return used;
    return sealed_->save(account, record);
  }

  /// Removes the record, and leaves the key. Errors are those of the files.
  Result<void> erase(std::string_view account) { return files_.erase(account); }

  /// The lock of the files, with their errors. May block for `patience`.
  Result<Lock> lock(std::string_view account, std::chrono::milliseconds patience) {
    return files_.lock(account, patience);
  }

 private:
  Result<void> use(Secret key) {
    if (key.size() != key_size)
      return {Errc::storage_failed,
              "what the keychain has under this app's name is no key of 32 bytes; remove it there"};
    key_ = std::move(key);
    sealed_.emplace(files_, *key_);
    return {};
  }

  Result<void> use_or_make_key() {
    const auto making = files_.lock("keychain-key", std::chrono::seconds{5});
    if (!making) return Error{.code = Errc::storage_failed, .detail = making.error().detail};
    auto found = keys_.load();
    if (!found) return std::move(found).error();
    if (*found) return use(**std::move(found));
    // The same one again if the keychain has lost it, or has not said yet that it took it: it still may.
    if (!key_) {
      bool random = false;
      Secret key{key_size, [&](std::span<char> into) { random = Hosted{}.random(std::as_writable_bytes(into)); }};
      if (!random) return {Errc::storage_failed, "the system has no random numbers"};
      key_ = std::move(key);
    }
    if (auto kept = keys_.save(*key_); !kept) return kept;
    return use(*key_);
  }

  static constexpr std::size_t key_size = 32;

  Files files_;
  Keys keys_;
  std::optional<Secret> key_;            // once it was needed, or made
  std::optional<Sealed<Files>> sealed_;  // with that
};

KEYTURN_NAMESPACE_END

#endif
