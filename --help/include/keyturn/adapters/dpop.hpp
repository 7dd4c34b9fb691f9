/// @file keyturn/adapters/dpop.hpp Access and refresh tokens that are worth nothing without a key that never leaves this machine (DPoP, RFC 9449).
/// Needs libcrypto of OpenSSL 3. With <keyturn/oauth2.hpp> beside it:
///
///     config.token_type = "DPoP";
///     keyturn::DPoP dpop{config.token_endpoint};
///     keyturn::AuthClient client{dpop.transport(keyturn::CurlTransport{}),
///                                dpop.storage(keyturn::FileStorage::for_app("notes")),
///                                dpop.protocol(keyturn::OAuth2{config})};
///
/// Each login makes a key of its own (ES256). Requests to the token endpoint and requests that carry the access token get
/// a proof signed with it. It is done around transport, storage and protocol, so that the core knows nothing of it and
/// every promise holds as it is: the key lies in the same write as the tokens, a refresh is proven with the key of its
/// refresh token whoever logs in meanwhile, and a nonce that the server asks for costs neither the replay nor the refresh
/// token; but for a request whose body can be read only once, which is answered with the 401.
#ifndef KEYTURN_ADAPTERS_DPOP_HPP


#include <keyturn/adapters/dpop/storage.hpp>
#include <keyturn/adapters/dpop/transport.hpp>
#include <keyturn/concepts/protocol.hpp>
#include <keyturn/protocol/device_authorization.hpp>

KEYTURN_NAMESPACE_BEGIN

/// A protocol around another, made by `DPoP::protocol`: all that `P` says, and that tokens which the server did not bind
/// to the key are no answer (RFC 9449, section 5).
template <Protocol P>
class DPoPProtocol : public P {
 public:
  /// For `DPoP::protocol`.
  DPoPProtocol(P inner, std::shared_ptr<detail::DPoPState> state) : P{std::move(inner)}, state_{std::move(state)} {}

  /// As the other; also `bad_request`, which names the URL, if its refreshes go elsewhere than to the token endpoint.
  Result<Request> refresh_request(const TokenSet& tokens) const {
                                              
                                 
                                                                                                                 
                                                                                               
                                                                                                                       
                                                      
                                                                    
                                       
                                                                                                                        
                                                                          
                   
  }

  /// As the other; also `bad_answer` if the token's type is not DPoP.
  Result<TokenSet> read_tokens(const Response& answer) const {
                                         
                               
                                                                         
                  
  }

  /// As the other, and `failed` where `read_tokens` would refuse them.
  DevicePoll read_device_poll(const Response& answer) const requires requires(const P& protocol) {
    protocol.read_device_poll(answer);
  }
  {
                                                  
                                                         
                                                                                                   
                
  }

 private:
  Result<void> bind(const Response& answer, const TokenSet& tokens) const {
                                                                
                                                                                                                     
                                                   
                                                                             
                                                                               
                                                                                                                        
                                                                     
              
  }

  std::shared_ptr<detail::DPoPState> state_;
};

/// What binds one client's tokens to a key. Give all three parts of the client to the one object; it may die before
/// them. Copies share everything. Safe from many threads at once.
class DPoP {
 public:
  /// Requests to this URL, exactly as the protocol spells it, are proven without an access token.
  explicit DPoP(std::string token_endpoint) : state_{std::make_shared<detail::DPoPState>(std::move(token_endpoint))} {}

  /// The three parts of the client, each around one of the host's.
  template <Transport T>
  DPoPTransport<T> transport(T inner) const {
                                      
  }
  /** The three parts of the client, each around one of the host's. */ template <Storage S>
  DPoPStorage<S> storage(S inner) const {
                                      
  }
  /** The three parts of the client, each around one of the host's. */ template <Protocol P>
  DPoPProtocol<P> protocol(P inner) const {
                                      
  }

 private:
  std::shared_ptr<detail::DPoPState> state_;
};

KEYTURN_NAMESPACE_END

#endif
