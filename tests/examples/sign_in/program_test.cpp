// keyturn-sign-in as its user sees it. Its path is the first argument after --.
#include "oauth_server.hpp"
#include "unit/adapters/browser.hpp"
#include "unit/temporary_directory.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <optional>

using namespace keyturn;

extern char** environ;

BOOST_AUTO_TEST_SUITE(sign_in_program)

// One run of the program, with a home of its own and a terminal's two ends as pipes.
class Program {
 public:
  explicit Program(std::vector<std::string> arguments, const std::string& home) {
    arguments.insert(arguments.begin(), boost::unit_test::framework::master_test_suite().argv[1]);
    std::vector<char*> pointers;
    for (std::string& each : arguments) pointers.push_back(each.data());
    pointers.push_back(nullptr);
    int to[2], from[2];
    BOOST_TEST_REQUIRE(::pipe2(to, O_CLOEXEC) == 0);
    BOOST_TEST_REQUIRE(::pipe2(from, O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, to[0], 0);
    ::posix_spawn_file_actions_adddup2(&actions, from[1], 1);
    ::posix_spawn_file_actions_adddup2(&actions, from[1], 2);
    ::setenv("XDG_STATE_HOME", home.c_str(), 1);
    const int spawned = ::posix_spawn(&child_, arguments[0].c_str(), &actions, nullptr, pointers.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(to[0]);
    ::close(from[1]);
    in_ = to[1];
    out_ = from[0];
    BOOST_TEST_REQUIRE(spawned == 0);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program() {
    if (child_ > 0) ::kill(child_, SIGKILL), ::waitpid(child_, nullptr, 0);
    if (in_ >= 0) ::close(in_);
    ::close(out_);
  }

  // All that was said so far, once this is part of it.
  const std::string& until(std::string_view text) {
    while (said_.find(text) == said_.npos && read()) {
    }
    BOOST_TEST_REQUIRE((said_.find(text) != said_.npos), said_);
    return said_;
  }
  // The address that it says to open.
  std::string address() {
    const std::string& said = until("\n\nWaiting");
    const std::size_t begin = said.find("\n\n  http") + 4;
    return said.substr(begin, said.find('\n', begin) - begin);
  }
  void type(std::string_view line) const {
    BOOST_TEST(::write(in_, line.data(), line.size()) == static_cast<ssize_t>(line.size()));
  }
  void interrupt() const { ::kill(child_, SIGINT); }
  // Its status, once it has ended.
  int status() {
    ::close(std::exchange(in_, -1));
    while (read()) {
    }
    int status = -1;
    ::waitpid(std::exchange(child_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  const std::string& said() const { return said_; }

 private:
  bool read() {
    char bytes[4096];
    const auto got = ::read(out_, bytes, sizeof bytes);
    if (got > 0) said_.append(bytes, static_cast<std::size_t>(got));
    return got > 0;
  }

  pid_t child_ = -1;
  int in_ = -1, out_ = -1;
  std::string said_;
};

struct Fixture {
  OAuthServer server;
  TemporaryDirectory home;
  CurlTransport browser_of_the_test;

  std::vector<std::string> arguments(std::vector<std::string> more) const {
    more.insert(more.begin(), {server.issuer(), "--client-id", "app"});
    return more;
  }
  // Where the server sends the browser that comes by this address.
  std::string redirect(const std::string& address) {
    const auto answer = browser_of_the_test.send({.url = address, .timeout = std::chrono::seconds{10}});
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST_REQUIRE(answer->status == 302);
    return std::string{*answer->headers.get("Location")};
  }
  // What the browser is shown there.
  std::string visit(const std::string& url) {
    const auto answer = browser_of_the_test.send({.url = url, .timeout = std::chrono::seconds{10}});
    return answer ? std::to_string(answer->status) + ' ' + answer->body : answer.error().detail;
  }
  static bool holds(const std::string& text, std::string_view piece) { return text.find(piece) != text.npos; }
};

BOOST_FIXTURE_TEST_CASE(by_browser_it_signs_in_says_who_calls_and_signs_out, Fixture) {
  Program program{arguments({"--no-open", "--call", server.issuer() + "/me", "--parameter", "prompt=consent"}),
                  home.path};
  const std::string address = program.address(), there = redirect(address);
  BOOST_TEST(holds(address, "&prompt=consent"));
  BOOST_TEST(holds(visit(there), "All set"));
  BOOST_TEST(program.status() == 0, program.said());
  for (const char* text :
       {"signed in; the access token lives for ", "granted: openid profile email\n",
        "as Ada Lovelace <ada@example.com>, subject 1815", "/me: 200\n", "\"notes\": []", "signed out\n"})
    BOOST_TEST(holds(program.said(), text), program.said());
  BOOST_TEST((server.log() == std::vector<std::string>{"authorize", "token authorization_code", "userinfo", "me",
                                                       "revoke refresh_token", "revoke access_token"}));
  BOOST_TEST(!browser::answers(there.substr(0, there.find('?'))));
  for (const char* secret : {"the-access-token", "the-refresh-token", "the-code"})
    BOOST_TEST(!holds(program.said(), secret));
}

BOOST_FIXTURE_TEST_CASE(the_systems_browser_is_opened_with_the_address, Fixture) {
  write_file(home / "xdg-open",
             "#!/bin/sh\necho \"$1\" > " + (home / "new") + "; mv " + (home / "new") + ' ' + (home / "opened") + '\n');
  std::filesystem::permissions(home / "xdg-open", std::filesystem::perms::owner_all);
  const std::string path = ::getenv("PATH");
  ::setenv("PATH", (home.path + ":" + path).c_str(), 1);
  ::setenv("DISPLAY", ":77", 1);
  Program program{arguments({}), home.path};
  ::unsetenv("DISPLAY");
  ::setenv("PATH", path.c_str(), 1);
  const std::string address = program.address();
  BOOST_TEST(holds(program.said(), "If no browser has opened, open this address"));
  visit(redirect(address));
  BOOST_TEST(program.status() == 0, program.said());
  BOOST_TEST(read_file(home / "opened") == address + '\n');
}

BOOST_FIXTURE_TEST_CASE(without_a_browser_it_says_so_and_takes_what_is_pasted, Fixture) {
  ::setenv("BROWSER", "", 1);
  Program program{arguments({}), home.path};
  ::unsetenv("BROWSER");
  const std::string there = redirect(program.address());
  BOOST_TEST(holds(program.said(), "no browser: there is no display"), program.said());
  program.type("https://elsewhere.example/?code=c\n");
  program.until("neither a code nor a URL that begins with http://127.0.0.1:");
  program.type(there + '\n');
  program.until("signed in");
  BOOST_TEST(program.status() == 0, program.said());
}

BOOST_FIXTURE_TEST_CASE(wrong_answers_are_refused_and_the_right_one_still_counts, Fixture) {
  Program program{arguments({"--no-open"}), home.path};
  const std::string there = redirect(program.address());
  const std::string uri = there.substr(0, there.find('?'));
  BOOST_TEST(holds(visit(uri + "?code=stolen&state=guess"), "400 "));
  BOOST_TEST(holds(visit(uri + "?error=access_denied"), "400 "));
  BOOST_TEST(holds(visit(uri + "favicon.ico"), "404 "));
  BOOST_TEST(server.count("token authorization_code") == 0);
  BOOST_TEST(holds(visit(there), "200 "));
  BOOST_TEST(program.status() == 0, program.said());
  BOOST_TEST(server.count("token authorization_code") == 1);
}

BOOST_FIXTURE_TEST_CASE(a_user_who_says_no_is_not_signed_in, Fixture) {
  server.refuses = true;
  Program program{arguments({"--no-open"}), home.path};
  const std::string there = redirect(program.address());
  BOOST_TEST(holds(visit(there), "Not signed in"));
  BOOST_TEST(program.status() == 1);
  BOOST_TEST(holds(program.said(), "not signed in: login_refused: the auth server refused the sign-in: access_denied"));
  BOOST_TEST(server.count("token authorization_code") == 0);
  BOOST_TEST(!browser::answers(there.substr(0, there.find('?'))));
}

BOOST_FIXTURE_TEST_CASE(an_answer_of_another_issuer_is_no_sign_in, Fixture) {
  server.names_itself = "https://evil.example";
  Program program{arguments({"--no-open"}), home.path};
  BOOST_TEST(holds(visit(redirect(program.address())), "Not signed in"));
  BOOST_TEST(program.status() == 1);
  BOOST_TEST(holds(program.said(), "another issuer"), program.said());
  BOOST_TEST(server.count("token authorization_code") == 0);
}

BOOST_FIXTURE_TEST_CASE(an_interrupt_ends_the_wait_and_closes_the_port, Fixture) {
  Program program{arguments({"--no-open"}), home.path};
  const std::string there = redirect(program.address());
  program.interrupt();
  BOOST_TEST(program.status() == 130);
  BOOST_TEST(holds(program.said(), "cancelled"));
  BOOST_TEST(!browser::answers(there.substr(0, there.find('?'))));
}

BOOST_FIXTURE_TEST_CASE(by_device_it_shows_code_and_qr_code_and_waits_for_the_user, Fixture) {
  Program program{arguments({"--device"}), home.path};
  BOOST_TEST(program.status() == 0, program.said());
  for (const std::string& text : {server.issuer() + "/go\n", std::string{"  WDJB-MJHT\n"}, std::string{"█▀▀▀▀▀█"},
                                  std::string{"as Ada Lovelace"}, std::string{"signed out\n"}})
    BOOST_TEST(holds(program.said(), text), program.said());
  BOOST_TEST(server.count("token urn:ietf:params:oauth:grant-type:device_code") == 2);
}

BOOST_FIXTURE_TEST_CASE(by_device_a_no_is_a_no, Fixture) {
  server.refuses = true;
  Program program{arguments({"--device"}), home.path};
  BOOST_TEST(program.status() == 1);
  BOOST_TEST(holds(program.said(), "not signed in: login_refused"), program.said());
  BOOST_TEST(server.count("token urn:ietf:params:oauth:grant-type:device_code") == 1);
}

BOOST_FIXTURE_TEST_CASE(by_device_an_interrupt_ends_the_wait, Fixture) {
  server.pending = 1000;
  Program program{arguments({"--device"}), home.path};
  program.until("Waiting");
  program.interrupt();
  BOOST_TEST(program.status() == 130);
}

BOOST_FIXTURE_TEST_CASE(a_client_signs_itself_in_with_its_secret, Fixture) {
  write_file(home / "secret", "the secret\n");
  Program program{
      arguments({"--client-credentials", "--client-secret-file", home / "secret", "--call", server.issuer() + "/me"}),
      home.path};
  BOOST_TEST(program.status() == 0, program.said());
  BOOST_TEST(holds(program.said(), "as the client app itself"));
  BOOST_TEST(holds(program.said(), "/me: 200\n"));
  BOOST_TEST((server.log() == std::vector<std::string>{"token client_credentials", "me", "revoke access_token"}));

  write_file(home / "secret", "another\n");
  Program refused{arguments({"--client-credentials", "--client-secret-file", home / "secret"}), home.path};
  BOOST_TEST(refused.status() == 1);
  BOOST_TEST(holds(refused.said(), "login_refused (401)"), refused.said());
  BOOST_TEST(!holds(refused.said(), "another"));
}

BOOST_FIXTURE_TEST_CASE(a_session_that_is_kept_is_there_for_the_next_run, Fixture) {
  Program first{arguments({"--no-open", "--keep"}), home.path};
  visit(redirect(first.address()));
  BOOST_TEST(first.status() == 0, first.said());
  Program second{arguments({}), home.path};
  BOOST_TEST(second.status() == 0, second.said());
  BOOST_TEST(holds(second.said(), "a session of an earlier run is there\nsigned in"));
  BOOST_TEST(server.count("authorize") == 1);
  BOOST_TEST(server.count("revoke refresh_token") == 1);
}

BOOST_FIXTURE_TEST_CASE(what_is_no_issuer_is_said_with_what_to_do, Fixture) {
  for (const std::string& issuer : {server.issuer() + "/", std::string{"login.example"},
                                    std::string{"http://login.example"}, std::string{"http://127.0.0.1:1"}}) {
    Program program{{issuer, "--client-id", "app"}, home.path};
    BOOST_TEST(program.status() == 1);
    BOOST_TEST(holds(program.said(), "no issuer at " + issuer + ": "), program.said());
    BOOST_TEST(holds(program.said(), "to the last slash"));
  }
}

BOOST_FIXTURE_TEST_CASE(wrong_options_are_named_and_help_is_given, Fixture) {
  const auto complaint = [&](std::vector<std::string> given) {
    Program program{std::move(given), home.path};
    BOOST_TEST(program.status() == 2);
    return program.said();
  };
  BOOST_TEST(holds(complaint({}), "the URL of the issuer is missing"));
  BOOST_TEST(holds(complaint({"https://a.example"}), "--client-id"));
  BOOST_TEST(holds(complaint(arguments({"--device", "--browser"})), "one way at a time"));
  BOOST_TEST(holds(complaint(arguments({"--client-credentials"})), "--client-secret-file"));
  BOOST_TEST(holds(complaint(arguments({"--client-secret-file", home / "none"})), home / "none"));
  BOOST_TEST(holds(complaint(arguments({"--client-auth", "basic"})), "--client-secret-file"));
  BOOST_TEST(holds(complaint(arguments({"--port", "0"})), "'0'"));
  BOOST_TEST(holds(complaint(arguments({"--call", "me"})), "'me'"));
  BOOST_TEST(holds(complaint(arguments({"--parameter", "prompt"})), "'prompt'"));
  BOOST_TEST(holds(complaint(arguments({"--colour"})), "--colour"));
  BOOST_TEST(server.log().empty());
  Program help{{"--help"}, home.path};
  BOOST_TEST(help.status() == 0);
  BOOST_TEST(holds(help.said(), "Usage: keyturn-sign-in ISSUER"));
}

BOOST_AUTO_TEST_SUITE_END()
