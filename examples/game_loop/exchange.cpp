#include "game_loop/exchange.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include <limits>
#include <utility>

namespace keyturn::example::game_loop {
namespace {

namespace asio = boost::asio;

constexpr std::uint32_t longest_header = 64 * 1024;

// What the server may have acted on is `no_answer`; what is no HTTP, or too much of it, `bad_answer`.
Errc errc_of_reading(const error_code& error) {
  if (error == asio::error::operation_aborted) return Errc::cancelled;  // on_data said stop
  const bool cut_off = error == http::error::end_of_stream || error == http::error::partial_message;
  const bool http_fault = error.category() == make_error_code(http::error::bad_version).category();
  return http_fault && !cut_off ? Errc::bad_answer : Errc::no_answer;
}

bool has_body(const Request& request) {
  return request.body.length() != 0u || request.method == "POST" || request.method == "PUT" ||
         request.method == "PATCH";
}

// The transport itself says where a message ends.
bool is_framing(const Header& field) {
  const auto name = http::string_to_field(field.name);
  return name == http::field::host || name == http::field::connection || name == http::field::content_length ||
         name == http::field::transfer_encoding;
}

Message message_of(const Request& request, std::string_view authority, std::string target) {
  if (!target.starts_with('/')) target.insert(0, 1, '/');
  Message message{http::verb::unknown, target, 11, &request.body};
  message.method_string(request.method);
  message.set(http::field::host, std::string{authority});
  message.set(http::field::connection, "close");
  for (const Header& field : request.headers)
    if (!is_framing(field)) message.insert(field.name, field.value);
  if (!has_body(request)) return message;
  if (const auto length = request.body.length())
    message.content_length(*length);
  else
    message.chunked(true);
  return message;
}

}  // namespace

Exchange::Exchange(asio::io_context& io, std::atomic<unsigned>& under_way, Request request, Completion<Response> done)
    : request_{std::move(request)},
      done_{std::move(done)},
      under_way_{under_way},
      timer_{io, request_.timeout},
      resolver_{io},
      socket_{io} {
  ++under_way_;
}

Exchange::~Exchange() {
  if (done_) --under_way_;  // the transport dies
}

void Exchange::start() {
  timer_.async_wait(then([](Exchange& self, error_code) { self.fail(Errc::timed_out, "no answer in time"); }));
  const auto origin = origin_of(request_.url);
  if (!origin) return end(origin.error());
  if (origin->secure) return fail(Errc::unsupported, "this transport speaks plain HTTP alone");

  std::string_view rest = std::string_view{request_.url}.substr(request_.url.find("://") + 3);
  rest = rest.substr(0, rest.find('#'));
  const std::size_t path = std::min(rest.find_first_of("/?"), rest.size());
  message_ = message_of(request_, rest.substr(0, path), std::string{rest.substr(path)});
  find_host(origin->host, origin->port);
}

// An address needs nobody to be asked. Asio asks for a name on a thread of its own, for the system's resolver blocks.
void Exchange::find_host(const std::string& host, unsigned short port) {
  error_code is_name;
  const std::string bare = host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
  if (const auto address = asio::ip::make_address(bare, is_name); !is_name) {
    endpoints_.emplace_back(address, port);
    return connect();
  }
  resolver_.async_resolve(host, std::to_string(port),
                          then([](Exchange& self, error_code error, const tcp::resolver::results_type& found) {
                            if (error) return self.fail(Errc::not_sent, error.message());
                            for (const auto& entry : found) self.endpoints_.push_back(entry.endpoint());
                            self.connect();
                          }));
}

void Exchange::connect() {
  asio::async_connect(socket_, endpoints_, then([](Exchange& self, error_code error, const tcp::endpoint&) {
                        if (error) return self.fail(Errc::not_sent, error.message());
                        self.write();
                      }));
}

void Exchange::write() {
  serializer_.emplace(message_);
  http::async_write(socket_, *serializer_, then([](Exchange& self, error_code error, std::size_t sent) {
                      if (error && sent == 0) return self.fail(Errc::not_sent, error.message());
                      if (error == http::error::partial_message)
                        return self.fail(Errc::no_answer, "the body ended before its length");
                      self.read_header();  // a server that stopped reading may have said why
                    }));
}

void Exchange::read_header() {
  parser_.emplace();
  parser_->header_limit(longest_header);
  parser_->body_limit(std::numeric_limits<std::uint64_t>::max());  // IncomingBody counts
  parser_->skip(request_.method == "HEAD");
  parser_->get().body() = {.limit = request_.max_response, .on_data = request_.on_data, .text = {}};
  http::async_read_header(socket_, buffer_, *parser_, then([](Exchange& self, error_code error, std::size_t) {
                            if (error) return self.fail(errc_of_reading(error), error.message());
                            const unsigned status = self.parser_->get().result_int();
                            const bool interim = status / 100 == 1 && status != 101;
                            return interim ? self.read_header() : self.read_body();
                          }));
}

void Exchange::read_body() {
  http::async_read(socket_, buffer_, *parser_, then([](Exchange& self, error_code error, std::size_t) {
                     if (error) return self.fail(errc_of_reading(error), error.message());
                     self.answer();
                   }));
}

void Exchange::answer() {
  auto& message = parser_->get();
  Response response{.status = static_cast<int>(message.result_int()), .headers = {}, .body = {}};
  for (const auto& field : message) response.headers.add(std::string{field.name_string()}, std::string{field.value()});
  response.body = std::move(message.body().text);
  end(std::move(response));
}

void Exchange::fail(Errc code, std::string detail) { end(Error{.code = code, .detail = std::move(detail)}); }

void Exchange::end(Result<Response> result) {
  const Completion<Response> done = *std::exchange(done_, std::nullopt);
  --under_way_;
  error_code ignored;
  timer_.cancel(ignored);
  resolver_.cancel();
  socket_.close(ignored);
  done(std::move(result));
}

}  // namespace keyturn::example::game_loop
