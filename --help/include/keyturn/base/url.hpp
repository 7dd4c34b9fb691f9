/// @file keyturn/base/url.hpp A strict reading of http and https URLs, so that "where does this token go" has one answer here and in the transport.
#ifndef KEYTURN_BASE_URL_HPP


#include <keyturn/base/result.hpp>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// Scheme, host and port: what decides whether a token may go along (RFC 6454, section 4).
struct Origin {
  bool secure = false;     ///< https
  std::string host{};      ///< Lower case; an IPv6 address stands in brackets.
  std::uint16_t port = 0;  ///< Never 0 in an origin that was read.

  /** @cond */friend bool operator==(const Origin&, const Origin&) = default;/** @endcond */
};

/** @cond */namespace detail {
constexpr bool is_digit(char c) {                              }
constexpr bool is_alpha(char c) {                                                          }
constexpr bool is_hex(char c) {                                                                         }
constexpr char lower(char c) {                                                                     }

constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) {
                                         
                                            
                                                 
              
}

/// Four decimal numbers without leading zeros, and nothing else: every other spelling of an IPv4 address means
/// different hosts to different parsers.
constexpr bool is_dotted_quad(std::string_view host) {
                                        
                           
                       
                                                                        
                                                                       
                                                                                        
                               
                                       
                                             
                          
   
               
}

/// Whether the last label of a name is a number, decimal, octal or hexadecimal: such hosts are addresses to some
/// parsers.
constexpr bool ends_in_number(std::string_view host) {
                                                 
                                                            
                                  
                                                                     
                                                                              
                                                             
}

constexpr bool is_host_name(std::string_view host) {
                                                                             
                                                 
                           
                                                                                       
                                                              
   
                                                            
}

/// RFC 4291, section 2.2, in brackets and without a zone.
constexpr bool is_ipv6_literal(std::string_view host) {
                                                                   
                                         
                 
                                          
                                       
                         
                               
                  
            
     
                           
                                                                  
                                                
             
                               
                            
                                                            
                          
                                         
                                
                     
                          
   
                                              
}

/// Whether all bytes from `begin` on are visible ASCII and none is a backslash. A word at a time, since each call's URL
/// comes by here; some before `begin` may be looked at too.
inline bool holds_only_url_bytes(std::string_view text, std::size_t begin = 0) {
                           
                                                               
                                                                                                                       
                                       
                                                                                                        
                                        
    
                                               
                   
                                                        
                 
    
                                   
                                                                  
                                                                     
                          
   
                                                                   
                                               
                                                      
}
}/** @endcond */  // namespace detail

/// Whether `url` begins with a scheme, and so is no path.
constexpr bool is_absolute_url(std::string_view url) {
                                               
                             
                                          
                                                       
   
               
}

/// Whether the host is this machine: 127.0.0.0/8, [::1] or the name localhost, in exactly these spellings.
constexpr bool is_loopback(const Origin& origin) {
                                                                
                                                                                  
}

/// Whether tokens and passwords may go there: https anywhere, plain http to this machine alone.
constexpr bool is_trustworthy(const Origin& origin) {                                              }

/// The origin of an absolute http or https URL. `bad_request`, which says what is wrong but does not repeat the URL,
/// for everything that parsers disagree on: user info, backslashes, white space and control characters, bytes above
/// 0x7e (write such hosts in punycode), empty or numeric hosts that are no dotted quad, an empty or impossible port.
inline Result<Origin> origin_of(std::string_view url) {
                                         
                                                                                                         

                                            
                                                                                                       
                
                                                                 
                         
                                                                      
                                                                                  

                               
                                                                       
                                                                                                   

                                                                                                          
                                                              
                                                                    
                                                                               
                                                            

                                        
                                           
                  
   
                                                                  
                                                                         
                                                        
                                                                
                     
                                                                                
                                                                                               
                                                  
                
}

/// `path` below `base`: exactly one slash between them, and never another origin than that of `base`.
inline std::string join_url(std::string_view base, std::string_view path) {
                                                    
                  
                                             
              
                                                                   
              
             
}

KEYTURN_NAMESPACE_END

#endif
