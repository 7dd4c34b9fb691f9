/// @file keyturn/concepts/storage.hpp Where the client keeps its session record: the concepts that a storage of one's own must meet.
///
///     struct MyStorage {  // one record, in a variable of the host's
///       std::optional<keyturn::Secret>* place;
///       keyturn::Result<std::optional<keyturn::Secret>> load(std::string_view) { return *place; }
///       keyturn::Result<void> save(std::string_view, const keyturn::Secret& record) {
///         *place = record;
///         return {};
///       }
///       keyturn::Result<void> erase(std::string_view) {
///         place->reset();
///         return {};
///       }
///     };
///     static_assert(keyturn::explain_storage<MyStorage>());
///
/// | expression | type | meaning |
/// |---|---|---|
/// | `s.load(account)` | `Result<std::optional<Secret>>` | the bytes last saved under that name; `nullopt`: nothing there |
/// | `s.save(account, record)` | `Result<void>` | all or nothing: afterwards `load` gives the new bytes, or still the old ones |
/// | `s.erase(account)` | `Result<void>` | afterwards there is nothing; nothing there is success |
/// | `s.lock(account, patience)` | `Result<S::Lock>` | shared storages: the one lock of that record; `storage_busy` after `patience`, 0: try once |
/// | `lock.extend(at_least)` | `Result<void>` | optional, for locks that end by themselves: this one holds for `at_least` from now on |
/// | `s.watch(account, changed)` | `S::Watch` | optional: calls `changed` whenever somebody else has saved or erased that record |
///
/// The bytes are opaque, up to some tens of kilobytes, and any value may occur in them. Errors: `storage_failed` for now,
/// `storage_corrupt` if what is there cannot be what was saved; a corrupt record is kept aside when `save` replaces it.
/// A lock is released by the destructor of `S::Lock`, on any thread; it dies with its process.
///
/// A lock that is a lease has `Result<void> extend(std::chrono::milliseconds at_least)`, which is called before each
/// attempt of a refresh: `storage_busy` if the lease was lost, `storage_failed` if that cannot be known now; in both cases
/// no refresh is sent. A save or erase under a lost lease changes nothing and gives `storage_busy`.
///
/// A storage that can tell when others change a record has `S::Watch watch(std::string_view account, Callback<void()>
/// changed)`. `changed` is called on any thread, also where nothing has changed, never for one's own changes, and not
/// after the destructor of the `Watch`, which waits for a call that is running.
///
/// Threads: the client makes one of these calls at a time, apart from `lock` and its one `watch`, which it may call while
/// another is running. All may block; a storage that others share over a network keeps a short time limit of its own.
///
/// Models: `MemoryStorage`; `FileStorage` and `RedisStorage`, which are shared. Check yours with `testing::check_storage` of
/// <keyturn/testing.hpp>.
#ifndef KEYTURN_CONCEPTS_STORAGE_HPP


#include <keyturn/base/result.hpp>
#include <keyturn/base/secret.hpp>
#include <keyturn/base/time.hpp>

#include <concepts>
#include <optional>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// Opaque bytes under a name. This client is its only user. All that is asked of it stands on the page of
/// keyturn/concepts/storage.hpp.
template <class S>
concept Storage = requires(S& storage, std::string_view account, const Secret& record) {
  { storage.load(account) } -> std::same_as<Result<std::optional<Secret>>>;
  { storage.save(account, record) } -> std::same_as<Result<void>>;
  { storage.erase(account) } -> std::same_as<Result<void>>;
};

/// A storage whose records other processes or hosts use too, and that can lock them. All that is asked of it stands on
/// the page of keyturn/concepts/storage.hpp.
template <class S>
concept SharedStorage = Storage<S> &&
    requires(S& storage, std::string_view account, std::chrono::milliseconds patience) {
  { storage.lock(account, patience) } -> std::same_as<Result<typename S::Lock>>;
};

/// True if `S` is a storage; else a compile error that names what is missing. For an author's own `static_assert`.
template <class S>
consteval bool explain_storage() {
                
                                           
                                                                     
        
                                                                                                         
                
                                                            
                                                       
        
                                                                                                              
                
                                           
                                                     
        
                                                                                
              
}

/// The same for a storage that others share.
template <class S>
consteval bool explain_shared_storage() {
                                 
                                                                                                            
                                                                                      
                              
}

KEYTURN_NAMESPACE_END

#endif
