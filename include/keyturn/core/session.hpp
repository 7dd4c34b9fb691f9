// The session in memory: the current pair, when it expires by the steady clock, and its way to and from the record.
#ifndef KEYTURN_CORE_SESSION_HPP
#define KEYTURN_CORE_SESSION_HPP

#include <keyturn/base/rare.hpp>
#include <keyturn/base/url.hpp>
#include <keyturn/core/schedule.hpp>
#include <keyturn/core/session_record.hpp>
#include <keyturn/model/answer.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace core {

/// A rotation that was begun, and whose end is not known.
struct Intent {
  IntentKey key{};
  TimePoint since{};
  bool may_be_done = false;  // a request may have reached the server: its answer was lost, or a process died
};

struct Session {
  SessionId id{};
  std::uint64_t generation = 0;
  TokenSet tokens{};  // its four expiry members are spent: see below
  Maybe<TimePoint> access_expires{}, refresh_expires{};
  Maybe<std::chrono::nanoseconds> access_lifetime{};
  TimePoint stale_from = TimePoint::max();
  std::chrono::milliseconds clock_offset{0};  // server's clock minus the clock here
  Rare<Intent> intent{};                      // of a rotation of this pair
  bool access_refused = false;                // a 401 came for this access token

  /// Whether the access token may still be sent.
  bool usable(TimePoint time) const {
    return !tokens.access_token.empty() && !access_refused && (!access_expires || time < *access_expires);
  }
};

