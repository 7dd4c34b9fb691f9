// HTTP as a game engine has it: requests begin at once, and go on a little in each frame, on the game's own thread.
#ifndef KEYTURN_EXAMPLES_GAME_LOOP_TRANSPORT_HPP
#define KEYTURN_EXAMPLES_GAME_LOOP_TRANSPORT_HPP

#include <keyturn/core.hpp>

#include <chrono>
#include <memory>
#include <optional>

namespace keyturn::example::game_loop {

// A keyturn::AsyncTransport on Boost.Asio and Boost.Beast, for plain HTTP to this machine. A connection for each
// request; no redirects, no second tries. `send` may be called on any thread, `poll` on one at a time: there all
// completions run. When it dies, requests under way end with `no_answer`.
class FrameTransport {
 public:
  FrameTransport();
  ~FrameTransport();
  FrameTransport(FrameTransport&&) noexcept;
  FrameTransport& operator=(FrameTransport&&) noexcept;

  void send(Request request, Completion<Response> done);

  // Does what the sockets allow, for a small share of a frame at most. When to call again at the latest.
  std::optional<std::chrono::milliseconds> poll();

  // How many requests have no result yet.
  unsigned under_way() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace keyturn::example::game_loop

#endif
