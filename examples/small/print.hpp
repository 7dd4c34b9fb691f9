// What the programs beside it have in common, so that each shows its own subject alone: the server, and what is printed.
#ifndef KEYTURN_EXAMPLES_SMALL_PRINT_HPP
#define KEYTURN_EXAMPLES_SMALL_PRINT_HPP

#include <keyturn/core.hpp>

#include <cstdio>
#include <string>

namespace keyturn::example {

/// The server that the first argument names, else `keyturn-auth-server --demo` on this machine.
inline std::string server_of(int count, char** arguments) { return count > 1 ? arguments[1] : "http://127.0.0.1:8080"; }

/// Prints what failed, and why; the program's exit status for it.
inline int failed(const char* what, const Error& error) {
  std::fprintf(stderr, "%s: %s, %s\n", what, to_string(error.code).data(), error.detail.c_str());
  return 1;
}

inline void print(const char* what, int status, const std::string& body) {
  std::printf("%s: %d %s\n", what, status, body.c_str());
}

/// Prints what happens to the session, under the name if there are several.
template <class Client>
void print_events(Client& client, std::string name = {}) {
  client.on_event([name = std::move(name)](const Event& event) {
    std::printf("  %s%s%s\n", name.c_str(), name.empty() ? "" : ": ", to_string(event.kind).data());
  });
}

}  // namespace keyturn::example

#endif
