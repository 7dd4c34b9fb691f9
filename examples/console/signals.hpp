// Ctrl-C and requests to end: noticed at once, obeyed where the program is ready for it.
#ifndef KEYTURN_EXAMPLES_CONSOLE_SIGNALS_HPP
#define KEYTURN_EXAMPLES_CONSOLE_SIGNALS_HPP

#include <stdexcept>

namespace keyturn::example::console {

// Somebody pressed Ctrl-C, or asked the program to end.
struct Interrupted : std::runtime_error {
  Interrupted() : std::runtime_error{"interrupted"} {}
};

// From now on Ctrl-C and a request to end are waited for, and a closed output is an error of the write.
void catch_signals();

bool asked_to_end();       // by SIGTERM, or by closing the terminal; stays true
bool pressed_interrupt();  // Ctrl-C since forget_interrupt()
void forget_interrupt();

// Throws Interrupted after either.
void check_interrupted();

}  // namespace keyturn::example::console

#endif
