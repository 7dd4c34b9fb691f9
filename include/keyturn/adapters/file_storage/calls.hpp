// Bodies of `FileStorage`.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_CALLS_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_CALLS_HPP

#include <keyturn/adapters/file_storage.hpp>
#include <keyturn/core/session_record.hpp>

#include <cstdlib>
#include <string>
#include <string_view>

#if !defined(_WIN32)
#include <keyturn/adapters/file_storage/posix.hpp>
#include <keyturn/adapters/file_storage/record.hpp>
#endif

KEYTURN_NAMESPACE_BEGIN

KEYTURN_FUNCTION FileStorage FileStorage::for_app(std::string_view name, FileOptions options) {
  FileStorage storage{std::string{}, options};
  if (!is_app_name(name)) {
    storage.problem_ = "the name of the app cannot be a directory's name";
    return storage;
  }
  storage.directory_ = state_directory();
  if (storage.directory_.empty())
    storage.problem_ = "the system names no home directory" KEYTURN_HINT("; use FileStorage{directory}");
  storage.directory_.append("/").append(name);
  return storage;
}

KEYTURN_FUNCTION bool FileStorage::is_app_name(std::string_view name) {
  for (const char c : name)
    if (static_cast<unsigned char>(c) < ' ' || c == '/' || c == '\\' || c == '\x7f') return false;
  return !name.empty() && !name.starts_with('.');
}

KEYTURN_FUNCTION std::string FileStorage::state_directory() {
  const auto variable = [](const char* name) {
    const char* const value = std::getenv(name);
    return std::string{value == nullptr ? "" : value};
  };
#if defined(_WIN32)
  return variable("LOCALAPPDATA");
#else
  const std::string home = variable("HOME");
#if defined(__APPLE__)
  return home.empty() ? home : home + "/Library/Application Support";
#else
  if (auto state = variable("XDG_STATE_HOME"); state.starts_with('/')) return state;  // relative ones are to be ignored
  return home.empty() ? home : home + "/.local/state";
#endif
#endif
}

#if !defined(_WIN32)

/// An account's files in the open directory.
struct FileStorage::Place {
  detail::FileDescriptor directory;
  std::string path_of_directory, name;

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
  KEYTURN_ONCE int open(const char* suffix, int flags, detail::FileDescriptor& into) const {
    const std::string file_name = file(suffix);
    into = detail::FileDescriptor{
        detail::uninterrupted([&] { return ::openat(fd(), file_name.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600); })};
    return into ? 0 : errno;
  }
  KEYTURN_ONCE int unlink(const char* suffix) const {
    const std::string file_name = file(suffix);
    return ::unlinkat(fd(), file_name.c_str(), 0) == 0 ? 0 : errno;
  }
  KEYTURN_ONCE int rename(const char* from, const char* to) const {
    const std::string old_name = file(from), new_name = file(to);
    return ::renameat(fd(), old_name.c_str(), fd(), new_name.c_str()) == 0 ? 0 : errno;
  }
  KEYTURN_ONCE Result<Lock> lock(const char* suffix, std::chrono::milliseconds patience) const {
    return Lock::take(fd(), file(suffix), path(suffix), patience);
  }

  template <class T, class Why>
  KEYTURN_ONCE Result<T> failure(const char* action, const char* suffix, Why why) const {
    return detail::file_error(action, path(suffix), why);
  }
};

KEYTURN_FUNCTION Error FileStorage::failed(std::string why) {
  return {.code = Errc::storage_failed, .detail = std::move(why)};
}

KEYTURN_FUNCTION std::string FileStorage::encoded(std::string_view account) {
  if (account.empty()) return "%";
  std::string name;
  for (const char c : account) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || (c == '.' && !name.empty())) {
      name += c;
    } else {
      name += '%';
      name += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
      name += "0123456789abcdef"[c & 15];
    }
  }
  return name;
}

KEYTURN_FUNCTION Result<FileStorage::Place> FileStorage::open(std::string_view account) const {
  if (!problem_.empty()) return failed(problem_);
  if (directory_.empty()) return failed("the directory has no name");
  if (directory_.find('\0') != directory_.npos) return failed("the path of the directory holds a zero byte");
  Place place{.directory = {}, .path_of_directory = directory_, .name = encoded(account)};
  if (place.name.size() > 200) return failed("the name of the account is too long for a file");
  auto directory = detail::open_directory(directory_);
  if (!directory) return std::move(directory).error();
  place.directory = *std::move(directory);
  return place;
}

KEYTURN_FUNCTION Result<FileStorage::Place> FileStorage::open_for_writing(std::string_view account) const {
  auto place = open(account);
  if (!place || place->directory) return place;
  if (auto made = detail::make_directories(directory_); !made) return std::move(made).error();
  place = open(account);
  if (place && !place->directory) return failed("somebody removed the directory " + directory_);
  return place;
}

KEYTURN_FUNCTION Result<FileStorage::Lock> FileStorage::lock_for_writing(const Place& place) {
  auto lock = place.lock(".write", std::chrono::seconds{2});
  if (!lock) lock.error().code = Errc::storage_failed;
  return lock;
}

