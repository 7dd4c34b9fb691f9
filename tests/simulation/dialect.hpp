// How client and auth server talk as in life: the protocols that users have, and the server's side of them.
#ifndef KEYTURN_SIMULATION_DIALECT_HPP
#define KEYTURN_SIMULATION_DIALECT_HPP

#include "network.hpp"

#include <keyturn/adapters/simdjson.hpp>
#include <keyturn/protocol/json_api.hpp>
#include <keyturn/protocol/oauth2.hpp>

#include <memory>

namespace simulation {

/// `JsonApi` or `OAuth2`, as the plan has it.
class StandardProtocol {
 public:
  explicit StandardProtocol(const Plan& plan);

  std::string_view api_base() const { return simulation::api_base; }
  keyturn::UnknownOutcome unknown_outcome() const;
  keyturn::Result<keyturn::Request> login_request(const keyturn::Password& grant) const;
  keyturn::Result<keyturn::Request> refresh_request(const keyturn::TokenSet& tokens) const;
  std::vector<keyturn::Request> logout_requests(const keyturn::TokenSet& tokens) const;
  bool confirms_logout(const keyturn::Response& answer) const;
  keyturn::Result<keyturn::TokenSet> read_tokens(const keyturn::Response& answer) const;
  keyturn::Verdict refresh_verdict(const keyturn::Response& answer) const;
  keyturn::Error error_of(const keyturn::Response& answer) const;

 private:
  // One of the two.
  std::shared_ptr<const keyturn::BasicJsonApi<keyturn::SimdjsonCodec>> json_{};
  std::shared_ptr<const keyturn::BasicOAuth2<keyturn::SimdjsonCodec>> oauth2_{};
};

/// What the server reads in a request, in any dialect.
struct Said {
  Message::To to{};
  std::string_view refresh_token{}, access_token{}, password{};
};
Said said_in(const keyturn::Request& request);

/// The body of an answer, in that dialect.
std::string body_of(Dialect dialect, const Answer& answer);

}  // namespace simulation

#endif
