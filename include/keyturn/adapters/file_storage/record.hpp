// The bytes of one file of `FileStorage`: a frame around the record that tells a whole file from a torn or foreign one.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_RECORD_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_RECORD_HPP

#include <keyturn/base/result.hpp>
#include <keyturn/base/secret.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// What tells a file from its copies: its number in the file system, and when it was made. 0: not known.
struct FileIdentity {
  std::uint64_t number = 0, birth = 0;

  /// Whether a file that was written as this one has become another since.
  bool differs(const FileIdentity& now) const {
    const auto differ = [](std::uint64_t a, std::uint64_t b) { return a != 0 && b != 0 && a != b; };
    return differ(number, now.number) || differ(birth, now.birth);
  }
};

// magic (8) | version | length of the record | the file's own number (8) | its birth (8) | CRC-32C of everything else;
// all numbers are little endian, and of 32 bits where nothing is said.
inline constexpr std::string_view file_magic = "keyturn\n";
inline constexpr std::uint32_t file_version = 1;
inline constexpr std::size_t file_header_size = 36;
inline constexpr std::size_t largest_file = 256 * 1024;

inline constexpr auto crc32c_table = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ (value & 1 ? 0x82f63b78u : 0u);
    table[i] = value;
  }
  return table;
}();

/// CRC-32C (RFC 3720, appendix B.4) of two pieces in a row.
constexpr std::uint32_t crc32c(std::string_view first, std::string_view second = {}) {
  std::uint32_t value = 0xffffffffu;
  for (const std::string_view piece : {first, second})
    for (const char c : piece) value = value >> 8 ^ crc32c_table[(value ^ static_cast<unsigned char>(c)) & 0xff];
  return ~value;
}

template <class Number>
constexpr void put_number(std::span<char> into, Number number) {
  for (std::size_t i = 0; i < sizeof number; ++i) into[i] = static_cast<char>(number >> (8 * i) & 0xff);
}

template <class Number = std::uint32_t>
constexpr Number get_number(std::string_view from) {
  Number number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i)
    number |= static_cast<Number>(static_cast<unsigned char>(from[i])) << (8 * i);
  return number;
}

/// The file for a record of at most `largest_file - file_header_size` bytes.
inline Secret frame_record(std::string_view record, const FileIdentity& file) {
  return Secret{file_header_size + record.size(), [&](std::span<char> into) {
                  file_magic.copy(into.data(), 8);
                  put_number(into.subspan(8), file_version);
                  put_number(into.subspan(12), static_cast<std::uint32_t>(record.size()));
                  put_number(into.subspan(16), file.number);
                  put_number(into.subspan(24), file.birth);
                  put_number(into.subspan(32), crc32c({into.data(), 32}, record));
                  record.copy(into.data() + file_header_size, record.size());
                }};
}

struct FramedRecord {
  std::string_view record;
  FileIdentity file;  // as which it was written
};

/// The record in a file, a view into it; `storage_corrupt` if it is not exactly what `frame_record` made.
inline Result<FramedRecord> unframe_record(std::string_view file) {
  const auto corrupt = [](std::string why) { return Error{.code = Errc::storage_corrupt, .detail = std::move(why)}; };
  if (file.size() < file_header_size || !file.starts_with(file_magic)) return corrupt("it is no session file");
  const std::uint32_t version = get_number(file.substr(8));
  if (version > file_version) return corrupt("a newer keyturn wrote it, in version " + std::to_string(version));
  const std::string_view record = file.substr(file_header_size);
  if (version == 0 || get_number(file.substr(12)) != record.size()) return corrupt("it is torn");
  if (get_number(file.substr(32)) != crc32c(file.substr(0, 32), record)) return corrupt("its checksum is wrong");
  return FramedRecord{record, {get_number<std::uint64_t>(file.substr(16)), get_number<std::uint64_t>(file.substr(24))}};
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
