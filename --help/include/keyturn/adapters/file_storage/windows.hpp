// The few file operations that `FileStorage` is made of, each with the checks that make it safe; for Windows.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_WINDOWS_HPP


#if defined(_WIN32)

#include <keyturn/adapters/file_storage/record.hpp>
#include <keyturn/adapters/file_storage/windows_lock.hpp>
#include <keyturn/base/result.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/base/url.hpp>
#include <keyturn/builtin/hosted.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

// The order matters: it needs what builtin/hosted.hpp includes.
#include <sddl.h>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

inline Error file_error(std::string_view action, std::string_view path, std::string_view why) {
                           
                                                         
                                                                   
}

inline Error file_error(std::string_view action, std::string_view path, DWORD number) {
                                                                                              
                                                                                                         
                                                                                              
                                                                                                        
                                                                                                   
                                                                                                  
                                                                             
                                                                                                  
}

/// The same as a result.
template <class T, class Why>
Result<T> file_failure(const char* action, std::string_view path, Why why) {
                                       
}

/// UTF-8 as Windows takes it; empty if it is none.
inline std::wstring wide_path(std::string_view text) {
                                                  
                                                                                                      
                                                           
                                                                                            
              
}

inline std::string narrow_path(std::wstring_view text) {
                                                  
                                                                                                     
                                                           
                                                                                             
                
}

/// The whole path in the form that may be longer than 260 characters and in which no name has a meaning of its own, such as
/// CON; empty if there is none.
inline std::wstring whole_path(const std::string& path) {
                                             
                                                                   
                                                                                  
                                  
                                                                                                         
                                                                         
                            
}

/// Whether Windows takes the name of a directory for something else: a pattern, a stream, a device, or a name without the
/// dots and blanks at its end.
inline bool means_something_else(std::string_view name) {
                                                                                                             
                                                           
                                                        
                                                                                           
                                        
                                                     
                                                                    
                                                                   
                                                                     
               
}

/// Calls what a scanner, an indexer or another reader may be in the way of again, for a second at most; `call` gives 0 or
/// the number of an error.
template <class Call>
DWORD patiently(Call&& call) {
                                                                       
            
                                
                           
                                                                                                               
                                                            
             
   
}

/// The user that this process runs as.
class ThisUser {
 public:
  ThisUser() {
                           
                                                                            
                                    
                   
                                                             
                        
                                                                                           
  }

  /// Null: not known.
  PSID sid() const {                                                                                                 }

 private:
  std::vector<char> bytes_;
};

/// For what is made: this user and the system have all rights, and nobody else any, whatever the directory above says.
class OwnAccess {
 public:
  OwnAccess() {
                        
                            
                                                                                    
                                  
                    
                                                                                                 
                                                                                                 
                                                                                              
                                                                                                          
                                                 
  }
  /** @cond */OwnAccess(const OwnAccess&) = delete;/** @endcond */
  /** @cond */OwnAccess& operator=(const OwnAccess&) = delete;/** @endcond */
  /** @cond */~OwnAccess() {
    if (*this) LocalFree(attributes_.lpSecurityDescriptor);
  }/** @endcond */

  explicit operator bool() const {                                                     }
  SECURITY_ATTRIBUTES* get() {                      }

 private:
  SECURITY_ATTRIBUTES attributes_{                                           };
};

/// Opens a file; 0, or the number of the error. A symbolic link or another reparse point is opened itself, not followed.
inline DWORD open_file(const std::wstring& file, DWORD access, DWORD sharing, DWORD how, FileHandle& into) {
                
                                       
                                                                              
                                                                                                
                                   
}

/// Why a file is not for us alone; empty if it is.
inline std::string_view unsafe_file(HANDLE file, const BY_HANDLE_FILE_INFORMATION& status) {
                                                                                                                       
                                                                             
                 
                                                                               
                                     
                       
                         
                      
                                                                                                   
                                                                                                                        
                                   
                                        
            
}

/// A file's number on NTFS, which a copy does not have, and the number of its volume. The time when it was made says
/// nothing: it goes over to the file that takes the name.
inline FileIdentity identity_of(HANDLE file, const BY_HANDLE_FILE_INFORMATION& status) {
                          
                                                                                                
                                           
              
                                                                                                   
                                                
}

/// Makes a directory and those above it, for this user alone.
inline Result<void> make_directories(const std::wstring& path, const std::string& shown) {
                
                                                                                                       
                                                                 
                                                                                                       
                                                                                                                     
    
                            
                                       
                                                       
                                                                                                    
                                                                                          
                        
   
                                                                             
            
}

/// Puts the file `from`, open as `file` with the right to delete it, into the place of `to`. Where Windows and the file
/// system can, those who have the old one open keep it; else they are waited for.
inline DWORD replace_file(FileHandle& file, const std::wstring& from, const std::wstring& to) {
                                                                             
                
                
                
                    
    
                                                           
                                                                                                                      
                                                                        
                                                               
                                                    
                                                                  
                                                  
                                                                                                                
                                                             
                      
                                   
                                                                             
                                                                           
     
}

/** @cond */KEYTURN_FUNCTION FileHandle::FileHandle(void* handle) noexcept
    : handle_{handle == INVALID_HANDLE_VALUE ? nullptr : handle} {}/** @endcond */

/** @cond */KEYTURN_FUNCTION FileHandle::~FileHandle() {
  if (handle_ != nullptr) CloseHandle(handle_);
}/** @endcond */

/** @cond */KEYTURN_FUNCTION FileLock::~FileLock() {
  OVERLAPPED at_the_start{};
  if (file_) UnlockFileEx(file_.get(), 0, 1, 0, &at_the_start);
}/** @endcond */

/** @cond */KEYTURN_FUNCTION Result<FileLock> FileLock::take(const std::wstring& file, const std::string& path,
                                                 std::chrono::milliseconds patience) {
  const auto start = Hosted{}.now();
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
    if (Hosted{}.now() - start >= patience) {
      Error error = file_error("cannot lock", path, "another process or client holds it");
      error.code = Errc::storage_busy;
      return error;
    }
    Sleep(nap);
  }
}/** @endcond */

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif  // _WIN32

#endif
