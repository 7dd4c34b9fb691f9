// Generated from include/keyturn/testing.hpp by tests/gates/single_header.py; change the headers there and run it again.

#include "keyturn.hpp"

// <keyturn/testing/check_report.hpp>
// What the checks of the test kit give back: named checks, whether each passed, and what was seen.
#ifndef KEYTURN_TESTING_CHECK_REPORT_HPP
#define KEYTURN_TESTING_CHECK_REPORT_HPP

#include <algorithm>
#include <exception>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// One check and how it ended.
struct Check {
  std::string name{};  ///< What must be so, in words.
  bool passed = true;  ///< Also where it was skipped.
  std::string
      seen{};  ///< Why it did not pass, or why it was skipped, or a remark; empty where there is nothing to say.
};

/// What a running check has to say. For one thread at a time.
class Findings {
 public:
  /// States what must be so. The first statement that is not met makes the check fail, and is what was seen; later ones
  /// follow from it more often than not. Returns `met`.
  bool expect(bool met, std::string_view otherwise) {
    if (!met && passed_) {
      passed_ = false;
      seen_ = otherwise;
    }
    return met;
  }

  /// Says that this system does not let the check find out. It counts as passed.
  void skip(std::string_view why) {
    if (passed_) seen_ = "skipped: " + std::string{why};
  }

  /// Whether all that was expected was met, and what is to be said, as in a `Check`.
  bool passed() const { return passed_; }
  const std::string& seen() const { return seen_; }

 private:
  bool passed_ = true;
  std::string seen_;
};

/// The checks of one run, in their order. A value; it holds nothing of what was checked.
class CheckReport {
 public:
  /// Whether every check passed.
  bool passed() const {
    return std::all_of(checks_.begin(), checks_.end(), [](const Check& check) { return check.passed; });
  }
  explicit operator bool() const { return passed(); }

  /// All of them, in order. Valid until the report changes.
  const std::vector<Check>& checks() const { return checks_; }

  /// The check of that name, or null. Valid until the report changes.
  const Check* find(std::string_view name) const {
    const auto found =
        std::find_if(checks_.begin(), checks_.end(), [&](const Check& check) { return check.name == name; });
    return found == checks_.end() ? nullptr : &*found;
  }

  /// The names of the checks that did not pass.
  std::vector<std::string> failed() const {
    std::vector<std::string> names;
    for (const Check& check : checks_)
      if (!check.passed) names.push_back(check.name);
    return names;
  }

  /// One line for each check, and one for all of them.
  std::string text() const {
    std::string text;
    for (const Check& check : checks_) {
      text.append(check.passed ? "  ok      " : "  FAILED  ").append(check.name);
      if (!check.seen.empty()) text.append(": ").append(check.seen);
      text += '\n';
    }
    const std::string count = std::to_string(checks_.size());
    const auto missed = failed().size();
    return text + (missed == 0 ? "all " + count + " checks passed\n"
                               : std::to_string(missed) + " of " + count + " checks failed\n");
  }
  friend std::ostream& operator<<(std::ostream& out, const CheckReport& report) { return out << report.text(); }

  /// Runs `body(Findings&)` as the check of that name. What it throws makes it fail.
  template <class F>
  void run(std::string name, F&& body) {
    Findings findings;
#if KEYTURN_HAS_EXCEPTIONS
    try {
      body(findings);
    } catch (const std::exception& thrown) {
      findings.expect(false, std::string{"an exception came out: "} + thrown.what());
    } catch (...) {
      findings.expect(false, "an exception came out");
    }
#else
    body(findings);
#endif
    checks_.push_back({.name = std::move(name), .passed = findings.passed(), .seen = findings.seen()});
  }

 private:
  std::vector<Check> checks_;
};

/// An error as a report shows it.
inline std::string describe(const Error& error) {
  std::string text{to_string(error.code)};
  if (!error.detail.empty()) text.append(" (").append(error.detail).append(")");
  return text;
}

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/check_storage/records.hpp>
// The checks on what a storage keeps: round trips, odd records, odd names, erase.
#ifndef KEYTURN_TESTING_CHECK_STORAGE_RECORDS_HPP
#define KEYTURN_TESTING_CHECK_STORAGE_RECORDS_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

inline constexpr std::string_view account = "keyturn-check", other_account = "keyturn-check-2";

/// Names that a storage might take for one another, or for something else than a name.
inline const std::vector<std::string>& odd_accounts() {
  static const std::vector<std::string> names{"keyturn-check",
                                              "Keyturn-Check",
                                              "keyturn-check/a",
                                              "keyturn-check/../a",
                                              "keyturn-check%2fa",
                                              "keyturn-check a",
                                              "keyturn-check ",
                                              "keyturn-check.",
                                              "keyturn-check*",
                                              "keyturn-check\\a",
                                              "keyturn-check:a",
                                              "keyturn-check\n",
                                              std::string{"keyturn-check\0a", 15},
                                              "keyturn-check-\xc3\xa4"};
  return names;
}

/// As a report shows it: never the bytes themselves.
inline std::string describe_record(const Result<std::optional<Secret>>& loaded) {
  if (!loaded) return describe(loaded.error());
  return *loaded ? "a record of " + std::to_string((*loaded)->size()) + " bytes" : "nothing there";
}

/// Expects that `storage` holds exactly these bytes.
inline bool expect_record(Findings& findings, auto& storage, std::string_view name, std::string_view bytes,
                          std::string_view when) {
  const Result<std::optional<Secret>> loaded = storage.load(name);
  const bool right = loaded && *loaded && (*loaded)->view() == bytes;
  return findings.expect(right, std::string{when} + ", load gave " + describe_record(loaded) + ", not the " +
                                    std::to_string(bytes.size()) + " bytes that were saved");
}

/// Expects that `storage` holds nothing.
inline bool expect_nothing(Findings& findings, auto& storage, std::string_view name, std::string_view when) {
  const Result<std::optional<Secret>> loaded = storage.load(name);
  return findings.expect(loaded && !*loaded, std::string{when} + ", load gave " + describe_record(loaded));
}

/// Expects that a save or an erase succeeded.
inline bool expect_done(Findings& findings, const Result<void>& result, std::string_view what) {
  return findings.expect(result.has_value(),
                         std::string{what} + " gave " + (result ? std::string{} : describe(result.error())));
}

inline bool save(Findings& findings, auto& storage, std::string_view name, std::string_view bytes) {
  return expect_done(findings, storage.save(name, Secret{bytes}), "save");
}

inline bool erase(Findings& findings, auto& storage, std::string_view name) {
  return expect_done(findings, storage.erase(name), "erase");
}

/// An object whose place has no record of the account any more.
inline auto fresh(auto& make) {
  auto storage = make();
  static_cast<void>(storage.erase(account));
  return storage;
}

/// Erases all that the checks may have left.
inline void clear_storage(auto& make) {
  auto storage = make();
  for (const std::string& name : odd_accounts()) static_cast<void>(storage.erase(name));
  static_cast<void>(storage.erase(other_account));
}

template <class Make>
class StorageRecords {
 public:
  explicit StorageRecords(Make& make) : make_{make} {}

  void run(CheckReport& report) {
    report.run("at first there is nothing", [&](Findings& f) {
      auto storage = make_();
      expect_nothing(f, storage, account, "before any save");
    });
    report.run("a missing record can be erased", [&](Findings& f) {
      auto storage = make_();
      erase(f, storage, account);
    });
    report.run("a record can be loaded again and again", [&](Findings& f) { load_again(f); });
    report.run("an empty record is not nothing", [&](Findings& f) { round_trip(f, ""); });
    report.run("a record may hold any byte", [&](Findings& f) { any_byte(f); });
    report.run("a record may have 64 KiB", [&](Findings& f) { round_trip(f, std::string(64u << 10, 'k')); });
    report.run("a save replaces the record", [&](Findings& f) { replace(f); });
    report.run("a record outlives the object that saved it", [&](Findings& f) { outlive(f); });
    report.run("accounts are kept apart", [&](Findings& f) { keep_apart(f); });
    report.run("after erase there is nothing", [&](Findings& f) { erase_it(f); });
    report.run("erase can be repeated", [&](Findings& f) { erase_again(f); });
    report.run("erase is for its account alone", [&](Findings& f) { erase_one(f); });
  }

 private:
  void round_trip(Findings& f, std::string_view bytes) {
    auto storage = fresh(make_);
    if (save(f, storage, account, bytes)) expect_record(f, storage, account, bytes, "after save");
  }

  void load_again(Findings& f) {
    auto storage = fresh(make_);
    save(f, storage, account, "a record");
    expect_record(f, storage, account, "a record", "the first time");
    expect_record(f, storage, account, "a record", "the second time");
  }

  void any_byte(Findings& f) {
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
    round_trip(f, bytes);
    for (const std::string_view edge : {std::string_view{"\0", 1}, std::string_view{"\0\0mid\0\0", 7},
                                        std::string_view{" \r\n text \r\n "}, std::string_view{"\xff\xfe\x80"}})
      round_trip(f, edge);
  }

  void replace(Findings& f) {
    auto storage = fresh(make_);
    const std::string longer(1000, 'l');
    for (const std::string_view bytes : {std::string_view{"first"}, std::string_view{longer}, std::string_view{"s"}})
      if (save(f, storage, account, bytes)) expect_record(f, storage, account, bytes, "after a save over another");
  }

  void outlive(Findings& f) {
    {
      auto storage = fresh(make_);
      save(f, storage, account, "kept");
    }
    auto storage = make_();
    expect_record(f, storage, account, "kept", "in a new object");
  }

  void keep_apart(Findings& f) {
    auto storage = fresh(make_);
    std::size_t number = 0;
    for (const std::string& name : odd_accounts()) save(f, storage, name, "record " + std::to_string(number++));
    number = 0;
    for (const std::string& name : odd_accounts())
      expect_record(f, storage, name, "record " + std::to_string(number++), "with other accounts beside it");
  }

  void erase_it(Findings& f) {
    auto storage = fresh(make_);
    save(f, storage, account, "a record");
    if (erase(f, storage, account)) expect_nothing(f, storage, account, "after erase");
  }

  void erase_again(Findings& f) {
    auto storage = fresh(make_);
    save(f, storage, account, "a record");
    static_cast<void>(storage.erase(account));
    erase(f, storage, account);
  }

  void erase_one(Findings& f) {
    auto storage = fresh(make_);
    save(f, storage, account, "mine");
    save(f, storage, other_account, "another's");
    static_cast<void>(storage.erase(account));
    expect_record(f, storage, other_account, "another's", "after the erase of another account");
  }

  Make& make_;
};

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/check_storage/faults.hpp>
// The checks on a storage whose place breaks: a save is all or nothing, and what cannot be read is not absent.
#ifndef KEYTURN_TESTING_CHECK_STORAGE_FAULTS_HPP
#define KEYTURN_TESTING_CHECK_STORAGE_FAULTS_HPP

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

template <class Make>
class StorageFaults {
 public:
  StorageFaults(Make& make, Callback<void()> break_it, Callback<void()> mend_it)
      : make_{make}, break_{std::move(break_it)}, mend_{std::move(mend_it)} {}

  void run(CheckReport& report) {
    report.run("a save that cannot be done is reported", [&](Findings& f) { reported(f); });
    report.run("a failed save leaves the old record", [&](Findings& f) { old_stays(f); });
    report.run("a failed save leaves nothing where there was nothing", [&](Findings& f) { nothing_stays(f); });
    report.run("a broken place is not an empty one", [&](Findings& f) { not_empty(f); });
    report.run("an erase that succeeds has erased", [&](Findings& f) { erased(f); });
    report.run("a mended place works again", [&](Findings& f) { works_again(f); });
  }

 private:
  /// Breaks the place for as long as it lives.
  class Broken {
   public:
    explicit Broken(StorageFaults& faults) : faults_{faults} { faults_.break_(); }
    Broken(const Broken&) = delete;
    Broken& operator=(const Broken&) = delete;
    ~Broken() { faults_.mend_(); }

   private:
    StorageFaults& faults_;
  };

  void reported(Findings& f) {
    auto storage = fresh(make_);
    save(f, storage, account, "old");
    const Broken broken{*this};
    const Result<void> saved = storage.save(account, Secret{"new"});
    if (!f.expect(!saved, "save succeeded in a broken place")) return;
    f.expect(saved.error().code == Errc::storage_failed, "the error was " + describe(saved.error()));
  }

  void old_stays(Findings& f) {
    auto storage = fresh(make_);
    save(f, storage, account, "old");
    if (save_in_broken_place(storage)) return;
    expect_record(f, storage, account, "old", "after a failed save");
    auto second = make_();
    expect_record(f, second, account, "old", "in a new object after a failed save");
  }

  void nothing_stays(Findings& f) {
    auto storage = fresh(make_);
    if (!save_in_broken_place(storage)) expect_nothing(f, storage, account, "after a failed save");
  }

  void not_empty(Findings& f) {
    auto storage = fresh(make_);
    save(f, storage, account, "old");
    const Broken broken{*this};
    const Result<std::optional<Secret>> loaded = storage.load(account);
    const bool right = loaded ? *loaded && (*loaded)->view() == "old" : loaded.error().code == Errc::storage_failed;
    f.expect(right, "load gave " + describe_record(loaded));
  }

  void erased(Findings& f) {
    auto storage = fresh(make_);
    save(f, storage, account, "old");
    const bool done = [&] {
      const Broken broken{*this};
      return storage.erase(account).has_value();
    }();
    if (done) expect_nothing(f, storage, account, "after erase in a broken place");
  }

  void works_again(Findings& f) {
    auto storage = fresh(make_);
    static_cast<void>(save_in_broken_place(storage));
    save(f, storage, account, "after");
    expect_record(f, storage, account, "after", "after the place was mended");
  }

  bool save_in_broken_place(auto& storage) {
    const Broken broken{*this};
    return storage.save(account, Secret{std::string(5000, 'n')}).has_value();
  }

  Make& make_;
  Callback<void()> break_, mend_;
};

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif

// <keyturn/builtin/hosted.hpp>
// The platform of desktop and server systems: the system's clocks, its random generator, the standard library's
// threads.
#ifndef KEYTURN_BUILTIN_HOSTED_HPP
#define KEYTURN_BUILTIN_HOSTED_HPP

#include <mutex>

#if defined(_WIN32)
#ifndef NOMINMAX
#error "define NOMINMAX before including keyturn on Windows: its min and max macros break the standard library"
#endif
// It brings windows.h, which by itself would bring an older winsock.h that does not go with it.
#include <winsock2.h>
// The order matters: bcrypt.h needs windows.h.
#include <bcrypt.h>
#else
#include <time.h>
#include <unistd.h>
#if defined(__linux__)
#include <errno.h>
#include <pthread.h>
#include <sys/random.h>
#else
#include <stdlib.h>
#endif
#endif
#if !defined(__linux__)
#include <condition_variable>
#endif

KEYTURN_NAMESPACE_BEGIN

namespace detail {
#if defined(__linux__)
/// What std::condition_variable is; its header alone is a third of what keyturn's take to compile.
class WakeSignal {
 public:
  WakeSignal() {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&condition_, &attributes);
    pthread_condattr_destroy(&attributes);
  }
  WakeSignal(const WakeSignal&) = delete;
  WakeSignal& operator=(const WakeSignal&) = delete;
  ~WakeSignal() { pthread_cond_destroy(&condition_); }

  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) noexcept {
    timespec until{};
    clock_gettime(CLOCK_MONOTONIC, &until);
    const auto nanoseconds = span.count() + until.tv_nsec;
    until.tv_sec += static_cast<time_t>(nanoseconds / 1'000'000'000);
    until.tv_nsec = static_cast<long>(nanoseconds % 1'000'000'000);
    pthread_cond_timedwait(&condition_, mutex.native_handle(), &until);
  }

  void notify_all() noexcept { pthread_cond_broadcast(&condition_); }

 private:
  pthread_cond_t condition_;
};
#else
class WakeSignal {
 public:
  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) {
    std::unique_lock lock{mutex, std::adopt_lock};
    condition_.wait_for(lock, span);
    lock.release();
  }

  void notify_all() noexcept { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};
#endif
}  // namespace detail

/// The default platform. Stateless; every copy is as good as the other.
class Hosted {
 public:
  /// As std::mutex is.
  using Mutex = std::mutex;

  /// As std::condition_variable is, on the steady clock of this platform.
  class Condition {
   public:
    /// Blocks until it is woken, half a minute at most; may wake early. `mutex` is locked by the caller, and again when it
    /// returns.
    void wait(Mutex& mutex) { wait_for(mutex, longest_sleep); }

    /// The same, and wakes at `time` at the latest. The system's waiting clock stands still while the machine sleeps, so a long
    /// wait is cut into slices.
    void wait_until(Mutex& mutex, TimePoint time) {
      wait_for(mutex, std::min(left(time, Hosted{}.now()), longest_sleep));
    }

    /// Wakes all that wait.
    void notify_all() noexcept { signal_.notify_all(); }

   private:
    static constexpr std::chrono::nanoseconds longest_sleep = std::chrono::seconds{30};

    void wait_for(Mutex& mutex, std::chrono::nanoseconds span) { signal_.wait_for(mutex, span); }

    detail::WakeSignal signal_;
  };

