// Checks that libcurl's memory on hardened pages does what malloc and its family do.
#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <keyturn/adapters/curl_memory.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using keyturn::detail::CurlMemory;

BOOST_AUTO_TEST_SUITE(adapters_curl_memory)

BOOST_AUTO_TEST_CASE(blocks_are_aligned_for_anything_and_come_from_hardened_memory) {
  const std::size_t before = keyturn::hardened_memory().bytes;
  for (const std::size_t size : {0u, 1u, 40u, 5000u, 100'000u}) {
    void* const block = CurlMemory::take(size);
    BOOST_TEST_REQUIRE(block != nullptr);
    BOOST_TEST(reinterpret_cast<std::uintptr_t>(block) % alignof(std::max_align_t) == 0u);
    std::memset(block, 'x', size);
    if (size == 100'000u) BOOST_TEST(keyturn::hardened_memory().bytes >= before + size);
    CurlMemory::give_back(block);
  }
  CurlMemory::give_back(nullptr);
}

BOOST_AUTO_TEST_CASE(zeros_are_zeros_and_too_many_are_none) {
  char* const block = static_cast<char*>(CurlMemory::take(50));
  std::memset(block, 'x', 50);
  CurlMemory::give_back(block);
  char* const zeros = static_cast<char*>(CurlMemory::take_zeros(5, 10));
  BOOST_TEST((std::string_view{zeros, 50} == std::string(50, '\0')));
  CurlMemory::give_back(zeros);
  BOOST_TEST(CurlMemory::take_zeros(SIZE_MAX / 2, 3) == nullptr);
  for (const std::size_t size : {SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 16, SIZE_MAX - 40, SIZE_MAX / 2, SIZE_MAX / 2 - 20})
    BOOST_TEST(CurlMemory::take(size) == nullptr);
}

BOOST_AUTO_TEST_CASE(a_block_that_grows_or_shrinks_keeps_what_it_holds) {
  void* block = CurlMemory::resize(nullptr, 4);
  std::memcpy(block, "mark", 4);
  for (const std::size_t size : {8u, 9000u, 4u}) {
    block = CurlMemory::resize(block, size);
    BOOST_TEST_REQUIRE(block != nullptr);
    BOOST_TEST((std::string_view{static_cast<char*>(block), 4} == "mark"));
  }
  BOOST_TEST(CurlMemory::resize(block, SIZE_MAX - 1) == nullptr);  // and it is still there
  BOOST_TEST((std::string_view{static_cast<char*>(block), 4} == "mark"));
  CurlMemory::give_back(block);
}

BOOST_AUTO_TEST_CASE(a_text_is_copied_with_its_end) {
  char* const copy = CurlMemory::copy("mark");
  BOOST_TEST(std::string{copy} == "mark");
  CurlMemory::give_back(copy);
}

BOOST_AUTO_TEST_SUITE_END()
