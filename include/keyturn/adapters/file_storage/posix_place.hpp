// An account's files and what `FileStorage` does with them, on POSIX systems.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_POSIX_PLACE_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_POSIX_PLACE_HPP

#include <keyturn/adapters/file_storage/posix.hpp>
#include <keyturn/adapters/file_storage/record.hpp>

#include <cstdlib>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Where the system wants the state of apps, in UTF-8; empty if it does not say.
inline std::string state_directory() {
  const auto variable = [](const char* name) {
    const char* const value = std::getenv(name);
    return std::string{value == nullptr ? "" : value};
  };
  const std::string home = variable("HOME");
#if defined(__APPLE__)
  return home.empty() ? home : home + "/Library/Application Support";
#else
  if (auto state = variable("XDG_STATE_HOME"); state.starts_with('/')) return state;  // relative ones are to be ignored
  return home.empty() ? home : home + "/.local/state";
#endif
}

/// An account's files in the open directory.
struct FilePlace {
  std::string path_of_directory, name;
  FileDescriptor directory{};

  /// Nothing is made; `there` says whether the directory is.
  Result<void> open() {
    auto opened = open_directory(path_of_directory);
    if (!opened) return std::move(opened).error();
    directory = *std::move(opened);
    return {};
  }
  bool there() const noexcept { return static_cast<bool>(directory); }

  static Result<void> make(const std::string& path) { return make_directories(path); }

  int fd() const noexcept { return directory.get(); }
  KEYTURN_ONCE std::string file(std::string_view suffix) const {
    std::string text{name};
    text += suffix;
    return text;
  }
  KEYTURN_ONCE std::string path(std::string_view suffix) const {
    std::string text{path_of_directory};
    text += '/';
    text += name;
    text += suffix;
    return text;
  }

  // What the system's calls of these names do with its files; 0, or the number of the error.
  KEYTURN_ONCE int open(const char* suffix, int flags, FileDescriptor& into) const {
    const std::string file_name = file(suffix);
    into = FileDescriptor{
        uninterrupted([&] { return ::openat(fd(), file_name.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600); })};
    return into ? 0 : errno;
  }
  bool has(const char* suffix) const {
    struct stat status = {};
    return ::fstatat(fd(), file(suffix).c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
  }
  KEYTURN_ONCE int unlink(const char* suffix) const {
    const std::string file_name = file(suffix);
    return ::unlinkat(fd(), file_name.c_str(), 0) == 0 ? 0 : errno;
  }
  KEYTURN_ONCE int rename(const char* from, const char* to) const {
    const std::string old_name = file(from), new_name = file(to);
    return ::renameat(fd(), old_name.c_str(), fd(), new_name.c_str()) == 0 ? 0 : errno;
  }
  KEYTURN_ONCE Result<FileLock> lock(const char* suffix, std::chrono::milliseconds patience) const {
    return FileLock::take(fd(), file(suffix), path(suffix), patience);
  }

  template <class T, class Why>
  KEYTURN_ONCE Result<T> failure(const char* action, const char* suffix, Why why) const {
    return file_error(action, path(suffix), why);
  }

  /// Nothing there is success.
  KEYTURN_ONCE Result<void> remove(const char* suffix) const {
    const int number = unlink(suffix);
    if (number == 0 || number == ENOENT) return {};
    return failure<void>("cannot remove", suffix, number);
  }

  Result<void> move_aside() const {
    if (const int number = rename(".session", ".corrupt"); number != 0)
      return failure<void>("cannot move aside", ".session", number);
    return {};
  }

  /// What was removed stays so.
  Result<void> sync() const {
    if (!sync_directory(fd())) return file_failure<void>("cannot write", path_of_directory, errno);
    return {};
  }

  Result<StoredFile> read() const;
  Result<void> write(std::string_view record) const;
};

KEYTURN_FUNCTION Result<StoredFile> FilePlace::read() const {
  const auto fail = [&](const char* action, auto why) { return failure<StoredFile>(action, ".session", why); };
  FileDescriptor file;
  // Without O_NONBLOCK, a FIFO in the file's place would block here.
  if (const int number = open(".session", O_RDONLY | O_NONBLOCK | O_NOCTTY, file); number != 0) {
    if (number == ENOENT) return StoredFile{};
    if (number == ELOOP) return fail("will not use", "it is a symbolic link");
    return fail("cannot open", number);
  }
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0) return fail("cannot read", errno);
  if (const auto why = unsafe_file(status); !why.empty()) return fail("will not use", why);
  if (status.st_size > static_cast<off_t>(largest_file)) return StoredFile{.there = true, .too_large = true};

  std::size_t got = 0;
  int number = 0;
  Secret bytes{static_cast<std::size_t>(status.st_size), [&](std::span<char> into) {
                 while (got < into.size() && number == 0) {
                   const ssize_t n = uninterrupted([&] { return ::read(file.get(), &into[got], into.size() - got); });
                   if (n < 0) number = errno;
                   if (n <= 0) break;
                   got += static_cast<std::size_t>(n);
                 }
               }};
  if (number != 0) return fail("cannot read", number);
  if (got < bytes.size()) bytes = Secret{bytes.view().substr(0, got)};
  return StoredFile{.there = true, .bytes = std::move(bytes), .identity = identity_of(file.get())};
}

KEYTURN_FUNCTION Result<void> FilePlace::write(std::string_view record) const {
  const auto fail = [&](const char* action, int number) { return failure<void>(action, ".tmp", number); };
  if (auto removed = remove(".tmp"); !removed) return removed;
  FileDescriptor file;
  if (const int number = open(".tmp", O_WRONLY | O_CREAT | O_EXCL, file); number != 0)
    return fail("cannot create", number);
  if (::fchmod(file.get(), 0600) != 0) return fail("cannot create", errno);
  const Secret bytes = frame_record(record, identity_of(file.get()));
  for (std::string_view rest = bytes.view(); !rest.empty();) {
    const ssize_t n = uninterrupted([&] { return ::write(file.get(), rest.data(), rest.size()); });
    if (n < 0) return fail("cannot write", errno);
    rest.remove_prefix(static_cast<std::size_t>(n));
  }
  if (!sync_file(file.get()) || !file.close_checked()) return fail("cannot write", errno);
  if (const int number = rename(".tmp", ".session"); number != 0)
    return failure<void>("cannot replace", ".session", number);
  if (!sync_directory(fd())) return file_failure<void>("cannot write", path_of_directory, errno);
  return {};
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
