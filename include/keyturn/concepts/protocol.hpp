// How requests to the auth server look and how its answers are read: the concept that a dialect of one's own must meet.
//
// | expression | type | meaning |
// |---|---|---|
// | `p.api_base()` | convertible to `std::string_view` | absolute URL below which paths are resolved; its origin may get the access token |
// | `p.login_request(grant)` | `Result<Request>` | for each grant that it knows (`Grants<P, Grant>`) |
// | `p.refresh_request(tokens)` | `Result<Request>` | asks for a new pair with `tokens.refresh_token` |
// | `p.logout_requests(tokens)` | `std::vector<Request>` | sent in order; `access_token` is empty if it has expired |
// | `p.read_tokens(answer)` | `Result<TokenSet>` | of a login or refresh answer; `bad_answer` if there is no token in it |
// | `p.refresh_verdict(answer)` | `Verdict` | what a refresh answer means; only a reason that the server named is definitive |
// | `p.idempotency_key()` | `bool` | optional; false: no `Idempotency-Key` is added to refresh requests |
//
// Pure translation: const, no state, no I/O, safe from many threads at once, never blocks. The client sets `timeout`,
// `max_response` and `at_most_once`, checks the URL, and wipes bodies and header values of these requests after use.
#ifndef KEYTURN_CONCEPTS_PROTOCOL_HPP
#define KEYTURN_CONCEPTS_PROTOCOL_HPP

#include <keyturn/base/result.hpp>
#include <keyturn/model/request.hpp>
#include <keyturn/model/tokens.hpp>

#include <concepts>
#include <string_view>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

template <class P>
concept Protocol = requires(const P& protocol, const TokenSet& tokens, const Response& answer) {
  { protocol.api_base() } -> std::convertible_to<std::string_view>;
  { protocol.refresh_request(tokens) } -> std::same_as<Result<Request>>;
  { protocol.logout_requests(tokens) } -> std::same_as<std::vector<Request>>;
  { protocol.read_tokens(answer) } -> std::same_as<Result<TokenSet>>;
  { protocol.refresh_verdict(answer) } -> std::same_as<Verdict>;
};

/// "This protocol can log in with this."
template <class P, class Grant>
concept Grants = requires(const P& protocol, const Grant& grant) {
  { protocol.login_request(grant) } -> std::same_as<Result<Request>>;
};

KEYTURN_NAMESPACE_END

#endif
