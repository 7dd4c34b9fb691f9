#include "console/screen.hpp"

#include <langinfo.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace keyturn::example::console {
namespace {

bool is_set(const char* variable) {
  const char* const value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool terminal_shows_colour() {
  const char* const kind = std::getenv("TERM");
  return !is_set("NO_COLOR") && kind != nullptr && std::strcmp(kind, "dumb") != 0;
}

bool locale_is_utf8() {
  std::setlocale(LC_CTYPE, "");
  return std::strcmp(::nl_langinfo(CODESET), "UTF-8") == 0;
}

}  // namespace

Screen::Screen()
    : terminal_{::isatty(STDOUT_FILENO) == 1},
      colour_{terminal_ && terminal_shows_colour()},
      unicode_{locale_is_utf8() && terminal_} {}

void Screen::write(std::string_view text) {
  const bool whole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (!whole || std::fflush(stdout) != 0) throw std::runtime_error{"the output cannot be written"};
}

std::string Screen::painted(std::string_view colour, std::string_view text) const {
  if (!colour_) return std::string{text};
  return "\x1b[" + std::string{colour} + 'm' + std::string{text} + "\x1b[0m";
}

std::string one_decimal(std::chrono::duration<double> seconds) {
  std::array<char, 32> text{};
  const int length = std::snprintf(text.data(), text.size(), "%.1f", std::max(seconds.count(), 0.0));
  return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace keyturn::example::console
