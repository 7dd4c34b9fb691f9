#include <keyturn/adapters/file_storage/lock.hpp>
#include <keyturn/adapters/file_storage/posix.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <sys/wait.h>
#include <unit/temporary_directory.hpp>

#include <cerrno>
#include <functional>
#include <optional>
#include <utility>

#if defined(__linux__)
#include <dlfcn.h>
#include <sys/syscall.h>

namespace {
std::function<void()> before_flock;  // called once
bool fstatat_fails = false;
}  // namespace

// The tests' own, in the place of the C library's.
extern "C" int flock(int file, int operation) noexcept {
  if (const auto act = std::exchange(before_flock, nullptr)) act();
  return static_cast<int>(::syscall(SYS_flock, file, operation));
}

extern "C" int fstatat(int directory, const char* path, struct stat* status, int flags) noexcept {
  static const auto next =
      reinterpret_cast<int (*)(int, const char*, struct stat*, int)>(::dlsym(RTLD_NEXT, "fstatat"));
  if (!fstatat_fails) return next(directory, path, status, flags);
  errno = EIO;
  return -1;
}
#endif

using namespace keyturn::detail;
using namespace std::chrono_literals;
using keyturn::Errc;

BOOST_AUTO_TEST_SUITE(file_lock)

BOOST_AUTO_TEST_CASE(a_descriptor_closes_once) {
  FileDescriptor file{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
  const int number = file.get();
  FileDescriptor other = std::move(file);
  BOOST_TEST(!file);  // NOLINT(bugprone-use-after-move): promised
  BOOST_TEST(other.get() == number);
  BOOST_TEST(other.close_checked());
  BOOST_TEST(!other);
  BOOST_TEST(::fcntl(number, F_GETFD) == -1);
}

BOOST_AUTO_TEST_CASE(a_file_whose_name_went_to_another_is_not_the_lock) {
  const TemporaryDirectory temporary;
  const auto directory = open_directory(temporary.path);
  const auto take = [&](std::chrono::milliseconds patience) {
    return FileLock::take(directory->get(), "x.lock", temporary / "x.lock", patience);
  };
  const auto held = take(0ms);
  BOOST_TEST(held.has_value());
  BOOST_TEST((take(0ms).error().code == Errc::storage_busy));
  // Somebody removes the file: others lock a new one, and whoever finds the old one goes on to that.
  std::filesystem::remove(temporary / "x.lock");
  const auto other = take(0ms);
  BOOST_TEST(other.has_value());
  BOOST_TEST((take(0ms).error().code == Errc::storage_busy));
}

#if defined(__linux__)
BOOST_AUTO_TEST_CASE(a_file_that_is_replaced_between_its_opening_and_its_locking_is_not_the_lock) {
  const TemporaryDirectory temporary;
  const auto directory = open_directory(temporary.path);
  const auto take = [&] { return FileLock::take(directory->get(), "x.lock", temporary / "x.lock", 0ms); };
  keyturn::Result<FileLock> other = keyturn::Error{};
  before_flock = [&] {
    std::filesystem::remove(temporary / "x.lock");
    other = take();
  };
  BOOST_TEST((take().error().code == Errc::storage_busy));
  BOOST_TEST(other.has_value());
}

BOOST_AUTO_TEST_CASE(a_file_that_is_removed_between_its_opening_and_its_locking_is_made_again) {
  const TemporaryDirectory temporary;
  const auto directory = open_directory(temporary.path);
  const auto take = [&](std::chrono::milliseconds patience) {
    return FileLock::take(directory->get(), "x.lock", temporary / "x.lock", patience);
  };
  before_flock = [&] { std::filesystem::remove(temporary / "x.lock"); };
  const auto held = take(10s);
  BOOST_TEST(held.has_value());
  BOOST_TEST((take(0ms).error().code == Errc::storage_busy));
}

BOOST_AUTO_TEST_CASE(patience_without_a_limit_outlasts_a_holder) {
  const TemporaryDirectory temporary;
  const auto directory = open_directory(temporary.path);
  const auto take = [&](auto patience) {
    return FileLock::take(directory->get(), "x.lock", temporary / "x.lock", patience);
  };
  auto held = std::optional{*take(0ms)};
  before_flock = [&] { before_flock = [&] { held.reset(); }; };  // it is tried in vain once
  BOOST_TEST(take(std::chrono::milliseconds::max()).has_value());
}

BOOST_AUTO_TEST_CASE(a_lock_file_that_cannot_be_looked_at_is_an_error_at_once) {
  const TemporaryDirectory temporary;
  const auto directory = open_directory(temporary.path);
  fstatat_fails = true;
  const auto lock = FileLock::take(directory->get(), "x.lock", temporary / "x.lock", 50ms);
  fstatat_fails = false;
  BOOST_TEST_REQUIRE(!lock);
  BOOST_TEST((lock.error().code == Errc::storage_failed));  // not busy, which would mean that it waited
}
#endif

BOOST_AUTO_TEST_CASE(a_forked_child_that_ends_does_not_unlock) {
  const TemporaryDirectory temporary;
  const auto directory = open_directory(temporary.path);
  const auto take = [&] { return FileLock::take(directory->get(), "x.lock", temporary / "x.lock", 0ms); };
  {
    auto held = take();
    const pid_t child = ::fork();
    if (child == 0) {
      { const FileLock dies = *std::move(held); }
      ::_exit(0);
    }
    ::waitpid(child, nullptr, 0);
    BOOST_TEST((take().error().code == Errc::storage_busy));
  }
  BOOST_TEST(take().has_value());
}

BOOST_AUTO_TEST_CASE(a_lock_is_let_go_though_a_forked_child_lives_on) {
  const TemporaryDirectory temporary;
  const auto directory = open_directory(temporary.path);
  const auto take = [&] { return FileLock::take(directory->get(), "x.lock", temporary / "x.lock", 0ms); };
  int pipe[2];
  BOOST_TEST(::pipe(pipe) == 0);
  pid_t child = 0;
  {
    const auto held = take();
    child = ::fork();
    if (child == 0) {
      char byte = 0;
      ::close(pipe[1]);
      const auto got = ::read(pipe[0], &byte, 1);
      ::_exit(got == 0 ? 0 : 1);
    }
  }
  BOOST_TEST(take().has_value());
  ::close(pipe[1]);
  ::waitpid(child, nullptr, 0);
  ::close(pipe[0]);
}

BOOST_AUTO_TEST_SUITE_END()
