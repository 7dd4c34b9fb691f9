#include <keyturn/concepts/storage.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <chrono>

using keyturn::Result;
using keyturn::Secret;
using keyturn::SharedStorage;
using keyturn::Storage;

BOOST_AUTO_TEST_SUITE(storage)

struct Least {
  Result<std::optional<Secret>> load(std::string_view) { return std::optional<Secret>{}; }
  Result<void> save(std::string_view, const Secret&) { return {}; }
  Result<void> erase(std::string_view) { return {}; }
};
struct Shared : Least {
  struct Lock {};
  Result<Lock> lock(std::string_view, std::chrono::milliseconds) { return Lock{}; }
};
struct ForeignLock : Least {
  struct Lock {};
  Result<int> lock(std::string_view, std::chrono::milliseconds) { return 0; }
};
struct Forgetful {
  Result<std::optional<Secret>> load(std::string_view) { return std::optional<Secret>{}; }
  Result<void> save(std::string_view, const Secret&) { return {}; }
};
struct Bare : Least {
  std::optional<Secret> load(std::string_view) { return {}; }
};

BOOST_AUTO_TEST_CASE(the_concepts_ask_for_what_their_tables_say) {
  static_assert(Storage<Least> && !SharedStorage<Least>);
  static_assert(Storage<Shared> && SharedStorage<Shared>);
  static_assert(!SharedStorage<ForeignLock>);
  static_assert(!Storage<Forgetful> && !Storage<Bare> && !Storage<const Least>);
  BOOST_TEST(Least{}.load("x").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
