#include <keyturn/adapters/file_storage/calls.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unit/adapters/file_storage/fixture.hpp>
#include <unit/temporary_directory.hpp>

#include <atomic>
#include <cctype>
#include <cstdlib>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#if defined(__linux__)
#include <sys/syscall.h>

namespace {
std::atomic<unsigned> fsyncs = 0, failing_fsync = 0;
}  // namespace

// The tests' own, in the place of the C library's: one of them fails, if it is told to.
extern "C" int fsync(int file) {
  if (++fsyncs != failing_fsync) return static_cast<int>(::syscall(SYS_fsync, file));
  errno = EIO;
  return -1;
}
#endif

using namespace std::chrono_literals;
using keyturn::Errc;
using keyturn::FileStorage;
using keyturn::Result;
using keyturn::Secret;

namespace fs = std::filesystem;
using Fixture = FileStorageFixture;

BOOST_AUTO_TEST_SUITE(file_storage_calls)

BOOST_FIXTURE_TEST_CASE(gives_back_what_was_saved_last, Fixture) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  for (const auto& record : {std::string{}, std::string{"x"}, all, std::string(200 * 1024, '\xff'), std::string{"y"}}) {
    save(record);
    BOOST_TEST((loaded() == record));
    BOOST_TEST((*FileStorage{folder}.load("ada"))->size() == record.size());
  }
}

BOOST_FIXTURE_TEST_CASE(nothing_there_is_not_an_error, Fixture) {
  BOOST_TEST(loaded() == "nothing");
  BOOST_TEST(storage.erase("ada").has_value());
  BOOST_TEST(!fs::exists(folder));  // reading and erasing make nothing
  save("x");
  BOOST_TEST(loaded("bob") == "nothing");
}

BOOST_FIXTURE_TEST_CASE(erasing_removes_the_record_and_erasing_twice_is_success, Fixture) {
  save("x");
  write_file(folder + "/ada.tmp", "left over");
  BOOST_TEST(storage.erase("ada").has_value());
  BOOST_TEST(loaded() == "nothing");
  BOOST_TEST(!fs::exists(file));
  BOOST_TEST(!fs::exists(folder + "/ada.tmp"));
  BOOST_TEST(storage.erase("ada").has_value());
}

BOOST_FIXTURE_TEST_CASE(a_file_torn_at_any_byte_is_corrupt_and_never_accepted, Fixture) {
  save("a record");
  const auto whole = read_file(file);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    write_file(file, std::string_view{whole}.substr(0, size));
    BOOST_TEST_CONTEXT(size) BOOST_TEST((load_error() == Errc::storage_corrupt));
  }
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    auto torn = whole;
    torn[bit / 8] = static_cast<char>(torn[bit / 8] ^ (1 << bit % 8));
    write_file(file, torn);
    BOOST_TEST_CONTEXT(bit) BOOST_TEST((load_error() == Errc::storage_corrupt));
  }
  write_file(file, whole + "x");
  BOOST_TEST((load_error() == Errc::storage_corrupt));
  write_file(file, whole);
  BOOST_TEST(loaded() == "a record");
}

BOOST_FIXTURE_TEST_CASE(a_corrupt_file_is_kept_aside_when_a_save_replaces_it, Fixture) {
  save("old");
  write_file(file, "something else entirely");
  check_failed(storage.load("ada"), Errc::storage_corrupt, "ada.session");
  BOOST_TEST(fs::exists(file));  // looking at it moves nothing
  save("new");
  BOOST_TEST(loaded() == "new");
  BOOST_TEST(read_file(folder + "/ada.corrupt") == "something else entirely");
  BOOST_TEST(storage.erase("ada").has_value());
  BOOST_TEST(fs::exists(folder + "/ada.corrupt"));
}

BOOST_FIXTURE_TEST_CASE(a_file_that_is_too_large_is_corrupt, Fixture) {
  save("x");
  write_file(file, std::string(256 * 1024 + 1, 'x'));
  BOOST_TEST((load_error() == Errc::storage_corrupt));
  check_failed(storage.save("bob", Secret{std::string_view{std::string(256 * 1024, 'x')}}), Errc::storage_failed,
               "large");
}

