// Writes a trace in the Trace Event Format, which chrome://tracing, Perfetto and speedscope read.
#ifndef KEYTURN_TESTING_TRACE_JSON_HPP


#include <keyturn/protocol/json_text.hpp>
#include <keyturn/testing/trace/recorder.hpp>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <string>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// The records as events of the format: spans as X, those going on as B, moments as i, the lanes' names as M, and for each
/// call that waited for a refresh an arrow, s and f, from that refresh to the request that then went out.
class TraceJson {
 public:
  /// `records` in the order in which they began; they must outlive this.
  explicit TraceJson(const std::vector<TraceRecord>& records) : records_{records} {
                                                                                             
  }

  /// `forgotten`: how many older records there were.
  std::string text(std::size_t forgotten) {
                                                                                                           
                                 
                                          
                                               
                                           
                                                                                                                     
     
                                                             
                   
                     
                           
  }

 private:
  static constexpr std::string_view category(TraceRecord::Kind kind) {
                   
                                   
                      
                                      
                         
                                           
                              
                                      
                         
                                    
                       
     
                     
  }

  /// The text with a question mark for each byte that is not UTF-8: names and details come from everywhere.
  static std::string clean(std::string_view text) {
                        
                           
                                                                      
                                                           
                                                  
     
                   
  }

  /// An object of those that have a value.
  static std::string object(std::initializer_list<JsonMember> members) {
                           
                                            
                                                    
                                             
  }

  /// Microseconds, the format's unit, with the nanoseconds behind the point.
  static std::string microseconds(std::chrono::nanoseconds time) {
                                                                            
                                                                          
  }

  void open(std::string_view phase, std::string_view name, std::size_t lane) {
                                                                  
                                                                                                         
                                                           
  }
  void at(TimePoint time) {                                                             }

  void name_of(std::string_view what, std::size_t lane, std::string_view name) {
                          
                                                          
  }

  void write(const TraceRecord& record) {
                                                 
                                                                                       
                                                                          
                     
                                       
                                                                                                  
                                                                                         
  }

  static std::string arguments(const TraceRecord& record) {
                                                    
                                                                     
  }

  static std::string arguments(const Event& event) {
                                                                                                           
                                                                                                                  
                                                                             
                                        
                                              
                                  
                                                                            
                                                                              
                                        
  }

  /// One lane, while its records are gone through: since when the call in it could have sent a request.
  struct Progress {
    TimePoint call_ended = TimePoint::min(), ready{};
    bool refused = false;  // the last request, with a 401
  };

  void write_arrows() {
                                            
                                        
                       
                                                
                                          
                                                   
                                  
                                                                  
       
                                                              
                                                          
                                                    
                                                                                                              
                                                   
                                                           
                                             
     
  }

  /// What the client told as `refreshed` was brought by the last request to the auth server before that.
  std::vector<const TraceRecord*> find_refreshes() const {
                                              
                                                
                                                                                  
                                           
                                                 
                                                                                                                 
                                                                                                         
                             
                                                           
     
                     
  }

  /// Within the two spans, so that viewers find them.
  void write_arrow(unsigned number, const TraceRecord& from, const TraceRecord& to) {
                                                                                   
                                                     
               
                                                                        
                
                                                   
                                 
                 
                
  }

  const std::vector<TraceRecord>& records_;
  std::map<TraceLane, std::size_t> lanes_;
  std::string out_;
};

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
