/// @file keyturn/protocol/discovery.hpp What an auth server tells about itself (RFC 8414; OpenID Connect Discovery 1.0): where it says so, and how that is read.
/// Pure pieces, for hosts that send their own requests; `discover` of <keyturn/oauth2.hpp> puts them together.
#ifndef KEYTURN_PROTOCOL_DISCOVERY_HPP


#include <keyturn/concepts/codec.hpp>
#include <keyturn/model/request.hpp>
#include <keyturn/protocol/oauth2_config.hpp>
#include <keyturn/protocol/oauth2_endpoint.hpp>

#include <array>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// The two places where the document of an issuer may stand, in the order in which to ask: RFC 8414, section 3.1, then
/// OpenID Connect's. `bad_request` for an issuer that is no URL, or has a query or a fragment; `insecure_url` for plain http
/// but to this machine. The detail names the issuer.
inline Result<std::array<std::string, 2>> discovery_urls(std::string_view issuer) {
                                                           
                                                                                                    
    
                                        
                                                                      
                                                                               
                                                                                                                 

                                                                                             
                                  
                                                                             
                                            
                                                     
                              
                                                                                                            
}

/// The request for one of them: bare, in ten seconds, for a mebibyte at most.
inline Request discovery_request(std::string url) {
                                        
                                     
                                                      
                                                        
                                                    
                 
}

/// The endpoints in a document, if it is that of this very issuer: compared byte for byte (RFC 8414, section 3.3), a slash
/// at the end included. Endpoints may be on other hosts, as Google's are, for the issuer vouches for them; on plain http
/// only where both are this machine. What the document does not say, such as the client's id, is left to the caller.
/// `server_refused` with the status for an answer that is no 200; `bad_answer`, which names the member, for a document that
/// cannot be used.
template <Codec C>
Result<OAuth2Config> read_discovery(const C& codec, std::string_view issuer, const Response& answer) {
                             
                                                                                                                   
                                 
                 
   
                      
                               
                                                           
                                                                                                   
                                                                           
                                                                   
                                                                        
                                                                                  
                                                                       
                                                                                                
                                                                                                            
                                                                    
                                         
                                                                                                
                                                                          
                                                                                    

                                      
                                                 
                                         
                                                       
                                                                                        
                                                                                                                
                                                                        
                                                                                
                                                                        
                                                                        
                                     
   
                                                                                                                      
                         
                                                                                            
                
}

KEYTURN_NAMESPACE_END

#endif
