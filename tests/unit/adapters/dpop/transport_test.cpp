#include <keyturn/adapters/dpop/transport.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/testing/scripted_transport.hpp>

#include <unit/adapters/dpop/proving_server.hpp>

using namespace std::chrono_literals;
using keyturn::DPoPTransport;
using keyturn::Errc;
using keyturn::Request;
using keyturn::Response;
using keyturn::detail::DPoPState;
using keyturn::testing::ScriptedTransport;
using proof_tests::ProvingServer;

static_assert(keyturn::BlockingTransport<DPoPTransport<ScriptedTransport>>);
static_assert(!keyturn::AsyncTransport<DPoPTransport<ScriptedTransport>>);
static_assert(keyturn::AsyncTransport<DPoPTransport<ProvingServer::Later>>);
static_assert(!keyturn::PolledTransport<DPoPTransport<ProvingServer::Later>>);

BOOST_AUTO_TEST_SUITE(dpop_transport)

constexpr const char* token_url = "https://auth.example.com/token";

Request token_request(std::string body = "{}") {
  return {.method = "POST", .url = token_url, .body = std::move(body), .timeout = 5s, .max_response = 1000};
}
Request api_request(const std::string& token, std::string scheme = "DPoP ") {
  Request request{.url = "https://api.example.com/notes?page=2", .timeout = 5s, .max_response = 1000};
  request.headers.add("Authorization", scheme + token);
  return request;
}

struct Fixture {
  std::shared_ptr<DPoPState> state = std::make_shared<DPoPState>(token_url);
  ProvingServer server;
  DPoPTransport<ProvingServer> transport{server, state};

  /// As the protocol does with an answer.
  std::string log_in() {
    const auto answer = transport.send(token_request());
    BOOST_TEST_REQUIRE((answer.has_value() && answer->status == 200));
    const keyturn::Secret access{server->access}, refresh{server->refresh};
    state->hold(state->by_thumbprint(answer->headers.get(DPoPState::key_field).value()), {&access, &refresh});
    return server->access;
  }
  ~Fixture() {
    for (const std::string& complaint : server->complaints) BOOST_ERROR(complaint);
  }
};

BOOST_FIXTURE_TEST_CASE(token_and_api_requests_are_proven_with_one_key, Fixture) {
  const auto answer = transport.send(api_request(log_in()));
  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST(answer->status == 200);
}

BOOST_FIXTURE_TEST_CASE(each_login_has_a_key_of_its_own, Fixture) {
  log_in();
  const std::string first = server->bound_to;
  log_in();
  BOOST_TEST(server->bound_to != first);
}

BOOST_FIXTURE_TEST_CASE(other_requests_pass_as_they_are, Fixture) {
  const auto answer = transport.send({.url = "https://api.example.com/open"});
  BOOST_TEST(answer->status == 200);
  const auto bearer = [&] {
    ScriptedTransport script;
    script.answer(Response{.status = 200});
    DPoPTransport<ScriptedTransport> other{script, state};
    static_cast<void>(other.send(api_request("token", "Bearer ")));
    return script.seen().at(0).request;
  }();
  BOOST_TEST(!bearer.headers.get("DPoP").has_value());
  BOOST_TEST(bearer.headers.get("Authorization").value() == "Bearer token");
}

BOOST_FIXTURE_TEST_CASE(a_token_without_a_key_here_goes_nowhere, Fixture) {
  const auto answer = transport.send(api_request("from elsewhere"));
  BOOST_TEST_REQUIRE(!answer.has_value());
  BOOST_TEST((answer.error().code == Errc::bad_request));
  BOOST_TEST(answer.error().detail.find("from elsewhere") == std::string::npos);
  BOOST_TEST(server->seen.empty());
}

BOOST_FIXTURE_TEST_CASE(a_nonce_is_asked_for_once_and_used_until_the_next, Fixture) {
  server->auth_nonce = "a1", server->api_nonce = "b1";
  const std::string access = log_in();
  BOOST_TEST(server->token_requests == 2);
  for (int i = 0; i < 3; ++i) BOOST_TEST(transport.send(api_request(access))->status == 200);
  BOOST_TEST(server->api_requests == 4);
  server->api_nonce = "b2";
  BOOST_TEST(transport.send(api_request(access))->status == 200);
  BOOST_TEST(server->api_requests == 6);
}

