// How the system's keychain is asked for the key of an app.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_OPTIONS_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_OPTIONS_HPP

#include <keyturn/base/time.hpp>

KEYTURN_NAMESPACE_BEGIN

/// How a keychain of the system is asked.
struct KeychainOptions {
  /// Whether the system may show its user a window, which asks for the password of a locked keychain. The call that
  /// needs the key then waits for the user. Otherwise a locked keychain is an error at once.
  bool may_prompt = false;

  /// How long one look into the keychain, or one write, may take, a day at most; it ends within a second then. 0: 3 s, or
  /// 60 s where it may prompt.
  std::chrono::milliseconds time_limit{0};
};

namespace detail {
constexpr std::chrono::milliseconds keychain_time_limit(const KeychainOptions& options) {
  constexpr std::chrono::milliseconds longest = std::chrono::hours{24};
  if (options.time_limit.count() > 0) return options.time_limit < longest ? options.time_limit : longest;
  return std::chrono::seconds{options.may_prompt ? 60 : 3};
}
}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