BOOST_FIXTURE_TEST_CASE(what_a_crash_left_behind_is_swept_and_does_no_harm, Fixture) {
  save("x");
  write_file(folder + "/ada.tmp", "half a record");
  BOOST_TEST(loaded() == "x");
  BOOST_TEST(!fs::exists(folder + "/ada.tmp"));
  write_file(folder + "/ada.tmp", "half a record");
  save("y");
  BOOST_TEST(loaded() == "y");
  BOOST_TEST(!fs::exists(folder + "/ada.tmp"));
  fs::create_symlink(temporary / "elsewhere", folder + "/ada.tmp");
  save("z");
  BOOST_TEST(!fs::exists(temporary / "elsewhere"));
}

BOOST_FIXTURE_TEST_CASE(every_account_has_a_file_of_its_own_inside_the_folder, Fixture) {
  const std::vector<std::string> accounts{"ada",
                                          "Ada",
                                          "ADA",
                                          "",
                                          ".",
                                          "..",
                                          "../x",
                                          "/etc/passwd",
                                          "a/b",
                                          "a%2fb",
                                          "%",
                                          "%25",
                                          "a.lock",
                                          "a",
                                          "a.session",
                                          ".a",
                                          "a.",
                                          "a b",
                                          "ada@example.com",
                                          "\xc3\xbc",
                                          "u\xcc\x88",
                                          std::string{"a\0b", 3},
                                          "-",
                                          "_",
                                          "~",
                                          "con",
                                          "a\\b",
                                          "a:b",
                                          "a\nb",
                                          std::string(150, 'x')};
  for (const auto& account : accounts) BOOST_TEST_REQUIRE(storage.save(account, Secret{account}).has_value());
  for (const auto& account : accounts) BOOST_TEST((loaded(account) == account));
  std::set<std::string> names;
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator{folder}) {
    if (entry.path().extension() != ".session") continue;
    ++files;
    auto name = entry.path().filename().string();
    BOOST_TEST(name.front() != '.');
    for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    names.insert(name);
  }
  BOOST_TEST(files == accounts.size());
  BOOST_TEST(names.size() == accounts.size());  // also where case does not count
  BOOST_TEST(temporary.count() == 1u);
  check_failed(storage.save(std::string(201, 'x'), "x"), Errc::storage_failed, "too long");
}

BOOST_FIXTURE_TEST_CASE(two_objects_exclude_each_other, Fixture) {
  FileStorage other{folder};
  {
    const auto held = storage.lock("ada", 0ms);
    BOOST_TEST_REQUIRE(held.has_value());
    check_failed(other.lock("ada", 0ms), Errc::storage_busy, "ada.lock");
    check_failed(other.lock("ada", 5ms), Errc::storage_busy, "ada.lock");
    check_failed(storage.lock("ada", 0ms), Errc::storage_busy, "ada.lock");
    BOOST_TEST(other.lock("bob", 0ms).has_value());
    // A login saves though somebody else holds the lock to refresh.
    BOOST_TEST(other.save("ada", "x").has_value());
    BOOST_TEST(other.erase("ada").has_value());
  }
  BOOST_TEST(other.lock("ada", 0ms).has_value());
  BOOST_TEST(fs::exists(folder + "/ada.lock"));
}

BOOST_FIXTURE_TEST_CASE(the_lock_files_stay_the_same_whatever_happens_to_the_record, Fixture) {
  const auto number = [&](const char* name) {
    struct stat status = {};
    BOOST_TEST(::stat((folder + name).c_str(), &status) == 0);
    return status.st_ino;
  };
  save("x");
  BOOST_TEST(storage.lock("ada", 0ms).has_value());
  const auto lock = number("/ada.lock"), write = number("/ada.write");
  const auto held = storage.lock("ada", 0ms);
  save("y");
  write_file(file, "torn");
  save("z");
  BOOST_TEST(loaded() == "z");
  BOOST_TEST(storage.erase("ada").has_value());
  BOOST_TEST(number("/ada.lock") == lock);
  BOOST_TEST(number("/ada.write") == write);
  BOOST_TEST((storage.lock("ada", 0ms).error().code == Errc::storage_busy));
}

// As it would with the record locks of fcntl.
BOOST_FIXTURE_TEST_CASE(closing_another_descriptor_of_the_lock_file_does_not_unlock, Fixture) {
  const auto held = storage.lock("ada", 0ms);
  const int another = ::open((folder + "/ada.lock").c_str(), O_RDWR | O_CLOEXEC);
  BOOST_TEST(another >= 0);
  ::close(another);
  BOOST_TEST((storage.lock("ada", 0ms).error().code == Errc::storage_busy));
}

