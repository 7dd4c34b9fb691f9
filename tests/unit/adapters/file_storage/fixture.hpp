// What the tests of `FileStorage` have in common.
#ifndef KEYTURN_TESTS_UNIT_ADAPTERS_FILE_STORAGE_FIXTURE_HPP
#define KEYTURN_TESTS_UNIT_ADAPTERS_FILE_STORAGE_FIXTURE_HPP

#include <keyturn/adapters/file_storage.hpp>

#include <unit/temporary_directory.hpp>

#include <filesystem>
#include <string>
#include <string_view>

/// A storage in a folder of its own, and what the account `ada` has there.
struct FileStorageFixture {
  TemporaryDirectory temporary;
  std::string folder = temporary / "state";
  keyturn::FileStorage storage{folder};
  std::string file = folder + "/ada.session";

  keyturn::Errc load_error() {
    const auto loaded = storage.load("ada");
    return loaded ? keyturn::Errc{} : loaded.error().code;
  }
  std::string loaded(std::string_view account = "ada") {
    const auto record = storage.load(account);
    if (!record) return "error: " + record.error().detail;
    return *record ? std::string{(*record)->view()} : "nothing";
  }
  void save(std::string_view record) { BOOST_TEST_REQUIRE(storage.save("ada", keyturn::Secret{record}).has_value()); }
  static void mode(const std::string& path, unsigned bits) {
    std::filesystem::permissions(path, static_cast<std::filesystem::perms>(bits));
  }
};

/// What an error is, and that its text names the file.
template <class T>
inline void check_failed(const keyturn::Result<T>& result, keyturn::Errc code, std::string_view named) {
  BOOST_TEST_REQUIRE(!result);
  BOOST_TEST((result.error().code == code), keyturn::to_string(result.error().code));
  BOOST_TEST(result.error().detail.find(named) != std::string::npos, result.error().detail);
}

#endif
