// The checks on what a transport sends: method, target, headers and bodies arrive as given, and nothing else does.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_REQUESTS_HPP


#include <keyturn/testing/check_transport/expectations.hpp>

#include <algorithm>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace testing::checks {

class TransportRequests {
 public:
  explicit TransportRequests(Sender send) : send_{std::move(send)} {}

  void run(CheckReport& report) const {
                                                                      
                                                                         
                                                                  
                                                                   
                                                                                                   
                                                                            
                                                                                        
                                                                                                  
                                                                                     
                                                                                   
                                                                                                 
                                                                                                     
                                                                                                
                                                                                     
  }

 private:
  static std::string shown(const std::optional<std::string_view>& value) {
                                                               
  }

  void method(Findings& f) const {
                                                        
                                                                                   
                                           
                            
                                            
                                                                                                        
     
  }

  void target(Findings& f) const {
                                                        
                                                                                                                 
                                                             
                                                                                                        
     
  }

  void host(Findings& f) const {
                                                        
                                                     
                                                                     
                                                                     
  }

  void headers(Findings& f) const {
                                                        
                                            
                                                                             
                                                            
                                               
                                                
                                                       
                                          
                                                                                      
                                                     
                                                                    
                                                                                  
                                          
                                                      
                                                                                         
                                                                                                     
                                                                          
  }

  void no_headers(Findings& f) const {
                                                        
                                                                                  
                                            
                             
                                                                                                          
                                                                                                      
                                                                                             
     
  }

  void no_cookies(Findings& f) const {
                                                                                             
                                                                                 
                                                                                                            
  }

  void body(Findings& f, std::string bytes) const {
                                                        
                                                         
                                     
  }

  static void expect_arrived(Findings& f, const LoopbackServer& server, std::string_view bytes) {
                                                   
                                                                                                                      
                                                                                            
  }

  void empty_post(Findings& f) const {
                                                        
                                                          
                                  
                                                                                                                     
  }

  void head(Findings& f) const {
                                                                                  
                                         
                            
                               
                                                                          
                                                                 
  }

  /// Gives `text` in pieces of odd sizes.
  static Reader pieces(std::string text) {
                                                                                                               
                                                                               
                                                                                      
                 
                                 
                  
      
  }

  void known_stream(Findings& f) const {
                                                        
                                                
                                                                                                           
                                    
                                                                                        
                                                                           
  }

  void unknown_stream(Findings& f) const {
                                                        
                                                
                                                                                              
                                    
  }

  void once_body(Findings& f) const {
                                                        
                                        
                                                                                         
                                    
  }

  void no_expect(Findings& f) const {
                                                        
                                                                              
                                                                                      
  }

  Sender send_;
};

}/** @endcond */  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
