// The checks on what a transport makes of an answer: status, headers, every way in which a body may come, and on_data.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_ANSWERS_HPP


#include <keyturn/testing/check_transport/expectations.hpp>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace testing::checks {

class TransportAnswers {
 public:
  explicit TransportAnswers(Sender send) : send_{std::move(send)} {}

  void run(CheckReport& report) const {
                                                                                   
                                                                                                    
                                                                                      
                                                                          
                                                                                                 
                                                                                
                                                                               
                                                                                   
                                                                                  
                                                                                        
                                                                                    
                                                                                         
                                                                                                 
  }

 private:
  void every_status(Findings& f) const {
                                                                                        
                                                                                           
                                                       
                            
                                                                              
                                                                                                           
                                                    
                                           
                                                                                                              
     
  }

  void no_body(Findings& f) const {
                                                                                            
                                         
                               
                                          
  }

  void known_length(Findings& f) const {
                                                  
                                                           
                                                     
  }

  void chunks(Findings& f) const {
                          
                                                                      
                                                                                                           
                                                                  
                                                                                                               
  }

  void until_close(Findings& f) const {
                                                                                     
                                                                                
                                                                     
     
  }

  void interim(Findings& f) const {
                                                                                                                
                                                                             
                                                  
                                                        
                                                                                                               
  }

  void redirect(Findings& f) const {
                                                        
                                                                                              
                                                    
                                           
                                                                                           
                                                                                        
     
  }

  void headers(Findings& f) const {
                                             
                
                                                                                                             
                                               
                                                  
                                               
                        
                                               
                                                                                  
                                                                                     
                                                                                                     
                                                                                        
                                                                                                           
  }

  void no_http(Findings& f) const {
                                                                                                               
                                                              
                                              
                                                                                                              
     
  }

  void data(Findings& f) const {
                                                  
                                         
                                                                
                                           
                                                        
                                                        
                            
                    
        
                                         
                                                      
                                                                                                                  
                                                                                         
     
  }

  void other_data(Findings& f) const {
                                              
                                                                          
                                           
                                                        
                                                                              
                                         
                                                                                
                                           
                                                                                                           
     
  }

  void early_data(Findings& f) const {
                                                                 
                                     
                                                               
                                     
                                                                             
                                                            
                                                                                                     
                             
                                
       
                                         
                                                                        
                                          
                                                                               
  }

  void stopped_data(Findings& f) const {
                                                                                
                                         
                                                
                                                 
               
                   
      
                                                                                    
                                                                                     
  }

  Sender send_;
};

}/** @endcond */  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
