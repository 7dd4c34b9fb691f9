/// @file keyturn/protocol/answer_fields.hpp What stands in the answers of auth servers, whatever their dialect: fields, lifetimes, tokens.
#ifndef KEYTURN_PROTOCOL_ANSWER_FIELDS_HPP


#include <keyturn/base/maybe.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/base/url.hpp>
#include <keyturn/concepts/codec.hpp>
#include <keyturn/protocol/json_api_config.hpp>
#include <keyturn/protocol/jwt.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// Fields of an answer that may hold tokens, wiped when they go.
template <std::size_t Count>
struct SecretFields : std::array<Field, Count> {
  /** @cond */SecretFields() = default;/** @endcond */
  /** @cond */SecretFields(const SecretFields&) = delete;/** @endcond */
  /** @cond */SecretFields& operator=(const SecretFields&) = delete;/** @endcond */
  /** @cond */~SecretFields() {
    for (Field& field : *this) wipe(field.text);
  }/** @endcond */
};

/// The whole part of plain decimal text, from 0 to 2^53; nothing for any other text.
constexpr Maybe<std::int64_t> decimal_whole_part(std::string_view text) {
                                                      
                                              
                                      
                                                         
                          
                        
                             
                                                          
                         
                                                                    
   
                               
}

/// A lifetime in whole seconds, of ten years at most.
inline std::chrono::seconds clamped_lifetime(std::int64_t seconds) {
                                                                               
                                                         
}

/// Whether `text` can stand in an Authorization header: visible ASCII (OAuth 2.1's 1*VSCHAR).
constexpr bool is_visible_ascii(std::string_view text) {
                           
                                          
                       
}

inline bool is_absent(const Field& field) {
                                                                               
}

template <class T>
bool contains(const std::vector<T>& list, const T& value) {
                           
                                  
               
}

/// Leaves both empty if there is no number: an odd lifetime is no reason to lose the tokens.
inline void read_expiry(const Field& field, ExpiryUnit unit, std::optional<std::chrono::seconds>& relative,
                        std::optional<std::chrono::sys_seconds>& absolute) {
                             
                                                                           
                                                                               
                      
                                         
                                       
           
   
                                                                         
                                       
}

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
