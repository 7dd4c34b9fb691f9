#include "embedded/board.hpp"

#include <sys/random.h>
#include <time.h>

namespace keyturn::example::embedded {
namespace {

std::chrono::nanoseconds read(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec};
}

}  // namespace

TimePoint now() {
#ifdef CLOCK_BOOTTIME
  return TimePoint{read(CLOCK_BOOTTIME)};
#else
  return TimePoint{read(CLOCK_MONOTONIC)};
#endif
}

WallTime wall() { return WallTime{std::chrono::floor<std::chrono::milliseconds>(read(CLOCK_REALTIME))}; }

bool draw(std::span<std::byte> bytes) { return getentropy(bytes.data(), bytes.size()) == 0; }

}  // namespace keyturn::example::embedded
