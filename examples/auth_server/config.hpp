// What the example auth server can be told: where it listens, how long tokens live, how it treats a spent one.
#ifndef KEYTURN_EXAMPLES_AUTH_SERVER_CONFIG_HPP
#define KEYTURN_EXAMPLES_AUTH_SERVER_CONFIG_HPP

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace keyturn::example {

using ServerTime = std::chrono::sys_time<std::chrono::milliseconds>;

// What happens when a refresh token is presented that was already exchanged for a newer one.
struct Rotation {
  enum class Mode {
    idempotent,  // with the Idempotency-Key of its exchange it brings the same pair again; otherwise it is theft
    window,      // for a while, until the successor is used, it brings the same pair again; afterwards it is theft
    strict,      // it is theft, always
  };
  Mode mode = Mode::idempotent;
  std::chrono::seconds window{60};  // for Mode::window only
};

struct HttpLimits {
  std::size_t head_bytes = 32 * 1024;  // beyond it: 431
  std::size_t body_bytes = 64 * 1024;  // beyond it: 413
  std::size_t connections = 512;       // beyond it the longest idle one is closed, or new ones wait
  std::size_t waiting_logins = 64;     // beyond it: 503, because each costs a password hash
  std::chrono::milliseconds handshake_timeout{10'000};
  std::chrono::milliseconds head_timeout{10'000};  // from the first byte of a request to the end of its head
  std::chrono::milliseconds body_timeout{10'000};
  std::chrono::milliseconds write_timeout{10'000};
  std::chrono::milliseconds idle_timeout{60'000};  // a connection between two requests
  std::chrono::milliseconds idle_grace{1'000};     // one idle for less is not closed to make room for another
  std::chrono::milliseconds stop_timeout{900};     // how long stop() lets running requests finish
};

struct AuthServerConfig {
  std::string address = "127.0.0.1";  // an IPv4 or IPv6 address, without brackets
  unsigned short port = 0;            // 0: any free one
  std::string database = ":memory:";  // or the path of a file, which is made with mode 0600
  std::chrono::seconds access_ttl{900};
  std::chrono::seconds refresh_ttl{2'592'000};
  Rotation rotation;
  bool allow_faults = false;             // X-Fault and GET /presentations: for the tests of clients alone
  std::string tls_certificate, tls_key;  // PEM files, both or neither; with them it speaks https, and nothing else
  std::chrono::seconds keep_ended{7 * 24 * 3600};      // how long ended sessions are remembered, for exact error names
  std::chrono::milliseconds database_patience{2'000};  // how long to wait for another process that writes
  std::function<ServerTime()> clock;                   // empty: the system's; it also makes the Date header
  std::function<void(std::string_view)> log;  // one line an answer: method, path, status; called on several threads
  HttpLimits http;
};

}  // namespace keyturn::example

#endif
