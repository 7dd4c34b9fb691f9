// Generated from include/keyturn/sealed.hpp by tests/gates/single_header.py; change the headers there and run it again.

#include "core.hpp"

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

// <keyturn/adapters/sealed_storage.hpp>
// Encrypts the session records that any other storage keeps.
#ifndef KEYTURN_ADAPTERS_SEALED_STORAGE_HPP
#define KEYTURN_ADAPTERS_SEALED_STORAGE_HPP

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#if !__has_include(<sodium.h>)
#error "sealed.hpp needs libsodium: install libsodium-dev (Debian)"
#include <stop_here_see_the_error_above>
#endif
#include <sodium.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// The types that a storage around `S` has because `S` has them.
template <class S>
struct SealedLock {};
template <SharedStorage S>
struct SealedLock<S> {
  using Lock = typename S::Lock;
};
template <class S>
struct SealedWatch {};
template <drive::WatchableStorage S>
struct SealedWatch<S> {
  using Watch = typename S::Watch;
};

}  // namespace detail

/// A storage around another, which sees nothing but sealed bytes: XChaCha20-Poly1305 of libsodium, with a random nonce
/// for each save. A `SharedStorage`, and one with `watch`, if the other is.
///
/// The name of the account, the session id and the generation are sealed in. A record that was changed in any bit, cut
/// short, put under another account's name or sealed with another key is `storage_corrupt`; so is one that was never
/// sealed. Session id and generation can be read from outside, for storages that compare them; the tokens cannot.
///
/// It does not protect from someone who may write to the other storage and puts back a whole old record of the same
/// account, or removes it: the auth server then sees an old refresh token, or the user a login page. Nor does it hide
/// how long a record is and when it changes.
///
/// The key is the host's to make and to keep: 32 random bytes, the same for all that share the records, from a keyring
/// or a key service and not from beside the records. With a key of another size every call is `storage_failed`. A record
/// that does not open is kept under the account's name with `.not-opened` at its end when a save replaces it; for that,
/// each save loads first. No account may have such a name, nor one so long that the other storage refuses it with that
/// end.
///
/// All else, such as threads and what may block, is as with the other storage. A sealed record is 74 bytes longer.
template <Storage S>
class SealedStorage : public detail::SealedLock<S>, public detail::SealedWatch<S> {
 public:
  /// Takes the other storage, and the key: 32 random bytes.
  SealedStorage(S inner, Secret key) : inner_{std::move(inner)}, key_{std::move(key)} {}

  /// The record, opened. Errors of the other storage, or `storage_corrupt`.
  Result<std::optional<Secret>> load(std::string_view account) {
    if (auto problem = unusable()) return *std::move(problem);
    auto sealed = inner_.load(account);
    if (!sealed || !*sealed) return sealed;
    auto record = open(account, (*sealed)->view());
    if (!record) return std::move(record).error();
    return std::optional<Secret>{*std::move(record)};
  }

  /// Seals the record and saves that. Errors of the other storage, or `storage_failed` if there are no random numbers.
  Result<void> save(std::string_view account, const Secret& record) {
    if (auto problem = unusable()) return *std::move(problem);
    auto sealed = seal(account, record.view());
    if (!sealed) return std::move(sealed).error();
    if (auto kept = keep_aside(account); !kept) return kept;
    return inner_.save(account, *sealed);
  }

  /// As the other storage.
  Result<void> erase(std::string_view account) {
    if (auto problem = unusable()) return *std::move(problem);
    return inner_.erase(account);
  }

  /// As the other storage.
  auto lock(std::string_view account, std::chrono::milliseconds patience) requires SharedStorage<S> {
    if (auto problem = unusable()) return Result<typename S::Lock>{*std::move(problem)};
    return inner_.lock(account, patience);
  }

  /// As the other storage.
  auto watch(std::string_view account, Callback<void()> changed) requires drive::WatchableStorage<S> {
    return inner_.watch(account, std::move(changed));
  }

