// The times in HTTP answers: Date and Retry-After, in every form that RFC 9110 allows.
#ifndef KEYTURN_CORE_HTTP_TIME_HPP


#include <keyturn/base/maybe.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/core/schedule.hpp>
#include <keyturn/model/headers.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace core {

/** @cond */namespace detail {
inline constexpr std::string_view month_names = "JanFebMarAprMayJunJulAugSepOctNovDec";

/// Days from 1970 to the first of that month, of which the twelfth is not the last: the thirteenth is next January.
constexpr int days_before(int year, int month) {
                                                                                                         
                                             
                                                              
                                                 
                                                                                                            
}

/// The parts of a date as the digits of a pattern: of its year two digits each.
enum DatePart { year, month_name, day, hours, minutes, seconds, padded_day, date_parts };

/// A date along a pattern, whose other characters stand for themselves. Years below 100 are those from 1970 to 2069.
constexpr Maybe<WallTime> read_date(std::string_view text, std::string_view pattern) {
                         
                                       
                                     
                                                                        
                                                                                 
                                      
                            
                                         
                                     
                                                                    
                                                           
                                                 
            
                                                                              
                                                                                             
                                                                          
     
                             
   
                                                    
                          
                                                        
                                                         
                                                                                                     
                                                                   
              
                                                                             
                                                                                             
}
}/** @endcond */  // namespace detail

/// An HTTP-date (RFC 9110, section 5.6.7): the present form, and the two of old. Two-digit years are taken as 1970 to
/// 2069.
constexpr Maybe<WallTime> parse_http_date(std::string_view text) {
                                           
                                                               
                                                                                                     
                            
                                                                            
                                                                                                                 
}

/// The server's clock when it answered. Nothing for an answer out of a cache, whose Date is old (it has an Age).
inline Maybe<WallTime> server_date(const Headers& headers) {
                                      
                                        
                                               
                                
}

/// How long the server wants us to stay away (RFC 9110, section 10.2.3): seconds, or a date, which is taken relative to
/// the answer's own Date, else to `wall`. 0 if it says nothing that can be read; an hour at most.
inline std::chrono::milliseconds retry_after(const Headers& headers, WallTime wall) {
                                                
                                                                    
                                                                 
                 
                        
                               
                                              
                                     
                                                         
   
                                                                                              
                                            
                                                 
                                                                                                                      
                                                  
}

}/** @endcond */  // namespace core

KEYTURN_NAMESPACE_END

#endif
