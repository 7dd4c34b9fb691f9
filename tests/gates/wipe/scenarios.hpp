// A mark that stands in memory only where it is written, and what is done with it.
#ifndef KEYTURN_TESTS_GATES_WIPE_SCENARIOS_HPP
#define KEYTURN_TESTS_GATES_WIPE_SCENARIOS_HPP

#include <cstddef>
#include <vector>

constexpr std::size_t mark_size = 128;

/// The byte of the mark at that place. The mark as a whole stands nowhere.
char mark_at(std::size_t place);
void write_mark(char* into);

struct Scenario {
  const char* what;
  void (*run)();
  int left;  ///< How many of its marks stay, at least.
};
extern const std::vector<Scenario> scenarios;

#endif
