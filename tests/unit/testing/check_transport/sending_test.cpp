#include <keyturn/testing/check_transport/sending.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/testing/check_transport/broken.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>

using namespace std::chrono_literals;

namespace {

bool unanswered(const Result<Response>& answer) { return !answer && answer.error().code == Errc::no_answer; }

std::vector<Broken> broken_sending() {
  return {
      {"at_most_once takes a fresh connection",
       [](CurlTransport& curl, Request request) {
         if (request.method == "POST") request.at_most_once = false;
         return curl.send(request);
       }},
      {"at_most_once is sent once",
       [](CurlTransport& curl, Request request) {
         if (request.method == "GET") request.at_most_once = false;
         return curl.send(request);
       }},
      {"a request without an answer is not sent again",
       [](CurlTransport& curl, const Request& request) {
         auto answer = curl.send(request);
         if (unanswered(answer) && request.method == "PUT") return curl.send(request);
         return answer;
       }},
      {"an answer that says later is not asked again",
       [](CurlTransport& curl, const Request& request) {
         auto answer = curl.send(request);
         if (answer && answer->status == 503) return curl.send(request);
         return answer;
       }},
  };
}

/// Sends a POST again if it had an answer from that server before: so the connection must have been at fault.
Broken trusting() {
  struct Memory {
    std::mutex mutex;
    std::string server;
  };
  return {"a POST on a kept connection that dies is not sent again",
          [memory = std::make_shared<Memory>()](CurlTransport& curl, const Request& request) {
            auto answer = curl.send(request);
            const std::string server = request.url.substr(0, request.url.find('/', 8));
            std::unique_lock lock{memory->mutex};
            if (answer) memory->server = server;
            const bool again =
                unanswered(answer) && request.method == "POST" && !request.at_most_once && memory->server == server;
            lock.unlock();
            return again ? curl.send(request) : answer;
          }};
}

Broken one_at_a_time() {
  return {"calls of several threads run at once",
          [mutex = std::make_shared<std::mutex>()](CurlTransport& curl, const Request& request) {
            const std::lock_guard lock{*mutex};
            return curl.send(request);
          }};
}

/// Has one place for the answers of all threads.
Broken mixed_up() {
  struct Place {
    std::mutex mutex;
    std::string body;
    std::atomic<int> inside{0};
  };
  return {"each thread gets its own answer",
          [place = std::make_shared<Place>()](CurlTransport& curl, const Request& request) {
            ++place->inside;
            auto answer = curl.send(request);
            if (place->inside > 1 && answer && request.method == "POST") {
              const std::lock_guard lock{place->mutex};
              std::swap(place->body, answer->body);
            }
            --place->inside;
            return answer;
          }};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(check_transport_sending)

BOOST_AUTO_TEST_CASE(each_check_is_there_for_a_reason) {
  auto all = broken_sending();
  all.push_back(trusting());
  all.push_back(one_at_a_time());
  all.push_back(mixed_up());
  each_found_alone<keyturn::testing::checks::TransportSending>(all);
}

BOOST_AUTO_TEST_SUITE_END()
