// Generated from include/keyturn/redis.hpp by tests/gates/single_header.py; change the headers there and run it again.

#include "core.hpp"

// <keyturn/adapters/redis_storage/options.hpp>
// Where the Redis server of a `RedisStorage` is, and how it is spoken with.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_OPTIONS_HPP
#define KEYTURN_ADAPTERS_REDIS_STORAGE_OPTIONS_HPP

/// Whether there is TLS, which needs OpenSSL (link ssl and crypto); the same in all of a program. 0 by default; the CMake
/// target keyturn::redis sets it.
#ifndef KEYTURN_REDIS_TLS
#define KEYTURN_REDIS_TLS 0
#endif

#include <optional>
#include <string>

KEYTURN_NAMESPACE_BEGIN

/// What a host may choose for `RedisStorage`.
struct RedisOptions {
  std::string host = "127.0.0.1";  ///< Name or address; an IPv6 address without brackets.
  int port = 6379;                 ///< From 1 to 65535.
  std::string unix_socket{};       ///< The path of a socket; if set, host, port and TLS do not count.

  std::string username{};  ///< Of Redis' access control list; empty: the password alone.
  Secret password{};       ///< Empty: no AUTH. Without TLS it is sent as it is.
  int database = 0;        ///< Its number, for SELECT.

  bool tls = false;              ///< 1.2 or later, and the certificate must be the host's. Without `KEYTURN_REDIS_TLS`
                                 ///< every call is `unsupported`.
  std::string ca_file{};         ///< The certificates to trust, a PEM file; empty: those that OpenSSL trusts.
  bool trusted_network = false;  ///< Says that a host that is not this machine may be spoken with without TLS.

