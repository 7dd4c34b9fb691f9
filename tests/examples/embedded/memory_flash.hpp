// A flash in memory whose power can fail.
#ifndef KEYTURN_TESTS_EXAMPLES_EMBEDDED_MEMORY_FLASH_HPP
#define KEYTURN_TESTS_EXAMPLES_EMBEDDED_MEMORY_FLASH_HPP

#include "embedded/flash_storage.hpp"

#include <array>
#include <limits>
#include <string>

/// Writes as flash does: bits go from 1 to 0 alone, until the slot is erased. After `power` more bytes have been erased
/// or written, nothing is any more.
class MemoryFlash final : public keyturn::example::embedded::Flash {
 public:
  static constexpr std::size_t always = std::numeric_limits<std::size_t>::max();

  explicit MemoryFlash(std::size_t size) { slots.fill(std::string(size, '\xff')); }

  std::size_t size() const override { return slots[0].size(); }
  bool read(unsigned slot, std::size_t offset, std::span<char> into) override {
    return readable && slots[slot].copy(into.data(), into.size(), offset) == into.size();
  }
  bool erase(unsigned slot) override {
    for (char& byte : slots[slot]) {
      if (!use_power()) return false;
      byte = '\xff';
    }
    return true;
  }
  bool write(unsigned slot, std::size_t offset, std::string_view bytes) override {
    for (const char byte : bytes) {
      if (!use_power()) return false;
      slots[slot][offset++] &= byte;
    }
    return true;
  }

  std::array<std::string, 2> slots{};
  std::size_t power = always;
  bool readable = true;

 private:
  bool use_power() { return power != 0 && (power == always || power-- > 0); }
};

#endif
