// The session record: what storage keeps, as a value and as bytes with version, length and checksum of its own.
#ifndef KEYTURN_CORE_SESSION_RECORD_HPP
#define KEYTURN_CORE_SESSION_RECORD_HPP

#include <keyturn/base/maybe.hpp>
#include <keyturn/base/result.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/model/action.hpp>

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace core {

/// Everything that must outlive the process. Times of day are by the server's clock, so that a wrong clock here does
/// not matter as long as it is wrong by the same amount when the record is read.
struct SessionRecord {
  SessionId session_id{};
  std::uint64_t generation = 0;
  TokenSet tokens{};  // its four expiry members are not kept
  Maybe<WallTime> access_expires{}, refresh_expires{};
  Maybe<std::chrono::milliseconds> access_left{};      // when the record was made: it never has longer to live
  Maybe<std::chrono::milliseconds> access_lifetime{};  // the whole of it, for the leeway
  std::chrono::milliseconds clock_offset{0};           // server's clock minus the clock here
  Maybe<IntentKey> intent{};                           // of the rotation that was begun with this refresh token
  Maybe<WallTime> intent_since{};                      // when it was begun
};

inline bool is_same(const RandomBytes& a, const RandomBytes& b) {
  return std::memcmp(a.data(), b.data(), a.size()) == 0;
}

/// What a storage may know of a record without reading its secrets.
struct RecordPeek {
  SessionId session_id{};
  std::uint64_t generation = 0;
  friend bool operator==(const RecordPeek& a, const RecordPeek& b) {
    return is_same(a.session_id, b.session_id) && a.generation == b.generation;
  }
};

namespace detail {
inline constexpr std::string_view record_magic = "keyturn\x01";
inline constexpr std::uint16_t record_version = 1;
inline constexpr std::size_t record_head = 8 + 2 + 4;  // magic, version, payload length
inline constexpr std::size_t record_tail = 4;          // checksum
inline constexpr std::string_view sealed_magic = "keyturn\x02";
inline constexpr std::uint16_t sealed_version = 1;
inline constexpr std::int64_t no_time = INT64_MIN;

/// CRC-32C (RFC 3720, appendix B.4), bit by bit: records are small, a table would cost firmware a kilobyte.
inline std::uint32_t checksum(std::string_view bytes) {
  std::uint32_t sum = 0xffffffffu;
  for (const char byte : bytes) {
    sum ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1) ^ (0x82f63b78u & (0u - (sum & 1u)));
  }
  return ~sum;
}

/// Writes little-endian numbers and length-prefixed texts; without a place it only counts.
class RecordWriter {
 public:
  explicit RecordWriter(char* into) : into_{into} {}
  void bytes(std::string_view text) {
    if (into_ != nullptr) text.copy(into_ + size_, text.size());
    size_ += text.size();
  }
  void number(std::uint64_t value, std::size_t width) {
    for (std::size_t i = 0; i < width; ++i, value >>= 8) {
      const char byte = static_cast<char>(static_cast<unsigned char>(value));
      bytes({&byte, sizeof byte});
    }
  }
  void long_number(std::uint64_t value) { number(value, 8); }
  void text(std::string_view text) { number(text.size(), 4), bytes(text); }
  void secret(const Secret& secret) { text(secret.view()); }
  void id(const RandomBytes& id) { bytes({reinterpret_cast<const char*>(id.data()), id.size()}); }
  void optional_id(const Maybe<RandomBytes>& optional) {
    number(optional ? 1 : 0, 1);
    id(optional ? *optional : RandomBytes{});
  }
  void span(const Maybe<std::chrono::milliseconds>& span) { optional_number(span.has_value(), span->count()); }
  void span(std::chrono::milliseconds span) { long_number(static_cast<std::uint64_t>(span.count())); }
  void time(const Maybe<WallTime>& time) { optional_number(time.has_value(), time->time_since_epoch().count()); }
  std::size_t size() const { return size_; }
  std::string_view written() const { return {static_cast<const char*>(into_), size_}; }

 private:
  void optional_number(bool is_there, std::int64_t value) {
    long_number(static_cast<std::uint64_t>(is_there ? value : no_time));
  }

  char* into_;
  std::size_t size_ = 0;
};

/// Reads the same; past the end everything is empty and `whole()` is false.
class RecordReader {
 public:
  explicit RecordReader(std::string_view from) : from_{from} {}
  std::string_view bytes(std::size_t size) {
    if (size > from_.size()) {
      failed_ = true;
      return {};
    }
    const std::string_view text{from_.data(), size};
    from_.remove_prefix(size);
    return text;
  }
  std::uint64_t number(std::size_t width) {
    const std::string_view text = bytes(width);
    std::uint64_t value = 0;
    for (std::size_t i = text.size(); i > 0; --i) value = value << 8 | static_cast<unsigned char>(text[i - 1]);
    return value;
  }
  void long_number(std::uint64_t& into) { into = number(8); }
  void text(std::string& into) { into = std::string{text()}; }
  void secret(Secret& into) { into = Secret{text()}; }
  void id(RandomBytes& into) {
    const std::string_view text = bytes(into.size());
    text.copy(reinterpret_cast<char*>(into.data()), text.size());
  }
  void optional_id(Maybe<RandomBytes>& into) {
    const std::uint64_t count = number(1);
    RandomBytes bytes{};
    id(bytes);
    unsigned any = 0;
    for (const std::byte byte : bytes) any |= std::to_integer<unsigned>(byte);
    if (count == 1)
      into = bytes;
    else
      failed_ |= (any | count) != 0;
  }
  void span(Maybe<std::chrono::milliseconds>& into) {
    const auto value = static_cast<std::int64_t>(number(8));
    if (value != no_time) into = std::chrono::milliseconds{value};
  }
  void span(std::chrono::milliseconds& into) { into = std::chrono::milliseconds{static_cast<std::int64_t>(number(8))}; }
  void time(Maybe<WallTime>& into) {
    Maybe<std::chrono::milliseconds> since_epoch;
    span(since_epoch);
    if (since_epoch) into = WallTime{*since_epoch};
  }
  bool whole() const { return !failed_ && from_.empty(); }

 private:
  std::string_view text() { return bytes(static_cast<std::size_t>(number(4))); }

  std::string_view from_;
  bool failed_ = false;
};

/// The payload: what stands in a record, in this order, for a writer and a reader alike.
template <class Parts, class Record>
void each_part(Parts& parts, Record& record) {
  parts.id(record.session_id);
  parts.long_number(record.generation);
  parts.optional_id(record.intent);
  parts.time(record.intent_since);
  parts.time(record.access_expires);
  parts.time(record.refresh_expires);
  parts.span(record.access_left);
  parts.span(record.access_lifetime);
  parts.span(record.clock_offset);
  parts.secret(record.tokens.access_token);
  parts.secret(record.tokens.refresh_token);
  parts.secret(record.tokens.id_token);
  parts.text(record.tokens.token_type);
  parts.text(record.tokens.scope);
}

/// The payload of a whole, undamaged record.
inline Result<std::string_view> payload_of(std::string_view bytes) {
  if (!bytes.starts_with(record_magic)) return {Errc::storage_corrupt, "session record: it is something else"};
  if (bytes.size() < record_head + record_tail) return {Errc::storage_corrupt, "session record: it is cut short"};
  RecordReader from{bytes};
  from.bytes(record_magic.size());
  const std::uint64_t version = from.number(2), length = from.number(4);
  const std::string_view payload = from.bytes(bytes.size() - record_head - record_tail);
  if (version != record_version) return {Errc::storage_corrupt, "session record: its version is not known here"};
  if (length != payload.size()) return {Errc::storage_corrupt, "session record: its length is wrong"};
  if (from.number(record_tail) != checksum({bytes.data(), bytes.size() - record_tail}))
    return {Errc::storage_corrupt, "session record: its checksum is wrong"};
  return payload;
}

/// What follows magic and version in the head of a sealed record.
inline Result<std::string_view> rest_of_sealed_head(std::string_view bytes) {
  RecordReader from{bytes.substr(sealed_magic.size())};
  const std::uint64_t version = from.number(2);
  const std::string_view rest = from.bytes(16 + 8);
  if (rest.empty()) return {Errc::storage_corrupt, "session record: it is cut short"};
  if (version != sealed_version) return {Errc::storage_corrupt, "session record: its version is not known here"};
  return rest;
}
}  // namespace detail

