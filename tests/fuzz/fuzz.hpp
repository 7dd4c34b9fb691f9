// What the fuzz targets share. A target is one file that defines `fuzz`, and is done with each input when it returns.
#ifndef KEYTURN_TESTS_FUZZ_FUZZ_HPP
#define KEYTURN_TESTS_FUZZ_FUZZ_HPP

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

void fuzz(std::string_view input);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz({reinterpret_cast<const char*>(data), size});
  return 0;
}

namespace keyturn_fuzz {

/// Ends the program, and so reports the input, if a promise is broken.
inline void expect(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}

/// Takes the text up to `separator` off the front of `rest`, and the separator with it.
inline std::string_view take_until(std::string_view& rest, char separator) {
  const std::string_view piece = rest.substr(0, rest.find(separator));
  rest.remove_prefix(std::min(rest.size(), piece.size() + 1));
  return piece;
}

inline std::string_view take_line(std::string_view& rest) { return take_until(rest, '\n'); }

}  // namespace keyturn_fuzz

#endif
