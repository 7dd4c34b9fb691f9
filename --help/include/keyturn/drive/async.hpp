// The driver for asynchronous transports: whoever brings an answer, an input or the time carries on what it allows.
#ifndef KEYTURN_DRIVE_ASYNC_HPP


#include <keyturn/base/list.hpp>
#include <keyturn/base/mutex_guard.hpp>
#include <keyturn/concepts/transport.hpp>
#include <keyturn/core/machine.hpp>
#include <keyturn/drive/async_auth_calls.hpp>
#include <keyturn/drive/held_locks.hpp>
#include <keyturn/drive/local_work.hpp>
#include <keyturn/drive/lock_waits.hpp>
#include <keyturn/drive/pending_calls.hpp>
#include <keyturn/drive/published.hpp>
#include <keyturn/drive/storage_watch.hpp>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace drive {

/// Names the calling thread, for as long as it lives.
template <class Mutex>
const void* this_thread() {
                                   
                                 
                 
          
                                    
                 
   
}

/// Runs a machine without ever waiting. Calls go on where their answer or their token came; the machine's other actions
/// are queued, and so is what the host is to be told: one thread at a time, the one that finds nobody at it, works off
/// each queue. So nothing recurses however many answers come from inside `send`, the host's callbacks run one at a time,
/// and no lock is held meanwhile. Nobody calls the host while it carries out actions: a callback may take its time, and
/// may want actions carried out. With a polled transport both queues wait for `poll()`.
template <AsyncTransport T, Storage S, Protocol P, Platform E>
class Async {
 public:
  /// For how long nobody needs to call `poll()`.
  using Pause = std::chrono::milliseconds;

  Async(T transport, S storage, P protocol, Options options, E platform)
      : storage_{std::move(storage)},
        protocol_{std::move(protocol)},
        options_{std::move(options)},
        platform_{std::move(platform)},
        machine_{options_, SharedStorage<S>, core::EarlyRefresh::holds_up_nobody, unknown_outcome(protocol_)},
        transport_{std::move(transport)} {
                         
  }

  /** @cond */Async(const Async&) = delete;/** @endcond */
  /** @cond */Async& operator=(const Async&) = delete;/** @endcond */

  /// Hands over what is finished, then completes everything that is pending with `cancelled` (P17). Answers that come
  /// later find nobody.
  ~Async() {
                 
                      
                                                                                   
                                                                                                  
                          
                       
                        
                                                                                
                                                                                                   
                                       
                                    
                            
  }

  /// Takes in a call that has its result already.
  void hand_over(Shared<AsyncCall> call) {                         }

  /// Takes a call in. From here on it ends in `finish`, or in `cancel` when the client dies.
  void begin(Shared<AsyncCall> call) {
                                    
                                  
  }

  /// The call has its result: its host is told when nothing else is under way.
  void finish(AsyncCall& call) {
                                    
                                                                                            
  }

  /// Hands a request to the transport; `answered` follows, at `due` at the latest, or `spare` after it was found late.
  void send(AsyncCall& call, Request request, TimePoint due, std::chrono::milliseconds spare = {}) {
                             
     
                                      
                                                 
                                                        
                   
     
                                                                                                                
                                                                                          
       
                                                                            
  }

  /// Sends nothing: `answered` follows at that time.
  void rest(AsyncCall& call, TimePoint until) {
                                    
                                                    
  }

  /// Gives the machine an input, lets the calls go on that this ends, and works off what is queued. Without memory for
  /// that the machine starts over, and who waits for it is told.
  void feed(Input input) {                                                   }

  /// The same with an input that says what the call wants.
  void ask(AsyncCall& call, Input input) {                                                 }

  /// The same for who has just looked what time it is.
  void ask(AsyncCall& call, Input input, TimePoint time) {                                      }

  /// Does `step` of a call. Without memory for it, the call ends with `code`.
  template <class Step>
  void proceed(AsyncCall& call, Errc code, Step&& step) {
                                               
  }

  /// Works off what is queued, unless that waits for `poll()`.
  void work() {
                             
  }

