// What a device authorization endpoint answers, and what polling the token endpoint brings (RFC 8628).
#ifndef KEYTURN_PROTOCOL_DEVICE_AUTHORIZATION_HPP
#define KEYTURN_PROTOCOL_DEVICE_AUTHORIZATION_HPP

#include <keyturn/base/error.hpp>
#include <keyturn/model/tokens.hpp>

#include <chrono>
#include <optional>
#include <string>

KEYTURN_NAMESPACE_BEGIN

/// A device's request that waits for its user (RFC 8628, section 3.2).
struct DeviceAuthorization {
  std::string device_code{};                ///< For `DeviceCode`; not for showing.
  std::string user_code{};                  ///< What the user types in.
  std::string verification_uri{};           ///< Where; https.
  std::string verification_uri_complete{};  ///< The same with the code in it, for a QR code; empty: none.
  std::chrono::seconds expires_in{0};       ///< From the request on; 30 minutes at most.
  std::chrono::seconds interval{5};         ///< Between the end of one poll and the next one; from 1 to 60 seconds.
};

/// What one poll says (RFC 8628, section 3.5).
struct DevicePoll {
  enum class Kind {
    done,       ///< `tokens` are there: `adopt` them.
    pending,    ///< The user is not done: poll again after the interval.
    slow_down,  ///< The same; the interval grows by 5 seconds for good, or to `interval` if that is more.
    denied,     ///< The user said no.
    expired,    ///< The user took too long. A new request is for the user to begin.
    transient,  ///< 408, 429, 5xx: poll again, after twice the interval, as if no answer had come.
    failed,     ///< Anything else; `error` says what. Polling is over.
  };
  Kind kind = Kind::failed;
  TokenSet tokens{};                               ///< For `done`.
  std::optional<std::chrono::seconds> interval{};  ///< For `slow_down`, where the server says one (GitHub does).
  Error error{};  ///< For all but `done` and `pending`: `login_refused`, `server_refused`, `bad_answer`.
};

KEYTURN_NAMESPACE_END

#endif
