// The checks on how a transport fails: limits, answers cut off, servers that cannot be reached, and time.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_FAILURES_HPP


#include <keyturn/testing/check_transport/expectations.hpp>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace testing::checks {

/// A port at which nobody accepts and the queue is full, so that a connection is neither made nor refused.
class FullPort {
 public:
  FullPort() {
                                            
                                                
                                      
                                 
                                                                               
     
  }
  /** @cond */FullPort(const FullPort&) = delete;/** @endcond */
  /** @cond */FullPort& operator=(const FullPort&) = delete;/** @endcond */
  /** @cond */~FullPort() {
    for (const Socket socket : sockets_) close_socket(socket);
  }/** @endcond */

  /// False where the system does not do that.
  bool full() const {               }
  /** False where the system does not do that. */ std::string url() const {                                                      }

 private:
  Listener listener_{0};
  std::vector<Socket> sockets_;
  bool full_ = false;
};

class TransportFailures {
 public:
  explicit TransportFailures(Sender send) : send_{std::move(send)} {}

  void run(CheckReport& report) const {
                                                                                        
                                                                                              
                                                                                              
                                                                                  
                                                                                                 
                                                                                                      
                                                                                     
                                                                                               
                                                                                      
                                                                                    
                                                                                           
                                                                                             
                                                                                         
                                                                                        
                                                                                                   
                                                                                              
  }

 private:
  static std::vector<std::string> in_every_way(const std::string& body) {
                                   
                                                                                                       
                                                                                         
                                                                   
  }

  static std::string hexadecimal(std::size_t number) {
                       
                                                                                                    
                  
  }

  Result<Response> send_limited(const LoopbackServer& server, std::size_t limit) const {
                                         
                                 
                          
  }

  void at_limit(Findings& f) const {
                                      
                                                         
                                              
                                                       
     
  }

  void over_limit(Findings& f) const {
                                                                           
                                              
                                                                                                          
     
  }

  static constexpr std::size_t far_too_much = 24u << 20;  // beyond what the system's buffers take in

  /// Sends `head`, and `piece` over and over; `written` says how much of it went out.
  static LoopbackServer::Script endless(std::string head, std::string piece, std::atomic<std::size_t>& written) {
                                                                                                         
                                                                
                                                                                        
      
  }

  void endless_body(Findings& f) const {
                                        
                                                                                                 
                                                                                         
                                                                                                  
  }

  void endless_header(Findings& f) const {
                                        
                      
                                                                                                       
                                                                          
                                                   
                                                                        
                                                                                
  }

  void cut_off(Findings& f) const {
                                                                                                  
                                                                                                                   
                                                                                                   
                                                       
                                                                 
                                                                                                                 
         
                                                               
                                                                                  
                          
                                                                                                           
                                                                                                                  
                                              
       
     
  }

  static std::size_t cut_at(const ReceivedRequest& request) {
                                                                 
  }

  void closed(Findings& f) const {
                                                                                                         
                                                                                                
                                                                 
                                                
       
                                                                                                                
  }

  static std::string url_of_nobody() {
                                                            
                        
  }

  Request request_for(std::string url, std::chrono::milliseconds timeout) const {
                                                                                                 
  }

  void refused(Findings& f) const {
                                                                                                                    
  }

  void unknown_name(Findings& f) const {
                                                          
                                                                             
                                                                          
                                                                                                                   
                                                                             
  }

  /// Expects that `request`, which has little time, times out while it still matters.
  void expect_timeout(Findings& f, Request request) const {
                           
                                           
                                       
                                             
                                                                         
                                                                                  
  }

  void no_connection(Findings& f) const {
                        
                                                                               
                                                     
  }

  void unread_request(Findings& f) const {
                                                              
                                      
                                                                                
       
                                                                               
                                                                  
                                                             
                     
                                             
                    
        
      
                                                                                    
  }

  void silence(Findings& f) const {
                                                              
                                                                      
       
                                                      
  }

  /// Sends `head`, and then `piece` every few milliseconds.
  static LoopbackServer::Script trickle(std::string head, std::string piece) {
                                                                                               
                                                                
                                                                 
                                                                                                
                                       
       
      
  }

  void slow_header(Findings& f) const {
                                                                             
                                                          
  }

  void slow_body(Findings& f) const {
                                                                                              
                                                        
  }

  void slow_data(Findings& f) const {
                                                                                              
                                                       
                                                            
                               
  }

  void late_answer(Findings& f) const {
                                                              
                                                                            
                                                 
       
                                                               
  }

  void works_again(Findings& f) const {
                                                                         
                                                              
                                 
                                                            
                                                                                             
                                                            
       
       
                                                           
                                               
                                                  
                           
                                      
                                                               
  }

  Sender send_;
};

}/** @endcond */  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
