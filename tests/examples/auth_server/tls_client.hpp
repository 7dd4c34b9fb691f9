// The other end of the auth server's TLS sockets, and a certificate to trust.
#ifndef KEYTURN_TESTS_EXAMPLES_AUTH_SERVER_TLS_CLIENT_HPP
#define KEYTURN_TESTS_EXAMPLES_AUTH_SERVER_TLS_CLIENT_HPP

#include "client.hpp"
#include "conversation.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>

namespace keyturn::example {

// A key and a certificate for 127.0.0.1 that it signs itself, in two PEM files.
struct Certificate {
  explicit Certificate(const TemporaryFolder& folder, const std::string& name = "server")
      : certificate{folder.file((name + ".pem").c_str())}, key{folder.file((name + ".key").c_str())} {
    EVP_PKEY* pair = EVP_EC_gen("P-256");
    X509* x509 = X509_new();
    X509_set_version(x509, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
    X509_set_pubkey(x509, pair);
    const auto* common_name = reinterpret_cast<const unsigned char*>("keyturn test");
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC, common_name, -1, -1, 0);
    X509_set_issuer_name(x509, X509_get_subject_name(x509));
    X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1");
    X509_add_ext(x509, names, -1);
    X509_EXTENSION_free(names);
    X509_sign(x509, pair, EVP_sha256());
    write(certificate, [x509](std::FILE* file) { PEM_write_X509(file, x509); });
    write(key, [pair](std::FILE* file) { PEM_write_PrivateKey(file, pair, nullptr, nullptr, 0, nullptr, nullptr); });
    X509_free(x509);
    EVP_PKEY_free(pair);
  }

  AuthServerConfig config() const {
    AuthServerConfig config;
    config.tls_certificate = certificate;
    config.tls_key = key;
    return config;
  }

  template <class Write>
  static void write(const std::string& path, Write write_to) {
    std::FILE* file = std::fopen(path.c_str(), "w");
    if (file == nullptr) throw std::runtime_error{"cannot write " + path};
    write_to(file);
    std::fclose(file);
  }

  std::string certificate, key;
};

// The first thing that a TLS client sends.
inline std::string client_hello() {
  SSL_CTX* tls = SSL_CTX_new(TLS_client_method());
  SSL* connection = SSL_new(tls);
  SSL_set_bio(connection, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  SSL_set_connect_state(connection);
  SSL_do_handshake(connection);
  char* start = nullptr;
  const auto size = BIO_get_mem_data(SSL_get_wbio(connection), &start);
  std::string bytes{start, static_cast<std::size_t>(size)};
  SSL_free(connection);
  SSL_CTX_free(tls);
  return bytes;
}

// As `Client`, over TLS; it trusts that certificate alone.
class TlsClient {
 public:
  TlsClient(unsigned short port, const Certificate& trusted, int least_version = TLS1_2_VERSION,
            int newest_version = 0) {
    tls_->load_verify_file(trusted.certificate);
    tls_->set_verify_mode(boost::asio::ssl::verify_peer);
    // So that a client of an old version is refused by the server, and not by the library on this side.
    SSL_CTX_set_security_level(tls_->native_handle(), 0);
    SSL_CTX_set_min_proto_version(tls_->native_handle(), least_version);
    SSL_CTX_set_max_proto_version(tls_->native_handle(), newest_version);
    stream_ = std::make_unique<Stream>(*io_, *tls_);
    stream_->lowest_layer().connect({boost::asio::ip::make_address("127.0.0.1"), port});
    be_patient(stream_->next_layer());
    stream_->handshake(boost::asio::ssl::stream_base::client);
  }

  TlsClient& send(std::string_view bytes) {
    boost::system::error_code ignored;
    boost::asio::write(*stream_, boost::asio::buffer(bytes.data(), bytes.size()), ignored);
    return *this;
  }

  // Bytes beside TLS: no record that the server could read.
  TlsClient& send_raw(std::string_view bytes) {
    boost::system::error_code ignored;
    boost::asio::write(stream_->next_layer(), boost::asio::buffer(bytes.data(), bytes.size()), ignored);
    return *this;
  }

  WireAnswer read() {
    WireAnswer answer;
    boost::beast::http::read(*stream_, buffer_, answer);
    return answer;
  }

  // What comes until the server ends, and how it ended: with eof, if it said so.
  boost::system::error_code end() {
    boost::system::error_code error;
    std::string rest;
    boost::asio::read(*stream_, boost::asio::dynamic_buffer(rest), error);
    return error;
  }

  bool closed() {
    const auto error = end();
    return error && error != boost::asio::error::try_again;
  }

  void stop_sending() {
    boost::system::error_code ignored;
    stream_->next_layer().shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
  }
  const char* version() const { return SSL_get_version(stream_->native_handle()); }

 private:
  using Stream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket>;
  std::unique_ptr<boost::asio::io_context> io_ = std::make_unique<boost::asio::io_context>();
  std::unique_ptr<boost::asio::ssl::context> tls_ =
      std::make_unique<boost::asio::ssl::context>(boost::asio::ssl::context::tls_client);
  std::unique_ptr<Stream> stream_;
  boost::beast::flat_buffer buffer_;
};

}  // namespace keyturn::example

#endif
