// One connection to Redis: a command and its answer, each within the time limit, and no secret left in a buffer.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_CONNECTION_HPP
#define KEYTURN_ADAPTERS_REDIS_STORAGE_CONNECTION_HPP

#include <keyturn/adapters/redis_storage/socket.hpp>
#include <keyturn/adapters/redis_storage/tls.hpp>

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
