#include <keyturn/model/access_token.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/freed_memory.hpp>

#include <thread>
#include <vector>

using keyturn::AccessToken;
using keyturn::Snapshot;
using keyturn::SnapshotPin;

BOOST_AUTO_TEST_SUITE(access_token)

SnapshotPin pin() {
  auto* const snapshot = new Snapshot;
  snapshot->authorization = "Bearer canary-of-some-length";
  snapshot->token_at = 7;
  snapshot->epoch = 2;
  snapshot->generation = 3;
  return SnapshotPin{snapshot};
}

BOOST_AUTO_TEST_CASE(shows_the_token_and_the_whole_header_value) {
  const AccessToken token{pin()};
  BOOST_TEST(token.value() == "canary-of-some-length");
  BOOST_TEST(token.authorization() == "Bearer canary-of-some-length");
  BOOST_TEST(token.generation() == 3u);
  BOOST_TEST(token.epoch() == 2u);
}

BOOST_AUTO_TEST_CASE(copies_share_the_token_and_keep_it_alive) {
  AccessToken token{pin()};
  const AccessToken copy = token;
  BOOST_TEST((copy.value().data() == token.value().data()));
  token = AccessToken{pin()};
  BOOST_TEST(copy.value() == "canary-of-some-length");
}

BOOST_AUTO_TEST_CASE(the_token_is_wiped_with_its_last_holder) {
  BOOST_TEST(blocks_freed_with("canary", [] {
               const AccessToken token{pin()};
               const AccessToken copy = token;
             }) == 0);
}

BOOST_AUTO_TEST_CASE(pins_move_and_can_be_given_away) {
  SnapshotPin one = pin();
  SnapshotPin two = std::move(one);
  BOOST_TEST(!one);  // NOLINT(bugprone-use-after-move): promised
  BOOST_TEST(two->generation == 3u);
  const Snapshot* const detached = two.detach();
  BOOST_TEST(!two);
  BOOST_TEST((*SnapshotPin{detached}).epoch == 2u);  // one more holder, who lets go at once
  BOOST_TEST(detached->generation == 3u);
  SnapshotPin::release(detached);
  SnapshotPin::release(nullptr);
}

BOOST_AUTO_TEST_CASE(copies_may_be_made_and_destroyed_on_any_thread) {
  const SnapshotPin shared = pin();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([shared] {
      for (int round = 0; round < 1000; ++round) const SnapshotPin copy = shared;
    });
  for (auto& thread : threads) thread.join();
  BOOST_TEST(shared->generation == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
