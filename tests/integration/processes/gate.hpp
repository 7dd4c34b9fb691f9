// Stops one request inside the server until the test lets it go.
#ifndef KEYTURN_TESTS_PROCESSES_GATE_HPP
#define KEYTURN_TESTS_PROCESSES_GATE_HPP

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace processes {

class Gate {
 public:
  enum class Place {
    nowhere,
    work,    // the request has come, and nothing was done yet
    answer,  // all is done, and the answer has not left
  };

  // The next request that comes to this place stays there.
  void close(Place place) {
    const std::lock_guard lock{mutex_};
    closed_ = place;
  }
  bool is_closed(Place place) {
    const std::lock_guard lock{mutex_};
    return closed_ == place;
  }

  void wait_until_held() {
    std::unique_lock lock{mutex_};
    BOOST_REQUIRE_MESSAGE(changed_.wait_for(lock, std::chrono::minutes{1}, [&] { return held_; }), "nobody came");
  }

  void open() {
    const std::lock_guard lock{mutex_};
    closed_ = Place::nowhere;
    held_ = false;
    changed_.notify_all();
  }

  // For the server's threads.
  void pass(Place here) {
    std::unique_lock lock{mutex_};
    if (closed_ != here) return;
    closed_ = Place::nowhere;
    held_ = true;
    changed_.notify_all();
    changed_.wait(lock, [&] { return !held_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  Place closed_ = Place::nowhere;
  bool held_ = false;
};

}  // namespace processes

#endif
