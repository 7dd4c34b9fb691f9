#include "client.hpp"
#include "session.hpp"

bool library_logs_in(const std::string& folder) {
  auto client = make_client(folder);
  return client.login(keyturn::Password{"ada", "lovelace"}).has_value() && client.get("/notes").has_value();
}

const void* state_of_library() { return &keyturn::drive::detail::last_publication; }
