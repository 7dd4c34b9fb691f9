#include <keyturn/drive/published.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using namespace keyturn;

namespace {

using Published = drive::Published<std::mutex>;

SnapshotPin make(std::uint64_t generation) {
  auto* snapshot = new Snapshot;
  snapshot->authorization.value = "Bearer " + std::to_string(generation);
  snapshot->token_at = 7;
  snapshot->generation = generation;
  return SnapshotPin{snapshot};
}

struct NoLock {
  static constexpr bool one_thread = true;
};
struct ManyThreads {
  static constexpr bool one_thread = false;
};
static_assert(OneThread<NoLock> && !OneThread<ManyThreads> && !OneThread<std::mutex>);

}  // namespace

BOOST_AUTO_TEST_SUITE(drive_published)

BOOST_AUTO_TEST_CASE(gives_what_was_stored_last) {
  Published published;
  BOOST_TEST(published.find() == nullptr);
  published.store(make(1));
  const Snapshot* first = published.find();
  BOOST_TEST(first->token() == "1");
  BOOST_TEST(published.find() == first);
  published.store(make(2));
  BOOST_TEST(published.find()->token() == "2");
  published.store({});
  BOOST_TEST(published.find() == nullptr);
  published.store(make(3));
  BOOST_TEST(published.find()->token() == "3");
}

BOOST_AUTO_TEST_CASE(on_one_thread_it_is_a_pointer) {
  drive::Published<NoLock> published;
  static_assert(sizeof published == sizeof(void*));
  BOOST_TEST(published.find() == nullptr);
  published.store(make(1));
  BOOST_TEST(published.find()->token() == "1");
  published.store(make(2));
  BOOST_TEST(published.find()->token() == "2");
  published.store({});
  BOOST_TEST(published.find() == nullptr);
}

BOOST_AUTO_TEST_CASE(what_a_thread_has_found_stays_until_its_next_call) {
  Published published;
  published.store(make(1));
  const Snapshot* found = published.find();
  std::thread{[&] { published.store(make(2)); }}.join();
  BOOST_TEST(found->token() == "1");
  BOOST_TEST(published.find()->token() == "2");
}

BOOST_AUTO_TEST_CASE(many_clients_on_one_thread_do_not_mix_their_tokens) {
  std::deque<Published> clients(17);
  for (std::uint64_t round = 0; round < 3; ++round) {
    for (std::size_t i = 0; i < clients.size(); ++i) clients[i].store(make(100 * round + i));
    for (unsigned again = 0; again < 2; ++again)
      for (std::size_t i = 0; i < clients.size(); ++i) BOOST_TEST(clients[i].find()->generation == 100 * round + i);
  }
}

BOOST_AUTO_TEST_CASE(a_client_at_the_address_of_an_old_one_never_finds_the_old_token) {
  for (std::uint64_t i = 0; i < 100; ++i) {
    Published published;
    BOOST_TEST(published.find() == nullptr);
    published.store(make(i));
    BOOST_TEST(published.find()->generation == i);
  }
}

// The sanitizers see a pin that is let go too early or never.
BOOST_AUTO_TEST_CASE(a_thread_lets_go_of_its_pins_when_it_ends) {
  for (unsigned i = 0; i < 20; ++i) {
    Published published;
    published.store(make(i));
    std::thread{[&] { BOOST_TEST(published.find()->generation == i); }}.join();
    published.store({});
  }
}

BOOST_AUTO_TEST_CASE(readers_see_whole_tokens_that_never_go_back_while_writers_publish) {
  std::deque<Published> clients(3);
  for (Published& client : clients) client.store(make(0));
  std::atomic<bool> stop{false};
  std::atomic<unsigned> wrong{0};
  std::vector<std::thread> threads;
  for (unsigned reader = 0; reader < 3; ++reader)
    threads.emplace_back([&] {
      std::array<std::uint64_t, 3> seen{};
      while (!stop.load(std::memory_order_relaxed))
        for (std::size_t i = 0; i < clients.size(); ++i)
          if (const Snapshot* token = clients[i].find()) {
            wrong += token->token() != std::to_string(token->generation) || token->generation < seen[i];
            seen[i] = token->generation;
          }
    });
  for (std::uint64_t generation = 1; generation < 2'000; ++generation)
    for (Published& client : clients) {
      if (generation % 50 == 0) client.store({});
      client.store(make(generation));
    }
  stop = true;
  for (std::thread& thread : threads) thread.join();
  BOOST_TEST(wrong == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
