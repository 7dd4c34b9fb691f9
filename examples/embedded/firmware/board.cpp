// A board whose parts are registers that are not there: the sizes of drivers, of a JSON reader and of a network stack
// are no business of the measurement, and a device has them with and without keyturn.
#include "board.hpp"

namespace board {
namespace {

std::uint32_t read_register() { return *reinterpret_cast<volatile std::uint32_t*>(0x40000000); }
void write_register(std::uint32_t value) { *reinterpret_cast<volatile std::uint32_t*>(0x40000000) = value; }

}  // namespace

std::int64_t milliseconds() { return read_register(); }
std::int64_t unix_milliseconds() { return read_register(); }
bool random(void*, std::size_t) { return read_register() != 0; }
bool flash_read(unsigned, std::size_t, char*, std::size_t) { return read_register() != 0; }
bool flash_erase(unsigned) { return read_register() != 0; }
bool flash_write(unsigned, std::size_t, const char*, std::size_t) { return read_register() != 0; }
Http http(const HttpRequest&, HttpAnswer& answer) {
  answer = {};
  return static_cast<Http>(read_register());
}
Json json(const char*, std::size_t, const char*, std::size_t, double&, char*, std::size_t&) {
  return static_cast<Json>(read_register());
}
void show(int status) { write_register(static_cast<std::uint32_t>(status)); }

}  // namespace board
