// The checks on what a transport makes of an answer: status, headers, every way in which a body may come, and on_data.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_ANSWERS_HPP
#define KEYTURN_TESTING_CHECK_TRANSPORT_ANSWERS_HPP

#include <keyturn/testing/check_transport/expectations.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

class TransportAnswers {
 public:
  explicit TransportAnswers(Sender send) : send_{std::move(send)} {}

  void run(CheckReport& report) const {
    report.run("every status is an answer", [&](Findings& f) { every_status(f); });
    report.run("an answer that has no body ends with its header", [&](Findings& f) { no_body(f); });
    report.run("a body of known length comes", [&](Findings& f) { known_length(f); });
    report.run("a body in chunks comes", [&](Findings& f) { chunks(f); });
    report.run("a body until the connection closes comes", [&](Findings& f) { until_close(f); });
    report.run("interim answers are skipped", [&](Findings& f) { interim(f); });
    report.run("a redirect is handed back", [&](Findings& f) { redirect(f); });
    report.run("headers come as they were sent", [&](Findings& f) { headers(f); });
    report.run("what is no HTTP is bad_answer", [&](Findings& f) { no_http(f); });
    report.run("on_data gets the bodies of 2xx answers", [&](Findings& f) { data(f); });
    report.run("on_data gets no other bodies", [&](Findings& f) { other_data(f); });
    report.run("on_data gets bytes as they arrive", [&](Findings& f) { early_data(f); });
    report.run("on_data that returns false is cancelled", [&](Findings& f) { stopped_data(f); });
  }

 private:
  void every_status(Findings& f) const {
    for (const int status : {200, 201, 202, 204, 206, 226, 300, 304, 400, 401, 403, 404,
                             408, 409, 418, 422, 429, 451, 500, 501, 502, 503, 504, 599}) {
      const bool bare = status == 204 || status == 304;
      LoopbackServer server{
          always(bare ? "HTTP/1.1 " + std::to_string(status) + " Text\r\n\r\n"
                      : answer_with(status, "text", status == 401 ? "WWW-Authenticate: Bearer\r\n" : ""))};
      const auto answer = send_(request_to(server));
      if (expect_status(f, answer, status))
        f.expect(answer->body == (bare ? "" : "text"), "the body of " + std::to_string(status) + " was lost");
    }
  }

  void no_body(Findings& f) const {
    LoopbackServer server{always("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n")};
    Request request = request_to(server);
    request.timeout = too_late;
    expect_status(f, send_(request), 304);
  }

