#include <keyturn/model/access_token.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <optional>
#include <thread>
#include <vector>

using namespace keyturn;

namespace {
SnapshotPin make(const char* authorization, std::size_t token_at) {
  auto* snapshot = new Snapshot;
  snapshot->authorization.value = authorization;
  snapshot->token_at = token_at;
  snapshot->epoch = 2;
  snapshot->generation = 5;
  return SnapshotPin{snapshot};
}
}  // namespace

BOOST_AUTO_TEST_SUITE(model_access_token)

BOOST_AUTO_TEST_CASE(shows_the_token_and_the_whole_header_value) {
  const AccessToken token{make("Bearer abc", 7)};
  BOOST_TEST(token.value() == "abc");
  BOOST_TEST(token.authorization() == "Bearer abc");
  BOOST_TEST(token.generation() == 5u);
  BOOST_TEST(token.epoch() == 2u);
}

BOOST_AUTO_TEST_CASE(copies_share_the_snapshot_and_keep_it_alive) {
  std::optional<AccessToken> first{make("Bearer abc", 7)};
  const AccessToken copy = *first;
  BOOST_TEST((copy.value().data() == first->value().data()));
  first.reset();
  BOOST_TEST(copy.value() == "abc");
}

BOOST_AUTO_TEST_CASE(a_pin_moves_copies_and_swaps) {
  SnapshotPin pin = make("Bearer abc", 7);
  const Snapshot* snapshot = pin.get();
  SnapshotPin moved = std::move(pin);
  BOOST_TEST(moved.get() == snapshot);
  pin = moved;
  BOOST_TEST(pin.get() == snapshot);
  pin = SnapshotPin{};
  BOOST_TEST(!pin);
  BOOST_TEST((*moved).token() == "abc");
  const Snapshot* given = moved.release();
  BOOST_TEST(!moved);
  BOOST_TEST(given->token() == "abc");
  BOOST_TEST(SnapshotPin::adopt(given)->token() == "abc");
  BOOST_TEST(!SnapshotPin::adopt(nullptr));
}

BOOST_AUTO_TEST_CASE(copies_come_and_go_on_many_threads) {
  const SnapshotPin pin = make("Bearer abc", 7);
  std::vector<std::thread> threads;
  std::atomic<unsigned> right{0};
  for (unsigned i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (unsigned round = 0; round < 2'000; ++round) {
        const SnapshotPin copy = pin;
        right += copy->token() == "abc";
      }
    });
  for (std::thread& thread : threads) thread.join();
  BOOST_TEST(right == 8'000u);
}

BOOST_AUTO_TEST_SUITE_END()
