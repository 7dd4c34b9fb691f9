// Long work: done on a thread of its own, while this one shows that it goes on.
#ifndef KEYTURN_EXAMPLES_CONSOLE_BUSY_HPP
#define KEYTURN_EXAMPLES_CONSOLE_BUSY_HPP

#include "console/screen.hpp"

#include <chrono>
#include <functional>
#include <future>
#include <utility>

namespace keyturn::example::console {

// For one thread.
class Busy {
 public:
  // `leave` ends the program at once; it is called if somebody who sits there presses Ctrl-C twice during the work.
  Busy(Screen& screen, bool by_hand, std::function<void()> leave)
      : screen_{screen}, by_hand_{by_hand}, leave_{std::move(leave)} {}

  template <class Work>
  auto wait_for(Work work) {
    auto running = std::async(std::launch::async, std::move(work));
    watch([&running](std::chrono::milliseconds time) { return running.wait_for(time) == std::future_status::ready; });
    return running.get();
  }

 private:
  void watch(const std::function<bool(std::chrono::milliseconds)>& done);

  Screen& screen_;
  bool by_hand_;
  std::function<void()> leave_;
};

}  // namespace keyturn::example::console

#endif
