// The network between hosts and servers, and the transports of the clients.
#ifndef KEYTURN_SIMULATION_NETWORK_HPP
#define KEYTURN_SIMULATION_NETWORK_HPP

#include "protocol.hpp"
#include "world.hpp"

namespace simulation {

/// What a server answers, before it is text.
struct Answer {
  bool nothing = false;  // there is none: the request did not get through
  int status = 0, retry_after = 0, lives = -1;
  const char* text = "";
  Token access{}, refresh{};
  bool has_tokens = false, has_refresh = false;
};

/// A request on its way, and its answer.
struct Message {
  enum class To : unsigned char { api, login, refresh, logout, abroad } to{};
  int process = -1;
  unsigned life = 0, call = 0, copies = 1;
  std::optional<Token> token{};  // that it carries or presents, or that its login has begun
  std::uint64_t key = 0;
  bool wrong_password = false;
  Time sent = 0, timeout = 0;
  bool rotated = false;   // the server has, for this one
  bool answered = false;  // an answer is there, or never will be
  bool given_up = false;  // nobody waits any more
  Answer answer{};
  std::optional<keyturn::Errc> error{};  // instead of an answer
  bool cut = false, portal = false;
  bool slept = false;  // who waits for the answer has, and its lease may have lapsed; or drops it
  unsigned sleeps = 0;
  keyturn::Callback<void()> arrived{};  // called once, outside all fibers

  const char* name() const;
  /// What it has rotated may be unknown to its client.
  void trouble();
};

/// Sends it; `arrived` is called when there is an answer, or an error, or when `timeout` is over.
Message* post(const keyturn::Request& request, keyturn::Callback<void()> arrived);
/// What there is of an answer to it.
keyturn::Result<keyturn::Response> collect(Message& message);
/// The process is gone: nobody waits for its messages.
void abandon_messages(int process);

/// Of the host app: which of its calls the fiber makes at present, so that its requests can be told apart.
struct CallSeen {
  unsigned session = 0;
  unsigned sends = 0;
  Token token{};  // that it went out with last
  int last_status = 0;
  bool repeatable = true, bare = false;
  Time began = 0;
};
CallSeen& call_seen(unsigned call);

struct BlockingTransport {
  keyturn::Result<keyturn::Response> send(const keyturn::Request& request);
};

/// The thread of a process that polls.
struct Loop {
  Fiber* fiber = nullptr;
  bool kicked = false, over = false, polling = false;
  void kick() {
    kicked = true;
    if (fiber != nullptr) world->scheduler.wake(fiber);
  }
};

/// For a loop that polls.
class PolledTransport {
 public:
  explicit PolledTransport(Loop* loop) : loop_{loop} {}
  void send(keyturn::Request request, keyturn::Completion<keyturn::Response> done);
  std::optional<std::chrono::milliseconds> poll();

 private:
  struct Sent {
    Message* message;
    keyturn::Completion<keyturn::Response> done;
  };
  std::vector<Sent> sent_{};
  Loop* loop_;
};

/// Completes on a thread of its own, which keeps time as well.
class ThreadedTransport {
 public:
  explicit ThreadedTransport(int process);
  void send(keyturn::Request request, keyturn::Completion<keyturn::Response> done);
  void wake_after(std::chrono::milliseconds delay, keyturn::Callback<void()> work);

 private:
  struct Inside {
    int process;
    std::vector<keyturn::Callback<void()>> work{};
    Fiber* thread = nullptr;
    bool over = false;
  };
  static void run(Inside& inside);
  static void push(Inside& inside, keyturn::Callback<void()> work);

 public:
  /// Ends the thread when the transport goes.
  struct Owner {
    Inside* inside;
    explicit Owner(Inside* in) : inside{in} {}
    Owner(Owner&& other) noexcept : inside{std::exchange(other.inside, nullptr)} {}
    ~Owner();
  };

 private:
  Owner owner_;
};

}  // namespace simulation

#endif
