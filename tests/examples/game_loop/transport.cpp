#define BOOST_TEST_MODULE game_loop_transport
#include "game_loop/transport.hpp"

#include <keyturn/testing.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <future>
#include <thread>

using namespace keyturn;
using keyturn::example::game_loop::FrameTransport;

namespace {

// The checks call a transport that blocks: a thread plays the game, and each call waits for its answer.
struct Waiting {
  Result<Response> send(const Request& request) {
    std::promise<Result<Response>> answer;
    transport.send(request, [&answer](Result<Response> result) { answer.set_value(std::move(result)); });
    return answer.get_future().get();
  }
  ~Waiting() {
    over = true;
    frames.join();
  }

  FrameTransport transport;
  std::atomic<bool> over{false};
  std::thread frames{[this] {
    while (!over) {
      const auto next = transport.poll();
      if (next != std::chrono::milliseconds{0}) std::this_thread::sleep_for(std::chrono::microseconds{200});
    }
  }};
};

}  // namespace

BOOST_AUTO_TEST_CASE(keeps_to_the_concept) {
  Waiting waiting;
  const auto report = testing::check_transport(waiting);
  BOOST_TEST(static_cast<bool>(report), report.text());
}
