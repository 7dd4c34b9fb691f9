// The whole life of a session as a device has it: one thread, no exceptions, no RTTI, raw flash, HTTP by hand.
#include "embedded/board.hpp"
#include "embedded/cjson_codec.hpp"
#include "embedded/file_flash.hpp"
#include "embedded/flash_storage.hpp"
#include "embedded/socket_transport.hpp"

#include <cstdio>
#include <cstring>
#include <string>

namespace {

using namespace keyturn;
using namespace keyturn::example::embedded;

using Api = BasicJsonApi<CjsonCodec>;
using Client = AuthClient<SocketTransport, FlashStorage, Api, SingleThread>;

// What a device can spare; the defaults are a desktop's.
Options device_options() {
  Options options;
  options.max_response = options.max_token_answer = 16u << 10;
  return options;
}

// One run against one server. Each step says what it saw; the first that sees something else ends it.
class Demo {
 public:
  Demo(std::string server, std::string flash) : server_{std::move(server)}, flash_{flash} {}

  bool run() { return first_boot() && second_boot(); }

 private:
  // A client as it stands after a reset: all that it knows is in flash.
  struct Booted {
    explicit Booted(Demo& demo)
        : client{SocketTransport{}, FlashStorage{demo.flash_}, Api{demo.server_}, device_options(),
                 SingleThread{now, wall, draw}} {
      client.on_logout([](LogoutReason reason) { std::printf("  logout callback: %s\n", to_string(reason).data()); });
      client.on_event([](const Event& event) { std::printf("  event: %s\n", to_string(event.kind).data()); });
    }
    Client client;
  };

  bool first_boot() {
    std::puts("boot");
    Booted here{*this};
    if (here.client.logged_in()) (void)step("a session of an earlier run ends", here.client.logout());
    return step("login", here.client.login(Password{"ada", "lovelace"})) && call(here.client, "/me", 200) &&
           spoil_access_token(here.client) && call(here.client, "/notes", 200);
  }

  // As if the server had forgotten the access token before its time: the next call gets a 401, refreshes and is replayed.
  // A device gets there by itself; a demo does not wait for it.
  bool spoil_access_token(Client& client) {
    const Api& api = client.protocol();
    auto request = api.login_request(Password{"ada", "lovelace"});
    if (!request) return step("second login", request.error());
    request->timeout = std::chrono::seconds{10};
    request->max_response = device_options().max_token_answer;
    const auto answer = client.transport().send(*request);
    if (!answer) return step("second login", answer.error());
    auto tokens = api.read_tokens(*answer);
    if (!tokens) return step("second login", tokens.error());
    tokens->access_token = "spoilt";
    return step("adopt a session whose access token is dead", client.adopt(*std::move(tokens)));
  }

  bool second_boot() {
    std::puts("boot again");
    Booted here{*this};
    if (!here.client.logged_in()) return step("the session is in flash", Error{.code = Errc::not_logged_in});
    if (!call(here.client, "/me", 200) || !step("logout", here.client.logout())) return false;
    const auto after = here.client.get("/me");
    const bool refused = !after && after.error().code == Errc::not_logged_in;
    std::printf("call after logout: %s\n", after ? "an answer" : to_string(after.error().code).data());
    return refused;
  }

  bool call(Client& client, const char* path, int status) {
    Request request{.url = path};
    std::size_t bytes = 0;  // of a body that is taken as it comes, and so need not stand in memory
    request.on_data = [&bytes](std::string_view piece) {
      bytes += piece.size();
      return true;
    };
    const auto answer = client.send(std::move(request));
    if (!answer) return step(path, answer.error());
    std::printf("GET %s: %d, %zu bytes, generation %u\n", path, answer->status, bytes,
                static_cast<unsigned>(client.session().generation));
    return answer->status == status;
  }

  static bool step(const char* name, const Result<void>& result) {
    if (result)
      std::printf("%s: done\n", name);
    else
      std::printf("%s: %s %s\n", name, to_string(result.error().code).data(), result.error().detail.c_str());
    return result.has_value();
  }

  std::string server_;
  FileFlash flash_;
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::puts(
        "Usage: keyturn-embedded SERVER FLASH-FILE\n"
        "Logs in at the example auth server (http://127.0.0.1:8080), calls, refreshes, restarts and logs out, with "
        "the\n"
        "session in a file that stands for a device's flash.");
    return count == 2 && std::strcmp(arguments[1], "--help") == 0 ? 0 : 2;
  }
  return Demo{arguments[1], arguments[2]}.run() ? 0 : 1;
}
