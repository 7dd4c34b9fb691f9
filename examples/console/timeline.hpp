// A picture of many calls at once, one lane a thread: who waits, who renews the token, who calls when.
#ifndef KEYTURN_EXAMPLES_CONSOLE_TIMELINE_HPP
#define KEYTURN_EXAMPLES_CONSOLE_TIMELINE_HPP

#include "console/wire.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace keyturn::example::console {

// Safe on many threads while it records.
class Timeline {
 public:
  using Clock = std::chrono::steady_clock;

  void add_call(int number, Clock::time_point began, Clock::time_point ended);  // on the thread that called
  void add(const Exchange& exchange);

  // SVG, without scripts. Shows the threads that renewed and `most_others` of the rest, evenly chosen.
  std::string draw(std::size_t most_others) const;

 private:
  struct Lane {
    int number = 0;
    std::thread::id thread;
    Clock::time_point began, ended;
    std::vector<Exchange> exchanges;
    bool renews() const;
  };
  class Picture;

  std::vector<Lane> lanes() const;

  mutable std::mutex mutex_;
  std::vector<Lane> calls_;
  std::vector<Exchange> exchanges_;
};

}  // namespace keyturn::example::console

#endif
