// Runs each scenario, and then looks for the mark in all memory of the process that can be written. Memory that is given
// back is kept as it is, and not used again.
#include "scenarios.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

void* operator new(std::size_t size) { return std::calloc(1, size + 1); }
void* operator new[](std::size_t size) { return std::calloc(1, size + 1); }
void operator delete(void*) noexcept {}
void operator delete[](void*) noexcept {}
void operator delete(void*, std::size_t) noexcept {}
void operator delete[](void*, std::size_t) noexcept {}

char mark_at(std::size_t place) {
  static volatile std::uint64_t seed = 0x9e3779b97f4a7c15;  // so that no compiler works the mark out
  const std::uint64_t mixed = (seed ^ (place * 0xbf58476d1ce4e5b9)) * 0x94d049bb133111eb;
  return static_cast<char>(mixed >> 56);
}

void write_mark(char* into) {
  for (std::size_t place = 0; place < mark_size; ++place) into[place] = mark_at(place);
}

namespace {

constexpr std::size_t piece = 16;

bool stands(const volatile char* at, std::size_t from, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i)
    if (at[i] != mark_at(from + i)) return false;
  return true;
}

// Any piece of the mark counts; on the stack the whole mark alone, for registers are saved there, and whatever copies
// bytes has some of them in registers.
int marks_between(std::uintptr_t begin, std::uintptr_t end, bool stack) {
  const std::size_t size = stack ? mark_size : piece;
  char first[mark_size / piece];
  for (std::size_t i = 0; i < mark_size / piece; ++i) first[i] = mark_at(i * piece);
  int found = 0;
  for (; begin + size <= end; ++begin) {
    const auto* const at = reinterpret_cast<const volatile char*>(begin);
    for (std::size_t from = 0; from + size <= mark_size; from += piece)
      found += *at == first[from / piece] && stands(at, from, size);
  }
  return found;
}

int marks_in_memory() {
  std::FILE* const maps = std::fopen("/proc/self/maps", "r");
  if (maps == nullptr) std::abort();
  int found = 0;
  char line[512];
  while (std::fgets(line, sizeof line, maps) != nullptr) {
    unsigned long begin = 0, end = 0;
    char may[5] = "";
    if (std::sscanf(line, "%lx-%lx %4s", &begin, &end, may) != 3 || may[0] != 'r' || may[1] != 'w') continue;
    found += marks_between(begin, end, std::strstr(line, "[stack]") != nullptr);
  }
  std::fclose(maps);
  return found;
}

}  // namespace

int main() {
  int before = marks_in_memory(), failed = before != 0;
  for (const Scenario& scenario : scenarios) {
    scenario.run();
    const int now = marks_in_memory(), left = now - before;
    before = now;
    const bool right = scenario.left == 0 ? left == 0 : left >= scenario.left;
    failed += !right;
    if (!right) std::printf("a secret that %s: %d pieces are left in memory\n", scenario.what, left);
  }
  return failed == 0 ? 0 : 1;
}
