#include <keyturn/adapters/browser_sign_in/system_browser.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/temporary_directory.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

using keyturn::Errc;
using keyturn::detail::open_system_browser;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(browser_sign_in_system_browser)

// A PATH with an opener of the test's own, and what else the environment says while the test runs.
struct Fixture {
  TemporaryDirectory directory;
  std::string path = ::getenv("PATH") == nullptr ? "" : ::getenv("PATH");

  Fixture() {
    ::setenv("PATH", directory.path.c_str(), 1);
    ::setenv("DISPLAY", ":77", 1);
    ::unsetenv("WAYLAND_DISPLAY");
    ::unsetenv("BROWSER");
  }
  ~Fixture() {
    ::setenv("PATH", path.c_str(), 1);
    ::unsetenv("DISPLAY");
  }

  // dash would unblock all signals by itself.
  void opener(const std::string& script) const {
    const std::string file = directory / "xdg-open";
    write_file(file, "#!/bin/bash\n" + script);
    ::chmod(file.c_str(), 0700);
  }
  // The opener renames its notes when it is done with them.
  std::string notes() const {
    for (int i = 0; i < 1000; ++i) {
      if (std::filesystem::exists(directory / "notes")) return read_file(directory / "notes");
      std::this_thread::sleep_for(10ms);
    }
    return "the opener wrote nothing";
  }
  std::string note(const std::string& what) const {
    const std::string fresh = directory / "notes.new";
    return what + " > " + fresh + "; /bin/mv " + fresh + " " + (directory / "notes") + "\n";
  }
};

BOOST_FIXTURE_TEST_CASE(the_url_is_one_argument_that_no_shell_reads, Fixture) {
  const std::string url = "https://login.example/authorize?a=$(touch%20x)&b=`x`&c='x';x&d=%24HOME";
  opener(note("{ echo $#; echo \"$1\"; }"));
  BOOST_TEST(open_system_browser(url).has_value());
  BOOST_TEST(notes() == "1\n" + url + "\n");
}

BOOST_FIXTURE_TEST_CASE(the_browser_inherits_no_descriptor_and_no_blocked_signal, Fixture) {
  write_file(directory / "lock", "");
  const int lock = ::open((directory / "lock").c_str(), O_RDONLY);  // without close-on-exec
  const int high = ::fcntl(lock, F_DUPFD, 500);
  sigset_t some, before;
  ::sigemptyset(&some);
  ::sigaddset(&some, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &some, &before);
  opener(note("{ /bin/ls -l /proc/self/fd; /bin/grep SigBlk /proc/self/status; }"));
  BOOST_TEST(open_system_browser("https://login.example/").has_value());
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  const std::string seen = notes();
  ::close(high);
  ::close(lock);
  BOOST_TEST(seen.find("SigBlk:\t0000000000000000\n") != std::string::npos, seen);
  for (const char* piece : {"/lock", "pipe:", "socket:"}) BOOST_TEST(seen.find(piece) == std::string::npos, seen);
  // A line in front, three descriptors, and the one that ls has for the folder.
  BOOST_TEST(std::count(seen.begin(), seen.begin() + static_cast<std::ptrdiff_t>(seen.find("SigBlk")), '\n') == 5,
             seen);
}

BOOST_FIXTURE_TEST_CASE(it_is_nobodys_child_and_nobody_waits_for_it, Fixture) {
  opener(note("echo $$") + "exec /bin/sleep 5\n");
  const auto start = std::chrono::steady_clock::now();
  BOOST_TEST(open_system_browser("https://login.example/").has_value());
  BOOST_TEST((std::chrono::steady_clock::now() - start < 4s));
  const pid_t browser = static_cast<pid_t>(std::stol(notes()));
  BOOST_TEST(::getsid(browser) != ::getsid(0));  // Ctrl-C at the app's terminal is not for it
  BOOST_TEST(::waitpid(browser, nullptr, WNOHANG) == -1);
  BOOST_TEST(errno == ECHILD);
  ::kill(browser, SIGKILL);
}

BOOST_FIXTURE_TEST_CASE(a_missing_opener_is_said_at_once, Fixture) {
  const auto opened = open_system_browser("https://login.example/");
  BOOST_TEST_REQUIRE(!opened.has_value());
  BOOST_TEST((opened.error().code == Errc::unsupported));
  BOOST_TEST(opened.error().detail == "xdg-open could not be started: No such file or directory");
}

BOOST_FIXTURE_TEST_CASE(without_a_display_nothing_is_started, Fixture) {
  opener(note("echo started"));
  ::setenv("DISPLAY", "", 1);
  const auto opened = open_system_browser("https://login.example/");
  BOOST_TEST_REQUIRE(!opened.has_value());
  BOOST_TEST((opened.error().code == Errc::unsupported));
  BOOST_TEST(opened.error().detail.find("DISPLAY") != std::string::npos);
  ::setenv("BROWSER", "lynx", 1);
  BOOST_TEST(open_system_browser("https://login.example/").has_value());
  BOOST_TEST(notes() == "started\n");
  ::unsetenv("BROWSER");
}

BOOST_FIXTURE_TEST_CASE(what_is_no_web_address_is_never_opened, Fixture) {
  opener(note("echo started"));
  for (const char* url :
       {"", "--help", "file:///etc/passwd", "javascript:alert(1)", "https://a b/", "https://user@host/"}) {
    const auto opened = open_system_browser(url);
    BOOST_TEST_REQUIRE(!opened.has_value(), url);
    BOOST_TEST((opened.error().code == Errc::bad_request), url);
  }
}

BOOST_FIXTURE_TEST_CASE(it_works_where_the_host_has_closed_its_own_descriptors, Fixture) {
  opener(note("echo \"$1\""));
  std::fflush(stdout);  // the thread sanitizer's children write what is left in there, to whatever has its number
  const pid_t child = ::fork();
  if (child == 0) {
    for (const int fd : {0, 1, 2}) ::close(fd);
    ::_exit(open_system_browser("https://login.example/") ? 0 : 1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  BOOST_TEST(status == 0);
  BOOST_TEST(notes() == "https://login.example/\n");
}

BOOST_AUTO_TEST_SUITE_END()
