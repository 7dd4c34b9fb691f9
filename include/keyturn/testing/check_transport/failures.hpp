// The checks on how a transport fails: limits, answers cut off, servers that cannot be reached, and time.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_FAILURES_HPP
#define KEYTURN_TESTING_CHECK_TRANSPORT_FAILURES_HPP

#include <keyturn/testing/check_transport/expectations.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

/// A port at which nobody accepts and the queue is full, so that a connection is neither made nor refused.
class FullPort {
 public:
  FullPort() {
    while (!full_ && sockets_.size() < 64) {
      const Socket socket = listener_.connect();
      if (socket == no_socket) return;
      sockets_.push_back(socket);
      full_ = !wait_for_socket(socket, POLLOUT, std::chrono::milliseconds{20});
    }
  }
  FullPort(const FullPort&) = delete;
  FullPort& operator=(const FullPort&) = delete;
  ~FullPort() {
    for (const Socket socket : sockets_) close_socket(socket);
  }

  /// False where the system does not do that.
  bool full() const { return full_; }
  std::string url() const { return "http://127.0.0.1:" + listener_.port() + "/"; }

 private:
  Listener listener_{0};
  std::vector<Socket> sockets_;
  bool full_ = false;
};

class TransportFailures {
 public:
  explicit TransportFailures(Sender send) : send_{std::move(send)} {}

  void run(CheckReport& report) const {
    report.run("a body of max_response bytes comes", [&](Findings& f) { at_limit(f); });
    report.run("a body over max_response is bad_answer", [&](Findings& f) { over_limit(f); });
    report.run("an endless body ends at max_response", [&](Findings& f) { endless_body(f); });
    report.run("an endless header ends", [&](Findings& f) { endless_header(f); });
    report.run("an answer that is cut off is never an answer", [&](Findings& f) { cut_off(f); });
    report.run("a connection closed without an answer is no_answer", [&](Findings& f) { closed(f); });
    report.run("a refused connection is not_sent", [&](Findings& f) { refused(f); });
    report.run("a name without an address is not_sent", [&](Findings& f) { unknown_name(f); });
    report.run("time runs while it connects", [&](Findings& f) { no_connection(f); });
    report.run("time runs while it sends", [&](Findings& f) { unread_request(f); });
    report.run("time runs while it waits for an answer", [&](Findings& f) { silence(f); });
    report.run("time runs while a header trickles in", [&](Findings& f) { slow_header(f); });
    report.run("time runs while a body trickles in", [&](Findings& f) { slow_body(f); });
    report.run("time runs while on_data is called", [&](Findings& f) { slow_data(f); });
    report.run("an answer that comes in time is waited for", [&](Findings& f) { late_answer(f); });
    report.run("after failures the next request works", [&](Findings& f) { works_again(f); });
  }

