// Keeps a session's key with its record, in any other storage.
#ifndef KEYTURN_ADAPTERS_DPOP_STORAGE_HPP
#define KEYTURN_ADAPTERS_DPOP_STORAGE_HPP

#include <keyturn/adapters/dpop/state.hpp>
#include <keyturn/concepts/storage.hpp>
#include <keyturn/core/session_record.hpp>
#include <keyturn/drive/storage_watch.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// The types that a storage around `S` has because `S` has them.
template <class S>
struct DPoPLock {};
template <SharedStorage S>
struct DPoPLock<S> {
  using Lock = typename S::Lock;
};
template <class S>
struct DPoPWatch {};
template <drive::WatchableStorage S>
struct DPoPWatch<S> {
  using Watch = typename S::Watch;
};

/// A record with a key before it: the head of a sealed record, so that storages can compare, then magic, the key's
/// length, the key and the record.
struct RecordWithKey {
  std::string_view key{}, record{};

  static constexpr std::string_view magic = "DPoP\x01";
  static constexpr std::size_t head_size = std::tuple_size_v<core::SealedHead>;

  static bool is_one(std::string_view bytes) {
    return bytes.starts_with(core::detail::sealed_magic) && bytes.size() > head_size &&
           bytes.substr(head_size).starts_with(magic);
  }

  /// `storage_corrupt` if it is cut short.
  static Result<RecordWithKey> read(std::string_view bytes) {
    core::detail::RecordReader from{bytes.substr(head_size + magic.size())};
    RecordWithKey both;
    both.key = from.bytes(static_cast<std::size_t>(from.number(4)));
    const std::size_t before = head_size + magic.size() + 4 + both.key.size();
    if (both.key.empty() || before >= bytes.size())
      return Error{.code = Errc::storage_corrupt, .detail = "DPoP: the session record is cut short"};
    both.record = bytes.substr(before);
    return both;
  }

  Secret written() const {
    const auto head = core::sealed_head(core::peek(record).value_or(core::RecordPeek{}));
    return Secret{head.size() + magic.size() + 4 + key.size() + record.size(), [&](char* into) {
                    core::detail::RecordWriter to{into};
                    to.bytes({head.data(), head.size()});
                    to.bytes(magic);
                    to.text(key);
                    to.bytes(record);
                  }};
  }
};

}  // namespace detail

/// A storage around another, made by `DPoP::storage`. The private key is written in one piece with the tokens that are
/// bound to it, so that they are kept, rotated and erased together, and other processes find it there. A `SharedStorage`,
/// and one with `watch`, if the other is; a record that was kept without a key is read as it is.
///
/// Whoever may read the other storage has the key: put a `SealedStorage` between, or a keychain. All else, such as
/// threads and what may block, is as with the other storage.
template <Storage S>
class DPoPStorage : public detail::DPoPLock<S>, public detail::DPoPWatch<S> {
 public:
  /// For `DPoP::storage`.
  DPoPStorage(S inner, std::shared_ptr<detail::DPoPState> state) : inner_{std::move(inner)}, state_{std::move(state)} {}

  /// The record alone. Errors of the other storage, or `storage_corrupt`.
  Result<std::optional<Secret>> load(std::string_view account) {
    auto stored = inner_.load(account);
    if (!stored || !*stored || !detail::RecordWithKey::is_one((*stored)->view())) return stored;
    const auto both = detail::RecordWithKey::read((*stored)->view());
    if (!both) return both.error();
    auto record = core::decode(both->record);
    if (!record) return record.error();
    const auto held = hold(*record, both->key);
    if (!held) return held.error();
    return std::optional<Secret>{Secret{both->record}};
  }

  /// Saves the record with the key of its tokens, or alone if they have none. Errors of the other storage; `unsupported` for
  /// a record that was sealed before it came here.
  Result<void> save(std::string_view account, const Secret& record) {
    if (record.view().starts_with(core::detail::sealed_magic))
      return Error{.code = Errc::unsupported,
                   .detail = "DPoP: SealedStorage must stand inside: dpop.storage(SealedStorage{...})"};
    const detail::SharedProofKey key = key_of(record);
    if (key == nullptr) return inner_.save(account, record);
    latest_ = key;
    const Secret bytes = key->bytes();
    return inner_.save(account, detail::RecordWithKey{.key = bytes.view(), .record = record.view()}.written());
  }

  /// As the other storage; the key is forgotten here too.
  Result<void> erase(std::string_view account) {
    auto erased = inner_.erase(account);
    if (erased && latest_ != nullptr) state_->forget(std::exchange(latest_, nullptr));
    return erased;
  }

  /// As the other storage.
  auto lock(std::string_view account, std::chrono::milliseconds patience) requires SharedStorage<S> {
    return inner_.lock(account, patience);
  }

  /// As the other storage.
  auto watch(std::string_view account, Callback<void()> changed) requires drive::WatchableStorage<S> {
    return inner_.watch(account, std::move(changed));
  }

 private:
  detail::SharedProofKey key_of(const Secret& bytes) {
    const auto record = core::decode(bytes.view());
    if (!record) return nullptr;
    // The access token first: the same refresh token may have been there under an earlier key.
    auto key = state_->by_token(record->tokens.access_token);
    return key != nullptr ? key : state_->by_token(record->tokens.refresh_token);
  }

  Result<void> hold(const core::SessionRecord& record, std::string_view key) {
    auto read = detail::ProofKey::from_bytes(key);
    if (!read) return read.error();
    latest_ = state_->by_thumbprint(read->thumbprint());
    if (latest_ == nullptr) latest_ = std::make_shared<const detail::ProofKey>(*std::move(read));
    state_->hold(latest_, {&record.tokens.access_token, &record.tokens.refresh_token});
    return {};
  }

  S inner_;
  std::shared_ptr<detail::DPoPState> state_;
  detail::SharedProofKey latest_;  // of the record that was last seen here; the client makes one call at a time
};

KEYTURN_NAMESPACE_END

#endif
