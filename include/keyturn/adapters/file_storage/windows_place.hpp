// An account's files and what `FileStorage` does with them, on Windows.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_WINDOWS_PLACE_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_WINDOWS_PLACE_HPP

#include <keyturn/adapters/file_storage/record.hpp>
#include <keyturn/adapters/file_storage/windows.hpp>

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
