#include <keyturn/model/request.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using keyturn::Auth;
using keyturn::Request;
using keyturn::Response;

BOOST_AUTO_TEST_SUITE(request)

BOOST_AUTO_TEST_CASE(a_plain_request_is_a_get_with_the_token) {
  const Request request{.url = "/notes"};
  BOOST_TEST(request.method == "GET");
  BOOST_TEST((request.auth == Auth::required));
  BOOST_TEST(request.headers.empty());
  BOOST_TEST(request.body.view().value_or("x").empty());
  BOOST_TEST((request.timeout == std::chrono::milliseconds{0}));
  BOOST_TEST(request.max_response == 0u);
  BOOST_TEST(!request.at_most_once);
  BOOST_TEST(!request.on_data);
}

BOOST_AUTO_TEST_CASE(copies_carry_everything) {
  int seen = 0;
  const Request request{
      .method = "PUT", .url = "/x", .body = "b", .auth = Auth::none, .at_most_once = true, .on_data = [&](auto) {
        return ++seen > 0;
      }};
  const Request copy = request;  // NOLINT(performance-unnecessary-copy-initialization): copying is what is tested
  BOOST_TEST(copy.method == "PUT");
  BOOST_TEST(copy.body.view().value_or("") == "b");
  BOOST_TEST((copy.auth == Auth::none));
  BOOST_TEST(copy.at_most_once);
  BOOST_TEST(copy.on_data("x"));
  BOOST_TEST(seen == 1);
}

BOOST_AUTO_TEST_CASE(success_is_any_2xx_and_nothing_else) {
  for (int status = 0; status < 700; ++status) BOOST_TEST(keyturn::is_success(status) == (status / 100 == 2));
  BOOST_TEST(!keyturn::is_success(-200));
  BOOST_TEST(Response{}.status == 0);
}

BOOST_AUTO_TEST_SUITE_END()
