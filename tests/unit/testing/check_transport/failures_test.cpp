#include <keyturn/testing/check_transport/failures.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/testing/check_transport/broken.hpp>

#include <memory>
#include <mutex>

using namespace std::chrono_literals;

namespace {

std::vector<Broken> broken_limits() {
  return {
      {"a body of max_response bytes comes",
       [](CurlTransport& curl, Request request) {
         --request.max_response;
         return curl.send(request);
       }},
      {"a body over max_response is bad_answer",
       [](CurlTransport& curl, Request request) {
         ++request.max_response;
         return curl.send(request);
       }},
      {"an endless body ends at max_response",
       [](CurlTransport& curl, Request request) {
         const std::size_t limit = std::exchange(request.max_response, 1u << 30);
         auto answer = curl.send(request);
         if (answer && answer->body.size() > limit)
           answer = Error{.code = Errc::bad_answer, .detail = "the body is over the limit"};
         return answer;
       }},
  };
}

/// Calls an error by another name, where `chosen(request, error)`.
template <class F>
Broken misnamed(std::string check, F&& chosen, Result<Response> instead) {
  return {std::move(check), [chosen, instead](CurlTransport& curl, const Request& request) {
            auto answer = curl.send(request);
            if (!answer && chosen(request, answer.error())) return instead;
            return answer;
          }};
}

std::vector<Broken> broken_errors() {
  return {
      misnamed(
          "an answer that is cut off is never an answer",
          [](const Request&, const Error& error) { return error.detail == "Transferred a partial file"; },
          Response{.status = 200, .body = "bod"}),
      misnamed(
          "an endless header ends",
          [](const Request&, const Error& error) { return error.detail == "the answer's header is over the limit"; },
          Response{.status = 200}),
      misnamed(
          "a connection closed without an answer is no_answer",
          [](const Request& request, const Error& error) {
            return error.code == Errc::no_answer && request.method == "POST";
          },
          Error{.code = Errc::not_sent}),
      misnamed(
          "a refused connection is not_sent",
          [](const Request& request, const Error& error) {
            return error.code == Errc::not_sent && request.url.find(".invalid") == std::string::npos;
          },
          Error{.code = Errc::no_answer}),
      misnamed(
          "a name without an address is not_sent",
          [](const Request& request, const Error&) { return request.url.find(".invalid") != std::string::npos; },
          Error{.code = Errc::no_answer}),
  };
}

/// Does not know what time it is while it works on a request for `target`.
Broken timeless(std::string check, std::string_view target) {
  return {std::move(check), [target](CurlTransport& curl, Request request) {
            if (goes_to(request, target)) request.timeout = 1h;
            return curl.send(request);
          }};
}

std::vector<Broken> broken_timeouts() {
  return {
      {"time runs while it connects", [](CurlTransport& curl, const Request& request) { return curl.send(request); },
       CurlOptions{.connect_timeout = 20ms}},
      timeless("time runs while it sends", "/unread"),
      timeless("time runs while it waits for an answer", "/silence"),
      timeless("time runs while a header trickles in", "/slow-header"),
      timeless("time runs while a body trickles in", "/slow-body"),
      timeless("time runs while on_data is called", "/slow-data"),
      {"an answer that comes in time is waited for",
       [](CurlTransport& curl, Request request) {
         if (goes_to(request, "/late")) request.timeout = 100ms;
         return curl.send(request);
       }},
  };
}

/// Has no more to do with a server that once kept it waiting.
Broken resentful() {
  struct Memory {
    std::mutex mutex;
    std::string url;
  };
  return {"after failures the next request works",
          [memory = std::make_shared<Memory>()](CurlTransport& curl, const Request& request) -> Result<Response> {
            {
              const std::lock_guard lock{memory->mutex};
              if (goes_to(request, "/wait")) memory->url = request.url.substr(0, request.url.size() - 4);
              if (request.url == memory->url) return Error{.code = Errc::not_sent};
            }
            return curl.send(request);
          }};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(check_transport_failures)

BOOST_AUTO_TEST_CASE(each_check_is_there_for_a_reason) {
  auto all = broken_limits();
  for (auto& broken : broken_errors()) all.push_back(broken);
  for (auto& broken : broken_timeouts()) all.push_back(broken);
  all.push_back(resentful());
  each_found_alone<keyturn::testing::checks::TransportFailures>(all);
}

BOOST_AUTO_TEST_SUITE_END()