  /// A clock that runs on during suspend: CLOCK_BOOTTIME, GetTickCount64 on Windows, in steps of 10 to 16 ms there,
  /// CLOCK_MONOTONIC_RAW's elder CLOCK_MONOTONIC on macOS, which counts sleep there.
  TimePoint now() const noexcept {
#if defined(_WIN32)
    return TimePoint{std::chrono::milliseconds{GetTickCount64()}};
#else
#if defined(CLOCK_BOOTTIME)
    constexpr clockid_t clock = CLOCK_BOOTTIME;
#else
    constexpr clockid_t clock = CLOCK_MONOTONIC;
#endif
    timespec time{};
    clock_gettime(clock, &time);
    return TimePoint{std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec}};
#endif
  }

  /// The time of day of the system.
  WallTime wall() const noexcept {
#if defined(CLOCK_REALTIME_COARSE)
    timespec time{};  // a few milliseconds are nothing to what is measured by it
    clock_gettime(CLOCK_REALTIME_COARSE, &time);
    return WallTime{std::chrono::seconds{time.tv_sec} + std::chrono::milliseconds{time.tv_nsec / 1'000'000}};
#else
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
#endif
  }

  /// From the system's generator; false only where that fails.
  bool random(std::span<std::byte> bytes) const noexcept {
#if defined(_WIN32)
    return BCryptGenRandom(nullptr, reinterpret_cast<PUCHAR>(bytes.data()), static_cast<ULONG>(bytes.size()),
                           BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0;
#elif defined(__linux__)
    for (std::size_t filled = 0; filled < bytes.size();) {
      const ssize_t got = getrandom(bytes.data() + filled, bytes.size() - filled, 0);
      if (got < 0 && errno != EINTR) return false;
      if (got > 0) filled += static_cast<std::size_t>(got);
    }
    return true;
#else
    arc4random_buf(bytes.data(), bytes.size());
    return true;
#endif
  }
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/check_storage/shared.hpp>
// The checks on a storage that others use too: its lock, and two users at once.
#ifndef KEYTURN_TESTING_CHECK_STORAGE_SHARED_HPP
#define KEYTURN_TESTING_CHECK_STORAGE_SHARED_HPP

#include <atomic>
#include <future>
#include <thread>

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

/// Runs `work` on a thread of its own. If it is not done in time, `rescue` is called, once, to let it go. True if it
/// was done in time.
template <class F>
bool done_in_time(std::chrono::milliseconds time, F&& work, const Callback<void()>& rescue) {
  std::future<void> running = std::async(std::launch::async, std::forward<F>(work));
  const bool in_time = running.wait_for(time) == std::future_status::ready;
  if (!in_time) rescue();
  running.get();
  return in_time;
}

template <class Make>
class StorageSharing {
 public:
  using Store = std::invoke_result_t<Make&>;
  using Lock = typename Store::Lock;

  explicit StorageSharing(Make& make) : make_{make} {}

  void run(CheckReport& report) {
    report.run("the lock keeps another user out", [&](Findings& f) { keeps_out(f); });
    report.run("the lock is released when it dies", [&](Findings& f) { released(f); });
    report.run("the lock can be moved", [&](Findings& f) { moved(f); });
    report.run("each account has a lock of its own", [&](Findings& f) { per_account(f); });
    report.run("the lock is held through save and erase", [&](Findings& f) { through_changes(f); });
    report.run("lock waits no longer than its patience", [&](Findings& f) { not_too_long(f); });
    report.run("lock waits as long as its patience", [&](Findings& f) { long_enough(f); });
    report.run("a lock that comes free is taken", [&](Findings& f) { comes_free(f); });
    report.run("the lock can die on another thread", [&](Findings& f) { other_thread(f); });
    report.run("load needs no lock", [&](Findings& f) { load_without(f); });
    report.run("erase needs no lock", [&](Findings& f) { erase_without(f); });
    report.run("one user sees what another saves", [&](Findings& f) { seen_by_other(f); });
    report.run("a reader never sees half a save", [&](Findings& f) { never_half(f); });
  }

 private:
  static constexpr std::chrono::milliseconds at_once{0}, short_while{100}, too_long{2000};

  std::optional<Lock> take(Findings& f, Store& storage, std::string_view name = account) {
    Result<Lock> taken = storage.lock(name, short_while);
    if (!f.expect(taken.has_value(),
                  "a lock that nobody holds could not be had: " + (taken ? std::string{} : describe(taken.error()))))
      return std::nullopt;
    return std::optional<Lock>{*std::move(taken)};
  }

  void expect_busy(Findings& f, Store& storage, std::string_view when) {
    const Result<Lock> taken = storage.lock(account, at_once);
    f.expect(!taken, "another user had the lock too " + std::string{when});
  }

  void keeps_out(Findings& f) {
    Store mine = make_(), other = make_();
    const auto held = take(f, mine);
    if (!held) return;
    expect_busy(f, mine, "while the same object held it");
    const Result<Lock> taken = other.lock(account, at_once);
    if (f.expect(!taken, "another user had the lock too"))
      f.expect(taken.error().code == Errc::storage_busy, "the error was " + describe(taken.error()));
  }

  void released(Findings& f) {
    Store mine = make_(), other = make_();
    take(f, mine).reset();
    const Result<Lock> taken = other.lock(account, at_once);
    f.expect(taken.has_value(),
             "the lock was not free after it had died: " + (taken ? std::string{} : describe(taken.error())));
  }

  void moved(Findings& f) {
    Store mine = make_(), other = make_();
    auto first = take(f, mine);
    if (!first) return;
    std::optional<Lock> second{*std::move(first)};
    first.reset();
    expect_busy(f, other, "after the lock was moved and the empty one had died");
  }

  void other_thread(Findings& f) {
    Store mine = make_(), other = make_();
    auto held = take(f, mine, other_account);
    if (!held) return;
    std::thread{[lock = *std::move(held)] {}}.join();
    held.reset();
    const Result<Lock> taken = other.lock(other_account, short_while);
    f.expect(taken.has_value(), "the lock was not free after it had died on another thread: " +
                                    (taken ? std::string{} : describe(taken.error())));
  }

  void per_account(Findings& f) {
    Store mine = make_(), other = make_();
    const auto held = take(f, mine);
    const Result<Lock> taken = other.lock(other_account, at_once);
    f.expect(taken.has_value(), "while one account was locked, another could not be: " +
                                    (taken ? std::string{} : describe(taken.error())));
  }

  void through_changes(Findings& f) {
    Store mine = make_(), other = make_();
    const auto held = take(f, mine);
    if (!held) return;
    save(f, mine, account, "one");
    save(f, mine, account, "two");
    expect_busy(f, other, "after its holder had saved");
    erase(f, mine, account);
    expect_busy(f, other, "after its holder had erased");
    save(f, mine, account, "three");
    expect_busy(f, other, "after its holder had erased and saved");
  }

  void not_too_long(Findings& f) {
    Store mine = make_(), other = make_();
    auto held = take(f, mine);
    if (!held) return;
    const auto wait = [&] { static_cast<void>(other.lock(account, short_while)); };
    f.expect(done_in_time(too_long, wait, [&] { held.reset(); }),
             "with a patience of 100 ms it still waited after 2 s");
  }

  void long_enough(Findings& f) {
    Store mine = make_(), other = make_();
    auto held = take(f, mine);
    if (!held) return;
    std::chrono::nanoseconds waited{};
    const auto wait = [&] {
      const TimePoint start = Hosted{}.now();
      static_cast<void>(other.lock(account, short_while));
      waited = Hosted{}.now() - start;
    };
    static_cast<void>(done_in_time(too_long, wait, [&] { held.reset(); }));
    f.expect(waited >= short_while / 2, "with a patience of 100 ms it gave up before half of that");
  }

  void comes_free(Findings& f) {
    Store mine = make_(), other = make_();
    auto held = take(f, mine);
    if (!held) return;
    std::optional<Error> error;
    const auto wait = [&] {
      if (const Result<Lock> taken = other.lock(account, too_long * 2); !taken) error = taken.error();
    };
    // the first wait ends when the lock is let go, the second when it has been taken
    std::future<void> running = std::async(std::launch::async, wait);
    static_cast<void>(running.wait_for(short_while));
    held.reset();
    f.expect(running.wait_for(too_long) == std::future_status::ready,
             "it still waited 2 s after the lock had come free");
    running.get();
    f.expect(!error, "with a patience of 4 s, a lock that came free before was not taken: " +
                         (error ? describe(*error) : std::string{}));
  }

  void load_without(Findings& f) {
    Store mine = make_(), other = make_();
    save(f, mine, account, "a record");
    auto held = take(f, mine);
    const auto load = [&] { expect_record(f, other, account, "a record", "while another user held the lock"); };
    const bool in_time = done_in_time(too_long, load, [&] { held.reset(); });
    f.expect(in_time, "load waited for the lock of another user");
  }

  void erase_without(Findings& f) {
    Store mine = make_(), other = make_();
    save(f, mine, account, "a record");
    auto held = take(f, mine);
    const auto erase_it = [&] { erase(f, other, account); };
    const bool in_time = done_in_time(too_long, erase_it, [&] { held.reset(); });
    f.expect(in_time, "erase waited for the lock of another user");
  }

  void seen_by_other(Findings& f) {
    Store mine = make_(), other = make_();
    save(f, mine, account, "mine");
    expect_record(f, other, account, "mine", "in another user's object");
    save(f, other, account, "the other's");
    expect_record(f, mine, account, "the other's", "in the first user's object after another had saved");
  }

  void never_half(Findings& f) {
    Store mine = make_(), other = make_();
    const std::string even(20'000, 'e'), odd(5'000, 'o');
    save(f, mine, account, even);
    std::atomic<bool> over{false};
    std::future<std::string> reading = std::async(std::launch::async, [&]() -> std::string {
      while (!over) {
        const Result<std::optional<Secret>> loaded = other.load(account);
        if (!loaded || !*loaded || ((*loaded)->view() != even && (*loaded)->view() != odd))
          return describe_record(loaded);
      }
      return {};
    });
    for (int i = 0; i < 40; ++i) save(f, mine, account, i % 2 == 0 ? odd : even);
    over = true;
    const std::string seen = reading.get();
    f.expect(seen.empty(), "while another user saved over a record, load gave " + seen);
  }

  Make& make_;
};

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/check_storage.hpp>
// Checks that a storage keeps to its concept: what an author of one runs in a test of their own.
#ifndef KEYTURN_TESTING_CHECK_STORAGE_HPP
#define KEYTURN_TESTING_CHECK_STORAGE_HPP

#include <concepts>
#include <type_traits>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// Checks a storage. `make()` gives an object onto the same place each time; two objects are two users of it. The place
/// must be empty and one that may be thrown away: accounts whose names begin with `keyturn-check` are written, and
/// erased at the end. A storage with `lock` is checked as a `SharedStorage` too; then `make` is called, and its objects
/// are used, on several threads.
///
/// `break_it` makes every save into the place fail, as a full disk or a lost network would, and `mend_it` takes that
/// back; with both of them it is checked that a save is all or nothing. Without them these checks are left out.
///
///     const auto report = check_storage([&] { return FileStorage{directory}; });
///     if (!report) std::puts(report.text().c_str());
///
/// Blocks for about a second at most over what the storage itself takes; a storage that hangs in `lock` is let go by
/// releasing the lock that it waits for, and one that hangs elsewhere hangs here too.
template <std::invocable Make>
requires Storage<std::invoke_result_t<Make&>> CheckReport check_storage(Make make, Callback<void()> break_it = {},
                                                                        Callback<void()> mend_it = {}) {
  CheckReport report;
  checks::StorageRecords<Make>{make}.run(report);
  if constexpr (SharedStorage<std::invoke_result_t<Make&>>) checks::StorageSharing<Make>{make}.run(report);
  if (break_it && mend_it) checks::StorageFaults<Make>{make, break_it, mend_it}.run(report);
  checks::clear_storage(make);
  return report;
}

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/sockets.hpp>
// The socket calls of the loopback server, for POSIX systems and for Windows: here is all in which these two differ.
#ifndef KEYTURN_TESTING_SOCKETS_HPP
#define KEYTURN_TESTING_SOCKETS_HPP

#if defined(_WIN32)
#include <ws2tcpip.h>
#else
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

#include <algorithm>
#include <climits>
#include <span>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

#if defined(_WIN32)

using Socket = SOCKET;
inline constexpr Socket no_socket = INVALID_SOCKET;

/// Before the first of all other calls; again does no harm.
inline bool start_sockets() {
  static const bool started = [] {
    WSADATA data;
    return ::WSAStartup(MAKEWORD(2, 2), &data) == 0;
  }();
  return started;
}

inline void close_socket(Socket socket) { ::closesocket(socket); }

/// From now on no call on it blocks.
inline void never_block(Socket socket) {
  u_long on = 1;
  ::ioctlsocket(socket, static_cast<long>(FIONBIO), &on);
}

/// Writing to it when the other side is gone raises no signal.
inline void raise_no_signal(Socket) {}

/// Whether one of `events`, POLLIN or POLLOUT, comes by then.
inline bool wait_for_socket(Socket socket, short events, std::chrono::milliseconds at_most) {
  pollfd look{.fd = socket, .events = events, .revents = 0};
  return ::WSAPoll(&look, 1, static_cast<int>(at_most.count())) > 0;
}

/// How many of the bytes were sent; 0: the other side is gone.
inline std::size_t send_some(Socket socket, std::string_view bytes) {
  const std::size_t size = std::min<std::size_t>(bytes.size(), INT_MAX);
  return static_cast<std::size_t>(std::max(0, ::send(socket, bytes.data(), static_cast<int>(size), 0)));
}

/// How many bytes came; 0: the other side has closed, or is gone.
inline std::size_t receive_some(Socket socket, std::span<char> into) {
  return static_cast<std::size_t>(std::max(0, ::recv(socket, into.data(), static_cast<int>(into.size()), 0)));
}

inline void end_sending(Socket socket) { ::shutdown(socket, SD_SEND); }
/// Wakes who waits for it, too.
inline void end_both_ways(Socket socket) {
  ::shutdown(socket, SD_BOTH);
  ::CancelIoEx(reinterpret_cast<HANDLE>(socket), nullptr);  // a call that waits already may not notice
}

/// The next `close_socket` cuts the connection with a reset.
inline void reset_when_closed(Socket socket) {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&at_once), sizeof at_once);
}

#else

using Socket = int;
inline constexpr Socket no_socket = -1;

inline bool start_sockets() { return true; }

inline void close_socket(Socket socket) { ::close(socket); }

inline void never_block(Socket socket) { ::fcntl(socket, F_SETFL, O_NONBLOCK); }

inline void raise_no_signal([[maybe_unused]] Socket socket) {
#if defined(SO_NOSIGPIPE)
  const int on = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
}

inline bool wait_for_socket(Socket socket, short events, std::chrono::milliseconds at_most) {
  pollfd look{.fd = socket, .events = events, .revents = 0};
  return ::poll(&look, 1, static_cast<int>(at_most.count())) > 0;
}

inline std::size_t send_some(Socket socket, std::string_view bytes) {
#if defined(MSG_NOSIGNAL)
  constexpr int flags = MSG_NOSIGNAL;
#else
  constexpr int flags = 0;  // the socket itself is set to raise no signal
#endif
  return static_cast<std::size_t>(std::max<ssize_t>(0, ::send(socket, bytes.data(), bytes.size(), flags)));
}

inline std::size_t receive_some(Socket socket, std::span<char> into) {
  return static_cast<std::size_t>(std::max<ssize_t>(0, ::recv(socket, into.data(), into.size(), 0)));
}

inline void end_sending(Socket socket) { ::shutdown(socket, SHUT_WR); }
inline void end_both_ways(Socket socket) { ::shutdown(socket, SHUT_RDWR); }

inline void reset_when_closed(Socket socket) {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

#endif

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/loopback_server.hpp>
// A server on this machine that sends exactly the bytes a test tells it to, and keeps what it was sent.
#ifndef KEYTURN_TESTING_LOOPBACK_SERVER_HPP
#define KEYTURN_TESTING_LOOPBACK_SERVER_HPP

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// A request as it came in.
struct ReceivedRequest {
  int connection = 0;              ///< From 1, in the order in which they were accepted.
  std::string method{}, target{};  ///< As in the request line.
  Headers headers{};               ///< In order.
  std::string body{};              ///< Without the marks of its chunks.
};

namespace checks {

/// A socket at a free port of 127.0.0.1, and where it is.
class Listener {
 public:
  explicit Listener(int backlog) {
    if (!start_sockets()) return;
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST;
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo("127.0.0.1", "0", &hints, &found) != 0) return;
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    char port[16] = "0";
    if (::bind(socket_, found->ai_addr, static_cast<socklen_t>(found->ai_addrlen)) == 0 &&
        ::listen(socket_, backlog) == 0 && ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0)
      ::getnameinfo(reinterpret_cast<sockaddr*>(&address), size, nullptr, 0, port, sizeof port, NI_NUMERICSERV);
    port_ = port;
    ::freeaddrinfo(found);
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener() {
    if (socket_ != no_socket) close_socket(socket_);
  }

  Socket socket() const { return socket_; }
  const std::string& port() const { return port_; }

  /// A socket that connects to it, maybe later; `no_socket`: none.
  Socket connect() const {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    const Socket other = ::socket(AF_INET, SOCK_STREAM, 0);
    if (other == no_socket) return no_socket;
    never_block(other);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    static_cast<void>(::connect(other, reinterpret_cast<sockaddr*>(&address), size));
    return other;
  }

 private:
  Socket socket_ = no_socket;
  std::string port_ = "0";
};

}  // namespace checks

class LoopbackServer;

/// One connection, for the thread that its script runs on. Everything blocks; reading ends when the other side is gone.
class LoopbackConnection {
 public:
  /// From 1, in the order in which connections were accepted.
  int number() const { return request_.connection; }

  /// The next request as a whole; false if the other side closed.
  bool read() { return read_head() && read_body(); }
  /// The header of the next request alone.
  bool read_head();
  /// The body that belongs to it.
  bool read_body();
  /// What was read last.
  const ReceivedRequest& request() const { return request_; }

  /// Sends these bytes, and waits until the system has taken them; false if the other side is gone.
  bool write(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::size_t sent = checks::send_some(socket_, bytes);
      if (sent == 0) return false;
      bytes.remove_prefix(sent);
    }
    return true;
  }

  /// Reads and drops what comes until the other side closes; false if it has not by then.
  bool wait_for_close(std::chrono::milliseconds at_most) {
    const TimePoint end = later(Hosted{}.now(), at_most);
    while (checks::wait_for_socket(socket_, POLLIN, milliseconds_left(end, Hosted{}.now())))
      if (!more()) return true;
    return false;
  }

  /// Reads nothing until that time is over, or the server ends.
  void stall(std::chrono::milliseconds time);

  /// Cuts the connection with a reset.
  void reset();

 private:
  friend class LoopbackServer;
  LoopbackConnection(LoopbackServer& server, checks::Socket socket, int number) : server_{server}, socket_{socket} {
    request_.connection = number;
    checks::raise_no_signal(socket_);
  }

  bool more() {
    char bytes[16384];
    const std::size_t got = checks::receive_some(socket_, bytes);
    buffer_.append(bytes, got);
    return got > 0;
  }

  /// Up to and with `end`; empty if the other side closed before.
  std::string take_until(std::string_view end) {
    std::size_t found = 0;
    while ((found = buffer_.find(end)) == buffer_.npos)
      if (!more()) return {};
    return take(found + end.size());
  }

  /// So many bytes, or fewer if the other side closed.
  std::string take(std::size_t size) {
    while (buffer_.size() < size && more()) {
    }
    std::string taken = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return taken;
  }

  bool read_chunks() {
    for (;;) {
      const std::string line = take_until("\r\n");
      if (line.empty()) return false;
      const std::size_t size = std::strtoul(line.c_str(), nullptr, 16);
      const std::string chunk = take(size + 2);
      if (chunk.size() != size + 2) return false;
      request_.body.append(chunk, 0, size);
      if (size == 0) return true;
    }
  }

  LoopbackServer& server_;
  checks::Socket socket_;
  std::string buffer_;
  ReceivedRequest request_;
  std::size_t index_ = 0;  // of the request in the server's list
};

/// Listens at a free port of 127.0.0.1, and runs its script for each connection on a thread of its own; a connection is
/// closed when its script returns. Speaks no TLS. The destructor cuts what is still open, and waits for all scripts.
///
///     LoopbackServer server{[](LoopbackConnection& connection) {
///       while (connection.read()) connection.write("HTTP/1.1 204 No Content\r\n\r\n");
///     }};
class LoopbackServer {
 public:
  /// What is done with each connection.
  using Script = Callback<void(LoopbackConnection&)>;

