// What the browser is answered at the redirect URI: small pages that need nothing from anywhere else.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_REDIRECT_PAGE_HPP


#include <keyturn/config/abi.hpp>

#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

enum class RedirectPage {
  done,         ///< The code is here; the app goes on.
  failed,       ///< The auth server's answer ends the sign-in without a code.
  refused,      ///< Not the answer that is waited for, such as one of an earlier sign-in.
  not_found,    ///< Any other path.
  not_allowed,  ///< Any other method than GET.
  malformed,    ///< No request that a browser would send.
  too_long,     ///< More than a head may have.
};

/// What becomes of a request: the page that it is answered with, and whether nothing more is waited for.
struct RedirectVerdict {
  RedirectPage page = RedirectPage::refused;
  bool last = false;
};

/// The style of the pages, which stands between the two tags of `<style>` byte for byte.
inline constexpr std::string_view redirect_page_style =
    ":root{color-scheme:light "
    "dark;--back:#f4f5f7;--card:#fff;--text:#1c2230;--soft:#5b6472;--line:#e3e6eb;--good:#1f8a4c;"
    "--bad:#b3541e}"
    "@media(prefers-color-scheme:dark){:root{--back:#14171c;--card:#1e232b;--text:#eef1f5;--soft:#a3adba;--line:#"
    "2d343f;"
    "--good:#4cc38a;--bad:#f0a36b}}"
    "*{box-sizing:border-box}"
    "body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--back);color:var(--"
    "text);"
    "font:16px/1.5 system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",sans-serif}"
    "main{max-width:26rem;padding:40px 36px;text-align:center;background:var(--card);border:1px solid var(--line);"
    "border-radius:16px;box-shadow:0 8px 30px rgba(0,0,0,.06)}"
    "svg{width:56px;height:56px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:"
    "round}"
    ".good{color:var(--good)}.bad{color:var(--bad)}"
    "h1{margin:16px 0 8px;font-size:1.35rem;font-weight:600}"
    "p{margin:0;color:var(--soft);text-wrap:balance}";

/// The Content-Security-Policy's name for it: SHA-256 in Base64.
inline constexpr std::string_view redirect_page_style_hash = "hQBs/lyTrIYBr54a0HxPxcXekgbkpBCINGbNXwNEFtQ=";

inline std::string redirect_html(bool good, std::string_view title, std::string_view text) {
                    
                                                                       
                                                                                       
                                                                                                                 
                                                                                                                        
                                                               
                                                                                                                       
                                                             
                                                                                                          
              
}

/// A whole answer of HTTP/1.1. Nothing of the request stands in it. The page may load nothing, run nothing, stand in no
/// frame and tell nobody where it was; it is kept in no cache.
inline std::string redirect_answer(RedirectPage page) {
                          
                   
                 
                            
                        
                                                                                               
            
                              
                        
                                                                                                           
            
                               
                                 
                                                               
                                                                                                     
            
                                 
                               
            
                                   
                                                      
            
                                 
                                 
            
                                
                                                     
            
   
                                  
                                                                                                       
                                             
                      
                                                                                                   
                                                                                                            
                                                                                             
                                                                                    
   
                                                
}

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
