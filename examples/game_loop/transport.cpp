#include "game_loop/transport.hpp"

#include "game_loop/exchange.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace keyturn::example::game_loop {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

// However much arrives, the frame must be drawn: what is left comes in the next one.
constexpr std::chrono::microseconds share_of_frame{400};

// Sockets cannot say when they will be ready: who waits between two calls looks again soon.
constexpr std::chrono::milliseconds next_look{1};

}  // namespace

struct FrameTransport::Parts {
  std::atomic<unsigned> under_way{0};
  asio::io_context io;
  asio::executor_work_guard<asio::io_context::executor_type> stay{io.get_executor()};  // also with nothing to do
};

FrameTransport::FrameTransport() : parts_{std::make_unique<Parts>()} {}
FrameTransport::~FrameTransport() = default;
FrameTransport::FrameTransport(FrameTransport&&) noexcept = default;
FrameTransport& FrameTransport::operator=(FrameTransport&&) noexcept = default;

void FrameTransport::send(Request request, Completion<Response> done) {
  auto exchange = std::make_shared<Exchange>(parts_->io, parts_->under_way, std::move(request), std::move(done));
  asio::post(parts_->io, [exchange = std::move(exchange)] { exchange->start(); });
}

std::optional<std::chrono::milliseconds> FrameTransport::poll() {
  const auto end = Clock::now() + share_of_frame;
  while (parts_->io.poll_one() > 0)
    if (Clock::now() >= end) return std::chrono::milliseconds{0};
  if (under_way() == 0) return std::nullopt;
  return next_look;
}

unsigned FrameTransport::under_way() const { return parts_->under_way; }

}  // namespace keyturn::example::game_loop
