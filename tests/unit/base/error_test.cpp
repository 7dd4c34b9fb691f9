#include <keyturn/base/error.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <set>
#include <string>

using keyturn::Errc;

BOOST_AUTO_TEST_SUITE(error)

constexpr int last_code = static_cast<int>(Errc::unsupported);

BOOST_AUTO_TEST_CASE(every_code_has_a_name_of_its_own) {
  std::set<std::string_view> names;
  for (int i = 1; i <= last_code; ++i) names.insert(to_string(static_cast<Errc>(i)));
  BOOST_TEST(names.size() == static_cast<std::size_t>(last_code));
  BOOST_TEST(!names.contains("unknown"));
}

BOOST_AUTO_TEST_CASE(numbers_outside_the_list_are_unknown) {
  BOOST_TEST(to_string(static_cast<Errc>(0)) == "unknown");
  BOOST_TEST(to_string(static_cast<Errc>(last_code + 1)) == "unknown");
}

BOOST_AUTO_TEST_CASE(codes_are_error_codes) {
  const std::error_code code = Errc::timed_out;
  BOOST_TEST(!!code);
  BOOST_TEST((code == Errc::timed_out));
  BOOST_TEST((code != Errc::cancelled));
  BOOST_TEST(code.message() == "timed_out");
  BOOST_TEST(std::string{code.category().name()} == "keyturn");
  BOOST_TEST((&code.category() == &keyturn::error_category()));
  BOOST_TEST((code != std::make_error_code(static_cast<std::errc>(code.value()))));
}

BOOST_AUTO_TEST_CASE(errors_compare_by_all_that_they_hold) {
  const keyturn::Error error{
      .code = Errc::no_answer, .status = 1, .retry_after = std::chrono::seconds{2}, .detail = "x"};
  auto other = error;
  BOOST_CHECK(error == other);
  other.status = 2;
  BOOST_CHECK(error != other);
  other = error;
  other.retry_after = {};
  BOOST_CHECK(error != other);
  other = error;
  other.detail = "y";
  BOOST_CHECK(error != other);
}

BOOST_AUTO_TEST_SUITE_END()
