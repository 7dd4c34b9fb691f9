// The bytes of one file of `FileStorage`: a frame around the record that tells a whole file from a torn or foreign one.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_RECORD_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_RECORD_HPP

#include <keyturn/base/result.hpp>
#include <keyturn/base/secret.hpp>

#include <cstddef>
#include <cstdint>
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

/// A file as it was read, if it was there.
struct StoredFile {
  bool there = false;
  Secret bytes{};
  FileIdentity identity{};
  bool too_large = false;  // and so not read
};

// magic (8) | version | length of the record | the file's own number (8) | its birth (8) | CRC-32C of everything else;
// all numbers are little endian, and of 32 bits where nothing is said.
inline constexpr std::string_view file_magic = "keyturn\n";
inline constexpr std::uint32_t file_version = 1;
inline constexpr std::size_t file_header_size = 36;
inline constexpr std::size_t largest_file = 256 * 1024;

/// CRC-32C (RFC 3720, appendix B.4) of two pieces in a row, bit by bit: a table would be longer than most files.
constexpr std::uint32_t crc32c(std::string_view first, std::string_view second = {}) {
  std::uint32_t value = 0xffffffffu;
  for (const std::string_view piece : {first, second})
    for (const char c : piece) {
      value ^= static_cast<unsigned char>(c);
      for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ (0x82f63b78u & (0u - (value & 1u)));
    }
  return ~value;
}

template <class Number>
constexpr void put_number(char* into, Number number) {
  for (std::size_t i = 0; i < sizeof number; ++i) into[i] = static_cast<char>(number >> (8 * i) & 0xff);
}

template <class Number = std::uint32_t>
constexpr Number get_number(const char* from) {
  Number number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i)
    number |= static_cast<Number>(static_cast<unsigned char>(from[i])) << (8 * i);
  return number;
}

/// The file for a record of at most `largest_file - file_header_size` bytes.
inline Secret frame_record(std::string_view record, const FileIdentity& file) {
  return Secret{file_header_size + record.size(), [&](char* into) {
                  file_magic.copy(into, 8);
                  put_number(into + 8, file_version);
                  put_number(into + 12, static_cast<std::uint32_t>(record.size()));
                  put_number(into + 16, file.number);
                  put_number(into + 24, file.birth);
                  put_number(into + 32, crc32c({into, 32}, record));
                  record.copy(into + file_header_size, record.size());
                }};
}

struct FramedRecord {
  std::string_view record;
  FileIdentity file;  // as which it was written
};

/// The record in a file, a view into it; `storage_corrupt` if it is not exactly what `frame_record` made.
inline Result<FramedRecord> unframe_record(std::string_view file) {
  if (file.size() < file_header_size || !file.starts_with(file_magic))
    return {Errc::storage_corrupt, "it is no session file"};
  const char* const header = file.data();
  const std::uint32_t version = get_number(header + 8);
  if (version > file_version)
    return make_error(Errc::storage_corrupt, "a newer keyturn wrote it, in version ", std::to_string(version));
  const std::string_view record{header + file_header_size, file.size() - file_header_size};
  if (version == 0 || get_number(header + 12) != record.size()) return {Errc::storage_corrupt, "it is torn"};
  if (get_number(header + 32) != crc32c({header, 32}, record)) return {Errc::storage_corrupt, "its checksum is wrong"};
  return FramedRecord{record, {get_number<std::uint64_t>(header + 16), get_number<std::uint64_t>(header + 24)}};
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
