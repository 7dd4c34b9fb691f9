// The requests go through an HTTP library that the app has already, here cpp-httplib; keyturn sees to the tokens alone.
// What matters: `get_with_token`. To give keyturn itself such a library, see ../custom_transport.
#include "small/print.hpp"
#include "temporary_directory.hpp"

#include <keyturn/keyturn.hpp>

#include <httplib.h>

using namespace keyturn::example;

namespace {

using Client = keyturn::AuthClient<keyturn::CurlTransport, keyturn::FileStorage>;

/// The app's own GET, with the access token; if the server refuses that, once more with a newer one. It is for the app to
/// see that the token goes to its own server alone, over https or to this machine.
keyturn::Result<httplib::Response> get_with_token(Client& client, httplib::Client& http, const char* path) {
  for (bool again = false;; again = true) {
    const auto token = client.access_token();  // renewed in time, if need be
    if (!token) return token.error();
    const auto answer = http.Get(path, {{"Authorization", std::string{token->authorization()}}});
    if (!answer) return keyturn::Error{.code = keyturn::Errc::no_answer, .detail = httplib::to_string(answer.error())};
    if (answer->status != 401 || again) return *answer;
    client.report_unauthorized(*token);
  }
}

}  // namespace

int main(int count, char** arguments) {
  const std::string server = server_of(count, arguments);
  const TemporaryDirectory directory{"keyturn-wrapped-httplib"};
  const keyturn::FileStorage storage{directory.path()};
  Client client{keyturn::CurlTransport{}, storage, keyturn::JsonApi{server}};
  httplib::Client http{server};
  print_events(client);
  if (auto done = client.login(keyturn::Password{"ada", "lovelace"}); !done) return failed("login", done.error());
  const auto me = get_with_token(client, http, "/me");
  if (!me) return failed("GET /me", me.error());
  print("GET /me", me->status, me->body);

  // Another process of the app renews the session: the token that this one holds is dead, and looks alive.
  Client other_process{keyturn::CurlTransport{}, storage, keyturn::JsonApi{server}};
  if (auto done = other_process.refresh(); !done) return failed("refresh", done.error());
  const auto notes = get_with_token(client, http, "/notes");
  if (!notes) return failed("GET /notes", notes.error());
  print("GET /notes", notes->status, notes->body);

  if (auto done = client.logout(); !done) return failed("logout", done.error());
  std::puts("logged out");
}
