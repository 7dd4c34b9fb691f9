// The lock of `FileStorage`, and the open file that it holds; for POSIX systems.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_LOCK_HPP


#include <keyturn/base/result.hpp>
#include <keyturn/base/time.hpp>

#include <string>
#include <utility>

#include <sys/types.h>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// An open file; closed by its destructor.
class FileDescriptor {
 public:
  /** @cond */FileDescriptor() = default;/** @endcond */
  explicit FileDescriptor(int number) noexcept : number_{number} {}
  /** @cond */FileDescriptor(FileDescriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}/** @endcond */
  /** @cond */FileDescriptor& operator=(FileDescriptor other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }/** @endcond */
  /** @cond */~FileDescriptor();/** @endcond */

  explicit operator bool() const noexcept {                      }
  int get() const noexcept {                 }

  /// For files that were written: some systems report a failed write only here. A close that a signal interrupted has
  /// closed all the same.
  bool close_checked() noexcept;

 private:
  int number_ = -1;
};

/// An exclusive `flock` on a file of its own. Its destructor releases it.
class FileLock {
 public:
  /** @cond */FileLock(FileLock&&) noexcept = default;/** @endcond */
  /** @cond */FileLock& operator=(FileLock other) noexcept {
    std::swap(file_, other.file_);
    std::swap(owner_, other.owner_);
    return *this;
  }/** @endcond */
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

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
