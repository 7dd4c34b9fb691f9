// The checks on what drives an asynchronous transport and its client: `poll` and `wake_after`.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_DRIVING_HPP
#define KEYTURN_TESTING_CHECK_TRANSPORT_DRIVING_HPP

#include <keyturn/testing/check_transport/async_use.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

class TransportDriving {
 public:
  explicit TransportDriving(AsyncUse use) : use_{std::move(use)} {}

  void run(CheckReport& report) const {
    if (use_.polled()) {
      report.run("poll does not block", [&](Findings& f) { no_block(f); });
      report.run("poll says when to call again", [&](Findings& f) { when(f); });
      report.run("completions come inside poll or send", [&](Findings& f) { inside(f); });
    }
    if (use_.waking()) {
      report.run("wake_after does not call early", [&](Findings& f) { not_early(f); });
      report.run("wake_after calls once", [&](Findings& f) { once(f); });
      report.run("wake_after calls in time", [&](Findings& f) { in_time(f); });
    }
  }

 private:
  /// Says nothing until the other side closes.
  static void silence(LoopbackConnection& connection) {
    if (connection.read()) connection.wait_for_close(at_the_latest);
  }

  void no_block(Findings& f) const {
    LoopbackServer server{silence};
    Request request = request_to(server, "/no-block");
    request.timeout = too_late;
    const auto outcome = use_.start(std::move(request));
    use_.wait_until([&] { return !server.requests().empty(); }, in_good_time);
    const TimePoint start = Hosted{}.now();
    for (int i = 0; i < 20; ++i) use_.poll();
    f.expect(Hosted{}.now() - start < std::chrono::seconds{1},
             "while a server was silent, 20 calls of poll took more than 1 s");
    static_cast<void>(use_.wait_for(*outcome));
  }

  void when(Findings& f) const {
    LoopbackServer server{silence};
    Request request = request_to(server, "/when");
    request.timeout = soon * 3;
    const auto outcome = use_.start(std::move(request));
    const auto open = use_.poll();
    if (!use_.look([&] { return outcome->done; })) {
      f.expect(open.has_value(), "poll gave nothing while a call was open");
      f.expect(!open || *open <= soon * 3, "poll gave a time beyond the timeout of an open call");
    }
    static_cast<void>(use_.wait_for(*outcome));
    const TimePoint end = later(Hosted{}.now(), too_late);
    auto idle = use_.poll();
    while (idle && Hosted{}.now() < end) idle = use_.poll();
    f.expect(!idle, "poll asked to be called again for 1.5 s when no call was open");
  }

  void inside(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    for (int i = 0; i < 20; ++i) {
      const auto outcome = use_.start(request_to(server, "/inside"));
      static_cast<void>(use_.wait_for(*outcome));
      f.expect(!outcome->in_the_open, "a call was completed outside of poll and send");
    }
  }

  /// How often the work of `wake_after` was called, and how long after.
  struct Calls {
    std::mutex mutex;
    std::vector<std::chrono::nanoseconds> after;
    std::size_t count() {
      const std::lock_guard lock{mutex};
      return after.size();
    }
  };
  std::shared_ptr<Calls> wake_after(std::chrono::milliseconds delay) const {
    const auto calls = std::make_shared<Calls>();
    use_.wake_after(delay, [calls, start = Hosted{}.now()] {
      const std::lock_guard lock{calls->mutex};
      calls->after.push_back(Hosted{}.now() - start);
    });
    return calls;
  }

  void not_early(Findings& f) const {
    std::vector<std::pair<std::chrono::milliseconds, std::shared_ptr<Calls>>> all;
    for (const std::chrono::milliseconds delay : {soon * 2, soon, soon / 100, soon})
      all.emplace_back(delay, wake_after(delay));
    use_.wait_until(
        [&] { return std::all_of(all.begin(), all.end(), [](auto& each) { return each.second->count() > 0; }); },
        at_the_latest);
    for (const auto& [delay, calls] : all)
      if (calls->count() > 0)
        f.expect(calls->after.front() >= delay,
                 "work for after " + std::to_string(delay.count()) + " ms was called after " +
                     std::to_string(calls->after.front() / std::chrono::milliseconds{1}));
  }

  void once(Findings& f) const {
    const auto calls = wake_after(soon / 2);
    use_.wait_until([&] { return calls->count() > 0; }, in_good_time);
    use_.pass(soon * 2);
    f.expect(calls->count() == 1, "the work was called " + std::to_string(calls->count()) + " times");
  }

  void in_time(Findings& f) const {
    use_.pass(soon * 3);  // so that it idles
    const auto calls = wake_after(soon * 4);
    f.expect(use_.wait_until([&] { return calls->count() > 0; }, at_the_latest),
             "work for after 400 ms was not called within 2 s");
  }

  AsyncUse use_;
};

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
