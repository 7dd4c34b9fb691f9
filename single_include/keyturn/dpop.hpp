// Generated from include/keyturn/dpop.hpp by tests/gates/single_header.py; change the headers there and run it again.

#include "core.hpp"

// <keyturn/adapters/dpop/key.hpp>
// The key pair of one session's proofs: ES256 (RFC 7518, section 3.4), made and used by OpenSSL.
#ifndef KEYTURN_ADAPTERS_DPOP_KEY_HPP
#define KEYTURN_ADAPTERS_DPOP_KEY_HPP

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#if !__has_include(<openssl/core_names.h>)
#error "dpop.hpp needs OpenSSL 3: install libssl-dev (Debian)"
#include <stop_here_see_the_error_above>
#endif
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Without padding (RFC 7515, section 2).
inline std::string base64url(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL ends it with a NUL
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  while (text.ends_with('=')) text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

/// SHA-256, 32 bytes; empty if OpenSSL has none.
inline std::string sha256(std::string_view bytes) {
  std::string digest(32, '\0');
  std::size_t size = digest.size();
  const int done = EVP_Q_digest(nullptr, "SHA256", nullptr, bytes.data(), bytes.size(),
                                reinterpret_cast<unsigned char*>(digest.data()), &size);
  return done == 1 ? digest : std::string{};
}

/// A private key that never changes. Const functions may be called from many threads at once.
class ProofKey {
 public:
  /// A new one. `unsupported` if OpenSSL cannot make it.
  static Result<ProofKey> generate() {
    Pointer key{EVP_EC_gen("P-256")};
    if (!key) return failed("OpenSSL makes no P-256 key");
    return with_public_part(std::move(key));
  }

  /// The one that `bytes()` gave. `storage_corrupt` if they hold none.
  static Result<ProofKey> from_bytes(std::string_view bytes) {
    const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
    Pointer key{d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(bytes.size()))};
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_EC)
      return Error{.code = Errc::storage_corrupt, .detail = "DPoP: the key kept with the session cannot be read"};
    return with_public_part(std::move(key));
  }

  /// What brings it back; empty if OpenSSL cannot say.
  Secret bytes() const {
    const int size = i2d_PrivateKey(key_.get(), nullptr);
    if (size <= 0) return {};
    return Secret{static_cast<std::size_t>(size), [&](char* into) {
                    auto* at = reinterpret_cast<unsigned char*>(into);
                    i2d_PrivateKey(key_.get(), &at);
                  }};
  }

  /// The coordinates of the public key, as a JSON Web Key has them (RFC 7518, section 6.2.1).
  const std::string& x() const { return x_; }
  const std::string& y() const { return y_; }

  /// The key's thumbprint (RFC 7638), by which the auth server knows it.
  std::string thumbprint() const {
    return base64url(sha256(R"({"crv":"P-256","kty":"EC","x":")" + x_ + R"(","y":")" + y_ + R"("})"));
  }

  /// The signature as a JSON Web Signature has it: r and s, 32 bytes each (RFC 7518, section 3.4).
  Result<std::string> sign(std::string_view text) const {
    std::array<unsigned char, 128> der{};
    std::size_t size = der.size();
    const std::unique_ptr<EVP_MD_CTX, End> context{EVP_MD_CTX_new()};
    if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), der.data(), &size, reinterpret_cast<const unsigned char*>(text.data()),
                       text.size()) != 1)
      return failed("OpenSSL does not sign");
    const unsigned char* at = der.data();
    const std::unique_ptr<ECDSA_SIG, End> pair{d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size))};
    std::string signature(64, '\0');
    auto* const into = reinterpret_cast<unsigned char*>(signature.data());
    if (!pair || BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), into, 32) != 32 ||
        BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), into + 32, 32) != 32)
      return failed("OpenSSL does not sign");
    return signature;
  }

 private:
  struct End {
    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
    void operator()(ECDSA_SIG* pair) const noexcept { ECDSA_SIG_free(pair); }
  };
  using Pointer = std::unique_ptr<EVP_PKEY, End>;

  static Error failed(const char* why) { return make_error(Errc::unsupported, "DPoP: ", why); }

  static Result<ProofKey> with_public_part(Pointer key) {
    std::array<char, 65> point{};  // 4, x, y
    std::size_t size = 0;
    if (EVP_PKEY_get_octet_string_param(key.get(), OSSL_PKEY_PARAM_PUB_KEY,
                                        reinterpret_cast<unsigned char*>(point.data()), point.size(), &size) != 1 ||
        size != point.size() || point[0] != 4)
      return failed("this is no P-256 key");
    ProofKey made;
    made.key_ = std::move(key);
    made.x_ = base64url({point.data() + 1, 32});
    made.y_ = base64url({point.data() + 33, 32});
    return made;
  }

  Pointer key_;
  std::string x_, y_;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/dpop/state.hpp>
