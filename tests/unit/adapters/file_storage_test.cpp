#include <keyturn/adapters/file_storage.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/temporary_directory.hpp>

#include <filesystem>
#include <type_traits>

using keyturn::Errc;
using keyturn::FileStorage;

static_assert(keyturn::SharedStorage<FileStorage>);
static_assert(std::is_copy_constructible_v<FileStorage>);

BOOST_AUTO_TEST_SUITE(file_storage)

BOOST_AUTO_TEST_CASE(construction_does_nothing) {
  const TemporaryDirectory temporary;
  const FileStorage storage{temporary / "not/made"};
  BOOST_TEST(!std::filesystem::exists(temporary / "not"));
}

BOOST_AUTO_TEST_CASE(a_copy_is_as_good_as_the_original) {
  const TemporaryDirectory temporary;
  FileStorage storage{temporary.path};
  FileStorage copy = storage;
  BOOST_TEST(storage.save("ada", "x").has_value());
  const auto lock = storage.lock("ada", std::chrono::milliseconds{0});
  BOOST_TEST((copy.load("ada").value().value() == keyturn::Secret{"x"}));
  BOOST_TEST((copy.lock("ada", std::chrono::milliseconds{0}).error().code == Errc::storage_busy));
}

BOOST_AUTO_TEST_CASE(a_path_object_will_do) {
  const TemporaryDirectory temporary;
  FileStorage storage{std::filesystem::path{temporary.path}};
  BOOST_TEST(storage.save("ada", "x").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