/// Whether text may stand in a header value: no CR, LF or NUL (RFC 9110, section 5.5), no other control character.
constexpr bool is_header_value(std::string_view text) {
  for (const char c : text)
    if ((static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7f') return false;
  return true;
}

/// Whether a token may be sent: visible ASCII alone (RFC 6750, section 2.1, and the wider VSCHAR of OAuth 2.1).
constexpr bool is_sendable_token(std::string_view token) {
  for (const char c : token)
    if (c <= ' ' || c > '~') return false;
  return !token.empty();
}

namespace detail {
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

/// The server's clock minus the one here, if the answer allows to tell: half a second for the Date's truncation, and
/// not from answers so slow that the guess would be worse than none.
inline Maybe<milliseconds> clock_offset(const AnswerTiming& timing) {
  const auto round_trip = timing.received.steady - timing.sent.steady;
  if (!timing.server_date || round_trip < nanoseconds{0} || round_trip > std::chrono::seconds{10}) return {};
  const WallTime middle = timing.received.wall - milliseconds_within(round_trip / 2);
  return *timing.server_date + milliseconds{500} - middle;
}

inline nanoseconds clamp_lifetime(std::chrono::seconds span) {
  return clamped<std::chrono::seconds>(span, std::chrono::seconds{0}, longest_lifetime);
}

/// What an answer says of a lifetime: the relative figure first, which no clock can falsify; an absolute one is taken
/// relative to the answer's own Date.
inline Maybe<nanoseconds> lifetime(const std::optional<std::chrono::seconds>& relative,
                                   const std::optional<std::chrono::sys_seconds>& absolute, const AnswerTiming& timing,
                                   milliseconds clock_offset) {
  if (relative) return clamp_lifetime(*relative);
  if (!absolute) return {};
  const WallTime server = timing.server_date ? *timing.server_date : timing.received.wall + clock_offset;
  // A nonsense date must not overflow milliseconds.
  constexpr std::chrono::seconds distant{std::int64_t{1} << 40};
  const milliseconds end = clamped(absolute->time_since_epoch(), -distant, distant);
  return clamp_lifetime(
      std::chrono::seconds{keyturn::detail::divided((end - server.time_since_epoch()).count(), 1000)});
}

inline TimePoint stale_from(const Session& session, std::optional<std::chrono::seconds> configured, Fraction jitter) {
  if (!session.access_expires) return TimePoint::max();
  const nanoseconds span = leeway(session.access_lifetime.value_or(nanoseconds{0}), configured);
  const nanoseconds early = nanoseconds{keyturn::detail::divided(span.count(), 10 * 65536)} * jitter;
  return later(*session.access_expires, -(span + early));
}
}  // namespace detail

/// The session after `answer`: the next generation of `before`, or its first one. An answer without a refresh token
/// keeps the old one (RFC 6749, section 6), one whose access token may not be sent counts as without. Lifetimes count
/// from the moment before the request was sent. `jitter` spreads early refreshes by up to a tenth of the
/// leeway.
inline Session next_generation(const Session& before, TokenSet&& tokens, const AnswerTiming& timing,
                               std::optional<std::chrono::seconds> configured_leeway, Fraction jitter) {
  Session next;
  next.id = before.id;
  next.generation = before.generation + 1;
  next.clock_offset = detail::clock_offset(timing).value_or(before.clock_offset);
  if (const auto span = detail::lifetime(tokens.expires_in, tokens.expires_at, timing, next.clock_offset)) {
    next.access_lifetime = *span;
    next.access_expires = later(timing.sent.steady, *span);
  }
  if (const auto span =
          detail::lifetime(tokens.refresh_expires_in, tokens.refresh_expires_at, timing, next.clock_offset))
    next.refresh_expires = later(timing.sent.steady, *span);

  next.tokens = std::move(tokens);
  if (!is_sendable_token(next.tokens.access_token.view()) || !is_sendable_token(next.tokens.token_type))
    next.tokens.access_token = Secret{};
  if (next.tokens.refresh_token.empty()) {
    next.tokens.refresh_token = before.tokens.refresh_token;
    if (!next.refresh_expires) next.refresh_expires = before.refresh_expires;
  }
  if (next.tokens.id_token.empty()) next.tokens.id_token = before.tokens.id_token;
  if (next.tokens.scope.empty()) next.tokens.scope = before.tokens.scope;
  next.stale_from = detail::stale_from(next, configured_leeway, jitter);
  return next;
}

/// What storage keeps of the session.
inline SessionRecord to_record(const Session& session, Moment moment) {
  SessionRecord record{.session_id = session.id,
                       .generation = session.generation,
                       .tokens = session.tokens,
                       .clock_offset = session.clock_offset};
  const auto on_wall = [&, present = moment.wall + session.clock_offset](Maybe<WallTime>& into, TimePoint time) {
    into = present + milliseconds_within(time - moment.steady);
  };
  if (session.access_expires) {
    on_wall(record.access_expires, *session.access_expires);
    record.access_left = milliseconds_within(left(*session.access_expires, moment.steady));
  }
  if (session.refresh_expires) on_wall(record.refresh_expires, *session.refresh_expires);
  if (session.intent) {
    record.intent = session.intent->key;
    on_wall(record.intent_since, session.intent->since);
  }
  if (session.access_lifetime) record.access_lifetime = milliseconds_within(*session.access_lifetime);
  return record;
}

namespace detail {
/// No clocks differ by more than ten thousand years; sums with a foreign figure must not overflow.
inline milliseconds clock_offset(const SessionRecord& record) {
  constexpr milliseconds most = std::chrono::hours{24 * 3'652'500};
  return clamped(record.clock_offset, -most, most);
}

/// From `moment` until a time of the record. Ten years either way is as good as for ever, and keeps sums of foreign
/// figures from overflowing.
inline milliseconds until(const SessionRecord& record, WallTime time, Moment moment) {
  constexpr milliseconds limit = longest_lifetime;
  const WallTime server = moment.wall + clock_offset(record);
  return clamped(time, server - limit, server + limit) - server;
}
}  // namespace detail

/// The open intent of a record, if there is one. Nobody knows how far it got.
inline Rare<Intent> intent_of(const SessionRecord& record, Moment moment) {
  if (!record.intent) return {};
  const auto ago =
      shorter(detail::until(record, record.intent_since.value_or(WallTime{}), moment), std::chrono::milliseconds{0});
  return Intent{*record.intent, later(moment.steady, ago), true};
}

/// The session that a record holds, read at `moment`. A clock that was set back never lengthens the token's life; an
/// open intent makes the token stale, so that the rotation is settled by the next call.
inline Session from_record(SessionRecord&& record, Moment moment, std::optional<std::chrono::seconds> configured_leeway,
                           Fraction jitter) {
  Session session;
  session.id = record.session_id;
  session.generation = record.generation;
  session.tokens = std::move(record.tokens);
  session.clock_offset = detail::clock_offset(record);
  if (record.access_lifetime)
    session.access_lifetime = std::chrono::nanoseconds{
        clamped<std::chrono::milliseconds>(*record.access_lifetime, std::chrono::milliseconds{0}, longest_lifetime)};
  if (record.access_expires) {
    const auto most = clamped<std::chrono::milliseconds>(record.access_left.value_or(longest_lifetime),
                                                         std::chrono::milliseconds{0}, longest_lifetime);
    session.access_expires = later(moment.steady, shorter(detail::until(record, *record.access_expires, moment), most));
  }
  if (record.refresh_expires)
    session.refresh_expires = later(moment.steady, detail::until(record, *record.refresh_expires, moment));
  session.intent = intent_of(record, moment);
  session.stale_from = record.intent ? moment.steady : detail::stale_from(session, configured_leeway, jitter);
  return session;
}

/// The tokens of a record as a logout sends them: some servers refuse one that carries an expired access token.
inline TokenSet tokens_to_revoke(SessionRecord&& record, Moment moment) {
  Session session = from_record(std::move(record), moment, {}, 0);
  if (!session.usable(moment.steady)) session.tokens.access_token = Secret{};
  return std::move(session.tokens);
}

/// The token as calls use it: rendered once. The scheme `bearer` is written as RFC 6750 does, others as the server did.
inline SnapshotPin render(const Session& session, std::uint64_t epoch, TimePoint fresh_until) {
  const std::string_view scheme = keyturn::detail::equal_ignoring_case(session.tokens.token_type, "bearer")
                                      ? "Bearer"
                                      : std::string_view{session.tokens.token_type};
  const std::string_view token = session.tokens.access_token.view();
  auto* snapshot = new Snapshot;
  snapshot->token_at = scheme.size() + 1;
  std::string& value = snapshot->authorization.value;
  value.reserve(snapshot->token_at + token.size());  // a string that grows leaves copies behind
  value.append(scheme).append(1, ' ').append(token);
  snapshot->epoch = epoch;
  snapshot->generation = session.generation;
  snapshot->fresh_until = fresh_until;
  snapshot->valid_until = session.access_expires.value_or(TimePoint::max());
  return SnapshotPin{snapshot};
}

}  // namespace core

KEYTURN_NAMESPACE_END

#endif
