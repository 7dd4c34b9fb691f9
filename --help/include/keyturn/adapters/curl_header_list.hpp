/// @file keyturn/adapters/curl_header_list.hpp The header lines of a request in the form that libcurl takes, kept between requests and wiped when they change.
#ifndef KEYTURN_ADAPTERS_CURL_HEADER_LIST_HPP


#include <keyturn/base/list.hpp>
#include <keyturn/base/secret.hpp>
#include <keyturn/model/headers.hpp>

#if !__has_include(<curl/curl.h>)
#error "keyturn needs libcurl: install libcurl4-openssl-dev (Debian), or use <keyturn/core.hpp> with your own transport"
#include <stop_here_see_the_error_above>
#endif
#include <curl/curl.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// Whether `text` is a token (RFC 9110, section 5.6.2): what a method or a field name is made of.
constexpr bool is_http_token(std::string_view text) {
                           
                                                                                                              
                   
                       
}

/// Whether `text` may stand in a header line: it has no CR, LF or NUL.
constexpr bool is_one_line(std::string_view text) {
                           
                                                          
              
}

/// One list of header lines. All lines stand in one buffer that is wiped before it is written anew and when the list
/// dies; setting the same lines again costs a comparison and no allocation. Content-Length and Transfer-Encoding are
/// left out, because the body says them. Neither copied nor moved; for one thread at a time.
class CurlHeaderList {
 public:
  /// `user_agent` stands in every list whose headers name none, unless it is empty. It must outlive the list.
  explicit CurlHeaderList(std::string_view user_agent = {}) : user_agent_{user_agent} {}
  /** @cond */CurlHeaderList(const CurlHeaderList&) = delete;/** @endcond */
  /** @cond */CurlHeaderList& operator=(const CurlHeaderList&) = delete;/** @endcond */
  /** @cond */~CurlHeaderList() { clear(); }/** @endcond */

  /// Whether the list is what `set` would make of these.
  bool holds(const Headers& headers, bool with_body) const {
                          
                                                                           
                                               
                                                       
                                                                                                         
       
                                          
  }

  /// Takes these headers. `with_body` takes out what libcurl adds to bodies by itself: a form's Content-Type, and an
  /// Expect that delays them. False, with nothing changed, if a name is no token or a value holds CR, LF or NUL.
  [[nodiscard]] bool set(const Headers& headers, bool with_body) {
                                       
                                                                                
            
                         
                                                                                                   
                                                                                                       
                                                         
                                 
                                                          
                                                                                        
                  
       
                               
                                                                                              
                
  }

  /// Wipes the lines. What libcurl was given before must not be used any more.
  void clear() noexcept {
                
                    
                   
  }

  /// For CURLOPT_HTTPHEADER; valid until the next change. Null if there are no lines.
  curl_slist* get() noexcept {                                                   }

 private:
  struct Line {
    std::string_view name, separator, value;
    std::size_t size() const {                                                       }
    bool stands_in(std::string_view text) const {
                                                                                                                  
                                   
    }
  };

  /// Calls `take(line)` for each line, until it says false.
  template <class Take>
  bool each_line(const Headers& headers, bool with_body, Take&& take) const {
                                                
                                               
                                                                                                        
  }
  /** Calls `take(line)` for each line, until it says false. */ KEYTURN_ONCE bool each_line(const Headers& headers, bool with_body, void* given,
                              bool (*take_given)(void* given, const Line& line)) const {
                                                                                
                                                                               
                                         
                                               
                                                                                     
                                                                                        
                                                                                              
                                                                                              
                                                                                           
                                                       
                                                                                             
                                                                             
     
                                                                                 
                                
                                                                                                              
  }

  const std::string_view user_agent_;
  std::string text_;          // every line with a NUL behind it
  List<std::size_t> begins_;  // of the lines, and the end of the last
  List<curl_slist> nodes_;
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
