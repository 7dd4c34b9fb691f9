#include <keyturn/adapters/browser_sign_in/flow.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/adapters/browser.hpp>

using namespace keyturn;
using namespace keyturn::detail;
using namespace std::chrono_literals;
using browser::Tab;

BOOST_AUTO_TEST_SUITE(browser_sign_in_flow)

OAuth2Config server() {
  return {.issuer = "https://login.example",
          .authorization_endpoint = "https://login.example/authorize",
          .client_id = "app",
          .scope = "openid"};
}

// One sign-in, whose clock the test moves.
struct Fixture {
  TimePoint now{1h};
  BrowserFlow flow;
  AuthorizationAnswer asked =
      *read_callback(flow.url());  // what stands in the URL for the browser: the state above all

  explicit Fixture(OAuth2Config config = server(), BrowserSignInOptions options = {})
      : flow{*BrowserFlow::begin(std::move(config), std::move(options), now)} {}

  std::string right() const { return "/?code=the-code&state=" + asked.state + "&iss=https%3A%2F%2Flogin.example"; }

  std::optional<Result<AuthorizationCode>> step() {
    for (int i = 0; i < 2; ++i)
      if (auto result = flow.step(now)) return result;
    return std::nullopt;
  }
  // The page that the browser gets, where the sign-in goes on.
  std::string page_for(std::string_view target) {
    const Tab tab{flow.redirect_uri()};
    tab.get(target);
    BOOST_TEST_REQUIRE(!step().has_value());
    return tab.answer();
  }
  // The error that ends it, and the page that the browser gets.
  Error end_by(std::string_view target, std::string* page = nullptr) {
    const Tab tab{flow.redirect_uri()};
    tab.get(target);
    auto result = step();
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST_REQUIRE(!result->has_value());
    BOOST_TEST(!browser::answers(flow.redirect_uri()));
    const std::string shown = tab.answer();
    BOOST_TEST(shown == redirect_answer(RedirectPage::failed));
    if (page != nullptr) *page = shown;
    return std::move(*result).error();
  }
  void check_goes_on() {
    const Tab tab{flow.redirect_uri()};
    tab.get(right());
    const auto result = step();
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST_REQUIRE(result->has_value());
    BOOST_TEST((*result)->code == "the-code");
  }
};

std::string value_in(std::string_view url, std::string_view name) {
  const auto fields = *read_form(url.substr(url.find('?') + 1));
  for (const auto& field : fields)
    if (field.name == name) return std::string{field.value.view()};
  return {};
}

BOOST_FIXTURE_TEST_CASE(the_right_answer_brings_the_code_with_what_redeems_it, Fixture) {
  const Tab tab{flow.redirect_uri()};
  tab.get(right());
  const auto result = step();
  BOOST_TEST_REQUIRE(result.has_value());
  BOOST_TEST_REQUIRE(result->has_value());
  BOOST_TEST((*result)->code == "the-code");
  BOOST_TEST((*result)->redirect_uri == flow.redirect_uri());
  BOOST_TEST(code_challenge((*result)->code_verifier)->view() == value_in(flow.url(), "code_challenge"));
  BOOST_TEST(tab.answer() == redirect_answer(RedirectPage::done));
  BOOST_TEST(!browser::answers(flow.redirect_uri()));
}

BOOST_FIXTURE_TEST_CASE(the_url_asks_for_a_code_with_a_state_and_a_challenge_of_its_own, Fixture) {
  BOOST_TEST(flow.url().starts_with("https://login.example/authorize?"));
  for (const auto& [name, value] : {std::pair{"response_type", "code"},
                                    {"client_id", "app"},
                                    {"scope", "openid"},
                                    {"code_challenge_method", "S256"},
                                    {"redirect_uri", flow.redirect_uri().c_str()}})
    BOOST_TEST(value_in(flow.url(), name) == value);
  const Fixture other;
  for (const char* name : {"state", "code_challenge", "redirect_uri"}) {
    BOOST_TEST(!value_in(flow.url(), name).empty());
    BOOST_TEST(value_in(flow.url(), name) != value_in(other.flow.url(), name));
  }
}

BOOST_FIXTURE_TEST_CASE(a_result_comes_once, Fixture) {
  check_goes_on();
  const auto again = step();
  BOOST_TEST_REQUIRE(again.has_value());
  BOOST_TEST((again->error().code == Errc::bad_request));
  BOOST_TEST((flow.take(flow.redirect_uri() + "?code=c").error().code == Errc::bad_request));
}

