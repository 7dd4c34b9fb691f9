// What a refresh token brings when it is shown for the first time, again, and too late, by each rule of rotation.
#include "conversation.hpp"

#include <boost/test/unit_test.hpp>

using namespace keyturn::example;

namespace {

const Rotation idempotent{};
const Rotation window{Rotation::Mode::window, 60s};
const Rotation strict{Rotation::Mode::strict};

}  // namespace

BOOST_AUTO_TEST_SUITE(rotation)

BOOST_AUTO_TEST_CASE(under_every_rule_the_first_use_brings_a_new_pair_and_kills_the_old_one) {
  for (const Rotation& rule : {idempotent, window, strict}) {
    Conversation server{rule};
    const auto first = server.login();
    const auto second = server.refresh(first.text("refresh_token"), "key");
    BOOST_TEST(second.status == 200u);
    BOOST_TEST(second.text("token_type") == "Bearer");
    BOOST_TEST(second.body.at("expires_in") == 900);
    BOOST_TEST(second.body.at("refresh_expires_in") == 2592000);
    BOOST_TEST(second.text("access_token") != first.text("access_token"));
    BOOST_TEST(second.text("refresh_token") != first.text("refresh_token"));
    BOOST_TEST(server.me(first.text("access_token")).status == 401u);
    BOOST_TEST(server.verify(first.text("refresh_token")).body.at("active") == false);
    BOOST_TEST(server.me(second.text("access_token")).status == 200u);
    BOOST_TEST(server.counters().rotations == 1u);
  }
}

BOOST_AUTO_TEST_CASE(idempotent_the_same_key_brings_the_same_pair_with_the_time_that_is_left) {
  Conversation server{idempotent};
  const auto first = server.login();
  const auto second = server.refresh(first.text("refresh_token"), "key");
  for (int repetition = 1; repetition <= 3; ++repetition) {
    server.pass(100s);
    const auto again = server.refresh(first.text("refresh_token"), "key");
    BOOST_TEST(same_pair(again, second));
    BOOST_TEST(again.body.at("expires_in") == 900 - 100 * repetition);
    BOOST_TEST(again.body.at("refresh_expires_in") == 2592000 - 100 * repetition);
  }
  server.pass(3600s);
  BOOST_TEST(server.refresh(first.text("refresh_token"), "key").body.at("expires_in") == 0);
  BOOST_TEST(server.counters().rotations == 1u);
  BOOST_TEST(server.counters().replays == 4u);
}

BOOST_AUTO_TEST_CASE(idempotent_a_lost_answer_can_be_asked_for_even_after_the_old_tokens_own_expiry) {
  Conversation server{idempotent};
  const auto first = server.login();
  server.pass(2591000s);
  const auto second = server.refresh(first.text("refresh_token"), "key");
  server.pass(5000s);
  BOOST_TEST(same_pair(server.refresh(first.text("refresh_token"), "key"), second));
}

BOOST_AUTO_TEST_CASE(idempotent_the_key_of_an_older_exchange_is_superseded_without_harm) {
  Conversation server{idempotent};
  const auto first = server.login();
  const auto second = server.refresh(first.text("refresh_token"), "key one");
  const auto third = server.refresh(second.text("refresh_token"), "key two");
  const auto late = server.refresh(first.text("refresh_token"), "key one");
  BOOST_TEST(late.status == 409u);
  BOOST_TEST(late.error() == "superseded");
  BOOST_TEST(server.alive(third));
  BOOST_TEST(server.me(third.text("access_token")).status == 200u);
  BOOST_TEST(same_pair(server.refresh(second.text("refresh_token"), "key two"), third));
  BOOST_TEST(server.counters().superseded == 1u);
}

BOOST_AUTO_TEST_CASE(idempotent_a_spent_token_without_its_key_is_theft_and_ends_the_family) {
  const std::vector<Headers> thieves{{}, {{"Idempotency-Key", "another"}}};
  for (const Headers& thief : thieves) {
    Conversation server{idempotent};
    const auto other_session = server.login();
    const auto first = server.login();
    const auto second = server.refresh(first.text("refresh_token"), "key");
    const auto theft = server.post("/refresh", {{"refresh_token", first.text("refresh_token")}}, thief);
    BOOST_TEST(theft.status == 401u);
    BOOST_TEST(theft.error() == "refresh_token_reused");
    BOOST_TEST(server.me(second.text("access_token")).status == 401u);
    BOOST_TEST(server.refresh(second.text("refresh_token"), "key two").error() == "refresh_token_revoked");
    BOOST_TEST(server.refresh(first.text("refresh_token"), "key").error() == "refresh_token_revoked");
    BOOST_TEST(server.alive(other_session));
    BOOST_TEST(server.counters().reuse_revocations == 1u);
  }
}

BOOST_AUTO_TEST_CASE(idempotent_an_exchange_without_a_key_cannot_be_repeated) {
  Conversation server{idempotent};
  const auto first = server.login();
  const auto second = server.refresh(first.text("refresh_token"));
  BOOST_TEST(second.status == 200u);
  BOOST_TEST(server.refresh(first.text("refresh_token")).error() == "refresh_token_reused");
}

