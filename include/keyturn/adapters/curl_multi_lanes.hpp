// Which of the waiting requests may go next, so that the limits on connections hold.
#ifndef KEYTURN_ADAPTERS_CURL_MULTI_LANES_HPP
#define KEYTURN_ADAPTERS_CURL_MULTI_LANES_HPP

#include <keyturn/adapters/curl_multi_call.hpp>
#include <keyturn/adapters/curl_multi_options.hpp>

#include <algorithm>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// The requests to one origin, in their order.
struct CurlMultiLane {
  std::list<CurlMultiCall*> waiting{};
  std::size_t running = 0;
  bool multiplexes = false;  ///< The server speaks HTTP/2: what runs shares a connection.

  std::size_t connections() const { return multiplexes ? std::min<std::size_t>(running, 1) : running; }
};

/// A lane for each origin, and one for auth requests. Lanes take turns. For one thread at a time.
class CurlMultiLanes {
 public:
  static constexpr std::size_t auth_connections = 4;  ///< Beside the limits.

  explicit CurlMultiLanes(const CurlMultiOptions& options)
      : max_connections_{std::max<std::size_t>(options.max_connections, 1)},
        per_host_{std::max<std::size_t>(options.max_connections_per_host, 1)},
        streams_{std::max<std::size_t>(options.max_streams_per_host, 1)} {}

  /// A call that waits from now on.
  void add(CurlMultiCall& call) {
    const std::string_view url = call.request.url;
    call.lane = call.request.at_most_once
                    ? &auth_
                    : &lanes_.try_emplace(std::string{url.substr(0, origin_length(url))}).first->second;
    call.place = call.lane->waiting.insert(call.lane->waiting.end(), &call);
  }

  /// The call that runs from now on; null if none waits that may.
  CurlMultiCall* next() {
    if (!auth_.waiting.empty() && auth_.running < auth_connections) return run(auth_);
    auto lane = lanes_.upper_bound(last_);
    for (std::size_t seen = 0; seen < lanes_.size(); ++seen, ++lane) {
      if (lane == lanes_.end()) lane = lanes_.begin();
      if (!may_run(lane->second)) continue;
      last_ = lane->first;
      return run(lane->second);
    }
    return nullptr;
  }

  /// Takes out a call that waits or runs. `multiplexed`: whether it ran over HTTP/2; nothing if that is not known.
  void remove(CurlMultiCall& call, std::optional<bool> multiplexed = {}) {
    CurlMultiLane& lane = *call.lane;
    if (call.running) {
      connections_ -= counted(lane);
      --lane.running;
      lane.multiplexes = multiplexed.value_or(lane.multiplexes);
      connections_ += counted(lane);
    } else {
      lane.waiting.erase(call.place);
    }
    forget_if_idle(lane, call.request.url);
  }

  /// How many origins are remembered.
  std::size_t origins() const { return lanes_.size(); }

 private:
  std::size_t counted(const CurlMultiLane& lane) const { return &lane == &auth_ ? 0 : lane.connections(); }

  bool may_run(const CurlMultiLane& lane) const {
    if (lane.waiting.empty() || lane.running >= (lane.multiplexes ? streams_ : per_host_)) return false;
    return connections_ < max_connections_ || (lane.multiplexes && lane.running > 0);
  }

  CurlMultiCall* run(CurlMultiLane& lane) {
    CurlMultiCall* const call = lane.waiting.front();
    lane.waiting.pop_front();
    call->running = true;
    connections_ -= counted(lane);
    ++lane.running;
    connections_ += counted(lane);
    return call;
  }

  /// What an origin speaks is worth knowing; that it was there is not.
  void forget_if_idle(const CurlMultiLane& lane, std::string_view url) {
    if (&lane == &auth_ || lane.running > 0 || !lane.waiting.empty() || lane.multiplexes) return;
    lanes_.erase(std::string{url.substr(0, origin_length(url))});
  }

  const std::size_t max_connections_, per_host_, streams_;
  CurlMultiLane auth_;
  std::map<std::string, CurlMultiLane, std::less<>> lanes_;
  std::string last_;             // the origin that had its turn last
  std::size_t connections_ = 0;  // in use, without those of auth_
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
