// The storage on flash keeps to its concept, and loses nothing when the power fails.
#include "embedded/flash_storage.hpp"

#include "embedded/file_flash.hpp"
#include "memory_flash.hpp"

#include <keyturn/testing/check_storage.hpp>

#include <boost/crc.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>

using namespace keyturn;
using example::embedded::FileFlash;
using example::embedded::FlashStorage;

namespace {

std::string loaded(FlashStorage storage, std::string_view account = "a") {
  const auto record = storage.load(account);
  if (!record) return std::string{to_string(record.error().code)};
  return *record ? std::string{(*record)->view()} : "nothing";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(flash_storage)

BOOST_AUTO_TEST_CASE(keeps_to_the_storage_concept) {
  MemoryFlash flash{200u << 10};
  const auto report = testing::check_storage([&] { return FlashStorage{flash}; }, [&] { flash.power = 0; },
                                             [&] { flash.power = MemoryFlash::always; });
  BOOST_TEST(report.passed(), report);
}

BOOST_AUTO_TEST_CASE(wherever_the_power_fails_there_is_the_old_record_or_the_new) {
  MemoryFlash flash{256};
  FlashStorage storage{flash};
  BOOST_TEST(storage.save("a", "first").has_value());
  for (std::size_t power = 0; power < 400; ++power) {
    flash.power = power;
    const auto saved = storage.save("a", "second");
    flash.power = MemoryFlash::always;
    BOOST_TEST_CONTEXT(power << " bytes") {
      const std::string after = loaded(storage);
      BOOST_TEST((after == "second" || (after == "first" && !saved)));
      BOOST_TEST(storage.save("a", "first").has_value());
      BOOST_TEST(loaded(storage) == "first");
    }
  }
}

BOOST_AUTO_TEST_CASE(a_first_save_that_is_torn_leaves_nothing) {
  for (std::size_t power = 256; power < 256 + 30; ++power) {
    MemoryFlash flash{256};
    flash.power = power;
    BOOST_TEST(!FlashStorage{flash}.save("a", "a record").has_value());
    flash.power = MemoryFlash::always;
    BOOST_TEST(loaded(FlashStorage{flash}) == "nothing");
  }
}

BOOST_AUTO_TEST_CASE(a_bit_that_flips_in_the_newer_slot_brings_the_older_record_back) {
  MemoryFlash flash{64};
  FlashStorage storage{flash};
  BOOST_TEST(storage.save("a", "old").has_value());
  BOOST_TEST(storage.save("a", "new").has_value());
  BOOST_TEST(loaded(storage) == "new");
  for (const std::size_t at : {0u, 4u, 9u, 13u, 17u, 27u}) {
    flash.slots[1][at] ^= 4;
    BOOST_TEST(loaded(storage) == "old");
    flash.slots[1][at] ^= 4;
  }
}

BOOST_AUTO_TEST_CASE(two_damaged_slots_are_corrupt_until_the_next_save) {
  MemoryFlash flash{64};
  FlashStorage storage{flash};
  flash.slots = {std::string(64, 'x'), std::string(64, 'y')};
  BOOST_TEST(loaded(storage) == "storage_corrupt");
  BOOST_TEST(storage.save("a", "new").has_value());
  BOOST_TEST(loaded(storage) == "new");
  flash.slots = {std::string(64, 'x'), std::string(64, 'y')};
  BOOST_TEST(storage.erase("a").has_value());
  BOOST_TEST(loaded(storage) == "nothing");
}

BOOST_AUTO_TEST_CASE(sequence_numbers_may_wrap_around) {
  MemoryFlash flash{64};
  FlashStorage storage{flash};
  BOOST_TEST(storage.save("a", "0").has_value());
  // The highest number there is, with the checksum that belongs to it: a slot that was written 4 billion times.
  std::string& slot = flash.slots[0];
  slot.replace(4, 4, "\xff\xff\xff\xff");
  boost::crc_32_type sum;
  sum.process_bytes(slot.data() + 4, 8);
  sum.process_bytes(slot.data() + 16, 8 + 2);  // one entry: two lengths, "a" and "0"
  for (unsigned i = 0; i < 4; ++i) slot[12 + i] = static_cast<char>(sum.checksum() >> (8 * i) & 0xff);
  BOOST_TEST(loaded(storage) == "0");
  for (int i = 1; i < 10; ++i) {
    BOOST_TEST(storage.save("a", Secret{std::to_string(i)}).has_value());
    BOOST_TEST(loaded(storage) == std::to_string(i));
  }
}

BOOST_AUTO_TEST_CASE(no_slot_holds_what_was_erased) {
  MemoryFlash flash{128};
  FlashStorage storage{flash};
  for (const char* record : {"canary-1", "canary-2", "canary-3"}) BOOST_TEST(storage.save("a", record).has_value());
  BOOST_TEST(storage.save("b", "stays").has_value());
  BOOST_TEST(storage.erase("a").has_value());
  for (const std::string& slot : flash.slots) BOOST_TEST(slot.find("canary") == slot.npos);
  BOOST_TEST(loaded(storage) == "nothing");
  BOOST_TEST(loaded(storage, "b") == "stays");
}

BOOST_AUTO_TEST_CASE(an_erase_that_may_have_left_a_copy_says_so_and_can_be_repeated) {
  for (std::size_t power = 0; power < 2 * 128 + 16; ++power) {
    MemoryFlash flash{128};
    FlashStorage storage{flash};
    BOOST_TEST(storage.save("a", "canary-1").has_value());
    BOOST_TEST(storage.save("a", "canary-2").has_value());
    flash.power = power;  // enough to erase a slot, write an empty record, and erase the other, but for a byte
    BOOST_TEST(!storage.erase("a").has_value());
    flash.power = MemoryFlash::always;
    BOOST_TEST_CONTEXT(power << " bytes") {
      BOOST_TEST(storage.erase("a").has_value());
      BOOST_TEST(loaded(storage) == "nothing");
      for (const std::string& slot : flash.slots) BOOST_TEST(slot.find("canary") == slot.npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_blank_is_not_erased_again) {
  MemoryFlash flash{128};
  FlashStorage storage{flash};
  BOOST_TEST(storage.save("a", "record").has_value());
  BOOST_TEST(storage.erase("a").has_value());
  flash.power = 0;
  BOOST_TEST(storage.erase("a").has_value());
}

BOOST_AUTO_TEST_CASE(what_has_no_room_and_what_cannot_be_read_is_an_error) {
  MemoryFlash flash{64};
  FlashStorage storage{flash};
  BOOST_TEST(storage.save("a", "fits").has_value());
  const auto saved = storage.save("a", Secret{std::string(40, 'x')});
  BOOST_TEST_REQUIRE(!saved.has_value());
  BOOST_CHECK(saved.error().code == Errc::storage_failed);
  BOOST_TEST(loaded(storage) == "fits");
  flash.readable = false;
  BOOST_TEST(loaded(storage) == "storage_failed");
  BOOST_TEST(!storage.save("a", "other").has_value());
  BOOST_TEST(!storage.erase("a").has_value());
}

BOOST_AUTO_TEST_CASE(a_file_is_a_flash) {
  char directory[] = "/tmp/keyturn-embedded-XXXXXX";
  BOOST_TEST_REQUIRE(::mkdtemp(directory) != nullptr);
  const std::string path = std::string{directory} + "/flash";
  {
    FileFlash flash{path};
    FlashStorage storage{flash};
    BOOST_TEST(loaded(storage) == "nothing");
    BOOST_TEST(storage.save("a", "kept").has_value());
  }
  {
    FileFlash flash{path};
    BOOST_TEST(loaded(FlashStorage{flash}) == "kept");
  }
  using std::filesystem::perms;
  BOOST_CHECK(std::filesystem::status(path).permissions() == (perms::owner_read | perms::owner_write));
  FileFlash nowhere{std::string{directory} + "/no/flash"};
  BOOST_TEST(loaded(FlashStorage{nowhere}) == "storage_failed");
  std::filesystem::remove_all(directory);
}

BOOST_AUTO_TEST_SUITE_END()
