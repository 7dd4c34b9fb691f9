// Preloaded into a program, makes one of its calls on the files below a directory fail, fall short, or be its last.
//
//   KEYTURN_FAULT_BELOW    the directory
//   KEYTURN_FAULT_REPORT   an inherited descriptor that gets a line for each such call while faults are on: "fsync",
//                          or "fsync!" where the fault fired
//   KEYTURN_FAULT          "KIND FIRST TIMES ERRNO": the FIRST call and as many as TIMES says, counted from 1, with
//                            fail         are not carried out, and fail with ERRNO
//                            fail-alike   the same, and after the first one only calls of its name
//                            fail-after   are carried out, and reported as failed
//                            short        read or write half of what they could; only such calls are counted
//                            die-before   find the process killed
//                            die-after    are carried out, and the process is killed
//
// The program calls `keyturn_faults(1)` where the counting shall begin, and `keyturn_faults(0)` when all is well again.
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

std::string_view variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view{} : value;
}

enum class Turn { pass, fail, fail_alike, fail_after, shorten, die_before, die_after };

// What was ordered, and how far the program has come. One thread.
class Plan {
 public:
  Plan() {
    char kind[16] = "";
    if (std::sscanf(variable("KEYTURN_FAULT").data(), "%15s %u %u %d", kind, &first_, &times_, &number_) != 4) return;
    constexpr std::array<std::string_view, 7> kinds{"pass",  "fail",       "fail-alike", "fail-after",
                                                    "short", "die-before", "die-after"};
    for (std::size_t i = 0; i < kinds.size(); ++i)
      if (kinds[i] == kind) kind_ = static_cast<Turn>(i);
  }

  void turn(bool on) { on_ = on; }
  int number() const { return number_; }

  // Called for each call on our files; what is to become of it.
  Turn next(std::string_view name) {
    if (!on_) return Turn::pass;
    const bool counts = kind_ != Turn::shorten || name == "read" || name == "write";
    if (counts) ++calls_;
    const bool alike = kind_ != Turn::fail_alike || struck_.empty() || struck_ == name;
    const bool fires = counts && alike && calls_ >= first_ && calls_ - first_ < times_;
    if (fires) struck_ = name;
    report(name, fires);
    return fires ? kind_ : Turn::pass;
  }

 private:
  static void report(std::string_view name, bool fired) {
    const std::string line = std::string{name} + (fired ? "!\n" : "\n");
    static auto* const write = real<decltype(::write)>("write");
    if (write(report_to, line.data(), line.size()) != static_cast<ssize_t>(line.size())) std::abort();
  }

  static inline const int report_to = std::atoi(variable("KEYTURN_FAULT_REPORT").data());
  Turn kind_ = Turn::pass;
  unsigned first_ = 0, times_ = 0, calls_ = 0;
  int number_ = 0;
  std::string_view struck_{};
  bool on_ = false;
};

Plan& plan() {
  static Plan plan;
  return plan;
}

bool is_below(const char* path) {
  static const std::string_view directory = variable("KEYTURN_FAULT_BELOW");
  const std::string_view whole{path};
  return !directory.empty() && whole.starts_with(directory) &&
         (whole.size() == directory.size() || whole[directory.size()] == '/');
}

// Which descriptors are ours.
class OpenFiles {
 public:
  bool has(int file) const { return is_number(file) && open_[static_cast<std::size_t>(file)]; }
  void set(int file, bool open) {
    if (is_number(file)) open_[static_cast<std::size_t>(file)] = open;
  }

 private:
  bool is_number(int file) const { return file >= 0 && static_cast<std::size_t>(file) < open_.size(); }
  std::array<bool, 1024> open_{};
} open_files;

bool is_ours(int file) { return open_files.has(file); }
bool is_ours(int directory, const char* path) { return path[0] == '/' ? is_below(path) : is_ours(directory); }

[[noreturn]] void die() {
  ::kill(::getpid(), SIGKILL);
  for (;;) ::pause();
}

// Carries the call out, or what the plan says instead. `half`: the same call with half of the bytes.
template <class Call, class Half>
auto carry_out(const char* name, bool ours, Call&& call, Half&& half) -> std::invoke_result_t<Call> {
  const Turn turn = ours ? plan().next(name) : Turn::pass;
  if (turn == Turn::pass) return call();
  if (turn == Turn::shorten) return half();
  if (turn == Turn::die_before) die();
  if (turn != Turn::fail && turn != Turn::fail_alike) call();
  if (turn == Turn::die_after) die();
  errno = plan().number();
  return -1;
}

