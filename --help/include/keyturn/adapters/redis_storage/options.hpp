// Where the Redis server of a `RedisStorage` is, and how it is spoken with.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_OPTIONS_HPP

/// @def KEYTURN_REDIS_TLS
/// Whether there is TLS, which needs OpenSSL (link ssl and crypto); the same in all of a program. 0 by default; the CMake
/// target keyturn::redis sets it.
#if 1
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

/** @cond */namespace detail {

/// For error texts.
inline std::string redis_place(const RedisOptions& options) {
                                                                             
                                                                         
}

inline Error redis_error(const RedisOptions& options, std::string_view why, Errc code = Errc::storage_failed) {
                                                                                  
}

/// Whether nothing on a network can read along.
inline bool redis_is_local(const RedisOptions& options) {
                                                                         
                                                                               
}

/// Why no call can work with these options.
inline std::optional<Error> redis_problem(const RedisOptions& options) {
                                                                                                      
                                    
                                              
                                                                                                            
                                                                 
                                                                                    
                                                                             
                     
                                                                                                            
                                                                        
   
                                                                                     
                                                                                                  
                                                                                                      
                                                                                                                       
                      
}

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
