// The ten lines that show what keyturn is, with the three functions that a host has of its own.
#include <keyturn/keyturn.hpp>

#include <cstdio>

void show_login(keyturn::LogoutReason reason);
int fail(const keyturn::Error& error);
void warn(const keyturn::Error& error);

int main() {
  keyturn::AuthClient client{keyturn::CurlTransport{},
                             keyturn::FileStorage::for_app("notes"),
                             keyturn::JsonApi{"https://api.example.com"}};

  client.on_logout([](keyturn::LogoutReason reason) { show_login(reason); });

  if (!client.logged_in())
    if (auto done = client.login(keyturn::Password{"ada", "lovelace"}); !done) return fail(done.error());

  auto notes = client.get("/notes");
  if (notes) std::puts(notes->body.c_str());
  if (auto out = client.logout(); !out) warn(out.error());
}
