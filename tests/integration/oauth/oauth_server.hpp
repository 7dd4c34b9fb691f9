// The certified OpenID provider of server/ in a process of its own, a person with a real browser, and clients of both
// drivers.
#ifndef KEYTURN_TESTS_INTEGRATION_OAUTH_OAUTH_SERVER_HPP
#define KEYTURN_TESTS_INTEGRATION_OAUTH_OAUTH_SERVER_HPP

#include <keyturn/curl_multi.hpp>
#include <keyturn/dpop.hpp>
#include <keyturn/keyturn.hpp>
#include <keyturn/sign_in.hpp>

#include <boost/mp11/list.hpp>
#include <boost/test/unit_test.hpp>

#include <integration/process.hpp>
#include <integration/shifted.hpp>

#include <future>
#include <thread>

namespace oauth {

using namespace std::chrono_literals;
using keyturn::Errc, keyturn::OAuth2, keyturn::OAuth2Config, keyturn::Response, keyturn::Result;

// The folder where the server is installed is the first argument of the test program.
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

  // Its clock moves on; access tokens live for two seconds.
  void pass(std::chrono::seconds span) {
    process_.tell(std::to_string(span.count()));
    hear_out();
  }

  // How often that path was asked for until now.
  int requests_to(const std::string& path) {
    process_.tell("0");
    hear_out();
    int count = 0;
    for (const std::string& line : said_) count += line.ends_with(' ' + path);
    return count;
  }

  // What it tells about itself, for one of its clients.
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
  void hear_out() {
    do said_.push_back(process_.answer());
    while (!said_.back().starts_with("moved "));
  }

  integration::Process process_{command("server.mjs")};
  std::string issuer_;
  std::vector<std::string> said_;
};

// Opens the URL in headless Chromium, signs in as "ada" and agrees to everything; the text of the last page.
inline std::string visit(const std::string& url) {
  auto words = command("browser.mjs");
  words.insert(words.end(), {url, "ada"});
  return integration::Process{std::move(words)}.rest();
}

// The code that the browser brings back.
inline keyturn::AuthorizationCode sign_in(const OAuth2Config& config) {
  std::string page;
  std::thread person;
  keyturn::BrowserSignInOptions options{.extra = {{"prompt", "consent"}}};
  options.open_browser = [&](const std::string& url) {
    person = std::thread{[&page, url] { page = visit(url); }};
    return Result<void>{};
  };
  const auto code = keyturn::sign_in_with_browser(config, options);
  if (person.joinable()) person.join();
  BOOST_REQUIRE_MESSAGE(code.has_value(), code.error().detail);
  BOOST_TEST(page.find("go back to the app") != std::string::npos, page);
  return *code;
}

// A driver: `of<T>(client, ask)` calls `ask(client)`, with an asynchronous transport `ask(client, completion)`.
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
    return answer.get();
  }
};
using Drivers = boost::mp11::mp_list<Blocking, Asynchronous>;

inline integration::Shifted shifted(const integration::Time& time) {
  integration::Shifted platform;
  platform.time = time;
  return platform;
}

// A client of that driver and what is asked of it here.
template <class Driver, class Transport, class Storage, class Protocol>
class Client {
 public:
  Client(Transport transport, Storage storage, Protocol protocol, integration::Time time = {})
      : client_{std::move(transport), std::move(storage), std::move(protocol), {}, shifted(time)} {}

  auto& operator*() { return client_; }

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
  Result<Response> get(const std::string& path) {
    return Driver::template of<Response>(client_,
                                         [&](auto& client, auto... done) { return client.get(path, done...); });
  }
  // The user info: its status, or minus the number of the error.
  int who() {
    const auto answer = get("/me");
    return answer ? answer->status : -static_cast<int>(answer.error().code);
  }

 private:
  keyturn::AuthClient<Transport, Storage, Protocol, integration::Shifted> client_;
};

template <class Driver>
auto client(OAuth2Config config, keyturn::MemoryStorage storage = {}, integration::Time time = {}) {
  using Transport = typename Driver::Transport;
  return Client<Driver, Transport, keyturn::MemoryStorage, OAuth2>{Transport{}, std::move(storage),
                                                                   OAuth2{std::move(config)}, time};
}

}  // namespace oauth

#endif
