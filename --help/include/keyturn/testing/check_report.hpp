/// @file keyturn/testing/check_report.hpp What the checks of the test kit give back: named checks, whether each passed, and what was seen.
#ifndef KEYTURN_TESTING_CHECK_REPORT_HPP


#include <keyturn/base/result.hpp>

#include <algorithm>
#include <exception>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// One check and how it ended.
struct Check {
  std::string name{};  ///< What must be so, in words.
  bool passed = true;  ///< Also where it was skipped.
  std::string
      seen{};  ///< Why it did not pass, or why it was skipped, or a remark; empty where there is nothing to say.
};

/// What a running check has to say. For one thread at a time.
class Findings {
 public:
  /// States what must be so. The first statement that is not met makes the check fail, and is what was seen; later ones
  /// follow from it more often than not. Returns `met`.
  bool expect(bool met, std::string_view otherwise) {
                          
                      
                        
     
               
  }

  /// Says that this system does not let the check find out. It counts as passed.
  void skip(std::string_view why) {
                                                        
  }

  /// Whether all that was expected was met, and what is to be said, as in a `Check`.
  bool passed() const {                 }
  /** Whether all that was expected was met, and what is to be said, as in a `Check`. */ const std::string& seen() const {               }

 private:
  bool passed_ = true;
  std::string seen_;
};

/// The checks of one run, in their order. A value; it holds nothing of what was checked.
class CheckReport {
 public:
  /// Whether every check passed.
  bool passed() const {
                                                                                                        
  }
  /** Whether every check passed. */ explicit operator bool() const {                  }

  /// All of them, in order. Valid until the report changes.
  const std::vector<Check>& checks() const {                 }

  /// The check of that name, or null. Valid until the report changes.
  const Check* find(std::string_view name) const {
                      
                                                                                                             
                                                      
  }

  /// The names of the checks that did not pass.
  std::vector<std::string> failed() const {
                                   
                                      
                                                     
                 
  }

  /// One line for each check, and one for all of them.
  std::string text() const {
                     
                                        
                                                                                 
                                                                    
                   
     
                                                             
                                        
                                                                    
                                                                                               
  }
  /** One line for each check, and one for all of them. */ friend std::ostream& operator<<(std::ostream& out, const CheckReport& report) {                              }

  /// Runs `body(Findings&)` as the check of that name. What it throws makes it fail.
  template <class F>
  void run(std::string name, F&& body) {
                      
                          
         
                     
                                            
                                                                                     
                   
                                                      
     
     
                   
      
                                                                                                       
  }

 private:
  std::vector<Check> checks_;
};

/// An error as a report shows it.
inline std::string describe(const Error& error) {
                                          
                                                                                
              
}

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
