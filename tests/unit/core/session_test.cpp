#include <keyturn/core/session.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn;
using namespace std::chrono_literals;
using core::Session;
using core::SessionRecord;

namespace {

const Moment sent{TimePoint{1h}, WallTime{1'767'225'600s}};

AnswerTiming timing(std::chrono::milliseconds took = 0ms, Maybe<WallTime> date = {}) {
  return {.sent = sent, .received = {sent.steady + took, sent.wall + took}, .server_date = date};
}

TokenSet pair(const char* access, const char* refresh) {
  TokenSet tokens;
  tokens.access_token = access;
  tokens.refresh_token = refresh;
  return tokens;
}

Session after(TokenSet tokens, const AnswerTiming& when = timing(), const Session& before = {}) {
  return core::next_generation(before, std::move(tokens), when, {}, 0);
}

Session lives(std::chrono::seconds span) {
  TokenSet tokens = pair("a", "r");
  tokens.expires_in = span;
  return after(std::move(tokens));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(core_session)

BOOST_AUTO_TEST_CASE(lifetimes_count_from_the_moment_before_the_request) {
  TokenSet tokens = pair("a", "r");
  tokens.expires_in = 100s;
  tokens.refresh_expires_in = 1'000s;
  const Session session = after(tokens, timing(5s));
  BOOST_TEST((session.access_expires == sent.steady + 100s));
  BOOST_TEST((session.refresh_expires == sent.steady + 1'000s));
  BOOST_TEST((*session.access_lifetime == 100s));
  BOOST_TEST((session.stale_from == sent.steady + 90s));
  BOOST_TEST(session.usable(sent.steady + 100s - 1ns));
  BOOST_TEST(!session.usable(sent.steady + 100s));
}

BOOST_AUTO_TEST_CASE(lifetimes_out_of_range_are_clamped) {
  BOOST_TEST((lives(-5s).access_expires == sent.steady));
  BOOST_TEST((lives(std::chrono::seconds::max()).access_expires == sent.steady + core::longest_lifetime));
  BOOST_TEST((lives(std::chrono::seconds::min()).access_expires == sent.steady));
}

BOOST_AUTO_TEST_CASE(an_absolute_expiry_counts_by_the_servers_date) {
  TokenSet tokens = pair("a", "r");
  const auto wall = std::chrono::floor<std::chrono::seconds>(sent.wall);
  tokens.expires_at = wall + 2h + 100s;
  BOOST_TEST((after(tokens, timing(0ms, sent.wall + 2h)).access_expires == sent.steady + 100s));
  tokens.expires_at = wall + 100s;
  BOOST_TEST((after(tokens).access_expires == sent.steady + 100s));
  tokens.expires_in = 50s;
  BOOST_TEST((after(tokens).access_expires == sent.steady + 50s));
  tokens.expires_in.reset();
  for (const auto& [at, expires] : {std::pair{std::chrono::sys_seconds::max(), sent.steady + core::longest_lifetime},
                                    {std::chrono::sys_seconds::min(), sent.steady},
                                    {std::chrono::sys_seconds{}, sent.steady}}) {
    tokens.expires_at = at;
    BOOST_TEST((after(tokens).access_expires == expires));
  }
}

BOOST_AUTO_TEST_CASE(without_an_expiry_a_401_is_waited_for) {
  const Session session = after(pair("a", "r"));
  BOOST_TEST(!session.access_expires.has_value());
  BOOST_TEST((session.stale_from == TimePoint::max()));
  BOOST_TEST(session.usable(TimePoint::max()));
}

BOOST_AUTO_TEST_CASE(the_next_generation_keeps_what_the_answer_left_out) {
  Session before;
  before.id.fill(std::byte{1});
  before.generation = 6;
  before.tokens = pair("old", "refresh");
  before.tokens.id_token = "id";
  before.tokens.scope = "read";
  before.refresh_expires = TimePoint{99h};
  before.intent = core::Intent{};
  before.access_refused = true;
  const Session next = after(pair("new", ""), timing(), before);
  BOOST_TEST((next.id == before.id));
  BOOST_TEST(next.generation == 7u);
  BOOST_TEST((next.tokens.refresh_token == Secret{"refresh"}));
  BOOST_TEST((next.tokens.id_token == Secret{"id"}));
  BOOST_TEST(next.tokens.scope == "read");
  BOOST_TEST((next.refresh_expires == before.refresh_expires));
  BOOST_TEST(!next.intent.has_value());
  BOOST_TEST(!next.access_refused);
  BOOST_TEST(!after(pair("new", "other"), timing(), before).refresh_expires.has_value());
}

BOOST_AUTO_TEST_CASE(an_access_token_that_may_not_be_sent_counts_as_none) {
  for (const char* token : {"", "two words", "line\r\nbreak", "\xc3\xa4", "tab\t"}) {
    const Session session = after(pair(token, "r"));
    BOOST_TEST(session.tokens.access_token.empty());
    BOOST_TEST(!session.usable(sent.steady));
  }
  TokenSet tokens = pair("a", "r");
  tokens.token_type = "Bearer\nX";
  BOOST_TEST(after(tokens).tokens.access_token.empty());
}

BOOST_AUTO_TEST_CASE(the_offset_of_the_clocks_is_taken_from_quick_answers_alone) {
  BOOST_TEST((after(pair("a", "r"), timing(2s, sent.wall + 1h)).clock_offset == 1h + 500ms - 1s));
  BOOST_TEST((after(pair("a", "r"), timing(11s, sent.wall + 1h)).clock_offset == 0ms));
  Session before;
  before.clock_offset = 7s;
  BOOST_TEST((after(pair("a", "r"), timing(11s, sent.wall + 1h), before).clock_offset == 7s));
  BOOST_TEST((after(pair("a", "r"), timing(0s), before).clock_offset == 7s));
}

BOOST_AUTO_TEST_CASE(jitter_makes_early_refreshes_a_little_earlier) {
  TokenSet tokens = pair("a", "r");
  tokens.expires_in = 100s;
  const Session early = core::next_generation({}, TokenSet{tokens}, timing(), {}, 65535);
  BOOST_TEST((early.stale_from < sent.steady + 90s && early.stale_from >= sent.steady + 89s));
  BOOST_TEST((core::next_generation({}, TokenSet{tokens}, timing(), 20s, 0).stale_from == sent.steady + 80s));
}

BOOST_AUTO_TEST_CASE(a_record_gives_the_session_back) {
  Session session = lives(100s);
  session.id.fill(std::byte{3});
  session.refresh_expires = sent.steady + 1'000s;
  session.clock_offset = 90s;
  const Moment read{TimePoint{5s}, sent.wall + 40s};  // the steady clock began anew with the machine
  const Session back = core::from_record(core::to_record(session, sent), read, {}, 0);
  BOOST_TEST((back.id == session.id));
  BOOST_TEST(back.generation == session.generation);
  BOOST_TEST((back.tokens.access_token == session.tokens.access_token));
  BOOST_TEST((back.access_expires == read.steady + 60s));
  BOOST_TEST((back.refresh_expires == read.steady + 960s));
  BOOST_TEST((back.stale_from == read.steady + 50s));
  BOOST_TEST((back.clock_offset == 90s));
}

BOOST_AUTO_TEST_CASE(wrong_clocks_shorten_a_tokens_life_and_never_lengthen_it) {
  const SessionRecord record = core::to_record(lives(100s), sent);
  struct {
    std::chrono::milliseconds off, left;
  } rows[] = {{0s, 100s}, {-1h, 100s}, {-24h * 36'500, 100s}, {99s, 1s}, {100s, 0s}, {1h, 0s}, {24h * 36'500, 0s}};
  for (const auto& row : rows) {
    const Moment read{TimePoint{20 * 24h * 366}, sent.wall + row.off};
    const Session back = core::from_record(SessionRecord{record}, read, {}, 0);
    BOOST_TEST(back.usable(read.steady) == (row.left > 0s));
    if (row.left > 0s) BOOST_TEST((back.access_expires == read.steady + row.left));
    BOOST_TEST(!back.usable(read.steady + 100s));
  }
}

BOOST_AUTO_TEST_CASE(an_open_intent_makes_the_token_stale) {
  Session session = lives(100s);
  session.intent = core::Intent{.key = {std::byte{7}}, .since = sent.steady - 3s};
  const Moment read{TimePoint{5s}, sent.wall + 4s};
  const Session back = core::from_record(core::to_record(session, sent), read, {}, 0);
  BOOST_TEST_REQUIRE(back.intent.has_value());
  BOOST_TEST((back.intent->key == session.intent->key));
  BOOST_TEST((back.intent->since == read.steady - 7s));
  BOOST_TEST(back.intent->may_be_done);
  BOOST_TEST((back.stale_from == read.steady));
  BOOST_TEST(back.usable(read.steady));
}

BOOST_AUTO_TEST_CASE(extreme_figures_in_a_record_overflow_nothing) {
  constexpr auto most = std::chrono::milliseconds::max();
  constexpr auto least = std::chrono::milliseconds{INT64_MIN + 1};
  for (const auto a : {most, least, 0ms})
    for (const auto b : {most, least, 0ms})
      for (const auto c : {most, least, 0ms}) {
        SessionRecord record;
        record.tokens = pair("a", "r");
        record.access_expires = record.refresh_expires = WallTime{a};
        record.access_left = record.access_lifetime = b;
        record.clock_offset = c;
        const Session session = core::from_record(SessionRecord{record}, sent, {}, 32768);
        BOOST_TEST((*session.access_expires <= sent.steady + core::longest_lifetime));
        (void)core::to_record(session, sent);
      }
}

BOOST_AUTO_TEST_CASE(tokens_and_header_values) {
  static_assert(core::is_sendable_token("abc~!"));
  static_assert(!core::is_sendable_token("") && !core::is_sendable_token("a b") && !core::is_sendable_token("\x7f"));
  static_assert(core::is_header_value("") && core::is_header_value("a\tb \xff"));
  static_assert(!core::is_header_value("a\r") && !core::is_header_value("\n") && !core::is_header_value("\x7f"));
  BOOST_TEST(!core::is_header_value(std::string_view{"a\0b", 3}));
}

BOOST_AUTO_TEST_CASE(a_token_is_rendered_for_its_header) {
  Session session = lives(100s);
  for (const auto& [type, header] : {std::pair{"bearer", "Bearer a"}, {"BEARER", "Bearer a"}, {"DPoP", "DPoP a"}}) {
    session.tokens.token_type = type;
    const SnapshotPin pin = core::render(session, 4, sent.steady);
    BOOST_TEST(pin->authorization.value == header);
    BOOST_TEST(pin->token() == "a");
    BOOST_TEST(pin->epoch == 4u);
    BOOST_TEST(pin->generation == 1u);
  }
}

BOOST_AUTO_TEST_SUITE_END()
