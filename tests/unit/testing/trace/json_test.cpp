#include <keyturn/testing/trace/json.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <simdjson.h>

#include <set>

using namespace std::chrono_literals;
using keyturn::Errc;
using keyturn::Error;
using keyturn::Event;
using keyturn::TimePoint;
using keyturn::testing::TraceJson;
using keyturn::testing::TraceLane;
using keyturn::testing::TraceRecord;
using Kind = TraceRecord::Kind;

namespace {

const TraceLane first{.number = 1}, second{.number = 2}, third{.number = 3};

TimePoint at(std::chrono::nanoseconds time) { return TimePoint{time}; }

TraceRecord span(Kind kind, TraceLane lane, std::string name, std::chrono::milliseconds from,
                 std::chrono::milliseconds to, std::string outcome = "200") {
  return {.kind = kind,
          .lane = lane,
          .name = std::move(name),
          .outcome = std::move(outcome),
          .began = at(from),
          .ended = at(to)};
}

TraceRecord moment(TraceLane lane, Event event, std::chrono::milliseconds time) {
  return {.kind = Kind::event,
          .lane = lane,
          .name = std::string{to_string(event.kind)},
          .began = at(time),
          .ended = at(time),
          .event = std::move(event)};
}

// The trace as a viewer reads it.
class Read {
 public:
  explicit Read(const std::vector<TraceRecord>& records, std::size_t forgotten = 0)
      : text_{TraceJson{records}.text(forgotten)}, document_{parser_.parse(text_)} {
    for (const simdjson::dom::element event : document_["traceEvents"]) events_.push_back(event);
  }

  std::vector<simdjson::dom::element> of_phase(std::string_view phase) const {
    std::vector<simdjson::dom::element> found;
    for (const auto& event : events_)
      if (std::string_view{event["ph"]} == phase) found.push_back(event);
    return found;
  }
  // From which lane to which each arrow goes.
  std::set<std::pair<std::int64_t, std::int64_t>> arrows() const {
    std::map<std::int64_t, std::pair<std::int64_t, std::int64_t>> ends;
    for (const auto& event : of_phase("s")) ends[event["id"]].first = event["tid"];
    for (const auto& event : of_phase("f")) ends[event["id"]].second = event["tid"];
    std::set<std::pair<std::int64_t, std::int64_t>> arrows;
    for (const auto& [id, end] : ends) arrows.insert(end);
    return arrows;
  }
  simdjson::dom::element document() const { return document_; }
  const std::string& text() const { return text_; }

 private:
  simdjson::dom::parser parser_;
  std::string text_;
  simdjson::dom::element document_;
  std::vector<simdjson::dom::element> events_;
};

using Arrows = std::set<std::pair<std::int64_t, std::int64_t>>;

}  // namespace

BOOST_AUTO_TEST_SUITE(trace_json)

BOOST_AUTO_TEST_CASE(a_span_is_a_complete_event_in_microseconds) {
  TraceRecord record = span(Kind::request, first, "GET /me", 0ms, 0ms, "timed_out");
  record.began = at(1'234'567ns);
  record.ended = at(2'234'568ns);
  record.detail = "nobody answered";
  const Read trace{{record}};
  const auto event = trace.of_phase("X").at(0);
  BOOST_TEST(std::string_view{event["name"]} == "GET /me");
  BOOST_TEST(std::string_view{event["cat"]} == "request");
  BOOST_TEST(double{event["ts"]} == 1234.567);
  BOOST_TEST(double{event["dur"]} == 1000.001);
  BOOST_TEST(std::int64_t{event["pid"]} == 1);
  BOOST_TEST(std::int64_t{event["tid"]} == 1);
  BOOST_TEST(std::string_view{event["args"]["outcome"]} == "timed_out");
  BOOST_TEST(std::string_view{event["args"]["detail"]} == "nobody answered");
}

BOOST_AUTO_TEST_CASE(what_goes_on_has_a_beginning_alone) {
  TraceRecord record = span(Kind::call, first, "me", 5ms, 5ms, "");
  record.ended.reset();
  const Read trace{{record}};
  BOOST_TEST(trace.of_phase("B").size() == 1u);
  BOOST_TEST(trace.of_phase("X").size() == 0u);
}

BOOST_AUTO_TEST_CASE(an_event_is_a_moment_with_all_that_it_says) {
  const Read trace{
      {moment(first,
              {.kind = Event::Kind::refresh_failed,
               .epoch = 3,
               .generation = 7,
               .error = Error{.code = Errc::no_answer, .detail = "cut off"},
               .took = 42ms},
              9ms),
       moment(first, {.kind = Event::Kind::logged_out, .reason = keyturn::LogoutReason::requested}, 10ms)}};
  const auto events = trace.of_phase("i");
  BOOST_REQUIRE_EQUAL(events.size(), 2u);
  BOOST_TEST(std::string_view{events[0]["name"]} == "refresh_failed");
  BOOST_TEST(std::string_view{events[0]["s"]} == "p");
  const simdjson::dom::element args = events[0]["args"];
  BOOST_TEST(std::string_view{args["session"]} == "3");
  BOOST_TEST(std::string_view{args["generation"]} == "7");
  BOOST_TEST(std::string_view{args["took"]} == "42 ms");
  BOOST_TEST(std::string_view{args["error"]} == "no_answer");
  BOOST_TEST(std::string_view{args["detail"]} == "cut off");
  BOOST_TEST(std::string_view{events[1]["args"]["reason"]} == "requested");
  BOOST_CHECK(events[1]["args"]["error"].error() == simdjson::NO_SUCH_FIELD);
}

