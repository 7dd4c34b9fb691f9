/// @file keyturn/protocol/oauth2.hpp OAuth 2.0 (RFC 6749): token requests as forms, their answers, revocation (RFC 7009), device authorization (RFC 8628).
#ifndef KEYTURN_PROTOCOL_OAUTH2_HPP


#include <keyturn/concepts/protocol.hpp>
#include <keyturn/protocol/answer_fields.hpp>
#include <keyturn/protocol/authorization.hpp>
#include <keyturn/protocol/client_auth.hpp>
#include <keyturn/protocol/device_authorization.hpp>
#include <keyturn/protocol/json_text.hpp>
#include <keyturn/protocol/oauth2_endpoint.hpp>

#include <array>
#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// Speaks to the auth server that an `OAuth2Config` describes, reading answers with a `Codec`.
///
/// Every token request is a POST of a form with one kind of client authentication. The requests hold the secrets that they
/// carry once, in their body or in one header, and nowhere else; the client wipes them after use. Const calls alone, safe
/// from many threads at once, never blocks, throws nothing of its own.
///
/// Requests may be `bad_request`, which names what is missing in the configuration or cannot be, and `insecure_url` for an
/// endpoint on plain http.
template <class C>
class BasicOAuth2 {
  static_assert(explain_codec<C>());

 public:
  /// The client checks the configuration when it is used.
  explicit BasicOAuth2(OAuth2Config config, C codec = {}) : config_{std::move(config)}, codec_{std::move(codec)} {}

  /// Valid as long as this object is.
  std::string_view api_base() const noexcept {                          }

  /// The configuration. Valid as long as this object is.
  const OAuth2Config& config() const noexcept {                 }

  /// As the configuration has it.
  UnknownOutcome unknown_outcome() const noexcept {                                 }
  /** As the configuration has it. */ bool idempotency_key() const noexcept {                                       }

  /// Exchanges the code of a callback for tokens.
  Result<Request> login_request(const AuthorizationCode& grant) const {
                           
                                                      
                                      
                                                                                       
                                                                                          
                                            
  }

  /// One poll, whose answer `read_device_poll` reads; or the last step, where the user is known to be done.
  Result<Request> login_request(const DeviceCode& grant) const {
                           
                                                                                
                                                    
                                            
  }

  /// The client logs in as itself (RFC 6749, section 4.4.2).
  Result<Request> login_request(const ClientCredentials&) const {
                           
                                                      
                                                        
  }

  /// Legacy: RFC 9700, section 2.4, forbids this grant, because the app sees the user's password. For servers that know
  /// nothing better. `bad_request` too if user name or password are not UTF-8 (RFC 6749, appendix B).
  Result<Request> login_request(const Password& grant) const {
                                                                                    
                                                                                         
                           
                                            
                                              
                                                     
                                                        
  }

  /// A refresh, with which the session begins. Also `bad_request` if the token is empty.
  Result<Request> login_request(const RefreshToken& grant) const {
                                                           
  }

  /// Asks for a code that the user types in on another device (RFC 8628, section 3.1).
  Result<Request> device_authorization_request() const {
                                                                                                        
  }

  /// `login_refused` or `server_refused` as `error_of` has it; `bad_answer` if something that must be there is missing, or
  /// cannot be shown to a user.
  Result<DeviceAuthorization> read_device_authorization(const Response& answer) const;

  /// What the answer to a request with `DeviceCode` says.
  DevicePoll read_device_poll(const Response& answer) const;

  /// Never with a scope: a refresh keeps what was granted (RFC 6749, section 6). For a session that client credentials
  /// began, they are sent again.
  Result<Request> refresh_request(const TokenSet& tokens) const {
                                                                                               
                                                                                                                        
                           
                                                 
                                                                
                                            
  }

  /// One request for each token that is there, the refresh token's first, because that one should end all that was granted
  /// with it (RFC 7009, section 2.1). None where the server has no such endpoint: its tokens live until they expire.
  std::vector<Request> logout_requests(const TokenSet& tokens) const {
                                  
                                                                      
                                                                                                       
                             
                                           
                                             
                                                                                                 
                                                                                                                  
                                                                
                                                                                                                       
                                              
      
                                               
                                             
                    
  }

  /// Whether the answer to one of them says that the token is dead (RFC 7009, section 2.2). An access token that the server
  /// cannot revoke (`unsupported_token_type`) is no failure; 401 is one, for it is the client that is unknown there.
  bool confirms_logout(const Response& answer) const {
                                                                                       
  }

  /// The tokens in an answer, whatever its status. `bad_answer` if there are none, if it names an error, or where a refresh
  /// token stands that is no string. An access token that cannot be sent (no string, not visible ASCII, of another type
  /// than the configuration has) counts as missing if there is a refresh token, because a rotated refresh token must not be
  /// lost.
  Result<TokenSet> read_tokens(const Response& answer) const;

