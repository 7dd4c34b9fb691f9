// The tests that run on Windows, in the test kit's own form: there is no Boost.Test there.
#ifndef KEYTURN_TESTS_WINDOWS_TESTS_HPP
#define KEYTURN_TESTS_WINDOWS_TESTS_HPP

#include <keyturn/testing/check_report.hpp>

#include <string>
#include <string_view>

using keyturn::testing::CheckReport;
using keyturn::testing::Findings;

/// The path of this program, which starts itself anew for the tests of several processes.
extern std::string this_program;

/// A folder that no other test uses; made when it is needed.
std::string folder_for(std::string_view test);

void test_platform(CheckReport& report);
void test_winhttp(CheckReport& report);
void test_file_storage(CheckReport& report);
void test_keychain(CheckReport& report);
void test_client(CheckReport& report);
void test_processes(CheckReport& report);

/// What a process does that a test has started; gives its exit code.
int play_role(std::string_view role, const std::string& folder, const std::string& url);

#endif
