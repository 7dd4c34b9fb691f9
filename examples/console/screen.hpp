// Standard output: what it can show, and writing to it.
#ifndef KEYTURN_EXAMPLES_CONSOLE_SCREEN_HPP
#define KEYTURN_EXAMPLES_CONSOLE_SCREEN_HPP

#include <chrono>
#include <string>
#include <string_view>

namespace keyturn::example::console {

inline constexpr std::string_view bold = "1", dim = "2", red = "1;31", green = "32", yellow = "33";

// For one thread.
class Screen {
 public:
  Screen();

  bool terminal() const { return terminal_; }
  bool unicode() const { return unicode_; }

  // At once. Throws std::runtime_error if it cannot be written.
  void write(std::string_view text);

  // In that colour on a terminal that has colours, unless NO_COLOR is set; else as it is.
  std::string painted(std::string_view colour, std::string_view text) const;

 private:
  bool terminal_, colour_, unicode_;
};

// Such as "1.5"; never negative.
std::string one_decimal(std::chrono::duration<double> seconds);

}  // namespace keyturn::example::console

#endif
