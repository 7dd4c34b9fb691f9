/// @file keyturn/protocol/device_polling.hpp When a device asks whether its user is done, and when it stops asking (RFC 8628, section 3.5). Time is an argument.
#ifndef KEYTURN_PROTOCOL_DEVICE_POLLING_HPP


#include <keyturn/base/result.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/protocol/device_authorization.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// The schedule of one device sign-in. Ask when `next()` has come, tell it what came of that, until there is a result:
///
///     while (!polling.late(now)) {
///       …                                                             // wait until polling.next()
///       if (auto end = polling.answered(ask(), now)) return *end;
///     }
///
/// Pauses are counted from the end of one poll to the beginning of the next one, on a clock that runs on while the
/// machine sleeps: after a sleep there is one poll, or none if the code has expired. Pure; not safe for use from
/// several threads.
class DevicePolling {
 public:
  /// How much a pause grows where the server asks for it (RFC 8628, section 3.5), and up to where it is believed.
  static constexpr std::chrono::seconds slow_down_step{5}, longest_pause{60}; /**< How much a pause grows where the server asks for it (RFC 8628, section 3.5), and up to where it is believed. */

  /// `asked`: just before the request for the codes was sent; `received`: when its answer was there.
  DevicePolling(const DeviceAuthorization& codes, TimePoint asked, TimePoint received)
      : pause_{codes.interval}, end_{later(asked, codes.expires_in)}, next_{later(received, pause_)} {}

  /// When to ask next; the end of the codes' life, if that comes first.
  TimePoint next() const {                                     }

  /// Whether the codes have expired, so that asking is of no use.
  bool late(TimePoint now) const {                     }

  /// From the end of one poll to the next one.
  std::chrono::nanoseconds pause() const {                }

  /// What the server said. Tokens, or the error that ends the sign-in: `login_refused` if the user said no, `timed_out`
  /// if the codes have expired, else the server's own. Nothing: ask again at `next()`.
  std::optional<Result<TokenSet>> answered(DevicePoll poll, TimePoint now) {
                        
                                  
                                      
                                     
                          
                                       
                                                                                                                      
                                 
                                                                                                                        
                          
                                       
                   
                                                  
                                     
                                            
                                    
                                    
              
     
                                                   
  }

  /// The poll brought no answer. What may pass (no connection, no time, no whole answer) is tried again after
  /// twice the pause, for good; anything else ends the sign-in.
  std::optional<Result<TokenSet>> failed(Error error, TimePoint now) {
                         
                          
                           
                           
                            
                   
                          
              
                                                  
     
  }

  /// What a sign-in ends with when `late`.
  static Error too_late() {
                                                                                                             
  }

 private:
  /// Twice the pause, up to a minute; one that is longer already, because the server wants it so, stays.
  void back_off() {
                                                                                                                       
  }

  std::optional<Result<TokenSet>> again(TimePoint now, std::chrono::milliseconds at_least = {}) {
                                                                             
                        
  }

  std::chrono::nanoseconds pause_;
  TimePoint end_, next_;
};

KEYTURN_NAMESPACE_END

#endif
