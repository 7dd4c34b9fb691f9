// The lock of `FileStorage`, and the open file that it holds; for Windows.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_WINDOWS_LOCK_HPP


#if defined(_WIN32)

#include <keyturn/base/result.hpp>
#include <keyturn/base/time.hpp>

#include <string>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// An open file or directory; closed by its destructor. Child processes do not inherit it.
class FileHandle {
 public:
  /** @cond */FileHandle() = default;/** @endcond */
  /// What CreateFileW gave; INVALID_HANDLE_VALUE: none.
  explicit FileHandle(void* handle) noexcept;
  /** @cond */FileHandle(FileHandle&& other) noexcept : handle_{std::exchange(other.handle_, nullptr)} {}/** @endcond */
  /** @cond */FileHandle& operator=(FileHandle other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }/** @endcond */
  /** @cond */~FileHandle();/** @endcond */

  explicit operator bool() const noexcept {                            }
  void* get() const noexcept {                 }

 private:
  void* handle_ = nullptr;
};

/// An exclusive `LockFileEx` on a file of its own. Its destructor releases it.
class FileLock {
 public:
  /** @cond */FileLock(FileLock&&) noexcept = default;/** @endcond */
  /** @cond */FileLock& operator=(FileLock other) noexcept {
    std::swap(file_, other.file_);
    return *this;
  }/** @endcond */
  /** @cond */~FileLock();/** @endcond */

  /// Takes the lock, or gives `storage_busy` after `patience`. The file, a whole path, is made if need be; nobody can remove
  /// or rename it while it is open. `path` is for error texts. Blocks by sleeping up to 20 ms at a time; reads the system's
  /// steady clock. The system frees the lock of a process that was killed, though maybe a moment later.
  static Result<FileLock> take(const std::wstring& file, const std::string& path, std::chrono::milliseconds patience);

 private:
  explicit FileLock(FileHandle file) noexcept : file_{std::move(file)} {}

  FileHandle file_;
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif  // _WIN32

#endif
