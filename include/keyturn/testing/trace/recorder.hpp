// What a trace remembers: spans of time and moments, each in the lane of its thread or of its call.
#ifndef KEYTURN_TESTING_TRACE_RECORDER_HPP
#define KEYTURN_TESTING_TRACE_RECORDER_HPP

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
  std::thread::id thread{};  ///< Of no thread where `number` is set.
  unsigned number = 0;       ///< 0: the thread's lane. Else the lane's own number, and there is no thread.

  friend auto operator<=>(const TraceLane&, const TraceLane&) = default;
};

/// A span of time, or a moment. Without secrets: of a URL it has the path alone.
struct TraceRecord {
  /// What it is that went on.
  enum class Kind {
    call,          ///< What the host named: from before a call of the client until after it.
    request,       ///< A request to the API.
    auth_request,  ///< A request to the auth server.
    storage,       ///< A call of the storage.
    event,         ///< What the client told its listener; `event` is there, and it has no length.
  };
  Kind kind{};                       ///< What it is.
  TraceLane lane{};                  ///< Where it went on.
  std::string name{};                ///< In a few words, such as "GET /notes".
  std::string outcome{};             ///< A status, or the name of an error; empty: success, or not known.
  std::string detail{};              ///< What the error says.
  TimePoint began{};                 ///< By the recorder's clock.
  std::optional<TimePoint> ended{};  ///< Nothing: still going on.
  std::optional<Event> event{};      ///< Of kind `event` alone.
};

/// Keeps the newest records. Copies share them. Safe for many threads; blocks no longer than a copy of them takes.
class TraceRecorder {
 public:
  /// A span that goes on.
  using Place = std::list<TraceRecord>::iterator;

  /// At most `most` records that have ended; those going on come on top. The clock is called without a lock.
  TraceRecorder(std::size_t most, Callback<TimePoint()> now)
      : shared_{std::make_shared<Shared>()}, now_{std::move(now)} {
    shared_->most = most;
  }

  /// The time by its clock.
  TimePoint now() const { return now_(); }

  /// Begins a span. Without a lane it gets the lowest that nobody has, until it ends.
  Place begin(TraceRecord::Kind kind, std::string_view name, std::optional<TraceLane> lane) const {
    std::list<TraceRecord> record;
    record.push_back({.kind = kind, .lane = lane.value_or(TraceLane{}), .name = short_name(name)});
    record.back().began = now();
    const std::lock_guard lock{shared_->mutex};
    if (!lane) record.back().lane.number = shared_->take_lane();
    shared_->running.splice(shared_->running.end(), record);
    return std::prev(shared_->running.end());
  }

  /// Ends it. `owns_lane`: as it began without one. Allocates nothing.
  void end(Place record, bool owns_lane, std::string outcome, std::string detail) const noexcept {
    const TimePoint time = now();
    std::list<TraceRecord> forgotten;  // dies without the lock
    const std::lock_guard lock{shared_->mutex};
    record->ended = time;
    record->outcome = std::move(outcome);
    record->detail = std::move(detail);
    shorten(record->detail);
    if (owns_lane) shared_->lanes[record->lane.number - 1] = false;
    shared_->ended.splice(shared_->ended.end(), shared_->running, record);
    shared_->forget(forgotten);
  }

  /// A moment, on this thread.
  void add(const Event& event) const {
    std::list<TraceRecord> record, forgotten;
    const TimePoint time = now();
    record.push_back({.kind = TraceRecord::Kind::event,
                      .lane = {.thread = std::this_thread::get_id()},
                      .name = std::string{to_string(event.kind)},
                      .began = time,
                      .ended = time,
                      .event = event});
    if (auto& error = record.back().event->error) shorten(error->detail);
    const std::lock_guard lock{shared_->mutex};
    shared_->ended.splice(shared_->ended.end(), record);
    shared_->forget(forgotten);
  }

  /// All records in the order in which they began, those still going on among them.
  std::vector<TraceRecord> records() const {
    std::vector<TraceRecord> all;
    {
      const std::lock_guard lock{shared_->mutex};
      all.assign(shared_->ended.begin(), shared_->ended.end());
      all.insert(all.end(), shared_->running.begin(), shared_->running.end());
    }
    // Of two that began at once, the longer one holds the other.
    const auto end = [](const TraceRecord& record) { return record.ended.value_or(TimePoint::max()); };
    std::stable_sort(all.begin(), all.end(), [&](const TraceRecord& a, const TraceRecord& b) {
      return a.began != b.began ? a.began < b.began : end(a) > end(b);
    });
    return all;
  }

  /// How many records had to make room.
  std::size_t forgotten() const {
    const std::lock_guard lock{shared_->mutex};
    return shared_->forgotten;
  }

 private:
  struct Shared {
    unsigned take_lane() {
      const auto free = std::find(lanes.begin(), lanes.end(), false);
      const auto index = static_cast<std::size_t>(free - lanes.begin());
      if (free == lanes.end()) lanes.push_back(false);
      lanes[index] = true;
      return static_cast<unsigned>(index + 1);
    }
    void forget(std::list<TraceRecord>& to) {
      for (; ended.size() > most; ++forgotten) to.splice(to.end(), ended, ended.begin());
    }

    mutable std::mutex mutex;
    std::size_t most = 0, forgotten = 0;
    std::list<TraceRecord> running, ended;
    std::vector<bool> lanes;  // whether somebody has it
  };

  static constexpr std::size_t longest = 200;
  static std::string short_name(std::string_view name) { return std::string{name.substr(0, longest)}; }
  static void shorten(std::string& text) noexcept {
    if (text.size() > longest) text.resize(longest);
  }

  std::shared_ptr<Shared> shared_;
  Callback<TimePoint()> now_;
};

/// A span that goes on until this object ends it or dies. One thread at a time.
class TraceSpan {
 public:
  /// Begins now; without a lane on the lowest that nobody has.
  TraceSpan(TraceRecorder recorder, TraceRecord::Kind kind, std::string_view name, std::optional<TraceLane> lane)
      : recorder_{std::move(recorder)}, owns_lane_{!lane}, record_{recorder_.begin(kind, name, lane)} {
    lane_ = record_->lane;
  }
  TraceSpan(TraceSpan&& other) noexcept
      : recorder_{other.recorder_},
        owns_lane_{other.owns_lane_},
        record_{other.record_},
        lane_{other.lane_},
        running_{std::exchange(other.running_, false)} {}
  TraceSpan& operator=(TraceSpan&&) = delete;
  ~TraceSpan() { end(); }

  /// Ends it; the first time counts.
  void end() noexcept { end({}, {}); }

  /// Ends it with what came of it.
  void end(const Error& error) noexcept {
    std::string outcome, detail;
    drive::shielded([&] {
      outcome = to_string(error.code);
      detail = error.detail;
    });
    end(std::move(outcome), std::move(detail));
  }
  void end(int status) noexcept { end(std::to_string(status), {}); }

  /// Where it goes on.
  const TraceLane& lane() const noexcept { return lane_; }

 private:
  void end(std::string outcome, std::string detail) noexcept {
    if (std::exchange(running_, false)) recorder_.end(record_, owns_lane_, std::move(outcome), std::move(detail));
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
