#include <keyturn/adapters/file_storage/posix.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/temporary_directory.hpp>

#include <cerrno>
#include <string>

using namespace keyturn::detail;
using namespace std::chrono_literals;
using keyturn::Errc;

BOOST_AUTO_TEST_SUITE(posix_files)

BOOST_AUTO_TEST_CASE(calls_go_on_after_a_signal) {
  int calls = 0;
  BOOST_TEST(uninterrupted([&] {
               if (++calls == 3) return 5;
               errno = EINTR;
               return -1;
             }) == 5);
  BOOST_TEST(uninterrupted([&] {
               ++calls;
               errno = EIO;
               return -1;
             }) == -1);
  BOOST_TEST(calls == 4);
}

BOOST_AUTO_TEST_CASE(only_our_own_plain_files_are_safe) {
  struct stat status = {};
  status.st_mode = S_IFREG | 0600;
  status.st_uid = ::geteuid();
  status.st_nlink = 1;
  BOOST_TEST(unsafe_file(status).empty());
  status.st_nlink = 0;
  BOOST_TEST(unsafe_file(status).empty());
  status.st_nlink = 2;
  BOOST_TEST(!unsafe_file(status).empty());
  status.st_nlink = 1;
  for (const mode_t bit : {040u, 020u, 010u, 04u, 02u, 01u}) {
    status.st_mode = S_IFREG | 0600 | bit;
    BOOST_TEST(!unsafe_file(status).empty());
  }
  for (const auto kind : {S_IFIFO, S_IFDIR, S_IFCHR, S_IFSOCK, S_IFLNK}) {
    status.st_mode = static_cast<mode_t>(kind | 0600);
    BOOST_TEST(!unsafe_file(status).empty());
  }
  status.st_mode = S_IFREG | 0600;
  status.st_uid = ::geteuid() + 1;
  BOOST_TEST(!unsafe_file(status).empty());
}

BOOST_AUTO_TEST_CASE(directories_are_ours_or_the_systems_and_nobody_elses_to_change) {
  struct stat status = {};
  status.st_uid = ::geteuid();
  for (const mode_t mode : {0700u, 0755u, 0500u, 01777u, 01770u}) {
    status.st_mode = S_IFDIR | mode;
    BOOST_TEST(unsafe_directory(status).empty());
  }
  for (const mode_t mode : {0777u, 0720u, 0702u}) {
    status.st_mode = S_IFDIR | mode;
    BOOST_TEST(!unsafe_directory(status).empty());
  }
  status.st_mode = S_IFDIR | 0700;
  status.st_uid = 0;
  BOOST_TEST(unsafe_directory(status).empty());
  status.st_uid = ::geteuid() + 1;
  BOOST_TEST(!unsafe_directory(status).empty());
}

BOOST_AUTO_TEST_CASE(directories_are_made_with_their_parents_for_the_owner_alone) {
  const TemporaryDirectory temporary;
  BOOST_TEST(make_directories(temporary / "a/b/c").has_value());
  BOOST_TEST(make_directories(temporary / "a/b/c").has_value());
  BOOST_TEST(make_directories(temporary / "a/d/").has_value());
  for (const auto name : {"a", "a/b", "a/b/c", "a/d"}) {
    struct stat status = {};
    BOOST_TEST(::stat((temporary / name).c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 07777) == 0700u);
  }
  BOOST_TEST(!make_directories(""));
}

BOOST_AUTO_TEST_SUITE_END()