// What transport, storage and protocol of one DPoP client know together: which key each token is bound to, the servers'
// nonces and their clock.
#ifndef KEYTURN_ADAPTERS_DPOP_STATE_HPP
#define KEYTURN_ADAPTERS_DPOP_STATE_HPP

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

using SharedProofKey = std::shared_ptr<const ProofKey>;

/// Safe from many threads at once; nothing is called under its lock.
class DPoPState {
 public:
  /// The field that says, between transport and protocol alone, which key an answer was obtained with or a refresh
  /// needs: its thumbprint. It never goes out.
  static constexpr std::string_view key_field = "Keyturn-DPoP-Key";

  explicit DPoPState(std::string token_endpoint) : token_endpoint_{std::move(token_endpoint)} {}

  std::string_view token_endpoint() const { return token_endpoint_; }

  SharedProofKey by_thumbprint(std::string_view thumbprint) {
    return find([&](const Held& held) { return held.thumbprint == thumbprint; });
  }

  SharedProofKey by_token(const Secret& token) {
    if (token.empty()) return nullptr;
    const std::string digest = sha256(token.view());
    return find([&](const Held& held) {
      return std::find(held.tokens.begin(), held.tokens.end(), digest) != held.tokens.end();
    });
  }

  /// From now on the key is found by its thumbprint and by these tokens, empty ones aside.
  void hold(const SharedProofKey& key, std::initializer_list<const Secret*> tokens) {
    std::vector<std::string> digests;
    for (const Secret* token : tokens)
      if (!token->empty()) digests.push_back(sha256(token->view()));
    const std::lock_guard locked{mutex_};
    auto held = std::find_if(held_.begin(), held_.end(), [&](const Held& each) { return each.key == key; });
    if (held == held_.end()) {
      if (held_.size() == most_keys) held_.pop_back();
      held = held_.insert(held_.begin(), Held{.key = key, .thumbprint = key->thumbprint()});
    }
    // A token has one key, the last one; and one that is still in use is not the first to go.
    for (Held& each : held_)
      std::erase_if(each.tokens, [&](const std::string& token) {
        return std::find(digests.begin(), digests.end(), token) != digests.end();
      });
    for (std::string& digest : digests) {
      if (held->tokens.size() == most_tokens) held->tokens.pop_front();
      held->tokens.push_back(std::move(digest));
    }
  }

  /// The session of that key is over.
  void forget(const SharedProofKey& key) {
    const std::lock_guard locked{mutex_};
    std::erase_if(held_, [&](const Held& held) { return held.key == key; });
  }

  /// The nonce that this server gave last in that role; empty: none.
  std::string nonce(const std::string& place) {
    const std::lock_guard locked{mutex_};
    const auto found = servers_.find(place);
    return found == servers_.end() ? std::string{} : found->second.nonce;
  }

  void keep_nonce(const std::string& place, std::string_view nonce) {
    const std::lock_guard locked{mutex_};
    at(place).nonce = nonce;
  }

  /// That server's clock minus the clock here, in milliseconds; 0 as long as it is not known.
  void keep_offset(const std::string& place, std::chrono::milliseconds offset) {
    const std::lock_guard locked{mutex_};
    at(place).offset = offset;
  }
  std::chrono::milliseconds offset(const std::string& place) {
    const std::lock_guard locked{mutex_};
    const auto found = servers_.find(place);
    return found == servers_.end() ? std::chrono::milliseconds{0} : found->second.offset;
  }

 private:
  static constexpr std::size_t most_keys = 16, most_tokens = 16, most_places = 64;

  struct Held {
    SharedProofKey key{};
    std::string thumbprint{};
    std::deque<std::string> tokens{};  // their digests, the latest last
  };

  /// What a server told of itself.
  struct Server {
    std::string nonce{};
    std::chrono::milliseconds offset{0};
  };

  Server& at(const std::string& place) {
    if (servers_.size() == most_places && !servers_.contains(place))
      servers_.clear();  // the next answers bring all anew
    return servers_[place];
  }

  SharedProofKey find(auto&& is_it) {
    const std::lock_guard locked{mutex_};
    const auto held = std::find_if(held_.begin(), held_.end(), is_it);
    if (held == held_.end()) return nullptr;
    std::rotate(held_.begin(), held, held + 1);  // the one in use is the last to be dropped
    return held_.front().key;
  }

