// The two kinds of connection as one: a socket, and TLS over it if the server has a certificate.
#ifndef KEYTURN_EXAMPLES_AUTH_SERVER_STREAM_HPP
#define KEYTURN_EXAMPLES_AUTH_SERVER_STREAM_HPP

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/role.hpp>

#include <optional>
#include <utility>

namespace keyturn::example {

// What Asio and Beast read from and write to. One operation of each kind at a time.
class Stream {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  using executor_type = Socket::executor_type;
  using Error = boost::system::error_code;

  Stream(Socket socket, boost::asio::ssl::context* tls) : socket_{std::move(socket)} {
    if (tls != nullptr) tls_.emplace(socket_, *tls);
  }

  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  executor_type get_executor() { return socket_.get_executor(); }
  Socket& socket() { return socket_; }

  template <class Buffers, class Handler>
  void async_read_some(const Buffers& buffers, Handler&& handler) {
    if (tls_) return void(tls_->async_read_some(buffers, std::forward<Handler>(handler)));
    socket_.async_read_some(buffers, std::forward<Handler>(handler));
  }

  template <class Buffers, class Handler>
  void async_write_some(const Buffers& buffers, Handler&& handler) {
    if (tls_) return void(tls_->async_write_some(buffers, std::forward<Handler>(handler)));
    socket_.async_write_some(buffers, std::forward<Handler>(handler));
  }

  bool is_tls() const { return tls_.has_value(); }

  // For TLS alone; `handler` takes an error.
  template <class Handler>
  void async_handshake(Handler handler) {
    tls_->async_handshake(boost::asio::ssl::stream_base::server, std::move(handler));
  }

  // Tells the client that nothing more comes. Over TLS, waits for it to say the same.
  template <class Handler>
  void async_end(Handler handler) {
    if (tls_) return void(tls_->async_shutdown(std::move(handler)));
    Error error;
    socket_.shutdown(Socket::shutdown_send, error);
    boost::asio::post(socket_.get_executor(), [handler = std::move(handler), error]() mutable { handler(error); });
  }

 private:
  Socket socket_;
  std::optional<boost::asio::ssl::stream<Socket&>> tls_;
};

// How Beast's WebSocket ends what it lies over.
template <class Handler>
void async_teardown(boost::beast::role_type, Stream& stream, Handler&& handler) {
  stream.async_end(std::forward<Handler>(handler));
}
inline void beast_close_socket(Stream& stream) {
  Stream::Error ignored;
  stream.socket().close(ignored);
}

}  // namespace keyturn::example

#endif
