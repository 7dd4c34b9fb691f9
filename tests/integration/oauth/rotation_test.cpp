// Rotation on a real server whose access tokens live for two seconds, with each driver.
#include "oauth_server.hpp"

#include <filesystem>

namespace oauth {
namespace {

struct Rotation : Server {
  integration::Time time;
  keyturn::MemoryStorage storage;

  // Both clocks move on.
  void both_pass(std::chrono::seconds span) {
    pass(span);
    time.advance(span);
  }
};

BOOST_FIXTURE_TEST_SUITE(rotation, Rotation)

BOOST_AUTO_TEST_CASE_TEMPLATE(an_access_token_of_two_seconds_is_renewed_again_and_again, Driver, Drivers) {
  auto app = client<Driver>(config("native"), storage, time);
  BOOST_REQUIRE(app.login(sign_in(config("native"))).has_value());
  for (int i = 1; i <= 10; ++i) {
    both_pass(10s);
    BOOST_TEST(app.who() == 200);
    BOOST_TEST((*app).session().generation == static_cast<unsigned>(1 + i));
  }
  BOOST_TEST(requests_to("/me") == 10);  // never with a dead token
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_token_that_only_the_server_holds_for_dead_is_renewed_and_the_call_replayed, Driver,
                              Drivers) {
  auto app = client<Driver>(config("native"), storage, time);
  BOOST_REQUIRE(app.login(sign_in(config("native"))).has_value());
  pass(60s);  // the clock here stands still
  BOOST_TEST(app.who() == 200);
  BOOST_TEST(requests_to("/me") == 2);
  BOOST_TEST((*app).session().generation == 2u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_spent_refresh_token_ends_the_session_in_plain_words, Driver, Drivers) {
  auto app = client<Driver>(config("native"), storage, time);
  BOOST_REQUIRE(app.login(sign_in(config("native"))).has_value());
  const auto spent = storage.load("default").value();  // somebody's copy
  both_pass(10s);
  BOOST_TEST(app.who() == 200);

  keyturn::MemoryStorage copy;
  BOOST_TEST(copy.save("default", *spent).has_value());
  both_pass(10s);
  auto other = client<Driver>(config("native"), copy, time);
  BOOST_TEST(other.who() == -static_cast<int>(Errc::session_ended));

  // The server ends all that came of that login.
  int ended = 0;
  (*app).on_logout([&](keyturn::LogoutReason reason) {
    BOOST_TEST((reason == keyturn::LogoutReason::refresh_token_refused));
    ++ended;
  });
  BOOST_TEST(app.who() == -static_cast<int>(Errc::session_ended));
  BOOST_TEST(ended == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(after_logout_both_tokens_are_dead_at_the_server, Driver, Drivers) {
  auto app = client<Driver>(config("native"), storage, time);
  BOOST_REQUIRE(app.login(sign_in(config("native"))).has_value());
  const auto kept = storage.load("default").value();
  BOOST_TEST(app.logout().has_value());
  keyturn::MemoryStorage copy;
  BOOST_TEST(copy.save("default", *kept).has_value());
  auto thief = client<Driver>(config("native"), copy, time);
  BOOST_TEST(thief.who() == -static_cast<int>(Errc::session_ended));
  BOOST_TEST(requests_to("/me") == 1);  // the access token was tried, and was dead
}

BOOST_AUTO_TEST_CASE(many_callers_of_two_clients_that_share_a_session_cause_one_rotation) {
  const auto settings = config("native");
  char name[] = "/tmp/keyturn-oauth-XXXXXX";
  BOOST_REQUIRE(::mkdtemp(name) != nullptr);
  const keyturn::FileStorage shared{name};
  using Shared = Client<Blocking, keyturn::CurlTransport, keyturn::FileStorage, OAuth2>;
  Shared first{keyturn::CurlTransport{}, shared, OAuth2{settings}, time};
  Shared second{keyturn::CurlTransport{}, shared, OAuth2{settings}, time};
  BOOST_REQUIRE(first.login(sign_in(settings)).has_value());
  BOOST_TEST(second.who() == 200);
  const int before = requests_to("/token");
  both_pass(10s);
  std::vector<std::thread> callers;
  std::atomic<int> served = 0;
  for (int i = 0; i < 16; ++i) callers.emplace_back([&, i] { served += (i % 2 == 0 ? first : second).who() == 200; });
  for (std::thread& caller : callers) caller.join();
  BOOST_TEST(served == 16);
  BOOST_TEST(requests_to("/token") == before + 1);
  std::filesystem::remove_all(name);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace oauth