  std::string prefix = "keyturn:";            ///< Of all keys and channels.
  std::chrono::milliseconds lease{10'000};    ///< How long a lock lives without its holder.
  std::chrono::milliseconds time_limit{250};  ///< For connecting, and for each command; the search for the address of a
                                              ///< name has limits of its own, those of the system.
  bool watch = true;                          ///< False: `watch` opens no connection and never calls.
};

namespace detail {

/// For error texts.
inline std::string redis_place(const RedisOptions& options) {
  if (!options.unix_socket.empty()) return "Redis at " + options.unix_socket;
  return "Redis at " + options.host + ":" + std::to_string(options.port);
}

inline Error redis_error(const RedisOptions& options, std::string_view why, Errc code = Errc::storage_failed) {
  return {.code = code, .detail = redis_place(options) + ": " + std::string{why}};
}

/// Whether nothing on a network can read along.
inline bool redis_is_local(const RedisOptions& options) {
  if (!options.unix_socket.empty() || options.host == "::1") return true;
  return is_loopback(Origin{.secure = false, .host = options.host, .port = 0});
}

/// Why no call can work with these options.
inline std::optional<Error> redis_problem(const RedisOptions& options) {
  const auto problem = [&](std::string_view why) { return std::optional{redis_error(options, why)}; };
  if (options.unix_socket.empty()) {
    if (options.tls && KEYTURN_REDIS_TLS == 0)
      return redis_error(options, "TLS was asked for, and KEYTURN_REDIS_TLS is not set", Errc::unsupported);
    if (options.host.empty()) return problem("no host is named");
    if (options.port < 1 || options.port > 65535) return problem("this is no port");
    if (!options.tls && !options.trusted_network && !redis_is_local(options))
      return problem(
          "that is another machine, and without TLS everybody on the way can read the tokens; ask for tls, "
          "or say with trusted_network that nobody else is on the way");
  }
  if (options.database < 0) return problem("the number of the database is negative");
  if (options.lease.count() < 1) return problem("the lease must last for a millisecond at least");
  if (options.time_limit.count() < 1) return problem("the time limit must be a millisecond at least");
  if (!options.username.empty() && options.password.empty()) return problem("there is a user name without a password");
  return std::nullopt;
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/builtin/hosted.hpp>
// The platform of desktop and server systems: the system's clocks, its random generator, the standard library's
// threads.
#ifndef KEYTURN_BUILTIN_HOSTED_HPP
#define KEYTURN_BUILTIN_HOSTED_HPP

#include <mutex>

#if defined(_WIN32)
#ifndef NOMINMAX
#error "define NOMINMAX before including keyturn on Windows: its min and max macros break the standard library"
#endif
// It brings windows.h, which by itself would bring an older winsock.h that does not go with it.
#include <winsock2.h>
// The order matters: bcrypt.h needs windows.h.
#include <bcrypt.h>
#else
#include <time.h>
#include <unistd.h>
#if defined(__linux__)
#include <errno.h>
#include <pthread.h>
#include <sys/random.h>
#else
#include <stdlib.h>
#endif
#endif
#if !defined(__linux__)
#include <condition_variable>
#endif

KEYTURN_NAMESPACE_BEGIN

namespace detail {
#if defined(__linux__)
/// What std::condition_variable is; its header alone is a third of what keyturn's take to compile.
class WakeSignal {
 public:
  WakeSignal() {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&condition_, &attributes);
    pthread_condattr_destroy(&attributes);
  }
  WakeSignal(const WakeSignal&) = delete;
  WakeSignal& operator=(const WakeSignal&) = delete;
  ~WakeSignal() { pthread_cond_destroy(&condition_); }

  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) noexcept {
    timespec until{};
    clock_gettime(CLOCK_MONOTONIC, &until);
    const auto nanoseconds = span.count() + until.tv_nsec;
    until.tv_sec += static_cast<time_t>(nanoseconds / 1'000'000'000);
    until.tv_nsec = static_cast<long>(nanoseconds % 1'000'000'000);
    pthread_cond_timedwait(&condition_, mutex.native_handle(), &until);
  }

  void notify_all() noexcept { pthread_cond_broadcast(&condition_); }

 private:
  pthread_cond_t condition_;
};
#else
class WakeSignal {
 public:
  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) {
    std::unique_lock lock{mutex, std::adopt_lock};
    condition_.wait_for(lock, span);
    lock.release();
  }

  void notify_all() noexcept { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};
#endif
}  // namespace detail

/// The default platform. Stateless; every copy is as good as the other.
class Hosted {
 public:
  /// As std::mutex is.
  using Mutex = std::mutex;

  /// As std::condition_variable is, on the steady clock of this platform.
  class Condition {
   public:
    /// Blocks until it is woken, half a minute at most; may wake early. `mutex` is locked by the caller, and again when it
    /// returns.
    void wait(Mutex& mutex) { wait_for(mutex, longest_sleep); }

    /// The same, and wakes at `time` at the latest. The system's waiting clock stands still while the machine sleeps, so a long
    /// wait is cut into slices.
    void wait_until(Mutex& mutex, TimePoint time) {
      wait_for(mutex, std::min(left(time, Hosted{}.now()), longest_sleep));
    }

    /// Wakes all that wait.
    void notify_all() noexcept { signal_.notify_all(); }

   private:
    static constexpr std::chrono::nanoseconds longest_sleep = std::chrono::seconds{30};

    void wait_for(Mutex& mutex, std::chrono::nanoseconds span) { signal_.wait_for(mutex, span); }

    detail::WakeSignal signal_;
  };

  /// A clock that runs on during suspend: CLOCK_BOOTTIME, GetTickCount64 on Windows, in steps of 10 to 16 ms there,
  /// CLOCK_MONOTONIC_RAW's elder CLOCK_MONOTONIC on macOS, which counts sleep there.
  TimePoint now() const noexcept {
#if defined(_WIN32)
    return TimePoint{std::chrono::milliseconds{GetTickCount64()}};
#else
#if defined(CLOCK_BOOTTIME)
    constexpr clockid_t clock = CLOCK_BOOTTIME;
#else
    constexpr clockid_t clock = CLOCK_MONOTONIC;
#endif
    timespec time{};
    clock_gettime(clock, &time);
    return TimePoint{std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec}};
#endif
  }

  /// The time of day of the system.
  WallTime wall() const noexcept {
#if defined(CLOCK_REALTIME_COARSE)
    timespec time{};  // a few milliseconds are nothing to what is measured by it
    clock_gettime(CLOCK_REALTIME_COARSE, &time);
    return WallTime{std::chrono::seconds{time.tv_sec} + std::chrono::milliseconds{time.tv_nsec / 1'000'000}};
#else
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
#endif
  }

  /// From the system's generator; false only where that fails.
  bool random(std::span<std::byte> bytes) const noexcept {
#if defined(_WIN32)
    return BCryptGenRandom(nullptr, reinterpret_cast<PUCHAR>(bytes.data()), static_cast<ULONG>(bytes.size()),
                           BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0;
#elif defined(__linux__)
    for (std::size_t filled = 0; filled < bytes.size();) {
      const ssize_t got = getrandom(bytes.data() + filled, bytes.size() - filled, 0);
      if (got < 0 && errno != EINTR) return false;
      if (got > 0) filled += static_cast<std::size_t>(got);
    }
    return true;
#else
    arc4random_buf(bytes.data(), bytes.size());
    return true;
#endif
  }
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/redis_storage/socket.hpp>
// The socket that a connection to Redis is made of: every wait has a deadline, and another thread can end it.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_SOCKET_HPP
#define KEYTURN_ADAPTERS_REDIS_STORAGE_SOCKET_HPP

#include <algorithm>
#include <cerrno>
#include <memory>
#include <span>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

enum class Waited { ready, late, interrupted };

/// libhiredis has sockets of its own, but those raise SIGPIPE, live on in programs that are started, and count a time
/// limit anew with each piece of an answer.
class RedisSocket {
 public:
  RedisSocket() = default;
  /// `interrupt`: a descriptor that ends every wait when it can be read; -1: none.
  RedisSocket(int fd, int interrupt) : fd_{fd}, interrupt_{interrupt} {}
  RedisSocket(RedisSocket&& other) noexcept
      : fd_{std::exchange(other.fd_, -1)}, interrupt_{std::exchange(other.interrupt_, -1)} {}
  RedisSocket& operator=(RedisSocket other) noexcept {
    std::swap(fd_, other.fd_);
    std::swap(interrupt_, other.interrupt_);
    return *this;
  }
  /// Sends nothing: a child made by fork lets go of its parent's connection in this way.
  ~RedisSocket() {
    if (fd_ >= 0) ::close(fd_);
  }

  /// Connects. `storage_failed` says what went wrong at the last address that was tried.
  static Result<RedisSocket> connect(const RedisOptions& options, int interrupt, TimePoint deadline) {
    return options.unix_socket.empty() ? connect_to_host(options, interrupt, deadline)
                                       : connect_to_path(options, interrupt, deadline);
  }

  /// Waits for `events` of poll(2), until `deadline`.
  Waited wait(short events, TimePoint deadline) const {
    for (;;) {
      pollfd waited[] = {{.fd = fd_, .events = events, .revents = 0},
                         {.fd = interrupt_, .events = POLLIN, .revents = 0}};
      const auto span = std::min(milliseconds_left(deadline, Hosted{}.now()), std::chrono::milliseconds{60'000});
      const int count = ::poll(waited, 2, static_cast<int>(span.count()));
      if (count > 0 && waited[1].revents != 0) return Waited::interrupted;
      if (count > 0) return Waited::ready;
      if (count < 0 && errno != EINTR) return Waited::ready;  // the next call on the socket says what it is
      if (Hosted{}.now() >= deadline) return Waited::late;
    }
  }

  /// As send(2): never SIGPIPE, and -1 with EAGAIN instead of waiting.
  ssize_t send(std::string_view bytes) const {
#if defined(MSG_NOSIGNAL)
    return ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
#else
    return ::send(fd_, bytes.data(), bytes.size(), 0);
#endif
  }

  /// As recv(2), without waiting.
  ssize_t receive(std::span<char> into) const { return ::recv(fd_, into.data(), into.size(), 0); }

  int fd() const { return fd_; }

 private:
  static std::string text_of(int number) { return std::generic_category().message(number); }

  static RedisSocket open(int family, int interrupt) {
    RedisSocket socket{::socket(family, SOCK_STREAM, 0), interrupt};
    if (socket.fd_ < 0) return socket;
    ::fcntl(socket.fd_, F_SETFD, FD_CLOEXEC);
    ::fcntl(socket.fd_, F_SETFL, O_NONBLOCK);
    [[maybe_unused]] constexpr int on = 1;
    if (family != AF_UNIX) ::setsockopt(socket.fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
#if defined(SO_NOSIGPIPE)
    ::setsockopt(socket.fd_, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
    return socket;
  }

  /// Empty: it is connected; else why not.
  std::string try_address(const sockaddr* address, socklen_t size, TimePoint deadline) const {
    if (fd_ < 0) return text_of(errno);
    if (::connect(fd_, address, size) == 0) return {};
    if (errno != EINPROGRESS && errno != EINTR) return text_of(errno);
    switch (wait(POLLOUT, deadline)) {
      case Waited::late:
        return "no connection within the time limit";
      case Waited::interrupted:
        return "interrupted";
      case Waited::ready:
        break;
    }
    int number = 0;
    socklen_t length = sizeof number;
    if (::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &number, &length) != 0) number = errno;
    return number == 0 ? std::string{} : text_of(number);
  }

  static Result<RedisSocket> connect_to_path(const RedisOptions& options, int interrupt, TimePoint deadline) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (options.unix_socket.size() >= sizeof address.sun_path)
      return redis_error(options, "the path is too long for a socket");
    options.unix_socket.copy(address.sun_path, options.unix_socket.size());
    RedisSocket socket = open(AF_UNIX, interrupt);
    const auto why = socket.try_address(reinterpret_cast<const sockaddr*>(&address), sizeof address, deadline);
    if (!why.empty()) return redis_error(options, why);
    return socket;
  }

  static Result<RedisSocket> connect_to_host(const RedisOptions& options, int interrupt, TimePoint deadline) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int number = ::getaddrinfo(options.host.c_str(), std::to_string(options.port).c_str(), &hints, &found);
    if (number != 0) return redis_error(options, ::gai_strerror(number));
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> addresses{found, ::freeaddrinfo};
    std::string why;
    for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
      RedisSocket socket = open(each->ai_family, interrupt);
      why = socket.try_address(each->ai_addr, each->ai_addrlen, deadline);
      if (why.empty()) return socket;
    }
    return redis_error(options, why);
  }

  int fd_ = -1, interrupt_ = -1;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/redis_storage/tls.hpp>
// TLS for a connection to Redis, by OpenSSL; where that is not wanted, something in its place that says so.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_TLS_HPP
#define KEYTURN_ADAPTERS_REDIS_STORAGE_TLS_HPP

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

// <keyturn/adapters/redis_storage/connection.hpp>
// One connection to Redis: a command and its answer, each within the time limit, and no secret left in a buffer.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_CONNECTION_HPP
#define KEYTURN_ADAPTERS_REDIS_STORAGE_CONNECTION_HPP

#include <array>
#include <string>
#include <string_view>
#include <vector>

#if !__has_include(<hiredis/hiredis.h>)
#error "redis.hpp needs hiredis: install libhiredis-dev (Debian)"
#include <stop_here_see_the_error_above>
#endif
#include <hiredis/hiredis.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

struct RedisReplyEnd {
  static void wipe_texts(redisReply& reply) noexcept {
    if (reply.str != nullptr) wipe(reply.str, reply.len);
    for (std::size_t i = 0; i < reply.elements; ++i)
      if (reply.element[i] != nullptr) wipe_texts(*reply.element[i]);
  }
  void operator()(redisReply* reply) const noexcept {
    wipe_texts(*reply);
    freeReplyObject(reply);
  }
};

struct RedisReaderEnd {
  /// What was read of an answer that never became whole.
  static void wipe_read(redisReader& reader) noexcept {
    if (reader.buf != nullptr) wipe(reader.buf, sdsalloc(reader.buf));
    if (reader.reply != nullptr) RedisReplyEnd::wipe_texts(*static_cast<redisReply*>(reader.reply));
  }
  void operator()(redisReader* reader) const noexcept {
    wipe_read(*reader);
    redisReaderFree(reader);
  }
};

/// Wiped when it dies.
using RedisReply = std::unique_ptr<redisReply, RedisReplyEnd>;

inline std::string_view redis_text(const redisReply& reply) {
  return reply.str == nullptr ? std::string_view{} : std::string_view{reply.str, reply.len};
}

/// What Redis said, for people. Some servers repeat the arguments of a command that they do not know.
inline std::string redis_refusal(const redisReply& reply) {
  std::string_view said = redis_text(reply).substr(0, 200);
  said = said.substr(0, said.find(", with args"));
  std::string text{said};
  for (char& c : text)
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
  return text;
}

/// For one thread at a time. After an error it is of no use any more.
class RedisConnection {
 public:
  /// Connects, logs in and selects the database, each within the time limit. `interrupt` as `RedisSocket`.
  static Result<std::unique_ptr<RedisConnection>> open(const RedisOptions& options, int interrupt = -1) {
    auto socket = RedisSocket::connect(options, interrupt, later(Hosted{}.now(), options.time_limit));
    if (!socket) return std::move(socket).error();
    std::unique_ptr<RedisConnection> made{new RedisConnection{options, *std::move(socket)}};
    if (!made->reader_) return redis_error(options, "out of memory");
    if (options.tls && options.unix_socket.empty()) {
      auto tls = RedisTls::begin(options, made->socket_.fd());
      if (!tls) return std::move(tls).error();
      made->tls_ = *std::move(tls);
    }
    if (!options.password.empty()) {
      std::vector<std::string_view> words{"AUTH"};
      if (!options.username.empty()) words.push_back(options.username);
      words.push_back(options.password.view());
      if (auto done = made->ask(words); !done) return std::move(done).error();
    }
    if (options.database != 0) {
      const std::string number = std::to_string(options.database);
      if (auto done = made->ask({{"SELECT", number}}); !done) return std::move(done).error();
    }
    return made;
  }

  /// Sends a command and waits for its answer. An answer that is an error is `storage_failed` with its text, or
  /// `storage_corrupt` where a key holds another kind of value than asked for.
  Result<RedisReply> ask(std::span<const std::string_view> words) {
    const TimePoint deadline = later(Hosted{}.now(), options_.time_limit);
    if (auto done = send(words, deadline); !done) return std::move(done).error();
    auto reply = receive(deadline);
    if (!reply || (*reply)->type != REDIS_REPLY_ERROR) return reply;
    const auto code =
        redis_text(**reply).find("WRONGTYPE") == std::string_view::npos ? Errc::storage_failed : Errc::storage_corrupt;
    return redis_error(options_, std::string{words.front()} + ": " + redis_refusal(**reply), code);
  }
  Result<RedisReply> ask(std::initializer_list<std::string_view> words) {
    return ask(std::span{words.begin(), words.size()});
  }

  /// Sends a command alone.
  Result<void> send(std::span<const std::string_view> words, TimePoint deadline) {
    sent_ = false;
    state_ = State::broken;
    std::vector<const char*> texts;
    std::vector<std::size_t> sizes;
    for (const auto word : words) {
      texts.push_back(word.data() == nullptr ? "" : word.data());
      sizes.push_back(word.size());
    }
    char* command = nullptr;
    const auto size = redisFormatCommandArgv(&command, static_cast<int>(words.size()), texts.data(), sizes.data());
    if (size < 0) return redis_error(options_, "out of memory");
    const std::string_view bytes{command, static_cast<std::size_t>(size)};
    auto done = send_all(bytes, deadline);
    wipe(command, bytes.size());
    redisFreeCommand(command);
    if (!done) return done;
    sent_ = true;
    state_ = State::good;
    return done;
  }

  /// The next thing that the server says.
  Result<RedisReply> receive(TimePoint deadline) {
    state_ = State::broken;
    for (;;) {
      void* reply = nullptr;
      if (redisReaderGetReply(reader_.get(), &reply) != REDIS_OK)
        return redis_error(options_, "what it says is not the protocol of Redis");
      if (reply != nullptr) {
        state_ = State::good;
        wipe_buffer();
        return RedisReply{static_cast<redisReply*>(reply)};
      }
      if (auto more = feed(deadline); !more) return std::move(more).error();
    }
  }

  /// Whether the last command went out whole. If not, it was certainly not carried out.
  bool sent() const { return sent_; }
  /// Whether the last wait ended at its deadline.
  bool late() const { return state_ == State::late; }
  bool interrupted() const { return state_ == State::interrupted; }

  /// Whether nothing has come since the last answer, and so no goodbye either.
  bool usable() const {
    return state_ == State::good && owner_ == ::getpid() && socket_.wait(POLLIN, TimePoint::min()) == Waited::late;
  }

 private:
  enum class State { good, late, interrupted, broken };

  RedisConnection(const RedisOptions& options, RedisSocket socket)
      : options_{options}, socket_{std::move(socket)}, reader_{redisReaderCreate()} {}

  Result<void> wait(short events, TimePoint deadline) {
    switch (socket_.wait(events, deadline)) {
      case Waited::late:
        state_ = State::late;
        return redis_error(options_, sent_ ? "no answer within the time limit" : "it takes nothing in");
      case Waited::interrupted:
        state_ = State::interrupted;
        return redis_error(options_, "interrupted");
      case Waited::ready:
        break;
    }
    return {};
  }

  static bool would_wait(int number) { return number == EAGAIN || number == EWOULDBLOCK || number == EINTR; }

  Error broken(int number) const {
    return redis_error(options_, tls_ ? tls_->why() : std::generic_category().message(number));
  }

  Result<void> send_all(std::string_view bytes, TimePoint deadline) {
    while (!bytes.empty()) {
      const ssize_t count = tls_ ? tls_->send(bytes) : socket_.send(bytes);
      if (count > 0) {
        bytes.remove_prefix(static_cast<std::size_t>(count));
      } else if (count == 0 || !would_wait(errno)) {
        return broken(errno);
      } else if (auto ready = wait(tls_ ? tls_->waits_for() : POLLOUT, deadline); !ready) {
        return ready;
      }
    }
    return {};
  }

  Result<void> feed(TimePoint deadline) {
    std::array<char, 16 * 1024> chunk;
    for (;;) {
      const ssize_t count = tls_ ? tls_->receive(chunk) : socket_.receive(chunk);
      if (count > 0) {
        const auto size = static_cast<std::size_t>(count);
        const int fed = redisReaderFeed(reader_.get(), chunk.data(), size);
        wipe(chunk.data(), size);
        if (fed != REDIS_OK) return redis_error(options_, "out of memory");
        return {};
      }
      if (count == 0) return redis_error(options_, "it closed the connection");
      if (!would_wait(errno)) return broken(errno);
      if (auto ready = wait(tls_ ? tls_->waits_for() : POLLIN, deadline); !ready) return ready;
    }
  }

  /// The reader keeps what it has read. Pieces that it moved while its buffer grew are out of reach.
  void wipe_buffer() {
    if (reader_->pos < reader_->len) return;  // more has come, and will be read
    wipe(reader_->buf, sdsalloc(reader_->buf));
  }

  const RedisOptions& options_;
  RedisSocket socket_;
  std::unique_ptr<RedisTls> tls_;  // null: none
  std::unique_ptr<redisReader, RedisReaderEnd> reader_;
  pid_t owner_ = ::getpid();
  State state_ = State::good;
  bool sent_ = false;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/redis_storage/scripts.hpp>
// The names that a `RedisStorage` gives its keys, and the scripts that change them, each in one step.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_SCRIPTS_HPP
#define KEYTURN_ADAPTERS_REDIS_STORAGE_SCRIPTS_HPP

#include <span>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// The keys of one account, and its channel. What stands in braces decides where a cluster keeps a key, so all of them
/// are in one place; no two accounts share a key.
struct RedisNames {
  RedisNames(std::string_view prefix, std::string_view account)
      : record{std::string{prefix} + '{' + encoded(account) + '}'},
        lock{record + ":lock"},
        aside{record + ":corrupt"},
        channel{record + ":changed"} {}

  std::string record, lock, aside, channel;

 private:
  static std::string encoded(std::string_view account) {
    if (account.empty()) return "%";  // empty braces decide nothing
    std::string text;
    for (const char c : account) {
      if (c == '{')
        text += "%7b";
      else if (c == '}')
        text += "%7d";
      else if (c == '%')
        text += "%25";
      else
        text += c;
    }
    return text;
  }
};

/// As many digits for every number, so that texts compare as numbers do: Lua's own numbers end at 2^53.
inline std::string redis_digits(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  return std::string(20 - digits.size(), '0') + digits;
}

inline std::string redis_hex(std::span<const std::byte> bytes) {
  std::string text;
  for (const std::byte byte : bytes) {
    text += "0123456789abcdef"[std::to_integer<unsigned>(byte) >> 4];
    text += "0123456789abcdef"[std::to_integer<unsigned>(byte) & 15];
  }
  return text;
}

/// The side fields of a record that a script can compare; empty for bytes that are no session record.
struct RedisRecordSide {
  explicit RedisRecordSide(std::string_view record) {
    if (const auto peek = core::peek(record)) {
      session = redis_hex(peek->session_id);
      generation = redis_digits(peek->generation);
    }
  }
  std::string session{}, generation{};
};

// KEYS: the lock. ARGV: our owner value, milliseconds. A second try of the same taker finds its own value.
inline constexpr std::string_view redis_take_script = R"lua(
if redis.call('set', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 'done' end
if redis.call('get', KEYS[1]) == ARGV[1] then
  redis.call('pexpire', KEYS[1], ARGV[2])
  return 'done'
end
return 'held')lua";

// KEYS: the lock. ARGV: our owner value.
inline constexpr std::string_view redis_release_script = R"lua(
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 'lost' end
redis.call('del', KEYS[1])
return 'done')lua";

// KEYS: the lock. ARGV: our owner value, milliseconds.
inline constexpr std::string_view redis_extend_script = R"lua(
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 'lost' end
local left = redis.call('pttl', KEYS[1])
if left >= 0 and left < tonumber(ARGV[2]) then redis.call('pexpire', KEYS[1], ARGV[2]) end
return 'done')lua";

// KEYS: record, lock, aside. ARGV: our owner value or nothing, the record, its session, its generation, the channel,
// who we are. A user who may not publish saves all the same.
inline constexpr std::string_view redis_save_script = R"lua(
if ARGV[1] ~= '' and redis.call('get', KEYS[2]) ~= ARGV[1] then return 'lost' end
local kind = redis.call('type', KEYS[1]).ok
if kind == 'hash' and redis.call('hexists', KEYS[1], 'record') == 1 then
  local old = redis.call('hmget', KEYS[1], 'session', 'generation')
  if ARGV[3] ~= '' and old[1] == ARGV[3] and old[2] and old[2] > ARGV[4] then return 'older' end
elseif kind ~= 'none' then
  redis.call('rename', KEYS[1], KEYS[3])
end
redis.call('hset', KEYS[1], 'record', ARGV[2], 'session', ARGV[3], 'generation', ARGV[4])
redis.pcall('publish', ARGV[5], ARGV[6])
return 'done')lua";

// KEYS: record, lock. ARGV: our owner value or nothing, the channel, who we are.
inline constexpr std::string_view redis_erase_script = R"lua(
if ARGV[1] ~= '' and redis.call('get', KEYS[2]) ~= ARGV[1] then return 'lost' end
if redis.call('del', KEYS[1]) == 1 then redis.pcall('publish', ARGV[2], ARGV[3]) end
return 'done')lua";

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/redis_storage/client.hpp>
// What a `RedisStorage`, its copies, its locks and its watches share: the connections, who they are, what they hold.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_CLIENT_HPP
#define KEYTURN_ADAPTERS_REDIS_STORAGE_CLIENT_HPP

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// 160 bits of the system's generator as text; empty where that fails.
inline std::string redis_random() {
  std::array<std::byte, 20> bytes{};
  return Hosted{}.random(bytes) ? redis_hex(bytes) : std::string{};
}

/// For many threads: each command has a connection to itself, so none stands behind another. A child made by fork
/// begins anew.
class RedisClient {
 public:
  /// Whether a command may be carried out twice, and so sent again when its answer was lost with the connection.
  enum class Repeat { never, harmless };

