// Checks that a call leaves nothing behind.
#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <keyturn/adapters/curl_multi_call.hpp>

#include <boost/test/unit_test.hpp>

#include <freed_memory.hpp>

namespace {

using keyturn::Request;
using keyturn::Response;
using keyturn::Result;
using keyturn::detail::CurlMultiCall;

const std::string token = "a token that is longer than what a string holds in itself";

std::unique_ptr<CurlMultiCall> call_with(Request request) {
  return std::make_unique<CurlMultiCall>(
      std::move(request), [](const Result<Response>&) {}, keyturn::TimePoint{});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(adapters_curl_multi_call)

BOOST_AUTO_TEST_CASE(what_an_auth_request_carried_is_wiped) {
  Request request{.url = "https://auth.example/refresh", .body = "refresh with " + token, .at_most_once = true};
  request.headers.set("Authorization", "Bearer " + token);
  auto call = call_with(std::move(request));
  BOOST_TEST(blocks_freed_with(token, [&] { call.reset(); }) == 0);
}

BOOST_AUTO_TEST_CASE(the_token_of_any_call_is_wiped) {
  Request request{.url = "https://api.example/notes"};
  request.headers.set("Authorization", "Bearer " + token);
  auto call = call_with(std::move(request));
  BOOST_TEST(blocks_freed_with(token, [&] { call.reset(); }) == 0);
}

BOOST_AUTO_TEST_CASE(it_is_small_while_it_waits) {
  // Ten thousand of them may wait; a libcurl handle would be over 5 KiB.
  BOOST_TEST(sizeof(CurlMultiCall) <= 512u);
}

BOOST_AUTO_TEST_SUITE_END()
