// The smallest whole program: log in, call, log out. That tokens are kept, renewed and replayed is not to be seen.
#include <keyturn/keyturn.hpp>

#include <cstdio>

static int failed(const char* what, const keyturn::Error& error) {
  return std::fprintf(stderr, "%s: %s, %s\n", what, to_string(error.code).data(), error.detail.c_str()), 1;
}

int main(int count, char** arguments) {
  keyturn::AuthClient client{keyturn::CurlTransport{}, keyturn::FileStorage::for_app("keyturn-smallest"),
                             keyturn::JsonApi{count > 1 ? arguments[1] : "http://127.0.0.1:8080"}};
  if (!client.logged_in())
    if (auto done = client.login(keyturn::Password{"ada", "lovelace"}); !done) return failed("login", done.error());

  const auto notes = client.get("/notes");
  if (!notes) return failed("GET /notes", notes.error());
  std::printf("GET /notes: %d %s\n", notes->status, notes->body.c_str());

  if (auto done = client.logout(); !done) return failed("logout", done.error());
  std::puts("logged out");
}
