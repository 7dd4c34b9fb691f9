// Each way to log in to a real server, with each driver: by browser, by device, and as a service.
#include "oauth_server.hpp"

namespace oauth {
namespace {

BOOST_FIXTURE_TEST_SUITE(grants, Server)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_user_signs_in_by_browser_and_out_again, Driver, Drivers) {
  auto app = client<Driver>(config("native"));
  const auto done = app.login(sign_in(config("native")));
  BOOST_REQUIRE_MESSAGE(done.has_value(), done.error().detail);
  BOOST_TEST(app.get("/me")->body == R"({"sub":"ada"})");
  BOOST_TEST(app.refresh().has_value());
  BOOST_TEST(app.who() == 200);
  BOOST_TEST(app.logout().has_value());
  BOOST_TEST(requests_to("/token/revocation") == 2);
  BOOST_TEST(app.who() == -static_cast<int>(Errc::not_logged_in));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_code_is_good_once_and_with_its_verifier_alone, Driver, Drivers) {
  auto app = client<Driver>(config("native"));
  auto code = sign_in(config("native"));
  auto other = code;
  other.code_verifier = std::string(43, 'x');
  BOOST_TEST((app.login(other).error().code == Errc::login_refused));
  code = sign_in(config("native"));
  BOOST_TEST(app.login(code).has_value());
  BOOST_TEST((app.login(code).error().code == Errc::login_refused));
}

// Asks every five seconds, as the server has it, for as long as the user takes.
template <class SignIn>
Result<keyturn::TokenSet> finish(SignIn& device, std::thread& person) {
  if constexpr (requires { device.wait(); }) {
    const auto codes = device.begin();
    BOOST_REQUIRE_MESSAGE(codes.has_value(), codes.error().detail);
    person = std::thread{[url = codes->verification_uri_complete] { visit(url); }};
    return device.wait();
  } else {
    while (!device.codes()) BOOST_REQUIRE(!device.poll());
    person = std::thread{[url = device.codes()->verification_uri_complete] { visit(url); }};
    for (;;) {
      if (auto tokens = device.poll()) return *std::move(tokens);
      std::this_thread::sleep_for(10ms);  // a frame
    }
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_device_signs_in_while_its_user_is_at_a_browser, Driver, Drivers) {
  auto app = client<Driver>(config("native"));
  keyturn::DeviceSignIn device{(*app).transport(), (*app).protocol()};
  std::thread person;
  auto tokens = finish(device, person);
  person.join();
  BOOST_REQUIRE_MESSAGE(tokens.has_value(), tokens.error().detail);
  BOOST_TEST((*app).adopt(*std::move(tokens)).has_value());
  BOOST_TEST(app.who() == 200);
  BOOST_TEST(app.refresh().has_value());
  BOOST_TEST(app.logout().has_value());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_service_logs_in_with_its_credentials_and_renews_itself, Driver, Drivers) {
  for (const auto& [id, way] :
       {std::pair{"service: basic", keyturn::ClientAuth::basic}, std::pair{"service", keyturn::ClientAuth::post}}) {
    auto settings = config(id);
    settings.client_secret = "a:b %+&=/~";
    settings.client_auth = way;
    settings.scope = "api";
    integration::Time time;
    auto app = client<Driver>(settings, {}, time);
    const auto done = app.login(keyturn::ClientCredentials{});
    BOOST_REQUIRE_MESSAGE(done.has_value(), done.error().detail);
    const auto token = [&] {
      const auto got = Driver::template of<keyturn::AccessToken>(
          *app, [](auto& client, auto... then) { return client.access_token(then...); });
      return got ? std::string{got->value()} : got.error().detail;
    };
    const std::string first = token();
    BOOST_TEST(token() == first);
    time.advance(3s);
    BOOST_TEST(token() != first);
    BOOST_TEST(app.logout().has_value());
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_wrong_secret_is_refused_and_named, Driver, Drivers) {
  auto settings = config("service");
  settings.client_secret = "wrong";
  settings.client_auth = keyturn::ClientAuth::post;
  settings.scope = "api";
  auto app = client<Driver>(settings);
  const auto done = app.login(keyturn::ClientCredentials{});
  BOOST_TEST_REQUIRE(!done.has_value());
  BOOST_TEST((done.error().code == Errc::login_refused));
  BOOST_TEST(done.error().detail.find("wrong") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace oauth
