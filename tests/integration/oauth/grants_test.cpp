// Each way to log in to a real server, with each driver: by browser, by device and as a service.
#include "oauth_server.hpp"

#include <boost/mp11/list.hpp>

#include <keyturn/sign_in.hpp>

namespace oauth {
namespace {

using Drivers = boost::mp11::mp_list<Blocking, Asynchronous>;

struct Grants {
  Server server;
  template <class Driver>
  auto client(OAuth2Config config) {
    return keyturn::AuthClient{typename Driver::Transport{}, keyturn::MemoryStorage{}, OAuth2{std::move(config)}};
  }
};

/// The code that the browser brings back.
keyturn::AuthorizationCode sign_in(const OAuth2Config& config) {
  auto begun = keyturn::BrowserSignIn::begin(config, {.open_browser =
                                                          [](const std::string& url) {
                                                            std::thread{[url] { visit(url); }}.detach();
                                                            return Result<void>{};
                                                          },
                                                      .extra = {{"prompt", "consent"}}});
  BOOST_REQUIRE_MESSAGE(begun.has_value(), begun.error().detail);
  BOOST_REQUIRE(begun->open_browser().has_value());
  auto code = begun->wait();
  BOOST_REQUIRE_MESSAGE(code.has_value(), code.error().detail);
  return *std::move(code);
}

BOOST_FIXTURE_TEST_SUITE(grants, Grants)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_user_signs_in_by_browser_and_out_again, Driver, Drivers) {
  auto client = this->client<Driver>(server.config("native"));
  Asked<Driver, decltype(client)> asked{client};
  const auto done = asked.login(sign_in(server.config("native")));
  BOOST_REQUIRE_MESSAGE(done.has_value(), done.error().detail);
  BOOST_TEST(asked.who() == 200);
  BOOST_TEST(asked.refresh().has_value());
  BOOST_TEST(asked.who() == 200);
  BOOST_TEST(asked.logout().has_value());
  BOOST_TEST(asked.who() == -static_cast<int>(Errc::not_logged_in));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace oauth
