/// @file keyturn/model/request.hpp What a transport sends and what it brings back.
#ifndef KEYTURN_MODEL_REQUEST_HPP


#include <keyturn/base/time.hpp>
#include <keyturn/model/body.hpp>
#include <keyturn/model/headers.hpp>

#include <string>

KEYTURN_NAMESPACE_BEGIN

/// Whether a request goes out with the access token.
enum class Auth {
  required,  ///< Sent with the access token; without a session it is not sent at all.
  optional,  ///< Sent with the access token where there is one and the origin is allowed, else bare.
  none,      ///< Sent bare, to any origin, with the host's own Authorization if it set one.
};

/// A request as the host writes it, and as a transport gets it. Copyable.
struct Request {
  std::string method = "GET";  ///< Any, in the case in which it is sent.
  std::string url{};           ///< Absolute, or a path below the protocol's API base.
  Headers headers{};           ///< The client adds Authorization; a value with CR, LF or NUL is `bad_request`.
  Body body{};                 ///< Empty by default. One that can be read once only is not sent again after a 401.
  Auth auth = Auth::required;  ///< Whether it goes out with the access token.
  std::chrono::milliseconds timeout{0};  ///< 0: Options::request_timeout. Covers waiting for a refresh too.
  std::size_t max_response = 0;          ///< Bytes; 0: Options::max_response.
  bool at_most_once = false;             ///< The transport must not resend it by itself, so it uses a fresh connection.
  Callback<bool(std::string_view)>
      on_data{};  ///< A 2xx answer's body as it arrives, instead of Response::body; false stops.
};

/// What the server answered. Every status is an answer.
struct Response {
  int status = 0;      ///< As HTTP has it.
  Headers headers{};   ///< Those of the final answer.
  std::string body{};  ///< Empty where `Request::on_data` took it.
};

/// Whether the server did what was asked.
constexpr bool is_success(int status) {                                       }

KEYTURN_NAMESPACE_END

#endif
