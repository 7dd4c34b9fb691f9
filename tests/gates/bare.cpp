// A whole life of a session as firmware has it, with both drivers: one thread, no exceptions, and headers of threads that
// are not there.
#include <keyturn/core.hpp>

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace keyturn;

constexpr std::string_view first = R"({"access_token":"at-1","refresh_token":"rt-1","expires_in":900})";
constexpr std::string_view second = R"({"access_token":"at-2","refresh_token":"rt-2","expires_in":900})";

/// A server in one function: any password logs in, "at-1" is dead from the start, the first refresh finds it busy, and
/// the next brings "at-2".
struct Wire {
  bool was_busy = false;
  Result<Response> send(const Request& request) {
    if (request.url.ends_with("/login")) return Response{.status = 200, .body = std::string{first}};
    if (request.url.ends_with("/logout")) return Response{.status = 204};
    if (request.url.ends_with("/refresh")) {
      if (!std::exchange(was_busy, true)) return Response{.status = 503};
      return Response{.status = 200, .body = std::string{second}};
    }
    const auto sent = request.headers.get("Authorization");
    if (!sent || *sent != "Bearer at-2") return Response{.status = 401};
    return Response{.status = 200, .body = "notes"};
  }
};

/// The same as a network stack that is polled.
struct PolledWire {
  Wire wire{};
  std::vector<std::pair<Request, Completion<Response>>> sent{};
  void send(Request request, Completion<Response> done) { sent.emplace_back(std::move(request), std::move(done)); }
  std::optional<std::chrono::milliseconds> poll() {
    for (auto& [request, done] : std::exchange(sent, {})) done(wire.send(request));
    return std::nullopt;
  }
};

/// Finds members of one flat object by name: enough for the two answers above.
struct FlatCodec {
  Result<void> read(std::string_view json, std::span<const std::string_view> paths, std::span<Field> out) const {
    if (!json.starts_with("{") || !json.ends_with("}")) return Error{.code = Errc::bad_answer, .detail = "no object"};
    for (std::size_t i = 0; i < paths.size(); ++i) {
      out[i] = Field{.kind = Field::Kind::missing};
      const std::string name = "\"" + std::string{paths[i]} + "\":";
      const auto at = json.find(name);
      if (at == json.npos) continue;
      const std::string_view value = json.substr(at + name.size());
      if (value.starts_with('"'))
        out[i] = Field{.kind = Field::Kind::text, .text = std::string{value.substr(1, value.find('"', 1) - 1)}};
      else
        out[i] = Field{.kind = Field::Kind::number, .number = 900};
    }
    return {};
  }
};

// Time that goes on a little whenever somebody looks: a call that waits for the next try gets there.
std::chrono::milliseconds ticks{0};
TimePoint now() { return TimePoint{ticks += std::chrono::milliseconds{1}}; }
WallTime wall() { return WallTime{}; }
bool draw(std::span<std::byte> bytes) {
  for (std::byte& byte : bytes) byte = std::byte{0x5a};
  return true;
}

using Api = BasicJsonApi<FlatCodec>;
constexpr const char* base = "https://api.example.com";

SingleThread platform() { return SingleThread{now, wall, draw}; }

// What went wrong, or null.
const char* blocking_life() {
  int ended = 0;
  AuthClient client{Wire{}, MemoryStorage{}, Api{base}, Options{}, platform()};
  client.on_logout([&](LogoutReason) { ++ended; });
  if (client.logged_in()) return "logged in before the login";
  if (!client.login(Password{"ada", "lovelace"})) return "the login failed";
  auto answer = client.get("/notes");
  if (!answer || answer->status != 200 || answer->body != "notes") return "the call was not renewed and replayed";
  answer = client.get("/notes");
  if (!answer || answer->status != 200) return "the call with the new token failed";
  if (!client.logout() || ended != 1 || client.logged_in()) return "the logout did not log out";
  return nullptr;
}

const char* polled_life() {
  int ended = 0;
  AuthClient client{PolledWire{}, MemoryStorage{}, Api{base}, Options{}, platform()};
  client.on_logout([&](LogoutReason) { ++ended; });
  // Begins a call, and polls until it is over.
  const auto runs = [&](auto&& begin) {
    std::optional<bool> over;
    begin([&over](const auto& result) { over = result.has_value(); });
    for (int i = 0; !over && i < 100'000; ++i) client.poll();
    return over.value_or(false);
  };
  if (!runs([&](auto done) { client.login(Password{"ada", "lovelace"}, done); })) return "the polled login failed";
  int status = 0;
  const auto call = [&](auto done) {
    client.get("/notes", [&status, done](Result<Response> answer) {
      status = answer ? answer->status : 0;
      done(answer);
    });
  };
  if (!runs(call) || status != 200) return "the polled call was not renewed and replayed";
  if (!runs([&](auto done) { client.logout(done); }) || ended != 1) return "the polled logout did not log out";
  return nullptr;
}

}  // namespace

int main() {
  static_assert(!KEYTURN_HAS_HOSTED);
  for (const char* wrong : {blocking_life(), polled_life()}) {
    if (wrong == nullptr) continue;
    std::printf("%s\n", wrong);
    return 1;
  }
  return 0;
}
