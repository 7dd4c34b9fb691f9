// A stored record, and at the same time the payload of one whose frame is right.
#include "fuzz.hpp"

#include <keyturn/core/session.hpp>

#include <chrono>
#include <string>

using namespace keyturn;
using keyturn_fuzz::expect;

static std::string framed(std::string_view payload) {
  std::string bytes{core::detail::record_magic};
  const auto number = [&](std::uint64_t value, std::size_t width) {
    for (std::size_t i = 0; i < width; ++i) bytes += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
  };
  number(core::detail::record_version, 2);
  number(payload.size(), 4);
  bytes += payload;
  number(core::detail::checksum(bytes), core::detail::record_tail);
  return bytes;
}

// Whatever the record says, a session can be made of it and kept again.
static void live_through(const core::SessionRecord& record) {
  constexpr WallTime wall = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};
  Moment moment{TimePoint{std::chrono::hours{1}}, wall};
  core::Session session = core::from_record(core::SessionRecord{record}, moment, {}, 32768);
  expect(session.tokens.refresh_token == record.tokens.refresh_token, "a refresh token is never lost");
  moment.steady += std::chrono::seconds{1};
  moment.wall += std::chrono::seconds{1};
  const auto again = core::decode(core::encode(core::to_record(session, moment)).view());
  expect(again && again->generation == record.generation && again->intent == record.intent,
         "a session is kept as it was read");
  core::tokens_to_revoke(core::SessionRecord{record}, moment);
  core::Session next =
      core::next_generation(session, TokenSet{record.tokens}, {.sent = moment, .received = moment}, {}, 32768);
  expect(next.tokens.refresh_token == record.tokens.refresh_token, "a refresh token that came is kept");
}

static void expect_same_again(std::string_view bytes) {
  const auto record = core::decode(bytes);
  const auto peek = core::peek(bytes);
  if (!record) return expect(record.error().code == Errc::storage_corrupt, "what is no record is corrupt");
  expect(peek && peek->session_id == record->session_id && peek->generation == record->generation,
         "a look at a record tells what is in it");
  expect(!core::is_older(bytes, bytes), "no record is older than itself");

  const Secret encoded = core::encode(*record);
  expect(encoded.view() == bytes, "a record that was read is written as it was");
  live_through(*record);
}

void fuzz(std::string_view input) {
  expect_same_again(input);
  expect_same_again(framed(input));
  if (const auto peek = core::peek(input); peek && !core::decode(input)) {
    const core::SealedHead head = core::sealed_head(*peek);
    expect(input.starts_with(std::string_view{head.data(), head.size()}),
           "the head of a sealed record is as we write it");
  }
}
