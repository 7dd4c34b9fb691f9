// An issuer in the first line, what its discovery document is said to be behind it.
#include "fuzz.hpp"

#include <keyturn/adapters/simdjson.hpp>
#include <keyturn/protocol/discovery.hpp>

using namespace keyturn;
using keyturn_fuzz::expect;

void fuzz(std::string_view input) {
  const std::string_view issuer = keyturn_fuzz::take_line(input);
  const auto urls = discovery_urls(issuer);
  if (urls)
    for (const std::string& url : *urls) {
      const auto origin = origin_of(url);
      expect(origin && *origin == *origin_of(issuer), "an issuer is asked at its own origin");
      expect(is_trustworthy(*origin), "over https, or on this machine");
    }
  const auto config =
      read_discovery(SimdjsonCodec{}, issuer, {.status = 200, .headers = {}, .body = std::string{input}});
  if (!config) return expect(config.error().code == Errc::bad_answer, "a document that cannot be used is a bad answer");
  expect(config->issuer == issuer, "a document is its issuer's own");
  expect(!config->token_endpoint.empty(), "it names the token endpoint");
  for (const std::string* endpoint :
       {&config->authorization_endpoint, &config->token_endpoint, &config->revocation_endpoint,
        &config->device_authorization_endpoint, &config->userinfo_endpoint}) {
    if (endpoint->empty()) continue;
    const auto origin = origin_of(*endpoint);
    expect(origin && is_trustworthy(*origin), "tokens may go to an endpoint");
    const auto home = origin_of(issuer);
    expect(origin->secure || (home && is_loopback(*home)), "only this machine leads to this machine in plain");
  }
}
