// Many sessions in one process: how many sessions, how many calls in all, by turns. Says what one session more keeps of
// memory, and what a call takes.
#include "counted.hpp"
#include "in_memory.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <vector>

int main(int, char** argument) {
  const std::size_t sessions = std::stoul(argument[1]), calls = std::stoul(argument[2]);
  std::vector<std::unique_ptr<benchmark_sides::Keyturn>> all;
  all.reserve(sessions);
  counted::with_bytes = true;
  for (std::size_t i = 0; i < sessions; ++i) all.push_back(std::make_unique<benchmark_sides::Keyturn>(40));
  for (auto& side : all) side->call();
  const auto bytes = counted::bytes.load();
  counted::with_bytes = false;

  double best = 1e9;
  for (int round = 0; round < 5; ++round) {
    const auto began = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < calls; ++i) all[i % sessions]->call();
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - began;
    best = std::min(best, took.count() / static_cast<double>(calls));
  }
  std::printf("bytes %g\nnanoseconds %g\n", static_cast<double>(bytes) / static_cast<double>(sessions), best);
}
