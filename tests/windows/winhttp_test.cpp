#include "tests.hpp"

#include <keyturn/adapters/winhttp.hpp>
#include <keyturn/testing/check_transport.hpp>

#include <algorithm>
#include <set>

using namespace keyturn;
using testing::LoopbackConnection;
using testing::LoopbackServer;
using namespace std::chrono_literals;

namespace {

// What the WinHTTP of Wine 8 does otherwise than a transport must; nothing that its caller sees tells of it.
const std::set<std::string> failing_under_wine{
    // It sends "Content-Length: 0" beside "Transfer-Encoding: chunked", and wants the answer before the body.
    "a streamed body of unknown length arrives",
    // It takes 103 for the answer, and what follows for its body.
    "interim answers are skipped",
    // It loses the rest of a header after a line of more than some 1,400 bytes.
    "headers come as they were sent",
    // It knows no limit for a header, and asks nobody before it has read all of it.
    "an endless header ends",
    // It sends over a kept connection what is told not to be, and a connection cannot be told from another beforehand.
    "at_most_once takes a fresh connection",
    // It takes a header for whole that ends with the connection, and a chunked body as well.
    "an answer that is cut off is never an answer"};

/// Of Wine, such as "8.0"; empty on Windows.
std::string_view wine_version() {
  using Version = const char*(CDECL*)();
  const auto address = GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "wine_get_version");
  return address != nullptr ? reinterpret_cast<Version>(reinterpret_cast<void*>(address))() : "";
}

void concept_is_met(CheckReport& report) {
  WinHttpTransport transport;
  const CheckReport checks = testing::check_transport(transport);
  for (const auto& check : checks.checks())
    report.run("WinHttpTransport: " + check.name, [&](Findings& f) {
      const std::string_view wine = wine_version();
      if (wine.empty() || !failing_under_wine.contains(check.name)) {
        f.expect(check.passed, check.seen);
        if (check.seen.starts_with("skipped")) f.skip(check.seen);
        return;
      }
      if (check.passed && !wine.starts_with("8.")) return;
      f.expect(!check.passed, "this Wine can do it: take it off the list of what it cannot");
      f.skip("Wine cannot: " + check.seen);
    });
}

Request get(std::string url) {
  return {.url = std::move(url), .auth = Auth::none, .timeout = 10s, .max_response = 1000};
}

void expect_code(Findings& f, const Request& request, Errc code, std::string_view what) {
  WinHttpTransport transport;
  const auto answer = transport.send(request);
  f.expect(!answer && answer.error().code == code,
           std::string{what} + " gave " + (answer ? "an answer" : testing::describe(answer.error())));
}

void refuses(Findings& f) {
  LoopbackServer server{[](LoopbackConnection& connection) { static_cast<void>(connection.read()); }};
  expect_code(f, get("http://user@127.0.0.1/"), Errc::bad_request, "a URL with a user's name");
  expect_code(f, get("ftp://127.0.0.1/"), Errc::bad_request, "a URL that is not of HTTP");
  expect_code(f, get("/path"), Errc::bad_request, "a URL that is not absolute");
  Request request = get(server.url());
  request.headers.add("X-Name", "two\r\nlines");
  expect_code(f, request, Errc::bad_request, "a header of two lines");
  request = get(server.url());
  request.headers.add("X-Name", "\xc3\xa4");
  expect_code(f, request, Errc::unsupported, "a header beyond ASCII");
  request = get(server.url());
  request.method = "CONNECT";
  expect_code(f, request, Errc::unsupported, "CONNECT");
  f.expect(server.connections() == 0, "something went out all the same");
}

void no_tls(Findings& f) {
  // A server that speaks no TLS sees nothing of the request.
  LoopbackServer server{[](LoopbackConnection& connection) {
    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    connection.wait_for_close(2s);
  }};
  expect_code(f, get("https://" + server.authority() + "/"), Errc::not_sent, "a server without TLS");
  f.expect(server.requests().empty(), "a request went out in the clear");
}

void throwing(Findings& f) {
  LoopbackServer server{[](LoopbackConnection& connection) {
    while (connection.read())
      if (!connection.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ntext")) return;
  }};
  WinHttpTransport transport;
  Request request = get(server.url());
  request.on_data = [](std::string_view) -> bool { throw 42; };
  bool thrown = false;
  try {
    static_cast<void>(transport.send(request));
  } catch (int number) {
    thrown = number == 42;
  }
  f.expect(thrown, "what on_data threw did not come out");
  const auto answer = transport.send(get(server.url()));
  f.expect(answer && answer->body == "text", "after that the transport was of no use");
}

void own_agent(Findings& f) {
  LoopbackServer server{[](LoopbackConnection& connection) {
    while (connection.read())
      if (!connection.write("HTTP/1.1 204 No Content\r\n\r\n")) return;
  }};
  WinHttpTransport transport;
  Request request = get(server.url("/?a#part"));
  static_cast<void>(transport.send(request));
  f.expect(server.last().headers.get("User-Agent").value_or("").starts_with("keyturn/"), "the user agent is another");
  f.expect(server.last().target == "/?a", "the fragment went out");
  request.headers.add("User-Agent", "mine");
  static_cast<void>(transport.send(request));
  const auto fields = server.last().headers;
  const auto agents =
      std::count_if(fields.begin(), fields.end(), [](const Header& h) { return h.name == "User-Agent"; });
  f.expect(agents == 1 && fields.get("User-Agent") == "mine", "a request's own user agent did not replace the other");
}

void by_proxy(Findings& f) {
  LoopbackServer server{[](LoopbackConnection& connection) {
    if (connection.read()) connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  }};
  WinHttpTransport transport{WinHttpOptions{.proxy = server.authority()}};
  static_cast<void>(transport.send(get("http://name.invalid/path")));
  const std::string at_proxy = server.last().target;
  f.expect(at_proxy.starts_with("http://name.invalid") && at_proxy.ends_with("/path"),
           "at the proxy that was named arrived \"" + at_proxy + '"');
  LoopbackServer local{[](LoopbackConnection& connection) {
    if (connection.read()) connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  }};
  static_cast<void>(transport.send(get(local.url("/here"))));
  f.expect(local.last().target == "/here", "a request to this machine went through the proxy");
}

}  // namespace

void test_winhttp(CheckReport& report) {
  concept_is_met(report);
  report.run("WinHttpTransport refuses what it cannot send as it is", refuses);
  report.run("WinHttpTransport sends nothing without TLS over https", no_tls);
  report.run("WinHttpTransport lets exceptions of the host through", throwing);
  report.run("WinHttpTransport says who it is, unless the request does", own_agent);
  report.run("WinHttpTransport takes the proxy that is named, but not to this machine", by_proxy);
}