  explicit RedisClient(RedisOptions options) : options_{std::move(options)} {}
  RedisClient(const RedisClient&) = delete;
  RedisClient& operator=(const RedisClient&) = delete;
  ~RedisClient() { delete process_.load(); }

  const RedisOptions& options() const { return options_; }

  /// Carries out a command, once more on a fresh connection if the first broke and certainly did not carry it out, or
  /// if that is harmless.
  Result<RedisReply> ask(std::span<const std::string_view> words, Repeat repeat) {
    if (auto problem = redis_problem(options_)) return *std::move(problem);
    auto connection = take();
    for (bool again = false;; again = true) {
      if (!connection) {
        auto opened = RedisConnection::open(options_);
        if (!opened) return std::move(opened).error();
        connection = *std::move(opened);
      }
      auto reply = connection->ask(words);
      if (reply) {
        put_back(std::move(connection));
        return reply;
      }
      if (connection->usable()) {  // Redis refused
        put_back(std::move(connection));
        return reply;
      }
      if (again || connection->late() || (connection->sent() && repeat == Repeat::never)) {
        if (connection->sent() && repeat == Repeat::never) reply.error().detail += "; it may have been carried out";
        return reply;
      }
      connection.reset();
    }
  }

  /// Runs a script whose answer is a word.
  Result<std::string> run(std::string_view script, std::initializer_list<std::string_view> keys,
                          std::initializer_list<std::string_view> arguments, Repeat repeat) {
    const std::string count = std::to_string(keys.size());
    std::vector<std::string_view> words{"EVAL", script, count};
    words.insert(words.end(), keys);
    words.insert(words.end(), arguments);
    const auto reply = ask(words, repeat);
    if (!reply) return reply.error();
    if ((*reply)->type != REDIS_REPLY_STRING) return redis_error(options_, "EVAL: its answer is none of a script");
    return std::string{redis_text(**reply)};
  }

