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

std::string framed(std::string_view record, FileIdentity file = {}) {
  return std::string{frame_record(record, file).view()};
}
std::string unframed(std::string_view file) {
  const auto framed = unframe_record(file);
  return framed ? std::string{framed->record} : "error";
}

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
    BOOST_TEST(unframed(file) == record);
  }
}

BOOST_AUTO_TEST_CASE(the_format_does_not_change) {
  BOOST_TEST(framed("abc", {0x0807060504030201, 0x100f0e0d0c0b0a09}).substr(0, 32) ==
             (std::string{"keyturn\n\1\0\0\0\3\0\0\0\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17\20", 32}));
}

BOOST_AUTO_TEST_CASE(a_file_says_as_which_it_was_written) {
  const std::string file = framed("abc", {7, 1'795'388'223'294'494'725});
  BOOST_TEST(unframe_record(file)->file.number == 7u);
  BOOST_TEST(unframe_record(file)->file.birth == 1'795'388'223'294'494'725u);
  const FileIdentity identity{7, 8};
  BOOST_TEST(!identity.differs({7, 8}));
  BOOST_TEST(identity.differs({6, 8}));
  BOOST_TEST(identity.differs({7, 9}));
  for (const FileIdentity unknown : {FileIdentity{}, FileIdentity{7, 0}, FileIdentity{0, 8}}) {
    BOOST_TEST(!identity.differs(unknown));
    BOOST_TEST(!unknown.differs(identity));
  }
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