BOOST_FIXTURE_TEST_CASE(a_lock_on_the_record_itself_stops_nobody, Fixture) {
  save("x");
  const int record = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
  BOOST_TEST(::flock(record, LOCK_EX | LOCK_NB) == 0);
  BOOST_TEST(storage.lock("ada", 0ms).has_value());
  BOOST_TEST(loaded() == "x");
  save("y");
  BOOST_TEST(storage.erase("ada").has_value());
  ::close(record);
}

BOOST_FIXTURE_TEST_CASE(a_lock_that_is_old_is_as_good_as_a_new_one, Fixture) {
  const auto held = storage.lock("ada", 0ms);
  fs::last_write_time(folder + "/ada.lock", fs::file_time_type::clock::now() - std::chrono::hours{24 * 365});
  check_failed(storage.lock("ada", 5ms), Errc::storage_busy, "ada.lock");
}

BOOST_FIXTURE_TEST_CASE(a_lock_moves_and_is_released_by_its_last_holder, Fixture) {
  auto held = storage.lock("ada", 0ms);
  {
    const FileStorage::Lock moved = *std::move(held);
    BOOST_TEST((storage.lock("ada", 0ms).error().code == Errc::storage_busy));
  }
  auto first = *storage.lock("ada", 0ms);
  first = *storage.lock("bob", 0ms);
  BOOST_TEST(storage.lock("ada", 0ms).has_value());
  BOOST_TEST((storage.lock("bob", 0ms).error().code == Errc::storage_busy));
}

BOOST_FIXTURE_TEST_CASE(whoever_waits_gets_the_lock_when_it_is_free, Fixture) {
  std::atomic<int> held_times{0}, together{0};
  std::atomic<bool> inside{false};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int round = 0; round < 5; ++round) {
        const auto held = FileStorage{folder}.lock("ada", 60s);
        if (!held) continue;
        if (inside.exchange(true)) ++together;
        ++held_times;
        inside = false;
      }
    });
  for (auto& thread : threads) thread.join();
  BOOST_TEST(held_times == 20);
  BOOST_TEST(together == 0);
}

/// A child process that runs `act`, says so, and then lives until it is killed.
template <class Act>
pid_t child_that_holds(Act act) {
  int pipe[2];
  if (::pipe(pipe) != 0) return -1;
  const pid_t child = ::fork();
  if (child == 0) {
    const auto held = act();
    const char said = held ? 'y' : 'n';
    if (::write(pipe[1], &said, 1) == 1)
      for (;;) ::pause();
    ::_exit(1);
  }
  ::close(pipe[1]);
  char said = 0;
  BOOST_TEST(::read(pipe[0], &said, 1) == 1);
  BOOST_TEST(said == 'y');
  ::close(pipe[0]);
  return child;
}

BOOST_FIXTURE_TEST_CASE(processes_exclude_each_other_and_a_dead_one_lets_go, Fixture) {
  const pid_t child = child_that_holds([&] { return FileStorage{folder}.lock("ada", 0ms); });
  check_failed(storage.lock("ada", 0ms), Errc::storage_busy, "ada.lock");
  ::kill(child, SIGSTOP);
  check_failed(storage.lock("ada", 2ms), Errc::storage_busy, "ada.lock");
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  BOOST_TEST(storage.lock("ada", 0ms).has_value());
}

BOOST_FIXTURE_TEST_CASE(a_program_that_is_started_does_not_inherit_the_lock, Fixture) {
  auto held = storage.lock("ada", 0ms);
  int pipe[2];
  BOOST_TEST(::pipe(pipe) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(pipe[0], 0);
    ::close(pipe[1]);
    ::execlp("cat", "cat", static_cast<char*>(nullptr));
    ::_exit(127);
  }
  ::close(pipe[0]);
  const int number = [&] {  // the lock's file, as this process sees it
    for (int i = 3; i < 256; ++i) {
      struct stat one = {}, two = {};
      if (::fstat(i, &one) == 0 && ::stat((folder + "/ada.lock").c_str(), &two) == 0 && one.st_ino == two.st_ino)
        return i;
    }
    return -1;
  }();
  BOOST_TEST_REQUIRE(number >= 0);
  BOOST_TEST((::fcntl(number, F_GETFD) & FD_CLOEXEC) != 0);
  { const FileStorage::Lock released = *std::move(held); }
  BOOST_TEST(storage.lock("ada", 0ms).has_value());
  ::close(pipe[1]);
  int status = 0;
  ::waitpid(child, &status, 0);
  BOOST_TEST(WEXITSTATUS(status) == 0);
}