  /// The same for who has just looked what time it is.
  void work(TimePoint time) {
                       
                        
                                  
                          
                           
  }

  /// Feeds an input and carries on until the machine has answered it, or can do no more without waiting: then nothing.
  template <class Make>
  Maybe<AsyncOutcome> at_once(Make&& make) {
                                                                                                                       
                                         
                
                                 
              
       
                                        
                                                                                                        
                                                                         
       
             
     
           
                                    
                                    
  }

  /// Drives timers and a polled transport; does nothing from inside a completion. When to call again at the latest.
  Maybe<Pause> poll();

  const Snapshot* fresh_token(TimePoint time) {
                                                 
                                                                                    
  }

  SessionInfo info() {
                                           
                                    
                               
  }

  void on_logout(Callback<void(LogoutReason)> callback) {
                                    
                                     
  }
  void on_event(Callback<void(const Event&)> callback) {
                                    
                                    
  }
  /// After what the machine has told already.
  void tell(Event event) {
                                    
                                                                     
  }

  T& transport() {                    }
  S& storage() {                  }
  const P& protocol() const {                   }
  E& platform() {                   }
  const Options& options() const {                  }

 private:
  using Mutex = typename E::Mutex;
  using Condition = typename E::Condition;
  using Guard = MutexGuard<Mutex>;
  using Telling = OneOf<Event, action::CallLogout>;

  static constexpr bool polled = PolledTransport<T>;
  static constexpr unsigned rounds_at_once = 8;  // a host that starts a new call in each completion gets its frame back

  // What outlives the driver, for answers that come late. Its mutex is the driver's.
  struct Link : Holders {
    Mutex mutex{};
    Async* driver = nullptr;
  };

  // A call that the machine is done with and that goes on.
  struct Ended {
    Shared<AsyncCall> call;
    AsyncOutcome outcome;
  };

  // What the host is to be told, by one thread at a time.
  template <class Item>
  struct ToldByOne {
    std::conditional_t<std::is_same_v<Item, Shared<AsyncCall>>, CallQueue, List<Item>> waiting{};
    const void* by = nullptr;  // the thread that tells
  };

  // A call that a thread waits for.
  struct WaitedCall final : AsyncCall {
    explicit WaitedCall(Async& by) : driver{by} {}
    bool ends_with(AsyncOutcome& what) override {
                                
                                   
                  
    }
    void cancel(Error&& error) override {
                                             
                                                   
                      
    }
    Async& driver;
    Maybe<AsyncOutcome> outcome{};
  };

  // From the first work on: construction starts nothing.
  void listen() {
                                                             
       
                                        
                                                  
       
                                              
                                                                                                          
     
  }

  // Work for a thread that does not belong to the client: the driver lives as long as somebody is inside.
  template <class Work>
  static void enter(const Shared<Link>& link, Work&& work) {
                       
                                                                                                   
                                             
                         
                                  
                  
                                   
                                                                             
                      
                                  
  }

  void feed(Input input, TimePoint time, AsyncCall* asks) {
             
                                                
                      
                      
                             
                                      
                                                            
                                                
                                                                        
                                          
      
                                             
                                       
                                                                                                                   
                                      
  }

  // There was no memory: what is under way is given up. The machine knows no call any more, and those that wait for it
  // end.
  void start_over() noexcept {
                                                                      
                     
     
                                      
                            
                           
                              
                       
                          
                                   
     
                                                                                        
  }

  void fail(AsyncCall& call, Errc code) noexcept {
                        
                                      
                          
                                                            
  }

  // A call that was taken out.
  void end(Shared<AsyncCall> call, Error&& error) noexcept {
                                   
                           
  }

  void arrive(const Shared<AsyncCall>& call, std::uint64_t number, Result<Response> answer) {
     
                                      
                                                                            
     
                                                                                
           
  }

  // Under the mutex: what needs no host code is done at once.
  void take(Action& action, List<Ended>& ended) {
                                                                                                             
                                                    
                                                                     
                                                      
                                                      
                                                                                                      
                                                                                       
                                                                
                                     
  }

