// How the checks use an asynchronous transport: they send, drive it if it wants to be driven, and wait for completions.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_ASYNC_USE_HPP


#include <keyturn/concepts/transport.hpp>
#include <keyturn/testing/check_transport/expectations.hpp>

#include <condition_variable>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace testing::checks {

/// What became of one call.
struct AsyncOutcome {
  bool done = false;
  Result<Response> result = Error{.code = Errc::no_answer, .detail = "the transport did not complete the call"};
  bool in_the_open = false;  ///< Completed while the checks were in no function of the transport.
};

/// Something that happens once, and that another thread waits for.
class Happening {
 public:
  void happened() {
                                       
                         
                          
  }
  /// Whether it happened in that time.
  bool wait(std::chrono::milliseconds at_most) {
                                  
                                                                           
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool has_happened_ = false;
};

/// All that the checks see of an asynchronous transport. One with `poll` is used by one thread at a time. Copies are the
/// same use; safe from all threads.
class AsyncUse {
 public:
  template <AsyncTransport T>
  explicit AsyncUse(T& transport)
      : state_{std::make_shared<State>()}, send_{[&transport](Request request, Completion<Response> done) {
          transport.send(std::move(request), std::move(done));
        }} {
                                                                                        
                                     
                                                                                          
                                                     
        
  }

  bool polled() const {                                  }
  bool waking() const {                                        }

  /// Starts a call. `then` runs inside its completion, with nothing locked.
  std::shared_ptr<const AsyncOutcome> start(Request request, Callback<void()> then = {}) const {
                                                    
                                               
                   
  }
  /** Starts a call. `then` runs inside its completion, with nothing locked. */ void start(Request request, Completion<Response> done) const {
                                
                                               
  }

  /// An outcome, and the completion that writes it once `then` has run.
  std::pair<std::shared_ptr<const AsyncOutcome>, Completion<Response>> prepare(Callback<void()> then = {}) const {
                                                    
                                                                                                 
                               
                                                       
                                   
                                                  
                                                        
                                          
               
  }

  std::optional<std::chrono::milliseconds> poll() const {
                                
                   
  }
  void wake_after(std::chrono::milliseconds delay, Callback<void()> work) const {                                      }

  /// Looks at outcomes while they stand still.
  template <class F>
  auto look(F&& at_them) const {
                                              
                     
  }

  /// Drives the transport, or waits, until `met` holds or that time is over. Whether it holds in the end. `met` is asked
  /// while outcomes stand still.
  template <class F>
  bool wait_until(F&& met, std::chrono::milliseconds at_most) const {
                                                         
              
                           
                                           
                             
                                                               
                                            
                                                        
                                                                                               
     
  }

  /// Lets that time go by, with the transport driven.
  void pass(std::chrono::milliseconds time) const {
                                                              
  }

  /// What became of a call in that time.
  Result<Response> wait_for(const AsyncOutcome& outcome, std::chrono::milliseconds at_most = in_good_time) const {
                                                      
                                                
  }

  /// Sends and waits, as a blocking transport would; no longer than a little over the request's timeout.
  Result<Response> send_and_wait(const Request& request) const {
                                                                      
  }

 private:
  static constexpr std::chrono::milliseconds between_polls{1}, between_looks{10};

  struct State {
    std::recursive_mutex use;  // held in a polled transport; a completion may send
    std::mutex mutex;          // of outcomes and `inside`
    std::condition_variable changed;
    int inside = 0;
  };

  /// One thread in a polled transport, for as long as this lives.
  class Inside {
   public:
    explicit Inside(State& state) : state_{state}, use_{state.use} {         }
    /** @cond */Inside(const Inside&) = delete;/** @endcond */
    /** @cond */Inside& operator=(const Inside&) = delete;/** @endcond */
    /** @cond */~Inside() { add(-1); }/** @endcond */

   private:
    void add(int number) {
                                               
                              
    }
    State& state_;
    std::unique_lock<std::recursive_mutex> use_;
  };
  std::unique_ptr<Inside> enter() const {                                                                }

  std::shared_ptr<State> state_;
  Callback<void(Request, Completion<Response>)> send_;
  Callback<std::optional<std::chrono::milliseconds>()> poll_;
  Callback<void(std::chrono::milliseconds, Callback<void()>)> wake_after_;
};

}/** @endcond */  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
