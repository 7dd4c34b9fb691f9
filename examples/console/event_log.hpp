// What happened to the session and on the wire, in the order in which it happened.
#ifndef KEYTURN_EXAMPLES_CONSOLE_EVENT_LOG_HPP
#define KEYTURN_EXAMPLES_CONSOLE_EVENT_LOG_HPP

#include "console/wire.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

namespace keyturn::example::console {

// Keeps the newest entries. Safe on many threads.
class EventLog {
 public:
  void add(const Event& event);
  void add(const Exchange& exchange);

  // One line each, without its end: all entries, or the last few events of the session.
  std::vector<std::string> all() const;
  std::vector<std::string> last_events(std::size_t most) const;

  int refreshes() const;  // so far

 private:
  using Clock = std::chrono::steady_clock;
  struct Entry {
    Clock::time_point moment;
    bool is_event;
    std::string text;
  };

  static constexpr std::size_t most_entries = 1000;

  void add(Entry entry);
  std::string line(const Entry& entry) const;

  const Clock::time_point began_ = Clock::now();
  mutable std::mutex mutex_;
  std::deque<Entry> entries_;
  std::size_t forgotten_ = 0;
  int refreshes_ = 0;
};

}  // namespace keyturn::example::console

#endif