  void known_length(Findings& f) const {
    const std::string bytes = every_byte(100'000);
    LoopbackServer server{always(answer_with(200, bytes))};
    expect_body(f, send_(request_to(server)), bytes);
  }

  void chunks(Findings& f) const {
    LoopbackServer server{
        always("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
               "5\r\nfirst\r\n1;name=\"value\"\r\n,\r\n00A\r\n0123456789\r\n0\r\nX-Trailer: yes\r\n\r\n")};
    expect_body(f, send_(request_to(server)), "first,0123456789");
    expect_body(f, send_(request_to(server)), "first,0123456789");  // and the connection is where it should be
  }

  void until_close(Findings& f) const {
    for (const char* head : {"HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\n"}) {
      LoopbackServer server{once_only(head + std::string{"all that there is"})};
      expect_body(f, send_(request_to(server)), "all that there is");
    }
  }

  void interim(Findings& f) const {
    LoopbackServer server{always("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" +
                                 answer_with(200, "after interim answers"))};
    const auto answer = send_(request_to(server));
    if (expect_body(f, answer, "after interim answers"))
      f.expect(!answer->headers.get("Link"), "a header of the interim answer was taken for one of the answer");
  }

  void redirect(Findings& f) const {
    for (const int status : {301, 302, 303, 307, 308}) {
      LoopbackServer server{always(answer_with(status, "moved", "Location: /elsewhere\r\n"))};
      const auto answer = send_(request_to(server));
      if (expect_status(f, answer, status))
        f.expect(answer->headers.get("Location") == "/elsewhere", "the Location was lost");
      f.expect(server.requests().size() == 1, std::to_string(status) + " was followed");
    }
  }

  void headers(Findings& f) const {
    LoopbackServer server{always(answer_with(
        200, "",
        "Set-Cookie: a=1\r\nX-Spaces:  \t in between \t\r\nX-Empty:\r\nSet-Cookie: b=2; Path=/\r\nX-Long: " +
            std::string(8000, 'l') + "\r\n"))};
    const auto answer = send_(request_to(server));
    if (!expect_status(f, answer, 200)) return;
    std::string cookies;
    for (const Header& field : answer->headers)
      if (field.value.find('=') != field.value.npos) cookies += field.value + '|';
    f.expect(cookies == "a=1|b=2; Path=/|", "the two Set-Cookie came as " + cookies);
    f.expect(answer->headers.get("x-spaces") == "in between", "the spaces around a value were kept");
    f.expect(answer->headers.get("X-Empty") == "", "a header without a value was lost");
    f.expect(answer->headers.get("X-Long").value_or("").size() == 8000, "a header of 8000 bytes was lost");
  }

  void no_http(Findings& f) const {
    for (const char* bytes : {"SSH-2.0-OpenSSH_9.2\r\n", "<html>Welcome</html>\r\n\r\n", "HTTP/1.1 OK\r\n\r\n",
                              "HTTP/1.1 2000 Many\r\n\r\n"}) {
      LoopbackServer server{once_only(bytes)};
      expect_error(f, send_(request_to(server)), Errc::bad_answer, "to \"" + std::string{bytes, 8} + "...\"");
    }
  }

  void data(Findings& f) const {
    const std::string bytes = every_byte(300'000);
    for (const int status : {200, 206}) {
      LoopbackServer server{always(answer_with(status, bytes))};
      Request request = request_to(server);
      const auto seen = std::make_shared<std::string>();
      request.on_data = [seen](std::string_view piece) {
        seen->append(piece);
        return true;
      };
      const auto answer = send_(request);
      if (!expect_status(f, answer, status)) continue;
      f.expect(*seen == bytes, "on_data got " + std::to_string(seen->size()) + " bytes, not the 300000 in order");
      f.expect(answer->body.empty(), "what on_data had taken was in Response::body too");
    }
  }

  void other_data(Findings& f) const {
    for (const int status : {300, 401, 404}) {
      LoopbackServer server{always(answer_with(status, "an error page"))};
      Request request = request_to(server);
      const auto called = std::make_shared<bool>(false);
      request.on_data = [called](std::string_view) { return *called = true; };
      const auto answer = send_(request);
      f.expect(!*called, "on_data got the body of a " + std::to_string(status));
      if (expect_status(f, answer, status))
        f.expect(answer->body == "an error page", "the body of a " + std::to_string(status) + " was lost");
    }
  }

  void early_data(Findings& f) const {
    const auto seen = std::make_shared<std::atomic<bool>>(false);
    std::atomic<bool> in_time{false};
    LoopbackServer server{[&](LoopbackConnection& connection) {
      if (!connection.read()) return;
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst");
      const TimePoint end = later(Hosted{}.now(), too_late);
      while (!*seen && Hosted{}.now() < end) connection.wait_for_close(std::chrono::milliseconds{1});
      in_time = seen->load();
      connection.write("-rest");
    }};
    Request request = request_to(server);
    request.on_data = [seen](std::string_view) { return *seen = true; };
    expect_status(f, send_(request), 200);
    f.expect(in_time, "on_data was not called before the whole body had come");
  }

  void stopped_data(Findings& f) const {
    LoopbackServer server{always(answer_with(200, std::string(1u << 20, 's')))};
    Request request = request_to(server);
    const auto calls = std::make_shared<int>(0);
    request.on_data = [calls](std::string_view) {
      ++*calls;
      return false;
    };
    expect_error(f, send_(request), Errc::cancelled, "when on_data returned false");
    f.expect(*calls == 1, "on_data was called " + std::to_string(*calls) + " times");
  }

  Sender send_;
};

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