BOOST_FIXTURE_TEST_CASE(a_server_that_refuses_its_own_nonce_is_asked_twice_and_no_more, Fixture) {
  server->auth_nonce = "a1", server->takes_no_nonce = true;
  const auto answer = transport.send(token_request());
  BOOST_TEST_REQUIRE(!answer.has_value());
  BOOST_TEST((answer.error().code == Errc::server_refused));
  BOOST_TEST(answer.error().status == 400);
  BOOST_TEST(server->token_requests == 2);
}

BOOST_FIXTURE_TEST_CASE(a_body_that_cannot_be_read_twice_is_sent_once, Fixture) {
  const std::string access = log_in();
  server->api_nonce = "b1";
  Request request = api_request(access);
  request.method = "PUT";
  request.body = keyturn::Body::once([](std::span<char>) { return std::size_t{0}; });
  BOOST_TEST(transport.send(request)->status == 401);
  BOOST_TEST(server->api_requests == 1);
  BOOST_TEST(transport.send(request)->status == 200);  // the nonce is known now
}

BOOST_AUTO_TEST_CASE(a_nonce_comes_with_any_answer_and_the_servers_clock_too) {
  const auto state = std::make_shared<DPoPState>(token_url);
  ScriptedTransport script;
  Response answer{.status = 200};
  answer.headers.add("DPoP-Nonce", "fresh");
  answer.headers.add("Date", "Sun, 06 Nov 1994 08:49:37 GMT");
  script.answer(answer).answer(answer);
  DPoPTransport<ScriptedTransport> transport{script, state};
  static_cast<void>(transport.send(token_request()));
  static_cast<void>(transport.send(token_request()));
  const auto proof = proof_tests::read_proof(script.seen().at(1).request.headers.get("DPoP").value());
  BOOST_TEST(proof.nonce == "fresh");
  BOOST_TEST(proof.issued_at >= 784111776);
  BOOST_TEST(proof.issued_at < 784111777 + 600);
}

BOOST_AUTO_TEST_CASE(a_nonce_that_is_none_is_neither_kept_nor_answered) {
  const auto state = std::make_shared<DPoPState>(token_url);
  ScriptedTransport script;
  Response answer{.status = 400, .body = R"({"error":"use_dpop_nonce"})"};
  answer.headers.add("DPoP-Nonce", "with a \"quote\"");
  script.answer(answer);
  DPoPTransport<ScriptedTransport> transport{script, state};
  const auto got = transport.send(token_request());
  BOOST_TEST_REQUIRE(!got.has_value());
  BOOST_TEST((got.error().code == Errc::server_refused));
  BOOST_TEST(script.seen().size() == 1u);
}

BOOST_AUTO_TEST_CASE(without_time_left_nothing_is_sent) {
  ScriptedTransport script;
  DPoPTransport<ScriptedTransport> transport{script, std::make_shared<DPoPState>(token_url)};
  Request request = token_request();
  request.timeout = 0ms;
  const auto got = transport.send(request);
  BOOST_TEST_REQUIRE(!got.has_value());
  BOOST_TEST((got.error().code == Errc::timed_out));
  BOOST_TEST(script.seen().empty());
}

BOOST_FIXTURE_TEST_CASE(an_asynchronous_transport_does_the_same, Fixture) {
  server->auth_nonce = "a1", server->api_nonce = "b1";
  DPoPTransport<ProvingServer::Later> later{server.later(), state};
  int status = 0;
  const keyturn::Completion<Response> done{[&](keyturn::Result<Response> answer) {
    const keyturn::Secret access{server->access};
    if (answer && server->api_requests == 0)
      state->hold(state->by_thumbprint(answer->headers.get(DPoPState::key_field).value()), {&access});
    status = answer ? answer->status : -1;
  }};
  later.send(token_request(), done);
  BOOST_TEST(status == 200);
  BOOST_TEST(server->token_requests == 2);
  int api_status = 0;
  later.send(api_request(server->access),
             keyturn::Completion<Response>{[&](keyturn::Result<Response> answer) { api_status = answer->status; }});
  BOOST_TEST(api_status == 200);
  BOOST_TEST(server->api_requests == 2);
  server->takes_no_nonce = true, server->api_nonce = "b2";
  Errc code{};
  later.send(api_request(server->access),
             keyturn::Completion<Response>{[&](keyturn::Result<Response> answer) { code = answer.error().code; }});
  BOOST_TEST((code == Errc::server_refused));
}

BOOST_AUTO_TEST_SUITE_END()
