// What happened to the session and on the wire, in words.
#ifndef KEYTURN_EXAMPLES_CONSOLE_EVENT_LOG_HPP
#define KEYTURN_EXAMPLES_CONSOLE_EVENT_LOG_HPP

#include "console/wire.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace keyturn::example::console {

// Reads a trace, which goes on meanwhile. Safe on many threads.
class EventLog {
 public:
  explicit EventLog(Trace trace) : trace_{std::move(trace)} {}

  // One line each, without its end: all requests and events, or the last few events of the session.
  std::vector<std::string> all() const;
  std::vector<std::string> last_events(std::size_t most) const;

  int refreshes_since(TimePoint moment) const;

 private:
  std::string line(const TraceRecord& record) const;

  const Trace trace_;
  const TimePoint began_ = trace_.now();
};

}  // namespace keyturn::example::console

#endif
