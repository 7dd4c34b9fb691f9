// A session in the app's own SQLite database, where the next run finds it. What matters: the second argument of the client,
// and sqlite_storage.hpp, which is all that such a storage takes.
#include "small/print.hpp"
#include "small/sqlite_storage.hpp"

#include <keyturn/keyturn.hpp>

#include <sys/stat.h>

using namespace keyturn::example;

namespace {

using Client = keyturn::AuthClient<keyturn::CurlTransport, SqliteStorage>;

/// A connection that is the storage's alone; the file is its user's alone. Null if it cannot be had.
std::shared_ptr<sqlite3> open_database(const char* file) {
  ::umask(0077);
  sqlite3* database = nullptr;
  const int status = sqlite3_open(file, &database);
  const std::shared_ptr<sqlite3> owner{database, [](sqlite3* open) { sqlite3_close_v2(open); }};
  return status == SQLITE_OK ? owner : nullptr;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string server = server_of(count, arguments);
  const char* file = count > 2 ? arguments[2] : "notes.db";
  const auto database = open_database(file);
  if (!database) return std::fprintf(stderr, "%s cannot be opened\n", file), 1;
  auto storage = SqliteStorage::open(database);
  if (!storage) return failed(file, storage.error());
  {
    Client client{keyturn::CurlTransport{}, *storage, keyturn::JsonApi{server}};
    print_events(client);
    if (auto done = client.login(keyturn::Password{"ada", "lovelace"}); !done) return failed("login", done.error());
  }
  // The next start of the app.
  Client client{keyturn::CurlTransport{}, *storage, keyturn::JsonApi{server}};
  print_events(client);
  std::printf("started again, and logged in: %s\n", client.logged_in() ? "yes" : "no");
  const auto notes = client.get("/notes");
  if (!notes) return failed("GET /notes", notes.error());
  print("GET /notes", notes->status, notes->body);
  if (auto done = client.logout(); !done) return failed("logout", done.error());
  std::puts("logged out");
}
