// The checks on a storage that others use too: its lock, and two users at once.
#ifndef KEYTURN_TESTING_CHECK_STORAGE_SHARED_HPP


#include <keyturn/base/callback.hpp>
#include <keyturn/builtin/hosted.hpp>
#include <keyturn/testing/check_storage/records.hpp>

#include <atomic>
#include <future>
#include <thread>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace testing::checks {

/// Runs `work` on a thread of its own. If it is not done in time, `rescue` is called, once, to let it go. True if it
/// was done in time.
template <class F>
bool done_in_time(std::chrono::milliseconds time, F&& work, const Callback<void()>& rescue) {
                                                                                    
                                                                           
                         
                
                 
}

template <class Make>
class StorageSharing {
 public:
  using Store = std::invoke_result_t<Make&>;
  using Lock = typename Store::Lock;

  explicit StorageSharing(Make& make) : make_{make} {}

  void run(CheckReport& report) {
                                                                                      
                                                                                       
                                                                        
                                                                                           
                                                                                                    
                                                                                                
                                                                                           
                                                                                       
                                                                                            
                                                                            
                                                                              
                                                                                           
                                                                                       
  }

 private:
  static constexpr std::chrono::milliseconds at_once{0}, short_while{100}, too_long{2000};

  std::optional<Lock> take(Findings& f, Store& storage, std::string_view name = account) {
                                                         
                                    
                                                                                                                     
                          
                                                  
  }

  void expect_busy(Findings& f, Store& storage, std::string_view when) {
                                                              
                                                                           
  }

  void keeps_out(Findings& f) {
                                          
                                    
                      
                                                          
                                                            
                                                          
                                                                                                     
  }

  void released(Findings& f) {
                                          
                          
                                                            
                               
                                                                                                              
  }

  void moved(Findings& f) {
                                          
                               
                       
                                                  
                  
                                                                                 
  }

  void other_thread(Findings& f) {
                                          
                                             
                      
                                                     
                 
                                                                      
                                                                                               
                                                                                       
  }

  void per_account(Findings& f) {
                                          
                                    
                                                                  
                                                                                        
                                                                                       
  }

  void through_changes(Findings& f) {
                                          
                                    
                      
                                  
                                  
                                                        
                            
                                                         
                                    
                                                                   
  }

  void not_too_long(Findings& f) {
                                          
                              
                      
                                                                                   
                                                                 
                                                                    
  }

  void long_enough(Findings& f) {
                                          
                              
                      
                                      
                           
                                             
                                                          
                                      
      
                                                                           
                                                                                                    
  }

  void comes_free(Findings& f) {
                                          
                              
                      
                               
                           
                                                                                                      
      
                                                                                     
                                                                     
                                                     
                 
                                                                     
                                                                 
                  
                                                                                             
                                                                     
  }

  void load_without(Findings& f) {
                                          
                                       
                              
                                                                                                                
                                                                             
                                                                  
  }

  void erase_without(Findings& f) {
                                          
                                       
                              
                                                            
                                                                                 
                                                                   
  }

  void seen_by_other(Findings& f) {
                                          
                                   
                                                                         
                                           
                                                                                                         
  }

  void never_half(Findings& f) {
                                          
                                                         
                                 
                                  
                                                                                            
                     
                                                                         
                                                                                           
                                         
       
                
       
                                                                                 
                
                                           
                                                                                        
  }

  Make& make_;
};

}/** @endcond */  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
