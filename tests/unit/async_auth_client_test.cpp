#include <keyturn/async_auth_client.hpp>

#include "drive/async_scene.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn_tests;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(async_auth_client)

BOOST_AUTO_TEST_CASE(without_a_session) {
  AsyncScene<> here{{}, false};
  BOOST_TEST(!here.client->logged_in());
  BOOST_TEST((here.client->restore().value() == false));
  BOOST_TEST(here.get() == "not_logged_in");
  BOOST_TEST(here.refresh() == "not_logged_in");
  BOOST_TEST(here.token() == "not_logged_in");
  BOOST_TEST(here.logout() == "ok");
  BOOST_TEST(here.wire().sent() == 0u);
  const Note bare = here.get({.url = "/public", .auth = Auth::optional});
  BOOST_TEST(here.wire().last_token() == "none");
  here.wire().answer(200);
  BOOST_TEST(bare == "200");
}

BOOST_AUTO_TEST_CASE(the_token_goes_along_and_every_status_is_an_answer) {
  AsyncScene<> here;
  for (const int status : {200, 301, 403, 404, 500}) {
    const Note note = here.get();
    BOOST_TEST(note == "");
    BOOST_TEST(here.wire().last_token() == "Bearer access-1");
    here.wire().answer(status);
    BOOST_TEST(note == std::to_string(status));
  }
}

BOOST_AUTO_TEST_CASE(methods_and_bodies) {
  AsyncScene<> here;
  std::string seen;
  here.wire().at_once([&](const Request& request) {
    seen = request.method + " " + std::string{request.headers.get("Content-Type").value_or("none")} + " " +
           std::string{request.body.view().value_or("")};
    return Response{.status = 200};
  });
  Note note;
  here.client->get("/a", note);
  BOOST_TEST(seen == "GET none ");
  here.client->del("/a", Note{});
  BOOST_TEST(seen == "DELETE none ");
  here.client->post("/a", "{}", Note{});
  BOOST_TEST(seen == "POST application/json {}");
  here.client->post("/a", "x", "text/plain", Note{});
  BOOST_TEST(seen == "POST text/plain x");
  here.client->put("/a", "{}", Note{});
  BOOST_TEST(seen == "PUT application/json {}");
  here.client->put("/a", "x", "", Note{});
  BOOST_TEST(seen == "PUT none x");
  here.client->patch("/a", "{}", Note{});
  BOOST_TEST(seen == "PATCH application/json {}");
  here.client->patch("/a", "x", "text/plain", Note{});
  BOOST_TEST(seen == "PATCH text/plain x");
  BOOST_TEST(note == "200");
}

BOOST_AUTO_TEST_CASE(auth_none_and_optional_go_where_a_token_may_not) {
  AsyncScene<> here;
  Request request{.url = "https://elsewhere.test/", .auth = Auth::none};
  request.headers.add("Authorization", "Basic own");
  (void)here.get(request);
  BOOST_TEST(here.wire().last_token() == "Basic own");
  request.auth = Auth::optional;
  (void)here.get(request);
  BOOST_TEST(here.wire().last_token() == "none");
  request.auth = Auth::required;
  BOOST_TEST(here.get(request) == "origin_not_allowed");
  BOOST_TEST(here.get({.url = "http://api.example.test/"}) == "insecure_url");
  BOOST_TEST(here.get({.method = "GET /", .url = "/notes"}) == "bad_request");
  BOOST_TEST(here.wire().sent() == 2u);
}

// Nobody logs out a user of a public page because the page says 401.
BOOST_AUTO_TEST_CASE(a_bare_request_takes_a_401_as_an_answer) {
  AsyncScene<> here;
  const Note none = here.get({.url = "https://elsewhere.test/", .auth = Auth::none});
  here.wire().answer(401);
  BOOST_TEST(none == "401");
  BOOST_TEST(here.wire().sent() == 1u);
}

