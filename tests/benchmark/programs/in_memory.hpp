// The two sides that are compared on the hot path: a transport in memory, called with a hard-coded token or by keyturn.
#ifndef KEYTURN_BENCHMARK_IN_MEMORY_HPP
#define KEYTURN_BENCHMARK_IN_MEMORY_HPP

#include <keyturn/core.hpp>

#include <string>
#include <utility>

namespace benchmark_sides {

inline const std::string url = "https://api.example.com/v1/notes/42";

/// Writes the request as it would go over the wire, into a buffer of the thread's own, and answers 200.
struct Wire {
  [[gnu::noinline]] keyturn::Result<keyturn::Response> send(const keyturn::Request& request) {
    static thread_local std::string buffer;
    buffer.assign(request.method).append(" ").append(request.url);
    for (const keyturn::Header& field : request.headers)
      buffer.append("\n").append(field.name).append(": ").append(field.value);
    return keyturn::Response{.status = buffer.empty() ? 500 : 200};
  }
};

/// No login and no refresh is made here.
struct NoCodec {
  keyturn::Result<void> read(std::string_view, std::span<const std::string_view>, std::span<keyturn::Field>) const {
    return keyturn::Error{.code = keyturn::Errc::unsupported};
  }
};

using Protocol = keyturn::BasicJsonApi<NoCodec>;
using Client = keyturn::AuthClient<Wire, keyturn::MemoryStorage, Protocol, keyturn::Hosted>;

struct Keyturn {
  explicit Keyturn(std::size_t token_size)
      : client{Wire{}, keyturn::MemoryStorage{}, Protocol{"https://api.example.com"}} {
    const std::string token(token_size, 't');
    if (!client.adopt({.access_token = keyturn::Secret{token}, .expires_in = std::chrono::hours{1}})) std::abort();
  }
  int call() {
    const auto answer = client.get(url);
    return answer ? answer->status : 0;
  }
  Client client;
};

struct HardCoded {
  explicit HardCoded(std::size_t token_size) : value{"Bearer " + std::string(token_size, 't')} {}
  int call() {
    keyturn::Request request{.method = "GET", .url = url};
    request.headers.add("Authorization", value);
    const auto answer = wire.send(request);
    return answer ? answer->status : 0;
  }
  const std::string value;
  Wire wire{};
};

}  // namespace benchmark_sides

#endif