  static void work(Shared<Link> link) {
                                  
                               
                                                                            
                                      
  }

  // Locks the mutex when no other thread is inside.
  void wait_for_others() {
                        
                                                               
  }

  void queue(Shared<AsyncCall> call) {
                                    
                                               
  }
  void queue(Telling telling) {
                                    
                                               
  }

  // What is queued, and what comes of it. False: the client was destroyed meanwhile.
  bool carry_on(const Shared<Link>& link) {
                                                               
             
                                         
                              
     
                
  }

  // What the host is told; bodies in async_callbacks.hpp.
  static bool call_host(const Shared<Link>& link);
  template <class Item>
  static bool call_each(const Shared<Link>& link, ToldByOne<Item> Async::*queue);
  static JobId told_job(const Shared<AsyncCall>&) {           }
  static JobId told_job(const Telling& telling);
  void tell_host(const Shared<AsyncCall>& call);
  void tell_host(const Telling& telling);
  void tell_host(const Event& event);
  void tell_host(const action::CallLogout& what);
  template <class C>
  C copy_of(const C& callback);

  // The machine's actions; bodies in async_actions.hpp.
  bool pump();
  void carry_out(action::Draw& draw) {                                 }
  void carry_out(action::Load& load) {                                                  }
  void carry_out(action::Save& save) {                                                  }
  void carry_out(action::Erase& erase) {                                                   }
  void carry_out(action::Turn& turn) {                              }

  void carry_out(action::Lock& lock);
  void try_lock(LockWait wait);
  void carry_out(action::Unlock& unlock);
  void carry_out(action::SendRefresh& refresh);
  Result<void> lock_outlasts(const action::SendRefresh& refresh);
  void carry_out(action::Revoke& revoke);
  void carry_out(action::Tell& what) {
                                                             
  }
  void carry_out(action::CallLogout& what) {                       }

  // Done in take():
  void carry_out(action::Publish&) {}
  void carry_out(action::Complete&) {}

  // Time; bodies in async_time.hpp.
  bool begin_poll();
  Maybe<Pause> end_poll(Maybe<Pause> next);
  void pass_time();
  bool is_due();
  TimePoint next_deadline() const;
  void arm();
  void wake(TimePoint at);

  // Under the mutex: whether `work` would find nothing to do.
  bool rests(TimePoint time) const {
                                 
                                           
                                                                                                               
                       
  }

  // Under the mutex.
  bool has_work() const {                                                                                          }

  bool work_left() {
                                    
                      
  }

  List<Shared<AsyncCall>> cancel_pending() {
                                  
     
                                      
                                  
     
                                                                                                         
                 
  }

  static Condition make_condition(E& platform) {
                                                         
                                 
        
                         
  }

  S storage_;
  P protocol_;
  Options options_;
  E platform_;
  Shared<Link> link_ = share<Link>();
  Condition changed_ = make_condition(platform_);
  core::BasicMachine<SharedStorage<S> ? core::Sharing::maybe : core::Sharing::never> machine_;
  Published<Mutex> published_;
  HeldLocks<S> locks_;
  Callback<void(LogoutReason)> on_logout_;
  Callback<void(const Event&)> on_event_;

  PendingCalls pending_;
  List<Action> actions_;
  ToldByOne<Shared<AsyncCall>> completions_;
  ToldByOne<Telling> tellings_;
  LockWaits lock_waits_;
  TimePoint wake_at_ = TimePoint::max();
  unsigned inside_ = 0;
  const void* pumped_by_ = nullptr;  // the thread that carries out actions
  bool polling_ = false, sent_ = false, over_ = false, listens_ = false;

  StorageWatch<S> watch_;
  T transport_;  // dies first: its threads call back
};

}/** @endcond */  // namespace drive

KEYTURN_NAMESPACE_END

#include <keyturn/drive/async_actions.hpp>
#include <keyturn/drive/async_callbacks.hpp>
#include <keyturn/drive/async_time.hpp>

#endif
