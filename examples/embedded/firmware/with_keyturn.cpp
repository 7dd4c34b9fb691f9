// The same firmware with keyturn: it logs in, keeps its session in flash, refreshes, and logs out when the session ends.
#include "board.hpp"

#include "embedded/flash_storage.hpp"

#include <array>
#include <string>

namespace {

using namespace keyturn;
using keyturn::example::embedded::Flash;
using keyturn::example::embedded::FlashStorage;

TimePoint now() { return TimePoint{std::chrono::milliseconds{board::milliseconds()}}; }
WallTime wall() { return WallTime{std::chrono::milliseconds{board::unix_milliseconds()}}; }
bool draw(std::span<std::byte> bytes) { return board::random(bytes.data(), bytes.size()); }

struct BoardFlash final : Flash {
  std::size_t size() const override { return board::flash_size; }
  bool read(unsigned slot, std::size_t offset, std::span<char> into) override {
    return board::flash_read(slot, offset, into.data(), into.size());
  }
  bool erase(unsigned slot) override { return board::flash_erase(slot); }
  bool write(unsigned slot, std::size_t offset, std::string_view bytes) override {
    return board::flash_write(slot, offset, bytes.data(), bytes.size());
  }
};

/// The network module as a transport. Bodies that are streams are not for this device.
struct BoardTransport {
  Result<Response> send(const Request& request) const {
    const auto body = request.body.view();
    if (!body) return Error{.code = Errc::unsupported};
    std::string fields;
    for (const Header& field : request.headers)
      fields.append(field.name).append(": ").append(field.value).append("\r\n");
    board::HttpAnswer answer{};
    const auto done =
        board::http({request.method.c_str(), request.url.c_str(), fields.c_str(), body->data(), body->size(),
                     request.max_response, static_cast<std::uint32_t>(request.timeout.count())},
                    answer);
    wipe(fields);
    switch (done) {
      case board::Http::answered:
        break;
      case board::Http::not_sent:
        return Error{.code = Errc::not_sent};
      case board::Http::no_answer:
        return Error{.code = Errc::no_answer};
      case board::Http::timed_out:
        return Error{.code = Errc::timed_out};
      case board::Http::too_long:
        return Error{.code = Errc::bad_answer};
    }
    Response response{.status = answer.status, .body = std::string{answer.body, answer.body_size}};
    if (answer.date != nullptr) response.headers.add("Date", answer.date);
    if (answer.retry_after != nullptr) response.headers.add("Retry-After", answer.retry_after);
    return response;
  }
};

/// The board's JSON reader as a codec.
struct BoardCodec {
  Result<void> read(std::string_view json, std::span<const std::string_view> paths, std::span<Field> out) const {
    for (std::size_t i = 0; i < paths.size(); ++i) {
      Field& field = out[i];
      std::size_t length = 0;
      field = {};
      field.text.resize(json.size());
      const auto kind = board::json(json.data(), json.size(), paths[i].data(), paths[i].size(), field.number,
                                    field.text.data(), length);
      field.text.resize(length);
      if (kind == board::Json::bad) return Error{.code = Errc::bad_answer};
      field.kind = kind_of(kind);
    }
    return {};
  }
  static Field::Kind kind_of(board::Json kind) {
    switch (kind) {
      case board::Json::null:
        return Field::Kind::null;
      case board::Json::boolean:
        return Field::Kind::boolean;
      case board::Json::number:
        return Field::Kind::number;
      case board::Json::text:
        return Field::Kind::text;
      case board::Json::other:
        return Field::Kind::object;
      default:
        return Field::Kind::missing;
    }
  }
};

Options device_options() {
  Options options;
  options.max_response = options.max_token_answer = 4096;
  return options;
}

BoardFlash flash;
// Static, so that what the client itself needs of RAM is counted; its strings are on the heap.
AuthClient client{BoardTransport{}, FlashStorage{flash}, BasicJsonApi<BoardCodec>{"https://api.example.com"},
                  device_options(), SingleThread{now, wall, draw}};

}  // namespace

int main() {
  client.on_logout([](LogoutReason reason) { board::show(-static_cast<int>(reason)); });
  for (;;) {
    if (!client.logged_in() && !client.login(Password{"device-7", "its password"})) continue;
    const auto answer = client.get("/notes");
    board::show(answer ? answer->status : 0);
    if (answer && answer->status == 410 && !client.logout()) board::show(1);
  }
}
