/// @file keyturn/adapters/curl_debug.hpp What libcurl says about its work, without the secrets that stand in it; nothing of it is in programs that do not ask.
#ifndef KEYTURN_ADAPTERS_CURL_DEBUG_HPP


#include <keyturn/base/callback.hpp>
#include <keyturn/model/header_fields.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// What a piece of text is; the numbers are those of libcurl's curl_infotype.
enum class CurlPiece { words, header_in, header_out, body_in, body_out };

/// Whether a field of that name never holds a secret. All others show their length alone: besides Authorization, Cookie
/// and Set-Cookie, an API may have a field of its own for a key, and Location may hold a code.
inline bool is_harmless_field(std::string_view name) {
                                                       
                                                    
                                                  
                                                    
                                                    
                                                   
                                                            
                                                
                                                  
                                                    
                                                          
                                                       
                                                             
                                                           
                                                         
                                                 
                                                   
                                                 
                                                       
                                                             
                                                        
                                                   
                                                              
                                                    
                                                       
                                                 
                                                 
                                                         
               
}

/// The text with "?..." for the query of each URL in it.
inline std::string without_queries(std::string_view text) {
                    
                                                                                        
                                                       
                                                              
                                                                    
   
                            
}

/// "name: [N bytes]"; a name that is none is not shown either.
inline std::string name_and_size(std::string_view name, std::string_view value) {
                    
                                                                                    
                                                                                  
}

/// What may be shown of "name: value".
inline std::string shown_field(std::string_view name, std::string_view value) {
                                                                  
                                                                       
}

/// Whether a token may stand in the text: a bad server echoes one wherever it likes. Tokens are long words.
inline bool may_hold_token(std::string_view text) {
                         
                           
                                                                                                            
                  
               
}

/// Of one line of a header: the request line without its query, the status line without its phrase, or a field. Of
/// what is none of them, such as the second line of a folded field, the length alone.
inline std::string shown_header_line(std::string_view line, bool received) {
                                                                                          
                                                                                                            
                                                                                             
                                 
                                                         
                                                                                            
                                                                                                   
}

/// Of libcurl's own words. With HTTP/2 it names the fields that it sends, as "[name: value]".
inline std::string shown_words(std::string_view text) {
                                                                                               
                                                                                      
                                                      
                                                                          
                                                                                                 
   
                               
}

/// Calls `hear(line)` for each line that may be told of what libcurl says: "* " and words of its own, "> " and "< " with
/// what is sent and received, of bodies the size. `cut` is false before a handle's first piece: a long header goes out in
/// several, and is not told from the middle of a line.
template <class Hear>
void tell_lines(CurlPiece what, std::string_view bytes, bool& cut, Hear& hear) {
                                                                                              
                                                                                              
                                                                                               
                                                  
                                         
                                 
    
                                                                
                                                                        
                                                                                                 
                          
                                             
                                                                      
                                                       
                                                                           
                                                    
                                                                    
                                                     
                                                           
                                                                                           
   
}

}/** @endcond */  // namespace detail

/// A host's function for what libcurl says: called with one line at a time, a `std::string_view`. Copies share it.
class CurlDebug {
 public:
  /** @cond */CurlDebug() = default;/** @endcond */
  /// Calls `hear` from several threads at once, where several send.
  template <class Hear>
  requires(!std::is_same_v<Hear, CurlDebug> && std::is_invocable_v<Hear&, std::string_view>) CurlDebug(Hear hear)
      : tell_{[hear = std::move(hear)](detail::CurlPiece what, std::string_view bytes, bool& cut) mutable {
          detail::tell_lines(what, bytes, cut, hear);
        }} {}

  /// Whether there is one to call.
  explicit operator bool() const noexcept {                                  }

  /// For the transport: one piece of what libcurl says. `cut` belongs to the handle, and begins as false.
  void operator()(detail::CurlPiece what, std::string_view bytes, bool& cut) const {                          }

 private:
  Callback<void(detail::CurlPiece, std::string_view, bool&)> tell_;
};

KEYTURN_NAMESPACE_END

#endif
