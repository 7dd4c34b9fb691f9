// The part of a sign-in that takes place in the user's browser (RFC 6749, section 4.1, with RFC 7636 and RFC 9207): the URL
// that opens it, and what comes back. Pure text: who opens the browser and who listens is another's business.
//
//     const auto url = authorization_url(config, {.redirect_uri = uri, .state = state, .code_challenge = challenge});
//     …                                                  // the browser comes back to the redirect URI with a query
//     const auto answer = read_callback(query);          // what stands there
//     const auto code = check_callback(config, state, *answer);   // whether to believe it
//     client.login(AuthorizationCode{*code, uri, verifier});
#ifndef KEYTURN_PROTOCOL_AUTHORIZATION_HPP
#define KEYTURN_PROTOCOL_AUTHORIZATION_HPP

#include <keyturn/protocol/form.hpp>
#include <keyturn/protocol/oauth2_config.hpp>
#include <keyturn/protocol/oauth2_endpoint.hpp>
#include <keyturn/protocol/oauth2_errors.hpp>

#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// What one sign-in asks for.
struct AuthorizationRequest {
  std::string redirect_uri{};    ///< Where the browser is sent back to; empty: the one that is registered.
  std::string state{};           ///< Random, for this sign-in alone.
  std::string code_challenge{};  ///< BASE64URL(SHA256(code_verifier)), for the method S256 (RFC 7636, section 4.2).
  std::string nonce{};           ///< OpenID Connect; empty: none.
  std::string scope{};           ///< Empty: that of the configuration.
  std::vector<std::pair<std::string, std::string>> extra{};  ///< Such as prompt, login_hint, resource.
};

/// What the server's redirect says; what does not stand there is empty.
struct AuthorizationAnswer {
  std::string code{}, state{}, iss{}, error{}, error_description{};  ///< The parameters of these names, decoded.
};

namespace detail {

/// 32 bytes as base64url (RFC 7636, section 4.2).
constexpr bool is_code_challenge(std::string_view text) {
  for (const char c : text)
    if (!is_alpha(c) && !is_digit(c) && c != '-' && c != '_') return false;
  return text.size() == 43;
}

}  // namespace detail

/// The URL for the browser, with `response_type=code`. `bad_request` that names what is missing, or an endpoint or a
/// constant parameter that cannot be; `insecure_url` if the endpoint is plain http.
inline Result<std::string> authorization_url(const OAuth2Config& config, const AuthorizationRequest& request) {
  const std::string_view endpoint = config.authorization_endpoint;
  if (auto usable = detail::check_endpoint("authorization_endpoint", endpoint); !usable) return usable.error();
  if (config.client_id.empty()) return detail::make_error(Errc::bad_request, "not in the configuration: client_id");
  if (request.state.empty()) return detail::make_error(Errc::bad_request, "a sign-in without a state");
  if (!detail::is_code_challenge(request.code_challenge))
    return detail::make_error(Errc::bad_request, "the code challenge is not 43 characters of base64url");

  List<FormField> fields;
  const auto add = [&fields](std::string_view name, std::string_view value) {
    if (!value.empty()) fields.push({name, value});
  };
  add("response_type", "code");
  add("client_id", config.client_id);
  add("redirect_uri", request.redirect_uri);
  add("scope", request.scope.empty() ? config.scope : request.scope);
  add("state", request.state);
  add("code_challenge", request.code_challenge);
  add("code_challenge_method", "S256");
  add("nonce", request.nonce);
  for (const auto& [name, value] : request.extra) {
    for (const FormField& field : fields)
      if (field.name == name) return detail::make_error(Errc::bad_request, "extra parameter given twice: ", name);
    fields.push({name, value});
  }
  return std::string{endpoint} + (endpoint.find('?') == endpoint.npos ? '?' : '&') + form_text(fields);
}

/// Takes a callback apart: a query, or a URL or request target with one. `bad_answer` if it is not form encoded, or says
/// something twice (RFC 6749, section 3.1). Believes nothing: see `check_callback`.
inline Result<AuthorizationAnswer> read_callback(std::string_view callback) {
  callback = callback.substr(0, callback.find('#'));
  const std::size_t question = callback.find('?');
  if (callback.starts_with('/') || callback.starts_with('?') || is_absolute_url(callback))
    callback = question == callback.npos ? std::string_view{} : callback.substr(question + 1);
  auto fields = read_form(callback);
  if (!fields) return std::move(fields).error();

  AuthorizationAnswer answer;
  constexpr std::string_view names[]{"code", "state", "iss", "error", "error_description"};
  std::string* const values[]{&answer.code, &answer.state, &answer.iss, &answer.error, &answer.error_description};
  bool seen[std::size(names)]{};
  for (const DecodedField& field : *fields)
    for (std::size_t i = 0; i < std::size(names); ++i) {
      if (field.name != names[i]) continue;
      if (std::exchange(seen[i], true))
        return detail::make_error(Errc::bad_answer, "a callback says twice: ", names[i]);
      *values[i] = field.value.view();
    }
  return answer;
}

/// The code of a callback that is the answer to this very sign-in. `state` is compared in constant time, and `iss` byte for
/// byte with the issuer, in refusals too (RFC 9207, section 2.4); without an issuer in the configuration there is nothing
/// to compare with. Errors: `bad_answer` for a callback that is somebody else's, so that the listener goes on waiting;
/// `login_refused` if the server says no, with its error in the detail where it is a registered one.
inline Result<std::string> check_callback(const OAuth2Config& config, std::string_view state,
                                          const AuthorizationAnswer& answer) {
  if (state.empty() || !(Secret{state} == Secret{std::string_view{answer.state}}))
    return detail::make_error(Errc::bad_answer, "a callback with another state");
  if (answer.iss.empty() && config.iss_in_callbacks)
    return detail::make_error(Errc::bad_answer, "a callback without the issuer");
  if (!answer.iss.empty() && answer.iss != config.issuer && (config.iss_in_callbacks || !config.issuer.empty()))
    return detail::make_error(Errc::bad_answer, "a callback of another issuer");
  if (!answer.error.empty())
    return detail::make_error(Errc::login_refused, "the auth server refused the sign-in",
                              detail::is_oauth2_error(answer.error) ? ": " + answer.error : std::string{});
  if (answer.code.empty()) return detail::make_error(Errc::bad_answer, "a callback without a code");
  return answer.code;
}

KEYTURN_NAMESPACE_END

#endif
