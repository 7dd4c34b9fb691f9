// Asks an issuer for its endpoints, with either kind of transport.
#ifndef KEYTURN_DRIVE_DISCOVER_HPP


#include <keyturn/concepts/transport.hpp>
#include <keyturn/drive/host_code.hpp>
#include <keyturn/protocol/discovery.hpp>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace drive {

/// The places where an issuer's document may stand, one after another. The first that can be used ends it; so does an
/// error of the transport, for there is no answer at the other place either. The error is that of the first place where a
/// document was, else of the last place; its detail names the URL.
template <Codec C>
class Discovery {
 public:
  Discovery(C codec, std::string_view issuer) : codec_{std::move(codec)}, issuer_{issuer} {
                                       
             
                               
        
                                        
                  
  }

  bool is_over() const {               }
  Request request() const {                                          }
  Result<OAuth2Config> result() && {                            }

  /// The answer to that request.
  void take(Result<Response> answer) {
                                                                                                          
                                                           
                                                                     
                                                                                   
                                                        
             
  }

 private:
  C codec_;
  std::string issuer_;
  std::array<std::string, 2> urls_;
  std::size_t place_ = 0;
  bool over_ = false;
  Result<OAuth2Config> result_ = Error{};
};

/// The endpoints of an issuer. Blocks for two requests at most, ten seconds each. Errors: those of `discovery_urls`, of
/// the transport and of `read_discovery`.
template <Codec C, BlockingTransport T>
Result<OAuth2Config> discover(const C& codec, T& transport, std::string_view issuer) {
                                        
                              
                                                                                                            
                                       
}

/// The same without blocking; `done` is called as the transport completes. The transport must outlive that.
template <Codec C, AsyncTransport T>
void discover(Discovery<C> discovery, T& transport, Completion<OAuth2Config> done) {
                                                                      
                                        
                                                                                                        
                                                                                                   
                                                     
                                                                              
                     
}

}/** @endcond */  // namespace drive

KEYTURN_NAMESPACE_END

#endif
