// What a device has beside its core: a timer, a generator, flash, and a network module that speaks HTTP and TLS.
#ifndef KEYTURN_EXAMPLES_EMBEDDED_FIRMWARE_BOARD_HPP
#define KEYTURN_EXAMPLES_EMBEDDED_FIRMWARE_BOARD_HPP

#include <cstddef>
#include <cstdint>

namespace board {

std::int64_t milliseconds();       // since it was switched on
std::int64_t unix_milliseconds();  // 0 if nobody has set the clock
bool random(void* into, std::size_t size);

constexpr std::size_t flash_size = 4096;  // of each of the two slots
bool flash_read(unsigned slot, std::size_t offset, char* into, std::size_t size);
bool flash_erase(unsigned slot);
bool flash_write(unsigned slot, std::size_t offset, const char* bytes, std::size_t size);

struct HttpRequest {
  const char *method, *url, *fields;  // fields: "Name: value" and a line end, each
  const char* body;
  std::size_t body_size, most;
  std::uint32_t timeout;  // milliseconds
};
struct HttpAnswer {
  int status;
  const char *date, *retry_after;  // null if the answer has none
  const char* body;                // in the module's buffer, until the next request
  std::size_t body_size;
};
enum class Http { answered, not_sent, no_answer, timed_out, too_long };
Http http(const HttpRequest& request, HttpAnswer& answer);

enum class Json { bad, missing, null, boolean, number, text, other };
/// What stands at `path`; a text is copied to `into`, which has room for all of `json`.
Json json(const char* json, std::size_t size, const char* path, std::size_t path_size, double& number, char* into,
          std::size_t& length);

void show(int status);  // on its lamp

}  // namespace board

#endif
