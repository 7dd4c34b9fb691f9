// Keeps session records in files, one per account, safe against crashes, other processes and other users.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_HPP

#include <keyturn/concepts/storage.hpp>
#include <keyturn/core/session_record.hpp>

#include <cstdlib>
#include <string>
#include <string_view>

#if !defined(_WIN32)
#include <keyturn/adapters/file_storage/posix.hpp>
#include <keyturn/adapters/file_storage/record.hpp>
#endif

KEYTURN_NAMESPACE_BEGIN

struct FileOptions {
  /// A file that is a copy, restored from a backup or brought from another host, is read as if it were the original.
  /// For hosts that move their users' files themselves and see to it that the original is used no more.
  bool accept_copies = false;
};

/// A `SharedStorage` in a directory of the user's own. POSIX; on Windows every call answers `unsupported` for now.
///
/// Files, for an account `ada`: the record `ada.session`; `ada.lock` and `ada.write`, empty, never removed; `ada.tmp`,
/// there only while a save runs or after a crash in one; `ada.corrupt`, the last record that could not be read and that
/// a save moved aside. Names of accounts are percent-encoded down to lower case letters, digits, `-`, `_` and inner
/// dots, so that no two share a file where file systems ignore case; encoded, they may have 200 bytes.
///
/// The directory is made when it is first needed (0700, its parents too). It, and each file (0600), must be the user's
/// own, and no other user's to change: anything else, a symbolic link, a hard link or a FIFO in the file's place among
/// it, is `storage_failed` with a text that names the file and the reason. A symbolic link to a directory is followed
/// once. A file that is torn, foreign or from a newer version is `storage_corrupt`. So is a copy: the tokens in the
/// original may have been rotated since, and a server that sees old ones again ends the session of both. Moving and
/// renaming within a file system makes no copy. Copies are recognised on Linux with ext2 to ext4, XFS, Btrfs, F2FS and
/// tmpfs; not the copy of a whole disk, and not one that was written into the original's place.
///
/// Copies of the object are as good as the original: it holds only the path. All calls may be made from many threads,
/// by many objects and processes at once; all may block on the disk. Construction does nothing and cannot fail. Records
/// may have up to 250 KiB.
class FileStorage {
 public:
#if defined(_WIN32)
  /// Held until it dies.
  class Lock {};
#else
  /// Held until it dies, on any thread, or until its process does. Children do not inherit it through exec. One made by
  /// fork alone can neither release nor take it; if its parent is killed with the lock held, it is free when both are
  /// gone.
  using Lock = detail::FileLock;
#endif

  /// Keeps its files in `directory`; a `std::filesystem::path` will do.
  explicit FileStorage(std::string directory, FileOptions options = {})
      : directory_{std::move(directory)}, options_{options} {}

  /// Where the system wants an app's state: `$XDG_STATE_HOME/name` or `~/.local/state/name`, on macOS
  /// `~/Library/Application Support/name`, on Windows `%LOCALAPPDATA%\name`. A name that is empty, begins with a dot,
  /// or holds a slash, a backslash or a control character makes every call fail with `storage_failed`; so does a
  /// missing home.
  static FileStorage for_app(std::string_view name, FileOptions options = {}) {
    FileStorage storage{std::string{}, options};
    if (!is_app_name(name)) {
      storage.problem_ = "the name of the app cannot be a directory's name";
      return storage;
    }
    storage.directory_ = state_directory();
    if (storage.directory_.empty()) storage.problem_ = "the system names no home directory";
    storage.directory_.append("/").append(name);
    return storage;
  }

#if defined(_WIN32)
  Result<std::optional<Secret>> load(std::string_view) { return unsupported(); }
  Result<void> save(std::string_view, const Secret&) { return unsupported(); }
  Result<void> erase(std::string_view) { return unsupported(); }
  Result<Lock> lock(std::string_view, std::chrono::milliseconds) { return unsupported(); }
#else
  /// Needs no lock: a save replaces the file as a whole. Removes what a crashed save left behind.
  Result<std::optional<Secret>> load(std::string_view account) {
    auto place = open(account);
    if (!place) return std::move(place).error();
    if (!place->directory) return std::optional<Secret>{};
    sweep(*place);
    return read(*place);
  }

