// Calls with a token that is fresh: SIDE (hard-coded or library), bytes of the token, how many calls. Says how many
// allocations one call takes.
#include "counted.hpp"
#include "in_memory.hpp"

#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

namespace {

template <class Side>
void measure(std::size_t token_size, int calls) {
  Side side{token_size};
  side.call();
  const std::size_t before = counted::allocations;
  for (int i = 0; i < calls; ++i)
    if (side.call() != 200) std::abort();
  std::printf("allocations %g\n", static_cast<double>(counted::allocations - before) / calls);
}

}  // namespace

int main(int, char** argument) {
  // With one thread alone, the C library leaves out what makes mutexes and shared counts safe.
  std::mutex mutex;
  std::condition_variable changed;
  bool over = false;
  std::thread idle{[&] {
    std::unique_lock lock{mutex};
    changed.wait(lock, [&] { return over; });
  }};
  const std::size_t token_size = std::stoul(argument[2]);
  const int calls = std::stoi(argument[3]);
  if (std::string{argument[1]} == "library")
    measure<benchmark_sides::Keyturn>(token_size, calls);
  else
    measure<benchmark_sides::HardCoded>(token_size, calls);
  {
    const std::lock_guard lock{mutex};
    over = true;
  }
  changed.notify_one();
  idle.join();
}