BOOST_FIXTURE_TEST_CASE(savers_without_the_lock_do_not_harm_each_other_or_readers, Fixture) {
  save(std::string(5000, 'a'));
  std::vector<pid_t> children;
  for (const char letter : {'b', 'c'}) {
    const pid_t child = ::fork();
    if (child == 0) {
      bool good = true;
      FileStorage own{folder};
      for (int round = 0; round < 40; ++round) {
        const std::string record(5000, letter);
        good = good && own.save("ada", Secret{std::string_view{record}}).has_value();
        const auto seen = own.load("ada");
        good = good && seen && *seen && (*seen)->size() == 5000;
      }
      ::_exit(good ? 0 : 1);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    BOOST_TEST(WIFEXITED(status));
    BOOST_TEST(WEXITSTATUS(status) == 0);
  }
  const auto last = loaded();
  BOOST_TEST((last == std::string(5000, 'b') || last == std::string(5000, 'c')));
  BOOST_TEST(!fs::exists(folder + "/ada.tmp"));
  BOOST_TEST(!fs::exists(folder + "/ada.corrupt"));
}

BOOST_FIXTURE_TEST_CASE(a_saver_killed_at_any_moment_leaves_the_old_record_or_the_new_one, Fixture) {
  save(std::string(3000, 'a'));
  for (int round = 0; round < 40; ++round) {
    const pid_t saver = ::fork();
    if (saver == 0) {
      FileStorage own{folder};
      for (char letter = 'b';; letter = letter == 'z' ? 'a' : static_cast<char>(letter + 1))
        (void)own.save("ada", Secret{std::string_view{std::string(3000, letter)}});
    }
    for (int spin = 0; spin < round * 20; ++spin) std::this_thread::yield();
    ::kill(saver, SIGKILL);
    ::waitpid(saver, nullptr, 0);
    const auto record = loaded();
    BOOST_TEST_REQUIRE(record.size() == 3000u);
    BOOST_TEST(record == std::string(3000, record.front()));
    BOOST_TEST(!fs::exists(folder + "/ada.tmp"));
  }
}

/// Sets a variable for one test.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_{name} {
    if (const char* const old = std::getenv(name)) old_ = old;
    value == nullptr ? ::unsetenv(name) : ::setenv(name, value, 1);
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  ~Variable() { old_ ? ::setenv(name_, old_->c_str(), 1) : ::unsetenv(name_); }

 private:
  const char* name_;
  std::optional<std::string> old_;
};

BOOST_FIXTURE_TEST_CASE(an_app_keeps_its_state_where_the_system_wants_it, Fixture) {
  {
    const Variable state{"XDG_STATE_HOME", temporary.path.c_str()};
    BOOST_TEST(FileStorage::for_app("notes").save("ada", "x").has_value());
#if !defined(__APPLE__)
    BOOST_TEST(fs::exists(temporary / "notes/ada.session"));
#endif
  }
  const Variable home{"HOME", temporary.path.c_str()};
  for (const char* const ignored : {static_cast<const char*>(nullptr), "", "relative/path"}) {
    const Variable state{"XDG_STATE_HOME", ignored};
    BOOST_TEST(FileStorage::for_app("notes").save("ada", "x").has_value());
#if defined(__APPLE__)
    BOOST_TEST(fs::exists(temporary / "Library/Application Support/notes/ada.session"));
#else
    BOOST_TEST(fs::exists(temporary / ".local/state/notes/ada.session"));
#endif
  }
}

