// Bodies of the asynchronous driver: the host's completions and callbacks.
#ifndef KEYTURN_DRIVE_ASYNC_CALLBACKS_HPP


#include <keyturn/drive/async.hpp>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace drive {

// The host's completions one at a time, and its callbacks one at a time: a callback that waits for nothing can be
// waited for. False: the client was destroyed by one of them.
/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
bool Async<T, S, P, E>::call_host(const Shared<Link>& link) {
  return call_each(link, &Async::completions_) && call_each(link, &Async::tellings_) &&
         call_each(link, &Async::completions_);
}/** @endcond */

/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
template <class Item>
bool Async<T, S, P, E>::call_each(const Shared<Link>& link, ToldByOne<Item> Async::*queue) {
  link->mutex.lock();
  Async* const driver = link->driver;
  if (driver == nullptr || (driver->*queue).by != nullptr) return link->mutex.unlock(), driver != nullptr;
  (driver->*queue).by = this_thread<Mutex>();
  // A frame tells what is there by now; what comes of it waits for the next round.
  auto left = polled && !driver->over_ ? (driver->*queue).waiting.size() : std::size_t(-1);
  for (; left > 0 && !(driver->*queue).waiting.empty(); --left) {
    const Item work = (driver->*queue).waiting.pop();
    link->mutex.unlock();
    driver->tell_host(work);
    link->mutex.lock();
    if (link->driver == nullptr) return link->mutex.unlock(), false;
    const JobId told = told_job(work);
    if (told == 0) continue;
    link->mutex.unlock();
    driver->feed(input::Told{told});
    link->mutex.lock();
    if (link->driver == nullptr) return link->mutex.unlock(), false;
  }
  (driver->*queue).by = nullptr;
  link->mutex.unlock();
  return true;
}/** @endcond */

/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
JobId Async<T, S, P, E>::told_job(const Telling& telling) {
  const auto* logout = telling.template get<action::CallLogout>();
  return logout != nullptr ? logout->job : 0;
}/** @endcond */

/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::tell_host(const Shared<AsyncCall>& call) {
  shielded([&] { call->tell_host(); });
}/** @endcond */

/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::tell_host(const Telling& telling) {
  telling.visit([&](const auto& what) { tell_host(what); });
}/** @endcond */

/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::tell_host(const Event& event) {
  if (const auto callback = copy_of(on_event_)) shielded([&] { callback(event); });
}/** @endcond */

/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
void Async<T, S, P, E>::tell_host(const action::CallLogout& what) {
  if (const auto callback = copy_of(on_logout_)) shielded([&] { callback(what.reason); });
}/** @endcond */

/** @cond */template <AsyncTransport T, Storage S, Protocol P, Platform E>
template <class C>
C Async<T, S, P, E>::copy_of(const C& callback) {
  const Guard guard{link_->mutex};
  return callback;
}/** @endcond */

}/** @endcond */  // namespace drive

KEYTURN_NAMESPACE_END

#endif
