// Secrets are planted through the whole flow over real sockets and files, with failures of every class and servers that
// echo what they were sent; then they are searched wherever they must not be. They may be in two places: on the wire, and
// in the session file.
#include "hunt.hpp"
#include "integration/faults/cutting_proxy.hpp"
#include "integration/long_form.hpp"
#include "integration/real_server.hpp"

#include <string>
#include <vector>

namespace {

using namespace real_server;
using faults::Cut, faults::CuttingProxy;
using hunt::Journal;
using keyturn::AuthClient, keyturn::CurlOptions, keyturn::CurlTransport, keyturn::FileStorage, keyturn::JsonApi,
    keyturn::JsonApiConfig, keyturn::Options, keyturn::Password, keyturn::Request, keyturn::Response, keyturn::Result,
    keyturn::Secret, keyturn::TokenSet;

const std::string password = "mark-password-0123456789";

// Lets the server fail the next auth request, which a client of its own could not ask for.
struct WithFaults {
  CurlTransport transport;
  std::shared_ptr<std::string> fault;

  Result<Response> send(const Request& request) {
    if (!request.at_most_once || fault->empty()) return transport.send(request);
    Request failing = request;
    failing.headers.add("X-Fault", std::exchange(*fault, {}));
    return transport.send(failing);
  }
};

struct Fixture {
  Time time, server_time;
  Journal journal;
  Directory directory;
  AuthServer server{configuration()};
  CuttingProxy proxy{server.port()};
  std::shared_ptr<std::string> fault = std::make_shared<std::string>();

  using Client = AuthClient<WithFaults, FileStorage, JsonApi, Shifted>;

  Fixture() { BOOST_REQUIRE(server.add_user("ada", password)); }

  AuthServerConfig configuration() {
    AuthServerConfig config;
    config.access_ttl = 60s;
    config.refresh_ttl = 36'000s;
    config.allow_faults = true;
    config.database = directory.path + "/tokens.sqlite";
    config.clock = [time = server_time] { return keyturn::Hosted{}.wall() + time.offset(); };
    config.log = [this](std::string_view line) { journal.note("the server's log", line); };
    return config;
  }

  Client client() {
    JsonApiConfig api{.base_url = proxy.url()};
    api.login_extra = api.refresh_extra = {{"client_secret", "mark-client-secret"}};
    return Client{
        WithFaults{
            CurlTransport{CurlOptions{.debug = [this](std::string_view line) { journal.note("libcurl", line); }}},
            fault},
        FileStorage{directory.path + "/session"}, JsonApi{api}, Options{.refresh_attempts = 1}, Shifted{{}, time}};
  }

  void listen(Client& client) {
    client.on_event([this](const keyturn::Event& event) { journal.note(event); });
    client.on_logout([this](keyturn::LogoutReason reason) { journal.note("logout", to_string(reason)); });
  }

  void pass(std::chrono::seconds span) {
    time.advance(span);
    server_time.advance(span);
  }

  // Everything that may count as a secret, from what went over the wire.
  std::set<std::string> secrets() {
    const std::string wire = proxy.heard();
    std::set<std::string> found{password, "mark-client-secret", "mark-wrong-password", "mark-id-token"};
    for (const char* pattern : {R"x("access_token":"([^"]{20,})")x", R"x("refresh_token":"([^"]{20,})")x",
                                "Idempotency-Key: ([^\r]{16,})", "Bearer ([^\r]{20,})"})
      found.merge(hunt::all_of(wire, pattern));
    return found;
  }

