// Signs the requests that need a proof, on their way to any other transport.
#ifndef KEYTURN_ADAPTERS_DPOP_TRANSPORT_HPP


#include <keyturn/adapters/dpop/proof.hpp>
#include <keyturn/adapters/dpop/state.hpp>
#include <keyturn/base/url.hpp>
#include <keyturn/builtin/hosted.hpp>
#include <keyturn/concepts/transport.hpp>
#include <keyturn/core/http_time.hpp>
#include <keyturn/protocol/www_authenticate.hpp>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// One request that needs proofs: what is the same for each of its attempts.
class ProvenRequest {
 public:
  ProvenRequest(std::shared_ptr<DPoPState> state, const Request& request)
      : state_{std::move(state)}, began_{Hosted{}.now()} {
                                                                    
                                                                 
                                                                             
                                                                   
                                                                                         
  }

  bool needs_proof() const {                                                     }

  /// The request with a proof for the nonce that is known now, and the time that is left to it. `bad_request` if the
  /// access token has no key here; `timed_out`; `unsupported` if there is no signature to be had.
  Result<Request> next_attempt(const Request& request) {
                                                                    
                              
                                                 
                                                                                                      
                                                        
                                                                                                             
                                   
                       
                                                                                                             
                                                                        
                                                                                                  
                                                                                                          
                                     
                                   
                                                  
                   
  }

  /// Learns from an answer. True if the request is to be sent once more, with the nonce that it asks for; `bad_answer` if
  /// it asks again.
  Result<bool> asks_again(Result<Response>& answer, const Request& request) {
                              
                                                                                                                   
                                                         
                                                                      
                                                          
                             
                                                                    
     
                                                                           
                                              
                   
                                                                                                                      
                  
                
  }

 private:
  static constexpr std::string_view scheme = "DPoP ";

  Result<void> prepare(const Request& request) {
                                   
                                               
                                       
                                                                                                        
                             
                                             
                          
                                                                                                         
                
     
                                                                                                                     
                                   
                                     
                                   
                                                              
              
  }

  /// RFC 9449, sections 8 and 9.
  bool is_challenge(const Response& answer) const {
                                                            
                          
                                                                                                                
                                                                                                              
                                                                             
  }

  std::shared_ptr<DPoPState> state_;
  TimePoint began_;
  Secret access_token_;
  SharedProofKey key_;
  std::string place_, nonce_;
  bool is_token_request_ = false, asked_ = false;
};

}/** @endcond */  // namespace detail

/// A transport around another, made by `DPoP::transport`: requests to the token endpoint and those that carry a DPoP-bound
/// access token get a proof; if the server answers that it wants its nonce in it, they are sent once more, within the
/// same time. All other requests and all else pass through.
template <Transport T>
class DPoPTransport {
 public:
  /// For `DPoP::transport`.
  DPoPTransport(T inner, std::shared_ptr<detail::DPoPState> state)
      : inner_{std::move(inner)}, state_{std::move(state)} {}

  /// The other transport. Valid as long as this object.
  T& inner() {                }

  /// As the other transport; also `bad_request` for an access token without a key here, `bad_answer` if the server
  /// refuses the nonce that it has just given, `unsupported` if OpenSSL fails.
  Result<Response> send(const Request& request) requires BlockingTransport<T> {
                                                  
                                                           
                  
                                                  
                                           
                                          
                                                            
                                       
                                 
     
  }

  /// The same for an asynchronous one.
  void send(Request request, Completion<Response> done) requires AsyncTransport<T> {
                                                  
                                                                                       
                                                                                                        
  }

  /// As the other transport.
  std::optional<std::chrono::milliseconds> poll() requires PolledTransport<T> {                       }
  /** As the other transport. */ void wake_after(std::chrono::milliseconds delay, Callback<void()> work) requires WakingTransport<T> {
                                              
  }

 private:
  struct Proving {
    detail::ProvenRequest proven;
    Request request;
    Completion<Response> done;
  };

  void attempt(std::shared_ptr<Proving> call) {
                                                            
                                                     
                                                                                                 
                                                                        
                                                   
                                             
                                    
        
  }

  T inner_;
  std::shared_ptr<detail::DPoPState> state_;
};

KEYTURN_NAMESPACE_END

#endif
