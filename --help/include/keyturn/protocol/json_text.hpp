/// @file keyturn/protocol/json_text.hpp Writes the JSON objects that go to an auth server: members with string values, nothing else.
#ifndef KEYTURN_PROTOCOL_JSON_TEXT_HPP


#include <keyturn/base/list.hpp>
#include <keyturn/base/maybe.hpp>
#include <keyturn/base/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// One member of a JSON object, as plain text.
struct JsonMember {
  std::string_view name{}, /**< Without escapes, in UTF-8. The caller keeps the characters. */ value{};  ///< Without escapes, in UTF-8. The caller keeps the characters.
};

/** @cond */namespace detail {

/// Bytes of the UTF-8 sequence at the start of `text`, which is not empty; 0 if there is none (RFC 3629, section 4).
constexpr std::size_t utf8_sequence(std::string_view text) {
                                                                                       
                                
                            
                                                                                                       
                                                    
                                          
                                             
                                  
                                                                                           
                                                        
                                                        
                                                         
}

constexpr bool is_utf8(std::string_view text) {
                         
                                                   
                                  
                               
   
              
}

/// Bytes that `text` takes between the quotes of a JSON string; nothing if it is not UTF-8.
constexpr Maybe<std::size_t> json_string_size(std::string_view text) {
                       
                         
                                                   
                               
                                
                                                                                          
                               
   
              
}

inline void append_json_string(std::string& out, std::string_view text) {
             
                             
                                               
                     
                                        
                                        
               
     
                                           
             
   
             
}

}/** @endcond */  // namespace detail

/// An object with these members, in one buffer of the right size from the start, so that no piece of a secret stays
/// behind in another. `bad_request`, which repeats nothing of the text, if something in it is not UTF-8.
inline Result<std::string> json_object(const List<JsonMember>& members) {
                       
                                            
                                                                                                            
                                                                                               
                                                             
   
                   
                                                                                                 
                                                    
              
                                            
                                     
                                                  
                
                                                   
   
              
              
}

KEYTURN_NAMESPACE_END

#endif
