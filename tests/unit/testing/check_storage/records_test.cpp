#include <keyturn/testing/check_storage.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/builtin/memory_storage.hpp>
#include <unit/testing/check_storage/finds_alone.hpp>
#include <unit/testing/check_storage/shared_memory.hpp>

#include <cctype>
#include <set>

using keyturn::Errc;
using keyturn::Error;
using keyturn::MemoryStorage;
using keyturn::Result;
using keyturn::Secret;
using keyturn::testing::check_storage;

namespace {

using Loaded = Result<std::optional<Secret>>;

struct FullOfEmptyRecords : MemoryStorage {
  Loaded load(std::string_view account) {
    if (!used->contains(account)) return std::optional<Secret>{Secret{}};
    return MemoryStorage::load(account);
  }
  Result<void> erase(std::string_view account) {
    used->emplace(account);
    return MemoryStorage::erase(account);
  }
  Result<void> save(std::string_view account, const Secret& record) {
    used->emplace(account);
    return MemoryStorage::save(account, record);
  }
  std::shared_ptr<std::set<std::string, std::less<>>> used = std::make_shared<std::set<std::string, std::less<>>>();
};

struct RefusesToEraseTheUnknown : FullOfEmptyRecords {
  Loaded load(std::string_view account) { return MemoryStorage::load(account); }
  Result<void> erase(std::string_view account) {
    if (used->emplace(account).second) return Error{.code = Errc::storage_failed};
    return MemoryStorage::erase(account);
  }
};

struct LoadsOnce : MemoryStorage {
  Loaded load(std::string_view account) {
    auto loaded = MemoryStorage::load(account);
    static_cast<void>(MemoryStorage::erase(account));
    return loaded;
  }
};

struct TakesEmptyForNothing : MemoryStorage {
  Loaded load(std::string_view account) {
    auto loaded = MemoryStorage::load(account);
    if (loaded && *loaded && (*loaded)->empty()) return std::optional<Secret>{};
    return loaded;
  }
};

struct StopsAtZeroBytes : MemoryStorage {
  Result<void> save(std::string_view account, const Secret& record) {
    return MemoryStorage::save(account, Secret{record.view().substr(0, record.view().find('\0'))});
  }
};

struct TrimsWhiteSpace : MemoryStorage {
  Result<void> save(std::string_view account, const Secret& record) {
    auto bytes = record.view();
    while (!bytes.empty() && (bytes.back() == ' ' || bytes.back() == '\n')) bytes.remove_suffix(1);
    return MemoryStorage::save(account, Secret{bytes});
  }
};

struct HasRoomForPagesOnly : MemoryStorage {
  Result<void> save(std::string_view account, const Secret& record) {
    return MemoryStorage::save(account, Secret{record.view().substr(0, 32'768)});
  }
};

struct WritesOverTheOldBytes : MemoryStorage {
  Result<void> save(std::string_view account, const Secret& record) {
    std::string bytes{record.view()};
    if (const auto old = load(account); *old && (*old)->size() > bytes.size())
      bytes += (*old)->view().substr(bytes.size());
    return MemoryStorage::save(account, Secret{bytes});
  }
};

struct KeepsTheFirst : MemoryStorage {
  Result<void> save(std::string_view account, const Secret& record) {
    return load(account).value() ? Result<void>{} : MemoryStorage::save(account, record);
  }
};

/// Takes names for the same that `Fold` makes the same.
template <auto Fold>
struct MixesUpNames : MemoryStorage {
  Loaded load(std::string_view account) { return MemoryStorage::load(Fold(account)); }
  Result<void> erase(std::string_view account) { return MemoryStorage::erase(Fold(account)); }
  Result<void> save(std::string_view account, const Secret& record) {
    return MemoryStorage::save(Fold(account), record);
  }
};

std::string in_lower_case(std::string_view name) {
  std::string folded{name};
  for (char& c : folded) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return folded;
}
std::string as_c_string(std::string_view name) { return std::string{name.substr(0, name.find('\0'))}; }
std::string without_trailing_dots(std::string_view name) {
  while (name.ends_with('.') || name.ends_with(' ')) name.remove_suffix(1);
  return std::string{name};
}
std::string with_underscores(std::string_view name) {
  std::string folded{name};
  for (char& c : folded)
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '-') c = '_';
  return folded;
}

struct ErasesNothing : MemoryStorage {
  Result<void> erase(std::string_view) { return {}; }
};

struct RefusesToEraseAgain : MemoryStorage {
  Result<void> erase(std::string_view account) {
    if (known->contains(account) && !load(account).value()) return Error{.code = Errc::storage_failed};
    return MemoryStorage::erase(account);
  }
  Result<void> save(std::string_view account, const Secret& record) {
    known->emplace(account);
    return MemoryStorage::save(account, record);
  }
  std::shared_ptr<std::set<std::string, std::less<>>> known = std::make_shared<std::set<std::string, std::less<>>>();
};

struct ErasesByPrefix : MemoryStorage {
  Result<void> erase(std::string_view account) {
    static_cast<void>(MemoryStorage::erase(std::string{account} + "-2"));
    return MemoryStorage::erase(account);
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(check_storage_records)

BOOST_AUTO_TEST_CASE(good_storages_pass) {
  const auto report = check_storage(users_of<MemoryStorage>());
  BOOST_CHECK_MESSAGE(report, report);
  BOOST_CHECK(report.find("one user sees what another saves") == nullptr);  // it cannot lock, and has no others
}

BOOST_AUTO_TEST_CASE(nothing_is_left_behind) {
  MemoryStorage storage;
  BOOST_CHECK(check_storage([&] { return storage; }));
  for (const auto& name : keyturn::testing::checks::odd_accounts()) BOOST_CHECK(!storage.load(name).value());
  BOOST_CHECK(!storage.load("keyturn-check-2").value());
}

BOOST_AUTO_TEST_CASE(a_place_that_has_records_at_first) {
  finds_alone(check_storage(users_of<FullOfEmptyRecords>()), "at first there is nothing");
}

BOOST_AUTO_TEST_CASE(an_erase_that_wants_a_record) {
  finds_alone(check_storage(users_of<RefusesToEraseTheUnknown>()), "a missing record can be erased");
  finds_alone(check_storage(users_of<RefusesToEraseAgain>()), "erase can be repeated");
}

BOOST_AUTO_TEST_CASE(a_load_that_uses_the_record_up) {
  finds_alone(check_storage(users_of<LoadsOnce>()), "a record can be loaded again and again");
}

BOOST_AUTO_TEST_CASE(records_that_are_taken_for_text_or_for_small) {
  finds_alone(check_storage(users_of<TakesEmptyForNothing>()), "an empty record is not nothing");
  finds_alone(check_storage(users_of<StopsAtZeroBytes>()), "a record may hold any byte");
  finds_alone(check_storage(users_of<TrimsWhiteSpace>()), "a record may hold any byte");
  finds_alone(check_storage(users_of<HasRoomForPagesOnly>()), "a record may have 64 KiB");
}

BOOST_AUTO_TEST_CASE(a_save_that_does_not_replace) {
  finds_alone(check_storage(users_of<WritesOverTheOldBytes>()), "a save replaces the record");
  finds_alone(check_storage(users_of<KeepsTheFirst>()), "a save replaces the record");
}

BOOST_AUTO_TEST_CASE(an_object_that_takes_its_records_along) {
  finds_alone(check_storage([] { return MemoryStorage{}; }), "a record outlives the object that saved it");
}

BOOST_AUTO_TEST_CASE(names_that_are_taken_for_one_another) {
  finds_alone(check_storage(users_of<MixesUpNames<in_lower_case>>()), "accounts are kept apart");
  finds_alone(check_storage(users_of<MixesUpNames<as_c_string>>()), "accounts are kept apart");
  finds_alone(check_storage(users_of<MixesUpNames<without_trailing_dots>>()), "accounts are kept apart");
  finds_alone(check_storage(users_of<MixesUpNames<with_underscores>>()), "accounts are kept apart");
}

BOOST_AUTO_TEST_CASE(an_erase_that_does_too_little_or_too_much) {
  finds_alone(check_storage(users_of<ErasesNothing>()), "after erase there is nothing");
  finds_alone(check_storage(users_of<ErasesByPrefix>()), "erase is for its account alone");
}

BOOST_AUTO_TEST_SUITE_END()
