// Reads the counters that an auth server shows at GET /metrics.
#ifndef KEYTURN_EXAMPLES_CONSOLE_METRICS_TEXT_HPP
#define KEYTURN_EXAMPLES_CONSOLE_METRICS_TEXT_HPP

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace keyturn::example::console {

// By what they count: answers as "POST /refresh 200", the rest by the counter's name.
using Counts = std::map<std::string, std::int64_t>;

// Prometheus' text format 0.0.4; nothing if the text does not count answers.
std::optional<Counts> read_metrics(std::string_view text);

// What grew; counters that stand still are left out.
Counts growth(const Counts& before, const Counts& after);

}  // namespace keyturn::example::console

#endif
