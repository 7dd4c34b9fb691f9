#include <keyturn/drive/async_callbacks.hpp>

#include "async_scene.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <string>

using namespace keyturn_tests;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(drive_async_callbacks)

BOOST_AUTO_TEST_CASE(completions_run_one_at_a_time_none_inside_another) {
  AsyncScene<> here;
  here.wire().at_once(answering_all());
  int inside = 0, deepest = 0, ended = 0;
  std::function<void(Result<Response>)> work = [&](Result<Response>) {
    deepest = std::max(deepest, ++inside);
    if (++ended < 10) here.client->get("/notes", work);
    --inside;
  };
  here.client->get("/notes", work);
  BOOST_TEST(ended == 10);
  BOOST_TEST(deepest == 1);
}

BOOST_AUTO_TEST_CASE(callbacks_may_call_the_client) {
  AsyncScene<> here;
  here.wire().at_once(answering_all());
  std::string heard;
  here.client->on_logout([&](LogoutReason) {
    heard += "logout ";
    here.client->login(Password{"ada", "x"}, [&](Result<void> result) { heard += "login " + text(result) + " "; });
  });
  here.client->logout([&](Result<void> result) { heard += "out " + text(result); });
  BOOST_TEST(heard == "logout login ok out ok");
  BOOST_TEST(here.token() == "access-2");
}

BOOST_AUTO_TEST_CASE(events_come_in_the_order_in_which_things_happened) {
  AsyncScene<> here;
  here.wire().at_once([first = true](const Request& request) mutable -> Result<Response> {
    if (request.url.ends_with("/refresh")) return granted(2);
    return Response{.status = std::exchange(first, false) ? 401 : 200};
  });
  BOOST_TEST(here.get() == "200");
  BOOST_TEST((here.events == std::vector{Event::Kind::refreshed, Event::Kind::replayed}));
}

BOOST_AUTO_TEST_CASE(exceptions_of_callbacks_and_completions_stop_nothing) {
  AsyncScene<> here;
  here.client->on_event([](const Event&) { throw std::runtime_error{"event"}; });
  here.client->on_logout([](LogoutReason) { throw std::runtime_error{"logout"}; });
  here.wire().at_once(answering_all());
  here.client->get("/notes", [](Result<Response>) { throw std::runtime_error{"completion"}; });
  BOOST_TEST(here.get() == "200");
  BOOST_TEST(here.logout() == "ok");
}

BOOST_AUTO_TEST_SUITE_END()
