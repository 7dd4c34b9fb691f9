// The calls that wait for a token, in the order in which they came.
#ifndef KEYTURN_CORE_WAITERS_HPP


#include <keyturn/base/list.hpp>
#include <keyturn/base/maybe.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/model/action.hpp>

#include <utility>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace core {

/// One waiting call. Without `restore` it wants a token.
struct Waiter {
  WaiterId id{};
  TimePoint deadline{};
  Maybe<std::uint64_t> epoch{};  // the session it belongs to; nothing: it was not known when the call came
  Maybe<std::uint64_t> above{};  // wants a token of a later generation than this
  bool renew = false;            // wants a later one than whatever there is when the call is first looked at
  bool restore = false;          // only wants to know whether there is a session
  bool read_again = false;       // storage was read on behalf of this call
};

class Waiters {
 public:
  void add(const Waiter& waiter) {
                                                    
                             
  }

  /// Takes out those for which `predicate` holds, in order.
  template <class Predicate>
  List<Waiter> take_if(Predicate&& predicate) {
                       
                                                  
                                           
                            
                  
       
                 
  }

  template <class Predicate>
  bool any_of(Predicate&& predicate) const {
                                         
                                         
                 
  }

  List<Waiter> take_all() {                             }

  /// Takes out those whose deadline has passed.
  List<Waiter> take_overdue(TimePoint time) {
                                    
                                                                                          
                                 
                                                                                          
                   
  }

  /// When to look for overdue ones; not after the earliest deadline.
  TimePoint earliest() const {                                                         }
  /** When to look for overdue ones; not after the earliest deadline. */ bool empty() const {                          }
  /** When to look for overdue ones; not after the earliest deadline. */ std::size_t size() const {                         }

 private:
  List<Waiter> waiters_;
  TimePoint earliest_ = TimePoint::max();
};

}/** @endcond */  // namespace core

KEYTURN_NAMESPACE_END

#endif
