// Where the Redis server of a `RedisStorage` is, and how it is spoken with.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_OPTIONS_HPP
#define KEYTURN_ADAPTERS_REDIS_STORAGE_OPTIONS_HPP

/// Whether there is TLS, which needs OpenSSL (link ssl and crypto); the same in all of a program. 0 by default; the CMake
/// target keyturn::redis sets it.
#ifndef KEYTURN_REDIS_TLS
#define KEYTURN_REDIS_TLS 0
#endif

#include <keyturn/base/error.hpp>
#include <keyturn/base/secret.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/base/url.hpp>

#include <optional>
#include <string>

KEYTURN_NAMESPACE_BEGIN

/// What a host may choose for `RedisStorage`.
struct RedisOptions {
  std::string host = "127.0.0.1";  ///< Name or address; an IPv6 address without brackets.
  int port = 6379;                 ///< From 1 to 65535.
  std::string unix_socket{};       ///< The path of a socket; if set, host, port and TLS do not count.

  std::string username{};  ///< Of Redis' access control list; empty: the password alone.
  Secret password{};       ///< Empty: no AUTH. Without TLS it is sent as it is.
  int database = 0;        ///< Its number, for SELECT.

  bool tls = false;              ///< 1.2 or later, and the certificate must be the host's. Without `KEYTURN_REDIS_TLS`
                                 ///< every call is `unsupported`.
  std::string ca_file{};         ///< The certificates to trust, a PEM file; empty: those that OpenSSL trusts.
  bool trusted_network = false;  ///< Says that a host that is not this machine may be spoken with without TLS.

  std::string prefix = "keyturn:";            ///< Of all keys and channels.
  std::chrono::milliseconds lease{10'000};    ///< How long a lock lives without its holder.
  std::chrono::milliseconds time_limit{250};  ///< For connecting, and for each command; the search for the address of a
                                              ///< name has limits of its own, those of the system.
  bool watch = true;                          ///< False: `watch` opens no connection and never calls.
};

namespace detail {

/// For error texts.
inline std::string redis_place(const RedisOptions& options) {
  if (!options.unix_socket.empty()) return "Redis at " + options.unix_socket;
  return "Redis at " + options.host + ":" + std::to_string(options.port);
}

inline Error redis_error(const RedisOptions& options, std::string_view why, Errc code = Errc::storage_failed) {
  return {.code = code, .detail = redis_place(options) + ": " + std::string{why}};
}

/// Whether nothing on a network can read along.
inline bool redis_is_local(const RedisOptions& options) {
  if (!options.unix_socket.empty() || options.host == "::1") return true;
  return is_loopback(Origin{.secure = false, .host = options.host, .port = 0});
}

/// Why no call can work with these options.
inline std::optional<Error> redis_problem(const RedisOptions& options) {
  const auto problem = [&](std::string_view why) { return std::optional{redis_error(options, why)}; };
  if (options.unix_socket.empty()) {
    if (options.tls && KEYTURN_REDIS_TLS == 0)
      return redis_error(options, "TLS was asked for, and KEYTURN_REDIS_TLS is not set", Errc::unsupported);
    if (options.host.empty()) return problem("no host is named");
    if (options.port < 1 || options.port > 65535) return problem("this is no port");
    if (!options.tls && !options.trusted_network && !redis_is_local(options))
      return problem(
          "that is another machine, and without TLS everybody on the way can read the tokens; ask for tls, "
          "or say with trusted_network that nobody else is on the way");
  }
  if (options.database < 0) return problem("the number of the database is negative");
  if (options.lease.count() < 1) return problem("the lease must last for a millisecond at least");
  if (options.time_limit.count() < 1) return problem("the time limit must be a millisecond at least");
  if (!options.username.empty() && options.password.empty()) return problem("there is a user name without a password");
  return std::nullopt;
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
