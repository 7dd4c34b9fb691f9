/// @file keyturn/adapters/curl_exchange.hpp One request and its answer, as libcurl's callbacks see them.
#ifndef KEYTURN_ADAPTERS_CURL_EXCHANGE_HPP


#include <keyturn/adapters/curl_header_list.hpp>
#include <keyturn/model/options.hpp>
#include <keyturn/model/request.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <span>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// What may come back at most.
struct CurlLimits {
  std::size_t body = 0;    ///< Bytes after any decoding. Does not apply to what `on_data` takes.
  std::size_t header = 0;  ///< Bytes of all header blocks and trailers together.

  /// What the request says, or else the default of `Options`.
  static CurlLimits of(const Request& request, std::size_t header) {
                                                                                                                
  }
};

/// What the request says, or else the default of `Options`.
inline std::chrono::milliseconds timeout_of(const Request& request) {
                                                                                   
}

/// Gives libcurl the body of one request, takes the answer apart, and makes a result of both. libcurl calls it on the
/// thread that sends. Exceptions of the host's reader and `on_data` are kept here while libcurl's frames unwind, and go
/// on from `finish`.
class CurlExchange {
 public:
  /// `request` and `lines` must outlive the exchange. `resend` allows libcurl to send the request again on a fresh
  /// connection if a kept one turns out to be dead. `lines` is room that the next exchange may use again.
  CurlExchange(const Request& request, CurlLimits limits, bool resend, std::string& lines)
      : request_{request}, limits_{limits}, lines_{lines}, unsent_{request.body.length()}, resend_{resend} {
                   
  }
  /** @cond */CurlExchange(const CurlExchange&) = delete;/** @endcond */
  /** @cond */CurlExchange& operator=(const CurlExchange&) = delete;/** @endcond */
  /** @cond */~CurlExchange() {
    if (!request_.at_most_once) return;
    wipe(response_.body);
    wipe(lines_);
  }/** @endcond */

  const Request& request() const noexcept {                  }

  /// Nothing of the host's is called any more.
  void cancel() noexcept {                                            }

  /// Before each time that the request goes out; false stops it.
  bool begin() noexcept {
                                                       
                  
                
  }

  /// The next bytes of a streamed body, never more than its length; CURL_READFUNC_ABORT to stop.
  std::size_t read(std::span<char> into) noexcept {
                                                          
                                                                                                               
                                              
                                                   
                                             
                                                         
                             
                                                                                                                    
                                                
       
                                    
                  
       
  }

  /// One header line, with its line end; false stops the transfer.
  bool header(std::string_view line) noexcept {
                               
                                                       
                                                                               
                                   
                                                      
                                                                                 
                                              
                                                          
                              
       
  }

  /// The next bytes of the answer's body; false stops the transfer.
  bool body(std::string_view bytes) noexcept {
                               
                                                             
                                                 
                                                          
       
                                                              
                                                                             
                                                          
                              
                  
       
  }

  /// Whether none of the body has come yet.
  bool body_is_new() const noexcept {                                                   }

  /// How much body the answer announces, so that it is stored without moving. Ignored beyond a megabyte: a server may
  /// lie.
  void expect_body(std::uint64_t size) noexcept {
                                                                                        
  }

  /// The end: the answer, or what went wrong. Throws what the host's functions threw. `timeout` is the request's, `said`
  /// what libcurl wrote into its buffer for errors, or empty.
  Result<Response> finish(CURLcode code, std::chrono::milliseconds elapsed, std::chrono::milliseconds timeout,
                          bool any_bytes_sent, const char* said = "") {
                          
                                                            
      
                                              
                                                                                                 
                                                                               
                           
                                                                                                               
                                                                          
                                                                                        
                                                                                                                        
                                                                 
                   
     
                                                                                                             
                                
  }

 private:
  /// What to do about it.
  static const char* hint([[maybe_unused]] CURLcode code) {
                     
                   
                                      
                                                              
                                 
                                          
                                   
                                                             
                                          
                                                                   
                                    
                                                        
                                      
                                        
              
              
     
      
              
  }

  template <class R, class F>
  R guarded(R failed, F&& f) noexcept {
                                
                          
         
                 
                   
                                         
                    
     
     
                              
               
      
  }

  bool stop(Errc code, std::string_view why) {
                                                               
                 
  }

  bool status_line(std::string_view line) {
                                             
                                                                                                        
                                                                                                                    
                              
                                                                
                                                                                            
                
  }

  bool field_line(std::string_view line) {
                                                                                                         
                                      
                          
                                             
                                                                                      
     
                      
                                            
                                        
                
  }

  bool end_of_block() {
                                                                                         
                                               
                         
                                                    
        
                                                                     
                   
                
  }

  /// For `more` bytes, so that nothing of an auth server's answer stays where the text stood before: it holds tokens.
  void make_room(std::string& text, std::size_t more, std::uint64_t expected) {
                                                  
                                          
                       
                                                                                                
                        
                                          
                             
  }

  Errc errc_of(CURLcode code, std::chrono::milliseconds elapsed, std::chrono::milliseconds timeout,
               bool any_bytes_sent) const {
                                                                                                   
                  
                     
                                        
                                   
                                 
                                
                                                            
                
                                
       
     
                                                                                     
                                                                     
                   
                            
                                                                 
                                                                                       
                                    
                                      
                                   
                               
                                                                             
              
                               
     
  }

  const Request& request_;
  const CurlLimits limits_;
  std::string& lines_;  // of the answer's header, as far as they have come
  Response response_;
  Reader reader_;
  std::optional<std::uint64_t> unsent_;  // of a stream of known length
  std::optional<Error> stopped_;
#if KEYTURN_HAS_EXCEPTIONS
  std::exception_ptr thrown_;
#endif
  std::size_t header_bytes_ = 0;
  std::uint64_t announced_ = 0;
  bool header_complete_ = false;
  bool begun_ = false;
  const bool resend_;
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
