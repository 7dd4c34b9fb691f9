/// @file keyturn/adapters/sealed_storage.hpp Encrypts the session records that any other storage keeps.
#ifndef KEYTURN_ADAPTERS_SEALED_STORAGE_HPP


#include <keyturn/base/callback.hpp>
#include <keyturn/builtin/hosted.hpp>
#include <keyturn/concepts/storage.hpp>
#include <keyturn/core/session_record.hpp>
#include <keyturn/drive/storage_watch.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#if !__has_include(<sodium.h>)
#error "sealed.hpp needs libsodium: install libsodium-dev (Debian)"
#include <stop_here_see_the_error_above>
#endif
#include <sodium.h>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// The types that a storage around `S` has because `S` has them.
template <class S>
struct SealedLock {};
template <SharedStorage S>
struct SealedLock<S> {
  using Lock = typename S::Lock;
};
template <class S>
struct SealedWatch {};
template <drive::WatchableStorage S>
struct SealedWatch<S> {
  using Watch = typename S::Watch;
};

}/** @endcond */  // namespace detail

/// A storage around another, which sees nothing but sealed bytes: XChaCha20-Poly1305 of libsodium, with a random nonce
/// for each save. A `SharedStorage`, and one with `watch`, if the other is.
///
/// The name of the account, the session id and the generation are sealed in. A record that was changed in any bit, cut
/// short, put under another account's name or sealed with another key is `storage_corrupt`; so is one that was never
/// sealed. Session id and generation can be read from outside, for storages that compare them; the tokens cannot.
///
/// It does not protect from someone who may write to the other storage and puts back a whole old record of the same
/// account, or removes it: the auth server then sees an old refresh token, or the user a login page. Nor does it hide
/// how long a record is and when it changes.
///
/// The key is the host's to make and to keep: 32 random bytes, the same for all that share the records, from a keyring
/// or a key service and not from beside the records. With a key of another size every call is `storage_failed`. A record
/// that does not open is kept under the account's name with `.not-opened` at its end when a save replaces it; for that,
/// each save loads first. No account may have such a name, nor one so long that the other storage refuses it with that
/// end.
///
/// All else, such as threads and what may block, is as with the other storage. A sealed record is 74 bytes longer.
template <Storage S>
class SealedStorage : public detail::SealedLock<S>, public detail::SealedWatch<S> {
 public:
  /// Takes the other storage, and the key: 32 random bytes.
  SealedStorage(S inner, Secret key) : inner_{std::move(inner)}, key_{std::move(key)} {}

  /// The record, opened. Errors of the other storage, or `storage_corrupt`.
  Result<std::optional<Secret>> load(std::string_view account) {
                                                              
                                       
                                           
                                                   
                                                  
                                                     
  }

  /// Seals the record and saves that. Errors of the other storage, or `storage_failed` if there are no random numbers.
  Result<void> save(std::string_view account, const Secret& record) {
                                                              
                                               
                                                  
                                                            
                                         
  }

  /// As the other storage.
  Result<void> erase(std::string_view account) {
                                                              
                                 
  }

  /// As the other storage.
  auto lock(std::string_view account, std::chrono::milliseconds patience) requires SharedStorage<S> {
                                                                                        
                                          
  }

  /// As the other storage.
  auto watch(std::string_view account, Callback<void()> changed) requires drive::WatchableStorage<S> {
                                                     
  }

 private:
  // head | nonce | ciphertext and its tag
  static constexpr std::size_t head_size = std::tuple_size_v<core::SealedHead>;
  static constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  static constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
  static constexpr std::size_t key_size = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;

  static Error failed(std::string why, Errc code = Errc::storage_failed) {
                                                                         
  }

  std::optional<Error> unusable() const {
                                                                                                                     
                                                                     
                        
  }

  static const unsigned char* bytes_of(std::string_view text) {
                                                               
  }

  /// What is sealed in beside the record.
  static std::string bound(std::string_view head, std::string_view account) {
                                             
  }

  Result<Secret> seal(std::string_view account, std::string_view record) const {
                                                                                                     
                                                                        
                        
                                                                                                
                                                                      
                                                                                      
                                                                            
                                                               
                                                                                                        
                                                                                              
                                                                                       
                     
                                                                   
                  
  }

  Result<Secret> open(std::string_view account, std::string_view sealed) const {
                                                                                                       
                                                                                                       
                                                                                         
                                                                                                     
                                                                         
                                                                                                                      
                        
                              
                                                                     
                                                                                                                      
                                                                                                             
                                                                                                                 
                                                                                                                     
                     
                                                                                                                      
                  
  }

  Result<void> keep_aside(std::string_view account) {
                                          
               
                                                                                              
                         
     
                                                          
                                                                   
                                                                                             
                                                                     
                                     
  }

  S inner_;
  Secret key_;
};

KEYTURN_NAMESPACE_END

#endif
