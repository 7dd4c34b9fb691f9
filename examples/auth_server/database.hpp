// A thin cover for SQLite: one connection, statements that release themselves, transactions that roll back.
#ifndef KEYTURN_EXAMPLES_AUTH_SERVER_DATABASE_HPP
#define KEYTURN_EXAMPLES_AUTH_SERVER_DATABASE_HPP

#include "auth_server/config.hpp"
#include "auth_server/tokens.hpp"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace keyturn::example {

// The database could not do what was asked: nothing is known, so nothing definitive may be answered.
struct DatabaseError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Database {
 public:
  // Opens the file, or makes it readable and writable for its owner alone. Throws DatabaseError.
  Database(const std::string& file, std::chrono::milliseconds patience);

  void execute(const char* sql);
  std::int64_t last_row() const;
  int changed_rows() const;

  // One connection serves all threads: hold this while statements run. A transaction holds it by itself.
  std::unique_lock<std::mutex> lock() { return std::unique_lock{mutex_}; }

 private:
  friend class Statement;
  struct Close {
    void operator()(sqlite3* connection) const;
  };
  std::unique_ptr<sqlite3, Close> connection_;
  std::mutex mutex_;
};

class Transaction {
 public:
  explicit Transaction(Database& database);  // BEGIN IMMEDIATE: who is in here is the only writer
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();  // when it returns, the changes are on the disk; when it throws, none of them is

 private:
  std::unique_lock<std::mutex> lock_;
  Database& database_;
  bool open_ = true;
};

class Statement {
 public:
  template <class... Values>
  Statement(Database& database, std::string_view sql, const Values&... values) : Statement{database, sql, Prepared{}} {
    int position = 0;
    (bind(++position, values), ...);
  }

  bool step();  // true: there is a row
  void run() {
    while (step()) {
    }
  }

  std::int64_t integer(int column) const;
  std::string text(int column) const;
  Bytes blob(int column) const;  // empty for NULL
  bool is_null(int column) const;
  ServerTime time(int column) const;

 private:
  struct Prepared {};
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  Statement(Database& database, std::string_view sql, Prepared);

  void bind(int position, std::int64_t value);
  void bind(int position, std::string_view value);
  void bind(int position, const Digest& value);
  void bind(int position, const std::optional<std::int64_t>& value);
  void bind(int position, const std::optional<Digest>& value);
  void bind(int position, const std::optional<Bytes>& value);
  void bind(int position, ServerTime value);
  void check(int code) const;

  sqlite3* connection_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace keyturn::example

#endif
