// The checks on a storage whose place breaks: a save is all or nothing, and what cannot be read is not absent.
#ifndef KEYTURN_TESTING_CHECK_STORAGE_FAULTS_HPP


#include <keyturn/base/callback.hpp>
#include <keyturn/testing/check_storage/records.hpp>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace testing::checks {

template <class Make>
class StorageFaults {
 public:
  StorageFaults(Make& make, Callback<void()> break_it, Callback<void()> mend_it)
      : make_{make}, break_{std::move(break_it)}, mend_{std::move(mend_it)} {}

  void run(CheckReport& report) {
                                                                                            
                                                                                          
                                                                                                               
                                                                                         
                                                                                     
                                                                                   
  }

 private:
  /// Breaks the place for as long as it lives.
  class Broken {
   public:
    explicit Broken(StorageFaults& faults) : faults_{faults} {                   }
    /** @cond */Broken(const Broken&) = delete;/** @endcond */
    /** @cond */Broken& operator=(const Broken&) = delete;/** @endcond */
    /** @cond */~Broken() { faults_.mend_(); }/** @endcond */

   private:
    StorageFaults& faults_;
  };

  void reported(Findings& f) {
                                
                                     
                               
                                                                    
                                                                      
                                                                                                     
  }

  void old_stays(Findings& f) {
                                
                                     
                                              
                                                                     
                          
                                                                                    
  }

  void nothing_stays(Findings& f) {
                                
                                                                                                   
  }

  void not_empty(Findings& f) {
                                
                                     
                               
                                                                       
                                                                                                                    
                                                            
  }

  void erased(Findings& f) {
                                
                                     
                           
                                 
                                                
        
                                                                                   
  }

  void works_again(Findings& f) {
                                
                                                     
                                       
                                                                              
  }

  bool save_in_broken_place(auto& storage) {
                               
                                                                             
  }

  Make& make_;
  Callback<void()> break_, mend_;
};

}/** @endcond */  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
