#include <keyturn/testing/check_transport/answers.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/testing/check_transport/broken.hpp>

namespace {

std::vector<Broken> broken_answers() {
  return {
      {"every status is an answer",
       [](CurlTransport& curl, const Request& request) {
         auto answer = curl.send(request);
         if (answer && answer->status >= 500) answer = Error{.code = Errc::no_answer, .status = answer->status};
         return answer;
       }},
      {"an answer that has no body ends with its header",
       [](CurlTransport& curl, const Request& request) {
         auto answer = curl.send(request);
         if (answer && answer->status == 304 && answer->headers.get("Content-Length"))
           answer = Error{.code = Errc::timed_out};
         return answer;
       }},
      {"a body of known length comes",
       [](CurlTransport& curl, const Request& request) {
         auto answer = curl.send(request);
         if (answer) answer->body = answer->body.substr(0, answer->body.find('\0'));
         return answer;
       }},
      {"a body in chunks comes",
       [](CurlTransport& curl, const Request& request) {
         auto answer = curl.send(request);
         if (answer && answer->headers.get("Transfer-Encoding"))
           answer->body = answer->body.substr(0, answer->body.find(','));
         return answer;
       }},
      {"a body until the connection closes comes",
       [](CurlTransport& curl, const Request& request) {
         auto answer = curl.send(request);
         if (answer && answer->status == 200 && request.method == "GET" && answer->headers.empty())
           answer = Error{.code = Errc::bad_answer, .detail = "the answer has no length"};
         return answer;
       }},
      {"interim answers are skipped",
       [](CurlTransport& curl, const Request& request) {
         auto answer = curl.send(request);
         if (answer && answer->body == "after interim answers") answer = Response{.status = 103};
         return answer;
       }},
      {"a redirect is handed back",
       [](CurlTransport& curl, Request request) {
         auto answer = curl.send(request);
         if (!answer || !answer->headers.get("Location")) return answer;
         request.url = request.url.substr(0, request.url.find('/', 8));
         request.url += *answer->headers.get("Location");
         return curl.send(request);
       }},
      {"headers come as they were sent",
       [](CurlTransport& curl, const Request& request) {
         auto answer = curl.send(request);
         if (!answer) return answer;
         keyturn::Headers once;
         for (const auto& [name, value] : answer->headers) once.set(name, value);
         answer->headers = once;
         return answer;
       }},
      {"what is no HTTP is bad_answer",
       [](CurlTransport& curl, const Request& request) {
         auto answer = curl.send(request);
         if (!answer && answer.error().code == Errc::bad_answer &&
             answer.error().detail.find("limit") == std::string::npos)
           answer.error().code = Errc::no_answer;
         return answer;
       }},
  };
}

std::vector<Broken> broken_data() {
  return {
      {"on_data gets the bodies of 2xx answers",
       [](CurlTransport& curl, Request request) {
         std::string copy;
         if (const auto given = request.on_data)
           request.on_data = [&copy, given](std::string_view bytes) {
             copy += bytes;
             return given(bytes);
           };
         auto answer = curl.send(request);
         if (answer && !copy.empty()) answer->body = copy;
         return answer;
       }},
      {"on_data gets no other bodies",
       [](CurlTransport& curl, const Request& request) {
         auto answer = curl.send(request);
         if (answer && answer->status == 404 && request.on_data) request.on_data(answer->body);
         return answer;
       }},
      {"on_data gets bytes as they arrive",
       [](CurlTransport& curl, Request request) {
         std::string all;
         const auto given = request.on_data;
         if (!given) return curl.send(request);
         request.on_data = [&all](std::string_view bytes) {
           all += bytes;
           return true;
         };
         auto answer = curl.send(request);
         if (answer && !all.empty() && !given(all)) answer = Error{.code = Errc::cancelled};
         return answer;
       }},
      {"on_data that returns false is cancelled",
       [](CurlTransport& curl, const Request& request) {
         auto answer = curl.send(request);
         if (!answer && answer.error().code == Errc::cancelled) answer = Response{.status = 200};
         return answer;
       }},
      {"on_data that returns false is cancelled",
       [](CurlTransport& curl, Request request) {
         bool stopped = false;
         if (const auto given = request.on_data)
           request.on_data = [given, &stopped](std::string_view bytes) {
             stopped = !given(bytes) || stopped;
             return true;
           };
         auto answer = curl.send(request);
         if (stopped) answer = Error{.code = Errc::cancelled};
         return answer;
       }},
  };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(check_transport_answers)

BOOST_AUTO_TEST_CASE(each_check_is_there_for_a_reason) {
  auto all = broken_answers();
  for (auto& broken : broken_data()) all.push_back(broken);
  each_found_alone<keyturn::testing::checks::TransportAnswers>(all);
}

BOOST_AUTO_TEST_SUITE_END()
