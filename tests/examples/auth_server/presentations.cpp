// The log of presented refresh tokens: what it says, what it keeps, and what it never holds.
#include "client.hpp"
#include "conversation.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <thread>

using namespace keyturn::example;

namespace {

using Rows = std::vector<Presentation>;

std::vector<std::string> outcomes(const Rows& rows) {
  std::vector<std::string> names;
  for (const Presentation& row : rows) names.emplace_back(to_string(row.outcome));
  return names;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(presentations)

BOOST_AUTO_TEST_CASE(each_outcome_is_recorded_in_its_order) {
  Conversation server;
  server.refresh("krt_nobody");
  const auto first = server.login();
  server.pass(5s);
  const auto second = server.refresh(first.text("refresh_token"), "one");
  server.refresh(first.text("refresh_token"), "one");
  const auto third = server.refresh(second.text("refresh_token"), "two");
  server.refresh(first.text("refresh_token"), "one");
  server.refresh(first.text("refresh_token"));
  server.refresh(third.text("refresh_token"), "three");
  const auto other = server.login();
  server.pass(2592000s);
  server.refresh(other.text("refresh_token"), "four");
  const Rows rows = server.api->presentations();
  const std::vector<std::string> expected{"unknown",    "rotated", "replayed", "rotated",
                                          "superseded", "reused",  "revoked",  "expired"};
  BOOST_TEST(outcomes(rows) == expected, boost::test_tools::per_element());
  BOOST_TEST(!rows[0].session.has_value());
  BOOST_TEST(!rows[0].rotation.has_value());
  const std::vector<std::int64_t> rotations{0, 0, 1, 0, 0, 2, 0};
  for (std::size_t row = 1; row < rows.size(); ++row) BOOST_TEST(rows[row].rotation.value() == rotations[row - 1]);
  for (std::size_t row = 2; row < 7; ++row) BOOST_TEST((rows[row].session == rows[1].session));
  BOOST_TEST((rows[7].session != rows[1].session));
  BOOST_TEST((rows[1].at - rows[0].at == 5s));
  BOOST_TEST((rows[7].at == server.now));
}

BOOST_AUTO_TEST_CASE(marks_are_equal_for_equal_secrets_alone_and_are_neither_token_nor_its_digest) {
  const TemporaryFolder folder;
  Conversation server{{}, folder.file("server.db")};
  const auto first = server.login();
  const std::string token = first.text("refresh_token");
  const auto second = server.refresh(token, "key one");
  server.start();  // the key of the marks outlives a restart
  server.refresh(token, "key one");
  server.refresh(second.text("refresh_token"), token);
  server.refresh("krt_nobody");
  const Rows rows = server.api->presentations();
  BOOST_REQUIRE(rows.size() == 4u);
  BOOST_TEST(rows[0].token == rows[1].token);
  BOOST_TEST((rows[0].idempotency_key == rows[1].idempotency_key));
  BOOST_TEST(rows[0].token != rows[2].token);
  BOOST_TEST((rows[2].idempotency_key != rows[0].idempotency_key));
  BOOST_TEST(rows[2].idempotency_key.value() != rows[0].token, "a key that is a token has another mark");
  BOOST_TEST(!rows[3].idempotency_key.has_value());
  std::string plain_digest;
  for (const unsigned char byte : token_digest(token)) {
    plain_digest += "0123456789abcdef"[byte >> 4];
    plain_digest += "0123456789abcdef"[byte & 15];
  }
  BOOST_TEST(rows[0].token.size() == 64u);
  BOOST_TEST(rows[0].token != plain_digest);
  Conversation elsewhere;
  elsewhere.refresh(token);
  BOOST_TEST(elsewhere.api->presentations().at(0).token != rows[0].token);
}

BOOST_AUTO_TEST_CASE(a_request_without_a_token_presents_none) {
  Conversation server;
  server.post("/refresh", json::object());
  server.send(verb::post, "/refresh", "hello");
  server.post("/refresh", {{"refresh_token", "x"}}, {{"Idempotency-Key", ""}});
  BOOST_TEST(server.api->presentations().empty());
}

BOOST_AUTO_TEST_CASE(the_log_keeps_the_newest_ten_thousand) {
  Database database{":memory:", 1s};
  PresentationLog log{database};
  {
    Transaction transaction{database};
    for (std::int64_t number = 0; number < PresentationLog::longest + 50; ++number)
      log.record("token", {}, number, number, RefreshOutcome::rotated, ServerTime{std::chrono::milliseconds{number}});
    transaction.commit();
  }
  const Rows rows = log.all();
  BOOST_TEST(rows.size() == static_cast<std::size_t>(PresentationLog::longest));
  BOOST_TEST(rows.front().session.value() == 50);
  BOOST_TEST(rows.back().session.value() == PresentationLog::longest + 49);
}

BOOST_AUTO_TEST_CASE(it_outlives_the_sessions_and_their_numbers_do_not_come_again) {
  Conversation server;
  server.refresh(server.login().text("refresh_token"), "key");
  server.pass(40 * 24h);
  server.refresh(server.login().text("refresh_token"), "key");
  const Rows rows = server.api->presentations();
  BOOST_REQUIRE(rows.size() == 2u);
  BOOST_TEST((rows[0].session != rows[1].session));
}

BOOST_AUTO_TEST_CASE(they_are_shown_to_tests_alone) {
  Conversation server;
  BOOST_TEST(server.send(verb::get, "/presentations").status == 404u);
  BOOST_TEST(server.api->metrics().requests("GET", "other", 404) == 1u);
  server.config.allow_faults = true;
  server.start();
  server.api->add_user("ada", "lovelace");
  const auto pair = server.login();
  server.refresh(pair.text("refresh_token"), "key");
  server.refresh("krt_nobody");
  const auto shown = server.send(verb::get, "/presentations");
  BOOST_TEST(shown.status == 200u);
  const Rows rows = server.api->presentations();
  const json& seen = shown.body.at("presentations");
  BOOST_REQUIRE(seen.size() == 2u);
  BOOST_TEST((seen[0] == json{{"time", server.now.time_since_epoch().count()},
                              {"token", rows[0].token},
                              {"session", *rows[0].session},
                              {"rotation", 0},
                              {"idempotency_key", *rows[0].idempotency_key},
                              {"outcome", "rotated"}}));
  BOOST_TEST(seen[1].at("outcome") == "unknown");
  for (const char* member : {"session", "rotation", "idempotency_key"}) BOOST_TEST(seen[1].at(member).is_null());
  BOOST_TEST(server.send(verb::post, "/presentations").status == 405u);
  for (const char* secret : {"krt_", "kat_"})
    BOOST_TEST(shown.response.body().find(secret) == std::string::npos, secret);
}

BOOST_AUTO_TEST_CASE(of_a_storm_it_shows_one_rotation_for_each_step) {
  const RunningServer running;
  json pair = running.login();
  for (int step = 0; step < 3; ++step) {
    const std::string request = post("/refresh", json{{"refresh_token", pair.at("refresh_token")}}.dump(),
                                     "Idempotency-Key: " + std::to_string(step) + "\r\n");
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 8; ++thread) threads.emplace_back([&] { running.ask(request); });
    threads.clear();
    pair = body_of(running.ask(request));
  }
  std::multiset<std::int64_t> rotated;
  const Rows rows = running.server.presentations();
  for (const Presentation& row : rows)
    if (row.outcome == RefreshOutcome::rotated) rotated.insert(row.rotation.value());
  const std::multiset<std::int64_t> once{0, 1, 2};
  BOOST_TEST(rotated == once, boost::test_tools::per_element());
  BOOST_TEST(rows.size() == 27u);
}

BOOST_AUTO_TEST_SUITE_END()
