// The system's clocks, moved on for several processes at once by a number in a file that all of them have mapped.
#ifndef KEYTURN_TESTS_PROCESSES_MOVED_CLOCK_HPP
#define KEYTURN_TESTS_PROCESSES_MOVED_CLOCK_HPP

#include <keyturn/keyturn.hpp>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <memory>
#include <string>
#include <system_error>

namespace processes {

// Copies share the mapping. Safe for many threads and processes.
class MovedTime {
 public:
  // Makes the file if it is not there. Throws std::system_error.
  explicit MovedTime(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) throw std::system_error{errno, std::generic_category(), path};
    void* const place = ::ftruncate(file, sizeof(long long)) == 0
                            ? ::mmap(nullptr, sizeof(long long), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
                            : MAP_FAILED;
    const int number = errno;
    ::close(file);
    if (place == MAP_FAILED) throw std::system_error{number, std::generic_category(), path};
    seconds_.reset(static_cast<long long*>(place), [](long long* at) { ::munmap(at, sizeof *at); });
  }

  void advance(std::chrono::seconds span) { std::atomic_ref{* seconds_} += span.count(); }
  std::chrono::seconds offset() const { return std::chrono::seconds{std::atomic_ref{*seconds_}.load()}; }

 private:
  std::shared_ptr<long long> seconds_;
};

// The platform of a client whose time is moved. Waits last no longer for it than they would by the system's clock.
struct Moved : keyturn::Hosted {
  class Condition {
   public:
    explicit Condition(Moved& platform) : time_{platform.time} {}
    void wait(Mutex& mutex) { condition_.wait(mutex); }
    void wait_until(Mutex& mutex, keyturn::TimePoint until) { condition_.wait_until(mutex, until - time_.offset()); }
    void notify_all() noexcept { condition_.notify_all(); }

   private:
    MovedTime time_;
    Hosted::Condition condition_;
  };

  explicit Moved(MovedTime moved) : time{std::move(moved)} {}

  MovedTime time;
  keyturn::TimePoint now() const { return Hosted::now() + time.offset(); }
  keyturn::WallTime wall() const { return Hosted::wall() + time.offset(); }
};

}  // namespace processes

#endif
