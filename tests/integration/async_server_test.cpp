// Asynchronous clients over real sockets: libcurl's multi interface against the example auth server.
#include "real_server.hpp"

#include "sanitized.hpp"

#include <keyturn/curl_multi.hpp>

#include <malloc.h>
#include <poll.h>

#include <coroutine>
#include <future>
#include <vector>

namespace {

using namespace real_server;
using keyturn::AuthClient, keyturn::CurlMultiTransport, keyturn::JsonApi, keyturn::MemoryStorage,
    keyturn::PolledCurlMultiTransport, keyturn::Request, keyturn::Response, keyturn::Result;

template <class Transport>
struct Client : AuthClient<Transport, MemoryStorage, JsonApi, Shifted> {
  explicit Client(Server& on)
      : AuthClient<Transport, MemoryStorage, JsonApi, Shifted>{
            Transport{}, MemoryStorage{}, JsonApi{on.server.url()}, {.request_timeout = 120s}, Shifted{{}, on.time}} {}
};

// Polls as an event loop would, until it is so.
template <class Until>
void run(auto& client, Until&& until) {
  while (!until()) {
    const auto next = client.poll();
    if (!until() && next) ::poll(nullptr, 0, static_cast<int>(std::min(*next, 5ms).count()));
  }
}

void log_in(auto& client) {
  std::optional<Result<void>> done;
  client.login(keyturn::Password{"ada", "lovelace"}, [&](Result<void> result) { done.emplace(std::move(result)); });
  run(client, [&] { return done.has_value(); });
  BOOST_REQUIRE(done->has_value());
}

// Bytes that the program has from the allocator.
std::size_t allocated() {
  const auto info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
}

// What `count` requests alone take, as the client keeps them.
std::size_t bytes_of_requests(std::size_t count, const std::string& url) {
  std::vector<std::unique_ptr<Request>> requests(count);
  const std::size_t before = allocated();
  for (auto& request : requests) request.reset(new Request{.url = url});
  return allocated() - before;
}

struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_real_server_and_asynchronous_clients, Server)

BOOST_AUTO_TEST_CASE(ten_thousand_calls_on_an_expired_token_cause_one_refresh_and_all_get_their_answer) {
  constexpr std::size_t calls = 10'000;
  Client<PolledCurlMultiTransport> client{*this};
  log_in(client);
  pass(61s);
  [[maybe_unused]] const std::size_t of_requests = bytes_of_requests(calls, server.url() + "/me");
  std::size_t good = 0, ended = 0;
  const std::size_t before = allocated();
  for (std::size_t i = 0; i < calls; ++i)
    client.get("/me", [&](Result<Response> answer) {
      ++ended;
      good += answer && answer->status == 200;
    });
  [[maybe_unused]] const std::size_t waiting = allocated() - before;
#ifndef KEYTURN_SANITIZED
  const std::size_t each = (waiting - std::min(waiting, of_requests)) / calls;
  BOOST_TEST_MESSAGE(calls << " waiting calls take " << each << " bytes each beyond their requests");
  BOOST_TEST(each < 1024u);
#endif
  run(client, [&] { return ended == calls; });
  BOOST_TEST(good == calls);
  BOOST_TEST(server.counters().refresh_requests == 1u);
}

BOOST_AUTO_TEST_CASE(a_coroutine_lives_through_a_session_on_a_transport_with_a_thread_of_its_own) {
  Client<CurlMultiTransport> client{*this};
  std::promise<std::string> story;
  auto told = story.get_future();
  const auto live = [&]() -> Task {
    std::string text;
    const auto note = [&](const auto& result) {
      text += result ? "ok " : std::string{to_string(result.error().code)} + " ";
    };
    const keyturn::Password wrong{"ada", "wrong"}, right{"ada", "lovelace"};
    note(co_await client.login(wrong));
    note(co_await client.login(right));
    const auto posted = co_await client.post("/notes", R"({"text":"first"})");
    text += std::to_string(posted ? posted->status : 0) + " ";
    pass(61s);
    const auto notes = co_await client.get("/notes");
    text += notes && notes->body.find("first") != std::string::npos ? "first " : "none ";
    note(co_await client.access_token());
    note(co_await client.refresh());
    note(co_await client.logout());
    note(co_await client.get("/me"));
    story.set_value(text);
  };
  live();
  BOOST_TEST(told.get() == "login_refused ok 201 first ok ok ok not_logged_in ");
  BOOST_TEST(server.counters().rotations == 2u);
}

BOOST_AUTO_TEST_CASE(a_server_that_comes_back_is_found_by_the_transports_own_clock) {
  Client<CurlMultiTransport> client{*this};
  std::promise<Result<void>> logged_in;
  client.login(keyturn::Password{"ada", "lovelace"}, [&](Result<void> done) { logged_in.set_value(std::move(done)); });
  BOOST_REQUIRE(logged_in.get_future().get().has_value());
  const std::uint16_t port = server.port();
  server.stop();
  auto nobody = std::make_unique<DeadPort>(port);
  std::optional<AuthServer> again;
  pass(61s);
  std::promise<Result<Response>> answer;
  client.on_event([&](const keyturn::Event& event) {
    if (event.kind != keyturn::Event::Kind::refresh_failed || !nobody) return;
    nobody.reset();
    again.emplace(configuration(port));
  });
  client.get("/me", [&](Result<Response> result) { answer.set_value(std::move(result)); });
  const auto result = answer.get_future().get();
  BOOST_REQUIRE(result);
  BOOST_TEST(result->status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
