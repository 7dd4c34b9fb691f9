// The certified OpenID provider of server/ in a process of its own, and a person with a real browser.
#ifndef KEYTURN_TESTS_INTEGRATION_OAUTH_OAUTH_SERVER_HPP
#define KEYTURN_TESTS_INTEGRATION_OAUTH_OAUTH_SERVER_HPP

#include <keyturn/curl_multi.hpp>
#include <keyturn/dpop.hpp>
#include <keyturn/keyturn.hpp>
#include <keyturn/oauth2.hpp>

#include <boost/test/unit_test.hpp>

#include <integration/process.hpp>

#include <filesystem>
#include <future>

namespace oauth {

using namespace std::chrono_literals;
using keyturn::Errc, keyturn::OAuth2, keyturn::OAuth2Config, keyturn::Response, keyturn::Result;

/// The folder with the installed server is the first argument of the test program.
inline std::vector<std::string> command(const std::string& script) {
  const auto& test = boost::unit_test::framework::master_test_suite();
  BOOST_REQUIRE_MESSAGE(test.argc > 1, "the folder of the server must stand after --");
  const std::string folder = test.argv[1];
  return {folder + "/node_modules/node/bin/node", folder + '/' + script};
}

class Server {
 public:
  Server() {
    std::string line;
    do line = process_.answer();
    while (!line.starts_with("listening "));
    issuer_ = line.substr(10);
  }

  const std::string& issuer() const { return issuer_; }

  /// Its clock moves on; access tokens live for two seconds.
  void pass(std::chrono::seconds span) {
    process_.tell(std::to_string(span.count()));
    requests_to("", "moved ");
  }

  /// How often it was asked for that path since the last question.
  int requests_to(const std::string& path) {
    process_.tell("0");
    return requests_to(path, "moved ");
  }

  /// What it tells about itself, for one of its clients.
  OAuth2Config config(std::string client_id) const {
    keyturn::CurlTransport transport;
    auto config = keyturn::discover(transport, issuer_);
    BOOST_REQUIRE_MESSAGE(config.has_value(), config.error().detail);
    config->client_id = std::move(client_id);
    config->api_base = issuer_;
    config->scope = "openid offline_access";
    return *std::move(config);
  }

 private:
  int requests_to(const std::string& path, const std::string& until) {
    int count = 0;
    for (std::string line = process_.answer(); !line.starts_with(until); line = process_.answer())
      count += line.ends_with(' ' + path);
    return count;
  }

  integration::Process process_{command("server.mjs")};
  std::string issuer_;
};

/// Opens the URL in headless Chromium, signs in as "ada" and agrees to everything; the text of the last page.
inline std::string visit(const std::string& url) {
  auto words = command("browser.mjs");
  words.insert(words.end(), {url, "ada"});
  integration::Process browser{std::move(words)};
  return browser.rest();
}

/// How a client of each driver is asked: `of(client, ask)`, where `ask` gets the client and, with an asynchronous one, the
/// completion.
struct Blocking {
  using Transport = keyturn::CurlTransport;
  template <class T>
  static Result<T> of(auto& client, auto&& ask) {
    return ask(client);
  }
};
struct Asynchronous {
  using Transport = keyturn::CurlMultiTransport;
  template <class T>
  static Result<T> of(auto& client, auto&& ask) {
    std::promise<Result<T>> answered;
    auto answer = answered.get_future();
    ask(client, [&](Result<T> result) { answered.set_value(std::move(result)); });
    BOOST_REQUIRE((answer.wait_for(60s) == std::future_status::ready));
    return answer.get();
  }
};

/// A client and what is asked of it here, on either driver.
template <class Driver, class Client>
class Asked {
 public:
  explicit Asked(Client& client) : client_{client} {}

  template <class Grant>
  Result<void> login(const Grant& grant) {
    return Driver::template of<void>(client_, [&](auto& client, auto... done) { return client.login(grant, done...); });
  }
  Result<void> refresh() {
    return Driver::template of<void>(client_, [](auto& client, auto... done) { return client.refresh(done...); });
  }
  Result<void> logout() {
    return Driver::template of<void>(client_, [](auto& client, auto... done) { return client.logout(done...); });
  }
  /// The user info; its status, or minus the number of the error.
  int who() {
    const auto answer =
        Driver::template of<Response>(client_, [](auto& client, auto... done) { return client.get("/me", done...); });
    if (!answer) return -static_cast<int>(answer.error().code);
    return answer->status;
  }

 private:
  Client& client_;
};

}  // namespace oauth

#endif
