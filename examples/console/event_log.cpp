#include "console/event_log.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace keyturn::example::console {
namespace {

std::string milliseconds(std::chrono::nanoseconds time) {
  return std::to_string(std::chrono::round<std::chrono::milliseconds>(time).count()) + " ms";
}

std::string padded(std::string text) {
  constexpr std::size_t width = 22;
  text.resize(std::max(width, text.size() + 1), ' ');
  return text;
}

std::string words(const Event& event) {
  std::string text = "session " + std::to_string(event.epoch) + ", generation " + std::to_string(event.generation);
  if (event.reason) text.append(", ").append(to_string(*event.reason));
  if (event.error) text.append(", ").append(to_string(event.error->code));
  if (event.took.count() > 0) text += ", took " + milliseconds(event.took);
  return text;
}

bool is_request(const TraceRecord& record) {
  return record.kind == TraceRecord::Kind::request || record.kind == TraceRecord::Kind::auth_request;
}

}  // namespace

std::vector<std::string> EventLog::all() const {
  auto records = trace_.records();
  std::erase_if(records,
                [](const TraceRecord& record) { return !record.ended || (!record.event && !is_request(record)); });
  // A request is told of when its answer is there.
  std::stable_sort(records.begin(), records.end(), [](auto& a, auto& b) { return *a.ended < *b.ended; });
  std::vector<std::string> lines;
  if (trace_.forgotten() > 0) lines.push_back("(older ones are forgotten)");
  for (const TraceRecord& record : records) lines.push_back(line(record));
  return lines;
}

std::vector<std::string> EventLog::last_events(std::size_t most) const {
  auto records = trace_.records();
  std::erase_if(records, [](const TraceRecord& record) { return !record.event; });
  if (records.size() > most) records.erase(records.begin(), records.end() - static_cast<std::ptrdiff_t>(most));
  std::vector<std::string> lines;
  for (const TraceRecord& record : records) lines.push_back(line(record));
  return lines;
}

int EventLog::refreshes_since(TimePoint moment) const {
  const auto records = trace_.records();
  return static_cast<int>(std::count_if(records.begin(), records.end(), [moment](const TraceRecord& record) {
    return record.event && record.event->kind == Event::Kind::refreshed && record.began >= moment;
  }));
}

std::string EventLog::line(const TraceRecord& record) const {
  std::array<char, 32> text{};
  const std::chrono::duration<double> since = *record.ended - began_;
  const int length = std::snprintf(text.data(), text.size(), "%9.3f s  ", since.count());
  return std::string{text.data(), static_cast<std::size_t>(length)} + padded(record.name) +
         (record.event ? words(*record.event)
                       : record.outcome + ", took " + milliseconds(*record.ended - record.began));
}

}  // namespace keyturn::example::console
