// Keeps a session's key with its record, in any other storage.
#ifndef KEYTURN_ADAPTERS_DPOP_STORAGE_HPP


#include <keyturn/adapters/dpop/state.hpp>
#include <keyturn/concepts/storage.hpp>
#include <keyturn/core/session_record.hpp>
#include <keyturn/drive/storage_watch.hpp>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// The types that a storage around `S` has because `S` has them.
template <class S>
struct DPoPLock {};
template <SharedStorage S>
struct DPoPLock<S> {
  using Lock = typename S::Lock;
};
template <class S>
struct DPoPWatch {};
template <drive::WatchableStorage S>
struct DPoPWatch<S> {
  using Watch = typename S::Watch;
};

/// A record with a key before it: the head of a sealed record, so that storages can compare, then magic, the key's
/// length, the key and the record.
struct RecordWithKey {
  std::string_view key{}, record{};

  static constexpr std::string_view magic = "DPoP\x01";
  static constexpr std::size_t head_size = std::tuple_size_v<core::SealedHead>;

  static bool is_one(std::string_view bytes) {
                                                                                       
                                                      
  }

  /// `storage_corrupt` if it is cut short.
  static Result<RecordWithKey> read(std::string_view bytes) {
                                                                            
                       
                                                                    
                                                                              
                                                   
                                                                                                     
                                       
                
  }

  Secret written() const {
                                                                                         
                                                                                                
                                                        
                                                         
                                    
                                 
                                     
                     
  }
};

}/** @endcond */  // namespace detail

/// A storage around another, made by `DPoP::storage`. The private key is written in one piece with the tokens that are
/// bound to it, so that they are kept, rotated and erased together, and other processes find it there. A `SharedStorage`,
/// and one with `watch`, if the other is; a record that was kept without a key is read as it is.
///
/// Whoever may read the other storage has the key: put a `SealedStorage` between, or a keychain. All else, such as
/// threads and what may block, is as with the other storage.
template <Storage S>
class DPoPStorage : public detail::DPoPLock<S>, public detail::DPoPWatch<S> {
 public:
  /// For `DPoP::storage`.
  DPoPStorage(S inner, std::shared_ptr<detail::DPoPState> state) : inner_{std::move(inner)}, state_{std::move(state)} {}

  /// The record alone. Errors of the other storage, or `storage_corrupt`.
  Result<std::optional<Secret>> load(std::string_view account) {
                                       
                                                                                                
                                                                     
                                   
                                             
                                       
                                               
                                   
                                                       
  }

  /// Saves the record with the key of its tokens, or alone if they have none. Errors of the other storage; `unsupported` for
  /// a record that was sealed before it came here.
  Result<void> save(std::string_view account, const Secret& record) {
                                                              
                                             
                                                                                                        
                                                      
                                                            
                  
                                      
                                                                                                               
  }

  /// As the other storage; the key is forgotten here too.
  Result<void> erase(std::string_view account) {
                                        
                                                                                      
                  
  }

  /// As the other storage.
  auto lock(std::string_view account, std::chrono::milliseconds patience) requires SharedStorage<S> {
                                          
  }

  /// As the other storage.
  auto watch(std::string_view account, Callback<void()> changed) requires drive::WatchableStorage<S> {
                                                     
  }

 private:
  detail::SharedProofKey key_of(const Secret& bytes) {
                                                   
                                
                                                                                               
                                                             
                                                                                 
  }

  Result<void> hold(const core::SessionRecord& record, std::string_view key) {
                                                  
                                   
                                                        
                                                                                                 
                                                                                       
              
  }

  S inner_;
  std::shared_ptr<detail::DPoPState> state_;
  detail::SharedProofKey latest_;  // of the record that was last seen here; the client makes one call at a time
};

KEYTURN_NAMESPACE_END

#endif
