// Making tokens, and what the token store keeps of them: digests, and pairs sealed under secrets that it does not have.
#ifndef KEYTURN_EXAMPLES_AUTH_SERVER_TOKENS_HPP
#define KEYTURN_EXAMPLES_AUTH_SERVER_TOKENS_HPP

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::example {

using Bytes = std::vector<unsigned char>;
using Digest = std::array<unsigned char, 32>;

struct TokenPair {
  std::string access_token, refresh_token;
};

// Makes libsodium ready; throws if the system has no random numbers. Cheap when called again.
void require_sodium();

// 256 random bits each, in the alphabet of RFC 6750 section 2.1, with a prefix that tells them apart.
TokenPair make_token_pair();

// BLAKE2b-256 of a token. It needs no key: a token has 256 random bits, so its digest cannot be searched for.
Digest token_digest(std::string_view token);

Digest random_key();

// BLAKE2b-256 of a secret under a key, for logs: it can be compared with others under that key, and not searched for
// without it. The purpose keeps secrets of two kinds apart.
Digest secret_mark(const Digest& key, std::string_view purpose, std::string_view secret);

// The secrets that the client has and the database has not: the spent refresh token, and the key of its exchange
// (empty where the rotation rule asks for none). Together they seal the pair that the exchange brought, and prove
// later that the same client asks again. Even a poor key is safe so, since the refresh token is never stored.
struct ExchangeSecret {
  std::string_view refresh_token;
  std::string_view idempotency_key;
};

Digest exchange_proof(const ExchangeSecret& secret);
bool same_digest(const Digest& one, const Bytes& other);

// XChaCha20-Poly1305 with a random nonce, which stands before the ciphertext.
Bytes seal(const TokenPair& pair, const ExchangeSecret& secret);
std::optional<TokenPair> unseal(const Bytes& sealed, const ExchangeSecret& secret);

}  // namespace keyturn::example

#endif