BOOST_AUTO_TEST_CASE(a_401_is_refreshed_and_replayed_once) {
  AsyncScene<> here;
  const Note note = here.get();
  here.wire().answer(401);
  BOOST_TEST(here.wire().requests().back() == "POST /refresh");
  here.wire().answer(granted(2));
  BOOST_TEST(here.wire().last_token() == "Bearer access-2");
  BOOST_TEST(note == "");
  here.wire().answer(401);
  BOOST_TEST(note == "401");
  BOOST_TEST((here.events == std::vector{Event::Kind::refreshed, Event::Kind::replayed}));
}

BOOST_AUTO_TEST_CASE(a_body_that_cannot_be_repeated_is_not_replayed_and_the_next_call_has_a_new_token) {
  AsyncScene<> here;
  Request request{
      .method = "POST", .url = "/notes", .body = Body::once([](std::span<char>) { return std::size_t{0}; })};
  const Note once = here.get(request);
  here.wire().answer(401);
  here.wire().answer(granted(2));
  BOOST_TEST(once == "401");
  (void)here.get();
  BOOST_TEST(here.wire().last_token() == "Bearer access-2");
  BOOST_TEST(here.wire().sent() == 3u);
}

BOOST_AUTO_TEST_CASE(one_refresh_serves_all_who_wait) {
  AsyncScene<> here;
  here.expire();
  std::vector<Note> notes;
  for (int i = 0; i < 100; ++i) notes.push_back(here.get());
  BOOST_TEST(here.wire().sent() == 1u);
  here.wire().answer(granted(2));
  BOOST_TEST(here.wire().sent() == 101u);
  while (here.wire().waiting() > 0) here.wire().answer(200);
  for (const Note& note : notes) BOOST_TEST(note == "200");
}

BOOST_AUTO_TEST_CASE(a_definitive_refusal_ends_the_session_before_the_call_returns) {
  AsyncScene<> here;
  std::string order;
  here.client->on_logout([&](LogoutReason) {
    order += here.storage.load("default")->has_value() ? "stored " : "erased ";
    order += "logout ";
  });
  here.client->get("/notes", [&](Result<Response> result) { order += text(result); });
  here.wire().answer(401);
  here.wire().answer(401);
  BOOST_TEST(order == "erased logout session_ended 401");
  BOOST_TEST(!here.client->logged_in());
}

BOOST_AUTO_TEST_CASE(login_results) {
  AsyncScene<> here;
  const auto login = [&](Result<Response> answer) {
    const Note note = here.login();
    here.wire().answer(std::move(answer));
    return *note;
  };
  BOOST_TEST(login(Response{.status = 401}) == "login_refused 401");
  BOOST_TEST(login(Response{.status = 429}) == "server_refused 429");
  BOOST_TEST(login(Response{.status = 500}) == "server_refused 500");
  BOOST_TEST(login(Response{.status = 200}) == "bad_answer 200");
  BOOST_TEST(login(Error{.code = Errc::not_sent}) == "not_sent");
  BOOST_TEST(here.events.empty());
  BOOST_TEST(here.token() == "access-1");
  BOOST_TEST(login(granted(7)) == "ok");
  BOOST_TEST(here.token() == "access-7");
}

BOOST_AUTO_TEST_CASE(logout_results) {
  struct {
    Result<Response> answer;
    const char* result;
  } rows[] = {{Response{.status = 204}, "ok"},
              {Response{.status = 401}, "ok"},
              {Response{.status = 500}, "server_refused 500"},
              {Error{.code = Errc::not_sent}, "not_sent"}};
  for (auto& row : rows) {
    AsyncScene<> here;
    const Note note = here.logout();
    BOOST_TEST((here.reasons == std::vector{LogoutReason::requested}));
    BOOST_TEST(!here.client->logged_in());
    BOOST_TEST(!here.storage.load("default")->has_value());
    BOOST_TEST(note == "");
    here.wire().answer(row.answer);
    BOOST_TEST(note == row.result);
  }
}

