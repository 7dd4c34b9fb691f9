#include <keyturn/adapters/dpop.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/async_auth_client.hpp>
#include <keyturn/auth_client.hpp>
#include <keyturn/builtin/memory_storage.hpp>
#include <keyturn/protocol/json_api.hpp>
#include <keyturn/testing/flaky_storage.hpp>

#include <unit/adapters/dpop/proving_server.hpp>

using namespace std::chrono_literals;
using keyturn::AuthClient;
using keyturn::DPoP;
using keyturn::Errc;
using keyturn::MemoryStorage;
using keyturn::Password;
using proof_tests::ProvingServer;

BOOST_AUTO_TEST_SUITE(dpop)

using JsonApi = keyturn::BasicJsonApi<keyturn::SimdjsonCodec>;

JsonApi protocol() {
  return JsonApi{
      keyturn::JsonApiConfig{.base_url = "https://api.example.com", .login_path = "/token", .refresh_path = "/token"}};
}

/// A client as a process has it, on a storage and a server that others may use too.
struct Process {
  DPoP dpop{"https://api.example.com/token"};
  ProvingServer server;
  AuthClient<keyturn::DPoPTransport<ProvingServer>, keyturn::DPoPStorage<MemoryStorage>, keyturn::DPoPProtocol<JsonApi>,
             keyturn::Hosted>
      client;

  Process(const ProvingServer& at, MemoryStorage storage)
      : server{at},
        client{dpop.transport(at), dpop.storage(std::move(storage)), dpop.protocol(protocol()),
               keyturn::Options{.refresh_budget = {.count = 1000}}} {}

  int get() {
    const auto answer = client.get("/notes");
    return answer ? answer->status : -static_cast<int>(answer.error().code);
  }
};

struct Fixture {
  ProvingServer server;
  MemoryStorage storage;
  Process process{server, storage};
  void log_in() { BOOST_TEST_REQUIRE(process.client.login(Password{"ada", "lovelace"}).has_value()); }
  ~Fixture() {
    for (const std::string& complaint : server->complaints) BOOST_ERROR(complaint);
  }
};

BOOST_FIXTURE_TEST_CASE(login_call_refresh_and_logout_are_proven_with_the_sessions_key, Fixture) {
  server->auth_nonce = "a1", server->api_nonce = "b1";
  log_in();
  const std::string key = server->bound_to;
  BOOST_TEST(process.get() == 200);
  BOOST_TEST(process.client.refresh().has_value());
  BOOST_TEST(process.get() == 200);
  BOOST_TEST(server->bound_to == key);
  BOOST_TEST(process.client.logout().has_value());
}

BOOST_FIXTURE_TEST_CASE(a_nonce_costs_neither_the_replay_nor_the_refresh_token, Fixture) {
  log_in();
  server->access_is_dead = true;
  server->auth_nonce = "a1", server->api_nonce = "b1";  // every server wants one from now on
  BOOST_TEST(process.get() == 200);
  BOOST_TEST(server->refreshes == 1);
  BOOST_TEST(server->api_requests == 3);  // without the nonce, with it but dead, replayed
}

BOOST_FIXTURE_TEST_CASE(a_refresh_token_that_is_never_rotated_outlives_all_access_tokens, Fixture) {
  server->rotates = false;
  log_in();
  process.client.on_logout([](keyturn::LogoutReason) { BOOST_ERROR("logged out by accident"); });
  for (int i = 0; i < 40; ++i) {
    server->access_is_dead = true;
    BOOST_TEST_REQUIRE(process.get() == 200);
  }
}

BOOST_FIXTURE_TEST_CASE(a_nonce_that_is_asked_for_beside_a_bearer_challenge_costs_no_refresh, Fixture) {
  log_in();
  server->has_bearer_too = true;
  for (int i = 0; i < 8; ++i) {
    server->api_nonce = "b" + std::to_string(i);
    BOOST_TEST(process.get() == 200);
  }
  BOOST_TEST(server->refreshes == 0);
}

BOOST_AUTO_TEST_CASE(a_refresh_that_would_not_be_proven_is_not_sent) {
  ProvingServer server;
  const DPoP dpop{"https://api.example.com/token"};
  AuthClient client{dpop.transport(server), dpop.storage(MemoryStorage{}),
                    dpop.protocol(JsonApi{keyturn::JsonApiConfig{
                        .base_url = "https://api.example.com", .login_path = "/token", .refresh_path = "/refresh"}}),
                    keyturn::Options{}, keyturn::Hosted{}};
  BOOST_TEST_REQUIRE(client.login(Password{"ada", "lovelace"}).has_value());
  const auto done = client.refresh();
  BOOST_TEST_REQUIRE(!done.has_value());
  BOOST_TEST((done.error().code == Errc::refresh_unavailable));
  BOOST_TEST(done.error().detail.find("/refresh") != std::string::npos);
  BOOST_TEST(client.logged_in());
  BOOST_TEST(server->refreshes == 0);
  for (const std::string& complaint : server->complaints) BOOST_ERROR(complaint);
}

BOOST_FIXTURE_TEST_CASE(the_next_process_goes_on_with_the_key, Fixture) {
  log_in();
  Process next{server, storage};
  BOOST_TEST(next.get() == 200);
  BOOST_TEST(next.client.refresh().has_value());
  BOOST_TEST(next.get() == 200);
  BOOST_TEST(server->refreshes == 1);
}

BOOST_FIXTURE_TEST_CASE(a_second_login_has_a_new_key_and_leaves_the_old_sessions_alone_until_it_succeeds, Fixture) {
  log_in();
  const std::string key = server->bound_to;
  server->auth_nonce = "a1", server->takes_no_nonce = true;
  BOOST_TEST(!process.client.login(Password{"ada", "lovelace"}).has_value());
  server->takes_no_nonce = false;
  BOOST_TEST(process.client.refresh().has_value());
  BOOST_TEST(server->bound_to == key);
  log_in();
  BOOST_TEST(server->bound_to != key);
  BOOST_TEST(process.get() == 200);
}

BOOST_FIXTURE_TEST_CASE(tokens_that_are_not_bound_are_refused, Fixture) {
  server->binds = false;
  const auto done = process.client.login(Password{"ada", "lovelace"});
  BOOST_TEST_REQUIRE(!done.has_value());
  BOOST_TEST((done.error().code == Errc::bad_answer));
  BOOST_TEST(done.error().detail.find("Bearer") != std::string::npos);
  BOOST_TEST(!process.client.logged_in());
}

BOOST_AUTO_TEST_CASE(an_asynchronous_client_does_the_same) {
  ProvingServer server;
  server->auth_nonce = "a1", server->api_nonce = "b1";
  const DPoP dpop{"https://api.example.com/token"};
  AuthClient client{dpop.transport(server.later()), dpop.storage(MemoryStorage{}), dpop.protocol(protocol()),
                    keyturn::Options{}, keyturn::Hosted{}};
  bool logged_in = false;
  client.login(Password{"ada", "lovelace"}, [&](keyturn::Result<void> done) { logged_in = done.has_value(); });
  BOOST_TEST_REQUIRE(logged_in);
  server->access_is_dead = true;
  int status = 0;
  client.get("/notes", [&](keyturn::Result<keyturn::Response> answer) { status = answer ? answer->status : -1; });
  BOOST_TEST(status == 200);
  BOOST_TEST(server->refreshes == 1);
  for (const std::string& complaint : server->complaints) BOOST_ERROR(complaint);
}

BOOST_AUTO_TEST_SUITE_END()
