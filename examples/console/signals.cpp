#include "console/signals.hpp"

#include <csignal>

namespace keyturn::example::console {
namespace {

volatile std::sig_atomic_t interrupt_pressed = 0, end_wanted = 0;

void note(int number) {
  if (number == SIGINT)
    interrupt_pressed = 1;
  else
    end_wanted = 1;
}

}  // namespace

void catch_signals() {
  struct sigaction action = {};
  action.sa_handler = note;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  ::sigaction(SIGHUP, &action, nullptr);
  action.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &action, nullptr);
}

bool asked_to_end() { return end_wanted != 0; }

bool pressed_interrupt() { return interrupt_pressed != 0; }

void forget_interrupt() { interrupt_pressed = 0; }

void check_interrupted() {
  if (asked_to_end() || pressed_interrupt()) throw Interrupted{};
}

}  // namespace keyturn::example::console
