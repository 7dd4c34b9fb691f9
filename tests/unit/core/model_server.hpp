// The auth server of the machine's walks, as a value.
#ifndef KEYTURN_TESTS_CORE_MODEL_SERVER_HPP
#define KEYTURN_TESTS_CORE_MODEL_SERVER_HPP

#include "machine_script.hpp"

#include <algorithm>

namespace keyturn_tests {

/// An auth server with rotation by idempotency keys: a spent refresh token without its key is theft.
class ModelServer {
 public:
  TokenSet login() {
    families_.emplace_back();
    return issue(families_.back());
  }

  RefreshAnswer refresh(const action::SendRefresh& send) {
    const auto answer = [](Verdict verdict) {
      return RefreshAnswer{.verdict = verdict, .error = {.code = Errc::server_refused, .status = 401}};
    };
    for (Family& family : families_) {
      const auto found = std::find(family.tokens.begin(), family.tokens.end(), send.tokens.refresh_token.view());
      if (found == family.tokens.end()) continue;
      const auto index = static_cast<std::size_t>(found - family.tokens.begin());
      if (family.revoked) return answer(Verdict::refused);
      RefreshAnswer renewed{.verdict = Verdict::renewed};
      if (index + 1 == family.tokens.size()) {
        family.keys.push_back(send.key);
        renewed.tokens = issue(family);
        return renewed;
      }
      if (family.keys[index] == send.key) {
        if (index + 2 != family.tokens.size()) return answer(Verdict::superseded);
        renewed.tokens = pair_of(family);
        return renewed;
      }
      family.revoked = true;
      ++thefts;
      return answer(Verdict::refused);
    }
    return answer(Verdict::refused);
  }

  void revoke(std::string_view refresh_token) {
    for (Family& family : families_)
      if (std::find(family.tokens.begin(), family.tokens.end(), refresh_token) != family.tokens.end())
        family.revoked = true;
  }

  unsigned thefts = 0;

 private:
  struct Family {
    std::vector<std::string> tokens{};
    std::vector<IntentKey> keys{};
    unsigned number = 0;
    bool revoked = false;
  };

  TokenSet issue(Family& family) {
    family.number = ++serial_;
    family.tokens.push_back("refresh-" + std::to_string(serial_));
    return pair_of(family);
  }
  static TokenSet pair_of(const Family& family) { return tokens(family.number); }

  std::vector<Family> families_;
  unsigned serial_ = 0;
};

}  // namespace keyturn_tests

#endif
