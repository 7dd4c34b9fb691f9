// A base URL in the first line, a path or URL in the second: where we say that a token goes, libcurl goes too.
#include "fuzz.hpp"

#include <keyturn/core/exchange.hpp>

#include <arpa/inet.h>
#include <curl/curl.h>

#include <array>
#include <cstring>
#include <memory>

using namespace keyturn;
using keyturn_fuzz::expect;

// An IPv6 address as libcurl writes it, or the host as it is.
static std::string canonical(const std::string& host) {
  if (!host.starts_with('[')) return host;
  in6_addr address{};
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &address) != 1) return "no address";
  inet_ntop(AF_INET6, &address, text.data(), text.size());
  return "[" + std::string{text.data()} + "]";
}

static void expect_libcurl_agrees(const std::string& url, const Origin& origin) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> handle{curl_url(), curl_url_cleanup};
  expect(curl_url_set(handle.get(), CURLUPART_URL, url.c_str(), 0) == CURLUE_OK, "libcurl takes the URL too");
  const auto part = [&](CURLUPart which) {
    char* text = nullptr;
    if (curl_url_get(handle.get(), which, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) return std::string{};
    std::string copy{text};
    curl_free(text);
    for (char& c : copy) c = detail::lower(c);
    return copy;
  };
  expect(part(CURLUPART_SCHEME) == (origin.secure ? "https" : "http"), "libcurl reads the same scheme");
  expect(canonical(part(CURLUPART_HOST)) == canonical(origin.host), "libcurl reads the same host");
  expect(part(CURLUPART_PORT) == std::to_string(origin.port), "libcurl reads the same port");
  expect(part(CURLUPART_USER).empty() && part(CURLUPART_PASSWORD).empty(), "libcurl sees no user info");
}

void fuzz(std::string_view input) {
  const std::string_view base = keyturn_fuzz::take_line(input);
  const auto origin = origin_of(base);
  if (!origin) return expect(origin.error().code == Errc::bad_request, "a URL that is refused is a bad request");
  expect(is_absolute_url(base), "what has an origin is absolute");
  expect_libcurl_agrees(std::string{base}, *origin);

  if (const auto joined = origin_of(join_url(base, input)))
    expect(*joined == *origin, "a path leads to no other origin");

  Request request{.url = std::string{input}};
  const auto with_token = core::prepare(request, core::Origins{base, {}}, Options{});
  if (with_token && *with_token) expect_libcurl_agrees(request.url, *origin);
}