  const std::string token_endpoint_;
  std::mutex mutex_;
  std::vector<Held> held_;
  std::map<std::string, Server> servers_;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/dpop/storage.hpp>
// Keeps a session's key with its record, in any other storage.
#ifndef KEYTURN_ADAPTERS_DPOP_STORAGE_HPP
#define KEYTURN_ADAPTERS_DPOP_STORAGE_HPP

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

// <keyturn/adapters/dpop/proof.hpp>
// A DPoP proof: the signed words "this request is mine, now" (RFC 9449, section 4.2).
#ifndef KEYTURN_ADAPTERS_DPOP_PROOF_HPP
#define KEYTURN_ADAPTERS_DPOP_PROOF_HPP

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// What a proof is for. `jti` is never used twice; `nonce` is the server's, empty: it gave none; `access_token` goes
/// along in the request, empty: none does.
struct ProofClaims {
  std::string_view method{}, url{}, nonce{}, access_token{};
  std::array<char, 16> jti{};
  std::chrono::sys_seconds issued_at{};
};

/// RFC 6749, appendix A, NQCHAR: what a nonce may be made of.
constexpr bool is_nonce(std::string_view text) {
  for (const char c : text)
    if (c < '!' || c > '~' || c == '"' || c == '\\') return false;
  return !text.empty() && text.size() <= 1024;
}

/// The value of the DPoP header field. `unsupported` if OpenSSL cannot sign.
inline Result<std::string> proof(const ProofKey& key, const ProofClaims& claims) {
  const std::string head = R"({"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":")" + key.x() +
                           R"(","y":")" + key.y() + R"("}})";
  std::string body = R"({"jti":")" + base64url({claims.jti.data(), claims.jti.size()}) + R"(","htm":)";
  append_json_string(body, claims.method);
  body += R"(,"htu":)";
  append_json_string(body, claims.url.substr(0, claims.url.find_first_of("?#")));
  body += R"(,"iat":)" + std::to_string(claims.issued_at.time_since_epoch().count());
  if (!claims.access_token.empty()) body += R"(,"ath":")" + base64url(sha256(claims.access_token)) + '"';
  if (!claims.nonce.empty()) append_json_string(body += R"(,"nonce":)", claims.nonce);
  body += '}';
  std::string text = base64url(head) + '.' + base64url(body);
  const auto signature = key.sign(text);
  if (!signature) return signature.error();
  return text + '.' + base64url(*signature);
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/builtin/hosted.hpp>
// The platform of desktop and server systems: the system's clocks, its random generator, the standard library's
// threads.
#ifndef KEYTURN_BUILTIN_HOSTED_HPP
#define KEYTURN_BUILTIN_HOSTED_HPP

#include <mutex>

#if defined(_WIN32)
#ifndef NOMINMAX
#error "define NOMINMAX before including keyturn on Windows: its min and max macros break the standard library"
#endif
// It brings windows.h, which by itself would bring an older winsock.h that does not go with it.
#include <winsock2.h>
// The order matters: bcrypt.h needs windows.h.
#include <bcrypt.h>
#else
#include <time.h>
#include <unistd.h>
#if defined(__linux__)
#include <errno.h>
#include <pthread.h>
#include <sys/random.h>
#else
#include <stdlib.h>
#endif
#endif
#if !defined(__linux__)
#include <condition_variable>
#endif

KEYTURN_NAMESPACE_BEGIN

namespace detail {
#if defined(__linux__)
/// What std::condition_variable is; its header alone is a third of what keyturn's take to compile.
class WakeSignal {
 public:
  WakeSignal() {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&condition_, &attributes);
    pthread_condattr_destroy(&attributes);
  }
  WakeSignal(const WakeSignal&) = delete;
  WakeSignal& operator=(const WakeSignal&) = delete;
  ~WakeSignal() { pthread_cond_destroy(&condition_); }

  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) noexcept {
    timespec until{};
    clock_gettime(CLOCK_MONOTONIC, &until);
    const auto nanoseconds = span.count() + until.tv_nsec;
    until.tv_sec += static_cast<time_t>(nanoseconds / 1'000'000'000);
    until.tv_nsec = static_cast<long>(nanoseconds % 1'000'000'000);
    pthread_cond_timedwait(&condition_, mutex.native_handle(), &until);
  }

  void notify_all() noexcept { pthread_cond_broadcast(&condition_); }

 private:
  pthread_cond_t condition_;
};
#else
class WakeSignal {
 public:
  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) {
    std::unique_lock lock{mutex, std::adopt_lock};
    condition_.wait_for(lock, span);
    lock.release();
  }

  void notify_all() noexcept { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};
#endif
}  // namespace detail

/// The default platform. Stateless; every copy is as good as the other.
class Hosted {
 public:
  /// As std::mutex is.
  using Mutex = std::mutex;

  /// As std::condition_variable is, on the steady clock of this platform.
  class Condition {
   public:
    /// Blocks until it is woken, half a minute at most; may wake early. `mutex` is locked by the caller, and again when it
    /// returns.
    void wait(Mutex& mutex) { wait_for(mutex, longest_sleep); }

