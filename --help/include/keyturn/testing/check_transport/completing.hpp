// The checks on how an asynchronous transport completes: once, from whatever place, with nothing held up meanwhile.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_COMPLETING_HPP


#include <keyturn/testing/check_transport/async_use.hpp>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace testing::checks {

class TransportCompleting {
 public:
  explicit TransportCompleting(AsyncUse use) : use_{std::move(use)} {}

  void run(CheckReport& report) const {
                                                                                      
                                                                          
                                                                                                     
                                                                                                     
                                                                                          
                                                                              
                                                                                       
                              
                                                                                                    
                                                                                            
  }

 private:
  void no_wait(Findings& f) const {
                       
                                     
                                                               
                                     
                                        
                                             
       
                                                                    
                        
                                                   
                                                             
  }

  /// Starts a call, and counts how often the transport completes it until long after its end.
  Result<Response> expect_one_completion(Findings& f, Request request, std::string_view what) const {
                                          
                                              
                                                    
                                                                                          
                                                              
                        
                                                                                       
                                                                            
  }

  void once(Findings& f) const {
                                                            
                                                                                                          
                                                                                                         
                                                                                                            
                                                            
                                                                                                                    
  }

  void once_in_time(Findings& f) const {
                                                              
                                     
                                          
                                                 
       
                                                          
                           
                                                                                                             
                                             
  }

  void once_stopped(Findings& f) const {
                                                                                
                                                          
                                                             
                                                                                                                 
                                                
  }

  /// Answers each request with its target.
  static void echo(LoopbackConnection& connection) {
                             
                                                                                   
  }

  void many(Findings& f) const {
                                
                                                              
                                                                                                                   
                          
                                                                                                              
      
                                                                                        
                                                     
                                                                                                   
  }

  void from_inside(Findings& f) const {
                                
                                              
                                                               
                                                                                                                
                                                    
                                                                                                                        
  }

  /// Sends the next call of a chain from inside the completion of the one before.
  struct Link {
    struct Chain {
      AsyncUse use;
      Request request;
      std::atomic<int> left{100}, ended{0}, answered{0};
    };
    std::shared_ptr<Chain> chain;

    void operator()(const Result<Response>& result) const {
                                    
                                                                                                 
                     
    }
  };

  void many_from_inside(Findings& f) const {
                                
                                                                                                         
                                                                                              
                                                                       
                                                                      
                                                                                                                    
  }

  void no_lock(Findings& f) const {
                                
                       
                         
                                               
                      
                                                                       
                               
                                                              
                            
         
                                        
       
                                                      
                                                                          
                 
                                                                        
                                                         
  }

  void woken(Findings& f) const {
                                
                                                                  
                        
                                           
                                                                            
                                                                                                              
  }

  AsyncUse use_;
};

}/** @endcond */  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
