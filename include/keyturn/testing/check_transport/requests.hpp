// The checks on what a transport sends: method, target, headers and bodies arrive as given, and nothing else does.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_REQUESTS_HPP
#define KEYTURN_TESTING_CHECK_TRANSPORT_REQUESTS_HPP

#include <keyturn/testing/check_transport/expectations.hpp>

#include <algorithm>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

class TransportRequests {
 public:
  explicit TransportRequests(Sender send) : send_{std::move(send)} {}

  void run(CheckReport& report) const {
    report.run("the method arrives", [&](Findings& f) { method(f); });
    report.run("path and query arrive", [&](Findings& f) { target(f); });
    report.run("the host arrives", [&](Findings& f) { host(f); });
    report.run("headers arrive", [&](Findings& f) { headers(f); });
    report.run("no header is added that changes the meaning", [&](Findings& f) { no_headers(f); });
    report.run("cookies are not kept", [&](Findings& f) { no_cookies(f); });
    report.run("a body may hold any byte", [&](Findings& f) { body(f, every_byte()); });
    report.run("a large body arrives", [&](Findings& f) { body(f, std::string(1u << 20, 'b')); });
    report.run("a POST without a body arrives", [&](Findings& f) { empty_post(f); });
    report.run("a HEAD is answered without a body", [&](Findings& f) { head(f); });
    report.run("a streamed body of known length arrives", [&](Findings& f) { known_stream(f); });
    report.run("a streamed body of unknown length arrives", [&](Findings& f) { unknown_stream(f); });
    report.run("a body that can be read once is read once", [&](Findings& f) { once_body(f); });
    report.run("nothing waits for 100 Continue", [&](Findings& f) { no_expect(f); });
  }

 private:
  static std::string shown(const std::optional<std::string_view>& value) {
    return value ? '"' + std::string{*value} + '"' : "nothing";
  }

  void method(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    for (const char* name : {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
      Request request = request_to(server);
      request.method = name;
      expect_status(f, send_(request), 200);
      f.expect(server.last().method == name, std::string{name} + " arrived as " + server.last().method);
    }
  }

  void target(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    for (const std::string_view text : {"/", "/a/b.c", "/a%20b/%C3%A4;v=1//c?x=1&y=%2F&empty=&x=2", "/?q=a+b"}) {
      expect_status(f, send_(request_to(server, text)), 200);
      f.expect(server.last().target == text, std::string{text} + " arrived as " + server.last().target);
    }
  }

  void host(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    expect_status(f, send_(request_to(server)), 200);
    f.expect(server.last().headers.get("Host") == server.authority(),
             "Host was " + shown(server.last().headers.get("Host")));
  }

  void headers(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    Request request = post_to(server, "{}");
    request.headers.add("Authorization", "Bearer " + std::string(3000, 'a'));
    request.headers.add("Content-Type", "application/json");
    request.headers.add("X-Repeated", "first");
    request.headers.add("X-Repeated", "second");
    request.headers.add("X-Marks", "a b;c=\"d\", e:f");
    expect_status(f, send_(request), 200);
    std::vector<Header> sent{request.headers.begin(), request.headers.end()}, arrived;
    for (const Header& field : server.last().headers)
      if (request.headers.get(field.name)) arrived.push_back(field);
    // Only the order of fields of one name has a meaning (RFC 9110, section 5.3).
    for (auto* fields : {&sent, &arrived})
      std::stable_sort(fields->begin(), fields->end(),
                       [](const Header& a, const Header& b) { return a.name < b.name; });
    f.expect(arrived == sent, std::to_string(arrived.size()) + " of " + std::to_string(sent.size()) +
                                  " headers arrived, or one was changed");
  }

  void no_headers(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    for (const Request& request : {request_to(server), post_to(server, "text")}) {
      expect_status(f, send_(request), 200);
      for (const char* name :
           {"Authorization", "Proxy-Authorization", "Cookie", "Content-Type", "Content-Encoding", "Range",
            "If-None-Match", "If-Modified-Since", "If-Match", "Upgrade", "Idempotency-Key", "Origin"})
        f.expect(!server.last().headers.get(name), request.method + " had a header " + name);
    }
  }

  void no_cookies(Findings& f) const {
    LoopbackServer server{always(answer_with(200, "", "Set-Cookie: session=1; Path=/\r\n"))};
    for (int i = 0; i < 2; ++i) expect_status(f, send_(request_to(server)), 200);
    f.expect(!server.last().headers.get("Cookie"), "a cookie of one answer went out with the next request");
  }

  void body(Findings& f, std::string bytes) const {
    LoopbackServer server{always(answer_with(200, ""))};
    expect_status(f, send_(post_to(server, bytes)), 200);
    expect_arrived(f, server, bytes);
  }

  static void expect_arrived(Findings& f, const LoopbackServer& server, std::string_view bytes) {
    const std::string arrived = server.last().body;
    f.expect(arrived == bytes, "the body arrived with " + std::to_string(arrived.size()) + " bytes and was not the " +
                                   std::to_string(bytes.size()) + " bytes that were given");
  }

  void empty_post(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    expect_status(f, send_(post_to(server, Body{})), 200);
    expect_arrived(f, server, "");
    f.expect(server.last().headers.get("Content-Length") == "0", "Content-Length was not 0 (RFC 9110, section 8.6)");
  }

  void head(Findings& f) const {
    LoopbackServer server{always("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")};
    Request request = request_to(server);
    request.method = "HEAD";
    request.timeout = too_late;
    if (const auto answer = send_(request); expect_status(f, answer, 200))
      f.expect(answer->body.empty(), "a body came from nowhere");
  }

  /// Gives `text` in pieces of odd sizes.
  static Reader pieces(std::string text) {
    return [text = std::move(text), at = std::size_t{0}, step = std::size_t{1}](std::span<char> into) mutable {
      const std::size_t size = std::min({into.size(), text.size() - at, step});
      std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(at), size, into.begin());
      at += size;
      step = step * 3 % 1000 + 1;
      return size;
    };
  }

  void known_stream(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    const std::string text = every_byte(50'000);
    expect_status(f, send_(post_to(server, Body::stream([&] { return pieces(text); }, text.size()))), 200);
    expect_arrived(f, server, text);
    f.expect(server.last().headers.get("Content-Length") == std::to_string(text.size()),
             "the length that was known did not go out as Content-Length");
  }

  void unknown_stream(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    const std::string text = every_byte(50'000);
    expect_status(f, send_(post_to(server, Body::stream([&] { return pieces(text); }))), 200);
    expect_arrived(f, server, text);
  }

  void once_body(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    const std::string text(50'000, 'o');
    expect_status(f, send_(post_to(server, Body::once(pieces(text), text.size()))), 200);
    expect_arrived(f, server, text);
  }

  void no_expect(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    expect_status(f, send_(post_to(server, std::string(1u << 20, 'b'))), 200);
    f.expect(!server.last().headers.get("Expect"), "the request had a header Expect");
  }

  Sender send_;
};

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
