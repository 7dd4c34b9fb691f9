// The checks on how often and from where a transport sends: never twice by itself, and for many threads at once.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_SENDING_HPP
#define KEYTURN_TESTING_CHECK_TRANSPORT_SENDING_HPP

#include <keyturn/testing/check_transport/expectations.hpp>

#include <condition_variable>

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

class TransportSending {
 public:
  explicit TransportSending(Sender send) : send_{std::move(send)} {}

  void run(CheckReport& report) const {
    report.run("at_most_once takes a fresh connection", [&](Findings& f) { fresh(f); });
    report.run("a request without an answer is not sent again", [&](Findings& f) { no_second_try(f); });
    report.run("a POST on a kept connection that dies is not sent again", [&](Findings& f) { dead_connection(f); });
    report.run("at_most_once is sent once", [&](Findings& f) { at_most_once(f); });
    report.run("an answer that says later is not asked again", [&](Findings& f) { busy_server(f); });
    report.run("calls of several threads run at once", [&](Findings& f) { at_once(f); });
    report.run("each thread gets its own answer", [&](Findings& f) { own_answers(f); });
  }

 private:
  static void expect_sent_once(Findings& f, const LoopbackServer& server, std::string_view what) {
    const auto requests = server.requests();
    const auto count = std::count_if(requests.begin(), requests.end(),
                                     [](const ReceivedRequest& request) { return request.target == "/counted"; });
    f.expect(count == 1, std::string{what} + " went out " + std::to_string(count) + " times");
  }

  void fresh(Findings& f) const {
    LoopbackServer server{always(answer_with(200, "text"))};
    expect_status(f, send_(request_to(server)), 200);
    Request request = post_to(server, "text");
    request.at_most_once = true;
    expect_status(f, send_(request), 200);
    f.expect(server.last().connection != 1, "it went out on the connection of an earlier request");
  }

  /// Answers what is not counted, and closes the connection when the counted request has come.
  static void close_when_counted(LoopbackConnection& connection) {
    while (connection.read() && connection.request().target != "/counted")
      if (!connection.write(answer_with(200, "text"))) return;
  }

  void no_second_try(Findings& f) const {
    for (const char* method : {"GET", "POST", "PUT", "DELETE"}) {
      LoopbackServer server{close_when_counted};
      Request request = request_to(server, "/counted");
      request.method = method;
      static_cast<void>(send_(request));
      expect_sent_once(f, server, method);
    }
  }

  void dead_connection(Findings& f) const {
    LoopbackServer server{close_when_counted};
    expect_status(f, send_(request_to(server)), 200);
    static_cast<void>(send_(post_to(server, "text", "/counted")));
    expect_sent_once(f, server, "a POST");
  }

  void at_most_once(Findings& f) const {
    for (const char* method : {"GET", "POST"}) {
      LoopbackServer server{close_when_counted};
      expect_status(f, send_(request_to(server)), 200);
      Request request = request_to(server, "/counted");
      request.method = method;
      request.at_most_once = true;
      static_cast<void>(send_(request));
      expect_sent_once(f, server, std::string{method} + " with at_most_once");
    }
  }

  void busy_server(Findings& f) const {
    for (const int status : {408, 425, 429, 500, 502, 503, 504}) {
      LoopbackServer server{always(answer_with(status, "", "Retry-After: 0\r\n"))};
      static_cast<void>(send_(request_to(server, "/counted")));
      expect_sent_once(f, server, "after a " + std::to_string(status) + ", a GET");
    }
  }

  static constexpr int threads = 4;

  /// Calls `work(index)` on several threads at once.
  template <class F>
  static void on_threads(F&& work) {
    std::vector<std::thread> running;
    for (int i = 0; i < threads; ++i) running.emplace_back([&work, i] { work(i); });
    for (auto& thread : running) thread.join();
  }

  void at_once(Findings& f) const {
    std::mutex mutex;
    std::condition_variable changed;
    int there = 0;
    bool given_up = false;
    LoopbackServer server{[&](LoopbackConnection& connection) {
      if (!connection.read()) return;
      {
        std::unique_lock lock{mutex};
        ++there;
        changed.notify_all();
        if (!changed.wait_for(lock, at_the_latest, [&] { return there == threads || given_up; })) given_up = true;
      }
      connection.write(answer_with(200, ""));
    }};
    on_threads([&](int) { static_cast<void>(send_(request_to(server))); });
    const std::lock_guard lock{mutex};
    f.expect(!given_up, "while one call waited for its answer, another did not go out");
  }

  void own_answers(Findings& f) const {
    LoopbackServer server{[](LoopbackConnection& connection) {
      while (connection.read())
        if (!connection.write(answer_with(200, connection.request().target + connection.request().body))) return;
    }};
    std::atomic<int> wrong{0};
    on_threads([&](int index) {
      for (int i = 0; i < 20; ++i) {
        const std::string target = "/" + std::to_string(index) + "/" + std::to_string(i);
        const auto answer = send_(post_to(server, "-body" + std::to_string(index), target));
        if (!answer || answer->body != target + "-body" + std::to_string(index)) ++wrong;
      }
    });
    f.expect(wrong == 0, std::to_string(wrong) + " of 80 calls got another answer than theirs");
  }

  Sender send_;
};

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