  /// What tells us from others; empty where the system has no random numbers.
  std::string id() { return process().id; }

  /// The owner value of the lock of that record that we hold; empty: none.
  std::string held(const std::string& lock) {
    Process& mine = process();
    const std::lock_guard guard{mine.mutex};
    const auto found = mine.held.find(lock);
    return found == mine.held.end() ? std::string{} : found->second;
  }
  void hold(const std::string& lock, const std::string& owner) {
    Process& mine = process();
    const std::lock_guard guard{mine.mutex};
    mine.held.insert_or_assign(lock, owner);
  }
  /// No longer held, unless another owner value of ours has taken its place.
  void let_go(const std::string& lock, const std::string& owner) {
    Process& mine = process();
    const std::lock_guard guard{mine.mutex};
    const auto found = mine.held.find(lock);
    if (found != mine.held.end() && found->second == owner) mine.held.erase(found);
  }

 private:
  static constexpr std::size_t most_idle = 4;

  struct Process {
    const pid_t pid = ::getpid();
    const std::string id = redis_random();
    std::mutex mutex;  // never held while waiting
    std::vector<std::unique_ptr<RedisConnection>> idle;
    std::map<std::string, std::string> held;
    std::unique_ptr<Process> parent;  // of the process that forked this one
  };

  /// This process' part. What a fork copied is left alone, as another thread may have had its mutex; but its
  /// connections are closed where that can be done.
  Process& process() {
    Process* current = process_.load();
    while (current == nullptr || current->pid != ::getpid()) {
      auto made = std::make_unique<Process>();
      made->parent.reset(current);
      if (process_.compare_exchange_strong(current, made.get())) {
        if (const auto& parent = made->parent; parent && parent->mutex.try_lock()) {
          parent->idle.clear();
          parent->mutex.unlock();
        }
        return *made.release();
      }
      (void)made->parent.release();
    }
    return *current;
  }

