#include "console/busy.hpp"

#include "console/signals.hpp"

namespace keyturn::example::console {

void Busy::watch(const std::function<bool(std::chrono::milliseconds)>& done) {
  using Clock = std::chrono::steady_clock;
  using namespace std::chrono_literals;
  constexpr auto unnoticed = 500ms, between_lines = 5'000ms;
  const auto began = Clock::now();
  auto next = began + (screen_.terminal() ? unnoticed : between_lines);
  bool shown = false, warned = false;
  while (!done(50ms)) {
    if (by_hand_ && pressed_interrupt()) {
      forget_interrupt();
      if (warned) {
        screen_.write("\n");
        leave_();
      }
      warned = true;
      screen_.write("\r  The running call ends by itself, in 20 s at most. Ctrl-C again leaves at once.\x1b[K\n");
    }
    if (Clock::now() < next) continue;
    const std::string text = "  waiting for the server, " + one_decimal(Clock::now() - began) + " s";
    screen_.write(screen_.terminal() ? '\r' + screen_.painted(yellow, text) + "\x1b[K" : text + '\n');
    shown = screen_.terminal();
    next = Clock::now() + (shown ? 100ms : between_lines);
  }
  if (shown) screen_.write("\r\x1b[K");
}

}  // namespace keyturn::example::console
