#include "auth_server/passwords.hpp"

#include "auth_server/tokens.hpp"

#include <sodium.h>

#include <array>
#include <new>

namespace keyturn::example {
namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory = std::size_t{19} * 1024 * 1024;

}  // namespace

Passwords::Passwords() {
  require_sodium();
  nobody_ = hash(make_token_pair().access_token);
}

std::string Passwords::hash(std::string_view password) const {
  std::array<char, crypto_pwhash_STRBYTES> text{};
  const int made = crypto_pwhash_str_alg(text.data(), password.data(), password.size(), passes, memory,
                                         crypto_pwhash_ALG_ARGON2ID13);
  if (made != 0) throw std::bad_alloc{};
  return text.data();
}

bool Passwords::verify(const std::string& hash, std::string_view password) const {
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

void Passwords::verify_for_nobody(std::string_view password) const { (void)verify(nobody_, password); }

bool Passwords::outdated(const std::string& hash) const {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), passes, memory) != 0;
}

}  // namespace keyturn::example
