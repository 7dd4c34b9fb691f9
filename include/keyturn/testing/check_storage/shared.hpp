// The checks on a storage that others use too: its lock, and two users at once.
#ifndef KEYTURN_TESTING_CHECK_STORAGE_SHARED_HPP
#define KEYTURN_TESTING_CHECK_STORAGE_SHARED_HPP

#include <keyturn/base/callback.hpp>
#include <keyturn/builtin/hosted.hpp>
#include <keyturn/testing/check_storage/records.hpp>

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
