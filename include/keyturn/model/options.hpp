// What a host may choose for a client.
#ifndef KEYTURN_MODEL_OPTIONS_HPP
#define KEYTURN_MODEL_OPTIONS_HPP

#include <keyturn/base/time.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// At most `count` refreshes in any `window`.
struct RefreshBudget {
  unsigned count = 5;
  std::chrono::milliseconds window{30'000};
};

struct Options {
  std::string account = "default";               // The name in storage.
  std::vector<std::string> allowed_origins{};    // May get the access token, beside the protocol's own origin.
  std::optional<std::chrono::seconds> leeway{};  // Default: min(60 s, 10 % of the token's lifetime).
  std::chrono::milliseconds request_timeout{30'000}, refresh_timeout{30'000}, logout_timeout{10'000},
      lock_patience{40'000};
  std::size_t max_response = 64u << 20;     // Bytes of an API answer.
  std::size_t max_token_answer = 1u << 20;  // Bytes of an auth server's answer.
  RefreshBudget refresh_budget{};
  unsigned refresh_attempts = 3;  // Within one refresh, for transient and ambiguous failures.
};

KEYTURN_NAMESPACE_END

#endif
