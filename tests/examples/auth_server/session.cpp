// Login, the data behind the access token, introspection, logout, and what is counted of them.
#include "conversation.hpp"

#include <boost/test/unit_test.hpp>

#include <time.h>

using namespace keyturn::example;

BOOST_AUTO_TEST_SUITE(session)

BOOST_AUTO_TEST_CASE(a_login_brings_a_pair_that_no_cache_may_keep) {
  Conversation server;
  const auto pair = server.login();
  BOOST_TEST(pair.status == 200u);
  BOOST_TEST(pair.text("access_token").size() >= 43u);
  BOOST_TEST(pair.text("refresh_token").size() >= 43u);
  BOOST_TEST(pair.text("token_type") == "Bearer");
  BOOST_TEST(pair.body.at("expires_in") == 900);
  BOOST_TEST(pair.body.at("refresh_expires_in") == 2592000);
  BOOST_TEST(pair.header(field::cache_control) == "no-store");
  BOOST_TEST(pair.header(field::content_type) == "application/json");
}

BOOST_AUTO_TEST_CASE(every_answer_has_the_servers_date) {
  Conversation server;
  BOOST_TEST(server.send(verb::get, "/health").header(field::date) == "Mon, 06 May 2030 07:08:09 GMT");
  BOOST_TEST(server.send(verb::get, "/nowhere").header(field::date) == "Mon, 06 May 2030 07:08:09 GMT");
}

BOOST_AUTO_TEST_CASE(wrong_passwords_and_unknown_names_are_refused_alike) {
  Conversation server;
  const auto wrong = server.login("ada", "byron");
  const auto unknown = server.login("nobody", "lovelace");
  BOOST_TEST(wrong.status == 401u);
  BOOST_TEST(wrong.error() == "invalid_credentials");
  BOOST_TEST(unknown.status == wrong.status);
  BOOST_TEST(unknown.response.body() == wrong.response.body());
  BOOST_TEST(server.counters().login_failures == 2u);
}

