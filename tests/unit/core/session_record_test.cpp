#include <keyturn/core/session_record.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <random>

using namespace keyturn;
using namespace std::chrono_literals;
using core::SessionRecord;

namespace {

SessionRecord full() {
  SessionRecord record;
  for (std::size_t i = 0; i < 16; ++i) record.session_id[i] = static_cast<std::byte>(i * 17);
  record.generation = 0x0123456789abcdefu;
  record.tokens.access_token = "access";
  record.tokens.refresh_token = Secret{std::string_view{"re\0fresh\xff", 9}};
  record.tokens.id_token = "identity";
  record.tokens.token_type = "DPoP";
  record.tokens.scope = "read write";
  record.access_expires = WallTime{1'767'225'600'123ms};
  record.refresh_expires = WallTime{-5ms};
  record.access_left = 899'999ms;
  record.access_lifetime = 900'000ms;
  record.clock_offset = -12'345ms;
  record.intent = IntentKey{};
  record.intent->fill(std::byte{0xa5});
  record.intent_since = WallTime{1'767'225'599'000ms};
  return record;
}

void check_equal(const SessionRecord& a, const SessionRecord& b) {
  BOOST_TEST((a.session_id == b.session_id));
  BOOST_TEST(a.generation == b.generation);
  BOOST_TEST((a.tokens.access_token == b.tokens.access_token));
  BOOST_TEST((a.tokens.refresh_token == b.tokens.refresh_token));
  BOOST_TEST((a.tokens.id_token == b.tokens.id_token));
  BOOST_TEST(a.tokens.token_type == b.tokens.token_type);
  BOOST_TEST(a.tokens.scope == b.tokens.scope);
  BOOST_TEST((a.access_expires == b.access_expires));
  BOOST_TEST((a.refresh_expires == b.refresh_expires));
  BOOST_TEST((a.access_left == b.access_left));
  BOOST_TEST((a.access_lifetime == b.access_lifetime));
  BOOST_TEST((a.clock_offset == b.clock_offset));
  BOOST_TEST((a.intent == b.intent));
  BOOST_TEST((a.intent_since == b.intent_since));
}

void check_round_trip(const SessionRecord& record) {
  const Secret bytes = core::encode(record);
  const auto back = core::decode(bytes.view());
  BOOST_TEST_REQUIRE(back.has_value());
  check_equal(*back, record);
  const auto peek = core::peek(bytes.view());
  BOOST_TEST_REQUIRE(peek.has_value());
  BOOST_TEST((*peek == core::RecordPeek{record.session_id, record.generation}));
}

void check_corrupt(std::string_view bytes) {
  const auto record = core::decode(bytes);
  BOOST_TEST_REQUIRE(!record.has_value());
  BOOST_TEST_REQUIRE((record.error().code == Errc::storage_corrupt));
  BOOST_TEST_REQUIRE(!core::peek(bytes).has_value());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(core_session_record)

BOOST_AUTO_TEST_CASE(comes_back_as_it_was) {
  check_round_trip(full());
  check_round_trip({});
}

BOOST_AUTO_TEST_CASE(extreme_values_come_back_too) {
  SessionRecord record = full();
  record.generation = UINT64_MAX;
  record.access_expires = WallTime::max();
  record.refresh_expires = WallTime{std::chrono::milliseconds{INT64_MIN + 1}};
  record.access_left = std::chrono::milliseconds::max();
  record.access_lifetime = 0ms;
  record.clock_offset = std::chrono::milliseconds::min();
  record.tokens.access_token = Secret{std::string(100'000, 'x')};
  record.tokens.scope = std::string(10'000, '\0');
  check_round_trip(record);
}

BOOST_AUTO_TEST_CASE(every_truncation_is_refused) {
  const Secret bytes = core::encode(full());
  for (std::size_t size = 0; size < bytes.size(); ++size) check_corrupt(bytes.view().substr(0, size));
  check_corrupt(std::string{bytes.view()} + '\0');
}

BOOST_AUTO_TEST_CASE(every_flipped_bit_is_refused) {
  std::string bytes{core::encode(full()).view()};
  for (std::size_t i = 0; i < bytes.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      bytes[i] = static_cast<char>(bytes[i] ^ (1 << bit));
      check_corrupt(bytes);
      bytes[i] = static_cast<char>(bytes[i] ^ (1 << bit));
    }
}

BOOST_AUTO_TEST_CASE(foreign_bytes_are_refused) {
  std::mt19937_64 random{1};
  for (unsigned i = 0; i < 5'000; ++i) {
    std::string bytes(random() % 200, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    if (i % 2 == 0) bytes = std::string{core::detail::record_magic} + bytes;
    check_corrupt(bytes);
  }
}

// Lengths that lie, under a checksum that is right.
BOOST_AUTO_TEST_CASE(parts_that_do_not_add_up_are_refused) {
  const std::string whole{core::encode(full()).view()};
  const auto sealed = [](std::string bytes) {
    const std::uint32_t sum = core::detail::checksum(bytes);
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>(static_cast<unsigned char>(sum >> (8 * i)));
    return bytes;
  };
  const std::string body = whole.substr(0, whole.size() - core::detail::record_tail);
  BOOST_TEST(core::decode(sealed(body)).has_value());
  const std::size_t first_text = core::detail::record_head + 16 + 8 + 1 + 16 + 5 * 8 + 8;
  for (const char length : {'\0', '\5', '\7', '\x7f', '\xff'}) {
    std::string changed = body;
    changed[first_text] = length;
    if (length != body[first_text]) BOOST_TEST(!core::decode(sealed(changed)).has_value());
    changed[first_text + 3] = length;
    if (length != '\0') BOOST_TEST(!core::decode(sealed(changed)).has_value());
  }
  const std::size_t has_intent = core::detail::record_head + 16 + 8;
  for (const char flag : {'\0', '\2', '\xff'}) {
    std::string changed = body;
    changed[has_intent] = flag;
    BOOST_TEST(!core::decode(sealed(changed)).has_value());
  }
}

BOOST_AUTO_TEST_CASE(errors_hold_nothing_of_the_record) {
  std::string bytes{core::encode(full()).view()};
  bytes.back() = static_cast<char>(bytes.back() + 1);
  BOOST_TEST(core::decode(bytes).error().detail == "session record: its checksum is wrong");
}

BOOST_AUTO_TEST_CASE(a_sealed_record_shows_its_session_and_generation) {
  const core::RecordPeek peek{full().session_id, UINT64_MAX - 1};
  const core::SealedHead head = core::sealed_head(peek);
  const std::string bytes = std::string{head.data(), head.size()} + "what only the key opens";
  const auto seen = core::peek(bytes);
  BOOST_TEST_REQUIRE(seen.has_value());
  BOOST_TEST((*seen == peek));
  BOOST_TEST((core::decode(bytes).error().code == Errc::storage_corrupt));
  for (std::size_t size = 0; size < head.size(); ++size) check_corrupt(bytes.substr(0, size));
  std::string newer = bytes;
  newer[8] = 2;
  check_corrupt(newer);
}

BOOST_AUTO_TEST_CASE(the_checksum_is_crc_32c) {
  BOOST_TEST(core::detail::checksum("123456789") == 0xe3069283u);
  BOOST_TEST(core::detail::checksum(std::string(32, '\0')) == 0x8a9136aau);  // RFC 3720, appendix B.4
}

BOOST_AUTO_TEST_CASE(the_older_of_two_records_of_a_session_is_told) {
  SessionRecord older = full(), newer = full();
  ++newer.generation;
  const auto is_older = [](const SessionRecord& a, const SessionRecord& b) {
    return core::is_older(core::encode(a).view(), core::encode(b).view());
  };
  BOOST_TEST(is_older(older, newer));
  BOOST_TEST(!is_older(newer, older));
  BOOST_TEST(!is_older(older, older));
  newer.session_id[0] = std::byte{1};
  BOOST_TEST(!is_older(older, newer));
  BOOST_TEST(!core::is_older("opaque", core::encode(newer).view()));
  BOOST_TEST(!core::is_older(core::encode(older).view(), ""));
}

BOOST_AUTO_TEST_SUITE_END()