BOOST_FIXTURE_TEST_CASE(an_answer_without_the_state_is_refused_and_the_wait_goes_on, Fixture) {
  for (const std::string& target : {
           std::string{"/"},
           std::string{"/?code=stolen"},
           std::string{"/?code=stolen&state="},
           std::string{"/?code=stolen&state=guess"},
           "/?code=stolen&state=" + asked.state + "x",
           "/?code=stolen&state=" + asked.state.substr(1),
           "/?code=stolen&state=" + asked.state + "&state=" + asked.state,
           "/?code=stolen&code=other&state=" + asked.state,
           "/?code=stolen&state=%ZZ" + asked.state,
           std::string{"/?error=access_denied"},
           std::string{"/?error=access_denied&state=guess"},
       })
    BOOST_TEST(page_for(target) == redirect_answer(RedirectPage::refused), target);
  check_goes_on();
}

BOOST_FIXTURE_TEST_CASE(a_thousand_wrong_answers_bring_no_code_and_do_not_end_it, Fixture) {
  for (int i = 0; i < 1000; ++i) {
    const Tab tab{flow.redirect_uri()};
    tab.get("/?code=stolen&state=" + std::to_string(i));
    BOOST_TEST_REQUIRE(!step().has_value());
  }
  now += 5min;
  const auto result = step();
  BOOST_TEST_REQUIRE(result.has_value());
  BOOST_TEST_REQUIRE(!result->has_value());
  BOOST_TEST((result->error().code == Errc::timed_out));
  BOOST_TEST(
      result->error().detail ==
      "nobody came back from the browser in time; answers that were not to this sign-in, and were refused: 1000");
  BOOST_TEST(!browser::answers(flow.redirect_uri()));
}

BOOST_FIXTURE_TEST_CASE(an_answer_of_another_issuer_ends_it_without_a_code, Fixture) {
  const Error error = end_by("/?code=c&state=" + asked.state + "&iss=https%3A%2F%2Fevil.example");
  BOOST_TEST((error.code == Errc::bad_answer));
  BOOST_TEST(error.detail == "a callback of another issuer");
}

BOOST_AUTO_TEST_CASE(an_answer_without_the_issuer_that_the_server_always_names_ends_it) {
  OAuth2Config config = server();
  config.iss_in_callbacks = true;
  Fixture fixture{config};
  BOOST_TEST(fixture.end_by("/?code=c&state=" + fixture.asked.state).detail == "a callback without the issuer");
}

