// What a call of an asynchronous client is to a coroutine: `co_await` starts it and gives its result.
#ifndef KEYTURN_DRIVE_AWAITABLE_HPP


#include <keyturn/base/shared.hpp>
#include <keyturn/concepts/transport.hpp>

#include <coroutine>
#include <optional>

KEYTURN_NAMESPACE_BEGIN

/// Lazy: nothing happens before `co_await`, which is for once. The coroutine goes on where the client runs completions,
/// or at once if the result is there before the call returns. Destroying the waiting coroutine ends that wait alone; do
/// so where completions run, or while none can. The client must outlive the start, not the wait.
///
/// g++ before 13 destroys twice what is written out in braces inside a `co_await` expression (GCC bug 98401): there a
/// request or a grant needs a name of its own, on the line before.
template <class T, class Start>
class [[nodiscard]] Awaitable {
 public:
  /// For the client: of a call that `start(Completion<T>)` begins.
  explicit Awaitable(Start start) : start_{std::move(start)} {}
  /** @cond */Awaitable(const Awaitable&) = delete;/** @endcond */
  /** @cond */Awaitable& operator=(const Awaitable&) = delete;/** @endcond */
  /** @cond */~Awaitable() {
    if (wait_) wait_->state.store(State::given_up);
  }/** @endcond */

  /// What `co_await` calls.
  bool await_ready() const noexcept {               }
  /** What `co_await` calls. */ bool await_suspend(std::coroutine_handle<> coroutine) {
                                            
                                
                                                                                                              
                                    
                                                                                          
                                    
                                                                             
                                                                                                 
  }
  /** What `co_await` calls. */ Result<T> await_resume() {                                   }

 private:
  enum class State { starting, suspended, complete, given_up };

  struct Wait : Holders {
    void complete(Result<T> what) {
                                                  
                                      
                                                                                  
    }
    Atomic<State> state{State::starting};
    std::coroutine_handle<> coroutine{};
    std::optional<Result<T>> result{};
  };

  Start start_;
  Shared<Wait> wait_{};
};

/// Makes the awaitable of a call that `start(Completion<T>)` begins.
template <class T, class Start>
Awaitable<T, Start> awaitable(Start start) {
                                               
}

KEYTURN_NAMESPACE_END

#endif
