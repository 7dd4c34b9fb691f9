#include <keyturn/auth_client.hpp>

#include <keyturn/builtin/memory_storage.hpp>
#include <keyturn/testing/manual.hpp>
#include <keyturn/testing/scripted_transport.hpp>

#include "drive/plain_protocol.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn_tests;
using namespace std::chrono_literals;
using testing::Manual;
using testing::ManualClock;
using testing::ScriptedTransport;

namespace {

// A client with a scripted server, logged in with `granted(1)`; the script counts from there.
struct Here {
  explicit Here(Options options = {}, bool logged_in = true)
      : client{transport, storage, PlainProtocol{}, std::move(options), Manual{clock}} {
    client.on_logout([this](LogoutReason reason) { reasons.push_back(reason); });
    client.on_event([this](const Event& event) { events.push_back(event.kind); });
    if (!logged_in) return;
    transport.answer(granted(1));
    BOOST_TEST(client.login(Password{"ada", "lovelace"}).has_value());
    events.clear();
  }

  ManualClock clock{};
  ScriptedTransport transport{};
  MemoryStorage storage{};
  AuthClient<ScriptedTransport, MemoryStorage, PlainProtocol, Manual> client;
  std::vector<LogoutReason> reasons{};
  std::vector<Event::Kind> events{};

