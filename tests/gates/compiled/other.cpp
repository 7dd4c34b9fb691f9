// A unit that compiles the bodies itself.
#include <keyturn/keyturn.hpp>

bool other() {
  keyturn::AuthClient client{keyturn::CurlTransport{}, keyturn::MemoryStorage{}, keyturn::JsonApi{"http://127.0.0.1:9"}};
  return client.logged_in();
}

const bool used = other();
