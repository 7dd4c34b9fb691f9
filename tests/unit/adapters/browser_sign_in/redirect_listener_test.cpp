#include <keyturn/adapters/browser_sign_in/redirect_listener.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/adapters/browser.hpp>

#include <deque>
#include <memory>

using namespace keyturn;
using namespace keyturn::detail;
using namespace std::chrono_literals;
using browser::Tab;

BOOST_AUTO_TEST_SUITE(browser_sign_in_redirect_listener)

// The time stands where a test puts it; sockets are real, and on one machine what is sent is there at once.
struct Fixture {
  RedirectListener listener{*listen_at_loopback(LoopbackAddress::ipv4, 0), "/callback"};
  const std::string url = listener.redirect_uri();
  TimePoint now{1h};
  std::vector<std::string> asked;
  RedirectVerdict verdict{};

  // Until the listener is done with all that was sent; true if that was the last.
  bool serve() {
    for (int i = 0; i < 3; ++i)
      if (listener.serve(now, [this](std::string_view query) { return asked.emplace_back(query), verdict; }))
        return true;
    return false;
  }
  std::string ask(std::string_view bytes) {
    const Tab tab{url};
    BOOST_TEST(tab.send(bytes));
    serve();
    return tab.answer();
  }
};

BOOST_FIXTURE_TEST_CASE(the_right_answer_gets_its_page_and_then_no_port_is_open, Fixture) {
  const Tab tab{url};
  tab.get("/callback?code=c&state=s");
  verdict = {RedirectPage::done, true};
  BOOST_TEST(serve());
  BOOST_TEST(tab.answer() == redirect_answer(RedirectPage::done));
  BOOST_TEST((asked == std::vector<std::string>{"code=c&state=s"}));
  BOOST_TEST(!browser::answers(url));
}

BOOST_FIXTURE_TEST_CASE(a_replayed_answer_finds_nobody, Fixture) {
  const Tab first{url}, second{url};
  first.get("/callback?code=c&state=s");
  second.get("/callback?code=c&state=s");
  verdict = {RedirectPage::done, true};
  BOOST_TEST(serve());
  BOOST_TEST(asked.size() == 1u);
  BOOST_TEST(second.answer() == "");
  BOOST_TEST(!browser::answers(url));
}

