// Generated from include/keyturn/winhttp.hpp by tests/gates/single_header.py; change the headers there and run it again.

#include "core.hpp"

// <keyturn/adapters/file_storage.hpp>
// Keeps session records in files, one per account, safe against crashes, other processes and other users.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_HPP

#include <string>
#include <string_view>

#if defined(_WIN32)

// <keyturn/adapters/file_storage/windows_lock.hpp>
// The lock of `FileStorage`, and the open file that it holds; for Windows.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_WINDOWS_LOCK_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_WINDOWS_LOCK_HPP

#if defined(_WIN32)

#include <string>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// An open file or directory; closed by its destructor. Child processes do not inherit it.
class FileHandle {
 public:
  FileHandle() = default;
  /// What CreateFileW gave; INVALID_HANDLE_VALUE: none.
  explicit FileHandle(void* handle) noexcept;
  FileHandle(FileHandle&& other) noexcept : handle_{std::exchange(other.handle_, nullptr)} {}
  FileHandle& operator=(FileHandle other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~FileHandle();

  explicit operator bool() const noexcept { return handle_ != nullptr; }
  void* get() const noexcept { return handle_; }

 private:
  void* handle_ = nullptr;
};

/// An exclusive `LockFileEx` on a file of its own. Its destructor releases it.
class FileLock {
 public:
  FileLock(FileLock&&) noexcept = default;
  FileLock& operator=(FileLock other) noexcept {
    std::swap(file_, other.file_);
    return *this;
  }
  ~FileLock();

  /// Takes the lock, or gives `storage_busy` after `patience`. The file, a whole path, is made if need be; nobody can remove
  /// or rename it while it is open. `path` is for error texts. Blocks by sleeping up to 20 ms at a time; reads the system's
  /// steady clock. The system frees the lock of a process that was killed, though maybe a moment later.
  static Result<FileLock> take(const std::wstring& file, const std::string& path, std::chrono::milliseconds patience);

 private:
  explicit FileLock(FileHandle file) noexcept : file_{std::move(file)} {}

