// The checks on what a storage keeps: round trips, odd records, odd names, erase.
#ifndef KEYTURN_TESTING_CHECK_STORAGE_RECORDS_HPP
#define KEYTURN_TESTING_CHECK_STORAGE_RECORDS_HPP

#include <keyturn/concepts/storage.hpp>
#include <keyturn/testing/check_report.hpp>

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
