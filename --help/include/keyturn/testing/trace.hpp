/// @file keyturn/testing/trace.hpp A picture of a running client: records its calls, requests, storage and events, for a viewer such as Perfetto.
#ifndef KEYTURN_TESTING_TRACE_HPP


#include <keyturn/builtin/hosted.hpp>
#include <keyturn/concepts/storage.hpp>
#include <keyturn/concepts/transport.hpp>
#include <keyturn/testing/trace/json.hpp>
#include <keyturn/testing/trace/recorder.hpp>

#include <charconv>
#include <system_error>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/** @cond */namespace checks {
/// The field by which a request names its call's lane; it is not sent.
inline constexpr std::string_view lane_field = "Keyturn-Trace-Lane";

/// Method and path. What stands behind the path may be secret.
inline std::string traced_name(const Request& request) {
                                                     
                          
                                                                                                       
                                                                                                       
}

/// The lane that the request names, and the request without that.
inline std::optional<TraceLane> take_lane(Request& request) {
                                                    
                                 
                 
                                                                          
                                     
              
}

inline TraceLane this_thread() {                                                }

template <class T>
void end_with(TraceSpan& span, const Result<T>& result) noexcept {
                                               
                                                                      
}
}/** @endcond */  // namespace checks

/// A transport around another that records each request. As the other in all else.
template <Transport T>
class TracedTransport {
 public:
  TracedTransport(T inner, TraceRecorder recorder) : inner_{std::move(inner)}, recorder_{std::move(recorder)} {}

  T& inner() {                }

  Result<Response> send(const Request& request) requires BlockingTransport<T> {
                                                           
                                                   
                                   
                  
  }

  void send(Request request, Completion<Response> done) requires AsyncTransport<T> {
                                                 
                                          
                                   
                                                                                                                        
                                                 
                                          
                    
  }

  std::optional<std::chrono::milliseconds> poll() requires PolledTransport<T> {                       }
  void wake_after(std::chrono::milliseconds delay, Callback<void()> work) requires WakingTransport<T> {
                                              
  }

 private:
  TraceSpan begin(const Request& request, std::optional<TraceLane> lane) {
                                                 
                                                                               
                                                                                                 
                                                
  }

  T inner_;
  TraceRecorder recorder_;
};

/** @cond */namespace checks {
/// What a storage has beside its functions.
template <class S>
struct SharedParts {};
template <class S>
requires requires { typename S::Lock; }
struct SharedParts<S> {
  using Lock = typename S::Lock;
};
template <class S>
struct WatchedParts {};
template <class S>
requires requires { typename S::Watch; }
struct WatchedParts<S> {
  using Watch = typename S::Watch;
};
}/** @endcond */  // namespace checks

/// A storage around another that records each call. As the other in all else; shared, if that is.
template <Storage S>
class TracedStorage : public checks::SharedParts<S>, public checks::WatchedParts<S> {
 public:
  TracedStorage(S inner, TraceRecorder recorder) : inner_{std::move(inner)}, recorder_{std::move(recorder)} {}

  S& inner() {                }

  Result<std::optional<Secret>> load(std::string_view account) {
                                                                  
  }
  Result<void> save(std::string_view account, const Secret& record) {
                                                                          
  }
  Result<void> erase(std::string_view account) {
                                                                    
  }
  auto lock(std::string_view account, std::chrono::milliseconds patience) requires SharedStorage<S> {
                                                                            
  }
  auto watch(std::string_view account, Callback<void()> changed) requires requires { typename S::Watch; }
  {                                                   }

 private:
  template <class F>
  auto recorded(std::string_view name, F&& work) {
                                                                                       
                         
                                   
                  
  }

  S inner_;
  TraceRecorder recorder_;
};

/// Records what a client does, without secrets, for a test or a host's debug build:
///
///     Trace trace;
///     AuthClient client{trace.transport(CurlTransport{}), trace.storage(FileStorage::for_app("notes")), JsonApi{url}};
///     client.on_event(trace.listener());
///     {
///       const auto call = trace.call("show the notes");
///       auto notes = client.get("/notes");
///     }
///     std::ofstream{"trace.json"} << trace.json();  // for https://ui.perfetto.dev, chrome://tracing, speedscope
///
/// Each thread has a lane. In it stand the calls that the host names, and within them requests and calls of the storage;
/// an arrow goes from each refresh to the requests that waited for it. An asynchronous client's requests have lanes of
/// their own; with `async_call` and `mark`, that of their call.
///
/// Copies share the records. Safe for many threads; blocks no longer than a copy of the records takes. Of names the first
/// 200 bytes are kept, of a URL the path alone: a host that has secrets in its paths does not hand its trace on.
class Trace {
 public:
  /// Keeps the newest `most` records, of some 300 bytes each. The clock is the system's, or a test's, and called from all
  /// threads.
  explicit Trace(
      std::size_t most = 20'000, Callback<TimePoint()> now = [] { return Hosted{}.now(); })
      : recorder_{most, std::move(now)} {}

  /// Wraps a transport; the result goes to the client.
  template <Transport T>
  TracedTransport<T> transport(T inner) const {
                                         
  }

  /// Wraps a storage; the result goes to the client.
  template <Storage S>
  TracedStorage<S> storage(S inner) const {
                                         
  }

  /// For `AuthClient::on_event`. A host with a listener of its own calls `add` in it.
  Callback<void(const Event&)> listener() const {
                                                                     
  }
  /** For `AuthClient::on_event`. A host with a listener of its own calls `add` in it. */ void add(const Event& event) const {                       }

  /// A call of the host's on this thread, until the result dies: made before a call of a blocking client.
  [[nodiscard]] TraceSpan call(std::string_view name) const {
                                                                             
  }

  /// A call of the host's in a lane of its own, until the result dies: kept by the completion or the coroutine.
  [[nodiscard]] TraceSpan async_call(std::string_view name) const {
                                                                    
  }

  /// The request, to be shown in the lane of that `async_call`. For a client whose transport this trace has wrapped; one
  /// request at a time.
  static Request mark(const TraceSpan& call, Request request) {
                                                                                
                   
  }

  /// Everything recorded, in the order in which it began.
  std::vector<TraceRecord> records() const {                             }

  /// How many older records made room for these.
  std::size_t forgotten() const {                               }

  /// The same in the Trace Event Format, as JSON text.
  std::string json() const {
                                                   
                                            
  }

  /// What the clock says.
  TimePoint now() const {                         }

 private:
  TraceRecorder recorder_;
};

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
