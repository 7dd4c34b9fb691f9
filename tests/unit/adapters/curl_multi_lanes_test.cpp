// Checks whose turn it is: limits hold, nobody is passed over, and auth requests wait for none of the others.
#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <keyturn/adapters/curl_multi_lanes.hpp>

#include <boost/test/unit_test.hpp>

#include <deque>
#include <string>
#include <vector>

namespace {

using keyturn::Response;
using keyturn::Result;
using keyturn::detail::CurlMultiCall;
using keyturn::detail::CurlMultiLanes;

struct Fixture {
  std::deque<CurlMultiCall> calls;

  CurlMultiCall& add(CurlMultiLanes& lanes, std::string url, bool at_most_once = false) {
    CurlMultiCall& call = calls.emplace_back(
        keyturn::Request{.url = std::move(url), .at_most_once = at_most_once}, [](const Result<Response>&) {},
        keyturn::TimePoint{});
    lanes.add(call);
    return call;
  }
  /// All that may run now.
  static std::vector<CurlMultiCall*> run(CurlMultiLanes& lanes) {
    std::vector<CurlMultiCall*> running;
    while (CurlMultiCall* const call = lanes.next()) running.push_back(call);
    return running;
  }
  static std::string urls(const std::vector<CurlMultiCall*>& running) {
    std::string text;
    for (const CurlMultiCall* const call : running) text += call->request.url + ' ';
    return text;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(adapters_curl_multi_lanes, Fixture)

BOOST_AUTO_TEST_CASE(one_host_gets_its_share_in_order) {
  CurlMultiLanes lanes{{.max_connections_per_host = 2}};
  for (const std::string url : {"http://a/1", "http://a/2", "http://a/3", "http://a/4"}) add(lanes, url);
  const auto running = run(lanes);
  BOOST_TEST(urls(running) == "http://a/1 http://a/2 ");
  lanes.remove(*running[0]);
  BOOST_TEST(urls(run(lanes)) == "http://a/3 ");
  lanes.remove(*running[1]);
  BOOST_TEST(urls(run(lanes)) == "http://a/4 ");
}

BOOST_AUTO_TEST_CASE(a_busy_host_is_in_nobodys_way) {
  CurlMultiLanes lanes{{.max_connections = 4, .max_connections_per_host = 2}};
  for (int i = 0; i < 9; ++i) add(lanes, "http://busy/");
  add(lanes, "http://other/");
  add(lanes, "https://busy/");
  BOOST_TEST(urls(run(lanes)).find("http://other/") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(hosts_take_turns_within_the_limit_over_all) {
  CurlMultiLanes lanes{{.max_connections = 1, .max_connections_per_host = 1}};
  for (const std::string url : {"http://a/1", "http://a/2", "http://a/3", "http://b/1", "http://b/2"}) add(lanes, url);
  std::string order;
  for (auto* call = lanes.next(); call != nullptr; call = lanes.next()) {
    BOOST_TEST(lanes.next() == nullptr);
    order += call->request.url.substr(7) + ' ';
    lanes.remove(*call);
  }
  BOOST_TEST(order == "a/1 b/1 a/2 b/2 a/3 ");
}

BOOST_AUTO_TEST_CASE(over_http2_many_requests_count_as_one_connection) {
  CurlMultiLanes lanes{{.max_connections = 2, .max_connections_per_host = 2, .max_streams_per_host = 5}};
  for (int i = 0; i < 10; ++i) add(lanes, "https://a/");
  auto running = run(lanes);
  BOOST_TEST(running.size() == 2u);
  lanes.remove(*running[0], true);
  BOOST_TEST(run(lanes).size() == 4u);
  add(lanes, "https://b/");
  BOOST_TEST(urls(run(lanes)) == "https://b/ ");
  add(lanes, "https://c/");
  BOOST_TEST(run(lanes).empty());
}

BOOST_AUTO_TEST_CASE(a_server_that_no_longer_speaks_http2_gets_fewer_again) {
  CurlMultiLanes lanes{{.max_connections_per_host = 1, .max_streams_per_host = 3}};
  for (int i = 0; i < 10; ++i) add(lanes, "https://a/");
  lanes.remove(*run(lanes)[0], true);
  const auto running = run(lanes);
  BOOST_TEST(running.size() == 3u);
  lanes.remove(*running[0], false);
  lanes.remove(*running[1]);
  BOOST_TEST(run(lanes).empty());
  lanes.remove(*running[2]);
  BOOST_TEST(run(lanes).size() == 1u);
}

BOOST_AUTO_TEST_CASE(auth_requests_wait_for_none_of_the_others) {
  CurlMultiLanes lanes{{.max_connections = 1, .max_connections_per_host = 1}};
  add(lanes, "http://a/1");
  add(lanes, "http://a/2");
  BOOST_TEST(run(lanes).size() == 1u);
  for (int i = 0; i < 6; ++i) add(lanes, "http://a/auth", true);
  const auto running = run(lanes);
  BOOST_TEST(running.size() == 4u);
  lanes.remove(*running[0]);
  BOOST_TEST(urls(run(lanes)) == "http://a/auth ");
}

BOOST_AUTO_TEST_CASE(a_call_that_waits_may_go) {
  CurlMultiLanes lanes{{.max_connections_per_host = 1}};
  add(lanes, "http://a/1");
  CurlMultiCall& second = add(lanes, "http://a/2");
  add(lanes, "http://a/3");
  const auto running = run(lanes);
  lanes.remove(second);
  lanes.remove(*running[0]);
  BOOST_TEST(urls(run(lanes)) == "http://a/3 ");
}

BOOST_AUTO_TEST_CASE(an_origin_is_forgotten_unless_it_speaks_http2) {
  CurlMultiLanes lanes{{}};
  for (int i = 0; i < 100; ++i) lanes.remove(add(lanes, "http://host" + std::to_string(i) + "/path"));
  BOOST_TEST(lanes.origins() == 0u);
  add(lanes, "https://a/");
  lanes.remove(*lanes.next(), true);
  BOOST_TEST(lanes.origins() == 1u);
}

BOOST_AUTO_TEST_CASE(a_limit_of_0_is_1) {
  CurlMultiLanes lanes{{.max_connections = 0, .max_connections_per_host = 0, .max_streams_per_host = 0}};
  add(lanes, "http://a/");
  add(lanes, "http://a/");
  BOOST_TEST(run(lanes).size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
