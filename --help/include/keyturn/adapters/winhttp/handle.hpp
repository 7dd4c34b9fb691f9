// A handle of WinHTTP, the session that all requests of a transport share, and text as WinHTTP takes it.
#ifndef KEYTURN_ADAPTERS_WINHTTP_HANDLE_HPP


#if !defined(_WIN32)
#error "WinHTTP is a part of Windows; CurlTransport of <keyturn/keyturn.hpp> is for all systems"
#endif

#include <keyturn/adapters/winhttp/options.hpp>
#include <keyturn/base/secret.hpp>
#include <keyturn/base/url.hpp>
#include <keyturn/builtin/hosted.hpp>

#include <string>
#include <string_view>
#include <utility>

#include <winhttp.h>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// Closed by its destructor.
class WinHttpHandle {
 public:
  /** @cond */WinHttpHandle() = default;/** @endcond */
  explicit WinHttpHandle(HINTERNET handle) noexcept : handle_{handle} {}
  /** @cond */WinHttpHandle(WinHttpHandle&& other) noexcept : handle_{std::exchange(other.handle_, nullptr)} {}/** @endcond */
  /** @cond */WinHttpHandle& operator=(WinHttpHandle other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }/** @endcond */
  /** @cond */~WinHttpHandle() {
    if (handle_ != nullptr) WinHttpCloseHandle(handle_);
  }/** @endcond */

  explicit operator bool() const noexcept {                            }
  HINTERNET get() const noexcept {                 }
  /// Whoever calls this closes it.
  HINTERNET release() noexcept {                                         }

 private:
  HINTERNET handle_ = nullptr;
};

constexpr bool is_ascii(std::string_view text) {
                           
                                                           
              
}

/// Appends text of ASCII alone.
inline void append_wide(std::wstring& wide, std::string_view text) {
                                                            
}
/** Appends text of ASCII alone. */ inline std::wstring widened(std::string_view text) {
                    
                            
                          
              
}

inline void wipe_wide(std::wstring& text) noexcept {
                                                                            
               
}

inline bool set_option(HINTERNET handle, DWORD option, DWORD value) {
                                                                         
}

/// A session with everything set that must not be missing; else an empty handle. Without a proxy if `proxy` is empty.
inline WinHttpHandle open_session(const std::string& user_agent, const std::string& proxy) {
                                                           
                                                                      
                        
                                                                                                             
                                                                                                                 
                          
                                                                                                               
                                                                                   
                                                                         
              
                 
}

/// What all requests of a transport share.
struct WinHttpSessions {
  explicit WinHttpSessions(const WinHttpOptions& options)
      : direct{open_session(options.user_agent, {})},
        by_proxy{options.proxy.empty() ? WinHttpHandle{} : open_session(options.user_agent, options.proxy)},
        has_proxy{!options.proxy.empty()} {}

  /// Requests to this machine never go through a proxy: over plain http they may carry a token. Null: there is none.
  HINTERNET to(const Origin& origin) const {                                                                           }

  WinHttpHandle direct, by_proxy;
  bool has_proxy;
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