BOOST_FIXTURE_TEST_CASE(nothing_but_a_get_of_the_path_with_the_right_host_is_judged, Fixture) {
  const std::string host = "\r\nHost: " + url.substr(7, url.find('/', 7) - 7) + "\r\n\r\n";
  for (const auto& [request, status] : std::vector<std::pair<std::string, std::string>>{
           {"GET / HTTP/1.1" + host, "404"},
           {"GET /favicon.ico HTTP/1.1" + host, "404"},
           {"GET /callback/ HTTP/1.1" + host, "404"},
           {"GET /Callback HTTP/1.1" + host, "404"},
           {"GET /%63allback HTTP/1.1" + host, "404"},
           {"POST /callback HTTP/1.1" + host, "405"},
           {"HEAD /callback HTTP/1.1" + host, "405"},
           {"GET /callback HTTP/1.1\r\nHost: attacker.example\r\n\r\n", "400"},
           {"GET /callback HTTP/1.1\r\nHost: localhost:" + url.substr(17, url.find('/', 7) - 17) + "\r\n\r\n", "400"},
           {"GET /callback HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "400"},
           {"GET /callback HTTP/1.1\r\n\r\n", "400"},
           {"\x16\x03\x01\x02\r\n\r\n", "400"},
           {"GET /callback HTTP/1.1" + host + "GET /callback HTTP/1.1" + host, "400"},
       })
    BOOST_TEST(ask(request).starts_with("HTTP/1.1 " + status), request);
  BOOST_TEST(asked.empty());
  BOOST_TEST(browser::answers(url));
}

BOOST_FIXTURE_TEST_CASE(a_refused_answer_gets_a_page_and_the_wait_goes_on, Fixture) {
  for (int i = 0; i < 1000; ++i) {
    const Tab tab{url};
    tab.get("/callback?code=c&state=" + std::to_string(i));
    BOOST_TEST_REQUIRE(!serve());
    BOOST_TEST_REQUIRE(tab.answer() == redirect_answer(RedirectPage::refused));
  }
  BOOST_TEST(asked.size() == 1000u);
  const Tab tab{url};
  tab.get("/callback?code=c&state=s");
  verdict = {RedirectPage::done, true};
  BOOST_TEST(serve());
}

BOOST_FIXTURE_TEST_CASE(a_request_may_come_byte_by_byte, Fixture) {
  const Tab tab{url};
  for (const char c : tab.request("/callback?code=c")) {
    tab.send({&c, 1});
    BOOST_TEST_REQUIRE(!serve());
  }
  BOOST_TEST(tab.answer() == redirect_answer(RedirectPage::refused));
  BOOST_TEST((asked == std::vector<std::string>{"code=c"}));
}

BOOST_FIXTURE_TEST_CASE(who_sends_too_much_is_told_so, Fixture) {
  std::string longest = Tab{url}.request("/callback?");
  longest.insert(longest.find(" HTTP"), RedirectListener::max_head - longest.size(), 'a');
  BOOST_TEST(ask(longest) == redirect_answer(RedirectPage::refused));
  BOOST_TEST(asked.size() == 1u);
  longest.insert(longest.find(" HTTP"), 1, 'a');
  BOOST_TEST(ask(longest).starts_with("HTTP/1.1 431 "));
  BOOST_TEST(ask("GET /callback?" + std::string(9000, 'a')).starts_with("HTTP/1.1 431 "));
  BOOST_TEST(asked.size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(slow_ones_do_not_stand_in_the_way_and_are_let_go_of, Fixture) {
  const Tab silent{url}, slow{url}, right{url};
  slow.send("GET /callback?co");
  right.get("/callback?code=c");
  serve();
  BOOST_TEST(right.answer() == redirect_answer(RedirectPage::refused));
  now += 9s;
  slow.send("de=");
  serve();
  BOOST_TEST(!silent.closed());
  BOOST_TEST(!slow.closed());
  now += 1s;
  serve();
  BOOST_TEST(silent.closed());
  BOOST_TEST(slow.closed());
  BOOST_TEST((asked == std::vector<std::string>{"code=c"}));
}

BOOST_FIXTURE_TEST_CASE(a_crowd_of_silent_ones_does_not_shut_the_right_one_out, Fixture) {
  std::deque<Tab> crowd;
  for (int i = 0; i < 200; ++i) crowd.emplace_back(url);
  const Tab right{url};
  right.get("/callback?code=c");
  verdict = {RedirectPage::done, true};
  bool last = false;
  for (int i = 0; i < 20 && !last; ++i) last = serve();
  BOOST_TEST(last);
  BOOST_TEST(right.answer() == redirect_answer(RedirectPage::done));
}

BOOST_FIXTURE_TEST_CASE(of_a_crowd_the_oldest_give_way, Fixture) {
  std::deque<Tab> crowd;
  for (std::size_t i = 0; i < RedirectListener::max_connections + 5; ++i) crowd.emplace_back(url);
  serve();
  for (std::size_t i = 0; i < crowd.size(); ++i) BOOST_TEST(crowd[i].closed() == (i < 5), i);
}

BOOST_FIXTURE_TEST_CASE(who_goes_away_early_is_forgotten, Fixture) {
  {
    const Tab tab{url};
    tab.send("GET /callback?code");
    serve();
  }
  { const Tab tab{url}; }
  serve();
  BOOST_TEST(asked.empty());
  // Who has said all may close its side before the answer.
  const Tab tab{url};
  tab.get("/callback?code=c");
  serve();
  BOOST_TEST(asked.size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(waiting_ends_when_somebody_comes, Fixture) {
  listener.wait(0ms);
  const Tab tab{url};
  listener.wait(10'000ms);  // this test would take that long otherwise
  serve();
  tab.get("/callback?code=c");
  listener.wait(10'000ms);
  serve();
  BOOST_TEST(asked.size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(closed_it_takes_nobody, Fixture) {
  const Tab before{url};
  serve();
  listener.close();
  BOOST_TEST(before.closed());
  BOOST_TEST(!browser::answers(url));
}

BOOST_AUTO_TEST_SUITE_END()
