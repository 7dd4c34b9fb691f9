#include <keyturn/adapters/file_storage/record.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <string>

using namespace keyturn::detail;
using keyturn::Errc;
using keyturn::Secret;

BOOST_AUTO_TEST_SUITE(file_record)

std::string framed(std::string_view record) { return std::string{frame_record(record).view()}; }

BOOST_AUTO_TEST_CASE(the_checksum_is_crc32c) {
  static_assert(crc32c("123456789") == 0xe3069283u);
  static_assert(crc32c("1234", "56789") == 0xe3069283u);
  BOOST_TEST(crc32c("") == 0u);
  BOOST_TEST(crc32c(std::string(32, '\0')) == 0x8a9136aau);  // RFC 3720, appendix B.4
}

BOOST_AUTO_TEST_CASE(what_was_framed_comes_out_again) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  for (const auto& record : {std::string{}, std::string{"x"}, all, std::string(100'000, 'y')}) {
    const auto file = framed(record);
    BOOST_TEST(file.size() == file_header_size + record.size());
    BOOST_TEST((unframe_record(file).value_or("?") == record));
  }
}

BOOST_AUTO_TEST_CASE(the_format_does_not_change) {
  BOOST_TEST(framed("abc").substr(0, 16) == (std::string{"keyturn\n\1\0\0\0\3\0\0\0", 16}));
}

BOOST_AUTO_TEST_CASE(no_prefix_and_no_longer_file_is_accepted) {
  const auto file = framed("a record of some length");
  for (std::size_t size = 0; size < file.size(); ++size) {
    const auto result = unframe_record(std::string_view{file}.substr(0, size));
    BOOST_TEST_REQUIRE(!result);
    BOOST_TEST((result.error().code == Errc::storage_corrupt));
  }
  BOOST_TEST(!unframe_record(file + '\0'));
  BOOST_TEST(!unframe_record(file + file));
}

BOOST_AUTO_TEST_CASE(no_flipped_bit_is_accepted) {
  const auto file = framed("a record of some length");
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
    auto torn = file;
    torn[bit / 8] = static_cast<char>(torn[bit / 8] ^ (1 << bit % 8));
    BOOST_TEST_CONTEXT(bit) BOOST_TEST(!unframe_record(torn));
  }
}

BOOST_AUTO_TEST_CASE(a_newer_version_is_named) {
  auto file = framed("x");
  file[8] = 2;
  const auto result = unframe_record(file);
  BOOST_TEST_REQUIRE(!result);
  BOOST_TEST((result.error().code == Errc::storage_corrupt));
  BOOST_TEST(result.error().detail.find("newer") != std::string::npos);
  BOOST_TEST(unframe_record(std::string(100, '\0')).error().detail.find("newer") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
