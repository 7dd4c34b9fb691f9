// The few file operations that `FileStorage` is made of, each with the checks that make it safe; for POSIX systems.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_POSIX_HPP


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

/** @cond */namespace detail {

KEYTURN_ONCE inline Error file_error(std::string_view action, std::string_view path, std::string_view why) {
                           
                                                         
                                                                   
}

KEYTURN_ONCE inline Error file_error(std::string_view action, std::string_view path, int number) {
                                                                                  
                                                                                    
                                                                               
               
}

/// The same as a result.
template <class T, class Why>
KEYTURN_ONCE Result<T> file_failure(const char* action, std::string_view path, Why why) {
                                       
}

/// Calls again what a signal interrupted.
template <class Call>
auto uninterrupted(Call&& call) {
                       
                                                       
                
}

/// Waits until the bytes are on the disk, beyond its cache on macOS.
inline bool sync_file(int file) {
                        
                                                                                  
      
                                                           
}

/// The same for the names in a directory; some file systems cannot, and say EINVAL.
inline bool sync_directory(int directory) {                                                 }

/// Why a file is not for us alone; empty if it is. A file with no name left was replaced a moment ago, and is whole.
inline std::string_view unsafe_file(const struct stat& status) {
                                                                  
                                                                        
                                                                                                
                                                                       
            
}

/// The same for a directory, which others may read but not change.
inline std::string_view unsafe_directory(const struct stat& status) {
                                                                                              
                                                                     
                                                                   
            
}

/// Only file systems that number their files for good say who a file is: on others a restart would make it another.
inline FileIdentity identity_of(int file) {
                        
                                              
                            
                           
                                                                                    
                                          
                                                                                                            
                                                                                                            
                                                                                                            
                                                                                               
                                   
                                           
                                                                                                                    
     
             
      
                  
}

/// Makes a directory and those above it, 0700, and waits until their names are on the disk.
inline Result<void> make_directories(const std::string& path) {
                                         
                                   
                             
                                                     
                                                                                                                       
                                                                                   
                                                                                                                     
   
                                                   
                                                                                                 
                                                                                             
                                                                                                               
            
}

/// Opens a directory that nobody else may change. A symbolic link to one is followed, once: all that comes after
/// happens in the real directory. An empty descriptor: there is none.
inline Result<FileDescriptor> open_directory(const std::string& path) {
                                                                                                                    
                   
                                                 
                                                                    
   
                          
                                                                                                              
                                                              
                                                                   
                   
}

/** @cond */KEYTURN_FUNCTION FileDescriptor::~FileDescriptor() {
  if (number_ >= 0) ::close(number_);
}/** @endcond */

/** @cond */KEYTURN_FUNCTION bool FileDescriptor::close_checked() noexcept {
  return ::close(std::exchange(number_, -1)) == 0 || errno == EINTR;
}/** @endcond */

/** @cond */KEYTURN_FUNCTION FileLock::FileLock(FileDescriptor file) noexcept : file_{std::move(file)}, owner_{::getpid()} {}/** @endcond */

/** @cond */KEYTURN_FUNCTION FileLock::~FileLock() {
  if (file_ && owner_ == ::getpid()) ::flock(file_.get(), LOCK_UN);
}/** @endcond */

/** @cond */KEYTURN_FUNCTION Result<FileLock> FileLock::take(int directory, const std::string& name, const std::string& path,
                                                 std::chrono::milliseconds patience) {
  const auto start = Hosted{}.now();
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
    if (Hosted{}.now() - start >= patience) {
      Error error = file_error("cannot lock", path, "another process or client holds it");
      error.code = Errc::storage_busy;
      return error;
    }
    if (replaced) continue;
    const timespec pause{.tv_sec = 0, .tv_nsec = nap};
    ::nanosleep(&pause, nullptr);
    nap = nap < 10'000'000 ? nap * 2 : 20'000'000;
  }
}/** @endcond */

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
