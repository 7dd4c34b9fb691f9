// Places where a secret must never turn up, gathered in one text.
#ifndef KEYTURN_TESTS_INTEGRATION_SECRETS_HUNT_HPP
#define KEYTURN_TESTS_INTEGRATION_SECRETS_HUNT_HPP

#include <keyturn/keyturn.hpp>

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <regex>
#include <set>
#include <string>
#include <string_view>

namespace hunt {

namespace fs = std::filesystem;

inline std::string content_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

// The part in brackets of each place in `text` that fits.
inline std::set<std::string> all_of(const std::string& text, const char* pattern) {
  std::set<std::string> found;
  const std::regex expression{pattern};
  for (std::sregex_iterator at{text.begin(), text.end(), expression}, end; at != end; ++at) found.insert((*at)[1]);
  return found;
}

// What was said, and by whom.
class Journal {
 public:
  void note(std::string_view where, std::string_view text) {
    const std::lock_guard lock{mutex_};
    text_.append(where).append(": ").append(text) += '\n';
  }

  void note(const keyturn::Event& event) {
    note("event", to_string(event.kind));
    if (event.error) note(*event.error);
  }

  void note(const keyturn::Error& error) {
    note("error", to_string(error.code));
    note("error", error.detail);
    note("error", make_error_code(error.code).message());
  }

  // The error of a call, as a value and as an exception.
  template <class T>
  void note(const keyturn::Result<T>& result) {
    if (result) return;
    note(result.error());
    try {
      result.value();
    } catch (const std::exception& thrown) {
      note("exception", thrown.what());
    }
  }

  std::string text() const {
    const std::lock_guard lock{mutex_};
    return text_;
  }

 private:
  mutable std::mutex mutex_;
  std::string text_;
};

// What the process shows to every other of its user: proc(5).
inline std::string shown_by_the_system() {
  std::string text = content_of("/proc/self/cmdline") + content_of("/proc/self/environ");
  for (char** variable = environ; *variable != nullptr; ++variable) text.append(*variable) += '\n';
  for (const auto& thread : fs::directory_iterator{"/proc/self/task"}) text += content_of(thread.path() / "comm");
  return text;
}

// All files below a folder but those that `leave_out` names, with their names.
template <class LeaveOut>
std::string files_below(const fs::path& folder, LeaveOut leave_out) {
  std::string text;
  for (const auto& entry : fs::recursive_directory_iterator{folder}) {
    text.append(entry.path().string()) += '\n';
    if (entry.is_regular_file() && !leave_out(entry.path())) text.append(content_of(entry.path())) += '\n';
  }
  return text;
}

// From construction on: the names of all files that are made or renamed in a folder.
class Names {
 public:
  explicit Names(const fs::path& folder) : watch_{::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)} {
    BOOST_REQUIRE(::inotify_add_watch(watch_, folder.c_str(), IN_CREATE | IN_MOVED_FROM | IN_MOVED_TO) >= 0);
  }
  Names(const Names&) = delete;
  Names& operator=(const Names&) = delete;
  ~Names() { ::close(watch_); }

  std::set<std::string> seen() {
    alignas(inotify_event) std::array<char, 65536> bytes;
    for (ssize_t size = 0; (size = ::read(watch_, bytes.data(), bytes.size())) > 0;)
      for (ssize_t at = 0; at < size;) {
        const auto* const event = reinterpret_cast<const inotify_event*>(bytes.data() + at);
        if (event->len > 0) seen_.insert(event->name);
        at += static_cast<ssize_t>(sizeof *event + event->len);
      }
    return seen_;
  }

 private:
  int watch_;
  std::set<std::string> seen_;
};

// While it lives, standard output and error go to a file, and temporary files and relative paths into a folder.
class Elsewhere {
 public:
  explicit Elsewhere(const fs::path& folder) : folder_{folder}, before_{fs::current_path()} {
    fs::create_directory(folder_);
    std::fflush(nullptr);
    output_ = ::open((folder_.string() + ".output").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    for (const int stream : {1, 2}) {
      kept_[static_cast<std::size_t>(stream) - 1] = ::fcntl(stream, F_DUPFD_CLOEXEC, 3);
      ::dup2(output_, stream);
    }
    ::setenv("TMPDIR", folder_.c_str(), 1);
    fs::current_path(folder_);
  }
  Elsewhere(const Elsewhere&) = delete;
  Elsewhere& operator=(const Elsewhere&) = delete;
  ~Elsewhere() {
    std::fflush(nullptr);
    for (const int stream : {1, 2}) {
      ::dup2(kept_[static_cast<std::size_t>(stream) - 1], stream);
      ::close(kept_[static_cast<std::size_t>(stream) - 1]);
    }
    ::close(output_);
    ::unsetenv("TMPDIR");
    fs::current_path(before_);
  }

 private:
  fs::path folder_, before_;
  int output_ = -1;
  std::array<int, 2> kept_{};
};

}  // namespace hunt

#endif
