// What the checks of a transport have in common: requests to the loopback server, and what is expected of answers.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_EXPECTATIONS_HPP
#define KEYTURN_TESTING_CHECK_TRANSPORT_EXPECTATIONS_HPP

#include <keyturn/model/request.hpp>
#include <keyturn/testing/check_report.hpp>
#include <keyturn/testing/loopback_server.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

/// Sends one request with the transport that is checked and waits for what comes of it, on any thread. All that the
/// checks see of a transport, so that they do not care how it is called.
using Sender = Callback<Result<Response>(const Request&)>;

inline constexpr std::chrono::milliseconds in_good_time{10'000},  // a timeout that is not to be reached
    soon{100},                                                    // one that is
    too_late{1'500},                                              // when a transport must have noticed the latter
    at_the_latest{2'000};                                         // when a server gives up on a transport that has not

/// A GET with nothing special about it.
inline Request request_to(const LoopbackServer& server, std::string_view target = "/") {
  Request request{.url = server.url(target)};
  request.auth = Auth::none;
  request.timeout = in_good_time;
  request.max_response = 16u << 20;
  return request;
}

inline Request post_to(const LoopbackServer& server, Body body, std::string_view target = "/") {
  Request request = request_to(server, target);
  request.method = "POST";
  request.body = std::move(body);
  return request;
}

/// A whole answer with a body of known length. `fields` are header lines with their line ends.
inline std::string answer_with(int status, std::string_view body, std::string_view fields = "") {
  return "HTTP/1.1 " + std::to_string(status) + " Text\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string{fields} + "\r\n" + std::string{body};
}

/// Answers every request with the same bytes, on connections that stay open.
inline LoopbackServer::Script always(std::string bytes) {
  return [bytes = std::move(bytes)](LoopbackConnection& connection) {
    while (connection.read())
      if (!connection.write(bytes)) return;
  };
}

/// Answers one request, and closes.
inline LoopbackServer::Script once_only(std::string bytes) {
  return [bytes = std::move(bytes)](LoopbackConnection& connection) {
    if (connection.read()) connection.write(bytes);
  };
}

/// All byte values, several times over.
inline std::string every_byte(std::size_t size = 1024) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>((i + i / 256) & 0xff);
  return bytes;
}

inline std::string describe(const Result<Response>& result) {
  if (!result) return testing::describe(result.error());
  return "an answer with status " + std::to_string(result->status) + " and " + std::to_string(result->body.size()) +
         " bytes";
}

inline bool expect_status(Findings& findings, const Result<Response>& result, int status) {
  return findings.expect(result && result->status == status,
                         "instead of an answer with status " + std::to_string(status) + " came " + describe(result));
}

inline bool expect_body(Findings& findings, const Result<Response>& result, std::string_view body) {
  return expect_status(findings, result, 200) &&
         findings.expect(result->body == body, "the body had " + std::to_string(result->body.size()) +
                                                   " bytes and was not the " + std::to_string(body.size()) +
                                                   " bytes that were sent");
}

inline bool expect_error(Findings& findings, const Result<Response>& result, Errc code, std::string_view when) {
  return findings.expect(
      !result && result.error().code == code,
      std::string{when} + ", instead of " + std::string{to_string(code)} + " came " + describe(result));
}

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif
