#include <keyturn/drive/async_request.hpp>

#include "async_scene.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn_tests;
using namespace std::chrono_literals;

namespace {

// A driver that only writes down what the request asks of it.
struct RecordingDriver {
  testing::ManualClock clock{};
  testing::Manual by{clock};
  Options set{};
  SnapshotPin token{};
  std::vector<Request> sent{};
  std::vector<input::Ask> asked{};
  std::vector<Event::Kind> told{};
  int finished = 0;

  testing::Manual& platform() { return by; }
  const Options& options() const { return set; }
  const Snapshot* fresh_token(TimePoint) { return token.get(); }
  void ask(drive::AsyncCall&, Input input, TimePoint = {}) { asked.push_back(*input.get<input::Ask>()); }
  void send(drive::AsyncCall&, Request request, TimePoint) { sent.push_back(std::move(request)); }
  void tell(const Event& event) { told.push_back(event.kind); }
  void finish(drive::AsyncCall& call) {
    ++finished;
    call.tell_host();
  }
};

SnapshotPin snapshot(std::uint64_t generation) {
  core::Session session;
  session.tokens = *PlainProtocol{}.read_tokens(granted(static_cast<int>(generation)));
  session.generation = generation;
  return core::render(session, 1, TimePoint::max());
}

struct Scene {
  RecordingDriver driver{};
  core::Origins origins{"https://api.example.test", {}};
  Note note{};
  std::shared_ptr<drive::AsyncRequest<RecordingDriver>> call{};

  explicit Scene(std::uint64_t fresh = 0) {
    if (fresh != 0) driver.token = snapshot(fresh);
  }
  void start(Request request = {.url = "/notes"}) {
    call = std::make_shared<drive::AsyncRequest<RecordingDriver>>(driver, std::move(request), note);
    call->start(origins, driver.by.now());
  }
  std::string token_sent() const {
    return std::string{driver.sent.back().headers.get("Authorization").value_or("none")};
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(drive_async_request)

BOOST_AUTO_TEST_CASE(with_a_fresh_token_the_machine_is_not_asked) {
  Scene scene{1};
  scene.start();
  BOOST_TEST(scene.token_sent() == "Bearer access-1");
  BOOST_TEST(scene.driver.asked.empty());
  scene.call->answered(Response{.status = 200});
  BOOST_TEST(scene.note == "200");
  BOOST_TEST(scene.driver.finished == 1);
}

BOOST_AUTO_TEST_CASE(without_one_the_machine_is_asked_until_the_calls_own_deadline) {
  Scene scene;
  scene.start({.url = "/notes", .timeout = 7s});
  BOOST_TEST(scene.driver.sent.empty());
  BOOST_TEST((scene.driver.asked.at(0).deadline == later(scene.driver.clock.now(), 7s)));
  scene.driver.clock.advance(2s);
  scene.call->granted({.token = snapshot(2)});
  BOOST_TEST(scene.token_sent() == "Bearer access-2");
  BOOST_TEST((scene.driver.sent.back().timeout == 5s));
}

BOOST_AUTO_TEST_CASE(a_401_asks_for_a_newer_token_of_the_same_session) {
  Scene scene{3};
  scene.start();
  scene.call->answered(Response{.status = 401});
  BOOST_TEST((scene.driver.asked.at(0).epoch == 1u));
  BOOST_TEST((scene.driver.asked.at(0).refused == 3u));
  scene.call->granted({.token = snapshot(4)});
  BOOST_TEST(scene.token_sent() == "Bearer access-4");
  BOOST_TEST((scene.driver.told == std::vector{Event::Kind::replayed}));
  scene.call->answered(Response{.status = 401});
  BOOST_TEST(scene.note == "401");
  BOOST_TEST(scene.driver.sent.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_body_that_is_gone_gives_the_401_back) {
  for (const bool refresh_fails : {false, true}) {
    Scene scene{1};
    scene.start({.url = "/notes", .body = Body::once([](std::span<char>) { return std::size_t{0}; })});
    scene.call->answered(Response{.status = 401});
    if (refresh_fails)
      scene.call->granted({.error = Error{.code = Errc::refresh_unavailable}});
    else
      scene.call->granted({.token = snapshot(2)});
    BOOST_TEST(scene.note == "401");
  }
}

BOOST_AUTO_TEST_CASE(the_end_of_the_session_is_said_even_if_the_body_is_gone) {
  Scene scene{1};
  scene.start({.url = "/notes", .body = Body::once([](std::span<char>) { return std::size_t{0}; })});
  scene.call->answered(Response{.status = 401});
  scene.call->granted({.error = Error{.code = Errc::session_ended}});
  BOOST_TEST(scene.note == "session_ended");
}

BOOST_AUTO_TEST_CASE(optional_goes_bare_only_where_there_is_no_session) {
  Scene without;
  without.start({.url = "/notes", .auth = Auth::optional});
  without.call->granted({.error = Error{.code = Errc::not_logged_in}});
  BOOST_TEST(without.token_sent() == "none");
  without.call->answered(Response{.status = 401});
  BOOST_TEST(without.note == "401");
  Scene broken;
  broken.start({.url = "/notes", .auth = Auth::optional});
  broken.call->granted({.error = Error{.code = Errc::storage_failed}});
  BOOST_TEST(broken.note == "storage_failed");
}

BOOST_AUTO_TEST_CASE(a_token_that_comes_too_late_is_not_sent) {
  Scene scene;
  scene.start({.url = "/notes", .timeout = 7s});
  scene.driver.clock.advance(7s);
  scene.call->granted({.token = snapshot(2)});
  BOOST_TEST(scene.note == "timed_out");
  BOOST_TEST(scene.driver.sent.empty());
}

BOOST_AUTO_TEST_CASE(what_may_not_go_out_does_not) {
  Scene scene{1};
  scene.start({.url = "http://api.example.test/notes"});
  BOOST_TEST(scene.note == "insecure_url");
  BOOST_TEST(scene.driver.sent.empty());
}

// The transport may hold on to a call that is over; what the host put into its request dies all the same.
BOOST_AUTO_TEST_CASE(a_request_that_ended_keeps_nothing_of_the_host) {
  const auto kept = std::make_shared<int>();
  Scene scene{1};
  scene.start({.url = "/notes", .on_data = [kept](std::string_view) { return true; }});
  scene.driver.sent.clear();
  BOOST_TEST(kept.use_count() == 2);
  scene.call->answered(Response{.status = 200});
  BOOST_TEST(kept.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(a_request_that_was_cancelled_keeps_nothing_of_the_host) {
  const auto kept = std::make_shared<int>();
  Scene scene{1};
  scene.start({.url = "/notes", .on_data = [kept](std::string_view) { return true; }});
  scene.driver.sent.clear();
  scene.call->cancel(Error{.code = Errc::cancelled});
  scene.call->tell_host();
  BOOST_TEST(scene.note == "cancelled");
  BOOST_TEST(kept.use_count() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
