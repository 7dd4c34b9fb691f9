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

}  // namespace

void EventLog::add(const Event& event) {
  std::string text = padded(std::string{to_string(event.kind)});
  text += "session " + std::to_string(event.epoch) + ", generation " + std::to_string(event.generation);
  if (event.reason) text.append(", ").append(to_string(*event.reason));
  if (event.error) text.append(", ").append(to_string(event.error->code));
  if (event.took.count() > 0) text += ", took " + milliseconds(event.took);
  const std::lock_guard lock{mutex_};
  if (event.kind == Event::Kind::refreshed) ++refreshes_;
  add({Clock::now(), true, std::move(text)});
}

void EventLog::add(const Exchange& exchange) {
  std::string text = padded(exchange.method + ' ' + exchange.path.substr(0, 200)) + exchange.outcome;
  text += ", took " + milliseconds(exchange.ended - exchange.began);
  const std::lock_guard lock{mutex_};
  add({exchange.ended, false, std::move(text)});
}

void EventLog::add(Entry entry) {
  entries_.push_back(std::move(entry));
  if (entries_.size() <= most_entries) return;
  entries_.pop_front();
  ++forgotten_;
}

std::vector<std::string> EventLog::all() const {
  const std::lock_guard lock{mutex_};
  std::vector<std::string> lines;
  if (forgotten_ > 0) lines.push_back("(" + std::to_string(forgotten_) + " older ones are forgotten)");
  for (const Entry& entry : entries_) lines.push_back(line(entry));
  return lines;
}

std::vector<std::string> EventLog::last_events(std::size_t most) const {
  const std::lock_guard lock{mutex_};
  std::vector<std::string> lines;
  for (auto entry = entries_.rbegin(); entry != entries_.rend() && lines.size() < most; ++entry)
    if (entry->is_event) lines.push_back(line(*entry));
  std::reverse(lines.begin(), lines.end());
  return lines;
}

int EventLog::refreshes() const {
  const std::lock_guard lock{mutex_};
  return refreshes_;
}

std::string EventLog::line(const Entry& entry) const {
  std::array<char, 32> text{};
  const std::chrono::duration<double> since = entry.moment - began_;
  const int length = std::snprintf(text.data(), text.size(), "%9.3f s  ", since.count());
  return std::string{text.data(), static_cast<std::size_t>(length)} + entry.text;
}

}  // namespace keyturn::example::console
