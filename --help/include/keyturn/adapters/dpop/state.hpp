// What transport, storage and protocol of one DPoP client know together: which key each token is bound to, the servers'
// nonces and their clock.
#ifndef KEYTURN_ADAPTERS_DPOP_STATE_HPP


#include <keyturn/adapters/dpop/key.hpp>
#include <keyturn/base/time.hpp>

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

using SharedProofKey = std::shared_ptr<const ProofKey>;

/// Safe from many threads at once; nothing is called under its lock.
class DPoPState {
 public:
  /// The field that says, between transport and protocol alone, which key an answer was obtained with or a refresh
  /// needs: its thumbprint. It never goes out.
  static constexpr std::string_view key_field = "Keyturn-DPoP-Key";

  explicit DPoPState(std::string token_endpoint) : token_endpoint_{std::move(token_endpoint)} {}

  std::string_view token_endpoint() const {                         }

  SharedProofKey by_thumbprint(std::string_view thumbprint) {
                                                                                 
  }

  SharedProofKey by_token(const Secret& token) {
                                      
                                                    
                                       
                                                                                            
       
  }

  /// From now on the key is found by its thumbprint and by these tokens, empty ones aside.
  void hold(const SharedProofKey& key, std::initializer_list<const Secret*> tokens) {
                                     
                                      
                                                                    
                                         
                                                                                                            
                              
                                                      
                                                                                            
     
                                                                                              
                            
                                                                
                                                                                 
         
                                         
                                                                       
                                                
     
  }

  /// The session of that key is over.
  void forget(const SharedProofKey& key) {
                                         
                                                                            
  }

  /// The nonce that this server gave last in that role; empty: none.
  std::string nonce(const std::string& place) {
                                         
                                            
                                                                         
  }

  void keep_nonce(const std::string& place, std::string_view nonce) {
                                         
                            
  }

  /// That server's clock minus the clock here, in milliseconds; 0 as long as it is not known.
  void keep_offset(const std::string& place, std::chrono::milliseconds offset) {
                                         
                              
  }
  /** That server's clock minus the clock here, in milliseconds; 0 as long as it is not known. */ std::chrono::milliseconds offset(const std::string& place) {
                                         
                                            
                                                                                         
  }

 private:
  static constexpr std::size_t most_keys = 16, most_tokens = 16, most_places = 64;

  struct Held {
    SharedProofKey key{};
    std::string thumbprint{};
    std::deque<std::string> tokens{};  // their digests, the latest last
  };

  /// What a server told of itself.
  struct Server {
    std::string nonce{};
    std::chrono::milliseconds offset{0};
  };

  Server& at(const std::string& place) {
                                                                    
                                                           
                           
  }

  SharedProofKey find(auto&& is_it) {
                                         
                                                                      
                                            
                                                                                            
                             
  }

  const std::string token_endpoint_;
  std::mutex mutex_;
  std::vector<Held> held_;
  std::map<std::string, Server> servers_;
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
