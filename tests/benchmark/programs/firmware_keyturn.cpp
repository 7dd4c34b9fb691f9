// The same with core, driver and protocol of keyturn. Transport, storage and codec are the device's own, and next to
// nothing here.
#include "firmware_board.hpp"

#include <keyturn/auth_client.hpp>
#include <keyturn/builtin/single_thread.hpp>
#include <keyturn/concepts/codec.hpp>
#include <keyturn/protocol/json_api.hpp>

#include <string>

using namespace keyturn;

struct Radio {
  Result<Response> send(const Request& request) {
    board_print(request.url.data(), request.url.size());
    for (const Header& field : request.headers) board_print(field.value.data(), field.value.size());
    return Response{.status = static_cast<int>(board_read())};
  }
};

struct Flash {
  Result<std::optional<Secret>> load(std::string_view) { return std::optional<Secret>{}; }
  Result<void> save(std::string_view, const Secret& record) {
    board_print(record.view().data(), record.size());
    return {};
  }
  Result<void> erase(std::string_view) { return {}; }
};

struct BoardJson {
  Result<void> read(std::string_view, std::span<const std::string_view>, std::span<Field> out) const {
    for (Field& field : out) field.kind = static_cast<Field::Kind>(board_read());
    return {};
  }
};

using Client = AuthClient<Radio, Flash, BasicJsonApi<BoardJson>, SingleThread>;

// Their sizes are read from the table of symbols.
alignas(1) char size_of_client[sizeof(Client)];
alignas(1) char size_of_options[sizeof(Options)];
alignas(1) char size_of_protocol[sizeof(BasicJsonApi<BoardJson>)];
alignas(1) char size_of_tokens[sizeof(TokenSet)];

#if !defined(SIZES_ALONE)
TimePoint now() { return TimePoint{std::chrono::milliseconds{board_read()}}; }
WallTime wall() { return WallTime{std::chrono::milliseconds{board_read()}}; }
bool draw(std::span<std::byte>) { return board_read() != 0; }

int main() {
  Client client{
      Radio{}, Flash{}, BasicJsonApi<BoardJson>{"https://api.example.com"}, {}, SingleThread{now, wall, draw}};
  client.on_logout([](LogoutReason) { board_print("logged out", 10); });
  for (;;) {
    if (!client.logged_in() && !client.login(Password{"device-7", "its password"})) continue;
    const auto answer = client.get("/notes");
    const std::string line = "status " + std::to_string(answer ? answer->status : 0);
    board_print(line.data(), line.size());
    if (answer && answer->status == 410 && !client.logout()) board_print("?", 1);
  }
}
#endif
