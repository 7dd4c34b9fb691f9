// The same with keyturn, from login to logout. A stand-in for the JSON library: its size is its own.
#include <keyturn/adapters/curl.hpp>
#include <keyturn/adapters/file_storage.hpp>
#include <keyturn/core.hpp>

#include <cstdio>
#include <string>

namespace {
struct StandIn {
  keyturn::Result<void> read(std::string_view json, std::span<const std::string_view> paths,
                             std::span<keyturn::Field> out) const {
    for (std::size_t i = 0; i < paths.size(); ++i)
      out[i] = {.kind = keyturn::Field::Kind::text, .text = std::string{json.substr(0, paths[i].size())}};
    return {};
  }
};
}  // namespace

int main() {
  keyturn::AuthClient client{keyturn::CurlTransport{}, keyturn::FileStorage::for_app("notes"),
                             keyturn::BasicJsonApi<StandIn>{"https://api.example.com"}};
  client.on_logout([](keyturn::LogoutReason reason) { std::printf("%d\n", static_cast<int>(reason)); });
  if (!client.logged_in() && !client.login(keyturn::Password{"ada", "lovelace"})) return 1;
  const auto notes = client.get("/notes");
  if (notes) std::printf("%d %s\n", notes->status, notes->body.c_str());
  return client.logout() ? 0 : 1;
}
