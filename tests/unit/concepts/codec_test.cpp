#include <keyturn/concepts/codec.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using keyturn::Codec;
using keyturn::Field;
using keyturn::Result;

BOOST_AUTO_TEST_SUITE(codec)

struct Least {
  Result<void> read(std::string_view, std::span<const std::string_view>, std::span<Field>) const { return {}; }
};
struct NotConst {
  Result<void> read(std::string_view, std::span<const std::string_view>, std::span<Field>) { return {}; }
};
struct WrongResult {
  bool read(std::string_view, std::span<const std::string_view>, std::span<Field>) const { return true; }
};
struct Nothing {};

BOOST_AUTO_TEST_CASE(the_concept_asks_for_a_const_read_with_a_result) {
  static_assert(Codec<Least>);
  static_assert(!Codec<NotConst> && !Codec<WrongResult> && !Codec<Nothing>);
}

BOOST_AUTO_TEST_CASE(a_field_is_missing_until_it_is_filled) {
  const Field field;
  BOOST_TEST((field.kind == Field::Kind::missing));
  BOOST_TEST(field.text.empty());
  BOOST_TEST(field.number == 0);
  BOOST_TEST(!field.boolean);
}

BOOST_AUTO_TEST_SUITE_END()
