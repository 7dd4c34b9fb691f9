/// @file keyturn/testing/scripted_transport.hpp A transport that answers by script and remembers what it was asked.
#ifndef KEYTURN_TESTING_SCRIPTED_TRANSPORT_HPP


#include <keyturn/concepts/transport.hpp>

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// Gives the answers of its script in order, one for each request, and keeps the requests with their bodies read.
/// Copies share the script, so a test keeps one and gives the client another. Safe for many threads; blocks only if a
/// scripted function does.
class ScriptedTransport {
 public:
  /// Makes an answer, or an error, of the request.
  using Answer = Callback<Result<Response>(const Request&)>;

  /// A request as it came, its body as bytes.
  struct Seen {
    Request request{};   ///< As the transport got it.
    std::string body{};  ///< All that its reader gave.
  };

  /// The next answer. Returns itself, so that a script reads in one line.
  ScriptedTransport& answer(Result<Response> result) {
                                                                                           
  }

  /// The next answer, made by a function when its turn comes. Called without a lock; it may call the client.
  ScriptedTransport& answer(Answer make) {
                                               
                                               
                 
  }

  /// What every request gets once the script is over; without it: `not_sent`.
  ScriptedTransport& then(Answer make) {
                                               
                                          
                 
  }

  /// All requests so far, in order.
  std::vector<Seen> seen() const {
                                               
                         
  }

  /// The next answer of the script; blocks if a scripted function does.
  Result<Response> send(const Request& request) {
                                
              
                                          
                                                                                                   
                         
  }

 private:
  Answer next(const Request& request) {
                                               
                                               
                                             
                                                            
                                                     
                                
                
  }

  static std::string read_all(const Body& body) {
                     
                      
                                      
                                                                              
                
  }

  struct Shared {
    mutable std::mutex mutex;
    std::deque<Answer> script;
    Answer afterwards;
    std::vector<Seen> seen;
  };
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
