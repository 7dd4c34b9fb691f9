// The storage in SQLite keeps to its concept, also where the disk does not.
#define BOOST_TEST_MODULE sqlite_storage
#include "small/sqlite_storage.hpp"

#include "temporary_directory.hpp"

#include <keyturn/testing/check_storage.hpp>

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>

using namespace keyturn;
using example::SqliteStorage;

namespace {

struct Database {
  std::shared_ptr<sqlite3> open() const {
    sqlite3* database = nullptr;
    BOOST_REQUIRE_EQUAL(sqlite3_open(file.c_str(), &database), SQLITE_OK);
    return {database, [](sqlite3* closed) { sqlite3_close_v2(closed); }};
  }
  std::string bytes() const {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }

  example::TemporaryDirectory directory{"keyturn-sqlite-storage"};
  std::string file = directory.path() / "app.db";
};

SqliteStorage storage_in(const std::shared_ptr<sqlite3>& database) {
  auto storage = SqliteStorage::open(database);
  BOOST_REQUIRE(storage.has_value());
  return *storage;
}

void execute(const std::shared_ptr<sqlite3>& database, const char* command) {
  BOOST_REQUIRE_EQUAL(sqlite3_exec(database.get(), command, nullptr, nullptr, nullptr), SQLITE_OK);
}

}  // namespace

BOOST_FIXTURE_TEST_CASE(it_keeps_to_the_storage_concept, Database) {
  const auto database = open();
  const auto report = testing::check_storage([&] { return storage_in(open()); });
  BOOST_TEST(report.failed().empty(), report.text());
}

BOOST_FIXTURE_TEST_CASE(a_save_that_fails_leaves_what_was_there, Database) {
  const auto database = open();
  const auto report =
      testing::check_storage([&] { return storage_in(database); }, [&] { execute(database, "PRAGMA query_only = ON"); },
                             [&] { execute(database, "PRAGMA query_only = OFF"); });
  BOOST_TEST(report.failed().empty(), report.text());
}

BOOST_FIXTURE_TEST_CASE(a_save_within_somebody_elses_transaction_has_failed, Database) {
  const auto database = open();
  SqliteStorage storage = storage_in(database);
  BOOST_TEST(storage.save("ada", Secret{"one"}).has_value());
  execute(database, "BEGIN");
  const auto saved = storage.save("ada", Secret{"two"});
  BOOST_TEST((!saved && saved.error().code == Errc::storage_failed));
  BOOST_TEST((storage.erase("ada").error().code == Errc::storage_failed));
  execute(database, "ROLLBACK");
  BOOST_TEST((**storage.load("ada") == Secret{"one"}));
}

BOOST_FIXTURE_TEST_CASE(what_is_erased_is_not_in_the_file_any_more, Database) {
  SqliteStorage storage = storage_in(open());
  BOOST_REQUIRE(storage.save("ada", Secret{"a refresh token"}).has_value());
  BOOST_TEST(bytes().find("a refresh token") != std::string::npos);
  BOOST_REQUIRE(storage.erase("ada").has_value());
  BOOST_TEST(bytes().find("a refresh token") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(what_is_no_database_is_said, Database) {
  std::ofstream{file} << std::string(4096, 'x');
  const auto storage = SqliteStorage::open(open());
  BOOST_REQUIRE(!storage.has_value());
  BOOST_TEST((storage.error().code == Errc::storage_failed));
  BOOST_TEST(storage.error().detail == "SQLite: file is not a database");
}
