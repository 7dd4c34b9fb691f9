// One client for many threads: when the access token is dead, one of them renews it, and the others wait for that one.
// What matters: the threads call the client as it is; what its callbacks touch is atomic; and the client outlives them.
#include "small/print.hpp"

#include <keyturn/keyturn.hpp>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

using namespace keyturn::example;

int main(int count, char** arguments) {
  std::atomic<int> refreshes{0}, answers{0};
  keyturn::AuthClient client{keyturn::CurlTransport{}, keyturn::MemoryStorage{},
                             keyturn::JsonApi{server_of(count, arguments)}};
  client.on_event([&refreshes](const keyturn::Event& event) {  // on whichever thread it happens
    if (event.kind == keyturn::Event::Kind::refreshed) ++refreshes;
  });
  if (auto done = client.login(keyturn::Password{"ada", "lovelace"}); !done) return failed("login", done.error());

  // As if its time had run out: from here on everybody needs a new one.
  if (const auto token = client.access_token()) client.report_unauthorized(*token);

  constexpr int number = 8;
  std::latch start{number};
  std::vector<std::thread> threads;
  for (int i = 0; i < number; ++i)
    threads.emplace_back([&client, &start, &answers] {
      start.arrive_and_wait();
      const auto notes = client.get("/notes");
      if (!notes)
        failed("GET /notes", notes.error());
      else if (keyturn::is_success(notes->status))
        ++answers;
    });
  for (std::thread& thread : threads) thread.join();
  std::printf("%d threads, %d answers, %d refresh\n", number, answers.load(), refreshes.load());

  if (auto done = client.logout(); !done) return failed("logout", done.error());
  std::puts("logged out");
  return answers == number ? 0 : 1;
}
