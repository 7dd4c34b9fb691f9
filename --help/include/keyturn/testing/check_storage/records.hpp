// The checks on what a storage keeps: round trips, odd records, odd names, erase.
#ifndef KEYTURN_TESTING_CHECK_STORAGE_RECORDS_HPP


#include <keyturn/concepts/storage.hpp>
#include <keyturn/testing/check_report.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace testing::checks {

inline constexpr std::string_view account = "keyturn-check", other_account = "keyturn-check-2";

/// Names that a storage might take for one another, or for something else than a name.
inline const std::vector<std::string>& odd_accounts() {
                                                              
                                                              
                                                                
                                                                   
                                                                  
                                                                
                                                               
                                                               
                                                               
                                                                 
                                                                
                                                                
                                                                                  
                                                                        
               
}

/// As a report shows it: never the bytes themselves.
inline std::string describe_record(const Result<std::optional<Secret>>& loaded) {
                                               
                                                                                                   
}

/// Expects that `storage` holds exactly these bytes.
inline bool expect_record(Findings& findings, auto& storage, std::string_view name, std::string_view bytes,
                          std::string_view when) {
                                                                  
                                                                     
                                                                                                             
                                                                                             
}

/// Expects that `storage` holds nothing.
inline bool expect_nothing(Findings& findings, auto& storage, std::string_view name, std::string_view when) {
                                                                  
                                                                                                           
}

/// Expects that a save or an erase succeeded.
inline bool expect_done(Findings& findings, const Result<void>& result, std::string_view what) {
                                            
                                                                                                             
}

inline bool save(Findings& findings, auto& storage, std::string_view name, std::string_view bytes) {
                                                                          
}

inline bool erase(Findings& findings, auto& storage, std::string_view name) {
                                                             
}

/// An object whose place has no record of the account any more.
inline auto fresh(auto& make) {
                        
                                            
                 
}

/// Erases all that the checks may have left.
inline void clear_storage(auto& make) {
                        
                                                                                        
                                                  
}

template <class Make>
class StorageRecords {
 public:
  explicit StorageRecords(Make& make) : make_{make} {}

  void run(CheckReport& report) {
                                                              
                             
                                                             
       
                                                                   
                             
                                 
       
                                                                                              
                                                                                          
                                                                                
                                                                                                             
                                                                               
                                                                                               
                                                                               
                                                                                  
                                                                              
                                                                                     
  }

 private:
  void round_trip(Findings& f, std::string_view bytes) {
                                
                                                                                                  
  }

  void load_again(Findings& f) {
                                
                                          
                                                                     
                                                                      
  }

  void any_byte(Findings& f) {
                      
                                                                            
                         
                                                                                                      
                                                                                                                
                          
  }

  void replace(Findings& f) {
                                
                                        
                                                                                                                     
                                                                                                                   
  }

  void outlive(Findings& f) {
     
                                  
                                        
     
                           
                                                                  
  }

  void keep_apart(Findings& f) {
                                
                           
                                                                                                                
               
                                                  
                                                                                                             
  }

  void erase_it(Findings& f) {
                                
                                          
                                                                                       
  }

  void erase_again(Findings& f) {
                                
                                          
                                              
                               
  }

  void erase_one(Findings& f) {
                                
                                      
                                                 
                                              
                                                                                                
  }

  Make& make_;
};

}/** @endcond */  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
