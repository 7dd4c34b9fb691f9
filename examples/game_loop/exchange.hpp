// One HTTP request and its answer on a connection of its own, step by step as the socket allows.
#ifndef KEYTURN_EXAMPLES_GAME_LOOP_EXCHANGE_HPP
#define KEYTURN_EXAMPLES_GAME_LOOP_EXCHANGE_HPP

#include "game_loop/bodies.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/serializer.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keyturn::example::game_loop {

using Fields = http::basic_fields<WipingAllocator<char>>;
using Message = http::request<OutgoingBody, Fields>;

// Keeps itself alive while something is to be waited for. All steps run on the thread that runs the io_context.
class Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  // The request's time begins here. `under_way` counts the exchanges that have no result yet.
  Exchange(boost::asio::io_context& io, std::atomic<unsigned>& under_way, Request request, Completion<Response> done);
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  void start();

 private:
  using tcp = boost::asio::ip::tcp;

  void find_host(const std::string& host, unsigned short port);
  void connect();
  void write();
  void read_header();
  void read_body();
  void answer();
  void fail(Errc code, std::string detail);
  void end(Result<Response> result);

  // Does the step with the result of the one before, unless the exchange is over by then.
  template <class Step>
  auto then(Step step) {
    return [ self = shared_from_this(), step ]<class... Results>(
        error_code error,
        const Results&... result) requires std::invocable<const Step&, Exchange&, error_code, const Results&...> {
      if (self->done_) step(*self, error, result...);
    };
  }

  Request request_;
  std::optional<Completion<Response>> done_;  // nothing: the exchange is over
  std::atomic<unsigned>& under_way_;
  boost::asio::steady_timer timer_;
  tcp::resolver resolver_;
  tcp::socket socket_;
  std::vector<tcp::endpoint> endpoints_;
  Message message_;
  std::optional<http::request_serializer<OutgoingBody, Fields>> serializer_;
  boost::beast::basic_flat_buffer<WipingAllocator<char>> buffer_;
  std::optional<http::response_parser<IncomingBody, WipingAllocator<char>>> parser_;
};

}  // namespace keyturn::example::game_loop

#endif
