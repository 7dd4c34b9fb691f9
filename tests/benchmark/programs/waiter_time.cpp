// A thousand asynchronous calls for a token wait for one refresh; against a thousand that find a fresh token. What one more
// waiter costs is the difference: the call and its completion are made either way.
#include "counted.hpp"
#include "storm_server.hpp"

#include <benchmark/benchmark.h>

#include <optional>

namespace {

/// Keeps the one refresh until it is told to answer.
struct Wire {
  struct Shared {
    storm::Server server;
    std::optional<keyturn::Completion<keyturn::Response>> refresh;
  };
  Shared* shared;
  void send(keyturn::Request, keyturn::Completion<keyturn::Response> done) { shared->refresh = std::move(done); }
};

constexpr int waiters = 1000;

void wait(benchmark::State& state, bool stale) {
  Wire::Shared shared;
  keyturn::Options options;
  options.refresh_budget.count = 1u << 30;
  options.refresh_budget.window = std::chrono::milliseconds{1};
  keyturn::AuthClient client{Wire{&shared}, keyturn::MemoryStorage{}, storm::Dialect{}, options};
  int done = 0;
  std::size_t allocations = 0, in_all = 0;
  if (!client.adopt(storm::Dialect::tokens("1"))) std::abort();
  for (auto _ : state) {
    state.PauseTiming();
    std::optional<keyturn::AccessToken> refused;
    client.access_token([&](keyturn::Result<keyturn::AccessToken> token) { refused = *std::move(token); });
    if (stale) {
      client.report_unauthorized(*refused);
      client.access_token([&](const auto&) {});  // the one that carries the refresh
    }
    const std::size_t before = counted::allocations;
    state.ResumeTiming();
    for (int i = 0; i < waiters; ++i)
      client.access_token([&](const keyturn::Result<keyturn::AccessToken>& token) { done += token.has_value(); });
    if (stale) std::exchange(shared.refresh, std::nullopt).value()(shared.server.refresh());
    allocations += counted::allocations - before;
    in_all += waiters;
  }
  if (static_cast<std::size_t>(done) != in_all) std::abort();
  state.SetItemsProcessed(static_cast<std::int64_t>(in_all));
  state.counters["allocations"] = static_cast<double>(allocations) / static_cast<double>(in_all);
}

BENCHMARK_CAPTURE(wait, fresh, false);
BENCHMARK_CAPTURE(wait, stale, true);

}  // namespace

BENCHMARK_MAIN();
