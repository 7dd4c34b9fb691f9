/// @file keyturn/testing/http_date.hpp Writes the dates of HTTP answers.
#ifndef KEYTURN_TESTING_HTTP_DATE_HPP


#include <keyturn/base/time.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// The present form of an HTTP-date (RFC 9110, section 5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT".
inline std::string http_date(WallTime time) {
                                                                                                             
                                                               
                                              
                                                                                    
                                                              
                                               
                                                                             
    
                                                                               
                                                                    
                                                                          
                                                                                                  
                                                                                
              
}

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
