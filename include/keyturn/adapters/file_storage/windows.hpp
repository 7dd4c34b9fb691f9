// The few file operations that `FileStorage` is made of, each with the checks that make it safe; for Windows.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_WINDOWS_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_WINDOWS_HPP

#include <keyturn/adapters/file_storage/record.hpp>
#include <keyturn/adapters/file_storage/windows_lock.hpp>
#include <keyturn/base/result.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/base/url.hpp>
#include <keyturn/builtin/hosted.hpp>

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
