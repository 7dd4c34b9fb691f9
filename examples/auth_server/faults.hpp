// The faults that a client's tests may ask for in the header X-Fault, if the server was started with --allow-faults.
#ifndef KEYTURN_EXAMPLES_AUTH_SERVER_FAULTS_HPP
#define KEYTURN_EXAMPLES_AUTH_SERVER_FAULTS_HPP

#include "auth_server/api.hpp"

#include <chrono>

namespace keyturn::example {

struct Fault {
  enum class Kind {
    none,
    drop_before,        // the connection ends, and nothing has happened
    drop_after_commit,  // all has happened, and the connection ends without the answer
    delay,              // all happens, and the answer comes later
    status,             // nothing happens, and the answer has this status
    unreadable,         // X-Fault says something else: 400
  };
  static constexpr std::chrono::milliseconds longest_delay{60'000};

  Kind kind = Kind::none;
  std::chrono::milliseconds delay{};
  HttpStatus status{};
};

// What X-Fault asks for: `drop-before`, `drop-after-commit`, `delay=MS` (at most a minute) or `status=NNN`, a status
// that ends an exchange: 200 to 599.
Fault read_fault(const HttpRequest& request);

}  // namespace keyturn::example

#endif
