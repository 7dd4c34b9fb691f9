// The actions that need no network, carried out at once: random numbers and storage. What each brings is an input.
#ifndef KEYTURN_DRIVE_LOCAL_WORK_HPP
#define KEYTURN_DRIVE_LOCAL_WORK_HPP

#include <keyturn/concepts/platform.hpp>
#include <keyturn/concepts/storage.hpp>
#include <keyturn/drive/held_locks.hpp>
#include <keyturn/drive/host_code.hpp>
#include <keyturn/model/input.hpp>

#include <array>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

inline Input perform(Platform auto& platform, const action::Draw& draw) {
  std::array<std::byte, 32> bytes{};
  const auto drawn = guarded<bool>(Errc::unsupported, [&]() -> Result<bool> { return platform.random(bytes); });
  return input::Drawn{
      draw.job, drawn.value_or(false) ? Maybe<std::array<std::byte, 32>>{bytes} : Maybe<std::array<std::byte, 32>>{}};
}

inline Input perform(Storage auto& storage, std::string_view account, const action::Load& load) {
  return input::Loaded{load.job,
                       guarded<std::optional<Secret>>(Errc::storage_failed, [&] { return storage.load(account); })};
}

inline Input perform(Storage auto& storage, std::string_view account, const action::Save& save) {
  return input::Saved{save.job,
                      guarded<void>(Errc::storage_failed, [&] { return storage.save(account, save.record); })};
}

inline Input perform(Storage auto& storage, std::string_view account, const action::Erase& erase) {
  return input::Erased{erase.job, guarded<void>(Errc::storage_failed, [&] { return storage.erase(account); })};
}

/// The lock of the storage, or why it could not be had. May block up to `patience`.
template <SharedStorage S>
Result<typename S::Lock> take_lock(S& storage, std::string_view account, std::chrono::milliseconds patience) {
  return guarded<typename S::Lock>(Errc::storage_failed, [&] { return storage.lock(account, patience); });
}

/// Sees to it that a lock which can lapse outlasts a refresh of at most `timeout` and the saving of what it brings. If
/// it cannot, or if there is no lock any more, nothing may be sent.
template <class Lock>
Result<void> outlast(const Shared<HeldLock<Lock>>& held, std::chrono::milliseconds timeout) {
  constexpr std::chrono::seconds for_saving{5};
  constexpr std::chrono::milliseconds longest =
      std::chrono::hours{24 * 365};  // hosts say "no limit" with the largest value
  if (!held) return {Errc::not_sent, "the lock of the shared storage was given back"};
  if constexpr (requires { held->lock.extend(timeout); }) {
    auto extended =
        guarded<void>(Errc::storage_failed, [&] { return held->lock.extend(std::min(timeout, longest) + for_saving); });
    if (!extended)
      return keyturn::detail::make_error(Errc::not_sent, "the lock of the shared storage: ", extended.error().detail);
  }
  return {};
}

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif
