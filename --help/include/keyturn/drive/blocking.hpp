// The driver for blocking transports: the threads that call are the threads that work.
#ifndef KEYTURN_DRIVE_BLOCKING_HPP


#include <keyturn/base/atomic.hpp>
#include <keyturn/base/list.hpp>
#include <keyturn/base/mutex_guard.hpp>
#include <keyturn/concepts/platform.hpp>
#include <keyturn/concepts/protocol.hpp>
#include <keyturn/concepts/storage.hpp>
#include <keyturn/concepts/transport.hpp>
#include <keyturn/core/machine.hpp>
#include <keyturn/drive/auth_exchange.hpp>
#include <keyturn/drive/held_locks.hpp>
#include <keyturn/drive/host_code.hpp>
#include <keyturn/drive/local_work.hpp>
#include <keyturn/drive/published.hpp>
#include <keyturn/drive/storage_watch.hpp>

#include <vector>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace drive {

/// Runs a machine for many threads. Each thread that feeds it carries out what its own input brought, without a lock;
/// a call that waits does so for its result alone, and one of those who wait keeps the time.
template <BlockingTransport T, Storage S, Protocol P, Platform E>
class Blocking {
 public:
  Blocking(T transport, S storage, P protocol, Options&& options, E platform)
      : transport_{std::move(transport)},
        storage_{std::move(storage)},
        protocol_{std::move(protocol)},
        platform_{std::move(platform)},
        machine_{std::move(options), SharedStorage<S>, core::EarlyRefresh::holds_up_its_caller,
                 unknown_outcome(protocol_)} {}

  /// What a call waited for. It stays where it is until then: that is its name.
  struct Outcome {
    WaiterId waiter() const {                                          }
    bool done = false;
    SnapshotPin token{};
    std::optional<Error> error{};
    bool logged_in = false;
    bool carried = false;
    JobId turn = 0;     // session work of this call that may begin
    unsigned life = 0;  // of the machine that knows the call
  };

  /// Feeds the input that begins the call of that outcome, and works and waits until it is over.
  void call(Outcome& outcome, TimePoint deadline, Input&& input) {
                                                   
                                                         
                              
  }

  /// The same for a call that no deadline ends here, and that wants nothing back.
  Result<void> finish(Outcome& outcome, Input&& input) {
                                                      
                                                        
              
  }

  /// `carried`: set if this thread sent a refresh meanwhile, which may have taken longer than the call has.
  Result<SnapshotPin> token(input::Ask&& ask, bool* carried = nullptr) {
                    
                                  
                                            
                                                       
                                                        
                                    
  }

  /// Feeds one input and carries out what it brings, and what that brings, until nothing is left for this thread.
  /// Whether a refresh was sent. `begins`: the call that begins with it. An exception means that there was no memory, and
  /// that the machine has started over.
  bool run(Input&& input, Outcome* begins = nullptr) {
             
                                                                                             
  }

  /// The published token if it is fresh at `time`, found without a lock. Valid until this thread's next call of any
  /// client.
  KEYTURN_IN_ONE_PIECE const Snapshot* fresh_token(TimePoint time) {
                                                 
                                                                                    
  }

  /// Whether there is a token that can still be sent, fresh or not.
  bool has_valid_token(TimePoint time) {
                                                 
                                                               
  }

  /// Sends a request to the auth server.
  Result<Response> post(const Result<Request>& request) {
                                         
                                                                                         
  }

  SessionInfo info() {
                                           
                              
                               
  }

  void on_logout(Callback<void(LogoutReason)> callback) {
                              
                                     
  }
  void on_event(Callback<void(const Event&)> callback) {
                              
                                    
  }
  void tell(const Event& event) {
                                                                                     
  }

  T& transport() {                    }
  S& storage() {                  }
  const P& protocol() const {                   }
  E& platform() {                   }
  const Options& options() const {                            }

 private:
  using Mutex = typename E::Mutex;
  using Condition = typename E::Condition;
  using Guard = MutexGuard<Mutex>;

  // What one thread has to do, what is done at once first. A thread that waits for the network holds up nothing of
  // storage, and one that waits for the lock holds up nothing that its holder has to do. The host is told when nothing
  // is left that its callbacks could need when they call the client again; revocations, for which nobody waits but a
  // logout, come last.
  struct Work {
    enum Kind { quick, network, locks, tellings, revocations, kinds };
    List<Action> queues[kinds];
    unsigned life = 0;
    TimePoint refresh_ends = TimePoint::max();  // if this thread has sent one: then at the latest

    void add(Action&& action) {                                                  }

