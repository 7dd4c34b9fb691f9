#include <keyturn/testing/trace.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/curl_multi.hpp>
#include <keyturn/testing.hpp>
#include <unit/temporary_directory.hpp>

#include <atomic>
#include <latch>

using namespace std::chrono_literals;
using namespace keyturn;
using testing::FakeAuthServer;
using testing::Trace;
using testing::TracedStorage;
using testing::TracedTransport;
using testing::TraceRecord;
using testing::TraceSpan;
using Kind = TraceRecord::Kind;

static_assert(SharedStorage<TracedStorage<FileStorage>>);
static_assert(Storage<TracedStorage<MemoryStorage>> && !SharedStorage<TracedStorage<MemoryStorage>>);
static_assert(BlockingTransport<TracedTransport<CurlTransport>> && !AsyncTransport<TracedTransport<CurlTransport>>);
static_assert(WakingTransport<TracedTransport<CurlMultiTransport>>);
static_assert(!PolledTransport<TracedTransport<CurlMultiTransport>>);
static_assert(PolledTransport<TracedTransport<PolledCurlMultiTransport>>);
static_assert(!BlockingTransport<TracedTransport<PolledCurlMultiTransport>>);

namespace {

constexpr const char* origin = "https://api.example.test";

std::vector<TraceRecord> of(const Trace& trace, Kind kind) {
  auto records = trace.records();
  std::erase_if(records, [kind](const TraceRecord& record) { return record.kind != kind; });
  return records;
}

std::size_t count(const std::string& text, std::string_view what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++count;
  return count;
}

// A storage that tells when others change a record.
struct WatchedStorage : MemoryStorage {
  struct Watch {
    int number;
  };
  Watch watch(std::string_view, Callback<void()>) { return {7}; }
};

// Answers from a server in memory, when it is polled.
struct PolledServer {
  struct Call {
    Request request;
    Completion<Response> done;
  };
  void send(Request request, Completion<Response> done) { calls.push_back({std::move(request), std::move(done)}); }
  std::optional<std::chrono::milliseconds> poll() {
    for (Call& call : std::exchange(calls, {})) call.done(server.send(call.request));
    return calls.empty() ? std::nullopt : std::optional{0ms};
  }
  FakeAuthServer server{};
  std::vector<Call> calls{};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(trace)

BOOST_AUTO_TEST_CASE(a_blocking_client_shows_its_calls_requests_storage_and_events) {
  Trace trace;
  FakeAuthServer server;
  const TemporaryDirectory directory;
  AuthClient client{trace.transport(server), trace.storage(FileStorage{directory.path}), JsonApi{origin}};
  client.on_event(trace.listener());
  BOOST_REQUIRE(client.login(Password{"ada", "lovelace"}));
  server.kill_access_tokens();
  {
    const auto call = trace.call("who am I");
    BOOST_TEST(client.get("/me")->status == 200);
  }

  const auto asked = of(trace, Kind::auth_request);
  BOOST_REQUIRE_EQUAL(asked.size(), 2u);
  BOOST_TEST(asked[0].name == "POST /login");
  BOOST_TEST(asked[1].name == "POST /refresh");
  const auto sent = of(trace, Kind::request);
  BOOST_REQUIRE_EQUAL(sent.size(), 2u);
  BOOST_TEST(sent[0].outcome == "401");
  BOOST_TEST(sent[1].outcome == "200");
  std::vector<std::string> stored, told;
  for (const auto& record : of(trace, Kind::storage)) stored.push_back(record.name);
  for (const auto& record : of(trace, Kind::event)) told.push_back(record.name);
  BOOST_CHECK((stored == std::vector<std::string>{"lock", "load", "save", "lock", "load", "save", "load", "save"}));
  BOOST_CHECK((told == std::vector<std::string>{"logged_in", "refreshed", "replayed"}));
  const auto call = of(trace, Kind::call).at(0);
  BOOST_TEST(call.name == "who am I");
  BOOST_CHECK(call.began <= sent[0].began && *sent[1].ended <= *call.ended);
  BOOST_TEST(trace.json().find("\"who am I\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_token_password_or_query_is_in_it) {
  Trace trace;
  FakeAuthServer server;
  AuthClient client{trace.transport(server), trace.storage(MemoryStorage{}), JsonApi{origin}};
  client.on_event(trace.listener());
  BOOST_REQUIRE(client.login(Password{"ada", "lovelace"}));
  BOOST_REQUIRE(client.refresh());
  BOOST_REQUIRE(client.get("/me?key=hidden-query"));
  BOOST_REQUIRE(client.get("/me#hidden-fragment"));
  BOOST_REQUIRE(client.logout());
  const std::string text = trace.json();
  for (const char* secret : {"lovelace", "access-1", "access-2", "refresh-1", "refresh-2", "hidden", "Bearer"})
    BOOST_TEST(text.find(secret) == std::string::npos, secret);
}

// A refresh that is held until all others wait for it: each of them gets an arrow.
BOOST_AUTO_TEST_CASE(of_a_url_there_is_the_path_alone) {
  const auto name = [](const char* url) { return testing::checks::traced_name({.url = url}); };
  BOOST_TEST(name("https://api.example.test/notes?key=a/b#c") == "GET /notes");
  BOOST_TEST(name("https://api.example.test?key=a/SECRET") == "GET ");
  BOOST_TEST(name("https://api.example.test#a/SECRET") == "GET ");
  BOOST_TEST(name("/notes?at=http://SECRET/x") == "GET /notes");
}

BOOST_AUTO_TEST_CASE(a_blocking_transport_does_not_send_a_mark) {
  Trace trace;
  testing::ScriptedTransport script;
  script.answer(Response{.status = 200}).answer(Response{.status = 200});
  auto transport = trace.transport(script);
  const auto lane = trace.async_call("in a lane"), thread = trace.call("on this thread");
  for (const TraceSpan* const call : {&lane, &thread}) {
    BOOST_TEST(transport.send(Trace::mark(*call, {.url = "https://api.example.test/notes"})).has_value());
    BOOST_TEST(script.seen().back().request.headers.empty());
  }
}

BOOST_AUTO_TEST_CASE(each_thread_that_waits_for_a_refresh_gets_an_arrow_from_it) {
  Trace trace;
  FakeAuthServer server;
  AuthClient client{trace.transport(server), trace.storage(MemoryStorage{}), JsonApi{origin}};
  client.on_event(trace.listener());
  BOOST_REQUIRE(client.login(Password{"ada", "lovelace"}));
  BOOST_REQUIRE(client.adopt({.refresh_token = "refresh-1"}));  // so that each of them needs a new token
  constexpr int others = 3;
  std::latch in_refresh{1}, begun{others};
  server.before([&](const Request& request) {
    if (!request.url.ends_with("/refresh")) return;
    in_refresh.count_down();
    begun.wait();
  });
  std::atomic<int> answers{0};
  std::vector<std::thread> threads;
  for (int i = 0; i <= others; ++i)
    threads.emplace_back([&, i] {
      if (i > 0) in_refresh.wait();
      const auto call = trace.call("GET /me");
      if (i > 0) begun.count_down();
      if (client.get("/me")) ++answers;
    });
  for (std::thread& thread : threads) thread.join();
  BOOST_TEST(answers == others + 1);
  BOOST_TEST(server.counts().refreshes == 1u);
  BOOST_TEST(count(trace.json(), R"({"ph":"s")") == 3u);
  BOOST_TEST(count(trace.json(), R"({"ph":"f")") == 3u);
}

BOOST_AUTO_TEST_CASE(an_asynchronous_client_has_a_lane_for_each_call) {
  Trace trace;
  PolledServer inner;
  FakeAuthServer server = inner.server;
  AuthClient client{trace.transport(std::move(inner)), trace.storage(MemoryStorage{}), JsonApi{origin}};
  client.on_event(trace.listener());
  client.login(Password{"ada", "lovelace"}, [](Result<void> done) { BOOST_CHECK(done); });
  client.poll();
  client.poll();
  server.kill_access_tokens();
  int answers = 0;
  for (int i = 0; i < 2; ++i) {
    TraceSpan call = trace.async_call("GET /me");
    Request request = Trace::mark(call, {.url = "/me"});
    client.send(std::move(request), [&answers, call = std::move(call)](Result<Response> answer) {
      BOOST_REQUIRE(answer);
      BOOST_TEST(answer->status == 200);
      ++answers;
    });
  }
  for (int i = 0; i < 20 && answers < 2; ++i) client.poll();
  BOOST_REQUIRE_EQUAL(answers, 2);

  const auto calls = of(trace, Kind::call), sent = of(trace, Kind::request);
  BOOST_REQUIRE_EQUAL(calls.size(), 2u);
  BOOST_CHECK(calls[0].lane != calls[1].lane);
  BOOST_REQUIRE_EQUAL(sent.size(), 4u);  // each is refused, and replayed
  for (const TraceRecord& call : calls)
    BOOST_TEST(std::count_if(sent.begin(), sent.end(), [&](auto& request) { return request.lane == call.lane; }) == 2);
  // The client's own request has a lane that no call had meanwhile.
  const auto refresh = of(trace, Kind::auth_request).back();
  BOOST_TEST(refresh.lane.number == 3u);
  BOOST_TEST(count(trace.json(), R"({"ph":"f")") == 2u);
}

BOOST_AUTO_TEST_CASE(the_lane_of_a_call_is_not_sent) {
  Trace trace;
  PolledServer inner;
  bool seen = false;
  inner.server.before(
      [&seen](const Request& request) { seen |= request.headers.get("Keyturn-Trace-Lane").has_value(); });
  auto transport = trace.transport(std::move(inner));
  const TraceSpan call = trace.async_call("call");
  bool done = false;
  transport.send(Trace::mark(call, {.url = "https://api.example.test/me"}),
                 Completion<Response>{[&](Result<Response>) { done = true; }});
  transport.poll();
  BOOST_TEST(done);
  BOOST_TEST(!seen);
}

BOOST_AUTO_TEST_CASE(a_request_that_is_dropped_ends_as_one_without_an_answer) {
  Trace trace;
  auto transport = trace.transport(PolledServer{});
  Errc code{};
  transport.send({.url = "https://api.example.test/me"},
                 Completion<Response>{[&](Result<Response> answer) { code = answer.error().code; }});
  transport.inner().calls.clear();
  BOOST_CHECK(code == Errc::no_answer);
  BOOST_TEST(of(trace, Kind::request).at(0).outcome == "no_answer");
}

BOOST_AUTO_TEST_CASE(a_storage_keeps_what_it_has_beside_its_functions) {
  Trace trace;
  auto storage = trace.storage(WatchedStorage{});
  BOOST_TEST(storage.watch("ada", [] {}).number == 7);
  BOOST_CHECK(storage.save("ada", "record"));
  BOOST_CHECK(storage.inner().load("ada").value() == Secret{"record"});
}

BOOST_AUTO_TEST_CASE(the_wrapped_ones_keep_to_their_concepts) {
  const TemporaryDirectory directory;
  const Trace trace;
  const auto storage = testing::check_storage([&] { return trace.storage(FileStorage{directory.path}); });
  BOOST_TEST(storage.passed(), storage.text());
}

BOOST_AUTO_TEST_SUITE_END()