  // The next answer is lost, and in its place comes what `make` makes of the newest refresh token.
  void answer_instead(std::function<std::string(const std::string&)> make) {
    proxy.arm({.where = Cut::Where::whole_answer, .instead = [this, make](std::string_view) {
                 const std::string wire = proxy.heard();
                 const auto at = wire.rfind(R"("refresh_token":")");
                 return std::optional{make(wire.substr(at + 17, 47))};
               }});
  }
};

std::string with_body(const std::string& head, const std::string& body) {
  return head + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// What a bad server may say with a token in it.
std::vector<std::function<std::string(const std::string&)>> echoes() {
  return {
      [](auto& t) {
        return with_body("HTTP/1.1 400 " + t, R"({"error":")" + t + R"(","error_description":")" + t + "\"}");
      },
      [](auto& t) { return with_body("HTTP/1.1 503 X\r\nRetry-After: " + t + "\r\nDate: " + t, "<p>" + t + "</p>"); },
      [](auto& t) { return with_body("HTTP/1.1 401 X\r\nWWW-Authenticate: Bearer realm=\"" + t + "\"", "no: " + t); },
      [](auto& t) { return with_body("HTTP/1.1 302 X\r\nLocation: https://elsewhere.test/?t=" + t, t); },
      [](auto& t) { return with_body("HTTP/1.1 200 OK\r\nSet-Cookie: refresh_token=" + t, R"({"access_token":)" + t); },
      [](auto& t) { return with_body("HTTP/1.1 200 OK", R"({"access_token":["x)" + t + R"("],"refresh_token":5})"); },
      [](auto& t) { return with_body("HTTP/1.1 200 OK", R"({"access_token":"x\r\nX: )" + t + R"("})"); },
      [](auto& t) { return with_body("HTTP/1.1 200 OK", R"({"access_token":"\u0000)" + t + "\xff\"}"); },
      [](auto& t) { return "HTTP/1.1 200 OK\r\n" + t + "\r\n " + t + "\r\n\r\n"; },
      [](auto& t) { return "HTTP/9.9 " + t + "\r\n\r\n"; },
      [](auto& t) { return "SSH-2.0 " + t + "\r\n"; },
      [](auto& t) { return "HTTP/1.1 200 OK\r\nX: " + t + std::string(70'000, 'x') + t + "\r\n\r\n"; },
      [](auto& t) { return with_body("HTTP/1.1 200 OK", std::string(1u << 20, ' ') + t); },
      [](auto& t) { return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + t + "\r\n"; },
      [](auto& t) { return "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 50\r\n\r\n" + t; },
  };
}

// A life with everything in it that a session may meet.
void live(Fixture& f) {
  auto client = f.client();
  f.listen(client);
  f.journal.note(client.login(Password{"ada", "mark-wrong-password"}));
  const auto log_in = [&] {
    const auto done = client.login(Password{"ada", Secret{std::string_view{password}}});
    f.journal.note(done);
    BOOST_TEST_REQUIRE(done.has_value());
  };
  const auto get = [&](const char* path = "/me") {
    const auto answer = client.get(path);
    f.journal.note(answer);
    return answer ? answer->status : 0;
  };
  log_in();
  BOOST_TEST(get() == 200);
  f.pass(61s);
  BOOST_TEST(get() == 200);  // refreshed
  f.server_time.advance(61s);
  BOOST_TEST(get() == 200);  // refused, refreshed and replayed
  f.time.advance(61s);

  for (const char* const fault : {"drop-before", "drop-after-commit", "status=503", "status=429", "status=400",
                                  "status=418", "status=200", "status=500"}) {
    BOOST_TEST_CONTEXT(fault) {
      f.pass(100s);
      *f.fault = fault;
      f.journal.note(client.refresh());
      f.pass(100s);
      BOOST_TEST(get() == 200);
    }
  }
  int number = 0;
  for (const auto& echo : echoes()) {
    BOOST_TEST_CONTEXT("echo " << number++) {
      f.pass(100s);
      f.answer_instead(echo);
      const auto done = client.refresh();
      BOOST_TEST(!done.has_value());
      f.journal.note(done);
      BOOST_TEST(f.proxy.struck().has_value());
      f.pass(100s);
      BOOST_TEST(get() == 200);
    }
  }
  // The same answers to a call, and calls that are refused here.
  for (const auto& echo : echoes()) {
    f.answer_instead(echo);
    f.journal.note(client.send(Request{.url = "/me", .at_most_once = true}));  // on a connection of its own
    BOOST_TEST(f.proxy.struck().has_value());
  }
  get("https://elsewhere.test/");
  get("http://elsewhere.test/?token=mark-password-0123456789");
  Request torn{.url = "/me"};
  torn.headers.add("X-Torn", "mark-password-0123456789\r\n");
  f.journal.note(client.send(torn));
  f.journal.note(client.send(Request{.url = "/me?mark-password-0123456789\n"}));

  const auto token = client.access_token();
  BOOST_TEST_REQUIRE(token.has_value());
  {
    auto other = f.client();
    f.listen(other);
    BOOST_TEST(other.restore().value());
    f.pass(100s);
    f.journal.note(other.refresh());
    BOOST_TEST(get() == 200);  // found newer
    f.journal.note(other.logout());
    BOOST_TEST(get() == 0);  // logged out elsewhere
  }
  log_in();
  f.journal.note(client.adopt(TokenSet{.access_token = Secret{token->value()}, .id_token = "mark-id-token"}));
  BOOST_TEST(get() == 0);  // refused, and nothing to renew it with
  log_in();
  f.pass(40'000s);
  BOOST_TEST(get() == 0);  // the refresh token has expired
  log_in();
  *f.fault = "status=500";
  f.journal.note(client.logout());
  log_in();
  BOOST_TEST(client.logout().has_value());
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(planted_secrets, Fixture)

BOOST_AUTO_TEST_CASE(turn_up_on_the_wire_and_in_the_session_file_alone) {
  const std::string elsewhere = directory.path + "/elsewhere";
  std::filesystem::create_directory(directory.path + "/session");
  std::filesystem::permissions(directory.path + "/session", std::filesystem::perms::owner_all);
  hunt::Names names{directory.path + "/session"};
  {
    const hunt::Elsewhere moved{elsewhere};
    live(*this);
  }
  BOOST_TEST(std::filesystem::is_empty(elsewhere));

  const std::set<std::string> all = secrets();
  const std::string wire = proxy.heard(), said = journal.text(), output = hunt::content_of(elsewhere + ".output"),
                    shown = hunt::shown_by_the_system(),
                    // the server keeps digests, and after the logout there is no session file
      files = hunt::files_below(directory.path, [](const auto&) { return false; });
  std::string targets, named;
  for (const std::string& target : hunt::all_of(wire, "[A-Z]+ ([^ \r]+) HTTP/1\\.1")) targets += target + '\n';
  for (const std::string& name : names.seen()) named += name + '\n';

  // There was something to find, and somewhere to find it.
  BOOST_TEST(all.size() > 60u);
  for (const std::string& secret : all)
    if (secret != "mark-id-token") BOOST_TEST_REQUIRE(wire.find(secret) != wire.npos);
  for (const std::string_view text :
       {"libcurl: > Authorization: [", "libcurl: > Idempotency-Key: [", "event: refreshed", "event: refresh_failed",
        "event: replayed", "event: found_newer", "error: login_refused", "error: refresh_unavailable",
        "error: session_ended", "error: origin_not_allowed", "error: bad_request", "error: no_answer",
        "error: bad_answer", "exception: ", "logout: refresh_token_expired", "logout: no_refresh_token",
        "logout: logged_out_elsewhere", "logout: requested", "the server's log: POST /refresh"})
    BOOST_TEST(said.find(text) != said.npos, text << " was never said");
  BOOST_TEST(targets.find("/refresh\n") != targets.npos);
  BOOST_TEST(named.find("default.session\n") != named.npos);

  std::size_t searched = 0;
  for (const auto& [where, text] : {std::pair{"logs, events, errors and exceptions", &said},
                                    {"URLs", &targets},
                                    {"names of files", &named},
                                    {"files", &files},
                                    {"standard output and error", &output},
                                    {"arguments and environment", &shown}}) {
    searched += text->size();
    for (const std::string& secret : all)
      if (const auto at = text->find(secret); at != text->npos)
        BOOST_ERROR("a secret is in " << where << ": "
                                      << text->substr(text->rfind('\n', at) + 1, at + 80 - text->rfind('\n', at)));
  }
  long_form::report(all.size(), " secrets, searched in ", searched, " bytes of what was said, shown and left; ",
                    wire.size(), " bytes went over the wire");
}

BOOST_AUTO_TEST_CASE(stand_in_no_other_file_while_the_session_lives) {
  auto client = this->client();
  BOOST_REQUIRE(client.login(Password{"ada", Secret{std::string_view{password}}}));
  pass(61s);
  BOOST_REQUIRE(client.get("/me"));
  const std::filesystem::path record = directory.path + "/session/default.session";
  const std::string wire = proxy.heard(), kept = hunt::content_of(record),
                    others = hunt::files_below(directory.path, [&](const auto&file) { return file == record; });
  std::size_t in_record = 0;
  for (const std::string& secret : secrets()) {
    in_record += kept.find(secret) != kept.npos;
    BOOST_TEST(others.find(secret) == others.npos, "a secret is in another file: " << secret);
  }
  BOOST_TEST(in_record == 2u);  // the pair, and neither the pair before nor the password
}

BOOST_AUTO_TEST_SUITE_END()
