// The calls of an asynchronous client that are under way, and which of them wait for an answer of the transport.
#ifndef KEYTURN_DRIVE_PENDING_CALLS_HPP


#include <keyturn/base/list.hpp>
#include <keyturn/drive/async_call.hpp>

#include <cstdint>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace drive {

/// Calls that are pending no more, first in, first out. Needs no memory. Not safe for several threads at once.
class CallQueue {
 public:
  /** @cond */CallQueue() = default;/** @endcond */
  /** @cond */CallQueue(const CallQueue&) = delete;/** @endcond */
  /** @cond */CallQueue& operator=(const CallQueue&) = delete;/** @endcond */
  /** @cond */~CallQueue() {
    while (!empty()) (void)pop();
  }/** @endcond */

  void push(Shared<AsyncCall> call) noexcept {
                                            
                            
                                                         
                  
            
  }

  /// There must be one.
  [[nodiscard]] Shared<AsyncCall> pop() noexcept {
            
                                                                           
  }

  bool empty() const {                           }
  std::size_t size() const {               }

 private:
  AsyncCall *first_ = nullptr, *last_ = nullptr;  // each held once from here
  std::size_t size_ = 0;
};

/// Not safe for several threads at once.
class PendingCalls {
 public:
  /// A request that is at the transport for a call.
  struct Sending {
    Shared<AsyncCall> call;
    std::uint64_t number;
  };

  /** @cond */PendingCalls() = default;/** @endcond */
  /** @cond */PendingCalls(const PendingCalls&) = delete;/** @endcond */
  /** @cond */PendingCalls& operator=(const PendingCalls&) = delete;/** @endcond */
  /** @cond */~PendingCalls() { (void)take_all(); }/** @endcond */

  void add(Shared<AsyncCall> call) {
                                            
                           
                                                        
                  
  }

  /// Takes out a call that has its result; null if it was taken out before.
  [[nodiscard]] Shared<AsyncCall> take(AsyncCall& call) {
                                                            
                                                                            
                                                                           
                                           
  }

  [[nodiscard]] List<Shared<AsyncCall>> take_all() {
                                  
                                                        
                 
  }

  /// Takes out those that wait for the machine.
  void take_asking(CallQueue& into) noexcept {
                                                                           
                           
                                              
     
  }

  bool is_taken(const AsyncCall& call) const {                        }

  /// Whether the call waits for the machine.
  void set_asking(AsyncCall& call, bool asks) {                    }

  /// A request goes out, whose answer is waited for until `due`, or for `spare` from when it was found late: its number,
  /// by which the answer is known.
  std::uint64_t begin_sending(AsyncCall& call, TimePoint due, std::chrono::milliseconds spare = {}) {
                                    
                    
                        
                                             
                         
  }

  /// There is an answer to that request. False: nobody waits for it any more.
  [[nodiscard]] bool end_sending(AsyncCall& call, std::uint64_t number) {
                                              
                      
                
  }

  /// Not before then can a request be overdue.
  TimePoint overdue_at() const {                     }

  /// What is overdue: a transport that has kept a request for too long has lost it.
  [[nodiscard]] List<Sending> find_overdue(TimePoint time) {
                          
                                           
                                      
                                                                          
                                        
                                                            
                                                                
                 
       
                                                                                        
                                        
     
                       
                   
  }

 private:
  AsyncCall *first_ = nullptr, *last_ = nullptr;  // each held once from here
  TimePoint overdue_at_ = TimePoint::max();
  std::uint64_t last_sending_ = 0;
};

}/** @endcond */  // namespace drive

KEYTURN_NAMESPACE_END

#endif