  /// Listens from now on.
  explicit LoopbackServer(Script script) : script_{std::move(script)}, thread_{[this] { accept(); }} {}
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;
  ~LoopbackServer() {
    {
      const std::lock_guard lock{mutex_};
      stopping_ = true;
      stopped_.notify_all();
    }
    const checks::Socket wake = listener_.connect();
    thread_.join();
    if (wake != checks::no_socket) checks::close_socket(wake);
    {
      const std::lock_guard lock{mutex_};
      for (const auto& connection : connections_)
        if (connection->socket_ != checks::no_socket) checks::end_both_ways(connection->socket_);
    }
    for (auto& thread : threads_) thread.join();
    for (const auto& connection : connections_)
      if (connection->socket_ != checks::no_socket) checks::close_socket(connection->socket_);
  }

  /// Host and port, as a Host header names them.
  std::string authority() const { return "127.0.0.1:" + listener_.port(); }
  /// The URL of that target there, over plain http.
  std::string url(std::string_view target = "/") const { return "http://" + authority() + std::string{target}; }

  /// How many connections there were.
  int connections() const { return accepted_; }
  /// All requests so far whose header came in whole.
  std::vector<ReceivedRequest> requests() const {
    const std::lock_guard lock{mutex_};
    return requests_;
  }
  /// The last of them; an empty one if there was none.
  ReceivedRequest last() const {
    const std::lock_guard lock{mutex_};
    return requests_.empty() ? ReceivedRequest{} : requests_.back();
  }

 private:
  friend class LoopbackConnection;

  void accept() {
    for (;;) {
      const checks::Socket socket = ::accept(listener_.socket(), nullptr, nullptr);
      const std::lock_guard lock{mutex_};
      if (stopping_) {
        if (socket != checks::no_socket) checks::close_socket(socket);
        return;
      }
      if (socket == checks::no_socket) continue;
      connections_.emplace_back(new LoopbackConnection{*this, socket, ++accepted_});
      threads_.emplace_back([this, connection = connections_.back().get()] {
        script_(*connection);
        const std::lock_guard held{mutex_};
        if (connection->socket_ != checks::no_socket) checks::end_sending(connection->socket_);
      });
    }
  }

  Script script_;
  checks::Listener listener_{SOMAXCONN};
  std::atomic<int> accepted_{0};
  mutable std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::vector<ReceivedRequest> requests_;
  std::list<std::unique_ptr<LoopbackConnection>> connections_;
  std::list<std::thread> threads_;
  std::thread thread_;  // the last, for it uses the others
};

inline bool LoopbackConnection::read_head() {
  const std::string head = take_until("\r\n\r\n");
  if (head.empty()) return false;
  request_ = {.connection = number()};
  const auto end = head.find("\r\n");
  const auto first = head.find(' '), second = head.find(' ', first + 1);
  if (first == head.npos || second == head.npos || second > end) return false;
  request_.method = head.substr(0, first);
  request_.target = head.substr(first + 1, second - first - 1);
  for (std::size_t at = end + 2; at + 2 < head.size();) {
    const auto stop = head.find("\r\n", at), colon = head.find(':', at);
    if (colon > stop) return false;
    const auto value = std::min(head.find_first_not_of(' ', colon + 1), stop);
    request_.headers.add(head.substr(at, colon - at), head.substr(value, stop - value));
    at = stop + 2;
  }
  const std::lock_guard lock{server_.mutex_};
  index_ = server_.requests_.size();
  server_.requests_.push_back(request_);
  return true;
}

inline bool LoopbackConnection::read_body() {
  bool whole = true;
  if (request_.headers.get("Transfer-Encoding")) {
    whole = read_chunks();
  } else if (const auto length = request_.headers.get("Content-Length")) {
    const std::size_t size = std::strtoul(std::string{*length}.c_str(), nullptr, 10);
    request_.body = take(size);
    whole = request_.body.size() == size;
  }
  const std::lock_guard lock{server_.mutex_};
  server_.requests_[index_].body = request_.body;
  return whole;
}

inline void LoopbackConnection::stall(std::chrono::milliseconds time) {
  std::unique_lock lock{server_.mutex_};
  server_.stopped_.wait_for(lock, time, [&] { return server_.stopping_; });
}

inline void LoopbackConnection::reset() {
  const std::lock_guard lock{server_.mutex_};
  checks::reset_when_closed(socket_);
  checks::close_socket(socket_);
  socket_ = checks::no_socket;
}

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/check_transport/expectations.hpp>
// What the checks of a transport have in common: requests to the loopback server, and what is expected of answers.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_EXPECTATIONS_HPP
#define KEYTURN_TESTING_CHECK_TRANSPORT_EXPECTATIONS_HPP

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

/// Sends one request with the transport that is checked and waits for what comes of it, on any thread. All that the
/// checks see of a transport, so that they do not care how it is called.
using Sender = Callback<Result<Response>(const Request&)>;

