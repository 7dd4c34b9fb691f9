/// @file keyturn/protocol/oauth2_endpoint.hpp Which URLs may be endpoints of an auth server.
#ifndef KEYTURN_PROTOCOL_OAUTH2_ENDPOINT_HPP


#include <keyturn/base/url.hpp>

#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// An endpoint as it may be used: there, absolute, without a fragment (RFC 6749, sections 3.1 and 3.2), and no plain http
/// but to this machine. `bad_request` or `insecure_url`, whose detail names it.
inline Result<void> check_endpoint(std::string_view name, std::string_view url) {
                                                                                            
                                     
                                                                                                                   
                                                                                            
                                                                                                   
            
}

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