  /// What the answer to a login need not repeat: the scope, if it is as it was asked for (RFC 6749, section 5.1), and a
  /// refresh token that was brought along. A session of client credentials is marked as one that renews itself.
  template <class Grant>
  TokenSet implied_tokens(const Grant& grant) const {
                                             
                                                                                           
                                                                                                        
                   
  }

  /// 2xx with tokens and no error renews; 408, 429 and 5xx are transient; then `definitive_errors` decide, then
  /// `definitive_statuses`, unless another error is named. All else is transient.
  Verdict refresh_verdict(const Response& answer) const {
                                     
                                                                           
                                                        
                                                 
                       
                                                                                                        
                                                                                                         
  }

  /// What an answer says that brings nothing: `login_refused` for errors that last until somebody changes the
  /// configuration or asks the user, `bad_answer` for a success that cannot be read, else `server_refused`. The detail
  /// names the error, if it is a registered one.
  Error error_of(const Response& answer) const {
                                                
                                                                                             
                                                                      
                                                                       
                                                                    
                                                                         
                                                                                                             
                               
                                 
                 
  }

 private:
  /// What a session that client credentials began keeps in the place of a refresh token: no token, since a control
  /// character stands in it (RFC 6749, appendix A.17).
  static Secret renewed_by_client() {                                  }

  static bool is_transient(int status) {                                                         }

  static Error bad_answer(const char* why) {                                                   }

  List<FormField> with_scope(List<FormField> fields) const {
                                                                      
                  
  }

  Result<Request> token_request(List<FormField> fields) const {
                                                     
                                           
                                                                                                                    
                                 
     
                                                                             
  }

  Result<Request> post(std::string_view name, const std::string& endpoint, List<FormField> fields) const;

  /// What stands at each path. Of a form-encoded answer (GitHub's, unless asked for JSON), the paths are names.
  Result<void> read(const Response& answer, std::span<const std::string_view> paths, std::span<Field> out) const;

  /// The error that an answer names; empty if it names none.
  std::string error_word(const Response& answer) const {
                                                                     
                                
                                                                                       
                                     
  }

  /// The same for people, after a colon.
  std::string told(const std::string& word) const {
                                                                                                          
                                               
  }

  /// Whether the access token is of the type that the configuration has; else why not.
  const char* type_fault(const Field& field) const {
                                                                                                           
                                                                                                           
                                                               
                                                                         
                                                                                                       
  }

  OAuth2Config config_;
  C codec_;
};

/** @cond */template <class C>
Result<Request> BasicOAuth2<C>::post(std::string_view name, const std::string& endpoint, List<FormField> fields) const {
  if (auto usable = detail::check_endpoint(name, endpoint); !usable) return usable.error();
  const bool basic = config_.client_auth == ClientAuth::basic;
  if (!basic && !config_.client_id.empty()) fields.push({"client_id", config_.client_id});
  if (config_.client_auth == ClientAuth::post) fields.push({"client_secret", config_.client_secret.view()});
  Request request{
      .method = "POST", .url = endpoint, .body = form_text(fields), .auth = Auth::none, .at_most_once = true};
  request.headers.add("Content-Type", "application/x-www-form-urlencoded");
  request.headers.add("Accept", "application/json");
  if (basic) request.headers.add("Authorization", basic_authorization(config_.client_id, config_.client_secret.view()));
  return request;
}/** @endcond */

/** @cond */template <class C>
Result<void> BasicOAuth2<C>::read(const Response& answer, std::span<const std::string_view> paths,
                                  std::span<Field> out) const {
  const std::string_view type = answer.headers.get("Content-Type").value_or("");
  const std::string_view media_type = detail::trim(type.substr(0, type.find(';')));
  if (!detail::equal_ignoring_case(media_type, "application/x-www-form-urlencoded"))
    return codec_.read(answer.body, paths, out);

  auto fields = read_form(answer.body);
  if (!fields) return std::move(fields).error();
  bool twice = false;
  for (const DecodedField& field : *fields)
    for (std::size_t i = 0; i < paths.size(); ++i) {
      if (field.name != paths[i]) continue;
      twice |= out[i].kind != Field::Kind::missing;
      out[i].kind = Field::Kind::text;
      out[i].text = field.value.view();
    }
  if (twice) return bad_answer("the answer says something twice");
  return {};
}/** @endcond */

