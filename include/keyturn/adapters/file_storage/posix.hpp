// The few file operations that `FileStorage` is made of, each with the checks that make it safe; for POSIX systems.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_POSIX_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_POSIX_HPP

#include <keyturn/adapters/file_storage/lock.hpp>
#include <keyturn/adapters/file_storage/record.hpp>
#include <keyturn/base/result.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/builtin/hosted.hpp>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/vfs.h>
#endif

KEYTURN_NAMESPACE_BEGIN

namespace detail {

KEYTURN_ONCE inline Error file_error(std::string_view action, std::string_view path, std::string_view why) {
  std::string text{action};
  text.append(" ").append(path).append(": ").append(why);
  return {.code = Errc::storage_failed, .detail = std::move(text)};
}

KEYTURN_ONCE inline Error file_error(std::string_view action, std::string_view path, int number) {
  Error error = file_error(action, path, std::generic_category().message(number));
  if (KEYTURN_HAS_HINTS && (number == EACCES || number == EPERM || number == EROFS))
    error.detail += "; FileStorage needs a folder that this user may write to";
  return error;
}

/// The same as a result.
template <class T, class Why>
KEYTURN_ONCE Result<T> file_failure(const char* action, std::string_view path, Why why) {
  return file_error(action, path, why);
}

/// Calls again what a signal interrupted.
template <class Call>
auto uninterrupted(Call&& call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

/// Waits until the bytes are on the disk, beyond its cache on macOS.
inline bool sync_file(int file) {
#if defined(F_FULLFSYNC)
  if (uninterrupted([=] { return ::fcntl(file, F_FULLFSYNC); }) >= 0) return true;
#endif
  return uninterrupted([=] { return ::fsync(file); }) == 0;
}

/// The same for the names in a directory; some file systems cannot, and say EINVAL.
inline bool sync_directory(int directory) { return sync_file(directory) || errno == EINVAL; }

/// Why a file is not for us alone; empty if it is. A file with no name left was replaced a moment ago, and is whole.
inline std::string_view unsafe_file(const struct stat& status) {
  if (!S_ISREG(status.st_mode)) return "it is not a regular file";
  if (status.st_uid != ::geteuid()) return "it belongs to another user";
  if ((status.st_mode & 077) != 0) return "other users may access it (its mode should be 0600)";
  if (status.st_nlink > 1) return "it has a second name (a hard link)";
  return {};
}

/// The same for a directory, which others may read but not change.
inline std::string_view unsafe_directory(const struct stat& status) {
  if (status.st_uid != ::geteuid() && status.st_uid != 0) return "it belongs to another user";
  if ((status.st_mode & 022) != 0 && (status.st_mode & S_ISVTX) == 0)
    return "other users may write to it (its mode should be 0700)";
  return {};
}

/// Only file systems that number their files for good say who a file is: on others a restart would make it another.
inline FileIdentity identity_of(int file) {
  FileIdentity identity;
#if defined(__linux__) && defined(STATX_BTIME)
  struct statfs system = {};
  struct statx status = {};
  if (uninterrupted([&] { return ::fstatfs(file, &system); }) != 0) return identity;
  // ext2 to ext4, XFS, Btrfs, F2FS, tmpfs
  constexpr std::uint32_t with_lasting_numbers[] = {0xef53, 0x58465342, 0x9123683e, 0xf2f52010, 0x01021994};
  const auto same = [&](std::uint32_t magic) { return magic == static_cast<std::uint32_t>(system.f_type); };
  if (std::none_of(std::begin(with_lasting_numbers), std::end(with_lasting_numbers), same)) return identity;
  if (::statx(file, "", AT_EMPTY_PATH, STATX_INO | STATX_BTIME, &status) != 0) return identity;
  identity.number = status.stx_ino;
  if ((status.stx_mask & STATX_BTIME) != 0)
    identity.birth = static_cast<std::uint64_t>(status.stx_btime.tv_sec) * 1'000'000'000 + status.stx_btime.tv_nsec;
#else
  (void)file;
#endif
  return identity;
}

/// Makes a directory and those above it, 0700, and waits until their names are on the disk.
inline Result<void> make_directories(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0) {
    if (errno == EEXIST) return {};
    const int number = errno;
    const std::size_t slash = path.find_last_of('/');
    if (number != ENOENT || slash == path.npos || slash == 0) return file_failure<void>("cannot create", path, number);
    if (auto above = make_directories(path.substr(0, slash)); !above) return above;
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return file_failure<void>("cannot create", path, errno);
  }
  const std::size_t slash = path.find_last_of('/');
  const std::string parent = slash == path.npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  const FileDescriptor directory{::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!directory || !sync_directory(directory.get())) return file_failure<void>("cannot write", parent, errno);
  return {};
}

/// Opens a directory that nobody else may change. A symbolic link to one is followed, once: all that comes after
/// happens in the real directory. An empty descriptor: there is none.
inline Result<FileDescriptor> open_directory(const std::string& path) {
  FileDescriptor directory{uninterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); })};
  if (!directory) {
    if (errno == ENOENT) return FileDescriptor{};
    return file_failure<FileDescriptor>("cannot open", path, errno);
  }
  struct stat status = {};
  if (::fstat(directory.get(), &status) != 0) return file_failure<FileDescriptor>("cannot open", path, errno);
  if (const auto why = unsafe_directory(status); !why.empty())
    return file_failure<FileDescriptor>("will not use", path, why);
  return directory;
}

