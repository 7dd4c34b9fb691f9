// OAuth 2.0 (RFC 6749): token requests as forms, their answers, revocation (RFC 7009), device authorization (RFC 8628).
#ifndef KEYTURN_PROTOCOL_OAUTH2_HPP
#define KEYTURN_PROTOCOL_OAUTH2_HPP

#include <keyturn/concepts/codec.hpp>
#include <keyturn/concepts/protocol.hpp>
#include <keyturn/protocol/authorization.hpp>
#include <keyturn/protocol/device_authorization.hpp>
#include <keyturn/protocol/oauth2_config.hpp>

KEYTURN_NAMESPACE_BEGIN

/// Speaks to the auth server that an `OAuth2Config` describes, reading answers with a `Codec`.
///
/// Every token request is a POST of a form with one kind of client authentication. Const calls alone, safe from many
/// threads at once, never blocks, throws nothing of its own.
template <Codec C>
class BasicOAuth2 {
 public:
  explicit BasicOAuth2(OAuth2Config config, C codec = {});

  std::string_view api_base() const noexcept;
  const OAuth2Config& config() const noexcept;

  /// Exchanges the code of a callback for tokens.
  Result<Request> login_request(const AuthorizationCode& grant) const;
  /// One poll, whose answer `read_device_poll` reads; or the last step, where the user is known to be done.
  Result<Request> login_request(const DeviceCode& grant) const;
  Result<Request> login_request(const ClientCredentials& grant) const;
  /// Legacy: RFC 9700, section 2.4, forbids this grant, because the app sees the user's password. For servers that know
  /// nothing better.
  Result<Request> login_request(const Password& grant) const;
  Result<Request> login_request(const RefreshToken& grant) const;

  /// Asks for a code that the user types in on another device. `bad_request` if there is no such endpoint.
  Result<Request> device_authorization_request() const;
  /// `server_refused` with the status if it is none, and the error in the detail where it is a registered one;
  /// `bad_answer` if something that must be there is missing, or the URI is not https.
  Result<DeviceAuthorization> read_device_authorization(const Response& answer) const;
  /// What the answer to a request with `DeviceCode` says.
  DevicePoll read_device_poll(const Response& answer) const;

  Result<Request> refresh_request(const TokenSet& tokens) const;
  std::vector<Request> logout_requests(const TokenSet& tokens) const;
  Result<TokenSet> read_tokens(const Response& answer) const;
  Verdict refresh_verdict(const Response& answer) const;
};

KEYTURN_NAMESPACE_END

#endif
