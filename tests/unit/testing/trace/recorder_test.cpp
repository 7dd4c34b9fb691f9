#include <keyturn/testing/trace/recorder.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/testing/manual.hpp>

using namespace std::chrono_literals;
using keyturn::Errc;
using keyturn::Error;
using keyturn::Event;
using keyturn::testing::ManualClock;
using keyturn::testing::TraceLane;
using keyturn::testing::TraceRecord;
using keyturn::testing::TraceRecorder;
using keyturn::testing::TraceSpan;
using Kind = TraceRecord::Kind;

namespace {

struct Recording {
  explicit Recording(std::size_t most = 100) : recorder{most, [clock = clock] { return clock.now(); }} {}

  TraceSpan span(std::string_view name,
                 std::optional<TraceLane> lane = TraceLane{.thread = std::this_thread::get_id()}) {
    return {recorder, Kind::call, name, lane};
  }
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const TraceRecord& record : recorder.records()) names.push_back(record.name);
    return names;
  }

  ManualClock clock;
  TraceRecorder recorder;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(trace_recorder)

BOOST_AUTO_TEST_CASE(a_span_has_its_times_its_thread_and_what_came_of_it) {
  Recording recording;
  const auto began = recording.clock.now();
  TraceSpan span = recording.span("GET /me");
  recording.clock.advance(5ms);
  span.end(200);
  span.end(500);  // the first one counts

  const auto records = recording.recorder.records();
  BOOST_REQUIRE_EQUAL(records.size(), 1u);
  BOOST_TEST(records[0].name == "GET /me");
  BOOST_TEST(records[0].outcome == "200");
  BOOST_CHECK(records[0].lane.thread == std::this_thread::get_id());
  BOOST_CHECK(records[0].began == began);
  BOOST_CHECK(records[0].ended == began + 5ms);
}

BOOST_AUTO_TEST_CASE(an_error_is_kept_by_name_with_its_detail) {
  Recording recording;
  recording.span("save").end(Error{.code = Errc::storage_failed, .detail = "the disk is full"});
  const auto records = recording.recorder.records();
  BOOST_TEST(records.at(0).outcome == "storage_failed");
  BOOST_TEST(records.at(0).detail == "the disk is full");
}

BOOST_AUTO_TEST_CASE(a_span_ends_where_its_object_dies_also_after_it_was_moved) {
  Recording recording;
  {
    TraceSpan first = recording.span("call");
    const TraceSpan second = std::move(first);
    recording.clock.advance(1ms);
    BOOST_CHECK(!recording.recorder.records().at(0).ended);
  }
  BOOST_CHECK(recording.recorder.records().at(0).ended == recording.clock.now());
}

BOOST_AUTO_TEST_CASE(records_come_in_the_order_in_which_they_began_and_the_longer_first) {
  Recording recording;
  {
    const TraceSpan outer = recording.span("outer");
    recording.span("at once").end();
    recording.clock.advance(1ms);
    recording.span("inner").end();
    recording.recorder.add(Event{.kind = Event::Kind::refreshed});
    recording.clock.advance(1ms);
  }
  BOOST_CHECK((recording.names() == std::vector<std::string>{"outer", "at once", "inner", "refreshed"}));
}

BOOST_AUTO_TEST_CASE(the_oldest_make_room_but_what_goes_on_stays) {
  Recording recording{3};
  const TraceSpan running = recording.span("running");
  for (const char* name : {"1", "2", "3", "4", "5"}) recording.span(name).end();
  BOOST_CHECK((recording.names() == std::vector<std::string>{"running", "3", "4", "5"}));
  BOOST_TEST(recording.recorder.forgotten() == 2u);
  for (int i = 0; i < 3; ++i) recording.recorder.add(Event{});
  BOOST_TEST(recording.recorder.records().size() == 4u);
  BOOST_TEST(recording.recorder.forgotten() == 5u);
}

BOOST_AUTO_TEST_CASE(long_names_are_cut) {
  Recording recording;
  recording.span(std::string(1000, 'x')).end();
  BOOST_TEST(recording.names().at(0).size() == 200u);
}

BOOST_AUTO_TEST_CASE(what_errors_say_is_cut_too) {
  Recording recording;
  const Error error{.code = Errc::bad_answer, .detail = std::string(1 << 20, 'x')};
  recording.span("a call").end(error);
  recording.recorder.add({.kind = Event::Kind::refresh_failed, .error = error});
  const auto records = recording.recorder.records();
  BOOST_TEST(records[0].detail.size() == 200u);
  BOOST_TEST(records[1].event->error->detail.size() == 200u);
}

BOOST_AUTO_TEST_CASE(who_has_no_lane_gets_the_lowest_free_one_until_the_end) {
  Recording recording;
  TraceSpan first = recording.span("first", std::nullopt);
  const TraceSpan second = recording.span("second", std::nullopt);
  BOOST_TEST(first.lane().number == 1u);
  BOOST_TEST(second.lane().number == 2u);
  first.end();
  const TraceSpan third = recording.span("third", std::nullopt);
  BOOST_TEST(third.lane().number == 1u);
  // One that shares a lane leaves it to its owner.
  recording.span("request", second.lane()).end();
  BOOST_TEST(recording.span("fourth", std::nullopt).lane().number == 3u);
}

BOOST_AUTO_TEST_CASE(many_threads_record_at_once) {
  Recording recording{100'000};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&recording] {
      for (int j = 0; j < 500; ++j) {
        recording.span("span").end(200);
        recording.recorder.add(Event{});
        if (j % 100 == 0) static_cast<void>(recording.recorder.records());
      }
    });
  for (std::thread& thread : threads) thread.join();
  BOOST_TEST(recording.recorder.records().size() == 4000u);
}

BOOST_AUTO_TEST_SUITE_END()
