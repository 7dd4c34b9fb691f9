// The checks on what an asynchronous transport leaves behind when it is destroyed: nothing.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_ENDING_HPP


#include <keyturn/testing/check_transport/async_use.hpp>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace testing::checks {

/// Destroys a transport in the middle of its work, once, and looks at that from several sides.
class TransportEnding {
 public:
  /// Without a transport of its own it skips the checks.
  TransportEnding(std::optional<AsyncUse> use, Callback<void()> destroy)
      : use_{std::move(use)}, destroy_{std::move(destroy)} {}

  void run(CheckReport& report) const {
                                             
                                                                                      
                                         
                                                                                                         
                                          
         
      
                                                             
                                                                     
                                                                                                                       
                                                                   
                                                                                              
  }

 private:
  struct Seen {
    bool quick = false, complete = false, silent = false;
  };

  std::shared_ptr<const Seen> end() const {
                                         
                                                              
                                                                          
       
                                                               
                                                                                                                
                                                                     
                                                                                                
                                     
       
       
                                                                                                               
                                                              
                                  
                                                                             
                                      
                                                                           
                                                                                 
     
                                                                          
                                                               

                                           
               
                                                    
                                     
                                                                                                              
       
                              
                                                                  
                                    
                
  }

  std::optional<AsyncUse> use_;
  Callback<void()> destroy_;
};

}/** @endcond */  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
