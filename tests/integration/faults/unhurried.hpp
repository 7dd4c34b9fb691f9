// The system's clocks and random generator, without the waiting: whoever waits for a moment is there at once.
#ifndef KEYTURN_TESTS_INTEGRATION_FAULTS_UNHURRIED_HPP
#define KEYTURN_TESTS_INTEGRATION_FAULTS_UNHURRIED_HPP

#include <keyturn/keyturn.hpp>

#include <memory>

namespace faults {

// Copies share the time that was leapt over. For clients that one thread uses: nobody else could wake it.
class Unhurried : public keyturn::Hosted {
 public:
  class Condition {
   public:
    explicit Condition(Unhurried& platform) : leapt_{platform.leapt_} {}
    void wait(Mutex&) {}
    void wait_until(Mutex&, keyturn::TimePoint time) { *leapt_ += keyturn::left(time, Hosted{}.now() + *leapt_); }
    void notify_all() noexcept {}

   private:
    std::shared_ptr<std::chrono::nanoseconds> leapt_;
  };

  keyturn::TimePoint now() const { return Hosted::now() + *leapt_; }
  keyturn::WallTime wall() const { return Hosted::wall() + std::chrono::floor<std::chrono::milliseconds>(*leapt_); }
  void leap(std::chrono::nanoseconds span) { *leapt_ += span; }

 private:
  std::shared_ptr<std::chrono::nanoseconds> leapt_ = std::make_shared<std::chrono::nanoseconds>(0);
};

}  // namespace faults

#endif
