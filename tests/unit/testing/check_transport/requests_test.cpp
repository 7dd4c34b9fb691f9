#include <keyturn/testing/check_transport/requests.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/testing/check_transport/broken.hpp>

#include <memory>
#include <mutex>

namespace {

std::vector<Broken> broken_requests() {
  return {
      {"the method arrives",
       [](CurlTransport& curl, Request request) {
         if (request.method == "PATCH") request.method = "POST";
         return curl.send(request);
       }},
      {"path and query arrive",
       [](CurlTransport& curl, Request request) {
         if (const auto query = request.url.find('?'); query != std::string::npos) request.url.resize(query);
         return curl.send(request);
       }},
      {"path and query arrive",
       [](CurlTransport& curl, Request request) {
         if (const auto found = request.url.find("%C3%A4"); found != std::string::npos)
           request.url.replace(found, 6, "%c3%a4");
         return curl.send(request);
       }},
      {"the host arrives",
       [](CurlTransport& curl, Request request) {
         request.headers.set("Host", "localhost");
         return curl.send(request);
       }},
      {"headers arrive",
       [](CurlTransport& curl, Request request) {
         keyturn::Headers once;
         for (const auto& [name, value] : request.headers) once.set(name, value);
         request.headers = once;
         return curl.send(request);
       }},
      {"no header is added that changes the meaning",
       [](CurlTransport& curl, Request request) {
         if (request.method == "POST" && !request.headers.get("Content-Type"))
           request.headers.add("Content-Type", "application/x-www-form-urlencoded");
         return curl.send(request);
       }},
      {"no header is added that changes the meaning",
       [](CurlTransport& curl, Request request) {
         if (!request.headers.get("Authorization")) request.headers.add("Authorization", "Basic YTpi");
         return curl.send(request);
       }},
      {"a body may hold any byte",
       [](CurlTransport& curl, Request request) {
         if (const auto text = request.body.view()) request.body = Body{std::string{text->substr(0, text->find('\0'))}};
         return curl.send(request);
       }},
      {"a large body arrives",
       [](CurlTransport& curl, Request request) {
         if (const auto text = request.body.view()) request.body = Body{std::string{text->substr(0, 65'535)}};
         return curl.send(request);
       }},
      {"a POST without a body arrives",
       [](CurlTransport& curl, Request request) {
         if (request.method == "POST" && request.body.length() == 0) request.body = "{}";
         return curl.send(request);
       }},
      {"a HEAD is answered without a body",
       [](CurlTransport& curl, Request request) {
         if (request.method == "HEAD") request.method = "GET";
         return curl.send(request);
       }},
      {"nothing waits for 100 Continue",
       [](CurlTransport& curl, Request request) {
         if (request.body.length().value_or(0) > 100'000) request.headers.add("Expect", "100-continue");
         return curl.send(request);
       }},
  };
}

std::vector<Broken> broken_streams() {
  return {
      {"a streamed body of known length arrives",
       [](CurlTransport& curl, Request request) {
         if (!request.body.view() && request.body.repeatable())
           request.body = Body::stream([body = request.body] { return body.open(); });
         return curl.send(request);
       }},
      {"a streamed body of unknown length arrives",
       [](CurlTransport& curl, Request request) {
         if (!request.body.length()) {
           std::string buffer(4096, '\0');
           buffer.resize(request.body.open()(buffer));
           request.body = Body{buffer};
         }
         return curl.send(request);
       }},
      {"a body that can be read once is read once",
       [](CurlTransport& curl, Request request) {
         if (!request.body.view()) {
           std::string buffer(4096, '\0');
           const auto measure = request.body.open();
           while (measure(buffer) > 0) {
           }
         }
         return curl.send(request);
       }},
  };
}

/// Keeps the cookies that it gets, and sends them along.
Broken with_a_cookie_jar() {
  struct Jar {
    std::mutex mutex;
    std::string cookie;
  };
  return {"cookies are not kept", [jar = std::make_shared<Jar>()](CurlTransport& curl, Request request) {
            {
              const std::lock_guard lock{jar->mutex};
              if (!jar->cookie.empty()) request.headers.add("Cookie", jar->cookie);
            }
            auto answer = curl.send(request);
            const std::lock_guard lock{jar->mutex};
            if (answer) jar->cookie = answer->headers.get("Set-Cookie").value_or("");
            return answer;
          }};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(check_transport_requests)

BOOST_AUTO_TEST_CASE(each_check_is_there_for_a_reason) {
  auto all = broken_requests();
  for (auto& broken : broken_streams()) all.push_back(broken);
  all.push_back(with_a_cookie_jar());
  each_found_alone<keyturn::testing::checks::TransportRequests>(all);
}

BOOST_AUTO_TEST_SUITE_END()
