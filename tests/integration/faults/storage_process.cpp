// A program with one client whose system calls may fail: does what standard input says, a word a line, and answers each
// with a line.
#include "unhurried.hpp"

#include <keyturn/testing/flaky_storage.hpp>

#include <dlfcn.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>

namespace {

using namespace std::chrono_literals;
using keyturn::FileStorage, keyturn::Result;
using Storage = keyturn::testing::FlakyStorage<FileStorage>;
using Client = keyturn::AuthClient<keyturn::CurlTransport, Storage, keyturn::JsonApi, faults::Unhurried>;

template <class T>
std::string outcome(const Result<T>& result) {
  if (!result) return std::string{to_string(result.error().code)} + ": " + result.error().detail;
  if constexpr (std::is_same_v<T, bool>) return *result ? "ok" : "nobody";
  return "ok";
}

std::string outcome(int result) { return result == 0 ? "ok" : std::strerror(errno); }

// What another process would find in storage: the generation, with a plus sign behind it if an intent is open.
std::string stored(const std::string& directory) {
  const auto bytes = FileStorage{directory}.load("default");
  if (!bytes) return outcome(bytes);
  if (!*bytes) return "nothing";
  const auto record = keyturn::core::decode((*bytes)->view());
  if (!record) return outcome(record);
  return std::to_string(record->generation) + (record->intent ? "+" : "");
}

// A small disk of this process's own, at `directory`. Whoever is not root is it in a namespace of its own.
std::string mount_disk(const std::string& directory) {
  const auto write = [](const char* file, const std::string& text) { std::ofstream{file} << text; };
  const std::string user = std::to_string(::geteuid()), group = std::to_string(::getegid());
  if (::unshare(CLONE_NEWNS) != 0) {
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return std::strerror(errno);
    write("/proc/self/setgroups", "deny");
    write("/proc/self/uid_map", user + " " + user + " 1");
    write("/proc/self/gid_map", group + " " + group + " 1");
  }
  if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return std::strerror(errno);
  return outcome(::mount("keyturn", directory.c_str(), "tmpfs", 0, "size=64k,mode=0700"));
}

// The shim's, if it was preloaded.
std::string set_faults(bool on) {
  auto* const set = reinterpret_cast<void (*)(int)>(::dlsym(RTLD_DEFAULT, "keyturn_faults"));
  if (set == nullptr) return "the shim is not there";
  set(on ? 1 : 0);
  return "ok";
}

// Fills the file system that holds `directory` to the last byte.
std::string fill(const std::string& directory) {
  const int file = ::open((directory + "/filling").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return std::strerror(errno);
  const std::string block(4096, 'x');
  std::size_t step = block.size();
  while (step > 0)
    if (::write(file, block.data(), step) < 0) step /= 2;
  ::close(file);
  return errno == ENOSPC ? "ok" : std::strerror(errno);
}

std::string remount(const std::string& directory, unsigned long flags) {
  return outcome(::mount("none", directory.c_str(), nullptr, MS_REMOUNT | flags, nullptr));
}

}  // namespace

int main(int, char** arguments) {
  ::alarm(60);  // a call that never ends is found out
  const std::string directory = arguments[1], url = arguments[2];
  Storage storage{FileStorage{directory}};
  faults::Unhurried platform;
  const auto make_client = [&] {
    return Client{keyturn::CurlTransport{}, storage, keyturn::JsonApi{url}, {}, platform};
  };
  Client client = make_client();

  const std::map<std::string, std::function<std::string()>> commands{
      {"restore", [&] { return outcome(client.restore()); }},
      {"refresh", [&] { return outcome(client.refresh()); }},
      {"token", [&] { return outcome(client.access_token()); }},
      {"logout", [&] { return outcome(client.logout()); }},
      {"generation", [&] { return std::to_string(client.session().generation); }},
      {"adopt",
       [&] {
         return outcome(client.adopt({.access_token = "access", .refresh_token = "refresh", .expires_in = 900s}));
       }},
      {"later",
       [&] {
         platform.leap(5s);  // longer than any back-off here, shorter than a token lives
         return std::string{"ok"};
       }},
      {"lose-the-next-pair",  // the save of the intent is the first, that of the pair the second
       [&] {
         storage.fail_at(2, {.only = keyturn::testing::StorageOperation::save});
         return std::string{"ok"};
       }},
      {"faults-on", [] { return set_faults(true); }},
      {"faults-off", [] { return set_faults(false); }},
      {"mount", [&] { return mount_disk(directory); }},
      {"login",
       [&] {
         return outcome(client.login(keyturn::Password{"ada", "lovelace"}));
       }},
      {"call-of-another",
       [&] {
         const auto answer = make_client().get("/me");
         return answer ? std::to_string(answer->status) : outcome(answer);
       }},
      {"stored", [&] { return stored(directory); }},
      {"fill", [&] { return fill(directory); }},
      {"free", [&] { return outcome(::unlink((directory + "/filling").c_str())); }},
      {"read-only", [&] { return remount(directory, MS_RDONLY); }},
      {"writable", [&] { return remount(directory, 0); }},
  };
  for (std::string line; std::getline(std::cin, line);) {
    const auto command = commands.find(line);
    std::cout << (command == commands.end() ? "no such command" : command->second()) << std::endl;
  }
}