 private:
  // head | nonce | ciphertext and its tag
  static constexpr std::size_t head_size = std::tuple_size_v<core::SealedHead>;
  static constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  static constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
  static constexpr std::size_t key_size = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;

  static Error failed(std::string why, Errc code = Errc::storage_failed) {
    return {.code = code, .detail = "sealed storage: " + std::move(why)};
  }

  std::optional<Error> unusable() const {
    if (key_.size() != key_size) return failed("its key must have 32 bytes, and has " + std::to_string(key_.size()));
    if (sodium_init() < 0) return failed("libsodium cannot be used");
    return std::nullopt;
  }

  static const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  }

  /// What is sealed in beside the record.
  static std::string bound(std::string_view head, std::string_view account) {
    return std::string{head}.append(account);
  }

  Result<Secret> seal(std::string_view account, std::string_view record) const {
    const core::SealedHead head = core::sealed_head(core::peek(record).value_or(core::RecordPeek{}));
    const std::string with = bound({head.data(), head.size()}, account);
    bool random = false;
    Secret sealed{head_size + nonce_size + record.size() + tag_size, [&](std::span<char> into) {
                    std::copy(head.begin(), head.end(), into.begin());
                    const std::span<char> nonce = into.subspan(head_size, nonce_size);
                    random = Hosted{}.random(std::as_writable_bytes(nonce));
                    crypto_aead_xchacha20poly1305_ietf_encrypt(
                        reinterpret_cast<unsigned char*>(into.data()) + head_size + nonce_size, nullptr,
                        bytes_of(record), record.size(), bytes_of(with), with.size(), nullptr,
                        bytes_of({nonce.data(), nonce.size()}), bytes_of(key_.view()));
                  }};
    if (!random) return failed("the system has no random numbers");
    return sealed;
  }

  Result<Secret> open(std::string_view account, std::string_view sealed) const {
    const auto corrupt = [](std::string why) { return failed(std::move(why), Errc::storage_corrupt); };
    if (!sealed.starts_with(core::detail::sealed_magic)) return corrupt("the record was never sealed");
    if (const auto peek = core::peek(sealed); !peek) return corrupt(peek.error().detail);
    if (sealed.size() < head_size + nonce_size + tag_size) return corrupt("the record is cut short");
    const std::string with = bound(sealed.substr(0, head_size), account);
    const std::string_view nonce = sealed.substr(head_size, nonce_size), rest = sealed.substr(head_size + nonce_size);
    bool opened = false;
    unsigned char nothing = 0;
    Secret record{rest.size() - tag_size, [&](std::span<char> into) {
                    unsigned char* const to = into.empty() ? &nothing : reinterpret_cast<unsigned char*>(into.data());
                    opened = crypto_aead_xchacha20poly1305_ietf_decrypt(to, nullptr, nullptr, bytes_of(rest),
                                                                        rest.size(), bytes_of(with), with.size(),
                                                                        bytes_of(nonce), bytes_of(key_.view())) == 0;
                  }};
    if (!opened) return corrupt("the record does not open: another key, another account's record, or it was changed");
    return record;
  }

  Result<void> keep_aside(std::string_view account) {
    const auto old = inner_.load(account);
    if (!old) {
      if (old.error().code == Errc::storage_corrupt) return {};  // the other storage keeps it
      return old.error();
    }
    if (!*old || open(account, (*old)->view())) return {};
    const std::string aside = std::string{account} + ".not-opened";
    // A storage that compares generations would refuse to put an older one over a newer one.
    if (auto removed = inner_.erase(aside); !removed) return removed;
    return inner_.save(aside, **old);
  }

  S inner_;
  Secret key_;
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/sealed.hpp>
// The umbrella with everything of core.hpp and the storage that encrypts what another one keeps.
#ifndef KEYTURN_SEALED_HPP
#define KEYTURN_SEALED_HPP

#endif
