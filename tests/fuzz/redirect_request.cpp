// Bytes that come in at the redirect URI of a sign-in: what is read as a request is exactly one, and says what stands
// there.
#include "fuzz.hpp"

#include <keyturn/adapters/browser_sign_in/redirect_request.hpp>
#include <keyturn/protocol/authorization.hpp>

#include <string>

using namespace keyturn;
using keyturn_fuzz::expect;

void fuzz(std::string_view input) {
  const auto request = detail::read_redirect_request(input);
  if (!request) return;
  expect(input.ends_with("\r\n\r\n") && input.find("\r\n\r\n") == input.size() - 4, "it is one whole head");
  for (const std::string_view part : {request->method, request->path, request->query, request->host})
    expect(part.find_first_of("\r\n") == part.npos && part.find('\0') == part.npos, "no part runs over its line");
  for (const std::string_view part : {request->path, request->query})
    expect(part.find_first_of(" \t#") == part.npos, "nothing in the target was to be encoded");
  expect(request->path.starts_with('/') && request->path.find('?') == request->path.npos, "a path is a path");

  // Said again in the plainest way, it means the same.
  std::string target{request->path};
  if (!request->query.empty()) target.append("?").append(request->query);
  std::string plain{request->method};
  plain.append(" ").append(target).append(" HTTP/1.1\r\nHost: ").append(request->host).append("\r\n\r\n");
  const auto again = detail::read_redirect_request(plain);
  expect(again && again->method == request->method && again->path == request->path && again->query == request->query &&
             again->host == request->host,
         "a request that is written anew reads back");

  // Whatever the query is, nobody who does not know the state gets a code out of it.
  const OAuth2Config config{.issuer = "https://login.example", .client_id = "app"};
  const auto answer = read_callback(request->query);
  if (!answer) return;
  expect(!check_callback(config, "a state that no input holds", *answer).has_value(), "a foreign answer has no code");
  const auto code = check_callback(config, answer->state, *answer);
  expect(!code || (!code->empty() && !answer->state.empty()), "a code has a state beside it");
}
