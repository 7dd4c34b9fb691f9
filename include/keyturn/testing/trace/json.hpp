// Writes a trace in the Trace Event Format, which chrome://tracing, Perfetto and speedscope read.
#ifndef KEYTURN_TESTING_TRACE_JSON_HPP
#define KEYTURN_TESTING_TRACE_JSON_HPP

#include <keyturn/protocol/json_text.hpp>
#include <keyturn/testing/trace/recorder.hpp>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <string>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// The records as events of the format: spans as X, those going on as B, moments as i, the lanes' names as M, and for each
/// call that waited for a refresh an arrow, s and f, from that refresh to the request that then went out.
class TraceJson {
 public:
  /// `records` in the order in which they began; they must outlive this.
  explicit TraceJson(const std::vector<TraceRecord>& records) : records_{records} {
    for (const TraceRecord& record : records) lanes_.emplace(record.lane, lanes_.size() + 1);
  }

  /// `forgotten`: how many older records there were.
  std::string text(std::size_t forgotten) {
    out_ = R"({"displayTimeUnit":"ms","otherData":)" + object({{"forgotten", std::to_string(forgotten)}}) +
           R"(,"traceEvents":[)";
    name_of("process_name", 0, "keyturn");
    for (const auto& [lane, number] : lanes_) {
      const bool thread = lane.number == 0;
      name_of("thread_name", number, (thread ? "thread " : "lane ") + std::to_string(thread ? number : lane.number));
    }
    for (const TraceRecord& record : records_) write(record);
    write_arrows();
    out_ += "\n]}\n";
    return std::move(out_);
  }

 private:
  static constexpr std::string_view category(TraceRecord::Kind kind) {
    switch (kind) {
      case TraceRecord::Kind::call:
        return "call";
      case TraceRecord::Kind::request:
        return "request";
      case TraceRecord::Kind::auth_request:
        return "auth_request";
      case TraceRecord::Kind::storage:
        return "storage";
      case TraceRecord::Kind::event:
        return "event";
    }
    return "unknown";
  }

  /// The text with a question mark for each byte that is not UTF-8: names and details come from everywhere.
  static std::string clean(std::string_view text) {
    std::string cleaned;
    while (!text.empty()) {
      const std::size_t length = keyturn::detail::utf8_sequence(text);
      cleaned += length > 0 ? text.substr(0, length) : "?";
      text.remove_prefix(length > 0 ? length : 1);
    }
    return cleaned;
  }

  /// An object of those that have a value.
  static std::string object(std::initializer_list<JsonMember> members) {
    List<JsonMember> there;
    for (const JsonMember& member : members)
      if (!member.value.empty()) there.push(member);
    return json_object(there).value_or("{}");
  }

  /// Microseconds, the format's unit, with the nanoseconds behind the point.
  static std::string microseconds(std::chrono::nanoseconds time) {
    const std::string fraction = std::to_string(1000 + time.count() % 1000);
    return std::to_string(time.count() / 1000) + '.' + fraction.substr(1);
  }

  void open(std::string_view phase, std::string_view name, std::size_t lane) {
    out_ += out_.back() == '[' ? "\n{\"ph\":\"" : ",\n{\"ph\":\"";
    out_.append(phase).append("\",\"pid\":1,\"tid\":").append(std::to_string(lane)).append(",\"name\":");
    keyturn::detail::append_json_string(out_, clean(name));
  }
  void at(TimePoint time) { out_ += ",\"ts\":" + microseconds(time.time_since_epoch()); }

  void name_of(std::string_view what, std::size_t lane, std::string_view name) {
    open("M", what, lane);
    out_ += ",\"args\":" + object({{"name", name}}) + '}';
  }

