#include <keyturn/testing/check_storage.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/adapters/file_storage.hpp>
#include <keyturn/testing/flaky_storage.hpp>
#include <unit/temporary_directory.hpp>

#include <filesystem>
#include <set>

using keyturn::FileStorage;
using keyturn::testing::check_storage;
using keyturn::testing::FlakyStorage;

BOOST_AUTO_TEST_SUITE(check_storage_)

BOOST_AUTO_TEST_CASE(files_whose_directory_is_taken_away) {
  const TemporaryDirectory directory;
  const std::string place = directory / "place", aside = directory / "aside";
  std::filesystem::create_directory(place);
  std::filesystem::permissions(place, std::filesystem::perms::owner_all);
  const auto report = check_storage([&] { return FileStorage{place}; },
                                    [&] {
                                      std::filesystem::rename(place, aside);
                                      write_file(place, "no directory");
                                    },
                                    [&] {
                                      std::filesystem::remove(place);
                                      std::filesystem::rename(aside, place);
                                    });
  BOOST_CHECK_MESSAGE(report, report);
  BOOST_CHECK(report.find("the lock keeps another user out"));
  BOOST_CHECK(report.find("a failed save leaves the old record"));
}

BOOST_AUTO_TEST_CASE(files_that_can_be_read_but_not_written) {
  const TemporaryDirectory directory;
  const std::string in_the_way = directory / "keyturn-check.tmp";
  const auto report =
      check_storage([&] { return FileStorage{directory.path}; }, [&] { std::filesystem::create_directory(in_the_way); },
                    [&] { std::filesystem::remove(in_the_way); });
  BOOST_CHECK_MESSAGE(report, report);
}

BOOST_AUTO_TEST_CASE(flaky_files) {
  const TemporaryDirectory directory;
  FlakyStorage storage{FileStorage{directory.path}};
  const auto report =
      check_storage([&] { return storage; }, [&] { storage.fail_at(1, {.lasting = true}); }, [&] { storage.heal(); });
  BOOST_CHECK_MESSAGE(report, report);
}

BOOST_AUTO_TEST_CASE(each_check_has_a_name_of_its_own) {
  const TemporaryDirectory directory;
  const auto report = check_storage([&] { return FileStorage{directory.path}; });
  std::set<std::string> names;
  for (const auto& check : report.checks()) BOOST_CHECK_MESSAGE(names.insert(check.name).second, check.name);
}

BOOST_AUTO_TEST_SUITE_END()
