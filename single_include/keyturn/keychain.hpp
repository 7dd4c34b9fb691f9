// Generated from include/keyturn/keychain.hpp by tests/gates/single_header.py; change the headers there and run it again.

#include "sealed.hpp"

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

// <keyturn/adapters/keychain/system.hpp>
// The keychain of the system that this is compiled for.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_SYSTEM_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_SYSTEM_HPP

#if defined(__APPLE__)

// <keyturn/adapters/keychain/macos_status.hpp>
// What the numbers mean that the keychain of macOS and iOS answers with.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_MACOS_STATUS_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_MACOS_STATUS_HPP

#include <cstdint>
#include <string>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// The numbers of <Security/SecBase.h> that say what to do next.
enum class MacosStatus : std::int32_t {
  success = 0,
  no_entitlement = -34018,           // the program may not use the data protection keychain: it uses the older one
  not_found = -25300,                // there is no key
  interaction_not_allowed = -25308,  // locked, as before the first unlock after a start, or over SSH
  user_canceled = -128,
  auth_failed = -25293,
  not_available = -25291,
};

/// The error that a number other than success and not found is to the caller: never the end of a session.
inline Error macos_keychain_error(std::int32_t number) {
  std::string why;
  switch (static_cast<MacosStatus>(number)) {
    case MacosStatus::interaction_not_allowed:
      why = "it is locked, and no window may ask for its password; unlock it and try again";
      break;
    case MacosStatus::user_canceled:
    case MacosStatus::auth_failed:
      why = "its user has not allowed the program to use the key; try again and allow it";
      break;
    case MacosStatus::not_available:
      why = "there is none, as for a user who is not logged in; log in and try again";
      break;
    default:
      why = "it cannot be used now; try again";
  }
  return {.code = Errc::storage_failed,
          .detail = "the keychain: " + why + " (OSStatus " + std::to_string(number) + ")"};
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/keychain/options.hpp>
// How the system's keychain is asked for the key of an app.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_OPTIONS_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_OPTIONS_HPP

KEYTURN_NAMESPACE_BEGIN

/// How a keychain of the system is asked.
struct KeychainOptions {
  /// Whether the system may show its user a window, which asks for the password of a locked keychain. The call that
  /// needs the key then waits for the user. Otherwise a locked keychain is an error at once.
  bool may_prompt = false;

  /// How long one look into the keychain, or one write, may take, a day at most; it ends within a second then. 0: 3 s, or
  /// 60 s where it may prompt.
  std::chrono::milliseconds time_limit{0};
};

namespace detail {
constexpr std::chrono::milliseconds keychain_time_limit(const KeychainOptions& options) {
  constexpr std::chrono::milliseconds longest = std::chrono::hours{24};
  if (options.time_limit.count() > 0) return options.time_limit < longest ? options.time_limit : longest;
  return std::chrono::seconds{options.may_prompt ? 60 : 3};
}
}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/keychain/time_limit.hpp>
// Waits for a call that has no time limit of its own, and that may hang.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_TIME_LIMIT_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_TIME_LIMIT_HPP

#include <future>
#include <string>
#include <thread>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// What `call()`, which returns a `Result`, comes to on a thread of its own; `storage_failed` after `limit`. Then the
/// thread goes on by itself until the call is over, and so `call` must own all that it uses.
template <class Call>
auto within_time_limit(std::chrono::milliseconds limit, Call call) -> decltype(call()) {
  std::packaged_task<decltype(call())()> task{std::move(call)};
  auto result = task.get_future();
  std::thread{std::move(task)}.detach();
  if (result.wait_for(limit) == std::future_status::ready) return result.get();
  return Error{.code = Errc::storage_failed,
               .detail = "the keychain: no answer within " + std::to_string(limit.count()) +
                         " ms; try again, it may be busy or wait for its password"};
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/keychain/macos.hpp>
// Keeps the key of an app in the keychain of macOS or iOS. Untested: no Mac has compiled or run it yet.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_MACOS_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_MACOS_HPP

#if defined(__APPLE__)

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <CoreFoundation/CoreFoundation.h>
#include <Security/Security.h>

KEYTURN_NAMESPACE_BEGIN

/// The key of one app as a generic password: its service is the app's name, its account `keyturn`.
///
/// It stands in the data protection keychain, for this device alone and readable from the first unlock on, where the
/// program has the entitlement `keychain-access-groups`; else in the login keychain, which ties it to the program's
/// signature. There a program that is not signed, or only ad hoc, is asked about at each update: sign with a Developer
/// ID. A key is changed in place, so that a "Always Allow" stays.
///
/// Each call runs on a thread of its own, and blocks up to the time limit. All errors are `storage_failed`; a locked
/// keychain is one of them.
class MacosKeychain {
 public:
  /// For the key of `app`. Asks nobody yet.
  explicit MacosKeychain(std::string_view app, KeychainOptions options = {}) : app_{app}, options_{options} {}

  /// The key; `nullopt`: there certainly is none. `storage_failed`: nobody can tell for now. Blocks up to the time limit.
  Result<std::optional<Secret>> load() {
    return detail::within_time_limit(detail::keychain_time_limit(options_), [self = *this] { return self.find(); });
  }

  /// Stores the key, in place of one before it. `storage_failed`: the keychain has not taken it, or not yet, if
  /// the time limit is over. Blocks that long at most.
  Result<void> save(const Secret& key) {
    return detail::within_time_limit(detail::keychain_time_limit(options_),
                                     [self = *this, key] { return self.put(key); });
  }

 private:
  using Status = detail::MacosStatus;

  struct Release {
    void operator()(CFTypeRef object) const noexcept { CFRelease(object); }
  };
  template <class Ref>
  using Owned = std::unique_ptr<std::remove_pointer_t<Ref>, Release>;

  static Owned<CFStringRef> text(std::string_view from) {
    return Owned<CFStringRef>{CFStringCreateWithBytes(kCFAllocatorDefault, reinterpret_cast<const UInt8*>(from.data()),
                                                      static_cast<CFIndex>(from.size()), kCFStringEncodingUTF8, false)};
  }

  static Owned<CFMutableDictionaryRef> dictionary() {
    return Owned<CFMutableDictionaryRef>{CFDictionaryCreateMutable(
        kCFAllocatorDefault, 0, &kCFTypeDictionaryKeyCallBacks, &kCFTypeDictionaryValueCallBacks)};
  }

  /// What names the item; nothing if the app's name is not UTF-8.
  Owned<CFMutableDictionaryRef> item(bool data_protection) const {
    const auto service = text(app_);
    if (!service) return {};
    auto made = dictionary();
    CFDictionarySetValue(made.get(), kSecClass, kSecClassGenericPassword);
    CFDictionarySetValue(made.get(), kSecAttrService, service.get());
    CFDictionarySetValue(made.get(), kSecAttrAccount, CFSTR("keyturn"));
    if (data_protection) CFDictionarySetValue(made.get(), kSecUseDataProtectionKeychain, kCFBooleanTrue);
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"  // what replaces it is for Objective-C alone
    if (!options_.may_prompt) CFDictionarySetValue(made.get(), kSecUseAuthenticationUI, kSecUseAuthenticationUIFail);
#pragma clang diagnostic pop
    return made;
  }

  static Error not_utf8() {
    return {.code = Errc::storage_failed, .detail = "the keychain: the name of the app is not UTF-8"};
  }

  Result<std::optional<Secret>> find() const {
    for (const bool data_protection : {true, false}) {
      const auto query = item(data_protection);
      if (!query) return not_utf8();
      CFDictionarySetValue(query.get(), kSecReturnData, kCFBooleanTrue);
      CFDictionarySetValue(query.get(), kSecMatchLimit, kSecMatchLimitOne);
      CFTypeRef found = nullptr;
      const OSStatus number = SecItemCopyMatching(query.get(), &found);
      const Owned<CFTypeRef> owned{found};
      const auto status = static_cast<Status>(number);
      // One of the two may have been the only one at the time.
      if (status == Status::not_found || status == Status::no_entitlement) continue;
      if (status != Status::success || found == nullptr) return detail::macos_keychain_error(number);
      const auto data = static_cast<CFDataRef>(found);
      return std::optional{Secret{std::string_view{reinterpret_cast<const char*>(CFDataGetBytePtr(data)),
                                                   static_cast<std::size_t>(CFDataGetLength(data))}}};
    }
    return std::optional<Secret>{};
  }

  Result<void> put(const Secret& key) const {
    const Owned<CFDataRef> bytes{CFDataCreate(kCFAllocatorDefault, reinterpret_cast<const UInt8*>(key.view().data()),
                                              static_cast<CFIndex>(key.size()))};
    OSStatus number = 0;
    for (const bool data_protection : {true, false}) {
      const auto query = item(data_protection);
      if (!query) return not_utf8();
      const auto change = dictionary();
      CFDictionarySetValue(change.get(), kSecValueData, bytes.get());
      number = SecItemUpdate(query.get(), change.get());
      if (static_cast<Status>(number) == Status::not_found) {
        CFDictionarySetValue(query.get(), kSecValueData, bytes.get());
        if (data_protection)
          CFDictionarySetValue(query.get(), kSecAttrAccessible, kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly);
        number = SecItemAdd(query.get(), nullptr);
      }
      if (static_cast<Status>(number) != Status::no_entitlement) break;
    }
    if (static_cast<Status>(number) == Status::success) return {};
    return detail::macos_keychain_error(number);
  }

  std::string app_;
  KeychainOptions options_;
};

KEYTURN_NAMESPACE_END

#endif

#endif

#elif defined(_WIN32)

// <keyturn/adapters/keychain/options.hpp>
// How the system's keychain is asked for the key of an app.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_OPTIONS_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_OPTIONS_HPP

KEYTURN_NAMESPACE_BEGIN

/// How a keychain of the system is asked.
struct KeychainOptions {
  /// Whether the system may show its user a window, which asks for the password of a locked keychain. The call that
  /// needs the key then waits for the user. Otherwise a locked keychain is an error at once.
  bool may_prompt = false;

  /// How long one look into the keychain, or one write, may take, a day at most; it ends within a second then. 0: 3 s, or
  /// 60 s where it may prompt.
  std::chrono::milliseconds time_limit{0};
};

namespace detail {
constexpr std::chrono::milliseconds keychain_time_limit(const KeychainOptions& options) {
  constexpr std::chrono::milliseconds longest = std::chrono::hours{24};
  if (options.time_limit.count() > 0) return options.time_limit < longest ? options.time_limit : longest;
  return std::chrono::seconds{options.may_prompt ? 60 : 3};
}
}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/keychain/time_limit.hpp>
// Waits for a call that has no time limit of its own, and that may hang.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_TIME_LIMIT_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_TIME_LIMIT_HPP

#include <future>
#include <string>
#include <thread>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// What `call()`, which returns a `Result`, comes to on a thread of its own; `storage_failed` after `limit`. Then the
/// thread goes on by itself until the call is over, and so `call` must own all that it uses.
template <class Call>
auto within_time_limit(std::chrono::milliseconds limit, Call call) -> decltype(call()) {
  std::packaged_task<decltype(call())()> task{std::move(call)};
  auto result = task.get_future();
  std::thread{std::move(task)}.detach();
  if (result.wait_for(limit) == std::future_status::ready) return result.get();
  return Error{.code = Errc::storage_failed,
               .detail = "the keychain: no answer within " + std::to_string(limit.count()) +
                         " ms; try again, it may be busy or wait for its password"};
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/keychain/windows.hpp>
// Keeps the key of an app in the Credential Manager of Windows. Tried under Wine 8, never on Windows itself.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_WINDOWS_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_WINDOWS_HPP

#if defined(_WIN32)

#include <optional>
#include <string>
#include <string_view>

// The order matters: it needs what builtin/hosted.hpp includes.
#include <wincred.h>

KEYTURN_NAMESPACE_BEGIN

/// The key of one app as a generic credential `keyturn:APP`, which stays on this machine. Windows encrypts it with what it
/// knows of the user (DPAPI), so that other users cannot read it, and a copy of the disk alone is not enough; every program
/// of this user can. Where an administrator resets the user's password, it may be lost.
///
/// No window is ever shown. Each call runs on a thread of its own, and blocks up to the time limit. All errors are
/// `storage_failed`, a missing logon session (as services may have) and a key of more than 2560 bytes among them. Link
/// `advapi32`.
class WindowsKeychain {
 public:
  /// For the key of `app`. Asks nobody yet.
  explicit WindowsKeychain(std::string_view app, KeychainOptions options = {})
      : target_{"keyturn:" + std::string{app}}, options_{options} {}

  /// The key; `nullopt`: there certainly is none. `storage_failed`: nobody can tell for now. Blocks up to the time limit.
  Result<std::optional<Secret>> load() {
    return detail::within_time_limit(detail::keychain_time_limit(options_), [self = *this] { return self.find(); });
  }

  /// Stores the key, in place of one before it. `storage_failed`: the keychain has not taken it, or not yet, if
  /// the time limit is over. Blocks that long at most.
  Result<void> save(const Secret& key) {
    return detail::within_time_limit(detail::keychain_time_limit(options_),
                                     [self = *this, key] { return self.put(key); });
  }

 private:
  /// Empty if the app's name is no UTF-8.
  std::wstring wide_target() const {
    const int bytes = static_cast<int>(target_.size());
    const int size = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, target_.data(), bytes, nullptr, 0);
    std::wstring wide(static_cast<std::size_t>(size), L'\0');
    MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, target_.data(), bytes, wide.data(), size);
    return wide;
  }

  Result<std::optional<Secret>> find() const {
    const std::wstring target = wide_target();
    if (target.empty()) return not_utf8();
    CREDENTIALW* found = nullptr;
    if (!CredReadW(target.c_str(), CRED_TYPE_GENERIC, 0, &found)) {
      const DWORD number = GetLastError();
      if (number == ERROR_NOT_FOUND) return std::optional<Secret>{};
      return failed("give", number);
    }
    char* const bytes = reinterpret_cast<char*>(found->CredentialBlob);
    Secret key{std::string_view{bytes, found->CredentialBlobSize}};
    wipe(bytes, found->CredentialBlobSize);
    CredFree(found);
    return std::optional<Secret>{std::move(key)};
  }

  Result<void> put(Secret key) const {
    std::wstring target = wide_target();
    if (target.empty()) return not_utf8();
    // CRED_MAX_CREDENTIAL_BLOB_SIZE, which is another number in older headers; beyond it Windows says "bad data".
    constexpr std::size_t most = 2560;
    if (key.size() > most) return {Errc::storage_failed, "the Credential Manager takes no key of more than 2560 bytes"};
    CREDENTIALW credential{};
    credential.Type = CRED_TYPE_GENERIC;
    credential.TargetName = target.data();
    credential.CredentialBlobSize = static_cast<DWORD>(key.size());
    credential.CredentialBlob = reinterpret_cast<BYTE*>(const_cast<char*>(key.view().data()));  // it is only read
    credential.Persist = CRED_PERSIST_LOCAL_MACHINE;
    if (!CredWriteW(&credential, 0)) return failed("take", GetLastError());
    return {};
  }

  static Error not_utf8() { return {.code = Errc::storage_failed, .detail = "the name of the app is no UTF-8"}; }

  Error failed(std::string_view verb, DWORD number) const {
    std::string text = "the Credential Manager did not ";
    text.append(verb).append(" the key ").append(target_).append(": ");
    if (number == ERROR_NO_SUCH_LOGON_SESSION)
      text += "the user of this process has not logged on to Windows, as it is with some services";
    else
      text.append("Windows error ").append(std::to_string(number));
    return {.code = Errc::storage_failed, .detail = std::move(text)};
  }

  std::string target_;
  KeychainOptions options_;
};

KEYTURN_NAMESPACE_END

#endif  // _WIN32

#endif

#else

// <keyturn/adapters/keychain/secret_service.hpp>
// Keeps the key of an app in the keyring of a Linux desktop, through libsecret; for systems other than Windows and macOS.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_SECRET_SERVICE_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_SECRET_SERVICE_HPP

#if !defined(_WIN32) && !defined(__APPLE__)

// <keyturn/adapters/keychain/options.hpp>
// How the system's keychain is asked for the key of an app.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_OPTIONS_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_OPTIONS_HPP

KEYTURN_NAMESPACE_BEGIN

/// How a keychain of the system is asked.
struct KeychainOptions {
  /// Whether the system may show its user a window, which asks for the password of a locked keychain. The call that
  /// needs the key then waits for the user. Otherwise a locked keychain is an error at once.
  bool may_prompt = false;

  /// How long one look into the keychain, or one write, may take, a day at most; it ends within a second then. 0: 3 s, or
  /// 60 s where it may prompt.
  std::chrono::milliseconds time_limit{0};
};

namespace detail {
constexpr std::chrono::milliseconds keychain_time_limit(const KeychainOptions& options) {
  constexpr std::chrono::milliseconds longest = std::chrono::hours{24};
  if (options.time_limit.count() > 0) return options.time_limit < longest ? options.time_limit : longest;
  return std::chrono::seconds{options.may_prompt ? 60 : 3};
}
}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

#include <optional>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// The key of one app in the default collection of the user's Secret Service: GNOME Keyring, KWallet, KeePassXC. There it
/// is called "Key of the saved session of NAME", and has the attribute `application`.
///
/// Each call opens a connection of its own to the D-Bus session that `DBUS_SESSION_BUS_ADDRESS` names, or to the socket
/// `bus` in `XDG_RUNTIME_DIR`, and asks in a main context of its own. No thread's main loop is needed or disturbed, and a
/// bus that ends does not end the program. Blocks up to the time limit, and a second more if that is what it takes to end
/// a call.
///
/// All errors are `storage_failed`. No session, no keyring in it, a collection that is locked or not there, a window that
/// was closed, and silence: in each case the text says so, and what to do. `nullopt` is only what an unlocked collection
/// says, so a locked one never looks like one without the key. A key that is saved replaces the one before it.
class SecretServiceKeychain {
 public:
  /// For the key of `app`. Asks nobody yet.
  explicit SecretServiceKeychain(std::string_view app, KeychainOptions options = {}) : app_{app}, options_{options} {}

  /// The key; `nullopt`: there certainly is none. `storage_failed`: nobody can tell for now. Blocks up to the time limit.
  Result<std::optional<Secret>> load();
  /// Stores the key, in place of one before it. `storage_failed`: the keychain has not taken it. Blocks up to the time limit.
  Result<void> save(const Secret& key);

 private:
  std::string app_;
  KeychainOptions options_;
};

KEYTURN_NAMESPACE_END

// <keyturn/adapters/keychain/secret_service_calls.hpp>
// Bodies of `SecretServiceKeychain`: one conversation with a keyring.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_SECRET_SERVICE_CALLS_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_SECRET_SERVICE_CALLS_HPP

#if !defined(_WIN32) && !defined(__APPLE__)

// <keyturn/adapters/keychain/glib.hpp>
// Carries out GLib's asynchronous calls one after another, within a time limit; for systems other than Windows and macOS.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_GLIB_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_GLIB_HPP

#if !defined(_WIN32) && !defined(__APPLE__)

#include <memory>
#include <utility>

#if !__has_include(<libsecret/secret.h>)
#error "keychain.hpp needs libsecret: install libsecret-1-dev (Debian), and see pkg-config libsecret-1"
#include <stop_here_see_the_error_above>
#endif
#include <gio/gio.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

struct GlibUnref {
  void operator()(gpointer object) const noexcept { g_object_unref(object); }
};
/// One reference to an object of GLib.
template <class T>
using GlibObject = std::unique_ptr<T, GlibUnref>;

/// Waits for asynchronous calls in a main context of its own, so that the host's main loop neither is needed nor notices,
/// whatever thread this is. For one thread, and, as contexts stand in a stack, the innermost of its kind there. What the
/// calls made must be gone before this is. When the time limit is over all calls are cancelled, the later ones too, and the
/// connection is closed; what has not ended a second after that never will, and is left alone. Nothing blocks for longer.
class GlibCalls {
 public:
  explicit GlibCalls(std::chrono::milliseconds limit)
      : context_{g_main_context_new()}, cancellable_{g_cancellable_new()} {
    g_main_context_push_thread_default(context_);
    after(limit, &expire);
  }
  GlibCalls(const GlibCalls&) = delete;
  GlibCalls& operator=(const GlibCalls&) = delete;
  ~GlibCalls() {
    connection_.reset();
    while (g_main_context_iteration(context_, FALSE)) continue;
    g_main_context_pop_thread_default(context_);
    g_main_context_unref(context_);
  }

  /// The connection that the calls go over, to be closed when the time is up. Some cancelled calls end only then: libsecret
  /// waits for a keyring to agree that its window is closed.
  void close_in_time(GDBusConnection* connection) {
    connection_.reset(static_cast<GDBusConnection*>(g_object_ref(connection)));
  }

  /// What the call came to that `begin(cancellable, ready, data)` begins; for its own `_finish` function. Null: it has not
  /// ended, cancelled as it was. libsecret 0.20.5 forgets a call whose connection is closed before its window is.
  template <class Begin>
  GlibObject<GAsyncResult> wait(Begin&& begin) {
    if (gives_up_) return nullptr;
    std::forward<Begin>(begin)(cancellable_.get(), &ready, static_cast<gpointer>(this));
    while (!result_ && !gives_up_) g_main_context_iteration(context_, TRUE);
    return std::move(result_);
  }

  bool timed_out() const noexcept { return g_cancellable_is_cancelled(cancellable_.get()) != FALSE; }

 private:
  void after(std::chrono::milliseconds span, GSourceFunc then) {
    GSource* const timer = g_timeout_source_new(static_cast<guint>(span.count()));
    g_source_set_callback(timer, then, this, nullptr);
    g_source_attach(timer, context_);
    g_source_unref(timer);
  }

  static void ready(GObject*, GAsyncResult* result, gpointer itself) {
    static_cast<GlibCalls*>(itself)->result_.reset(static_cast<GAsyncResult*>(g_object_ref(result)));
  }

  static gboolean expire(gpointer itself) {
    auto& calls = *static_cast<GlibCalls*>(itself);
    g_cancellable_cancel(calls.cancellable_.get());
    if (calls.connection_) g_dbus_connection_close(calls.connection_.get(), nullptr, nullptr, nullptr);
    calls.after(std::chrono::seconds{1}, &give_up);
    return G_SOURCE_REMOVE;
  }

  static gboolean give_up(gpointer itself) {
    static_cast<GlibCalls*>(itself)->gives_up_ = true;
    return G_SOURCE_REMOVE;
  }

  GMainContext* context_;
  GlibObject<GAsyncResult> result_;
  bool gives_up_ = false;
  GlibObject<GCancellable> cancellable_;
  GlibObject<GDBusConnection> connection_;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

#endif

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include <libsecret/secret.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Where the D-Bus session is; empty: there is none. GLib's own search would start one, and wait for it without end.
inline std::string session_bus_address() {
  if (const char* const address = std::getenv("DBUS_SESSION_BUS_ADDRESS"); address != nullptr && *address != '\0')
    return address;
  const char* const runtime = std::getenv("XDG_RUNTIME_DIR");
  if (runtime == nullptr || *runtime != '/') return {};
  const std::string socket = std::string{runtime} + "/bus";
  if (g_file_test(socket.c_str(), G_FILE_TEST_EXISTS) == FALSE) return {};
  const std::unique_ptr<char, decltype(&g_free)> escaped{g_dbus_address_escape_value(socket.c_str()), &g_free};
  return std::string{"unix:path="} + escaped.get();
}

/// A `SecretService` on the connection that it is given. libsecret's own goes through the one connection to the session
/// that all of the process shares, and which ends the process when the bus ends, unless somebody has asked it not to.
struct PrivateSecretService {
  static GType type() {
    static const GType type = [] {
      // A process may have several copies of this code, and a name only once.
      static const char here = 0;
      const std::string name = "KeyturnSecretService-" + std::to_string(reinterpret_cast<std::uintptr_t>(&here));
      return g_type_register_static_simple(SECRET_TYPE_SERVICE, name.c_str(), sizeof(SecretServiceClass), &begin,
                                           sizeof(SecretService), nullptr, GTypeFlags{});
    }();
    return type;
  }

 private:
  static void begin(gpointer itself, gpointer) { G_OBJECT_CLASS(itself)->constructor = &construct; }

  static GObject* construct(GType type, guint count, GObjectConstructParam* properties) {
    const gpointer parent = g_type_class_peek(SECRET_TYPE_SERVICE);
    GObject* const made = G_OBJECT_CLASS(parent)->constructor(type, count, properties);
    g_object_set(made, "g-bus-type", G_BUS_TYPE_NONE, nullptr);
    return made;
  }
};

inline const SecretSchema& key_schema() {
  static const SecretSchema schema = [] {
    SecretSchema made = {};
    made.name = "keyturn.SessionKey";
    made.attributes[0] = {"application", SECRET_SCHEMA_ATTRIBUTE_STRING};
    return made;
  }();
  return schema;
}

class SecretServiceConversation {
 public:
  SecretServiceConversation(const std::string& app, const KeychainOptions& options)
      : app_{app}, may_prompt_{options.may_prompt}, limit_{keychain_time_limit(options)}, calls_{limit_} {}
  ~SecretServiceConversation() {
    if (problem_ != nullptr) g_error_free(problem_);
  }

  /// To be called first.
  Result<void> open() {
    if (g_utf8_validate(app_.data(), static_cast<gssize>(app_.size()), nullptr) == FALSE)
      return failed("the name of the app is not UTF-8");
    const std::string address = session_bus_address();
    if (address.empty()) return failed(no_session);
    const auto connected = calls_.wait([&](auto... rest) {
      const int flags = G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION;
      g_dbus_connection_new_for_address(address.c_str(), static_cast<GDBusConnectionFlags>(flags), nullptr, rest...);
    });
    if (!connected) return failure();
    connection_.reset(g_dbus_connection_new_for_address_finish(connected.get(), &problem_));
    if (!connection_) return calls_.timed_out() ? failure() : failed(no_session, problem_->message);
    calls_.close_in_time(connection_.get());

    const auto opened = calls_.wait([&](GCancellable* cancellable, GAsyncReadyCallback ready, gpointer data) {
      g_async_initable_new_async(PrivateSecretService::type(), G_PRIORITY_DEFAULT, cancellable, ready, data,
                                 "g-connection", connection_.get(), "flags", SECRET_SERVICE_OPEN_SESSION, nullptr);
    });
    if (!opened) return failure();
    const GlibObject<GObject> made{g_async_result_get_source_object(opened.get())};
    service_.reset(reinterpret_cast<SecretService*>(
        g_async_initable_new_finish(G_ASYNC_INITABLE(made.get()), opened.get(), &problem_)));
    if (!service_) return failure();
    return {};
  }

  /// Sees to it that the default collection is unlocked. Where there is none, saving into it makes one, in a window.
  Result<void> unlock(bool to_save) {
    const auto asked = calls_.wait([&](auto... rest) {
      secret_collection_for_alias(service_.get(), SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, rest...);
    });
    if (!asked) return failure();
    const GlibObject<SecretCollection> collection{secret_collection_for_alias_finish(asked.get(), &problem_)};
    if (problem_ != nullptr) return failure();
    if (!collection) {
      if (to_save && may_prompt_) return {};
      return failed("there is no default keyring; make one with the system's app for passwords");
    }
    if (secret_collection_get_locked(collection.get()) == FALSE) return {};
    if (!may_prompt_) return failed(locked);

    GList only = {.data = collection.get(), .next = nullptr, .prev = nullptr};
    const auto tried = calls_.wait([&](auto... rest) { secret_service_unlock(service_.get(), &only, rest...); });
    if (!tried) return failure();
    const int unlocked = secret_service_unlock_finish(service_.get(), tried.get(), nullptr, &problem_);
    if (problem_ != nullptr) return failure();
    if (unlocked == 0) return failed(locked);
    return {};
  }

  Result<std::optional<Secret>> find() {
    const auto searched = calls_.wait([&](auto... rest) {
      secret_service_search(service_.get(), &key_schema(), attributes().get(), SECRET_SEARCH_LOAD_SECRETS, rest...);
    });
    if (!searched) return failure();
    GList* const found = secret_service_search_finish(service_.get(), searched.get(), &problem_);
    if (problem_ != nullptr) return failure();
    if (found == nullptr) return std::optional<Secret>{};
    const GlibObject<SecretItem> item{static_cast<SecretItem*>(g_object_ref(found->data))};
    g_list_free_full(found, g_object_unref);
    const std::unique_ptr<SecretValue, ValueUnref> value{secret_item_get_secret(item.get())};
    if (!value) return calls_.timed_out() ? failure() : failed(locked);
    gsize size = 0;
    const char* const bytes = secret_value_get(value.get(), &size);
    return std::optional{Secret{std::string_view{bytes, size}}};
  }

  Result<void> store(const Secret& key) {
    const std::string label = "Key of the saved session of " + app_;
    const std::unique_ptr<SecretValue, ValueUnref> value{
        secret_value_new(key.view().data(), static_cast<gssize>(key.size()), "application/octet-stream")};
    const auto stored = calls_.wait([&](auto... rest) {
      secret_service_store(service_.get(), &key_schema(), attributes().get(), SECRET_COLLECTION_DEFAULT, label.c_str(),
                           value.get(), rest...);
    });
    if (!stored) return failure();
    if (secret_service_store_finish(service_.get(), stored.get(), &problem_) == FALSE) return failure();
    return {};
  }

 private:
  struct ValueUnref {
    void operator()(SecretValue* value) const noexcept { secret_value_unref(value); }
  };
  struct TableUnref {
    void operator()(GHashTable* table) const noexcept { g_hash_table_unref(table); }
  };

  static constexpr const char* no_session =
      "there is no D-Bus session, as over SSH or in a container; log in on the desktop, or start the program with "
      "dbus-run-session and a keyring in it";
  static constexpr const char* locked =
      "it is locked; unlock it, by logging in on the desktop or with the system's app for passwords, and try again";

  std::unique_ptr<GHashTable, TableUnref> attributes() const {
    return std::unique_ptr<GHashTable, TableUnref>{
        secret_attributes_build(&key_schema(), "application", app_.c_str(), nullptr)};
  }

  static Error failed(std::string_view why, std::string_view more = {}) {
    std::string text{"the keyring: "};
    text += why;
    if (!more.empty()) text.append(" (").append(more).append(")");
    return {.code = Errc::storage_failed, .detail = std::move(text)};
  }

  /// What the last call failed with.
  Error failure() const {
    if (calls_.timed_out())
      return failed("no answer within " + std::to_string(limit_.count()) + " ms; try again, it may be busy or locked");
    if (g_error_matches(problem_, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) != FALSE ||
        g_error_matches(problem_, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) != FALSE)
      return failed("this D-Bus session has none; install and start one, such as gnome-keyring", problem_->message);
    if (g_error_matches(problem_, SECRET_ERROR, SECRET_ERROR_IS_LOCKED) != FALSE) return failed(locked);
    return failed("it cannot be used now; try again",
                  problem_ == nullptr ? "its window was closed" : problem_->message);
  }

  const std::string& app_;
  bool may_prompt_;
  std::chrono::milliseconds limit_;
  GlibCalls calls_;
  GlibObject<GDBusConnection> connection_;
  GlibObject<SecretService> service_;
  GError* problem_ = nullptr;
};

}  // namespace detail

inline Result<std::optional<Secret>> SecretServiceKeychain::load() {
  detail::SecretServiceConversation keyring{app_, options_};
  if (auto opened = keyring.open(); !opened) return std::move(opened).error();
  if (auto unlocked = keyring.unlock(false); !unlocked) return std::move(unlocked).error();
  return keyring.find();
}

inline Result<void> SecretServiceKeychain::save(const Secret& key) {
  detail::SecretServiceConversation keyring{app_, options_};
  if (auto opened = keyring.open(); !opened) return opened;
  if (auto unlocked = keyring.unlock(true); !unlocked) return unlocked;
  return keyring.store(key);
}

KEYTURN_NAMESPACE_END

#endif

#endif

#endif

#endif

#endif

KEYTURN_NAMESPACE_BEGIN

/// The keychain of the system that the program is built for.
#if defined(__APPLE__)
using SystemKeychain = MacosKeychain;
#elif defined(_WIN32)
using SystemKeychain = WindowsKeychain;
#else
using SystemKeychain = SecretServiceKeychain;
#endif

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/keychain/options.hpp>
// How the system's keychain is asked for the key of an app.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_OPTIONS_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_OPTIONS_HPP

KEYTURN_NAMESPACE_BEGIN

/// How a keychain of the system is asked.
struct KeychainOptions {
  /// Whether the system may show its user a window, which asks for the password of a locked keychain. The call that
  /// needs the key then waits for the user. Otherwise a locked keychain is an error at once.
  bool may_prompt = false;

  /// How long one look into the keychain, or one write, may take, a day at most; it ends within a second then. 0: 3 s, or
  /// 60 s where it may prompt.
  std::chrono::milliseconds time_limit{0};
};

namespace detail {
constexpr std::chrono::milliseconds keychain_time_limit(const KeychainOptions& options) {
  constexpr std::chrono::milliseconds longest = std::chrono::hours{24};
  if (options.time_limit.count() > 0) return options.time_limit < longest ? options.time_limit : longest;
  return std::chrono::seconds{options.may_prompt ? 60 : 3};
}
}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/keychain_storage.hpp>
// Keeps sealed session records in files, and the key that opens them in a keychain.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_STORAGE_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_STORAGE_HPP

#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// Where one app's key is kept. Both calls may block, up to a time limit of their own, and give `storage_failed`, with a
/// text that says what to do, where the keychain is locked, missing or silent; `nullopt` only where there certainly is no
/// key. When `save` returns, the key will be there after a restart.
template <class K>
concept Keychain = requires(K& keychain, const Secret& key) {
  { keychain.load() } -> std::same_as<Result<std::optional<Secret>>>;
  { keychain.save(key) } -> std::same_as<Result<void>>;
};

/// A `SharedStorage` that seals (XChaCha20-Poly1305) what another one keeps, with 32 random bytes that the keychain
/// keeps: one key for all accounts of an app. So the size of a record is no matter to the keychain, and a refresh writes
/// nothing but the file.
///
/// Whoever gets the files without the keychain, from a backup or a stolen disk, cannot read the tokens. It does not
/// protect from programs of the same user, which can ask the keychain too on most systems; from root; from who reads the
/// memory of this process, where the key stays once it was needed; or from who puts an old file back.
///
/// The keychain is asked when a record is read first, and at a save into an empty place: a login. Where it is locked,
/// missing or silent, these calls are `storage_failed`, and the session is neither gone nor replaced; without a record,
/// and to erase one, it is not asked at all. There is no fallback: a host that would rather keep tokens in a plain file
/// says so by using `FileStorage`, and tells its user. A record whose key is gone for good, or one that was never sealed,
/// is `storage_corrupt`: a login keeps it aside, as `SealedStorage` does, and makes a new key if there is none.
///
/// A key is made under a lock of its own, for which a save waits 5 s at most, so that processes that log in at once have one,
/// and is in the keychain before a file needs it. It stays there after a logout. No account may be named `keychain-key`, or end with `.not-opened`.
///
/// One call at a time for each object, apart from `lock`, as the client does it; other objects and processes may share
/// the files. Each load and save may block on the disk, and where the keychain is asked for as long as its options say.
template <SharedStorage Files, template <Storage> class Sealed, Keychain Keys>
class BasicKeychainStorage {
 public:
  /// That of the files.
  using Lock = typename Files::Lock;

  /// Asks neither yet.
  BasicKeychainStorage(Files files, Keys keys) : files_{std::move(files)}, keys_{std::move(keys)} {}

  /// Files where `FileStorage::for_app` has them, and a key under the same name.
  static BasicKeychainStorage for_app(std::string_view name, KeychainOptions options = {}) {
    return {Files::for_app(name), Keys{name, options}};
  }

  /// The record, opened. `storage_failed`: the file, or the keychain, cannot be read for now; `storage_corrupt`: it was never
  /// sealed, or its key is gone for good.
  Result<std::optional<Secret>> load(std::string_view account) {
    if (sealed_) {
      auto record = sealed_->load(account);
      if (record || record.error().code != Errc::storage_corrupt) return record;
      sealed_.reset();  // another process may have made a new key
    }
    auto there = files_.load(account);
    if (!there || !*there) return there;
    if (!(*there)->view().starts_with(core::detail::sealed_magic))
      return {Errc::storage_corrupt, "this session was never sealed, as FileStorage leaves them; log in again"};
    auto key = keys_.load();
    if (!key) return std::move(key).error();
    if (!*key) return {Errc::storage_corrupt, "the key of this session is not in the keychain any more; log in again"};
    if (auto used = use(**std::move(key)); !used) return std::move(used).error();
    return sealed_->load(account);
  }

  /// Seals the record and stores it; makes the key first if there is none. `storage_failed`: nothing has changed.
  Result<void> save(std::string_view account, const Secret& record) {
    // A key in hand is the right one as long as it opens what is there.
    auto there = load(account);
    if (!there && there.error().code != Errc::storage_corrupt) return std::move(there).error();
    if (!there || !*there)
      if (auto used = use_or_make_key(); !used) return used;
    return sealed_->save(account, record);
  }

  /// Removes the record, and leaves the key. Errors are those of the files.
  Result<void> erase(std::string_view account) { return files_.erase(account); }

  /// The lock of the files, with their errors. May block for `patience`.
  Result<Lock> lock(std::string_view account, std::chrono::milliseconds patience) {
    return files_.lock(account, patience);
  }

 private:
  Result<void> use(Secret key) {
    if (key.size() != key_size)
      return {Errc::storage_failed,
              "what the keychain has under this app's name is no key of 32 bytes; remove it there"};
    key_ = std::move(key);
    sealed_.emplace(files_, *key_);
    return {};
  }

  Result<void> use_or_make_key() {
    const auto making = files_.lock("keychain-key", std::chrono::seconds{5});
    if (!making) return Error{.code = Errc::storage_failed, .detail = making.error().detail};
    auto found = keys_.load();
    if (!found) return std::move(found).error();
    if (*found) return use(**std::move(found));
    // The same one again if the keychain has lost it, or has not said yet that it took it: it still may.
    if (!key_) {
      bool random = false;
      Secret key{key_size, [&](std::span<char> into) { random = Hosted{}.random(std::as_writable_bytes(into)); }};
      if (!random) return {Errc::storage_failed, "the system has no random numbers"};
      key_ = std::move(key);
    }
    if (auto kept = keys_.save(*key_); !kept) return kept;
    return use(*key_);
  }

  static constexpr std::size_t key_size = 32;

  Files files_;
  Keys keys_;
  std::optional<Secret> key_;            // once it was needed, or made
  std::optional<Sealed<Files>> sealed_;  // with that
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/keychain.hpp>
// The umbrella with the storage whose files are sealed with a key from the system's keychain.
#ifndef KEYTURN_KEYCHAIN_HPP
#define KEYTURN_KEYCHAIN_HPP

KEYTURN_NAMESPACE_BEGIN

/// Files like `FileStorage`'s, sealed with a key that the system's keychain keeps: `KeychainStorage::for_app("notes")`.
using KeychainStorage = BasicKeychainStorage<FileStorage, SealedStorage, SystemKeychain>;

KEYTURN_NAMESPACE_END

#endif
