#include <keyturn/adapters/browser_sign_in/redirect_request.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <string>

using keyturn::detail::read_redirect_request;
using namespace std::string_literals;

BOOST_AUTO_TEST_SUITE(browser_sign_in_redirect_request)

BOOST_AUTO_TEST_CASE(a_browsers_request_is_read) {
  const auto request = read_redirect_request(
      "GET /callback?code=a%2Fb&state=s HTTP/1.1\r\nHost: 127.0.0.1:49152\r\nConnection: keep-alive\r\n"
      "sec-ch-ua: \"Chromium\";v=\"114\"\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nAccept: "
      "text/html,*/*;q=0.8\r\n\r\n");
  BOOST_TEST_REQUIRE(request.has_value());
  BOOST_TEST(request->method == "GET");
  BOOST_TEST(request->path == "/callback");
  BOOST_TEST(request->query == "code=a%2Fb&state=s");
  BOOST_TEST(request->host == "127.0.0.1:49152");
}

BOOST_AUTO_TEST_CASE(what_is_unusual_but_right_is_read) {
  for (const char* head :
       {"GET / HTTP/1.0\r\nhost:\t[::1]:1 \r\n\r\n", "GET /? HTTP/1.1\r\nHOST:[::1]:1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [::1]:1\r\nContent-Length: 0\r\nX-Empty:\r\nX-Latin: \xe9\r\n\r\n"}) {
    const auto request = read_redirect_request(head);
    BOOST_TEST_REQUIRE(request.has_value(), head);
    BOOST_TEST(request->path == "/");
    BOOST_TEST(request->query.empty());
    BOOST_TEST(request->host == "[::1]:1");
  }
}

BOOST_AUTO_TEST_CASE(everything_else_is_no_request) {
  const std::string host = "Host: a\r\n", end = "\r\n";
  for (const std::string& head : {
           ""s,
           "\r\n\r\n"s,
           "GET / HTTP/1.1\r\n"s + end,                // no Host
           "GET / HTTP/1.1\r\n"s + host + host + end,  // two
           "GET / HTTP/1.1\r\n"s + host,               // not whole
           "GET / HTTP/1.1\r\n"s + host + end + "x",   // more than one head
           "GET / HTTP/1.1\r\n"s + host + end + "GET / HTTP/1.1\r\n" + host + end,
           "\r\nGET / HTTP/1.1\r\n"s + host + end,
           " GET / HTTP/1.1\r\n"s + host + end,
           "GET  / HTTP/1.1\r\n"s + host + end,
           "GET / / HTTP/1.1\r\n"s + host + end,
           "GET /\r\n"s + host + end,  // HTTP/0.9
           "GET / HTTP/2.0\r\n"s + host + end,
           "GET / HTTP/1.1 \r\n"s + host + end,
           "GET / http/1.1\r\n"s + host + end,
           "G@T / HTTP/1.1\r\n"s + host + end,
           "GET http://127.0.0.1/ HTTP/1.1\r\n"s + host + end,  // a proxy is asked so
           "GET * HTTP/1.1\r\n"s + host + end,
           "GET  HTTP/1.1\r\n"s + host + end,
           "GET /#code HTTP/1.1\r\n"s + host + end,
           "GET /\xc3\xa9 HTTP/1.1\r\n"s + host + end,
           "GET /\x7f HTTP/1.1\r\n"s + host + end,
           "GET /\n HTTP/1.1\r\n"s + host + end,
           "GET / HTTP/1.1\n"s + host + end,
           "GET / HTTP/1.1\r\nHost: a\n"s + end + end,
           "GET / HTTP/1.1\r\n"s + host + " folded\r\n" + end,
           "GET / HTTP/1.1\r\n"s + host + "Name : value\r\n" + end,
           "GET / HTTP/1.1\r\n"s + host + "no colon\r\n" + end,
           "GET / HTTP/1.1\r\n"s + host + ": no name\r\n" + end,
           "GET / HTTP/1.1\r\n"s + host + "A: b\rc\r\n" + end,
           "GET / HTTP/1.1\r\n"s + host + "A: \0\r\n"s + end,
           "GET / HTTP/1.1\r\n"s + host + "Content-Length: 1\r\n" + end,
           "GET / HTTP/1.1\r\n"s + host + "Content-Length: 0, 1\r\n" + end,
           "GET / HTTP/1.1\r\n"s + host + "Transfer-Encoding: chunked\r\n" + end,
       })
    BOOST_TEST(!read_redirect_request(head).has_value(), head);
}

BOOST_AUTO_TEST_SUITE_END()