template <class Call>
auto carry_out(const char* name, bool ours, Call&& call) {
  return carry_out(name, ours, call, call);
}

// Reported as failed, it leaves nothing open.
template <class Call>
int carry_out_open(const char* name, bool ours, Call&& call) {
  int made = -1;
  const int file = carry_out(name, ours, [&] { return made = call(); });
  if (file != made && made >= 0) real<decltype(::close)>("close")(made);
  if (ours) open_files.set(file, true);
  return file;
}

}  // namespace

extern "C" {

void keyturn_faults(int on) { plan().turn(on != 0); }

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  static auto* const next = real<int(const char*, int, mode_t)>("open");
  return carry_out_open("open", is_below(path), [=] { return next(path, flags, mode); });
}

int openat(int directory, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  static auto* const next = real<int(int, const char*, int, mode_t)>("openat");
  return carry_out_open("openat", is_ours(directory, path), [=] { return next(directory, path, flags, mode); });
}

// A failed close has closed, on Linux.
int close(int file) {
  static auto* const next = real<decltype(::close)>("close");
  const bool ours = is_ours(file);
  if (ours) open_files.set(file, false);
  bool closed = false;
  const int result = carry_out("close", ours, [&] {
    closed = true;
    return next(file);
  });
  if (!closed) {
    const int number = errno;
    next(file);
    errno = number;
  }
  return result;
}

int mkdir(const char* path, mode_t mode) noexcept {
  static auto* const next = real<int(const char*, mode_t)>("mkdir");
  return carry_out("mkdir", is_below(path), [=] { return next(path, mode); });
}

int fstat(int file, struct stat* status) noexcept {
  static auto* const next = real<int(int, struct stat*)>("fstat");
  return carry_out("fstat", is_ours(file), [=] { return next(file, status); });
}

int fstatat(int directory, const char* path, struct stat* status, int flags) noexcept {
  static auto* const next = real<int(int, const char*, struct stat*, int)>("fstatat");
  return carry_out("fstatat", is_ours(directory, path), [=] { return next(directory, path, status, flags); });
}

int statx(int directory, const char* path, int flags, unsigned mask, struct statx* status) noexcept {
  static auto* const next = real<int(int, const char*, int, unsigned, struct statx*)>("statx");
  return carry_out("statx", is_ours(directory, path), [=] { return next(directory, path, flags, mask, status); });
}

int fstatfs(int file, struct statfs* status) noexcept {
  static auto* const next = real<int(int, struct statfs*)>("fstatfs");
  return carry_out("fstatfs", is_ours(file), [=] { return next(file, status); });
}

int fchmod(int file, mode_t mode) noexcept {
  static auto* const next = real<int(int, mode_t)>("fchmod");
  return carry_out("fchmod", is_ours(file), [=] { return next(file, mode); });
}

int flock(int file, int operation) noexcept {
  static auto* const next = real<int(int, int)>("flock");
  return carry_out("flock", is_ours(file), [=] { return next(file, operation); });
}

int fsync(int file) {
  static auto* const next = real<int(int)>("fsync");
  return carry_out("fsync", is_ours(file), [=] { return next(file); });
}

ssize_t read(int file, void* into, size_t size) {
  static auto* const next = real<ssize_t(int, void*, size_t)>("read");
  return carry_out(
      "read", is_ours(file), [=] { return next(file, into, size); }, [=] { return next(file, into, (size + 1) / 2); });
}

ssize_t write(int file, const void* from, size_t size) {
  static auto* const next = real<ssize_t(int, const void*, size_t)>("write");
  return carry_out(
      "write", is_ours(file), [=] { return next(file, from, size); }, [=] { return next(file, from, (size + 1) / 2); });
}

int renameat(int from_directory, const char* from, int to_directory, const char* to) noexcept {
  static auto* const next = real<int(int, const char*, int, const char*)>("renameat");
  return carry_out("renameat", is_ours(from_directory, from),
                   [=] { return next(from_directory, from, to_directory, to); });
}

int unlinkat(int directory, const char* path, int flags) noexcept {
  static auto* const next = real<int(int, const char*, int)>("unlinkat");
  return carry_out("unlinkat", is_ours(directory, path), [=] { return next(directory, path, flags); });
}
}
