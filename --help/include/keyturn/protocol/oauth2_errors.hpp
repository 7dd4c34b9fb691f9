/// @file keyturn/protocol/oauth2_errors.hpp The words by which OAuth 2.0 servers name errors. Only these stand in errors for people: any other text of an answer
/// might be a secret.
#ifndef KEYTURN_PROTOCOL_OAUTH2_ERRORS_HPP


#include <keyturn/config/abi.hpp>

#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// Errors that say the same however often they are asked: the client's registration or the configuration is wrong, or the
/// server wants to see the user.
constexpr bool is_lasting_oauth2_error(std::string_view word) {
                                   
                                                                                                             
                                                                                                                   
                                                             
                                 
               
}

/// Whether `word` is registered as an error (IANA, OAuth Extensions Error Registry), or as good as that.
constexpr bool is_oauth2_error(std::string_view word) {
                                   
                                                                                                                   
                                                                                                         
                                                                                                                      
                                                                                            
                                 
                                       
}

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
