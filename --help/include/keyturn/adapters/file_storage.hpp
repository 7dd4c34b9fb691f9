/// @file keyturn/adapters/file_storage.hpp Keeps session records in files, one per account, safe against crashes, other processes and other users.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_HPP


#include <keyturn/concepts/storage.hpp>

#include <string>
#include <string_view>

#if defined(_WIN32)
#include <keyturn/adapters/file_storage/windows_lock.hpp>
#else
#include <keyturn/adapters/file_storage/lock.hpp>
#endif

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {
struct FilePlace;  // an account's files in a directory, as the system gives them
}/** @endcond */  // namespace detail

/// What a host may choose for `FileStorage`.
struct FileOptions {
  /// A file that is a copy, restored from a backup or brought from another host, is read as if it were the original.
  /// For hosts that move their users' files themselves and see to it that the original is used no more.
  bool accept_copies = false;
};

/// A `SharedStorage` in a directory of the user's own. On Windows it was tried under Wine 8 alone.
///
/// Files, for an account `ada`: the record `ada.session`; `ada.lock` and `ada.write`, empty, never removed; `ada.tmp`,
/// there only while a save runs or after a crash in one; `ada.corrupt`, the last record that could not be read and that
/// a save moved aside. Names of accounts are percent-encoded down to lower case letters, digits, `-`, `_` and inner
/// dots, so that no two share a file where file systems ignore case; encoded, they may have 200 bytes.
///
/// The directory is made when it is first needed (0700, its parents too). It, and each file (0600), must be the user's
/// own, and no other user's to change: anything else, a symbolic link, a hard link or a FIFO in the file's place among
/// it, is `storage_failed` with a text that names the file and the reason. A symbolic link to a directory is followed
/// once. A file that is torn, foreign or from a newer version is `storage_corrupt`. So is a copy: the tokens in the
/// original may have been rotated since, and a server that sees old ones again ends the session of both. Moving and
/// renaming within a file system makes no copy. Copies are recognised on Linux with ext2 to ext4, XFS, Btrfs, F2FS and
/// tmpfs, and on Windows with NTFS; not the copy of a whole disk, and not one that was written into the original's place.
///
/// **On Windows** paths are UTF-8, of any length. What it makes, this user and the system may access and nobody else,
/// whatever the directory above hands on; a file must be this user's own, and be neither a reparse point nor a hard link,
/// but what others may do with a directory that was there before is not looked at. A file that another program has open
/// is tried again for a second. Since Windows 10 1607 readers are in no save's way.
///
/// Copies of the object are as good as the original: it holds only the path. All calls may be made from many threads,
/// by many objects and processes at once; all may block on the disk. Construction does nothing and cannot fail. Records
/// may have up to 250 KiB.
class FileStorage {
 public:
  /// Held until it dies, on any thread, or until its process does. Children do not inherit it through exec. One made by
  /// fork alone can neither release nor take it; if its parent is killed with the lock held, it is free when both are
  /// gone. Windows frees the lock of a process that was killed maybe a moment later.
  using Lock = detail::FileLock;

  /// Keeps its files in `directory`; a `std::filesystem::path` will do, but for Windows, whose paths are wide.
  explicit FileStorage(std::string directory, FileOptions options = {})
      : directory_{std::move(directory)}, options_{options} {}

  /// Where the system wants an app's state: `$XDG_STATE_HOME/name` or `~/.local/state/name`, on macOS
  /// `~/Library/Application Support/name`, on Windows <tt>\%LOCALAPPDATA\%\\name</tt>. A name that is empty, begins with a dot,
  /// or holds a slash, a backslash or a control character makes every call fail with `storage_failed`; so does a
  /// missing home.
  static FileStorage for_app(std::string_view name, FileOptions options = {});

  /// Needs no lock: a save replaces the file as a whole. Removes what a crashed save left behind.
  Result<std::optional<Secret>> load(std::string_view account);

  /// When it returns, the new record is on the disk. `storage_busy`, with nothing changed, if the file holds a later
  /// generation of the same session: locks are lost on some network file systems. Writes a temporary file, waits for the
  /// disk, renames it, waits again.
  Result<void> save(std::string_view account, const Secret& record);

  /// Removes the record, whatever it is, and what a crashed save left behind; a record that was moved aside stays.
  Result<void> erase(std::string_view account);

  /// The one lock of that account, among threads, objects and processes. Waits by sleeping up to 20 ms at a time, on
  /// the steady clock, and gives `storage_busy` after `patience`; 0: tries once. Not needed for `load`, `save` and
  /// `erase`.
  Result<Lock> lock(std::string_view account, std::chrono::milliseconds patience);

 private:
  static bool is_app_name(std::string_view name);

  using Place = detail::FilePlace;

  static Error failed(std::string why);

  /// No two accounts give one name, on no file system. A lone percent sign stands for the empty account.
  static std::string encoded(std::string_view account);

  Result<Place> open(std::string_view account) const;

  Result<Place> open_for_writing(std::string_view account) const;

  /// Keeps savers apart, so that one name for the temporary file is enough and a crash leaves at most one behind. It is
  /// another lock than `lock`, because a save must go through while another process holds that one to refresh. Held for
  /// some milliseconds; a holder that is stopped is waited for no longer than this.
  static Result<Lock> lock_for_writing(const Place& place);

  /// Tries once: whoever writes at this moment needs its temporary file.
  static void sweep(const Place& place);

  Result<std::optional<Secret>> read(const Place& place) const;

  static Error corrupt(const Place& place, std::string_view why);

  std::string directory_;
  std::string problem_;  // Why every call must fail; empty: none.
  FileOptions options_;
};

KEYTURN_NAMESPACE_END

#if KEYTURN_HAS_BODIES
#include <keyturn/adapters/file_storage/calls.hpp>
#endif

#endif
