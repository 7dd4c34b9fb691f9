// What the server counted, for `GET /metrics` and for programs that have the server inside.
#ifndef KEYTURN_EXAMPLES_AUTH_SERVER_METRICS_HPP
#define KEYTURN_EXAMPLES_AUTH_SERVER_METRICS_HPP

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>

namespace keyturn::example {

// Each is counted before the answer leaves, so whoever has seen an answer sees it counted.
struct Counters {
  std::uint64_t refresh_requests{};   // whatever came of them
  std::uint64_t rotations{};          // a new pair was issued for an old one
  std::uint64_t replays{};            // the same pair was handed out again
  std::uint64_t superseded{};         // 409: the exchange was known, but no longer the newest
  std::uint64_t reuse_revocations{};  // families revoked because a spent refresh token came back
  std::uint64_t logins{};
  std::uint64_t login_failures{};  // wrong names or passwords
  std::uint64_t logouts{};         // whatever was revoked by them
  // Played because X-Fault asked for them; a drop is counted before the connection ends.
  std::uint64_t fault_drops_before{}, fault_drops_after_commit{}, fault_delays{}, fault_statuses{};
};

class Metrics {
 public:
  void count(std::uint64_t Counters::*counter) {
    const std::lock_guard lock{mutex_};
    ++(counters_.*counter);
  }

  void count_request(std::string_view method, std::string_view path, unsigned status) {
    const std::lock_guard lock{mutex_};
    ++requests_[{std::string{method}, std::string{path}, status}];
  }

  Counters counters() const {
    const std::lock_guard lock{mutex_};
    return counters_;
  }

  // Requests answered so far; an empty method or path, or status 0, stands for any.
  std::uint64_t requests(std::string_view method, std::string_view path, unsigned status) const;

  // The text format of Prometheus, version 0.0.4.
  std::string text() const;

 private:
  mutable std::mutex mutex_;
  Counters counters_;
  std::map<std::tuple<std::string, std::string, unsigned>, std::uint64_t> requests_;
};

}  // namespace keyturn::example

#endif
