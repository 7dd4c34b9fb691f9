// One API request of an asynchronous client: get a token, send, and after a 401 once more with a newer one.
#ifndef KEYTURN_DRIVE_ASYNC_REQUEST_HPP


#include <keyturn/core/exchange.hpp>
#include <keyturn/drive/async_call.hpp>
#include <keyturn/model/event.hpp>
#include <keyturn/model/input.hpp>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace drive {

/// The steps of `AuthClient::send`. Each ends by asking the machine, by sending, or by finishing the call.
template <class Driver>
class AsyncRequest final : public CompletingCall<Driver, Response> {
  using Base = CompletingCall<Driver, Response>;

 public:
  AsyncRequest(Driver& driver, Request request, Completion<Response> done)
      : Base{driver, std::move(done)}, request_{std::move(request)}, repeatable_{request_.body.repeatable()} {}

  void start(const core::Origins& origins, TimePoint began) {
                                                                                 
                                                      
                                                                                            
                                               
                                          
                                                                                
                                                                                       
  }

  void granted(AsyncOutcome&& outcome) override {
                                                         
                         
                                           
             
     
                                                                                                    
                                                     
                                
  }

  void answered(Result<Response>&& answer) override {
                                                                                                                   
                                       
                      
                                                                                                                  
  }

  void cancel(Error&& error) override {
                                   
             
  }

 private:
  // A body that cannot be produced twice is not replayed, but the next call has a new token already.
  void replay(AsyncOutcome&& outcome) {
                                                                                  
                                                                     
                                                             
                                                                                                                 
                                         
  }

  // Gives the request what is left of the call's time; nothing: the call is over.
  bool has_time() {
                                                    
                                                          
                                                                                                                 
                            
  }

  void send(const Snapshot& token) {
                       
                         
                                   
                                     
                                 
                                                       
  }

  void send_bare() {                                                 }

  Request for_the_wire() {
                                                                                           
  }

  void end(Result<Response> result) {
             
                                 
  }

  // A transport may hold on to a call that is over.
  void forget() {
                         
                          
  }

  using Base::driver_;
  Request request_;
  bool repeatable_;
  TimePoint deadline_{};
  std::uint64_t epoch_ = 0, generation_ = 0;
  bool authorized_ = false;
  Maybe<Response> unauthorized_{};  // the 401 that was answered first
};

}/** @endcond */  // namespace drive

KEYTURN_NAMESPACE_END

#endif