  std::unique_ptr<RedisConnection> take() {
    Process& mine = process();
    for (;;) {
      std::unique_ptr<RedisConnection> connection;
      {
        const std::lock_guard guard{mine.mutex};
        if (mine.idle.empty()) return nullptr;
        connection = std::move(mine.idle.back());
        mine.idle.pop_back();
      }
      if (connection->usable()) return connection;
    }
  }

  void put_back(std::unique_ptr<RedisConnection> connection) {
    Process& mine = process();
    const std::lock_guard guard{mine.mutex};
    if (mine.idle.size() < most_idle) mine.idle.push_back(std::move(connection));
  }

  const RedisOptions options_;
  std::atomic<Process*> process_{nullptr};
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/redis_storage/lock.hpp>
// The lock of one account in Redis: a lease with an owner value.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_LOCK_HPP
#define KEYTURN_ADAPTERS_REDIS_STORAGE_LOCK_HPP

#include <memory>
#include <string>

#include <time.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Held until it dies, until its lease ends, or, in a process that died, until then. May outlive the storage that made
/// it, and die on any thread; its destructor asks Redis once, within the time limits. In a child made by fork it is
/// empty: the lock stays its parent's.
class RedisLock {
 public:
  RedisLock(RedisLock&&) noexcept = default;
  RedisLock& operator=(RedisLock other) noexcept {
    std::swap(client_, other.client_);
    std::swap(lock_, other.lock_);
    std::swap(owner_, other.owner_);
    std::swap(pid_, other.pid_);
    return *this;
  }
  ~RedisLock() {
    if (!client_ || pid_ != ::getpid()) return;
    client_->let_go(lock_, owner_);
    (void)client_->run(redis_release_script, {lock_}, {owner_}, RedisClient::Repeat::harmless);
  }

