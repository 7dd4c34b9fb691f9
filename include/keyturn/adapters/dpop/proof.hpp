// A DPoP proof: the signed words "this request is mine, now" (RFC 9449, section 4.2).
#ifndef KEYTURN_ADAPTERS_DPOP_PROOF_HPP
#define KEYTURN_ADAPTERS_DPOP_PROOF_HPP

#include <keyturn/adapters/dpop/key.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/protocol/json_text.hpp>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// What a proof is for. `jti` is never used twice; `nonce` is the server's, empty: it gave none; `access_token` goes
/// along in the request, empty: none does.
struct ProofClaims {
  std::string_view method{}, url{}, nonce{}, access_token{};
  std::array<char, 16> jti{};
  std::chrono::sys_seconds issued_at{};
};

/// RFC 6749, appendix A, NQCHAR: what a nonce may be made of.
constexpr bool is_nonce(std::string_view text) {
  for (const char c : text)
    if (c < '!' || c > '~' || c == '"' || c == '\\') return false;
  return !text.empty() && text.size() <= 1024;
}

/// The value of the DPoP header field. `unsupported` if OpenSSL cannot sign.
inline Result<std::string> proof(const ProofKey& key, const ProofClaims& claims) {
  const std::string head = R"({"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":")" + key.x() +
                           R"(","y":")" + key.y() + R"("}})";
  std::string body = R"({"jti":")" + base64url({claims.jti.data(), claims.jti.size()}) + R"(","htm":)";
  append_json_string(body, claims.method);
  body += R"(,"htu":)";
  append_json_string(body, claims.url.substr(0, claims.url.find_first_of("?#")));
  body += R"(,"iat":)" + std::to_string(claims.issued_at.time_since_epoch().count());
  if (!claims.access_token.empty()) body += R"(,"ath":")" + base64url(sha256(claims.access_token)) + '"';
  if (!claims.nonce.empty()) append_json_string(body += R"(,"nonce":)", claims.nonce);
  body += '}';
  std::string text = base64url(head) + '.' + base64url(body);
  const auto signature = key.sign(text);
  if (!signature) return signature.error();
  return text + '.' + base64url(*signature);
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
