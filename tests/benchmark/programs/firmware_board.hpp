// The least of a device: a register to read and one to print to.
#ifndef KEYTURN_BENCHMARK_FIRMWARE_BOARD_HPP
#define KEYTURN_BENCHMARK_FIRMWARE_BOARD_HPP

#include <cstddef>
#include <cstdint>

inline std::uint32_t board_read() { return *reinterpret_cast<volatile std::uint32_t*>(0x40000000); }
inline void board_print(const char* bytes, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i)
    *reinterpret_cast<volatile std::uint32_t*>(0x40000004) = static_cast<unsigned char>(bytes[i]);
}

#endif
