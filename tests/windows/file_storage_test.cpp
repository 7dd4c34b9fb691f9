#include "tests.hpp"

#include <keyturn/adapters/file_storage.hpp>
#include <keyturn/testing/check_storage.hpp>

#include <aclapi.h>

#include <string>
#include <thread>

using namespace keyturn;
using namespace std::chrono_literals;

namespace {

std::wstring whole(const std::string& path) { return detail::whole_path(path); }

std::string loaded(FileStorage storage, std::string_view account = "ada") {
  const auto record = storage.load(account);
  if (!record) return testing::describe(record.error());
  return *record ? std::string{(*record)->view()} : "nothing";
}

void save(Findings& f, FileStorage storage, std::string_view record) {
  const auto saved = storage.save("ada", Secret{record});
  f.expect(saved.has_value(), "a save failed: " + (saved ? std::string{} : testing::describe(saved.error())));
}

void concept_is_met(CheckReport& report) {
  const std::string folder = folder_for("check");
  const CheckReport checks = testing::check_storage([&] { return FileStorage{folder}; });
  for (const auto& check : checks.checks())
    report.run("FileStorage: " + check.name, [&](Findings& f) { f.expect(check.passed, check.seen); });
}

void odd_paths(Findings& f) {
  std::string deep = folder_for("\xc3\xa4\xe2\x82\xac");
  while (deep.size() < 400) deep += "\\a-folder-with-a-name-of-some-length";
  save(f, FileStorage{deep}, "deep");
  f.expect(loaded(FileStorage{deep}) == "deep", "in a long path beyond ASCII there was " + loaded(FileStorage{deep}));
  const FileStorage forward{folder_for("with/slashes")};
  save(f, forward, "forward");
  f.expect(loaded(FileStorage{folder_for("with\\slashes")}) == "forward", "slashes lead elsewhere than backslashes");
  f.expect(loaded(FileStorage{folder_for("with\\slashes\\")}) == "forward", "a backslash at the end leads elsewhere");
  f.expect(loaded(FileStorage{folder_for("with/slashes/")}) == "forward", "a slash at the end leads elsewhere");
  f.expect(loaded(FileStorage{"\xff"}).starts_with("storage_failed"), "a path that is no UTF-8 was taken");

  FileStorage storage{folder_for("names")};
  for (const char* name : {"con", "nul", "com1", "aux.txt", "dots.", "CON"})
    f.expect(storage.save(name, Secret{name}).has_value(), std::string{"an account could not be called "} + name);
  for (const char* name : {"con", "nul", "com1", "aux.txt", "dots.", "CON"})
    f.expect(loaded(storage, name) == name, std::string{"the account was lost: "} + name);
}

void apps(Findings& f) {
  FileStorage notes = FileStorage::for_app("notes");
  save(f, notes, "of the app");
  wchar_t local[MAX_PATH] = {};
  GetEnvironmentVariableW(L"LOCALAPPDATA", local, MAX_PATH);
  const std::wstring file = std::wstring{local} + L"\\notes\\ada.session";
  f.expect(GetFileAttributesW(file.c_str()) != INVALID_FILE_ATTRIBUTES, "the app's state is not below LOCALAPPDATA");
  static_cast<void>(notes.erase("ada"));
  for (const char* name : {"", ".", "a\\b", "a/b", "a:b", "con", "nul.txt", "trailing.", "trailing ", "a*", "a?"})
    f.expect(loaded(FileStorage::for_app(name)).starts_with("storage_failed"),
             std::string{"an app could be called "} + name);
}

/// The rights that somebody else has to it by the list of its own; whether what a folder above it says counts too.
void expect_private(Findings& f, const std::wstring& file) {
  PACL list = nullptr;
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  if (!f.expect(GetNamedSecurityInfoW(file.c_str(), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, nullptr, nullptr, &list,
                                      nullptr, &descriptor) == ERROR_SUCCESS &&
                    list != nullptr,
                "it has no list of rights"))
    return;
  const detail::ThisUser user;
  for (DWORD i = 0; i < list->AceCount; ++i) {
    void* entry = nullptr;
    GetAce(list, i, &entry);
    auto* const allowed = static_cast<ACCESS_ALLOWED_ACE*>(entry);
    const PSID who = &allowed->SidStart;
    if (allowed->Header.AceType != ACCESS_ALLOWED_ACE_TYPE || EqualSid(who, user.sid()) ||
        IsWellKnownSid(who, WinLocalSystemSid))
      continue;
    f.expect(allowed->Mask == 0, "somebody else has rights to it");
  }
  LocalFree(descriptor);
}

void for_the_user_alone(Findings& f) {
  FileStorage storage{folder_for("private\\below")};
  save(f, storage, "x");
  const auto lock = storage.lock("ada", 0ms);
  f.expect(lock.has_value(), "there was no lock");
  for (const char* name : {"private", "private\\below", "private\\below\\ada.session", "private\\below\\ada.lock"})
    expect_private(f, whole(folder_for(name)));
}

void torn(Findings& f) {
  const std::string folder = folder_for("torn");
  FileStorage storage{folder};
  save(f, storage, "whole");
  {
    const detail::FileHandle file{
        CreateFileW(whole(folder + "\\ada.session").c_str(), GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr)};
    SetFilePointer(file.get(), -1, nullptr, FILE_END);
    SetEndOfFile(file.get());
  }
  f.expect(loaded(storage).starts_with("storage_corrupt"), "of a torn file came " + loaded(storage));
  save(f, storage, "new");
  f.expect(loaded(storage) == "new", "a torn file was not replaced");
  f.expect(GetFileAttributesW(whole(folder + "\\ada.corrupt").c_str()) != INVALID_FILE_ATTRIBUTES,
           "the torn file was not kept aside");
}

void copies(Findings& f) {
  const std::string folder = folder_for("copies");
  FileStorage storage{folder};
  save(f, storage, "original");
  const std::wstring file = whole(folder + "\\ada.session"), copy = whole(folder + "\\bob.session");
  f.expect(CopyFileW(file.c_str(), copy.c_str(), TRUE) != FALSE, "the file could not be copied");
  f.expect(loaded(storage, "bob").starts_with("storage_corrupt"), "of a copy came " + loaded(storage, "bob"));
  f.expect(loaded(FileStorage{folder, {.accept_copies = true}}, "bob") == "original",
           "a copy that is welcome was refused");
  f.expect(loaded(storage) == "original", "of the original came " + loaded(storage));
}

void second_names(Findings& f) {
  const std::string folder = folder_for("links");
  FileStorage storage{folder};
  save(f, storage, "x");
  const std::wstring file = whole(folder + "\\ada.session"), second = whole(folder + "\\second");
  if (!CreateHardLinkW(second.c_str(), file.c_str(), nullptr)) return f.skip("this file system has no hard links");
  f.expect(loaded(storage).starts_with("storage_failed"), "of a file with two names came " + loaded(storage));
  DeleteFileW(second.c_str());
  f.expect(loaded(storage) == "x", "of a file with one name came " + loaded(storage));
}

/// Newer versions of Windows replace and remove a file that others have open; for older ones, and Wine, they are waited for.
void open_elsewhere(Findings& f) {
  const std::string folder = folder_for("open");
  FileStorage storage{folder};
  save(f, storage, "old");
  const auto read_for_a_while = [&] {
    detail::FileHandle reader;  // as a `load` has it open
    f.expect(detail::open_file(whole(folder + "\\ada.session"), GENERIC_READ,
                               FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, OPEN_EXISTING, reader) == 0,
             "the file could not be opened");
    return std::thread{[file = std::move(reader)] { Sleep(100); }};
  };
  std::thread reading = read_for_a_while();
  save(f, storage, "new");
  reading.join();
  f.expect(loaded(storage) == "new", "a file that somebody reads was not replaced");
  reading = read_for_a_while();
  f.expect(storage.erase("ada").has_value(), "a file that somebody reads could not be erased");
  reading.join();
  f.expect(loaded(storage) == "nothing", "a file that somebody reads was not erased");
}

void no_folder(Findings& f) {
  const std::string folder = folder_for("file");
  {
    const detail::FileHandle file{
        CreateFileW(whole(folder).c_str(), GENERIC_WRITE, 0, nullptr, CREATE_NEW, 0, nullptr)};
  }
  const auto saved = FileStorage{folder}.save("ada", Secret{"x"});
  f.expect(
      !saved && saved.error().code == Errc::storage_failed && saved.error().detail.find(folder) != std::string::npos,
      "a file in the folder's place was not named: " + (saved ? std::string{"saved"} : saved.error().detail));
}

}  // namespace

void test_file_storage(CheckReport& report) {
  concept_is_met(report);
  report.run("FileStorage knows long paths, UTF-8, and names that Windows keeps for itself", odd_paths);
  report.run("FileStorage keeps an app's state below LOCALAPPDATA", apps);
  report.run("FileStorage makes files and folders for the user alone", for_the_user_alone);
  report.run("FileStorage notices a torn file, and keeps it aside", torn);
  report.run("FileStorage notices a copy", copies);
  report.run("FileStorage refuses a file that has a second name", second_names);
  report.run("FileStorage replaces and erases what others have open", open_elsewhere);
  report.run("FileStorage says what is in the folder's place", no_folder);
}
