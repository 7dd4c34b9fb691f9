// Word from a shared storage that others have changed a record, where a storage can give it.
#ifndef KEYTURN_DRIVE_STORAGE_WATCH_HPP


#include <keyturn/base/callback.hpp>
#include <keyturn/drive/host_code.hpp>

#include <concepts>
#include <optional>
#include <string_view>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace drive {

/// A storage that calls, on a thread of its own, whenever somebody else has changed the record.
template <class S>
concept WatchableStorage = requires(S& storage, std::string_view account, Callback<void()> changed) {
  { storage.watch(account, changed) } -> std::same_as<typename S::Watch>;
};

/// Of any other storage nothing is heard.
template <class S>
class StorageWatch {
 public:
  void begin(S&, std::string_view, auto&&) {}
  void end() {}
};

template <WatchableStorage S>
class StorageWatch<S> {
 public:
  /// `changed` is called from now on. Without a thread to be had nothing is heard, and nothing else is lost.
  template <class Changed>
  void begin(S& storage, std::string_view account, Changed changed) {
                                                                                                    
  }

  /// When it returns, `changed` is not being called any more, and will not be.
  void end() {                 }

 private:
  std::optional<typename S::Watch> watch_;
};

}/** @endcond */  // namespace drive

KEYTURN_NAMESPACE_END

#endif
