// The session in memory: the current pair, when it expires by the steady clock, and its way to and from the record.
#ifndef KEYTURN_CORE_SESSION_HPP


#include <keyturn/base/rare.hpp>
#include <keyturn/base/url.hpp>
#include <keyturn/core/schedule.hpp>
#include <keyturn/core/session_record.hpp>
#include <keyturn/model/answer.hpp>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace core {

/// A rotation that was begun, and whose end is not known.
struct Intent {
  IntentKey key{};
  TimePoint since{};
  bool may_be_done = false;  // a request may have reached the server: its answer was lost, or a process died
};

struct Session {
  SessionId id{};
  std::uint64_t generation = 0;
  TokenSet tokens{};  // its four expiry members are spent: see below
  Maybe<TimePoint> access_expires{}, refresh_expires{};
  Maybe<std::chrono::nanoseconds> access_lifetime{};
  TimePoint stale_from = TimePoint::max();
  std::chrono::milliseconds clock_offset{0};  // server's clock minus the clock here
  Rare<Intent> intent{};                      // of a rotation of this pair
  bool access_refused = false;                // a 401 came for this access token

  /// Whether the access token may still be sent.
  bool usable(TimePoint time) const {
                                                                                                          
  }
};

/// Whether text may stand in a header value: no CR, LF or NUL (RFC 9110, section 5.5), no other control character.
constexpr bool is_header_value(std::string_view text) {
                           
                                                                                        
              
}

/// Whether a token may be sent: visible ASCII alone (RFC 6750, section 2.1, and the wider VSCHAR of OAuth 2.1).
constexpr bool is_sendable_token(std::string_view token) {
                            
                                          
                        
}

/** @cond */namespace detail {
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

/// The server's clock minus the one here, if the answer allows to tell: half a second for the Date's truncation, and
/// not from answers so slow that the guess would be worse than none.
inline Maybe<milliseconds> clock_offset(const AnswerTiming& timing) {
                                                                      
                                                                                                             
                                                                                     
                                                          
}

inline nanoseconds clamp_lifetime(std::chrono::seconds span) {
                                                                                        
}

/// What an answer says of a lifetime: the relative figure first, which no clock can falsify; an absolute one is taken
/// relative to the answer's own Date.
inline Maybe<nanoseconds> lifetime(const std::optional<std::chrono::seconds>& relative,
                                   const std::optional<std::chrono::sys_seconds>& absolute, const AnswerTiming& timing,
                                   milliseconds clock_offset) {
                                                 
                           
                                                                                                         
                                                    
                                                            
                                                                            
                        
                                                                                                       
}

/** @cond */inline TimePoint stale_from(const Session& session, std::optional<std::chrono::seconds> configured, Fraction jitter) {
  if (!session.access_expires) return TimePoint::max();
  const nanoseconds span = leeway(session.access_lifetime.value_or(nanoseconds{0}), configured);
  const nanoseconds early = nanoseconds{keyturn::detail::divided(span.count(), 10 * 65536)} * jitter;
  return later(*session.access_expires, -(span + early));
}/** @endcond */
}/** @endcond */  // namespace detail

/// The session after `answer`: the next generation of `before`, or its first one. An answer without a refresh token
/// keeps the old one (RFC 6749, section 6), one whose access token may not be sent counts as without. Lifetimes count
/// from the moment before the request was sent. `jitter` spreads early refreshes by up to a tenth of the
/// leeway.
inline Session next_generation(const Session& before, TokenSet&& tokens, const AnswerTiming& timing,
                               std::optional<std::chrono::seconds> configured_leeway, Fraction jitter) {
               
                      
                                          
                                                                                 
                                                                                                            
                                 
                                                           
   
                       
                                                                                                            
                                                            

                                  
                                                                                                        
                                        
                                          
                                                            
                                                                             
   
                                                                                  
                                                                         
                                                                        
              
}

/// What storage keeps of the session.
inline SessionRecord to_record(const Session& session, Moment moment) {
                                                
                                                        
                                                
                                                             
                                                                                                                 
                                                               
    
                               
                                                            
                                                                                           
   
                                                                                         
                       
                                        
                                                        
   
                                                                                                      
                
}

/** @cond */namespace detail {
/// No clocks differ by more than ten thousand years; sums with a foreign figure must not overflow.
inline milliseconds clock_offset(const SessionRecord& record) {
                                                                   
                                                   
}

/// From `moment` until a time of the record. Ten years either way is as good as for ever, and keeps sums of foreign
/// figures from overflowing.
inline milliseconds until(const SessionRecord& record, WallTime time, Moment moment) {
                                                  
                                                             
                                                                
}
}/** @endcond */  // namespace detail

/// The open intent of a record, if there is one. Nobody knows how far it got.
inline Rare<Intent> intent_of(const SessionRecord& record, Moment moment) {
                                
                  
                                                                                                                     
                                                                 
}

/// The session that a record holds, read at `moment`. A clock that was set back never lengthens the token's life; an
/// open intent makes the token stale, so that the rotation is settled by the next call.
inline Session from_record(SessionRecord&& record, Moment moment, std::optional<std::chrono::seconds> configured_leeway,
                           Fraction jitter) {
                  
                                 
                                         
                                            
                                                      
                             
                                                       
                                                                                                                     
                              
                                                                                                       
                                                                                                         
                                                                                                                        
   
                             
                                                                                                           
                                             
                                                                                                              
                 
}

/// The tokens of a record as a logout sends them: some servers refuse one that carries an expired access token.
inline TokenSet tokens_to_revoke(SessionRecord&& record, Moment moment) {
                                                                  
                                                                             
                                   
}

/// The token as calls use it: rendered once. The scheme `bearer` is written as RFC 6750 does, others as the server did.
/** @cond */inline SnapshotPin render(const Session& session, std::uint64_t epoch, TimePoint fresh_until) {
  const std::string_view scheme = keyturn::detail::equal_ignoring_case(session.tokens.token_type, "bearer")
                                      ? "Bearer"
                                      : std::string_view{session.tokens.token_type};
  const std::string_view token = session.tokens.access_token.view();
  auto* snapshot = new Snapshot;
  snapshot->token_at = scheme.size() + 1;
  std::string& value = snapshot->authorization.value;
  value.reserve(snapshot->token_at + token.size());  // a string that grows leaves copies behind
  value.append(scheme).append(1, ' ').append(token);
  snapshot->epoch = epoch;
  snapshot->generation = session.generation;
  snapshot->fresh_until = fresh_until;
  snapshot->valid_until = session.access_expires.value_or(TimePoint::max());
  return SnapshotPin{snapshot};
}/** @endcond */

}/** @endcond */  // namespace core

KEYTURN_NAMESPACE_END

#endif
