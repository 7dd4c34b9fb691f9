#include "auth_server/database.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace keyturn::example {
namespace {

// SQLite would make the file by the umask; its journals take over the mode that the file has. A file that exists
// is left alone: to open and close it here would drop locks that this process has on it.
void make_private_file(const std::string& file) {
  const int descriptor = ::open(file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor >= 0) {
    ::close(descriptor);
    return;
  }
  if (errno != EEXIST) throw DatabaseError{"cannot make the database " + file + ": " + std::strerror(errno)};
}

}  // namespace

void Database::Close::operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }

Database::Database(const std::string& file, std::chrono::milliseconds patience) {
  const bool on_disk = file != ":memory:";
  if (on_disk) make_private_file(file);
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX, nullptr);
  connection_.reset(opened);
  if (code != SQLITE_OK) throw DatabaseError{"cannot open the database " + file + ": " + sqlite3_errstr(code)};
  sqlite3_busy_timeout(opened, static_cast<int>(patience.count()));
  Statement journal{*this, "PRAGMA journal_mode = WAL"};
  if (journal.step() && on_disk && journal.text(0) != "wal")
    throw DatabaseError{"the database " + file + " cannot use a write-ahead log"};
  execute("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON");
}

void Database::execute(const char* sql) {
  if (sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
    throw DatabaseError{sqlite3_errmsg(connection_.get())};
}

std::int64_t Database::last_row() const { return sqlite3_last_insert_rowid(connection_.get()); }

int Database::changed_rows() const { return sqlite3_changes(connection_.get()); }

Transaction::Transaction(Database& database) : lock_{database.lock()}, database_{database} {
  database_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_.execute("ROLLBACK");
  } catch (const DatabaseError&) {
    // SQLite has rolled back by itself already, which some errors make it do.
  }
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Statement::Statement(Database& database, std::string_view sql, Prepared) : connection_{database.connection_.get()} {
  sqlite3_stmt* prepared = nullptr;
  const int code = sqlite3_prepare_v2(connection_, sql.data(), static_cast<int>(sql.size()), &prepared, nullptr);
  statement_.reset(prepared);
  check(code);
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  throw DatabaseError{sqlite3_errmsg(connection_)};
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::string Statement::text(int column) const {
  const auto* start = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  if (start == nullptr) return {};
  return {start, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

Bytes Statement::blob(int column) const {
  const auto* start = static_cast<const unsigned char*>(sqlite3_column_blob(statement_.get(), column));
  if (start == nullptr) return {};
  return {start, start + sqlite3_column_bytes(statement_.get(), column)};
}

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }

ServerTime Statement::time(int column) const { return ServerTime{std::chrono::milliseconds{integer(column)}}; }

void Statement::bind(int position, std::int64_t value) { check(sqlite3_bind_int64(statement_.get(), position, value)); }

void Statement::bind(int position, std::string_view value) {
  const char* start = value.data() != nullptr ? value.data() : "";  // a null pointer would be bound as NULL
  check(sqlite3_bind_text64(statement_.get(), position, start, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind(int position, const Digest& value) {
  check(sqlite3_bind_blob64(statement_.get(), position, value.data(), value.size(), SQLITE_TRANSIENT));
}

void Statement::bind(int position, const std::optional<std::int64_t>& value) {
  if (value) return bind(position, *value);
  check(sqlite3_bind_null(statement_.get(), position));
}

void Statement::bind(int position, const std::optional<Digest>& value) {
  if (value) return bind(position, *value);
  check(sqlite3_bind_null(statement_.get(), position));
}

void Statement::bind(int position, const std::optional<Bytes>& value) {
  if (value)
    check(sqlite3_bind_blob64(statement_.get(), position, value->data(), value->size(), SQLITE_TRANSIENT));
  else
    check(sqlite3_bind_null(statement_.get(), position));
}

void Statement::bind(int position, ServerTime value) { bind(position, std::int64_t{value.time_since_epoch().count()}); }

void Statement::check(int code) const {
  if (code != SQLITE_OK) throw DatabaseError{sqlite3_errmsg(connection_)};
}

}  // namespace keyturn::example
