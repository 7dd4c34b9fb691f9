#include <keyturn/protocol/answer_fields.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/freed_memory.hpp>

#include <string>

using namespace keyturn;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(answer_fields)

BOOST_AUTO_TEST_CASE(fields_are_wiped_when_they_go) {
  const std::string secret(50, 's');
  BOOST_TEST(blocks_freed_with(secret, [&] {
               detail::SecretFields<2> fields;
               fields[1].text = secret;
             }) == 0);
}

BOOST_AUTO_TEST_CASE(visible_ascii_is_what_a_header_can_carry) {
  for (const auto text : {"a", "!~", "abc.DEF-_/+="}) BOOST_TEST(detail::is_visible_ascii(text));
  for (const auto text : {"", " ", "a b", "a\n", "a\x7f", "\xc3\xbc"}) BOOST_TEST(!detail::is_visible_ascii(text));
}

BOOST_AUTO_TEST_CASE(a_field_is_absent_if_it_says_nothing) {
  BOOST_TEST(detail::is_absent({}));
  BOOST_TEST(detail::is_absent({.kind = Field::Kind::null}));
  BOOST_TEST(!detail::is_absent({.kind = Field::Kind::text}));
  BOOST_TEST(!detail::is_absent({.kind = Field::Kind::boolean}));
}

BOOST_AUTO_TEST_CASE(lifetimes_are_numbers_or_decimal_text_in_the_unit_of_the_server) {
  const auto read = [](Field field, ExpiryUnit unit) {
    std::optional<std::chrono::seconds> relative;
    std::optional<std::chrono::sys_seconds> absolute;
    detail::read_expiry(field, unit, relative, absolute);
    BOOST_TEST(!(relative && absolute));
    return absolute ? absolute->time_since_epoch() : relative.value_or(-1s);
  };
  const Field number{.kind = Field::Kind::number, .number = 90'000.5}, text{.kind = Field::Kind::text, .text = "90000"};
  for (const Field& field : {number, text}) {
    BOOST_TEST((read(field, ExpiryUnit::seconds) == 90'000s));
    BOOST_TEST((read(field, ExpiryUnit::milliseconds) == 90s));
    BOOST_TEST((read(field, ExpiryUnit::unix_seconds) == 90'000s));
  }
  for (const Field& odd : {Field{}, Field{.kind = Field::Kind::boolean, .boolean = true},
                           Field{.kind = Field::Kind::text, .text = "soon"}})
    BOOST_TEST((read(odd, ExpiryUnit::seconds) == -1s));
}

BOOST_AUTO_TEST_SUITE_END()
