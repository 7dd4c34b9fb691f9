// What the board gives: the three functions that `SingleThread` takes. Here by POSIX; on a device by its timer, its
// clock and its generator.
#ifndef KEYTURN_EXAMPLES_EMBEDDED_BOARD_HPP
#define KEYTURN_EXAMPLES_EMBEDDED_BOARD_HPP

#include <keyturn/core.hpp>

namespace keyturn::example::embedded {

/// Steady; counts on while the machine sleeps.
TimePoint now();

/// The time of day.
WallTime wall();

/// Fills `bytes` with numbers fit for secrets; false if there are none.
bool draw(std::span<std::byte> bytes);

}  // namespace keyturn::example::embedded

#endif
