// One call of an asynchronous client, from its beginning to its completion.
#ifndef KEYTURN_DRIVE_ASYNC_CALL_HPP


#include <keyturn/base/shared.hpp>
#include <keyturn/concepts/transport.hpp>
#include <keyturn/model/access_token.hpp>
#include <keyturn/model/action.hpp>

#include <optional>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace drive {

/// What a call waited for.
struct AsyncOutcome {
  SnapshotPin token{};
  std::optional<Error> error{};
  bool logged_in = false;
};

/// What the driver tells a call. One thread at a time is inside a call, and none holds a lock.
class AsyncCall : public Holders {
 public:
  /** @cond */AsyncCall() = default;/** @endcond */
  /** @cond */AsyncCall(const AsyncCall&) = delete;/** @endcond */
  /** @cond */AsyncCall& operator=(const AsyncCall&) = delete;/** @endcond */
  /** @cond */virtual ~AsyncCall() = default;/** @endcond */

  virtual void granted(AsyncOutcome&&) {}       ///< The machine is done with the input that carried `id()`.
  virtual void answered(Result<Response>&&) {}  ///< The transport is done with the request that was sent for it.
  virtual void cancel(Error&&) {}               ///< That is the result: the client dies, or there was no memory.
  virtual void tell_host() {}                   ///< The result goes to the host. Comes once, and last.

  /// Under which the machine knows the call.
  WaiterId id() const {                                          }
  /** Under which the machine knows the call. */ static AsyncCall& of(WaiterId id) {                                           }

  /// Takes what would come with `granted` for its result, if it is that already; the driver's mutex is locked.
  virtual bool ends_with(AsyncOutcome&) {               }

 private:
  friend class PendingCalls;
  friend class CallQueue;

  AsyncCall *before_ = nullptr, *after_ = nullptr;  // among those that are pending, or in a queue
  bool finished_ = false, asks_ = false;
  std::uint64_t sending_ = 0;  // the number of the request that is at the transport; 0: none
  TimePoint due_{};
  std::chrono::milliseconds spare_{};
};

/// A call that ends with a `Result<T>` for the host.
template <class Driver, class T>
class CompletingCall : public AsyncCall {
 public:
  CompletingCall(Driver& driver, Completion<T> done) : driver_{driver}, done_{std::move(done)} {}

  void cancel(Error&& error) override {                             }
  void tell_host() override {
                                                                                  
                             
  }

  /// That is the result: the host is told when the driver gets to it.
  void end(Result<T> result) {
                                
                          
  }

 protected:
  Driver& driver_;
  Result<T> result_ = Error{};

 private:
  Completion<T> done_;
};

}/** @endcond */  // namespace drive

KEYTURN_NAMESPACE_END

#endif
