/// @file keyturn/base/error.hpp What can go wrong: the error codes and the value that carries one.
#ifndef KEYTURN_BASE_ERROR_HPP


#include <keyturn/base/time.hpp>

#include <string>
#include <string_view>
#include <system_error>

KEYTURN_NAMESPACE_BEGIN

/// Why a call did not give an answer. A `std::error_code` enumeration too.
enum class Errc {
  not_logged_in = 1,  ///< No session: log in first. Nothing was sent.
  session_ended,  ///< The session that this call began under is over; the logout callback has run or a login replaced
                  ///< it.
  login_refused,  ///< The server refused the credentials; an existing session stays as it was.
  refresh_unavailable,  ///< The token is stale and could not be renewed now. The session lives: try again after
                        ///< `retry_after`.
  refresh_storm,        ///< Too many refreshes in the window of `Options::refresh_budget`.
  not_sent,             ///< Name resolution, connect or TLS failed: the server has not seen the request.
  no_answer,            ///< Sent, but no complete answer came: the server may have acted.
  timed_out,            ///< The call's own deadline passed.
  cancelled,            ///< The client was destroyed, or the host's `on_data` said stop.
  bad_answer,           ///< An answer that cannot be understood, or that exceeds a limit.
  server_refused,       ///< The auth server answered with another error status (see `Error::status`).
  origin_not_allowed,   ///< The token may not go to that origin. Nothing was sent.
  insecure_url,         ///< Plain http to a host that is not this machine. Nothing was sent.
  bad_request,          ///< The request is malformed: its URL, or a header with CR, LF or NUL. Nothing was sent.
  storage_failed,       ///< Storage could not be read, written or erased for now.
  storage_busy,         ///< The lock of the shared storage could not be had in time.
  storage_corrupt,      ///< What storage holds is not a session record; it is kept for a look.
  unsupported,          ///< This adapter or system cannot do what was asked.
};

/** @cond */namespace detail {
/// One after another, in their order: compilers make many times as much of a switch.
inline constexpr char errc_names[] =
    "not_logged_in\0"
    "session_ended\0"
    "login_refused\0"
    "refresh_unavailable\0"
    "refresh_storm\0"
    "not_sent\0"
    "no_answer\0"
    "timed_out\0"
    "cancelled\0"
    "bad_answer\0"
    "server_refused\0"
    "origin_not_allowed\0"
    "insecure_url\0"
    "bad_request\0"
    "storage_failed\0"
    "storage_busy\0"
    "storage_corrupt\0"
    "unsupported\0"
    "unknown";
}/** @endcond */  // namespace detail

/// The name of the code, as it stands above. Static storage.
constexpr std::string_view to_string(Errc code) {
                                                                                                         
                                                                                                 
                                        
                                                 
              
}

/// What went wrong, as a value.
struct Error {
  Errc code{};                               ///< Why; 0, which is no code, in one made from nothing.
  int status = 0;                            ///< The HTTP status behind it; 0: none.
  std::chrono::milliseconds retry_after{0};  ///< When another try makes sense; 0: unknown.
  std::string detail{};                      ///< For people. Never holds a secret.

  /** @cond */friend bool operator==(const Error&, const Error&) = default;/** @endcond */
};

/** @cond */namespace detail {
KEYTURN_NOINLINE inline Error make_error(Errc code, const char* text) {                                        }

/// An error with two pieces of text.
KEYTURN_NOINLINE inline Error make_error(Errc code, const char* text, std::string_view more) {
                                            
                       
               
}

/// What a status says that is no success.
inline Error status_error(int status, const char* text = "the auth server answered with status ") {
                                                                               
                        
               
}
}/** @endcond */  // namespace detail

/// The category of `Errc` in `std::error_code`: its name is "keyturn".
inline const std::error_category& error_category() noexcept {
                                                            
                                                                    
                                                                                                              
             
                  
}

/// The code as a `std::error_code`; what the standard library calls to make one of an `Errc`.
inline std::error_code make_error_code(Errc code) noexcept {                                                    }

KEYTURN_NAMESPACE_END

/** @cond */template <>
struct std::is_error_code_enum<keyturn::Errc> : std::true_type {};/** @endcond */

#endif
