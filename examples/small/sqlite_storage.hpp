// A storage of one's own: sessions in the SQLite database that an app has already.
#ifndef KEYTURN_EXAMPLES_SMALL_SQLITE_STORAGE_HPP
#define KEYTURN_EXAMPLES_SMALL_SQLITE_STORAGE_HPP

#include <keyturn/core.hpp>

#include <sqlite3.h>

#include <memory>
#include <string>
#include <string_view>

namespace keyturn::example {

/// Keeps each session record as one row of the table `session`. The page of its concept, concepts/storage.hpp, says what
/// the three calls must do. It has no `lock`, so one process at a time uses a session; threads may share its client.
/// Copies share the database. Each call may block on the disk, and for two seconds on others who write.
class SqliteStorage {
 public:
  /// Takes a connection to the app's database that is for this alone, and makes the table where it is missing. The tokens
  /// are as safe as that file: give it mode 0600. `storage_failed` if SQLite refuses.
  static Result<SqliteStorage> open(std::shared_ptr<sqlite3> database) {
    sqlite3_busy_timeout(database.get(), 2000);
    // What is erased is overwritten too: a dead session's tokens must not lie about in free pages.
    for (const char* command : {"PRAGMA secure_delete = ON", "PRAGMA synchronous = FULL",
                                "CREATE TABLE IF NOT EXISTS session "
                                "(account TEXT PRIMARY KEY, record BLOB NOT NULL)"})
      if (sqlite3_exec(database.get(), command, nullptr, nullptr, nullptr) != SQLITE_OK) return error(database.get());
    return SqliteStorage{std::move(database)};
  }

  Result<std::optional<Secret>> load(std::string_view account) {
    const Statement select = prepare("SELECT record FROM session WHERE account = ?", account);
    switch (sqlite3_step(select.get())) {
      case SQLITE_DONE:
        return std::optional<Secret>{};
      case SQLITE_ROW:
        return std::optional<Secret>{Secret{{static_cast<const char*>(sqlite3_column_blob(select.get(), 0)),
                                             static_cast<std::size_t>(sqlite3_column_bytes(select.get(), 0))}}};
      default:
        return error(database_.get());
    }
  }

  /// One statement is one transaction: all or nothing, and on the disk when it returns.
  Result<void> save(std::string_view account, const Secret& record) {
    const Statement replace = prepare("INSERT OR REPLACE INTO session (record, account) VALUES (?2, ?1)", account);
    const std::string_view bytes = record.empty() ? std::string_view{""} : record.view();
    sqlite3_bind_blob64(replace.get(), 2, bytes.data(), bytes.size(), SQLITE_STATIC);
    return run(replace);
  }

  Result<void> erase(std::string_view account) {
    return run(prepare("DELETE FROM session WHERE account = ?", account));
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

  explicit SqliteStorage(std::shared_ptr<sqlite3> database) : database_{std::move(database)} {}

  static Error error(sqlite3* database) {
    return {.code = Errc::storage_failed, .detail = std::string{"SQLite: "} + sqlite3_errmsg(database)};
  }

  // A statement that could not be prepared is null: SQLite answers each further call with it by an error.
  Statement prepare(const char* sql, std::string_view account) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(database_.get(), sql, -1, &statement, nullptr);
    sqlite3_bind_text64(statement, 1, account.data(), account.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    return Statement{statement};
  }

  Result<void> run(const Statement& statement) {
    // What is rolled back with somebody else's work was never saved.
    if (sqlite3_get_autocommit(database_.get()) == 0)
      return {Errc::storage_failed, "SQLite: a transaction is open; the storage wants a connection of its own"};
    if (sqlite3_step(statement.get()) != SQLITE_DONE) return error(database_.get());
    return {};
  }

  std::shared_ptr<sqlite3> database_;
};

static_assert(explain_storage<SqliteStorage>());

}  // namespace keyturn::example

#endif