  /// From now on the lease holds for `at_least`; one that has longer to go is left as it is. `storage_busy` if it was
  /// lost, and somebody else may hold it; `storage_failed` if Redis cannot be asked. Blocks within the time limits.
  Result<void> extend(std::chrono::milliseconds at_least) {
    if (pid_ != ::getpid()) return lost("the lock belongs to the process that took it");
    const auto done = client_->run(redis_extend_script, {lock_}, {owner_, std::to_string(at_least.count())},
                                   RedisClient::Repeat::harmless);
    if (!done) return done.error();
    if (*done != "done") return lost("the lease was lost");
    return {};
  }

  /// Takes the lock, or gives `storage_busy` after `patience`.
  static Result<RedisLock> take(const std::shared_ptr<RedisClient>& client, const std::string& lock,
                                std::chrono::milliseconds patience) {
    const TimePoint deadline = later(Hosted{}.now(), patience);
    const std::string owner = redis_random();
    if (owner.empty()) return redis_error(client->options(), "the system has no random numbers");
    const std::string lease = std::to_string(client->options().lease.count());
    for (;;) {
      const auto taken = client->run(redis_take_script, {lock}, {owner, lease}, RedisClient::Repeat::harmless);
      if (!taken) return taken.error();
      if (*taken == "done") {
        client->hold(lock, owner);
        return RedisLock{client, lock, owner};
      }
      const auto rest = left(deadline, Hosted{}.now());
      if (rest <= rest.zero())
        return redis_error(client->options(), "another process or client holds " + lock, Errc::storage_busy);
      pause(rest);
    }
  }

