/// @file keyturn/adapters/curl_multi_lanes.hpp Which of the waiting requests may go next, so that the limits on connections hold.
#ifndef KEYTURN_ADAPTERS_CURL_MULTI_LANES_HPP


#include <keyturn/adapters/curl_multi_call.hpp>
#include <keyturn/adapters/curl_multi_options.hpp>

#include <algorithm>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// The requests to one origin, in their order.
struct CurlMultiLane {
  std::list<CurlMultiCall*> waiting{};
  std::size_t running = 0;
  bool multiplexes = false;  ///< The server speaks HTTP/2: what runs shares a connection.

  std::size_t connections() const {                                                                   }
};

/// A lane for each origin, and one for auth requests. Lanes take turns. For one thread at a time.
class CurlMultiLanes {
 public:
  static constexpr std::size_t auth_connections = 4;  ///< Beside the limits.

  explicit CurlMultiLanes(const CurlMultiOptions& options)
      : max_connections_{std::max<std::size_t>(options.max_connections, 1)},
        per_host_{std::max<std::size_t>(options.max_connections_per_host, 1)},
        streams_{std::max<std::size_t>(options.max_streams_per_host, 1)} {}

  /// A call that waits from now on.
  void add(CurlMultiCall& call) {
                                                  
                                         
                            
                                                                                                        
                                                                            
  }

  /// The call that runs from now on; null if none waits that may.
  CurlMultiCall* next() {
                                                                                      
                                          
                                                                      
                                                      
                                           
                          
                               
     
                   
  }

  /// Takes out a call that waits or runs. `multiplexed`: whether it ran over HTTP/2; nothing if that is not known.
  void remove(CurlMultiCall& call, std::optional<bool> multiplexed = {}) {
                                     
                       
                                    
                     
                                                                
                                    
            
                                     
     
                                           
  }

  /// How many origins are remembered.
  std::size_t origins() const {                       }

 private:
  std::size_t counted(const CurlMultiLane& lane) const {                                                  }

  bool may_run(const CurlMultiLane& lane) const {
                                                                                                        
                                                                                     
  }

  CurlMultiCall* run(CurlMultiLane& lane) {
                                                     
                             
                         
                                  
                   
                                  
                
  }

  /// What an origin speaks is worth knowing; that it was there is not.
  void forget_if_idle(const CurlMultiLane& lane, std::string_view url) {
                                                                                                 
                                                                 
  }

  const std::size_t max_connections_, per_host_, streams_;
  CurlMultiLane auth_;
  std::map<std::string, CurlMultiLane, std::less<>> lanes_;
  std::string last_;             // the origin that had its turn last
  std::size_t connections_ = 0;  // in use, without those of auth_
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
