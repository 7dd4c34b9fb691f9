// What a trace remembers: spans of time and moments, each in the lane of its thread or of its call.
#ifndef KEYTURN_TESTING_TRACE_RECORDER_HPP


#include <keyturn/base/callback.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/drive/host_code.hpp>
#include <keyturn/model/event.hpp>

#include <algorithm>
#include <compare>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// Where a record belongs: to a thread, or, of an asynchronous client, to a lane that one call has at a time.
struct TraceLane {
  std::thread::id thread{};
  unsigned number = 0;  ///< 0: the thread's lane. Else the lane's own number, and there is no thread.

  /** @cond */friend auto operator<=>(const TraceLane&, const TraceLane&) = default;/** @endcond */
};

/// A span of time, or a moment. Without secrets: of a URL it has the path alone.
struct TraceRecord {
  enum class Kind {
    call,          ///< What the host named: from before a call of the client until after it.
    request,       ///< A request to the API.
    auth_request,  ///< A request to the auth server.
    storage,       ///< A call of the storage.
    event,         ///< What the client told its listener; `event` is there, and it has no length.
  };
  Kind kind{};
  TraceLane lane{};
  std::string name{};
  std::string outcome{};  ///< A status, or the name of an error; empty: success, or not known.
  std::string detail{};   ///< What the error says.
  TimePoint began{};
  std::optional<TimePoint> ended{};  ///< Nothing: still going on.
  std::optional<Event> event{};
};

/// Keeps the newest records. Copies share them. Safe for many threads; blocks no longer than a copy of them takes.
class TraceRecorder {
 public:
  using Place = std::list<TraceRecord>::iterator;

  /// At most `most` records that have ended; those going on come on top. The clock is called without a lock.
  TraceRecorder(std::size_t most, Callback<TimePoint()> now)
      : shared_{std::make_shared<Shared>()}, now_{std::move(now)} {
                         
  }

  TimePoint now() const {                }

  /// Begins a span. Without a lane it gets the lowest that nobody has, until it ends.
  Place begin(TraceRecord::Kind kind, std::string_view name, std::optional<TraceLane> lane) const {
                                  
                                                                                                   
                                
                                               
                                                                
                                                            
                                             
  }

  /// Ends it. `owns_lane`: as it began without one. Allocates nothing.
  void end(Place record, bool owns_lane, std::string outcome, std::string detail) const noexcept {
                                 
                                                               
                                               
                         
                                         
                                       
                                                                   
                                                                          
                               
  }

  /// A moment, on this thread.
  void add(const Event& event) const {
                                             
                                 
                                                       
                                                                     
                                                                 
                                    
                                    
                                       
                                               
                                                        
                               
  }

  /// All records in the order in which they began, those still going on among them.
  std::vector<TraceRecord> records() const {
                                 
     
                                                 
                                                               
                                                                              
     
                                                                 
                                                                                                       
                                                                                              
                                                                      
       
               
  }

  /// How many records had to make room.
  std::size_t forgotten() const {
                                               
                              
  }

 private:
  struct Shared {
    unsigned take_lane() {
                                                                     
                                                                        
                                                      
                          
                                              
    }
    void forget(std::list<TraceRecord>& to) {
                                                                                         
    }

    mutable std::mutex mutex;
    std::size_t most = 0, forgotten = 0;
    std::list<TraceRecord> running, ended;
    std::vector<bool> lanes;  // whether somebody has it
  };

  static std::string short_name(std::string_view name) {                                          }

  std::shared_ptr<Shared> shared_;
  Callback<TimePoint()> now_;
};

/// A span that goes on until this object ends it or dies. One thread at a time.
class TraceSpan {
 public:
  TraceSpan(TraceRecorder recorder, TraceRecord::Kind kind, std::string_view name, std::optional<TraceLane> lane)
      : recorder_{std::move(recorder)}, owns_lane_{!lane}, record_{recorder_.begin(kind, name, lane)} {
                          
  }
  /** @cond */TraceSpan(TraceSpan&& other) noexcept
      : recorder_{other.recorder_},
        owns_lane_{other.owns_lane_},
        record_{other.record_},
        lane_{other.lane_},
        running_{std::exchange(other.running_, false)} {}/** @endcond */
  /** @cond */TraceSpan& operator=(TraceSpan&&) = delete;/** @endcond */
  /** @cond */~TraceSpan() { end(); }/** @endcond */

  /// Ends it; the first time counts.
  void end() noexcept {              }

  /// Ends it with what came of it.
  void end(const Error& error) noexcept {
                                
                         
                                      
                            
       
                                               
  }
  /** Ends it with what came of it. */ void end(int status) noexcept {                                  }

  const TraceLane& lane() const noexcept {               }

 private:
  void end(std::string outcome, std::string detail) noexcept {
                                                                                                                  
  }

  TraceRecorder recorder_;
  bool owns_lane_;
  TraceRecorder::Place record_;
  TraceLane lane_{};
  bool running_ = true;
};

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
