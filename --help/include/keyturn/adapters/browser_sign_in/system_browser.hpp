// Opens a URL in the browser that the user has chosen, as a program of its own that knows nothing of this one.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_SYSTEM_BROWSER_HPP


#include <keyturn/base/result.hpp>
#include <keyturn/base/url.hpp>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#if defined(_WIN32)
#ifndef NOMINMAX
#error "define NOMINMAX before including keyturn on Windows: its min and max macros break the standard library"
#endif
#include <windows.h>
// The order matters: shellapi.h needs windows.h.
#include <shellapi.h>
#else
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/syscall.h>
#endif
#endif

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

#if defined(_WIN32)

inline Result<void> start_browser(const std::string& url) {
                                                                          
                                                                                                                     
              
                                                                          
}

#else

inline constexpr const char* browser_opener =
#if defined(__APPLE__)
    "/usr/bin/open";
#else
    "xdg-open";
#endif

/// Whether there is somewhere for a browser to appear; a text browser in nobody's terminal serves nobody.
inline bool has_display() {
                      
              
     
                                                                    
                                                                                               
               
      
}

// From here on to exec only calls that are safe in a child of a program with threads (POSIX, fork).

inline void close_from(int first) noexcept {
                            
                                                                                     
      
                 
                                                                              
                                                                                                  
                                                                                
}

/// Becomes the opener, or writes to `report` why not.
[[noreturn]] inline void become_opener(const char* url, int report) noexcept {
                                                                     
                                                                                                            
                                     
                                                  
                                
                                           
                                  
                
                             
                             
                
                       
                                             
                                                                             
                           
                                                                           
               
}

/// The opener is a child of a child that ends at once, so that nobody has to wait for it.
inline Result<void> start_browser(const std::string& url) {
                     
                                        
                                                                                                    
                                         
                                      
                                                        
                                                                                           
    
                
                      
                                                            
     
                                                
                                                                 
      
                       
                     
                                                                                                  
                               
                   
                                  
                                                           
                             
                                    
                                                                      
               
   
                                           
                                                   
                     
                                                                           
   
                   
                                                                                                                      
   
                     
                                   
            
}

#endif

/// Opens an http or https URL: with xdg-open, `open` on macOS, ShellExecute on Windows. No shell reads it, and the
/// program inherits no descriptor; its output goes nowhere. Returns when it runs, which takes some milliseconds.
/// `unsupported` where there is no display or the opener is missing; that the opener itself finds no browser stays
/// unknown.
inline Result<void> open_system_browser(const std::string& url) {
                                                                              
                            
}

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
