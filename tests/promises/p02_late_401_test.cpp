// P2: a 401 for an older generation never refreshes; the request is replayed with the current token.
#include "promise.hpp"

using namespace promise;

BOOST_AUTO_TEST_SUITE(p02_late_401)

// While the answer to a request with the first token is under way, somebody else refreshes: a 401 for it comes late.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_late_401_never_refreshes, S, Storages) {
  Scene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  bool first = true;
  scene.server.before([&](const Request& request) {
    if (!is_for(request, "/me") || !std::exchange(first, false)) return;
    BOOST_TEST(client.refresh().has_value());
  });
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(scene.server.counts().refreshes == 1u);
  BOOST_TEST(scene.server.counts().refused_calls == 1u);
  BOOST_TEST(scene.journal.count("event:late_401") == 1u);
  BOOST_TEST(scene.journal.count("event:replayed") == 1u);
}

BOOST_AUTO_TEST_CASE(a_late_401_is_replayed_with_the_current_token) {
  Scene<OwnMemory> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  std::vector<std::string> tokens;
  scene.server.before([&](const Request& request) {
    if (!is_for(request, "/me")) return;
    tokens.emplace_back(request.headers.get("Authorization").value_or("none"));
    if (tokens.size() == 1) BOOST_TEST(client.refresh().has_value());
  });
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_REQUIRE(tokens.size() == 2u);
  BOOST_TEST(tokens[0] == "Bearer access-1");
  BOOST_TEST(tokens[1] == "Bearer access-2");
}

BOOST_AUTO_TEST_CASE(an_old_token_reported_as_refused_changes_nothing) {
  Scene<OwnMemory> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  const auto old = client.access_token();
  BOOST_REQUIRE(old);
  BOOST_REQUIRE(client.refresh());
  client.report_unauthorized(*old);
  BOOST_TEST(outcome(client.access_token()) == "access-2");
  BOOST_TEST(scene.server.counts().refreshes == 1u);
}

BOOST_AUTO_TEST_CASE(the_current_token_reported_as_refused_is_renewed_once) {
  Scene<OwnMemory> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  const auto token = client.access_token();
  BOOST_REQUIRE(token);
  client.report_unauthorized(*token);
  client.report_unauthorized(*token);
  BOOST_TEST(scene.server.counts().refreshes == 0u);
  BOOST_TEST(outcome(client.access_token()) == "access-2");
  client.report_unauthorized(*token);
  BOOST_TEST(outcome(client.access_token()) == "access-2");
  BOOST_TEST(scene.server.counts().refreshes == 1u);
}

BOOST_AUTO_TEST_CASE(a_token_of_an_earlier_session_reported_as_refused_changes_nothing) {
  Scene<OwnMemory> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  const auto old = client.access_token();
  BOOST_REQUIRE(old);
  BOOST_REQUIRE(client.login());
  client.report_unauthorized(*old);
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(scene.server.counts().refreshes == 0u);
}

BOOST_AUTO_TEST_CASE(of_many_401s_that_come_one_after_another_only_the_first_refreshes) {
  ThreadScene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  // All requests are on their way with the first token before the first 401 is dealt with.
  constexpr unsigned count = 16;
  std::latch all_sent{count};
  std::atomic<unsigned> sent{0};
  scene.server.before([&](const Request& request) {
    if (is_for(request, "/me") && sent++ < count) all_sent.arrive_and_wait();
  });
  scene.server.kill_access_tokens();
  const auto results = together(count, [&](unsigned) { return outcome(client.get("/me")); });
  BOOST_TEST(how_many(results, "200") == count);
  BOOST_TEST(scene.server.counts().refused_calls == count);
  BOOST_TEST(scene.server.counts().refreshes == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
