// The conversations with the auth server, as every driver holds them: what goes on the wire and how an answer is read.
#ifndef KEYTURN_DRIVE_AUTH_EXCHANGE_HPP


#include <keyturn/concepts/protocol.hpp>
#include <keyturn/core/exchange.hpp>
#include <keyturn/core/http_time.hpp>
#include <keyturn/drive/host_code.hpp>
#include <keyturn/model/answer.hpp>
#include <keyturn/model/unknown_outcome.hpp>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace drive {

/// Wipes what an answer of the auth server carried (P16).
inline void wipe_message(Response& answer) {
                    
                               
                      
}

/// Makes a protocol's request ready: absolute, to a place where tokens may go, never resent by the transport, and wiped
/// when it dies.
inline Result<void> make_ready(Request& request, std::string_view api_base, const Options& options,
                               std::chrono::milliseconds timeout) {
                                
                             
                                                                                   
                                                                        
                                             
                                                                                                                  
                               
                                                                                                                      
                                                     
                            
                              
                                                                  
                                                  
            
}
/** Makes a protocol's request ready: absolute, to a place where tokens may go, never resent by the transport, and wiped \ilinebr when it dies. */ inline void make_ready(Result<Request>& made, std::string_view api_base, const Options& options,
                       std::chrono::milliseconds timeout) {
                    
                                                                                                       
}
/** Makes a protocol's request ready: absolute, to a place where tokens may go, never resent by the transport, and wiped \ilinebr when it dies. */ inline Result<Request> ready(Result<Request> made, std::string_view api_base, const Options& options,
                             std::chrono::milliseconds timeout) {
                                               
              
}

template <Protocol P>
constexpr bool sends_idempotency_key(const P& protocol) {
                          
                                                                              
                  
                                      
      
                
}

/// What to do when it is not known whether a rotation took place; the protocol's word, or to ask again.
template <class P>
UnknownOutcome unknown_outcome(const P& protocol) {
                          
                                                                                 
                  
                                      
      
              
}

/// The key as it goes out: hexadecimal digits.
inline std::string to_hex(const IntentKey& key) {
                   
                                  
                                                                                                               
                                         
              
}

template <Protocol P>
Result<Request> refresh_request(const P& protocol, const action::SendRefresh& what, const Options& options) {
                                               
                                                                                                              
                                                                    
                                                                                                              
                   
     
}

/// What a refused request says: the protocol's word, or the status alone.
template <Protocol P>
Error error_of(const P& protocol, const Response& answer) {
                          
                                                                       
                  
                                     
      
                                                        
}

/// What a refresh brought, read by the protocol; the answer is wiped.
template <Protocol P>
RefreshAnswer read_refresh(const P& protocol, Result<Response>&& answer, const AnswerTiming& timing) {
                                       
                
                                           
                
   
                                                                           
                                                                 
                                                     
                                                                             
                                                
                                                  
                                     
              
     
                    
                                                                            
                                               
   
                                     
                                                                                    
                        
              
}

/// What the error of an answer to a login means, and what to do where the protocol has no more to say than the status.
inline void judge_login(Error& error, const Response& answer, WallTime wall) {
                                   
                        
                                                                                       
                 
                                                                
           
   
                                   
                                                                               
                                                                   
                                                   
}

/// What a login brought: tokens, `login_refused`, `server_refused` or `bad_answer`; the answer is wiped.
template <Protocol P>
Result<TokenSet> read_login(const P& protocol, Response& answer, AnswerTiming& timing) {
                                                         
                                                                                           
                                                                       
                                      
     
                                                                         
                       
                
}

/// Whether the protocol says what the answer to a login with that grant need not repeat.
template <class P, class Grant>
concept Implies = requires(const P& protocol, const Grant& grant) {
  { protocol.implied_tokens(grant) } -> std::same_as<TokenSet>;
};

/// Puts that where the answer says nothing.
inline void fill_in(TokenSet& tokens, TokenSet&& implied) {
                                                                                            
                                                                    
}

/// Whether the protocol says what confirms a logout: one that revokes as RFC 7009 has it.
template <class P>
concept ConfirmsLogout = requires(const P& protocol, const Response& answer) {
  { protocol.confirms_logout(answer) } -> std::same_as<bool>;
};

/// Whether an answer confirms a logout: the protocol's word, or that it was done, or that the tokens were dead already.
/// Else `server_refused`.
template <Protocol P>
Result<void> read_logout(const P& protocol, const Result<Response>& answer) {
                                     
                                                                       
                                                                                 
                           
                                                                                                                     
}

/// How long a server wants to be left alone before it is asked again to revoke: the token lives on (RFC 7009, section
/// 2.2.1). 0: it does not say so.
inline std::chrono::milliseconds revocation_pause(const Result<Response>& answer, WallTime wall) {
                                                                            
                                                  
}

}/** @endcond */  // namespace drive

KEYTURN_NAMESPACE_END

#endif
