// Bodies of `FileStorage`.
#ifndef KEYTURN_ADAPTERS_FILE_STORAGE_CALLS_HPP
#define KEYTURN_ADAPTERS_FILE_STORAGE_CALLS_HPP

#include <keyturn/adapters/file_storage.hpp>
#include <keyturn/adapters/file_storage/record.hpp>
#include <keyturn/builtin/hosted.hpp>
#include <keyturn/core/session_record.hpp>

#include <string>
#include <string_view>

#if defined(_WIN32)
#include <keyturn/adapters/file_storage/windows_place.hpp>
#else
#include <keyturn/adapters/file_storage/posix_place.hpp>
#endif

KEYTURN_NAMESPACE_BEGIN

KEYTURN_FUNCTION FileStorage FileStorage::for_app(std::string_view name, FileOptions options) {
  FileStorage storage{std::string{}, options};
  if (!is_app_name(name)) {
    storage.problem_ = "the name of the app cannot be a directory's name";
    return storage;
  }
  storage.directory_ = detail::state_directory();
  if (storage.directory_.empty())
    storage.problem_ = "the system names no home directory" KEYTURN_HINT("; use FileStorage{directory}");
  storage.directory_.append("/").append(name);
  return storage;
}

KEYTURN_FUNCTION bool FileStorage::is_app_name(std::string_view name) {
  for (const char c : name)
    if (static_cast<unsigned char>(c) < ' ' || c == '/' || c == '\\' || c == '\x7f') return false;
#if defined(_WIN32)
  if (detail::means_something_else(name)) return false;
#endif
  return !name.empty() && !name.starts_with('.');
}

KEYTURN_FUNCTION Error FileStorage::failed(std::string why) {
  return {.code = Errc::storage_failed, .detail = std::move(why)};
}

KEYTURN_FUNCTION std::string FileStorage::encoded(std::string_view account) {
  if (account.empty()) return "%";
  std::string name;
  for (const char c : account) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || (c == '.' && !name.empty())) {
      name += c;
    } else {
      name += '%';
      name += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
      name += "0123456789abcdef"[c & 15];
    }
  }
  return name;
}

KEYTURN_FUNCTION Result<FileStorage::Place> FileStorage::open(std::string_view account) const {
  if (!problem_.empty()) return failed(problem_);
  if (directory_.empty()) return failed("the directory has no name");
  if (directory_.find('\0') != directory_.npos) return failed("the path of the directory holds a zero byte");
  Place place{.path_of_directory = directory_, .name = encoded(account)};
  if (place.name.size() > 200) return failed("the name of the account is too long for a file");
  if (auto opened = place.open(); !opened) return std::move(opened).error();
  return place;
}

KEYTURN_FUNCTION Result<FileStorage::Place> FileStorage::open_for_writing(std::string_view account) const {
  auto place = open(account);
  if (!place || place->there()) return place;
  if (auto made = Place::make(directory_); !made) return std::move(made).error();
  place = open(account);
  if (place && !place->there()) return failed("somebody removed the directory " + directory_);
  return place;
}

KEYTURN_FUNCTION Result<FileStorage::Lock> FileStorage::lock_for_writing(const Place& place) {
  auto lock = place.lock(".write", std::chrono::seconds{2});
  if (!lock) lock.error().code = Errc::storage_failed;
  return lock;
}

KEYTURN_FUNCTION void FileStorage::sweep(const Place& place) {
  if (!place.has(".tmp")) return;
  const auto writing = place.lock(".write", std::chrono::milliseconds{0});
  if (writing) static_cast<void>(place.remove(".tmp"));
}

KEYTURN_FUNCTION Result<std::optional<Secret>> FileStorage::read(const Place& place) const {
  const auto file = place.read();
  if (!file) return file.error();
  if (!file->there) return std::optional<Secret>{};
  if (file->too_large) return corrupt(place, "it is too large");
  const auto framed = detail::unframe_record(file->bytes.view());
  if (!framed) return corrupt(place, framed.error().detail);
  if (!options_.accept_copies && framed->file.differs(file->identity))
    return corrupt(place, "it is a copy, from a backup or another host; log in again");
  return std::optional<Secret>{Secret{framed->record}};
}

KEYTURN_FUNCTION Error FileStorage::corrupt(const Place& place, std::string_view why) {
  Error error = detail::file_error("cannot read", place.path(".session"), why);
  error.code = Errc::storage_corrupt;
  return error;
}

KEYTURN_FUNCTION Result<std::optional<Secret>> FileStorage::load(std::string_view account) {
  auto place = open(account);
  if (!place) return std::move(place).error();
  if (!place->there()) return std::optional<Secret>{};
  sweep(*place);
  return read(*place);
}

KEYTURN_FUNCTION Result<void> FileStorage::save(std::string_view account, const Secret& record) {
  if (record.size() > detail::largest_file - detail::file_header_size)
    return failed("the record is too large for a file");
  auto place = open_for_writing(account);
  if (!place) return std::move(place).error();
  auto writing = lock_for_writing(*place);
  if (!writing) return std::move(writing).error();

  const auto old = read(*place);
  if (old && *old && core::is_older(record.view(), (*old)->view())) {
    auto refused = place->failure<void>("will not replace", ".session", "it holds a newer pair");
    refused.error().code = Errc::storage_busy;
    return refused;
  }
  if (!old) {
    if (old.error().code != Errc::storage_corrupt) return old.error();
    if (auto moved = place->move_aside(); !moved) return moved;
  }
  auto written = place->write(record.view());
  if (!written) static_cast<void>(place->remove(".tmp"));
  return written;
}

KEYTURN_FUNCTION Result<void> FileStorage::erase(std::string_view account) {
  auto place = open(account);
  if (!place) return std::move(place).error();
  if (!place->there()) return {};
  // A save that is stuck must not keep the user logged in: the record goes first, and once more when the save is
  // done.
  if (auto removed = place->remove(".session"); !removed) return removed;
  auto writing = lock_for_writing(*place);
  if (!writing) return std::move(writing).error();
  if (auto removed = place->remove(".session"); !removed) return removed;
  if (auto removed = place->remove(".tmp"); !removed) return removed;
  return place->sync();
}

KEYTURN_FUNCTION Result<FileStorage::Lock> FileStorage::lock(std::string_view account,
                                                             std::chrono::milliseconds patience) {
  auto place = open_for_writing(account);
  if (!place) return std::move(place).error();
  return place->lock(".lock", patience);
}

KEYTURN_NAMESPACE_END

#endif
