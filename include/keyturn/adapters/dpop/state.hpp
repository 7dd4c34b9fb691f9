// What transport, storage and protocol of one DPoP client know together: which key each token is bound to, the servers'
// nonces and their clock.
#ifndef KEYTURN_ADAPTERS_DPOP_STATE_HPP
#define KEYTURN_ADAPTERS_DPOP_STATE_HPP

#include <keyturn/adapters/dpop/key.hpp>
#include <keyturn/base/time.hpp>

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

using SharedProofKey = std::shared_ptr<const ProofKey>;

/// Safe from many threads at once; nothing is called under its lock.
class DPoPState {
 public:
  /// The field that says, between transport and protocol alone, which key an answer was obtained with or a refresh
  /// needs: its thumbprint. It never goes out.
  static constexpr std::string_view key_field = "Keyturn-DPoP-Key";

  explicit DPoPState(std::string token_endpoint) : token_endpoint_{std::move(token_endpoint)} {}

  std::string_view token_endpoint() const { return token_endpoint_; }

  SharedProofKey by_thumbprint(std::string_view thumbprint) {
    return find([&](const Held& held) { return held.thumbprint == thumbprint; });
  }

  SharedProofKey by_token(const Secret& token) {
    if (token.empty()) return nullptr;
    const std::string digest = sha256(token.view());
    return find([&](const Held& held) {
      return std::find(held.tokens.begin(), held.tokens.end(), digest) != held.tokens.end();
    });
  }

  /// From now on the key is found by its thumbprint and by these tokens, empty ones aside.
  void hold(const SharedProofKey& key, std::initializer_list<const Secret*> tokens) {
    std::vector<std::string> digests;
    for (const Secret* token : tokens)
      if (!token->empty()) digests.push_back(sha256(token->view()));
    const std::lock_guard locked{mutex_};
    auto held = std::find_if(held_.begin(), held_.end(), [&](const Held& each) { return each.key == key; });
    if (held == held_.end()) {
      if (held_.size() == most_keys) held_.pop_back();
      held = held_.insert(held_.begin(), Held{.key = key, .thumbprint = key->thumbprint()});
    }
    // A token has one key, the last one; and one that is still in use is not the first to go.
    for (Held& each : held_)
      std::erase_if(each.tokens, [&](const std::string& token) {
        return std::find(digests.begin(), digests.end(), token) != digests.end();
      });
    for (std::string& digest : digests) {
      if (held->tokens.size() == most_tokens) held->tokens.pop_front();
      held->tokens.push_back(std::move(digest));
    }
  }

  /// The session of that key is over.
  void forget(const SharedProofKey& key) {
    const std::lock_guard locked{mutex_};
    std::erase_if(held_, [&](const Held& held) { return held.key == key; });
  }

  /// The nonce that this server gave last in that role; empty: none.
  std::string nonce(const std::string& place) {
    const std::lock_guard locked{mutex_};
    const auto found = servers_.find(place);
    return found == servers_.end() ? std::string{} : found->second.nonce;
  }

  void keep_nonce(const std::string& place, std::string_view nonce) {
    const std::lock_guard locked{mutex_};
    at(place).nonce = nonce;
  }

  /// That server's clock minus the clock here, in milliseconds; 0 as long as it is not known.
  void keep_offset(const std::string& place, std::chrono::milliseconds offset) {
    const std::lock_guard locked{mutex_};
    at(place).offset = offset;
  }
  std::chrono::milliseconds offset(const std::string& place) {
    const std::lock_guard locked{mutex_};
    const auto found = servers_.find(place);
    return found == servers_.end() ? std::chrono::milliseconds{0} : found->second.offset;
  }

 private:
  static constexpr std::size_t most_keys = 16, most_tokens = 16, most_places = 64;

  struct Held {
    SharedProofKey key{};
    std::string thumbprint{};
    std::deque<std::string> tokens{};  // their digests, the latest last
  };

  /// What a server told of itself.
  struct Server {
    std::string nonce{};
    std::chrono::milliseconds offset{0};
  };

  Server& at(const std::string& place) {
    if (servers_.size() == most_places && !servers_.contains(place))
      servers_.clear();  // the next answers bring all anew
    return servers_[place];
  }

  SharedProofKey find(auto&& is_it) {
    const std::lock_guard locked{mutex_};
    const auto held = std::find_if(held_.begin(), held_.end(), is_it);
    if (held == held_.end()) return nullptr;
    std::rotate(held_.begin(), held, held + 1);  // the one in use is the last to be dropped
    return held_.front().key;
  }

  const std::string token_endpoint_;
  std::mutex mutex_;
  std::vector<Held> held_;
  std::map<std::string, Server> servers_;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