BOOST_FIXTURE_TEST_CASE(a_refusal_says_what_the_server_said_and_the_page_repeats_nothing_of_it, Fixture) {
  std::string page;
  const Error error = end_by("/?error=access_denied&error_description=%3Cscript%3E&state=" + asked.state, &page);
  BOOST_TEST((error.code == Errc::login_refused));
  BOOST_TEST(error.detail == "the auth server refused the sign-in: access_denied");
  BOOST_TEST(page.find("script") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(an_answer_without_a_code_ends_it, Fixture) {
  BOOST_TEST((end_by("/?state=" + asked.state).code == Errc::bad_answer));
}

BOOST_FIXTURE_TEST_CASE(a_browser_that_never_comes_back_is_waited_for_until_the_time_is_over, Fixture) {
  now += 5min - 1ns;
  BOOST_TEST(!step().has_value());
  BOOST_TEST(browser::answers(flow.redirect_uri()));
  now += 1ns;
  const auto result = step();
  BOOST_TEST_REQUIRE(result.has_value());
  BOOST_TEST((result->error().code == Errc::timed_out));
  BOOST_TEST(result->error().detail == "nobody came back from the browser in time");
  BOOST_TEST(!browser::answers(flow.redirect_uri()));
}

BOOST_FIXTURE_TEST_CASE(an_answer_at_the_last_moment_counts, Fixture) {
  const Tab tab{flow.redirect_uri()};
  tab.get(right());
  now += 5min;
  const auto result = flow.step(now);
  BOOST_TEST_REQUIRE(result.has_value());
  BOOST_TEST(result->has_value());
}

BOOST_FIXTURE_TEST_CASE(cancelled_it_is_over_and_no_port_is_open, Fixture) {
  flow.cancel();
  const auto result = step();
  BOOST_TEST_REQUIRE(result.has_value());
  BOOST_TEST((result->error().code == Errc::cancelled));
  BOOST_TEST(!browser::answers(flow.redirect_uri()));
}

BOOST_AUTO_TEST_CASE(when_it_dies_no_port_is_open) {
  std::string url;
  {
    const Fixture fixture;
    url = fixture.flow.redirect_uri();
    BOOST_TEST(browser::answers(url));
  }
  BOOST_TEST(!browser::answers(url));
}

BOOST_FIXTURE_TEST_CASE(the_url_that_the_browser_shows_may_be_pasted, Fixture) {
  BOOST_TEST(flow.take("  " + flow.redirect_uri() + right().substr(1) + "#_=_\r\n").has_value());
  const auto result = step();
  BOOST_TEST_REQUIRE(result.has_value());
  BOOST_TEST_REQUIRE(result->has_value());
  BOOST_TEST((*result)->code == "the-code");
  BOOST_TEST(!browser::answers(flow.redirect_uri()));
}

BOOST_FIXTURE_TEST_CASE(the_code_alone_may_be_pasted, Fixture) {
  BOOST_TEST(flow.take("4/0Ab_c-d=\n").has_value());
  const auto result = step();
  BOOST_TEST_REQUIRE(result.has_value());
  BOOST_TEST((*result)->code == "4/0Ab_c-d=");
  BOOST_TEST(code_challenge((*result)->code_verifier)->view() == value_in(flow.url(), "code_challenge"));
}

BOOST_FIXTURE_TEST_CASE(what_is_pasted_wrongly_changes_nothing, Fixture) {
  for (const std::string& text : {
           std::string{},
           std::string{" \n"},
           std::string{"https://login.example/authorize?code=c"},
           std::string{"two words"},
           flow.url(),
           flow.redirect_uri(),
           flow.redirect_uri() + "?code=c&state=guess",
           flow.redirect_uri() + "x?code=c&state=" + asked.state,
       }) {
    const auto taken = flow.take(text);
    BOOST_TEST(!taken.has_value(), text);
    BOOST_TEST(!taken.error().detail.empty());
  }
  check_goes_on();
}

BOOST_FIXTURE_TEST_CASE(a_pasted_answer_of_another_issuer_ends_it, Fixture) {
  BOOST_TEST(flow.take(flow.redirect_uri() + "?code=c&iss=x&state=" + asked.state).has_value());
  BOOST_TEST((step()->error().code == Errc::bad_answer));
}

BOOST_AUTO_TEST_CASE(an_app_with_a_scheme_of_its_own_opens_no_port_and_hands_the_url_over) {
  for (const auto& [uri, next] : {std::pair{"com.example.app:/signed-in", '?'}, {"https://app.example/?to=a", '&'}}) {
    Fixture fixture{server(), {.redirect_uri = uri}};
    BOOST_TEST(value_in(fixture.flow.url(), "redirect_uri") == uri);
    BOOST_TEST(!fixture.flow.take(std::string{uri} + "x" + next + fixture.right().substr(2)).has_value());
    BOOST_TEST(fixture.flow.take(uri + (next + fixture.right().substr(2))).has_value());
    const auto result = fixture.step();
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST((*result)->code == "the-code");
    BOOST_TEST((*result)->redirect_uri == uri);
  }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_is_said_before_anything_is_opened) {
  const auto error = [](OAuth2Config config, BrowserSignInOptions options = {}) {
    const auto flow = BrowserFlow::begin(std::move(config), options, TimePoint{});
    return flow ? Error{} : flow.error();
  };
  OAuth2Config config = server();
  config.authorization_endpoint = "http://login.example/authorize";
  BOOST_TEST((error(config).code == Errc::insecure_url));
  config = server();
  config.client_id = {};
  BOOST_TEST((error(config).code == Errc::bad_request));
  for (const char* path : {"", "callback", "/a b", "/a?b=c", "/a#b"})
    BOOST_TEST((error(server(), {.path = path}).code == Errc::bad_request), path);
  BOOST_TEST((error(server(), {.extra = {{"state", "mine"}}}).code == Errc::bad_request));

  const Fixture taken;
  const std::uint16_t port = origin_of(taken.flow.redirect_uri())->port;
  const Error busy = error(server(), {.address = LoopbackAddress::ipv4, .port = port});
  BOOST_TEST((busy.code == Errc::unsupported));
  BOOST_TEST(busy.detail.find(std::to_string(port)) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(path_port_scope_and_parameters_are_the_hosts_to_choose) {
  const std::uint16_t port = [] { return origin_of(Fixture{}.flow.redirect_uri())->port; }();
  Fixture fixture{server(), {.port = port, .path = "/signed/in", .scope = "notes", .extra = {{"prompt", "login"}}}};
  BOOST_TEST(fixture.flow.redirect_uri() == "http://127.0.0.1:" + std::to_string(port) + "/signed/in");
  BOOST_TEST(value_in(fixture.flow.url(), "scope") == "notes");
  BOOST_TEST(value_in(fixture.flow.url(), "prompt") == "login");
  const Tab tab{fixture.flow.redirect_uri()};
  tab.get("/signed/in" + fixture.right().substr(1));
  BOOST_TEST(fixture.step()->has_value());
}

BOOST_FIXTURE_TEST_CASE(waiting_never_goes_beyond_the_end, Fixture) {
  flow.wait(now + 5min, 10'000ms);  // returns at once, or this test would take long
  const Tab tab{flow.redirect_uri()};
  flow.wait(now, 10'000ms);
}

BOOST_AUTO_TEST_SUITE_END()
