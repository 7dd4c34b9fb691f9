// N threads call at once when something has just happened to their token: KIND, N, and for some kinds milliseconds.
#include "storm_server.hpp"

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <fstream>
#include <latch>
#include <mutex>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Send = keyturn::Callback<keyturn::Response(storm::Server&, const keyturn::Request&)>;

constexpr auto refresh_takes = 50ms;

struct Wire {
  storm::Server* server;
  Send* refresh;
  Send* call;
  keyturn::Result<keyturn::Response> send(const keyturn::Request& request) const {
    if (!storm::Server::is_refresh(request)) return (*call)(*server, request);
    ++server->refreshes;
    return (*refresh)(*server, request);
  }
};

keyturn::Response slowly(storm::Server& server, const keyturn::Request&) {
  std::this_thread::sleep_for(refresh_takes);
  return server.refresh();
}
keyturn::Response at_once(storm::Server& server, const keyturn::Request& request) { return server.call(request); }

/// A clock that can be put forward.
struct Ahead : keyturn::Hosted {
  static inline std::chrono::nanoseconds by{0};
  keyturn::TimePoint now() const noexcept { return Hosted::now() + by; }
  struct Condition : Hosted::Condition {
    void wait_until(Mutex& mutex, keyturn::TimePoint time) { Hosted::Condition::wait_until(mutex, time - by); }
  };
};

struct Storm {
  storm::Server server;
  Send refresh{slowly}, call{at_once};
  keyturn::Options options{};
  std::chrono::seconds age{0};  // of the token, when the storm begins
  std::atomic<int> failed{0}, unauthorized{0};
  double milliseconds = 0, megabytes = 0;

  using Client = keyturn::AuthClient<Wire, keyturn::MemoryStorage, storm::Dialect, Ahead>;

  // Each of the threads does `work(client, its number)` once all are there.
  template <class Work>
  void run(int threads, keyturn::TokenSet tokens, Work work) {
    Client client{Wire{&server, &refresh, &call}, keyturn::MemoryStorage{}, storm::Dialect{}, options};
    if (!client.adopt(std::move(tokens))) std::abort();
    Ahead::by = age;
    std::latch ready{threads + 1};
    std::vector<std::thread> all;
    for (int i = 0; i < threads; ++i)
      all.emplace_back([&, i] {
        ready.arrive_and_wait();
        work(client, i);
      });
    ready.arrive_and_wait();
    const auto began = Clock::now();
    for (std::thread& thread : all) thread.join();
    milliseconds = std::chrono::duration<double, std::milli>(Clock::now() - began).count();
    megabytes = peak_megabytes();
  }

  void judge(const keyturn::Result<keyturn::Response>& answer) {
    if (!answer)
      ++failed;
    else if (answer->status == 401)
      ++unauthorized;
  }

  void print() const {
    std::printf("refreshes %d\nfailed %d\nunauthorized %d\nmilliseconds %g\nmegabytes %g\n", server.refreshes.load(),
                failed.load(), unauthorized.load(), milliseconds, megabytes);
  }

  static double peak_megabytes() {
    std::ifstream status{"/proc/self/status"};
    for (std::string word; status >> word;)
      if (double kilobytes = 0; word == "VmHWM:" && status >> kilobytes) return kilobytes / 1024;
    return 0;
  }
};

void expired(int threads) {
  Storm storm;
  storm.run(threads, storm::Dialect::tokens("1", 0s), [&](auto& client, int) { storm.judge(client.get("/")); });
  storm.print();
}

void failing(int threads) {
  Storm storm;
  storm.options.refresh_attempts = 1;
  storm.refresh = Send{[](storm::Server&, const keyturn::Request&) {
    std::this_thread::sleep_for(refresh_takes);
    return keyturn::Response{.status = 503};
  }};
  storm.run(threads, storm::Dialect::tokens("1", 0s), [&](auto& client, int) { storm.judge(client.get("/")); });
  storm.print();
}

