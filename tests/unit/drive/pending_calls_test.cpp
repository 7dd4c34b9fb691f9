#include <keyturn/drive/pending_calls.hpp>

#include "async_scene.hpp"

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <memory>

using namespace keyturn_tests;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(drive_pending_calls)

BOOST_AUTO_TEST_CASE(an_answer_counts_for_the_request_that_it_was_given_to_once) {
  struct Call final : drive::AsyncCall {};
  const auto call = share<Call>();
  drive::PendingCalls calls;
  calls.add(call);
  const auto first = calls.begin_sending(*call, TimePoint::max());
  BOOST_TEST(calls.end_sending(*call, first));
  BOOST_TEST(!calls.end_sending(*call, first));
  const auto second = calls.begin_sending(*call, TimePoint::max());
  BOOST_TEST(!calls.end_sending(*call, first));
  BOOST_TEST(calls.end_sending(*call, second));
}

BOOST_AUTO_TEST_CASE(a_request_with_time_to_spare_is_overdue_that_long_after_it_was_found_late) {
  struct Call final : drive::AsyncCall {};
  const auto plain = share<Call>(), spared = share<Call>();
  drive::PendingCalls calls;
  calls.add(plain), calls.add(spared);
  (void)calls.begin_sending(*plain, TimePoint{10s});
  const auto number = calls.begin_sending(*spared, TimePoint{10s}, 5s);
  const auto late = calls.find_overdue(TimePoint{100s});
  BOOST_TEST_REQUIRE(late.size() == 1u);
  BOOST_TEST((late.begin()->call.get() == plain.get()));
  BOOST_TEST((calls.overdue_at() == TimePoint{105s}));
  BOOST_TEST(calls.end_sending(*plain, late.begin()->number));
  BOOST_TEST(calls.find_overdue(TimePoint{105s} - 1ns).empty());
  const auto lost = calls.find_overdue(TimePoint{105s});
  BOOST_TEST_REQUIRE(lost.size() == 1u);
  BOOST_TEST(lost.begin()->number == number);
  (void)calls.begin_sending(*spared, TimePoint{110s});  // each request has its own
  BOOST_TEST(calls.find_overdue(TimePoint{110s}).size() == 1u);
}

BOOST_AUTO_TEST_CASE(late_answers_find_nobody) {
  AsyncScene<> here;
  const Note note = here.get({.url = "/notes", .timeout = 5s});
  const Wire::Call call = here.wire().take();
  here.clock.advance(5s);
  (void)here.client->poll();
  BOOST_TEST(note == "timed_out");
  call.done(Response{.status = 200});
  BOOST_TEST(note == "timed_out");
  const Note other = here.get();
  const Wire::Call orphan = here.wire().take();
  here.client.reset();
  BOOST_TEST(other == "cancelled");
  orphan.done(Response{.status = 200});
  BOOST_TEST(other == "cancelled");
}

BOOST_AUTO_TEST_CASE(the_first_answer_counts_and_one_that_is_dropped_is_no_answer) {
  AsyncScene<> here;
  const Note repeated = here.get();
  const Wire::Call call = here.wire().take();
  call.done(Response{.status = 200});
  call.done(Response{.status = 500});
  BOOST_TEST(repeated == "200");
  const Note dropped = here.get();
  (void)here.wire().take();
  BOOST_TEST(dropped == "no_answer");
}

BOOST_AUTO_TEST_CASE(answers_of_an_earlier_request_do_not_end_a_later_one) {
  AsyncScene<> here;
  const Note note = here.get();
  const Wire::Call first = here.wire().take();
  first.done(Response{.status = 401});
  here.wire().answer(granted(2));
  first.done(Response{.status = 200});
  BOOST_TEST(note == "");
  here.wire().answer(204);
  BOOST_TEST(note == "204");
}

BOOST_AUTO_TEST_CASE(a_call_that_ended_keeps_nothing) {
  AsyncScene<> here;
  const auto kept = std::make_shared<int>();
  here.client->send({.url = "/notes", .on_data = [kept](std::string_view) { return true; }},
                    [kept](Result<Response>) {});
  const Completion<Response> done = here.wire().take().done;
  BOOST_TEST(kept.use_count() > 1);
  done(Response{.status = 200});
  BOOST_TEST(kept.use_count() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
