// A unit that calls what is compiled elsewhere: the whole way of a client, to a server that is not there.
#include <keyturn/keyturn.hpp>

#include <cstdio>

#if defined(LIBCURL_VERSION) || defined(SIMDJSON_VERSION)
#error "curl.h or simdjson.h came along"
#endif

int main(int, char** arguments) {
  keyturn::AuthClient client{keyturn::CurlTransport{}, keyturn::FileStorage{std::string{arguments[1]} + "/tokens"},
                             keyturn::JsonApi{"http://127.0.0.1:9"}};
  if (client.logged_in()) return 1;
  if (!client.adopt({.access_token = "access", .refresh_token = "refresh"})) return 2;
  const auto notes = client.get("/notes");
  if (notes || notes.error().code != keyturn::Errc::not_sent) return 3;
  const auto tokens = client.protocol().read_tokens({.status = 200, .body = R"({"access_token":"a","expires_in":1})"});
  std::puts(tokens && client.logged_in() ? "compiled once" : "wrong");
}
