// The way from the client to its server: libcurl sends, and the token pairs that go by are remembered.
#ifndef KEYTURN_EXAMPLES_CONSOLE_WIRE_HPP
#define KEYTURN_EXAMPLES_CONSOLE_WIRE_HPP

#include <keyturn/keyturn.hpp>
#include <keyturn/testing.hpp>

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>

namespace keyturn::example::console {

// A pair that the server handed out, and when it was here.
struct SeenPair {
  TokenSet tokens;
  std::chrono::steady_clock::time_point arrived;
};

// Safe on many threads.
class Wire {
 public:
  explicit Wire(const std::string& server) : server_{server}, protocol_{server} {}

  Result<Response> send(const Request& request);

  // The server is asked to lose its answer to the next refresh, after it has done all of it.
  void lose_next_refresh_answer() { loses_answer_ = true; }

  SeenPair newest_pair() const;
  const JsonApi& protocol() const { return protocol_; }

 private:
  std::string server_;
  JsonApi protocol_;
  CurlTransport transport_;
  std::atomic<bool> loses_answer_{false};
  mutable std::mutex mutex_;
  SeenPair newest_;
};

// The client's transport: any class with such a `send` is one. Clients that come and go share the wire.
struct WireTransport {
  Wire* wire;
  Result<Response> send(const Request& request) { return wire->send(request); }
};

using testing::Trace;
using testing::TraceRecord;
using Client = AuthClient<testing::TracedTransport<WireTransport>, testing::TracedStorage<FileStorage>>;

}  // namespace keyturn::example::console

#endif
