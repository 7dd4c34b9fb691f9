// P11: a request is replayed at most once after a 401, byte for byte; what cannot be produced twice is not replayed.
#include "promise.hpp"

using namespace promise;

namespace {

struct Notes : Scene<OwnMemory> {
  Client<OwnMemory> client = this->Scene<OwnMemory>::client();

  Notes() {
    BOOST_REQUIRE(client.login());
    server.kill_access_tokens();
  }
};

// A reader that gives the text in small pieces.
Reader pieces(std::string text) {
  return [text = std::move(text), at = std::size_t{0}](std::span<char> into) mutable {
    const std::size_t size = std::min({std::size_t{7}, into.size(), text.size() - at});
    text.copy(into.data(), size, at);
    at += size;
    return size;
  };
}

const std::string bytes = std::string{"{\"text\":\"one\0two\r\n"} + '\xff' + std::string(5000, 'x') + "\"}";

}  // namespace

BOOST_AUTO_TEST_SUITE(p11_one_replay)

BOOST_AUTO_TEST_CASE(a_body_in_memory_is_replayed_byte_for_byte_with_its_headers) {
  ManualClock clock;
  ScriptedTransport script;
  Client<OwnMemory> client{script, OwnMemory{}, Manual{clock}};
  BOOST_REQUIRE(client.adopt({.access_token = "old", .refresh_token = "refresh"}));
  script.answer(Response{.status = 401})
      .answer(Response{.status = 200, .body = R"({"access_token":"new","refresh_token":"next"})"})
      .answer(Response{.status = 201});
  Request request{.method = "PATCH", .url = "/notes/1?x=y", .body = bytes};
  request.headers.add("X-One", "1");
  request.headers.add("X-One", "2");
  BOOST_TEST(outcome(client.send(request)) == "201");
  const auto seen = script.seen();
  BOOST_REQUIRE(seen.size() == 3u);
  BOOST_TEST(seen[0].body == bytes);
  BOOST_TEST(seen[2].body == bytes);
  BOOST_TEST(seen[2].request.method == "PATCH");
  BOOST_TEST(seen[2].request.url == seen[0].request.url);
  BOOST_TEST((seen[0].request.headers.get("Authorization") == "Bearer old"));
  BOOST_TEST((seen[2].request.headers.get("Authorization") == "Bearer new"));
  auto first = seen[0].request.headers, second = seen[2].request.headers;
  first.remove("Authorization");
  second.remove("Authorization");
  BOOST_TEST((first == second));
}

BOOST_AUTO_TEST_CASE(a_stream_is_opened_anew_for_the_replay) {
  Notes scene;
  int opened = 0;
  const auto answer = scene.client.send({.method = "POST", .url = "/notes", .body = Body::stream([&] {
                                                                              ++opened;
                                                                              return pieces(bytes);
                                                                            })});
  BOOST_TEST(outcome(answer) == "201");
  BOOST_TEST(opened >= 1);
  BOOST_REQUIRE(scene.server.notes().size() == 1u);
  BOOST_TEST(scene.server.notes()[0] == bytes);
}

BOOST_AUTO_TEST_CASE(a_body_that_cannot_be_produced_twice_is_not_replayed_and_the_next_call_has_a_new_token) {
  Notes scene;
  BOOST_TEST(outcome(scene.client.post("/notes", Body::once(pieces(bytes)))) == "401");
  BOOST_TEST(scene.journal.count("POST:/notes") == 1u);
  BOOST_TEST(scene.server.notes().empty());
  scene.journal.clear();
  BOOST_TEST(outcome(scene.client.post("/notes", Body::once(pieces(bytes)))) == "201");
  BOOST_TEST(scene.journal.text() == "POST:/notes");
  BOOST_TEST(scene.server.counts().refreshes == 1u);
}

BOOST_AUTO_TEST_CASE(the_401_of_such_a_body_is_handed_back_although_the_refresh_fails_for_now) {
  Notes scene;
  scene.server.instead("/refresh", 3, Response{.status = 503});
  BOOST_TEST(outcome(scene.client.post("/notes", Body::once(pieces(bytes)))) == "401");
  BOOST_TEST(scene.client.logged_in());
}

BOOST_AUTO_TEST_CASE(such_a_body_under_a_session_that_is_over_ends_with_it) {
  Notes scene;
  scene.server.revoke_sessions();
  BOOST_TEST(outcome(scene.client.post("/notes", Body::once(pieces(bytes)))) == ended_by_refusal);
}

BOOST_AUTO_TEST_CASE(a_second_401_is_handed_back) {
  Scene<OwnMemory> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.server.instead("/me", 2, Response{.status = 401});
  BOOST_TEST(outcome(client.get("/me")) == "401");
  BOOST_TEST(scene.journal.count("GET:/me") == 2u);
  BOOST_TEST(scene.server.counts().refreshes == 1u);
  BOOST_TEST(client.logged_in());
}

BOOST_AUTO_TEST_CASE(nothing_but_a_401_is_an_authentication_failure) {
  Scene<OwnMemory> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  for (const int status : {400, 402, 403, 404, 407, 419, 429, 500, 503}) {
    scene.server.instead("/me", 1, Response{.status = status});
    BOOST_TEST(outcome(client.get("/me")) == std::to_string(status));
  }
  scene.server.instead("/me", 1, Error{.code = Errc::no_answer});
  BOOST_TEST(outcome(client.get("/me")) == "no_answer");
  BOOST_TEST(scene.journal.count("GET:/me") == 10u);
  BOOST_TEST(scene.server.counts().refreshes == 0u);
}

BOOST_AUTO_TEST_CASE(a_401_to_a_bare_request_is_an_answer) {
  Notes scene;
  BOOST_TEST(outcome(scene.client.send({.url = "/me", .auth = Auth::none})) == "401");
  BOOST_TEST(scene.server.counts().refreshes == 0u);
}

BOOST_AUTO_TEST_CASE(the_data_of_a_replayed_request_arrives_once) {
  Notes scene;
  std::string data;
  BOOST_TEST(outcome(scene.client.send({.url = "/me", .on_data = [&](std::string_view part) {
                                          data += part;
                                          return true;
                                        }})) == "200");
  BOOST_TEST(data == R"({"username":"ada"})");
}

BOOST_AUTO_TEST_CASE(the_replay_has_what_is_left_of_the_calls_time) {
  Notes scene;
  std::vector<std::chrono::milliseconds> timeouts;
  scene.server.before([&](const Request& request) {
    if (is_for(request, "/refresh")) scene.clock.advance(4s);
    if (is_for(request, "/me")) timeouts.push_back(request.timeout);
  });
  BOOST_TEST(outcome(scene.client.send({.url = "/me", .timeout = 10s})) == "200");
  BOOST_REQUIRE(timeouts.size() == 2u);
  BOOST_TEST(timeouts[0].count() == 10'000);
  BOOST_TEST(timeouts[1].count() == 6'000);
}

BOOST_AUTO_TEST_SUITE_END()
