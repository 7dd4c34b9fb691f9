// What the checks of a transport have in common: requests to the loopback server, and what is expected of answers.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_EXPECTATIONS_HPP


#include <keyturn/model/request.hpp>
#include <keyturn/testing/check_report.hpp>
#include <keyturn/testing/loopback_server.hpp>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace testing::checks {

/// Sends one request with the transport that is checked and waits for what comes of it, on any thread. All that the
/// checks see of a transport, so that they do not care how it is called.
using Sender = Callback<Result<Response>(const Request&)>;

inline constexpr std::chrono::milliseconds in_good_time{10'000},  // a timeout that is not to be reached
    soon{100},                                                    // one that is
    too_late{1'500},                                              // when a transport must have noticed the latter
    at_the_latest{2'000};                                         // when a server gives up on a transport that has not

/// A GET with nothing special about it.
inline Request request_to(const LoopbackServer& server, std::string_view target = "/") {
                                             
                            
                                 
                                   
                 
}

inline Request post_to(const LoopbackServer& server, Body body, std::string_view target = "/") {
                                               
                          
                                 
                 
}

/// A whole answer with a body of known length. `fields` are header lines with their line ends.
inline std::string answer_with(int status, std::string_view body, std::string_view fields = "") {
                                                                                                                    
                                                          
}

/// Answers every request with the same bytes, on connections that stay open.
inline LoopbackServer::Script always(std::string bytes) {
                                                                     
                             
                                           
    
}

/// Answers one request, and closes.
inline LoopbackServer::Script once_only(std::string bytes) {
                                                                     
                                                   
    
}

/// All byte values, several times over.
inline std::string every_byte(std::size_t size = 1024) {
                                
                                                                                            
               
}

inline std::string describe(const Result<Response>& result) {
                                                        
                                                                                                                    
                  
}

inline bool expect_status(Findings& findings, const Result<Response>& result, int status) {
                                                            
                                                                                                                     
}

inline bool expect_body(Findings& findings, const Result<Response>& result, std::string_view body) {
                                                
                                                                                                      
                                                                                                            
                                                                            
}

inline bool expect_error(Findings& findings, const Result<Response>& result, Errc code, std::string_view when) {
                         
                                             
                                                                                                        
}

}/** @endcond */  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
