// A server on this machine that speaks just enough HTTP/2 over TLS to see which requests share a connection.
#ifndef KEYTURN_TESTS_UNIT_ADAPTERS_HTTP2_SERVER_HPP
#define KEYTURN_TESTS_UNIT_ADAPTERS_HTTP2_SERVER_HPP

#include "adapters/loopback_server.hpp"

#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>

#include <atomic>
#include <list>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace loopback {

/// Answers GETs with an empty 200, each time that `together` of them are open on one connection.
class Http2Server {
 public:
  explicit Http2Server(const Certificate& certificate) : tls_{speaking_http2(certificate)} {}
  Http2Server(const Http2Server&) = delete;
  Http2Server& operator=(const Http2Server&) = delete;
  /// Waits for the other sides to close.
  ~Http2Server() {
    acceptor_.stop();
    for (auto& thread : threads_) thread.join();
  }

  std::string url() const { return "https://localhost:" + std::to_string(acceptor_.endpoint().port()) + '/'; }
  int accepted() const { return accepted_; }

  std::atomic<std::size_t> together{1};

 private:
  using Stream = asio::ssl::stream<tcp::socket>;

  static asio::ssl::context speaking_http2(const Certificate& certificate) {
    asio::ssl::context tls{asio::ssl::context::tls_server};
    tls.use_certificate_file(certificate.file(), asio::ssl::context::pem);
    tls.use_private_key_file(certificate.key(), asio::ssl::context::pem);
    SSL_CTX_set_alpn_select_cb(tls.native_handle(), choose_http2, nullptr);
    return tls;
  }

  static int choose_http2(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                          unsigned int length, void*) {
    const auto* const http2 = reinterpret_cast<const unsigned char*>("\x02h2");
    return SSL_select_next_proto(const_cast<unsigned char**>(chosen), size, http2, 3, offered, length) ==
                   OPENSSL_NPN_NEGOTIATED
               ? SSL_TLSEXT_ERR_OK
               : SSL_TLSEXT_ERR_ALERT_FATAL;
  }

  void take(tcp::socket socket) {
    ++accepted_;
    threads_.emplace_back([this, socket = std::move(socket)]() mutable {
      Stream stream{std::move(socket), tls_};
      boost::system::error_code refused;
      stream.handshake(Stream::server, refused);
      if (!refused) serve(stream);
    });
  }

  static std::string frame(char type, char flags, const std::string& stream, const std::string& payload) {
    return std::string{'\0', '\0', static_cast<char>(payload.size()), type, flags} + stream + payload;
  }

  /// RFC 9113, sections 3.4, 4.1 and 6.
  void serve(Stream& stream) {
    constexpr char headers = 1, settings = 4, ping = 6;
    constexpr char end_stream = 1, acknowledged = 1, end_headers = 4;
    const std::string connection(4, '\0');
    std::vector<std::string> open;
    std::string preface(24, '\0');
    bool alive = read(stream, preface) && write(stream, frame(settings, 0, connection, ""));
    while (alive) {
      std::string head(9, '\0');
      if (!read(stream, head)) return;
      const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(head[i])); };
      std::string payload(byte(0) << 16 | byte(1) << 8 | byte(2), '\0');
      if (!read(stream, payload)) return;
      if ((head[3] == settings || head[3] == ping) && (head[4] & acknowledged) == 0)
        alive = write(stream, frame(head[3], acknowledged, connection, head[3] == ping ? payload : ""));
      if (head[3] == headers && (head[4] & end_stream) != 0) open.push_back(head.substr(5));
      if (open.size() < together) continue;
      for (const std::string& id : std::exchange(open, {}))
        alive = alive && write(stream, frame(headers, end_stream | end_headers, id, "\x88"));  // ":status: 200"
    }
  }

  static bool read(Stream& stream, std::string& into) {
    boost::system::error_code failed;
    asio::read(stream, asio::buffer(into), failed);
    return !failed;
  }
  static bool write(Stream& stream, const std::string& bytes) {
    boost::system::error_code failed;
    asio::write(stream, asio::buffer(bytes), failed);
    return !failed;
  }

  asio::ssl::context tls_;
  std::atomic<int> accepted_{0};
  std::list<std::thread> threads_;
  Acceptor acceptor_{[this](tcp::socket socket) { take(std::move(socket)); }};  // the last: its thread uses the others
};

}  // namespace loopback

#endif
