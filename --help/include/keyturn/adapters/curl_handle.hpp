/// @file keyturn/adapters/curl_handle.hpp A libcurl handle with its connections: set up once, told for each request what differs from the one before.
#ifndef KEYTURN_ADAPTERS_CURL_HANDLE_HPP


#include <keyturn/adapters/curl_exchange.hpp>
#include <keyturn/adapters/curl_options.hpp>
#include <keyturn/base/maybe.hpp>
#include <keyturn/base/result.hpp>
#include <keyturn/base/time.hpp>

#if KEYTURN_HARDENED_SECRETS
#include <keyturn/adapters/curl_memory.hpp>
#endif

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#if LIBCURL_VERSION_NUM < 0x075000
#error "keyturn needs libcurl 7.80 or later: older ones cannot be kept from sending a request twice"
#endif

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// Starts libcurl once in this process, at the first call, from whichever thread. It is never shut down: that is for
/// the program, which knows who else uses libcurl.
inline bool start_curl() {
                            
                             
                                                                                                               
                                                                                   
     
                                                                                
      
                 
}

/// How many bytes of `url` are its scheme, host and port; 0 if it is no http or https URL.
constexpr std::size_t origin_length(std::string_view url) {
                                           
                                                                             
                                                                                                                  
             
                               
                                                                                          
             
}

/// For one request at a time, on any thread.
class CurlHandle {
 public:
  /** @cond */CurlHandle(const CurlHandle&) = delete;/** @endcond */
  /** @cond */CurlHandle& operator=(const CurlHandle&) = delete;/** @endcond */
  /** @cond */~CurlHandle() {
    curl_easy_cleanup(easy_);
    curl_url_cleanup(target_);
  }/** @endcond */

  /// A handle with everything set that is the same for all requests. `unsupported` if this libcurl cannot do what must
  /// not be missing, such as the check of certificates. `options` must outlive it.
  static Result<std::unique_ptr<CurlHandle>> open(const CurlOptions& options) {
                                                                                                              
                                                                
                                                                                                                        
                                                                 
                                                                                                             
                  
  }

  /// Whether the request before this went to the same origin, so that there is likely a connection to it.
  bool last_went_to(std::string_view url) const {
                                                                                     
                                                                 
                                                                                                   
                                     
  }

  /// One request and its answer. Blocks until it is done. A handle is good for another request only if `healthy()`.
  Result<Response> exchange(const Request& request, CurlLimits limits, std::chrono::milliseconds timeout) {
                                                                                              
                                            
  }

  /// The same in two halves, for those who run `easy()` themselves. `request` must outlive the transfer, which ends with
  /// `finish`, or with the handle.
  Result<void> begin(const Request& request, CurlLimits limits, std::chrono::milliseconds timeout) {
                                                                     
                                                                                                                      
                                                                                                  
                                                   
                       
                                                                                                                     
                                                              
                    
                     
              
  }

  /// What became of the transfer that ended with `code`. Throws what the host's functions threw.
  Result<Response> finish(CURLcode code) {
                                                                                              
                                            
                                    
                             
                                  
                                
                                                                      

                           
                  
                                                              
                                                           
                                                                                                                  
  }

  /// From now on the transfer calls none of the host's functions; libcurl gives it up when it next would.
  void cancel() noexcept {
                                       
  }

  /// For those who run it themselves. Its private pointer is theirs.
  CURL* easy() const noexcept {               }

  /// Whether the last exchange left the handle and its connections in order.
  bool healthy() const noexcept {                  }

 private:
  enum class Shape { get, head, post, upload };  // the four ways in which libcurl sends a request

  explicit CurlHandle(const CurlOptions& options)
      : options_{options},
        easy_{start_curl() ? curl_easy_init() : nullptr},
        target_{curl_url()},
        headers_{options.user_agent} {}