// All are under way with the old token before the first 401 comes back; the 401s come evenly over `spread`.
void revoked(int threads, std::chrono::milliseconds spread) {
  Storm storm;
  std::latch under_way{threads};
  std::atomic<int> place{0};
  storm.call = Send{[&](storm::Server& server, const keyturn::Request& request) {
    if (server.token_of(request) == 1) {
      under_way.arrive_and_wait();
      std::this_thread::sleep_for(spread * place++ / threads);
      return keyturn::Response{.status = 401};
    }
    return server.call(request);
  }};
  storm.run(threads, storm::Dialect::tokens("1"), [&](auto& client, int) { storm.judge(client.get("/")); });
  storm.print();
}

// The token has two minutes left. The server holds the refresh back until all other calls are through, or cannot be.
void early(int threads) {
  Storm storm;
  storm.options.leeway = 5min;
  storm.age = 58min;
  std::mutex mutex;
  std::condition_variable changed;
  int through = 0, held_up = 0;
  storm.refresh = Send{[&](storm::Server& server, const keyturn::Request&) {
    std::unique_lock lock{mutex};
    changed.wait_for(lock, 5s, [&] { return through == threads - 1; });
    held_up = threads - through;
    return server.refresh();
  }};
  storm.call = Send{[&](storm::Server&, const keyturn::Request&) {
    const std::lock_guard lock{mutex};
    ++through;
    changed.notify_all();
    return keyturn::Response{.status = 200};
  }};
  storm.run(threads, storm::Dialect::tokens("1", 1h), [&](auto& client, int) { storm.judge(client.get("/")); });
  storm.print();
  std::printf("held_up %d\n", held_up);
}

// Round after round the token is revoked, and half of the threads call where the old one is still taken.
void mixed(int threads, int rounds) {
  Storm storm;
  storm.options.refresh_budget.count = static_cast<unsigned>(rounds) + 1;
  storm.refresh = Send{[](storm::Server& server, const keyturn::Request&) {
    std::this_thread::sleep_for(1ms);
    return server.refresh();
  }};
  storm.call = Send{[](storm::Server& server, const keyturn::Request& request) {
    return request.url.ends_with("/lax") ? keyturn::Response{.status = 200} : server.call(request);
  }};
  std::mutex mutex;
  std::condition_variable changed;
  int waiting = 0, round = 0;
  const auto next_round = [&] {
    std::unique_lock lock{mutex};
    const int now = round;
    if (++waiting == threads) {
      waiting = 0;
      ++round;
      ++storm.server.newest;
      changed.notify_all();
    }
    changed.wait(lock, [&] { return round != now; });
  };
  storm.run(threads, storm::Dialect::tokens("1"), [&](auto& client, int number) {
    for (int i = 0; i < rounds; ++i) {
      next_round();
      storm.judge(client.get(number % 2 == 0 ? "/strict" : "/lax"));
    }
  });
  storm.print();
}

// One call carries a refresh that takes long; the others have less time than that.
void deadline(int threads) {
  constexpr auto patience = 30ms;
  Storm storm;
  std::latch carried{1};
  storm.refresh = Send{[&](storm::Server& server, const keyturn::Request&) {
    carried.count_down();
    std::this_thread::sleep_for(500ms);
    return server.refresh();
  }};
  std::mutex mutex;
  double latest = 0;
  storm.run(threads + 1, storm::Dialect::tokens("1", 0s), [&](auto& client, int number) {
    if (number == 0) return storm.judge(client.get("/"));
    carried.wait();
    const auto began = Clock::now();
    const auto answer = client.send({.url = "/", .timeout = patience});
    const double late = std::chrono::duration<double, std::milli>(Clock::now() - began - patience).count();
    if (answer || answer.error().code != keyturn::Errc::timed_out) std::abort();
    const std::lock_guard lock{mutex};
    latest = std::max(latest, late);
  });
  std::printf("late %g\n", latest);
}

}  // namespace

int main(int count, char** argument) {
  const std::string kind = argument[1];
  const int threads = std::stoi(argument[2]), more = count > 3 ? std::stoi(argument[3]) : 0;
  if (kind == "expired") expired(threads);
  if (kind == "failing") failing(threads);
  if (kind == "revoked") revoked(threads, std::chrono::milliseconds{more});
  if (kind == "early") early(threads);
  if (kind == "mixed") mixed(threads, more);
  if (kind == "deadline") deadline(threads);
}
