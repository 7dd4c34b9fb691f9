// What a driver does about exceptions: one that comes out of code that is not its own stops nothing, and one for want of
// memory leaves nothing half done.
#ifndef KEYTURN_DRIVE_HOST_CODE_HPP


#include <keyturn/base/result.hpp>
#include <keyturn/config/features.hpp>

#include <new>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace drive {

/// That there was no memory. Needs none itself: the text is short enough to stand in the string.
inline Error out_of_memory(Errc code) {                                                        }

/// `call()`, with an exception that host code lets out turned into `otherwise`: the machine must get its answer.
template <class T, class Call>
Result<T> guarded([[maybe_unused]] Errc otherwise, Call&& call) {
                          
       
                  
                                   
                                    
                 
                                                       
   
     
                
      
}

/// The same for a callback: it must not throw, and if it does, nobody else pays for it.
template <class Call>
void shielded(Call&& call) {
                                              
           
                          
     
}

/// `act()`, with `mend()` before an exception comes out of it.
template <class Act, class Mend>
auto mended(Act&& act, [[maybe_unused]] Mend&& mend) {
                          
       
                 
                 
           
          
   
     
               
      
}

/// `act()`, and `mend()` instead of an exception.
template <class Act, class Mend>
void contained(Act&& act, [[maybe_unused]] Mend&& mend) {
                          
       
          
                 
           
   
     
        
      
}

}/** @endcond */  // namespace drive

KEYTURN_NAMESPACE_END

#endif
