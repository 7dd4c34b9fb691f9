#include "auth_server/tokens.hpp"

#include <sodium.h>

#include <stdexcept>

namespace keyturn::example {
namespace {

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string random_token(std::string_view prefix) {
  std::array<unsigned char, 32> random{};
  randombytes_buf(random.data(), random.size());
  constexpr auto variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::array<char, sodium_base64_ENCODED_LEN(32, variant)> text{};
  sodium_bin2base64(text.data(), text.size(), random.data(), random.size(), variant);
  sodium_memzero(random.data(), random.size());
  return std::string{prefix} + text.data();
}

// BLAKE2b keyed with the refresh token; the purpose keeps proof and sealing key apart.
Digest derive(std::string_view purpose, const ExchangeSecret& secret) {
  Digest result{};
  crypto_generichash_state state;
  const bool keyed =
      crypto_generichash_init(&state, bytes_of(secret.refresh_token), secret.refresh_token.size(), result.size()) == 0;
  if (!keyed) throw std::invalid_argument{"a refresh token of this length was never issued"};
  crypto_generichash_update(&state, bytes_of(purpose), purpose.size());
  crypto_generichash_update(&state, bytes_of(secret.idempotency_key), secret.idempotency_key.size());
  crypto_generichash_final(&state, result.data(), result.size());
  return result;
}

constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;

}  // namespace

void require_sodium() {
  if (sodium_init() < 0) throw std::runtime_error{"libsodium cannot be initialised"};
}

TokenPair make_token_pair() { return {random_token("kat_"), random_token("krt_")}; }

Digest token_digest(std::string_view token) {
  Digest result{};
  crypto_generichash(result.data(), result.size(), bytes_of(token), token.size(), nullptr, 0);
  return result;
}

Digest random_key() {
  Digest key{};
  randombytes_buf(key.data(), key.size());
  return key;
}

Digest secret_mark(const Digest& key, std::string_view purpose, std::string_view secret) {
  Digest result{};
  crypto_generichash_state state;
  crypto_generichash_init(&state, key.data(), key.size(), result.size());
  crypto_generichash_update(&state, bytes_of(purpose), purpose.size());
  crypto_generichash_update(&state, bytes_of(secret), secret.size());
  crypto_generichash_final(&state, result.data(), result.size());
  return result;
}

Digest exchange_proof(const ExchangeSecret& secret) { return derive("keyturn proof:", secret); }

bool same_digest(const Digest& one, const Bytes& other) {
  return other.size() == one.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

Bytes seal(const TokenPair& pair, const ExchangeSecret& secret) {
  std::string plain = pair.access_token + '\n' + pair.refresh_token;
  Digest key = derive("keyturn seal:", secret);
  Bytes sealed(nonce_size + plain.size() + tag_size);
  randombytes_buf(sealed.data(), nonce_size);
  crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + nonce_size, nullptr, bytes_of(plain), plain.size(),
                                             nullptr, 0, nullptr, sealed.data(), key.data());
  sodium_memzero(plain.data(), plain.size());
  sodium_memzero(key.data(), key.size());
  return sealed;
}

std::optional<TokenPair> unseal(const Bytes& sealed, const ExchangeSecret& secret) {
  if (sealed.size() < nonce_size + tag_size) return std::nullopt;
  std::string plain(sealed.size() - nonce_size - tag_size, '\0');
  Digest key = derive("keyturn seal:", secret);
  const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
      reinterpret_cast<unsigned char*>(plain.data()), nullptr, nullptr, sealed.data() + nonce_size,
      sealed.size() - nonce_size, nullptr, 0, sealed.data(), key.data());
  sodium_memzero(key.data(), key.size());
  const auto middle = plain.find('\n');
  if (opened != 0 || middle == std::string::npos) return std::nullopt;
  TokenPair pair{plain.substr(0, middle), plain.substr(middle + 1)};
  sodium_memzero(plain.data(), plain.size());
  return pair;
}

}  // namespace keyturn::example
