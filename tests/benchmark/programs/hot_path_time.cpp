// Time of the two sides of the hot path, on one thread and on two.
#include "in_memory.hpp"

#include <benchmark/benchmark.h>

namespace {

template <class Side>
void calls(benchmark::State& state) {
  static Side side{40};
  side.call();
  for (auto _ : state) benchmark::DoNotOptimize(side.call());
}

BENCHMARK_TEMPLATE(calls, benchmark_sides::HardCoded)->Name("hard-coded")->Threads(1)->Threads(2)->UseRealTime();
BENCHMARK_TEMPLATE(calls, benchmark_sides::Keyturn)->Name("keyturn")->Threads(1)->Threads(2)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
