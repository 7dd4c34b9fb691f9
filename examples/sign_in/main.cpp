#include "console/explain.hpp"
#include "sign_in/options.hpp"
#include "sign_in/ways.hpp"
#include "sign_in/who.hpp"

#include <iostream>
#include <string>

namespace {

using namespace keyturn;
using namespace keyturn::example::sign_in;
using keyturn::example::console::printable;
using keyturn::example::console::shown_body;

constexpr int failed = 1, bad_usage = 2, interrupted = 130;

int fail(const std::string& what, const Error& error, const std::string& advice = {}) {
  std::cerr << "keyturn-sign-in: " << what << ": " << to_string(error.code);
  if (error.status != 0) std::cerr << " (" << error.status << ')';
  if (!error.detail.empty()) std::cerr << ": " << printable(error.detail, 500);
  std::cerr << '\n' << (advice.empty() ? advice : advice + '\n');
  return error.code == Errc::cancelled ? interrupted : failed;
}

// What the server says of itself, with what the options say of the client.
Result<OAuth2Config> configure(const example::sign_in::Options& options) {
  CurlTransport transport;
  auto config = discover(transport, options.issuer);
  if (!config) return config;
  config->client_id = options.client_id;
  config->client_secret = options.client_secret;
  config->client_auth = options.client_auth;
  config->scope = options.scope;
  config->api_base = options.calls.empty() ? options.issuer : options.calls.front();
  return config;
}

// The token goes where the user has said, and to the server that tells who it is.
keyturn::Options client_options(const example::sign_in::Options& options, const OAuth2Config& config) {
  keyturn::Options client{.account = options.issuer + ' ' + options.client_id, .allowed_origins = options.calls};
  if (!config.userinfo_endpoint.empty()) client.allowed_origins.push_back(config.userinfo_endpoint);
  return client;
}

void show_session(Client& client, const example::sign_in::Options& options) {
  const SessionInfo session = client.session();
  std::cout << "signed in";
  if (session.expires_in) std::cout << "; the access token lives for " << session.expires_in->count() << " s";
  std::cout << '\n';
  if (!session.scope.empty()) std::cout << "granted: " << printable(session.scope, 300) << '\n';
  if (options.way == Way::client_credentials) {
    std::cout << "as the client " << printable(options.client_id, 100) << " itself\n";
    return;
  }
  if (client.protocol().config().userinfo_endpoint.empty()) {
    std::cout << "the server has no endpoint that tells as whom\n";
    return;
  }
  const auto who = who_is_signed_in(client);
  std::cout << (who ? "as " + *who : "as whom could not be asked: " + printable(who.error().detail, 300)) << '\n';
}

int call_all(Client& client, const std::vector<std::string>& urls) {
  int status = 0;
  for (const std::string& url : urls) {
    const auto answer = client.get(url);
    if (!answer) {
      status = fail("GET " + url, answer.error());
      continue;
    }
    std::cout << "GET " << url << ": " << answer->status << '\n' << shown_body(answer->body);
  }
  return status;
}

int run(const example::sign_in::Options& options) {
  const auto config = configure(options);
  if (!config)
    return fail("no issuer at " + printable(options.issuer, 200), config.error(),
                "It must be the server's own name for itself, with https (but on this machine), to the last slash.");
  Client client{CurlTransport{}, FileStorage::for_app("keyturn-sign-in"), OAuth2{*config},
                client_options(options, *config)};
  const auto restored = client.restore();
  if (!restored) return fail("the session of an earlier run", restored.error());
  if (*restored)
    std::cout << "a session of an earlier run is there\n";
  else if (auto done = sign_in(client, options); !done)
    return fail("not signed in", done.error());
  show_session(client, options);
  const int status = call_all(client, options.calls);
  if (options.keep) {
    std::cout << "the session is kept; without --keep the next run ends it\n";
    return status;
  }
  if (auto out = client.logout(); !out) return fail("signed out here, but not at the server", out.error());
  std::cout << (config->revocation_endpoint.empty() ? "signed out here; the server cannot be told\n" : "signed out\n");
  return status;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    const auto options = read_options(count, arguments);
    if (options.help) {
      std::cout << options_help();
      return 0;
    }
    catch_interrupts();
    return run(options);
  } catch (const OptionError& error) {
    std::cerr << "keyturn-sign-in: " << error.what() << "\nTry --help.\n";
    return bad_usage;
  } catch (const std::exception& error) {
    std::cerr << "keyturn-sign-in: " << error.what() << '\n';
    return failed;
  }
}
