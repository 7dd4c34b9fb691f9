// One request and its answer over WinHTTP, step by step.
#ifndef KEYTURN_ADAPTERS_WINHTTP_EXCHANGE_HPP


#include <keyturn/adapters/winhttp/answer.hpp>
#include <keyturn/adapters/winhttp/call.hpp>
#include <keyturn/adapters/winhttp/handle.hpp>
#include <keyturn/adapters/winhttp/options.hpp>
#include <keyturn/base/url.hpp>
#include <keyturn/core/exchange.hpp>
#include <keyturn/model/options.hpp>
#include <keyturn/model/request.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// Used once, on the thread that waits for the answer.
class WinHttpExchange {
 public:
  /// Both must outlive the exchange.
  WinHttpExchange(const Request& request, const WinHttpOptions& options)
      : request_{request},
        options_{options},
        timeout_{request.timeout.count() > 0 ? request.timeout : Options{}.request_timeout},
        deadline_{later(Hosted{}.now(), timeout_)},
        answer_{request, options.max_header_bytes},
        unsent_{request.body.length()} {}
  /** @cond */WinHttpExchange(const WinHttpExchange&) = delete;/** @endcond */
  /** @cond */WinHttpExchange& operator=(const WinHttpExchange&) = delete;/** @endcond */
  /** @cond */~WinHttpExchange() {
    if (call_) call_->close();
  }/** @endcond */

  Result<Response> run(const WinHttpSessions& sessions) {
                                                                      
                                                                             
                                                                  
                                                                          
                                                                          
                          
  }

 private:
  bool has_body() const {
                                            
                                     
  }
  bool in_chunks() const {                                 }

  Result<void> check() const {
                                                                           
                                                                                                       
                                                                                                    
                                                
                                                                                                                       
              
  }

  /// Everything up to the first step that may take time.
  Result<void> open(const WinHttpSessions& sessions) {
                                                
                                       
                                                   
                                                                                    
                                                                                                         
                                                     
                                             
                                                                                                           
                                     
                                                                                                                       
                                                 
                                                                        

                                                                                                            
                                                                                                                     
                                                                                                                      
              
  }

  /// Path and query, without the fragment.
  std::wstring target() const {
                                              
                                                                                                  
                                                                           
                                                                        
  }

  bool set_up(HINTERNET request, const Origin& origin) const {
                                                                                                                 
                                                                                           
                                                                                        
                       
                                                                                                           
                       
                                                                                                                   
                                                                                     
                                                                                     
                                                                                                        
                                                                                              
                                                           
                                                                
                                                                                               
                             
                                                            
                                                                                 
                                                                   
                                                                                                                        
               
  }

  bool add_headers() {
                                                  
                                                                                                                    
                 
                                          
                                                                                                                    
                                                                      
     
                                                                              
                                                         
                                                                                        
  }

  bool add_header(std::string_view name, std::string_view value, bool instead) {
                      
                                             
                                                                                            
                            
                            
                             
                              
                                                                                            
                                                                                                                      
                    
                          
  }

  Result<void> send() {
                                                       
                                               
                       
                                                                                                          
                                                                        
                                                                                                             
                                                                          
       
                                                
                                                     
  }

  Result<void> send_body() {
                                               
              
                                                                                                                 
                                                
                                                                                                   
                                                                                                               
                                                               
                                                                                                             
                    
                      
                                                                                                                    
                         
                                                                        
                 
       
                                                                                         
     
  }

  Result<void> write_chunk(std::size_t front, std::size_t size) {
                                               
                                                                                                 
                                          
                                              
                                      
  }

  /// Sends these bytes of the buffer.
  Result<void> write(std::size_t begin, std::size_t size) {
                      
                                                                          
                                                                                                            
         
                                                  
                                                                                                     
                             
                            
     
              
  }

  Result<void> receive_head() {
        
                       
                                                                                                             
                                            
                                                                              
                                   
              
  }

  Result<void> receive_body() {
                                         
              
                        
                                                                                                                
                                              
                                                 
                                                                                           
                                                                       
                                                                               
         
                                            
                                                
                                                                                                
     
  }

  Error failure(DWORD error) const {
                                               
                                                                                                                        
  }

  Errc errc_of(DWORD error, bool begun) const {
                    
                                 
                                                                                    
                                     
                                             
                                 
                                           
                                        
                                                                                                
                                              
                                                 
                              
                                                                    
                                                                               
                                               
                                              
                                                               
                                
              
                                                        
     
  }

  static std::string text_of(DWORD error) {
                    
                                 
                                  
                                           
                                                  
                                        
                                                 
                                          
                                         
                                                 
                                                          
                                              
                                               
                                                       
                                        
                                                                              
              
                           
     
  }

  const Request& request_;
  const WinHttpOptions& options_;
  const std::chrono::milliseconds timeout_;
  const TimePoint deadline_;
  WinHttpAnswer answer_;
  std::optional<std::uint64_t> unsent_;  // of a body of known length
  WinHttpHandle connection_;
  Shared<WinHttpCall> call_;
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
