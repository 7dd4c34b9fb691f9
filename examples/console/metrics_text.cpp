#include "console/metrics_text.hpp"

#include <algorithm>
#include <charconv>

namespace keyturn::example::console {
namespace {

constexpr std::string_view answers = "keyturn_requests_total{";

// The text between the quotes of `name="..."`; method, path and status hold no escapes.
std::string_view label(std::string_view line, std::string_view name) {
  const auto start = line.find(std::string{name} + "=\"");
  if (start == std::string_view::npos) return {};
  const auto value = line.substr(start + name.size() + 2);
  return value.substr(0, value.find('"'));
}

std::string name_of(std::string_view line) {
  if (!line.starts_with(answers)) return std::string{line.substr(0, line.find(' '))};
  std::string name{label(line, "method")};
  return name.append(" ").append(label(line, "path")).append(" ").append(label(line, "status"));
}

}  // namespace

std::optional<Counts> read_metrics(std::string_view text) {
  Counts counts;
  bool counts_answers = false;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto space = line.rfind(' ');
    counts_answers |= line.starts_with("# TYPE keyturn_requests_total ");
    if (!line.starts_with("keyturn_") || space == std::string_view::npos) continue;
    std::int64_t value = 0;
    if (std::from_chars(line.data() + space + 1, line.data() + line.size(), value).ec != std::errc{}) continue;
    counts[name_of(line)] += value;
  }
  if (!counts_answers) return std::nullopt;
  return counts;
}

Counts growth(const Counts& before, const Counts& after) {
  Counts grown;
  for (const auto& [name, value] : after) {
    const auto old = before.find(name);
    const auto difference = old == before.end() ? value : value - old->second;
    if (difference != 0) grown[name] = difference;
  }
  return grown;
}

}  // namespace keyturn::example::console
