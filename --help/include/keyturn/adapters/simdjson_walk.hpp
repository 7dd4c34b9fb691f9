/// @file keyturn/adapters/simdjson_walk.hpp The body of the codec over simdjson: one walk through a document, strict where simdjson is lazy.
#ifndef KEYTURN_ADAPTERS_SIMDJSON_WALK_HPP


#include <keyturn/adapters/simdjson.hpp>
#include <keyturn/base/list.hpp>
#include <keyturn/base/secret.hpp>

#if !__has_include(<simdjson.h>)
#error "keyturn needs simdjson: install libsimdjson-dev (Debian), or use <keyturn/core.hpp> with your own JSON reader"
#include <stop_here_see_the_error_above>
#endif
#include <simdjson.h>

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

constexpr bool is_json_space(char c) {                                                         }

/// RFC 8259, section 6. simdjson reads numbers only where it is asked to, and refuses those that no double can hold.
constexpr bool is_json_number(std::string_view text) {
                    
                           
                                
                                                                    
                     
    
                                 
                              
                                     
                                                                    
                                                                              
                                                              
        
                                                                   
                                    
   
                          
}

/// Whether a string, with its quotes, holds only the escapes of RFC 8259, section 7. Half a surrogate pair passes: some
/// servers cut names in the middle of one, and a string that nobody asked for is no reason to lose the tokens beside
/// it.
constexpr bool has_valid_escapes(std::string_view token) {
                                                            
                                            
                                                                                    
                                          
                          
                                             
                                                                                                         
                                                                                         
                   
     
        
   
              
}

/// One pass over a document that looks at every value, because simdjson's on-demand interface checks only what is read.
class SimdjsonWalk {
 public:
  /** @cond */SimdjsonWalk(const SimdjsonWalk&) = delete;/** @endcond */
  /** @cond */SimdjsonWalk& operator=(const SimdjsonWalk&) = delete;/** @endcond */

  /// `json` must stand in a buffer with simdjson's padding behind it.
  explicit SimdjsonWalk(simdjson::padded_string_view json) : json_{json} {}

  simdjson::error_code run(std::span<const std::string_view> paths, std::span<Field> out) {
                
                                                  
                                                             

                                          
                                                                              
                                    
                                                                         
                                                              
                                                                                                                     
  }

 private:
  static constexpr int deepest = 32;

  /// What is left of a path below the container that is walked; nothing left: it ends here.
  struct Step {
    std::string_view path;
    Field* field;
    bool seen = false;
  };
  using Steps = List<Step>;

  simdjson::error_code walk(simdjson::ondemand::object object, Steps& steps, int depth) {
                                                      
                                
                                      
                                                                        
                            
                                                                                    
                  
                                                                  
                                                                             
     
                             
  }

  simdjson::error_code walk(simdjson::ondemand::array array, Steps& steps, int depth) {
                                                      
                             
                                
                                      
                                                                         
                  
                                                                          
                                                                     
     
                             
  }

  /// Collects in `below` the steps that lead through `name`; false if one did so before.
  static bool enter(Steps& steps, std::string_view name, Steps& below) {
                              
                                                 
                                                                                    
                                                       
                                                                                              
     
                
  }

  simdjson::error_code read(simdjson::ondemand::value value, Steps& steps, int depth) {
                                                    
                                                                                 
                                                   
                            
                 
                                                  
                                          
                                                                            
                                              
       
                 
                                                 
                                        
                                                                          
                                             
       
               
                                              
               
                                                                    
                                      
               
                                                   
                                       
               
                                                
                                      
              
                                                
     
  }

  simdjson::error_code read_text(simdjson::ondemand::value value, std::string_view token, Steps& steps) {
                        
                                                                   
                                                 
     
                                            
                                                                              
                          
                                                                          
                            
                              
                                             
                                      
       
                             
  }

  simdjson::error_code read_number(simdjson::ondemand::value value, std::string_view token, Steps& steps) {
                                                              
                                                
                      
                                                                                          
                                                                
                             
  }

  /// What is nearest to a number that simdjson refuses: zero or an infinity.
  static double out_of_range(std::string_view token) {
                                                           
                                                                                         
                                                                                 
                                                                        
                                                         
  }

  static simdjson::error_code literal(std::string_view token, std::string_view expected) {
                                                                        
  }

  static void end(Steps& steps, const Field& field) {
                            
                                                 
                                                                        
  }

  /// The text of a name or string, until the next one. Not into the parser's own buffer: that is not wiped, and not there
  /// if memory has run out, which the parser does not notice. It copies whole blocks.
  template <class Parser, class Raw>
  simdjson::simdjson_result<std::string_view> unescape(Parser& parser, const Raw& raw) {
                               
                                                           
                                        
        
                                
  }

  simdjson::padded_string_view json_;
  simdjson::ondemand::parser parser_;
  std::uint8_t* text_ = nullptr;
  Secret unescaped_{                                          
                                                                                           };
};

inline void clear(Field& field) {
                   
             
}

}/** @endcond */  // namespace detail

/** @cond */KEYTURN_FUNCTION Result<void> SimdjsonCodec::read(std::string_view json, std::span<const std::string_view> paths,
                                                  std::span<Field> out) const {
  for (Field& field : out) detail::clear(field);
  if (json.starts_with("\xef\xbb\xbf")) json.remove_prefix(3);
  const Secret padded{json.size() + simdjson::SIMDJSON_PADDING, [json](char* into) { json.copy(into, json.size()); }};
  detail::SimdjsonWalk walk{simdjson::padded_string_view{padded.view().data(), json.size(), padded.size()}};
  if (const auto error = walk.run(paths, out)) {
    for (Field& field : out) detail::clear(field);
    return Error{.code = Errc::bad_answer, .detail = std::string{"JSON: "} + simdjson::error_message(error)};
  }
  return {};
}/** @endcond */

KEYTURN_NAMESPACE_END

#endif