/** @cond */template <class C>
Result<TokenSet> BasicOAuth2<C>::read_tokens(const Response& answer) const {
  enum { access, refresh, id, type, scope, expires, refresh_expires, error, count };
  const JsonReads& reads = config_.reads;
  const std::array<std::string_view, count> paths{
      reads.access_token, reads.refresh_token,   "id_token", reads.token_type, "scope",
      reads.expires,      reads.refresh_expires, reads.error};
  detail::SecretFields<count> fields;
  if (auto read_fields = read(answer, paths, fields); !read_fields) return std::move(read_fields).error();
  if (!detail::is_absent(fields[error]) && !(fields[error].kind == Field::Kind::text && fields[error].text.empty()))
    return detail::make_error(Errc::login_refused, "the auth server answered with an error", told(fields[error].text));

  TokenSet tokens;
  if (fields[refresh].kind == Field::Kind::text)
    tokens.refresh_token = Secret{std::string_view{fields[refresh].text}};
  else if (!detail::is_absent(fields[refresh]))
    return bad_answer("the refresh token is no string");
  if (tokens.refresh_token == renewed_by_client()) return bad_answer("the refresh token is none");

  const char* const fault = type_fault(fields[type]);
  tokens.token_type = config_.token_type;
  if (fault == nullptr && detail::is_visible_ascii(fields[access].text))
    tokens.access_token = Secret{std::string_view{fields[access].text}};
  if (tokens.access_token.empty() && tokens.refresh_token.empty())
    return bad_answer(fault != nullptr && !fields[access].text.empty() ? fault
                                                                       : "there is no usable token in the answer");
  if (fields[id].kind == Field::Kind::text) tokens.id_token = Secret{std::string_view{fields[id].text}};
  if (fields[scope].kind == Field::Kind::text) tokens.scope = std::move(fields[scope].text);

  detail::read_expiry(fields[expires], ExpiryUnit::seconds, tokens.expires_in, tokens.expires_at);
  detail::read_expiry(fields[refresh_expires], ExpiryUnit::seconds, tokens.refresh_expires_in,
                      tokens.refresh_expires_at);
  if (!tokens.expires_in) tokens.expires_at = jwt_expiry(codec_, tokens.access_token.view());
  return tokens;
}/** @endcond */

/** @cond */template <class C>
Result<DeviceAuthorization> BasicOAuth2<C>::read_device_authorization(const Response& answer) const {
  if (!is_success(answer.status) || !error_word(answer).empty()) return error_of(answer);
  enum { code, shown, uri, complete, expires, interval, count };
  constexpr std::array<std::string_view, count> paths{
      "device_code", "user_code", "verification_uri", "verification_uri_complete", "expires_in", "interval"};
  detail::SecretFields<count> fields;
  if (auto read_fields = read(answer, paths, fields); !read_fields) return std::move(read_fields).error();
  if (fields[code].text.empty()) return bad_answer("there is no device_code in the answer");
  // These are shown in terminals: no control characters.
  if (!detail::is_visible_ascii(fields[shown].text)) return bad_answer("there is no user_code in the answer");
  const auto is_link = [](const Field& field) {
    const auto origin = origin_of(field.text);
    return origin && is_trustworthy(*origin);
  };
  if (!is_link(fields[uri])) return bad_answer("there is no https verification_uri in the answer");

  DeviceAuthorization device;
  device.device_code = std::move(fields[code].text);
  device.user_code = std::move(fields[shown].text);
  device.verification_uri = std::move(fields[uri].text);
  if (is_link(fields[complete])) device.verification_uri_complete = std::move(fields[complete].text);
  device.expires_in = detail::device_span(fields[expires]).value_or(device.expires_in);
  device.interval = detail::device_interval(fields[interval]).value_or(device.interval);
  return device;
}/** @endcond */

/** @cond */template <class C>
DevicePoll BasicOAuth2<C>::read_device_poll(const Response& answer) const {
  using Kind = DevicePoll::Kind;
  DevicePoll poll;
  const std::string error = error_word(answer);
  if (error.empty() && is_success(answer.status)) {
    auto tokens = read_tokens(answer);
    if (tokens) {
      poll.kind = Kind::done;
      poll.tokens = *std::move(tokens);
      if (poll.tokens.scope.empty()) poll.tokens.scope = config_.scope;
    } else {
      poll.error = std::move(tokens).error();
    }
    return poll;
  }
  poll.error = error_of(answer);
  if (error == "authorization_pending") {
    poll.kind = Kind::pending;
  } else if (error == "slow_down") {
    poll.kind = Kind::slow_down;
    constexpr std::array<std::string_view, 1> paths{"interval"};
    std::array<Field, 1> fields;
    if (read(answer, paths, fields)) poll.interval = detail::device_interval(fields[0]);
  } else if (error == "access_denied") {
    poll.kind = Kind::denied;
  } else if (error == "expired_token") {
    poll.kind = Kind::expired;
  } else if (is_transient(answer.status) || error == "server_error" || error == "temporarily_unavailable") {
    poll.kind = Kind::transient;
  }
  return poll;
}/** @endcond */

KEYTURN_NAMESPACE_END

#endif
