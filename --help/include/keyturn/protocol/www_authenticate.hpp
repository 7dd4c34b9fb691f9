/// @file keyturn/protocol/www_authenticate.hpp Reads what a 401 or 403 asks for: the challenges of WWW-Authenticate (RFC 9110, section 11.6.1), such as the scope that is
/// missing (RFC 6750, section 3).
#ifndef KEYTURN_PROTOCOL_WWW_AUTHENTICATE_HPP


#include <keyturn/base/list.hpp>
#include <keyturn/base/maybe.hpp>
#include <keyturn/base/result.hpp>
#include <keyturn/model/headers.hpp>

#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// One challenge. Scheme and names of parameters have no case.
struct Challenge {
  /// One of its parameters.
  struct Parameter {
    std::string name{}, /**< Without quotes and their escapes. */ value{};  ///< Without quotes and their escapes.
  };
  std::string scheme{};          ///< Such as Bearer.
  std::string token68{};         ///< Of schemes that have that instead of parameters, such as Negotiate.
  List<Parameter> parameters{};  ///< In order.

  /// The parameter of that name, such as "error" or "scope"; null if there is none.
  const Parameter* find(std::string_view name) const {
                                                 
                                                                               
                   
  }
  /// Its value; empty if there is none.
  std::string_view get(std::string_view name) const {
                                              
                                                                                  
  }
};

/** @cond */namespace detail {

/// Takes apart one field's value from the front.
class ChallengeReader {
 public:
  explicit ChallengeReader(std::string_view text) : rest_{text} {}

  /// False if the value is not well formed.
  bool read(List<Challenge>& challenges) {
                                                        
                                                               
                                                                                                           
                     
                    
                                                                                        
                                            
     
                
  }

 private:
  // After the scheme, and after each comma: is this one more parameter, or the next challenge?
  bool read_parameters(Challenge& challenge) {
                                             
                                                                          
                                       
                                                   
                      
                                      
                         
                                                           
         
                               
                      
                          
                                                                                                
                                                                         
                      
              
                             
       
     
  }

  // White space is no end: after it comes a comma, or nothing.
  bool take_token68(std::string& token68) {
                         
                                                                                    
                                                                                                           
             
                                
                                                             
                                                            
                                                                
                                    
                  
                
  }

  bool take_value(std::string& value) {
                                  
                           
                            
     
                                                    
                            
                                   
                    
       
                                                                
                        
     
                 
  }

  std::string_view take_token() {
                         
                                                                                    
                                                                                                                    
             
                                                         
                              
                 
  }

  void skip_spaces() {
                                                                                     
  }

  // Whether there was a comma; white space and empty elements around it go too.
  bool skip_commas() {
                     
                                                                
                             
                 
     
               
  }

  std::string_view rest_;
};

}/** @endcond */  // namespace detail

/// The challenges in one field's value, in order. `bad_answer` if it is not well formed, or says a parameter twice.
inline Result<List<Challenge>> read_challenges(std::string_view value) {
                             
                                                       
                                                                                       
                    
}

/// The first challenge of that scheme, such as "Bearer", in any of an answer's fields that can be read.
///
///     if (answer.status == 403)
///       if (const auto asked = find_challenge(answer.headers, "Bearer"); asked && asked->get("error") == "insufficient_scope")
///         sign_in_again_with(asked->get("scope"));
inline Maybe<Challenge> find_challenge(const Headers& headers, std::string_view scheme) {
                                       
                                                                               
                                                   
                              
                                            
                                                                                             
   
            
}

KEYTURN_NAMESPACE_END

#endif
