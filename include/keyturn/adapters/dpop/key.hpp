// The key pair of one session's proofs: ES256 (RFC 7518, section 3.4), made and used by OpenSSL.
#ifndef KEYTURN_ADAPTERS_DPOP_KEY_HPP
#define KEYTURN_ADAPTERS_DPOP_KEY_HPP

#include <keyturn/base/result.hpp>
#include <keyturn/base/secret.hpp>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#if !__has_include(<openssl/core_names.h>)
#error "dpop.hpp needs OpenSSL 3: install libssl-dev (Debian)"
#include <stop_here_see_the_error_above>
#endif
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Without padding (RFC 7515, section 2).
inline std::string base64url(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL ends it with a NUL
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  while (text.ends_with('=')) text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

/// SHA-256, 32 bytes; empty if OpenSSL has none.
inline std::string sha256(std::string_view bytes) {
  std::string digest(32, '\0');
  std::size_t size = digest.size();
  const int done = EVP_Q_digest(nullptr, "SHA256", nullptr, bytes.data(), bytes.size(),
                                reinterpret_cast<unsigned char*>(digest.data()), &size);
  return done == 1 ? digest : std::string{};
}

/// A private key that never changes. Const functions may be called from many threads at once.
class ProofKey {
 public:
  /// A new one. `unsupported` if OpenSSL cannot make it.
  static Result<ProofKey> generate() {
    Pointer key{EVP_EC_gen("P-256")};
    if (!key) return failed("OpenSSL makes no P-256 key");
    return with_public_part(std::move(key));
  }

  /// The one that `bytes()` gave. `storage_corrupt` if they hold none.
  static Result<ProofKey> from_bytes(std::string_view bytes) {
    const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
    Pointer key{d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(bytes.size()))};
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_EC)
      return Error{.code = Errc::storage_corrupt, .detail = "DPoP: the key kept with the session cannot be read"};
    return with_public_part(std::move(key));
  }

  /// What brings it back; empty if OpenSSL cannot say.
  Secret bytes() const {
    const int size = i2d_PrivateKey(key_.get(), nullptr);
    if (size <= 0) return {};
    return Secret{static_cast<std::size_t>(size), [&](char* into) {
                    auto* at = reinterpret_cast<unsigned char*>(into);
                    i2d_PrivateKey(key_.get(), &at);
                  }};
  }

  /// The coordinates of the public key, as a JSON Web Key has them (RFC 7518, section 6.2.1).
  const std::string& x() const { return x_; }
  const std::string& y() const { return y_; }

  /// The key's thumbprint (RFC 7638), by which the auth server knows it.
  std::string thumbprint() const {
    return base64url(sha256(R"({"crv":"P-256","kty":"EC","x":")" + x_ + R"(","y":")" + y_ + R"("})"));
  }

  /// The signature as a JSON Web Signature has it: r and s, 32 bytes each (RFC 7518, section 3.4).
  Result<std::string> sign(std::string_view text) const {
    std::array<unsigned char, 128> der{};
    std::size_t size = der.size();
    const std::unique_ptr<EVP_MD_CTX, End> context{EVP_MD_CTX_new()};
    if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), der.data(), &size, reinterpret_cast<const unsigned char*>(text.data()),
                       text.size()) != 1)
      return failed("OpenSSL does not sign");
    const unsigned char* at = der.data();
    const std::unique_ptr<ECDSA_SIG, End> pair{d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size))};
    std::string signature(64, '\0');
    auto* const into = reinterpret_cast<unsigned char*>(signature.data());
    if (!pair || BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), into, 32) != 32 ||
        BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), into + 32, 32) != 32)
      return failed("OpenSSL does not sign");
    return signature;
  }

 private:
  struct End {
    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
    void operator()(ECDSA_SIG* pair) const noexcept { ECDSA_SIG_free(pair); }
  };
  using Pointer = std::unique_ptr<EVP_PKEY, End>;

  static Error failed(const char* why) { return make_error(Errc::unsupported, "DPoP: ", why); }

  static Result<ProofKey> with_public_part(Pointer key) {
    std::array<char, 65> point{};  // 4, x, y
    std::size_t size = 0;
    if (EVP_PKEY_get_octet_string_param(key.get(), OSSL_PKEY_PARAM_PUB_KEY,
                                        reinterpret_cast<unsigned char*>(point.data()), point.size(), &size) != 1 ||
        size != point.size() || point[0] != 4)
      return failed("this is no P-256 key");
    ProofKey made;
    made.key_ = std::move(key);
    made.x_ = base64url({point.data() + 1, 32});
    made.y_ = base64url({point.data() + 33, 32});
    return made;
  }

  Pointer key_;
  std::string x_, y_;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
