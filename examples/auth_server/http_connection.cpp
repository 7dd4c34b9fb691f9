#include "auth_server/http_connection.hpp"

#include "auth_server/responses.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <utility>

namespace keyturn::example {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;

constexpr std::chrono::seconds drain_time{1};

bool is_http_error(boost::system::error_code error) {
  return error.category() == http::make_error_code(http::error::bad_value).category();
}

}  // namespace

struct HttpConnection::WebSocket : websocket::stream<Stream&> {
  using websocket::stream<Stream&>::stream;
};

HttpConnection::HttpConnection(HttpServer& server, asio::ip::tcp::socket socket)
    : server_{server}, stream_{std::move(socket), server.tls()}, deadline_{stream_.get_executor()} {}

HttpConnection::~HttpConnection() { server_.forget(this); }

template <class Step>
auto HttpConnection::then(Step step) {
  return [self = shared_from_this(), step](Error error, std::size_t = 0) { ((*self).*step)(error); };
}

void HttpConnection::start() {
  Error ignored;
  stream_.socket().set_option(asio::ip::tcp::no_delay{true}, ignored);
  if (stream_.is_tls()) return shake_hands();
  wait_for_request();
}

// Counts as idle: who only connects, or takes long over the handshake, makes room for others.
void HttpConnection::shake_hands() {
  idle_since_ = std::chrono::steady_clock::now();
  set_deadline(server_.limits_.handshake_timeout);
  stream_.async_handshake([self = shared_from_this()](Error error) {
    if (error || self->state_ == State::closing) return self->close();
    self->wait_for_request();
  });
}

std::optional<std::chrono::steady_clock::time_point> HttpConnection::idle_since() const {
  if (state_ != State::idle) return std::nullopt;
  return idle_since_;
}

void HttpConnection::close() {
  state_ = State::closing;
  clear_deadline();
  Error ignored;
  stream_.socket().close(ignored);
}

void HttpConnection::finish() {
  if (state_ != State::answering) close();
}

void HttpConnection::set_deadline(std::chrono::milliseconds after) {
  timed_out_ = false;
  deadline_.expires_after(after);
  deadline_.async_wait([self = shared_from_this(), number = ++deadline_number_](Error error) {
    if (error || number != self->deadline_number_) return;
    self->timed_out_ = true;
    Error ignored;
    self->stream_.socket().cancel(ignored);
  });
}

void HttpConnection::clear_deadline() {
  ++deadline_number_;
  deadline_.cancel();
}

// The first byte is awaited apart from the rest: who sends nothing is idle, who sends half a head is slow.
void HttpConnection::wait_for_request() {
  if (buffer_.size() > 0) return read_head();
  state_ = State::idle;
  idle_since_ = std::chrono::steady_clock::now();
  set_deadline(server_.limits_.idle_timeout);
  stream_.async_read_some(buffer_.prepare(4096), [self = shared_from_this()](Error error, std::size_t size) {
    if (error) return self->close();
    self->buffer_.commit(size);
    self->read_head();
  });
}

void HttpConnection::read_head() {
  state_ = State::reading;
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(server_.limits_.head_bytes));
  parser_->body_limit(server_.limits_.body_bytes);
  set_deadline(server_.limits_.head_timeout);
  http::async_read_header(stream_, buffer_, *parser_, then(&HttpConnection::head_read));
}

void HttpConnection::head_read(Error error) {
  if (error) return refuse(error);
  const auto& request = parser_->get();
  if (request.version() >= 11 && request.count(http::field::host) != 1)
    return refuse(HttpStatus::bad_request, "bad_request", "Host: must come once");
  const auto expect = request.find(http::field::expect);
  if (expect == request.end() || request.version() < 11) return read_body();
  if (!boost::beast::iequals(expect->value(), "100-continue"))
    return refuse(HttpStatus::expectation_failed, "expectation_failed");
  permit_body();
}

void HttpConnection::permit_body() {
  static constexpr std::string_view answer = "HTTP/1.1 100 Continue\r\n\r\n";
  set_deadline(server_.limits_.write_timeout);
  asio::async_write(stream_, asio::buffer(answer), [self = shared_from_this()](Error error, std::size_t) {
    if (error) return self->close();
    self->read_body();
  });
}

void HttpConnection::read_body() {
  set_deadline(server_.limits_.body_timeout);
  http::async_read(stream_, buffer_, *parser_, then(&HttpConnection::body_read));
}

void HttpConnection::body_read(Error error) {
  if (error) return refuse(error);
  clear_deadline();
  state_ = State::answering;
  HttpRequest request = parser_->release();
  upgrade_.reset();
  keep_ = request.keep_alive();
  head_only_ = request.method() == http::verb::head;
  fault_ = server_.api_.allows_faults() ? read_fault(request) : Fault{};
  switch (fault_.kind) {
    case Fault::Kind::drop_before:
      server_.api_.count_fault(&Counters::fault_drops_before);
      return close();
    case Fault::Kind::status:
      return answered(server_.api_.play_fault(request, fault_.status));
    case Fault::Kind::unreadable:
      return answered(server_.api_.refuse(
          request, HttpStatus::bad_request, "bad_request",
          "X-Fault: must be drop-before, drop-after-commit, delay=MILLISECONDS or status=200 to status=599"));
    case Fault::Kind::none:
    case Fault::Kind::drop_after_commit:
    case Fault::Kind::delay:
      return act(std::move(request));
  }
}

