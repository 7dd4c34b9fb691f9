// The unit tests of an app that uses keyturn: no server, no waiting, no disk. What matters is what each test puts into the
// client: a `FakeAuthServer`, a `FlakyStorage`, a `ScriptedTransport`, and a clock that stands until the test moves it.
#define BOOST_TEST_MODULE notebook  // any framework will do
#include <keyturn/testing.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace std::chrono_literals;
using namespace keyturn::testing;

namespace {

/// The app. Its client is a template argument, so that tests can give it one of their own.
template <class Client>
class Notebook {
 public:
  explicit Notebook(Client& client) : client_{client} {
    client_.on_logout([this](keyturn::LogoutReason) { screen_ = "please log in"; });
    client_.on_event([this](const keyturn::Event& event) {
      if (event.kind == keyturn::Event::Kind::storage_failed) warning_ = "your disk is full";
    });
  }

  ~Notebook() {  // the client lives on
    client_.on_logout({});
    client_.on_event({});
  }

  void open(const keyturn::Password& who) {
    const auto done = client_.login(who);
    if (done)
      screen_ = "welcome";
    else
      screen_ = done.error().code == keyturn::Errc::login_refused ? "wrong name or password" : "please try again later";
  }

  void show_notes() {
    const auto notes = client_.get("/notes");
    if (notes && notes->status == 200)
      screen_ = notes->body;
    else if (notes)
      screen_ = "the server has a problem";
    else if (notes.error().code == keyturn::Errc::not_sent)
      screen_ = "no connection";
  }

  const std::string& screen() const { return screen_; }
  const std::string& warning() const { return warning_; }

 private:
  Client& client_;
  std::string screen_, warning_;
};

const keyturn::Password ada{"ada", "lovelace"};

// A notebook over a server and a disk that are not real, in a time that is not either.
struct Desk {
  ManualClock clock;
  FakeAuthServer server{
      {.access_ttl = 15min, .refresh_ttl = 24h * 30, .wall = [clock = clock] { return clock.wall(); }}};
  FlakyStorage<keyturn::MemoryStorage> disk;
  keyturn::AuthClient<FakeAuthServer, FlakyStorage<keyturn::MemoryStorage>, keyturn::JsonApi, Manual> client{
      server, disk, keyturn::JsonApi{"https://api.example.test"}, {}, Manual{clock}};
  Notebook<decltype(client)> notebook{client};
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(after_a_night_the_notes_are_there_and_nobody_is_asked_for_a_password, Desk) {
  notebook.open(ada);
  clock.advance(12h);
  notebook.show_notes();
  BOOST_TEST(notebook.screen() == R"({"count":0})");
  BOOST_TEST(server.counts().logins == 1u);
  BOOST_TEST(server.counts().rotations == 1u);
}

BOOST_FIXTURE_TEST_CASE(a_wrong_password_is_told_from_a_server_that_is_not_there, Desk) {
  notebook.open({"ada", "byron"});
  BOOST_TEST(notebook.screen() == "wrong name or password");
  server.lose_answers("/login", 1);
  notebook.open(ada);
  BOOST_TEST(notebook.screen() == "please try again later");
}

BOOST_FIXTURE_TEST_CASE(when_the_session_is_over_the_user_is_asked_to_log_in, Desk) {
  notebook.open(ada);
  server.revoke_sessions();
  notebook.show_notes();
  BOOST_TEST(notebook.screen() == "please log in");
}

BOOST_FIXTURE_TEST_CASE(an_answer_that_is_lost_logs_nobody_out, Desk) {
  notebook.open(ada);
  clock.advance(1h);
  server.lose_answers("/refresh", 1);
  notebook.show_notes();
  BOOST_TEST(notebook.screen() == R"({"count":0})");
  BOOST_TEST(server.counts().replays == 1u);
}

BOOST_FIXTURE_TEST_CASE(on_a_full_disk_the_app_goes_on_and_says_so, Desk) {
  notebook.open(ada);
  clock.advance(1h);
  disk.fail_at(1, {.lasting = true, .only = StorageOperation::save});
  notebook.show_notes();
  BOOST_TEST(notebook.screen() == R"({"count":0})");
  BOOST_TEST(notebook.warning() == "your disk is full");
}

BOOST_AUTO_TEST_CASE(a_server_in_trouble_is_told_from_no_server) {
  ScriptedTransport script;
  script.answer(keyturn::Response{.status = 200, .body = R"({"access_token":"a","refresh_token":"r"})"})
      .answer(keyturn::Response{.status = 503});
  keyturn::AuthClient client{script, keyturn::MemoryStorage{}, keyturn::JsonApi{"https://api.example.test"}};
  Notebook notebook{client};
  notebook.open(ada);
  notebook.show_notes();
  BOOST_TEST(notebook.screen() == "the server has a problem");
  notebook.show_notes();  // the script is over: nobody is there
  BOOST_TEST(notebook.screen() == "no connection");
  BOOST_TEST(*script.seen().back().request.headers.get("Authorization") == "Bearer a");
}
