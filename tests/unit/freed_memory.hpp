// Looks at memory at the moment it is given back, to prove that no secret is left in it. The allocation functions that
// do so stand beside the tests of Secret; for one thread.
#ifndef KEYTURN_TESTS_UNIT_FREED_MEMORY_HPP
#define KEYTURN_TESTS_UNIT_FREED_MEMORY_HPP

#include <string_view>

inline void (*look_at_freed)(std::string_view block) = nullptr;

/// How many of the blocks that `act` gives back hold `text`.
template <class Act>
int blocks_freed_with(std::string_view text, Act act) {
  static std::string_view wanted;
  static int count;
  wanted = text;
  count = 0;
  look_at_freed = [](std::string_view block) { count += block.find(wanted) != block.npos; };
  act();
  look_at_freed = nullptr;
  return count;
}

#endif
