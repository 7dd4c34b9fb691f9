#include <keyturn/adapters/file_storage/posix_place.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <sys/stat.h>
#include <unit/adapters/file_storage/fixture.hpp>
#include <unit/temporary_directory.hpp>

#include <string>

using namespace std::chrono_literals;
using keyturn::Errc;
using keyturn::FileStorage;
namespace fs = std::filesystem;
using Fixture = FileStorageFixture;

BOOST_AUTO_TEST_SUITE(file_storage_posix_place)

BOOST_FIXTURE_TEST_CASE(files_and_folders_are_for_the_user_alone, Fixture) {
  const auto previous = ::umask(0);
  FileStorage deep{temporary / "a/b"};
  BOOST_TEST(deep.save("ada", "x").has_value());
  const auto lock = deep.lock("ada", 0ms);
  ::umask(previous);
  BOOST_TEST(lock.has_value());
  for (const auto name : {"a", "a/b"}) BOOST_TEST((fs::status(temporary / name).permissions() == fs::perms::owner_all));
  int files = 0;
  for (const auto& entry : fs::directory_iterator{temporary / "a/b"}) {
    ++files;
    BOOST_TEST((entry.status().permissions() == (fs::perms::owner_read | fs::perms::owner_write)), entry.path());
  }
  BOOST_TEST(files == 3);  // the record and the two locks
}

BOOST_FIXTURE_TEST_CASE(a_narrow_umask_does_no_harm, Fixture) {
  const auto previous = ::umask(0277);
  const auto saved = storage.save("ada", "x");
  ::umask(previous);
  if (::geteuid() == 0)
    BOOST_TEST(saved.has_value());  // others cannot write into the folder that this umask leaves them
  BOOST_TEST(((saved && loaded() == "x") || (!saved && saved.error().code == Errc::storage_failed)));
}

BOOST_FIXTURE_TEST_CASE(a_file_that_others_may_open_is_refused, Fixture) {
  save("x");
  for (const unsigned bits : {0640u, 0620u, 0604u, 0602u, 0666u, 0610u, 0601u}) {
    mode(file, bits);
    check_failed(storage.load("ada"), Errc::storage_failed, "ada.session");
    check_failed(storage.save("ada", "y"), Errc::storage_failed, "ada.session");
  }
  mode(file, 0600);
  BOOST_TEST(loaded() == "x");
}

BOOST_FIXTURE_TEST_CASE(links_and_pipes_in_the_files_place_are_refused, Fixture) {
  save("x");
  const auto check_refused = [&](std::string_view why) {
    check_failed(storage.load("ada"), Errc::storage_failed, why);
    check_failed(storage.save("ada", "y"), Errc::storage_failed, "ada.session");
  };
  fs::create_hard_link(file, folder + "/second");
  check_refused("hard link");
  fs::remove(folder + "/second");
  BOOST_TEST(loaded() == "x");

  fs::rename(file, folder + "/real");
  fs::create_symlink("real", file);
  check_refused("symbolic link");
  BOOST_TEST(fs::is_symlink(file));
  fs::remove(file);

  BOOST_TEST(::mkfifo(file.c_str(), 0600) == 0);
  check_refused("regular");
  fs::remove(file);

  fs::create_directory(file);
  mode(file, 0700);
  check_refused("regular");
  check_failed(storage.erase("ada"), Errc::storage_failed, "ada.session");
  fs::remove(file);

  fs::create_symlink("/dev/null", file);
  check_refused("symbolic link");
  BOOST_TEST(storage.erase("ada").has_value());  // removes the link, not what it leads to
  BOOST_TEST(fs::exists("/dev/null"));
}

BOOST_FIXTURE_TEST_CASE(a_lock_file_that_is_not_ours_alone_is_refused, Fixture) {
  save("x");
  fs::create_symlink(temporary / "elsewhere", folder + "/ada.lock");
  check_failed(storage.lock("ada", 0ms), Errc::storage_failed, "ada.lock");
  BOOST_TEST(!fs::exists(temporary / "elsewhere"));
  fs::remove(folder + "/ada.lock");
  write_file(folder + "/ada.lock", "");
  mode(folder + "/ada.lock", 0666);
  check_failed(storage.lock("ada", 0ms), Errc::storage_failed, "ada.lock");
}

BOOST_FIXTURE_TEST_CASE(a_folder_that_others_may_write_to_is_refused_unless_it_is_sticky, Fixture) {
  save("x");
  for (const unsigned bits : {0777u, 0770u, 0702u}) {
    mode(folder, bits);
    check_failed(storage.load("ada"), Errc::storage_failed, folder);
    check_failed(storage.save("ada", "y"), Errc::storage_failed, folder);
    check_failed(storage.erase("ada"), Errc::storage_failed, folder);
    check_failed(storage.lock("ada", 0ms), Errc::storage_failed, folder);
  }
  for (const unsigned bits : {01777u, 0755u, 0700u}) {
    mode(folder, bits);
    BOOST_TEST(loaded() == "x");
  }
}

BOOST_FIXTURE_TEST_CASE(a_link_to_a_folder_is_followed, Fixture) {
  save("x");
  fs::create_directory_symlink(folder, temporary / "link");
  FileStorage linked{temporary / "link"};
  BOOST_TEST((*linked.load("ada"))->view() == "x");
  BOOST_TEST(linked.save("ada", "y").has_value());
  BOOST_TEST(loaded() == "y");
  BOOST_TEST(fs::is_symlink(temporary / "link"));
}

BOOST_FIXTURE_TEST_CASE(a_folder_that_cannot_be_is_an_error_that_names_it, Fixture) {
  write_file(temporary / "file", "");
  FileStorage below{temporary / "file/state"};
  check_failed(below.save("ada", "x"), Errc::storage_failed, "file/state");
  check_failed(below.load("ada"), Errc::storage_failed, "file/state");
  FileStorage itself{temporary / "file"};
  check_failed(itself.save("ada", "x"), Errc::storage_failed, "/file");
  check_failed(FileStorage{""}.save("ada", "x"), Errc::storage_failed, "no name");
  check_failed(FileStorage{std::string{"a\0b", 3}}.load("ada"), Errc::storage_failed, "zero");
}

BOOST_FIXTURE_TEST_CASE(a_folder_that_may_not_be_written_to_is_an_error, Fixture) {
  if (::geteuid() == 0) {
    BOOST_TEST_MESSAGE("SKIPPED: root may write to any folder; run this test as another user");
    return;
  }
  save("x");
  mode(folder, 0500);
  check_failed(storage.save("ada", "y"), Errc::storage_failed, "ada.");
  check_failed(storage.erase("ada"), Errc::storage_failed, "ada.session");
  BOOST_TEST(loaded() == "x");
  mode(folder, 0700);
}

BOOST_AUTO_TEST_SUITE_END()
