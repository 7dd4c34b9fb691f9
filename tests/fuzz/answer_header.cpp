// The header lines of an answer as libcurl hands them over, an empty line behind them, and a body.
#include "fuzz.hpp"

#include <keyturn/adapters/curl_exchange.hpp>
#include <keyturn/core/http_time.hpp>
#include <keyturn/protocol/set_cookie.hpp>

using namespace keyturn;
using keyturn_fuzz::expect;

void fuzz(std::string_view input) {
  constexpr detail::CurlLimits limits{.body = 256, .header = 1024};
  const Request request{.url = "https://api.example.com", .at_most_once = true};
  std::string lines;
  detail::CurlExchange exchange{request, limits, false, lines};
  expect(exchange.begin() && !exchange.begin(), "a request that may not be sent again begins once");

  bool goes_on = true;
  std::size_t header_bytes = 0;
  while (!input.empty() && goes_on) {
    const std::string_view line = input.substr(0, std::min(input.size(), std::min(input.find('\n'), input.size()) + 1));
    input.remove_prefix(line.size());
    goes_on = exchange.header(line);
    header_bytes += line.size();
    if (line == "\n" || line == "\r\n") break;
  }
  exchange.expect_body(input.size());
  const std::string_view body = input;
  while (!input.empty() && goes_on) {
    const std::size_t size = std::min<std::size_t>(input.size(), 100);
    goes_on = exchange.body(input.substr(0, size));
    input.remove_prefix(size);
  }
  if (!goes_on) expect(!exchange.header("X: y\r\n") && !exchange.body("x"), "after a stop nothing more is taken");

  const auto answer = exchange.finish(goes_on ? CURLE_OK : CURLE_WRITE_ERROR, {}, std::chrono::seconds{1}, true);
  if (!answer) return;
  expect(goes_on && header_bytes <= limits.header, "an answer that was stopped is none");
  expect(answer->status >= 200 && answer->status <= 999, "an answer has a final status");
  expect(answer->body == body && body.size() <= limits.body, "the body is what came, within its limit");
  for (const Header& field : answer->headers) {
    expect(field.name == detail::trim(field.name) && field.value == detail::trim(field.value), "no space at the ends");
    expect(field.name.find(':') == field.name.npos && field.value.find('\n') == field.value.npos, "a line is a line");
  }
  core::retry_after(answer->headers, WallTime{});
  detail::cookie_value(answer->headers, "session");
}