BOOST_AUTO_TEST_CASE(a_session_is_found_again_after_a_restart) {
  AsyncScene<> here;
  AuthClient second{FreeTransport{}, here.storage, PlainProtocol{}, {}, testing::Manual{here.clock}};
  BOOST_TEST(second.restore().value());
  BOOST_TEST((second.session().expires_in == 100s));
  Note note;
  second.access_token(note);
  BOOST_TEST(note == "access-1");
}

BOOST_AUTO_TEST_CASE(a_record_that_is_none_is_reported_and_replaced_by_a_login) {
  AsyncScene<> here{{}, false};
  BOOST_TEST(here.storage.save("default", "no record").has_value());
  BOOST_TEST((here.client->restore().error().code == Errc::storage_corrupt));
  BOOST_TEST(!here.client->logged_in());
  BOOST_TEST(here.get() == "storage_corrupt");
  const Note login = here.login();
  here.wire().answer(granted(1));
  BOOST_TEST(login == "ok");
  BOOST_TEST(here.client->logged_in());
}

BOOST_AUTO_TEST_CASE(adopted_tokens_begin_a_session_at_once) {
  AsyncScene<> here{{}, false};
  BOOST_TEST((here.client->adopt({}).error().code == Errc::bad_request));
  TokenSet tokens;
  tokens.refresh_token = "refresh-9";
  BOOST_TEST(here.client->adopt(tokens).has_value());
  BOOST_TEST(here.client->session().logged_in);
  BOOST_TEST((here.events == std::vector{Event::Kind::logged_in}));
  const Note note = here.get();
  here.wire().answer(granted(10));
  here.wire().answer(200);
  BOOST_TEST(note == "200");
}

BOOST_AUTO_TEST_CASE(an_access_token_that_was_reported_is_followed_by_a_newer_one) {
  AsyncScene<> here;
  std::optional<AccessToken> first;
  here.client->access_token([&](Result<AccessToken> token) { first = *token; });
  BOOST_TEST(first.value().value() == "access-1");
  here.client->report_unauthorized(*first);
  const Note second = here.token();
  BOOST_TEST(here.wire().requests().back() == "POST /refresh");
  here.wire().answer(granted(2));
  BOOST_TEST(second == "access-2");
  here.client->report_unauthorized(*first);
  BOOST_TEST(here.token() == "access-2");
  BOOST_TEST(here.wire().sent() == 1u);
}

BOOST_AUTO_TEST_CASE(a_call_keeps_to_its_time_with_the_wait_for_a_refresh) {
  AsyncScene<> here;
  here.expire();
  const Note note = here.get({.url = "/notes", .timeout = 10s});
  BOOST_TEST((here.wire().last_timeout() == 30s));
  here.clock.advance(3s);
  here.wire().answer(granted(2));
  BOOST_TEST((here.wire().last_timeout() == 7s));
  here.clock.advance(7s);
  (void)here.client->poll();
  BOOST_TEST(note == "timed_out");
  here.wire().answer(200);
  BOOST_TEST(note == "timed_out");
}

BOOST_AUTO_TEST_CASE(a_call_is_never_replayed_under_another_session) {
  AsyncScene<> here;
  const Note note = here.get();
  const Note login = here.login();
  const Wire::Call old = here.wire().take();
  here.wire().answer(granted(7));
  BOOST_TEST(login == "ok");
  old.done(Response{.status = 401});
  BOOST_TEST(note == "session_ended");
  BOOST_TEST(here.reasons.empty());
  BOOST_TEST(here.wire().sent() == 2u);
}

BOOST_AUTO_TEST_CASE(a_refresh_that_was_asked_for_brings_a_newer_pair) {
  AsyncScene<> here;
  const Note first = here.refresh();
  const Note second = here.refresh();
  BOOST_TEST(here.wire().sent() == 1u);
  here.wire().answer(granted(2));
  BOOST_TEST(first == "ok");
  BOOST_TEST(second == "ok");
  BOOST_TEST(here.token() == "access-2");
}

BOOST_AUTO_TEST_SUITE_END()
