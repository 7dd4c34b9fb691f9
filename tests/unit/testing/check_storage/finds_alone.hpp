// That of all checks on a storage one alone fails.
#ifndef KEYTURN_TESTS_CHECK_STORAGE_FINDS_ALONE_HPP
#define KEYTURN_TESTS_CHECK_STORAGE_FINDS_ALONE_HPP

#include <keyturn/testing/check_report.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

inline void finds_alone(const keyturn::testing::CheckReport& report, std::string_view name) {
  BOOST_CHECK_MESSAGE((report.failed() == std::vector<std::string>{std::string{name}}), name << "\n" << report);
}

#endif
