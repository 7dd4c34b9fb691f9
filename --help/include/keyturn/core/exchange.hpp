// One API request as pure functions, which every driver calls: where it may go, the token on it, and what its answer
// asks for.
#ifndef KEYTURN_CORE_EXCHANGE_HPP


#include <keyturn/base/list.hpp>
#include <keyturn/base/url.hpp>
#include <keyturn/core/session.hpp>
#include <keyturn/model/access_token.hpp>
#include <keyturn/model/options.hpp>
#include <keyturn/model/request.hpp>

#include <vector>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace core {

/// The origins that may get the access token: that of the API base, and those the host named. Read once.
class Origins {
 public:
  Origins(std::string_view api_base, const std::vector<std::string>& allowed) : base_url_{api_base} {
                                       
                                                                         
                                                 
                                
                                                                                                    
  }

  /// An origin in the options that cannot be read, as `bad_request`: better said at the first call than never.
  Result<void> check() const {
                                       
                                        
                                                                                                          
              
  }

  bool allows(const Origin& origin) const {
                                    
                                     
                 
  }

  /// The short way: true only if `origin_of(url)` is trustworthy and allowed, seen by how the URL begins. False says
  /// nothing.
  KEYTURN_IN_ONE_PIECE bool begins_at_home(std::string_view url) const {
                                           
                                                
                                                                    
                                                                    
                                                                       
                 
  }

  std::string_view base_url() const {                   }
  const Result<Origin>& base() const {                           }

 private:
  // Firmware calls its API so rarely that room counts for more.
  static constexpr bool are_short_ways_kept = KEYTURN_HAS_HOSTED;

  friend bool operator==(const Result<Origin>& a, const Origin& b) {                      }

  void keep_home(std::string_view url, const Result<Origin>& origin) {
                                                    
                                                                                 
  }

  static bool ends_authority(std::string_view url, std::size_t at) {
                                                                                  
  }

  std::string base_url_;
  List<Result<Origin>> origins_;  // the first one is that of the base
  List<std::string> homes_;       // trustworthy origins as they were spelt, unless the options are wrong
};

/** @cond */namespace detail {
/// The bytes of a token of RFC 9110, section 5.6.2. A table, since each call's method and header names come by here: of
/// bytes, or of bits where memory is small.
class TokenBytes {
 public:
  constexpr TokenBytes() {
                                                                                
                                               
                                               
  }
#if KEYTURN_HAS_HOSTED
  constexpr bool has(char c) const {                                               }

 private:
  constexpr void allow(char c) {                                               }
  bool table_[256]{};
#else
  constexpr bool has(char c) const {                                                                            }

 private:
  constexpr void allow(char c) {                                                               }
  std::uint32_t table_[8]{};
#endif
};
inline constexpr TokenBytes token_bytes{};

/// Whether text is such a token: what methods and header names are made of.
constexpr bool is_http_token(std::string_view text) {
                           
                                          
                       
}
}/** @endcond */  // namespace detail

/// Whether the method and the headers may go out as they are (P10).
KEYTURN_IN_ONE_PIECE constexpr bool has_sendable_fields(const Request& request) {
                                                           
                                              
                                                                                            
              
}

/// `bad_request` if the method, a header name or a header value may not go out as it is.
inline Result<void> check_fields(const Request& request) {
                                              
                                                                                                     
                                              
                                       
                                             
                                                                                                
                                                              
}

/** @cond */namespace detail {
/// `prepare` without the short way.
inline Result<bool> prepare_unknown(Request& request, const Origins& origins) {
                                                                          
                                                                 
                                      
                                                       
                                                            
   
                                   
                                            
                                                         
   

                                             
                                     
                                               
                                                   
                                                          
                                                   
                   
                                                                                                          
                                                     
                                                                                                                  
}
}/** @endcond */  // namespace detail

/// Makes the URL absolute and fills in what the request leaves to the options. Whether the access token goes along; or
/// `bad_request`, `insecure_url`, `origin_not_allowed`.
KEYTURN_IN_ONE_PIECE inline Result<bool> prepare(Request& request, const Origins& origins, const Options& options) {
                                                                             
                                                                                                          
                                                                          
                
   
                                                   
}

/// Puts the token on a request, whose header values are wiped from now on when they go (P16).
KEYTURN_IN_ONE_PIECE inline void attach(Request& request, const Snapshot& token) {
                                
                                           
}

/// Whether the answer says that the access token is dead. 403 does not (RFC 6750, section 3.1).
constexpr bool is_unauthorized(const Response& answer) {                              }

}/** @endcond */  // namespace core

KEYTURN_NAMESPACE_END

#endif
