// The server's side of TLS: its certificate and key, and what it agrees to.
#ifndef KEYTURN_EXAMPLES_AUTH_SERVER_TLS_HPP
#define KEYTURN_EXAMPLES_AUTH_SERVER_TLS_HPP

#include <boost/asio/ssl/context.hpp>

#include <optional>
#include <stdexcept>
#include <string>

namespace keyturn::example {

// The certificate or the key cannot be used; what() names the file and says why.
struct TlsError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// TLS 1.2 and 1.3 with the certificate (and its chain) and the key in these PEM files; none if both names are empty.
// Throws TlsError.
std::optional<boost::asio::ssl::context> make_tls(const std::string& certificate_file, const std::string& key_file);

}  // namespace keyturn::example

#endif
