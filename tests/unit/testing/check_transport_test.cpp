#include <keyturn/testing/check_transport.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/adapters/curl.hpp>
#include <keyturn/adapters/curl_multi.hpp>
#include <keyturn/testing/scripted_transport.hpp>

#include <set>

using keyturn::CurlTransport;
using keyturn::testing::check_transport;
using keyturn::testing::ScriptedTransport;

BOOST_AUTO_TEST_SUITE(check_transport_)

BOOST_AUTO_TEST_CASE(curl_passes) {
  CurlTransport transport;
  const auto report = check_transport(transport);
  BOOST_CHECK_MESSAGE(report, report);
  std::set<std::string> names;
  for (const auto& check : report.checks()) BOOST_CHECK_MESSAGE(names.insert(check.name).second, check.name);
}

BOOST_AUTO_TEST_CASE(curl_that_keeps_no_connections_passes) {
  const auto report = check_transport(CurlTransport{keyturn::CurlOptions{.max_idle_connections = 0}});
  BOOST_CHECK_MESSAGE(report, report);
}

BOOST_AUTO_TEST_CASE(curl_with_a_thread_of_its_own_passes) {
  const auto report = check_transport(keyturn::CurlMultiTransport{});
  BOOST_CHECK_MESSAGE(report, report);
  BOOST_TEST(report.text().find("skipped: the transport") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(curl_that_is_polled_passes) {
  const auto report = check_transport(keyturn::PolledCurlMultiTransport{});
  BOOST_CHECK_MESSAGE(report, report);
  BOOST_TEST(report.text().find("skipped: the transport") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_transport_that_is_only_lent_lives_on) {
  keyturn::CurlMultiTransport transport;
  const auto report = check_transport(transport);
  BOOST_CHECK_MESSAGE(report, report);
  BOOST_TEST(report.text().find("skipped: the transport") != std::string::npos);
  keyturn::testing::checks::AsyncUse use{transport};
  BOOST_TEST((use.send_and_wait({.url = "/nowhere"}).error().code == keyturn::Errc::bad_request));
}

BOOST_AUTO_TEST_CASE(a_transport_that_sends_nothing_is_found) {
  const auto report = check_transport(ScriptedTransport{});
  BOOST_CHECK(!report);
  BOOST_CHECK(report.failed().size() > report.checks().size() / 2);
}

BOOST_AUTO_TEST_SUITE_END()
