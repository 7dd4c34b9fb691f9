#include "auth_server/tls.hpp"

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509err.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace keyturn::example {
namespace {

namespace ssl = boost::asio::ssl;

// OpenSSL's own words for a file that cannot be opened name neither the file nor the reason.
void require_readable(const char* what, const std::string& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    throw TlsError{std::string{"cannot read the TLS "} + what + ' ' + file + ": " + std::strerror(errno)};
  ::close(descriptor);
}

bool is_mismatch(const boost::system::error_code& error) {
  const auto code = static_cast<unsigned long>(error.value());
  return error && ERR_GET_LIB(code) == ERR_LIB_X509 &&
         (ERR_GET_REASON(code) == X509_R_KEY_VALUES_MISMATCH || ERR_GET_REASON(code) == X509_R_KEY_TYPE_MISMATCH);
}

}  // namespace

std::optional<ssl::context> make_tls(const std::string& certificate_file, const std::string& key_file) {
  if (certificate_file.empty() && key_file.empty()) return std::nullopt;
  if (certificate_file.empty()) throw TlsError{"the TLS key " + key_file + " needs a certificate beside it"};
  if (key_file.empty()) throw TlsError{"the TLS certificate " + certificate_file + " needs its key beside it"};
  require_readable("certificate", certificate_file);
  require_readable("key", key_file);

  ssl::context tls{ssl::context::tls_server};
  SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_options(tls.native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  boost::system::error_code error;
  tls.use_certificate_chain_file(certificate_file, error);
  if (error) throw TlsError{"there is no usable PEM certificate in " + certificate_file + ": " + error.message()};
  // Without this, OpenSSL would ask for the password of a sealed key at the terminal.
  tls.set_password_callback([](std::size_t, ssl::context::password_purpose) { return std::string{}; }, error);
  tls.use_private_key_file(key_file, ssl::context::pem, error);
  const bool other_kind = !error && SSL_CTX_check_private_key(tls.native_handle()) != 1;
  if (other_kind || is_mismatch(error))
    throw TlsError{"the TLS key " + key_file + " does not belong to the certificate " + certificate_file};
  if (error) throw TlsError{"there is no usable PEM key without a password in " + key_file + ": " + error.message()};
  return tls;
}

}  // namespace keyturn::example
