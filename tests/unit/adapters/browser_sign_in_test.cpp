#include <keyturn/adapters/browser_sign_in.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/adapters/browser.hpp>

#include <memory>
#include <thread>

using namespace keyturn;
using namespace std::chrono_literals;
using browser::Tab;

static_assert(std::is_nothrow_move_constructible_v<BrowserSignIn>);

BOOST_AUTO_TEST_SUITE(browser_sign_in)

OAuth2Config server() {
  return {.issuer = "https://login.example",
          .authorization_endpoint = "https://login.example/authorize",
          .client_id = "app"};
}

// The target that the browser is sent back to.
std::string right_answer(std::string_view url) { return "/?code=the-code&state=" + read_callback(url)->state; }

std::string redirect_uri_in(std::string_view url) {
  const auto fields = *read_form(url.substr(url.find('?') + 1));
  for (const auto& field : fields)
    if (field.name == "redirect_uri") return std::string{field.value.view()};
  return {};
}

BOOST_AUTO_TEST_CASE(polled_it_brings_the_code_and_never_waits) {
  auto sign_in = BrowserSignIn::begin(server());
  BOOST_TEST_REQUIRE(sign_in.has_value());
  BOOST_TEST(!sign_in->poll().has_value());
  BOOST_TEST(sign_in->redirect_uri() == redirect_uri_in(sign_in->url()));
  const Tab tab{sign_in->redirect_uri()};
  tab.get(right_answer(sign_in->url()));
  std::optional<Result<AuthorizationCode>> code;
  while (!code) code = sign_in->poll();
  BOOST_TEST_REQUIRE(code->has_value());
  BOOST_TEST((*code)->code == "the-code");
  BOOST_TEST(!browser::answers(sign_in->redirect_uri()));
  BOOST_TEST((sign_in->poll()->error().code == Errc::bad_request));
}

BOOST_AUTO_TEST_CASE(the_blocking_form_opens_the_browser_and_waits_for_it) {
  std::unique_ptr<Tab> tab;
  const auto code = sign_in_with_browser(server(), {.open_browser = [&](const std::string& url) {
                                           tab = std::make_unique<Tab>(redirect_uri_in(url));
                                           tab->get(right_answer(url));
                                           return Result<void>{};
                                         }});
  BOOST_TEST_REQUIRE(code.has_value());
  BOOST_TEST(code->code == "the-code");
  BOOST_TEST(tab->answer() == detail::redirect_answer(detail::RedirectPage::done));
  BOOST_TEST(!browser::answers(code->redirect_uri));
}

BOOST_AUTO_TEST_CASE(a_browser_that_cannot_be_opened_is_said_at_once_and_no_port_is_open) {
  std::string uri;
  const Error missing{.code = Errc::unsupported, .detail = "there is no browser"};
  const auto code = sign_in_with_browser(server(), {.open_browser = [&](const std::string& url) -> Result<void> {
                                           uri = redirect_uri_in(url);
                                           return missing;
                                         }});
  BOOST_TEST((code == missing));
  BOOST_TEST(uri.starts_with("http://127.0.0.1:"));
  BOOST_TEST(!browser::answers(uri));
}

BOOST_AUTO_TEST_CASE(without_an_opener_of_the_hosts_the_system_is_asked) {
  const std::string path = ::getenv("PATH");
  ::setenv("PATH", "/nowhere", 1);
  ::setenv("BROWSER", "some", 1);
  const auto code = sign_in_with_browser(server());
  ::unsetenv("BROWSER");
  ::setenv("PATH", path.c_str(), 1);
  BOOST_TEST_REQUIRE(!code.has_value());
  BOOST_TEST((code.error().code == Errc::unsupported));
  BOOST_TEST(code.error().detail.find("could not be started") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_browser_that_never_comes_back_is_not_waited_for_for_ever) {
  std::string uri;
  const auto code = sign_in_with_browser(server(), {.timeout = 30ms, .open_browser = [&](const std::string& url) {
                                                      uri = redirect_uri_in(url);
                                                      return Result<void>{};
                                                    }});
  BOOST_TEST_REQUIRE(!code.has_value());
  BOOST_TEST((code.error().code == Errc::timed_out));
  BOOST_TEST(!browser::answers(uri));
}

BOOST_AUTO_TEST_CASE(another_thread_may_cancel_the_wait) {
  auto sign_in = BrowserSignIn::begin(server());
  std::thread other{[&] { sign_in->cancel(); }};
  const auto code = sign_in->wait();
  other.join();
  BOOST_TEST((code.error().code == Errc::cancelled));
  BOOST_TEST(!browser::answers(sign_in->redirect_uri()));
}

BOOST_AUTO_TEST_CASE(what_the_user_pastes_is_the_result_of_the_next_poll) {
  auto sign_in = BrowserSignIn::begin(server());
  BOOST_TEST(!sign_in->answer("nothing of the kind").has_value());
  BOOST_TEST(!sign_in->poll().has_value());
  const std::string url = sign_in->redirect_uri() + right_answer(sign_in->url()).substr(1);
  BOOST_TEST(sign_in->answer(url).has_value());
  const auto code = sign_in->wait();
  BOOST_TEST_REQUIRE(code.has_value());
  BOOST_TEST(code->code == "the-code");
  BOOST_TEST(!sign_in->answer(url).has_value());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_is_an_error_of_begin) {
  BOOST_TEST((BrowserSignIn::begin({}).error().code == Errc::bad_request));
  BOOST_TEST((sign_in_with_browser({}).error().code == Errc::bad_request));
}

BOOST_AUTO_TEST_SUITE_END()
