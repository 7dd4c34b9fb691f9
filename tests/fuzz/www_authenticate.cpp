// A value of WWW-Authenticate.
#include "fuzz.hpp"

#include <keyturn/protocol/www_authenticate.hpp>

using namespace keyturn;
using keyturn_fuzz::expect;

static std::string quoted(std::string_view text) {
  std::string value = "\"";
  for (const char c : text) (value += c == '"' || c == '\\' ? "\\" : "") += c;
  return value + '"';
}

void fuzz(std::string_view input) {
  const auto challenges = read_challenges(input);
  if (!challenges)
    return expect(challenges.error().code == Errc::bad_answer, "what is not well formed is a bad answer");
  std::string again;
  for (const Challenge& challenge : *challenges) {
    expect(!challenge.scheme.empty(), "a challenge has a scheme");
    expect(challenge.token68.empty() || challenge.parameters.empty(), "it has one kind of content");
    again += (again.empty() ? "" : ", ") + challenge.scheme + ' ' + challenge.token68;
    for (const auto& [name, value] : challenge.parameters) {
      again += (&name == &challenge.parameters.begin()->name ? "" : ", ") + name + '=' + quoted(value);
      expect(challenge.get(name) == value, "no parameter stands twice");
    }
  }
  const auto read = read_challenges(again);
  expect(read && read->size() == challenges->size(), "what is written again is as many challenges");
  for (std::size_t i = 0; i < read->size(); ++i) {
    const Challenge &one = challenges->begin()[i], &other = read->begin()[i];
    expect(
        one.scheme == other.scheme && one.token68 == other.token68 && one.parameters.size() == other.parameters.size(),
        "what is written again reads back");
    for (const auto& [name, value] : one.parameters) expect(other.get(name) == value, "with the same parameters");
  }
}
