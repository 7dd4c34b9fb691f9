// The lock of `FileStorage`, and the open file that it holds; for Windows.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_WINDOWS_LOCK_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_WINDOWS_LOCK_HPP

#include <keyturn/base/result.hpp>
#include <keyturn/base/time.hpp>

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
