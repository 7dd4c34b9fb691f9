// Runs all tests; `keyturn-windows-tests FOLDER`, where FOLDER may be written to. Ends with 1 if one did not pass.
#include "tests.hpp"

#include <cstdio>

std::string this_program;

namespace {
std::string folder;
}  // namespace

std::string folder_for(std::string_view test) { return folder + '\\' + std::string{test}; }

int main(int count, char** arguments) {
  this_program = arguments[0];
  if (count == 4) return play_role(arguments[1], arguments[2], arguments[3]);
  if (count != 2) return std::puts("usage: keyturn-windows-tests FOLDER"), 2;
  folder = arguments[1];
  CheckReport report;
  test_platform(report);
  test_winhttp(report);
  test_file_storage(report);
  test_keychain(report);
  test_client(report);
  test_processes(report);
  std::fputs(report.text().c_str(), stdout);
  return report ? 0 : 1;
}