    /// The same, and wakes at `time` at the latest. The system's waiting clock stands still while the machine sleeps, so a long
    /// wait is cut into slices.
    void wait_until(Mutex& mutex, TimePoint time) {
      wait_for(mutex, std::min(left(time, Hosted{}.now()), longest_sleep));
    }

    /// Wakes all that wait.
    void notify_all() noexcept { signal_.notify_all(); }

   private:
    static constexpr std::chrono::nanoseconds longest_sleep = std::chrono::seconds{30};

    void wait_for(Mutex& mutex, std::chrono::nanoseconds span) { signal_.wait_for(mutex, span); }

    detail::WakeSignal signal_;
  };

  /// A clock that runs on during suspend: CLOCK_BOOTTIME, GetTickCount64 on Windows, in steps of 10 to 16 ms there,
  /// CLOCK_MONOTONIC_RAW's elder CLOCK_MONOTONIC on macOS, which counts sleep there.
  TimePoint now() const noexcept {
#if defined(_WIN32)
    return TimePoint{std::chrono::milliseconds{GetTickCount64()}};
#else
#if defined(CLOCK_BOOTTIME)
    constexpr clockid_t clock = CLOCK_BOOTTIME;
#else
    constexpr clockid_t clock = CLOCK_MONOTONIC;
#endif
    timespec time{};
    clock_gettime(clock, &time);
    return TimePoint{std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec}};
#endif
  }

  /// The time of day of the system.
  WallTime wall() const noexcept {
#if defined(CLOCK_REALTIME_COARSE)
    timespec time{};  // a few milliseconds are nothing to what is measured by it
    clock_gettime(CLOCK_REALTIME_COARSE, &time);
    return WallTime{std::chrono::seconds{time.tv_sec} + std::chrono::milliseconds{time.tv_nsec / 1'000'000}};
#else
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
#endif
  }

  /// From the system's generator; false only where that fails.
  bool random(std::span<std::byte> bytes) const noexcept {
#if defined(_WIN32)
    return BCryptGenRandom(nullptr, reinterpret_cast<PUCHAR>(bytes.data()), static_cast<ULONG>(bytes.size()),
                           BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0;
#elif defined(__linux__)
    for (std::size_t filled = 0; filled < bytes.size();) {
      const ssize_t got = getrandom(bytes.data() + filled, bytes.size() - filled, 0);
      if (got < 0 && errno != EINTR) return false;
      if (got > 0) filled += static_cast<std::size_t>(got);
    }
    return true;
#else
    arc4random_buf(bytes.data(), bytes.size());
    return true;
#endif
  }
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/protocol/www_authenticate.hpp>
// Reads what a 401 or 403 asks for: the challenges of WWW-Authenticate (RFC 9110, section 11.6.1), such as the scope that is
// missing (RFC 6750, section 3).
#ifndef KEYTURN_PROTOCOL_WWW_AUTHENTICATE_HPP
#define KEYTURN_PROTOCOL_WWW_AUTHENTICATE_HPP

#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// One challenge. Scheme and names of parameters have no case.
struct Challenge {
  /// One of its parameters.
  struct Parameter {
    std::string name{}, value{};  ///< Without quotes and their escapes.
  };
  std::string scheme{};          ///< Such as Bearer.
  std::string token68{};         ///< Of schemes that have that instead of parameters, such as Negotiate.
  List<Parameter> parameters{};  ///< In order.

  /// The parameter of that name, such as "error" or "scope"; null if there is none.
  const Parameter* find(std::string_view name) const {
    for (const Parameter& parameter : parameters)
      if (detail::equal_ignoring_case(parameter.name, name)) return &parameter;
    return nullptr;
  }
  /// Its value; empty if there is none.
  std::string_view get(std::string_view name) const {
    const Parameter* const found = find(name);
    return found != nullptr ? std::string_view{found->value} : std::string_view{};
  }
};

namespace detail {

/// Takes apart one field's value from the front.
class ChallengeReader {
 public:
  explicit ChallengeReader(std::string_view text) : rest_{text} {}

  /// False if the value is not well formed.
  bool read(List<Challenge>& challenges) {
    for (skip_commas(); !rest_.empty(); skip_commas()) {
      Challenge challenge{.scheme = std::string{take_token()}};
      if (challenge.scheme.empty() || !(rest_.empty() || rest_.starts_with(' ') || rest_.starts_with(',')))
        return false;
      skip_spaces();
      if (!take_token68(challenge.token68) && !read_parameters(challenge)) return false;
      challenges.push(std::move(challenge));
    }
    return true;
  }

 private:
  // After the scheme, and after each comma: is this one more parameter, or the next challenge?
  bool read_parameters(Challenge& challenge) {
    for (bool first = true;; first = false) {
      if (const std::string_view before = rest_; skip_commas() || first) {
        if (rest_.empty()) return true;
        const std::string_view name = take_token();
        skip_spaces();
        if (!rest_.starts_with('=')) {
          rest_ = before;
          return before.empty() || before.starts_with(',');
        }
        rest_.remove_prefix(1);
        skip_spaces();
        std::string value;
        if (name.empty() || challenge.find(name) != nullptr || !take_value(value)) return false;
        challenge.parameters.push({std::string{name}, std::move(value)});
        skip_spaces();
      } else {
        return rest_.empty();
      }
    }
  }

  // White space is no end: after it comes a comma, or nothing.
  bool take_token68(std::string& token68) {
    std::size_t size = 0;
    while (size < rest_.size() && (is_alpha(rest_[size]) || is_digit(rest_[size]) ||
                                   std::string_view{"-._~+/"}.find(rest_[size]) != std::string_view::npos))
      ++size;
    if (size == 0) return false;
    while (size < rest_.size() && rest_[size] == '=') ++size;
    const std::string_view after = trim(rest_.substr(size));
    if (!after.empty() && !after.starts_with(',')) return false;
    token68 = rest_.substr(0, size);
    rest_ = after;
    return true;
  }

  bool take_value(std::string& value) {
    if (!rest_.starts_with('"')) {
      value = take_token();
      return !value.empty();
    }
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] == '"') {
        rest_.remove_prefix(i + 1);
        return true;
      }
      if (rest_[i] == '\\' && ++i == rest_.size()) return false;
      value += rest_[i];
    }
    return false;
  }

  std::string_view take_token() {
    std::size_t size = 0;
    while (size < rest_.size() && (is_alpha(rest_[size]) || is_digit(rest_[size]) ||
                                   std::string_view{"!#$%&'*+-.^_`|~"}.find(rest_[size]) != std::string_view::npos))
      ++size;
    const std::string_view token = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return token;
  }

  void skip_spaces() {
    while (rest_.starts_with(' ') || rest_.starts_with('\t')) rest_.remove_prefix(1);
  }

  // Whether there was a comma; white space and empty elements around it go too.
  bool skip_commas() {
    bool any = false;
    for (skip_spaces(); rest_.starts_with(','); skip_spaces()) {
      rest_.remove_prefix(1);
      any = true;
    }
    return any;
  }

  std::string_view rest_;
};

}  // namespace detail

