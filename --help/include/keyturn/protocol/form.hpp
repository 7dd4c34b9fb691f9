/// @file keyturn/protocol/form.hpp Writes and reads application/x-www-form-urlencoded text (RFC 6749, appendix B), in bodies and in queries.
#ifndef KEYTURN_PROTOCOL_FORM_HPP


#include <keyturn/base/list.hpp>
#include <keyturn/base/maybe.hpp>
#include <keyturn/base/secret.hpp>
#include <keyturn/base/url.hpp>

#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// A name with its value, as plain bytes.
struct FormField {
  std::string_view name{}, /**< Not encoded yet. The caller keeps the characters. */ value{};  ///< Not encoded yet. The caller keeps the characters.
};

/// The same, of text that was decoded; the value may be a token.
struct DecodedField {
  std::string name{};  ///< Decoded; any bytes.
  Secret value{};      ///< Decoded; any bytes.
};

/** @cond */namespace detail {

constexpr bool stays_in_form(char c) {
                                                                                    
}

constexpr std::size_t form_size(std::string_view text) {
                       
                                                                           
              
}

/// Gives `put` each character: bytes as they are, those of UTF-8 text too, and a space as "+".
template <class Put>
constexpr void write_form(Put&& put, std::string_view text) {
                             
                                       
                              
               
     
                                                    
             
                                       
                                       
   
}

inline void append_form(std::string& out, std::string_view text) {
                                                 
}

constexpr int hex_value(char c) {                                                     }

/// Nothing where a percent sign is not followed by two hexadecimal digits.
inline Maybe<Secret> decode_form(std::string_view text) {
                       
                                                         
                                 
                                                                                       
           
   
                                          
                                                                 
                                         
                                                               
                               
                     
                                                                                                      
                           
                   
                   
}

}/** @endcond */  // namespace detail

/// The fields joined with "&", in one buffer of the right size from the start, so that no piece of a secret stays behind in
/// another.
inline std::string form_text(const List<FormField>& fields) {
                       
                                                                                                                   
                   
                                                                                                 
                                                                        
                                         
                                   
                                          
                
                                           
   
              
}

/// The fields of such text, in order. `bad_answer`, which repeats nothing of it, where it is none.
inline Result<List<DecodedField>> read_form(std::string_view text) {
                            
                         
                                                                  
                                                                                     
                                
                                               
                                                             
                                                                                                           
                        
                                                                                                         
                                                                
   
                
}

KEYTURN_NAMESPACE_END

#endif
