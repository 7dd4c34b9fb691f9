// Waits at the redirect URI for the one request that brings the answer, and lets nobody else get in its way.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_REDIRECT_LISTENER_HPP


#include <keyturn/adapters/browser_sign_in/loopback_socket.hpp>
#include <keyturn/adapters/browser_sign_in/redirect_page.hpp>
#include <keyturn/adapters/browser_sign_in/redirect_request.hpp>
#include <keyturn/base/secret.hpp>
#include <keyturn/base/time.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <poll.h>
#include <sys/socket.h>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// A listening socket and the connections that came in. Browsers open some that they do not use, and others may connect
/// too: so each connection has its own bytes and its own time, one request, and gives way when there are too many. Not
/// safe for use from several threads.
///
/// A server library would be a dependency of every desktop app, for one GET.
class RedirectListener {
 public:
  static constexpr std::size_t max_head = 8192, max_connections = 32;
  static constexpr std::chrono::seconds max_time{10};

  RedirectListener(LoopbackListening listening, std::string path)
      : socket_{std::move(listening.socket)}, authority_{std::move(listening.authority)}, path_{std::move(path)} {}
  /** @cond */RedirectListener(RedirectListener&&) noexcept = default;/** @endcond */

  std::string redirect_uri() const {                                        }

  /// Does what can be done without waiting. `judge(query)` gives a `RedirectVerdict` on each GET of the path that names
  /// this host. After the last one everything is closed, and true returned; the system still delivers the page.
  template <class Judge>
  bool serve(TimePoint now, Judge&& judge) {
                
                                                                     
                                                                          
                                                   
                                                                       
     
                                                                                  
                                                                           
                 
  }

  /// Waits until there may be something to do, or that time is over.
  void wait(std::chrono::milliseconds at_most) const {
                               
                                                                                                          
                                                                                                                
                                               
                       
                                                                                                                     
                                                                                                 
  }

  void close() {
                         
                 
  }

 private:
  struct Connection {
    LoopbackSocket socket;
    TimePoint until;
    std::string head{}, answer{};
    std::size_t sent = 0;

    Connection(LoopbackSocket taken, TimePoint end) : socket{std::move(taken)}, until{end} {                         }
    /** @cond */Connection(const Connection&) = delete;/** @endcond */
    /** @cond */Connection& operator=(const Connection&) = delete;/** @endcond */
    /** @cond */~Connection() { wipe(head); }/** @endcond */  // there is a code in it

    std::string_view to_send() const {                                               }
  };
  enum class Step { more, over, last };

  void accept(TimePoint now) {
                                
                                                                                                       
                                                       
                                              
                  
                                                                          
                 
       
                                                            
                                                                    
                                                                                 
             
     
  }

  template <class Judge>
  Step go_on(Connection& connection, Judge&& judge) {
                                                            
                                          
                                                             
                                                                                      
                                   
                                                                                                                   
                                                      
                          
                                       
                                            
  }

  template <class Judge>
  RedirectVerdict verdict_on(std::string_view head, Judge&& judge) const {
                                                     
                                                                                            
                                                                                                      
                                                                 
                                                                     
                                 
  }

  static Step receive(Connection& connection) {
                                 
                                               
                                                                                         
                                                                       
                                              
                                                                                                                    
                                                                        
                                                                          
     
                                     
                      
  }

  /// Once all is sent, what the other side still sends is read and dropped until it closes: a connection that is closed
  /// with bytes unread takes the answer back.
  static Step send(Connection& connection) {
                                           
                                                                     
                                               
                                                                                             
                                                        
                                                                                    
     
                                 
                                  
                                                        
                                                                                                                
                         
     
                      
  }

  LoopbackSocket socket_;
  std::string authority_, path_;
  std::list<Connection> connections_;
  bool out_of_descriptors_ = false;
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
