// The checks on a storage whose place breaks: a save is all or nothing, and what cannot be read is not absent.
#ifndef KEYTURN_TESTING_CHECK_STORAGE_FAULTS_HPP
#define KEYTURN_TESTING_CHECK_STORAGE_FAULTS_HPP

#include <keyturn/base/callback.hpp>
#include <keyturn/testing/check_storage/records.hpp>

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
