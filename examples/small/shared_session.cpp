// One session for the hosts that share a Redis: one logs in, all use it, one of them renews it for all, and a logout is
// everybody's. What matters: the second argument of the client. Here two clients stand for two hosts.
#include "small/print.hpp"

#include <keyturn/keyturn.hpp>
#include <keyturn/redis.hpp>

#include <atomic>
#include <charconv>
#include <future>
#include <string>
#include <string_view>
#include <thread>

using namespace keyturn::example;

namespace {

struct Host {
  Host(const std::string& server, const keyturn::RedisOptions& redis)
      : client{keyturn::CurlTransport{}, keyturn::RedisStorage{redis}, keyturn::JsonApi{server}} {
    client.on_logout([this](keyturn::LogoutReason reason) { logged_out.set_value(reason); });
  }

  std::promise<keyturn::LogoutReason> logged_out;  // at most once, as this program begins one session
  keyturn::AuthClient<keyturn::CurlTransport, keyturn::RedisStorage> client;
};

int read_notes(const char* host, Host& at) {
  const auto notes = at.client.get("/notes");
  if (!notes) return failed(host, notes.error());
  print(host, notes->status, notes->body);
  return 0;
}

/// "HOST:PORT", or the path of a socket. For a Redis on another machine set `tls` and `password` as well.
keyturn::RedisOptions redis_at(std::string_view place) {
  keyturn::RedisOptions options;
  if (place.starts_with('/')) {
    options.unix_socket = place;
    return options;
  }
  const auto colon = place.rfind(':');
  options.host = place.substr(0, colon);
  if (colon != place.npos) std::from_chars(place.data() + colon + 1, place.data() + place.size(), options.port);
  return options;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string server = server_of(count, arguments);
  const keyturn::RedisOptions redis = redis_at(count > 2 ? arguments[2] : "127.0.0.1:6379");
  std::atomic<int> renewed{0}, found{0};  // outlive the clients, whose listeners use them
  Host first{server, redis}, second{server, redis};

  if (auto done = first.client.login(keyturn::Password{"ada", "lovelace"}); !done) return failed("login", done.error());
  std::puts("the first host has logged in");
  if (const int status = read_notes("the second host", second)) return status;

  // As if the token's time had run out: both need a new one at once.
  for (Host* host : {&first, &second}) {
    host->client.on_event([&renewed, &found](const keyturn::Event& event) {
      if (event.kind == keyturn::Event::Kind::refreshed) ++renewed;
      if (event.kind == keyturn::Event::Kind::found_newer) ++found, found.notify_one();
    });
    if (const auto token = host->client.access_token()) host->client.report_unauthorized(*token);
  }
  std::thread other{[&second] { static_cast<void>(second.client.access_token()); }};
  const auto token = first.client.access_token();
  other.join();
  if (!token) return failed("access token", token.error());
  found.wait(0);  // the thread that listens to Redis may tell of it a moment later
  std::printf("renewed %d time, found in Redis %d time\n", renewed.load(), found.load());
  if (const int status = read_notes("the first host", first)) return status;

  if (auto done = second.client.logout(); !done) return failed("logout", done.error());
  std::puts("the second host has logged out");
  auto heard = first.logged_out.get_future();  // Redis tells the first one, which need not ask
  if (heard.wait_for(std::chrono::seconds{10}) != std::future_status::ready)
    return std::fputs("the first host has not heard of it\n", stderr), 1;
  std::printf("the first host: %s\n", to_string(heard.get()).data());
}
