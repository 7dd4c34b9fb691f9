// A token, and at the same time the payload of one.
#include "fuzz.hpp"

#include <keyturn/adapters/simdjson.hpp>
#include <keyturn/protocol/jwt.hpp>

#include <chrono>

using namespace keyturn;
using keyturn_fuzz::expect;

static std::string base64url(std::string_view bytes) {
  std::string text;
  std::uint32_t bits = 0;
  unsigned count = 0;
  const auto put = [&] {
    text += "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[bits >> count & 63];
  };
  for (const char byte : bytes) {
    bits = (bits << 8 | static_cast<unsigned char>(byte)) & 0xffff;
    for (count += 8; count >= 6; put()) count -= 6;
  }
  if (count > 0) bits <<= 6 - count, count = 0, put();
  return text;
}

static void expect_moment_in_range(std::string_view token) {
  const auto expiry = jwt_expiry(SimdjsonCodec{}, token);
  if (!expiry) return;
  constexpr std::chrono::sys_seconds latest = std::chrono::sys_days{std::chrono::year{2100} / 1 / 1};
  expect(*expiry >= std::chrono::sys_seconds{} && *expiry <= latest, "an expiry lies between 1970 and 2100");
}

void fuzz(std::string_view input) {
  expect_moment_in_range(input);
  const std::string encoded = base64url(input);
  const auto decoded = detail::decode_base64url(encoded);
  expect(decoded && decoded->view() == input, "base64url decodes to what was encoded");
  expect_moment_in_range("e30." + encoded + ".c2ln");
}
