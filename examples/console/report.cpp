#include "console/report.hpp"

#include "console/signals.hpp"

#include <algorithm>
#include <thread>

namespace keyturn::example::console {
namespace {

std::string counted(int number, std::string_view one, std::string_view many) {
  return std::to_string(number) + ' ' + std::string{number == 1 ? one : many};
}

}  // namespace

std::string Report::mark(bool right) const {
  if (screen_.unicode()) return right ? painted(green, "✓") : painted(red, "✗");
  return right ? painted(green, "ok   ") : painted(red, "WRONG");
}

void Report::title(std::string_view text) { write(painted(bold, text) + '\n'); }

void Report::line(std::string_view text) { write(std::string{text} + '\n'); }

void Report::step(std::string_view title, std::string_view story) {
  check_interrupted();
  const std::string number = std::to_string(++steps_);
  write('\n' + std::string(number.size() < 2 ? 1 : 0, ' ') + painted(bold, number + "  " + std::string{title}) + '\n');
  while (!story.empty()) {
    const auto end = std::min(story.find('\n'), story.size());
    write("    " + painted(dim, story.substr(0, end)) + '\n');
    story.remove_prefix(std::min(end + 1, story.size()));
  }
}

void Report::observe(Seen seen_by, const std::string& subject, const std::string& promised, const std::string& seen) {
  ++observations_;
  const bool right = seen == promised;
  const std::string what = subject + ": " + seen + (right ? "" : "; promised: " + promised);
  const std::string_view side = seen_by == Seen::by_app ? "app     " : "server  ";
  write("    " + mark(right) + ' ' + painted(dim, side) + (right ? what : painted(red, what)) + '\n');
  if (!right) wrong_.push_back("step " + std::to_string(steps_) + ", " + std::string{side} + what);
}

void Report::skip_step(const std::string& why) {
  ++skipped_;
  write("    " + painted(yellow, "skipped: " + why) + '\n');
}

void Report::wait_until(Clock::time_point end, const std::string& why) {
  check_interrupted();
  const bool terminal = screen_.terminal();
  const auto whole = end - Clock::now();
  if (whole <= Clock::duration::zero()) return;
  if (!terminal) write("    waiting " + one_decimal(whole) + " s, until " + why + '\n');
  for (auto left = whole; left > Clock::duration::zero(); left = end - Clock::now()) {
    if (terminal) write("\r    " + painted(yellow, "waiting " + one_decimal(left) + " s, until " + why) + "\x1b[K");
    std::this_thread::sleep_for(std::min<Clock::duration>(left, std::chrono::milliseconds{100}));
    if (terminal && (asked_to_end() || pressed_interrupt())) write("\n");
    check_interrupted();
  }
  if (terminal) write("\r    " + painted(dim, "waited " + one_decimal(whole) + " s, until " + why) + "\x1b[K\n");
}

bool Report::finish() {
  const std::string all = counted(observations_, "observation", "observations");
  const std::string took = " It took " + one_decimal(Clock::now() - began_) + " s.";
  line();
  if (skipped_ > 0)
    write(painted(yellow, counted(skipped_, "step was", "steps were") + " skipped, as said above.") + '\n');
  if (wrong_.empty()) {
    write(painted(green, all + ", all as promised.") + took + '\n');
    return true;
  }
  write(painted(red, all + ", and not as promised " + (wrong_.size() == 1 ? "is this one:" : "are these:")) + '\n');
  for (const std::string& what : wrong_) write("    " + what + '\n');
  return false;
}

}  // namespace keyturn::example::console
