/// @file keyturn/protocol/device_authorization.hpp What a device authorization endpoint answers, and what polling the token endpoint brings (RFC 8628).
#ifndef KEYTURN_PROTOCOL_DEVICE_AUTHORIZATION_HPP


#include <keyturn/base/error.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/model/tokens.hpp>
#include <keyturn/protocol/answer_fields.hpp>

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

/** @cond */namespace detail {

inline std::optional<std::chrono::seconds> device_seconds(const Field& field, std::chrono::seconds least,
                                                          std::chrono::seconds most) {
                                           
                                               
                                                      
                                               
              
}

/// How long a device code lives: half an hour at most.
inline std::optional<std::chrono::seconds> device_span(const Field& field) {
                                                                                  
}

/// How long to wait between polls: neither a flood nor for ever.
inline std::optional<std::chrono::seconds> device_interval(const Field& field) {
                                                                                  
}

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
