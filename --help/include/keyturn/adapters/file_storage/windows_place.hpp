// An account's files and what `FileStorage` does with them, on Windows.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_WINDOWS_PLACE_HPP


#if defined(_WIN32)

#include <keyturn/adapters/file_storage/record.hpp>
#include <keyturn/adapters/file_storage/windows.hpp>

#include <algorithm>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// Where the system wants the state of apps, in UTF-8; empty if it does not say.
inline std::string state_directory() {
                                                                                  
                               
                                                                                                         
                            
}

/// An account's files in a directory.
struct FilePlace {
  std::wstring directory;  // whole
  std::string path_of_directory, name;
  bool exists = false;

  /// Nothing is made; `there` says whether the directory is.
  static Result<FilePlace> open(const std::string& path, std::string name) {
                                                                                                       
                                                                                                                
                                                                         
                                                
                                                       
                                                                                     
                          
                   
     
                                        
                                                                                       
                                                                
  }
  /** Nothing is made; `there` says whether the directory is. */ bool there() const noexcept {                }

  static Result<void> make(const std::string& path) {                                                  }

  std::wstring file(std::string_view suffix) const {                                                                 }
  std::string path(std::string_view suffix) const {                                                               }

  bool has(const char* suffix) const {                                                                             }

  Result<FileLock> lock(const char* suffix, std::chrono::milliseconds patience) const {
                                                                
  }

  template <class T, class Why>
  Result<T> failure(const char* action, const char* suffix, Why why) const {
                                                      
  }

  /// Nothing there is success.
  Result<void> remove(const char* suffix) const {
                                           
                                                                                                              
                                                                 
                                                          
  }

  Result<void> move_aside() const {
                                                                      
                                                   
                                                                               
                                                                             
       
                                                                                   
              
  }

  /// NTFS keeps a journal of names; there is no call that waits for it.
  Result<void> sync() const {            }

  Result<std::optional<StoredFile>> read() const;
  Result<void> write(std::string_view record) const;
};

/** @cond */KEYTURN_FUNCTION Result<std::optional<StoredFile>> FilePlace::read() const {
  const auto fail = [&](const char* action, auto why) {
    return failure<std::optional<StoredFile>>(action, ".session", why);
  };
  FileHandle opened;
  // Who reads is in nobody's way: the file may be replaced and removed meanwhile.
  constexpr DWORD sharing = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
  const DWORD number =
      patiently([&] { return open_file(file(".session"), GENERIC_READ, sharing, OPEN_EXISTING, opened); });
  if (number == ERROR_FILE_NOT_FOUND || number == ERROR_PATH_NOT_FOUND) return std::optional<StoredFile>{};
  if (number != 0) return fail("cannot open", number);
  BY_HANDLE_FILE_INFORMATION status{};
  if (!GetFileInformationByHandle(opened.get(), &status)) return fail("cannot read", GetLastError());
  if (const auto why = unsafe_file(opened.get(), status); !why.empty()) return fail("will not use", why);
  if (status.nFileSizeHigh != 0 || status.nFileSizeLow > largest_file)
    return std::optional<StoredFile>{StoredFile{.too_large = true}};

  DWORD got = 0, error = 0;
  Secret bytes{status.nFileSizeLow, [&](std::span<char> into) {
                 // A file on a disk gives all that there is at once.
                 if (!ReadFile(opened.get(), into.data(), static_cast<DWORD>(into.size()), &got, nullptr))
                   error = GetLastError();
               }};
  if (error != 0) return fail("cannot read", error);
  if (got < bytes.size()) bytes = Secret{bytes.view().substr(0, got)};
  return std::optional<StoredFile>{
      StoredFile{.bytes = std::move(bytes), .identity = identity_of(opened.get(), status)}};
}/** @endcond */

/** @cond */KEYTURN_FUNCTION Result<void> FilePlace::write(std::string_view record) const {
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
}/** @endcond */

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif  // _WIN32

#endif
