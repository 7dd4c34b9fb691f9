#include <keyturn/testing/check_report.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <sstream>
#include <stdexcept>

using keyturn::testing::CheckReport;
using keyturn::testing::Findings;

BOOST_AUTO_TEST_SUITE(check_report)

BOOST_AUTO_TEST_CASE(a_report_passes_when_each_check_does) {
  CheckReport report;
  BOOST_CHECK(report.passed());
  report.run("one", [](Findings& findings) { findings.expect(true, "unseen"); });
  BOOST_CHECK(report);
  report.run("two", [](Findings& findings) { findings.expect(false, "it fell"); });
  BOOST_CHECK(!report);
  BOOST_CHECK(report.failed() == std::vector<std::string>{"two"});
}

BOOST_AUTO_TEST_CASE(the_first_thing_that_was_wrong_is_what_was_seen) {
  CheckReport report;
  report.run("one", [](Findings& findings) {
    BOOST_CHECK(!findings.expect(false, "first"));
    BOOST_CHECK(findings.expect(true, "second"));
    findings.expect(false, "third");
    findings.skip("too late");
  });
  BOOST_REQUIRE(report.find("one"));
  BOOST_TEST(report.find("one")->seen == "first");
  BOOST_CHECK(report.find("another") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_check_that_cannot_find_out_passes_and_says_so) {
  CheckReport report;
  report.run("one", [](Findings& findings) { findings.skip("no network"); });
  BOOST_CHECK(report);
  BOOST_TEST(report.checks().front().seen == "skipped: no network");
}

BOOST_AUTO_TEST_CASE(what_a_check_throws_makes_it_fail) {
  CheckReport report;
  report.run("one", [](Findings&) { throw std::runtime_error{"the roof is on fire"}; });
  report.run("two", [](Findings&) { throw 42; });
  BOOST_TEST(report.find("one")->seen == "an exception came out: the roof is on fire");
  BOOST_CHECK(!report.find("two")->passed);
}

BOOST_AUTO_TEST_CASE(it_prints_a_line_for_each_check) {
  CheckReport report;
  report.run("one", [](Findings&) {});
  std::ostringstream out;
  out << report;
  BOOST_TEST(out.str() == "  ok      one\nall 1 checks passed\n");
  report.run("two", [](Findings& findings) { findings.expect(false, "it fell"); });
  BOOST_TEST(report.text() == "  ok      one\n  FAILED  two: it fell\n1 of 2 checks failed\n");
}

BOOST_AUTO_TEST_CASE(an_error_reads_with_its_detail) {
  BOOST_TEST(keyturn::testing::describe({.code = keyturn::Errc::not_sent}) == "not_sent");
  BOOST_TEST(keyturn::testing::describe({.code = keyturn::Errc::not_sent, .detail = "dark"}) == "not_sent (dark)");
}

BOOST_AUTO_TEST_SUITE_END()
