// Checks that the lines for the search of a fault hold no secret, whatever libcurl says.
#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include "adapters/http2_server.hpp"

#include <keyturn/adapters/curl_debug.hpp>
#include <keyturn/adapters/curl_send.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <mutex>
#include <stdexcept>
#include <string>

namespace {

using namespace std::chrono_literals;
using keyturn::CurlDebug, keyturn::CurlOptions, keyturn::CurlTransport, keyturn::Request;
using keyturn::detail::CurlPiece;

/// All lines that libcurl's pieces of one kind make.
std::string lines_of(CurlPiece what, std::initializer_list<std::string_view> pieces) {
  std::string lines;
  bool cut = false;
  const CurlDebug debug{[&](std::string_view line) { lines.append(line) += '\n'; }};
  for (const auto piece : pieces) debug(what, piece, cut);
  return lines;
}

/// What a host hears.
struct Heard {
  std::mutex mutex;
  std::string text;
  CurlOptions options(std::string ca_file = {}) {
    return {.ca_file = std::move(ca_file), .debug = [this](std::string_view line) {
              const std::lock_guard lock{mutex};
              text.append(line) += '\n';
            }};
  }
  bool has(std::string_view line) const { return ("\n" + text).find("\n" + std::string{line} + "\n") != text.npos; }
};

Request secretive(std::string url) {
  Request request{.method = "POST", .url = std::move(url), .body = R"({"refresh_token":"mark-body"})", .timeout = 2s};
  request.headers.add("Authorization", "Bearer mark-access");
  request.headers.add("Cookie", "refresh_token=mark-cookie");
  request.headers.add("Idempotency-Key", "mark-key");
  request.headers.add("X-Api-Key", "mark-own");
  return request;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(adapters_curl_debug)

BOOST_AUTO_TEST_CASE(of_a_field_that_may_be_secret_the_length_alone_is_told) {
  BOOST_TEST(
      lines_of(CurlPiece::header_out,
               {"POST /login?code=mark HTTP/1.1\r\nHost: a.example\r\nAuthorization: Bearer mark\r\ncookie: m=mark\r\n"
                "Proxy-Authorization: Basic mark\r\nX-Mine: mark HTTP/1.1\r\nContent-Length: 4\r\n\r\n"}) ==
      "> POST /login?... HTTP/1.1\n> Host: a.example\n> Authorization: [11 bytes]\n> cookie: [6 bytes]\n"
      "> Proxy-Authorization: [10 bytes]\n> X-Mine: [13 bytes]\n> Content-Length: 4\n");
  BOOST_TEST(lines_of(CurlPiece::header_in, {"HTTP/1.1 302 mark\r\n", "Set-Cookie: s=mark\r\n",
                                             "Location: /x?c=mark\r\n", "Retry-After: 3\r\n", "\r\n"}) ==
             "< HTTP/1.1 302\n< Set-Cookie: [6 bytes]\n< Location: [9 bytes]\n< Retry-After: 3\n");
}

BOOST_AUTO_TEST_CASE(what_is_no_field_is_not_told) {
  for (const std::string_view line :
       {"mark\r\n", " Host: mark\r\n", "\tmark\r\n", "a mark: mark\r\n", "HTTP/mark-mark\r\n"})
    BOOST_TEST(lines_of(CurlPiece::header_in, {line}).find("mark-mark") == std::string::npos, line);
  BOOST_TEST(lines_of(CurlPiece::header_in, {"Set-Cookie: a\r\n", " Host: mark\r\n"}) ==
             "< Set-Cookie: [1 bytes]\n< [10 bytes]\n");
}

BOOST_AUTO_TEST_CASE(a_server_that_echoes_a_token_is_not_quoted) {
  BOOST_TEST(lines_of(CurlPiece::header_in,
                      {"HTTP/1.1 503 X\r\n", "Date: Thu, 26 Nov 2026 04:22:01 GMT\r\n", "Retry-After: 120\r\n",
                       "Content-Type: application/json; charset=utf-8\r\n", "Server: mark-mark-mark-mark\r\n",
                       "Date: mark: HTTP/1.1 mark-mark-mark-mark\r\n"}) ==
             "< HTTP/1.1 503\n< Date: Thu, 26 Nov 2026 04:22:01 GMT\n< Retry-After: 120\n"
             "< Content-Type: application/json; charset=utf-8\n< Server: [19 bytes]\n< Date: [34 bytes]\n");
}

BOOST_AUTO_TEST_CASE(a_header_that_goes_out_in_pieces_is_not_told_from_the_middle_of_a_line) {
  BOOST_TEST(lines_of(CurlPiece::header_out,
                      {"GET / HTTP/1.1\r\nAuthorization: Bearer ma", "rk\r\nHost: mark\r\nCookie: ", "mark",
                       ": Host: mark\r\n\r\n", "GET /next HTTP/1.1\r\n\r\n"}) ==
             "> GET / HTTP/1.1\n> Authorization: [9 bytes]\n> Host: mark\n> Cookie: [0 bytes]\n> GET /next HTTP/1.1\n");
}

BOOST_AUTO_TEST_CASE(wherever_a_header_is_cut_in_two_nothing_secret_is_told) {
  const std::string header =
      "GET http://a.example:8080/x?code=mark HTTP/1.1\r\nHost: a.example\r\nAuthorization: Bearer mark:mark\r\n"
      "X-Host: mark HTTP/1.1\r\nCookie: Host: mark; Date=mark\r\n\r\n";
  for (std::size_t cut = 0; cut <= header.size(); ++cut) {
    const std::string told = lines_of(CurlPiece::header_out, {header.substr(0, cut), header.substr(cut)});
    BOOST_TEST(told.find("mark") == told.npos, "cut at " << cut << ": " << told);
  }
}

BOOST_AUTO_TEST_CASE(bodies_are_told_by_their_size) {
  BOOST_TEST(lines_of(CurlPiece::body_out, {"mark"}) == "> [4 bytes of body]\n");
  BOOST_TEST(lines_of(CurlPiece::body_in, {"mark", "marks"}) == "< [4 bytes of body]\n< [5 bytes of body]\n");
}

BOOST_AUTO_TEST_CASE(libcurls_own_words_lose_queries_and_the_fields_of_http2) {
  for (const auto& [said, told] : {
           std::pair{"  Trying [::1]:443...\n", "* Trying [::1]:443...\n"},
           std::pair{"Connection #0 to host a.example left intact\n",
                     "* Connection #0 to host a.example left intact\n"},
           std::pair{"h2h3 [authorization: Bearer mark]\n", "* h2h3 [authorization: [12 bytes]\n"},
           std::pair{"[HTTP/2] [1] [authorization: Bearer mark]\n", "* [HTTP/2] [1] [authorization: [12 bytes]\n"},
           std::pair{"[HTTP/2] [1] [:path: /x?code=mark]\n", "* [HTTP/2] [1] [:path: /x?...\n"},
           std::pair{"[HTTP/2] [1] OPENED stream for https://a.example/x?code=mark\n",
                     "* [HTTP/2] [1] OPENED stream for https://a.example/x?...\n"},
           std::pair{"Issue another request to this URL: 'https://a.example/x?c=mark' now\n",
                     "* Issue another request to this URL: 'https://a.example/x?...' now\n"},
       })
    BOOST_TEST(lines_of(CurlPiece::words, {said}) == told);
}

BOOST_AUTO_TEST_CASE(a_host_that_asks_hears_what_goes_over_the_wire_without_its_secrets) {
  loopback::Server server{
      loopback::answer(loopback::ok(R"({"access_token":"mark-answer"})", "Set-Cookie: refresh_token=mark-set\r\n"))};
  Heard heard;
  {
    CurlTransport transport{heard.options()};
    for (const bool at_most_once : {false, true}) {
      Request request = secretive(server.url("/refresh?code=mark-query"));
      request.at_most_once = at_most_once;
      BOOST_TEST(transport.send(request).has_value());
    }
  }
  BOOST_TEST(server.last().head.find("mark-access") != std::string::npos);  // they did go out
  BOOST_TEST(heard.has("> POST /refresh?... HTTP/1.1"));
  BOOST_TEST(heard.has("> Authorization: [18 bytes]"));
  BOOST_TEST(heard.has("> [29 bytes of body]"));
  BOOST_TEST(heard.has("< HTTP/1.1 200"));
  BOOST_TEST(heard.has("< Set-Cookie: [22 bytes]"));
  BOOST_TEST(heard.text.find("mark") == std::string::npos, heard.text);
}

BOOST_AUTO_TEST_CASE(over_http2_as_well) {
  const loopback::Certificate certificate;
  loopback::Http2Server server{certificate};
  Heard heard;
  {
    CurlTransport transport{heard.options(certificate.file())};
    Request request = secretive(server.url() + "x?code=mark-query");
    request.method = "GET";
    request.body = {};
    BOOST_TEST(transport.send(request).has_value());
  }
  BOOST_TEST(heard.has("> GET /x?... HTTP/2"), heard.text);
  BOOST_TEST(heard.has("< HTTP/2 200"));
  BOOST_TEST(std::count_if(heard.text.begin(), heard.text.end(),
                           [](char c) { return (c < ' ' && c != '\n') || c == 127; }) == 0);
  BOOST_TEST(heard.text.find("mark") == std::string::npos, heard.text);
}

BOOST_AUTO_TEST_CASE(a_header_longer_than_libcurl_sends_at_once_shows_nothing_either) {
  loopback::Server server{loopback::answer(loopback::ok("x"))};
  Heard heard;
  Request request = secretive(server.url());
  std::string tokens;
  while (tokens.size() < 900'000) tokens += "mark Host: mark HTTP/1.1 ";
  request.headers.add("X-Long", tokens);
  request.timeout = 10s;
  BOOST_TEST(CurlTransport{heard.options()}.send(request).has_value());
  BOOST_TEST(heard.has("> POST / HTTP/1.1"));
  BOOST_TEST(heard.text.find("mark") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_listener_that_throws_disturbs_no_call) {
  loopback::Server server{loopback::answer(loopback::ok("x"))};
  CurlTransport transport{CurlOptions{.debug = [](std::string_view) { throw std::runtime_error{"full disk"}; }}};
  for (int i = 0; i < 2; ++i) BOOST_TEST(transport.send({.url = server.url()})->body == "x");
  BOOST_TEST(server.accepted() == 1);
}

BOOST_AUTO_TEST_CASE(nobody_hears_anything_who_did_not_ask) { BOOST_TEST(!CurlOptions{}.debug); }

BOOST_AUTO_TEST_SUITE_END()