BOOST_AUTO_TEST_CASE(lanes_are_numbered_as_they_appear_and_named) {
  const TraceLane here{.thread = std::this_thread::get_id()};
  const Read trace{{span(Kind::call, here, "a", 1ms, 2ms), span(Kind::call, second, "b", 2ms, 3ms),
                    span(Kind::call, here, "c", 3ms, 4ms)}};
  std::map<std::int64_t, std::string> names;
  for (const auto& event : trace.of_phase("M"))
    if (std::string_view{event["name"]} == "thread_name")
      names[event["tid"]] = std::string{std::string_view{event["args"]["name"]}};
  BOOST_CHECK((names == std::map<std::int64_t, std::string>{{1, "thread 1"}, {2, "lane 2"}}));
  const auto spans = trace.of_phase("X");
  BOOST_TEST(std::int64_t{spans.at(0)["tid"]} == std::int64_t{spans.at(2)["tid"]});
}

BOOST_AUTO_TEST_CASE(arrows_go_from_a_refresh_to_those_who_waited_for_it) {
  const Read trace{{
      span(Kind::call, first, "me", 0ms, 40ms),
      span(Kind::call, second, "me", 1ms, 40ms),
      span(Kind::call, third, "me", 2ms, 6ms),
      span(Kind::request, third, "GET /me", 3ms, 5ms),
      span(Kind::auth_request, first, "POST /refresh", 10ms, 20ms),
      moment(first, {.kind = Event::Kind::refreshed}, 24ms),
      span(Kind::request, first, "GET /me", 25ms, 35ms),   // it renewed the token itself
      span(Kind::request, second, "GET /me", 26ms, 30ms),  // waited
      span(Kind::request, second, "GET /me", 31ms, 32ms),  // the same call's next one has the token
      span(Kind::call, third, "me", 33ms, 40ms),           // began after the refresh
      span(Kind::request, third, "GET /me", 34ms, 35ms),
  }};
  BOOST_CHECK((trace.arrows() == Arrows{{1, 2}}));
  const auto from = trace.of_phase("s").at(0), to = trace.of_phase("f").at(0);
  BOOST_TEST(double{from["ts"]} == 19'999.999);  // still within the refresh
  BOOST_TEST(double{to["ts"]} == 26'000);
  BOOST_TEST(std::string_view{to["bp"]} == "e");
}

BOOST_AUTO_TEST_CASE(who_was_refused_waited_too_whether_or_not_the_host_named_its_call) {
  const Read trace{{
      span(Kind::request, second, "GET /me", 1ms, 5ms, "401"), span(Kind::request, third, "GET /me", 1ms, 5ms, "200"),
      span(Kind::auth_request, first, "POST /refresh", 10ms, 20ms),
      moment(first, {.kind = Event::Kind::refreshed}, 24ms), span(Kind::request, second, "GET /me", 26ms, 30ms),
      span(Kind::request, third, "GET /me", 26ms, 30ms),  // maybe another call: nobody knows
  }};
  BOOST_CHECK((trace.arrows() == Arrows{{3, 1}}));
}

BOOST_AUTO_TEST_CASE(an_attempt_that_brought_nothing_has_no_arrows) {
  const Read trace{{
      span(Kind::call, second, "me", 1ms, 60ms),
      span(Kind::auth_request, first, "POST /refresh", 10ms, 20ms, "503"),
      span(Kind::auth_request, first, "POST /refresh", 30ms, 40ms),
      moment(first, {.kind = Event::Kind::refreshed}, 44ms),
      span(Kind::request, second, "GET /me", 46ms, 50ms),
  }};
  BOOST_CHECK((trace.arrows() == Arrows{{2, 1}}));
  BOOST_TEST(double{trace.of_phase("s").at(0)["ts"]} == 39'999.999);
}

BOOST_AUTO_TEST_CASE(text_from_anywhere_stays_json) {
  const Read trace{{span(Kind::call, first, "quote \" backslash \\ line \n caf\xc3\xa9 broken \xc3", 1ms, 2ms)}};
  BOOST_TEST(std::string_view{trace.of_phase("X").at(0)["name"]} ==
             "quote \" backslash \\ line \n caf\xc3\xa9 broken ?");
}

BOOST_AUTO_TEST_CASE(an_empty_trace_opens_too_and_says_how_much_is_missing) {
  const Read trace{{}, 17};
  BOOST_TEST(std::string_view{trace.document()["otherData"]["forgotten"]} == "17");
  BOOST_TEST(trace.of_phase("M").size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
