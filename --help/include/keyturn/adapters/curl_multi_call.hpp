/// @file keyturn/adapters/curl_multi_call.hpp One request of an asynchronous libcurl transport, from `send` to its completion.
#ifndef KEYTURN_ADAPTERS_CURL_MULTI_CALL_HPP


#include <keyturn/adapters/curl_handle.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/concepts/transport.hpp>

#include <list>
#include <map>
#include <memory>
#include <optional>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

struct CurlMultiLane;

/// A call that waits has no libcurl handle: thousands may wait. What it carried is wiped when it dies.
struct CurlMultiCall {
  CurlMultiCall(Request sent, Completion<Response> completion, TimePoint end)
      : request{std::move(sent)}, done{std::move(completion)}, deadline{end} {
                                  
                                                         
  }
  /** @cond */CurlMultiCall(const CurlMultiCall&) = delete;/** @endcond */
  /** @cond */CurlMultiCall& operator=(const CurlMultiCall&) = delete;/** @endcond */

  Request request;
  std::optional<Completion<Response>> done;  ///< Empty once the call is completed.
  const TimePoint deadline;
  std::unique_ptr<CurlHandle> handle{};  ///< While libcurl has it.

  // Where it stands, kept by those who hold it.
  bool running = false;
  CurlMultiLane* lane = nullptr;
  std::list<CurlMultiCall*>::iterator place{};                                       // in the lane, while it waits
  std::multimap<TimePoint, std::unique_ptr<CurlMultiCall>>::iterator by_deadline{};  // among all calls
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
