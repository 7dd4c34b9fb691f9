// P1: N callers that need a token cause one refresh request, in one process and among all that share a storage.
#include "promise.hpp"

#include <filesystem>

#include <unistd.h>

using namespace promise;

BOOST_AUTO_TEST_SUITE(p01_one_refresh)

BOOST_AUTO_TEST_CASE_TEMPLATE(calls_of_256_threads_on_an_expired_token_cause_one_refresh, S, Storages) {
  ThreadScene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.expire();
  const auto results = together(256, [&](unsigned) { return outcome(client.get("/me")); });
  BOOST_TEST(how_many(results, "200") == 256u);
  BOOST_TEST(scene.server.counts().refreshes == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_burst_of_401s_causes_one_refresh, S, Storages) {
  ThreadScene<S> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.server.kill_access_tokens();
  const auto results = together(64, [&](unsigned) { return outcome(client.get("/me")); });
  BOOST_TEST(how_many(results, "200") == 64u);
  BOOST_TEST(scene.server.counts().refreshes == 1u);
}

BOOST_AUTO_TEST_CASE(calls_access_tokens_and_explicit_refreshes_join_the_one_that_runs) {
  ThreadScene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.expire();
  Gate gate;
  scene.server.before([&](const Request& request) {
    if (is_for(request, "/refresh")) gate.pass();
  });
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  threads.emplace_back([&] { good += outcome(client.get("/me")) == "200"; });
  gate.wait_for_arrival();
  threads.emplace_back([&] { good += outcome(client.get("/me")) == "200"; });
  threads.emplace_back([&] {
    const auto token = outcome(client.access_token());
    good += token == "access-2" || token == "access-3";  // the third when it came behind the explicit refresh
  });
  threads.emplace_back([&] { good += outcome(client.refresh()) == "ok"; });
  BOOST_TEST(client.session().refreshing);
  gate.open();
  for (auto& thread : threads) thread.join();
  client.settle();
  BOOST_TEST(good == 4);
  // The explicit refresh either joined, or came when the pair was there already and wanted a newer one.
  BOOST_TEST(scene.server.counts().refreshes <= 2u);
}

BOOST_AUTO_TEST_CASE(three_processes_on_one_storage_cause_one_refresh) {
  ThreadScene<> scene;
  auto one = scene.client(), two = scene.client(), three = scene.client();
  BOOST_REQUIRE(one.login());
  BOOST_REQUIRE(two.logged_in() && three.logged_in());
  scene.expire();
  Client<SharedMemory, Leaping>* clients[] = {&one, &two, &three};
  const auto results = together(24, [&](unsigned i) { return outcome(clients[i % 3]->get("/me")); });
  BOOST_TEST(how_many(results, "200") == 24u);
  BOOST_TEST(scene.server.counts().refreshes == 1u);
  BOOST_TEST(scene.journal.count("event:found_newer") == 2u);
}

BOOST_AUTO_TEST_CASE(processes_that_share_a_file_cause_one_refresh) {
  const auto directory = std::filesystem::temp_directory_path() / ("keyturn-p01-" + std::to_string(::getpid()));
  Leaping clock;
  FakeAuthServer server{{.access_ttl = 1000s, .wall = [clock] { return clock.wall(); }}};
  {
    Client<FileStorage, Leaping> one{server, FileStorage{directory.string()}, clock},
        two{server, FileStorage{directory.string()}, clock};
    BOOST_REQUIRE(one.login());
    BOOST_REQUIRE(two.logged_in());
    clock.leap(1001s);
    const auto results = together(16, [&](unsigned i) { return outcome((i % 2 == 0 ? one : two).get("/me")); });
    BOOST_TEST(how_many(results, "200") == 16u);
  }
  BOOST_TEST(server.counts().refreshes == 1u);
  std::filesystem::remove_all(directory);
}

BOOST_AUTO_TEST_CASE(a_pair_that_another_process_has_saved_is_taken_over_without_a_request) {
  Scene<> scene;
  auto client = scene.client(), second = scene.other();
  BOOST_REQUIRE(client.login());
  BOOST_REQUIRE(second.logged_in());
  scene.expire();
  BOOST_TEST(outcome(second.get("/me")) == "200");
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(scene.server.counts().refreshes == 1u);
  BOOST_TEST(scene.journal.count("POST:/refresh") == 0u);
}

BOOST_AUTO_TEST_CASE(no_refresh_is_sent_without_the_lock) {
  Scene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.expire();
  scene.storage.hold();
  BOOST_TEST(outcome(client.get("/me")) == "refresh_unavailable");
  BOOST_TEST(scene.server.counts().refreshes == 0u);
  scene.storage.release();
  BOOST_TEST(outcome(client.get("/me")) == "200");
}

BOOST_AUTO_TEST_CASE(the_lock_is_held_from_the_look_into_storage_to_the_save) {
  Scene<> scene;
  auto client = scene.client();
  BOOST_REQUIRE(client.login());
  scene.expire();
  scene.journal.clear();
  BOOST_REQUIRE(client.refresh());
  BOOST_TEST(scene.journal.text() == "lock load save POST:/refresh load save unlock event:refreshed");
}

BOOST_AUTO_TEST_CASE(a_pair_found_while_the_lock_is_out_of_reach_serves_too) {
  Scene<> scene;
  auto client = scene.client(), second = scene.other();
  BOOST_REQUIRE(client.login());
  BOOST_REQUIRE(second.logged_in());
  scene.expire();
  BOOST_REQUIRE(second.refresh());
  scene.storage.hold();
  BOOST_TEST(outcome(client.get("/me")) == "timed_out");  // the wait for the lock has eaten up the time of this call
  BOOST_TEST(outcome(client.get("/me")) == "200");
  BOOST_TEST(scene.server.counts().refreshes == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
