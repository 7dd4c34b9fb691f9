// The checks on what drives an asynchronous transport and its client: `poll` and `wake_after`.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_DRIVING_HPP


#include <keyturn/testing/check_transport/async_use.hpp>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace testing::checks {

class TransportDriving {
 public:
  explicit TransportDriving(AsyncUse use) : use_{std::move(use)} {}

  void run(CheckReport& report) const {
                        
                                                                           
                                                                                
                                                                                          
     
                        
                                                                                       
                                                                         
                                                                               
     
  }

 private:
  /// Says nothing until the other side closes.
  static void silence(LoopbackConnection& connection) {
                                                                    
  }

  void no_block(Findings& f) const {
                                   
                                                      
                               
                                                        
                                                                              
                                           
                                             
                                                              
                                                                               
                                               
  }

  void when(Findings& f) const {
                                   
                                                  
                               
                                                        
                                  
                                                    
                                                                            
                                                                                                  
     
                                               
                                                          
                            
                                                            
                                                                                     
  }

  void inside(Findings& f) const {
                                                        
                                  
                                                                     
                                                 
                                                                                       
     
  }

  /// How often the work of `wake_after` was called, and how long after.
  struct Calls {
    std::mutex mutex;
    std::vector<std::chrono::nanoseconds> after;
    std::size_t count() {
                                        
                          
    }
  };
  std::shared_ptr<Calls> wake_after(std::chrono::milliseconds delay) const {
                                                 
                                                            
                                               
                                                     
       
                 
  }

  void not_early(Findings& f) const {
                                                                                  
                                                                                    
                                                 
                    
                                                                                                                 
                       
                                          
                             
                                               
                                                                                              
                                                                                          
  }

  void once(Findings& f) const {
                                            
                                                                      
                        
                                                                                                      
  }

  void in_time(Findings& f) const {
                                             
                                            
                                                                                
                                                                
  }

  AsyncUse use_;
};

}/** @endcond */  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
