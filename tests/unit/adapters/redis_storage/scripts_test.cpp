#include <keyturn/adapters/redis_storage/scripts.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <limits>

using keyturn::detail::redis_digits;
using keyturn::detail::RedisNames;

BOOST_AUTO_TEST_SUITE(redis_scripts)

BOOST_AUTO_TEST_CASE(the_keys_of_an_account_share_what_stands_in_braces) {
  const RedisNames names{"keyturn:", "ada"};
  BOOST_TEST(names.record == "keyturn:{ada}");
  BOOST_TEST(names.lock == "keyturn:{ada}:lock");
  BOOST_TEST(names.aside == "keyturn:{ada}:corrupt");
  BOOST_TEST(names.channel == "keyturn:{ada}:changed");
}

BOOST_AUTO_TEST_CASE(no_account_can_name_a_key_of_another) {
  BOOST_TEST(RedisNames("", "").record == "{%}");
  BOOST_TEST(RedisNames("", "%").record == "{%25}");
  BOOST_TEST(RedisNames("", "a}:lock").record == "{a%7d:lock}");
  BOOST_TEST(RedisNames("", "a%7d:lock").record == "{a%257d:lock}");
  BOOST_TEST(RedisNames("", "{}").record == "{%7b%7d}");
}

BOOST_AUTO_TEST_CASE(numbers_compare_as_texts) {
  const std::uint64_t numbers[] = {
      0, 1, 9, 10, (1ull << 53), (1ull << 53) + 1, std::numeric_limits<std::uint64_t>::max()};
  for (const auto a : numbers)
    for (const auto b : numbers) BOOST_TEST((redis_digits(a) < redis_digits(b)) == (a < b));
}

BOOST_AUTO_TEST_CASE(a_record_shows_its_session_and_generation_and_other_bytes_nothing) {
  keyturn::core::SessionRecord record;
  record.session_id[0] = std::byte{0xab};
  record.generation = 12;
  const keyturn::Secret bytes = keyturn::core::encode(record);
  const keyturn::detail::RedisRecordSide side{bytes.view()}, other{"opaque"};
  BOOST_TEST(side.session == "ab" + std::string(30, '0'));
  BOOST_TEST(side.generation == "00000000000000000012");
  BOOST_TEST(other.session.empty());
  BOOST_TEST(other.generation.empty());
}

BOOST_AUTO_TEST_SUITE_END()
