// A WebSocket that wants a token, over Boost.Beast; keyturn sees to the tokens alone.
// What matters: `open` takes the token, `report_unauthorized` says that the server refuses it; `add` opens the socket again
// when the token has died under it.
#include "small/print.hpp"

#include <keyturn/keyturn.hpp>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <optional>
#include <string>
#include <utility>

using namespace keyturn::example;
namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using Client = keyturn::AuthClient<keyturn::CurlTransport, keyturn::MemoryStorage>;
using keyturn::Errc, keyturn::Error, keyturn::Result;

namespace {

/// The notes of the example server: the list comes first, then the answer to each message, which is a note to add.
class LiveNotes {
 public:
  LiveNotes(Client& client, keyturn::Origin server) : client_{client}, server_{std::move(server)} {}

  /// Opens the socket, after a 401 once more with a newer token; the list.
  Result<std::string> open() {
    for (bool again = false;; again = true) {
      auto token = client_.access_token();
      if (!token) return token.error();
      const auto done = shake_hands(*token);
      if (done) return read();
      if (done.error().status != 401 || again) return done.error();
      client_.report_unauthorized(*token);
    }
  }

  /// Adds a note; if the server has refused it because the token is dead by now, once more over a new socket.
  Result<std::string> add(const std::string& note) {
    for (bool again = false;; again = true) {
      boost::system::error_code error;
      stream_->write(asio::buffer(note), error);  // if it fails, reading says why
      auto answer = read();
      const bool refused = !answer && stream_->reason().code == websocket::close_code::policy_error;
      if (!refused || again) return answer;
      std::printf("the server has closed the socket: %s\n", stream_->reason().reason.c_str());
      client_.report_unauthorized(*token_);
      if (auto list = open(); !list) return list.error();
    }
  }

  void close() {
    boost::system::error_code ignored;
    stream_->close(websocket::close_code::normal, ignored);
  }

 private:
  Result<void> shake_hands(const keyturn::AccessToken& token) {
    stream_.emplace(io_);
    token_ = token;
    boost::system::error_code error;
    const auto places = asio::ip::tcp::resolver{io_}.resolve(server_.host, std::to_string(server_.port), error);
    if (!error) asio::connect(stream_->next_layer(), places, error);
    if (error) return Error{.code = Errc::not_sent, .detail = error.message()};

    stream_->set_option(websocket::stream_base::decorator{[&token](websocket::request_type& request) {
      request.set(boost::beast::http::field::authorization, std::string{token.authorization()});
    }});
    websocket::response_type answer;
    // Not `handshake`, which does not hand out what a server that declines has answered.
    stream_->async_handshake(answer, server_.host, "/notes", [&error](auto ended) { error = ended; });
    io_.restart();
    io_.run();
    if (!error) return {};
    const bool declined = error == websocket::error::upgrade_declined;
    return Error{.code = Errc::no_answer,
                 .status = declined ? static_cast<int>(answer.result_int()) : 0,
                 .detail = error.message()};
  }

  // Waits for as long as the server says nothing; an app with an event loop has `async_read`.
  Result<std::string> read() {
    boost::system::error_code error;
    boost::beast::flat_buffer buffer;
    stream_->read(buffer, error);
    if (error) return Error{.code = Errc::no_answer, .detail = error.message()};
    return boost::beast::buffers_to_string(buffer.data());
  }

  Client& client_;
  keyturn::Origin server_;
  asio::io_context io_;
  std::optional<websocket::stream<asio::ip::tcp::socket>> stream_;
  std::optional<keyturn::AccessToken> token_;  // the one that opened the socket
};

}  // namespace

int main(int count, char** arguments) {
  const std::string server = server_of(count, arguments);
  Client client{keyturn::CurlTransport{}, keyturn::MemoryStorage{}, keyturn::JsonApi{server}};
  print_events(client);
  if (auto done = client.login(keyturn::Password{"ada", "lovelace"}); !done) return failed("login", done.error());

  // keyturn has just sent the password there, so it is this machine or https; an access token goes nowhere else either.
  const auto place = keyturn::origin_of(server);
  if (!place || place->secure)
    return std::fputs("this example speaks ws: for wss: its stream lies over a boost::asio::ssl::stream\n", stderr), 1;
  LiveNotes notes{client, *place};
  const auto list = notes.open();
  if (!list) return failed("WebSocket", list.error());
  std::printf("the list: %s\n", list->c_str());

  // Meanwhile another part of the app has the session renewed, which ends the token of the socket.
  if (auto done = client.refresh(); !done) return failed("refresh", done.error());
  const auto added = notes.add(R"({"text":"over a WebSocket"})");
  if (!added) return failed("note", added.error());
  std::printf("added: %s\n", added->c_str());
  notes.close();
  if (auto done = client.logout(); !done) return failed("logout", done.error());
  std::puts("logged out");
}