inline constexpr std::chrono::milliseconds in_good_time{10'000},  // a timeout that is not to be reached
    soon{100},                                                    // one that is
    too_late{1'500},                                              // when a transport must have noticed the latter
    at_the_latest{2'000};                                         // when a server gives up on a transport that has not

/// A GET with nothing special about it.
inline Request request_to(const LoopbackServer& server, std::string_view target = "/") {
  Request request{.url = server.url(target)};
  request.auth = Auth::none;
  request.timeout = in_good_time;
  request.max_response = 16u << 20;
  return request;
}

inline Request post_to(const LoopbackServer& server, Body body, std::string_view target = "/") {
  Request request = request_to(server, target);
  request.method = "POST";
  request.body = std::move(body);
  return request;
}

/// A whole answer with a body of known length. `fields` are header lines with their line ends.
inline std::string answer_with(int status, std::string_view body, std::string_view fields = "") {
  return "HTTP/1.1 " + std::to_string(status) + " Text\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string{fields} + "\r\n" + std::string{body};
}

/// Answers every request with the same bytes, on connections that stay open.
inline LoopbackServer::Script always(std::string bytes) {
  return [bytes = std::move(bytes)](LoopbackConnection& connection) {
    while (connection.read())
      if (!connection.write(bytes)) return;
  };
}

/// Answers one request, and closes.
inline LoopbackServer::Script once_only(std::string bytes) {
  return [bytes = std::move(bytes)](LoopbackConnection& connection) {
    if (connection.read()) connection.write(bytes);
  };
}

/// All byte values, several times over.
inline std::string every_byte(std::size_t size = 1024) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>((i + i / 256) & 0xff);
  return bytes;
}

inline std::string describe(const Result<Response>& result) {
  if (!result) return testing::describe(result.error());
  return "an answer with status " + std::to_string(result->status) + " and " + std::to_string(result->body.size()) +
         " bytes";
}

inline bool expect_status(Findings& findings, const Result<Response>& result, int status) {
  return findings.expect(result && result->status == status,
                         "instead of an answer with status " + std::to_string(status) + " came " + describe(result));
}

inline bool expect_body(Findings& findings, const Result<Response>& result, std::string_view body) {
  return expect_status(findings, result, 200) &&
         findings.expect(result->body == body, "the body had " + std::to_string(result->body.size()) +
                                                   " bytes and was not the " + std::to_string(body.size()) +
                                                   " bytes that were sent");
}

inline bool expect_error(Findings& findings, const Result<Response>& result, Errc code, std::string_view when) {
  return findings.expect(
      !result && result.error().code == code,
      std::string{when} + ", instead of " + std::string{to_string(code)} + " came " + describe(result));
}

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/check_transport/answers.hpp>
// The checks on what a transport makes of an answer: status, headers, every way in which a body may come, and on_data.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_ANSWERS_HPP
#define KEYTURN_TESTING_CHECK_TRANSPORT_ANSWERS_HPP

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

class TransportAnswers {
 public:
  explicit TransportAnswers(Sender send) : send_{std::move(send)} {}

  void run(CheckReport& report) const {
    report.run("every status is an answer", [&](Findings& f) { every_status(f); });
    report.run("an answer that has no body ends with its header", [&](Findings& f) { no_body(f); });
    report.run("a body of known length comes", [&](Findings& f) { known_length(f); });
    report.run("a body in chunks comes", [&](Findings& f) { chunks(f); });
    report.run("a body until the connection closes comes", [&](Findings& f) { until_close(f); });
    report.run("interim answers are skipped", [&](Findings& f) { interim(f); });
    report.run("a redirect is handed back", [&](Findings& f) { redirect(f); });
    report.run("headers come as they were sent", [&](Findings& f) { headers(f); });
    report.run("what is no HTTP is bad_answer", [&](Findings& f) { no_http(f); });
    report.run("on_data gets the bodies of 2xx answers", [&](Findings& f) { data(f); });
    report.run("on_data gets no other bodies", [&](Findings& f) { other_data(f); });
    report.run("on_data gets bytes as they arrive", [&](Findings& f) { early_data(f); });
    report.run("on_data that returns false is cancelled", [&](Findings& f) { stopped_data(f); });
  }

 private:
  void every_status(Findings& f) const {
    for (const int status : {200, 201, 202, 204, 206, 226, 300, 304, 400, 401, 403, 404,
                             408, 409, 418, 422, 429, 451, 500, 501, 502, 503, 504, 599}) {
      const bool bare = status == 204 || status == 304;
      LoopbackServer server{
          always(bare ? "HTTP/1.1 " + std::to_string(status) + " Text\r\n\r\n"
                      : answer_with(status, "text", status == 401 ? "WWW-Authenticate: Bearer\r\n" : ""))};
      const auto answer = send_(request_to(server));
      if (expect_status(f, answer, status))
        f.expect(answer->body == (bare ? "" : "text"), "the body of " + std::to_string(status) + " was lost");
    }
  }

  void no_body(Findings& f) const {
    LoopbackServer server{always("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n")};
    Request request = request_to(server);
    request.timeout = too_late;
    expect_status(f, send_(request), 304);
  }

  void known_length(Findings& f) const {
    const std::string bytes = every_byte(100'000);
    LoopbackServer server{always(answer_with(200, bytes))};
    expect_body(f, send_(request_to(server)), bytes);
  }

  void chunks(Findings& f) const {
    LoopbackServer server{
        always("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
               "5\r\nfirst\r\n1;name=\"value\"\r\n,\r\n00A\r\n0123456789\r\n0\r\nX-Trailer: yes\r\n\r\n")};
    expect_body(f, send_(request_to(server)), "first,0123456789");
    expect_body(f, send_(request_to(server)), "first,0123456789");  // and the connection is where it should be
  }

  void until_close(Findings& f) const {
    for (const char* head : {"HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\n"}) {
      LoopbackServer server{once_only(head + std::string{"all that there is"})};
      expect_body(f, send_(request_to(server)), "all that there is");
    }
  }

  void interim(Findings& f) const {
    LoopbackServer server{always("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" +
                                 answer_with(200, "after interim answers"))};
    const auto answer = send_(request_to(server));
    if (expect_body(f, answer, "after interim answers"))
      f.expect(!answer->headers.get("Link"), "a header of the interim answer was taken for one of the answer");
  }

  void redirect(Findings& f) const {
    for (const int status : {301, 302, 303, 307, 308}) {
      LoopbackServer server{always(answer_with(status, "moved", "Location: /elsewhere\r\n"))};
      const auto answer = send_(request_to(server));
      if (expect_status(f, answer, status))
        f.expect(answer->headers.get("Location") == "/elsewhere", "the Location was lost");
      f.expect(server.requests().size() == 1, std::to_string(status) + " was followed");
    }
  }

  void headers(Findings& f) const {
    LoopbackServer server{always(answer_with(
        200, "",
        "Set-Cookie: a=1\r\nX-Spaces:  \t in between \t\r\nX-Empty:\r\nSet-Cookie: b=2; Path=/\r\nX-Long: " +
            std::string(8000, 'l') + "\r\n"))};
    const auto answer = send_(request_to(server));
    if (!expect_status(f, answer, 200)) return;
    std::string cookies;
    for (const Header& field : answer->headers)
      if (field.value.find('=') != field.value.npos) cookies += field.value + '|';
    f.expect(cookies == "a=1|b=2; Path=/|", "the two Set-Cookie came as " + cookies);
    f.expect(answer->headers.get("x-spaces") == "in between", "the spaces around a value were kept");
    f.expect(answer->headers.get("X-Empty") == "", "a header without a value was lost");
    f.expect(answer->headers.get("X-Long").value_or("").size() == 8000, "a header of 8000 bytes was lost");
  }

  void no_http(Findings& f) const {
    for (const char* bytes : {"SSH-2.0-OpenSSH_9.2\r\n", "<html>Welcome</html>\r\n\r\n", "HTTP/1.1 OK\r\n\r\n",
                              "HTTP/1.1 2000 Many\r\n\r\n"}) {
      LoopbackServer server{once_only(bytes)};
      expect_error(f, send_(request_to(server)), Errc::bad_answer, "to \"" + std::string{bytes, 8} + "...\"");
    }
  }

  void data(Findings& f) const {
    const std::string bytes = every_byte(300'000);
    for (const int status : {200, 206}) {
      LoopbackServer server{always(answer_with(status, bytes))};
      Request request = request_to(server);
      const auto seen = std::make_shared<std::string>();
      request.on_data = [seen](std::string_view piece) {
        seen->append(piece);
        return true;
      };
      const auto answer = send_(request);
      if (!expect_status(f, answer, status)) continue;
      f.expect(*seen == bytes, "on_data got " + std::to_string(seen->size()) + " bytes, not the 300000 in order");
      f.expect(answer->body.empty(), "what on_data had taken was in Response::body too");
    }
  }

  void other_data(Findings& f) const {
    for (const int status : {300, 401, 404}) {
      LoopbackServer server{always(answer_with(status, "an error page"))};
      Request request = request_to(server);
      const auto called = std::make_shared<bool>(false);
      request.on_data = [called](std::string_view) { return *called = true; };
      const auto answer = send_(request);
      f.expect(!*called, "on_data got the body of a " + std::to_string(status));
      if (expect_status(f, answer, status))
        f.expect(answer->body == "an error page", "the body of a " + std::to_string(status) + " was lost");
    }
  }

  void early_data(Findings& f) const {
    const auto seen = std::make_shared<std::atomic<bool>>(false);
    std::atomic<bool> in_time{false};
    LoopbackServer server{[&](LoopbackConnection& connection) {
      if (!connection.read()) return;
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst");
      const TimePoint end = later(Hosted{}.now(), too_late);
      while (!*seen && Hosted{}.now() < end) connection.wait_for_close(std::chrono::milliseconds{1});
      in_time = seen->load();
      connection.write("-rest");
    }};
    Request request = request_to(server);
    request.on_data = [seen](std::string_view) { return *seen = true; };
    expect_status(f, send_(request), 200);
    f.expect(in_time, "on_data was not called before the whole body had come");
  }

  void stopped_data(Findings& f) const {
    LoopbackServer server{always(answer_with(200, std::string(1u << 20, 's')))};
    Request request = request_to(server);
    const auto calls = std::make_shared<int>(0);
    request.on_data = [calls](std::string_view) {
      ++*calls;
      return false;
    };
    expect_error(f, send_(request), Errc::cancelled, "when on_data returned false");
    f.expect(*calls == 1, "on_data was called " + std::to_string(*calls) + " times");
  }

  Sender send_;
};

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/check_transport/async_use.hpp>
// How the checks use an asynchronous transport: they send, drive it if it wants to be driven, and wait for completions.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_ASYNC_USE_HPP
#define KEYTURN_TESTING_CHECK_TRANSPORT_ASYNC_USE_HPP

#include <condition_variable>

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

/// What became of one call.
struct AsyncOutcome {
  bool done = false;
  Result<Response> result = Error{.code = Errc::no_answer, .detail = "the transport did not complete the call"};
  bool in_the_open = false;  ///< Completed while the checks were in no function of the transport.
};

/// Something that happens once, and that another thread waits for.
class Happening {
 public:
  void happened() {
    const std::lock_guard lock{mutex_};
    has_happened_ = true;
    changed_.notify_all();
  }
  /// Whether it happened in that time.
  bool wait(std::chrono::milliseconds at_most) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, at_most, [&] { return has_happened_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool has_happened_ = false;
};

/// All that the checks see of an asynchronous transport. One with `poll` is used by one thread at a time. Copies are the
/// same use; safe from all threads.
class AsyncUse {
 public:
  template <AsyncTransport T>
  explicit AsyncUse(T& transport)
      : state_{std::make_shared<State>()}, send_{[&transport](Request request, Completion<Response> done) {
          transport.send(std::move(request), std::move(done));
        }} {
    if constexpr (PolledTransport<T>) poll_ = [&transport] { return transport.poll(); };
    if constexpr (WakingTransport<T>)
      wake_after_ = [&transport](std::chrono::milliseconds delay, Callback<void()> work) {
        transport.wake_after(delay, std::move(work));
      };
  }

  bool polled() const { return static_cast<bool>(poll_); }
  bool waking() const { return static_cast<bool>(wake_after_); }

  /// Starts a call. `then` runs inside its completion, with nothing locked.
  std::shared_ptr<const AsyncOutcome> start(Request request, Callback<void()> then = {}) const {
    auto [outcome, done] = prepare(std::move(then));
    start(std::move(request), std::move(done));
    return outcome;
  }
  void start(Request request, Completion<Response> done) const {
    const auto inside = enter();
    send_(std::move(request), std::move(done));
  }

  /// An outcome, and the completion that writes it once `then` has run.
  std::pair<std::shared_ptr<const AsyncOutcome>, Completion<Response>> prepare(Callback<void()> then = {}) const {
    auto outcome = std::make_shared<AsyncOutcome>();
    return {outcome, [state = state_, outcome, then = std::move(then)](Result<Response> result) {
              if (then) then();
              const std::lock_guard lock{state->mutex};
              outcome->done = true;
              outcome->result = std::move(result);
              outcome->in_the_open = state->inside == 0;
              state->changed.notify_all();
            }};
  }

  std::optional<std::chrono::milliseconds> poll() const {
    const auto inside = enter();
    return poll_();
  }
  void wake_after(std::chrono::milliseconds delay, Callback<void()> work) const { wake_after_(delay, std::move(work)); }

  /// Looks at outcomes while they stand still.
  template <class F>
  auto look(F&& at_them) const {
    const std::lock_guard lock{state_->mutex};
    return at_them();
  }

  /// Drives the transport, or waits, until `met` holds or that time is over. Whether it holds in the end. `met` is asked
  /// while outcomes stand still.
  template <class F>
  bool wait_until(F&& met, std::chrono::milliseconds at_most) const {
    const TimePoint end = later(Hosted{}.now(), at_most);
    for (;;) {
      if (polled()) poll();
      std::unique_lock lock{state_->mutex};
      if (met()) return true;
      const auto rest = milliseconds_left(end, Hosted{}.now());
      if (rest == rest.zero()) return false;
      // not everything that is waited for is an outcome
      state_->changed.wait_for(lock, std::min(rest, polled() ? between_polls : between_looks));
    }
  }

  /// Lets that time go by, with the transport driven.
  void pass(std::chrono::milliseconds time) const {
    static_cast<void>(wait_until([] { return false; }, time));
  }

  /// What became of a call in that time.
  Result<Response> wait_for(const AsyncOutcome& outcome, std::chrono::milliseconds at_most = in_good_time) const {
    wait_until([&] { return outcome.done; }, at_most);
    return look([&] { return outcome.result; });
  }

  /// Sends and waits, as a blocking transport would; no longer than a little over the request's timeout.
  Result<Response> send_and_wait(const Request& request) const {
    return wait_for(*start(request), request.timeout + at_the_latest);
  }

 private:
  static constexpr std::chrono::milliseconds between_polls{1}, between_looks{10};

  struct State {
    std::recursive_mutex use;  // held in a polled transport; a completion may send
    std::mutex mutex;          // of outcomes and `inside`
    std::condition_variable changed;
    int inside = 0;
  };

  /// One thread in a polled transport, for as long as this lives.
  class Inside {
   public:
    explicit Inside(State& state) : state_{state}, use_{state.use} { add(1); }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;
    ~Inside() { add(-1); }

   private:
    void add(int number) {
      const std::lock_guard lock{state_.mutex};
      state_.inside += number;
    }
    State& state_;
    std::unique_lock<std::recursive_mutex> use_;
  };
  std::unique_ptr<Inside> enter() const { return polled() ? std::make_unique<Inside>(*state_) : nullptr; }

  std::shared_ptr<State> state_;
  Callback<void(Request, Completion<Response>)> send_;
  Callback<std::optional<std::chrono::milliseconds>()> poll_;
  Callback<void(std::chrono::milliseconds, Callback<void()>)> wake_after_;
};

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/check_transport/completing.hpp>
// The checks on how an asynchronous transport completes: once, from whatever place, with nothing held up meanwhile.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_COMPLETING_HPP
#define KEYTURN_TESTING_CHECK_TRANSPORT_COMPLETING_HPP

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

class TransportCompleting {
 public:
  explicit TransportCompleting(AsyncUse use) : use_{std::move(use)} {}

  void run(CheckReport& report) const {
    report.run("send does not wait for the answer", [&](Findings& f) { no_wait(f); });
    report.run("a call is completed once", [&](Findings& f) { once(f); });
    report.run("a call whose time is over is completed once", [&](Findings& f) { once_in_time(f); });
    report.run("a call that on_data stops is completed once", [&](Findings& f) { once_stopped(f); });
    report.run("many calls at once get their own answers", [&](Findings& f) { many(f); });
    report.run("a completion may send", [&](Findings& f) { from_inside(f); });
    report.run("many completions may send", [&](Findings& f) { many_from_inside(f); });
    if (use_.polled()) return;
    report.run("a completion may wait for another thread's send", [&](Findings& f) { no_lock(f); });
    report.run("a transport that idles is woken by a send", [&](Findings& f) { woken(f); });
  }

 private:
  void no_wait(Findings& f) const {
    Happening returned;
    std::atomic<bool> in_time{false};
    LoopbackServer server{[&](LoopbackConnection& connection) {
      if (!connection.read()) return;
      in_time = returned.wait(too_late);
      connection.write(answer_with(200, ""));
    }};
    const auto outcome = use_.start(request_to(server, "/no-wait"));
    returned.happened();
    expect_status(f, use_.wait_for(*outcome), 200);
    f.expect(in_time, "send returned only after the answer");
  }

  /// Starts a call, and counts how often the transport completes it until long after its end.
  Result<Response> expect_one_completion(Findings& f, Request request, std::string_view what) const {
    auto [outcome, done] = use_.prepare();
    const Completion<Response> witness = done;
    use_.start(std::move(request), std::move(done));
    const bool ended = use_.wait_until([&] { return witness.calls() > 0; }, in_good_time);
    f.expect(ended, std::string{what} + " was not completed");
    use_.pass(soon * 2);
    f.expect(witness.calls() < 2, std::string{what} + " was completed more than once");
    return use_.look([&, &ended_as = *outcome] { return ended_as.result; });
  }

  void once(Findings& f) const {
    LoopbackServer server{always(answer_with(200, "text"))};
    expect_status(f, expect_one_completion(f, request_to(server, "/once"), "a call with an answer"), 200);
    LoopbackServer closing{[](LoopbackConnection& connection) { static_cast<void>(connection.read()); }};
    expect_error(f, expect_one_completion(f, post_to(closing, "text", "/once"), "a call without an answer"),
                 Errc::no_answer, "when the server closed");
    expect_status(f, use_.send_and_wait(request_to(server, "/once")), 200);  // and nobody else holds the completion
  }

  void once_in_time(Findings& f) const {
    LoopbackServer server{[](LoopbackConnection& connection) {
      if (!connection.read()) return;
      connection.wait_for_close(soon * 2);
      connection.write(answer_with(200, "late"));
    }};
    Request request = request_to(server, "/once-in-time");
    request.timeout = soon;
    expect_error(f, expect_one_completion(f, std::move(request), "a call past its timeout"), Errc::timed_out,
                 "with a timeout of 100 ms");
  }

  void once_stopped(Findings& f) const {
    LoopbackServer server{always(answer_with(200, std::string(1u << 20, 's')))};
    Request request = request_to(server, "/once-stopped");
    request.on_data = [](std::string_view) { return false; };
    expect_error(f, expect_one_completion(f, std::move(request), "a call that on_data stopped"), Errc::cancelled,
                 "when on_data returned false");
  }

  /// Answers each request with its target.
  static void echo(LoopbackConnection& connection) {
    while (connection.read())
      if (!connection.write(answer_with(200, connection.request().target))) return;
  }

  void many(Findings& f) const {
    LoopbackServer server{echo};
    std::vector<std::shared_ptr<const AsyncOutcome>> outcomes;
    for (int i = 0; i < 200; ++i) outcomes.push_back(use_.start(request_to(server, "/many/" + std::to_string(i))));
    const auto all = [&] {
      return std::all_of(outcomes.begin(), outcomes.end(), [](const auto& outcome) { return outcome->done; });
    };
    f.expect(use_.wait_until(all, in_good_time), "not all of 200 calls were completed");
    for (std::size_t i = 0; i < outcomes.size(); ++i)
      expect_body(f, use_.look([&] { return outcomes[i]->result; }), "/many/" + std::to_string(i));
  }

  void from_inside(Findings& f) const {
    LoopbackServer server{echo};
    std::shared_ptr<const AsyncOutcome> inner;
    const auto outer = use_.start(request_to(server, "/outer"),
                                  [&, request = request_to(server, "/inner")] { inner = use_.start(request); });
    expect_body(f, use_.wait_for(*outer), "/outer");
    if (f.expect(inner != nullptr, "the outer call was not completed")) expect_body(f, use_.wait_for(*inner), "/inner");
  }

  /// Sends the next call of a chain from inside the completion of the one before.
  struct Link {
    struct Chain {
      AsyncUse use;
      Request request;
      std::atomic<int> left{100}, ended{0}, answered{0};
    };
    std::shared_ptr<Chain> chain;

    void operator()(const Result<Response>& result) const {
      if (result) ++chain->answered;
      if (chain->left-- > 0) chain->use.start(chain->request, Completion<Response>{Link{chain}});
      ++chain->ended;
    }
  };

  void many_from_inside(Findings& f) const {
    LoopbackServer server{echo};
    const auto chain = std::shared_ptr<Link::Chain>{new Link::Chain{use_, request_to(server, "/chain")}};
    for (int i = 0; i < 4; ++i) use_.start(chain->request, Completion<Response>{Link{chain}});
    use_.wait_until([&] { return chain->ended == 104; }, in_good_time);
    f.expect(chain->answered == 104, std::to_string(chain->answered) +
                                         " of 104 calls, most of them sent from inside completions, were answered");
  }

  void no_lock(Findings& f) const {
    LoopbackServer server{echo};
    Happening returned;
    bool in_time = false;
    std::shared_ptr<const AsyncOutcome> second;
    std::thread other;
    const auto first = use_.start(request_to(server, "/no-lock"), [&] {
      other = std::thread{[&] {
        second = use_.start(request_to(server, "/no-lock/2"));
        returned.happened();
      }};
      in_time = returned.wait(too_late);
    });
    expect_body(f, use_.wait_for(*first), "/no-lock");
    if (!f.expect(other.joinable(), "the call was not completed")) return;
    other.join();
    f.expect(in_time, "a thread could not send while a completion ran");
    expect_body(f, use_.wait_for(*second), "/no-lock/2");
  }

  void woken(Findings& f) const {
    LoopbackServer server{echo};
    expect_status(f, use_.send_and_wait(request_to(server)), 200);
    use_.pass(soon * 3);
    const TimePoint start = Hosted{}.now();
    expect_status(f, use_.send_and_wait(request_to(server, "/woken")), 200);
    f.expect(Hosted{}.now() - start < too_late, "after 300 ms without a call, the next took more than 1.5 s");
  }

  AsyncUse use_;
};

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/check_transport/driving.hpp>
// The checks on what drives an asynchronous transport and its client: `poll` and `wake_after`.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_DRIVING_HPP
#define KEYTURN_TESTING_CHECK_TRANSPORT_DRIVING_HPP

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

class TransportDriving {
 public:
  explicit TransportDriving(AsyncUse use) : use_{std::move(use)} {}

  void run(CheckReport& report) const {
    if (use_.polled()) {
      report.run("poll does not block", [&](Findings& f) { no_block(f); });
      report.run("poll says when to call again", [&](Findings& f) { when(f); });
      report.run("completions come inside poll or send", [&](Findings& f) { inside(f); });
    }
    if (use_.waking()) {
      report.run("wake_after does not call early", [&](Findings& f) { not_early(f); });
      report.run("wake_after calls once", [&](Findings& f) { once(f); });
      report.run("wake_after calls in time", [&](Findings& f) { in_time(f); });
    }
  }

 private:
  /// Says nothing until the other side closes.
  static void silence(LoopbackConnection& connection) {
    if (connection.read()) connection.wait_for_close(at_the_latest);
  }

  void no_block(Findings& f) const {
    LoopbackServer server{silence};
    Request request = request_to(server, "/no-block");
    request.timeout = too_late;
    const auto outcome = use_.start(std::move(request));
    use_.wait_until([&] { return !server.requests().empty(); }, in_good_time);
    const TimePoint start = Hosted{}.now();
    for (int i = 0; i < 20; ++i) use_.poll();
    f.expect(Hosted{}.now() - start < std::chrono::seconds{1},
             "while a server was silent, 20 calls of poll took more than 1 s");
    static_cast<void>(use_.wait_for(*outcome));
  }

  void when(Findings& f) const {
    LoopbackServer server{silence};
    Request request = request_to(server, "/when");
    request.timeout = soon * 3;
    const auto outcome = use_.start(std::move(request));
    const auto open = use_.poll();
    if (!use_.look([&] { return outcome->done; })) {
      f.expect(open.has_value(), "poll gave nothing while a call was open");
      f.expect(!open || *open <= soon * 3, "poll gave a time beyond the timeout of an open call");
    }
    static_cast<void>(use_.wait_for(*outcome));
    const TimePoint end = later(Hosted{}.now(), too_late);
    auto idle = use_.poll();
    while (idle && Hosted{}.now() < end) idle = use_.poll();
    f.expect(!idle, "poll asked to be called again for 1.5 s when no call was open");
  }

  void inside(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    for (int i = 0; i < 20; ++i) {
      const auto outcome = use_.start(request_to(server, "/inside"));
      static_cast<void>(use_.wait_for(*outcome));
      f.expect(!outcome->in_the_open, "a call was completed outside of poll and send");
    }
  }

  /// How often the work of `wake_after` was called, and how long after.
  struct Calls {
    std::mutex mutex;
    std::vector<std::chrono::nanoseconds> after;
    std::size_t count() {
      const std::lock_guard lock{mutex};
      return after.size();
    }
  };
  std::shared_ptr<Calls> wake_after(std::chrono::milliseconds delay) const {
    const auto calls = std::make_shared<Calls>();
    use_.wake_after(delay, [calls, start = Hosted{}.now()] {
      const std::lock_guard lock{calls->mutex};
      calls->after.push_back(Hosted{}.now() - start);
    });
    return calls;
  }

  void not_early(Findings& f) const {
    std::vector<std::pair<std::chrono::milliseconds, std::shared_ptr<Calls>>> all;
    for (const std::chrono::milliseconds delay : {soon * 2, soon, soon / 100, soon})
      all.emplace_back(delay, wake_after(delay));
    use_.wait_until(
        [&] { return std::all_of(all.begin(), all.end(), [](auto& each) { return each.second->count() > 0; }); },
        at_the_latest);
    for (const auto& [delay, calls] : all)
      if (calls->count() > 0)
        f.expect(calls->after.front() >= delay,
                 "work for after " + std::to_string(delay.count()) + " ms was called after " +
                     std::to_string(calls->after.front() / std::chrono::milliseconds{1}));
  }

  void once(Findings& f) const {
    const auto calls = wake_after(soon / 2);
    use_.wait_until([&] { return calls->count() > 0; }, in_good_time);
    use_.pass(soon * 2);
    f.expect(calls->count() == 1, "the work was called " + std::to_string(calls->count()) + " times");
  }

  void in_time(Findings& f) const {
    use_.pass(soon * 3);  // so that it idles
    const auto calls = wake_after(soon * 4);
    f.expect(use_.wait_until([&] { return calls->count() > 0; }, at_the_latest),
             "work for after 400 ms was not called within 2 s");
  }

  AsyncUse use_;
};

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/check_transport/ending.hpp>
// The checks on what an asynchronous transport leaves behind when it is destroyed: nothing.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_ENDING_HPP
#define KEYTURN_TESTING_CHECK_TRANSPORT_ENDING_HPP

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

/// Destroys a transport in the middle of its work, once, and looks at that from several sides.
class TransportEnding {
 public:
  /// Without a transport of its own it skips the checks.
  TransportEnding(std::optional<AsyncUse> use, Callback<void()> destroy)
      : use_{std::move(use)}, destroy_{std::move(destroy)} {}

  void run(CheckReport& report) const {
    const auto seen = use_ ? end() : nullptr;
    const auto check = [&](const char* name, bool Seen::*met, const char* otherwise) {
      report.run(name, [&](Findings& f) {
        if (!seen) return f.skip("the transport was not handed over; std::move it into check_transport");
        f.expect((*seen).*met, otherwise);
      });
    };
    check("its destructor waits for no server", &Seen::quick,
          "with silent servers the destructor took more than 1.5 s");
    check("its destructor ends every call", &Seen::complete, "calls were still open when the destructor had returned");
    check("nothing is called after its destruction", &Seen::silent,
          "on_data, a completion or the work of wake_after was called after the destruction");
  }

 private:
  struct Seen {
    bool quick = false, complete = false, silent = false;
  };

  std::shared_ptr<const Seen> end() const {
    auto seen = std::make_shared<Seen>();
    LoopbackServer silent{[](LoopbackConnection& connection) {
      if (connection.read()) connection.wait_for_close(at_the_latest * 2);
    }};
    LoopbackServer talking{[](LoopbackConnection& connection) {
      if (!connection.read() || !connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")) return;
      const TimePoint end = later(Hosted{}.now(), at_the_latest * 2);
      while (Hosted{}.now() < end && !connection.wait_for_close(std::chrono::milliseconds{5}) &&
             connection.write("b")) {
      }
    }};
    const auto after = std::make_shared<std::atomic<int>>(0);  // what was called, of what may be called before
    std::vector<std::shared_ptr<const AsyncOutcome>> outcomes;
    for (int i = 0; i < 40; ++i) {
      Request request = request_to(i % 8 == 0 ? talking : silent, "/ending");
      request.timeout = at_the_latest;
      request.on_data = [after](std::string_view) { return ++*after > 0; };
      outcomes.push_back(use_->start(std::move(request), [after] { ++*after; }));
    }
    if (use_->waking()) use_->wake_after(soon * 5, [after] { ++*after; });
    use_->wait_until([&] { return *after > 0; }, in_good_time);

    const TimePoint start = Hosted{}.now();
    destroy_();
    seen->quick = Hosted{}.now() - start < too_late;
    seen->complete = use_->look([&] {
      return std::all_of(outcomes.begin(), outcomes.end(), [](const auto& outcome) { return outcome->done; });
    });
    const int called = *after;
    static_cast<void>(Happening{}.wait(soon * 8));  // nothing may
    seen->silent = *after == called;
    return seen;
  }

  std::optional<AsyncUse> use_;
  Callback<void()> destroy_;
};

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/check_transport/failures.hpp>
// The checks on how a transport fails: limits, answers cut off, servers that cannot be reached, and time.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_FAILURES_HPP
#define KEYTURN_TESTING_CHECK_TRANSPORT_FAILURES_HPP

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

/// A port at which nobody accepts and the queue is full, so that a connection is neither made nor refused.
class FullPort {
 public:
  FullPort() {
    while (!full_ && sockets_.size() < 64) {
      const Socket socket = listener_.connect();
      if (socket == no_socket) return;
      sockets_.push_back(socket);
      full_ = !wait_for_socket(socket, POLLOUT, std::chrono::milliseconds{20});
    }
  }
  FullPort(const FullPort&) = delete;
  FullPort& operator=(const FullPort&) = delete;
  ~FullPort() {
    for (const Socket socket : sockets_) close_socket(socket);
  }

  /// False where the system does not do that.
  bool full() const { return full_; }
  std::string url() const { return "http://127.0.0.1:" + listener_.port() + "/"; }

 private:
  Listener listener_{0};
  std::vector<Socket> sockets_;
  bool full_ = false;
};

class TransportFailures {
 public:
  explicit TransportFailures(Sender send) : send_{std::move(send)} {}

  void run(CheckReport& report) const {
    report.run("a body of max_response bytes comes", [&](Findings& f) { at_limit(f); });
    report.run("a body over max_response is bad_answer", [&](Findings& f) { over_limit(f); });
    report.run("an endless body ends at max_response", [&](Findings& f) { endless_body(f); });
    report.run("an endless header ends", [&](Findings& f) { endless_header(f); });
    report.run("an answer that is cut off is never an answer", [&](Findings& f) { cut_off(f); });
    report.run("a connection closed without an answer is no_answer", [&](Findings& f) { closed(f); });
    report.run("a refused connection is not_sent", [&](Findings& f) { refused(f); });
    report.run("a name without an address is not_sent", [&](Findings& f) { unknown_name(f); });
    report.run("time runs while it connects", [&](Findings& f) { no_connection(f); });
    report.run("time runs while it sends", [&](Findings& f) { unread_request(f); });
    report.run("time runs while it waits for an answer", [&](Findings& f) { silence(f); });
    report.run("time runs while a header trickles in", [&](Findings& f) { slow_header(f); });
    report.run("time runs while a body trickles in", [&](Findings& f) { slow_body(f); });
    report.run("time runs while on_data is called", [&](Findings& f) { slow_data(f); });
    report.run("an answer that comes in time is waited for", [&](Findings& f) { late_answer(f); });
    report.run("after failures the next request works", [&](Findings& f) { works_again(f); });
  }

 private:
  static std::vector<std::string> in_every_way(const std::string& body) {
    return {answer_with(200, body),
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n" + body.substr(0, 1) + "\r\n" +
                hexadecimal(body.size() - 1) + "\r\n" + body.substr(1) + "\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body};
  }

  static std::string hexadecimal(std::size_t number) {
    std::string digits;
    for (; number > 0; number /= 16) digits.insert(digits.begin(), "0123456789abcdef"[number % 16]);
    return digits;
  }

  Result<Response> send_limited(const LoopbackServer& server, std::size_t limit) const {
    Request request = request_to(server);
    request.max_response = limit;
    return send_(request);
  }

  void at_limit(Findings& f) const {
    const std::string body(1000, 'b');
    for (const std::string& bytes : in_every_way(body)) {
      LoopbackServer server{once_only(bytes)};
      expect_body(f, send_limited(server, 1000), body);
    }
  }

  void over_limit(Findings& f) const {
    for (const std::string& bytes : in_every_way(std::string(1001, 'b'))) {
      LoopbackServer server{once_only(bytes)};
      expect_error(f, send_limited(server, 1000), Errc::bad_answer, "for a body one byte over the limit");
    }
  }

  static constexpr std::size_t far_too_much = 24u << 20;  // beyond what the system's buffers take in

  /// Sends `head`, and `piece` over and over; `written` says how much of it went out.
  static LoopbackServer::Script endless(std::string head, std::string piece, std::atomic<std::size_t>& written) {
    return [head = std::move(head), piece = std::move(piece), &written](LoopbackConnection& connection) {
      if (!connection.read() || !connection.write(head)) return;
      while (written < far_too_much && connection.write(piece)) written += piece.size();
    };
  }

  void endless_body(Findings& f) const {
    std::atomic<std::size_t> written{0};
    LoopbackServer server{endless("HTTP/1.1 200 OK\r\n\r\n", std::string(65'536, 'e'), written)};
    expect_error(f, send_limited(server, 1000), Errc::bad_answer, "for an endless body");
    f.expect(written < far_too_much, "the body was taken in to its end before the limit counted");
  }

  void endless_header(Findings& f) const {
    std::atomic<std::size_t> written{0};
    std::string lines;
    while (lines.size() < 65'536) lines += "X-Filler: one more line, and another one is to follow\r\n";
    LoopbackServer server{endless("HTTP/1.1 200 OK\r\n", lines, written)};
    const auto answer = send_limited(server, 1000);
    f.expect(!answer, "for an endless header came " + describe(answer));
    f.expect(written < far_too_much, "the header was taken in without a limit");
  }

  void cut_off(Findings& f) const {
    const std::string known = "HTTP/1.1 200 OK\r\nX-Name: value\r\nContent-Length: 4\r\n\r\nbody";
    const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nbod\r\n1\r\ny\r\n0\r\n";
    // the last chunk of 0 bytes makes it whole, not the empty line behind it (RFC 9112, section 8)
    for (const std::string& whole : {known, chunked}) {
      LoopbackServer server{[&](LoopbackConnection& connection) {
        if (connection.read()) connection.write(std::string_view{whole}.substr(0, cut_at(connection.request())));
      }};
      for (std::size_t size = 1; size < whole.size(); ++size) {
        const auto answer = send_(request_to(server, "/" + std::to_string(size)));
        const bool right =
            !answer && (answer.error().code == Errc::no_answer || answer.error().code == Errc::bad_answer);
        f.expect(right, "after " + std::to_string(size) + " of " + std::to_string(whole.size()) + " bytes came " +
                            describe(answer));
      }
    }
  }

  static std::size_t cut_at(const ReceivedRequest& request) {
    return std::strtoul(request.target.c_str() + 1, nullptr, 10);
  }

  void closed(Findings& f) const {
    LoopbackServer closing{[](LoopbackConnection& connection) { static_cast<void>(connection.read()); }};
    expect_error(f, send_(post_to(closing, "text")), Errc::no_answer, "when the server closed");
    LoopbackServer resetting{[](LoopbackConnection& connection) {
      if (connection.read()) connection.reset();
    }};
    expect_error(f, send_(post_to(resetting, "text")), Errc::no_answer, "when the server reset the connection");
  }

  static std::string url_of_nobody() {
    const LoopbackServer server{[](LoopbackConnection&) {}};
    return server.url();
  }

  Request request_for(std::string url, std::chrono::milliseconds timeout) const {
    return {.url = std::move(url), .auth = Auth::none, .timeout = timeout, .max_response = 1000};
  }

  void refused(Findings& f) const {
    expect_error(f, send_(request_for(url_of_nobody(), in_good_time)), Errc::not_sent, "at a port where nobody is");
  }

  void unknown_name(Findings& f) const {
    // a name that no one can have (RFC 6761, section 6.4)
    const auto answer = send_(request_for("http://name.invalid/", too_late));
    if (answer) return f.skip("this network gives every name an address");
    if (answer.error().code == Errc::timed_out) return f.skip("nobody answered in time what address the name has");
    expect_error(f, answer, Errc::not_sent, "for a name without an address");
  }

  /// Expects that `request`, which has little time, times out while it still matters.
  void expect_timeout(Findings& f, Request request) const {
    request.timeout = soon;
    const TimePoint start = Hosted{}.now();
    const auto answer = send_(request);
    const auto took = Hosted{}.now() - start;
    expect_error(f, answer, Errc::timed_out, "with a timeout of 100 ms");
    f.expect(took < too_late, "with a timeout of 100 ms it took more than 1.5 s");
  }

  void no_connection(Findings& f) const {
    const FullPort port;
    if (!port.full()) return f.skip("this system keeps no connection waiting");
    expect_timeout(f, request_for(port.url(), soon));
  }

  void unread_request(Findings& f) const {
    LoopbackServer server{[](LoopbackConnection& connection) {
      connection.stall(at_the_latest);
      connection.reset();  // nothing less ends a transport that goes on sending
    }};
    const auto make = []() -> Reader {  // in memory it would take time to copy
      return [left = far_too_much](std::span<char> into) mutable {
        const std::size_t size = std::min(left, into.size());
        left -= size;
        std::fill_n(into.begin(), size, 'u');
        return size;
      };
    };
    expect_timeout(f, post_to(server, Body::stream(make, far_too_much), "/unread"));
  }

  void silence(Findings& f) const {
    LoopbackServer server{[](LoopbackConnection& connection) {
      if (connection.read()) connection.wait_for_close(at_the_latest);
    }};
    expect_timeout(f, request_to(server, "/silence"));
  }

  /// Sends `head`, and then `piece` every few milliseconds.
  static LoopbackServer::Script trickle(std::string head, std::string piece) {
    return [head = std::move(head), piece = std::move(piece)](LoopbackConnection& connection) {
      if (!connection.read() || !connection.write(head)) return;
      const TimePoint end = later(Hosted{}.now(), at_the_latest);
      while (Hosted{}.now() < end && !connection.wait_for_close(std::chrono::milliseconds{5}) &&
             connection.write(piece)) {
      }
    };
  }

  void slow_header(Findings& f) const {
    LoopbackServer server{trickle("HTTP/1.1 200 OK\r\n", "X-Slow: yes\r\n")};
    expect_timeout(f, request_to(server, "/slow-header"));
  }

  void slow_body(Findings& f) const {
    LoopbackServer server{trickle("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", "b")};
    expect_timeout(f, request_to(server, "/slow-body"));
  }

  void slow_data(Findings& f) const {
    LoopbackServer server{trickle("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", "b")};
    Request request = request_to(server, "/slow-data");
    request.on_data = [](std::string_view) { return true; };
    expect_timeout(f, request);
  }

  void late_answer(Findings& f) const {
    LoopbackServer server{[](LoopbackConnection& connection) {
      if (!connection.read() || connection.wait_for_close(soon * 3)) return;
      connection.write(answer_with(200, "late"));
    }};
    expect_body(f, send_(request_to(server, "/late")), "late");
  }

  void works_again(Findings& f) const {
    static_cast<void>(send_(request_for(url_of_nobody(), in_good_time)));
    LoopbackServer server{[](LoopbackConnection& connection) {
      while (connection.read()) {
        if (connection.request().target == "/close") return;
        if (connection.request().target == "/wait") connection.wait_for_close(at_the_latest);
        connection.write(answer_with(200, "the right one"));
      }
    }};
    static_cast<void>(send_(request_to(server, "/close")));
    static_cast<void>(send_limited(server, 3));
    Request request = request_to(server, "/wait");
    request.timeout = soon;
    static_cast<void>(send_(request));
    expect_body(f, send_(request_to(server)), "the right one");
  }

  Sender send_;
};

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/check_transport/requests.hpp>
// The checks on what a transport sends: method, target, headers and bodies arrive as given, and nothing else does.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_REQUESTS_HPP
#define KEYTURN_TESTING_CHECK_TRANSPORT_REQUESTS_HPP

#include <algorithm>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

class TransportRequests {
 public:
  explicit TransportRequests(Sender send) : send_{std::move(send)} {}

  void run(CheckReport& report) const {
    report.run("the method arrives", [&](Findings& f) { method(f); });
    report.run("path and query arrive", [&](Findings& f) { target(f); });
    report.run("the host arrives", [&](Findings& f) { host(f); });
    report.run("headers arrive", [&](Findings& f) { headers(f); });
    report.run("no header is added that changes the meaning", [&](Findings& f) { no_headers(f); });
    report.run("cookies are not kept", [&](Findings& f) { no_cookies(f); });
    report.run("a body may hold any byte", [&](Findings& f) { body(f, every_byte()); });
    report.run("a large body arrives", [&](Findings& f) { body(f, std::string(1u << 20, 'b')); });
    report.run("a POST without a body arrives", [&](Findings& f) { empty_post(f); });
    report.run("a HEAD is answered without a body", [&](Findings& f) { head(f); });
    report.run("a streamed body of known length arrives", [&](Findings& f) { known_stream(f); });
    report.run("a streamed body of unknown length arrives", [&](Findings& f) { unknown_stream(f); });
    report.run("a body that can be read once is read once", [&](Findings& f) { once_body(f); });
    report.run("nothing waits for 100 Continue", [&](Findings& f) { no_expect(f); });
  }

 private:
  static std::string shown(const std::optional<std::string_view>& value) {
    return value ? '"' + std::string{*value} + '"' : "nothing";
  }

  void method(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    for (const char* name : {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
      Request request = request_to(server);
      request.method = name;
      expect_status(f, send_(request), 200);
      f.expect(server.last().method == name, std::string{name} + " arrived as " + server.last().method);
    }
  }

  void target(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    for (const std::string_view text : {"/", "/a/b.c", "/a%20b/%C3%A4;v=1//c?x=1&y=%2F&empty=&x=2", "/?q=a+b"}) {
      expect_status(f, send_(request_to(server, text)), 200);
      f.expect(server.last().target == text, std::string{text} + " arrived as " + server.last().target);
    }
  }

  void host(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    expect_status(f, send_(request_to(server)), 200);
    f.expect(server.last().headers.get("Host") == server.authority(),
             "Host was " + shown(server.last().headers.get("Host")));
  }

  void headers(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    Request request = post_to(server, "{}");
    request.headers.add("Authorization", "Bearer " + std::string(3000, 'a'));
    request.headers.add("Content-Type", "application/json");
    request.headers.add("X-Repeated", "first");
    request.headers.add("X-Repeated", "second");
    request.headers.add("X-Marks", "a b;c=\"d\", e:f");
    expect_status(f, send_(request), 200);
    std::vector<Header> sent{request.headers.begin(), request.headers.end()}, arrived;
    for (const Header& field : server.last().headers)
      if (request.headers.get(field.name)) arrived.push_back(field);
    // Only the order of fields of one name has a meaning (RFC 9110, section 5.3).
    for (auto* fields : {&sent, &arrived})
      std::stable_sort(fields->begin(), fields->end(),
                       [](const Header& a, const Header& b) { return a.name < b.name; });
    f.expect(arrived == sent, std::to_string(arrived.size()) + " of " + std::to_string(sent.size()) +
                                  " headers arrived, or one was changed");
  }

  void no_headers(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    for (const Request& request : {request_to(server), post_to(server, "text")}) {
      expect_status(f, send_(request), 200);
      for (const char* name :
           {"Authorization", "Proxy-Authorization", "Cookie", "Content-Type", "Content-Encoding", "Range",
            "If-None-Match", "If-Modified-Since", "If-Match", "Upgrade", "Idempotency-Key", "Origin"})
        f.expect(!server.last().headers.get(name), request.method + " had a header " + name);
    }
  }

  void no_cookies(Findings& f) const {
    LoopbackServer server{always(answer_with(200, "", "Set-Cookie: session=1; Path=/\r\n"))};
    for (int i = 0; i < 2; ++i) expect_status(f, send_(request_to(server)), 200);
    f.expect(!server.last().headers.get("Cookie"), "a cookie of one answer went out with the next request");
  }

  void body(Findings& f, std::string bytes) const {
    LoopbackServer server{always(answer_with(200, ""))};
    expect_status(f, send_(post_to(server, bytes)), 200);
    expect_arrived(f, server, bytes);
  }

  static void expect_arrived(Findings& f, const LoopbackServer& server, std::string_view bytes) {
    const std::string arrived = server.last().body;
    f.expect(arrived == bytes, "the body arrived with " + std::to_string(arrived.size()) + " bytes and was not the " +
                                   std::to_string(bytes.size()) + " bytes that were given");
  }

  void empty_post(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    expect_status(f, send_(post_to(server, Body{})), 200);
    expect_arrived(f, server, "");
    f.expect(server.last().headers.get("Content-Length") == "0", "Content-Length was not 0 (RFC 9110, section 8.6)");
  }

  void head(Findings& f) const {
    LoopbackServer server{always("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")};
    Request request = request_to(server);
    request.method = "HEAD";
    request.timeout = too_late;
    if (const auto answer = send_(request); expect_status(f, answer, 200))
      f.expect(answer->body.empty(), "a body came from nowhere");
  }

  /// Gives `text` in pieces of odd sizes.
  static Reader pieces(std::string text) {
    return [text = std::move(text), at = std::size_t{0}, step = std::size_t{1}](std::span<char> into) mutable {
      const std::size_t size = std::min({into.size(), text.size() - at, step});
      std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(at), size, into.begin());
      at += size;
      step = step * 3 % 1000 + 1;
      return size;
    };
  }

  void known_stream(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    const std::string text = every_byte(50'000);
    expect_status(f, send_(post_to(server, Body::stream([&] { return pieces(text); }, text.size()))), 200);
    expect_arrived(f, server, text);
    f.expect(server.last().headers.get("Content-Length") == std::to_string(text.size()),
             "the length that was known did not go out as Content-Length");
  }

  void unknown_stream(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    const std::string text = every_byte(50'000);
    expect_status(f, send_(post_to(server, Body::stream([&] { return pieces(text); }))), 200);
    expect_arrived(f, server, text);
  }

  void once_body(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    const std::string text(50'000, 'o');
    expect_status(f, send_(post_to(server, Body::once(pieces(text), text.size()))), 200);
    expect_arrived(f, server, text);
  }

  void no_expect(Findings& f) const {
    LoopbackServer server{always(answer_with(200, ""))};
    expect_status(f, send_(post_to(server, std::string(1u << 20, 'b'))), 200);
    f.expect(!server.last().headers.get("Expect"), "the request had a header Expect");
  }

  Sender send_;
};

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/check_transport/sending.hpp>
// The checks on how often and from where a transport sends: never twice by itself, and for many threads at once.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_SENDING_HPP
#define KEYTURN_TESTING_CHECK_TRANSPORT_SENDING_HPP

#include <condition_variable>

KEYTURN_NAMESPACE_BEGIN

namespace testing::checks {

class TransportSending {
 public:
  explicit TransportSending(Sender send) : send_{std::move(send)} {}

  void run(CheckReport& report) const {
    report.run("at_most_once takes a fresh connection", [&](Findings& f) { fresh(f); });
    report.run("a request without an answer is not sent again", [&](Findings& f) { no_second_try(f); });
    report.run("a POST on a kept connection that dies is not sent again", [&](Findings& f) { dead_connection(f); });
    report.run("at_most_once is sent once", [&](Findings& f) { at_most_once(f); });
    report.run("an answer that says later is not asked again", [&](Findings& f) { busy_server(f); });
    report.run("calls of several threads run at once", [&](Findings& f) { at_once(f); });
    report.run("each thread gets its own answer", [&](Findings& f) { own_answers(f); });
  }

 private:
  static void expect_sent_once(Findings& f, const LoopbackServer& server, std::string_view what) {
    const auto requests = server.requests();
    const auto count = std::count_if(requests.begin(), requests.end(),
                                     [](const ReceivedRequest& request) { return request.target == "/counted"; });
    f.expect(count == 1, std::string{what} + " went out " + std::to_string(count) + " times");
  }

  void fresh(Findings& f) const {
    LoopbackServer server{always(answer_with(200, "text"))};
    expect_status(f, send_(request_to(server)), 200);
    Request request = post_to(server, "text");
    request.at_most_once = true;
    expect_status(f, send_(request), 200);
    f.expect(server.last().connection != 1, "it went out on the connection of an earlier request");
  }

  /// Answers what is not counted, and closes the connection when the counted request has come.
  static void close_when_counted(LoopbackConnection& connection) {
    while (connection.read() && connection.request().target != "/counted")
      if (!connection.write(answer_with(200, "text"))) return;
  }

  void no_second_try(Findings& f) const {
    for (const char* method : {"GET", "POST", "PUT", "DELETE"}) {
      LoopbackServer server{close_when_counted};
      Request request = request_to(server, "/counted");
      request.method = method;
      static_cast<void>(send_(request));
      expect_sent_once(f, server, method);
    }
  }

  void dead_connection(Findings& f) const {
    LoopbackServer server{close_when_counted};
    expect_status(f, send_(request_to(server)), 200);
    static_cast<void>(send_(post_to(server, "text", "/counted")));
    expect_sent_once(f, server, "a POST");
  }

  void at_most_once(Findings& f) const {
    for (const char* method : {"GET", "POST"}) {
      LoopbackServer server{close_when_counted};
      expect_status(f, send_(request_to(server)), 200);
      Request request = request_to(server, "/counted");
      request.method = method;
      request.at_most_once = true;
      static_cast<void>(send_(request));
      expect_sent_once(f, server, std::string{method} + " with at_most_once");
    }
  }

  void busy_server(Findings& f) const {
    for (const int status : {408, 425, 429, 500, 502, 503, 504}) {
      LoopbackServer server{always(answer_with(status, "", "Retry-After: 0\r\n"))};
      static_cast<void>(send_(request_to(server, "/counted")));
      expect_sent_once(f, server, "after a " + std::to_string(status) + ", a GET");
    }
  }

  static constexpr int threads = 4;

  /// Calls `work(index)` on several threads at once.
  template <class F>
  static void on_threads(F&& work) {
    std::vector<std::thread> running;
    for (int i = 0; i < threads; ++i) running.emplace_back([&work, i] { work(i); });
    for (auto& thread : running) thread.join();
  }

  void at_once(Findings& f) const {
    std::mutex mutex;
    std::condition_variable changed;
    int there = 0;
    bool given_up = false;
    LoopbackServer server{[&](LoopbackConnection& connection) {
      if (!connection.read()) return;
      {
        std::unique_lock lock{mutex};
        ++there;
        changed.notify_all();
        if (!changed.wait_for(lock, at_the_latest, [&] { return there == threads || given_up; })) given_up = true;
      }
      connection.write(answer_with(200, ""));
    }};
    on_threads([&](int) { static_cast<void>(send_(request_to(server))); });
    const std::lock_guard lock{mutex};
    f.expect(!given_up, "while one call waited for its answer, another did not go out");
  }

  void own_answers(Findings& f) const {
    LoopbackServer server{[](LoopbackConnection& connection) {
      while (connection.read())
        if (!connection.write(answer_with(200, connection.request().target + connection.request().body))) return;
    }};
    std::atomic<int> wrong{0};
    on_threads([&](int index) {
      for (int i = 0; i < 20; ++i) {
        const std::string target = "/" + std::to_string(index) + "/" + std::to_string(i);
        const auto answer = send_(post_to(server, "-body" + std::to_string(index), target));
        if (!answer || answer->body != target + "-body" + std::to_string(index)) ++wrong;
      }
    });
    f.expect(wrong == 0, std::to_string(wrong) + " of 80 calls got another answer than theirs");
  }

  Sender send_;
};

}  // namespace testing::checks

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/check_transport.hpp>
// Checks that a transport keeps to its concept: what an author of one runs in a test of their own.
#ifndef KEYTURN_TESTING_CHECK_TRANSPORT_HPP
#define KEYTURN_TESTING_CHECK_TRANSPORT_HPP

#include <optional>
#include <type_traits>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

namespace checks {

/// The checks that hold for every transport, however it is called.
inline CheckReport check_every(const Sender& send) {
  CheckReport report;
  TransportRequests{send}.run(report);
  TransportAnswers{send}.run(report);
  TransportFailures{send}.run(report);
  TransportSending{send}.run(report);
  return report;
}

/// Those, and the ones for asynchronous transports. `own` is destroyed in the end, if it is there.
template <class T>
CheckReport check_asynchronous(T& transport, std::optional<T>* own) {
  const AsyncUse use{transport};
  CheckReport report = check_every([use](const Request& request) { return use.send_and_wait(request); });
  TransportCompleting{use}.run(report);
  TransportDriving{use}.run(report);
  if (own != nullptr)
    TransportEnding{use, [own] { own->reset(); }}.run(report);
  else
    TransportEnding{std::nullopt, {}}.run(report);
  return report;
}

}  // namespace checks

/// Checks a blocking transport against servers of its own on 127.0.0.1, which send scripted bytes: good answers, broken
/// ones, endless ones, none. Plain HTTP/1.1 alone; whether TLS is verified is not checked. The transport must be ready
/// for use, without a proxy, and is called from several threads at once in the end.
///
///     CurlTransport transport;
///     const auto report = check_transport(transport);
///     if (!report) std::puts(report.text().c_str());
///
/// Blocks for about two seconds; a transport that does not keep to its timeouts takes longer, for the servers cut such
/// a call off after 2 s. Nothing leaves the machine, but the resolver is asked for `name.invalid`.
template <class T>
requires BlockingTransport<std::remove_reference_t<T>> CheckReport check_transport(T&& transport) {
  return checks::check_every([&transport](const Request& request) { return transport.send(request); });
}

/// Checks an asynchronous transport, with or without `poll` and `wake_after`: all that a blocking one is checked for,
/// that it completes each call once and holds nothing up, that it drives and is driven as it should, and that its
/// destructor leaves nothing behind. For the last the transport must be handed over; of one that is only lent those
/// checks are skipped. A polled transport is used by one thread at a time, any other by several at once. Takes about
/// five seconds; all else as above.
///
///     const auto report = check_transport(MyTransport{});
template <class T>
requires(AsyncTransport<std::remove_reference_t<T>> && !BlockingTransport<std::remove_reference_t<T>>) CheckReport
    check_transport(T&& transport) {
  if constexpr (std::is_lvalue_reference_v<T>) {
    return checks::check_asynchronous(transport, static_cast<std::optional<std::remove_reference_t<T>>*>(nullptr));
  } else {
    std::optional<T> own{std::move(transport)};
    return checks::check_asynchronous(*own, &own);
  }
}

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif

// <keyturn/protocol/form.hpp>
// Writes and reads application/x-www-form-urlencoded text (RFC 6749, appendix B), in bodies and in queries.
#ifndef KEYTURN_PROTOCOL_FORM_HPP
#define KEYTURN_PROTOCOL_FORM_HPP

#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// A name with its value, as plain bytes.
struct FormField {
  std::string_view name{}, value{};  ///< Not encoded yet. The caller keeps the characters.
};

/// The same, of text that was decoded; the value may be a token.
struct DecodedField {
  std::string name{};  ///< Decoded; any bytes.
  Secret value{};      ///< Decoded; any bytes.
};

namespace detail {

constexpr bool stays_in_form(char c) {
  return is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '*';
}

constexpr std::size_t form_size(std::string_view text) {
  std::size_t size = 0;
  for (const char c : text) size += stays_in_form(c) || c == ' ' ? 1u : 3u;
  return size;
}

/// Gives `put` each character: bytes as they are, those of UTF-8 text too, and a space as "+".
template <class Put>
constexpr void write_form(Put&& put, std::string_view text) {
  for (const char c : text) {
    if (stays_in_form(c) || c == ' ') {
      put(c == ' ' ? '+' : c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    put('%');
    put("0123456789ABCDEF"[byte >> 4]);
    put("0123456789ABCDEF"[byte & 15]);
  }
}

inline void append_form(std::string& out, std::string_view text) {
  write_form([&out](char c) { out += c; }, text);
}

constexpr int hex_value(char c) { return is_digit(c) ? c - '0' : lower(c) - 'a' + 10; }

/// Nothing where a percent sign is not followed by two hexadecimal digits.
inline Maybe<Secret> decode_form(std::string_view text) {
  std::size_t size = 0;
  for (std::size_t i = 0; i < text.size(); ++i, ++size) {
    if (text[i] != '%') continue;
    if (text.size() - i < 3 || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return {};
    i += 2;
  }
  return Secret{size, [text](char* into) {
                  for (std::size_t i = 0; i < text.size(); ++i) {
                    if (text[i] != '%') {
                      *into++ = text[i] == '+' ? ' ' : text[i];
                      continue;
                    }
                    *into++ = static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
                    i += 2;
                  }
                }};
}

}  // namespace detail

/// The fields joined with "&", in one buffer of the right size from the start, so that no piece of a secret stays behind in
/// another.
inline std::string form_text(const List<FormField>& fields) {
  std::size_t size = 0;
  for (const FormField& field : fields) size += detail::form_size(field.name) + detail::form_size(field.value) + 2;
  std::string text;
  // Never so short that it would stand inside the string object: moving that would leave a copy.
  text.reserve(size < sizeof(std::string) ? sizeof(std::string) : size);
  for (const FormField& field : fields) {
    if (!text.empty()) text += '&';
    detail::append_form(text, field.name);
    text += '=';
    detail::append_form(text, field.value);
  }
  return text;
}

/// The fields of such text, in order. `bad_answer`, which repeats nothing of it, where it is none.
inline Result<List<DecodedField>> read_form(std::string_view text) {
  List<DecodedField> fields;
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, text.find('&'));
    text.remove_prefix(piece.size() < text.size() ? piece.size() + 1 : piece.size());
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    auto name = detail::decode_form(piece.substr(0, equals));
    auto value = detail::decode_form(equals == piece.npos ? std::string_view{} : piece.substr(equals + 1));
    if (!name || !value)
      return detail::make_error(Errc::bad_answer, "not form encoded: a percent sign without its digits");
    fields.push({std::string{name->view()}, std::move(*value)});
  }
  return fields;
}

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/http_date.hpp>
// Writes the dates of HTTP answers.
#ifndef KEYTURN_TESTING_HTTP_DATE_HPP
#define KEYTURN_TESTING_HTTP_DATE_HPP

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// The present form of an HTTP-date (RFC 9110, section 5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT".
inline std::string http_date(WallTime time) {
  constexpr std::string_view days = "SunMonTueWedThuFriSat", months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time - day).count();
  const auto padded = [](long long value, std::size_t width) {
    std::string digits = std::to_string(value);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
  };
  std::string text{days.substr(3 * std::chrono::weekday{day}.c_encoding(), 3)};
  text += ", " + padded(static_cast<unsigned>(date.day()), 2) + " ";
  text += months.substr(3 * (static_cast<unsigned>(date.month()) - 1), 3);
  text += " " + padded(static_cast<int>(date.year()), 4) + " " + padded(seconds / 3600, 2) + ":" +
          padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2) + " GMT";
  return text;
}

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/fake_auth_server.hpp>
// An auth server with an API behind it, in memory, as a transport: the whole flow of login, use, refresh and logout in
// a test.
#ifndef KEYTURN_TESTING_FAKE_AUTH_SERVER_HPP
#define KEYTURN_TESTING_FAKE_AUTH_SERVER_HPP

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// What happens to a refresh token that is presented again.
enum class Rotation {
  idempotent,  ///< With the key of the newest rotation: the same pair again; of an older one: superseded; else theft.
  strict,      ///< Always theft: the whole family is revoked.
  none,        ///< Refresh tokens do not rotate: the answer has no new one.
};

/// What a fake auth server is to be like.
struct FakeAuthServerConfig {
  std::string origin = "https://api.example.test";      ///< What URLs of requests must begin with; else `not_sent`.
  std::string username = "ada", password = "lovelace";  ///< The one user.
  std::string code = "code";  ///< OAuth 2.0: what it takes as authorization code and as device code.
  std::chrono::seconds access_ttl{900}, refresh_ttl{2'592'000};  ///< How long tokens live.
  Rotation rotation = Rotation::idempotent;                      ///< What it does with a spent refresh token.
  Callback<WallTime()> wall = [] { return Hosted{}.wall(); };    ///< The server's clock.
};

/// Speaks the dialect of the example auth server: `/login`, `/refresh`, `/logout`, and OAuth 2.0: `/token`, `/revoke`, for
/// any client; a request that is a form is answered as OAuth 2.0 has it. Behind the access token are `/me` and `/notes`.
/// Copies share one server. Safe for many threads; blocks only if the `before` function does. The codec is a
/// parameter so that firmware tests with its own; `FakeAuthServer` of <keyturn/testing.hpp> takes simdjson's.
template <Codec C>
class BasicFakeAuthServer {
 public:
  /// The same for every codec.
  using Config = FakeAuthServerConfig;

  /// What the server has seen and done: the truth that a test counts by.
  struct Counts {
    /// `refreshes`: all requests for one. `rotations`: new pairs. `replays`: the same pair again. `superseded`: answers that
    /// say so. `calls` and `refused_calls`: requests with an access token that works, and with one that does not, or none.
    unsigned logins = 0, refreshes = 0, rotations = 0, replays = 0, superseded = 0, revoked_families = 0, logouts = 0,
             calls = 0, refused_calls = 0;
  };

  /// Nobody is logged in yet.
  explicit BasicFakeAuthServer(Config config = {}) : shared_{std::make_shared<Shared>(std::move(config))} {}

  /// What it has seen and done so far.
  Counts counts() const {
    return locked([](Shared& s) { return s.counts; });
  }
  /// The bodies that were POSTed to `/notes`, in order.
  std::vector<std::string> notes() const {
    return locked([](Shared& s) { return s.notes; });
  }
  /// Families whose tokens still work.
  std::size_t live_sessions() const {
    return locked([](Shared& s) {
      return static_cast<std::size_t>(
          std::count_if(s.families.begin(), s.families.end(), [](const Family& f) { return !f.revoked; }));
    });
  }

  /// All access tokens stop working, as after a key change; refresh tokens go on.
  void kill_access_tokens() {
    locked([](Shared& s) {
      for (Family& f : s.families) f.access_dead = true;
      return 0;
    });
  }
  /// The session of these tokens is over at the server, as after a password change.
  void revoke_sessions() {
    locked([](Shared& s) {
      for (Family& f : s.families) f.revoked = true;
      return 0;
    });
  }
  /// The next `count` answers to `path` are lost after the server has acted: `no_answer`.
  void lose_answers(std::string path, unsigned count) {
    locked([&](Shared& s) {
      s.lost[std::move(path)] = count;
      return 0;
    });
  }
  /// The next `count` requests to `path` get this result instead of an answer, and the server does not see them.
  void instead(std::string path, unsigned count, Result<Response> result) {
    locked([&](Shared& s) {
      s.replaced.insert_or_assign(std::move(path), std::pair{count, std::move(result)});
      return 0;
    });
  }
  /// Called with each request before the server acts, without a lock: a test holds a request there, or calls the
  /// client.
  void before(Callback<void(const Request&)> function) {
    locked([&](Shared& s) {
      s.before = std::move(function);
      return 0;
    });
  }

  /// Answers the request as it would come over the wire.
  Result<Response> send(const Request& request) {
    if (const auto function = locked([](Shared& s) { return s.before; })) function(request);
    return locked([&](Shared& s) { return deliver(s, request); });
  }

 private:
  struct Family {
    std::vector<std::string> refresh_tokens;  // the last one is live
    std::vector<std::string> keys;            // keys[i] made refresh_tokens[i + 1]
    std::string access_token;
    WallTime access_expires{}, refresh_expires{};
    bool revoked = false, access_dead = false;
  };
  struct Shared {
    explicit Shared(Config c) : config{std::move(c)} {}
    std::mutex mutex;
    Config config;
    Counts counts;
    std::vector<Family> families;
    std::vector<std::string> notes;
    std::map<std::string, unsigned> lost;
    std::map<std::string, std::pair<unsigned, Result<Response>>> replaced;
    Callback<void(const Request&)> before;
    unsigned serial = 0;
  };

  template <class F>
  auto locked(F&& f) const {
    const std::lock_guard lock{shared_->mutex};
    return f(*shared_);
  }

  static Result<Response> deliver(Shared& s, const Request& request) {
    if (!request.url.starts_with(s.config.origin)) return Error{.code = Errc::not_sent, .detail = "no such host"};
    const std::string path = request.url.substr(s.config.origin.size());
    if (auto found = s.replaced.find(path); found != s.replaced.end() && found->second.first > 0) {
      --found->second.first;
      return found->second.second;
    }
    Response answer = act(s, request, path);
    if (auto& lost = s.lost[path]; lost > 0) {
      --lost;
      return Error{.code = Errc::no_answer, .detail = "the connection was cut"};
    }
    if (request.on_data && is_success(answer.status)) {
      if (!request.on_data(answer.body)) return Error{.code = Errc::cancelled};
      answer.body.clear();
    }
    return answer;
  }

  static Response act(Shared& s, const Request& request, std::string_view path) {
    const std::string body = text(request.body);
    const bool refreshes = path == "/refresh" || (path == "/token" && member(body, "grant_type") == "refresh_token");
    if (refreshes) return refresh(s, body, request.headers.get("Idempotency-Key").value_or(""));
    if (path == "/login" || path == "/token") return login(s, body);
    if (path == "/logout" || path == "/revoke") return logout(s, body, bearer(request));
    const Family* family = find_access(s, bearer(request));
    if (family == nullptr) {
      ++s.counts.refused_calls;
      return reply(s, 401, R"({"error":"invalid_token"})");
    }
    ++s.counts.calls;
    if (path == "/me") return reply(s, 200, R"({"username":")" + s.config.username + "\"}");
    if (path != "/notes") return reply(s, 404, R"({"error":"not_found"})");
    if (request.method == "POST") s.notes.push_back(body);
    return reply(s, request.method == "POST" ? 201 : 200, R"({"count":)" + std::to_string(s.notes.size()) + "}");
  }

  static Response login(Shared& s, const std::string& body) {
    const std::string grant = member(body, "grant_type");
    const bool by_client = grant == "client_credentials";
    const bool by_code = grant == "authorization_code" || grant == "urn:ietf:params:oauth:grant-type:device_code";
    const bool known =
        by_code ? member(body, "code") + member(body, "device_code") == s.config.code
                : member(body, "username") == s.config.username && member(body, "password") == s.config.password;
    if (!by_client && !known) return refuse(s, body, "invalid_credentials");
    ++s.counts.logins;
    s.families.push_back({});
    return issue(s, s.families.back(), !by_client);
  }

  static Response refresh(Shared& s, const std::string& body, std::string_view key) {
    ++s.counts.refreshes;
    const std::string token = member(body, "refresh_token");
    for (Family& f : s.families) {
      const auto found = std::find(f.refresh_tokens.begin(), f.refresh_tokens.end(), token);
      if (found == f.refresh_tokens.end()) continue;
      if (f.revoked) return refuse(s, body, "refresh_token_revoked");
      if (s.config.wall() >= f.refresh_expires) return refuse(s, body, "refresh_token_expired");
      if (found + 1 == f.refresh_tokens.end()) {
        ++s.counts.rotations;
        f.keys.emplace_back(key);
        return issue(s, f);
      }
      const auto index = static_cast<std::size_t>(found - f.refresh_tokens.begin());
      if (s.config.rotation == Rotation::idempotent && !key.empty() && f.keys[index] == key) {
        const bool newest = index + 2 == f.refresh_tokens.size();
        ++(newest ? s.counts.replays : s.counts.superseded);
        return newest ? tokens(s, f) : reply(s, 409, R"({"error":"superseded"})");
      }
      f.revoked = true;
      ++s.counts.revoked_families;
      return refuse(s, body, "refresh_token_reused");
    }
    return refuse(s, body, "invalid_refresh_token");
  }

  static Response logout(Shared& s, const std::string& body, std::string_view access) {
    ++s.counts.logouts;
    const std::string token = is_form(body) ? member(body, "token") : member(body, "refresh_token");
    for (Family& f : s.families) {
      const auto& known = f.refresh_tokens;
      f.revoked |= f.access_token == access || std::find(known.begin(), known.end(), token) != known.end();
      f.access_dead |= f.access_token == token;
    }
    return reply(s, is_form(body) ? 200 : 204, "");
  }

  static Response issue(Shared& s, Family& f, bool with_refresh_token = true) {
    const std::string serial = std::to_string(++s.serial);
    f.access_token = "access-" + serial;
    f.access_dead = false;
    f.access_expires = s.config.wall() + s.config.access_ttl;
    f.refresh_expires = s.config.wall() + s.config.refresh_ttl;
    const bool rotates = with_refresh_token && (s.config.rotation != Rotation::none || f.refresh_tokens.empty());
    if (rotates) f.refresh_tokens.push_back("refresh-" + serial);
    return tokens(s, f, rotates);
  }

  static Response tokens(Shared& s, const Family& f, bool with_refresh_token = true) {
    const auto seconds = [&](WallTime end) {
      return std::to_string(std::chrono::floor<std::chrono::seconds>(end - s.config.wall()).count());
    };
    return reply(s, 200,
                 R"({"access_token":")" + f.access_token +
                     (with_refresh_token ? R"(","refresh_token":")" + f.refresh_tokens.back() : std::string{}) +
                     R"(","token_type":"Bearer","expires_in":)" + seconds(f.access_expires) +
                     R"(,"refresh_expires_in":)" + seconds(f.refresh_expires) + "}");
  }

  static Response refuse(Shared& s, const std::string& body, const char* error) {
    if (is_form(body))
      return reply(s, 400, std::string{R"({"error":"invalid_grant","error_description":")"} + error + "\"}");
    return reply(s, 401, std::string{R"({"error":")"} + error + "\"}");
  }

  static Response reply(Shared& s, int status, std::string body) {
    Response answer{.status = status, .body = std::move(body)};
    answer.headers.add("Content-Type", "application/json");
    answer.headers.add("Date", http_date(s.config.wall()));
    if (status == 401) answer.headers.add("WWW-Authenticate", R"(Bearer error="invalid_token")");
    return answer;
  }

  static Family* find_access(Shared& s, std::string_view token) {
    for (Family& f : s.families)
      if (!token.empty() && f.access_token == token && !f.revoked && !f.access_dead &&
          s.config.wall() < f.access_expires)
        return &f;
    return nullptr;
  }

  static std::string_view bearer(const Request& request) {
    std::string_view value = request.headers.get("Authorization").value_or("");
    if (!value.starts_with("Bearer ")) return {};
    return value.substr(7);
  }

  static std::string text(const Body& body) {
    std::string text;
    char buffer[1024];
    const Reader reader = body.open();
    while (const std::size_t size = reader(buffer)) text.append(buffer, size);
    return text;
  }

  static bool is_form(std::string_view body) { return !body.starts_with('{'); }

  static std::string member(const std::string& body, std::string_view name) {
    if (!is_form(body)) {
      Field field;
      const auto read = C{}.read(body, std::span{&name, 1}, std::span{&field, 1});
      return read && field.kind == Field::Kind::text ? field.text : std::string{};
    }
    const auto fields = read_form(body);
    if (fields)
      for (const DecodedField& field : *fields)
        if (field.name == name) return std::string{field.value.view()};
    return {};
  }

  std::shared_ptr<Shared> shared_;
};

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/flaky_storage.hpp>
// A storage that fails when a test says so, at each of its operations in turn if need be.
#ifndef KEYTURN_TESTING_FLAKY_STORAGE_HPP
#define KEYTURN_TESTING_FLAKY_STORAGE_HPP

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// The calls of a storage.
enum class StorageOperation {
  load,   ///< `load`
  save,   ///< `save`
  erase,  ///< `erase`
  lock    ///< `lock`; what happens to the lock afterwards is not counted.
};

/// How a `FlakyStorage` fails.
struct Fault {
  /// What the operation gives.
  Error error{.code = Errc::storage_failed, .detail = "FlakyStorage was told to fail"};
  bool lasting = false;     ///< From then on every operation fails, until `heal()`.
  bool after_work = false;  ///< The operation is carried out, and reported as failed: saved, erased, locked and let go.
  std::optional<StorageOperation> only{};  ///< Operations of this kind alone are counted, and fail; empty: all.
};

namespace checks {
template <class S>
struct LockOf {};
template <SharedStorage S>
struct LockOf<S> {
  using Lock = typename S::Lock;
};
}  // namespace checks

/// Wraps a storage, counts its operations and fails at one of them. Over a SharedStorage it is one too. A loop visits
/// every point at which a program can meet a failure:
///
///     for (std::size_t n = 1;; ++n) {
///       FlakyStorage storage{MemoryStorage{}};
///       storage.fail_at(n);
///       …                                 // what is tested, with a copy of `storage`
///       if (storage.failures() == 0) break;  // there was no n-th operation
///     }
///
/// Copies share the count and the fault, and copy the storage inside: a test keeps one and gives the client another.
/// Safe for many threads as far as the storage inside is; no lock is held while that is called.
template <Storage S>
class FlakyStorage : public checks::LockOf<S> {
 public:
  /// Around that one; nothing fails yet.
  explicit FlakyStorage(S storage = S{}) : storage_{std::move(storage)} {}

  /// The `n`-th operation from now fails (1: the next one), and with `Fault::lasting` all after it. Takes the place of
  /// an earlier fault.
  void fail_at(std::size_t n, Fault fault = {}) {
    const std::lock_guard lock{shared_->mutex};
    shared_->left = n;
    shared_->fault = std::move(fault);
  }

  /// Nothing fails any more.
  void heal() {
    const std::lock_guard lock{shared_->mutex};
    shared_->left = 0;
  }

  /// All operations so far, those that failed too.
  std::vector<StorageOperation> operations() const {
    const std::lock_guard lock{shared_->mutex};
    return shared_->operations;
  }

  /// How many operations of that kind there were so far.
  std::size_t count(StorageOperation kind) const {
    const std::lock_guard lock{shared_->mutex};
    return static_cast<std::size_t>(std::count(shared_->operations.begin(), shared_->operations.end(), kind));
  }

  /// How many of them failed because they were told to.
  std::size_t failures() const {
    const std::lock_guard lock{shared_->mutex};
    return shared_->failures;
  }

  /// The storage inside, past all faults.
  S& inner() { return storage_; }

  /// As the storage inside, or the fault.
  Result<std::optional<Secret>> load(std::string_view account) {
    return carry_out(StorageOperation::load, [&] { return storage_.load(account); });
  }
  Result<void> save(std::string_view account, const Secret& record) {
    return carry_out(StorageOperation::save, [&] { return storage_.save(account, record); });
  }
  Result<void> erase(std::string_view account) {
    return carry_out(StorageOperation::erase, [&] { return storage_.erase(account); });
  }
  template <class Inner = S>
  requires SharedStorage<Inner> Result<typename Inner::Lock> lock(std::string_view account,
                                                                  std::chrono::milliseconds patience) {
    return carry_out(StorageOperation::lock, [&] { return storage_.lock(account, patience); });
  }

 private:
  struct Shared {
    mutable std::mutex mutex;
    std::vector<StorageOperation> operations;
    std::size_t failures = 0;
    std::size_t left = 0;  // operations until the fault, itself included; 0: none will fail
    Fault fault;
  };

  /// Counts the operation; the fault, if it is this one's turn.
  std::optional<Fault> next(StorageOperation operation) {
    const std::lock_guard lock{shared_->mutex};
    Shared& s = *shared_;
    s.operations.push_back(operation);
    if (s.left == 0 || (s.fault.only && *s.fault.only != operation)) return std::nullopt;
    if (s.left > 1) {
      --s.left;
      return std::nullopt;
    }
    if (!s.fault.lasting) s.left = 0;
    ++s.failures;
    return s.fault;
  }

  template <class F>
  auto carry_out(StorageOperation operation, F&& work) -> decltype(work()) {
    auto fault = next(operation);
    if (!fault) return work();
    if (fault->after_work) static_cast<void>(work());
    return std::move(fault->error);
  }

  S storage_;
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/manual.hpp>
// A clock that a test moves by hand, and a platform made of it.
#ifndef KEYTURN_TESTING_MANUAL_HPP
#define KEYTURN_TESTING_MANUAL_HPP

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// Time that stands still until the test moves it. Copies share the time. Safe for many threads.
class ManualClock {
 public:
  /// The steady time; begins at one hour.
  TimePoint now() const {
    const std::lock_guard lock{shared_->mutex};
    return shared_->steady;
  }

  /// The time of day; begins with the year 2026.
  WallTime wall() const {
    const std::lock_guard lock{shared_->mutex};
    return std::chrono::floor<std::chrono::milliseconds>(shared_->wall);
  }

  /// Moves both clocks on.
  void advance(std::chrono::nanoseconds span) {
    const std::lock_guard lock{shared_->mutex};
    shared_->steady += span;
    shared_->wall += std::chrono::duration_cast<std::chrono::system_clock::duration>(span);
  }

  /// Sets the time of day alone, as a user or a wrong clock would.
  void set_wall(std::chrono::system_clock::time_point time) {
    const std::lock_guard lock{shared_->mutex};
    shared_->wall = time;
  }

  /// Moves both clocks on to `time`; does nothing if that has passed.
  void advance_to(TimePoint time) {
    if (const auto span = left(time, now()); span > span.zero()) advance(span);
  }

 private:
  struct Shared {
    mutable std::mutex mutex;
    TimePoint steady{std::chrono::hours{1}};
    std::chrono::system_clock::time_point wall{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
  };
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

/// A platform whose time is a `ManualClock` and whose random numbers repeat from run to run. A blocking wait for a
/// moment in time advances the clock instead of sleeping, so with a blocking client it is for one thread.
class Manual {
 public:
  /// As std::mutex is.
  using Mutex = std::mutex;

  /// Moves the clock on instead of waiting.
  class Condition {
   public:
    /// On the clock of that platform.
    explicit Condition(Manual& platform) : clock_{platform.clock_} {}

    /// Returns at once: with one thread, nobody else could wake it. Other threads, where an asynchronous client has
    /// some, get their turn.
    void wait(Mutex& mutex) {
      mutex.unlock();
      std::this_thread::yield();
      mutex.lock();
    }
    /// Moves the clock on to that time, and returns.
    void wait_until(Mutex&, TimePoint time) { clock_.advance_to(time); }
    /// Nobody waits.
    void notify_all() noexcept {}

   private:
    ManualClock clock_;
  };

  /// Shares that clock with whoever moves it.
  explicit Manual(ManualClock clock) : clock_{std::move(clock)} {}

  /// What the clock says.
  TimePoint now() const { return clock_.now(); }
  WallTime wall() const { return clock_.wall(); }

  /// SplitMix64. Each platform that is made has a seed of its own, which copies share: no two clients draw the same,
  /// and a program that makes them in the same order draws the same each time.
  bool random(std::span<std::byte> bytes) {
    const std::lock_guard lock{random_->mutex};
    for (std::byte& byte : bytes) {
      std::uint64_t z = (random_->state += 0x9e3779b97f4a7c15u);
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
      z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
      byte = static_cast<std::byte>((z ^ (z >> 31)) & 0xff);
    }
    return true;
  }

 private:
  struct Random {
    std::mutex mutex;
    std::uint64_t state = made.fetch_add(1) << 32;
  };
  static inline std::atomic<std::uint64_t> made{1};
  ManualClock clock_;
  std::shared_ptr<Random> random_ = std::make_shared<Random>();
};

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/scripted_transport.hpp>
// A transport that answers by script and remembers what it was asked.
#ifndef KEYTURN_TESTING_SCRIPTED_TRANSPORT_HPP
#define KEYTURN_TESTING_SCRIPTED_TRANSPORT_HPP

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// Gives the answers of its script in order, one for each request, and keeps the requests with their bodies read.
/// Copies share the script, so a test keeps one and gives the client another. Safe for many threads; blocks only if a
/// scripted function does.
class ScriptedTransport {
 public:
  /// Makes an answer, or an error, of the request.
  using Answer = Callback<Result<Response>(const Request&)>;

  /// A request as it came, its body as bytes.
  struct Seen {
    Request request{};   ///< As the transport got it.
    std::string body{};  ///< All that its reader gave.
  };

  /// The next answer. Returns itself, so that a script reads in one line.
  ScriptedTransport& answer(Result<Response> result) {
    return answer(Answer{[result = std::move(result)](const Request&) { return result; }});
  }

  /// The next answer, made by a function when its turn comes. Called without a lock; it may call the client.
  ScriptedTransport& answer(Answer make) {
    const std::lock_guard lock{shared_->mutex};
    shared_->script.push_back(std::move(make));
    return *this;
  }

  /// What every request gets once the script is over; without it: `not_sent`.
  ScriptedTransport& then(Answer make) {
    const std::lock_guard lock{shared_->mutex};
    shared_->afterwards = std::move(make);
    return *this;
  }

  /// All requests so far, in order.
  std::vector<Seen> seen() const {
    const std::lock_guard lock{shared_->mutex};
    return shared_->seen;
  }

  /// The next answer of the script; blocks if a scripted function does.
  Result<Response> send(const Request& request) {
    Answer make = next(request);
    if (!make)
      return Error{.code = Errc::not_sent,
                   .detail = "the script has no answer for " + request.method + " " + request.url};
    return make(request);
  }

 private:
  Answer next(const Request& request) {
    Seen seen{request, read_all(request.body)};
    const std::lock_guard lock{shared_->mutex};
    shared_->seen.push_back(std::move(seen));
    if (shared_->script.empty()) return shared_->afterwards;
    Answer make = std::move(shared_->script.front());
    shared_->script.pop_front();
    return make;
  }

  static std::string read_all(const Body& body) {
    std::string text;
    char buffer[4096];
    const Reader reader = body.open();
    while (const std::size_t size = reader(buffer)) text.append(buffer, size);
    return text;
  }

  struct Shared {
    mutable std::mutex mutex;
    std::deque<Answer> script;
    Answer afterwards;
    std::vector<Seen> seen;
  };
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/trace/recorder.hpp>
// What a trace remembers: spans of time and moments, each in the lane of its thread or of its call.
#ifndef KEYTURN_TESTING_TRACE_RECORDER_HPP
#define KEYTURN_TESTING_TRACE_RECORDER_HPP

#include <algorithm>
#include <compare>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// Where a record belongs: to a thread, or, of an asynchronous client, to a lane that one call has at a time.
struct TraceLane {
  std::thread::id thread{};  ///< Of no thread where `number` is set.
  unsigned number = 0;       ///< 0: the thread's lane. Else the lane's own number, and there is no thread.

  friend auto operator<=>(const TraceLane&, const TraceLane&) = default;
};

/// A span of time, or a moment. Without secrets: of a URL it has the path alone.
struct TraceRecord {
  /// What it is that went on.
  enum class Kind {
    call,          ///< What the host named: from before a call of the client until after it.
    request,       ///< A request to the API.
    auth_request,  ///< A request to the auth server.
    storage,       ///< A call of the storage.
    event,         ///< What the client told its listener; `event` is there, and it has no length.
  };
  Kind kind{};                       ///< What it is.
  TraceLane lane{};                  ///< Where it went on.
  std::string name{};                ///< In a few words, such as "GET /notes".
  std::string outcome{};             ///< A status, or the name of an error; empty: success, or not known.
  std::string detail{};              ///< What the error says.
  TimePoint began{};                 ///< By the recorder's clock.
  std::optional<TimePoint> ended{};  ///< Nothing: still going on.
  std::optional<Event> event{};      ///< Of kind `event` alone.
};

/// Keeps the newest records. Copies share them. Safe for many threads; blocks no longer than a copy of them takes.
class TraceRecorder {
 public:
  /// A span that goes on.
  using Place = std::list<TraceRecord>::iterator;

  /// At most `most` records that have ended; those going on come on top. The clock is called without a lock.
  TraceRecorder(std::size_t most, Callback<TimePoint()> now)
      : shared_{std::make_shared<Shared>()}, now_{std::move(now)} {
    shared_->most = most;
  }

  /// The time by its clock.
  TimePoint now() const { return now_(); }

  /// Begins a span. Without a lane it gets the lowest that nobody has, until it ends.
  Place begin(TraceRecord::Kind kind, std::string_view name, std::optional<TraceLane> lane) const {
    std::list<TraceRecord> record;
    record.push_back({.kind = kind, .lane = lane.value_or(TraceLane{}), .name = short_name(name)});
    record.back().began = now();
    const std::lock_guard lock{shared_->mutex};
    if (!lane) record.back().lane.number = shared_->take_lane();
    shared_->running.splice(shared_->running.end(), record);
    return std::prev(shared_->running.end());
  }

  /// Ends it. `owns_lane`: as it began without one. Allocates nothing.
  void end(Place record, bool owns_lane, std::string outcome, std::string detail) const noexcept {
    const TimePoint time = now();
    std::list<TraceRecord> forgotten;  // dies without the lock
    const std::lock_guard lock{shared_->mutex};
    record->ended = time;
    record->outcome = std::move(outcome);
    record->detail = std::move(detail);
    shorten(record->detail);
    if (owns_lane) shared_->lanes[record->lane.number - 1] = false;
    shared_->ended.splice(shared_->ended.end(), shared_->running, record);
    shared_->forget(forgotten);
  }

  /// A moment, on this thread.
  void add(const Event& event) const {
    std::list<TraceRecord> record, forgotten;
    const TimePoint time = now();
    record.push_back({.kind = TraceRecord::Kind::event,
                      .lane = {.thread = std::this_thread::get_id()},
                      .name = std::string{to_string(event.kind)},
                      .began = time,
                      .ended = time,
                      .event = event});
    if (auto& error = record.back().event->error) shorten(error->detail);
    const std::lock_guard lock{shared_->mutex};
    shared_->ended.splice(shared_->ended.end(), record);
    shared_->forget(forgotten);
  }

  /// All records in the order in which they began, those still going on among them.
  std::vector<TraceRecord> records() const {
    std::vector<TraceRecord> all;
    {
      const std::lock_guard lock{shared_->mutex};
      all.assign(shared_->ended.begin(), shared_->ended.end());
      all.insert(all.end(), shared_->running.begin(), shared_->running.end());
    }
    // Of two that began at once, the longer one holds the other.
    const auto end = [](const TraceRecord& record) { return record.ended.value_or(TimePoint::max()); };
    std::stable_sort(all.begin(), all.end(), [&](const TraceRecord& a, const TraceRecord& b) {
      return a.began != b.began ? a.began < b.began : end(a) > end(b);
    });
    return all;
  }

  /// How many records had to make room.
  std::size_t forgotten() const {
    const std::lock_guard lock{shared_->mutex};
    return shared_->forgotten;
  }

 private:
  struct Shared {
    unsigned take_lane() {
      const auto free = std::find(lanes.begin(), lanes.end(), false);
      const auto index = static_cast<std::size_t>(free - lanes.begin());
      if (free == lanes.end()) lanes.push_back(false);
      lanes[index] = true;
      return static_cast<unsigned>(index + 1);
    }
    void forget(std::list<TraceRecord>& to) {
      for (; ended.size() > most; ++forgotten) to.splice(to.end(), ended, ended.begin());
    }

    mutable std::mutex mutex;
    std::size_t most = 0, forgotten = 0;
    std::list<TraceRecord> running, ended;
    std::vector<bool> lanes;  // whether somebody has it
  };

  static constexpr std::size_t longest = 200;
  static std::string short_name(std::string_view name) { return std::string{name.substr(0, longest)}; }
  static void shorten(std::string& text) noexcept {
    if (text.size() > longest) text.resize(longest);
  }

  std::shared_ptr<Shared> shared_;
  Callback<TimePoint()> now_;
};

/// A span that goes on until this object ends it or dies. One thread at a time.
class TraceSpan {
 public:
  /// Begins now; without a lane on the lowest that nobody has.
  TraceSpan(TraceRecorder recorder, TraceRecord::Kind kind, std::string_view name, std::optional<TraceLane> lane)
      : recorder_{std::move(recorder)}, owns_lane_{!lane}, record_{recorder_.begin(kind, name, lane)} {
    lane_ = record_->lane;
  }
  TraceSpan(TraceSpan&& other) noexcept
      : recorder_{other.recorder_},
        owns_lane_{other.owns_lane_},
        record_{other.record_},
        lane_{other.lane_},
        running_{std::exchange(other.running_, false)} {}
  TraceSpan& operator=(TraceSpan&&) = delete;
  ~TraceSpan() { end(); }

  /// Ends it; the first time counts.
  void end() noexcept { end({}, {}); }

  /// Ends it with what came of it.
  void end(const Error& error) noexcept {
    std::string outcome, detail;
    drive::shielded([&] {
      outcome = to_string(error.code);
      detail = error.detail;
    });
    end(std::move(outcome), std::move(detail));
  }
  void end(int status) noexcept { end(std::to_string(status), {}); }

  /// Where it goes on.
  const TraceLane& lane() const noexcept { return lane_; }

 private:
  void end(std::string outcome, std::string detail) noexcept {
    if (std::exchange(running_, false)) recorder_.end(record_, owns_lane_, std::move(outcome), std::move(detail));
  }

  TraceRecorder recorder_;
  bool owns_lane_;
  TraceRecorder::Place record_;
  TraceLane lane_{};
  bool running_ = true;
};

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/trace/json.hpp>
// Writes a trace in the Trace Event Format, which chrome://tracing, Perfetto and speedscope read.
#ifndef KEYTURN_TESTING_TRACE_JSON_HPP
#define KEYTURN_TESTING_TRACE_JSON_HPP

#include <algorithm>
#include <initializer_list>
#include <map>
#include <string>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// The records as events of the format: spans as X, those going on as B, moments as i, the lanes' names as M, and for each
/// call that waited for a refresh an arrow, s and f, from that refresh to the request that then went out.
class TraceJson {
 public:
  /// `records` in the order in which they began; they must outlive this.
  explicit TraceJson(const std::vector<TraceRecord>& records) : records_{records} {
    for (const TraceRecord& record : records) lanes_.emplace(record.lane, lanes_.size() + 1);
  }

  /// `forgotten`: how many older records there were.
  std::string text(std::size_t forgotten) {
    out_ = R"({"displayTimeUnit":"ms","otherData":)" + object({{"forgotten", std::to_string(forgotten)}}) +
           R"(,"traceEvents":[)";
    name_of("process_name", 0, "keyturn");
    for (const auto& [lane, number] : lanes_) {
      const bool thread = lane.number == 0;
      name_of("thread_name", number, (thread ? "thread " : "lane ") + std::to_string(thread ? number : lane.number));
    }
    for (const TraceRecord& record : records_) write(record);
    write_arrows();
    out_ += "\n]}\n";
    return std::move(out_);
  }

 private:
  static constexpr std::string_view category(TraceRecord::Kind kind) {
    switch (kind) {
      case TraceRecord::Kind::call:
        return "call";
      case TraceRecord::Kind::request:
        return "request";
      case TraceRecord::Kind::auth_request:
        return "auth_request";
      case TraceRecord::Kind::storage:
        return "storage";
      case TraceRecord::Kind::event:
        return "event";
    }
    return "unknown";
  }

  /// The text with a question mark for each byte that is not UTF-8: names and details come from everywhere.
  static std::string clean(std::string_view text) {
    std::string cleaned;
    while (!text.empty()) {
      const std::size_t length = keyturn::detail::utf8_sequence(text);
      cleaned += length > 0 ? text.substr(0, length) : "?";
      text.remove_prefix(length > 0 ? length : 1);
    }
    return cleaned;
  }

  /// An object of those that have a value.
  static std::string object(std::initializer_list<JsonMember> members) {
    List<JsonMember> there;
    for (const JsonMember& member : members)
      if (!member.value.empty()) there.push(member);
    return json_object(there).value_or("{}");
  }

  /// Microseconds, the format's unit, with the nanoseconds behind the point.
  static std::string microseconds(std::chrono::nanoseconds time) {
    const std::string fraction = std::to_string(1000 + time.count() % 1000);
    return std::to_string(time.count() / 1000) + '.' + fraction.substr(1);
  }

  void open(std::string_view phase, std::string_view name, std::size_t lane) {
    out_ += out_.back() == '[' ? "\n{\"ph\":\"" : ",\n{\"ph\":\"";
    out_.append(phase).append("\",\"pid\":1,\"tid\":").append(std::to_string(lane)).append(",\"name\":");
    keyturn::detail::append_json_string(out_, clean(name));
  }
  void at(TimePoint time) { out_ += ",\"ts\":" + microseconds(time.time_since_epoch()); }

  void name_of(std::string_view what, std::size_t lane, std::string_view name) {
    open("M", what, lane);
    out_ += ",\"args\":" + object({{"name", name}}) + '}';
  }

  void write(const TraceRecord& record) {
    const bool moment = record.event.has_value();
    open(moment ? "i" : record.ended ? "X" : "B", record.name, lanes_.at(record.lane));
    out_.append(",\"cat\":\"").append(category(record.kind)).append("\"");
    at(record.began);
    if (moment) out_ += ",\"s\":\"p\"";
    if (!moment && record.ended) out_ += ",\"dur\":" + microseconds(*record.ended - record.began);
    out_ += ",\"args\":" + (moment ? arguments(*record.event) : arguments(record)) + '}';
  }

  static std::string arguments(const TraceRecord& record) {
    const std::string detail = clean(record.detail);
    return object({{"outcome", record.outcome}, {"detail", detail}});
  }

  static std::string arguments(const Event& event) {
    const std::string session = std::to_string(event.epoch), generation = std::to_string(event.generation);
    const std::string took = event.took.count() > 0 ? std::to_string(event.took.count() / 1'000'000) + " ms" : "";
    const std::string detail = event.error ? clean(event.error->detail) : "";
    return object({{"session", session},
                   {"generation", generation},
                   {"took", took},
                   {"reason", event.reason ? to_string(*event.reason) : ""},
                   {"error", event.error ? to_string(event.error->code) : ""},
                   {"detail", detail}});
  }

  /// One lane, while its records are gone through: since when the call in it could have sent a request.
  struct Progress {
    TimePoint call_ended = TimePoint::min(), ready{};
    bool refused = false;  // the last request, with a 401
  };

  void write_arrows() {
    const auto refreshes = find_refreshes();
    std::map<TraceLane, Progress> lanes;
    unsigned arrow = 0;
    for (const TraceRecord& record : records_) {
      Progress& lane = lanes[record.lane];
      if (record.kind == TraceRecord::Kind::call) {
        lane.ready = record.began;
        lane.call_ended = record.ended.value_or(TimePoint::max());
      }
      if (record.kind != TraceRecord::Kind::request) continue;
      if (record.began <= lane.call_ended || lane.refused)
        for (auto refresh = std::upper_bound(refreshes.begin(), refreshes.end(), lane.ready, ends_after);
             refresh != refreshes.end() && *(*refresh)->ended <= record.began; ++refresh)
          if ((*refresh)->lane != record.lane) write_arrow(++arrow, **refresh, record);
      lane.ready = record.ended.value_or(TimePoint::max());
      lane.refused = record.outcome == "401";
    }
  }

  static bool ends_after(TimePoint time, const TraceRecord* record) { return time < *record->ended; }

  /// In the order in which they ended. What the client told as `refreshed` was brought by the last request to the auth server
  /// before that.
  std::vector<const TraceRecord*> find_refreshes() const {
    std::vector<const TraceRecord*> answered, refreshes;
    for (const TraceRecord& record : records_)
      if (record.kind == TraceRecord::Kind::auth_request && record.ended && record.outcome.starts_with('2'))
        answered.push_back(&record);
    std::stable_sort(answered.begin(), answered.end(),
                     [](const TraceRecord* a, const TraceRecord* b) { return *a->ended < *b->ended; });
    for (const TraceRecord& record : records_) {
      if (!record.event || record.event->kind != Event::Kind::refreshed) continue;
      const auto after = std::upper_bound(answered.begin(), answered.end(), record.began, ends_after);
      if (after != answered.begin()) refreshes.push_back(*std::prev(after));
    }
    return refreshes;
  }

  /// Within the two spans, so that viewers find them.
  void write_arrow(unsigned number, const TraceRecord& from, const TraceRecord& to) {
    const std::string id = ",\"cat\":\"refresh\",\"id\":" + std::to_string(number);
    open("s", "the new token", lanes_.at(from.lane));
    out_ += id;
    at(std::max(from.began, *from.ended - std::chrono::nanoseconds{1}));
    out_ += '}';
    open("f", "the new token", lanes_.at(to.lane));
    out_ += id + ",\"bp\":\"e\"";
    at(to.began);
    out_ += '}';
  }

  const std::vector<TraceRecord>& records_;
  std::map<TraceLane, std::size_t> lanes_;
  std::string out_;
};

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing/trace.hpp>
// A picture of a running client: records its calls, requests, storage and events, for a viewer such as Perfetto.
#ifndef KEYTURN_TESTING_TRACE_HPP
#define KEYTURN_TESTING_TRACE_HPP

#include <charconv>
#include <system_error>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

namespace checks {
/// The field by which a request names its call's lane; it is not sent.
inline constexpr std::string_view lane_field = "Keyturn-Trace-Lane";

/// Method and path. What stands behind the path may be secret.
inline std::string traced_name(const Request& request) {
  const std::string_view url{request.url.data(), std::min(request.url.find_first_of("?#"), request.url.size())};
  const std::size_t scheme = url.find("://");
  const std::size_t path = scheme == url.npos ? 0 : std::min(url.find('/', scheme + 3), url.size());
  return request.method + ' ' + std::string{url.substr(path)};
}

/// The lane that the request names, and the request without that.
inline std::optional<TraceLane> take_lane(Request& request) {
  const auto text = request.headers.get(lane_field);
  if (!text) return std::nullopt;
  TraceLane lane;
  std::from_chars(text->data(), text->data() + text->size(), lane.number);
  request.headers.remove(lane_field);
  return lane;
}

inline TraceLane this_thread() { return {.thread = std::this_thread::get_id()}; }

template <class T>
void end_with(TraceSpan& span, const Result<T>& result) noexcept {
  if (!result) return span.end(result.error());
  if constexpr (std::is_same_v<T, Response>) span.end(result->status);
}
}  // namespace checks

/// A transport around another that records each request. As the other in all else.
template <Transport T>
class TracedTransport {
 public:
  /// Owns `inner`, and shares the recorder.
  TracedTransport(T inner, TraceRecorder recorder) : inner_{std::move(inner)}, recorder_{std::move(recorder)} {}

  /// The transport inside.
  T& inner() { return inner_; }

  /// Sends as the transport inside does, and records when and how that ended. The errors are its own.
  Result<Response> send(const Request& request) requires BlockingTransport<T> {
    if (request.headers.get(checks::lane_field)) {  // is for an asynchronous client
      Request unmarked = request;
      checks::take_lane(unmarked);
      return send(unmarked);
    }
    TraceSpan span = begin(request, checks::this_thread());
    Result<Response> answer = inner_.send(request);
    checks::end_with(span, answer);
    return answer;
  }

  /// The same for an answer that comes later.
  void send(Request request, Completion<Response> done) requires AsyncTransport<T> {
    const auto lane = checks::take_lane(request);
    TraceSpan span = begin(request, lane);
    inner_.send(std::move(request),
                Completion<Response>{[span = std::move(span), done = std::move(done)](Result<Response> answer) mutable {
                  checks::end_with(span, answer);
                  done(std::move(answer));
                }});
  }

  /// As the transport inside; not recorded.
  std::optional<std::chrono::milliseconds> poll() requires PolledTransport<T> { return inner_.poll(); }
  /// As the transport inside; not recorded.
  void wake_after(std::chrono::milliseconds delay, Callback<void()> work) requires WakingTransport<T> {
    inner_.wake_after(delay, std::move(work));
  }

 private:
  TraceSpan begin(const Request& request, std::optional<TraceLane> lane) {
    // The client sends those of its protocol so.
    const bool for_tokens = request.auth == Auth::none && request.at_most_once;
    return {recorder_, for_tokens ? TraceRecord::Kind::auth_request : TraceRecord::Kind::request,
            checks::traced_name(request), lane};
  }

  T inner_;
  TraceRecorder recorder_;
};

namespace checks {
/// What a storage has beside its functions.
template <class S>
struct SharedParts {};
template <class S>
requires requires { typename S::Lock; }
struct SharedParts<S> {
  using Lock = typename S::Lock;
};
template <class S>
struct WatchedParts {};
template <class S>
requires requires { typename S::Watch; }
struct WatchedParts<S> {
  using Watch = typename S::Watch;
};
}  // namespace checks

/// A storage around another that records each call. As the other in all else; shared, if that is.
template <Storage S>
class TracedStorage : public checks::SharedParts<S>, public checks::WatchedParts<S> {
 public:
  /// Owns `inner`, and shares the recorder.
  TracedStorage(S inner, TraceRecorder recorder) : inner_{std::move(inner)}, recorder_{std::move(recorder)} {}

  /// The storage inside.
  S& inner() { return inner_; }

  /// As the storage inside, recorded. Nothing of the record is kept.
  Result<std::optional<Secret>> load(std::string_view account) {
    return recorded("load", [&] { return inner_.load(account); });
  }
  /// As the storage inside, recorded. Nothing of the record is kept.
  Result<void> save(std::string_view account, const Secret& record) {
    return recorded("save", [&] { return inner_.save(account, record); });
  }
  /// As the storage inside, recorded.
  Result<void> erase(std::string_view account) {
    return recorded("erase", [&] { return inner_.erase(account); });
  }
  /// As the storage inside, recorded.
  auto lock(std::string_view account, std::chrono::milliseconds patience) requires SharedStorage<S> {
    return recorded("lock", [&] { return inner_.lock(account, patience); });
  }
  /// As the storage inside; not recorded.
  auto watch(std::string_view account, Callback<void()> changed) requires requires { typename S::Watch; }
  { return inner_.watch(account, std::move(changed)); }

 private:
  template <class F>
  auto recorded(std::string_view name, F&& work) {
    TraceSpan span{recorder_, TraceRecord::Kind::storage, name, checks::this_thread()};
    auto result = work();
    checks::end_with(span, result);
    return result;
  }

  S inner_;
  TraceRecorder recorder_;
};

/// Records what a client does, without secrets, for a test or a host's debug build:
///
///     Trace trace;
///     AuthClient client{trace.transport(CurlTransport{}), trace.storage(FileStorage::for_app("notes")), JsonApi{url}};
///     client.on_event(trace.listener());
///     {
///       const auto call = trace.call("show the notes");
///       auto notes = client.get("/notes");
///     }
///     std::ofstream{"trace.json"} << trace.json();  // for https://ui.perfetto.dev, chrome://tracing, speedscope
///
/// Each thread has a lane. In it stand the calls that the host names, and within them requests and calls of the storage;
/// an arrow goes from each refresh to the requests that waited for it. An asynchronous client's requests have lanes of
/// their own; with `async_call` and `mark`, that of their call.
///
/// Copies share the records. Safe for many threads; blocks no longer than a copy of the records takes. Of names and of what
/// errors say the first 200 bytes are kept, of a URL the path alone: a host that has secrets in its paths does not hand its trace on.
class Trace {
 public:
  /// Keeps the newest `most` records, of some 300 bytes each. The clock is the system's, or a test's, and called from all
  /// threads.
  explicit Trace(
      std::size_t most = 20'000, Callback<TimePoint()> now = [] { return Hosted{}.now(); })
      : recorder_{most, std::move(now)} {}

  /// Wraps a transport; the result goes to the client.
  template <Transport T>
  TracedTransport<T> transport(T inner) const {
    return {std::move(inner), recorder_};
  }

  /// Wraps a storage; the result goes to the client.
  template <Storage S>
  TracedStorage<S> storage(S inner) const {
    return {std::move(inner), recorder_};
  }

  /// For `AuthClient::on_event`. A host with a listener of its own calls `add` in it.
  Callback<void(const Event&)> listener() const {
    return [trace = *this](const Event& event) { trace.add(event); };
  }
  void add(const Event& event) const { recorder_.add(event); }

  /// A call of the host's on this thread, until the result dies: made before a call of a blocking client.
  [[nodiscard]] TraceSpan call(std::string_view name) const {
    return {recorder_, TraceRecord::Kind::call, name, checks::this_thread()};
  }

  /// A call of the host's in a lane of its own, until the result dies: kept by the completion or the coroutine.
  [[nodiscard]] TraceSpan async_call(std::string_view name) const {
    return {recorder_, TraceRecord::Kind::call, name, std::nullopt};
  }

  /// The request, to be shown in the lane of that `async_call`. For a client whose transport this trace has wrapped; one
  /// request at a time.
  static Request mark(const TraceSpan& call, Request request) {
    if (call.lane().number != 0) request.headers.set(checks::lane_field, std::to_string(call.lane().number));
    return request;
  }

  /// Everything recorded, in the order in which it began.
  std::vector<TraceRecord> records() const { return recorder_.records(); }

  /// How many older records made room for these.
  std::size_t forgotten() const { return recorder_.forgotten(); }

  /// The same in the Trace Event Format, as JSON text.
  std::string json() const {
    const std::vector<TraceRecord> all = records();
    return TraceJson{all}.text(forgotten());
  }

  /// What the clock says.
  TimePoint now() const { return recorder_.now(); }

 private:
  TraceRecorder recorder_;
};

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif

// <keyturn/testing.hpp>
// The umbrella of the test kit, with the fake auth server over simdjson.
#ifndef KEYTURN_TESTING_HPP
#define KEYTURN_TESTING_HPP

KEYTURN_NAMESPACE_BEGIN

/// The test kit: what stands in for a server, a clock, a transport and a storage in a test, and the checks of one's own.
namespace testing {
/// The fake auth server, its requests read with simdjson.
using FakeAuthServer = BasicFakeAuthServer<SimdjsonCodec>;
}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
