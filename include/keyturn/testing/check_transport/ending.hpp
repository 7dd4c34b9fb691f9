// The checks on what an asynchronous transport leaves behind when it is destroyed: nothing.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_ENDING_HPP
#define KEYTURN_TESTING_CHECK_TRANSPORT_ENDING_HPP

#include <keyturn/testing/check_transport/async_use.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

/// Destroys a transport in the middle of its work, once, and looks at that from several sides.
class TransportEnding {
 public:
  /// Without a transport of its own it skips the checks.
  TransportEnding(std::optional<AsyncUse> use, Callback<void()> destroy)
      : use_{std::move(use)}, destroy_{std::move(destroy)} {}

  void run(CheckReport& report) const {
    const auto seen = use_ ? end() : nullptr;
    const auto check = [&](const char* name, bool Seen::*met, const char* otherwise) {
      report.run(name, [&](Findings& f) {
        if (!seen) return f.skip("the transport was not handed over; std::move it into check_transport");
        f.expect((*seen).*met, otherwise);
      });
    };
    check("its destructor waits for no server", &Seen::quick,
          "with silent servers the destructor took more than 1.5 s");
    check("its destructor ends every call", &Seen::complete, "calls were still open when the destructor had returned");
    check("nothing is called after its destruction", &Seen::silent,
          "on_data, a completion or the work of wake_after was called after the destruction");
  }

 private:
  struct Seen {
    bool quick = false, complete = false, silent = false;
  };

  std::shared_ptr<const Seen> end() const {
    auto seen = std::make_shared<Seen>();
    LoopbackServer silent{[](LoopbackConnection& connection) {
      if (connection.read()) connection.wait_for_close(at_the_latest * 2);
    }};
    LoopbackServer talking{[](LoopbackConnection& connection) {
      if (!connection.read() || !connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")) return;
      const TimePoint end = later(Hosted{}.now(), at_the_latest * 2);
      while (Hosted{}.now() < end && !connection.wait_for_close(std::chrono::milliseconds{5}) &&
             connection.write("b")) {
      }
    }};
    const auto after = std::make_shared<std::atomic<int>>(0);  // what was called, of what may be called before
    std::vector<std::shared_ptr<const AsyncOutcome>> outcomes;
    for (int i = 0; i < 40; ++i) {
      Request request = request_to(i % 8 == 0 ? talking : silent, "/ending");
      request.timeout = at_the_latest;
      request.on_data = [after](std::string_view) { return ++*after > 0; };
      outcomes.push_back(use_->start(std::move(request), [after] { ++*after; }));
    }
    if (use_->waking()) use_->wake_after(soon * 5, [after] { ++*after; });
    use_->wait_until([&] { return *after > 0; }, in_good_time);

    const TimePoint start = Hosted{}.now();
    destroy_();
    seen->quick = Hosted{}.now() - start < too_late;
    seen->complete = use_->look([&] {
      return std::all_of(outcomes.begin(), outcomes.end(), [](const auto& outcome) { return outcome->done; });
    });
    const int called = *after;
    static_cast<void>(Happening{}.wait(soon * 8));  // nothing may
    seen->silent = *after == called;
    return seen;
  }

  std::optional<AsyncUse> use_;
  Callback<void()> destroy_;
};

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
