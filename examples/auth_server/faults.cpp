#include "auth_server/faults.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace keyturn::example {
namespace {

// A number too large for the type counts as `most`, too.
std::optional<unsigned> read_number(std::string_view digits, unsigned most) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error == std::errc::invalid_argument || end != digits.data() + digits.size()) return std::nullopt;
  return error == std::errc{} ? std::min(number, most) : most;
}

}  // namespace

Fault read_fault(const HttpRequest& request) {
  constexpr std::string_view delay = "delay=", status = "status=";
  const auto [first, last] = request.equal_range("X-Fault");
  if (first == last) return {};
  const std::string_view text{first->value().data(), first->value().size()};
  if (std::next(first) != last) return {Fault::Kind::unreadable};
  if (text == "drop-before") return {Fault::Kind::drop_before};
  if (text == "drop-after-commit") return {Fault::Kind::drop_after_commit};
  if (text.starts_with(delay)) {
    const auto number = read_number(text.substr(delay.size()), static_cast<unsigned>(Fault::longest_delay.count()));
    if (number) return {Fault::Kind::delay, std::chrono::milliseconds{*number}};
  }
  if (text.starts_with(status)) {
    const auto number = read_number(text.substr(status.size()), 600);
    if (number && *number >= 200 && *number < 600) return {Fault::Kind::status, {}, static_cast<HttpStatus>(*number)};
  }
  return {Fault::Kind::unreadable};
}

}  // namespace keyturn::example