/// The challenges in one field's value, in order. `bad_answer` if it is not well formed, or says a parameter twice.
inline Result<List<Challenge>> read_challenges(std::string_view value) {
  List<Challenge> challenges;
  if (!detail::ChallengeReader{value}.read(challenges))
    return detail::make_error(Errc::bad_answer, "WWW-Authenticate is not well formed");
  return challenges;
}

/// The first challenge of that scheme, such as "Bearer", in any of an answer's fields that can be read.
///
///     if (answer.status == 403)
///       if (const auto asked = find_challenge(answer.headers, "Bearer"); asked && asked->get("error") == "insufficient_scope")
///         sign_in_again_with(asked->get("scope"));
inline Maybe<Challenge> find_challenge(const Headers& headers, std::string_view scheme) {
  for (const Header& field : headers) {
    if (!detail::equal_ignoring_case(field.name, "WWW-Authenticate")) continue;
    auto challenges = read_challenges(field.value);
    if (!challenges) continue;
    for (Challenge& challenge : *challenges)
      if (detail::equal_ignoring_case(challenge.scheme, scheme)) return std::move(challenge);
  }
  return {};
}

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/dpop/transport.hpp>
// Signs the requests that need a proof, on their way to any other transport.
#ifndef KEYTURN_ADAPTERS_DPOP_TRANSPORT_HPP
#define KEYTURN_ADAPTERS_DPOP_TRANSPORT_HPP

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// One request that needs proofs: what is the same for each of its attempts.
class ProvenRequest {
 public:
  ProvenRequest(std::shared_ptr<DPoPState> state, const Request& request)
      : state_{std::move(state)}, began_{Hosted{}.now()} {
    const auto authorization = request.headers.get("Authorization");
    if (authorization && authorization->size() > scheme.size() &&
        equal_ignoring_case(authorization->substr(0, scheme.size()), scheme))
      access_token_ = Secret{authorization->substr(scheme.size())};
    is_token_request_ = access_token_.empty() && request.url == state_->token_endpoint();
  }

  bool needs_proof() const { return is_token_request_ || !access_token_.empty(); }

