#include "game_loop/poll_meter.hpp"

#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <thread>

namespace keyturn::example::game_loop {

std::chrono::nanoseconds PollMeter::longest() const {
  return times_.empty() ? std::chrono::nanoseconds{0} : *std::max_element(times_.begin(), times_.end());
}

std::chrono::nanoseconds PollMeter::percentile(double share) const {
  if (times_.empty()) return {};
  auto times = times_;
  const auto at = times.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(times.size() - 1));
  std::nth_element(times.begin(), at, times.end());
  return *at;
}

bool PollMeter::sees_waits() {
  PollMeter meter;
  meter.measure([] {});
  const bool quiet = meter.waits() == 0;
  meter.measure([] { std::this_thread::sleep_for(std::chrono::milliseconds{1}); });
  return quiet && meter.waits() > 0;
}

PollMeter::Sample PollMeter::sample() {
  Sample sample;
  timespec time{};
  if (::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0)
    sample.processor = std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec};
#if defined(RUSAGE_THREAD)
  rusage usage{};
  if (::getrusage(RUSAGE_THREAD, &usage) == 0) {
    sample.waits = usage.ru_nvcsw;
    sample.pages_read = usage.ru_majflt;
  }
#endif
  return sample;
}

void PollMeter::note(const Sample& before, const Sample& after) {
  times_.push_back(after.processor - before.processor);
  const bool read_program = after.pages_read != before.pages_read;
  (read_program ? waits_for_program_ : waits_) += after.waits - before.waits;
}

}  // namespace keyturn::example::game_loop
