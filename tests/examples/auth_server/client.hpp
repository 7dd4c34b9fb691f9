// A client for the auth server's sockets that can misbehave: it sends bytes, and reads whole answers.
#ifndef KEYTURN_TESTS_EXAMPLES_AUTH_SERVER_CLIENT_HPP
#define KEYTURN_TESTS_EXAMPLES_AUTH_SERVER_CLIENT_HPP

#include "auth_server/auth_server.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <memory>
#include <string>

namespace keyturn::example {

using WireAnswer = boost::beast::http::response<boost::beast::http::string_body>;

// So that a server that hangs fails the test: reads end after a while, with try_again. Asio would wait on for a socket
// that it believes to be blocking.
inline void be_patient(boost::asio::ip::tcp::socket& socket) {
  socket.non_blocking(true);
  ::fcntl(socket.native_handle(), F_SETFL, 0);
  const timeval patience{20, 0};
  ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

class Client {
 public:
  explicit Client(unsigned short port, const char* address = "127.0.0.1") {
    socket_.connect({boost::asio::ip::make_address(address), port});
    be_patient(socket_);
  }

  // What the server does not take any more (it has answered and closed) is not sent.
  Client& send(std::string_view bytes) {
    boost::system::error_code ignored;
    boost::asio::write(socket_, boost::asio::buffer(bytes.data(), bytes.size()), ignored);
    return *this;
  }

  WireAnswer read() {
    WireAnswer answer;
    boost::beast::http::read(socket_, buffer_, answer);
    return answer;
  }

  template <class Parser>
  WireAnswer read(Parser& parser) {
    boost::beast::http::read(socket_, buffer_, parser);
    return parser.release();
  }

  // Everything that comes until the server closes.
  std::string rest() {
    boost::system::error_code ignored;
    std::string bytes{static_cast<const char*>(buffer_.data().data()), buffer_.size()};
    boost::asio::read(socket_, boost::asio::dynamic_buffer(bytes), ignored);
    return bytes;
  }

  // True once the server has closed, after whatever else it sends.
  bool closed() {
    boost::system::error_code error;
    std::string rest;
    boost::asio::read(socket_, boost::asio::dynamic_buffer(rest), error);
    return error == boost::asio::error::eof || error == boost::asio::error::connection_reset;
  }

  void stop_sending() {
    boost::system::error_code ignored;  // the server may have closed already
    socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
  }

 private:
  std::unique_ptr<boost::asio::io_context> io_ = std::make_unique<boost::asio::io_context>();
  boost::asio::ip::tcp::socket socket_{*io_};
  boost::beast::flat_buffer buffer_;
};

inline std::string get(const std::string& path, const std::string& headers = {}) {
  return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
}

inline std::string post(const std::string& path, const std::string& body, const std::string& headers = {}) {
  return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         headers + "\r\n" + body;
}

inline nlohmann::json body_of(const WireAnswer& answer) { return nlohmann::json::parse(answer.body()); }

// A server with the user ada, and what most tests ask of it.
struct RunningServer {
  explicit RunningServer(AuthServerConfig config = {}) : server{std::move(config)} {
    server.add_user("ada", "lovelace");
  }

  Client connect() const { return Client{server.port()}; }
  WireAnswer ask(const std::string& bytes) const { return connect().send(bytes).read(); }
  nlohmann::json login() const { return body_of(ask(post("/login", R"({"username":"ada","password":"lovelace"})"))); }
  bool healthy() const { return ask(get("/health")).result_int() == 200; }

  AuthServer server;
};

}  // namespace keyturn::example

#endif
