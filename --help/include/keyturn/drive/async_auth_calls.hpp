// The calls that an asynchronous client makes at the auth server for its machine: a refresh, a revocation.
#ifndef KEYTURN_DRIVE_ASYNC_AUTH_CALLS_HPP


#include <keyturn/base/list.hpp>
#include <keyturn/concepts/platform.hpp>
#include <keyturn/drive/async_call.hpp>
#include <keyturn/drive/auth_exchange.hpp>
#include <keyturn/model/input.hpp>

#include <type_traits>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace drive {

/// A refresh at the auth server. The transport ends it: its answer may have come while the host slept, or it may have
/// gone out only afterwards, and an answer given up is a pair lost. A transport that has lost it gets as long again.
template <class Driver>
class RefreshCall final : public AsyncCall {
 public:
  RefreshCall(Driver& driver, JobId job) : driver_{driver}, job_{job} {}

  /// Sends the request, or hands on why there is none.
  void start(Result<Request> request, std::chrono::milliseconds timeout) {
                                                   
                                                   
                                                                                           
  }

  void answered(Result<Response>&& answer) override {
                                                       
                                                                                                      
                          
  }

 private:
  Driver& driver_;
  JobId job_;
  AnswerTiming timing_{};
};

/// The requests of one revocation, one after another within one time limit; the first failure is what is reported.
template <class Driver>
class RevokeCall final : public AsyncCall {
 public:
  RevokeCall(Driver& driver, JobId job, TimePoint deadline) : driver_{driver}, job_{job}, deadline_{deadline} {}

  void start(const TokenSet& tokens) {
                                                                      
                                                                                                             
                
       
            
  }

  void answered(Result<Response>&& answer) override {
                                                                                  
                                                                  
                                      
                                      
  }

 private:
  static constexpr bool confirms = ConfirmsLogout<std::remove_cvref_t<decltype(std::declval<Driver&>().protocol())>>;

  // Whether the request is done with.
  Result<bool> take(const Result<Response>& answer) {
                             
                                           
                           
                     
       
                                      
     
                                                        
                                           
                
  }

  void go_on() {
                                                                           
                              
                                                            
                                                           
                          
  }

  Result<bool> send_next() {
                                
                                                                                                           
                    
                                  
                    
       
                                             
     
                 
  }

  void send(Request request) {
                             
                                                                            
                     
                           
     
                                                       
  }

  // Whether the server wants to be left alone for a while, and there is time to ask it again.
  bool rests(const Result<Response>& answer) {
                                                                           
                                                                   
                                                               
                    
                               
                
  }

  std::chrono::milliseconds time_left() const {                                                                }

  Driver& driver_;
  JobId job_;
  TimePoint deadline_;
  List<Request> requests_{};
  List<Request> again_{};  // one at most: what was sent last
  Result<void> result_{};
  bool resting_ = false;
};

}/** @endcond */  // namespace drive

KEYTURN_NAMESPACE_END

#endif
