// How often a session on FileStorage waits for the disk: at a refresh, and when nothing changes. FOLDER.
#include "storm_server.hpp"

#include <keyturn/adapters/file_storage.hpp>

#include <sys/syscall.h>
#include <unistd.h>
#include <cstdio>

static int syncs = 0;

// In place of the C library's.
extern "C" int fsync(int file) {
  ++syncs;
  return static_cast<int>(syscall(SYS_fsync, file));
}
extern "C" int fdatasync(int file) {
  ++syncs;
  return static_cast<int>(syscall(SYS_fdatasync, file));
}

struct Wire {
  storm::Server* server;
  keyturn::Result<keyturn::Response> send(const keyturn::Request& request) const {
    return server->is_refresh(request) ? server->refresh() : server->call(request);
  }
};

int main(int, char** argument) {
  storm::Server server;
  const auto make = [&] { return keyturn::FileStorage{argument[1]}; };
  keyturn::AuthClient client{Wire{&server}, make(), storm::Dialect{}};
  if (!client.adopt(storm::Dialect::tokens("1"))) return 1;
  const auto count = [&](auto&& work) {
    const int before = syncs;
    if (!work()) std::abort();
    return syncs - before;
  };
  const int refresh = count([&] { return client.refresh().has_value(); });
  keyturn::AuthClient another{Wire{&server}, make(), storm::Dialect{}};
  const int restored = count([&] { return another.logged_in() && another.get("/").has_value(); });
  // The other one has a pair that the first has renewed meanwhile: it takes the newer one over.
  if (!client.refresh()) return 1;
  const int adopted = count([&] { return another.get("/").has_value(); });
  std::printf("refresh %d\nrestored %d\nadopted %d\n", refresh, restored, adopted);
}
