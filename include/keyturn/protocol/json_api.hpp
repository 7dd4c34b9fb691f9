// The plain JSON dialect: log in, refresh and log out by POSTing small JSON objects; where servers differ is data.
#ifndef KEYTURN_PROTOCOL_JSON_API_HPP
#define KEYTURN_PROTOCOL_JSON_API_HPP

#include <keyturn/base/maybe.hpp>
#include <keyturn/base/url.hpp>
#include <keyturn/concepts/protocol.hpp>
#include <keyturn/protocol/answer_fields.hpp>
#include <keyturn/protocol/json_api_config.hpp>
#include <keyturn/protocol/json_text.hpp>
#include <keyturn/protocol/jwt.hpp>
#include <keyturn/protocol/set_cookie.hpp>

#include <array>
#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// Speaks the dialect that `JsonApiConfig` describes, reading answers with a `Codec`.
///
/// Login, refresh and logout are POSTs of a JSON object. The requests hold the secrets that they carry once, in their
/// body or in one header, and nowhere else; the client wipes them after use. Const calls alone, safe from many threads
/// at once, never blocks, throws nothing of its own.
template <class C>
class BasicJsonApi {
  static_assert(explain_codec<C>());

 public:
  /// The defaults of `JsonApiConfig` below this URL. The client checks it when it is used.
  explicit BasicJsonApi(std::string base_url, C codec = {}) : codec_{std::move(codec)} {
    auto* const dialect = new Dialect;
    config_ = Shared<const Dialect>{dialect};
    dialect->base_url = std::move(base_url);
  }
  /// The whole dialect as it is given.
  explicit BasicJsonApi(JsonApiConfig config, C codec = {})
      : config_{new Dialect{{}, std::move(config)}}, codec_{std::move(codec)} {}

  /// Valid as long as this object is.
  std::string_view api_base() const noexcept { return config_->base_url; }

  /// The dialect. Valid as long as this object is.
  const JsonApiConfig& config() const noexcept { return *config_; }

  /// As the configuration has it.
  UnknownOutcome unknown_outcome() const noexcept { return config_->unknown_outcome; }

  /// `bad_request` if user name or password are not UTF-8.
  Result<Request> login_request(const Password& password) const {
    List<JsonMember> members;
    members.push({config_->sends.username, password.username});
    members.push({config_->sends.password, password.password.view()});
    return post(config_->login_path, members, config_->login_extra);
  }

  /// `bad_request` if there is no refresh token, or if it cannot be sent: not UTF-8, or no cookie value.
  Result<Request> refresh_request(const TokenSet& tokens) const {
    const std::string_view token = tokens.refresh_token.view();
    if (token.empty()) return {Errc::bad_request, "there is no refresh token to send"};
    if (by_cookie() && !detail::is_cookie_value(token))
      return {Errc::bad_request, "the refresh token cannot stand in a cookie"};
    List<JsonMember> members;
    if (!by_cookie()) members.push({config_->sends.refresh_token, token});
    auto request = post(config_->refresh_path, members, config_->refresh_extra);
    if (request && by_cookie()) add_cookie(*request, token);
    return request;
  }

  /// One request, with whatever of the two tokens is there and can be sent.
  std::vector<Request> logout_requests(const TokenSet& tokens) const {
    const std::string_view token = tokens.refresh_token.view();
    List<JsonMember> members;
    if (!by_cookie() && !token.empty() && detail::json_string_size(token))
      members.push({config_->sends.refresh_token, token});
    auto request = post(config_->logout_path, members, config_->logout_extra);
    if (!request) {  // constants of the configuration that are not UTF-8
      members.clear();
      request = post(config_->logout_path, members, {});
    }
    std::vector<Request> requests;
    if (!request) return requests;
    if (by_cookie() && !token.empty() && detail::is_cookie_value(token)) add_cookie(*request, token);
    if (detail::is_visible_ascii(tokens.access_token.view()))
      request->headers.add("Authorization", detail::joined({"Bearer ", tokens.access_token.view()}));
    requests.push_back(*std::move(request));
    return requests;
  }

