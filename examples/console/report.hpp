// What the tour prints: numbered steps, and beneath each what was promised and what was seen.
#ifndef KEYTURN_EXAMPLES_CONSOLE_REPORT_HPP
#define KEYTURN_EXAMPLES_CONSOLE_REPORT_HPP

#include "console/screen.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::example::console {

// Who saw it: the program that calls through the client, or the server that counts.
enum class Seen { by_app, by_server };

// Writes to standard output, each line at once. For one thread. Throws std::runtime_error if a line cannot be written.
class Report {
 public:
  using Clock = std::chrono::steady_clock;

  void title(std::string_view text);
  void line(std::string_view text = {});
  void step(std::string_view title, std::string_view story);

  // One observation: right if what was seen is what was promised.
  void observe(Seen seen_by, const std::string& subject, const std::string& promised, const std::string& seen);
  void skip_step(const std::string& why);

  // Shows that it waits, and for what; throws Interrupted.
  void wait_until(Clock::time_point end, const std::string& why);

  // The closing lines. True if nothing was wrong.
  bool finish();

 private:
  void write(std::string_view text) { screen_.write(text); }
  std::string painted(std::string_view colour, std::string_view text) const { return screen_.painted(colour, text); }
  std::string mark(bool right) const;

  Screen screen_;
  Clock::time_point began_ = Clock::now();
  int steps_ = 0, observations_ = 0, skipped_ = 0;
  std::vector<std::string> wrong_;
};

}  // namespace keyturn::example::console

#endif
