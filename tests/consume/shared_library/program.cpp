#include "client.hpp"
#include "session.hpp"

#include <cstdio>

int main(int, char** arguments) {
  const std::string folder = arguments[1];
  auto client = make_client(folder);
  if (client.logged_in() || !library_logs_in(folder)) return 1;
  auto notes = make_client(folder).get("/notes");  // the library's session, from the file
  if (!notes || !client.logout()) return 1;
  const bool one = state_of_library() == &keyturn::drive::detail::last_publication;
  std::printf("%s, %s\n", notes->body.c_str(), one ? "one state for both" : "a state for each");
}