  /// The request with a proof for the nonce that is known now, and the time that is left to it. `bad_request` if the
  /// access token has no key here; `timed_out`; `unsupported` if there is no signature to be had.
  Result<Request> next_attempt(const Request& request) {
    if (auto ready = prepare(request); !ready) return ready.error();
    Request attempt = request;
    attempt.headers.remove(DPoPState::key_field);
    attempt.timeout -= std::chrono::duration_cast<std::chrono::milliseconds>(Hosted{}.now() - began_);
    if (attempt.timeout <= std::chrono::milliseconds{0})
      return Error{.code = Errc::timed_out, .detail = "DPoP: no time was left to answer the server's nonce"};
    nonce_ = state_->nonce(place_);
    ProofClaims claims{
        .method = request.method, .url = request.url, .nonce = nonce_, .access_token = access_token_.view()};
    if (!Hosted{}.random(std::as_writable_bytes(std::span{claims.jti})))
      return Error{.code = Errc::unsupported, .detail = "DPoP: the system has no random numbers"};
    claims.issued_at = std::chrono::floor<std::chrono::seconds>(Hosted{}.wall() + state_->offset(place_));
    auto text = proof(*key_, claims);
    if (!text) return text.error();
    attempt.headers.set("DPoP", *std::move(text));
    return attempt;
  }

  /// Learns from an answer. True if the request is to be sent once more, with the nonce that it asks for; `bad_answer` if
  /// it asks again.
  Result<bool> asks_again(Result<Response>& answer, const Request& request) {
    if (!answer) return false;
    if (const auto date = core::server_date(answer->headers)) state_->keep_offset(place_, *date - Hosted{}.wall());
    const auto nonce = answer->headers.get("DPoP-Nonce");
    if (nonce && is_nonce(*nonce)) state_->keep_nonce(place_, *nonce);
    if (is_token_request_ && is_success(answer->status)) {
      state_->hold(key_, {});
      answer->headers.set(DPoPState::key_field, key_->thumbprint());
    }
    if (!is_challenge(*answer) || !request.body.repeatable()) return false;
    if (asked_ || !nonce || !is_nonce(*nonce))
      return Error{
          .code = Errc::server_refused, .status = answer->status, .detail = "DPoP: the server refuses its own nonce"};
    asked_ = true;
    return true;
  }

 private:
  static constexpr std::string_view scheme = "DPoP ";

  Result<void> prepare(const Request& request) {
    if (key_ != nullptr) return {};
    const auto origin = origin_of(request.url);
    if (!origin) return origin.error();
    place_ = (is_token_request_ ? "auth " : "api ") + origin->host + ':' + std::to_string(origin->port);
    if (!is_token_request_) {
      key_ = state_->by_token(access_token_);
      if (key_ == nullptr)
        return Error{.code = Errc::bad_request, .detail = "DPoP: there is no key for this access token"};
      return {};
    }
    if (const auto thumbprint = request.headers.get(DPoPState::key_field)) key_ = state_->by_thumbprint(*thumbprint);
    if (key_ != nullptr) return {};
    auto made = ProofKey::generate();
    if (!made) return made.error();
    key_ = std::make_shared<const ProofKey>(*std::move(made));
    return {};
  }

  /// RFC 9449, sections 8 and 9.
  bool is_challenge(const Response& answer) const {
    constexpr std::string_view challenge = "use_dpop_nonce";
    if (is_token_request_)
      return (answer.status == 400 || answer.status == 401) && answer.body.find(challenge) != std::string::npos;
    const auto asked = find_challenge(answer.headers, "DPoP");  // beside a Bearer challenge too, in any field
    return answer.status == 401 && asked && asked->get("error") == challenge;
  }

  std::shared_ptr<DPoPState> state_;
  TimePoint began_;
  Secret access_token_;
  SharedProofKey key_;
  std::string place_, nonce_;
  bool is_token_request_ = false, asked_ = false;
};

}  // namespace detail

/// A transport around another, made by `DPoP::transport`: requests to the token endpoint and those that carry a DPoP-bound
/// access token get a proof; if the server answers that it wants its nonce in it, they are sent once more, within the
/// same time. All other requests and all else pass through.
template <Transport T>
class DPoPTransport {
 public:
  /// For `DPoP::transport`.
  DPoPTransport(T inner, std::shared_ptr<detail::DPoPState> state)
      : inner_{std::move(inner)}, state_{std::move(state)} {}

  /// The other transport. Valid as long as this object.
  T& inner() { return inner_; }

  /// As the other transport; also `bad_request` for an access token without a key here, `bad_answer` if the server
  /// refuses the nonce that it has just given, `unsupported` if OpenSSL fails.
  Result<Response> send(const Request& request) requires BlockingTransport<T> {
    detail::ProvenRequest proven{state_, request};
    if (!proven.needs_proof()) return inner_.send(request);
    while (true) {
      auto attempt = proven.next_attempt(request);
      if (!attempt) return attempt.error();
      auto answer = inner_.send(*attempt);
      const auto again = proven.asks_again(answer, request);
      if (!again) return again.error();
      if (!*again) return answer;
    }
  }