    static Kind kind_of(const Action& action) {
                                                           
                                                          
                                                  
                                                                                             
    }

    List<Action>* next() {
                                        
                                          
                     
    }
  };

  // From the first work on: construction starts nothing.
  void listen() {
                                                             
       
                                  
                                                  
       
                                                                                   
     
  }

  bool work_off(Input&& input, Outcome* begins) {
              
                         
                                         
                                               
                                   
                                                                        
                                                           
                                                         
     
                   
  }

  // There was no memory: what is under way is given up. The machine knows no call any more, and who waits sees that.
  void start_over() noexcept {
                                                                      
     
                                
                            
                           
                              
                   
     
                          
  }

  void feed(Input&& input, Work& work, Outcome* begins = nullptr) {
                                                 
                      
     
                                
                                         
                                           
                                    
                                                 
                                                          
                                                
                                                                                          
                                                  
     
                                    
  }

  // Under the mutex: what needs no host code is done at once. Whether somebody must wake.
  bool take(Action&& action, Work& work) {
                                                        
                                                     
                   
     
                                                          
                                                                    
                                                 
                                                 
                                              
                                 
     
                                                        
                                                                 
                  
     
                                
                 
  }

  // Until the call is over; whether this thread sent a refresh meanwhile.
  bool wait(Outcome& outcome, WaiterId waiter, TimePoint deadline) {
                                  
                         
                  
                           
                                         
                                                                 
              
       
                                                                         
                        
                                          
                      
                 
       
                                                                                    
                                                          
                                                                               
                                                                                                  
                                    
                              
          
                                           
                                            
                                                                     
                      
                                                                                         
                                             
                                   
                                                      
                                                                                                                        
                                                          
       
                    
     
                    
                   
  }

  void carry_out(action::Draw& draw, Work& work) {                                       }
  void carry_out(action::Load& load, Work& work) {                                                         }
  void carry_out(action::Save& save, Work& work) {                                                         }
  void carry_out(action::Erase& erase, Work& work) {                                                          }

  void carry_out(action::Lock& lock, Work& work) {
                                     
                                                                       
                          
                                                
                
                                                                       
                                  
                                               
                                               
       
                                                             
     
  }

  void carry_out(action::Unlock& unlock, Work&) {
                                     
                                                                      
                                
                                     
     
  }

  void carry_out(action::SendRefresh& refresh, Work& work) {
                                                                  
                                                                                                   
                                                        
                                                                   
                                            
                                             
                                                                                                 
  }

  Result<void> lock_outlasts(const action::SendRefresh& refresh) {
                                     
                                       
       
                                  
                                        
       
                                            
     
              
  }

  // All requests of the logout are sent, within the one time limit; the first failure is what is reported. What a refresh
  // brought for a session that is over holds up its carrier no longer than the refresh itself might have (P7).
  void carry_out(action::Revoke& revoke, Work& work) {
                                   
                                                                                                                      
               
  }

  Result<void> send_revocation(const action::Revoke& revoke, TimePoint latest) {
                                                                                       
                        
                                                                    
                                               
                                                                                                         
                                              
                                      
                                                                                   
                                                                                                                  
                                 
         
                                                          
                                        
     
                  
  }

  // Waits that long, if it is over before the deadline.
  bool rest_before(TimePoint deadline, std::chrono::milliseconds pause) {
                                                          
                                                              
                              
                                                                       
                
  }

  void carry_out(action::Tell& what, Work&) {                   }

  void carry_out(action::CallLogout& what, Work& work) {
                                                                                            
                                      
  }

  // Done in take():
  void carry_out(action::Publish&, Work&) {}
  void carry_out(action::Turn&, Work&) {}
  void carry_out(action::Complete&, Work&) {}

  template <class C>
  C copy_of(const C& callback) {
                              
                    
  }

  static Condition make_condition(E& platform) {
                                                         
                                 
        
                         
  }

  T transport_;
  S storage_;
  P protocol_;
  E platform_;
  Mutex mutex_;
  Condition changed_ = make_condition(platform_);
  core::BasicMachine<SharedStorage<S> ? core::Sharing::maybe : core::Sharing::never> machine_;
  Published<Mutex> published_;
  HeldLocks<S> locks_;
  Callback<void(LogoutReason)> on_logout_;
  Callback<void(const Event&)> on_event_;
  Atomic<unsigned> life_{1};  // how often the machine has started, under the mutex
  bool time_is_kept_ = false;
  bool listens_ = false;
  StorageWatch<S> watch_;  // dies first: its thread calls back
};

}/** @endcond */  // namespace drive

KEYTURN_NAMESPACE_END

#endif
