#include <keyturn/testing/scripted_transport.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <thread>

using namespace keyturn;
using testing::ScriptedTransport;

static_assert(BlockingTransport<ScriptedTransport>);

BOOST_AUTO_TEST_SUITE(testing_scripted_transport)

BOOST_AUTO_TEST_CASE(answers_in_the_order_of_its_script) {
  ScriptedTransport transport;
  transport.answer(Response{.status = 201}).answer(Error{.code = Errc::no_answer}).answer([](const Request& request) {
    return Response{.status = 200, .body = request.url};
  });
  BOOST_TEST(transport.send({.url = "/a"})->status == 201);
  BOOST_TEST((transport.send({.url = "/b"}).error().code == Errc::no_answer));
  BOOST_TEST(transport.send({.url = "/c"})->body == "/c");
}

BOOST_AUTO_TEST_CASE(past_the_script_comes_what_it_says_then) {
  ScriptedTransport transport;
  const auto error = transport.send({.method = "PUT", .url = "/x"}).error();
  BOOST_TEST((error.code == Errc::not_sent));
  BOOST_TEST(error.detail == "the script has no answer for PUT /x");
  transport.answer(Response{.status = 200}).then([](const Request&) { return Response{.status = 404}; });
  BOOST_TEST(transport.send({})->status == 200);
  BOOST_TEST(transport.send({})->status == 404);
  BOOST_TEST(transport.send({})->status == 404);
}

BOOST_AUTO_TEST_CASE(remembers_what_it_was_asked_with_bodies_read) {
  ScriptedTransport transport;
  ScriptedTransport copy = transport;
  copy.answer(Response{.status = 200}).answer(Response{.status = 200});
  Request request{.method = "POST", .url = "/x", .body = "text"};
  request.headers.add("X-One", "1");
  BOOST_TEST(copy.send(request).has_value());
  request.body = Body::stream([] {
    return [left = 10'000u](std::span<char> into) mutable {
      const std::size_t size = std::min<std::size_t>(left, into.size());
      std::fill_n(into.data(), size, 'x');
      left -= static_cast<unsigned>(size);
      return size;
    };
  });
  BOOST_TEST(copy.send(request).has_value());
  const auto seen = transport.seen();
  BOOST_TEST_REQUIRE(seen.size() == 2u);
  BOOST_TEST(seen[0].body == "text");
  BOOST_TEST(seen[0].request.headers.get("x-one").value() == "1");
  BOOST_TEST(seen[1].body == std::string(10'000, 'x'));
}

BOOST_AUTO_TEST_CASE(each_answer_is_given_once_to_many_threads) {
  ScriptedTransport transport;
  for (int i = 0; i < 200; ++i) transport.answer(Response{.status = 200 + i});
  std::mutex mutex;
  std::vector<int> statuses;
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (unsigned n = 0; n < 50; ++n) {
        const int status = transport.send({})->status;
        const std::lock_guard lock{mutex};
        statuses.push_back(status);
      }
    });
  for (std::thread& thread : threads) thread.join();
  std::sort(statuses.begin(), statuses.end());
  BOOST_TEST((std::unique(statuses.begin(), statuses.end()) == statuses.end()));
  BOOST_TEST(transport.seen().size() == 200u);
}

BOOST_AUTO_TEST_CASE(a_scripted_function_may_use_the_transport) {
  ScriptedTransport transport;
  transport.answer([transport](const Request&) mutable { return transport.send({.url = "/inner"}); });
  transport.answer(Response{.status = 200, .body = "inner"});
  BOOST_TEST(transport.send({.url = "/outer"})->body == "inner");
}

BOOST_AUTO_TEST_SUITE_END()
