// P15: a refused refresh removes the stored record only if it holds the refused token; a newer pair there is adopted.
#include "promise.hpp"

using namespace promise;

namespace {

// The server refuses the refresh, and at that moment storage is changed behind the client's back.
struct Refused : Scene<> {
  Client<> client = this->Scene<>::client();

  explicit Refused(Callback<void(core::SessionRecord)> change) {
    BOOST_REQUIRE(client.login());
    expire();
    server.instead("/refresh", 1, Response{.status = 401, .body = R"({"error":"invalid_grant"})"});
    server.before([this, change](const Request& request) {
      if (is_for(request, "/refresh")) change(storage.decoded());
    });
    journal.clear();
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(p15_compare_and_clear)

BOOST_AUTO_TEST_CASE(the_record_that_holds_the_refused_token_is_removed) {
  Refused scene{[](core::SessionRecord) {}};
  BOOST_TEST(outcome(scene.client.get("/me")) == "session_ended 401");
  BOOST_TEST(!scene.storage.record().has_value());
  BOOST_TEST(scene.journal.text() ==
             "lock load save POST:/refresh load erase unlock event:logged_out logout:refresh_token_refused");
}

BOOST_AUTO_TEST_CASE(a_newer_pair_is_adopted_and_the_call_goes_on) {
  Refused* self = nullptr;
  Refused scene{[&](core::SessionRecord record) {
    ++record.generation;
    record.intent.reset();
    record.tokens.access_token = "newer";
    record.tokens.refresh_token = "newer-refresh";
    record.access_expires.reset();
    self->storage.put(core::encode(record));
    self->server.instead("/me", 1, Response{.status = 200});
  }};
  self = &scene;
  BOOST_TEST(outcome(scene.client.get("/me")) == "200");
  BOOST_TEST(scene.storage.refresh_token() == "newer-refresh");
  BOOST_TEST(scene.journal.count("event:found_newer") == 1u);
  BOOST_TEST(scene.journal.count("event:logged_out") == 0u);
  BOOST_TEST(outcome(scene.client.access_token()) == "newer");
}

BOOST_AUTO_TEST_CASE(a_newer_pair_that_has_expired_too_is_refreshed_in_its_turn) {
  Refused* self = nullptr;
  Refused scene{[&](core::SessionRecord record) {
    if (self->journal.count("POST:/refresh") != 1) return;
    ++record.generation;
    record.intent.reset();
    self->storage.put(core::encode(record));
  }};
  self = &scene;
  BOOST_TEST(outcome(scene.client.get("/me")) == "200");
  BOOST_TEST(scene.journal.count("POST:/refresh") == 2u);
  BOOST_TEST(scene.client.session().generation == 3u);
}

// Two processes that rotated from the same pair: one could not save its own, and the server has dropped that one.
BOOST_AUTO_TEST_CASE(a_record_of_the_same_generation_with_another_token_is_adopted) {
  Refused* self = nullptr;
  Refused scene{[&](core::SessionRecord record) {
    if (self->journal.count("POST:/refresh") != 1) return;
    record.intent.reset();
    record.tokens.refresh_token = "of-another-process";
    self->storage.put(core::encode(record));
  }};
  self = &scene;
  std::string second;
  scene.storage.after([&](Op) {
    if (scene.journal.count("POST:/refresh") != 1 || scene.journal.count("save") < 2) return;
    second = scene.storage.refresh_token();
    scene.server.instead("/refresh", 1,
                         Response{.status = 200, .body = R"({"access_token":"access-1","refresh_token":"next"})"});
  });
  scene.server.instead("/me", 1, Response{.status = 200});
  BOOST_TEST(outcome(scene.client.get("/me")) == "200");
  BOOST_TEST(second == "of-another-process");
  BOOST_TEST(scene.storage.refresh_token() == "next");
  BOOST_TEST(scene.journal.count("event:logged_out") == 0u);
}

#ifndef KEYTURN_PROMISES_OAUTH2
BOOST_AUTO_TEST_CASE(a_superseded_rotation_is_looked_for_in_storage) {
  Refused* self = nullptr;
  Refused scene{[&](core::SessionRecord record) {
    ++record.generation;
    record.intent.reset();
    record.tokens.access_token = "newer";
    record.access_expires.reset();
    self->storage.put(core::encode(record));
    self->server.instead("/me", 1, Response{.status = 200});
  }};
  self = &scene;
  scene.server.instead("/refresh", 1, Response{.status = 409, .body = R"({"error":"superseded"})"});
  BOOST_TEST(outcome(scene.client.get("/me")) == "200");
  BOOST_TEST(outcome(scene.client.access_token()) == "newer");
}

BOOST_AUTO_TEST_CASE(a_superseded_rotation_that_is_nowhere_to_be_found_is_a_refusal) {
  Refused scene{[](core::SessionRecord) {}};
  scene.server.instead("/refresh", 1, Response{.status = 409, .body = R"({"error":"superseded"})"});
  BOOST_TEST(outcome(scene.client.get("/me")) == "session_ended 409");
  BOOST_TEST(!scene.storage.record().has_value());
}
#endif

BOOST_AUTO_TEST_CASE(a_refusal_that_cannot_be_compared_ends_nothing_and_is_looked_at_again) {
  Refused* self = nullptr;
  Refused scene{[&](core::SessionRecord) { self->storage.fail(Op::load, 1); }};
  self = &scene;
  BOOST_TEST(outcome(scene.client.get("/me")) == "200");
  BOOST_TEST(scene.journal.count("erase") == 0u);
}

BOOST_AUTO_TEST_CASE(a_storage_of_ones_own_is_simply_cleared) {
  Scene<OwnMemory> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.expire();
  scene.server.revoke_sessions();
  BOOST_TEST(outcome(client.get("/me")) == ended_by_refusal);
  BOOST_TEST(!scene.storage.record().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