KEYTURN_FUNCTION void FileStorage::sweep(const Place& place) {
  struct stat status = {};
  if (::fstatat(place.fd(), place.file(".tmp").c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return;
  const auto writing = place.lock(".write", std::chrono::milliseconds{0});
  if (writing) place.unlink(".tmp");
}

KEYTURN_FUNCTION Result<void> FileStorage::remove(const Place& place, const char* suffix) {
  const int number = place.unlink(suffix);
  if (number == 0 || number == ENOENT) return {};
  return place.failure<void>("cannot remove", suffix, number);
}

KEYTURN_FUNCTION Result<std::optional<Secret>> FileStorage::read(const Place& place) const {
  const auto failure = [&](const char* action, auto why) {
    return place.failure<std::optional<Secret>>(action, ".session", why);
  };
  detail::FileDescriptor file;
  // Without O_NONBLOCK, a FIFO in the file's place would block here.
  if (const int number = place.open(".session", O_RDONLY | O_NONBLOCK | O_NOCTTY, file); number != 0) {
    if (number == ENOENT) return std::optional<Secret>{};
    if (number == ELOOP) return failure("will not use", "it is a symbolic link");
    return failure("cannot open", number);
  }
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0) return failure("cannot read", errno);
  if (const auto why = detail::unsafe_file(status); !why.empty()) return failure("will not use", why);
  if (status.st_size > static_cast<off_t>(detail::largest_file)) return corrupt(place, "it is too large");

  std::size_t got = 0;
  int number = 0;
  const Secret bytes{static_cast<std::size_t>(status.st_size), [&](std::span<char> into) {
                       while (got < into.size() && number == 0) {
                         const ssize_t n =
                             detail::uninterrupted([&] { return ::read(file.get(), &into[got], into.size() - got); });
                         if (n < 0) number = errno;
                         if (n <= 0) break;
                         got += static_cast<std::size_t>(n);
                       }
                     }};
  if (number != 0) return failure("cannot read", number);
  const auto framed = detail::unframe_record({bytes.view().data(), got});
  if (!framed) return corrupt(place, framed.error().detail);
  if (!options_.accept_copies && framed->file.differs(detail::identity_of(file.get())))
    return corrupt(place, "it is a copy, from a backup or another host; log in again");
  return std::optional<Secret>{Secret{framed->record}};
}

KEYTURN_FUNCTION Error FileStorage::corrupt(const Place& place, std::string_view why) {
  Error error = detail::file_error("cannot read", place.path(".session"), why);
  error.code = Errc::storage_corrupt;
  return error;
}

KEYTURN_FUNCTION Result<void> FileStorage::write(const Place& place, std::string_view record) {
  const auto failure = [&](const char* action, int number) { return place.failure<void>(action, ".tmp", number); };
  if (auto removed = remove(place, ".tmp"); !removed) return removed;
  detail::FileDescriptor file;
  if (const int number = place.open(".tmp", O_WRONLY | O_CREAT | O_EXCL, file); number != 0)
    return failure("cannot create", number);
  if (::fchmod(file.get(), 0600) != 0) return failure("cannot create", errno);
  const Secret bytes = detail::frame_record(record, detail::identity_of(file.get()));
  for (std::string_view rest = bytes.view(); !rest.empty();) {
    const ssize_t n = detail::uninterrupted([&] { return ::write(file.get(), rest.data(), rest.size()); });
    if (n < 0) return failure("cannot write", errno);
    rest.remove_prefix(static_cast<std::size_t>(n));
  }
  if (!detail::sync_file(file.get()) || !file.close_checked()) return failure("cannot write", errno);
  if (const int number = place.rename(".tmp", ".session"); number != 0)
    return place.failure<void>("cannot replace", ".session", number);
  if (!detail::sync_directory(place.fd()))
    return detail::file_failure<void>("cannot write", place.path_of_directory, errno);
  return {};
}

KEYTURN_FUNCTION Result<std::optional<Secret>> FileStorage::load(std::string_view account) {
  auto place = open(account);
  if (!place) return std::move(place).error();
  if (!place->directory) return std::optional<Secret>{};
  sweep(*place);
  return read(*place);
}

KEYTURN_FUNCTION Result<void> FileStorage::save(std::string_view account, const Secret& record) {
  if (record.size() > detail::largest_file - detail::file_header_size)
    return failed("the record is too large for a file");
  auto place = open_for_writing(account);
  if (!place) return std::move(place).error();
  auto writing = lock_for_writing(*place);
  if (!writing) return std::move(writing).error();

  const auto old = read(*place);
  if (old && *old && core::is_older(record.view(), (*old)->view())) {
    auto refused = place->failure<void>("will not replace", ".session", "it holds a newer pair");
    refused.error().code = Errc::storage_busy;
    return refused;
  }
  if (!old) {
    if (old.error().code != Errc::storage_corrupt) return old.error();
    if (const int number = place->rename(".session", ".corrupt"); number != 0)
      return place->failure<void>("cannot move aside", ".session", number);
  }
  auto written = write(*place, record.view());
  if (!written) place->unlink(".tmp");
  return written;
}

KEYTURN_FUNCTION Result<void> FileStorage::erase(std::string_view account) {
  auto place = open(account);
  if (!place) return std::move(place).error();
  if (!place->directory) return {};
  // A save that is stuck must not keep the user logged in: the record goes first, and once more when the save is
  // done.
  if (auto removed = remove(*place, ".session"); !removed) return removed;
  auto writing = lock_for_writing(*place);
  if (!writing) return std::move(writing).error();
  if (auto removed = remove(*place, ".session"); !removed) return removed;
  if (auto removed = remove(*place, ".tmp"); !removed) return removed;
  if (!detail::sync_directory(place->fd())) return detail::file_failure<void>("cannot write", directory_, errno);
  return {};
}

KEYTURN_FUNCTION Result<FileStorage::Lock> FileStorage::lock(std::string_view account,
                                                             std::chrono::milliseconds patience) {
  auto place = open_for_writing(account);
  if (!place) return std::move(place).error();
  return place->lock(".lock", patience);
}

#endif

KEYTURN_NAMESPACE_END

#endif