  /// When it returns, the new record is on the disk. `storage_busy`, with nothing changed, if the file holds a later
  /// generation of the same session: locks are lost on some network file systems. Writes a temporary file, waits for the
  /// disk, renames it, waits again.
  Result<void> save(std::string_view account, const Secret& record) {
    if (record.size() > detail::largest_file - detail::file_header_size)
      return failed("the record is too large for a file");
    auto place = open_for_writing(account);
    if (!place) return std::move(place).error();
    auto writing = lock_for_writing(*place);
    if (!writing) return std::move(writing).error();

    const auto old = read(*place);
    if (old && *old && core::is_older(record.view(), (*old)->view())) {
      Error error = detail::file_error("will not replace", place->path(".session"), "it holds a newer pair");
      error.code = Errc::storage_busy;
      return error;
    }
    if (!old) {
      if (old.error().code != Errc::storage_corrupt) return old.error();
      if (::renameat(place->fd(), place->file(".session").c_str(), place->fd(), place->file(".corrupt").c_str()) != 0)
        return detail::file_error("cannot move aside", place->path(".session"), errno);
    }
    auto written = write(*place, record.view());
    if (!written) ::unlinkat(place->fd(), place->file(".tmp").c_str(), 0);
    return written;
  }

  /// Removes the record, whatever it is, and what a crashed save left behind; a record that was moved aside stays.
  Result<void> erase(std::string_view account) {
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
    if (!detail::sync_directory(place->fd())) return detail::file_error("cannot write", directory_, errno);
    return {};
  }

  /// The one lock of that account, among threads, objects and processes. Waits by sleeping up to 20 ms at a time, on
  /// the steady clock, and gives `storage_busy` after `patience`; 0: tries once. Not needed for `load`, `save` and
  /// `erase`.
  Result<Lock> lock(std::string_view account, std::chrono::milliseconds patience) {
    auto place = open_for_writing(account);
    if (!place) return std::move(place).error();
    return Lock::take(place->fd(), place->file(".lock"), place->path(".lock"), patience);
  }
#endif

 private:
  static bool is_app_name(std::string_view name) {
    for (const char c : name)
      if (static_cast<unsigned char>(c) < ' ' || c == '/' || c == '\\' || c == '\x7f') return false;
    return !name.empty() && !name.starts_with('.');
  }

  static std::string state_directory() {
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
    if (auto state = variable("XDG_STATE_HOME"); state.starts_with('/'))
      return state;  // relative ones are to be ignored
    return home.empty() ? home : home + "/.local/state";
#endif
#endif
  }

#if defined(_WIN32)
  static Error unsupported() {
    return {.code = Errc::unsupported, .detail = "FileStorage does not know this system yet"};
  }
#else
  /// An account's files in the open directory.
  struct Place {
    detail::FileDescriptor directory;
    std::string path_of_directory, name;

    int fd() const noexcept { return directory.get(); }
    std::string file(std::string_view suffix) const { return std::string{name}.append(suffix); }
    std::string path(std::string_view suffix) const { return path_of_directory + '/' + file(suffix); }
  };

  static Error failed(std::string why) { return {.code = Errc::storage_failed, .detail = std::move(why)}; }

