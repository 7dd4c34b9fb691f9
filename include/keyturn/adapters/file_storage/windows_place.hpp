// An account's files and what `FileStorage` does with them, on Windows.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_WINDOWS_PLACE_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_WINDOWS_PLACE_HPP

#if defined(_WIN32)

#include <keyturn/adapters/file_storage.hpp>
#include <keyturn/adapters/file_storage/record.hpp>
#include <keyturn/adapters/file_storage/windows.hpp>

#include <algorithm>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

KEYTURN_FUNCTION std::string FileStorage::state_directory() {
  std::wstring value(GetEnvironmentVariableW(L"LOCALAPPDATA", nullptr, 0), L'\0');
  if (value.empty()) return {};
  value.resize(GetEnvironmentVariableW(L"LOCALAPPDATA", value.data(), static_cast<DWORD>(value.size())));
  return detail::narrow_path(value);
}

/// An account's files in a directory.
struct FileStorage::Place {
  std::wstring directory;  // whole
  std::string path_of_directory, name;
  bool exists = false;

  /// Nothing is made; `there` says whether the directory is.
  static Result<Place> open(const std::string& path, std::string name) {
    Place place{.directory = detail::whole_path(path), .path_of_directory = path, .name = std::move(name)};
    if (place.directory.empty()) return detail::file_failure<Place>("will not use", path, "it is no path in UTF-8");
    const DWORD attributes = GetFileAttributesW(place.directory.c_str());
    if (attributes != INVALID_FILE_ATTRIBUTES) {
      if ((attributes & FILE_ATTRIBUTE_DIRECTORY) == 0)
        return detail::file_failure<Place>("cannot open", path, "it is not a directory");
      place.exists = true;
      return place;
    }
    const DWORD number = GetLastError();
    if (number == ERROR_FILE_NOT_FOUND || number == ERROR_PATH_NOT_FOUND) return place;
    return detail::file_failure<Place>("cannot open", path, number);
  }
  bool there() const noexcept { return exists; }

  static Result<void> make(const std::string& path) { return detail::make_directories(detail::whole_path(path), path); }

  std::wstring file(std::string_view suffix) const {
    return directory + L'\\' + detail::wide_path(name) + detail::wide_path(suffix);
  }
  std::string path(std::string_view suffix) const { return path_of_directory + '\\' + name + std::string{suffix}; }

  bool has(const char* suffix) const { return GetFileAttributesW(file(suffix).c_str()) != INVALID_FILE_ATTRIBUTES; }

  Result<Lock> lock(const char* suffix, std::chrono::milliseconds patience) const {
    return Lock::take(file(suffix), path(suffix), patience);
  }

  template <class T, class Why>
  Result<T> failure(const char* action, const char* suffix, Why why) const {
    return detail::file_failure<T>(action, path(suffix), why);
  }

  /// Nothing there is success.
  Result<void> remove(const char* suffix) const {
    const std::wstring gone = file(suffix);
    const DWORD number = detail::patiently([&]() -> DWORD { return DeleteFileW(gone.c_str()) ? 0 : GetLastError(); });
    if (number == 0 || number == ERROR_FILE_NOT_FOUND) return {};
    return failure<void>("cannot remove", suffix, number);
  }

  Result<void> move_aside() const {
    const std::wstring from = file(".session"), to = file(".corrupt");
    const DWORD number = detail::patiently([&]() -> DWORD {
      constexpr DWORD how = MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH;
      return MoveFileExW(from.c_str(), to.c_str(), how) ? 0 : GetLastError();
    });
    if (number != 0) return failure<void>("cannot move aside", ".session", number);
    return {};
  }

  /// NTFS keeps a journal of names; there is no call that waits for it.
  Result<void> sync() const { return {}; }

  Result<std::optional<detail::StoredFile>> read() const;
  Result<void> write(std::string_view record) const;
};

KEYTURN_FUNCTION Result<std::optional<detail::StoredFile>> FileStorage::Place::read() const {
  const auto fail = [&](const char* action, auto why) {
    return failure<std::optional<detail::StoredFile>>(action, ".session", why);
  };
  detail::FileHandle opened;
  // Who reads is in nobody's way: the file may be replaced and removed meanwhile.
  constexpr DWORD sharing = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
  const DWORD number = detail::patiently(
      [&] { return detail::open_file(file(".session"), GENERIC_READ, sharing, OPEN_EXISTING, opened); });
  if (number == ERROR_FILE_NOT_FOUND || number == ERROR_PATH_NOT_FOUND) return std::optional<detail::StoredFile>{};
  if (number != 0) return fail("cannot open", number);
  BY_HANDLE_FILE_INFORMATION status{};
  if (!GetFileInformationByHandle(opened.get(), &status)) return fail("cannot read", GetLastError());
  if (const auto why = detail::unsafe_file(opened.get(), status); !why.empty()) return fail("will not use", why);
  if (status.nFileSizeHigh != 0 || status.nFileSizeLow > detail::largest_file)
    return std::optional<detail::StoredFile>{detail::StoredFile{.too_large = true}};

  DWORD got = 0, error = 0;
  Secret bytes{status.nFileSizeLow, [&](std::span<char> into) {
                 // A file on a disk gives all that there is at once.
                 if (!ReadFile(opened.get(), into.data(), static_cast<DWORD>(into.size()), &got, nullptr))
                   error = GetLastError();
               }};
  if (error != 0) return fail("cannot read", error);
  if (got < bytes.size()) bytes = Secret{bytes.view().substr(0, got)};
  return std::optional<detail::StoredFile>{
      detail::StoredFile{.bytes = std::move(bytes), .identity = detail::identity_of(opened.get(), status)}};
}

KEYTURN_FUNCTION Result<void> FileStorage::Place::write(std::string_view record) const {
  const auto fail = [&](const char* action, DWORD number) { return failure<void>(action, ".tmp", number); };
  if (auto removed = remove(".tmp"); !removed) return removed;
  detail::FileHandle opened;
  const std::wstring from = file(".tmp");
  const DWORD number = detail::patiently(
      [&] { return detail::open_file(from, GENERIC_WRITE | DELETE, FILE_SHARE_READ, CREATE_NEW, opened); });
  if (number != 0) return fail("cannot create", number);
  BY_HANDLE_FILE_INFORMATION status{};
  if (!GetFileInformationByHandle(opened.get(), &status)) return fail("cannot create", GetLastError());
  const Secret bytes = detail::frame_record(record, detail::identity_of(opened.get(), status));
  DWORD written = 0;
  if (!WriteFile(opened.get(), bytes.view().data(), static_cast<DWORD>(bytes.size()), &written, nullptr) ||
      !FlushFileBuffers(opened.get()))
    return fail("cannot write", GetLastError());
  if (written != bytes.size()) return fail("cannot write", ERROR_DISK_FULL);
  if (const DWORD replaced = detail::replace_file(opened, from, file(".session")); replaced != 0)
    return failure<void>("cannot replace", ".session", replaced);
  return {};
}

KEYTURN_NAMESPACE_END

#endif  // _WIN32

#endif
