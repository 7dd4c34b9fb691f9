#include <sanitized.hpp>

#include <keyturn/base/secret.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/freed_memory.hpp>

#include <cstdlib>
#include <iterator>
#include <new>
#include <ostream>
#include <string>
#include <type_traits>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

// This program's memory comes from here, so that tests can look at each block when it is given back.
namespace {
[[maybe_unused]] void* allocate(std::size_t size) noexcept { return std::calloc(1, size == 0 ? 1 : size); }
[[maybe_unused]] void* allocate_or_throw(std::size_t size) {
  if (void* const memory = allocate(size)) return memory;
  throw std::bad_alloc{};
}
[[maybe_unused]] void release(void* memory) noexcept {
#if defined(__GLIBC__)
  if (look_at_freed != nullptr && memory != nullptr)
    look_at_freed({static_cast<const char*>(memory), ::malloc_usable_size(memory)});
#endif
  std::free(memory);
}
}  // namespace

// The sanitizers bring an allocator of their own, and look at other things.
#if !defined(KEYTURN_SANITIZED)
void* operator new(std::size_t size) { return allocate_or_throw(size); }
void* operator new[](std::size_t size) { return allocate_or_throw(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void operator delete(void* memory) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { release(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { release(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { release(memory); }
#endif

using keyturn::Secret;

BOOST_AUTO_TEST_SUITE(secret)

constexpr std::string_view token = "eyJhbGciOiJIUzI1NiJ9.a-token-that-must-not-stay-in-memory";

#if defined(__GLIBC__) && !defined(KEYTURN_SANITIZED)
BOOST_AUTO_TEST_CASE(memory_that_nobody_wipes_is_noticed) {
  BOOST_TEST(blocks_freed_with(token, [] { const std::string text{token}; }) == 1);
}
#endif

BOOST_AUTO_TEST_CASE(memory_is_wiped_before_it_is_given_back) {
  const Secret* secret = new Secret{token};
  BOOST_TEST(blocks_freed_with(token, [&] { delete secret; }) == 0);
}

BOOST_AUTO_TEST_CASE(memory_is_wiped_when_another_value_comes) {
  Secret secret{token};
  BOOST_TEST(blocks_freed_with(token, [&] { secret = Secret{}; }) == 0);
  BOOST_TEST(secret.empty());
}

BOOST_AUTO_TEST_CASE(memory_is_wiped_though_nobody_looks_at_it_again) {
  // The case in which an optimiser would drop a plain memset.
  BOOST_TEST(blocks_freed_with(token, [] { const Secret secret{token}; }) == 0);
}

BOOST_AUTO_TEST_CASE(moving_leaves_no_second_copy) {
  Secret secret{token};
  const char* const where = secret.view().data();
  const Secret other = std::move(secret);
  BOOST_TEST((other.view().data() == where));
  BOOST_TEST(secret.empty());  // NOLINT(bugprone-use-after-move): promised
  BOOST_TEST(secret.view().empty());
}

BOOST_AUTO_TEST_CASE(copies_are_equal_and_apart) {
  const Secret secret{token};
  Secret copy = secret;
  BOOST_CHECK(copy == secret);
  BOOST_TEST((copy.view().data() != secret.view().data()));
  copy = Secret{"other"};
  BOOST_CHECK(copy != secret);
  BOOST_TEST(secret.view() == token);
}

BOOST_AUTO_TEST_CASE(self_assignment_is_harmless) {
  Secret secret{token};
  const Secret& same = secret;
  secret = same;
  BOOST_TEST(secret.view() == token);
}

BOOST_AUTO_TEST_CASE(equality_looks_at_every_byte) {
  const Secret secret{token};
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string text{token};
    text[i] = static_cast<char>(text[i] ^ 1);
    BOOST_CHECK(secret != Secret{std::string_view{text}});
  }
  BOOST_CHECK(secret != Secret{token.substr(1)});
  BOOST_CHECK(secret != Secret{});
  BOOST_CHECK(Secret{} == Secret{""});
}

BOOST_AUTO_TEST_CASE(any_byte_may_stand_in_it) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  BOOST_TEST(Secret{std::string_view{bytes}}.view() == bytes);
}

BOOST_AUTO_TEST_CASE(what_a_fill_that_throws_has_written_is_wiped) {
  const auto fill = [](char* into) {
    std::string_view{"half-written-secret"}.copy(into, 32);
    throw 1;
  };
  BOOST_TEST(blocks_freed_with("half-written", [&] {
               try {
                 const Secret secret{32, fill};
               } catch (int) {
               }
             }) == 0);
}

BOOST_AUTO_TEST_CASE(is_filled_in_place) {
  const Secret secret{4, [](std::span<char> into) {
                        BOOST_TEST(into.size() == 4u);
                        for (char& c : into) c = 'x';
                      }};
  BOOST_TEST(secret.view() == "xxxx");
  BOOST_TEST(Secret(0, [](std::span<char> into) { BOOST_TEST(into.empty()); }).empty());
}

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};

BOOST_AUTO_TEST_CASE(is_not_printed_or_turned_into_text_by_accident) {
  static_assert(!Printable<Secret> && Printable<std::string>);
  static_assert(!std::is_convertible_v<Secret, std::string_view> && !std::is_convertible_v<Secret, std::string>);
  static_assert(!std::is_convertible_v<std::string_view, Secret> && std::is_convertible_v<const char*, Secret>);
  static_assert(std::is_nothrow_move_constructible_v<Secret> && std::is_nothrow_move_assignable_v<Secret>);
}

BOOST_AUTO_TEST_CASE(wiping_a_string_clears_its_whole_buffer) {
  std::string text{token};
  text.resize(5);  // the rest of the token still stands behind the end
  const char* const buffer = text.data();
  keyturn::wipe(text);
  BOOST_TEST(text.empty());
  BOOST_TEST((text.data() == buffer));
  text.resize(1);
  std::size_t left = 0;
  for (std::size_t i = 0; i < text.capacity(); ++i) left += buffer[i] != '\0';
  BOOST_TEST(left == 0u);
}

BOOST_AUTO_TEST_CASE(wiping_short_and_empty_strings_is_fine) {
  std::string small = "abc", none;
  keyturn::wipe(small);
  keyturn::wipe(none);
  keyturn::wipe(nullptr, 0);
  BOOST_TEST(small.empty());
  BOOST_TEST(none.empty());
}

BOOST_AUTO_TEST_SUITE_END()