  /// No two accounts give one name, on no file system. A lone percent sign stands for the empty account.
  static std::string encoded(std::string_view account) {
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

  Result<Place> open(std::string_view account) const {
    if (!problem_.empty()) return failed(problem_);
    if (directory_.find('\0') != directory_.npos) return failed("the path of the directory holds a zero byte");
    Place place{.directory = {}, .path_of_directory = directory_, .name = encoded(account)};
    if (place.name.size() > 200) return failed("the name of the account is too long for a file");
    auto directory = detail::open_directory(directory_);
    if (!directory) return std::move(directory).error();
    place.directory = *std::move(directory);
    return place;
  }

  Result<Place> open_for_writing(std::string_view account) const {
    auto place = open(account);
    if (!place || place->directory) return place;
    if (auto made = detail::make_directories(directory_); !made) return std::move(made).error();
    place = open(account);
    if (place && !place->directory) return failed("somebody removed the directory " + directory_);
    return place;
  }

  /// Keeps savers apart, so that one name for the temporary file is enough and a crash leaves at most one behind. It is
  /// another lock than `lock`, because a save must go through while another process holds that one to refresh. Held for
  /// some milliseconds; a holder that is stopped is waited for no longer than this.
  static Result<Lock> lock_for_writing(const Place& place) {
    auto lock = Lock::take(place.fd(), place.file(".write"), place.path(".write"), std::chrono::seconds{2});
    if (!lock) lock.error().code = Errc::storage_failed;
    return lock;
  }

  /// Tries once: whoever writes at this moment needs its temporary file.
  static void sweep(const Place& place) {
    struct stat status = {};
    if (::fstatat(place.fd(), place.file(".tmp").c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return;
    const auto writing =
        Lock::take(place.fd(), place.file(".write"), place.path(".write"), std::chrono::milliseconds{0});
    if (writing) ::unlinkat(place.fd(), place.file(".tmp").c_str(), 0);
  }

  static Result<void> remove(const Place& place, std::string_view suffix) {
    if (::unlinkat(place.fd(), place.file(suffix).c_str(), 0) == 0 || errno == ENOENT) return {};
    return detail::file_error("cannot remove", place.path(suffix), errno);
  }

  Result<std::optional<Secret>> read(const Place& place) const {
    const std::string path = place.path(".session");
    // Without O_NONBLOCK, a FIFO in the file's place would block here.
    const detail::FileDescriptor file{detail::uninterrupted([&] {
      return ::openat(place.fd(), place.file(".session").c_str(),
                      O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    })};
    if (!file) {
      if (errno == ENOENT) return std::optional<Secret>{};
      if (errno == ELOOP) return detail::file_error("will not use", path, "it is a symbolic link");
      return detail::file_error("cannot open", path, errno);
    }
    struct stat status = {};
    if (::fstat(file.get(), &status) != 0) return detail::file_error("cannot read", path, errno);
    if (const auto why = detail::unsafe_file(status); !why.empty())
      return detail::file_error("will not use", path, why);
    if (status.st_size > static_cast<off_t>(detail::largest_file)) return corrupt(path, "it is too large");

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
    if (number != 0) return detail::file_error("cannot read", path, number);
    const auto framed = detail::unframe_record(bytes.view().substr(0, got));
    if (!framed) return corrupt(path, framed.error().detail);
    if (!options_.accept_copies && framed->file.differs(detail::identity_of(file.get())))
      return corrupt(path, "it is a copy, from a backup or another host; log in again");
    return std::optional<Secret>{Secret{framed->record}};
  }

  static Error corrupt(std::string_view path, std::string_view why) {
    Error error = detail::file_error("cannot read", path, why);
    error.code = Errc::storage_corrupt;
    return error;
  }

  static Result<void> write(const Place& place, std::string_view record) {
    const std::string name = place.file(".tmp"), path = place.path(".tmp");
    if (auto removed = remove(place, ".tmp"); !removed) return removed;
    detail::FileDescriptor file{detail::uninterrupted([&] {
      return ::openat(place.fd(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    })};
    if (!file) return detail::file_error("cannot create", path, errno);
    if (::fchmod(file.get(), 0600) != 0) return detail::file_error("cannot create", path, errno);
    const Secret bytes = detail::frame_record(record, detail::identity_of(file.get()));
    for (std::string_view rest = bytes.view(); !rest.empty();) {
      const ssize_t n = detail::uninterrupted([&] { return ::write(file.get(), rest.data(), rest.size()); });
      if (n < 0) return detail::file_error("cannot write", path, errno);
      rest.remove_prefix(static_cast<std::size_t>(n));
    }
    if (!detail::sync_file(file.get()) || !file.close_checked()) return detail::file_error("cannot write", path, errno);
    if (::renameat(place.fd(), name.c_str(), place.fd(), place.file(".session").c_str()) != 0)
      return detail::file_error("cannot replace", place.path(".session"), errno);
    if (!detail::sync_directory(place.fd())) return detail::file_error("cannot write", place.path_of_directory, errno);
    return {};
  }
#endif

  std::string directory_;
  std::string problem_;  // Why every call must fail; empty: none.
  [[maybe_unused]] FileOptions options_;
};

KEYTURN_NAMESPACE_END

#endif
