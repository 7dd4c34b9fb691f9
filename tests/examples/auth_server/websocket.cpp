// The notes as a WebSocket: they want a token for the handshake, and for each message.
#include "client.hpp"

#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <boost/test/unit_test.hpp>

using namespace keyturn::example;
using nlohmann::json;
namespace websocket = boost::beast::websocket;

namespace {

const std::string upgrade =
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";

class Socket {
 public:
  Socket(const RunningServer& running, const std::string& token) {
    stream_.next_layer().connect({boost::asio::ip::address_v4::loopback(), running.server.port()});
    be_patient(stream_.next_layer());
    stream_.set_option(websocket::stream_base::decorator{[token](websocket::request_type& request) {
      request.set(boost::beast::http::field::authorization, "Bearer " + token);
    }});
    stream_.handshake("localhost", "/notes");
  }

  json read() {
    stream_.read(buffer_);
    const json message = json::parse(boost::beast::buffers_to_string(buffer_.data()));
    buffer_.clear();
    return message;
  }

  json say(const std::string& message) {
    stream_.write(boost::asio::buffer(message));
    return read();
  }

  // How the server ends it, instead of answering.
  websocket::close_reason end(const std::string& message) {
    boost::system::error_code error;
    stream_.write(boost::asio::buffer(message), error);
    stream_.read(buffer_, error);
    BOOST_TEST((error == websocket::error::closed), error.message());
    return stream_.reason();
  }

  bool closed() {
    boost::system::error_code error;
    stream_.read(buffer_, error);
    return error && error != boost::asio::error::try_again;
  }

  void leave() { stream_.close(websocket::close_code::normal); }

 private:
  boost::asio::io_context io_;
  websocket::stream<boost::asio::ip::tcp::socket> stream_{io_};
  boost::beast::flat_buffer buffer_;
};

std::string text(const json& object, const char* member) { return object.at(member).get<std::string>(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(auth_server_websocket)

BOOST_AUTO_TEST_CASE(the_list_comes_first_and_then_the_answer_to_each_message) {
  const RunningServer running;
  Socket socket{running, text(running.login(), "access_token")};
  BOOST_TEST(socket.read() == json::parse(R"({"notes":[]})"));
  BOOST_TEST(socket.say(R"({"text":"first"})") == json::parse(R"({"id":1,"text":"first"})"));
  BOOST_TEST(text(socket.say("no JSON"), "error") == "bad_request");
  BOOST_TEST(socket.say(R"({"text":"second"})") == json::parse(R"({"id":2,"text":"second"})"));
  BOOST_TEST(running.server.requests("GET", "/notes", 200) == 1u);
  BOOST_TEST(running.server.requests("POST", "/notes", 201) == 2u);
  socket.leave();
}

BOOST_AUTO_TEST_CASE(without_a_token_it_is_no_websocket) {
  const RunningServer running;
  Client client = running.connect();
  const auto refused = client.send(get("/notes", upgrade)).read();
  BOOST_TEST(refused.result_int() == 401u);
  BOOST_TEST(refused.count("WWW-Authenticate") == 1u);
  const std::string token = "Authorization: Bearer " + text(running.login(), "access_token") + "\r\n";
  BOOST_TEST(client.send(get("/notes", token)).read().result_int() == 200u);  // the connection goes on
}

BOOST_AUTO_TEST_CASE(only_the_notes_are_one_and_only_for_who_waits_for_the_handshake) {
  const RunningServer running;
  const std::string token = "Authorization: Bearer " + text(running.login(), "access_token") + "\r\n";
  BOOST_TEST(running.ask(get("/me", token + upgrade)).result_int() == 200u);
  BOOST_TEST(running.ask(get("/notes", token + upgrade) + "x").result_int() == 200u);
  BOOST_TEST(running.ask(get("/notes", token + upgrade)).result_int() == 101u);
}

BOOST_AUTO_TEST_CASE(it_ends_with_the_token_that_opened_it) {
  const RunningServer running;
  const json pair = running.login();
  Socket socket{running, text(pair, "access_token")};
  socket.read();
  running.ask(post("/refresh", json{{"refresh_token", pair.at("refresh_token")}}.dump()));
  const websocket::close_reason reason = socket.end(R"({"text":"late"})");
  BOOST_TEST(reason.code == websocket::close_code::policy_error);
  BOOST_TEST(std::string{reason.reason.c_str()} == "invalid_token");
  BOOST_TEST(running.server.requests("POST", "/notes", 201) == 0u);
}

BOOST_AUTO_TEST_CASE(a_message_that_is_too_long_or_too_late_ends_it) {
  AuthServerConfig config;
  config.http.idle_timeout = std::chrono::milliseconds{300};
  const RunningServer running{config};
  const std::string token = text(running.login(), "access_token");
  Socket talkative{running, token};
  talkative.read();
  BOOST_TEST(talkative.end(std::string(65 * 1024, 'x')).code == websocket::close_code::too_big);
  Socket silent{running, token};
  silent.read();
  BOOST_TEST(silent.closed());
  BOOST_TEST(running.healthy());
}

BOOST_AUTO_TEST_CASE(a_server_that_stops_does_not_wait_for_it) {
  RunningServer running;
  Socket socket{running, text(running.login(), "access_token")};
  socket.read();
  const auto start = std::chrono::steady_clock::now();
  running.server.stop();
  BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds{5}));
  BOOST_TEST(socket.closed());
}

BOOST_AUTO_TEST_SUITE_END()
