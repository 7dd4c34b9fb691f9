// The system's clocks, as far on as the test wants them.
#ifndef KEYTURN_TESTS_INTEGRATION_SHIFTED_HPP
#define KEYTURN_TESTS_INTEGRATION_SHIFTED_HPP

#include <keyturn/builtin/hosted.hpp>

#include <atomic>
#include <memory>

namespace integration {

// How far they are on; copies share it.
class Time {
 public:
  void advance(std::chrono::seconds span) { *offset_ += span.count(); }
  std::chrono::seconds offset() const { return std::chrono::seconds{*offset_}; }

 private:
  std::shared_ptr<std::atomic<long long>> offset_ = std::make_shared<std::atomic<long long>>(0);
};

// The platform with these clocks.
struct Shifted : keyturn::Hosted {
  // Waits on the clock that the test has moved.
  class Condition {
   public:
    explicit Condition(Shifted& platform) : time_{platform.time} {}
    void wait(Mutex& mutex) { condition_.wait(mutex); }
    void wait_until(Mutex& mutex, keyturn::TimePoint until) { condition_.wait_until(mutex, until - time_.offset()); }
    void notify_all() noexcept { condition_.notify_all(); }

   private:
    Time time_;
    Hosted::Condition condition_;
  };

  Time time;
  keyturn::TimePoint now() const { return Hosted::now() + time.offset(); }
  keyturn::WallTime wall() const { return Hosted::wall() + time.offset(); }
};

}  // namespace integration

#endif
