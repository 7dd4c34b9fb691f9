/// @file keyturn/adapters/redis_storage.hpp Keeps session records in a Redis server that the processes of many hosts share.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_HPP


#if defined(_WIN32)
#error "RedisStorage does not know Windows yet"
#endif

#include <keyturn/adapters/redis_storage/lock.hpp>
#include <keyturn/adapters/redis_storage/watch.hpp>
#include <keyturn/concepts/storage.hpp>

#include <memory>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// A `SharedStorage` in Redis 4 or later, through libhiredis. POSIX.
///
/// For an account `ada` there are the keys `keyturn:{ada}`, a hash with the record, its session id and its generation;
/// `keyturn:{ada}:lock`, while somebody holds the lock; `keyturn:{ada}:corrupt`, the last thing that was in the record's
/// place and no record, which a save moved aside; and the channel `keyturn:{ada}:changed`. Braces and percent signs in
/// the name of an account are percent-encoded.
///
/// The lock is a lease: it ends by itself, so that a holder that died keeps nobody out. It keeps refreshes from being
/// sent twice; what is stored is safe without it. A save or erase of a holder checks, in the same step, that the lease
/// is still its own, and a save that the stored record of that session is not newer: else it changes nothing and gives
/// `storage_busy`.
///
/// What a lease cannot promise: a holder that stands still for longer than the lease (a paused virtual machine, a
/// stopped process) between looking at it and the arrival of its request at the auth server may send a refresh while
/// the next holder does too. A server that knows the intent's key answers both, and nothing is lost. A server that
/// takes every second use of a refresh token for theft ends the session. Where that matters and one host is enough,
/// `FileStorage` has a lock that cannot expire.
///
/// What Redis must be set to: `appendonly yes`, with `appendfsync always` if not even a power cut may lose a rotation
/// (with `everysec` the last second can go, and with it the newest pair); `maxmemory-policy noeviction`, as an evicted
/// record is a logout; one primary, asked directly, as a replica may still have the old record. Redirections of a
/// cluster are not followed. A failover to a replica that lacks the last writes can bring an old record back and give
/// one lock to two holders. Use a password: whoever can write these keys can log others out, and whoever can read them
/// has their tokens (`SealedStorage` keeps these secret).
///
/// Every call may block for `RedisOptions::time_limit` to connect, and as long for each command (AUTH, SELECT, its
/// own), `lock` for its patience as well. A command is sent a second time only where it was certainly not carried out,
/// or does no harm twice; a save whose answer was lost is `storage_failed`. Errors, besides those that the calls name:
/// `storage_failed` if Redis cannot be reached, is late or refuses, or if an option makes no sense; `unsupported` for
/// TLS without `KEYTURN_REDIS_TLS`. Their texts name the server and what it said.
///
/// Copies share connections, locks and identity: they are one user. All calls may be made from many threads; none waits
/// for another. Construction does nothing and cannot fail. In a child made by fork the storage has connections of its
/// own, and holds none of its parent's locks.
class RedisStorage {
 public:
  /// Held until it dies, on any thread, or until the lease ends. `extend(at_least)` makes it hold for so long from now on:
  /// `storage_busy` if the lease was lost, `storage_failed` if that cannot be known; blocks as the calls do.
  using Lock = detail::RedisLock;
  /// Listens until it dies; see `watch`.
  using Watch = detail::RedisWatch;

  /// Does nothing yet: connections are made when they are needed.
  explicit RedisStorage(RedisOptions options = {})
      : client_{std::make_shared<detail::RedisClient>(std::move(options))} {}

  /// Needs no lock. `storage_corrupt` if the key holds something else than a save puts there.
  Result<std::optional<Secret>> load(std::string_view account) {
                                         
                                                               
                                                             
                                     
                                       
                                         
                                                                                       
                                                             
                                                            
                                                             
                                                                                         
                                                                                                                 
  }

  /// When it returns, Redis has the new record. `storage_busy`, with nothing changed, if this storage had taken the
  /// lock and the lease was lost, or if the stored record of the same session has a higher generation.
  Result<void> save(std::string_view account, const Secret& record) {
                                         
                                                      
                                
                                                                           
                                                                                                                
                        
  }

  /// Removes the record, whatever it is; one that was moved aside stays. `storage_busy` as `save`.
  Result<void> erase(std::string_view account) {
                                         
                                                                                       
                                                                                                           
  }

  /// The one lock of that account, among all that share the server. Tries again every 10 to 40 ms, on the steady clock,
  /// and gives `storage_busy` after `patience`; 0: tries once. Held for `RedisOptions::lease`, or as long as
  /// `Lock::extend` asks for. Not needed for `load`, `save` and `erase`.
  Result<Lock> lock(std::string_view account, std::chrono::milliseconds patience) {
                                                                 
  }

  /// Calls `changed` when somebody else has saved or erased that record, on a thread of its own, until the `Watch` dies;
  /// its destructor waits for a call that is running, unless it is made from inside that call. After a lost connection
  /// it connects again, in 50 ms to 5 s, and calls once, as something may have been missed. Begins to listen in the
  /// background; a storage whose options make no sense is never heard of. `changed` must not throw.
  [[nodiscard]] Watch watch(std::string_view account, Callback<void()> changed) {
                                                                         
  }

 private:
  using Repeat = detail::RedisClient::Repeat;

  detail::RedisNames names_of(std::string_view account) const {                                              }

  Result<void> outcome(const Result<std::string>& word) const {
                                                    
                                                                              
      
                                   
                                                                                   
                                                                                                          
              
  }

  std::shared_ptr<detail::RedisClient> client_;
};

KEYTURN_NAMESPACE_END

#endif