void HttpConnection::act(HttpRequest request) {
  // Who sends on before the handshake is answered gets an ordinary answer.
  if (websocket::is_upgrade(request) && path_of(request) == "/notes" && buffer_.size() == 0) upgrade_ = request;
  server_.submit(std::move(request), [self = shared_from_this()](HttpResponse response) {
    if (self->fault_.kind == Fault::Kind::delay) return self->delay(std::move(response));
    if (self->fault_.kind != Fault::Kind::drop_after_commit) return self->answered(std::move(response));
    self->server_.api_.count_fault(&Counters::fault_drops_after_commit);
    self->close();
  });
}

// A timer, so that no thread waits. A server that stops does not wait either.
void HttpConnection::delay(HttpResponse response) {
  server_.api_.count_fault(&Counters::fault_delays);
  if (server_.stopping_) return close();
  state_ = State::delaying;
  response_.emplace(std::move(response));
  deadline_.expires_after(fault_.delay);
  deadline_.async_wait([self = shared_from_this(), number = ++deadline_number_](Error error) {
    if (error || number != self->deadline_number_) return;
    self->state_ = State::answering;
    self->answered(*std::move(self->response_));
  });
}

void HttpConnection::answered(HttpResponse response) {
  if (upgrade_ && response.result() == HttpStatus::ok) return open_websocket(std::move(response));
  if (head_only_) response.body().clear();  // its length stays announced
  write(std::move(response), keep_);
}

void HttpConnection::refuse(Error error) {
  if (state_ == State::closing || error == http::error::end_of_stream) return close();
  if (timed_out_) return refuse(HttpStatus::request_timeout, "request_timeout");
  if (error == http::error::body_limit) return refuse(HttpStatus::payload_too_large, "payload_too_large");
  if (error == http::error::header_limit || error == http::error::buffer_overflow)
    return refuse(HttpStatus::request_header_fields_too_large, "request_header_fields_too_large");
  if (is_http_error(error)) return refuse(HttpStatus::bad_request, "bad_request", "the request is not valid HTTP");
  close();
}

void HttpConnection::refuse(HttpStatus status, std::string_view error, std::string_view detail) {
  state_ = State::answering;
  write(server_.api_.refuse(parser_->get(), status, error, detail), false);
}

void HttpConnection::write(HttpResponse response, bool keep) {
  keep = keep && !server_.stopping_;
  response.keep_alive(keep);
  response_.emplace(std::move(response));
  serializer_.emplace(*response_);
  set_deadline(server_.limits_.write_timeout);
  http::async_write(stream_, *serializer_,
                    [self = shared_from_this(), keep](Error error, std::size_t) { self->written(error, keep); });
}

void HttpConnection::written(Error error, bool keep) {
  serializer_.reset();
  response_.reset();
  if (error || server_.stopping_) return close();
  if (keep) return wait_for_request();
  state_ = State::closing;
  set_deadline(drain_time);
  stream_.async_end([self = shared_from_this()](Error) {
    if (self->timed_out_) return self->close();
    self->drain();
  });
}

// To close with bytes unread would reset the connection, and the client might never see the answer.
// What TLS would make of them is of no interest any more.
void HttpConnection::drain() {
  stream_.socket().async_read_some(asio::buffer(discarded_), [self = shared_from_this()](Error error, std::size_t) {
    if (error || self->timed_out_) return self->close();
    self->drain();
  });
}

void HttpConnection::open_websocket(HttpResponse list) {
  message_ = std::move(list.body());
  websocket_ = std::make_unique<WebSocket>(stream_);
  websocket_->read_message_max(server_.limits_.body_bytes);
  set_deadline(server_.limits_.write_timeout);
  websocket_->async_accept(*upgrade_, [self = shared_from_this()](Error error) {
    if (error) return self->close();
    self->send_message();
  });
}

void HttpConnection::send_message() {
  set_deadline(server_.limits_.write_timeout);
  websocket_->async_write(asio::buffer(message_), then(&HttpConnection::message_sent));
}

void HttpConnection::message_sent(Error error) {
  if (error || server_.stopping_) return close();
  state_ = State::idle;
  idle_since_ = std::chrono::steady_clock::now();
  set_deadline(server_.limits_.idle_timeout);
  websocket_->async_read(buffer_, then(&HttpConnection::message_read));
}

void HttpConnection::message_read(Error error) {
  if (error == websocket::error::message_too_big) return drain_websocket();
  if (error) return close();
  clear_deadline();
  state_ = State::answering;
  HttpRequest note{http::verb::post, "/notes", 11};
  note.set(http::field::authorization, (*upgrade_)[http::field::authorization]);
  note.body() = boost::beast::buffers_to_string(buffer_.data());
  buffer_.consume(buffer_.size());
  server_.submit(std::move(note), [self = shared_from_this()](HttpResponse answer) {
    if (answer.result() == HttpStatus::unauthorized) return self->close_websocket();
    self->message_ = std::move(answer.body());
    self->send_message();
  });
}

// The token's time is over, or a refresh has replaced it.
void HttpConnection::close_websocket() {
  set_deadline(server_.limits_.write_timeout);
  websocket_->async_close({websocket::close_code::policy_error, "invalid_token"},
                          [self = shared_from_this()](Error) { self->drain_websocket(); });
}

// Its last word is out; the client has a moment to read it.
void HttpConnection::drain_websocket() {
  state_ = State::closing;
  set_deadline(drain_time);
  drain();
}

}  // namespace keyturn::example
