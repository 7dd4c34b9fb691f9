#include <keyturn/base/result.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>

using keyturn::Errc;
using keyturn::Error;
using keyturn::Result;

BOOST_AUTO_TEST_SUITE(result)

const Error failure{.code = Errc::no_answer, .status = 503, .detail = "gone"};

BOOST_AUTO_TEST_CASE(holds_a_value_or_an_error) {
  const Result<int> good = 7, bad = failure;
  BOOST_TEST(good.has_value());
  BOOST_TEST(!!good);
  BOOST_TEST(*good == 7);
  BOOST_TEST(!bad);
  BOOST_CHECK(bad.error() == failure);
  BOOST_CHECK(bad == failure);
  BOOST_CHECK(good != bad);
  BOOST_CHECK((good == Result<int>{7}));
}

BOOST_AUTO_TEST_CASE(default_is_a_default_value) {
  BOOST_TEST(*Result<int>{} == 0);
  BOOST_TEST(Result<void>{}.has_value());
  static_assert(!std::is_default_constructible_v<Result<std::reference_wrapper<int>>>);
}

BOOST_AUTO_TEST_CASE(is_built_from_what_converts_implicitly_and_from_nothing_else) {
  struct FromInt {
    explicit FromInt(int) {}
  };
  static_assert(std::is_convertible_v<const char*, Result<std::string>>);
  static_assert(!std::is_constructible_v<Result<FromInt>, int>);
  static_assert(!std::is_constructible_v<Result<int>, std::string>);
  static_assert(std::is_convertible_v<Error, Result<FromInt>>);
}

BOOST_AUTO_TEST_CASE(is_built_from_the_parts_of_an_error) {
  const auto refused = []() -> Result<int> { return {Errc::bad_request, "why"}; };
  const auto failed = []() -> Result<void> { return {Errc::storage_failed, "why"}; };
  BOOST_TEST((refused() == Error{.code = Errc::bad_request, .detail = "why"}));
  BOOST_TEST((failed() == Error{.code = Errc::storage_failed, .detail = "why"}));
}

BOOST_AUTO_TEST_CASE(an_error_takes_the_place_of_a_value_and_of_its_own_copy) {
  Result<std::string> result{std::string(100, 'a')};
  result = Error{.code = Errc::bad_answer, .detail = std::string(100, 'b')};
  BOOST_TEST((result == Error{.code = Errc::bad_answer, .detail = std::string(100, 'b')}));
  result = result.error();
  BOOST_TEST((result == Error{.code = Errc::bad_answer, .detail = std::string(100, 'b')}));
}

BOOST_AUTO_TEST_CASE(copies_and_moves) {
  Result<std::string> one = "a text that is long enough to stand on the heap";
  Result<std::string> two = one;
  BOOST_CHECK(one == two);
  const Result<std::string> three = std::move(two);
  BOOST_CHECK(one == three);
  one = failure;
  BOOST_CHECK(one == failure);
  one = three;
  BOOST_CHECK(one == three);
}

BOOST_AUTO_TEST_CASE(move_only_values_pass_through) {
  Result<std::unique_ptr<int>> held = std::make_unique<int>(3);
  auto next = std::move(held).and_then([](std::unique_ptr<int> p) -> Result<std::unique_ptr<int>> {
    ++*p;
    return p;
  });
  BOOST_TEST(**next == 4);
  const std::unique_ptr<int> out = std::move(next).value();
  BOOST_TEST(*out == 4);
  BOOST_TEST(*Result<std::unique_ptr<int>>{failure}.value_or(std::make_unique<int>(9)) == 9);
}