 private:
  static std::vector<std::string> in_every_way(const std::string& body) {
    return {answer_with(200, body),
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n" + body.substr(0, 1) + "\r\n" +
                hexadecimal(body.size() - 1) + "\r\n" + body.substr(1) + "\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body};
  }

  static std::string hexadecimal(std::size_t number) {
    std::string digits;
    for (; number > 0; number /= 16) digits.insert(digits.begin(), "0123456789abcdef"[number % 16]);
    return digits;
  }

  Result<Response> send_limited(const LoopbackServer& server, std::size_t limit) const {
    Request request = request_to(server);
    request.max_response = limit;
    return send_(request);
  }

  void at_limit(Findings& f) const {
    const std::string body(1000, 'b');
    for (const std::string& bytes : in_every_way(body)) {
      LoopbackServer server{once_only(bytes)};
      expect_body(f, send_limited(server, 1000), body);
    }
  }

  void over_limit(Findings& f) const {
    for (const std::string& bytes : in_every_way(std::string(1001, 'b'))) {
      LoopbackServer server{once_only(bytes)};
      expect_error(f, send_limited(server, 1000), Errc::bad_answer, "for a body one byte over the limit");
    }
  }

  static constexpr std::size_t far_too_much = 24u << 20;  // beyond what the system's buffers take in

  /// Sends `head`, and `piece` over and over; `written` says how much of it went out.
  static LoopbackServer::Script endless(std::string head, std::string piece, std::atomic<std::size_t>& written) {
    return [head = std::move(head), piece = std::move(piece), &written](LoopbackConnection& connection) {
      if (!connection.read() || !connection.write(head)) return;
      while (written < far_too_much && connection.write(piece)) written += piece.size();
    };
  }

  void endless_body(Findings& f) const {
    std::atomic<std::size_t> written{0};
    LoopbackServer server{endless("HTTP/1.1 200 OK\r\n\r\n", std::string(65'536, 'e'), written)};
    expect_error(f, send_limited(server, 1000), Errc::bad_answer, "for an endless body");
    f.expect(written < far_too_much, "the body was taken in to its end before the limit counted");
  }

  void endless_header(Findings& f) const {
    std::atomic<std::size_t> written{0};
    std::string lines;
    while (lines.size() < 65'536) lines += "X-Filler: one more line, and another one is to follow\r\n";
    LoopbackServer server{endless("HTTP/1.1 200 OK\r\n", lines, written)};
    const auto answer = send_limited(server, 1000);
    f.expect(!answer, "for an endless header came " + describe(answer));
    f.expect(written < far_too_much, "the header was taken in without a limit");
  }

  void cut_off(Findings& f) const {
    const std::string known = "HTTP/1.1 200 OK\r\nX-Name: value\r\nContent-Length: 4\r\n\r\nbody";
    const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nbod\r\n1\r\ny\r\n0\r\n";
    // the last chunk of 0 bytes makes it whole, not the empty line behind it (RFC 9112, section 8)
    for (const std::string& whole : {known, chunked}) {
      LoopbackServer server{[&](LoopbackConnection& connection) {
        if (connection.read()) connection.write(std::string_view{whole}.substr(0, cut_at(connection.request())));
      }};
      for (std::size_t size = 1; size < whole.size(); ++size) {
        const auto answer = send_(request_to(server, "/" + std::to_string(size)));
        const bool right =
            !answer && (answer.error().code == Errc::no_answer || answer.error().code == Errc::bad_answer);
        f.expect(right, "after " + std::to_string(size) + " of " + std::to_string(whole.size()) + " bytes came " +
                            describe(answer));
      }
    }
  }

  static std::size_t cut_at(const ReceivedRequest& request) {
    return std::strtoul(request.target.c_str() + 1, nullptr, 10);
  }

  void closed(Findings& f) const {
    LoopbackServer closing{[](LoopbackConnection& connection) { static_cast<void>(connection.read()); }};
    expect_error(f, send_(post_to(closing, "text")), Errc::no_answer, "when the server closed");
    LoopbackServer resetting{[](LoopbackConnection& connection) {
      if (connection.read()) connection.reset();
    }};
    expect_error(f, send_(post_to(resetting, "text")), Errc::no_answer, "when the server reset the connection");
  }

  static std::string url_of_nobody() {
    const LoopbackServer server{[](LoopbackConnection&) {}};
    return server.url();
  }

  Request request_for(std::string url, std::chrono::milliseconds timeout) const {
    return {.url = std::move(url), .auth = Auth::none, .timeout = timeout, .max_response = 1000};
  }

  void refused(Findings& f) const {
    expect_error(f, send_(request_for(url_of_nobody(), in_good_time)), Errc::not_sent, "at a port where nobody is");
  }

  void unknown_name(Findings& f) const {
    // a name that no one can have (RFC 6761, section 6.4)
    const auto answer = send_(request_for("http://name.invalid/", too_late));
    if (answer) return f.skip("this network gives every name an address");
    if (answer.error().code == Errc::timed_out) return f.skip("nobody answered in time what address the name has");
    expect_error(f, answer, Errc::not_sent, "for a name without an address");
  }

  /// Expects that `request`, which has little time, times out while it still matters.
  void expect_timeout(Findings& f, Request request) const {
    request.timeout = soon;
    const TimePoint start = Hosted{}.now();
    const auto answer = send_(request);
    const auto took = Hosted{}.now() - start;
    expect_error(f, answer, Errc::timed_out, "with a timeout of 100 ms");
    f.expect(took < too_late, "with a timeout of 100 ms it took more than 1.5 s");
  }

  void no_connection(Findings& f) const {
    const FullPort port;
    if (!port.full()) return f.skip("this system keeps no connection waiting");
    expect_timeout(f, request_for(port.url(), soon));
  }

  void unread_request(Findings& f) const {
    LoopbackServer server{[](LoopbackConnection& connection) {
      connection.stall(at_the_latest);
      connection.reset();  // nothing less ends a transport that goes on sending
    }};
    const auto make = []() -> Reader {  // in memory it would take time to copy
      return [left = far_too_much](std::span<char> into) mutable {
        const std::size_t size = std::min(left, into.size());
        left -= size;
        std::fill_n(into.begin(), size, 'u');
        return size;
      };
    };
    expect_timeout(f, post_to(server, Body::stream(make, far_too_much), "/unread"));
  }

  void silence(Findings& f) const {
    LoopbackServer server{[](LoopbackConnection& connection) {
      if (connection.read()) connection.wait_for_close(at_the_latest);
    }};
    expect_timeout(f, request_to(server, "/silence"));
  }

  /// Sends `head`, and then `piece` every few milliseconds.
  static LoopbackServer::Script trickle(std::string head, std::string piece) {
    return [head = std::move(head), piece = std::move(piece)](LoopbackConnection& connection) {
      if (!connection.read() || !connection.write(head)) return;
      const TimePoint end = later(Hosted{}.now(), at_the_latest);
      while (Hosted{}.now() < end && !connection.wait_for_close(std::chrono::milliseconds{5}) &&
             connection.write(piece)) {
      }
    };
  }

  void slow_header(Findings& f) const {
    LoopbackServer server{trickle("HTTP/1.1 200 OK\r\n", "X-Slow: yes\r\n")};
    expect_timeout(f, request_to(server, "/slow-header"));
  }

  void slow_body(Findings& f) const {
    LoopbackServer server{trickle("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", "b")};
    expect_timeout(f, request_to(server, "/slow-body"));
  }

  void slow_data(Findings& f) const {
    LoopbackServer server{trickle("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", "b")};
    Request request = request_to(server, "/slow-data");
    request.on_data = [](std::string_view) { return true; };
    expect_timeout(f, request);
  }

  void late_answer(Findings& f) const {
    LoopbackServer server{[](LoopbackConnection& connection) {
      if (!connection.read() || connection.wait_for_close(soon * 3)) return;
      connection.write(answer_with(200, "late"));
    }};
    expect_body(f, send_(request_to(server, "/late")), "late");
  }

  void works_again(Findings& f) const {
    static_cast<void>(send_(request_for(url_of_nobody(), in_good_time)));
    LoopbackServer server{[](LoopbackConnection& connection) {
      while (connection.read()) {
        if (connection.request().target == "/close") return;
        if (connection.request().target == "/wait") connection.wait_for_close(at_the_latest);
        connection.write(answer_with(200, "the right one"));
      }
    }};
    static_cast<void>(send_(request_to(server, "/close")));
    static_cast<void>(send_limited(server, 3));
    Request request = request_to(server, "/wait");
    request.timeout = soon;
    static_cast<void>(send_(request));
    expect_body(f, send_(request_to(server)), "the right one");
  }

  Sender send_;
};

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
