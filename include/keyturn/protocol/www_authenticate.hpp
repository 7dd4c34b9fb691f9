// Reads what a 401 or 403 asks for: the challenges of WWW-Authenticate (RFC 9110, section 11.6.1), such as the scope that is
// missing (RFC 6750, section 3).
#ifndef KEYTURN_PROTOCOL_WWW_AUTHENTICATE_HPP
#define KEYTURN_PROTOCOL_WWW_AUTHENTICATE_HPP

#include <keyturn/base/list.hpp>
#include <keyturn/base/maybe.hpp>
#include <keyturn/base/result.hpp>
#include <keyturn/model/headers.hpp>

#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// One challenge. Scheme and names of parameters have no case.
struct Challenge {
  /// One of its parameters.
  struct Parameter {
    std::string name{}, value{};  ///< Without quotes and their escapes.
  };
  std::string scheme{};          ///< Such as Bearer.
  std::string token68{};         ///< Of schemes that have that instead of parameters, such as Negotiate.
  List<Parameter> parameters{};  ///< In order.

  /// The parameter of that name, such as "error" or "scope"; null if there is none.
  const Parameter* find(std::string_view name) const {
    for (const Parameter& parameter : parameters)
      if (detail::equal_ignoring_case(parameter.name, name)) return &parameter;
    return nullptr;
  }
  /// Its value; empty if there is none.
  std::string_view get(std::string_view name) const {
    const Parameter* const found = find(name);
    return found != nullptr ? std::string_view{found->value} : std::string_view{};
  }
};

namespace detail {

/// Takes apart one field's value from the front.
class ChallengeReader {
 public:
  explicit ChallengeReader(std::string_view text) : rest_{text} {}

  /// False if the value is not well formed.
  bool read(List<Challenge>& challenges) {
    for (skip_commas(); !rest_.empty(); skip_commas()) {
      Challenge challenge{.scheme = std::string{take_token()}};
      if (challenge.scheme.empty() || !(rest_.empty() || rest_.starts_with(' ') || rest_.starts_with(',')))
        return false;
      skip_spaces();
      if (!take_token68(challenge.token68) && !read_parameters(challenge)) return false;
      challenges.push(std::move(challenge));
    }
    return true;
  }

 private:
  // After the scheme, and after each comma: is this one more parameter, or the next challenge?
  bool read_parameters(Challenge& challenge) {
    for (bool first = true;; first = false) {
      if (const std::string_view before = rest_; skip_commas() || first) {
        if (rest_.empty()) return true;
        const std::string_view name = take_token();
        skip_spaces();
        if (!rest_.starts_with('=')) {
          rest_ = before;
          return before.empty() || before.starts_with(',');
        }
        rest_.remove_prefix(1);
        skip_spaces();
        std::string value;
        if (name.empty() || challenge.find(name) != nullptr || !take_value(value)) return false;
        challenge.parameters.push({std::string{name}, std::move(value)});
        skip_spaces();
      } else {
        return rest_.empty();
      }
    }
  }

  // White space is no end: after it comes a comma, or nothing.
  bool take_token68(std::string& token68) {
    std::size_t size = 0;
    while (size < rest_.size() && (is_alpha(rest_[size]) || is_digit(rest_[size]) ||
                                   std::string_view{"-._~+/"}.find(rest_[size]) != std::string_view::npos))
      ++size;
    if (size == 0) return false;
    while (size < rest_.size() && rest_[size] == '=') ++size;
    const std::string_view after = trim(rest_.substr(size));
    if (!after.empty() && !after.starts_with(',')) return false;
    token68 = rest_.substr(0, size);
    rest_ = after;
    return true;
  }

  bool take_value(std::string& value) {
    if (!rest_.starts_with('"')) {
      value = take_token();
      return !value.empty();
    }
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] == '"') {
        rest_.remove_prefix(i + 1);
        return true;
      }
      if (rest_[i] == '\\' && ++i == rest_.size()) return false;
      value += rest_[i];
    }
    return false;
  }

  std::string_view take_token() {
    std::size_t size = 0;
    while (size < rest_.size() && (is_alpha(rest_[size]) || is_digit(rest_[size]) ||
                                   std::string_view{"!#$%&'*+-.^_`|~"}.find(rest_[size]) != std::string_view::npos))
      ++size;
    const std::string_view token = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return token;
  }

  void skip_spaces() {
    while (rest_.starts_with(' ') || rest_.starts_with('\t')) rest_.remove_prefix(1);
  }

  // Whether there was a comma; white space and empty elements around it go too.
  bool skip_commas() {
    bool any = false;
    for (skip_spaces(); rest_.starts_with(','); skip_spaces()) {
      rest_.remove_prefix(1);
      any = true;
    }
    return any;
  }

  std::string_view rest_;
};

}  // namespace detail

/// The challenges in one field's value, in order. `bad_answer` if it is not well formed, or says a parameter twice.
inline Result<List<Challenge>> read_challenges(std::string_view value) {
  List<Challenge> challenges;
  if (!detail::ChallengeReader{value}.read(challenges))
    return detail::make_error(Errc::bad_answer, "WWW-Authenticate is not well formed");
  return challenges;
}

/// The first challenge of that scheme, such as "Bearer", in any of an answer's fields that can be read.
///
///     if (answer.status == 403)
///       if (const auto asked = find_challenge(answer.headers, "Bearer"); asked && asked->get("error") == "insufficient_scope")
///         sign_in_again_with(asked->get("scope"));
inline Maybe<Challenge> find_challenge(const Headers& headers, std::string_view scheme) {
  for (const Header& field : headers) {
    if (!detail::equal_ignoring_case(field.name, "WWW-Authenticate")) continue;
    auto challenges = read_challenges(field.value);
    if (!challenges) continue;
    for (Challenge& challenge : *challenges)
      if (detail::equal_ignoring_case(challenge.scheme, scheme)) return std::move(challenge);
  }
  return {};
}

KEYTURN_NAMESPACE_END

#endif
