/// @file keyturn/concepts/protocol.hpp How requests to the auth server look and how its answers are read: the concept that a dialect of one's own must meet.
///
///     struct MyProtocol {  // two lines of text each way
///       std::string_view api_base() const { return "https://api.example.com"; }
///       keyturn::Result<keyturn::Request> login_request(const keyturn::Password& grant) const {
///         std::string body = grant.username + "\n" + std::string{grant.password.view()};
///         return keyturn::Request{.method = "POST", .url = "/login", .body = std::move(body)};
///       }
///       keyturn::Result<keyturn::Request> refresh_request(const keyturn::TokenSet& tokens) const {
///         return keyturn::Request{.method = "POST", .url = "/refresh", .body = std::string{tokens.refresh_token.view()}};
///       }
///       std::vector<keyturn::Request> logout_requests(const keyturn::TokenSet&) const { return {}; }
///       keyturn::Result<keyturn::TokenSet> read_tokens(const keyturn::Response& answer) const {
///         const std::string_view text = answer.body;
///         const std::size_t line = text.find('\n');
///         if (line == text.npos) return keyturn::Error{.code = keyturn::Errc::bad_answer, .detail = "not two lines"};
///         return keyturn::TokenSet{.access_token = keyturn::Secret{text.substr(0, line)},
///                                  .refresh_token = keyturn::Secret{text.substr(line + 1)}};
///       }
///       keyturn::Verdict refresh_verdict(const keyturn::Response& answer) const {
///         if (answer.status == 200) return keyturn::Verdict::renewed;
///         return answer.body == "dead" ? keyturn::Verdict::refused : keyturn::Verdict::transient;
///       }
///     };
///     static_assert(keyturn::explain_protocol<MyProtocol>());
///
/// | expression | type | meaning |
/// |---|---|---|
/// | `p.api_base()` | convertible to `std::string_view` | absolute URL below which paths are resolved; its origin may get the access token |
/// | `p.login_request(grant)` | `Result<Request>` | for each grant that it knows (`Grants<P, Grant>`) |
/// | `p.refresh_request(tokens)` | `Result<Request>` | asks for a new pair with `tokens.refresh_token` |
/// | `p.logout_requests(tokens)` | `std::vector<Request>` | sent in order; `access_token` is empty if it has expired |
/// | `p.read_tokens(answer)` | `Result<TokenSet>` | of a login or refresh answer; `bad_answer` if there is no token in it |
/// | `p.refresh_verdict(answer)` | `Verdict` | what a refresh answer means; only a reason that the server named is definitive |
/// | `p.idempotency_key()` | `bool` | optional; false: no `Idempotency-Key` is added to refresh requests |
/// | `p.unknown_outcome()` | `UnknownOutcome` | optional; what to do when an answer to a refresh was lost; default: ask again |
/// | `p.implied_tokens(grant)` | `TokenSet` | optional; refresh token and scope of a session that the grant begins, where the login's answer has none |
/// | `p.error_of(answer)` | `Error` | optional; what a refused login or refresh says; `login_refused`: asking again is of no use before somebody does something; default: the status |
/// | `p.confirms_logout(answer)` | `bool` | optional; whether a logout is done, and then 503 with Retry-After is asked again (RFC 7009); default: 2xx or 401 |
///
/// `implied_tokens` is also how a session renews itself that gets no refresh token, such as one of client credentials: what
/// stands there in place of one comes back in `refresh_request`, which may make of it what it likes.
///
/// Pure translation: const, no state, no I/O, safe from many threads at once, never blocks. The client sets `timeout`,
/// `max_response` and `at_most_once`, checks the URL, and wipes bodies and header values of these requests after use.
///
/// Errors: `login_request` and `refresh_request` may give `bad_request` for what the dialect cannot say; the call ends with it.
/// Models: `JsonApi`. Check yours with a client over `testing::ScriptedTransport` that gives your server's answers.
#ifndef KEYTURN_CONCEPTS_PROTOCOL_HPP


#include <keyturn/base/result.hpp>
#include <keyturn/model/request.hpp>
#include <keyturn/model/tokens.hpp>

#include <concepts>
#include <string_view>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// How requests to an auth server look, and what its answers mean. All that is asked of it stands on the page of
/// keyturn/concepts/protocol.hpp.
template <class P>
concept Protocol = requires(const P& protocol, const TokenSet& tokens, const Response& answer) {
  { protocol.api_base() } -> std::convertible_to<std::string_view>;
  { protocol.refresh_request(tokens) } -> std::same_as<Result<Request>>;
  { protocol.logout_requests(tokens) } -> std::same_as<std::vector<Request>>;
  { protocol.read_tokens(answer) } -> std::same_as<Result<TokenSet>>;
  { protocol.refresh_verdict(answer) } -> std::same_as<Verdict>;
};

/// True if `P` is a protocol; else a compile error that names what is missing. For an author's own `static_assert`.
template <class P>
consteval bool explain_protocol() {
                
                            
                                                                  
        
                                                             
                
                                               
                                                                  
        
                                                                                                             
                
                                               
                                                                       
        
                                                                                                         
                
                                               
                                                               
        
                                                                                                          
                
                                               
                                                          
        
                                                                                            
              
}

/// "This protocol can log in with this": what `AuthClient::login` takes.
template <class P, class Grant>
concept Grants = requires(const P& protocol, const Grant& grant) {
  { protocol.login_request(grant) } -> std::same_as<Result<Request>>;
};

/// True if `P` can log in with a `Grant`; else a compile error that says what it takes.
template <class P, class Grant>
consteval bool explain_grant() {
                                 
                                                                                                                     
                                                                                                              
              
}

KEYTURN_NAMESPACE_END

#endif