BOOST_AUTO_TEST_CASE(value_of_an_error_throws_with_the_error_in_it) {
  const Result<int> bad = failure;
  BOOST_CHECK_EXCEPTION((void)bad.value(), keyturn::BadResult, [](const keyturn::BadResult& thrown) {
    return thrown.error() == failure && std::string_view{thrown.what()} == "no_answer";
  });
  const Result<void> nothing = failure;
  BOOST_CHECK_THROW(nothing.value(), keyturn::BadResult);
  const Result<void> fine;
  BOOST_CHECK_NO_THROW(fine.value());
  BOOST_TEST(Result<int>{5}.value() == 5);
}

BOOST_AUTO_TEST_CASE(what_is_thrown_shows_no_detail) {
  const keyturn::BadResult thrown{{.code = Errc::bad_answer, .detail = "detail"}};
  BOOST_TEST(std::string_view{thrown.what()}.find("detail") == std::string_view::npos);
}

BOOST_AUTO_TEST_CASE(transform_changes_values_and_keeps_errors) {
  const Result<int> good = 7, bad = failure;
  BOOST_TEST(*good.transform([](int i) { return std::to_string(i); }) == "7");
  BOOST_CHECK(bad.transform([](int i) { return i; }) == failure);
  int seen = 0;
  const Result<void> done = good.transform([&](int i) { seen = i; });
  BOOST_TEST(done.has_value());
  BOOST_TEST(seen == 7);
}

BOOST_AUTO_TEST_CASE(and_then_chains_and_stops_at_the_first_error) {
  int calls = 0;
  const auto half = [&](int i) -> Result<int> {
    ++calls;
    if (i % 2 != 0) return failure;
    return i / 2;
  };
  BOOST_TEST(*Result<int>{8}.and_then(half).and_then(half) == 2);
  BOOST_CHECK(Result<int>{6}.and_then(half).and_then(half).and_then(half) == failure);
  BOOST_TEST(calls == 4);
}

BOOST_AUTO_TEST_CASE(or_else_and_transform_error_see_errors_alone) {
  const Result<int> good = 7, bad = failure;
  const auto rescue = [](const Error& error) -> Result<int> { return error.status; };
  BOOST_TEST(*good.or_else(rescue) == 7);
  BOOST_TEST(*bad.or_else(rescue) == 503);
  const auto timed_out = bad.transform_error([](Error error) {
    error.code = Errc::timed_out;
    return error;
  });
  BOOST_TEST((timed_out.error().code == Errc::timed_out));
  BOOST_TEST(timed_out.error().status == 503);
  BOOST_TEST(*good.transform_error([](Error error) { return error; }) == 7);
}

BOOST_AUTO_TEST_CASE(void_results_chain_too) {
  const Result<void> good{}, bad = failure;
  BOOST_TEST(*good.and_then([] { return Result<int>{1}; }) == 1);
  BOOST_CHECK(bad.and_then([] { return Result<int>{1}; }) == failure);
  BOOST_TEST(*good.transform([] { return 2; }) == 2);
  BOOST_TEST(bad.or_else([](const Error&) { return Result<void>{}; }).has_value());
  BOOST_CHECK(good == Result<void>{});
  BOOST_CHECK(bad == failure);
}

BOOST_AUTO_TEST_CASE(emplace_and_value_or) {
  Result<std::string> held = failure;
  BOOST_TEST(held.value_or("else") == "else");
  BOOST_TEST(held.emplace(3u, 'x') == "xxx");
  BOOST_TEST(held.value_or("else") == "xxx");
  Result<void> nothing = failure;
  nothing.emplace();
  BOOST_TEST(nothing.has_value());
}

BOOST_AUTO_TEST_CASE(arrow_reaches_members) {
  Result<std::string> held = "abc";
  held->push_back('d');
  BOOST_TEST(held->size() == 4u);
}

BOOST_AUTO_TEST_CASE(a_result_of_optional_tells_nothing_from_an_error) {
  const Result<std::optional<int>> none = std::optional<int>{};
  BOOST_TEST(none.has_value());
  BOOST_TEST(!none->has_value());
}

BOOST_AUTO_TEST_SUITE_END()
