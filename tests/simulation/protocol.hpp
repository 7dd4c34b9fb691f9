// How client and server talk in most schedules: a line of text each way, quick to write and to read.
#ifndef KEYTURN_SIMULATION_PROTOCOL_HPP
#define KEYTURN_SIMULATION_PROTOCOL_HPP

#include "plan.hpp"

#include <keyturn/concepts/protocol.hpp>
#include <keyturn/model/unknown_outcome.hpp>

#include <charconv>
#include <optional>

namespace simulation {

/// What a token says to those who made it. As text: a letter, then both numbers.
struct Token {
  unsigned session = 0, number = 0;
};

inline std::string text_of(char kind, Token token) {
  char text[24];
  text[0] = kind;
  char* end = std::to_chars(text + 1, text + 12, token.session).ptr;
  *end++ = '.';
  end = std::to_chars(end, text + 24, token.number).ptr;
  return {text, end};
}

inline std::optional<Token> token_in(std::string_view text, char kind) {
  if (text.empty() || text.front() != kind) return std::nullopt;
  Token token;
  const char* const end = text.data() + text.size();
  const auto session = std::from_chars(text.data() + 1, end, token.session);
  if (session.ec != std::errc{} || session.ptr == end || *session.ptr != '.') return std::nullopt;
  const auto number = std::from_chars(session.ptr + 1, end, token.number);
  if (number.ec != std::errc{} || number.ptr != end) return std::nullopt;
  return token;
}

inline constexpr std::string_view api_base = "https://api.test", auth_base = "https://auth.test",
                                  foreign_base = "https://elsewhere.test";

/// What a client of that server does when an answer to a refresh was lost.
inline keyturn::UnknownOutcome unknown_outcome(Rotation rotation, bool waits_if_lost, Time window) {
  using Rule = keyturn::UnknownOutcome::Rule;
  if (rotation == Rotation::strict && waits_if_lost) return {Rule::wait};
  if (rotation == Rotation::window && waits_if_lost)
    return {Rule::repeat_within, std::chrono::seconds{window / second}};
  return {};
}

struct Protocol {
  Rotation rotation{};
  bool waits_if_lost = false;
  Time window = 0;

  std::string_view api_base() const { return simulation::api_base; }
  keyturn::UnknownOutcome unknown_outcome() const {
    return simulation::unknown_outcome(rotation, waits_if_lost, window);
  }
  keyturn::Result<keyturn::Request> login_request(const keyturn::Password& grant) const {
    return keyturn::Request{
        .method = "POST", .url = "https://auth.test/login", .body = std::string{grant.password.view()}};
  }
  keyturn::Result<keyturn::Request> refresh_request(const keyturn::TokenSet& tokens) const {
    return keyturn::Request{
        .method = "POST", .url = "https://auth.test/refresh", .body = std::string{tokens.refresh_token.view()}};
  }
  std::vector<keyturn::Request> logout_requests(const keyturn::TokenSet& tokens) const {
    std::vector<keyturn::Request> requests;
    requests.push_back(
        {.method = "POST",
         .url = "https://auth.test/logout",
         .body = std::string{(tokens.refresh_token.empty() ? tokens.access_token : tokens.refresh_token).view()}});
    return requests;
  }
  // "ok ACCESS REFRESH SECONDS", with "-" for what is missing.
  keyturn::Result<keyturn::TokenSet> read_tokens(const keyturn::Response& answer) const {
    const keyturn::Error bad{.code = keyturn::Errc::bad_answer, .detail = "no tokens"};
    std::string_view rest = answer.body;
    std::string_view words[4];
    for (std::string_view& word : words) {
      const std::size_t end = rest.find(' ');
      if (end == rest.npos) return bad;
      word = rest.substr(0, end);
      rest.remove_prefix(end + 1);
    }
    if (words[0] != "ok" || rest != ".") return bad;
    keyturn::TokenSet tokens;
    if (words[1] != "-") tokens.access_token = keyturn::Secret{words[1]};
    if (words[2] != "-") tokens.refresh_token = keyturn::Secret{words[2]};
    int lives = 0;
    if (std::from_chars(words[3].data(), words[3].data() + words[3].size(), lives).ec == std::errc{})
      tokens.expires_in = std::chrono::seconds{lives};
    return tokens;
  }
  keyturn::Verdict refresh_verdict(const keyturn::Response& answer) const {
    if (keyturn::is_success(answer.status)) return keyturn::Verdict::renewed;
    if (answer.status != 400) return keyturn::Verdict::transient;
    if (answer.body == "refused") return keyturn::Verdict::refused;
    if (answer.body == "expired") return keyturn::Verdict::expired;
    return answer.body == "superseded" ? keyturn::Verdict::superseded : keyturn::Verdict::transient;
  }
};

}  // namespace simulation

#endif
