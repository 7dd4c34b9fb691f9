// A picture of many calls at once, one lane a thread: who waits, who renews the token, who calls when.
#ifndef KEYTURN_EXAMPLES_CONSOLE_TIMELINE_HPP
#define KEYTURN_EXAMPLES_CONSOLE_TIMELINE_HPP

#include "console/wire.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace keyturn::example::console {

// SVG, without scripts, of records in the order in which they began; each thread called once. Shows the threads that
// renewed and `most_others` of the rest, evenly chosen. Empty if nobody called.
std::string draw_timeline(const std::vector<TraceRecord>& records, std::size_t most_others);

}  // namespace keyturn::example::console

#endif
