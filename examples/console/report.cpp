#include "console/report.hpp"

#include <langinfo.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

namespace keyturn::example::console {
namespace {

constexpr std::string_view bold = "1", dim = "2", red = "1;31", green = "32", yellow = "33";

volatile std::sig_atomic_t asked_to_end = 0;

void ask_to_end(int) { asked_to_end = 1; }

bool is_set(const char* variable) {
  const char* const value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool terminal_shows_colour() {
  const char* const kind = std::getenv("TERM");
  return !is_set("NO_COLOR") && kind != nullptr && std::strcmp(kind, "dumb") != 0;
}

bool locale_is_utf8() {
  std::setlocale(LC_CTYPE, "");
  return std::strcmp(::nl_langinfo(CODESET), "UTF-8") == 0;
}

std::string one_decimal(std::chrono::duration<double> seconds) {
  std::array<char, 32> text{};
  const int length = std::snprintf(text.data(), text.size(), "%.1f", std::max(seconds.count(), 0.0));
  return {text.data(), static_cast<std::size_t>(length)};
}

std::string counted(int number, std::string_view one, std::string_view many) {
  return std::to_string(number) + ' ' + std::string{number == 1 ? one : many};
}

}  // namespace

void check_interrupted() {
  if (asked_to_end != 0) throw Interrupted{};
}

Report::Report()
    : terminal_{::isatty(STDOUT_FILENO) == 1},
      colour_{terminal_ && terminal_shows_colour()},
      unicode_{terminal_ && locale_is_utf8()} {
  struct sigaction action = {};
  action.sa_handler = ask_to_end;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  action.sa_handler = SIG_IGN;  // a write that fails says so itself
  ::sigaction(SIGPIPE, &action, nullptr);
}

void Report::write(std::string_view text) {
  const bool whole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (!whole || std::fflush(stdout) != 0) throw std::runtime_error{"the output cannot be written"};
}

std::string Report::painted(std::string_view colour, std::string_view text) const {
  if (!colour_) return std::string{text};
  return "\x1b[" + std::string{colour} + 'm' + std::string{text} + "\x1b[0m";
}

std::string Report::mark(bool right) const {
  if (unicode_) return right ? painted(green, "✓") : painted(red, "✗");
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
  const auto whole = end - Clock::now();
  if (whole <= Clock::duration::zero()) return;
  if (!terminal_) write("    waiting " + one_decimal(whole) + " s, until " + why + '\n');
  for (auto left = whole; left > Clock::duration::zero(); left = end - Clock::now()) {
    if (terminal_) write("\r    " + painted(yellow, "waiting " + one_decimal(left) + " s, until " + why) + "\x1b[K");
    std::this_thread::sleep_for(std::min<Clock::duration>(left, std::chrono::milliseconds{100}));
    if (terminal_ && asked_to_end != 0) write("\n");
    check_interrupted();
  }
  if (terminal_) write("\r    " + painted(dim, "waited " + one_decimal(whole) + " s, until " + why) + "\x1b[K\n");
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