BOOST_FIXTURE_TEST_CASE(an_app_without_a_proper_name_or_home_gets_errors_from_its_calls, Fixture) {
  const auto check_unusable = [](FileStorage unusable, std::string_view why) {
    check_failed(unusable.load("ada"), Errc::storage_failed, why);
    check_failed(unusable.save("ada", "x"), Errc::storage_failed, why);
    check_failed(unusable.erase("ada"), Errc::storage_failed, why);
    check_failed(unusable.lock("ada", 0ms), Errc::storage_failed, why);
  };
  for (const std::string_view name : {"", ".", "..", "../x", "a/b", "/", "a\\b", ".hidden", "a\nb"})
    check_unusable(FileStorage::for_app(name), "name of the app");
  check_unusable(FileStorage::for_app(std::string_view{"a\0b", 3}), "name of the app");
  const Variable state{"XDG_STATE_HOME", nullptr}, home{"HOME", nullptr};
  check_unusable(FileStorage::for_app("notes"), "home");
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error_and_the_old_record_stays) {
  // The limit on file sizes stands in for the full disk: both make write() fail in the middle.
  const TemporaryDirectory temporary;
  FileStorage storage{temporary / "state"};
  BOOST_TEST(storage.save("ada", "old").has_value());
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{.rlim_cur = 1000, .rlim_max = 1000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto saved = storage.save("ada", Secret{std::string_view{std::string(5000, 'x')}});
    ::_exit(!saved && saved.error().code == Errc::storage_failed && !fs::exists(temporary / "state/ada.tmp") ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  BOOST_TEST(WEXITSTATUS(status) == 0);
  BOOST_TEST((*storage.load("ada"))->view() == "old");
}

BOOST_FIXTURE_TEST_CASE(an_older_pair_never_replaces_a_newer_one_of_its_session, Fixture) {
  const auto record = [](std::uint64_t generation, std::byte session) {
    keyturn::core::SessionRecord made;
    made.session_id.fill(session);
    made.generation = generation;
    return keyturn::core::encode(made);
  };
  BOOST_TEST(storage.save("ada", record(7, std::byte{1})).has_value());
  check_failed(storage.save("ada", record(6, std::byte{1})), Errc::storage_busy, file);
  BOOST_TEST((storage.load("ada").value() == record(7, std::byte{1})));
  BOOST_TEST(storage.save("ada", record(7, std::byte{1})).has_value());
  BOOST_TEST(storage.save("ada", record(1, std::byte{2})).has_value());
  BOOST_TEST((storage.load("ada").value() == record(1, std::byte{2})));
}

BOOST_FIXTURE_TEST_CASE(a_copy_is_recognised_and_kept_aside_by_the_next_save, Fixture) {
  save("mine");
  if (keyturn::detail::identity_of(keyturn::detail::open_directory(folder)->get()).number == 0) {
    BOOST_TEST_MESSAGE("SKIPPED: the file system here does not number its files for good");
    return;
  }
  fs::rename(folder, temporary / "moved");
  storage = FileStorage{temporary / "moved"};
  BOOST_TEST(loaded() == "mine");

  fs::copy(temporary / "moved", temporary / "backup");
  FileStorage backup{temporary / "backup"};
  check_failed(backup.load("ada"), Errc::storage_corrupt, temporary / "backup" + "/ada.session");
  check_failed(backup.load("ada"), Errc::storage_corrupt, "it is a copy");
  BOOST_TEST(FileStorage(temporary / "backup", {.accept_copies = true}).load("ada")->has_value());
  BOOST_TEST(backup.save("ada", "new").has_value());
  BOOST_TEST((backup.load("ada").value() == Secret{"new"}));
  BOOST_TEST(fs::exists(temporary / "backup/ada.corrupt"));
}

#if defined(__linux__)
BOOST_FIXTURE_TEST_CASE(a_disk_that_loses_the_bytes_fails_the_save_and_is_not_asked_twice, Fixture) {
  save("old");
  const auto save_with_failure = [&](unsigned at, std::string_view named) {
    fsyncs = 0;
    failing_fsync = at;
    const auto saved = storage.save("ada", "new");
    failing_fsync = 0;
    check_failed(saved, Errc::storage_failed, named);
    BOOST_TEST(fsyncs == at);
    BOOST_TEST(!fs::exists(folder + "/ada.tmp"));
  };
  save_with_failure(1, "ada.tmp");  // of the file
  BOOST_TEST(loaded() == "old");
  save_with_failure(2, folder);  // of the folder: the new name may be lost when the power goes
  BOOST_TEST(loaded() == "new");
}
#endif

BOOST_AUTO_TEST_SUITE_END()
