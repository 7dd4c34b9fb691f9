// The checks on how an asynchronous transport completes: once, from whatever place, with nothing held up meanwhile.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_COMPLETING_HPP
#define KEYTURN_TESTING_CHECK_TRANSPORT_COMPLETING_HPP

#include <keyturn/testing/check_transport/async_use.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

class TransportCompleting {
 public:
  explicit TransportCompleting(AsyncUse use) : use_{std::move(use)} {}

  void run(CheckReport& report) const {
    report.run("send does not wait for the answer", [&](Findings& f) { no_wait(f); });
    report.run("a call is completed once", [&](Findings& f) { once(f); });
    report.run("a call whose time is over is completed once", [&](Findings& f) { once_in_time(f); });
    report.run("a call that on_data stops is completed once", [&](Findings& f) { once_stopped(f); });
    report.run("many calls at once get their own answers", [&](Findings& f) { many(f); });
    report.run("a completion may send", [&](Findings& f) { from_inside(f); });
    report.run("many completions may send", [&](Findings& f) { many_from_inside(f); });
    if (use_.polled()) return;
    report.run("a completion may wait for another thread's send", [&](Findings& f) { no_lock(f); });
    report.run("a transport that idles is woken by a send", [&](Findings& f) { woken(f); });
  }

 private:
  void no_wait(Findings& f) const {
    Happening returned;
    std::atomic<bool> in_time{false};
    LoopbackServer server{[&](LoopbackConnection& connection) {
      if (!connection.read()) return;
      in_time = returned.wait(too_late);
      connection.write(answer_with(200, ""));
    }};
    const auto outcome = use_.start(request_to(server, "/no-wait"));
    returned.happened();
    expect_status(f, use_.wait_for(*outcome), 200);
    f.expect(in_time, "send returned only after the answer");
  }

  /// Starts a call, and counts how often the transport completes it until long after its end.
  Result<Response> expect_one_completion(Findings& f, Request request, std::string_view what) const {
    auto [outcome, done] = use_.prepare();
    const Completion<Response> witness = done;
    use_.start(std::move(request), std::move(done));
    const bool ended = use_.wait_until([&] { return witness.calls() > 0; }, in_good_time);
    f.expect(ended, std::string{what} + " was not completed");
    use_.pass(soon * 2);
    f.expect(witness.calls() < 2, std::string{what} + " was completed more than once");
    return use_.look([&, &ended_as = *outcome] { return ended_as.result; });
  }

  void once(Findings& f) const {
    LoopbackServer server{always(answer_with(200, "text"))};
    expect_status(f, expect_one_completion(f, request_to(server, "/once"), "a call with an answer"), 200);
    LoopbackServer closing{[](LoopbackConnection& connection) { static_cast<void>(connection.read()); }};
    expect_error(f, expect_one_completion(f, post_to(closing, "text", "/once"), "a call without an answer"),
                 Errc::no_answer, "when the server closed");
    expect_status(f, use_.send_and_wait(request_to(server, "/once")), 200);  // and nobody else holds the completion
  }

  void once_in_time(Findings& f) const {
    LoopbackServer server{[](LoopbackConnection& connection) {
      if (!connection.read()) return;
      connection.wait_for_close(soon * 2);
      connection.write(answer_with(200, "late"));
    }};
    Request request = request_to(server, "/once-in-time");
    request.timeout = soon;
    expect_error(f, expect_one_completion(f, std::move(request), "a call past its timeout"), Errc::timed_out,
                 "with a timeout of 100 ms");
  }

  void once_stopped(Findings& f) const {
    LoopbackServer server{always(answer_with(200, std::string(1u << 20, 's')))};
    Request request = request_to(server, "/once-stopped");
    request.on_data = [](std::string_view) { return false; };
    expect_error(f, expect_one_completion(f, std::move(request), "a call that on_data stopped"), Errc::cancelled,
                 "when on_data returned false");
  }

  /// Answers each request with its target.
  static void echo(LoopbackConnection& connection) {
    while (connection.read())
      if (!connection.write(answer_with(200, connection.request().target))) return;
  }

  void many(Findings& f) const {
    LoopbackServer server{echo};
    std::vector<std::shared_ptr<const AsyncOutcome>> outcomes;
    for (int i = 0; i < 200; ++i) outcomes.push_back(use_.start(request_to(server, "/many/" + std::to_string(i))));
    const auto all = [&] {
      return std::all_of(outcomes.begin(), outcomes.end(), [](const auto& outcome) { return outcome->done; });
    };
    f.expect(use_.wait_until(all, in_good_time), "not all of 200 calls were completed");
    for (std::size_t i = 0; i < outcomes.size(); ++i)
      expect_body(f, use_.look([&] { return outcomes[i]->result; }), "/many/" + std::to_string(i));
  }

  void from_inside(Findings& f) const {
    LoopbackServer server{echo};
    std::shared_ptr<const AsyncOutcome> inner;
    const auto outer = use_.start(request_to(server, "/outer"),
                                  [&, request = request_to(server, "/inner")] { inner = use_.start(request); });
    expect_body(f, use_.wait_for(*outer), "/outer");
    if (f.expect(inner != nullptr, "the outer call was not completed")) expect_body(f, use_.wait_for(*inner), "/inner");
  }

  /// Sends the next call of a chain from inside the completion of the one before.
  struct Link {
    struct Chain {
      AsyncUse use;
      Request request;
      std::atomic<int> left{100}, ended{0}, answered{0};
    };
    std::shared_ptr<Chain> chain;

    void operator()(const Result<Response>& result) const {
      if (result) ++chain->answered;
      if (chain->left-- > 0) chain->use.start(chain->request, Completion<Response>{Link{chain}});
      ++chain->ended;
    }
  };

  void many_from_inside(Findings& f) const {
    LoopbackServer server{echo};
    const auto chain = std::shared_ptr<Link::Chain>{new Link::Chain{use_, request_to(server, "/chain")}};
    for (int i = 0; i < 4; ++i) use_.start(chain->request, Completion<Response>{Link{chain}});
    use_.wait_until([&] { return chain->ended == 104; }, in_good_time);
    f.expect(chain->answered == 104, std::to_string(chain->answered) +
                                         " of 104 calls, most of them sent from inside completions, were answered");
  }

  void no_lock(Findings& f) const {
    LoopbackServer server{echo};
    Happening returned;
    bool in_time = false;
    std::shared_ptr<const AsyncOutcome> second;
    std::thread other;
    const auto first = use_.start(request_to(server, "/no-lock"), [&] {
      other = std::thread{[&] {
        second = use_.start(request_to(server, "/no-lock/2"));
        returned.happened();
      }};
      in_time = returned.wait(too_late);
    });
    expect_body(f, use_.wait_for(*first), "/no-lock");
    if (!f.expect(other.joinable(), "the call was not completed")) return;
    other.join();
    f.expect(in_time, "a thread could not send while a completion ran");
    expect_body(f, use_.wait_for(*second), "/no-lock/2");
  }

  void woken(Findings& f) const {
    LoopbackServer server{echo};
    expect_status(f, use_.send_and_wait(request_to(server)), 200);
    use_.pass(soon * 3);
    const TimePoint start = Hosted{}.now();
    expect_status(f, use_.send_and_wait(request_to(server, "/woken")), 200);
    f.expect(Hosted{}.now() - start < too_late, "after 300 ms without a call, the next took more than 1.5 s");
  }

  AsyncUse use_;
};

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