BOOST_AUTO_TEST_CASE(idempotent_a_key_means_nothing_for_another_token) {
  Conversation server{idempotent};
  const auto first = server.login();
  const auto second = server.refresh(first.text("refresh_token"), "key");
  const auto third = server.refresh(second.text("refresh_token"), "key");
  BOOST_TEST(third.status == 200u);
  BOOST_TEST(!same_pair(second, third));
  BOOST_TEST(same_pair(server.refresh(second.text("refresh_token"), "key"), third));
}

BOOST_AUTO_TEST_CASE(idempotent_a_victim_and_a_thief_in_lockstep_are_noticed_at_once) {
  Conversation server{idempotent};
  const auto stolen = server.login();
  const auto thief = server.refresh(stolen.text("refresh_token"), "of the thief");
  BOOST_TEST(server.refresh(stolen.text("refresh_token"), "of the victim").error() == "refresh_token_reused");
  BOOST_TEST(!server.alive(thief));
}

BOOST_AUTO_TEST_CASE(window_any_client_gets_the_same_successor_within_it) {
  Conversation server{window};
  const auto first = server.login();
  const auto second = server.refresh(first.text("refresh_token"), "key");
  server.pass(60s);
  BOOST_TEST(same_pair(server.refresh(first.text("refresh_token")), second));
  const auto again = server.refresh(first.text("refresh_token"), "another");
  BOOST_TEST(same_pair(again, second));
  BOOST_TEST(again.body.at("expires_in") == 840);
  BOOST_TEST(server.counters().replays == 2u);
}

BOOST_AUTO_TEST_CASE(window_after_it_reuse_ends_the_family) {
  Conversation server{window};
  const auto first = server.login();
  const auto second = server.refresh(first.text("refresh_token"));
  server.pass(60s + 1ms);
  BOOST_TEST(server.refresh(first.text("refresh_token")).error() == "refresh_token_reused");
  BOOST_TEST(!server.alive(second));
}

BOOST_AUTO_TEST_CASE(window_is_closed_by_a_use_of_the_successors_refresh_token) {
  Conversation server{window};
  const auto first = server.login();
  const auto second = server.refresh(first.text("refresh_token"));
  const auto third = server.refresh(second.text("refresh_token"));
  BOOST_TEST(server.refresh(first.text("refresh_token")).error() == "refresh_token_reused");
  BOOST_TEST(!server.alive(third));
}

BOOST_AUTO_TEST_CASE(window_is_closed_by_a_use_of_the_successors_access_token) {
  using Use = void (*)(Conversation&, const std::string&);
  const std::vector<Use> uses{[](Conversation& server, const std::string& token) { server.me(token); },
                              [](Conversation& server, const std::string& token) { server.verify(token); }};
  for (const Use use : uses) {
    Conversation server{window};
    const auto first = server.login();
    const auto second = server.refresh(first.text("refresh_token"));
    use(server, second.text("access_token"));
    BOOST_TEST(server.refresh(first.text("refresh_token")).error() == "refresh_token_reused");
    BOOST_TEST(!server.alive(second));
  }
}

BOOST_AUTO_TEST_CASE(window_opens_anew_for_each_rotation) {
  Conversation server{window};
  const auto first = server.login();
  const auto second = server.refresh(first.text("refresh_token"));
  server.me(second.text("access_token"));
  const auto third = server.refresh(second.text("refresh_token"));
  BOOST_TEST(same_pair(server.refresh(second.text("refresh_token")), third));
}

BOOST_AUTO_TEST_CASE(strict_any_reuse_ends_the_family_even_with_the_key) {
  Conversation server{strict};
  const auto first = server.login();
  const auto second = server.refresh(first.text("refresh_token"), "key");
  BOOST_TEST(server.refresh(first.text("refresh_token"), "key").error() == "refresh_token_reused");
  BOOST_TEST(!server.alive(second));
  BOOST_TEST(server.me(second.text("access_token")).status == 401u);
}

BOOST_AUTO_TEST_CASE(a_refresh_token_expires_and_a_refresh_gives_it_a_new_life) {
  Conversation server;
  const auto first = server.login();
  server.pass(2592000s - 1ms);
  const auto second = server.refresh(first.text("refresh_token"));
  BOOST_TEST(second.status == 200u);
  server.pass(2592000s);
  const auto refused = server.refresh(second.text("refresh_token"));
  BOOST_TEST(refused.status == 401u);
  BOOST_TEST(refused.error() == "refresh_token_expired");
}

BOOST_AUTO_TEST_CASE(a_token_that_was_never_a_refresh_token_is_invalid) {
  Conversation server;
  const auto pair = server.login();
  for (const std::string& token : {std::string{"krt_nonsense"}, std::string{}, pair.text("access_token"),
                                   std::string(60'000, 'x'), std::string{"\0\n\xc3\xa4", 4}})
    BOOST_TEST(server.refresh(token, "key").error() == "invalid_refresh_token");
  BOOST_TEST(server.alive(pair));
}

BOOST_AUTO_TEST_SUITE_END()