  FileHandle file_;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif  // _WIN32

#endif

#else

// <keyturn/adapters/file_storage/lock.hpp>
// The lock of `FileStorage`, and the open file that it holds; for POSIX systems.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_LOCK_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_LOCK_HPP

#include <string>
#include <utility>

#include <sys/types.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// An open file; closed by its destructor.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int number) noexcept : number_{number} {}
  FileDescriptor(FileDescriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
  FileDescriptor& operator=(FileDescriptor other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~FileDescriptor();

  explicit operator bool() const noexcept { return number_ >= 0; }
  int get() const noexcept { return number_; }

  /// For files that were written: some systems report a failed write only here. A close that a signal interrupted has
  /// closed all the same.
  bool close_checked() noexcept;

 private:
  int number_ = -1;
};

/// An exclusive `flock` on a file of its own. Its destructor releases it.
class FileLock {
 public:
  FileLock(FileLock&&) noexcept = default;
  FileLock& operator=(FileLock other) noexcept {
    std::swap(file_, other.file_);
    std::swap(owner_, other.owner_);
    return *this;
  }
  /// A child made by fork holds the same lock: it lets go of its copy, and only the process that took it unlocks.
  ~FileLock();

  /// Takes the lock, or gives `storage_busy` after `patience`. The file is made if need be, and never removed or
  /// renamed. `path` is for error texts. Blocks by sleeping up to 20 ms at a time; reads the system's steady clock.
  static Result<FileLock> take(int directory, const std::string& name, const std::string& path,
                               std::chrono::milliseconds patience);

 private:
  explicit FileLock(FileDescriptor file) noexcept;

  FileDescriptor file_;
  pid_t owner_;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

#endif

KEYTURN_NAMESPACE_BEGIN

namespace detail {
struct FilePlace;  // an account's files in a directory, as the system gives them
}  // namespace detail

/// What a host may choose for `FileStorage`.
struct FileOptions {
  /// A file that is a copy, restored from a backup or brought from another host, is read as if it were the original.
  /// For hosts that move their users' files themselves and see to it that the original is used no more.
  bool accept_copies = false;
};

/// A `SharedStorage` in a directory of the user's own. On Windows it was tried under Wine 8 alone.
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
/// tmpfs, and on Windows with NTFS; not the copy of a whole disk, and not one that was written into the original's place.
///
/// **On Windows** paths are UTF-8, of any length. What it makes, this user and the system may access and nobody else,
/// whatever the directory above hands on; a file must be this user's own, and be neither a reparse point nor a hard link,
/// but what others may do with a directory that was there before is not looked at. A file that another program has open
/// is tried again for a second. Since Windows 10 1607 readers are in no save's way.
///
/// Copies of the object are as good as the original: it holds only the path. All calls may be made from many threads,
/// by many objects and processes at once; all may block on the disk. Construction does nothing and cannot fail. Records
/// may have up to 250 KiB.
class FileStorage {
 public:
  /// Held until it dies, on any thread, or until its process does. Children do not inherit it through exec. One made by
  /// fork alone can neither release nor take it; if its parent is killed with the lock held, it is free when both are
  /// gone. Windows frees the lock of a process that was killed maybe a moment later.
  using Lock = detail::FileLock;

  /// Keeps its files in `directory`; a `std::filesystem::path` will do, but for Windows, whose paths are wide.
  explicit FileStorage(std::string directory, FileOptions options = {})
      : directory_{std::move(directory)}, options_{options} {}

  /// Where the system wants an app's state: `$XDG_STATE_HOME/name` or `~/.local/state/name`, on macOS
  /// `~/Library/Application Support/name`, on Windows `%LOCALAPPDATA%\name`. A name that is empty, begins with a dot,
  /// or holds a slash, a backslash or a control character makes every call fail with `storage_failed`; so does a
  /// missing home.
  static FileStorage for_app(std::string_view name, FileOptions options = {});

  /// Needs no lock: a save replaces the file as a whole. Removes what a crashed save left behind.
  Result<std::optional<Secret>> load(std::string_view account);

  /// When it returns, the new record is on the disk. `storage_busy`, with nothing changed, if the file holds a later
  /// generation of the same session: locks are lost on some network file systems. Writes a temporary file, waits for the
  /// disk, renames it, waits again.
  Result<void> save(std::string_view account, const Secret& record);

  /// Removes the record, whatever it is, and what a crashed save left behind; a record that was moved aside stays.
  Result<void> erase(std::string_view account);

  /// The one lock of that account, among threads, objects and processes. Waits by sleeping up to 20 ms at a time, on
  /// the steady clock, and gives `storage_busy` after `patience`; 0: tries once. Not needed for `load`, `save` and
  /// `erase`.
  Result<Lock> lock(std::string_view account, std::chrono::milliseconds patience);

 private:
  static bool is_app_name(std::string_view name);

  using Place = detail::FilePlace;

  static Error failed(std::string why);

  /// No two accounts give one name, on no file system. A lone percent sign stands for the empty account.
  static std::string encoded(std::string_view account);

  Result<Place> open(std::string_view account) const;

  Result<Place> open_for_writing(std::string_view account) const;

  /// Keeps savers apart, so that one name for the temporary file is enough and a crash leaves at most one behind. It is
  /// another lock than `lock`, because a save must go through while another process holds that one to refresh. Held for
  /// some milliseconds; a holder that is stopped is waited for no longer than this.
  static Result<Lock> lock_for_writing(const Place& place);

  /// Tries once: whoever writes at this moment needs its temporary file.
  static void sweep(const Place& place);

  Result<std::optional<Secret>> read(const Place& place) const;

  static Error corrupt(const Place& place, std::string_view why);

  std::string directory_;
  std::string problem_;  // Why every call must fail; empty: none.
  FileOptions options_;
};

KEYTURN_NAMESPACE_END

#if KEYTURN_HAS_BODIES

// <keyturn/adapters/file_storage/record.hpp>
// The bytes of one file of `FileStorage`: a frame around the record that tells a whole file from a torn or foreign one.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_RECORD_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_RECORD_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// What tells a file from its copies: its number in the file system, and when it was made. 0: not known.
struct FileIdentity {
  std::uint64_t number = 0, birth = 0;

  /// Whether a file that was written as this one has become another since.
  bool differs(const FileIdentity& now) const {
    const auto differ = [](std::uint64_t a, std::uint64_t b) { return a != 0 && b != 0 && a != b; };
    return differ(number, now.number) || differ(birth, now.birth);
  }
};

/// A file as it was read, if it was there.
struct StoredFile {
  bool there = false;
  Secret bytes{};
  FileIdentity identity{};
  bool too_large = false;  // and so not read
};

// magic (8) | version | length of the record | the file's own number (8) | its birth (8) | CRC-32C of everything else;
// all numbers are little endian, and of 32 bits where nothing is said.
inline constexpr std::string_view file_magic = "keyturn\n";
inline constexpr std::uint32_t file_version = 1;
inline constexpr std::size_t file_header_size = 36;
inline constexpr std::size_t largest_file = 256 * 1024;

/// CRC-32C (RFC 3720, appendix B.4) of two pieces in a row, bit by bit: a table would be longer than most files.
constexpr std::uint32_t crc32c(std::string_view first, std::string_view second = {}) {
  std::uint32_t value = 0xffffffffu;
  for (const std::string_view piece : {first, second})
    for (const char c : piece) {
      value ^= static_cast<unsigned char>(c);
      for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ (0x82f63b78u & (0u - (value & 1u)));
    }
  return ~value;
}

template <class Number>
constexpr void put_number(char* into, Number number) {
  for (std::size_t i = 0; i < sizeof number; ++i) into[i] = static_cast<char>(number >> (8 * i) & 0xff);
}

template <class Number = std::uint32_t>
constexpr Number get_number(const char* from) {
  Number number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i)
    number |= static_cast<Number>(static_cast<unsigned char>(from[i])) << (8 * i);
  return number;
}

/// The file for a record of at most `largest_file - file_header_size` bytes.
inline Secret frame_record(std::string_view record, const FileIdentity& file) {
  return Secret{file_header_size + record.size(), [&](char* into) {
                  file_magic.copy(into, 8);
                  put_number(into + 8, file_version);
                  put_number(into + 12, static_cast<std::uint32_t>(record.size()));
                  put_number(into + 16, file.number);
                  put_number(into + 24, file.birth);
                  put_number(into + 32, crc32c({into, 32}, record));
                  record.copy(into + file_header_size, record.size());
                }};
}

struct FramedRecord {
  std::string_view record;
  FileIdentity file;  // as which it was written
};

/// The record in a file, a view into it; `storage_corrupt` if it is not exactly what `frame_record` made.
inline Result<FramedRecord> unframe_record(std::string_view file) {
  if (file.size() < file_header_size || !file.starts_with(file_magic))
    return {Errc::storage_corrupt, "it is no session file"};
  const char* const header = file.data();
  const std::uint32_t version = get_number(header + 8);
  if (version > file_version)
    return make_error(Errc::storage_corrupt, "a newer keyturn wrote it, in version ", std::to_string(version));
  const std::string_view record{header + file_header_size, file.size() - file_header_size};
  if (version == 0 || get_number(header + 12) != record.size()) return {Errc::storage_corrupt, "it is torn"};
  if (get_number(header + 32) != crc32c({header, 32}, record)) return {Errc::storage_corrupt, "its checksum is wrong"};
  return FramedRecord{record, {get_number<std::uint64_t>(header + 16), get_number<std::uint64_t>(header + 24)}};
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/builtin/hosted.hpp>
// The platform of desktop and server systems: the system's clocks, its random generator, the standard library's
// threads.
#ifndef KEYTURN_BUILTIN_HOSTED_HPP
#define KEYTURN_BUILTIN_HOSTED_HPP

#include <mutex>

#if defined(_WIN32)
#ifndef NOMINMAX
#error "define NOMINMAX before including keyturn on Windows: its min and max macros break the standard library"
#endif
// It brings windows.h, which by itself would bring an older winsock.h that does not go with it.
#include <winsock2.h>
// The order matters: bcrypt.h needs windows.h.
#include <bcrypt.h>
#else
#include <time.h>
#include <unistd.h>
#if defined(__linux__)
#include <errno.h>
#include <pthread.h>
#include <sys/random.h>
#else
#include <stdlib.h>
#endif
#endif
#if !defined(__linux__)
#include <condition_variable>
#endif

KEYTURN_NAMESPACE_BEGIN

namespace detail {
#if defined(__linux__)
/// What std::condition_variable is; its header alone is a third of what keyturn's take to compile.
class WakeSignal {
 public:
  WakeSignal() {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&condition_, &attributes);
    pthread_condattr_destroy(&attributes);
  }
  WakeSignal(const WakeSignal&) = delete;
  WakeSignal& operator=(const WakeSignal&) = delete;
  ~WakeSignal() { pthread_cond_destroy(&condition_); }

  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) noexcept {
    timespec until{};
    clock_gettime(CLOCK_MONOTONIC, &until);
    const auto nanoseconds = span.count() + until.tv_nsec;
    until.tv_sec += static_cast<time_t>(nanoseconds / 1'000'000'000);
    until.tv_nsec = static_cast<long>(nanoseconds % 1'000'000'000);
    pthread_cond_timedwait(&condition_, mutex.native_handle(), &until);
  }

  void notify_all() noexcept { pthread_cond_broadcast(&condition_); }

 private:
  pthread_cond_t condition_;
};
#else
class WakeSignal {
 public:
  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) {
    std::unique_lock lock{mutex, std::adopt_lock};
    condition_.wait_for(lock, span);
    lock.release();
  }

  void notify_all() noexcept { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};
#endif
}  // namespace detail

/// The default platform. Stateless; every copy is as good as the other.
class Hosted {
 public:
  /// As std::mutex is.
  using Mutex = std::mutex;

  /// As std::condition_variable is, on the steady clock of this platform.
  class Condition {
   public:
    /// Blocks until it is woken, half a minute at most; may wake early. `mutex` is locked by the caller, and again when it
    /// returns.
    void wait(Mutex& mutex) { wait_for(mutex, longest_sleep); }

    /// The same, and wakes at `time` at the latest. The system's waiting clock stands still while the machine sleeps, so a long
    /// wait is cut into slices.
    void wait_until(Mutex& mutex, TimePoint time) {
      wait_for(mutex, std::min(left(time, Hosted{}.now()), longest_sleep));
    }

    /// Wakes all that wait.
    void notify_all() noexcept { signal_.notify_all(); }

   private:
    static constexpr std::chrono::nanoseconds longest_sleep = std::chrono::seconds{30};

    void wait_for(Mutex& mutex, std::chrono::nanoseconds span) { signal_.wait_for(mutex, span); }

    detail::WakeSignal signal_;
  };

  /// A clock that runs on during suspend: CLOCK_BOOTTIME, GetTickCount64 on Windows, in steps of 10 to 16 ms there,
  /// CLOCK_MONOTONIC_RAW's elder CLOCK_MONOTONIC on macOS, which counts sleep there.
  TimePoint now() const noexcept {
#if defined(_WIN32)
    return TimePoint{std::chrono::milliseconds{GetTickCount64()}};
#else
#if defined(CLOCK_BOOTTIME)
    constexpr clockid_t clock = CLOCK_BOOTTIME;
#else
    constexpr clockid_t clock = CLOCK_MONOTONIC;
#endif
    timespec time{};
    clock_gettime(clock, &time);
    return TimePoint{std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec}};
#endif
  }

  /// The time of day of the system.
  WallTime wall() const noexcept {
#if defined(CLOCK_REALTIME_COARSE)
    timespec time{};  // a few milliseconds are nothing to what is measured by it
    clock_gettime(CLOCK_REALTIME_COARSE, &time);
    return WallTime{std::chrono::seconds{time.tv_sec} + std::chrono::milliseconds{time.tv_nsec / 1'000'000}};
#else
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
#endif
  }

  /// From the system's generator; false only where that fails.
  bool random(std::span<std::byte> bytes) const noexcept {
#if defined(_WIN32)
    return BCryptGenRandom(nullptr, reinterpret_cast<PUCHAR>(bytes.data()), static_cast<ULONG>(bytes.size()),
                           BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0;
#elif defined(__linux__)
    for (std::size_t filled = 0; filled < bytes.size();) {
      const ssize_t got = getrandom(bytes.data() + filled, bytes.size() - filled, 0);
      if (got < 0 && errno != EINTR) return false;
      if (got > 0) filled += static_cast<std::size_t>(got);
    }
    return true;
#else
    arc4random_buf(bytes.data(), bytes.size());
    return true;
#endif
  }
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/file_storage/calls.hpp>
// Bodies of `FileStorage`.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_CALLS_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_CALLS_HPP

#include <string>
#include <string_view>

#if defined(_WIN32)

// <keyturn/adapters/file_storage/windows_lock.hpp>
// The lock of `FileStorage`, and the open file that it holds; for Windows.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_WINDOWS_LOCK_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_WINDOWS_LOCK_HPP

#if defined(_WIN32)

#include <string>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// An open file or directory; closed by its destructor. Child processes do not inherit it.
class FileHandle {
 public:
  FileHandle() = default;
  /// What CreateFileW gave; INVALID_HANDLE_VALUE: none.
  explicit FileHandle(void* handle) noexcept;
  FileHandle(FileHandle&& other) noexcept : handle_{std::exchange(other.handle_, nullptr)} {}
  FileHandle& operator=(FileHandle other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~FileHandle();

  explicit operator bool() const noexcept { return handle_ != nullptr; }
  void* get() const noexcept { return handle_; }

 private:
  void* handle_ = nullptr;
};

/// An exclusive `LockFileEx` on a file of its own. Its destructor releases it.
class FileLock {
 public:
  FileLock(FileLock&&) noexcept = default;
  FileLock& operator=(FileLock other) noexcept {
    std::swap(file_, other.file_);
    return *this;
  }
  ~FileLock();

  /// Takes the lock, or gives `storage_busy` after `patience`. The file, a whole path, is made if need be; nobody can remove
  /// or rename it while it is open. `path` is for error texts. Blocks by sleeping up to 20 ms at a time; reads the system's
  /// steady clock. The system frees the lock of a process that was killed, though maybe a moment later.
  static Result<FileLock> take(const std::wstring& file, const std::string& path, std::chrono::milliseconds patience);

 private:
  explicit FileLock(FileHandle file) noexcept : file_{std::move(file)} {}

  FileHandle file_;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif  // _WIN32

#endif

// <keyturn/adapters/file_storage/windows.hpp>
// The few file operations that `FileStorage` is made of, each with the checks that make it safe; for Windows.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_WINDOWS_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_WINDOWS_HPP

#if defined(_WIN32)

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

// The order matters: it needs what builtin/hosted.hpp includes.
#include <sddl.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

inline Error file_error(std::string_view action, std::string_view path, std::string_view why) {
  std::string text{action};
  text.append(" ").append(path).append(": ").append(why);
  return {.code = Errc::storage_failed, .detail = std::move(text)};
}

inline Error file_error(std::string_view action, std::string_view path, DWORD number) {
  const std::string_view known = number == ERROR_ACCESS_DENIED          ? "access is denied, "
                                 : number == ERROR_SHARING_VIOLATION    ? "another program has it open, "
                                 : number == ERROR_DISK_FULL            ? "the disk is full, "
                                 : number == ERROR_PATH_NOT_FOUND       ? "there is no such directory, "
                                 : number == ERROR_WRITE_PROTECT        ? "it is write-protected, "
                                 : number == ERROR_FILENAME_EXCED_RANGE ? "the name is too long, "
                                                                        : "";
  return file_error(action, path, std::string{known} + "Windows error " + std::to_string(number));
}

/// The same as a result.
template <class T, class Why>
Result<T> file_failure(const char* action, std::string_view path, Why why) {
  return file_error(action, path, why);
}

/// UTF-8 as Windows takes it; empty if it is none.
inline std::wstring wide_path(std::string_view text) {
  const int bytes = static_cast<int>(text.size());
  const int size = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text.data(), bytes, nullptr, 0);
  std::wstring wide(static_cast<std::size_t>(size), L'\0');
  MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text.data(), bytes, wide.data(), size);
  return wide;
}

inline std::string narrow_path(std::wstring_view text) {
  const int units = static_cast<int>(text.size());
  const int size = WideCharToMultiByte(CP_UTF8, 0, text.data(), units, nullptr, 0, nullptr, nullptr);
  std::string narrow(static_cast<std::size_t>(size), '\0');
  WideCharToMultiByte(CP_UTF8, 0, text.data(), units, narrow.data(), size, nullptr, nullptr);
  return narrow;
}

inline std::wstring full_path(const std::wstring& path) {
  std::wstring full(GetFullPathNameW(path.c_str(), 0, nullptr, nullptr), L'\0');
  if (!full.empty()) full.resize(GetFullPathNameW(path.c_str(), static_cast<DWORD>(full.size()), full.data(), nullptr));
  return full;
}

/// The whole path of a directory, in the form that may be longer than 260 characters and in which no name put behind it has
/// a meaning of its own, such as CON; empty if there is none. Without backslashes at its end, but for that of a drive.
inline std::wstring whole_path(const std::string& path) {
  std::wstring whole = wide_path(path);
  const bool was_whole = whole.starts_with(L"\\\\?\\");
  if (!was_whole) whole = full_path(whole);
  while (whole.ends_with(L'\\') && !whole.ends_with(L":\\")) whole.pop_back();
  if (was_whole || whole.empty()) return whole;
  if (whole.starts_with(L"\\\\")) return L"\\\\?\\UNC" + whole.substr(1);
  return L"\\\\?\\" + whole;
}

/// Whether Windows takes the name of a directory for something else: a pattern, a stream, a device, or a name without the
/// dots and blanks at its end.
inline bool means_something_else(std::string_view name) {
  if (name.find_first_of("<>:\"|?*") != name.npos || name.ends_with('.') || name.ends_with(' ')) return true;
  std::string_view device = name.substr(0, name.find('.'));
  while (device.ends_with(' ')) device.remove_suffix(1);
  const bool numbered = device.size() == 4 && device.back() >= '0' && device.back() <= '9';
  if (numbered) device.remove_suffix(1);
  for (const std::string_view known : {"com", "lpt"})
    if (numbered && equal_ignoring_case(device, known)) return true;
  for (const std::string_view known : {"con", "prn", "aux", "nul"})
    if (!numbered && equal_ignoring_case(device, known)) return true;
  return false;
}

/// Calls what a scanner, an indexer or another reader may be in the way of again, for a second at most; `call` gives 0 or
/// the number of an error.
template <class Call>
DWORD patiently(Call&& call) {
  const TimePoint end = later(Hosted{}.now(), std::chrono::seconds{1});
  for (;;) {
    const DWORD number = call();
    const bool in_the_way =
        number == ERROR_ACCESS_DENIED || number == ERROR_SHARING_VIOLATION || number == ERROR_USER_MAPPED_FILE;
    if (!in_the_way || Hosted{}.now() >= end) return number;
    Sleep(1);
  }
}

/// The user that this process runs as.
class ThisUser {
 public:
  ThisUser() {
    HANDLE token = nullptr;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token)) return;
    const FileHandle closing{token};
    DWORD size = 0;
    GetTokenInformation(token, TokenUser, nullptr, 0, &size);
    bytes_.resize(size);
    if (!GetTokenInformation(token, TokenUser, bytes_.data(), size, &size)) bytes_.clear();
  }

  /// Null: not known.
  PSID sid() const { return bytes_.empty() ? nullptr : reinterpret_cast<const TOKEN_USER*>(bytes_.data())->User.Sid; }

 private:
  std::vector<char> bytes_;
};

/// For what is made: this user and the system have all rights, and nobody else any, whatever the directory above says.
class OwnAccess {
 public:
  OwnAccess() {
    const ThisUser user;
    wchar_t* text = nullptr;
    if (user.sid() == nullptr || !ConvertSidToStringSidW(user.sid(), &text)) return;
    const std::wstring name{text};
    LocalFree(text);
    // P: protected from what would be inherited; OICI: handed on to what is made in a directory.
    const std::wstring rights = L"O:" + name + L"D:P(A;OICI;FA;;;" + name + L")(A;OICI;FA;;;SY)";
    if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(rights.c_str(), SDDL_REVISION_1,
                                                              &attributes_.lpSecurityDescriptor, nullptr))
      attributes_.lpSecurityDescriptor = nullptr;
  }
  OwnAccess(const OwnAccess&) = delete;
  OwnAccess& operator=(const OwnAccess&) = delete;
  ~OwnAccess() {
    if (*this) LocalFree(attributes_.lpSecurityDescriptor);
  }

  explicit operator bool() const { return attributes_.lpSecurityDescriptor != nullptr; }
  SECURITY_ATTRIBUTES* get() { return &attributes_; }

 private:
  SECURITY_ATTRIBUTES attributes_{sizeof(SECURITY_ATTRIBUTES), nullptr, FALSE};
};

/// Opens a file; 0, or the number of the error. A symbolic link or another reparse point is opened itself, not followed.
inline DWORD open_file(const std::wstring& file, DWORD access, DWORD sharing, DWORD how, FileHandle& into) {
  OwnAccess own;
  if (!own) return ERROR_INVALID_OWNER;
  into = FileHandle{CreateFileW(file.c_str(), access, sharing, own.get(), how,
                                FILE_ATTRIBUTE_NORMAL | FILE_FLAG_OPEN_REPARSE_POINT, nullptr)};
  return into ? 0 : GetLastError();
}

/// Why a file is not for us alone; empty if it is.
inline std::string_view unsafe_file(HANDLE file, const BY_HANDLE_FILE_INFORMATION& status) {
  if ((status.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0) return "it is a symbolic link or a reparse point";
  if (status.nNumberOfLinks > 1) return "it has a second name (a hard link)";
  DWORD size = 0;
  GetKernelObjectSecurity(file, OWNER_SECURITY_INFORMATION, nullptr, 0, &size);
  std::vector<char> descriptor(size);
  PSID owner = nullptr;
  BOOL inherited = FALSE;
  const ThisUser user;
  if (!GetKernelObjectSecurity(file, OWNER_SECURITY_INFORMATION, descriptor.data(), size, &size) ||
      !GetSecurityDescriptorOwner(descriptor.data(), &owner, &inherited) || owner == nullptr || user.sid() == nullptr ||
      !EqualSid(owner, user.sid()))
    return "it belongs to another user";
  return {};
}

/// A file's number on NTFS, which a copy does not have, and the number of its volume. The time when it was made says
/// nothing: it goes over to the file that takes the name.
inline FileIdentity identity_of(HANDLE file, const BY_HANDLE_FILE_INFORMATION& status) {
  wchar_t system[16] = {};
  if (!GetVolumeInformationByHandleW(file, nullptr, 0, nullptr, nullptr, nullptr, system, 16) ||
      std::wstring_view{system} != L"NTFS")
    return {};
  return {.number = static_cast<std::uint64_t>(status.nFileIndexHigh) << 32 | status.nFileIndexLow,
          .birth = status.dwVolumeSerialNumber};
}

/// Makes a directory and those above it, for this user alone.
inline Result<void> make_directories(const std::wstring& path, const std::string& shown) {
  OwnAccess own;
  if (!own) return file_failure<void>("cannot create", shown, "the user of this process is not known");
  const auto make = [&](const std::wstring& directory) -> DWORD {
    return CreateDirectoryW(directory.c_str(), own.get()) || GetLastError() == ERROR_ALREADY_EXISTS ? 0
                                                                                                    : GetLastError();
  };
  DWORD number = make(path);
  if (number == ERROR_PATH_NOT_FOUND) {
    const std::size_t slash = path.find_last_of(L'\\');
    if (slash == path.npos || slash <= 4) return file_failure<void>("cannot create", shown, number);
    if (auto above = make_directories(path.substr(0, slash), shown); !above) return above;
    number = make(path);
  }
  if (number != 0) return file_failure<void>("cannot create", shown, number);
  return {};
}

/// Puts the file `from`, open as `file` with the right to delete it, into the place of `to`. Where Windows and the file
/// system can, those who have the old one open keep it; else they are waited for.
inline DWORD replace_file(FileHandle& file, const std::wstring& from, const std::wstring& to) {
  struct Rename {  // FILE_RENAME_INFO, whose flags older headers do not have
    DWORD flags;
    HANDLE root;
    DWORD bytes;
    wchar_t name[1];
  };
  constexpr DWORD replace_if_exists = 1, as_posix_does = 2;
  constexpr auto rename_with_flags = static_cast<FILE_INFO_BY_HANDLE_CLASS>(22);  // FileRenameInfoEx, Windows 10 1607
  std::vector<char> bytes(sizeof(Rename) + to.size() * sizeof(wchar_t));
  auto* const rename = reinterpret_cast<Rename*>(bytes.data());
  rename->flags = replace_if_exists | as_posix_does;
  rename->bytes = static_cast<DWORD>(to.size() * sizeof(wchar_t));
  std::copy_n(to.data(), to.size(), rename->name);
  if (SetFileInformationByHandle(file.get(), rename_with_flags, bytes.data(), static_cast<DWORD>(bytes.size())))
    return FlushFileBuffers(file.get()) ? 0 : GetLastError();
  file = FileHandle{};
  return patiently([&]() -> DWORD {
    constexpr DWORD how = MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH;
    return MoveFileExW(from.c_str(), to.c_str(), how) ? 0 : GetLastError();
  });
}

KEYTURN_FUNCTION FileHandle::FileHandle(void* handle) noexcept
    : handle_{handle == INVALID_HANDLE_VALUE ? nullptr : handle} {}

KEYTURN_FUNCTION FileHandle::~FileHandle() {
  if (handle_ != nullptr) CloseHandle(handle_);
}

KEYTURN_FUNCTION FileLock::~FileLock() {
  OVERLAPPED at_the_start{};
  if (file_) UnlockFileEx(file_.get(), 0, 1, 0, &at_the_start);
}

KEYTURN_FUNCTION Result<FileLock> FileLock::take(const std::wstring& file, const std::string& path,
                                                 std::chrono::milliseconds patience) {
  const TimePoint until = later(Hosted{}.now(), patience);
  FileHandle opened;
  // Without the right to share a removal, nobody removes the file while it is open.
  const DWORD number = patiently([&] {
    return open_file(file, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, OPEN_ALWAYS, opened);
  });
  if (number != 0) return file_failure<FileLock>("cannot open", path, number);
  BY_HANDLE_FILE_INFORMATION status{};
  if (!GetFileInformationByHandle(opened.get(), &status))
    return file_failure<FileLock>("cannot open", path, GetLastError());
  if (const auto why = unsafe_file(opened.get(), status); !why.empty())
    return file_failure<FileLock>("will not use", path, why);

  for (DWORD nap = 1;; nap = std::min<DWORD>(nap * 2, 20)) {
    OVERLAPPED at_the_start{};
    if (LockFileEx(opened.get(), LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at_the_start))
      return FileLock{std::move(opened)};
    const DWORD why = GetLastError();
    if (why != ERROR_LOCK_VIOLATION && why != ERROR_IO_PENDING) return file_failure<FileLock>("cannot lock", path, why);
    if (Hosted{}.now() >= until) {
      Error error = file_error("cannot lock", path, "another process or client holds it");
      error.code = Errc::storage_busy;
      return error;
    }
    Sleep(nap);
  }
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif  // _WIN32

#endif

// <keyturn/adapters/file_storage/windows_place.hpp>
// An account's files and what `FileStorage` does with them, on Windows.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_WINDOWS_PLACE_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_WINDOWS_PLACE_HPP

#if defined(_WIN32)

#include <algorithm>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Where the system wants the state of apps, in UTF-8; empty if it does not say.
inline std::string state_directory() {
  std::wstring value(GetEnvironmentVariableW(L"LOCALAPPDATA", nullptr, 0), L'\0');
  if (value.empty()) return {};
  value.resize(GetEnvironmentVariableW(L"LOCALAPPDATA", value.data(), static_cast<DWORD>(value.size())));
  return narrow_path(value);
}

/// An account's files in a directory.
struct FilePlace {
  std::string path_of_directory, name;
  std::wstring directory{};  // whole
  bool exists = false;

  /// Nothing is made; `there` says whether the directory is.
  Result<void> open() {
    directory = whole_path(path_of_directory);
    if (directory.empty()) return file_failure<void>("will not use", path_of_directory, "it is no path in UTF-8");
    const DWORD attributes = GetFileAttributesW(directory.c_str());
    if (attributes == INVALID_FILE_ATTRIBUTES) {
      const DWORD number = GetLastError();
      if (number == ERROR_FILE_NOT_FOUND || number == ERROR_PATH_NOT_FOUND) return {};
      return file_failure<void>("cannot open", path_of_directory, number);
    }
    if ((attributes & FILE_ATTRIBUTE_DIRECTORY) == 0)
      return file_failure<void>("cannot open", path_of_directory, "it is not a directory");
    exists = true;
    return {};
  }
  bool there() const noexcept { return exists; }

  static Result<void> make(const std::string& path) { return make_directories(whole_path(path), path); }

  std::wstring file(std::string_view suffix) const { return directory + L'\\' + wide_path(name) + wide_path(suffix); }
  std::string path(std::string_view suffix) const { return path_of_directory + '\\' + name + std::string{suffix}; }

  bool has(const char* suffix) const { return GetFileAttributesW(file(suffix).c_str()) != INVALID_FILE_ATTRIBUTES; }

  Result<FileLock> lock(const char* suffix, std::chrono::milliseconds patience) const {
    return FileLock::take(file(suffix), path(suffix), patience);
  }

  template <class T, class Why>
  Result<T> failure(const char* action, const char* suffix, Why why) const {
    return file_failure<T>(action, path(suffix), why);
  }

  /// Nothing there is success.
  KEYTURN_ONCE Result<void> remove(const char* suffix) const {
    const std::wstring gone = file(suffix);
    const DWORD number = patiently([&]() -> DWORD { return DeleteFileW(gone.c_str()) ? 0 : GetLastError(); });
    if (number == 0 || number == ERROR_FILE_NOT_FOUND) return {};
    return failure<void>("cannot remove", suffix, number);
  }

  Result<void> move_aside() const {
    const std::wstring from = file(".session"), to = file(".corrupt");
    const DWORD number = patiently([&]() -> DWORD {
      constexpr DWORD how = MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH;
      return MoveFileExW(from.c_str(), to.c_str(), how) ? 0 : GetLastError();
    });
    if (number != 0) return failure<void>("cannot move aside", ".session", number);
    return {};
  }

  /// NTFS keeps a journal of names; there is no call that waits for it.
  Result<void> sync() const { return {}; }

  Result<StoredFile> read() const;
  Result<void> write(std::string_view record) const;
};

KEYTURN_FUNCTION Result<StoredFile> FilePlace::read() const {
  const auto fail = [&](const char* action, auto why) { return failure<StoredFile>(action, ".session", why); };
  FileHandle opened;
  // Who reads is in nobody's way: the file may be replaced and removed meanwhile.
  constexpr DWORD sharing = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
  const DWORD number =
      patiently([&] { return open_file(file(".session"), GENERIC_READ, sharing, OPEN_EXISTING, opened); });
  if (number == ERROR_FILE_NOT_FOUND || number == ERROR_PATH_NOT_FOUND) return StoredFile{};
  if (number != 0) return fail("cannot open", number);
  BY_HANDLE_FILE_INFORMATION status{};
  if (!GetFileInformationByHandle(opened.get(), &status)) return fail("cannot read", GetLastError());
  if (const auto why = unsafe_file(opened.get(), status); !why.empty()) return fail("will not use", why);
  if (status.nFileSizeHigh != 0 || status.nFileSizeLow > largest_file)
    return StoredFile{.there = true, .too_large = true};

  DWORD got = 0, error = 0;
  Secret bytes{status.nFileSizeLow, [&](std::span<char> into) {
                 // A file on a disk gives all that there is at once.
                 if (!ReadFile(opened.get(), into.data(), static_cast<DWORD>(into.size()), &got, nullptr))
                   error = GetLastError();
               }};
  if (error != 0) return fail("cannot read", error);
  if (got < bytes.size()) bytes = Secret{bytes.view().substr(0, got)};
  return StoredFile{.there = true, .bytes = std::move(bytes), .identity = identity_of(opened.get(), status)};
}

KEYTURN_FUNCTION Result<void> FilePlace::write(std::string_view record) const {
  const auto fail = [&](const char* action, DWORD number) { return failure<void>(action, ".tmp", number); };
  if (auto removed = remove(".tmp"); !removed) return removed;
  FileHandle opened;
  const std::wstring from = file(".tmp");
  const DWORD number =
      patiently([&] { return open_file(from, GENERIC_WRITE | DELETE, FILE_SHARE_READ, CREATE_NEW, opened); });
  if (number != 0) return fail("cannot create", number);
  BY_HANDLE_FILE_INFORMATION status{};
  if (!GetFileInformationByHandle(opened.get(), &status)) return fail("cannot create", GetLastError());
  const Secret bytes = frame_record(record, identity_of(opened.get(), status));
  DWORD written = 0;
  if (!WriteFile(opened.get(), bytes.view().data(), static_cast<DWORD>(bytes.size()), &written, nullptr) ||
      !FlushFileBuffers(opened.get()))
    return fail("cannot write", GetLastError());
  if (written != bytes.size()) return fail("cannot write", ERROR_DISK_FULL);
  if (const DWORD replaced = replace_file(opened, from, file(".session")); replaced != 0)
    return failure<void>("cannot replace", ".session", replaced);
  return {};
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif  // _WIN32

#endif

#else

// <keyturn/adapters/file_storage/lock.hpp>
// The lock of `FileStorage`, and the open file that it holds; for POSIX systems.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_LOCK_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_LOCK_HPP

#include <string>
#include <utility>

#include <sys/types.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// An open file; closed by its destructor.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int number) noexcept : number_{number} {}
  FileDescriptor(FileDescriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
  FileDescriptor& operator=(FileDescriptor other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~FileDescriptor();

  explicit operator bool() const noexcept { return number_ >= 0; }
  int get() const noexcept { return number_; }

  /// For files that were written: some systems report a failed write only here. A close that a signal interrupted has
  /// closed all the same.
  bool close_checked() noexcept;

 private:
  int number_ = -1;
};

/// An exclusive `flock` on a file of its own. Its destructor releases it.
class FileLock {
 public:
  FileLock(FileLock&&) noexcept = default;
  FileLock& operator=(FileLock other) noexcept {
    std::swap(file_, other.file_);
    std::swap(owner_, other.owner_);
    return *this;
  }
  /// A child made by fork holds the same lock: it lets go of its copy, and only the process that took it unlocks.
  ~FileLock();

  /// Takes the lock, or gives `storage_busy` after `patience`. The file is made if need be, and never removed or
  /// renamed. `path` is for error texts. Blocks by sleeping up to 20 ms at a time; reads the system's steady clock.
  static Result<FileLock> take(int directory, const std::string& name, const std::string& path,
                               std::chrono::milliseconds patience);

 private:
  explicit FileLock(FileDescriptor file) noexcept;

  FileDescriptor file_;
  pid_t owner_;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/file_storage/posix.hpp>
// The few file operations that `FileStorage` is made of, each with the checks that make it safe; for POSIX systems.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_POSIX_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_POSIX_HPP

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

// <keyturn/adapters/file_storage/posix_place.hpp>
// An account's files and what `FileStorage` does with them, on POSIX systems.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_POSIX_PLACE_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_POSIX_PLACE_HPP

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

#endif

KEYTURN_NAMESPACE_BEGIN

KEYTURN_FUNCTION FileStorage FileStorage::for_app(std::string_view name, FileOptions options) {
  FileStorage storage{std::string{}, options};
  if (!is_app_name(name)) {
    storage.problem_ = "the name of the app cannot be a directory's name";
    return storage;
  }
  storage.directory_ = detail::state_directory();
  if (storage.directory_.empty())
    storage.problem_ = "the system names no home directory" KEYTURN_HINT("; use FileStorage{directory}");
  storage.directory_.append("/").append(name);
  return storage;
}

KEYTURN_FUNCTION bool FileStorage::is_app_name(std::string_view name) {
  for (const char c : name)
    if (static_cast<unsigned char>(c) < ' ' || c == '/' || c == '\\' || c == '\x7f') return false;
#if defined(_WIN32)
  if (detail::means_something_else(name)) return false;
#endif
  return !name.empty() && !name.starts_with('.');
}

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
  Place place{.path_of_directory = directory_, .name = encoded(account)};
  if (place.name.size() > 200) return failed("the name of the account is too long for a file");
  if (auto opened = place.open(); !opened) return std::move(opened).error();
  return place;
}

KEYTURN_FUNCTION Result<FileStorage::Place> FileStorage::open_for_writing(std::string_view account) const {
  auto place = open(account);
  if (!place || place->there()) return place;
  if (auto made = Place::make(directory_); !made) return std::move(made).error();
  place = open(account);
  if (place && !place->there()) return failed("somebody removed the directory " + directory_);
  return place;
}

KEYTURN_FUNCTION Result<FileStorage::Lock> FileStorage::lock_for_writing(const Place& place) {
  auto lock = place.lock(".write", std::chrono::seconds{2});
  if (!lock) lock.error().code = Errc::storage_failed;
  return lock;
}

KEYTURN_FUNCTION void FileStorage::sweep(const Place& place) {
  if (!place.has(".tmp")) return;
  const auto writing = place.lock(".write", std::chrono::milliseconds{0});
  if (writing) static_cast<void>(place.remove(".tmp"));
}

KEYTURN_FUNCTION Result<std::optional<Secret>> FileStorage::read(const Place& place) const {
  const auto file = place.read();
  if (!file) return file.error();
  if (!file->there) return std::optional<Secret>{};
  if (file->too_large) return corrupt(place, "it is too large");
  const auto framed = detail::unframe_record(file->bytes.view());
  if (!framed) return corrupt(place, framed.error().detail);
  if (!options_.accept_copies && framed->file.differs(file->identity))
    return corrupt(place, "it is a copy, from a backup or another host; log in again");
  return std::optional<Secret>{Secret{framed->record}};
}

KEYTURN_FUNCTION Error FileStorage::corrupt(const Place& place, std::string_view why) {
  Error error = detail::file_error("cannot read", place.path(".session"), why);
  error.code = Errc::storage_corrupt;
  return error;
}

KEYTURN_FUNCTION Result<std::optional<Secret>> FileStorage::load(std::string_view account) {
  auto place = open(account);
  if (!place) return std::move(place).error();
  if (!place->there()) return std::optional<Secret>{};
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
    if (auto moved = place->move_aside(); !moved) return moved;
  }
  auto written = place->write(record.view());
  if (!written) static_cast<void>(place->remove(".tmp"));
  return written;
}

KEYTURN_FUNCTION Result<void> FileStorage::erase(std::string_view account) {
  auto place = open(account);
  if (!place) return std::move(place).error();
  if (!place->there()) return {};
  // A save that is stuck must not keep the user logged in: the record goes first, and once more when the save is
  // done.
  if (auto removed = place->remove(".session"); !removed) return removed;
  auto writing = lock_for_writing(*place);
  if (!writing) return std::move(writing).error();
  if (auto removed = place->remove(".session"); !removed) return removed;
  if (auto removed = place->remove(".tmp"); !removed) return removed;
  return place->sync();
}

KEYTURN_FUNCTION Result<FileStorage::Lock> FileStorage::lock(std::string_view account,
                                                             std::chrono::milliseconds patience) {
  auto place = open_for_writing(account);
  if (!place) return std::move(place).error();
  return place->lock(".lock", patience);
}

KEYTURN_NAMESPACE_END

#endif

#endif

#endif

// <keyturn/adapters/winhttp/options.hpp>
// What a host may choose for the WinHTTP transport.
#ifndef KEYTURN_ADAPTERS_WINHTTP_OPTIONS_HPP
#define KEYTURN_ADAPTERS_WINHTTP_OPTIONS_HPP

#include <cstddef>
#include <string>

KEYTURN_NAMESPACE_BEGIN

/// How `WinHttpTransport` connects. There is no option that turns the check of certificates off.
struct WinHttpOptions {
  /// Where requests go through, as WinHTTP writes it: `proxy.example:3128`. Empty: straight to the server; what the system
  /// has set is not read. https goes through the proxy by CONNECT; requests to this machine never take it.
  std::string proxy{};
  std::chrono::milliseconds connect_timeout{10'000};  ///< For name and connection; the request's own time counts too.
  std::size_t max_header_bytes = 64u << 10;           ///< Of one answer.
  bool http2 = true;                                  ///< Over TLS, where server and Windows have it; else HTTP/1.1.
  /// Empty: none. A request's own User-Agent goes before it.
  std::string user_agent = "keyturn/" + std::to_string(KEYTURN_VERSION_MAJOR) + '.' +
                           std::to_string(KEYTURN_VERSION_MINOR) + '.' + std::to_string(KEYTURN_VERSION_PATCH);
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/builtin/hosted.hpp>
// The platform of desktop and server systems: the system's clocks, its random generator, the standard library's
// threads.
#ifndef KEYTURN_BUILTIN_HOSTED_HPP
#define KEYTURN_BUILTIN_HOSTED_HPP

#include <mutex>

#if defined(_WIN32)
#ifndef NOMINMAX
#error "define NOMINMAX before including keyturn on Windows: its min and max macros break the standard library"
#endif
// It brings windows.h, which by itself would bring an older winsock.h that does not go with it.
#include <winsock2.h>
// The order matters: bcrypt.h needs windows.h.
#include <bcrypt.h>
#else
#include <time.h>
#include <unistd.h>
#if defined(__linux__)
#include <errno.h>
#include <pthread.h>
#include <sys/random.h>
#else
#include <stdlib.h>
#endif
#endif
#if !defined(__linux__)
#include <condition_variable>
#endif

KEYTURN_NAMESPACE_BEGIN

namespace detail {
#if defined(__linux__)
/// What std::condition_variable is; its header alone is a third of what keyturn's take to compile.
class WakeSignal {
 public:
  WakeSignal() {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&condition_, &attributes);
    pthread_condattr_destroy(&attributes);
  }
  WakeSignal(const WakeSignal&) = delete;
  WakeSignal& operator=(const WakeSignal&) = delete;
  ~WakeSignal() { pthread_cond_destroy(&condition_); }

  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) noexcept {
    timespec until{};
    clock_gettime(CLOCK_MONOTONIC, &until);
    const auto nanoseconds = span.count() + until.tv_nsec;
    until.tv_sec += static_cast<time_t>(nanoseconds / 1'000'000'000);
    until.tv_nsec = static_cast<long>(nanoseconds % 1'000'000'000);
    pthread_cond_timedwait(&condition_, mutex.native_handle(), &until);
  }

  void notify_all() noexcept { pthread_cond_broadcast(&condition_); }

 private:
  pthread_cond_t condition_;
};
#else
class WakeSignal {
 public:
  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) {
    std::unique_lock lock{mutex, std::adopt_lock};
    condition_.wait_for(lock, span);
    lock.release();
  }

  void notify_all() noexcept { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};
#endif
}  // namespace detail

/// The default platform. Stateless; every copy is as good as the other.
class Hosted {
 public:
  /// As std::mutex is.
  using Mutex = std::mutex;

  /// As std::condition_variable is, on the steady clock of this platform.
  class Condition {
   public:
    /// Blocks until it is woken, half a minute at most; may wake early. `mutex` is locked by the caller, and again when it
    /// returns.
    void wait(Mutex& mutex) { wait_for(mutex, longest_sleep); }

    /// The same, and wakes at `time` at the latest. The system's waiting clock stands still while the machine sleeps, so a long
    /// wait is cut into slices.
    void wait_until(Mutex& mutex, TimePoint time) {
      wait_for(mutex, std::min(left(time, Hosted{}.now()), longest_sleep));
    }

    /// Wakes all that wait.
    void notify_all() noexcept { signal_.notify_all(); }

   private:
    static constexpr std::chrono::nanoseconds longest_sleep = std::chrono::seconds{30};

    void wait_for(Mutex& mutex, std::chrono::nanoseconds span) { signal_.wait_for(mutex, span); }

    detail::WakeSignal signal_;
  };

  /// A clock that runs on during suspend: CLOCK_BOOTTIME, GetTickCount64 on Windows, in steps of 10 to 16 ms there,
  /// CLOCK_MONOTONIC_RAW's elder CLOCK_MONOTONIC on macOS, which counts sleep there.
  TimePoint now() const noexcept {
#if defined(_WIN32)
    return TimePoint{std::chrono::milliseconds{GetTickCount64()}};
#else
#if defined(CLOCK_BOOTTIME)
    constexpr clockid_t clock = CLOCK_BOOTTIME;
#else
    constexpr clockid_t clock = CLOCK_MONOTONIC;
#endif
    timespec time{};
    clock_gettime(clock, &time);
    return TimePoint{std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec}};
#endif
  }

  /// The time of day of the system.
  WallTime wall() const noexcept {
#if defined(CLOCK_REALTIME_COARSE)
    timespec time{};  // a few milliseconds are nothing to what is measured by it
    clock_gettime(CLOCK_REALTIME_COARSE, &time);
    return WallTime{std::chrono::seconds{time.tv_sec} + std::chrono::milliseconds{time.tv_nsec / 1'000'000}};
#else
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
#endif
  }

  /// From the system's generator; false only where that fails.
  bool random(std::span<std::byte> bytes) const noexcept {
#if defined(_WIN32)
    return BCryptGenRandom(nullptr, reinterpret_cast<PUCHAR>(bytes.data()), static_cast<ULONG>(bytes.size()),
                           BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0;
#elif defined(__linux__)
    for (std::size_t filled = 0; filled < bytes.size();) {
      const ssize_t got = getrandom(bytes.data() + filled, bytes.size() - filled, 0);
      if (got < 0 && errno != EINTR) return false;
      if (got > 0) filled += static_cast<std::size_t>(got);
    }
    return true;
#else
    arc4random_buf(bytes.data(), bytes.size());
    return true;
#endif
  }
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/winhttp/handle.hpp>
// A handle of WinHTTP, the session that all requests of a transport share, and text as WinHTTP takes it.
#ifndef KEYTURN_ADAPTERS_WINHTTP_HANDLE_HPP
#define KEYTURN_ADAPTERS_WINHTTP_HANDLE_HPP

#if !defined(_WIN32)
#error "WinHTTP is a part of Windows; CurlTransport of <keyturn/keyturn.hpp> is for all systems"
#endif

#include <string>
#include <string_view>
#include <utility>

#include <winhttp.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Closed by its destructor.
class WinHttpHandle {
 public:
  WinHttpHandle() = default;
  explicit WinHttpHandle(HINTERNET handle) noexcept : handle_{handle} {}
  WinHttpHandle(WinHttpHandle&& other) noexcept : handle_{std::exchange(other.handle_, nullptr)} {}
  WinHttpHandle& operator=(WinHttpHandle other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~WinHttpHandle() {
    if (handle_ != nullptr) WinHttpCloseHandle(handle_);
  }

  explicit operator bool() const noexcept { return handle_ != nullptr; }
  HINTERNET get() const noexcept { return handle_; }
  /// Whoever calls this closes it.
  HINTERNET release() noexcept { return std::exchange(handle_, nullptr); }

 private:
  HINTERNET handle_ = nullptr;
};

constexpr bool is_ascii(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) > 0x7e) return false;
  return true;
}

/// Appends text of ASCII alone.
inline void append_wide(std::wstring& wide, std::string_view text) {
  for (const char c : text) wide += static_cast<wchar_t>(c);
}
inline std::wstring widened(std::string_view text) {
  std::wstring wide;
  wide.reserve(text.size());
  append_wide(wide, text);
  return wide;
}

inline void wipe_wide(std::wstring& text) noexcept {
  wipe(reinterpret_cast<char*>(text.data()), text.size() * sizeof(wchar_t));
  text.clear();
}

inline bool set_option(HINTERNET handle, DWORD option, DWORD value) {
  return WinHttpSetOption(handle, option, &value, sizeof value) != FALSE;
}

/// A session with everything set that must not be missing; else an empty handle. Without a proxy if `proxy` is empty.
inline WinHttpHandle open_session(const std::string& user_agent, const std::string& proxy) {
  if (!is_ascii(user_agent) || !is_ascii(proxy)) return {};
  const std::wstring agent = widened(user_agent), by = widened(proxy);
  WinHttpHandle session{
      WinHttpOpen(agent.c_str(), by.empty() ? WINHTTP_ACCESS_TYPE_NO_PROXY : WINHTTP_ACCESS_TYPE_NAMED_PROXY,
                  by.empty() ? WINHTTP_NO_PROXY_NAME : by.c_str(), WINHTTP_NO_PROXY_BYPASS, WINHTTP_FLAG_ASYNC)};
  if (!session) return {};
  constexpr DWORD tls12 = WINHTTP_FLAG_SECURE_PROTOCOL_TLS1_2, tls13 = 0x2000;  // which Windows has from 11 on
  if (!set_option(session.get(), WINHTTP_OPTION_SECURE_PROTOCOLS, tls12 | tls13) &&
      !set_option(session.get(), WINHTTP_OPTION_SECURE_PROTOCOLS, tls12))
    return {};
  return session;
}

/// What all requests of a transport share.
struct WinHttpSessions {
  explicit WinHttpSessions(const WinHttpOptions& options)
      : direct{open_session(options.user_agent, {})},
        by_proxy{options.proxy.empty() ? WinHttpHandle{} : open_session(options.user_agent, options.proxy)},
        has_proxy{!options.proxy.empty()} {}

  /// Requests to this machine never go through a proxy: over plain http they may carry a token. Null: there is none.
  HINTERNET to(const Origin& origin) const { return has_proxy && !is_loopback(origin) ? by_proxy.get() : direct.get(); }

  WinHttpHandle direct, by_proxy;
  bool has_proxy;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/winhttp/answer.hpp>
// An answer as it comes from WinHTTP: what is checked of it, and what is made of it.
#ifndef KEYTURN_ADAPTERS_WINHTTP_ANSWER_HPP
#define KEYTURN_ADAPTERS_WINHTTP_ANSWER_HPP

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Of one request, which must outlive it.
class WinHttpAnswer {
 public:
  WinHttpAnswer(const Request& request, std::size_t max_header_bytes)
      : request_{request},
        max_body_{request.max_response > 0 ? request.max_response : Options{}.max_response},
        max_header_{max_header_bytes} {}
  WinHttpAnswer(const WinHttpAnswer&) = delete;
  WinHttpAnswer& operator=(const WinHttpAnswer&) = delete;
  ~WinHttpAnswer() {
    if (request_.at_most_once) wipe(response_.body);
  }

  /// What WinHTTP has of status and header.
  Result<void> read_head(HINTERNET request) {
    DWORD size = 0;  // bytes
    WinHttpQueryHeaders(request, WINHTTP_QUERY_RAW_HEADERS_CRLF, WINHTTP_HEADER_NAME_BY_INDEX, nullptr, &size,
                        WINHTTP_NO_HEADER_INDEX);
    std::wstring wide(size / sizeof(wchar_t), L'\0');
    if (wide.empty() || !WinHttpQueryHeaders(request, WINHTTP_QUERY_RAW_HEADERS_CRLF, WINHTTP_HEADER_NAME_BY_INDEX,
                                             wide.data(), &size, WINHTTP_NO_HEADER_INDEX))
      return {Errc::bad_answer, "the answer has no header"};
    std::string text;
    text.reserve(wide.size());
    // Bytes beyond ASCII are replaced: WinHTTP has read them in a code page of its own.
    for (const wchar_t c : std::wstring_view{wide}.substr(0, size / sizeof(wchar_t)))
      text += c < 0x80 ? static_cast<char>(c) : '?';
    wipe_wide(wide);
    auto read = read_lines(text);
    if (request_.at_most_once) wipe(text);
    return read;
  }

  bool is_interim() const { return response_.status < 200; }

  /// Whether nothing follows the header, whatever that says (RFC 9112, section 6.3).
  bool has_no_body() const { return request_.method == "HEAD" || response_.status == 204 || response_.status == 304; }

  /// The next bytes of the body.
  Result<void> body(std::string_view bytes) {
    received_ += bytes.size();
    if (request_.on_data && is_success(response_.status)) {
      if (request_.on_data(bytes)) return {};
      return {Errc::cancelled, "on_data said stop"};
    }
    if (bytes.size() > max_body_ - response_.body.size())
      return {Errc::bad_answer, "the answer's body is over the limit"};
    make_room(bytes.size());
    response_.body += bytes;
    return {};
  }

  /// WinHTTP has no more of the body. It does not say whether that was all.
  Result<void> end() const {
    if (response_.headers.get("Transfer-Encoding")) return {};
    const auto length = response_.headers.get("Content-Length");
    if (!length || received_ >= number_of(*length)) return {};
    return {Errc::no_answer, "the answer ended before its length"};
  }

  Response take() { return std::move(response_); }

 private:
  /// "HTTP/1.1 200 OK" and the fields, each with a line end.
  Result<void> read_lines(std::string_view text) {
    if (text.size() > max_header_) return {Errc::bad_answer, "the answer's header is over the limit"};
    const std::string_view first = text.substr(0, text.find("\r\n"));
    const std::size_t space = first.find(' ');
    const std::string_view digits =
        space == first.npos ? first : first.substr(space + 1, first.find(' ', space + 1) - space - 1);
    if (!first.starts_with("HTTP/") || digits.size() != 3 || digits.find_first_not_of("0123456789") != digits.npos ||
        digits.front() == '0')
      return {Errc::bad_answer, "the answer has no status"};
    response_.status = static_cast<int>(number_of(digits));

    std::string lines;
    lines.reserve(text.size());
    text.remove_prefix(std::min(text.size(), first.size() + 2));
    while (!text.empty()) {
      const std::string_view line = text.substr(0, text.find("\r\n"));
      if (!line.empty()) lines.append(line).push_back('\n');
      text.remove_prefix(std::min(text.size(), line.size() + 2));
    }
    response_.headers = Headers::of_lines(lines);
    if (request_.at_most_once) wipe(lines);
    return {};
  }

  /// 0 if it is none.
  static std::uint64_t number_of(std::string_view digits) {
    std::uint64_t number = 0;
    for (const char c : digits) {
      if (!is_digit(c) || number > UINT64_MAX / 10 - 1) return 0;
      number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return number;
  }

  /// So that nothing of an auth server's answer stays where the text stood before: it holds tokens.
  void make_room(std::size_t more) {
    std::string& text = response_.body;
    if (text.size() + more <= text.capacity()) return;
    std::string larger;
    larger.reserve(std::max(text.size() + more, text.capacity() * 2));
    larger.append(text);
    if (request_.at_most_once) wipe(text);
    text = std::move(larger);
  }

  const Request& request_;
  const std::size_t max_body_, max_header_;
  Response response_;
  std::uint64_t received_ = 0;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/winhttp/call.hpp>
// One request as WinHTTP's threads tell of it, for the thread that waits for what comes next.
#ifndef KEYTURN_ADAPTERS_WINHTTP_CALL_HPP
#define KEYTURN_ADAPTERS_WINHTTP_CALL_HPP

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <span>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// WinHTTP in its asynchronous form, so that a request ends when its time is over, whatever it is at. Held by the call that
/// waits, and by WinHTTP until it has let go of the request's handle: that may be after the call has returned.
class WinHttpCall : public Holders {
 public:
  /// How one step ended: 0 or the number of the error, and how many bytes it was about.
  struct Step {
    DWORD error = 0, bytes = 0;
    explicit operator bool() const { return error == 0; }
  };

  /// `resend` allows WinHTTP to send the request again on a new connection if a kept one turns out to be dead.
  explicit WinHttpCall(bool resend) : resend_{resend} {}
  WinHttpCall(const WinHttpCall&) = delete;
  WinHttpCall& operator=(const WinHttpCall&) = delete;
  ~WinHttpCall() { wipe(buffer_.data(), buffer_.size()); }

  /// Takes over the handle of the request. False: WinHTTP tells nothing of it.
  static bool attach(const Shared<WinHttpCall>& call, WinHttpHandle request) {
    call->request_ = request.release();
    WinHttpCall* context = Shared<WinHttpCall>{call}.release();  // until the handle is closed
    if (WinHttpSetOption(call->request_, WINHTTP_OPTION_CONTEXT_VALUE, &context, sizeof context) &&
        WinHttpSetStatusCallback(call->request_, &WinHttpCall::told,
                                 WINHTTP_CALLBACK_FLAG_ALL_COMPLETIONS | WINHTTP_CALLBACK_FLAG_HANDLES |
                                     WINHTTP_CALLBACK_FLAG_SEND_REQUEST | WINHTTP_CALLBACK_FLAG_RECEIVE_RESPONSE,
                                 0) != WINHTTP_INVALID_STATUS_CALLBACK)
      return true;
    call->close();
    static_cast<void>(Shared<WinHttpCall>::adopt(context));
    return false;
  }

  /// Ends the request, whatever it is at. No step may follow.
  void close() noexcept {
    if (const HINTERNET request = request_.exchange(nullptr)) WinHttpCloseHandle(request);
  }

  HINTERNET request() const noexcept { return request_; }

  /// What WinHTTP reads from and writes to: it may do so after the call has returned.
  std::span<char> buffer() noexcept { return buffer_; }

  /// Starts something by `start(request)`, a call of WinHTTP, and waits for its end; ERROR_WINHTTP_TIMEOUT if that has not
  /// come by then.
  template <class Start>
  Step step(TimePoint deadline, Start&& start) {
    {
      const std::lock_guard lock{mutex_};
      if (ended_ && step_.error != 0) return step_;  // it was ended in between
      ended_ = false;
    }
    if (!start(request())) return {.error = GetLastError()};
    const std::lock_guard lock{mutex_};
    while (!ended_ && Hosted{}.now() < deadline) changed_.wait_until(mutex_, deadline);
    if (ended_) return step_;
    late_ = true;
    return {.error = ERROR_WINHTTP_TIMEOUT};
  }

  /// Whether the server may have seen something of the request.
  bool begun() const noexcept { return sends_ > 0; }

  /// Whether anything came from the server.
  bool answered() const noexcept { return answered_; }

  /// Whether a step was not waited for any longer.
  bool late() const noexcept { return late_; }

 private:
  static void CALLBACK told(HINTERNET, DWORD_PTR context, DWORD status, void* information, DWORD size) {
    if (context == 0) return;
    auto* const call = reinterpret_cast<WinHttpCall*>(context);
    switch (status) {
      case WINHTTP_CALLBACK_STATUS_SENDING_REQUEST:
        // A request that acts must not go out again (RFC 9110, section 9.2.2).
        if (++call->sends_ > 1 && !call->resend_) {
          call->end({.error = ERROR_WINHTTP_CONNECTION_ERROR});
          call->close();
        }
        break;
      case WINHTTP_CALLBACK_STATUS_RESPONSE_RECEIVED:
        if (*static_cast<const DWORD*>(information) > 0) call->answered_ = true;
        break;
      case WINHTTP_CALLBACK_STATUS_SENDREQUEST_COMPLETE:
      case WINHTTP_CALLBACK_STATUS_HEADERS_AVAILABLE:
        call->end({});
        break;
      case WINHTTP_CALLBACK_STATUS_DATA_AVAILABLE:
      case WINHTTP_CALLBACK_STATUS_WRITE_COMPLETE:
        call->end({.bytes = *static_cast<const DWORD*>(information)});
        break;
      case WINHTTP_CALLBACK_STATUS_READ_COMPLETE:
        call->end({.bytes = size});
        break;
      case WINHTTP_CALLBACK_STATUS_REQUEST_ERROR:
        call->end({.error = static_cast<const WINHTTP_ASYNC_RESULT*>(information)->dwError});
        break;
      case WINHTTP_CALLBACK_STATUS_HANDLE_CLOSING:
        static_cast<void>(Shared<WinHttpCall>::adopt(call));
        break;
    }
  }

  void end(Step step) {
    const std::lock_guard lock{mutex_};
    if (ended_ && step_.error != 0) return;  // the first error counts
    step_ = step;
    ended_ = true;
    changed_.notify_all();
  }

  std::atomic<HINTERNET> request_{nullptr};
  std::atomic<int> sends_{0};
  std::atomic<bool> answered_{false};
  const bool resend_;
  Hosted::Mutex mutex_;
  Hosted::Condition changed_;
  Step step_;
  bool ended_ = false, late_ = false;
  std::array<char, 16'384> buffer_{};
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/winhttp/exchange.hpp>
// One request and its answer over WinHTTP, step by step.
#ifndef KEYTURN_ADAPTERS_WINHTTP_EXCHANGE_HPP
#define KEYTURN_ADAPTERS_WINHTTP_EXCHANGE_HPP

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Used once, on the thread that waits for the answer.
class WinHttpExchange {
 public:
  /// Both must outlive the exchange.
  WinHttpExchange(const Request& request, const WinHttpOptions& options)
      : request_{request},
        options_{options},
        timeout_{request.timeout.count() > 0 ? request.timeout : Options{}.request_timeout},
        deadline_{later(Hosted{}.now(), timeout_)},
        answer_{request, options.max_header_bytes},
        unsent_{request.body.length()} {}
  WinHttpExchange(const WinHttpExchange&) = delete;
  WinHttpExchange& operator=(const WinHttpExchange&) = delete;
  ~WinHttpExchange() {
    if (call_) call_->close();
  }

  Result<Response> run(const WinHttpSessions& sessions) {
    if (auto ready = check(); !ready) return std::move(ready).error();
    if (auto ready = open(sessions); !ready) return std::move(ready).error();
    if (auto sent = send(); !sent) return std::move(sent).error();
    if (auto come = receive_head(); !come) return std::move(come).error();
    if (auto come = receive_body(); !come) return std::move(come).error();
    return answer_.take();
  }

 private:
  bool has_body() const {
    const auto bytes = request_.body.view();
    return !bytes || !bytes->empty();
  }
  bool in_chunks() const { return !request_.body.length(); }

  Result<void> check() const {
    if (auto fields = core::check_fields(request_); !fields) return fields;
    if (request_.method == "CONNECT") return {Errc::unsupported, "CONNECT is no request for a server"};
    if (request_.method == "HEAD" && has_body()) return {Errc::unsupported, "HEAD carries no body"};
    for (const Header& field : request_.headers)
      if (!is_ascii(field.value)) return {Errc::unsupported, "WinHTTP would rewrite a header with bytes beyond ASCII"};
    return {};
  }

  /// Everything up to the first step that may take time.
  Result<void> open(const WinHttpSessions& sessions) {
    const auto origin = origin_of(request_.url);
    if (!origin) return origin.error();
    const HINTERNET session = sessions.to(*origin);
    if (session == nullptr) return {Errc::not_sent, "WinHTTP could not be started"};
    connection_ = WinHttpHandle{WinHttpConnect(session, widened(origin->host).c_str(), origin->port, 0)};
    if (!connection_) return failure(GetLastError());
    WinHttpHandle request{WinHttpOpenRequest(
        connection_.get(), widened(request_.method).c_str(), target().c_str(), nullptr, WINHTTP_NO_REFERER,
        WINHTTP_DEFAULT_ACCEPT_TYPES,
        (origin->secure ? WINHTTP_FLAG_SECURE : 0) | WINHTTP_FLAG_ESCAPE_DISABLE | WINHTTP_FLAG_ESCAPE_DISABLE_QUERY)};
    if (!request) return failure(GetLastError());
    if (!set_up(request.get(), *origin)) return failure(GetLastError());

    const bool asks = request_.method == "GET" || request_.method == "HEAD" || request_.method == "OPTIONS";
    call_ = Shared<WinHttpCall>{new WinHttpCall{asks && !request_.at_most_once && request_.body.view().has_value()}};
    if (!WinHttpCall::attach(call_, std::move(request))) return {Errc::not_sent, "WinHTTP tells nothing of its work"};
    return {};
  }

  /// Path and query, without the fragment.
  std::wstring target() const {
    const std::string_view url = request_.url;
    const std::size_t begin = std::min(url.find_first_of("/?#", url.find("://") + 3), url.size());
    const std::string_view text = url.substr(begin, url.find('#') - begin);
    return text.starts_with('/') ? widened(text) : L'/' + widened(text);
  }

  bool set_up(HINTERNET request, const Origin& origin) const {
    const DWORD unwanted = WINHTTP_DISABLE_COOKIES | WINHTTP_DISABLE_REDIRECTS | WINHTTP_DISABLE_AUTHENTICATION |
                           (request_.at_most_once ? DWORD{WINHTTP_DISABLE_KEEP_ALIVE} : 0);
    // WinHTTP's own times end no request before its deadline, but for the connection's.
    const int longest =
        static_cast<int>(std::min<std::chrono::milliseconds::rep>(timeout_.count(), 1'000'000'000) + 1000);
    const int connect =
        static_cast<int>(std::clamp<std::chrono::milliseconds::rep>(options_.connect_timeout.count(), 1, longest));
    const bool all = set_option(request, WINHTTP_OPTION_DISABLE_FEATURE, unwanted) &&
                     WinHttpSetTimeouts(request, connect, connect, longest, longest);
    // Without these the promises hold all the same, so it does not matter if this Windows refuses them.
    set_option(request, WINHTTP_OPTION_RECEIVE_RESPONSE_TIMEOUT, static_cast<DWORD>(longest));
    set_option(request, WINHTTP_OPTION_CONNECT_RETRIES, 1);
    set_option(request, WINHTTP_OPTION_MAX_RESPONSE_HEADER_SIZE,
               static_cast<DWORD>(std::min<std::size_t>(options_.max_header_bytes, MAXDWORD)));
    // Chunks are HTTP/1.1's.
    set_option(request, WINHTTP_OPTION_ENABLE_HTTP_PROTOCOL,
               options_.http2 && !in_chunks() ? WINHTTP_PROTOCOL_FLAG_HTTP2 : 0);
    // A server that asks for a certificate without need gets none.
    if (origin.secure) WinHttpSetOption(request, WINHTTP_OPTION_CLIENT_CERT_CONTEXT, WINHTTP_NO_CLIENT_CERT_CONTEXT, 0);
    return all;
  }

  bool add_headers() {
    for (const Header& field : request_.headers) {
      if (equal_ignoring_case(field.name, "Content-Length") || equal_ignoring_case(field.name, "Transfer-Encoding"))
        continue;
      // WinHTTP has one of these already.
      const bool instead = equal_ignoring_case(field.name, "Host") || equal_ignoring_case(field.name, "User-Agent");
      if (!add_header(field.name, field.value, instead)) return false;
    }
    if (in_chunks()) return add_header("Transfer-Encoding", "chunked", false);
    if (*request_.body.length() <= MAXDWORD) return true;
    return add_header("Content-Length", std::to_string(*request_.body.length()), false);
  }

  bool add_header(std::string_view name, std::string_view value, bool instead) {
    std::wstring line;
    line.reserve(name.size() + value.size() +
                 4);  // so that the text does not move while it grows, and leaves no copies
    append_wide(line, name);
    append_wide(line, ": ");
    append_wide(line, value);
    append_wide(line, "\r\n");
    const DWORD how = WINHTTP_ADDREQ_FLAG_ADD | (instead ? WINHTTP_ADDREQ_FLAG_REPLACE : 0);
    const BOOL added = WinHttpAddRequestHeaders(call_->request(), line.c_str(), static_cast<DWORD>(line.size()), how);
    wipe_wide(line);
    return added != FALSE;
  }

  Result<void> send() {
    if (!add_headers()) return failure(GetLastError());
    const auto length = request_.body.length();
    const DWORD total =
        length && *length <= MAXDWORD ? static_cast<DWORD>(*length) : WINHTTP_IGNORE_REQUEST_TOTAL_LENGTH;
    const auto started = call_->step(deadline_, [&](HINTERNET request) {
      return WinHttpSendRequest(request, WINHTTP_NO_ADDITIONAL_HEADERS, 0, WINHTTP_NO_REQUEST_DATA, 0, total,
                                reinterpret_cast<DWORD_PTR>(call_.get()));
    });
    if (!started) return failure(started.error);
    return has_body() ? send_body() : Result<void>{};
  }

  Result<void> send_body() {
    const Reader reader = request_.body.open();
    for (;;) {
      // A chunk has its size in front of it, at most 4 digits, and a line end behind it (RFC 9112, section 7.1).
      constexpr std::size_t front = 6, back = 2;
      std::span<char> into = call_->buffer().subspan(front, call_->buffer().size() - front - back);
      if (unsent_) into = into.first(static_cast<std::size_t>(std::min<std::uint64_t>(*unsent_, into.size())));
      const std::size_t size = into.empty() ? 0 : reader(into);
      if (size > into.size()) return {Errc::no_answer, "the body's reader said more than there is room for"};
      if (unsent_) {
        if (size == 0)
          return *unsent_ == 0 ? Result<void>{} : Result<void>{Errc::no_answer, "the body ended before its length"};
        *unsent_ -= size;
        if (auto written = write(front, size); !written) return written;
        continue;
      }
      if (auto written = write_chunk(front, size); !written || size == 0) return written;
    }
  }

  Result<void> write_chunk(std::size_t front, std::size_t size) {
    char* const bytes = call_->buffer().data();
    for (std::size_t i = 0; i < 4; ++i) bytes[i] = "0123456789abcdef"[size >> (12 - 4 * i) & 15];
    bytes[4] = bytes[front + size] = '\r';
    bytes[5] = bytes[front + size + 1] = '\n';
    return write(0, front + size + 2);
  }

  /// Sends these bytes of the buffer.
  Result<void> write(std::size_t begin, std::size_t size) {
    while (size > 0) {
      const auto written = call_->step(deadline_, [&](HINTERNET request) {
        return WinHttpWriteData(request, call_->buffer().data() + begin, static_cast<DWORD>(size), nullptr);
      });
      if (!written) return failure(written.error);
      if (written.bytes == 0 || written.bytes > size) return failure(ERROR_WINHTTP_CONNECTION_ERROR);
      begin += written.bytes;
      size -= written.bytes;
    }
    return {};
  }

  Result<void> receive_head() {
    do {
      const auto come =
          call_->step(deadline_, [](HINTERNET request) { return WinHttpReceiveResponse(request, nullptr); });
      if (!come) return failure(come.error);
      if (auto read = answer_.read_head(call_->request()); !read) return read;
    } while (answer_.is_interim());
    return {};
  }

  Result<void> receive_body() {
    if (answer_.has_no_body()) return {};
    for (;;) {
      const auto there =
          call_->step(deadline_, [](HINTERNET request) { return WinHttpQueryDataAvailable(request, nullptr); });
      if (!there) return failure(there.error);
      if (there.bytes == 0) return answer_.end();
      const DWORD size = std::min(there.bytes, static_cast<DWORD>(call_->buffer().size()));
      const auto come = call_->step(deadline_, [&](HINTERNET request) {
        return WinHttpReadData(request, call_->buffer().data(), size, nullptr);
      });
      if (!come) return failure(come.error);
      if (come.bytes == 0) return answer_.end();
      if (auto taken = answer_.body({call_->buffer().data(), come.bytes}); !taken) return taken;
    }
  }

  Error failure(DWORD error) const {
    const bool begun = call_ && call_->begun();
    return {.code = errc_of(error, begun), .detail = text_of(error) + " (WinHTTP error " + std::to_string(error) + ')'};
  }

  Errc errc_of(DWORD error, bool begun) const {
    switch (error) {
      case ERROR_WINHTTP_TIMEOUT:
        return begun || (call_ && call_->late()) ? Errc::timed_out : Errc::not_sent;
      case ERROR_WINHTTP_INVALID_URL:
      case ERROR_WINHTTP_UNRECOGNIZED_SCHEME:
        return Errc::bad_request;
      case ERROR_WINHTTP_NAME_NOT_RESOLVED:
      case ERROR_WINHTTP_CANNOT_CONNECT:
      case ERROR_WINHTTP_SECURE_FAILURE:  // certificates are looked at before anything goes out
      case ERROR_WINHTTP_SECURE_FAILURE_PROXY:
      case ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED:
        return Errc::not_sent;
      case ERROR_WINHTTP_INVALID_SERVER_RESPONSE:  // or none at all
        return call_ && call_->answered() ? Errc::bad_answer : Errc::no_answer;
      case ERROR_WINHTTP_HEADER_COUNT_EXCEEDED:
      case ERROR_WINHTTP_HEADER_SIZE_OVERFLOW:
      case ERROR_WINHTTP_CHUNKED_ENCODING_HEADER_SIZE_OVERFLOW:
        return Errc::bad_answer;
      default:
        return begun ? Errc::no_answer : Errc::not_sent;
    }
  }

  static std::string text_of(DWORD error) {
    switch (error) {
      case ERROR_WINHTTP_TIMEOUT:
        return "it took too long";
      case ERROR_WINHTTP_NAME_NOT_RESOLVED:
        return "the server's name has no address";
      case ERROR_WINHTTP_CANNOT_CONNECT:
        return "the server could not be reached";
      case ERROR_WINHTTP_CONNECTION_ERROR:
        return "the connection was lost";
      case ERROR_WINHTTP_INVALID_SERVER_RESPONSE:
        return "the answer is no HTTP, or there was none";
      case ERROR_WINHTTP_HEADER_SIZE_OVERFLOW:
      case ERROR_WINHTTP_HEADER_COUNT_EXCEEDED:
        return "the answer's header is over the limit";
      case ERROR_WINHTTP_SECURE_FAILURE:
        return "the server's certificate is not to be trusted, or TLS failed";
      default:
        return "it failed";
    }
  }

  const Request& request_;
  const WinHttpOptions& options_;
  const std::chrono::milliseconds timeout_;
  const TimePoint deadline_;
  WinHttpAnswer answer_;
  std::optional<std::uint64_t> unsent_;  // of a body of known length
  WinHttpHandle connection_;
  Shared<WinHttpCall> call_;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/winhttp.hpp>
// Sends HTTP with WinHTTP: the transport for Windows programs that bring no HTTP library along.
#ifndef KEYTURN_ADAPTERS_WINHTTP_HPP
#define KEYTURN_ADAPTERS_WINHTTP_HPP

#include <string>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// A blocking transport on WinHTTP, for Windows 8.1 and later; link `winhttp` and `bcrypt`. Certificates are
/// always verified, against those that Windows trusts; TLS is 1.2 or later, HTTP/2 is spoken where server and Windows have
/// it. Connections are kept between requests. Proxies of the system and the environment, cookies, client certificates and
/// the user's Windows login are not used. Nothing is written to any log.
///
/// **Tried under Wine 8, never on Windows itself**: what the check of a transport finds there stands in tests/README.md.
///
/// **Threads.** `send` may be called from any number of threads at once, and from inside `on_data` and body readers, which
/// run on the calling thread. The transport may be moved or destroyed only while no call is in it.
///
/// **Once.** A request goes out once, and every answer, a redirect included, is handed back. The one exception: a GET, HEAD
/// or OPTIONS without a streamed body may go out again if a kept connection turns out to be dead. `at_most_once` takes this
/// exception away too, and its connection is not kept; the one it goes out on is WinHTTP's choice, and under Wine may be a
/// kept one.
///
/// **Bodies** are handed over in pieces of 16 KiB. With a length at most that many bytes of a stream are read; without one
/// it goes out in chunks. Content-Length and Transfer-Encoding among the headers are left out, for the body alone says
/// them. No compression is asked for; if the request's headers do, the body is handed over as it came.
///
/// **Secrets.** What stands in buffers of its own is wiped. Copies inside WinHTTP, the TLS library and the kernel are out of
/// reach.
class WinHttpTransport {
 public:
  /// Connects to nothing yet.
  explicit WinHttpTransport(WinHttpOptions options = {}) : options_{std::move(options)}, sessions_{options_} {}
  WinHttpTransport(WinHttpTransport&&) noexcept = default;
  WinHttpTransport& operator=(WinHttpTransport&&) noexcept = default;

  /// Sends one request and waits for its answer, for `request.timeout` at most; any status is an answer. A timeout or
  /// `max_response` of 0 or less stands for the default of `Options`. Errors, with a short text that names no URL:
  ///  - `bad_request`: a malformed URL (user info is, and a scheme other than http and https), method or header; nothing was
  ///  sent;
  ///  - `unsupported`: CONNECT, a HEAD with a body, a header with bytes beyond ASCII, which WinHTTP would rewrite; nothing
  ///  was sent;
  ///  - `not_sent`: the name, the connection, the proxy or TLS failed, also for `connect_timeout`: the server saw nothing;
  ///  - `no_answer`: it went out, but no complete answer came, or the body's reader broke its word on the length;
  ///  - `timed_out`: past the timeout, at whatever stage;
  ///  - `bad_answer`: no HTTP, or a header over `max_header_bytes` or a body over `max_response`;
  ///  - `cancelled`: `on_data` returned false.
  /// What a reader or `on_data` throws comes out of here, after the request is cut off.
  Result<Response> send(const Request& request) { return detail::WinHttpExchange{request, options_}.run(sessions_); }

 private:
  WinHttpOptions options_;
  detail::WinHttpSessions sessions_;
};

static_assert(BlockingTransport<WinHttpTransport>);

KEYTURN_NAMESPACE_END

#endif

// <keyturn/winhttp.hpp>
// The umbrella for Windows with everything of core.hpp, WinHTTP and file storage.
#ifndef KEYTURN_WINHTTP_HPP
#define KEYTURN_WINHTTP_HPP

#endif