  /// Remembers the first failure of several settings.
  struct Settings {
    CURL* easy;
    CURLcode code = CURLE_OK;
    void operator+=(CURLcode next) {
                                        
    }
    KEYTURN_ONCE void set(CURLoption option, long value) {                                                 }
    KEYTURN_ONCE void set(CURLoption option, const void* value) {                                                 }
  };

  CURLcode set_up() {
                        
                                  
                                        
                                        
                                   
                                                 
     
                                                                                    
      
                                                  
                                                                                 
                                                                                                      
                                                                                       
                                                                                       
            
                                                     
                                                                                          
                                                                                                
     
                                                                               

                                        
                                        
                                                                            
                                                                                                                  
                                                                                             
                           
                                                                                                                 
                                                                                                              
     

                                                                                  
                                      
                                                                                   
                                      
                                                                                
                                     
                                                                               
                                    
                                                                               

                         
                                                                                   
                                       
                                   
     

                                                                                                            
                                                                                         
                                                           
                                   
                                               
                                                                                               
      
                    
  }

  /// Sets what differs from the request before. Refuses what is malformed before anything is changed.
  Result<void> prepare(const Request& request, std::chrono::milliseconds timeout) {
                                                                                                  
                                          
                                                                                                              
                                                                                              
                                                                                                        
                                                                                         
                            
                                                                
                                                     
                                                   
                                                                                                    
                                                                  
     

                        
                                            
                                                         
                         
     
                                         
                                    
                                                       
                                                      
     

                
                                                                
                                                
            
                                                                                                                        
                          
                                                               
                                                                                                         
                                                                       
            
                                                                                 
                                                                                
     
                                        
                                                           
                                                          
  }

  Result<void> go_to(const std::string& url) {
                                                  
                                                                    
                                                            
                                                                                     
                                                                                  
                       
                                                                 
                                                                                                      
                          
                                                          
                                                                                                                       
                                                                                                      
                                                                        
                                                                                         
                                                              
                                  
                                                                                                   
                                         
                                                         
                                                                                  
                                                              
     
               
                            
              
  }

  /// Takes back what points into the request, and wipes what an auth request leaves.
  void release(const Request& request) noexcept {
                                                                                                              
                                      
                                                                                   
                     
  }

  /// `usual` is the method that libcurl uses for that shape by itself.
  CURLcode choose_shape(Shape shape, const std::string& method, std::string_view usual) {
                        
                          
                                                                    
                                                            
                                                          
                                                              
                     
     
                                                                                                    
                                   
                                                                                
                              
     
                    
  }

  /// As libcurl takes it: 0 would mean no limit.
  static long milliseconds(std::chrono::milliseconds time) {
                                                                                                         
  }

  static CurlHandle& self(void* handle) {                                           }

  static int on_begin(void* handle, char*, char*, int, int) {
                                                                                        
  }
  static std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* handle) {
                                                                                    
  }
  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* handle) {
                                 
                                     
                            
                                                                                                            
                                                                     
     
                                                             
                                                                                      
  }
  static std::size_t on_read(char* into, std::size_t size, std::size_t count, void* handle) {
                                                              
  }
  static int on_debug(CURL*, curl_infotype kind, char* bytes, std::size_t size, void* handle) noexcept {
                                                                        
                                                                              
                                                           
                                 
                          
         
                                                                                  
                                                       
     
     
                                                                                
      
             
  }
  /// libcurl asks to start a body over only to send it again.
  static int on_seek(void*, curl_off_t, int) {                            }

  const CurlOptions& options_;
  CURL* const easy_;
  CURLU* const target_;                   // url_ in its parts
  std::string answer_lines_;              // room for exchange_
  std::optional<CurlExchange> exchange_;  // the one that runs
  char said_[CURL_ERROR_SIZE] = "";       // about what went wrong, by libcurl
  CurlHeaderList headers_;
  std::string url_, custom_method_;
  std::size_t origin_length_ = 0;  // of url_
  Maybe<std::chrono::milliseconds> timeout_;
  Shape shape_ = Shape::get;
  bool fresh_ = false;
  bool debug_cut_ = false;
  bool healthy_ = true;
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