/// The record as bytes, written once into a buffer of the right size.
inline Secret encode(const SessionRecord& record) {
  detail::RecordWriter count{nullptr};
  detail::each_part(count, record);
  return Secret{detail::record_head + count.size() + detail::record_tail, [&](char* into) {
                  detail::RecordWriter to{into};
                  to.bytes(detail::record_magic);
                  to.number(detail::record_version, 2);
                  to.number(count.size(), 4);
                  detail::each_part(to, record);
                  to.number(detail::checksum(to.written()), detail::record_tail);
                }};
}

/// The record in `bytes`; `storage_corrupt` if they are anything but a whole, undamaged record of this version.
inline Result<SessionRecord> decode(std::string_view bytes) {
  Result<SessionRecord> record;
  if (const auto payload = detail::payload_of(bytes); payload) {
    detail::RecordReader from{*payload};
    detail::each_part(from, *record);
    if (!from.whole())
      record = keyturn::detail::make_error(Errc::storage_corrupt, "session record: its parts do not add up");
  } else {
    record = payload.error();
  }
  return record;
}

/// The head of a sealed record, whose rest only the holder of a key can read: it names the session and the generation
/// for those who must compare them.
using SealedHead = std::array<char, 8 + 2 + 16 + 8>;  // magic, version, session id, generation

inline SealedHead sealed_head(const RecordPeek& peek) {
  SealedHead head{};
  detail::RecordWriter to{head.data()};
  to.bytes(detail::sealed_magic);
  to.number(detail::sealed_version, 2);
  to.id(peek.session_id);
  to.long_number(peek.generation);
  return head;
}

/// Session id and generation of the record in `bytes`, sealed or not, without its secrets. Errors as `decode`; of a sealed
/// record the head alone is looked at, and nobody vouches for it until the record is opened.
inline Result<RecordPeek> peek(std::string_view bytes) {
  const bool is_sealed = bytes.starts_with(detail::sealed_magic);
  const auto payload = is_sealed ? detail::rest_of_sealed_head(bytes) : detail::payload_of(bytes);
  if (!payload) return payload.error();
  detail::RecordReader from{*payload};
  RecordPeek peek;
  from.id(peek.session_id);
  from.long_number(peek.generation);
  return peek;
}

/// Whether both are records of one session, and `bytes` the one of an earlier generation: it must not replace `stored`.
inline bool is_older(std::string_view bytes, std::string_view stored) {
  const auto mine = peek(bytes), theirs = peek(stored);
  return mine && theirs && is_same(mine->session_id, theirs->session_id) && mine->generation < theirs->generation;
}

}  // namespace core

KEYTURN_NAMESPACE_END

#endif
