// Opens a URL in the browser that the user has chosen, as a program of its own that knows nothing of this one.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_SYSTEM_BROWSER_HPP
#define KEYTURN_ADAPTERS_BROWSER_SIGN_IN_SYSTEM_BROWSER_HPP

#include <keyturn/base/result.hpp>
#include <keyturn/base/url.hpp>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#if defined(_WIN32)
#ifndef NOMINMAX
#error "define NOMINMAX before including keyturn on Windows: its min and max macros break the standard library"
#endif
#include <windows.h>
// The order matters: shellapi.h needs windows.h.
#include <shellapi.h>
#else
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/syscall.h>
#endif
#endif

KEYTURN_NAMESPACE_BEGIN

namespace detail {

#if defined(_WIN32)

inline Result<void> start_browser(const std::string& url) {
  // Holds visible ASCII alone, so that it is what it is in any code page.
  if (reinterpret_cast<INT_PTR>(::ShellExecuteA(nullptr, "open", url.c_str(), nullptr, nullptr, SW_SHOWNORMAL)) > 32)
    return {};
  return make_error(Errc::unsupported, "the browser could not be opened");
}

#else

inline constexpr const char* browser_opener =
#if defined(__APPLE__)
    "/usr/bin/open";
#else
    "xdg-open";
#endif

/// Whether there is somewhere for a browser to appear; a text browser in nobody's terminal serves nobody.
inline bool has_display() {
#if defined(__APPLE__)
  return true;
#else
  for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "BROWSER"})
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0') return true;
  return false;
#endif
}

// From here on to exec only calls that are safe in a child of a program with threads (POSIX, fork).

inline void close_from(int first) noexcept {
#if defined(SYS_close_range)
  if (::syscall(SYS_close_range, static_cast<unsigned>(first), ~0u, 0u) == 0) return;
#endif
  rlimit limit{};
  constexpr rlim_t enough = 1 << 20;  // without a limit it would take minutes
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur > enough) limit.rlim_cur = enough;
  for (int fd = first; fd < static_cast<int>(limit.rlim_cur); ++fd) ::close(fd);
}

/// Becomes the opener, or writes to `report` why not.
[[noreturn]] inline void become_opener(const char* url, int report) noexcept {
  ::setsid();  // Ctrl-C at the app's terminal is not for the browser
  // The report stands at 3, and goes with exec; all else that is open here is no business of the browser's.
  if (report != 3) ::dup2(report, 3);
  const int nothing = ::open("/dev/null", O_RDWR);
  for (int fd = 0; fd < 3; ++fd)
    if (nothing != fd) ::dup2(nothing, fd);
  ::fcntl(3, F_SETFD, FD_CLOEXEC);
  close_from(4);
  ::signal(SIGPIPE, SIG_DFL);
  ::signal(SIGCHLD, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::execlp(browser_opener, browser_opener, url, static_cast<char*>(nullptr));
  const int number = errno;
  [[maybe_unused]] const auto written = ::write(3, &number, sizeof number);
  ::_exit(127);
}

/// The opener is a child of a child that ends at once, so that nobody has to wait for it.
inline Result<void> start_browser(const std::string& url) {
  if (!has_display())
    return make_error(Errc::unsupported,
                      "there is no display to open a browser on (none of DISPLAY, WAYLAND_DISPLAY, "
                      "BROWSER is set)");
  const auto failed = [](int number) {
    return make_error(Errc::unsupported, browser_opener,
                      " could not be started: " + std::generic_category().message(number));
  };
  int report[2];
#if defined(__linux__)
  if (::pipe2(report, O_CLOEXEC) != 0) return failed(errno);
#else
  if (::pipe(report) != 0) return failed(errno);
  for (const int end : report) ::fcntl(end, F_SETFD, FD_CLOEXEC);
#endif
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);  // no handler of the host's runs in the children
  const pid_t child = ::fork();
  if (child == 0) {
    const pid_t opener = ::fork();
    if (opener == 0) become_opener(url.c_str(), report[1]);
    const int number = errno;
    if (opener < 0) [[maybe_unused]]
      const auto written = ::write(report[1], &number, sizeof number);
    ::_exit(0);
  }
  const int number = child < 0 ? errno : 0;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  ::close(report[1]);
  while (child > 0 && ::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
  int why = number;
  while (why == 0 && ::read(report[0], &why, sizeof why) < 0 && errno == EINTR) {  // nothing: exec took the other end
  }
  ::close(report[0]);
  if (why != 0) return failed(why);
  return {};
}

#endif

/// Opens an http or https URL: with xdg-open, `open` on macOS, ShellExecute on Windows. No shell reads it, and the
/// program inherits no descriptor; its output goes nowhere. Returns when it runs, which takes some milliseconds.
/// `unsupported` where there is no display or the opener is missing; that the opener itself finds no browser stays
/// unknown.
inline Result<void> open_system_browser(const std::string& url) {
  if (auto origin = origin_of(url); !origin) return std::move(origin).error();
  return start_browser(url);
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