BOOST_AUTO_TEST_CASE(an_unknown_name_costs_the_time_of_a_known_one) {
  Conversation server;
  // Counted in this thread's own work, so that a busy machine does not matter.
  const auto work = [] {
    timespec spent{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return std::chrono::seconds{spent.tv_sec} + std::chrono::nanoseconds{spent.tv_nsec};
  };
  const auto fastest = [&](const char* name) {
    auto least = std::chrono::nanoseconds::max();
    for (int attempt = 0; attempt < 4; ++attempt) {
      const auto began = work();
      BOOST_TEST(server.login(name, "wrong").status == 401u);
      least = std::min<std::chrono::nanoseconds>(least, work() - began);
    }
    BOOST_TEST((least > std::chrono::milliseconds{1}));  // the hash is made on this thread
    return least;
  };
  const auto known = fastest("ada"), unknown = fastest("nobody");
  BOOST_TEST((unknown > known / 3));
  BOOST_TEST((known > unknown / 3));
}

BOOST_AUTO_TEST_CASE(repeated_failures_make_a_name_wait_whether_it_exists_or_not) {
  Conversation server;
  for (const char* name : {"ada", "nobody"}) {
    for (int failure = 0; failure < 5; ++failure) BOOST_TEST(server.login(name, "wrong").status == 401u);
    const auto refused = server.login(name, "wrong");
    BOOST_TEST(refused.status == 429u);
    BOOST_TEST(refused.header(field::retry_after) == "2");
  }
  BOOST_TEST(server.login().status == 429u);
  server.pass(2s);
  BOOST_TEST(server.login("ada", "wrong").status == 401u);
  BOOST_TEST(server.login().header(field::retry_after) == "4");
  server.pass(4s);
  BOOST_TEST(server.login().status == 200u);
  BOOST_TEST(server.login("ada", "wrong").status == 401u);
  BOOST_TEST(server.login().status == 200u);
}

BOOST_AUTO_TEST_CASE(failures_for_one_name_do_not_hinder_another) {
  Conversation server;
  for (int failure = 0; failure < 6; ++failure) server.login("nobody", "wrong");
  BOOST_TEST(server.login().status == 200u);
}

BOOST_AUTO_TEST_CASE(the_access_token_opens_what_is_behind_it_until_it_expires) {
  Conversation server;
  const auto pair = server.login();
  BOOST_TEST(server.me(pair.text("access_token")).text("username") == "ada");
  server.pass(900s - 1ms);
  BOOST_TEST(server.me(pair.text("access_token")).status == 200u);
  server.pass(1ms);
  BOOST_TEST(server.me(pair.text("access_token")).status == 401u);
}

BOOST_AUTO_TEST_CASE(a_missing_or_dead_access_token_is_answered_as_RFC_6750_asks) {
  Conversation server;
  const auto pair = server.login();
  const std::vector<Headers> dead{{},
                                  {{"Authorization", "Bearer"}},
                                  {{"Authorization", "Bearer "}},
                                  {{"Authorization", "Bearer nonsense"}},
                                  {{"Authorization", "Basic YWRhOmxvdmVsYWNl"}},
                                  {{"Authorization", "Bearer " + pair.text("refresh_token")}},
                                  {{"Authorization", "Bearer " + std::string(16'384, 'x')}}};
  for (const Headers& headers : dead) {
    for (const auto& [method, path] :
         {std::pair{verb::get, "/me"}, std::pair{verb::get, "/notes"}, std::pair{verb::post, "/notes"}}) {
      const auto refused = server.send(method, path, R"({"text":"x"})", headers);
      BOOST_TEST(refused.status == 401u);
      BOOST_TEST(refused.error() == "invalid_token");
      BOOST_TEST(refused.header(field::www_authenticate) == "Bearer realm=\"keyturn\", error=\"invalid_token\"");
    }
  }
}

BOOST_AUTO_TEST_CASE(a_user_has_a_thousand_notes_at_most) {
  Conversation server;
  const Headers bearer{{"Authorization", "Bearer " + server.login().text("access_token")}};
  for (int i = 0; i < 1000; ++i)
    BOOST_REQUIRE_EQUAL(server.send(verb::post, "/notes", R"({"text":"x"})", bearer).status, 201u);
  const auto refused = server.send(verb::post, "/notes", R"({"text":"x"})", bearer);
  BOOST_TEST(refused.status == 409u);
  BOOST_TEST(refused.error() == "too_many_notes");
}

BOOST_AUTO_TEST_CASE(the_scheme_is_read_in_any_case) {
  Conversation server;
  const auto token = server.login().text("access_token");
  for (const char* scheme : {"Bearer ", "bearer ", "BEARER ", "bEaReR   "})
    BOOST_TEST(server.send(verb::get, "/me", {}, {{"Authorization", scheme + token}}).status == 200u);
}

BOOST_AUTO_TEST_CASE(notes_belong_to_their_user) {
  Conversation server;
  server.api->add_user("bob", "builder");
  const Headers ada{{"Authorization", "Bearer " + server.login().text("access_token")}};
  const Headers bob{{"Authorization", "Bearer " + server.login("bob", "builder").text("access_token")}};
  const auto note = server.post("/notes", {{"text", "caf\u00e9 \"quoted\""}}, ada);
  BOOST_TEST(note.status == 201u);
  BOOST_TEST(note.body == json({{"id", 1}, {"text", "caf\u00e9 \"quoted\""}}));
  server.post("/notes", {{"text", ""}}, bob);
  BOOST_TEST(server.send(verb::get, "/notes", {}, ada).body == json({{"notes", json::array({note.body})}}));
}

BOOST_AUTO_TEST_CASE(introspection_tells_live_tokens_from_dead_ones) {
  Conversation server;
  const auto pair = server.login();
  const auto born = std::chrono::floor<std::chrono::seconds>(server.now).time_since_epoch().count();
  server.pass(10s);
  const json access{
      {"active", true}, {"username", "ada"}, {"token_type", "Bearer"}, {"iat", born}, {"exp", born + 900}};
  BOOST_TEST(server.verify(pair.text("access_token")).body == access);
  const json refresh{
      {"active", true}, {"username", "ada"}, {"token_type", "refresh_token"}, {"iat", born}, {"exp", born + 2592000}};
  BOOST_TEST(server.verify(pair.text("refresh_token")).body == refresh);
  const json dead{{"active", false}};
  BOOST_TEST(server.verify("nonsense").body == dead);
  server.pass(890s);
  BOOST_TEST(server.verify(pair.text("access_token")).body == dead);
}

BOOST_AUTO_TEST_CASE(a_logout_with_either_token_revokes_both) {
  const std::vector<bool> flags{false, true};
  for (const bool with_access : flags) {
    for (const bool with_refresh : flags) {
      if (!with_access && !with_refresh) continue;
      Conversation server;
      const auto pair = server.login();
      Headers headers;
      if (with_access) headers.emplace_back("Authorization", "Bearer " + pair.text("access_token"));
      json body = json::object();
      if (with_refresh) body["refresh_token"] = pair.text("refresh_token");
      const auto out = server.post("/logout", body, headers);
      BOOST_TEST(out.status == 204u);
      BOOST_TEST(out.response.body().empty());
      BOOST_TEST(out.response.count(field::content_length) == 0u);
      BOOST_TEST(server.me(pair.text("access_token")).status == 401u);
      BOOST_TEST(server.refresh(pair.text("refresh_token"), "key").error() == "refresh_token_revoked");
      BOOST_TEST(server.counters().reuse_revocations == 0u);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_logout_with_an_expired_access_token_or_a_spent_refresh_token_still_ends_the_session) {
  Conversation server;
  const auto first = server.login();
  server.pass(1000s);
  server.send(verb::post, "/logout", {}, {{"Authorization", "Bearer " + first.text("access_token")}});
  BOOST_TEST(!server.alive(first));

  const auto second = server.login();
  const auto third = server.refresh(second.text("refresh_token"), "key");
  server.post("/logout", {{"refresh_token", second.text("refresh_token")}});
  BOOST_TEST(!server.alive(third));
}

BOOST_AUTO_TEST_CASE(a_logout_is_always_confirmed) {
  Conversation server;
  const auto other = server.login();
  BOOST_TEST(server.send(verb::post, "/logout").status == 204u);
  BOOST_TEST(server.send(verb::post, "/logout", "{}").status == 204u);
  BOOST_TEST(server.post("/logout", {{"refresh_token", "nonsense"}}).status == 204u);
  BOOST_TEST(server.send(verb::post, "/logout", {}, {{"Authorization", "Bearer nonsense"}}).status == 204u);
  const auto pair = server.login();
  for (int time = 0; time < 2; ++time)
    BOOST_TEST(server.post("/logout", {{"refresh_token", pair.text("refresh_token")}}).status == 204u);
  BOOST_TEST(server.alive(other));
  BOOST_TEST(server.counters().logouts == 6u);
}

BOOST_AUTO_TEST_CASE(the_counters_are_shown_in_the_text_format_of_prometheus) {
  Conversation server;
  const auto pair = server.login();
  server.login("ada", "wrong");
  server.refresh(pair.text("refresh_token"), "key");
  server.refresh(pair.text("refresh_token"), "key");
  server.send(verb::get, "/some/secret/path");
  const auto shown = server.send(verb::get, "/metrics");
  BOOST_TEST(shown.status == 200u);
  BOOST_TEST(shown.header(field::content_type).starts_with("text/plain; version=0.0.4"));
  const std::string& text = shown.response.body();
  for (const char* line :
       {"\nkeyturn_refresh_requests_total 2\n", "\nkeyturn_rotations_total 1\n", "\nkeyturn_replays_total 1\n",
        "\nkeyturn_superseded_total 0\n", "\nkeyturn_reuse_revocations_total 0\n", "\nkeyturn_logins_total 1\n",
        "\nkeyturn_login_failures_total 1\n", "\nkeyturn_logouts_total 0\n", "\n# TYPE keyturn_logins_total counter\n",
        "\nkeyturn_requests_total{method=\"POST\",path=\"/login\",status=\"401\"} 1\n",
        "\nkeyturn_requests_total{method=\"GET\",path=\"other\",status=\"404\"} 1\n"})
    BOOST_TEST(text.find(line) != std::string::npos, "missing: " << line);
  BOOST_TEST(server.api->metrics().requests("POST", "/refresh", 200) == 2u);
  BOOST_TEST(server.api->metrics().requests({}, "/login", 0) == 2u);
}

BOOST_AUTO_TEST_CASE(the_log_has_method_path_and_status_and_no_secret) {
  Conversation server;
  std::string log;
  server.config.log = [&log](std::string_view line) { log.append(line).append("\n"); };
  server.start();
  server.api->add_user("ada", "lovelace");
  const auto pair = server.login();
  server.refresh(pair.text("refresh_token"), "the key");
  server.send(verb::get, "/me?token=" + pair.text("access_token"));
  server.send(verb::get, "/" + pair.text("access_token"));
  BOOST_TEST(log == "POST /login 200\nPOST /refresh 200\nGET /me 401\nGET other 404\n");
}

BOOST_AUTO_TEST_SUITE_END()
