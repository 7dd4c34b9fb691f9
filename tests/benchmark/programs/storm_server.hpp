// An auth server with an API behind it, in memory, whose every delay a storm decides; and the dialect to speak to it.
#ifndef KEYTURN_BENCHMARK_STORM_SERVER_HPP
#define KEYTURN_BENCHMARK_STORM_SERVER_HPP

#include <keyturn/core.hpp>

#include <atomic>
#include <charconv>
#include <string>

namespace storm {

/// Tokens are numbers; an answer to a refresh is the next one.
struct Dialect {
  std::string_view api_base() const { return "https://api.example.com"; }
  keyturn::Result<keyturn::Request> refresh_request(const keyturn::TokenSet& tokens) const {
    return keyturn::Request{.method = "POST",
                            .url = "https://api.example.com/refresh",
                            .body = std::string{tokens.refresh_token.view()},
                            .auth = keyturn::Auth::none};
  }
  std::vector<keyturn::Request> logout_requests(const keyturn::TokenSet&) const { return {}; }
  keyturn::Result<keyturn::TokenSet> read_tokens(const keyturn::Response& answer) const { return tokens(answer.body); }
  keyturn::Verdict refresh_verdict(const keyturn::Response& answer) const {
    return answer.status == 200 ? keyturn::Verdict::renewed : keyturn::Verdict::transient;
  }

  static keyturn::TokenSet tokens(std::string_view number, std::chrono::seconds lasts = std::chrono::hours{1}) {
    return {.access_token = keyturn::Secret{number}, .refresh_token = keyturn::Secret{number}, .expires_in = lasts};
  }
};

/// What the server counts by. `newest` is the one token that works.
struct Server {
  std::atomic<int> refreshes{0}, answered{0}, newest{1};

  keyturn::Response refresh() { return {.status = 200, .body = std::to_string(++newest)}; }
  keyturn::Response call(const keyturn::Request& request) {
    ++answered;
    return {.status = token_of(request) == newest ? 200 : 401};
  }

  static int token_of(const keyturn::Request& request) {
    const auto value = request.headers.get("Authorization").value_or("Bearer 0").substr(7);
    int number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
  }
  static bool is_refresh(const keyturn::Request& request) { return request.url.ends_with("/refresh"); }
};

}  // namespace storm

#endif