 private:
  RedisLock(std::shared_ptr<RedisClient> client, std::string lock, std::string owner)
      : client_{std::move(client)}, lock_{std::move(lock)}, owner_{std::move(owner)} {}

  Error lost(std::string_view why) const { return redis_error(client_->options(), why, Errc::storage_busy); }

  /// 10 to 40 ms, so that those who wait do not come all at once.
  static void pause(std::chrono::nanoseconds at_most) {
    std::array<std::byte, 1> random{};
    (void)Hosted{}.random(random);
    const auto nap = std::chrono::microseconds{10'000 + 120 * std::to_integer<int>(random[0])};
    const timespec span{.tv_sec = 0,
                        .tv_nsec = static_cast<long>(std::min<std::chrono::nanoseconds>(nap, at_most).count())};
    ::nanosleep(&span, nullptr);
  }

  std::shared_ptr<RedisClient> client_;
  std::string lock_, owner_;
  pid_t pid_ = ::getpid();
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/redis_storage/watch.hpp>
// The thread that waits for Redis to say that somebody else has changed a record.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_WATCH_HPP
#define KEYTURN_ADAPTERS_REDIS_STORAGE_WATCH_HPP

#include <memory>
#include <string>
#include <thread>

#include <signal.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Calls until it dies, on a thread of its own; its destructor ends that thread within the time of one callback.
class RedisWatch {
 public:
  RedisWatch(std::shared_ptr<RedisClient> client, std::string channel, Callback<void()> changed) {
    if (!client->options().watch || redis_problem(client->options())) return;
    int ends[2];
    if (::pipe(ends) != 0) return;
    for (const int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
    listener_ = std::make_shared<Listener>(
        Listener{std::move(client), std::move(channel), std::move(changed), RedisSocket{ends[0], -1}, ends[0]});
    stop_ = RedisSocket{ends[1], -1};
    start();
  }
  RedisWatch(RedisWatch&&) noexcept = default;
  RedisWatch& operator=(RedisWatch other) noexcept {
    std::swap(listener_, other.listener_);
    std::swap(stop_, other.stop_);
    std::swap(thread_, other.thread_);
    std::swap(pid_, other.pid_);
    return *this;
  }
  ~RedisWatch() {
    if (!thread_) return;
    if (pid_ != ::getpid()) {  // a fork copied the pipe, but not the thread
      (void)thread_.release();
      return;
    }
    (void)!::write(stop_.fd(), "", 1);
    if (thread_->get_id() == std::this_thread::get_id())  // its own callback ends it
      thread_->detach();
    else
      thread_->join();
  }

 private:
  struct Listener {
    std::shared_ptr<RedisClient> client;
    std::string channel;
    Callback<void()> changed;
    RedisSocket stopped;  // can be read when it is time to end
    int interrupt;

    void run() {
      leave_signals_to_others();
      std::chrono::milliseconds nap{50};
      for (bool first = true;; first = false) {
        auto connection = RedisConnection::open(client->options(), interrupt);
        if (connection && listen(**connection, first)) nap = std::chrono::milliseconds{50};
        if (stopped.wait(POLLIN, later(Hosted{}.now(), nap)) != Waited::late) return;
        nap = std::min(nap * 2, std::chrono::milliseconds{5'000});
      }
    }

    /// Until the connection breaks, or the end; whether there was a subscription. One that is quiet is asked for a sign
    /// of life, as nobody says that a cable was pulled.
    bool listen(RedisConnection& connection, bool first) {
      const auto limit = client->options().time_limit;
      if (!connection.ask({{"SUBSCRIBE", channel}})) return false;
      if (!first) tell();
      for (;;) {
        auto message = connection.receive(later(Hosted{}.now(), quiet));
        if (!message && connection.late()) {
          const TimePoint deadline = later(Hosted{}.now(), limit);
          static constexpr std::string_view ping[] = {"PING"};
          if (connection.send(ping, deadline)) message = connection.receive(deadline);
        }
        if (!message) return true;
        if (is_from_another(**message)) tell();
      }
    }

    bool is_from_another(const redisReply& message) const {
      return message.type == REDIS_REPLY_ARRAY && message.elements == 3 &&
             redis_text(*message.element[0]) == "message" && redis_text(*message.element[2]) != client->id();
    }

    void tell() {
      if (stopped.wait(POLLIN, TimePoint::min()) == Waited::late) drive::shielded([this] { changed(); });
    }

    static void leave_signals_to_others() {
      sigset_t signals;
      ::sigfillset(&signals);
      for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT}) ::sigdelset(&signals, fault);
      ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    }
  };

  static constexpr std::chrono::seconds quiet{10};

  void start() {
    (void)drive::guarded<void>(Errc::unsupported, [this]() -> Result<void> {
      thread_ = std::make_unique<std::thread>([listener = listener_] { listener->run(); });
      return {};
    });
  }

  std::shared_ptr<Listener> listener_;
  RedisSocket stop_;
  std::unique_ptr<std::thread> thread_;
  pid_t pid_ = ::getpid();
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/redis_storage.hpp>
// Keeps session records in a Redis server that the processes of many hosts share.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_HPP
#define KEYTURN_ADAPTERS_REDIS_STORAGE_HPP

#if defined(_WIN32)
#error "RedisStorage does not know Windows yet"
#endif

#include <memory>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// A `SharedStorage` in Redis 4 or later, through libhiredis. POSIX.
///
/// For an account `ada` there are the keys `keyturn:{ada}`, a hash with the record, its session id and its generation;
/// `keyturn:{ada}:lock`, while somebody holds the lock; `keyturn:{ada}:corrupt`, the last thing that was in the record's
/// place and no record, which a save moved aside; and the channel `keyturn:{ada}:changed`. Braces and percent signs in
/// the name of an account are percent-encoded.
///
/// The lock is a lease: it ends by itself, so that a holder that died keeps nobody out. It keeps refreshes from being
/// sent twice; what is stored is safe without it. A save or erase of a holder checks, in the same step, that the lease
/// is still its own, and a save that the stored record of that session is not newer: else it changes nothing and gives
/// `storage_busy`.
///
/// What a lease cannot promise: a holder that stands still for longer than the lease (a paused virtual machine, a
/// stopped process) between looking at it and the arrival of its request at the auth server may send a refresh while
/// the next holder does too. A server that knows the intent's key answers both, and nothing is lost. A server that
/// takes every second use of a refresh token for theft ends the session. Where that matters and one host is enough,
/// `FileStorage` has a lock that cannot expire.
///
/// What Redis must be set to: `appendonly yes`, with `appendfsync always` if not even a power cut may lose a rotation
/// (with `everysec` the last second can go, and with it the newest pair); `maxmemory-policy noeviction`, as an evicted
/// record is a logout; one primary, asked directly, as a replica may still have the old record. Redirections of a
/// cluster are not followed. A failover to a replica that lacks the last writes can bring an old record back and give
/// one lock to two holders. Use a password: whoever can write these keys can log others out, and whoever can read them
/// has their tokens (`SealedStorage` keeps these secret).
///
/// Every call may block for `RedisOptions::time_limit` to connect, and as long for each command (AUTH, SELECT, its
/// own), `lock` for its patience as well. A command is sent a second time only where it was certainly not carried out,
/// or does no harm twice; a save whose answer was lost is `storage_failed`. Errors, besides those that the calls name:
/// `storage_failed` if Redis cannot be reached, is late or refuses, or if an option makes no sense; `unsupported` for
/// TLS without `KEYTURN_REDIS_TLS`. Their texts name the server and what it said.
///
/// Copies share connections, locks and identity: they are one user. All calls may be made from many threads; none waits
/// for another. Construction does nothing and cannot fail. In a child made by fork the storage has connections of its
/// own, and holds none of its parent's locks.
class RedisStorage {
 public:
  /// Held until it dies, on any thread, or until the lease ends. `extend(at_least)` makes it hold for so long from now on:
  /// `storage_busy` if the lease was lost, `storage_failed` if that cannot be known; blocks as the calls do.
  using Lock = detail::RedisLock;
  /// Listens until it dies; see `watch`.
  using Watch = detail::RedisWatch;

  /// Does nothing yet: connections are made when they are needed.
  explicit RedisStorage(RedisOptions options = {})
      : client_{std::make_shared<detail::RedisClient>(std::move(options))} {}

  /// Needs no lock. `storage_corrupt` if the key holds something else than a save puts there.
  Result<std::optional<Secret>> load(std::string_view account) {
    const auto names = names_of(account);
    const std::string_view words[] = {"HGETALL", names.record};
    const auto reply = client_->ask(words, Repeat::harmless);
    if (!reply) return reply.error();
    const redisReply& fields = **reply;
    if (fields.type != REDIS_REPLY_ARRAY)
      return detail::redis_error(client_->options(), "HGETALL: its answer is no hash");
    if (fields.elements == 0) return std::optional<Secret>{};
    for (std::size_t i = 0; i + 1 < fields.elements; i += 2)
      if (detail::redis_text(*fields.element[i]) == "record")
        return std::optional<Secret>{Secret{detail::redis_text(*fields.element[i + 1])}};
    return detail::redis_error(client_->options(), names.record + " has no record in it", Errc::storage_corrupt);
  }

  /// When it returns, Redis has the new record. `storage_busy`, with nothing changed, if this storage had taken the
  /// lock and the lease was lost, or if the stored record of the same session has a higher generation.
  Result<void> save(std::string_view account, const Secret& record) {
    const auto names = names_of(account);
    const detail::RedisRecordSide side{record.view()};
    return outcome(client_->run(
        detail::redis_save_script, {names.record, names.lock, names.aside},
        {client_->held(names.lock), record.view(), side.session, side.generation, names.channel, client_->id()},
        Repeat::never));
  }

  /// Removes the record, whatever it is; one that was moved aside stays. `storage_busy` as `save`.
  Result<void> erase(std::string_view account) {
    const auto names = names_of(account);
    return outcome(client_->run(detail::redis_erase_script, {names.record, names.lock},
                                {client_->held(names.lock), names.channel, client_->id()}, Repeat::never));
  }

  /// The one lock of that account, among all that share the server. Tries again every 10 to 40 ms, on the steady clock,
  /// and gives `storage_busy` after `patience`; 0: tries once. Held for `RedisOptions::lease`, or as long as
  /// `Lock::extend` asks for. Not needed for `load`, `save` and `erase`.
  Result<Lock> lock(std::string_view account, std::chrono::milliseconds patience) {
    return Lock::take(client_, names_of(account).lock, patience);
  }

  /// Calls `changed` when somebody else has saved or erased that record, on a thread of its own, until the `Watch` dies;
  /// its destructor waits for a call that is running, unless it is made from inside that call. After a lost connection
  /// it connects again, in 50 ms to 5 s, and calls once, as something may have been missed. Begins to listen in the
  /// background; a storage whose options make no sense is never heard of. `changed` must not throw.
  [[nodiscard]] Watch watch(std::string_view account, Callback<void()> changed) {
    return Watch{client_, names_of(account).channel, std::move(changed)};
  }

 private:
  using Repeat = detail::RedisClient::Repeat;

  detail::RedisNames names_of(std::string_view account) const { return {client_->options().prefix, account}; }

  Result<void> outcome(const Result<std::string>& word) const {
    const auto busy = [this](std::string_view why) {
      return detail::redis_error(client_->options(), why, Errc::storage_busy);
    };
    if (!word) return word.error();
    if (*word == "lost") return busy("nothing was changed, as the lease was lost");
    if (*word == "older") return busy("nothing was saved, as the stored record of this session is newer");
    return {};
  }

  std::shared_ptr<detail::RedisClient> client_;
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/redis.hpp>
// The umbrella with everything of core.hpp and the storage in Redis.
#ifndef KEYTURN_REDIS_HPP
#define KEYTURN_REDIS_HPP

#endif
