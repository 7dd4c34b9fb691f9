/// @file keyturn/testing/flaky_storage.hpp A storage that fails when a test says so, at each of its operations in turn if need be.
#ifndef KEYTURN_TESTING_FLAKY_STORAGE_HPP


#include <keyturn/concepts/storage.hpp>

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// The calls of a storage.
enum class StorageOperation {
  load,   ///< `load`
  save,   ///< `save`
  erase,  ///< `erase`
  lock    ///< `lock`; what happens to the lock afterwards is not counted.
};

/// How a `FlakyStorage` fails.
struct Fault {
  /// What the operation gives.
  Error error{.code = Errc::storage_failed, .detail = "FlakyStorage was told to fail"};
  bool lasting = false;     ///< From then on every operation fails, until `heal()`.
  bool after_work = false;  ///< The operation is carried out, and reported as failed: saved, erased, locked and let go.
  std::optional<StorageOperation> only{};  ///< Operations of this kind alone are counted, and fail; empty: all.
};

/** @cond */namespace checks {
template <class S>
struct LockOf {};
template <SharedStorage S>
struct LockOf<S> {
  using Lock = typename S::Lock;
};
}/** @endcond */  // namespace checks

/// Wraps a storage, counts its operations and fails at one of them. Over a SharedStorage it is one too. A loop visits
/// every point at which a program can meet a failure:
///
///     for (std::size_t n = 1;; ++n) {
///       FlakyStorage storage{MemoryStorage{}};
///       storage.fail_at(n);
///       …                                 // what is tested, with a copy of `storage`
///       if (storage.failures() == 0) break;  // there was no n-th operation
///     }
///
/// Copies share the count and the fault, and copy the storage inside: a test keeps one and gives the client another.
/// Safe for many threads as far as the storage inside is; no lock is held while that is called.
template <Storage S>
class FlakyStorage : public checks::LockOf<S> {
 public:
  /// Around that one; nothing fails yet.
  explicit FlakyStorage(S storage = S{}) : storage_{std::move(storage)} {}

  /// The `n`-th operation from now fails (1: the next one), and with `Fault::lasting` all after it. Takes the place of
  /// an earlier fault.
  void fail_at(std::size_t n, Fault fault = {}) {
                                               
                      
                                      
  }

  /// Nothing fails any more.
  void heal() {
                                               
                      
  }

  /// All operations so far, those that failed too.
  std::vector<StorageOperation> operations() const {
                                               
                               
  }

  /// How many operations of that kind there were so far.
  std::size_t count(StorageOperation kind) const {
                                               
                                                                                                              
  }

  /// How many of them failed because they were told to.
  std::size_t failures() const {
                                               
                             
  }

  /// The storage inside, past all faults.
  S& inner() {                  }

  /// As the storage inside, or the fault.
  Result<std::optional<Secret>> load(std::string_view account) {
                                                                                     
  }
  /** As the storage inside, or the fault. */ Result<void> save(std::string_view account, const Secret& record) {
                                                                                             
  }
  /** As the storage inside, or the fault. */ Result<void> erase(std::string_view account) {
                                                                                       
  }
  /** As the storage inside, or the fault. */ template <class Inner = S>
  requires SharedStorage<Inner> Result<typename Inner::Lock> lock(std::string_view account,
                                                                  std::chrono::milliseconds patience) {
                                                                                               
  }

 private:
  struct Shared {
    mutable std::mutex mutex;
    std::vector<StorageOperation> operations;
    std::size_t failures = 0;
    std::size_t left = 0;  // operations until the fault, itself included; 0: none will fail
    Fault fault;
  };

  /// Counts the operation; the fault, if it is this one's turn.
  std::optional<Fault> next(StorageOperation operation) {
                                               
                         
                                      
                                                                                         
                     
               
                          
     
                                     
                 
                   
  }

  template <class F>
  auto carry_out(StorageOperation operation, F&& work) -> decltype(work()) {
                                 
                              
                                                     
                                   
  }

  S storage_;
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
