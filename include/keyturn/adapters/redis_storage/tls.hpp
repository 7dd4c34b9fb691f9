// TLS for a connection to Redis, by OpenSSL; where that is not wanted, something in its place that says so.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_TLS_HPP
#define KEYTURN_ADAPTERS_REDIS_STORAGE_TLS_HPP

#include <keyturn/adapters/redis_storage/options.hpp>
#include <keyturn/base/result.hpp>

#include <cerrno>
#include <ctime>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include <poll.h>
#include <sys/types.h>

#if KEYTURN_REDIS_TLS
#if !__has_include(<openssl/err.h>)
#error "KEYTURN_REDIS_TLS needs OpenSSL: install libssl-dev (Debian)"
#include <stop_here_see_the_error_above>
#endif
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <signal.h>
#endif

KEYTURN_NAMESPACE_BEGIN

namespace detail {

#if KEYTURN_REDIS_TLS

/// While it lives, a write to a socket that the other side closed raises no signal: OpenSSL does not ask for that.
class NoBrokenPipe {
 public:
  NoBrokenPipe() {
    ::sigemptyset(&pipe_);
    ::sigaddset(&pipe_, SIGPIPE);
    sigset_t pending;
    ::sigpending(&pending);
    was_pending_ = ::sigismember(&pending, SIGPIPE) == 1;
    ::pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  NoBrokenPipe(const NoBrokenPipe&) = delete;
  NoBrokenPipe& operator=(const NoBrokenPipe&) = delete;
  ~NoBrokenPipe() {
    const int number = errno;
#if defined(__linux__)  // elsewhere the socket itself raises none
    const timespec at_once{};
    if (!was_pending_) (void)::sigtimedwait(&pipe_, nullptr, &at_once);
#endif
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    errno = number;
  }

 private:
  sigset_t pipe_, before_;
  bool was_pending_ = false;
};

/// On a connected socket that does not block. The handshake is part of the first send. Ends without a word to the other
/// side, so that a child made by fork can let go of its parent's.
class RedisTls {
 public:
  static Result<std::unique_ptr<RedisTls>> begin(const RedisOptions& options, int fd) {
    std::unique_ptr<RedisTls> made{new RedisTls};
    made->context_.reset(::SSL_CTX_new(::TLS_client_method()));
    SSL_CTX* const context = made->context_.get();
    if (context == nullptr) return redis_error(options, "OpenSSL: " + last_error());
    const bool trusts = options.ca_file.empty()
                            ? ::SSL_CTX_set_default_verify_paths(context) == 1
                            : ::SSL_CTX_load_verify_locations(context, options.ca_file.c_str(), nullptr) == 1;
    if (!trusts) return redis_error(options, "the certificates to trust cannot be read: " + last_error());
    ::SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    ::SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    made->ssl_.reset(::SSL_new(context));
    SSL* const ssl = made->ssl_.get();
    const char* const host = options.host.c_str();
    // An address is checked as one; a name is also told to the server.
    if (ssl == nullptr || ::SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1 || ::SSL_set_fd(ssl, fd) != 1 ||
        (::X509_VERIFY_PARAM_set1_ip_asc(::SSL_get0_param(ssl), host) != 1 &&
         (::SSL_set1_host(ssl, host) != 1 || ::SSL_set_tlsext_host_name(ssl, host) != 1)))
      return redis_error(options, "OpenSSL: " + last_error());
    ::SSL_set_connect_state(ssl);
    return made;
  }

  /// As send(2) and recv(2): -1 with EAGAIN where it must wait for `waits_for()`.
  ssize_t send(std::string_view bytes) {
    return after([&] { return ::SSL_write(ssl_.get(), bytes.data(), length_of(bytes.size())); });
  }
  ssize_t receive(std::span<char> into) {
    return after([&] { return ::SSL_read(ssl_.get(), into.data(), length_of(into.size())); });
  }

  short waits_for() const { return waits_for_; }
  /// What went wrong, after another -1.
  std::string why() const { return why_; }

 private:
  struct End {
    void operator()(SSL_CTX* context) const noexcept { ::SSL_CTX_free(context); }
    void operator()(SSL* ssl) const noexcept { ::SSL_free(ssl); }
  };

  RedisTls() = default;

  static int length_of(std::size_t size) { return static_cast<int>(size < (1u << 30) ? size : 1u << 30); }

  static std::string last_error() {
    const char* const reason = ::ERR_reason_error_string(::ERR_get_error());
    return reason == nullptr ? "no reason is known" : reason;
  }

  template <class Call>
  ssize_t after(Call call) {
    const NoBrokenPipe guard;
    ::ERR_clear_error();
    errno = 0;
    const int count = call();
    if (count > 0) return count;
    const int number = errno;
    switch (::SSL_get_error(ssl_.get(), count)) {
      case SSL_ERROR_WANT_READ:
        waits_for_ = POLLIN;
        errno = EAGAIN;
        return -1;
      case SSL_ERROR_WANT_WRITE:
        waits_for_ = POLLOUT;
        errno = EAGAIN;
        return -1;
      case SSL_ERROR_ZERO_RETURN:
        return 0;
      default:
        break;
    }
    const long verified = ::SSL_get_verify_result(ssl_.get());
    why_ = "TLS: ";
    if (verified != X509_V_OK)
      why_ += ::X509_verify_cert_error_string(verified);
    else if (::ERR_peek_error() != 0)
      why_ += last_error();
    else
      why_ += number == 0 ? "it closed the connection" : std::generic_category().message(number);
    errno = EPROTO;
    return -1;
  }

  std::unique_ptr<SSL_CTX, End> context_;
  std::unique_ptr<SSL, End> ssl_;
  short waits_for_ = 0;
  std::string why_;
};

#else

class RedisTls {
 public:
  static Result<std::unique_ptr<RedisTls>> begin(const RedisOptions& options, int) {
    return redis_error(options, "there is no TLS here", Errc::unsupported);
  }
  ssize_t send(std::string_view) { return -1; }
  ssize_t receive(std::span<char>) { return -1; }
  short waits_for() const { return 0; }
  std::string why() const { return {}; }
};

#endif

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