  void write(const TraceRecord& record) {
    const bool moment = record.event.has_value();
    open(moment ? "i" : record.ended ? "X" : "B", record.name, lanes_.at(record.lane));
    out_.append(",\"cat\":\"").append(category(record.kind)).append("\"");
    at(record.began);
    if (moment) out_ += ",\"s\":\"p\"";
    if (!moment && record.ended) out_ += ",\"dur\":" + microseconds(*record.ended - record.began);
    out_ += ",\"args\":" + (moment ? arguments(*record.event) : arguments(record)) + '}';
  }

  static std::string arguments(const TraceRecord& record) {
    const std::string detail = clean(record.detail);
    return object({{"outcome", record.outcome}, {"detail", detail}});
  }

  static std::string arguments(const Event& event) {
    const std::string session = std::to_string(event.epoch), generation = std::to_string(event.generation);
    const std::string took = event.took.count() > 0 ? std::to_string(event.took.count() / 1'000'000) + " ms" : "";
    const std::string detail = event.error ? clean(event.error->detail) : "";
    return object({{"session", session},
                   {"generation", generation},
                   {"took", took},
                   {"reason", event.reason ? to_string(*event.reason) : ""},
                   {"error", event.error ? to_string(event.error->code) : ""},
                   {"detail", detail}});
  }

  /// One lane, while its records are gone through: since when the call in it could have sent a request.
  struct Progress {
    TimePoint call_ended = TimePoint::min(), ready{};
    bool refused = false;  // the last request, with a 401
  };

  void write_arrows() {
    const auto refreshes = find_refreshes();
    std::map<TraceLane, Progress> lanes;
    unsigned arrow = 0;
    for (const TraceRecord& record : records_) {
      Progress& lane = lanes[record.lane];
      if (record.kind == TraceRecord::Kind::call) {
        lane.ready = record.began;
        lane.call_ended = record.ended.value_or(TimePoint::max());
      }
      if (record.kind != TraceRecord::Kind::request) continue;
      if (record.began <= lane.call_ended || lane.refused)
        for (auto refresh = std::upper_bound(refreshes.begin(), refreshes.end(), lane.ready, ends_after);
             refresh != refreshes.end() && *(*refresh)->ended <= record.began; ++refresh)
          if ((*refresh)->lane != record.lane) write_arrow(++arrow, **refresh, record);
      lane.ready = record.ended.value_or(TimePoint::max());
      lane.refused = record.outcome == "401";
    }
  }

  static bool ends_after(TimePoint time, const TraceRecord* record) { return time < *record->ended; }

  /// In the order in which they ended. What the client told as `refreshed` was brought by the last request to the auth server
  /// before that.
  std::vector<const TraceRecord*> find_refreshes() const {
    std::vector<const TraceRecord*> answered, refreshes;
    for (const TraceRecord& record : records_)
      if (record.kind == TraceRecord::Kind::auth_request && record.ended && record.outcome.starts_with('2'))
        answered.push_back(&record);
    std::stable_sort(answered.begin(), answered.end(),
                     [](const TraceRecord* a, const TraceRecord* b) { return *a->ended < *b->ended; });
    for (const TraceRecord& record : records_) {
      if (!record.event || record.event->kind != Event::Kind::refreshed) continue;
      const auto after = std::upper_bound(answered.begin(), answered.end(), record.began, ends_after);
      if (after != answered.begin()) refreshes.push_back(*std::prev(after));
    }
    return refreshes;
  }

  /// Within the two spans, so that viewers find them.
  void write_arrow(unsigned number, const TraceRecord& from, const TraceRecord& to) {
    const std::string id = ",\"cat\":\"refresh\",\"id\":" + std::to_string(number);
    open("s", "the new token", lanes_.at(from.lane));
    out_ += id;
    at(std::max(from.began, *from.ended - std::chrono::nanoseconds{1}));
    out_ += '}';
    open("f", "the new token", lanes_.at(to.lane));
    out_ += id + ",\"bp\":\"e\"";
    at(to.began);
    out_ += '}';
  }

  const std::vector<TraceRecord>& records_;
  std::map<TraceLane, std::size_t> lanes_;
  std::string out_;
};

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