  ScriptedTransport& answer(int status) { return transport.answer(Response{.status = status}); }
  ScriptedTransport::Seen sent(std::size_t back = 0) const {
    const auto seen = transport.seen();
    return seen.at(seen.size() - 1 - back);
  }
  std::string token_sent(std::size_t back = 0) const {
    return std::string{sent(back).request.headers.get("Authorization").value_or("none")};
  }
};

std::string text(const Result<Response>& result) {
  if (result) return std::to_string(result->status);
  return std::string{to_string(result.error().code)} +
         (result.error().status != 0 ? " " + std::to_string(result.error().status) : "");
}
std::string text(const Result<void>& result) {
  return text(result ? Result<Response>{Response{.status = 0}} : Result<Response>{result.error()});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(auth_client)

BOOST_AUTO_TEST_CASE(without_a_session) {
  Here here{{}, false};
  BOOST_TEST(!here.client.logged_in());
  BOOST_TEST((here.client.restore().value() == false));
  BOOST_TEST(text(here.client.get("/notes")) == "not_logged_in");
  BOOST_TEST(text(here.client.refresh()) == "not_logged_in");
  BOOST_TEST((here.client.access_token().error().code == Errc::not_logged_in));
  BOOST_TEST(text(here.client.logout()) == "0");
  BOOST_TEST(here.transport.seen().empty());
  here.answer(200);
  BOOST_TEST(text(here.client.send({.url = "/public", .auth = Auth::optional})) == "200");
  BOOST_TEST(here.token_sent() == "none");
}

BOOST_AUTO_TEST_CASE(the_token_goes_along_and_every_status_is_an_answer) {
  Here here;
  for (const int status : {200, 301, 403, 404, 500}) {
    here.answer(status);
    BOOST_TEST(text(here.client.get("/notes")) == std::to_string(status));
    BOOST_TEST(here.token_sent() == "Bearer access-1");
    BOOST_TEST(here.sent().request.url == "https://api.example.test/notes");
  }
}

BOOST_AUTO_TEST_CASE(methods_and_bodies) {
  Here here;
  here.transport.then([](const Request&) { return Response{.status = 200}; });
  BOOST_TEST(text(here.client.post("/a", "{}")) == "200");
  BOOST_TEST(here.sent().request.method == "POST");
  BOOST_TEST(here.sent().body == "{}");
  BOOST_TEST(here.sent().request.headers.get("Content-Type").value() == "application/json");
  BOOST_TEST(text(here.client.put("/a", "x", "text/plain")) == "200");
  BOOST_TEST(here.sent().request.method == "PUT");
  BOOST_TEST(here.sent().request.headers.get("Content-Type").value() == "text/plain");
  BOOST_TEST(text(here.client.patch("/a", "x", "")) == "200");
  BOOST_TEST(here.sent().request.method == "PATCH");
  BOOST_TEST(!here.sent().request.headers.get("Content-Type").has_value());
  BOOST_TEST(text(here.client.del("/a")) == "200");
  BOOST_TEST(here.sent().request.method == "DELETE");
}

BOOST_AUTO_TEST_CASE(auth_none_and_optional) {
  Here here;
  here.transport.then([](const Request&) { return Response{.status = 200}; });
  Request request{.url = "https://elsewhere.test/", .auth = Auth::none};
  request.headers.add("Authorization", "Basic own");
  BOOST_TEST(text(here.client.send(request)) == "200");
  BOOST_TEST(here.token_sent() == "Basic own");
  request.auth = Auth::optional;
  BOOST_TEST(text(here.client.send(request)) == "200");
  BOOST_TEST(here.token_sent() == "none");
  request.auth = Auth::required;
  BOOST_TEST(text(here.client.send(request)) == "origin_not_allowed");
  BOOST_TEST(text(here.client.get("http://api.example.test/")) == "insecure_url");
}

BOOST_AUTO_TEST_CASE(a_401_is_refreshed_and_replayed_once_with_the_same_bytes) {
  Here here;
  here.answer(401).answer(granted(2)).answer(Response{.status = 201});
  BOOST_TEST(text(here.client.post("/notes", "bytes")) == "201");
  BOOST_TEST(here.token_sent(2) == "Bearer access-1");
  BOOST_TEST(here.token_sent() == "Bearer access-2");
  BOOST_TEST(here.sent(2).body == "bytes");
  BOOST_TEST(here.sent().body == "bytes");
  BOOST_TEST((here.events == std::vector{Event::Kind::refreshed, Event::Kind::replayed}));
  here.answer(401).answer(granted(3)).answer(Response{.status = 401});
  BOOST_TEST(text(here.client.get("/notes")) == "401");
}

BOOST_AUTO_TEST_CASE(a_body_that_cannot_be_repeated_is_not_replayed) {
  Here here;
  here.answer(401).answer(granted(2));
  Request request{
      .method = "POST", .url = "/notes", .body = Body::once([](std::span<char>) { return std::size_t{0}; })};
  BOOST_TEST(text(here.client.send(request)) == "401");
  here.answer(200);
  BOOST_TEST(text(here.client.get("/notes")) == "200");
  BOOST_TEST(here.token_sent() == "Bearer access-2");
}

BOOST_AUTO_TEST_CASE(a_definitive_refusal_ends_the_session_with_its_status) {
  for (const bool expired : {false, true}) {
    Here here;
    if (expired)
      here.clock.advance(100s);
    else
      here.answer(401);
    here.answer(401);
    BOOST_TEST(text(here.client.get("/notes")) == "session_ended 401");
    BOOST_TEST((here.reasons == std::vector{LogoutReason::refresh_token_refused}));
    BOOST_TEST(!here.storage.load("default")->has_value());
    BOOST_TEST(!here.client.logged_in());
    BOOST_TEST(text(here.client.get("/notes")) == "not_logged_in");
  }
}

BOOST_AUTO_TEST_CASE(without_a_refresh_token_the_end_has_status_401) {
  Here here{{}, false};
  TokenSet tokens;
  tokens.access_token = "only";
  BOOST_TEST(text(here.client.adopt(tokens)) == "0");
  here.answer(200).answer(Response{.status = 401});
  BOOST_TEST(text(here.client.get("/notes")) == "200");
  BOOST_TEST(text(here.client.get("/notes")) == "session_ended 401");
  BOOST_TEST((here.reasons == std::vector{LogoutReason::no_refresh_token}));
}

BOOST_AUTO_TEST_CASE(a_refresh_that_fails_for_now_keeps_the_session) {
  Here here{{.refresh_attempts = 1}};
  here.clock.advance(100s);
  Response busy{.status = 503};
  busy.headers.add("Retry-After", "20");
  here.transport.answer(busy);
  const auto failed = here.client.get("/notes");
  BOOST_TEST(text(failed) == "refresh_unavailable 503");
  BOOST_TEST((failed.error().retry_after == 20s));
  here.clock.advance(5s);
  const auto inside = here.client.get("/notes");
  BOOST_TEST(text(inside) == "refresh_unavailable 503");
  BOOST_TEST((inside.error().retry_after == 15s));
  BOOST_TEST(here.transport.seen().size() == 2u);
  here.clock.advance(15s);
  here.answer(200).then([](const Request&) { return granted(2); });
  BOOST_TEST(here.client.logged_in());
  BOOST_TEST(here.reasons.empty());
}

BOOST_AUTO_TEST_CASE(a_stale_token_that_is_valid_goes_out_when_the_refresh_fails_for_now) {
  Here here{{.refresh_attempts = 1}};
  here.clock.advance(95s);
  here.answer(503).answer(Response{.status = 200});
  BOOST_TEST(text(here.client.get("/notes")) == "200");
  BOOST_TEST(here.token_sent() == "Bearer access-1");
}

BOOST_AUTO_TEST_CASE(a_call_is_never_replayed_under_another_session) {
  Here here;
  here.transport.answer([&](const Request&) {
    here.transport.answer(granted(7));
    BOOST_TEST(here.client.login(Password{"ada", "lovelace"}).has_value());
    return Response{.status = 401};
  });
  BOOST_TEST(text(here.client.get("/notes")) == "session_ended");
  BOOST_TEST(here.reasons.empty());
  here.answer(200);
  BOOST_TEST(text(here.client.get("/notes")) == "200");
  BOOST_TEST(here.token_sent() == "Bearer access-7");
}

BOOST_AUTO_TEST_CASE(login_results) {
  Here here;
  const auto login = [&](Result<Response> answer) {
    here.transport.answer(std::move(answer));
    return text(here.client.login(Password{"ada", "wrong"}));
  };
  BOOST_TEST(login(Response{.status = 401}) == "login_refused 401");
  BOOST_TEST(login(Response{.status = 429}) == "server_refused 429");
  BOOST_TEST(login(Response{.status = 408}) == "server_refused 408");
  BOOST_TEST(login(Response{.status = 500}) == "server_refused 500");
  BOOST_TEST(login(Response{.status = 200}) == "bad_answer 200");
  BOOST_TEST(login(Error{.code = Errc::not_sent}) == "not_sent");
  here.answer(200);
  BOOST_TEST(text(here.client.get("/notes")) == "200");
  BOOST_TEST(here.token_sent() == "Bearer access-1");
  BOOST_TEST(here.events.empty());
}

BOOST_AUTO_TEST_CASE(logout_results) {
  struct {
    Result<Response> answer;
    const char* result;
  } rows[] = {{Response{.status = 204}, "0"},
              {Response{.status = 401}, "0"},
              {Response{.status = 500}, "server_refused 500"},
              {Error{.code = Errc::not_sent}, "not_sent"}};
  for (auto& row : rows) {
    Here here;
    here.transport.answer(row.answer);
    BOOST_TEST(text(here.client.logout()) == row.result);
    BOOST_TEST(here.sent().body == "refresh-1");
    BOOST_TEST((here.reasons == std::vector{LogoutReason::requested}));
    BOOST_TEST(!here.client.logged_in());
    BOOST_TEST(!here.storage.load("default")->has_value());
  }
}

BOOST_AUTO_TEST_CASE(a_session_is_found_again_after_a_restart) {
  Here here;
  AuthClient second{here.transport, here.storage, PlainProtocol{}, {}, Manual{here.clock}};
  BOOST_TEST(second.restore().value());
  BOOST_TEST((second.session().expires_in == 100s));
  here.answer(200);
  BOOST_TEST(text(second.get("/notes")) == "200");
  BOOST_TEST(here.token_sent() == "Bearer access-1");
}

BOOST_AUTO_TEST_CASE(a_record_that_is_none_is_reported_and_replaced_by_a_login) {
  Here here{{}, false};
  BOOST_TEST(here.storage.save("default", "no record").has_value());
  BOOST_TEST((here.client.restore().error().code == Errc::storage_corrupt));
  BOOST_TEST(!here.client.logged_in());
  BOOST_TEST(text(here.client.get("/notes")) == "storage_corrupt");
  here.transport.answer(granted(1));
  BOOST_TEST(text(here.client.login(Password{"ada", "lovelace"})) == "0");
  BOOST_TEST(here.client.logged_in());
}

BOOST_AUTO_TEST_CASE(adopted_tokens_begin_a_session) {
  Here here{{}, false};
  BOOST_TEST(text(here.client.adopt({})) == "bad_request");
  TokenSet tokens;
  tokens.refresh_token = "refresh-9";
  BOOST_TEST(text(here.client.adopt(tokens)) == "0");
  BOOST_TEST((here.events == std::vector{Event::Kind::logged_in}));
  here.transport.answer(granted(10)).answer(Response{.status = 200});
  BOOST_TEST(text(here.client.get("/notes")) == "200");
  BOOST_TEST(here.sent(1).body == "refresh-9");
}

BOOST_AUTO_TEST_CASE(an_access_token_that_was_reported_is_followed_by_a_newer_one) {
  Here here;
  const AccessToken first = here.client.access_token().value();
  BOOST_TEST(first.value() == "access-1");
  here.client.report_unauthorized(first);
  here.transport.answer(granted(2));
  const AccessToken second = here.client.access_token().value();
  BOOST_TEST(second.value() == "access-2");
  here.client.report_unauthorized(first);
  BOOST_TEST(here.client.access_token()->value() == "access-2");
  here.transport.answer(granted(3));
  BOOST_TEST(text(here.client.refresh()) == "0");
  BOOST_TEST(here.client.access_token()->generation() == 3u);
  BOOST_TEST(first.value() == "access-1");
}

BOOST_AUTO_TEST_CASE(a_call_keeps_to_its_time) {
  Here here;
  here.clock.advance(100s);
  here.transport.answer([&](const Request& request) {
    BOOST_TEST((request.timeout == 30s));
    here.clock.advance(3s);
    return granted(2);
  });
  here.answer(200);
  BOOST_TEST(text(here.client.send({.url = "/notes", .timeout = 10s})) == "200");
  BOOST_TEST((here.sent().request.timeout == 7s));
  here.clock.advance(100s);
  here.transport.answer([&](const Request&) {
    here.clock.advance(10s);
    return granted(3);
  });
  BOOST_TEST(text(here.client.send({.url = "/notes", .timeout = 10s})) == "timed_out");
}

BOOST_AUTO_TEST_CASE(a_call_that_lost_its_time_over_a_refresh_for_all_carries_no_second_one) {
  for (const bool repeatable : {true, false}) {
    Here here;
    here.clock.advance(95s);
    here.transport.answer([&](const Request&) {
      here.clock.advance(29s);
      return granted(2);
    });
    here.answer(401);
    Request request{.method = "POST", .url = "/notes", .timeout = 1s};
    if (!repeatable) request.body = Body::once([](std::span<char>) { return std::size_t{0}; });
    BOOST_TEST(text(here.client.send(std::move(request))) == (repeatable ? "timed_out" : "401"));
    BOOST_TEST(here.token_sent() == "Bearer access-2");  // nothing was sent after it
    here.transport.answer(granted(3));
    here.answer(200);
    BOOST_TEST(text(here.client.get("/notes")) == "200");
    BOOST_TEST(here.token_sent() == "Bearer access-3");
  }
}

BOOST_AUTO_TEST_SUITE_END()
