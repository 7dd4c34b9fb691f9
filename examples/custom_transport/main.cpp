// Logs in, calls and logs out through cpp-httplib: keyturn with a transport of one's own.
#include "custom_transport/httplib_transport.hpp"

#include <keyturn/keyturn.hpp>

#include <cstdio>
#include <string>

namespace {

int fail(const char* what, const keyturn::Error& error) {
  std::printf("%s: %s, %s\n", what, keyturn::to_string(error.code).data(), error.detail.c_str());
  return 1;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string server = count == 2 ? arguments[1] : "--help";
  if (server == "--help") {
    std::puts("Usage: keyturn-custom-transport SERVER\nLogs in at the example auth server, calls, and logs out.");
    return count == 2 ? 0 : 2;
  }
  // All that is different: another first argument.
  keyturn::AuthClient client{keyturn::example::HttplibTransport{}, keyturn::MemoryStorage{}, keyturn::JsonApi{server}};

  if (auto done = client.login(keyturn::Password{"ada", "lovelace"}); !done) return fail("login", done.error());
  const auto added = client.post("/notes", R"({"text":"by way of cpp-httplib"})");
  if (!added) return fail("POST /notes", added.error());
  std::printf("POST /notes: %d\n", added->status);
  if (auto done = client.refresh(); !done) return fail("refresh", done.error());
  const auto notes = client.get("/notes");
  if (!notes) return fail("GET /notes", notes.error());
  std::printf("GET /notes: %d %s\n", notes->status, notes->body.c_str());
  if (auto done = client.logout(); !done) return fail("logout", done.error());
  std::puts("logged out");
}
