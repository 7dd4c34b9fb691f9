// The checks on how often and from where a transport sends: never twice by itself, and for many threads at once.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_SENDING_HPP


#include <keyturn/testing/check_transport/expectations.hpp>

#include <condition_variable>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace testing::checks {

class TransportSending {
 public:
  explicit TransportSending(Sender send) : send_{std::move(send)} {}

  void run(CheckReport& report) const {
                                                                                        
                                                                                                        
                                                                                                                    
                                                                                   
                                                                                                     
                                                                                         
                                                                                        
  }

 private:
  static void expect_sent_once(Findings& f, const LoopbackServer& server, std::string_view what) {
                                            
                                                                      
                                                                                                                  
                                                                                              
  }

  void fresh(Findings& f) const {
                                                        
                                                     
                                              
                                
                                          
                                                                                                   
  }

  /// Answers what is not counted, and closes the connection when the counted request has come.
  static void close_when_counted(LoopbackConnection& connection) {
                                                                          
                                                          
  }

  void no_second_try(Findings& f) const {
                                                                 
                                                
                                                       
                              
                                        
                                          
     
  }

  void dead_connection(Findings& f) const {
                                              
                                                     
                                                                  
                                          
  }

  void at_most_once(Findings& f) const {
                                                
                                                
                                                       
                                                       
                              
                                  
                                        
                                                                              
     
  }

  void busy_server(Findings& f) const {
                                                                  
                                                                                   
                                                               
                                                                                   
     
  }

  static constexpr int threads = 4;

  /// Calls `work(index)` on several threads at once.
  template <class F>
  static void on_threads(F&& work) {
                                     
                                                                                    
                                               
  }

  void at_once(Findings& f) const {
                     
                                    
                  
                          
                                                               
                                     
       
                                     
                
                             
                                                                                                                  
       
                                             
       
                                                                           
                                      
                                                                                        
  }

  void own_answers(Findings& f) const {
                                                              
                               
                                                                                                                 
       
                              
                               
                                    
                                                                                         
                                                                                            
                                                                                         
       
       
                                                                                                
  }

  Sender send_;
};

}/** @endcond */  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