  /// The tokens in an answer, whatever its status. `bad_answer` if there are none, or where a refresh token stands that
  /// is no string. An access token that cannot be sent (no string, not visible ASCII, a type that is no word) counts as
  /// missing if there is a refresh token, because a rotated refresh token must not be lost.
  Result<TokenSet> read_tokens(const Response& answer) const {
    enum { access, refresh, type, expires, refresh_expires, count };
    const std::array<std::string_view, count> paths{config_->reads.access_token, config_->reads.refresh_token,
                                                    config_->reads.token_type, config_->reads.expires,
                                                    config_->reads.refresh_expires};
    detail::SecretFields<count> fields;
    if (auto read = codec_.read(answer.body, paths, fields); !read) {
      if (KEYTURN_HAS_HINTS) read.error().detail.insert(0, "the answer cannot be read; is this the auth server? ");
      return std::move(read).error();
    }

    TokenSet tokens;
    if (by_cookie())
      tokens.refresh_token = Secret{detail::cookie_value(answer.headers, config_->refresh_token_cookie)};
    else if (fields[refresh].kind == Field::Kind::text)
      tokens.refresh_token = Secret{std::string_view{fields[refresh].text}};
    else if (!detail::is_absent(fields[refresh]))
      return {Errc::bad_answer, "the refresh token is no string"};

    const bool typed = read_type(fields[type], tokens.token_type);
    if (typed && detail::is_visible_ascii(fields[access].text))
      tokens.access_token = Secret{std::string_view{fields[access].text}};
    if (tokens.access_token.empty() && tokens.refresh_token.empty())
      return detail::make_error(Errc::bad_answer,
                                "there is no usable token in the answer at " KEYTURN_HINT("JsonReads::access_token, "),
                                config_->reads.access_token);

    detail::read_expiry(fields[expires], config_->expires_unit, tokens.expires_in, tokens.expires_at);
    detail::read_expiry(fields[refresh_expires], config_->expires_unit, tokens.refresh_expires_in,
                        tokens.refresh_expires_at);
    if (!tokens.expires_in && !tokens.expires_at) tokens.expires_at = jwt_expiry(codec_, tokens.access_token.view());
    return tokens;
  }

  /// What a refused login or refresh says: the status, and where the auth server was looked for if it seems elsewhere.
  Error error_of(const Response& answer) const {
    Error error = detail::status_error(answer.status);
    const bool elsewhere = answer.status / 100 == 3 || answer.status == 404 || answer.status == 405;
    if (KEYTURN_HAS_HINTS && elsewhere) {
      // What stands behind a path may be secret.
      const auto path = [](std::string_view url) { return url.substr(0, url.find_first_of("?#")); };
      error.detail += detail::joined({"; is it at ", path(api_base()), ", with ", path(config_->login_path), " and ",
                                      path(config_->refresh_path), "?"});
    }
    return error;
  }

  /// 2xx with tokens renews; 408, 429 and 5xx are transient; then the error that the answer names decides, then
  /// `definitive_statuses` and `definitive_errors`, then `bare_401_is_definitive`. All else is transient.
  Verdict refresh_verdict(const Response& answer) const {
    const int status = answer.status;
    if (is_success(status) && read_tokens(answer)) return Verdict::renewed;
    if (status == 408 || status == 429 || status >= 500) return Verdict::transient;

    const std::array<std::string_view, 1> paths{config_->reads.error};
    std::array<Field, 1> fields;
    const bool is_object = codec_.read(answer.body, paths, fields).has_value();
    const bool named = is_object && fields[0].kind == Field::Kind::text;
    const std::string& error = fields[0].text;
    if (named && !error.empty()) {
      if (error == config_->superseded_error) return Verdict::superseded;
      if (error == config_->expired_error) return Verdict::expired;
    }
    if (detail::contains(config_->definitive_statuses, status)) return Verdict::refused;
    if (named) return detail::contains(config_->definitive_errors, error) ? Verdict::refused : Verdict::transient;
    return is_object && status == 401 && config_->bare_401_is_definitive ? Verdict::refused : Verdict::transient;
  }

 private:
  using Extra = std::vector<std::pair<std::string, std::string>>;

  bool by_cookie() const noexcept { return !config_->refresh_token_cookie.empty(); }

  Result<Request> post(std::string_view path, List<JsonMember>& members, const Extra& extra) const {
    for (const auto& [name, value] : extra) members.push({name, value});
    auto body = json_object(members);
    if (!body) return std::move(body).error();
    Result<Request> made{Request{.method = "POST",
                                 .url = join_url(config_->base_url, path),
                                 .body = *std::move(body),
                                 .auth = Auth::none,
                                 .at_most_once = true}};
    made->headers.add("Content-Type", "application/json");
    made->headers.add("Accept", "application/json");
    return made;
  }

  // The refresh token, where it travels as a cookie.
  void add_cookie(Request& request, std::string_view token) const {
    request.headers.add("Cookie", detail::joined({config_->refresh_token_cookie, "=", token}));
  }

  /// "Bearer" where the server says nothing, and however it spells it (RFC 6749, section 7.1: no case); false if what
  /// it says is no word, so that nobody takes the token for a bearer token.
  static bool read_type(const Field& field, std::string& type) {
    if (detail::is_absent(field) || (field.kind == Field::Kind::text && field.text.empty())) return true;
    if (field.kind != Field::Kind::text) return false;
    if (detail::equal_ignoring_case(field.text, type)) return true;
    for (const char c : field.text)
      if (!detail::is_alpha(c) && !detail::is_digit(c) && c != '-' && c != '_' && c != '.') return false;
    type = field.text;
    return true;
  }

  // One for all copies: it never changes, and is long to copy.
  struct Dialect : Holders, JsonApiConfig {};
  Shared<const Dialect> config_;
  C codec_;
};

KEYTURN_NAMESPACE_END

#endif
