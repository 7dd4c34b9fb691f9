// An account's files and what `FileStorage` does with them, on POSIX systems.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_POSIX_PLACE_HPP


#include <keyturn/adapters/file_storage/posix.hpp>
#include <keyturn/adapters/file_storage/record.hpp>

#include <cstdlib>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// Where the system wants the state of apps, in UTF-8; empty if it does not say.
inline std::string state_directory() {
                                              
                                                
                                                      
    
                                            
                      
                                                                     
     
                                                                                                                        
                                                      
      
}

/// An account's files in the open directory.
struct FilePlace {
  FileDescriptor directory;
  std::string path_of_directory, name;

  /// Nothing is made; `there` says whether the directory is.
  static Result<FilePlace> open(const std::string& path, std::string name) {
                                                                                         
                                          
                                                        
                                            
                 
  }
  /** Nothing is made; `there` says whether the directory is. */ bool there() const noexcept {                                      }

  static Result<void> make(const std::string& path) {                                }

  int fd() const noexcept {                         }
  KEYTURN_ONCE std::string file(std::string_view suffix) const {
                           
                   
                
  }
  KEYTURN_ONCE std::string path(std::string_view suffix) const {
                                        
                
                 
                   
                
  }

  // What the system's calls of these names do with its files; 0, or the number of the error.
  KEYTURN_ONCE int open(const char* suffix, int flags, FileDescriptor& into) const {
                                               
                          
                                                                                                                
                            
  }
  bool has(const char* suffix) const {
                            
                                                                                    
  }
  KEYTURN_ONCE int unlink(const char* suffix) const {
                                               
                                                                   
  }
  KEYTURN_ONCE int rename(const char* from, const char* to) const {
                                                                 
                                                                                       
  }
  KEYTURN_ONCE Result<FileLock> lock(const char* suffix, std::chrono::milliseconds patience) const {
                                                                      
  }

  template <class T, class Why>
  KEYTURN_ONCE Result<T> failure(const char* action, const char* suffix, Why why) const {
                                                 
  }

  /// Nothing there is success.
  Result<void> remove(const char* suffix) const {
                                      
                                                   
                                                          
  }

  Result<void> move_aside() const {
                                                                       
                                                                    
              
  }

  /// What was removed stays so.
  Result<void> sync() const {
                                                                                                   
              
  }

  Result<std::optional<StoredFile>> read() const;
  Result<void> write(std::string_view record) const;
};

/** @cond */KEYTURN_FUNCTION Result<std::optional<StoredFile>> FilePlace::read() const {
  const auto fail = [&](const char* action, auto why) {
    return failure<std::optional<StoredFile>>(action, ".session", why);
  };
  FileDescriptor file;
  // Without O_NONBLOCK, a FIFO in the file's place would block here.
  if (const int number = open(".session", O_RDONLY | O_NONBLOCK | O_NOCTTY, file); number != 0) {
    if (number == ENOENT) return std::optional<StoredFile>{};
    if (number == ELOOP) return fail("will not use", "it is a symbolic link");
    return fail("cannot open", number);
  }
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0) return fail("cannot read", errno);
  if (const auto why = unsafe_file(status); !why.empty()) return fail("will not use", why);
  if (status.st_size > static_cast<off_t>(largest_file))
    return std::optional<StoredFile>{StoredFile{.too_large = true}};

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
  return std::optional<StoredFile>{StoredFile{.bytes = std::move(bytes), .identity = identity_of(file.get())}};
}/** @endcond */

/** @cond */KEYTURN_FUNCTION Result<void> FilePlace::write(std::string_view record) const {
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
}/** @endcond */

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