  /// The same for an asynchronous one.
  void send(Request request, Completion<Response> done) requires AsyncTransport<T> {
    detail::ProvenRequest proven{state_, request};
    if (!proven.needs_proof()) return inner_.send(std::move(request), std::move(done));
    attempt(std::make_shared<Proving>(Proving{std::move(proven), std::move(request), std::move(done)}));
  }

  /// As the other transport.
  std::optional<std::chrono::milliseconds> poll() requires PolledTransport<T> { return inner_.poll(); }
  void wake_after(std::chrono::milliseconds delay, Callback<void()> work) requires WakingTransport<T> {
    inner_.wake_after(delay, std::move(work));
  }

 private:
  struct Proving {
    detail::ProvenRequest proven;
    Request request;
    Completion<Response> done;
  };

  void attempt(std::shared_ptr<Proving> call) {
    auto attempt = call->proven.next_attempt(call->request);
    if (!attempt) return call->done(attempt.error());
    inner_.send(*std::move(attempt), Completion<Response>{[this, call](Result<Response> answer) {
      const auto again = call->proven.asks_again(answer, call->request);
      if (!again) return call->done(again.error());
      if (*again) return this->attempt(call);
      call->done(std::move(answer));
    }});
  }

  T inner_;
  std::shared_ptr<detail::DPoPState> state_;
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/protocol/device_authorization.hpp>
// What a device authorization endpoint answers, and what polling the token endpoint brings (RFC 8628).
#ifndef KEYTURN_PROTOCOL_DEVICE_AUTHORIZATION_HPP
#define KEYTURN_PROTOCOL_DEVICE_AUTHORIZATION_HPP

#include <chrono>
#include <optional>
#include <string>

KEYTURN_NAMESPACE_BEGIN

/// A device's request that waits for its user (RFC 8628, section 3.2).
struct DeviceAuthorization {
  std::string device_code{};                ///< For `DeviceCode`; not for showing.
  std::string user_code{};                  ///< What the user types in; visible ASCII.
  std::string verification_uri{};           ///< Where; https.
  std::string verification_uri_complete{};  ///< The same with the code in it, for a QR code; empty: none.
  std::chrono::seconds expires_in{std::chrono::minutes{30}};  ///< From the request on; never more than that.
  std::chrono::seconds interval{5};  ///< Between the end of one poll and the next one; from 1 to 60 seconds.
};

/// What one poll says (RFC 8628, section 3.5).
struct DevicePoll {
  /// What it means.
  enum class Kind {
    done,       ///< `tokens` are there: `adopt` them.
    pending,    ///< The user is not done: poll again after the interval.
    slow_down,  ///< The same; the interval grows by 5 seconds for good, or to `interval` if that is more.
    denied,     ///< The user said no.
    expired,    ///< The user took too long. A new request is for the user to begin.
    transient,  ///< 408, 429, 5xx: poll again, after twice the interval, as if no answer had come.
    failed,     ///< Anything else: polling is over.
  };
  Kind kind = Kind::failed;                        ///< Which of the others has a meaning.
  TokenSet tokens{};                               ///< For `done`.
  std::optional<std::chrono::seconds> interval{};  ///< For `slow_down`, where the server says one (GitHub does).
  Error error{};  ///< For all but `done`: `login_refused`, `server_refused`, `bad_answer`.
};

namespace detail {

inline std::optional<std::chrono::seconds> device_seconds(const Field& field, std::chrono::seconds least,
                                                          std::chrono::seconds most) {
  std::optional<std::chrono::seconds> span;
  std::optional<std::chrono::sys_seconds> none;
  read_expiry(field, ExpiryUnit::seconds, span, none);
  if (span) span = clamped(*span, least, most);
  return span;
}

/// How long a device code lives: half an hour at most.
inline std::optional<std::chrono::seconds> device_span(const Field& field) {
  return device_seconds(field, std::chrono::seconds{0}, std::chrono::minutes{30});
}

/// How long to wait between polls: neither a flood nor for ever.
inline std::optional<std::chrono::seconds> device_interval(const Field& field) {
  return device_seconds(field, std::chrono::seconds{1}, std::chrono::seconds{60});
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/dpop.hpp>
// Access and refresh tokens that are worth nothing without a key that never leaves this machine (DPoP, RFC 9449).
// Needs libcrypto of OpenSSL 3. With <keyturn/oauth2.hpp> beside it:
//
//     config.token_type = "DPoP";
//     keyturn::DPoP dpop{config.token_endpoint};
//     keyturn::AuthClient client{dpop.transport(keyturn::CurlTransport{}),
//                                dpop.storage(keyturn::FileStorage::for_app("notes")),
//                                dpop.protocol(keyturn::OAuth2{config})};
//
// Each login makes a key of its own (ES256). Requests to the token endpoint and requests that carry the access token get
// a proof signed with it. It is done around transport, storage and protocol, so that the core knows nothing of it and
// every promise holds as it is: the key lies in the same write as the tokens, a refresh is proven with the key of its
// refresh token whoever logs in meanwhile, and a nonce that the server asks for costs neither the replay nor the refresh
// token; but for a request whose body can be read only once, which is answered with the 401.
#ifndef KEYTURN_ADAPTERS_DPOP_HPP
#define KEYTURN_ADAPTERS_DPOP_HPP

KEYTURN_NAMESPACE_BEGIN

/// A protocol around another, made by `DPoP::protocol`: all that `P` says, and that tokens which the server did not bind
/// to the key are no answer (RFC 9449, section 5).
template <Protocol P>
class DPoPProtocol : public P {
 public:
  /// For `DPoP::protocol`.
  DPoPProtocol(P inner, std::shared_ptr<detail::DPoPState> state) : P{std::move(inner)}, state_{std::move(state)} {}

  /// As the other; also `bad_request`, which names the URL, if its refreshes go elsewhere than to the token endpoint.
  Result<Request> refresh_request(const TokenSet& tokens) const {
    auto request = P::refresh_request(tokens);
    if (!request) return request;
    const std::string url = is_absolute_url(request->url) ? request->url : join_url(P::api_base(), request->url);
    if (url != state_->token_endpoint())  // unproven it would be refused, and the session over
      return detail::make_error(Errc::bad_request, "DPoP: refreshes go to another URL than the token endpoint: ", url);
    auto key = state_->by_token(tokens.refresh_token);
    if (key == nullptr) key = state_->by_token(tokens.access_token);
    if (key == nullptr) return request;
    state_->hold(key, {&tokens.refresh_token});  // one that is never rotated is not forgotten for all the access tokens
    request->headers.set(detail::DPoPState::key_field, key->thumbprint());
    return request;
  }

  /// As the other; also `bad_answer` if the token's type is not DPoP.
  Result<TokenSet> read_tokens(const Response& answer) const {
    auto tokens = P::read_tokens(answer);
    if (!tokens) return tokens;
    if (auto bound = bind(answer, *tokens); !bound) return bound.error();
    return tokens;
  }

  /// As the other, and `failed` where `read_tokens` would refuse them.
  DevicePoll read_device_poll(const Response& answer) const requires requires(const P& protocol) {
    protocol.read_device_poll(answer);
  }
  {
    DevicePoll poll = P::read_device_poll(answer);
    if (poll.kind != DevicePoll::Kind::done) return poll;
    if (auto bound = bind(answer, poll.tokens); !bound) return {.error = std::move(bound).error()};
    return poll;
  }

 private:
  Result<void> bind(const Response& answer, const TokenSet& tokens) const {
    if (!detail::equal_ignoring_case(tokens.token_type, "DPoP"))
      return detail::make_error(Errc::bad_answer, "DPoP: the server's tokens are not bound to the key, but of type ",
                                tokens.token_type);
    const auto thumbprint = answer.headers.get(detail::DPoPState::key_field);
    const auto key = thumbprint ? state_->by_thumbprint(*thumbprint) : nullptr;
    if (key == nullptr) return detail::make_error(Errc::bad_answer, "DPoP: the answer did not come by DPoP::transport");
    state_->hold(key, {&tokens.access_token, &tokens.refresh_token});
    return {};
  }

  std::shared_ptr<detail::DPoPState> state_;
};

/// What binds one client's tokens to a key. Give all three parts of the client to the one object; it may die before
/// them. Copies share everything. Safe from many threads at once.
class DPoP {
 public:
  /// Requests to this URL, exactly as the protocol spells it, are proven without an access token.
  explicit DPoP(std::string token_endpoint) : state_{std::make_shared<detail::DPoPState>(std::move(token_endpoint))} {}

  /// The three parts of the client, each around one of the host's.
  template <Transport T>
  DPoPTransport<T> transport(T inner) const {
    return {std::move(inner), state_};
  }
  template <Storage S>
  DPoPStorage<S> storage(S inner) const {
    return {std::move(inner), state_};
  }
  template <Protocol P>
  DPoPProtocol<P> protocol(P inner) const {
    return {std::move(inner), state_};
  }

 private:
  std::shared_ptr<detail::DPoPState> state_;
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/dpop.hpp>
// The umbrella with everything of core.hpp and sender-constrained tokens (DPoP, RFC 9449); link crypto.
#ifndef KEYTURN_DPOP_HPP
#define KEYTURN_DPOP_HPP

#endif
