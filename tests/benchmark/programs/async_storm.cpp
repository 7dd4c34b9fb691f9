// N asynchronous calls on one thread, all begun before the refresh that they need is answered: KIND (expired, early or
// failing), N. Nothing waits here but the calls themselves.
#include "counted.hpp"
#include "storm_server.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;

/// Answers in `poll()`. Refreshes are kept until `release`.
struct Wire {
  struct Sent {
    keyturn::Request request;
    keyturn::Completion<keyturn::Response> done;
  };
  struct Shared {
    storm::Server server;
    std::vector<Sent> calls, refreshes;
    bool held = true, refuses = false;
  };
  Shared* shared;

  void send(keyturn::Request request, keyturn::Completion<keyturn::Response> done) {
    auto& queue = storm::Server::is_refresh(request) ? shared->refreshes : shared->calls;
    queue.push_back({std::move(request), std::move(done)});
  }
  std::optional<std::chrono::milliseconds> poll() {
    for (const Sent& sent : std::exchange(shared->calls, {})) sent.done(shared->server.call(sent.request));
    if (!shared->held)
      for (const Sent& sent : std::exchange(shared->refreshes, {})) {
        ++shared->server.refreshes;
        sent.done(shared->refuses ? keyturn::Response{.status = 503} : shared->server.refresh());
      }
    if (shared->calls.empty() && (shared->held || shared->refreshes.empty())) return std::nullopt;
    return 0ms;
  }
};

struct Ahead : keyturn::Hosted {
  static inline std::chrono::nanoseconds by{0};
  keyturn::TimePoint now() const noexcept { return Hosted::now() + by; }
};

}  // namespace

int main(int, char** argument) {
  const std::string kind = argument[1];
  const int calls = std::stoi(argument[2]);
  Wire::Shared shared;
  keyturn::Options options;
  options.refresh_attempts = 1;
  shared.refuses = kind == "failing";
  keyturn::AuthClient client{Wire{&shared}, keyturn::MemoryStorage{}, storm::Dialect{}, options, Ahead{}};
  if (!client.adopt(storm::Dialect::tokens("1", kind == "early" ? 1h : 0s))) return 1;
  if (kind == "early") Ahead::by = 3590s;

  int ok = 0, failed = 0;
  counted::with_bytes = true;
  const auto before = counted::bytes.load();
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < calls; ++i)
    client.get("/", [&](const keyturn::Result<keyturn::Response>& answer) {
      ++(answer && answer->status == 200 ? ok : failed);
    });
  const auto bytes = counted::bytes.load() - before;
  while (client.poll() == 0ms) {
  }
  const int while_held = ok;
  shared.held = false;
  while (client.poll() == 0ms) {
  }
  const auto took = std::chrono::duration<double, std::milli>{std::chrono::steady_clock::now() - began}.count();
  std::printf("refreshes %d\nok %d\nfailed %d\nheld_up %d\nmilliseconds %g\nmegabytes %g\n",
              shared.server.refreshes.load(), ok, failed, calls - while_held, took, static_cast<double>(bytes) / 1e6);
}
