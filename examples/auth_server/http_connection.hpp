// One connection: reads a request, has it answered, writes the answer, and begins again. A WebSocket at /notes does so with
// messages.
#ifndef KEYTURN_EXAMPLES_AUTH_SERVER_HTTP_CONNECTION_HPP
#define KEYTURN_EXAMPLES_AUTH_SERVER_HTTP_CONNECTION_HPP

#include "auth_server/faults.hpp"
#include "auth_server/http_server.hpp"
#include "auth_server/stream.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/serializer.hpp>

#include <array>
#include <memory>
#include <optional>
#include <string>

namespace keyturn::example {

// Lives as long as one of its handlers waits; runs on the thread of the sockets alone.
class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(HttpServer& server, boost::asio::ip::tcp::socket socket);
  ~HttpConnection();
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  void start();
  // Since when it has waited for a request to begin; none: it is busy.
  std::optional<std::chrono::steady_clock::time_point> idle_since() const;
  void close();
  void finish();  // closes as soon as the running request, if any, is answered

 private:
  enum class State { idle, reading, answering, delaying, closing };
  using Error = boost::system::error_code;
  struct WebSocket;

  void shake_hands();
  void wait_for_request();
  void read_head();
  void head_read(Error error);
  void permit_body();
  void read_body();
  void body_read(Error error);
  void act(HttpRequest request);
  void answered(HttpResponse response);
  void delay(HttpResponse response);
  void refuse(Error error);
  void refuse(HttpStatus status, std::string_view error, std::string_view detail = {});
  void write(HttpResponse response, bool keep);
  void written(Error error, bool keep);
  void drain();

  // The notes as a WebSocket: the list comes first, then each message is a note to add, with the token of the handshake.
  void open_websocket(HttpResponse list);
  void send_message();
  void message_sent(Error error);
  void message_read(Error error);
  void close_websocket();
  void drain_websocket();

  // After that time whatever waits on the socket ends with operation_aborted, and timed_out_ is true.
  void set_deadline(std::chrono::milliseconds after);
  void clear_deadline();

  template <class Step>
  auto then(Step step);

  HttpServer& server_;
  Stream stream_;
  boost::asio::steady_timer deadline_;
  std::uint64_t deadline_number_ = 0;
  bool timed_out_ = false;
  State state_ = State::idle;
  std::chrono::steady_clock::time_point idle_since_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
  Fault fault_;             // of the request that is being answered,
  bool keep_ = false;       // whether its connection may go on,
  bool head_only_ = false;  // and whether its answer goes without a body
  std::optional<HttpResponse> response_;
  std::optional<boost::beast::http::response_serializer<boost::beast::http::string_body>> serializer_;
  std::array<char, 4096> discarded_{};
  std::optional<HttpRequest> upgrade_;  // the request of a WebSocket's handshake
  std::unique_ptr<WebSocket> websocket_;
  std::string message_;  // on its way out
};

}  // namespace keyturn::example

#endif
