// The name of a cookie in the first line, a Set-Cookie value in each further one.
#include "fuzz.hpp"

#include <keyturn/protocol/set_cookie.hpp>

using namespace keyturn;
using keyturn_fuzz::expect;

void fuzz(std::string_view input) {
  const std::string_view name = keyturn_fuzz::take_line(input);
  Headers headers;
  while (!input.empty()) headers.add("Set-Cookie", std::string{keyturn_fuzz::take_line(input)});
  const std::string_view value = detail::cookie_value(headers, name);
  if (value.empty()) return;
  expect(detail::is_cookie_value(value), "what is found can be sent back");
  expect(value.find_first_of(";\r\n") == value.npos, "a value ends neither itself nor the header");

  Headers alone;
  alone.add("set-cookie", detail::joined({name, "=", value}));
  expect(detail::cookie_value(alone, name) == value, "a value that is set again reads back");
  alone.add("Set-Cookie", detail::joined({name, "=gone; Max-Age=0"}));
  expect(detail::cookie_value(alone, name) == value, "a cookie that is deleted beside it changes nothing");
}