KEYTURN_FUNCTION FileDescriptor::~FileDescriptor() {
  if (number_ >= 0) ::close(number_);
}

KEYTURN_FUNCTION bool FileDescriptor::close_checked() noexcept {
  return ::close(std::exchange(number_, -1)) == 0 || errno == EINTR;
}

KEYTURN_FUNCTION FileLock::FileLock(FileDescriptor file) noexcept : file_{std::move(file)}, owner_{::getpid()} {}

KEYTURN_FUNCTION FileLock::~FileLock() {
  if (file_ && owner_ == ::getpid()) ::flock(file_.get(), LOCK_UN);
}

KEYTURN_FUNCTION Result<FileLock> FileLock::take(int directory, const std::string& name, const std::string& path,
                                                 std::chrono::milliseconds patience) {
  const TimePoint until = later(Hosted{}.now(), patience);
  long nap = 1'000'000;  // nanoseconds
  for (;;) {
    FileDescriptor file{uninterrupted([&] {
      return ::openat(directory, name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0600);
    })};
    if (!file) return file_failure<FileLock>("cannot open", path, errno);
    struct stat opened = {}, named = {};
    if (::fstat(file.get(), &opened) != 0) return file_failure<FileLock>("cannot open", path, errno);
    if (const auto why = unsafe_file(opened); !why.empty()) return file_failure<FileLock>("will not use", path, why);

    bool replaced = false;
    if (uninterrupted([&] { return ::flock(file.get(), LOCK_EX | LOCK_NB); }) == 0) {
      // Somebody may have removed the file between open and flock: then others lock another file of that name.
      const bool there = ::fstatat(directory, name.c_str(), &named, AT_SYMLINK_NOFOLLOW) == 0;
      if (!there && errno != ENOENT) return file_failure<FileLock>("cannot lock", path, errno);
      if (there && named.st_ino == opened.st_ino && named.st_dev == opened.st_dev) return FileLock{std::move(file)};
      replaced = true;
    } else if (errno != EWOULDBLOCK) {
      return file_failure<FileLock>("cannot lock", path, errno);
    }
    if (Hosted{}.now() >= until) {
      Error error = file_error("cannot lock", path, "another process or client holds it");
      error.code = Errc::storage_busy;
      return error;
    }
    if (replaced) continue;
    const timespec pause{.tv_sec = 0, .tv_nsec = nap};
    ::nanosleep(&pause, nullptr);
    nap = nap < 10'000'000 ? nap * 2 : 20'000'000;
  }
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
